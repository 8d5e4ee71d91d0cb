"""Raw rows to clean records, each with its address; what cannot be read becomes a problem."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import PROBLEM, Problem
from xiaoben_analytics.reading.clean import Period, Unclean, Value, clean, show, term_in
from xiaoben_analytics.reading.grid import Cell
from xiaoben_analytics.reading.sheet import RawRow, Sheet
from xiaoben_analytics.tables import ATTENDANCE, PLAN, ROSTER, TABLES, Column, Table

SHOWN = 60  # characters of a value in a message


@dataclass(frozen=True)
class Record:
    """One clean row of a canonical table: its values by column name, and where it came from."""

    sheet: Sheet
    row: int
    values: Mapping[str, Value]
    along: tuple[int, ...] = ()

    @property
    def table(self) -> Table:
        return TABLES[self.sheet.table]

    @property
    def place(self) -> str:
        name = "·".join(part for part in (self.sheet.grid.file, self.sheet.grid.sheet) if part)
        return f"{name} 第 {self.row} 行"

    def get(self, name: str) -> Any:
        return self.values.get(name)

    def with_values(self, **values: Value) -> Record:
        return replace(self, values={**self.values, **values})

    def problem(
        self, column: str, value: str, finding: Unclean, severity: str = PROBLEM
    ) -> Problem:
        return problem_at(
            self.sheet, self.row, column, value=value, finding=finding, severity=severity
        )


def clean_sheet(sheet: Sheet, school_year: str) -> tuple[list[Record], list[Problem]]:
    """Clean every row of a sheet; a row whose required value is missing is left out, and listed."""
    records, problems = [], list(sheet.problems)
    if missing := _missing_column(sheet):
        expected = f"“{missing.heading}”一列"
        finding = Unclean(f"没有“{missing.heading}”，整张表不能使用", expected, "请补上这一列")
        return [], [*problems, problem_at(sheet, None, missing.name, value="", finding=finding)]
    for raw in sheet.rows:
        values, found = _clean_row(sheet, raw, school_year)
        problems += found
        if values is not None:
            records.append(Record(sheet, raw.row, values, raw.along))
    return records, problems


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


def _missing_column(sheet: Sheet) -> Column | None:
    """Find a required column that is blank in every row, to be reported once."""
    for column in TABLES[sheet.table].columns:
        cells = (_cell(sheet.table, column, raw.cells) for raw in sheet.rows)
        needed = column.required and column.default is None
        if needed and sheet.rows and all(cell is None for cell in cells):
            return column
    return None


def _clean_row(
    sheet: Sheet, raw: RawRow, school_year: str
) -> tuple[dict[str, Value] | None, list[Problem]]:
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    complete = True
    for column in _columns_to_clean(sheet.table):
        cell = _cell(sheet.table, column, raw.cells)
        try:
            values[column.name] = _required(column, clean(column, cell, school_year))
        except Unclean as finding:
            values[column.name] = column.default
            complete = complete and not column.required
            problems.append(
                problem_at(sheet, raw.row, column.name, value=show(cell), finding=finding)
            )
    if not complete:
        return None, problems
    return (_with_period(values) if sheet.table == PLAN.name else values), problems


@cache
def _columns_to_clean(name: str) -> tuple[Column, ...]:
    table = TABLES[name]
    names = {column.name for column in table.columns}
    beside = (ROSTER.column(col.GROUP), PLAN.column(col.TERM)) if col.NAME in names else ()
    optional = (replace(column, required=False) for column in beside if column.name not in names)
    return (*table.columns, *optional)


def _cell(table: str, column: Column, cells: Mapping[str, Cell]) -> Cell:
    """Return a cell; an activity may be named by its day, beside or instead of its id."""
    cell = cells.get(column.name)
    if table == ATTENDANCE.name and column.name == col.ACTIVITY_ID:
        cell = cells.get(col.DATE) if cell is None else cell
        return show(cell) if isinstance(cell, dt.date | int | float) else cell
    return cell


def _required(column: Column, value: Value) -> Value:
    if column.required and value in (None, ""):
        raise Unclean(f"“{column.heading}”是空的", "有内容", "请补填")
    return value


def _with_period(values: dict[str, Value]) -> dict[str, Value]:
    period = values[col.TIME]
    if not isinstance(period, Period):
        return values
    first = dt.date.fromisoformat(f"{period.month}-01")
    return {
        **values,
        col.TIME: period.text,
        col.MONTH: period.month,
        col.DATE: period.date,
        col.TERM: values[col.TERM] or term_in(first),
    }
