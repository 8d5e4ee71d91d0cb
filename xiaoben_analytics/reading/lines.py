"""Rows of cells with their numbers: row by row to look at, column by column to work on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest
from typing import overload

import numpy as np

from xiaoben_analytics.reading.coded import Coded, Places


@dataclass(frozen=True)
class Unreadable:
    """A cell that shows something but holds no value: an error, or a formula never computed.

    `place` is its address, such as C2, where the sheet has addresses.
    """

    text: str
    reason: str
    place: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.place} {self.reason}（{self.text}）".lstrip()


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
class Lines(Sequence[Line]):
    """The rows of a sheet that are not blank; here a blank cell is "", in a `Line` it is None.

    A line is made when it is looked at: a sheet of thousands of rows is worked on in columns.
    """

    numbers: Sequence[int] = ()
    rows: Sequence[Sequence[Cell]] = ()

    @classmethod
    def of(cls, rows: Iterable[tuple[int, Sequence[Cell]]]) -> Lines:
        """Leave out blank rows; a text that shows nothing, and None, is a blank cell."""
        kept = [
            (number, row)
            for number, row in rows
            if row and (row[0] != "" or any(cell != "" for cell in row))
        ]
        lines = cls([number for number, _ in kept], [row for _, row in kept])
        unseen = {cell for column in lines.columns for cell in column.distinct if _is_unseen(cell)}
        if not unseen:
            return lines
        return cls.of(
            (number, ["" if cell in unseen else cell for cell in row]) for number, row in kept
        )

    @classmethod
    def made(cls, lines: Iterable[Line]) -> Lines:
        """Put lines together again."""
        return cls.of((line.number, line.cells) for line in lines)

    @cached_property
    def columns(self) -> tuple[Coded[Cell], ...]:
        """All cells by column; short rows are filled up with blanks."""
        return tuple(map(Coded.of, zip_longest(*self.rows, fillvalue="")))

    @cached_property
    def filled_counts(self) -> Places:
        """How many cells of each line are not blank."""
        counts = np.zeros(len(self), dtype=np.intp)
        for column in self.columns:
            counts += column.matches(lambda cell: cell != "")
        return counts

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Line, ...]: ...
    def __getitem__(self, at: int | slice) -> Line | tuple[Line, ...]:
        if isinstance(at, slice):
            return tuple(map(_line, self.numbers[at], self.rows[at]))
        return _line(self.numbers[at], self.rows[at])

    def __iter__(self) -> Iterator[Line]:
        return map(_line, self.numbers, self.rows)


_UNSEEN = (
    "".join(
        chr(code)
        for code in range(0x3001)
        if chr(code).isspace() or code < 0x20 or 0x200B <= code <= 0x200F or code == 0x2060
    )
    + "\ufeff"
)


def _is_unseen(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and cell != "" and not cell.strip(_UNSEEN))


def _line(number: int, row: Sequence[Cell]) -> Line:
    return Line(number, tuple(None if cell == "" else cell for cell in row))
