"""Workbooks of Excel 97-2003 (BIFF)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlrd

from xiaoben_analytics.errors import RefusedError
from xiaoben_analytics.reading.book import ERROR, BookSheet
from xiaoben_analytics.reading.lines import Cell
from xiaoben_analytics.reading.sniff import CELL_LIMIT, PASSWORD, too_wide

FALLBACK = "gb18030"  # for a code page that does not exist; BIFF8 itself needs none


def read_xls(path: Path) -> Iterator[BookSheet]:
    """Read the worksheets in order, one at a time; charts and macro sheets are left out.

    Raises
    ------
    RefusedError
        If the workbook has a password or its sheets span too many cells.
    """
    cells = 0
    with _open(path) as book:
        for at in range(book.nsheets):
            sheet = book.sheet_by_index(at)
            cells += sum(sheet.row_len(number) for number in range(sheet.nrows))
            if cells > CELL_LIMIT:
                raise too_wide(path.name, sheet.nrows, sheet.ncols)
            yield _sheet(sheet, book.datemode)
            book.unload_sheet(at)


def _open(path: Path) -> xlrd.book.Book:
    options = {
        "logfile": io.StringIO(),
        "formatting_info": True,  # without it merged ranges are skipped
        "on_demand": True,
        "ragged_rows": True,
    }
    try:
        return xlrd.open_workbook(path, **options)
    except LookupError:
        return xlrd.open_workbook(path, encoding_override=FALLBACK, **options)
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise RefusedError(path.name, *PASSWORD) from None
        raise


def _sheet(sheet: xlrd.sheet.Sheet, datemode: int) -> BookSheet:
    rows: list[list[Cell]] = []
    unread = {}
    for number in range(sheet.nrows):
        cells = sheet.row(number)
        rows.append([_value(cell, datemode) for cell in cells])
        for column, cell in enumerate(cells):
            if cell.ctype == xlrd.XL_CELL_ERROR:
                text = xlrd.error_text_from_code.get(cell.value, "#N/A")
                unread[number + 1, column + 1] = (text, ERROR)
    merged = [
        ((top, left), (bottom - 1, right - 1)) for top, bottom, left, right in sheet.merged_cells
    ]
    hidden_rows = {
        number + 1 for number, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0
    }
    return BookSheet(sheet.name, rows, unread, merged, sheet.visibility != 0, hidden_rows)


def _value(cell: xlrd.sheet.Cell, datemode: int) -> Any:
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _moment(cell.value, datemode)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return "" if cell.ctype == xlrd.XL_CELL_ERROR else cell.value


def _moment(serial: float, datemode: int) -> Any:
    """Return a date, a date with a time, or a time of day; a serial that is none stays a number."""
    if serial < 0:
        return serial
    try:
        moment = xlrd.xldate_as_datetime(serial, datemode)
    except (OverflowError, ValueError):
        return serial
    if 0 < serial < 1:
        return moment.time()
    return moment.date() if serial == int(serial) else moment
