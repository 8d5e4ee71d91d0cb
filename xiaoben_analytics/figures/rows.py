"""Charts with a row for each group: as many as there are, each name in full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from xiaoben_analytics import columns as col
from xiaoben_analytics.figures.template import in_lines, shorten, wrapped
from xiaoben_analytics.findings import COMPARABLE

BAR = 0.62
"""How much of a row a bar takes."""

MOST_LISTED = 8

Mark = dict[str, str]
"""What a point says when it is clicked: its group, and the teacher if it is one."""

_LINE, _NAME_WIDTH, _LONGEST, _BOTTOM, _LEGEND = 21, 9, 36, 76, 34


def lay_rows(
    figure: go.Figure, labels: Sequence[str], *, legend: int = 1, step: int = 50
) -> go.Figure:
    """Give each label a row, the first on top; the chart grows with them.

    `legend` is how many lines the legend takes above the rows when the chart is 700 pixels wide,
    `step` the least height of a row.
    """
    lines = max((label.count("<br>") + 1 for label in labels), default=1)
    step = max(step, _LINE * lines + 8)
    top = figure.layout.margin.t + _LEGEND * legend
    figure.update_layout(
        height=top + step * max(len(labels), 2) + _BOTTOM, bargap=1 - BAR,
        margin={"t": top, "b": _BOTTOM},
        legend={"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom",
                "traceorder": "normal"},
    )  # fmt: skip
    figure.update_yaxes(
        tickvals=list(range(len(labels))), ticktext=list(labels),
        range=[len(labels) - 0.4, -0.6], automargin=True, showgrid=False,
        uirevision="、".join(labels),  # zoomed into other groups means nothing
    )  # fmt: skip
    return figure


def row_labels(teachers: Mapping[str, int]) -> list[str]:
    """Name each group with its number of teachers, and say which are too small to be compared."""
    return [
        in_lines(
            [*wrapped(shorten(group, _LONGEST), _NAME_WIDTH), f"{number} 人{small_note(number)}"]
        )
        for group, number in teachers.items()
    ]


def small_note(teachers: int) -> str:
    """Say of a group that is too small that its means are only shown."""
    return "" if teachers >= COMPARABLE else "，仅供参考"


def chosen_groups(groups: pd.DataFrame, chosen: Sequence[str]) -> dict[str, int]:
    """Return the groups to be drawn, in reading order, and how many are assessed; none chosen is all."""
    sizes = dict(zip(groups[col.GROUP], groups[col.TEACHERS], strict=True))
    return {group: size for group, size in sizes.items() if not chosen or group in chosen}


def some(lines: Iterable[str]) -> str:
    """Put the first lines one below the other, and say how many there are if they are more."""
    listed = list(lines)
    more = [f"……共 {len(listed)} 项"] if len(listed) > MOST_LISTED else []
    return "<br>".join([*listed[:MOST_LISTED], *more])
