"""What the report says about points: groups compared, lines between tiers, everybody's standing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.findings import (
    COMPARABLE,
    finding_components,
    finding_cutoffs,
    finding_groups,
    finding_spread,
    finding_tiers,
)
from xiaoben_analytics.groups import component_means
from xiaoben_analytics.labels import HEADINGS, points, printable
from xiaoben_analytics.standing import pool_seats
from xiaoben_analytics.summary.model import (
    CENTER,
    LEFT,
    RIGHT,
    Block,
    Chart,
    Finding,
    Section,
    Series,
    Table,
    text_rows,
)

_AMOUNTS = {"mean": "平均分", "median": "中位分", "highest": "最高分", "lowest": "最低分"}


def groups_section(result: Assessment) -> Section:
    """Compare the groups: every teacher a dot, components on top of each other, the numbers."""
    groups, tiers = result.groups, result.policy.tiers.names
    rows = [
        (
            *(group[name] for name in (col.GROUP, col.TEACHERS)),
            *(points(group[name]) for name in _AMOUNTS),
            *(group[tier] for tier in tiers),
        )
        for group in groups.to_dict("records")
    ]
    numbers = Table(
        "各教研组得分与等级人数",
        ("教研组", "人数", *_AMOUNTS.values(), *tiers),
        text_rows(rows),
        (LEFT, *[RIGHT] * (1 + len(_AMOUNTS) + len(tiers))),
    )
    blocks = (
        Finding(printable(finding_groups(groups))),
        Finding(printable(finding_spread(groups))),
        _dots(result),
        *_components(result),
        numbers,
    )
    return Section("三、教研组表现", blocks)


def tiers_section(result: Assessment) -> Section:
    """Show where the lines fall, whom equal totals concern, and everybody in order."""
    lines = result.cutoffs
    rows = [
        (
            *(line[name] for name in (col.POOL, col.TIER, col.RATIO, col.SEATS, col.COUNT)),
            *(_points(line[name]) for name in (col.CUTOFF, col.GAP)),
        )
        for line in lines[(lines[col.RATIO] != "") | (lines[col.COUNT] > 0)].to_dict("records")
    ]
    names = (col.POOL, col.TIER, col.RATIO, col.SEATS, col.COUNT, col.CUTOFF, col.GAP)
    table = Table(
        "名额与划线",
        tuple(HEADINGS[name] for name in names),
        text_rows(rows),
        (LEFT, CENTER, *[RIGHT] * 5),
        note="划线为该等级内的最低总分；线下差距为它与线下最高总分之差。",
    )
    blocks = (
        Finding(printable(finding_tiers(lines))),
        Finding(printable(finding_cutoffs(lines))),
        table,
        *_tie_blocks(result),
        *(block for pool in lines[col.POOL].unique() for block in _ladder(result, pool)),
    )
    return Section("四、等级划线", blocks)


def standings_section(result: Assessment) -> Section:
    """List every assessed teacher with points, rank and tier."""
    parts = result.policy.components
    who = (col.GROUP, col.TEACHER_ID, col.NAME)
    tail = (col.TIER, col.APPRAISAL, col.REPORTED_HOURS, col.REMARK)
    rows = [
        (
            *(row[name] for name in who),
            *(points(row[name]) for name in (*result.policy.component_names, col.TOTAL)),
            "" if row[col.GATED] else row[col.RANK],
            *(row[name] for name in tail),
        )
        for row in result.standings.to_dict("records")
    ]
    labels = (printable(part.label) for part in parts)
    headings = [HEADINGS[name] for name in (*who, col.TOTAL, col.RANK, *tail)]
    everybody = Table(
        "成绩总表",
        (*headings[: len(who)], *labels, *headings[len(who) :]),
        text_rows(rows),
        (LEFT, LEFT, LEFT, *[RIGHT] * (len(parts) + 2), CENTER, RIGHT, RIGHT, LEFT),
        wide=True,
    )
    return Section("附：成绩总表", (everybody,))


def _dots(result: Assessment) -> Chart:
    """Every teacher's total above the group; the n-th series holds each group's n-th teacher."""
    groups = result.groups[col.GROUP].tolist()
    totals = {
        group: rows[col.TOTAL].tolist() for group, rows in result.standings.groupby(col.GROUP)
    }
    most = max(len(own) for own in totals.values())
    series = tuple(
        Series(
            f"第 {place + 1} 位",
            tuple(
                totals[group][place] / 100 if place < len(totals[group]) else None
                for group in groups
            ),
        )
        for place in range(most)
    )
    names = tuple(printable(str(group)) for group in groups)
    return Chart("dots", "各教研组总分分布（每点一名教师）", names, series, "总分", "0")


def _components(result: Assessment) -> tuple[Finding, Chart]:
    """Stack each group's mean points per component, and say where the groups differ most."""
    means = component_means(result.standings, result.policy).rename(columns=printable)
    sizes = zip(means.index, result.groups[col.TEACHERS], strict=True)
    small = [group for group, people in sizes if people < COMPARABLE]
    series = tuple(
        Series(str(label), tuple(float(mean) / 100 for mean in own)) for label, own in means.items()
    )
    names = text_rows([means.index])[0]
    chart = Chart("stacked", "各教研组各项平均得分", names, series, "平均得分", "0.0")
    return Finding(printable(finding_components(means, small))), chart


def _points(hundredths: object) -> str:
    return points(hundredths) if isinstance(hundredths, int) else "—"


def _tie_blocks(result: Assessment) -> Iterator[Block]:
    """Name the teachers whose equal totals lie on both sides of a line."""
    rows = [row for pool in result.cutoffs[col.POOL].unique() for row in _ties(result, pool)]
    if not rows:
        yield Finding("各条线上下没有总分相同的教师。")
        return
    yield Finding(f"有 {len(rows)} 条线上下总分相同，按办法规定处理，请逐一确认。")
    yield Table(
        "线上同分",
        ("排名范围", "界线", "总分", "同分教师及所得等级"),
        text_rows(rows),
        (LEFT, CENTER, RIGHT, LEFT),
    )


def _ties(result: Assessment, pool: str) -> Iterator[tuple[str, str, str, str]]:
    standings, tiers = result.standings, result.policy.tiers
    ranked = _members(standings[~standings[col.GATED]], pool)
    totals = ranked[col.TOTAL].tolist()
    lines = accumulate(pool_seats(standings, tiers)[pool][:-1])
    for upper, lower, line in zip(tiers.names, tiers.names[1:], lines, strict=False):
        if 0 < line < len(totals) and totals[line - 1] == totals[line]:
            equal = ranked[ranked[col.TOTAL] == totals[line]]
            people = zip(equal[col.NAME], equal[col.TIER], strict=True)
            named = "、".join(f"{name}（{tier}）" for name, tier in people)
            yield pool, f"{upper}／{lower}", points(totals[line]), named


def _members(standings: pd.DataFrame, pool: str) -> pd.DataFrame:
    """List a pool in the order of the standings; of several groups, in order of rank."""
    return standings[standings[col.POOL] == pool].sort_values(col.RANK, kind="stable")


def _ladder(result: Assessment, pool: str) -> tuple[Finding, Chart]:
    """Stand a pool's teachers in order, gated ones last, and say where the lines lie."""
    members = _members(result.standings, pool)
    series = tuple(
        Series(tier, _inside(members, tier))
        for tier in result.policy.tiers.names
        if (members[col.TIER] == tier).any()
    )
    lines = result.cutoffs[result.cutoffs[col.POOL] == pool]
    tiers = [
        f"{line[col.TIER]} {line[col.COUNT]} 人{_from(line[col.CUTOFF])}"
        for line in lines[lines[col.COUNT] > 0].to_dict("records")
    ]
    names = text_rows([members[col.NAME]])[0]
    title = printable(f"{pool}总分与等级")
    chart = Chart("tiers", title, names, series, "总分", "0.00", labelled=True)
    return Finding(printable(f"{pool} {len(members)} 人：{'、'.join(tiers)}。")), chart


def _from(cutoff: object) -> str:
    return f"（{points(cutoff)} 分起）" if isinstance(cutoff, int) else ""


def _inside(members: pd.DataFrame, tier: str) -> tuple[float | None, ...]:
    rows = zip(members[col.TOTAL], members[col.TIER], strict=True)
    return tuple(total / 100 if own == tier else None for total, own in rows)
