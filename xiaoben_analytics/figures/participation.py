"""Who took part: attendance rate by month and group."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.figures.template import INK, group_marks, new_figure, safe, say_empty
from xiaoben_analytics.findings import finding_participation, month_name, sum_participation
from xiaoben_analytics.labels import percent, reading_order

SCHOOL = "全校"


def plot_participation(result: Assessment) -> go.Figure:
    """Draw each group's attendance rate month by month, and that of all as a thick line.

    Only owed activities count. A group has no point in a month in which it owed nothing.
    """
    rows = result.participation[result.participation[col.OWED] > 0]
    figure = new_figure(
        finding_participation(result.participation),
        note="出勤率＝实到人次÷应到人次；迟到、早退算实到，请假、缺席、未登记不算",
    )
    if rows.empty:
        return say_empty(figure, "没有应参加的活动")
    months = sorted(rows[col.MONTH].unique())
    groups = sorted(result.standings[col.GROUP].unique(), key=reading_order)
    for group, mark in group_marks(groups).items():
        own = rows[rows[col.GROUP] == group]
        figure.add_scatter(
            **_line(own, group, months),
            line={"color": mark.color, "width": 2},
            marker=mark.marker(),
        )
    if len(groups) > 1:
        school = sum_participation(rows, col.MONTH)
        figure.add_scatter(**_line(school, SCHOOL, months), line={"color": INK, "width": 5})
    return _lay_out(figure, months)


def _line(rows: pd.DataFrame, name: str, months: list[str]) -> dict[str, Any]:
    """Place one rate per month, a gap where nobody was due."""
    counts = rows.set_index(col.MONTH)[[col.ATTENDED, col.OWED]].T.to_dict("list")
    rates = [Fraction(*counts[month]) if month in counts else None for month in months]
    return {
        "name": safe(name),
        "x": list(range(len(months))),
        "y": [None if rate is None else float(100 * rate) for rate in rates],
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
        title_text="出勤率（%）", range=[max(0, lowest // 10 * 10 - 5), 102], ticksuffix="%"
    )
    return figure


def _tick_names(months: list[str]) -> list[str]:
    """Name months shortly, with the year where it begins."""
    years = [month.split("-")[0] for month in months]
    return [
        f"{int(month.split('-')[1])}月" + (f"<br>{year}年" if year not in years[:place] else "")
        for place, (month, year) in enumerate(zip(months, years, strict=True))
    ]
