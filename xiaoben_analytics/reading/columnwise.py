"""Raw rows to clean records, column by column; what cannot be read becomes a problem.

A school writes the same few words over and over, so each different cell of a column is cleaned
once, and the rows look their values up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import Problem
from xiaoben_analytics.reading.clean import Unclean, Value, clean, show
from xiaoben_analytics.reading.coded import NOWHERE, Coded, Places
from xiaoben_analytics.reading.days import term_told
from xiaoben_analytics.reading.lines import Cell
from xiaoben_analytics.reading.notices import note_column, note_plan
from xiaoben_analytics.reading.record import Record, Records, problem_at
from xiaoben_analytics.reading.sheet import RawRows, Sheet
from xiaoben_analytics.reading.spans import part_spans
from xiaoben_analytics.tables import ATTENDANCE, PLAN, ROSTER, TABLES, Column, Table


def clean_sheet(sheet: Sheet, school_year: str) -> tuple[Records, list[Problem]]:
    """Clean every row of a sheet; a row whose required value is missing is left out, and listed."""
    raw, table = part_spans(RawRows.of(sheet.rows), school_year), TABLES[sheet.table]
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
        problems += note_column(sheet, column, cells)
        lost += [places] if column.required else []
    lost.append(_nameless(table, values, len(raw)))
    problems += _state_nameless(sheet, raw, lost[-1], problems)
    kept = replace(records, values=values).without(np.unique(np.concatenate(lost)))
    return (
        (_with_periods(kept), [*problems, *note_plan(kept)]) if table is PLAN else (kept, problems)
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


def _state_missing(sheet: Sheet, columns: Sequence[Column]) -> Problem:
    """State that a sheet lacks a column, or all of those of which one would do."""
    unusable = "，只读已有的各列" if sheet.partial else "，整张表不能使用"
    activity = any(column.name == col.ACTIVITY_ID for column in columns)
    named = "，或在标题、文件名中写明活动或日期" if activity else ""
    shown = "或".join(f"“{column.heading}”" for column in columns)
    finding = Unclean(f"没有{shown}{unusable}", f"{shown}一列", f"请补上这一列{named}")
    return problem_at(sheet, None, columns[0].name, value="", finding=finding)


@cache
def _columns_to_clean(name: str) -> tuple[Column, ...]:
    table = TABLES[name]
    names = {column.name for column in table.columns}
    telling = (ROSTER.column(col.GROUP), ROSTER.column(col.SCHOOL), PLAN.column(col.TERM))
    beside = telling if col.NAME in names else ()
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


def _state(record: Record, column: Column, cell: Cell, finding: Unclean) -> Problem:
    return record.problem(column.name, show(cell), finding, finding.severity)


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


def _with_periods(plan: Records) -> Records:
    """Take apart when each activity is planned: as written, its month, its day, its term."""
    periods = plan.column(col.TIME)
    terms = plan.column(col.TERM).zip(periods)
    return plan.with_values(
        time=periods.map(lambda period: period and period.text),
        month=periods.map(lambda period: period and period.month),
        date=periods.map(lambda period: period and period.date),
        several=periods.map(lambda period: period and period.several),
        term=terms.map(lambda pair: term_told(*pair)),
    )
