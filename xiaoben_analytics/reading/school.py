"""A folder of files to one `School`: every row used, or listed with the reason why not."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.errors import RefusedError, UsageError
from xiaoben_analytics.labels import printable
from xiaoben_analytics.policy import Policy, read_policy
from xiaoben_analytics.problems import NOTICE, Problem, problems_frame
from xiaoben_analytics.reading.accounting import count_rows, list_unread, tell_outcomes
from xiaoben_analytics.reading.activities import (
    Activities,
    number_activities,
    resolve_activities,
)
from xiaoben_analytics.reading.captions import (
    find_school_name,
    find_school_year,
    list_year_problems,
)
from xiaoben_analytics.reading.context import Context, Reader
from xiaoben_analytics.reading.duplicates import (
    drop_repeated_activities,
    drop_repeated_attendance,
    drop_repeated_awards,
    drop_repeated_reviews,
    drop_repeated_teachers,
)
from xiaoben_analytics.reading.exports import EXPORTS
from xiaoben_analytics.reading.grid import Grid, read_grids, text_grid
from xiaoben_analytics.reading.groups import compare_groups, resolve_audience, resolve_groups
from xiaoben_analytics.reading.header import read_table
from xiaoben_analytics.reading.lines import Lines
from xiaoben_analytics.reading.people import People, resolve_people
from xiaoben_analytics.reading.record import Records, clean_sheet
from xiaoben_analytics.reading.results import find_packs, is_result
from xiaoben_analytics.reading.settings import SETTINGS_FILE, Settings, read_settings
from xiaoben_analytics.reading.sheet import Sheet
from xiaoben_analytics.tables import (
    ATTENDANCE,
    AWARDS,
    GROUP_REVIEW,
    PLAN,
    PROVENANCE,
    ROSTER,
    TABLES,
    School,
    Table,
)

DEFAULT_POLICY = "county-110"
SYSTEM_FILES = ("thumbs.db", "desktop.ini")  # Windows puts them into any folder

Step = Callable[[Records], tuple[Records, list[Problem]]]
"""What happens to the records of a table: those that stay, and what was found."""


def read_school(
    folder: str | Path,
    *,
    policy: Policy | None = None,
    progress: Callable[[str], None] | None = None,
) -> School:
    """Read every file of a school's folder, in the order of their names.

    `policy` says how marks and time in online meetings become a status; `progress` is told each
    file's name before it is opened.

    Raises
    ------
    UsageError
        If there is no such folder, or its `reading.toml` is wrong.
    """
    root = Path(folder)
    if not root.is_dir():
        raise UsageError.folder_missing(str(folder))
    settings = read_settings(root / SETTINGS_FILE)
    with _uncollected():
        grids, refused = _open(root, progress or (lambda _: None))
        school = _read(grids, policy or read_policy(DEFAULT_POLICY), settings)
    problems = pd.concat([problems_frame(refused), school.problems], ignore_index=True)
    return replace(school, problems=problems, folder=str(folder))


def read_plan_text(text: str, *, file: str = "") -> School:
    """Read a plan that was pasted as text with one cell a line; the other tables stay empty."""
    return _read([text_grid(text, file)], read_policy(DEFAULT_POLICY), Settings())


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from going through thousands of new rows, none of which is one."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _open(root: Path, progress: Callable[[str], None]) -> tuple[list[Grid], list[Problem]]:
    """Read the cells of every file; one that is refused stays in the list, without cells."""
    packs = find_packs(root)
    grids: list[Grid] = []
    found = [_pack_problem(_shown(run, root), files) for run, files in packs.items()]
    for path in _files(root, frozenset().union(*packs.values())):
        name = _shown(path, root)
        progress(name)
        try:
            grids += read_grids(path, name) or [Grid(name, "", Lines())]
        except RefusedError as error:
            grids.append(Grid(name, "", Lines(), refused=True))
            found.append(Problem(name, "", None, "", "", error.reason, "", error.advice))
    return grids, found


def _files(root: Path, written: frozenset[Path]) -> list[Path]:
    """List a folder's files; lock, hidden and system files, settings and packs are no tables."""
    inside = {path.relative_to(root): path for path in root.rglob("*") if path.is_file()}
    return [
        inside[name]
        for name in sorted(inside, key=lambda name: (name.with_suffix("").as_posix(), name.suffix))
        if name.suffix != ".toml"
        and name.name.lower() not in SYSTEM_FILES
        and inside[name] not in written
        and not any(part.startswith((".", "~$")) for part in name.parts)
    ]


def _shown(path: Path, root: Path) -> str:
    return printable(path.relative_to(root).as_posix())


def _pack_problem(run: str, files: frozenset[Path]) -> Problem:
    names = "、".join(sorted(path.name for path in files))
    problem = f"这里是本程序生成的会议材料（{names}），没有当作学校的文件读取"
    return Problem(run, "", None, "", "", problem, "", "无须处理，也可移出文件夹", NOTICE)


def _read(grids: Sequence[Grid], policy: Policy, settings: Settings) -> School:
    """Recognise every grid, then read plan, roster and the rest, which refer to them."""
    canonical = [read_table(grid) if _holds_records(grid) else None for grid in grids]
    year, found_year = _school_year(grids, canonical)
    plan, found = _table(PLAN, canonical, year, number_activities, drop_repeated_activities)
    activities = Activities.of(plan, year)
    nobody = Context(People.of(Records.joined(ROSTER, [])), activities, policy.recording, settings)
    exports = [_export(*pair, nobody) for pair in zip(grids, canonical, strict=True)]
    tables = [None if read else sheet for read, sheet in zip(exports, canonical, strict=True)]
    roster, found_roster = _table(ROSTER, tables, year, *_ROSTER_STEPS)
    context = replace(nobody, people=People.of(roster))
    pairs = zip(exports, tables, strict=True)
    sheets = [read(context) if read else sheet for read, sheet in pairs]
    plan, found_audience = _audience(plan, roster)
    records = {PLAN.name: plan, ROSTER.name: roster}
    problems = [*found_year, *found, *found_roster, *found_audience]
    for table in TABLES.values():
        if table.name not in records:
            records[table.name], more = _table(table, sheets, year, *_steps(table, context))
            problems += more
    return _school(grids, sheets, records, problems, year)


def _holds_records(grid: Grid) -> bool:
    return grid.is_open and not is_result(grid)


def _school_year(
    grids: Sequence[Grid], sheets: Sequence[Sheet | None]
) -> tuple[str, list[Problem]]:
    """Look for the school year outside the roster, whose dates are births and entries."""
    pairs = [pair for pair in zip(grids, sheets, strict=True) if _holds_records(pair[0])]
    telling = [grid for grid, sheet in pairs if sheet is None or sheet.table != ROSTER.name]
    year = find_school_year(telling, dt.datetime.now().astimezone().date())
    planned = any(sheet.table == PLAN.name for _, sheet in pairs if sheet)
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


def _steps(table: Table, context: Context) -> tuple[Step, ...]:
    """Say what a table's records go through; without roster or plan they stay as written."""
    names = {column.name for column in table.columns}
    steps: list[Step] = []
    if context.people and col.TEACHER_ID in names:
        steps.append(partial(resolve_people, people=context.people))
    elif context.people and col.GROUP in names:
        steps.append(partial(resolve_groups, groups=context.people.groups))
    if context.activities and table is ATTENDANCE:
        steps.append(partial(resolve_activities, activities=context.activities))
    steps += _REPEATS.get(table.name, ())
    return tuple(steps)


_ROSTER_STEPS: tuple[Step, ...] = (drop_repeated_teachers, compare_groups)
_REPEATS: Mapping[str, tuple[Step, ...]] = {
    ATTENDANCE.name: (drop_repeated_attendance,),
    AWARDS.name: (drop_repeated_awards,),
    GROUP_REVIEW.name: (drop_repeated_reviews,),
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
    listed = sorted(
        dict.fromkeys(
            [*tell_outcomes(problems, sheets, records.values()), *list_unread(grids, sheets)]
        ),
        key=lambda problem: (places.get((problem.file, problem.sheet), -1), problem.row or 0),
    )
    return School(
        _school_name(tables[ROSTER.name], grids),
        school_year,
        tables,
        count_rows(grids, sheets, records.values()),
        problems_frame(listed),
        tuple(sheet.legend for sheet in sheets if sheet and sheet.legend),
    )


def _frame(table: Table, records: Records) -> pd.DataFrame:
    sheets = {col.FILE: lambda sheet: sheet.grid.file, col.SHEET: lambda sheet: sheet.grid.sheet}
    columns = {name: records.column(name) for name in table.dtypes if name not in PROVENANCE}
    columns |= {name: records.sheets.map(told) for name, told in sheets.items()}
    arrays = {name: column.array(table.dtypes[name]) for name, column in columns.items()}
    return table.frame({**arrays, col.ROW: records.rows})


def _school_name(roster: pd.DataFrame, grids: Sequence[Grid]) -> str:
    names = roster[col.SCHOOL].dropna().unique()
    return str(names[0]) if len(names) == 1 else find_school_name(grids)
