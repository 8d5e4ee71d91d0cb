"""Which lines below the heading of an export are rows of data, and which are furniture."""

from __future__ import annotations

import re
from collections.abc import Iterable

from xiaoben_analytics.reading.clean import show
from xiaoben_analytics.reading.furniture import is_furniture
from xiaoben_analytics.reading.lines import Cell, Line


def is_row(line: Line, keys: Iterable[int]) -> bool:
    """Tell a row of data from totals, notes, captions and signatures.

    `keys` are the columns of which a whole record fills one: who, or in cross tables when. A line
    with such a cell and one more is a row, whatever word it begins with.
    """
    return not is_furniture(line) or _is_whole(line, keys)


_COUNT = re.compile(r"共?\s*\d+\s*[人名位]")
_COLONS = (":", "：")


def _is_whole(line: Line, keys: Iterable[int]) -> bool:
    told = [at for at in range(len(line.cells)) if _tells(line, at)]
    return len(told) > 1 and not set(keys).isdisjoint(told)


def _tells(line: Line, at: int) -> bool:
    """Tell whether a cell says something by itself; the name beside 制表人： is a signature."""
    cell = line.cells[at]
    beside = show(line.cells[at - 1]) if at else ""
    return cell is not None and not beside.endswith(_COLONS) and not _is_furnished(cell)


def _is_furnished(cell: Cell) -> bool:
    """Tell a cell that by itself would be a total, a note or a caption."""
    return _COUNT.fullmatch(show(cell)) is not None or is_furniture(Line(0, (cell, None)))
