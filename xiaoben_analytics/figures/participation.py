"""Who took part: attendance rate by month and group."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.figures.template import (
    GRID,
    INK,
    Mark,
    group_marks,
    new_figure,
    safe,
    say_empty,
)
from xiaoben_analytics.findings import finding_participation, sum_participation
from xiaoben_analytics.labels import month_name, month_of_year, percent, reading_order
from xiaoben_analytics.participation import (
    EVERYTHING,
    Portion,
    month_participation,
    take_portion,
)

SCHOOL = "全校"
_MANY = 8
"""From how many groups on their lines are drawn thinner, and taller."""
_LEGEND_ROW = 25
_LOW = 85
"""The axis of rates begins here or below, so that little is not drawn as much."""


def plot_participation(
    result: Assessment, portion: Portion = EVERYTHING, *, picked: str = ""
) -> go.Figure:
    """Draw each group's attendance rate month by month, and that of all as a thick line.

    Only owed activities count. A group has no point in a month in which it owed nothing. A single
    group stands beside the school, within what else limits the portion. `picked` is a month to
    mark, such as "2021-09"; the `customdata` of every point are its month and group, "" for all.
    """
    records, _ = take_portion(result.records, result.teachers, portion)
    rows = month_participation(records)
    figure = new_figure(
        finding_participation(rows),
        note="出勤率＝实到人次÷应到人次；迟到、早退算实到，请假、缺席、未登记不算",
    )
    if rows.empty:
        return say_empty(figure, "没有应参加的活动")
    months = sorted(rows[col.MONTH].unique())
    marks = group_marks(sorted(result.standings[col.GROUP].unique(), key=reading_order))
    shown = {group: mark for group, mark in marks.items() if (rows[col.GROUP] == group).any()}
    for group, mark in shown.items():
        own = rows[rows[col.GROUP] == group]
        figure.add_scatter(**_line(own, group, months), **_style(mark, many=len(shown) > _MANY))
    if len(marks) > 1:
        figure.add_scatter(
            **_line(_school(result, portion), SCHOOL, months), line={"color": INK, "width": 5}
        )
    _mark_month(figure, months, picked)
    return _lay_out(figure, months)


def _style(mark: Mark, *, many: bool) -> dict[str, Any]:
    if not many:
        return {"line": {"color": mark.color, "width": 2}, "marker": mark.marker()}
    return {"line": {"color": mark.color, "width": 1}, "marker": {**mark.marker(), "size": 9}}


def _school(result: Assessment, portion: Portion) -> pd.DataFrame:
    whole, _ = take_portion(result.records, result.teachers, portion.of_every_group)
    return sum_participation(month_participation(whole), col.MONTH)


def _line(rows: pd.DataFrame, name: str, months: Sequence[str]) -> dict[str, Any]:
    """Place one rate per month, a gap where nobody was due."""
    counts = rows.set_index(col.MONTH)[[col.ATTENDED, col.OWED]].T.to_dict("list")
    rates = [Fraction(*counts[month]) if month in counts else None for month in months]
    return {
        "name": safe(name),
        "x": list(range(len(months))),
        "y": [None if rate is None else float(100 * rate) for rate in rates],
        "customdata": [
            {"picked": month, "group": "" if name == SCHOOL else name} for month in months
        ],
        "hovertext": [
            f"<b>{safe(name)}</b>　{month_name(month)}<br>"
            f"应到 {counts[month][1]} 人次，实到 {counts[month][0]} 人次<br>出勤率 {percent(rate)}"
            if rate is not None
            else ""
            for month, rate in zip(months, rates, strict=True)
        ],
        "hoverinfo": "text",
        "mode": "lines+markers",
    }


def _mark_month(figure: go.Figure, months: Sequence[str], picked: str) -> None:
    if picked in months:
        place = months.index(picked)
        figure.add_vrect(
            x0=place - 0.4, x1=place + 0.4, fillcolor=GRID, line_width=0, layer="below"
        )


def _lay_out(figure: go.Figure, months: list[str]) -> go.Figure:
    figure.update_xaxes(
        title_text="月份",
        tickvals=list(range(len(months))),
        ticktext=_tick_names(months),
        range=[-0.4, len(months) - 0.6],
        tickangle=0,
        showgrid=False,
    )
    lowest = min(rate for line in figure.data for rate in line.y if rate is not None)
    figure.update_yaxes(
        title_text="出勤率（%）",
        range=[max(0, min(lowest // 10 * 10 - 5, _LOW)), 102],
        ticksuffix="%",
    )
    height = figure.layout.margin.t + 90 + _LEGEND_ROW * len(figure.data)
    return figure.update_layout(height=max(figure.layout.height, height))


def _tick_names(months: list[str]) -> list[str]:
    """Name months shortly, with the year where it begins."""
    years = [month[:4] for month in months]
    return [
        month_of_year(month) + (f"<br>{year}年" if year not in years[:place] else "")
        for place, (month, year) in enumerate(zip(months, years, strict=True))
    ]
