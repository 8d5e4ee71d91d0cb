"""Charts that are updated in place, and tables as markup."""

from __future__ import annotations

from copy import deepcopy
from html import escape

import pandas as pd
import plotly.graph_objects as go

_UPDATED = ("x", "y", "text", "hovertext")
_CELL = "padding:3px 9px;border-bottom:1px solid #E3E6EA;text-align:left"


class _FittingChart(go.FigureWidget):  # type: ignore[misc]
    """A chart that takes the width of its place whenever it gets one."""

    # plotly draws before the chart has a place, 700 pixels wide, and then heeds the window only
    _esm = f"""{go.FigureWidget._esm}
document.addEventListener("plotlywidget-after-render", ({{ detail }}) =>
  new ResizeObserver(() => window.dispatchEvent(new Event("resize"))).observe(detail.element));
"""  # noqa: SLF001


def live_chart(figure: go.Figure) -> go.FigureWidget:
    """Show a figure as a widget as wide as its cell, which `redraw` can update."""
    chart = _FittingChart(figure)
    chart._config = {**chart._config, "responsive": True}  # noqa: SLF001  # it has no public name
    chart.layout.autosize = True
    return chart


def redraw(chart: go.FigureWidget, figure: go.Figure) -> None:
    """Move a shown chart to another figure of the same traces; zoom and selection survive.

    An axis keeps its range unless its ticks stand elsewhere.
    """
    with chart.batch_update():
        for shown, fresh in zip(chart.data, figure.data, strict=True):
            shown.update({name: fresh[name] for name in _UPDATED})
        chart.layout.title.text = figure.layout.title.text
        chart.layout.margin.t = figure.layout.margin.t
        for shown, fresh in zip(chart.select_xaxes(), figure.select_xaxes(), strict=True):
            if shown.tickvals != fresh.tickvals:
                shown.update(tickvals=fresh.tickvals, range=fresh.range)
            shown.ticktext = fresh.ticktext
    _keep_for_reload(chart)


def markup_table(rows: pd.DataFrame) -> str:
    """Write a frame, its columns already named for readers, as an HTML table; text stays text."""
    head = "".join(f'<th style="{_CELL}">{escape(str(name))}</th>' for name in rows.columns)
    body = "".join(
        "<tr>" + "".join(f'<td style="{_CELL}">{escape(str(cell))}</td>' for cell in row) + "</tr>"
        for row in rows.itertuples(index=False, name=None)
    )
    return (
        '<table style="font-size:16px;line-height:1.5;border-collapse:collapse">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _keep_for_reload(chart: go.FigureWidget) -> None:
    # Updates are messages to charts on screen; one drawn later starts from these two traits,
    # which plotly itself leaves as they were when the chart was made.
    chart._widget_layout = deepcopy(chart._layout_obj._props)  # noqa: SLF001
    chart._widget_data = deepcopy(chart._data)  # noqa: SLF001
