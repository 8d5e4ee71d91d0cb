"""The one shape that every kind of sheet is turned into before anything is cleaned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xiaoben_analytics.problems import Problem
from xiaoben_analytics.reading.grid import Cell, Grid


@dataclass(frozen=True)
class RawRow:
    """Cells of one record by column name; `along` are other sheet rows the record came from too."""

    row: int
    cells: Mapping[str, Cell]
    along: tuple[int, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A recognised sheet: its records of one canonical table, and which rows hold data.

    Rows that are not `data` are furniture: titles, headings, captions, totals, notes. A data row
    that rightly gives no record (a teacher without any mark) is `silent`. `headings` gives each
    column's name as it is written in the file, for messages.
    """

    grid: Grid
    table: str
    rows: tuple[RawRow, ...]
    data: frozenset[int]
    headings: Mapping[str, str] = field(default_factory=dict)
    silent: frozenset[int] = frozenset()
    problems: tuple[Problem, ...] = ()
    legend: str = ""
