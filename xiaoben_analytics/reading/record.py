"""Raw rows to clean records, column by column; what cannot be read becomes a problem.

A school writes the same few words over and over, so each different cell of a column is cleaned
once, and the rows look their values up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar, overload

import numpy as np

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import NOTICE, PROBLEM, Problem
from xiaoben_analytics.reading.clean import Period, Unclean, Value, clean, read_date, show, term_in
from xiaoben_analytics.reading.coded import NOWHERE, Coded, Places
from xiaoben_analytics.reading.lines import Cell
from xiaoben_analytics.reading.privacy import mask
from xiaoben_analytics.reading.sheet import RawRows, Sheet
from xiaoben_analytics.reading.words import tidy_name
from xiaoben_analytics.tables import ATTENDANCE, PLAN, ROSTER, TABLES, Column, Table

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


def clean_sheet(sheet: Sheet, school_year: str) -> tuple[Records, list[Problem]]:
    """Clean every row of a sheet; a row whose required value is missing is left out, and listed."""
    raw, table = RawRows.of(sheet.rows), TABLES[sheet.table]
    records = Records(table, *_addresses(sheet, raw), {})
    lacking = _missing_columns(table, raw)
    missing = [column for columns in lacking for column in columns]
    problems = [*sheet.problems, *(_state_missing(sheet, columns) for columns in lacking)]
    if missing and not sheet.partial:
        return records.take([]), problems[: len(sheet.problems) + 1]
    values: dict[str, Coded[Value]] = {}
    lost = [NOWHERE]
    for column in _columns_to_clean(table.name):
        if column in missing:
            continue
        cells = _cells(table, column, raw)
        values[column.name], unclean = clean_column(column, cells, school_year)
        places = np.flatnonzero(np.isin(cells.codes, list(unclean))) if unclean else NOWHERE
        findings = ((at, unclean[int(cells.codes[at])]) for at in places.tolist())
        problems += [_state(records[at], column, cells[at], why) for at, why in findings]
        problems += _note(sheet, column, cells)
        lost += [places] if column.required else []
    lost.append(_nameless(table, values, len(raw)))
    problems += _state_nameless(sheet, raw, lost[-1], problems)
    kept = replace(records, values=values).without(np.unique(np.concatenate(lost)))
    return (
        (_with_periods(kept), [*problems, *_note_spans(kept)])
        if table is PLAN
        else (kept, problems)
    )


def clean_column(
    column: Column, cells: Coded[Cell], school_year: str
) -> tuple[Coded[Value], dict[int, Unclean]]:
    """Clean the cells of a column; where one cannot be read its default stands, and why it cannot.

    Returns
    -------
    tuple
        The values, and by their code what is wrong with the cells that could not be read.
    """
    values: list[Value] = []
    unclean: dict[int, Unclean] = {}
    for at, cell in enumerate(cells.distinct):  # by place: as keys True and 1 would be one
        try:
            values.append(_read(column, cell, school_year))
        except Unclean as finding:
            values.append(column.default)
            unclean[at] = finding
    each = iter(values)
    return cells.map(lambda _: next(each)), unclean


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


def _note_serials(sheet: Sheet, column: Column, cells: Coded[Cell]) -> Iterator[Problem]:
    """Say once for a column that numbers of a workbook were read as the days they count."""
    numbers = [cell for cell in cells.distinct if type(cell) in (int, float)]
    days = [day for cell in numbers if (day := read_date(cell, ""))]
    if days:
        finding = Unclean(f"有 {len(days)} 个数字按日期读取", "", "如不是日期，请改正")
        value = f"{show(numbers[0])} → {days[0]}"
        yield problem_at(sheet, None, column.name, value=value, finding=finding, severity=NOTICE)


def _nameless(table: Table, values: Mapping[str, Coded[Value]], rows: int) -> Places:
    """Find the rows that do not say who, or which group, they are about."""
    named = [values[column.name] for column in table.either if column.name in values]
    if not named:
        return NOWHERE
    nobody = np.ones(rows, dtype=bool)
    for column in named:
        nobody[column.places(bool)] = False
    return np.flatnonzero(nobody)


def _state_nameless(
    sheet: Sheet, raw: RawRows, places: Places, stated: Sequence[Problem]
) -> Iterator[Problem]:
    known = {problem.row for problem in stated}
    either = TABLES[sheet.table].either
    headings = [column.heading for column in either]
    one = "或".join(headings)
    for at in places.tolist():
        if raw.numbers[at] not in known:
            finding = Unclean(f"没有{'和'.join(headings)}", one, f"请补填{one}")
            yield problem_at(sheet, raw.numbers[at], either[-1].name, value="", finding=finding)


def _state(record: Record, column: Column, cell: Cell, finding: Unclean) -> Problem:
    return record.problem(column.name, show(cell), finding, finding.severity)


def _state_missing(sheet: Sheet, columns: Sequence[Column]) -> Problem:
    """State that a sheet lacks a column, or all of those of which one would do."""
    unusable = "，只读已有的各列" if sheet.partial else "，整张表不能使用"
    activity = any(column.name == col.ACTIVITY_ID for column in columns)
    named = "，或在标题、文件名中写明活动或日期" if activity else ""
    shown = "或".join(f"“{column.heading}”" for column in columns)
    finding = Unclean(f"没有{shown}{unusable}", f"{shown}一列", f"请补上这一列{named}")
    return problem_at(sheet, None, columns[0].name, value="", finding=finding)


def _note(sheet: Sheet, column: Column, cells: Coded[Cell]) -> Iterator[Problem]:
    """Say what is to be known of how a column was read."""
    if column.name == col.NAME:
        yield from _note_spellings(sheet, cells)
    elif column.kind in {"date", "period"}:
        yield from _note_serials(sheet, column, cells)


def _note_spellings(sheet: Sheet, names: Coded[Cell]) -> Iterator[Problem]:
    """Say once for a sheet that names with spaces or other signs in them were read without."""
    written = [name for name in names.distinct if isinstance(name, str)]
    odd = [name for name in written if tidy_name(name) != name.strip()]
    if odd:
        found = f"有 {len(odd)} 个姓名带有空格、全角或异体字符，按不带的写法使用"
        problem = Unclean(found, "", "无须处理")
        value = f"{odd[0]} → {tidy_name(odd[0])}"
        yield problem_at(sheet, None, col.NAME, value=value, finding=problem, severity=NOTICE)


def _addresses(sheet: Sheet, raw: RawRows) -> tuple[Coded[Sheet], Places, Coded[tuple[int, ...]]]:
    return Coded.same(sheet, len(raw)), np.asarray(raw.numbers, dtype=np.intp), raw.along


def _missing_columns(table: Table, raw: RawRows) -> list[tuple[Column, ...]]:
    """Find what is needed and blank in every row, to be reported once; of several one would do."""
    single = [(one,) for one in table.columns if one.required and one.default is None]
    return [
        columns
        for columns in (*single, table.either)
        if columns and len(raw)
        if all({"", None}.issuperset(_cells(table, one, raw).distinct) for one in columns)
    ]


@cache
def _columns_to_clean(name: str) -> tuple[Column, ...]:
    table = TABLES[name]
    names = {column.name for column in table.columns}
    beside = (ROSTER.column(col.GROUP), PLAN.column(col.TERM)) if col.NAME in names else ()
    optional = (replace(column, required=False) for column in beside if column.name not in names)
    return (*table.columns, *optional)


def _cells(table: Table, column: Column, raw: RawRows) -> Coded[Cell]:
    """Return a column's cells; an activity may be named by its day, beside or instead of its id."""
    cells = raw.cells.get(column.name) or Coded.same("", len(raw))
    if table is not ATTENDANCE or column.name != col.ACTIVITY_ID:
        return cells
    if col.DATE in raw.cells and not {"", None}.isdisjoint(cells.distinct):
        pairs = cells.zip(raw.cells[col.DATE])
        cells = pairs.map(lambda pair: pair[1] if pair[0] in ("", None) else pair[0])
    return cells.map(lambda one: show(one) if isinstance(one, dt.date | int | float) else one)


def _read(column: Column, cell: Cell, school_year: str) -> Value:
    value = clean(column, cell, school_year)
    if column.required and value in (None, ""):
        raise Unclean(f"“{column.heading}”是空的", "有内容", "请补填")
    return value


def _with_periods(plan: Records) -> Records:
    """Take apart when each activity is planned: as written, its month, its day, its term."""
    periods = plan.column(col.TIME)
    terms = plan.column(col.TERM).zip(periods)
    return plan.with_values(
        time=periods.map(lambda period: period and period.text),
        month=periods.map(lambda period: period and period.month),
        date=periods.map(lambda period: period and period.date),
        term=terms.map(lambda pair: pair[0] or (pair[1] and _term_of(pair[1]))),
    )


def _note_spans(plan: Records) -> Iterator[Problem]:
    """Say of an activity planned for several months which of them it is counted in."""
    times = plan.column(col.TIME)
    for at in times.places(lambda period: bool(period and period.several)).tolist():
        finding = Unclean(f"跨月的活动按第一个月（{times[at].month}）计")
        yield plan[at].problem(col.TIME, times[at].text, finding, NOTICE)


def _term_of(period: Period) -> int:
    return term_in(dt.date.fromisoformat(f"{period.month}-01"))
