"""Grids to one `School`: every row used, or listed with the reason why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.policy import Policy
from xiaoben_analytics.problems import Problem, problems_frame
from xiaoben_analytics.reading.accounting import (
    count_rows,
    list_remarks,
    list_unread,
    rows_behind,
    tell_outcomes,
)
from xiaoben_analytics.reading.activities import (
    Activities,
    number_activities,
    resolve_activities,
)
from xiaoben_analytics.reading.captions import (
    find_school_in_titles,
    find_school_name,
    find_school_year,
    list_year_problems,
)
from xiaoben_analytics.reading.columnwise import clean_sheet
from xiaoben_analytics.reading.context import Context, Reader
from xiaoben_analytics.reading.duplicates import (
    drop_repeated_activities,
    drop_repeated_attendance,
    drop_repeated_awards,
    drop_repeated_between_sheets,
    drop_repeated_meetings,
    drop_repeated_reviews,
    drop_repeated_teachers,
    drop_repeated_votes,
    drop_repeated_years,
    note_repeated_names,
)
from xiaoben_analytics.reading.exports import EXPORTS
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.groups import compare_groups, resolve_audience, resolve_groups
from xiaoben_analytics.reading.people import People, resolve_people
from xiaoben_analytics.reading.record import Records
from xiaoben_analytics.reading.remarks import drop_contradicted
from xiaoben_analytics.reading.results import is_result
from xiaoben_analytics.reading.serials import drop_serials
from xiaoben_analytics.reading.settings import Settings
from xiaoben_analytics.reading.settled import list_settled
from xiaoben_analytics.reading.sheet import Sheet
from xiaoben_analytics.reading.table import read_table
from xiaoben_analytics.tables import (
    ATTENDANCE,
    AWARDS,
    GROUP_MEETINGS,
    GROUP_REVIEW,
    HISTORY,
    PLAN,
    PROVENANCE,
    ROSTER,
    TABLES,
    VOTES,
    School,
    Table,
)

EXPORTED = (ATTENDANCE, AWARDS)  # tables that other programs and free lists are read as

Assembled = tuple[School, Sequence[Sheet | None]]
"""The school, and for each grid the sheet it was read as, or None."""

Step = Callable[[Records], tuple[Records, list[Problem]]]
"""What happens to the records of a table: those that stay, and what was found."""


def assemble(
    grids: Sequence[Grid], policy: Policy, settings: Settings, *, found: Sequence[Problem] = ()
) -> Assembled:
    """Recognise every grid, then read plan, roster and the rest, which refer to them.

    What was `found` while opening the files is listed with the rest.
    """
    canonical = [read_table(grid) if _holds_records(grid) else None for grid in grids]
    year, found_year = _school_year(grids, canonical)
    plan, found_plan = _table(PLAN, canonical, year, *_PLAN_STEPS)
    activities = Activities.of(plan, year)
    nobody = Context(People.nobody(), activities, policy.recording, settings)
    exports = [_export(*pair, nobody) for pair in zip(grids, canonical, strict=True)]
    tables = [None if read else sheet for read, sheet in zip(exports, canonical, strict=True)]
    roster, found_roster = _table(ROSTER, tables, year, *_ROSTER_STEPS)
    context = replace(nobody, people=People.of(roster).settle(settings.people))
    pairs = zip(exports, tables, strict=True)
    sheets = [read(context) if read else sheet for read, sheet in pairs]
    plan, found_audience = _audience(plan, roster)
    records = {PLAN.name: plan, ROSTER.name: roster}
    unknown = list_settled(settings.people, context.people, [*zip(grids, sheets, strict=True)])
    problems = [*found, *unknown, *found_year, *found_plan, *found_roster, *found_audience]
    for table in TABLES.values():
        if table.name not in records:
            steps = _steps(table, context, roster)
            records[table.name], more = _table(table, sheets, year, *steps)
            problems += more
    problems += list_unread(grids, sheets)
    return _school(grids, sheets, records, problems, year), sheets


def assemble_as(
    table: Table, grids: Sequence[Grid], policy: Policy, settings: Settings
) -> Assembled:
    """Read every grid as one table, whatever it lacks; who and what is meant is not asked."""
    canonical = [read_table(grid, wanted=table) if _holds_records(grid) else None for grid in grids]
    year, problems = _school_year(grids, canonical)
    nobody = Context(
        People.nobody(), Activities.of(Records.joined(PLAN, []), year), policy.recording, settings
    )
    sheets = []
    for grid, sheet in zip(grids, canonical, strict=True):
        read = _export(grid, None, nobody) if table in EXPORTED else None
        exported = read(nobody) if read else None
        sheets.append(exported if exported and exported.table == table.name else sheet)
    records = {name: Records.joined(one, []) for name, one in TABLES.items()}
    steps = (note_repeated_names,) if table is ROSTER else ()
    records[table.name], found = _table(table, sheets, year, *steps)
    found += list_unread(grids, sheets, wanted=table)
    return _school(grids, sheets, records, [*problems, *found], year), sheets


def _holds_records(grid: Grid) -> bool:
    return grid.is_open and not is_result(grid)


def _school_year(
    grids: Sequence[Grid], sheets: Sequence[Sheet | None]
) -> tuple[str, list[Problem]]:
    """Look for the school year outside the roster and earlier years, which tell others."""
    pairs = [pair for pair in zip(grids, sheets, strict=True) if _holds_records(pair[0])]
    silent = (ROSTER.name, HISTORY.name)
    telling = [grid for grid, sheet in pairs if sheet is None or sheet.table not in silent]
    year = find_school_year(telling, dt.datetime.now().astimezone().date())
    planned = any(sheet.table == PLAN.name and sheet.data for _, sheet in pairs if sheet)
    return year, list(list_year_problems(telling, year, planned=planned))


def _export(grid: Grid, sheet: Sheet | None, context: Context) -> Reader | None:
    if not _holds_records(grid) or (sheet and sheet.table == PLAN.name):
        return None
    readers = (recognise(grid, context) for recognise in EXPORTS)
    return next((reader for reader in readers if reader), None)


def _table(
    table: Table, sheets: Sequence[Sheet | None], school_year: str, *steps: Step
) -> tuple[Records, list[Problem]]:
    """Read all sheets of one table, in order, and take their records through the steps."""
    own = (sheet for sheet in sheets if sheet and sheet.table == table.name)
    cleaned = [clean_sheet(sheet, school_year) for sheet in own]
    records = Records.joined(table, [part for part, _ in cleaned])
    problems = [problem for _, found in cleaned for problem in found]
    for step in steps:
        records, found = step(records)
        problems += found
    return records, problems


def _audience(plan: Records, roster: Records) -> tuple[Records, list[Problem]]:
    return resolve_audience(plan, roster) if roster else (plan, [])


def _steps(table: Table, context: Context, roster: Records) -> tuple[Step, ...]:
    """Say what a table's records go through; without roster or plan they stay as written."""
    names = {column.name for column in table.columns}
    steps: list[Step] = []
    if col.TEACHER_ID in names:
        steps.append(partial(drop_serials, people=context.people))
    if context.people and col.TEACHER_ID in names:
        steps.append(partial(resolve_people, people=context.people))
    elif context.people and col.GROUP in names:
        steps.append(partial(resolve_groups, roster=roster))
    if context.activities and table is ATTENDANCE:
        steps.append(partial(resolve_activities, activities=context.activities))
    steps += _REPEATS.get(table.name, (drop_repeated_between_sheets,))
    return tuple(steps)


_PLAN_STEPS: tuple[Step, ...] = (
    drop_repeated_between_sheets,
    number_activities,
    drop_repeated_activities,
)
_ROSTER_STEPS: tuple[Step, ...] = (drop_repeated_teachers, compare_groups)
_REPEATS: Mapping[str, tuple[Step, ...]] = {
    ATTENDANCE.name: (drop_contradicted, drop_repeated_attendance),
    AWARDS.name: (drop_repeated_awards, drop_repeated_between_sheets),
    GROUP_MEETINGS.name: (drop_repeated_meetings,),
    GROUP_REVIEW.name: (drop_repeated_reviews,),
    VOTES.name: (drop_repeated_votes,),
    HISTORY.name: (drop_repeated_years,),
}


def _school(
    grids: Sequence[Grid],
    sheets: Sequence[Sheet | None],
    records: Mapping[str, Records],
    problems: Sequence[Problem],
    school_year: str,
) -> School:
    tables = {name: _frame(TABLES[name], records[name]) for name in TABLES}
    places = {(grid.file, grid.sheet): at for at, grid in enumerate(grids)}
    came = rows_behind(records.values())
    found = [
        *tell_outcomes(problems, sheets, came),
        *list_remarks(grids, sheets),
    ]
    listed = sorted(
        dict.fromkeys(found),
        key=lambda problem: (places.get((problem.file, problem.sheet), -1), problem.row or 0),
    )
    return School(
        _school_name(tables[ROSTER.name], grids, sheets),
        school_year,
        tables,
        count_rows(grids, sheets, came),
        problems_frame(listed),
        tuple(sheet.legend for sheet in sheets if sheet and sheet.legend),
    )


def _frame(table: Table, records: Records) -> pd.DataFrame:
    sheets = {col.FILE: lambda sheet: sheet.grid.file, col.SHEET: lambda sheet: sheet.grid.sheet}
    columns = {name: records.column(name) for name in table.dtypes if name not in PROVENANCE}
    columns |= {name: records.sheets.map(told) for name, told in sheets.items()}
    arrays = {name: column.array(table.dtypes[name]) for name, column in columns.items()}
    return table.frame({**arrays, col.ROW: records.rows})


def _school_name(
    roster: pd.DataFrame, grids: Sequence[Grid], sheets: Sequence[Sheet | None]
) -> str:
    names = roster[col.SCHOOL].dropna().unique()
    if len(names) == 1:
        return str(names[0])
    telling = (PLAN.name, ROSTER.name)
    titled = [sheet.grid for sheet in sheets if sheet and sheet.table in telling]
    return find_school_name(grids) or find_school_in_titles(titled)
