"""How often the groups met, and against what is asked."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from xiaoben_analytics import columns as col
from xiaoben_analytics.figures.rows import lay_rows
from xiaoben_analytics.figures.template import (
    INK,
    Row,
    in_lines,
    new_figure,
    safe,
    say_empty,
    wrapped,
)
from xiaoben_analytics.findings import finding_meetings

_NAME_WIDTH = 8


def plot_group_meetings(counts: pd.DataFrame) -> go.Figure:
    """Draw how many meetings each group held; where some are asked for, also which are missing.

    Parameters
    ----------
    counts
        As `groups.count_meetings` gives them.
    """
    asked = counts[col.PLANNED].notna().any()
    figure = new_figure(
        finding_meetings(counts),
        note="实色为办法要求而已开展的，浅色为要求之外的，空心为要求而没有开展的"
        if asked
        else "每组已登记的教研活动次数；办法没有规定应开展几次",
    )
    if not counts[[col.COUNT, col.PLANNED]].fillna(0).to_numpy().any():
        return say_empty(figure, "没有教研活动记录")
    for name, column, marker, font in _ASKED if asked else _PLAIN:
        amounts = [int(amount) if amount else None for amount in counts[column].fillna(0)]
        figure.add_bar(
            name=name, orientation="h", x=amounts, y=list(range(len(counts))), marker=marker,
            text=[str(amount) if amount else "" for amount in amounts],
            textposition="inside", textangle=0, insidetextanchor="middle",
            insidetextfont={"size": 15, "color": font},
            customdata=[{"group": group} for group in counts[col.GROUP]],
            hovertext=[_told(row) for row in counts.to_dict("records")], hoverinfo="text",
        )  # fmt: skip
    figure.update_layout(barmode="stack", uniformtext={"minsize": 14, "mode": "hide"})
    figure.update_xaxes(title_text="教研活动（次）", rangemode="tozero", tickformat="d")
    labels = [in_lines(wrapped(group, _NAME_WIDTH)) for group in counts[col.GROUP]]
    return lay_rows(figure, labels)


def _told(row: Row) -> str:
    lines = [f"<b>{safe(row[col.GROUP])}</b>", f"已登记 {row[col.COUNT]} 次"]
    if pd.notna(row[col.PLANNED]):
        lines.append(
            f"办法要求 {row[col.PLANNED]} 次，其中已开展 {row[col.HELD]} 次，没有开展 {row[col.MISSED]} 次"
        )
    return "<br>".join(lines)


_HELD = {"color": "#0072B2", "line": {"color": "white", "width": 1}}
_EXTRA = {"color": "#BBD6EB", "line": {"color": "white", "width": 1}}
_MISSED = {"color": "white", "line": {"color": "#D55E00", "width": 2}}
_ASKED = (
    ("要求的，已开展", col.HELD, _HELD, "white"),
    ("要求之外的", col.BEYOND, _EXTRA, INK),
    ("要求的，没有开展", col.MISSED, _MISSED, INK),
)
_PLAIN = (("已开展", col.COUNT, _HELD, "white"),)
