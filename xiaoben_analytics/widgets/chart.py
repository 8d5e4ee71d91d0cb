"""A chart on a page: draws the figure that it is given, in place, and says where it was clicked."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import plotly.graph_objects as go
import traitlets
from plotly.offline import get_plotlyjs


class Chart(anywidget.AnyWidget):
    """A figure as wide as its place; zoom, selection and hidden traces survive `show`.

    `figure` is the figure as JSON, so whoever opens the page later finds the chart as it is.
    `clicked` is `{"mark": …, "time": …}`: the `customdata` of the point clicked last.
    """

    _esm = Path(__file__).with_name("chart.js")
    _css = Path(__file__).with_name("page.css")

    figure = traitlets.Unicode().tag(sync=True)
    clicked = traitlets.Dict().tag(sync=True)

    def __init__(self, figure: go.Figure) -> None:
        super().__init__()
        self.on_msg(self._answer)
        self.show(figure)

    def show(self, figure: go.Figure) -> None:
        """Draw another figure in place."""
        self.figure = figure.to_json()

    def _answer(self, _chart: object, wanted: dict[str, Any], _buffers: object) -> None:
        """Send the drawing library to a page that has none yet."""
        if wanted.get("wanted") == "plotly":
            self.send({"sent": "plotly"}, buffers=[_library()])


@cache
def _library() -> bytes:
    return bytes(get_plotlyjs(), "utf-8")
