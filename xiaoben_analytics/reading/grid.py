"""Cells with addresses: a sheet, a Word table, a csv or pasted text as the same value."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import python_calamine

from xiaoben_analytics.errors import RefusedError
from xiaoben_analytics.reading.sniff import DOWNLOAD_AGAIN, SAVE_AGAIN, sniff
from xiaoben_analytics.reading.unread import unread_cells
from xiaoben_analytics.reading.word import read_word

MERGED_LIMIT = 1_000_000  # rows of merged cells


@dataclass(frozen=True)
class Unreadable:
    """A cell that shows something but holds no value: an error, or a formula never computed."""

    text: str
    reason: str


Cell = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | Unreadable | None


@dataclass(frozen=True)
class Line:
    """One row that is not blank, with its 1-based number in the sheet; blank cells are None."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def filled(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell is not None)


@dataclass(frozen=True)
class Grid:
    """One sheet or table of a file. Blank rows are left out; captions are texts standing above.

    A refused file is a grid without lines.
    """

    file: str
    sheet: str
    lines: tuple[Line, ...]
    hidden: bool = False
    captions: tuple[str, ...] = ()
    refused: bool = False

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
        read = {"xlsx": _read_workbook, "docx": _read_document, "text": _read_text}[sniff(path)]
        return [replace(grid, file=name) for grid in read(path)]
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
    return Grid(file, "", _lines(rows))


_CAPTION = re.compile(r"学年|学期|[：:。]$")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\x00-\x1f]*")
_GUARD = re.compile(r'="(.*)"')


def _lines(rows: Iterable[tuple[int, Sequence[object]]]) -> tuple[Line, ...]:
    lines = (Line(number, tuple(_cell(value) for value in values)) for number, values in rows)
    return tuple(line for line in lines if line.filled)


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return None if _INVISIBLE.fullmatch(value) else value
    return value  # type: ignore[return-value]


def _read_workbook(path: Path) -> list[Grid]:
    unread = unread_cells(path)
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
    except python_calamine.PasswordError:
        raise RefusedError(
            path.name, "文件有打开密码", "请在 Excel 中取消打开密码后重新保存"
        ) from None
    with workbook:
        return [
            _read_sheet(workbook, sheet, unread.get(sheet.name, {}))
            for sheet in workbook.sheets_metadata
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]


def _read_sheet(
    workbook: python_calamine.CalamineWorkbook,
    metadata: python_calamine.SheetMetadata,
    unread: dict[tuple[int, int], tuple[str, str]],
) -> Grid:
    sheet = workbook.get_sheet_by_name(metadata.name)
    rows: dict[int, list[object]] = {}
    blank = [""] * (sheet.start[1] if sheet.start else 0)
    for number, values in enumerate(sheet.iter_rows() if sheet.start else (), start=1):
        if any(value != "" for value in values):
            rows[number] = [*blank, *values]
    for (number, column), (text, reason) in unread.items():
        row = rows.setdefault(number, [])
        row.extend([""] * (column - len(row)))
        row[column - 1] = Unreadable(text, reason)
    _fill_down(rows, sheet.merged_cell_ranges or [])
    hidden = metadata.visible != python_calamine.SheetVisibleEnum.Visible
    return Grid("", metadata.name, _lines(sorted(rows.items())), hidden)


def _fill_down(
    rows: dict[int, list[object]], merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]
) -> None:
    """Repeat a value that is merged over several rows; a merge over columns stays one cell."""
    if sum(bottom - top for (top, _), (bottom, _) in merged) > MERGED_LIMIT:
        return  # no real sheet merges so much
    for (top, left), (bottom, _) in merged:
        value = rows[top + 1][left] if len(rows.get(top + 1, ())) > left else ""
        for number in range(top + 2, bottom + 2) if value != "" else ():
            if len(rows.get(number, ())) > left:
                rows[number][left] = value


def _read_document(path: Path) -> list[Grid]:
    return [
        Grid("", f"表格{number}", _lines(enumerate(table.rows, start=1)), captions=table.captions)
        for number, table in enumerate(read_word(path), start=1)
    ]


def _read_text(path: Path) -> list[Grid]:
    text = _decode(path.name, path.read_bytes())
    delimiter = _delimiter(text)
    if delimiter is None:
        return [text_grid(text)]
    return [Grid("", "", _lines(_csv_rows(path.name, text, delimiter)))]


def _decode(name: str, content: bytes) -> str:
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RefusedError(name, "文字编码无法识别", SAVE_AGAIN)


def _delimiter(text: str) -> str | None:
    """Find what separates the cells of a line: it stands inside most lines that are not blank."""
    if text.startswith("sep=") and len(text.split("\n", 1)[0].strip()) == 5:
        return text[4]
    lines = [line.rstrip("\n") for line in text.splitlines() if line.strip()][:200]
    for delimiter in "\t,;":
        if 2 * sum(delimiter in line.lstrip("\t") for line in lines) > len(lines):
            return delimiter
    return None


def _csv_rows(name: str, text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        number = 1
        for cells in reader:
            if not (number == 1 and cells and cells[0].startswith("sep")):
                rows.append((number, [_GUARD.sub(r"\1", cell) for cell in cells]))
            number = reader.line_num + 1
    except csv.Error:
        raise RefusedError(name, "csv 文件的引号或换行有误", SAVE_AGAIN) from None
    return rows
