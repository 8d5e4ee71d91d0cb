"""Native charts on the sheets of a workbook, in the project's colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xiaoben_analytics.export.book import Book
from xiaoben_analytics.figures.template import GRID, INK

Rows = tuple[str, int, int]
"""A sheet, and the first and last row of what is drawn, counted from 0."""

_FONT = {"name": "黑体", "size": 10, "color": INK}
WIDTH = 760
"""How wide a chart is, in pixels."""
_SIZE = {"width": WIDTH, "height": 340}
_LABELLED = 16


@dataclass(frozen=True)
class Words:
    """What a chart is called, what its axis measures, and how numbers are shown."""

    title: str
    unit: str
    number_format: str = "0"
    top: float | None = None


def column_chart(book: Book, rows: Rows, colors: Mapping[int, str], words: Words) -> Any:
    """Draw columns of a sheet as bars over the names in its first, several on top of each other."""
    several = len(colors) > 1
    kind = {"type": "column", **({"subtype": "stacked"} if several else {})}
    chart = book.file.add_chart(kind)
    sheet, first, last = rows
    labels = {"data_labels": {"value": True, "num_format": words.number_format}}
    for column, color in colors.items():
        chart.add_series(
            {
                "name": [sheet, first - 1, column],
                "categories": [sheet, first, 0, last, 0],
                "values": [sheet, first, column, last, column],
                "fill": {"color": color},
                "gap": 60,
                **({} if several or last - first >= _LABELLED else labels),
            }
        )
    _lay_out(chart, words, lowest=0)
    chart.set_legend({"position": "top", "font": _FONT} if several else {"none": True})
    return chart


def line_chart(book: Book, place: tuple[str, int, int], columns: int, words: Words) -> Any:
    """Draw one row of rates as a line: the sheet, the row of names, the row; columns from the second."""
    sheet, top, row = place
    first, last = 1, columns
    chart = book.file.add_chart({"type": "line"})
    chart.add_series(
        {
            "name": words.title,
            "categories": [sheet, top, first, top, last],
            "values": [sheet, row, first, row, last],
            "line": {"color": "#0072B2", "width": 2.25},
            "marker": {"type": "circle", "size": 7, "fill": {"color": "#0072B2"}},
            "data_labels": {"value": True, "position": "above", "num_format": words.number_format},
        }
    )
    _lay_out(chart, words)
    chart.set_legend({"none": True})
    return chart


def _lay_out(chart: Any, words: Words, lowest: float | None = None) -> None:
    chart.set_title({"name": words.title, "name_font": {**_FONT, "size": 13, "bold": False}})
    chart.set_x_axis({"num_font": _FONT})
    chart.set_y_axis(
        {
            "name": words.unit, "min": lowest, "max": words.top, "name_font": {**_FONT, "bold": False}, "num_font": _FONT,
            "num_format": "0%" if "%" in words.number_format else "0", "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": GRID}},
        }
    )  # fmt: skip
    chart.set_size(_SIZE)


def insert_charts(
    book: Book, sheet: Any, row: int, charts: Sequence[tuple[str, Any]], widths: Sequence[float]
) -> None:
    """Put charts below a table, each under its finding; set what is printed, none across two pages."""
    columns, pixels = 0, 0.0
    while pixels < WIDTH or columns < len(widths):
        pixels += 7 * widths[columns] + 5 if columns < len(widths) else _USUAL_PIXELS
        columns += 1
    breaks = [row] if row > _ROOM else []
    for finding, chart in charts:
        book.write_sentence(sheet, row, finding, widths)
        sheet.insert_chart(row + 1, 0, chart)
        row += ROWS
    sheet.set_portrait()
    sheet.set_h_pagebreaks(breaks)
    sheet.print_area(0, 0, row - 1, columns - 1)


ROWS, _ROOM, _USUAL_PIXELS = 19, 16, 64
