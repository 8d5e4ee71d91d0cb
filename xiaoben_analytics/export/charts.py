"""Native charts on the sheets of a workbook, in the project's colours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiaoben_analytics.export.book import Book
from xiaoben_analytics.figures.template import GRID, INK

Rows = tuple[str, int, int]
"""A sheet, and the first and last row of what is drawn, counted from 0."""

_FONT = {"name": "黑体", "size": 10, "color": INK}
_SIZE = {"width": 760, "height": 340}


def column_chart(
    book: Book,
    rows: Rows,
    series: Mapping[int, tuple[str | None, str]],
    title: str,
    unit: str,
    *,
    stacked: bool = False,
    number_format: str = "General",
) -> Any:
    """Draw columns of a sheet as bars over the names in its first; each with a name and colour.

    Without a name, a series is named by its heading.
    """
    kind = {"type": "column", **({"subtype": "stacked"} if stacked else {})}
    chart = book.file.add_chart(kind)
    sheet, first, last = rows
    for column, (name, color) in series.items():
        chart.add_series(
            {
                "name": name or [sheet, first - 1, column],
                "categories": [sheet, first, 0, last, 0],
                "values": [sheet, first, column, last, column],
                "fill": {"color": color},
                "gap": 60,
            }
        )
    _lay_out(chart, title, unit, number_format)
    chart.set_legend({"position": "top", "font": _FONT} if len(series) > 1 else {"none": True})
    return chart


def line_chart(
    book: Book, place: tuple[str, int, int, int], top: int, title: str, unit: str
) -> Any:
    """Draw one row of rates as a line: sheet, row, first and last column; names in the row `top`."""
    sheet, row, first, last = place
    chart = book.file.add_chart({"type": "line"})
    chart.add_series(
        {
            "name": title,
            "categories": [sheet, top, first, top, last],
            "values": [sheet, row, first, row, last],
            "line": {"color": "#0072B2", "width": 2.25},
            "marker": {"type": "circle", "size": 7, "fill": {"color": "#0072B2"}},
            "data_labels": {"value": True, "position": "above", "num_format": "0.0%"},
        }
    )
    _lay_out(chart, title, unit, "0%")
    chart.set_legend({"none": True})
    return chart


def _lay_out(chart: Any, title: str, unit: str, number_format: str) -> None:
    chart.set_title({"name": title, "name_font": {**_FONT, "size": 13, "bold": False}})
    chart.set_x_axis({"num_font": _FONT})
    chart.set_y_axis(
        {
            "name": unit, "name_font": {**_FONT, "bold": False}, "num_font": _FONT,
            "num_format": number_format, "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": GRID}},
        }
    )  # fmt: skip
    chart.set_size(_SIZE)
