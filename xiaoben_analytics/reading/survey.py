"""What a sheet of a workbook would cost to open, and whether it is worth a second look.

python-calamine holds all cells between the first and the last as one dense block, so few bytes can
claim any memory. Nearly all sheets name each of their cells, from A1 to Z99999, which numpy tells
in no time; only others are walked cell by cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from xiaoben_analytics.reading.sniff import CELL_LIMIT, FILLED_LIMIT, WIDEST, too_wide

_MARK = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])((?:[^<>\"'/]|/(?!>)|\"[^\"]*\"|'[^']*')*)(/?)>")
_NAME = re.compile(rb"(?<![\w:])r\s*=\s*[\"']([A-Za-z]*)(\d+)[\"']")
_ROW = re.compile(
    rb"<(?:\w+:)?row(?=[\s/>])"
    rb"(?:(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?\sr\s*=\s*[\"'](\d+)[\"'])?"
)
_USUAL_ROW = re.compile(
    rb'<row r="(\d+)"'
)  # what nearly every program writes, and ten times as fast
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_AHEAD = b" " * 16

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Survey:
    """How many cells and merged ranges stand in a part, and signs that there is more to find.

    `plain` is a part whose cells are all named and lie in A1 to Z99999. Of rows that are `doubled`
    the later would hide the earlier.
    """

    plain: bool = True
    cells: int = 0
    merged: int = 0
    unread: bool = False
    hidden: bool = False
    doubled: bool = False

    @property
    def needs_walk(self) -> bool:
        return self.cells > (FILLED_LIMIT if self.plain else 0)


class Mark(NamedTuple):
    """A row (its column is 0) or a cell as it opens, with its attributes and place in the part."""

    row: int
    column: int
    attributes: bytes
    filled: bool
    start: int
    end: int


def survey_sheet(windows: Iterable[bytes]) -> Survey:
    """Survey a part by cheap signs; one that is no sheet has no cells."""
    found, rows, last = Survey(), set[int](), 0
    for window in windows:
        start, end = max(window.find(b"<sheetData"), 0), window.rfind(b"</sheetData")
        data = (start, end if end >= 0 else len(window))
        cells, plain = _cells(window)
        numbers = _row_numbers(window, last)
        doubled = not rows.isdisjoint(numbers) or len(set(numbers)) < len(numbers)
        rows.update(numbers)
        last = numbers[-1] if numbers else last
        found = Survey(
            found.plain and plain,
            found.cells + cells,
            found.merged + (0 if cells and end < 0 else window.count(b"mergeCell ", max(end, 0))),
            found.unread or _may_be_unread(window, data),
            found.hidden or _may_be_hidden(window, data),
            found.doubled or doubled,
        )
    return found


def fail_if_too_wide(sheet: bytes) -> None:
    """Refuse a sheet whose cells span or fill more than memory is meant for."""
    rows = width = filled = 0
    for mark in walk(sheet):
        if mark.column and mark.filled:
            rows, width, filled = max(rows, mark.row), max(width, mark.column), filled + 1
            if rows * width > CELL_LIMIT or filled > FILLED_LIMIT or width > WIDEST:
                raise too_wide("", rows, width)


def walk(sheet: bytes) -> Iterator[Mark]:
    """Go through rows and cells; what has no name follows on what stood before it."""
    row = column = 0
    for mark in _MARK.finditer(sheet):
        names = _NAME.findall(mark[2])
        letters, number = names[-1] if names else (b"", b"")  # calamine takes the last
        if mark[1] == b"row":
            row, column = int(number or row + 1), 0
        else:
            column = column_number(letters) if letters else column + 1
        at = int(number or row) if column else row
        yield Mark(at, column, mark[2], not mark[3], mark.start(), mark.end())


def bodies(sheet: bytes) -> Iterator[tuple[Mark, bytes]]:
    """Yield the cells that are not empty, each with what stands between it and the next mark."""
    cell = None
    for mark in walk(sheet):
        if cell:
            yield cell, sheet[cell.end : mark.start]
        cell = mark if mark.column and mark.filled else None
    if cell:
        yield cell, sheet[cell.end :].partition(b"</sheetData")[0]


def column_number(letters: bytes) -> int:
    """Count columns as a sheet does.

    >>> column_number(b"A"), column_number(b"AA"), column_number(b"XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - ord("A") + 1
    return number


def _row_numbers(window: bytes, last: int) -> list[int]:
    """List the numbers of the rows that open; one without number follows on the row before it."""
    usual = _USUAL_ROW.findall(window)
    if len(usual) == window.count(b"row"):
        return [*map(int, usual)]
    numbers = [last]
    if b"row" in window:
        for number in _ROW.findall(window):
            numbers.append(int(number or numbers[-1] + 1))
    return numbers[1:]


def _cells(window: bytes) -> tuple[int, bool]:
    """Count the cells, and tell whether all are plain: `<c r="`, a letter, up to five digits, `"`.

    An attribute `r` at any other place could name a cell once more.
    """
    text = np.frombuffer(window + _AHEAD, np.uint8)
    cells = _after_mark(text, ord("c"))
    after = text[cells + 1]
    cells = cells[(after < ord("0")) | (after == ord(">"))]  # else a longer name
    if not len(cells):
        return 0, True
    names = np.flatnonzero(text == ord("r"))
    after = text[names + 1]
    names = names[((after == ord("=")) | (after <= ord(" "))) & (text[names - 1] < ord("0"))]
    owners = text[names - 2]
    of_cells = names[owners == ord("c")]
    plain = (
        len(of_cells) + np.count_nonzero(owners == ord("w")) == len(names)
        and np.array_equal(of_cells - 2, cells)
        and _all_near(text, of_cells)
    )
    return len(cells), plain


def _after_mark(text: Bytes, letter: int) -> Places:
    """Find a letter that begins the name of an element, whatever its namespace."""
    places = np.flatnonzero(text == letter)
    before = text[places - 1]
    named: Places = places[(before == ord("<")) | (before == ord(":"))]
    return named


def _all_near(text: Bytes, names: Places) -> bool:
    opened = (text[names + 1] == ord("=")) & (text[names + 2] == ord('"'))
    one_letter = (text[names + 3] - ord("A") < 26) & (text[names + 4] - ord("0") < 10)
    left = names
    for ahead in range(5, 10):
        left = left[text[left + ahead] != ord('"')]
    return not len(left) and bool(opened.all()) and bool(one_letter.all())


def _may_be_unread(window: bytes, data: tuple[int, int]) -> bool:
    if window.find(b"#", *data) >= 0:
        return True
    return window.find(b"f", *data) >= 0 and bool(_FORMULA.search(window, *data))


def _may_be_hidden(window: bytes, data: tuple[int, int]) -> bool:
    if window.find(b"h", *data) < 0:
        return False
    return window.find(b" hidden", *data) >= 0 or window.find(b' ht="0', *data) >= 0
