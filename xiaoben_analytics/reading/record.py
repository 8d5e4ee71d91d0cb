"""Raw rows to clean records, column by column; what cannot be read becomes a problem.

A school writes the same few words over and over, so each different cell of a column is cleaned
once, and the rows look their values up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain, groupby
from typing import Any, TypeVar, overload

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import PROBLEM, Problem
from xiaoben_analytics.reading.clean import Period, Unclean, Value, clean, show, term_in
from xiaoben_analytics.reading.lines import Cell
from xiaoben_analytics.reading.sheet import RawRows, Sheet
from xiaoben_analytics.tables import ATTENDANCE, PLAN, ROSTER, TABLES, Column, Table

Told = TypeVar("Told", bound=Hashable)
Answer = TypeVar("Answer")

SHOWN = 60  # characters of a value in a message


@dataclass(frozen=True)
class Records(Sequence["Record"]):
    """The clean records of one canonical table, column by column, in the order of the files.

    For each record `sheets` and `sources` say where it came from: its sheet, and the sheet rows,
    of which the first is its address.
    """

    table: Table
    sheets: Sequence[Sheet] = ()
    sources: Sequence[tuple[int, ...]] = ()
    values: Mapping[str, Sequence[Value]] = field(default_factory=dict)

    @classmethod
    def joined(cls, table: Table, parts: Sequence[Records]) -> Records:
        """Put records of one table after each other."""
        if len(parts) == 1:
            return parts[0]
        names = dict.fromkeys(name for part in parts for name in part.values)
        return cls(
            table,
            list(chain.from_iterable(part.sheets for part in parts)),
            list(chain.from_iterable(part.sources for part in parts)),
            {
                name: list(chain.from_iterable(part.column(name) for part in parts))
                for name in names
            },
        )

    def column(self, name: str) -> Sequence[Any]:
        """Return the values of a column; of one that no file has they are missing."""
        return self.values[name] if name in self.values else [None] * len(self)

    def take(self, places: Sequence[int]) -> Records:
        """Keep the records at some places, given in order."""
        if len(places) == len(self):
            return self
        return Records(
            self.table,
            [self.sheets[at] for at in places],
            [self.sources[at] for at in places],
            {name: [of[at] for at in places] for name, of in self.values.items()},
        )

    def with_values(self, **values: Sequence[Value]) -> Records:
        return replace(self, values={**self.values, **values})

    def by_sheet(self) -> Iterator[tuple[Sheet, Sequence[tuple[int, ...]]]]:
        """Give each sheet with the sources of its records."""
        start = 0
        for sheet, run in groupby(self.sheets):
            stop = start + sum(1 for _ in run)
            yield sheet, self.sources[start:stop]
            start = stop

    def __len__(self) -> int:
        return len(self.sources)

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
        return self.records.sources[self.at][0]

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


def clean_sheet(sheet: Sheet, school_year: str) -> tuple[Records, list[Problem]]:
    """Clean every row of a sheet; a row whose required value is missing is left out, and listed."""
    raw, table = RawRows.of(sheet.rows), TABLES[sheet.table]
    problems = list(sheet.problems)
    if missing := _missing_column(table, raw):
        expected = f"“{missing.heading}”一列"
        finding = Unclean(f"没有“{missing.heading}”，整张表不能使用", expected, "请补上这一列")
        problems.append(problem_at(sheet, None, missing.name, value="", finding=finding))
        return Records(table), problems
    values: dict[str, Sequence[Value]] = {}
    lost: set[int] = set()
    for column in _columns_to_clean(table.name):
        cells = _cells(table, column, raw)
        values[column.name], unclean = clean_column(column, cells, school_year)
        for at, finding in unclean.items():
            row, value = raw.sources[at][0], show(cells[at])
            problems.append(problem_at(sheet, row, column.name, value=value, finding=finding))
        lost.update(unclean if column.required else ())
    records = Records(table, [sheet] * len(raw), raw.sources, values)
    kept = records.take(
        [at for at in range(len(raw)) if at not in lost] if lost else range(len(raw))
    )
    return (_with_periods(kept) if table is PLAN else kept), problems


def clean_column(
    column: Column, cells: Sequence[Cell], school_year: str
) -> tuple[Sequence[Value], dict[int, Unclean]]:
    """Clean the cells of a column; where one cannot be read its default stands, and why it cannot.

    Returns
    -------
    tuple
        A value for each cell, and by place what is wrong with the others.
    """
    distinct = set(cells)
    if distinct <= {"", None} and not column.required:
        return [column.default] * len(cells), {}
    if not distinct.isdisjoint((0, 1)) and bool in set(map(type, cells)):  # True == 1
        cells = [str(cell) if isinstance(cell, bool) else cell for cell in cells]
        distinct = set(cells)
    values, unclean = look_up(distinct, lambda cell: _read(column, cell, school_year))
    values |= dict.fromkeys(unclean, column.default)
    bad = (at for at, cell in enumerate(cells) if cell in unclean) if unclean else ()
    return list(map(values.__getitem__, cells)), {at: unclean[cells[at]] for at in bad}


def look_up(
    told: Iterable[Told], find: Callable[[Told], Answer]
) -> tuple[dict[Told, Answer], dict[Told, Unclean]]:
    """Ask once about each different thing that is told; what cannot be answered, and why."""
    answers: dict[Told, Answer] = {}
    unclean: dict[Told, Unclean] = {}
    for one in set(told):
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
    """State a finding about a cell of a sheet, in the words of its heading."""
    table = TABLES.get(sheet.table)
    declared = {one.name: one.heading for one in table.columns} if table else {}
    return Problem(
        sheet.grid.file,
        sheet.grid.sheet,
        row,
        sheet.headings.get(column, declared.get(column, column)),
        value if len(value) <= SHOWN else f"{value[:SHOWN]}…",
        finding.problem,
        finding.expected,
        finding.advice,
        severity,
    )


def _missing_column(table: Table, raw: RawRows) -> Column | None:
    """Find a required column that is blank in every row, to be reported once."""
    for column in table.columns:
        needed = column.required and column.default is None and len(raw)
        if needed and {"", None}.issuperset(_cells(table, column, raw)):
            return column
    return None


@cache
def _columns_to_clean(name: str) -> tuple[Column, ...]:
    table = TABLES[name]
    names = {column.name for column in table.columns}
    beside = (ROSTER.column(col.GROUP), PLAN.column(col.TERM)) if col.NAME in names else ()
    optional = (replace(column, required=False) for column in beside if column.name not in names)
    return (*table.columns, *optional)


def _cells(table: Table, column: Column, raw: RawRows) -> Sequence[Cell]:
    """Return a column's cells; an activity may be named by its day, beside or instead of its id."""
    blank = [""] * len(raw)
    cells = raw.cells.get(column.name, blank)
    if table is not ATTENDANCE or column.name != col.ACTIVITY_ID:
        return cells
    if set(map(type, cells)) == {str} and "" not in cells:
        return cells
    days = raw.cells.get(col.DATE, blank)
    named = [day if cell in ("", None) else cell for cell, day in zip(cells, days, strict=True)]
    return [show(one) if isinstance(one, dt.date | int | float) else one for one in named]


def _read(column: Column, cell: Cell, school_year: str) -> Value:
    value = clean(column, cell, school_year)
    if column.required and value in (None, ""):
        raise Unclean(f"“{column.heading}”是空的", "有内容", "请补填")
    return value


def _with_periods(plan: Records) -> Records:
    """Take apart when each activity is planned: as written, its month, its day, its term."""
    periods: Iterable[Any] = plan.column(col.TIME)
    terms = plan.column(col.TERM)
    return plan.with_values(
        time=[period.text for period in periods],
        month=[period.month for period in periods],
        date=[period.date for period in periods],
        term=[term or _term_of(period) for term, period in zip(terms, periods, strict=True)],
    )


def _term_of(period: Period) -> int:
    return term_in(dt.date.fromisoformat(f"{period.month}-01"))
