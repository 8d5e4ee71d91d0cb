"""Who came late, left early or stayed away: one bar per teacher."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.figures.template import (
    HEIGHT,
    INK,
    STATUS_COLORS,
    new_figure,
    safe,
    say_empty,
    shorten,
)
from xiaoben_analytics.findings import finding_incidents
from xiaoben_analytics.participation import EVERYTHING, Portion, count_incidents, take_portion
from xiaoben_analytics.tables import ABSENT, EARLY_LEAVE, LATE

MOST = 30
"""So many teachers are drawn; the numbers beside the chart name all."""
_ROW, _BELOW, _LEGEND = 30, 90, 35
_KINDS = ((LATE, col.LATE), (EARLY_LEAVE, col.EARLY_LEAVE), (ABSENT, col.UNEXCUSED_ABSENCES))


def plot_incidents(result: Assessment, portion: Portion = EVERYTHING) -> go.Figure:
    """Draw how often each teacher came late, left early and was absent without leave, most first.

    Only owed activities count, and only those teachers stand here who have any.
    """
    records, _ = take_portion(result.records, result.teachers, portion)
    incidents = count_incidents(records)
    rows = incidents.head(MOST)
    figure = new_figure(finding_incidents(incidents), note=_note(len(incidents)), room=_LEGEND)
    if rows.empty:
        return say_empty(figure, "没有迟到、早退和无故缺席")
    for kind, name in _KINDS:
        figure.add_bar(
            name=kind, orientation="h", y=list(range(len(rows))), x=rows[name].tolist(),
            text=[f"{kind[0]}{count}" if count else "" for count in rows[name]],
            textposition="inside", insidetextanchor="middle", textangle=0, constraintext="none",
            insidetextfont={"size": 15, "color": "white" if kind == ABSENT else INK},
            marker={"color": STATUS_COLORS[kind], "line": {"color": "white", "width": 1}},
            hovertext=_hovers(rows), hoverinfo="text",
        )  # fmt: skip
    return _lay_out(figure, rows)


def _note(people: int) -> str:
    kept = f"；图中为次数最多的 {MOST} 人，其余见“图中数据”" if people > MOST else ""
    return f"条上“迟2”＝迟到 2 次，只计应参加的活动{kept}"


def _hovers(rows: pd.DataFrame) -> list[str]:
    return [
        f"<b>{safe(row[col.NAME])}</b>　{safe(row[col.GROUP])}<br>"
        f"迟到 {row[col.LATE]} 次，早退 {row[col.EARLY_LEAVE]} 次<br>"
        f"无故缺席 {row[col.UNEXCUSED_ABSENCES]} 次，其中已补课 {row[col.MADE_UP]} 次"
        for row in rows.to_dict("records")
    ]


def _lay_out(figure: go.Figure, rows: pd.DataFrame) -> go.Figure:
    named = [
        f"{shorten(row[col.NAME], 8)}　{shorten(row[col.GROUP], 7)}"
        for row in rows.to_dict("records")
    ]
    figure.update_xaxes(
        title_text="次数", range=[0, max(int(rows[col.AMOUNT].max()) + 0.5, 5)], dtick=1, tick0=0
    )
    if rows[col.AMOUNT].max() > 20:
        figure.update_xaxes(dtick=5)
    figure.update_yaxes(
        tickvals=list(range(len(rows))), ticktext=[safe(name) for name in named], automargin=True,
        range=[max(len(rows), 4) - 0.4, -0.6], showgrid=False, tickfont_size=15,
        uirevision=safe("、".join(rows[col.TEACHER_ID])),  # zoomed into other people means nothing
    )  # fmt: skip
    height = figure.layout.margin.t + _BELOW + _ROW * len(rows)
    return figure.update_layout(
        barmode="stack",
        height=max(HEIGHT * 2 // 3, height),
        legend={
            "orientation": "h",
            "x": 1,
            "xanchor": "right",
            "y": 1,
            "yanchor": "bottom",
            "traceorder": "normal",
        },
    )
