"""A workbook being written: sheets set up for printing, rows of cells, and how cells look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from xlsxwriter import Workbook

from xiaoben_analytics.export.widths import column_widths, text_width
from xiaoben_analytics.labels import printable

_A4 = 9
_WIDEST = 44
_LINE = 16
_BASE = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_BOX = {**_BASE, "border": 1, "border_color": "#BFBFBF"}
_EDITABLE = {"bg_color": "#FFF7CC", "bold": True}
_STYLES: Mapping[str, Mapping[str, object]] = {
    "title": {**_BASE, "font_name": "黑体", "font_size": 16},
    "text": _BASE,
    "heading": {
        **_BOX, "font_name": "黑体", "bg_color": "#E8EEF4", "align": "center", "text_wrap": True,
    },
    "left": {**_BOX, "align": "left", "indent": 1},
    "wrap": {**_BOX, "align": "left", "indent": 1, "text_wrap": True},
    "center": {**_BOX, "align": "center"},
    "right": {**_BOX, "align": "right"},
    "count": {**_BOX, "align": "right", "num_format": "0"},
    "points": {**_BOX, "align": "right", "num_format": "0.00"},
    "left_count": {**_BOX, "align": "left", "indent": 1, "num_format": "0"},
    "left_points": {**_BOX, "align": "left", "indent": 1, "num_format": "0.00"},
    "fraction": {**_BOX, "align": "right", "num_format": "0.000000", "font_color": "#7F7F7F"},
    "percent": {**_BOX, "align": "right", "num_format": "0.0%"},
    "edit_percent": {**_BOX, **_EDITABLE, "align": "right", "num_format": "0.0%"},
    "edit_count": {**_BOX, **_EDITABLE, "align": "right", "num_format": "0"},
    "quiet": {**_BOX, "align": "center", "font_color": "#7F7F7F"},
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """What a cell shows; with a `formula`, `value` is what it gives."""

    value: str | int | float | None
    style: str = "left"
    formula: str = ""


class Book:
    """An open workbook that only ever takes text as text, never as formula or link."""

    def __init__(self, file: Workbook) -> None:
        self.file = file
        self._formats = {name: file.add_format(dict(style)) for name, style in _STYLES.items()}

    def add_sheet(self, name: str, *, freeze: tuple[int, int] = (0, 0)) -> Any:
        """Add a sheet that prints on A4 on its side, one page wide, numbered."""
        sheet = self.file.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        sheet.set_header(f"&C{name}")
        sheet.set_footer("&C第 &P 页，共 &N 页")
        if any(freeze):
            sheet.freeze_panes(*freeze)
        return sheet

    def write_row(self, sheet: Any, row: int, cells: Iterable[Cell], *, start: int = 0) -> None:
        for column, cell in enumerate(cells, start):
            look = self._formats[cell.style]
            if cell.formula.startswith("{"):
                place = (row, column, row, column)
                sheet.write_array_formula(*place, cell.formula, look, cell.value)
            elif cell.formula:
                sheet.write_formula(row, column, cell.formula, look, cell.value)
            elif cell.value is None:
                sheet.write_blank(row, column, None, look)
            elif isinstance(cell.value, str):
                sheet.write_string(row, column, printable(cell.value), look)
            else:
                sheet.write_number(row, column, cell.value, look)

    def write_table(
        self, sheet: Any, header: Sequence[str], rows: Sequence[Sequence[Cell]], *, top: int = 0
    ) -> None:
        """Write a heading and rows; set widths, heights, filter, what is printed and repeated."""
        self.write_row(sheet, top, [Cell(name, "heading") for name in header])
        widths = _widths(header, rows)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_row(top, 2 * _LINE)
        for place, cells in enumerate(rows, top + 1):
            self.write_row(sheet, place, cells)
            sheet.set_row(place, _lines(cells, widths) * _LINE)
        last = top + len(rows), len(header) - 1
        if rows:
            sheet.autofilter(top, 0, *last)
        sheet.print_area(0, 0, *last)
        sheet.repeat_rows(top)


def _widths(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[float]:
    shown = [[_shown(cell.value) for cell in row] for row in rows]
    return [min(max(width, 6) + 3, _WIDEST) for width in column_widths(header, shown)]


def _lines(cells: Sequence[Cell], widths: Sequence[float]) -> int:
    """Count the lines of the cell that needs most; not every program works that out itself."""
    needed = (
        ceil(1.1 * text_width(_shown(cell.value)) / (width - 3))
        for cell, width in zip(cells, widths, strict=True)
        if cell.style == "wrap"
    )
    return max(1, *needed, 1)


def _shown(value: str | float | None) -> str:
    return f"{value:.2f}" if isinstance(value, float) else "" if value is None else str(value)
