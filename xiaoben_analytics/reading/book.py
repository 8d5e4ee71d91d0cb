"""One sheet of a workbook, whatever program or format it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from xiaoben_analytics.reading.lines import Cell
from xiaoben_analytics.reading.unread import Unread

Range = tuple[tuple[int, int], tuple[int, int]]
"""The first and the last row and column of merged cells, 0-based."""


@dataclass(frozen=True)
class BookSheet:
    """All rows from the first, "" for a blank cell; `unread` holds the cells without value."""

    name: str
    rows: list[list[Cell]]
    unread: Unread = field(default_factory=dict)
    merged: Sequence[Range] = ()
    hidden: bool = False
