"""Clean records of one table, column by column, with the address that each came from."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar, overload

import numpy as np

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import PROBLEM, Problem
from xiaoben_analytics.reading.clean import Unclean
from xiaoben_analytics.reading.coded import NOWHERE, Coded, Places
from xiaoben_analytics.reading.privacy import mask
from xiaoben_analytics.reading.sheet import Sheet
from xiaoben_analytics.tables import TABLES, Table

Told = TypeVar("Told", bound=Hashable)
Answer = TypeVar("Answer")

PERSON = (col.TEACHER_ID, col.NAME)
SHOWN = 60  # characters of a value in a message


@dataclass(frozen=True, eq=False)
class Records(Sequence["Record"]):
    """The clean records of one canonical table, column by column, in the order of the files.

    Of each record `sheets` and `rows` are the address; `along` are other rows it came from too.
    """

    table: Table
    sheets: Coded[Sheet]
    rows: Places
    along: Coded[tuple[int, ...]]
    values: Mapping[str, Coded[Any]]

    @classmethod
    def joined(cls, table: Table, parts: Sequence[Records]) -> Records:
        """Put records of one table below each other."""
        if len(parts) == 1:
            return parts[0]
        names = dict.fromkeys(name for part in parts for name in part.values)
        return cls(
            table,
            Coded.joined([part.sheets for part in parts]),
            np.concatenate([NOWHERE, *(part.rows for part in parts)]),
            Coded.joined([part.along for part in parts]),
            {name: Coded.joined([part.column(name) for part in parts]) for name in names},
        )

    def column(self, name: str) -> Coded[Any]:
        """Return the values of a column; of one that no file has they are missing."""
        return self.values.get(name) or Coded.same(None, len(self))

    def take(self, places: Places | Sequence[int]) -> Records:
        """Keep the records at some places, in the order given."""
        kept = np.asarray(places, dtype=np.intp)
        return Records(
            self.table,
            self.sheets.take(kept),
            self.rows[kept],
            self.along.take(kept),
            {name: of.take(kept) for name, of in self.values.items()},
        )

    def without(self, places: Places) -> Records:
        """Leave out the records at some places."""
        if not len(places):
            return self
        return self.take(np.delete(np.arange(len(self)), places))

    def with_values(self, **values: Coded[Any]) -> Records:
        return replace(self, values={**self.values, **values})

    def rows_by_sheet(self) -> Iterator[tuple[Sheet, set[int]]]:
        """Give each sheet with all rows that its records came from."""
        for at, sheet in enumerate(self.sheets.distinct):
            own = self.sheets.codes == at
            along = self.along.take(np.flatnonzero(own)).distinct
            yield sheet, set(self.rows[own].tolist()).union(*along)

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> Record: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Record]: ...
    def __getitem__(self, at: int | slice) -> Record | Sequence[Record]:
        if isinstance(at, slice):
            return [Record(self, one) for one in range(len(self))[at]]
        return Record(self, range(len(self))[at])

    def __iter__(self) -> Iterator[Record]:
        return (Record(self, at) for at in range(len(self)))


@dataclass(frozen=True)
class Record:
    """One of the records: its values by column name, and its address."""

    records: Records
    at: int

    @property
    def table(self) -> Table:
        return self.records.table

    @property
    def sheet(self) -> Sheet:
        return self.records.sheets[self.at]

    @property
    def row(self) -> int:
        return int(self.records.rows[self.at])

    @property
    def place(self) -> str:
        return f"{self.sheet.place} 第 {self.row} 行"

    def get(self, name: str) -> Any:
        values = self.records.values.get(name)
        return None if values is None else values[self.at]

    def problem(
        self, column: str, value: str, finding: Unclean, severity: str = PROBLEM
    ) -> Problem:
        return problem_at(
            self.sheet, self.row, column, value=value, finding=finding, severity=severity
        )


def look_up(
    told: Iterable[Told], find: Callable[[Told], Answer]
) -> tuple[dict[Told, Answer], dict[Told, Unclean]]:
    """Ask once about each different thing that is told; what cannot be answered, and why."""
    answers: dict[Told, Answer] = {}
    unclean: dict[Told, Unclean] = {}
    for one in told:
        try:
            answers[one] = find(one)
        except Unclean as finding:
            unclean[one] = finding
    return answers, unclean


def problem_at(  # noqa: PLR0913 an address and what is there
    sheet: Sheet,
    row: int | None,
    column: str,
    *,
    value: str,
    finding: Unclean,
    severity: str = PROBLEM,
) -> Problem:
    """State a finding about a cell of a sheet, in the words of its heading, without private numbers."""
    table, shown = TABLES.get(sheet.table), mask(value)
    declared = {one.name: one.heading for one in table.columns} if table else {}
    return Problem(
        sheet.grid.file,
        sheet.grid.sheet,
        row,
        sheet.headings.get(column, declared.get(column, column)),
        shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…",
        mask(finding.problem),
        finding.expected,
        mask(finding.advice),
        severity,
    )
