"""How groups compare: every teacher a dot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.figures.rows import Mark, lay_rows, row_labels, small_note
from xiaoben_analytics.figures.template import (
    INK,
    PALE,
    new_figure,
    safe,
    say_empty,
    shown_points,
    teacher_hover,
    tier_marks,
)
from xiaoben_analytics.findings import COMPARABLE, finding_groups, finding_outliers
from xiaoben_analytics.groups import Comparison, compare_groups
from xiaoben_analytics.labels import hours, points

_WIDE, _APART, _ROOM = 45, 0.2, 0.76
"""How many dots fit beside each other, how far apart they stand above each other, and how far at most."""


def plot_group_distribution(
    result: Assessment, compared: Comparison | None = None, *, picked: str = ""
) -> go.Figure:
    """Draw every teacher's amount by group, with each group's mean; of totals, also cutoff lines.

    Groups stand in reading order; a dot's colour and symbol are its tier. Without a comparison,
    totals are compared. The teacher whose id is `picked` is ringed.
    """
    if compared is None:
        compared = compare_groups(result.standings, result.records, result.policy)
    figure = new_figure(_finding(compared), note=_note(compared))
    if compared.teachers.empty:
        return say_empty(figure, f"没有可以比较的{compared.label}")
    places = {group: place for place, group in enumerate(compared.groups[col.GROUP])}
    if compared.against:
        figure.add_vline(x=0, line={"color": PALE, "width": 2})
    if compared.against != col.WITHIN_GROUP:
        _add_means(figure, compared)
    if compared.of == col.TOTAL and not compared.against:
        _add_cutoffs(figure, result, places)
    y = compared.teachers[col.GROUP].map(places) + _beside(compared.teachers)
    _add_teachers(figure, compared, result, y)
    _add_ring(figure, compared.teachers.assign(y=y), picked)
    figure.update_xaxes(**_amounts_axis(compared, result))
    teachers = dict(zip(compared.groups[col.GROUP], compared.groups[col.TEACHERS], strict=True))
    lay_rows(figure, row_labels(teachers), legend=2, step=58)
    return figure.update_yaxes(showgrid=True)


def _finding(compared: Comparison) -> str:
    if compared.teachers.empty:
        return f"没有可以比较的{compared.label}。"
    if compared.against == col.WITHIN_GROUP:
        return finding_outliers(compared.teachers)
    of = f"{compared.label}平均位置" if compared.against else _mean_name(compared)
    return finding_groups(compared.groups, of=of, unit=compared.unit, sign=compared.sign)


def _mean_name(compared: Comparison) -> str:
    return {col.TOTAL: "平均分", col.RATE: "出勤率"}.get(compared.of, f"{compared.label}平均分")


def _note(compared: Comparison) -> str:
    if compared.against == col.POOLED:
        return "每点一位教师；0 为全校平均，1 为高出一个标准差；不合格的不计"
    if compared.against:
        return "每点一位教师；0 为本组平均，1 为高出一个标准差；不合格的不计"
    lines = "，虚线为该组划线" if compared.of == col.TOTAL else ""
    return f"每点一位教师，形状和颜色为等级；黑粗线为组平均{lines}"


def _add_means(figure: go.Figure, compared: Comparison) -> None:
    """Draw each group's mean as a thick line, that of a small group thin and dotted."""
    groups = compared.groups.reset_index(names="place")
    fair = groups[col.TEACHERS] >= COMPARABLE
    kinds = (
        ("组平均", groups[fair], {"color": INK, "width": 4}),
        ("参考平均", groups[~fair], {"color": INK, "width": 2, "dash": "dot"}),
    )
    for name, rows, line in kinds:
        own = rows.to_dict("records")
        figure.add_scatter(
            name=name, **_segments(rows["place"], rows["mean"].tolist()), line=line,
            showlegend=not rows.empty,
            customdata=_thrice({"group": row[col.GROUP]} for row in own),
            hovertext=_thrice(
                f"<b>{safe(row[col.GROUP])}</b>　{row[col.TEACHERS]} 人"
                f"{small_note(row[col.TEACHERS])}<br>"
                f"平均 {points(row['mean'])}，中位数 {points(row['median'])}<br>"
                f"最高 {points(row['highest'])}，最低 {points(row['lowest'])}" for row in own),
        )  # fmt: skip


def _add_cutoffs(figure: go.Figure, result: Assessment, places: dict[str, int]) -> None:
    """Draw the lines of every tier but the lowest that is ranked, whose line divides nobody."""
    pools = result.standings.drop_duplicates(col.GROUP)[[col.GROUP, col.POOL]]
    lines = pools.merge(result.cutoffs.dropna(subset=col.CUTOFF), on=col.POOL)
    lines = lines[lines[col.GROUP].isin(places)]
    for tier in result.policy.tiers.names[:-2]:
        own = lines[lines[col.TIER] == tier]
        figure.add_scatter(
            name=f"{safe(tier)}线", **_segments(own[col.GROUP].map(places), own[col.CUTOFF]),
            line={"color": tier_marks(result.policy.tiers.names)[tier].color, "width": 2,
                  "dash": "5px,3px"},
            hovertext=_thrice(f"{safe(row[col.POOL])} {safe(tier)}线 {points(row[col.CUTOFF])} 分"
                              for row in own.to_dict("records")),
        )  # fmt: skip


def _add_teachers(
    figure: go.Figure, compared: Comparison, result: Assessment, y: pd.Series
) -> None:
    teachers = compared.teachers
    hover = pd.Series(_hover(compared, result), teachers.index)
    marks = pd.Series(_marks(teachers), teachers.index)
    for tier, mark in tier_marks(result.policy.tiers.names).items():
        inside = teachers[col.TIER] == tier
        figure.add_scatter(
            name=safe(tier), x=shown_points(teachers.loc[inside, col.AMOUNT]), y=y[inside].tolist(),
            mode="markers", marker=mark.marker(),
            customdata=marks[inside].tolist(),
            hovertext=hover[inside].tolist(), hoverinfo="text",
        )  # fmt: skip


def _add_ring(figure: go.Figure, teachers: pd.DataFrame, picked: str) -> None:
    own = teachers[teachers[col.TEACHER_ID] == picked]
    ring = {"symbol": "circle-open", "size": 24, "color": INK, "line": {"width": 3}}
    figure.add_scatter(
        name="选中", x=shown_points(own[col.AMOUNT]), y=own["y"].tolist(), mode="markers",
        marker=ring, hoverinfo="skip", showlegend=False,
    )  # fmt: skip


def _beside(teachers: pd.DataFrame) -> pd.Series:
    """Spread dots that would cover each other above and below the middle of their row."""
    amounts = teachers[col.AMOUNT]
    width = max(int(amounts.max() - amounts.min()), 1)
    heaps = teachers.groupby([teachers[col.GROUP], amounts * _WIDE // width])
    place, size = heaps.cumcount(), heaps[col.AMOUNT].transform("size")
    apart = (_ROOM / (size - 1).clip(lower=1)).clip(upper=_APART)
    return (place - (size - 1) / 2) * apart


def _hover(compared: Comparison, result: Assessment) -> list[str]:
    standings = result.standings.set_index(col.TEACHER_ID, drop=False)
    told = teacher_hover(standings.loc[compared.teachers[col.TEACHER_ID]], result.policy)
    if compared.of == col.TOTAL and not compared.against:
        return told
    after = compared.sign or f" {compared.unit}"
    amounts = compared.teachers[col.AMOUNT]
    return [
        f"{text}<br>{safe(compared.label)}：{points(amount)}{after}"
        for text, amount in zip(told, amounts, strict=True)
    ]


def _marks(teachers: pd.DataFrame) -> list[Mark]:
    pairs = zip(teachers[col.GROUP], teachers[col.TEACHER_ID], strict=True)
    return [{"group": group, "teacher": teacher} for group, teacher in pairs]


def _amounts_axis(compared: Comparison, result: Assessment) -> dict[str, Any]:
    amounts = compared.teachers[col.AMOUNT]
    low, high = int(amounts.min()) / 100, int(amounts.max()) / 100
    room = max(high - low, 1) * 0.06
    most = {part.name: part.highest for part in result.policy.components}
    most[col.TOTAL] = result.policy.points
    unit = "%" if compared.sign else compared.unit
    if compared.against:
        unit = f"{unit}，0 为{'全校' if compared.against == col.POOLED else '本组'}平均"
    elif compared.of in most:
        unit = f"{unit}，满分 {hours(most[compared.of])}"
    return {
        "title_text": f"{safe(compared.label)}（{unit}）",
        "range": [low - room, high + room],
        "uirevision": f"{compared.of} {compared.against}",
    }


def _segments(places: Iterable[int], amounts: Iterable[int]) -> dict[str, Any]:
    """Draw one short upright line per row as a single trace, broken between rows."""
    y = [at for place in places for at in (place - 0.4, place + 0.4, None)]
    x = [at for amount in amounts for at in (amount / 100, amount / 100, None)]
    return {"x": x, "y": y, "mode": "lines", "hoverinfo": "text"}


def _thrice(given: Iterable[Any]) -> Sequence[Any]:
    """Repeat what is said of a segment for its two ends and the break after it."""
    return [one for one in given for _ in range(3)]
