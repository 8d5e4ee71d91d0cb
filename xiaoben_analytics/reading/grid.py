"""Cells with addresses: a sheet, a Word or web table, a csv or pasted text as the same value."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

from xiaoben_analytics.errors import RefusedError
from xiaoben_analytics.reading.book import BookSheet, Range
from xiaoben_analytics.reading.delimited import read_delimited
from xiaoben_analytics.reading.encoding import decode
from xiaoben_analytics.reading.lines import Cell, Line, Lines, Unreadable
from xiaoben_analytics.reading.ods import read_ods
from xiaoben_analytics.reading.sniff import DOWNLOAD_AGAIN, sniff
from xiaoben_analytics.reading.web_page import read_page
from xiaoben_analytics.reading.word import read_word
from xiaoben_analytics.reading.words import told_apart
from xiaoben_analytics.reading.xls import read_xls
from xiaoben_analytics.reading.xlsx import read_xlsx
from xiaoben_analytics.reading.xml_2003 import read_xml_2003

MERGED_LIMIT = 1_000_000  # rows of merged cells
TOP = 20  # lines
TITLES = 10  # lines above a table in a text
TABLE_WIDTH = 3  # cells


@dataclass(frozen=True, eq=False)
class Grid:
    """One sheet or table of a file. Blank rows are left out; captions are texts standing above.

    A refused file is a grid without lines. `open_sheets` names all of the file that are open;
    `spread` gives for a column the rows whose value is that of a merged cell beginning above.
    """

    file: str
    sheet: str
    lines: Lines
    hidden: bool = False
    captions: tuple[str, ...] = ()
    refused: bool = False
    open_sheets: tuple[str, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    remarks: tuple[str, ...] = ()
    spread: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

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
        names = tuple(grid.sheet for grid in grids if grid.is_open)
        sheets = zip(grids, told_apart(grid.sheet for grid in grids), strict=True)
        return [replace(grid, file=name, sheet=own, open_sheets=names) for grid, own in sheets]
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
    between two blank lines are a row, once a caption has been taken off its top. What stands far
    above the first table, as in a whole document, is caption.
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
    table = next((at for at, (_, cells) in enumerate(rows) if len(cells) >= TABLE_WIDTH), 0)
    start = max(0, table - TITLES)
    captions = tuple(cell for _, cells in rows[:start] for cell in cells)
    return Grid(file, "", Lines.of(rows[start:]), captions=captions)


_CAPTION = re.compile(r"学年|学期|[：:。]$")


def _sheet_grid(sheet: BookSheet) -> Grid:
    """Lay out a sheet of any workbook."""
    rows = sheet.rows
    for (number, column), (text, reason) in sheet.unread.items():
        rows += [[] for _ in range(len(rows), number)]
        row = rows[number - 1]
        row += [""] * (column - len(row))
        row[column - 1] = Unreadable(text, reason, f"{column_letters(column - 1)}{number}")
    spread = _fill_down(rows, sheet.merged)
    lines = Lines.of(enumerate(rows, start=1))
    hidden_rows = frozenset(sheet.hidden_rows).intersection(lines.numbers)
    return Grid(
        "",
        sheet.name,
        lines,
        sheet.hidden,
        hidden_rows=hidden_rows,
        remarks=sheet.remarks,
        spread=spread,
    )


def column_letters(at: int) -> str:
    """Name a column as a workbook does.

    >>> column_letters(0), column_letters(25), column_letters(26)
    ('A', 'Z', 'AA')
    """
    before, own = divmod(at, 26)
    return (column_letters(before - 1) if before else "") + chr(ord("A") + own)


def _fill_down(rows: list[list[Cell]], merged: Sequence[Range]) -> dict[int, tuple[int, ...]]:
    """Repeat a value that is merged over several rows; a merge over columns stays one cell.

    Returns
    -------
    dict
        By column the numbers of the rows that a value was repeated in.
    """
    spread: defaultdict[int, list[int]] = defaultdict(list)
    if sum(bottom - top for (top, _), (bottom, _) in merged) > MERGED_LIMIT:
        return {}  # no real sheet merges so much
    for (top, left), (bottom, _) in merged:
        value = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        below = rows[top + 1 : bottom + 1] if value != "" else ()
        for number, row in enumerate(below, start=top + 2):
            if left < len(row):
                row[left] = value
                spread[left].append(number)
    return {column: tuple(numbers) for column, numbers in spread.items()}


def _read_sheets(reader: Callable[[Path], Iterable[BookSheet]], path: Path) -> list[Grid]:
    return [_sheet_grid(sheet) for sheet in reader(path)]


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
    "xlsx": partial(_read_sheets, read_xlsx),
    "xls": partial(_read_sheets, read_xls),
    "ods": partial(_read_sheets, read_ods),
    "xml_2003": partial(_read_sheets, read_xml_2003),
    "docx": _read_document,
    "page": _read_page,
    "text": _read_text,
}
