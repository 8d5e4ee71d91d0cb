"""What the report says about the groups: how they compare, and how often they met."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.findings import (
    COMPARABLE,
    finding_components,
    finding_groups,
    finding_meetings,
    finding_reach,
    finding_spread,
)
from xiaoben_analytics.groups import (
    asked_meetings,
    component_means,
    count_meetings,
    list_meetings,
)
from xiaoben_analytics.labels import points, printable
from xiaoben_analytics.summary.material import Material
from xiaoben_analytics.summary.model import (
    CENTER,
    LEFT,
    RIGHT,
    Block,
    Chart,
    Finding,
    Series,
    Table,
    text_rows,
)

_AMOUNTS = {"mean": "平均分", "median": "中位分", "highest": "最高分", "lowest": "最低分"}
_MEETINGS = {col.COUNT: "登记次数", col.PLANNED: "应开展", col.HELD: "已开展", col.MISSED: "未开展"}
_NONE = "—"


def group_blocks(material: Material) -> Iterator[Block]:
    """Compare the groups: every teacher a dot, components on top of each other, the numbers."""
    result = material.result
    groups, tiers = result.groups, result.policy.tiers.names
    rows = [
        (
            *(group[name] for name in (col.GROUP, col.TEACHERS)),
            *(points(group[name]) for name in _AMOUNTS),
            *(group[tier] for tier in tiers),
        )
        for group in groups.to_dict("records")
    ]
    yield material.compare(finding_groups, groups, col.GROUP)
    yield material.compare(finding_spread, groups, col.GROUP)
    yield _dots(result)
    yield from _components(result)
    yield Table(
        "各教研组得分与等级人数",
        ("教研组", "人数", *_AMOUNTS.values(), *tiers),
        text_rows(rows),
        (LEFT, *[RIGHT] * (1 + len(_AMOUNTS) + len(tiers))),
        groups=tuple(groups[col.GROUP]),
        note=_gated(result),
    )
    yield from _meetings(result)


def _gated(result: Assessment) -> str:
    """Say whom the means include although a gate voided what they did."""
    gated = int(result.standings[col.GATED].sum())
    return f"平均分、中位分含触及一票否决的 {gated} 人，作废的项计 0 分。" if gated else ""


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
    title = "各教研组总分分布（每点一名教师）"
    return Chart("dots", title, names, series, "总分", "0", behind=_everybody(result.standings))


def _everybody(standings: pd.DataFrame) -> Table:
    rows = [
        (row[col.GROUP], row[col.NAME], points(row[col.TOTAL]), row[col.TIER])
        for row in standings.to_dict("records")
    ]
    return Table(
        "各教研组总分",
        ("教研组", "姓名", "总分", "等级"),
        text_rows(rows),
        (LEFT, LEFT, RIGHT, CENTER),
        people=tuple(standings[col.TEACHER_ID]),
    )


def _components(result: Assessment) -> tuple[Finding, Chart]:
    """Stack each group's mean points per component, and say where the groups differ most."""
    means = component_means(result.standings, result.policy).rename(columns=printable)
    sizes = zip(means.index, result.groups[col.TEACHERS], strict=True)
    small = [group for group, people in sizes if people < COMPARABLE]
    series = tuple(
        Series(str(label), tuple(float(mean) / 100 for mean in own)) for label, own in means.items()
    )
    names = text_rows([means.index])[0]
    title = "各教研组各项平均得分"
    rows = [
        (group, *(points(floor(mean + Fraction(1, 2))) for mean in own))  # half up
        for group, own in zip(means.index, means.to_numpy(), strict=True)
    ]
    header = ("教研组", *map(str, means.columns))
    groups = tuple(map(str, means.index))
    align = (LEFT, *[RIGHT] * len(means.columns))
    behind = Table(title, header, text_rows(rows), align, groups=groups)
    chart = Chart("stacked", title, names, series, "平均得分", "0.0", behind=behind, groups=groups)
    if len(means) - len(small) < 2:
        return Finding(printable(_reach(result))), chart
    return Finding(printable(finding_components(means, small))), chart


def _reach(result: Assessment) -> str:
    """Say of the whole school what its components come to, where groups are not to be compared."""
    parts, n = result.policy.components, len(result.standings)
    means = {part.label: Fraction(int(result.standings[part.name].sum()), n) for part in parts}
    return finding_reach(means, {part.label: part.highest for part in parts})


def _meetings(result: Assessment) -> Iterator[Block]:
    """Count each group's meetings against what is asked; only said where none are recorded or asked."""
    groups = result.groups[col.GROUP].tolist()
    meetings = list_meetings(result.school, groups)
    counts = count_meetings(meetings, groups, asked_meetings(result.school, result.policy))
    yield Finding(printable(finding_meetings(counts)))
    if not counts[col.COUNT].any() and counts[col.PLANNED].isna().all():
        return
    shown = [name for name in _MEETINGS if counts[name].notna().any()]
    rows = [
        (row[col.GROUP], *(_NONE if pd.isna(row[name]) else row[name] for name in shown))
        for row in counts.to_dict("records")
    ]
    yield Table(
        "各教研组教研活动次数",
        ("教研组", *(_MEETINGS[name] for name in shown)),
        text_rows(rows),
        (LEFT, *[RIGHT] * len(shown)),
    )
