"""A workbook being written: sheets set up for printing, rows of cells, and how cells look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from xiaoben_analytics.export.widths import column_widths, text_width
from xiaoben_analytics.summary import without_personal

_A4 = 9
_WIDEST = 44
_USUAL = 8.43
_SENTENCE = 6
_LINE = 16
_ALLOWED = ("format_columns", "format_rows", "sort", "autofilter")
_BASE = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_BOX = {**_BASE, "border": 1, "border_color": "#BFBFBF"}
_EDITABLE = {"bg_color": "#FFF7CC", "bold": True, "locked": False}
_RULED = {"bg_color": "#F2F2F2", "font_color": "#595959"}
_RATE = "0.0%_ ;-0.0%_ ;0.0%_ ;@_ "
_NUMBERS: Mapping[str, Mapping[str, object]] = {
    "percent": {"align": "right", "num_format": "0.0###%_ "},
    "weight": {"align": "right", "num_format": "0.00####_ "},
    "count": {"align": "right", "num_format": "0_ "},
    "choice": {"align": "center"},
}
_STYLES: Mapping[str, Mapping[str, object]] = {
    "title": {**_BASE, "font_name": "黑体", "font_size": 16},
    "text": _BASE,
    "heading": {
        **_BOX, "font_name": "黑体", "bg_color": "#E8EEF4", "align": "center", "text_wrap": True,
    },
    "left": {**_BOX, "align": "left", "indent": 1},
    "wrap": {**_BOX, "align": "left", "indent": 1, "text_wrap": True},
    "center": {**_BOX, "align": "center"},
    "moved": {**_BOX, "align": "center", "bg_color": "#FCE4D6"},
    "right": {**_BOX, "align": "right", "indent": 1},
    "count": {**_BOX, "align": "right", "num_format": "0_ "},
    "points": {**_BOX, "align": "right", "num_format": "0.00_ "},
    "left_count": {**_BOX, "align": "left", "indent": 1, "num_format": "0"},
    "left_points": {**_BOX, "align": "left", "indent": 1, "num_format": "0.00"},
    "fraction": {**_BOX, "align": "right", "num_format": "0.000000_ ", "font_color": "#7F7F7F"},
    "percent": {**_BOX, **_NUMBERS["percent"]},
    "rate": {**_BOX, "align": "right", "num_format": _RATE},
    "hours": {**_BOX, "align": "right", "num_format": "General"},
    "section": {**_BOX, "font_name": "黑体", "bg_color": "#F7F9FB", "align": "left"},
    "sentence": {**_BASE, "text_wrap": True},
    "verdict": {**_BOX, "align": "left", "indent": 1, "text_wrap": True, "bold": True},
    **{f"edit_{kind}": {**_BOX, **_EDITABLE, **look} for kind, look in _NUMBERS.items()},
    **{f"ruled_{kind}": {**_BOX, **_RULED, **look} for kind, look in _NUMBERS.items()},
    "quiet": {**_BOX, "align": "center", "font_color": "#7F7F7F"},
    "quiet_points": {**_BOX, "align": "right", "num_format": "0.00_ ", "font_color": "#7F7F7F"},
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

    def add_style(self, name: str, like: str, **changes: object) -> None:
        """Name another look, which differs from one that is there."""
        self._formats[name] = self.file.add_format({**_STYLES[like], **changes})

    def define_name(
        self, name: str, sheet: str, first: tuple[int, int], last: tuple[int, int] | None = None
    ) -> None:
        """Name a cell or a range, its rows and columns counted from 0."""
        ends = [first] if last is None else [first, last]
        cells = (xl_rowcol_to_cell(*end, row_abs=True, col_abs=True) for end in ends)
        self.file.define_name(name, f"={sheet}!{':'.join(cells)}")

    def write_merged(self, sheet: Any, place: tuple[int, int, int, int], cell: Cell) -> None:
        """Write a cell that reaches over several."""
        sheet.merge_range(*place, "", self._formats[cell.style])
        self.write_row(sheet, place[0], [cell], start=place[1])

    def write_sentence(self, sheet: Any, row: int, text: str, widths: Sequence[float]) -> None:
        """Write a sentence across columns of these widths, as many lines high as it needs."""
        columns = max(len(widths), _SENTENCE)
        place = (row, 0, row, columns - 1)
        self.write_merged(sheet, place, Cell(text, "sentence"))
        self.fit_height(sheet, row, text, sum(widths) + _USUAL * (columns - len(widths)))

    def fit_height(self, sheet: Any, row: int, text: str, width: float) -> None:
        """Make a row high enough for a text in a cell of that width."""
        sheet.set_row(row, _LINE * max(1, ceil(1.1 * text_width(text) / (width - 3))))

    def protect(self, sheet: Any) -> None:
        """Lock all but the editable cells, without a password; widths and filters stay free."""
        sheet.protect("", dict.fromkeys(_ALLOWED, True))

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
                sheet.write_string(row, column, without_personal(cell.value), look)
            else:
                sheet.write_number(row, column, cell.value, look)

    def write_table(
        self,
        sheet: Any,
        header: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        *,
        top: int = 0,
        shown: int | None = None,
    ) -> list[float]:
        """Write a heading and rows; set widths, heights, filter, what is printed and repeated.

        Columns after the first `shown` are folded away; they are for the formulas' own use.
        Returns the widths of the others.
        """
        self.write_row(sheet, top, [Cell(name, "heading") for name in header])
        widths = _widths(header, rows)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_row(top, _heading_lines(header, widths) * _LINE)
        for place, cells in enumerate(rows, top + 1):
            self.write_row(sheet, place, cells)
            sheet.set_row(place, _lines(cells, widths) * _LINE)
        last = top + len(rows), (shown or len(header)) - 1
        for column in range(last[1] + 1, len(header)):
            folded = {"hidden": True, "level": 1}
            sheet.set_column(column, column, widths[column], None, folded)
        if rows:
            sheet.autofilter(top, 0, *last)
        sheet.print_area(0, 0, *last)
        sheet.repeat_rows(top)
        return widths[: last[1] + 1]


def _widths(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[float]:
    shown = [[_shown(cell.value) for cell in row] for row in rows]
    wanted = column_widths(header, shown)
    return [min(max(1.1 * width, 6) + 3, _WIDEST) for width in wanted]


def _lines(cells: Sequence[Cell], widths: Sequence[float]) -> int:
    """Count the lines of the cell that needs most; not every program works that out itself."""
    needed = (
        ceil(1.1 * text_width(_shown(cell.value)) / (width - 3))
        for cell, width in zip(cells, widths, strict=True)
        if cell.style == "wrap"
    )
    return max(1, *needed, 1)


def _heading_lines(header: Sequence[str], widths: Sequence[float]) -> int:
    """Count the lines of the heading that needs most, at least two."""
    needed = (
        sum(ceil(1.1 * text_width(line) / (width - 1)) for line in name.split("\n"))
        for name, width in zip(header, widths, strict=True)
    )
    return max(2, *needed, 2)


def _shown(value: str | float | None) -> str:
    return f"{value:.2f}" if isinstance(value, float) else "" if value is None else str(value)
