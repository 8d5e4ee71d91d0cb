"""The one shape that every kind of sheet is turned into before anything is cleaned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import overload

from xiaoben_analytics.problems import Problem
from xiaoben_analytics.reading.coded import Coded, Places
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.lines import Cell


@dataclass(frozen=True)
class RawRow:
    """Cells of one record by column name; `along` are other sheet rows the record came from too."""

    row: int
    cells: Mapping[str, Cell]
    along: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class RawRows(Sequence[RawRow]):
    """Raw rows held column by column, a blank cell as "" or None."""

    numbers: Sequence[int]
    cells: Mapping[str, Coded[Cell]]
    along: Coded[tuple[int, ...]]

    @classmethod
    def of(cls, rows: Sequence[RawRow]) -> RawRows:
        """Lay rows out by column."""
        if isinstance(rows, RawRows):
            return rows
        names = dict.fromkeys(name for row in rows for name in row.cells)
        return cls(
            [row.row for row in rows],
            {name: Coded.of([row.cells.get(name) for row in rows]) for name in names},
            Coded.of([row.along for row in rows]),
        )

    @classmethod
    def joined(cls, parts: Sequence[RawRows]) -> RawRows:
        """Put rows of the same columns below each other."""
        return cls(
            [number for part in parts for number in part.numbers],
            {name: Coded[Cell].joined([p.cells[name] for p in parts]) for name in parts[0].cells},
            Coded[tuple[int, ...]].joined([part.along for part in parts]),
        )

    def take(self, places: Places) -> RawRows:
        """Keep some rows, in the order given."""
        return RawRows(
            [self.numbers[at] for at in places.tolist()],
            {name: cells.take(places) for name, cells in self.cells.items()},
            self.along.take(places),
        )

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> RawRow: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[RawRow]: ...
    def __getitem__(self, at: int | slice) -> RawRow | Sequence[RawRow]:
        if isinstance(at, slice):
            return [self[one] for one in range(len(self))[at]]
        cells = {name: None if of[at] == "" else of[at] for name, of in self.cells.items()}
        return RawRow(self.numbers[at], cells, self.along[at])


@dataclass(frozen=True, eq=False)
class Sheet:
    """A recognised sheet: its records of one canonical table, and which rows hold data.

    Rows that are not `data` are furniture: titles, headings, captions, totals, notes. A data row
    that rightly gives no record (a teacher without any mark) is `silent`. `headings` gives each
    column's name as it is written in the file, for messages; of `leftover` columns nothing was
    read. Of a sheet that is `partial`, read as a table that was asked for, the columns it lacks are
    not required.
    """

    grid: Grid
    table: str
    rows: Sequence[RawRow]
    data: frozenset[int]
    headings: Mapping[str, str] = field(default_factory=dict)
    silent: frozenset[int] = frozenset()
    problems: tuple[Problem, ...] = ()
    legend: str = ""
    partial: bool = False
    leftover: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        return "·".join(part for part in (self.grid.file, self.grid.sheet) if part)
