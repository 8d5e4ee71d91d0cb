"""How a group did, for its head: what comes first in the group's version of the report."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.findings import (
    COMPARABLE,
    finding_absentees,
    finding_incidents,
    finding_make_ups,
    finding_part,
)
from xiaoben_analytics.labels import percent, points, printable
from xiaoben_analytics.participation import count_incidents, open_make_ups, unrecorded
from xiaoben_analytics.summary.audiences import find_hidden
from xiaoben_analytics.summary.material import Material
from xiaoben_analytics.summary.model import LEFT, RIGHT, Finding, Table
from xiaoben_analytics.summary.naming import other_hider
from xiaoben_analytics.summary.narrowing import Circle


def make_circle(result: Assessment, group: str) -> Circle:
    """Say what the head of a group may read, and how the group did."""
    standings = result.standings
    members = standings[standings[col.GROUP] == group]
    sizes = {str(name): len(own) for name, own in standings.groupby(col.GROUP)}
    pools = {str(name): len(own) for name, own in standings.groupby(col.POOL)}
    numbers = _compared(result, members, group)
    return Circle(
        printable(group),
        frozenset(members[col.TEACHER_ID]),
        other_hider(result.teachers),
        find_hidden({**pools, **sizes}, group) - set(members[col.POOL]),
        tuple(
            pair
            for name, own, whole in numbers
            for pair in ((f"本组{name}", own), (f"全校{name}", whole))
        ),
        (*_sentences(result, members, group), _table(numbers)),
    )


def _compared(
    result: Assessment, members: pd.DataFrame, group: str
) -> tuple[tuple[str, str, str], ...]:
    """Give each number of the group, and the school's beside it."""
    standings, counted = result.standings, result.participation
    own = counted[counted[col.GROUP] == group]
    return (
        ("参评教师（人）", str(len(members)), str(len(standings))),
        ("出勤率", _rate(own), _rate(counted)),
        ("平均总分（分）", _mean(members), _mean(standings)),
        *(
            (f"{tier}（人）", _in_tier(members, tier), _in_tier(standings, tier))
            for tier in result.policy.tiers.names
        ),
    )


def _in_tier(rows: pd.DataFrame, tier: str) -> str:
    return str(int((rows[col.TIER] == tier).sum()))


def _rate(counted: pd.DataFrame) -> str:
    owed, attended = (int(counted[name].sum()) for name in (col.OWED, col.ATTENDED))
    return percent(Fraction(attended, owed)) if owed else "—"


def _mean(rows: pd.DataFrame) -> str:
    whole, n = int(rows[col.TOTAL].sum()), len(rows)
    return points((2 * whole + n) // (2 * n))  # half up


def _table(numbers: tuple[tuple[str, str, str], ...]) -> Table:
    rows = tuple((printable(name), own, whole) for name, own, whole in numbers)
    return Table("本组与全校", ("项目", "本组", "全校"), rows, (LEFT, RIGHT, RIGHT))


def _sentences(result: Assessment, members: pd.DataFrame, group: str) -> Iterator[Finding]:
    yield Finding(printable(_placed(result, members, group)))
    tiers = [
        f"{tier} {count} 人"
        for tier in result.policy.tiers.names
        if (count := int((members[col.TIER] == tier).sum()))
    ]
    yield Finding(printable(f"{group} {len(members)} 人：{'、'.join(tiers)}。"))
    every = Material(result).records
    records = every[every[col.TEACHER_ID].isin(members[col.TEACHER_ID])]
    yield Finding(printable(finding_part(records, group)))
    if records[col.OWED].any():
        silent = unrecorded(records[records[col.OWED]])
        yield Finding(printable(finding_absentees(records)))
        yield Finding(printable(finding_incidents(count_incidents(records))))
        yield Finding(printable(finding_make_ups(open_make_ups(records), silent)))


def _placed(result: Assessment, members: pd.DataFrame, group: str) -> str:
    """Say the group's mean, and its place among those that are large enough to be compared."""
    told = f"{group}平均总分 {_mean(members)} 分，全校 {_mean(result.standings)} 分"
    grouped = result.standings.groupby(col.GROUP)[col.TOTAL]
    means = {
        str(name): Fraction(int(own.sum()), len(own))
        for name, own in grouped
        if len(own) >= COMPARABLE
    }
    if group not in means:
        return f"{told}；本组不足 {COMPARABLE} 人，不参加组间比较。"
    if len(means) < 2:
        return f"{told}；没有其他不少于 {COMPARABLE} 人的教研组可比。"
    place = 1 + sum(mean > means[group] for mean in means.values())
    return f"{told}，在 {len(means)} 个不少于 {COMPARABLE} 人的教研组中列第 {place}。"
