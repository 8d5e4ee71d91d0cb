"""Hours against what is required, and absences against what is tolerated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from xiaoben_analytics import columns as col
from xiaoben_analytics.figures.template import (
    HEIGHT,
    INK,
    new_figure,
    safe,
    say_empty,
    shorten,
)
from xiaoben_analytics.findings import finding_absences_left, finding_hours
from xiaoben_analytics.labels import reading_order
from xiaoben_analytics.participation import HEADROOM, count_headroom
from xiaoben_analytics.requirements import MET, SHORT, UNDECIDED, UNDER_WAY, show_amount

_VERDICTS = {
    MET: ("#0072B2", "circle", "white"),
    SHORT: ("#C23B00", "diamond", "white"),
    UNDER_WAY: ("#F3DF6B", "square", INK),
    UNDECIDED: ("#D0D0D0", "hexagon", INK),
}
"""Colour, symbol, and the colour of what is written on it."""
_LEFT = ("#9C2F00", "#E69F00", "#F3DF6B", "#BBD7EA", "#7FB2D6")
_ON_IT = ("white", INK, INK, INK, INK)
_ROW, _BELOW, _BETWEEN, _LEGEND, _HEADING = 34, 80, 110, 60, 30
_ONE, _SEVERAL = 14, 24
"""Pixels of a point that is one teacher, and of one with a number on it."""


def plot_hours(answers: pd.DataFrame) -> go.Figure:
    """Draw what each teacher has by group, a block per requirement and period, with what is needed.

    `answers` are rows of `requirements.answers_frame`; for whom nothing is known is not drawn.
    """
    rows = answers.dropna(subset=[col.AMOUNT, col.NEEDED])
    figure = new_figure(
        finding_hours(answers),
        note="每点为学时相同的教师，数字为人数，没有数字的是一人；竖虚线为要求",
        room=_LEGEND,
    )
    if rows.empty:
        return say_empty(figure, "没有可以比较的学时")
    groups = sorted(rows[col.GROUP].unique(), key=reading_order)
    blocks = list(rows.groupby([col.LABEL, col.PERIOD], sort=False))
    figure = _blocks(figure, [f"{label}（{period}）" for (label, period), _ in blocks], len(groups))
    named: set[str] = set()
    for place, (_, own) in enumerate(blocks, start=1):
        for trace in _dots(own, groups):
            trace.showlegend = trace.name not in named
            named.add(trace.name)
            figure.add_trace(trace, row=place, col=1)
        for needed in own[col.NEEDED].unique():
            line = {"color": INK, "width": 2, "dash": "dash"}
            at = float(needed / own[col.SCALE].iloc[0])
            figure.add_vline(x=at, line=line, layer="below", row=place, col=1)
        alike = rows[rows[col.UNIT] == own[col.UNIT].iloc[0]]
        figure.update_xaxes(
            title_text=safe(own[col.UNIT].iloc[0]), range=_range(alike), row=place, col=1
        )
    return figure.update_yaxes(
        tickvals=list(range(len(groups))), ticktext=[safe(shorten(name)) for name in groups],
        range=[len(groups) - 0.5, -0.5], automargin=True, showgrid=True, tickfont_size=15,
    )  # fmt: skip


def plot_absences_left(absences: pd.DataFrame) -> go.Figure:
    """Draw how many teachers of each group are how far from the limit on absences.

    `absences` are rows of `requirements.absences` of one gate, who owes nothing left out.
    """
    figure = new_figure(
        finding_absences_left(absences),
        note="横条为各组人数，按离限度还差几次分色；条上数字为人数",
        room=_LEGEND,
    )
    if absences.empty:
        return say_empty(figure, "没有人受无故缺席的条款约束")
    counted = count_headroom(absences)
    groups = counted[col.GROUP].tolist()
    for level, color, ink in zip(HEADROOM, _LEFT, _ON_IT, strict=True):
        named = _named(absences, level, groups)
        figure.add_bar(
            name=level, orientation="h", y=list(range(len(groups))),
            x=counted[level].tolist(), text=[str(count or "") for count in counted[level]],
            textposition="inside", insidetextanchor="middle", textangle=0, constraintext="none",
            insidetextfont={"size": 15, "color": ink},
            marker={"color": color, "line": {"color": "white", "width": 1}},
            hovertext=named, hoverinfo="text",
        )  # fmt: skip
    return _lay_out_bars(figure, groups)


def _blocks(figure: go.Figure, headings: list[str], groups: int) -> go.Figure:
    block = _ROW * max(groups, 3)
    inner = block * len(headings) + _BETWEEN * (len(headings) - 1)
    grid = make_subplots(
        rows=len(headings), cols=1, figure=figure, subplot_titles=[safe(one) for one in headings],
        vertical_spacing=_BETWEEN / inner if len(headings) > 1 else 0,
    )  # fmt: skip
    grid.update_annotations(x=0, xanchor="left", font_size=17)
    return grid.update_layout(
        height=grid.layout.margin.t + inner + _BELOW,
        legend={
            "orientation": "h", "x": 1, "xanchor": "right",
            "y": 1 + _HEADING / inner, "yanchor": "bottom",
        },
    )  # fmt: skip


def _range(rows: pd.DataFrame) -> list[float]:
    amounts = rows[[col.AMOUNT, col.NEEDED]].div(rows[col.SCALE], axis="index").astype(float)
    low, high = float(amounts.min().min()), float(amounts.max().max())
    room = max(high - low, 5) * 0.06
    return [low - room, high + room]


def _dots(rows: pd.DataFrame, groups: list[str]) -> Iterator[go.Scatter]:
    """Draw one trace for each verdict that somebody has."""
    found = {name: mark for name, mark in _VERDICTS.items() if (rows[col.VERDICT] == name).any()}
    for verdict, (color, symbol, ink) in found.items():
        own = rows[rows[col.VERDICT] == verdict]
        points = [of_one for _, of_one in own.groupby([col.GROUP, col.AMOUNT])]
        counts = [len(people) for people in points]
        yield go.Scatter(
            name=verdict, legendgroup=verdict, mode="markers+text",
            x=[int(people[col.AMOUNT].iloc[0]) / int(people[col.SCALE].iloc[0]) for people in points],
            y=[groups.index(people[col.GROUP].iloc[0]) for people in points],
            text=[str(count) if count > 1 else "" for count in counts],
            textfont={"size": 14, "color": ink},
            marker={
                "color": color, "symbol": symbol, "opacity": 1, "line": {"color": "white", "width": 1},
                "size": [_SEVERAL if count > 1 else _ONE for count in counts],
            },
            hovertext=[_hover(people) for people in points], hoverinfo="text",
        )  # fmt: skip


def _hover(people: pd.DataFrame) -> str:
    row = people.iloc[0]
    have, need = (
        show_amount(int(row[name]), int(row[col.SCALE]), row[col.UNIT])
        for name in (col.AMOUNT, col.NEEDED)
    )
    told = f"{row[col.VERDICT]}：已有 {have}，须 {need}（{len(people)} 人）"
    return f"<b>{safe(row[col.GROUP])}</b>　{told}<br>{_in_rows(people[col.NAME])}"


def _named(absences: pd.DataFrame, level: str, groups: list[str]) -> list[str]:
    """Write out who stands behind each bar."""
    left = absences[col.LIMIT] - absences[col.UNEXCUSED_ABSENCES]
    place = HEADROOM.index(level) - 1
    reached = left >= place if place == len(HEADROOM) - 2 else left.clip(lower=-1) == place
    own = absences[reached]
    return [
        f"<b>{safe(group)}</b>　{level}<br>{_people(own[own[col.GROUP] == group])}"
        for group in groups
    ]


def _people(rows: pd.DataFrame) -> str:
    return _in_rows(
        f"{row[col.NAME]}（已缺 {row[col.UNEXCUSED_ABSENCES]}／限 {row[col.LIMIT]}）"
        for row in rows.to_dict("records")
    )


def _in_rows(names: Iterable[str], a_line: int = 6, lines: int = 5) -> str:
    """Write out names, a few to a line, and how many they are if there are too many."""
    told = [safe(name) for name in names]
    kept = told[: a_line * lines]
    parts = ["、".join(kept[start : start + a_line]) for start in range(0, len(kept), a_line)]
    more = f"<br>等 {len(told)} 人" if len(told) > len(kept) else ""
    return "<br>".join(parts) + more


def _lay_out_bars(figure: go.Figure, groups: list[str]) -> go.Figure:
    layout: dict[str, Any] = {"orientation": "h", "x": 1, "xanchor": "right", "y": 1}
    most = max(sum(counts) for counts in zip(*(bar.x for bar in figure.data), strict=True))
    figure.update_xaxes(title_text="人数", range=[0, max(most, 5) * 1.03])
    figure.update_yaxes(
        tickvals=list(range(len(groups))), ticktext=[safe(shorten(name)) for name in groups],
        range=[max(len(groups), 4) - 0.4, -0.6], automargin=True, showgrid=False, tickfont_size=15,
        uirevision=safe("、".join(groups)),
    )  # fmt: skip
    height = figure.layout.margin.t + _BELOW + _ROW * len(groups)
    return figure.update_layout(
        barmode="stack",
        height=max(HEIGHT * 2 // 3, height),
        legend={**layout, "yanchor": "bottom", "traceorder": "normal"},
    )
