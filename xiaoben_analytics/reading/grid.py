"""Cells with addresses: a sheet, a Word or web table, a csv or pasted text as the same value."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import python_calamine

from xiaoben_analytics.errors import RefusedError
from xiaoben_analytics.reading.book import BookSheet, Range
from xiaoben_analytics.reading.delimited import read_delimited
from xiaoben_analytics.reading.encoding import decode
from xiaoben_analytics.reading.lines import Cell, Line, Lines, Unreadable
from xiaoben_analytics.reading.sniff import DOWNLOAD_AGAIN, PASSWORD, sniff
from xiaoben_analytics.reading.unread import Unread, unread_cells
from xiaoben_analytics.reading.web_page import read_page
from xiaoben_analytics.reading.word import read_word
from xiaoben_analytics.reading.xls import read_xls

MERGED_LIMIT = 1_000_000  # rows of merged cells
AT_ONCE = 5_000_000  # cells
TOP = 20  # lines


@dataclass(frozen=True)
class Grid:
    """One sheet or table of a file. Blank rows are left out; captions are texts standing above.

    A refused file is a grid without lines. `beside` names the file's other sheets that are open.
    """

    file: str
    sheet: str
    lines: Lines
    hidden: bool = False
    captions: tuple[str, ...] = ()
    refused: bool = False
    beside: tuple[str, ...] = ()

    @cached_property
    def top(self) -> tuple[Line, ...]:
        """The first lines, among which the headings of a table stand."""
        return self.lines[:TOP]

    @property
    def is_open(self) -> bool:
        return bool(self.lines) and not self.hidden


def read_grids(path: Path, file: str = "") -> list[Grid]:
    """Read every sheet or table of a file, in file order; `file` is the name shown to readers.

    Raises
    ------
    RefusedError
        If the file is not safe, not supported or damaged.
    """
    name = file or path.name
    try:
        grids = _READERS[sniff(path)](path)
        return [replace(grid, file=name, beside=_beside(grid, grids)) for grid in grids]
    except RefusedError as error:
        raise RefusedError(name, error.reason, error.advice) from None
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of calamine is no Exception
        raise RefusedError(name, "文件已损坏，无法读取", DOWNLOAD_AGAIN) from error


def text_grid(text: str, file: str = "") -> Grid:
    """Lay out pasted text with one cell a line.

    Lines that begin with a tab are cells; those that follow each other are a row, which has the
    number of its first line. Any other line is a row by itself. Without any tab, the lines
    between two blank lines are a row, once a caption has been taken off its top.
    """
    lines = list(enumerate(text.splitlines(), start=1))
    tabbed = any(line.startswith("\t") and line.strip() for _, line in lines)
    rows: list[tuple[int, list[str]]] = []
    inside = False
    for number, line in lines:
        cell = line.strip()
        belongs = line.startswith("\t") if tabbed else bool(cell and not _CAPTION.search(cell))
        if cell and belongs and inside:
            rows[-1][1].append(cell)
        elif cell:
            rows.append((number, [cell]))
        inside = bool(cell and belongs)
    return Grid(file, "", Lines.of(rows))


def _beside(grid: Grid, grids: Sequence[Grid]) -> tuple[str, ...]:
    return tuple(other.sheet for other in grids if other.is_open and other is not grid)


_CAPTION = re.compile(r"学年|学期|[：:。]$")


def _read_workbook(path: Path) -> list[Grid]:
    unread = unread_cells(path)
    try:
        content = io.BytesIO(path.read_bytes())  # by its path it would go by the extension
        workbook = python_calamine.CalamineWorkbook.from_filelike(content)
    except python_calamine.PasswordError:
        raise RefusedError(path.name, *PASSWORD) from None
    with workbook:
        return [
            _read_sheet(workbook, sheet, unread.get(sheet.name, {}))
            for sheet in workbook.sheets_metadata
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]


def _read_sheet(
    workbook: python_calamine.CalamineWorkbook,
    metadata: python_calamine.SheetMetadata,
    unread: Unread,
) -> Grid:
    sheet = workbook.get_sheet_by_name(metadata.name)
    hidden = metadata.visible != python_calamine.SheetVisibleEnum.Visible
    merged = sheet.merged_cell_ranges or []
    return _sheet_grid(BookSheet(metadata.name, _rows(sheet), unread, merged, hidden=hidden))


def _rows(sheet: python_calamine.CalamineSheet) -> list[list[Cell]]:
    """List all rows from the first; of a sheet that is mostly blank the blank rows are not kept."""
    if sheet.start is None:
        return []
    if sheet.total_height * sheet.total_width <= AT_ONCE:
        return sheet.to_python(skip_empty_area=False)  # type: ignore[return-value]
    blank: list[Cell] = [""] * sheet.start[1]
    return [[*blank, *row] if any(cell != "" for cell in row) else [] for row in sheet.iter_rows()]


def _sheet_grid(sheet: BookSheet) -> Grid:
    """Lay out a sheet of any workbook."""
    rows = sheet.rows
    for (number, column), (text, reason) in sheet.unread.items():
        rows += [[] for _ in range(len(rows), number)]
        row = rows[number - 1]
        row += [""] * (column - len(row))
        row[column - 1] = Unreadable(text, reason)
    _fill_down(rows, sheet.merged)
    return Grid("", sheet.name, Lines.of(enumerate(rows, start=1)), sheet.hidden)


def _fill_down(rows: list[list[Cell]], merged: Sequence[Range]) -> None:
    """Repeat a value that is merged over several rows; a merge over columns stays one cell."""
    if sum(bottom - top for (top, _), (bottom, _) in merged) > MERGED_LIMIT:
        return  # no real sheet merges so much
    for (top, left), (bottom, _) in merged:
        value = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        for row in rows[top + 1 : bottom + 1] if value != "" else ():
            if left < len(row):
                row[left] = value


def _read_old_workbook(path: Path) -> list[Grid]:
    return [_sheet_grid(sheet) for sheet in read_xls(path)]


def _read_document(path: Path) -> list[Grid]:
    return _table_grids((table.captions, table.rows) for table in read_word(path))


def _read_page(path: Path) -> list[Grid]:
    tables = read_page(decode(path.name, path.read_bytes()))
    return _table_grids((table.captions, table.rows) for table in tables)


def _table_grids(
    tables: Iterable[tuple[tuple[str, ...], Iterable[Sequence[Cell]]]],
) -> list[Grid]:
    """Lay out tables that have no name, each with the texts above it."""
    return [
        Grid("", f"表格{number}", Lines.of(enumerate(rows, start=1)), captions=captions)
        for number, (captions, rows) in enumerate(tables, start=1)
    ]


def _read_text(path: Path) -> list[Grid]:
    text = decode(path.name, path.read_bytes())
    rows = read_delimited(path.name, text)
    return [text_grid(text) if rows is None else Grid("", "", Lines.of(rows))]


_READERS: Mapping[str, Callable[[Path], list[Grid]]] = {
    "xlsx": _read_workbook,
    "xls": _read_old_workbook,
    "docx": _read_document,
    "page": _read_page,
    "text": _read_text,
}
