"""Sheets as a school office lays them out, and the workbook that holds them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO
from itertools import groupby

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xiaoben_analytics.sample.attendance import Row
from xiaoben_analytics.tables import Table

CREATED = datetime(2022, 7, 5, 9, 0)  # noqa: DTZ001 - a workbook's own clock knows no zone
WIDEST = 36


@dataclass(frozen=True)
class Formula:
    """A formula with the value that the office's own spreadsheet stored beside it."""

    text: str
    value: int


@dataclass(frozen=True)
class Sheet:
    """A table between title lines and notes; a line of one cell is a title across the table.

    `merged` is the place of a column whose equal neighbours are one tall cell.
    """

    name: str
    headings: tuple[str, ...]
    rows: list[tuple[object, ...]]
    above: tuple[tuple[str, ...], ...] = ()
    below: tuple[tuple[str, ...], ...] = ()
    merged: int | None = None

    @property
    def heading_row(self) -> int:
        return len(self.above)


def table_sheet(
    table: Table,
    rows: list[Row],
    *,
    name: str = "",
    respelled: Mapping[str, str] | None = None,
) -> Sheet:
    """Lay out a canonical table: declared order and headings, columns that nobody filled left out."""
    used = [column for column in table.columns if any(column.name in row for row in rows)]
    spelling = respelled or {}
    return Sheet(
        name=name or table.label,
        headings=tuple(spelling.get(column.name, column.heading) for column in used),
        rows=[tuple(row.get(column.name) for column in used) for row in rows],
    )


def titled(sheet: Sheet, title: str, *below: tuple[str, ...]) -> Sheet:
    """Put a title above the table, and notes below it."""
    return replace(sheet, above=((title,),), below=below)


def make_workbook(*sheets: Sheet) -> bytes:
    """Write the sheets; the same sheets give the same bytes."""
    buffer = BytesIO()
    book = Workbook(
        buffer,
        {"in_memory": True, "default_format_properties": {"font_name": "宋体", "font_size": 11}},
    )
    book.set_properties({"created": CREATED})
    styles = _styles(book)
    for sheet in sheets:
        _draw(book.add_worksheet(sheet.name), sheet, styles)
    book.close()
    return buffer.getvalue()


def _styles(book: Workbook) -> dict[str, Format]:
    cell = {"border": 1, "align": "center", "valign": "vcenter"}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "font_name": "黑体", "align": "center", "valign": "vcenter"}),
        "line": book.add_format({"align": "left"}),
        "heading": book.add_format({**cell, "bold": True, "text_wrap": True, "bg_color": "#EDEDED"}),
        "cell": book.add_format(cell),
        "date": book.add_format({**cell, "num_format": "yyyy-mm-dd"}),
    }  # fmt: skip


def _draw(page: Worksheet, sheet: Sheet, styles: dict[str, Format]) -> None:
    last = len(sheet.headings) - 1
    for i, line in enumerate(sheet.above):
        if len(line) == 1:
            page.merge_range(i, 0, i, last, line[0], styles["line" if i else "title"])
            page.set_row(i, 20 if i else 30)
        else:
            page.write_row(i, 0, line)
    page.write_row(sheet.heading_row, 0, sheet.headings, styles["heading"])
    for number, row in enumerate(sheet.rows, sheet.heading_row + 1):
        for place, value in enumerate(row):
            _write(page, (number, place), value, styles)
    _merge(page, sheet, styles["cell"])
    for number, line in enumerate(sheet.below, sheet.heading_row + len(sheet.rows) + 1):
        page.write_row(number, 0, line)
    _lay_out(page, sheet)


def _write(
    page: Worksheet, place: tuple[int, int], value: object, styles: dict[str, Format]
) -> None:
    if isinstance(value, Formula):
        page.write_formula(*place, value.text, styles["cell"], value.value)
    elif isinstance(value, date):
        page.write_datetime(*place, value, styles["date"])
    elif isinstance(value, int):
        page.write_number(*place, value, styles["cell"])
    elif value:
        page.write_string(*place, str(value), styles["cell"])
    else:
        page.write_blank(*place, None, styles["cell"])


def _merge(page: Worksheet, sheet: Sheet, style: Format) -> None:
    """Make one tall cell of equal neighbours in the merged column."""
    if sheet.merged is None:
        return
    column, first = sheet.merged, sheet.heading_row + 1
    for value, run in groupby(sheet.rows, key=lambda row: row[column]):
        last = first + len(list(run)) - 1
        if value and last > first:
            page.merge_range(first, column, last, column, value, style)
        first = last + 1


def _lay_out(page: Worksheet, sheet: Sheet) -> None:
    columns = zip(sheet.headings, *sheet.rows, strict=True)
    for place, (heading, *values) in enumerate(columns):
        texts = {str(value) for value in values if not isinstance(value, Formula | None)}
        widest = max(_width(text) for text in (*str(heading).split("\n"), *texts))
        page.set_column(place, place, min(widest, WIDEST) + 2)
    if any("\n" in heading for heading in sheet.headings):
        page.set_row(sheet.heading_row, 32)
    page.freeze_panes(sheet.heading_row + 1, 0)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(sheet.heading_row)


def _width(text: str) -> int:
    """Measure text as printed: a Chinese character is twice as wide."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)
