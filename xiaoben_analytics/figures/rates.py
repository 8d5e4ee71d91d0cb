"""Attendance rates side by side: of activities, groups or categories of teachers."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import plotly.graph_objects as go

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.figures.template import (
    HEIGHT,
    INK,
    Row,
    new_figure,
    safe,
    say_empty,
    shorten,
)
from xiaoben_analytics.findings import finding_parts
from xiaoben_analytics.labels import percent
from xiaoben_analytics.participation import EVERYTHING, Portion, count_parts, take_portion

_COUNTED = {"month": "个月", "activity": "次活动", "group": "个教研组", "category": "类教师"}
_BAR, _ROW, _BELOW, _LETTERS = "#0072B2", 34, 90, 17


def plot_rates(
    result: Assessment, part: str, portion: Portion = EVERYTHING, *, picked: str = ""
) -> go.Figure:
    """Draw one bar per activity, group or category: the attendance rate, and the counts behind it.

    `part` is one of `participation.PARTS`; `picked` is the one to mark. The `customdata` of a bar
    is what stands in the column of that part.
    """
    records, _ = take_portion(result.records, result.teachers, portion)
    parts = count_parts(records, part)
    figure = new_figure(
        finding_parts(parts, _COUNTED[part]),
        note="条中为出勤率和“实到／应到”人次；竖线为合计出勤率；迟到、早退算实到",
    )
    if parts.empty:
        return say_empty(figure, "没有应参加的活动")
    rows = parts.to_dict("records")
    figure.add_bar(
        y=list(range(len(rows))), x=[float(100 * _rate(row)) for row in rows], orientation="h",
        text=[f"{percent(_rate(row))}　{row[col.ATTENDED]}／{row[col.OWED]}" for row in rows],
        textposition="auto", insidetextanchor="start", textangle=0, textfont_size=15,
        hovertext=[_hover(row) for row in rows], hoverinfo="text",
        customdata=parts[col.PART].tolist(), cliponaxis=False,
        marker={
            "color": _BAR,
            "line": {"color": INK, "width": [4 if row[col.PART] == picked else 0 for row in rows]},
        },
    )  # fmt: skip
    return _lay_out(figure, parts)


def _rate(row: Row) -> Fraction:
    return Fraction(row[col.ATTENDED], row[col.OWED])


def _hover(row: Row) -> str:
    return (
        f"<b>{safe(row[col.LABEL])}</b><br>应到 {row[col.OWED]} 人次，"
        f"实到 {row[col.ATTENDED]} 人次<br>出勤率 {percent(_rate(row))}"
    )


def _lay_out(figure: go.Figure, parts: pd.DataFrame) -> go.Figure:
    whole = float(100 * Fraction(*(int(parts[name].sum()) for name in (col.ATTENDED, col.OWED))))
    figure.add_vline(x=whole, line={"color": INK, "width": 2, "dash": "dash"})
    figure.update_xaxes(title_text="出勤率（%）", range=[0, 100], ticksuffix="%")
    figure.update_yaxes(
        tickvals=list(range(len(parts))), ticktext=[safe(shorten(name, _LETTERS)) for name in parts[col.LABEL]],
        range=[max(len(parts), 4) - 0.4, -0.6], automargin=True, showgrid=False, tickfont_size=15,
        uirevision=safe("、".join(parts[col.PART])),  # zoomed into other bars means nothing
    )  # fmt: skip
    height = figure.layout.margin.t + _BELOW + _ROW * len(parts)
    return figure.update_layout(height=max(HEIGHT * 2 // 3, height))
