"""A file of corrections: rows of the canonical tables, each with what is to be done in a column 更正.

新增 adds a record, 撤销 withdraws the one that the row repeats, 改为 puts the cells that are filled in
into the record that bears the same identity (see `tables.Table`). Rows are read as any others are: the
same headings, the same spellings, the people of the roster and the activities of the plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.errors import DataError, RefusedError, UsageError
from xiaoben_analytics.labels import printable
from xiaoben_analytics.policy import Policy
from xiaoben_analytics.problems import PROBLEM, REPEATED, state_problems
from xiaoben_analytics.reading.folder import open_folder
from xiaoben_analytics.reading.furniture import is_furniture
from xiaoben_analytics.reading.grid import Grid, read_grids
from xiaoben_analytics.reading.header import Heading, cell_at, find_heading
from xiaoben_analytics.reading.lines import Line, Lines
from xiaoben_analytics.reading.school import assemble
from xiaoben_analytics.reading.settings import read_settings
from xiaoben_analytics.reading.sheet import Sheet
from xiaoben_analytics.reading.words import heading_key, tidy
from xiaoben_analytics.tables import (
    ATTENDANCE,
    PLAN,
    PROVENANCE,
    ROSTER,
    TABLES,
    Correction,
    School,
    Table,
)

ACTION = "更正"
ADD, CHANGE, WITHDRAW = ACTIONS = ("新增", "改为", "撤销")

_MARK = f"{ACTION}："
"""What sets the file of corrections apart from one of the same name in the folder."""

_TWICE = re.compile(rf"{_MARK}(.*? 第 \d+ 行).*")

CONTEXT = (ROSTER.name, PLAN.name)
"""The tables that say who and what is meant; they are not corrected this way."""


def read_corrections(path: str | Path, school: School, policy: Policy) -> tuple[Correction, ...]:
    """Read what is to be put right in a school's records; nothing is changed.

    Raises
    ------
    UsageError
        If there is no such file.
    DataError
        If a row does not say what is to be done, matches no record or several, or changes nothing.
    """
    place = Path(path)
    if not place.is_file():
        raise UsageError.file_missing(str(path))
    name = printable(place.name)
    grids = _grids(place, name)
    telling = [grid for grid in grids if _action_at(grid) is not None]
    tables = [_table(grid) for grid in telling or grids[:1]]  # else the first says what it lacks
    context = _context(school)
    found = [one for action in ACTIONS for one in _read(action, tables, context, school, policy)]
    if not found:
        raise DataError.correction_unusable(
            name, "没有一行更正", f"请在“{ACTION}”一列写明{_listed()}"
        )
    _fail_if_twice(found)
    return tuple(one.correction for one in found)


@dataclass(frozen=True, eq=False)
class _Rows:
    """A sheet of corrections: the heading, and the rows by what is to be done with them."""

    grid: Grid
    heading: Heading
    at: int
    by_action: Mapping[str, Sequence[Line]]

    def only(self, action: str) -> Grid:
        """Return the sheet as it would be without the other rows and without the column itself."""
        first = self.heading.line.number
        lines = [line for line in self.grid.lines if line.number <= first]
        kept = [*lines, *self.by_action[action]]
        return replace(self.grid, lines=Lines.of((one.number, self._without(one)) for one in kept))

    def _without(self, line: Line) -> list[Any]:
        cells = ["" if cell is None else cell for cell in line.cells]
        return [cell for at, cell in enumerate(cells) if at != self.at]


@dataclass(frozen=True)
class _Found:
    """A correction, and where it is said."""

    place: str
    correction: Correction


def _grids(path: Path, name: str) -> list[Grid]:
    try:
        grids = read_grids(path, name)
    except RefusedError as error:
        raise DataError.correction_unusable(name, error.reason, error.advice) from None
    return [grid for grid in grids if grid.is_open]


def _action_at(grid: Grid) -> int | None:
    """Find the column that says what is to be done."""
    heading = find_heading(grid)
    words = [heading_key(str(cell or "")) for cell in heading.line.cells] if heading else []
    return words.index(ACTION) if ACTION in words else None


def _table(grid: Grid) -> _Rows:
    """Sort the rows of a sheet by what is to be done with them."""
    place = "·".join(part for part in (grid.file, grid.sheet) if part)
    heading = find_heading(grid)
    if heading is None:
        advice = "标题应与登记表相同，另加“更正”一列"
        raise DataError.correction_unusable(place, "认不出是哪一张表", advice)
    at = _action_at(grid)
    if at is None:
        advice = f"请加上这一列，每行写明{_listed()}"
        raise DataError.correction_unusable(place, f"没有“{ACTION}”一列", advice)
    if heading.table.name in CONTEXT:
        found = f"《{heading.table.label}》不能这样更正"
        raise DataError.correction_unusable(place, found, "请直接改正原来的文件，再运行一次")
    by_action: dict[str, list[Line]] = {action: [] for action in ACTIONS}
    for line in grid.lines:
        if line.number > heading.line.number and not is_furniture(line):
            action = tidy(str(cell_at(line, at) or ""))
            if action not in by_action:
                found = f"“{ACTION}”写的是“{action}”" if action else f"没有写明“{ACTION}”"
                where = f"{place} 第 {line.number} 行"
                raise DataError.correction_unusable(where, found, f"请写{_listed()}")
            by_action[action].append(line)
    return _Rows(grid, heading, at, by_action)


def _listed() -> str:
    return "、".join(f"“{action}”" for action in ACTIONS[:2]) + f"或“{WITHDRAW}”"


def _context(school: School) -> list[Grid]:
    """Open the sheets again that say who and what is meant."""
    sheets = school.files[school.files[col.TABLE].isin(CONTEXT)]
    known = set(zip(sheets[col.FILE], sheets[col.SHEET], strict=True))
    grids, _ = open_folder(Path(school.folder), lambda _: None)
    return [grid for grid in grids if (grid.file, grid.sheet) in known]


def _read(
    action: str, tables: Sequence[_Rows], context: Sequence[Grid], school: School, policy: Policy
) -> Iterator[_Found]:
    """Read the rows with which one thing is to be done, and find the records that they mean."""
    own = [rows.only(action) for rows in tables if rows.by_action[action]]
    if not own:
        return
    marked = [replace(grid, file=f"{_MARK}{grid.file}") for grid in own]
    settings = read_settings(Path(school.folder))
    given, sheets = assemble([*context, *marked], policy, settings)
    _fail_if_unread(action, given, {grid.file for grid in marked})
    for sheet in sheets[len(context) :]:
        if sheet is None:
            raise DataError.correction_unusable(marked[0].file, "没有读懂", "请检查标题和内容")
        for row in _rows_of(given, sheet):
            yield _matched(action, row, sheet, school)


def _fail_if_unread(action: str, given: School, files: set[str]) -> None:
    """Refuse a file of which a row cannot be read as it stands: an appeal is exact.

    Nothing of it is used then, so what reading made of the row is not said.
    """
    wrong = given.problems[col.SEVERITY].isin([PROBLEM, REPEATED])
    found = given.problems[wrong & given.problems[col.FILE].isin(files)]
    if found.empty:
        return
    first = found.iloc[0]
    where = f"{first[col.FILE]}·{first[col.SHEET]}".rstrip("·").removeprefix(_MARK)
    row = "" if pd.isna(first[col.ROW]) else f" 第 {first[col.ROW]} 行"
    about = f"“{first[col.COLUMN]}”{first[col.VALUE]}：" if first[col.COLUMN] else ""
    stated = str(state_problems(found.head(1).assign(**{col.OUTCOME: ""})).iloc[0])
    advice = str(first[col.ADVICE]) or "请改正后重试"
    if _MARK in stated:  # another row of the corrections is about the same record
        stated, advice = _TWICE.sub(r"\1 更正的是同一条记录", stated), "请只留一行"
    elif action != ADD:
        advice = f"{advice}。“{action}”的行要照抄原记录中必填的各列"
    raise DataError.correction_unusable(f"{where}{row}", f"{about}{stated}", advice)


def _rows_of(given: School, sheet: Sheet) -> Iterator[dict[str, Any]]:
    rows = given.tables[sheet.table]
    own = (rows[col.FILE] == sheet.grid.file) & (rows[col.SHEET].fillna("") == sheet.grid.sheet)
    kept = rows[own].astype("object")
    yield from kept.where(kept.notna(), None).to_dict("records")  # type: ignore[misc]


def _matched(action: str, row: Mapping[str, Any], sheet: Sheet, school: School) -> _Found:
    """Find the record that a row means, and say what becomes of it."""
    table = TABLES[sheet.table]
    file = sheet.grid.file.removeprefix(_MARK)
    place = "·".join(part for part in (file, sheet.grid.sheet) if part) + f" 第 {row[col.ROW]} 行"
    identity = {name: row[name] for name in table.identity if row[name] is not None}
    told = {name: row[name] for name in _filled(row, sheet, table)}
    if action == ADD:
        return _Found(place, _added(school, table, row, place))
    if action == WITHDRAW:
        at = _the_one(school, table, {**identity, **told}, place)
        return _Found(place, Correction(table.name, at, withdrawn=True))
    at = _the_one(school, table, identity, place)
    before = school.tables[table.name].iloc[at]
    says = {
        name: value
        for name, value in told.items()
        if name not in identity and not _same(before[name], value)
    }
    if not says:
        found, advice = "与原来的记录相同，没有可改的", "请写明改正后的内容，或去掉这一行"
        raise DataError.correction_unusable(place, found, advice)
    return _Found(place, Correction(table.name, at, says))


def _added(school: School, table: Table, row: Mapping[str, Any], place: str) -> Correction:
    """Add a record; reading would keep but one of two that cannot both be, or bear one certificate."""
    names = table.identity if table.only else ()
    if row.get(col.CERTIFICATE) is not None:
        names = tuple(column.name for column in table.columns if column.name != col.NAME)
    if names and _places(school, table, {name: row[name] for name in names}):
        found, advice = "这条记录已经有了", f"要改动它，请写“{CHANGE}”"
        raise DataError.correction_unusable(place, found, advice)
    address = {col.FILE: row[col.FILE].removeprefix(_MARK)}
    return Correction(table.name, None, {name: row[name] for name in table.dtypes} | address)


def _filled(row: Mapping[str, Any], sheet: Sheet, table: Table) -> list[str]:
    """Name the columns that the file fills in; who, and the day of an activity, are the identity's."""
    raw = next((raw.cells for raw in sheet.rows if raw.row == row[col.ROW]), row)
    unsaid = (col.NAME, col.DATE) if table is ATTENDANCE else (col.NAME,)
    return [
        column.name
        for column in table.columns
        if raw.get(column.name) not in ("", None) and column.name not in unsaid
    ]


def _the_one(school: School, table: Table, wanted: Mapping[str, Any], place: str) -> int:
    """Find the record that has all these values; of several that are alike in everything the first."""
    places = _places(school, table, wanted)
    if not places:
        found = f"《{table.label}》中没有这样的记录"
        raise DataError.correction_unusable(place, found, "请照抄原记录的工号或姓名、日期等各列")
    own = [name for name in table.dtypes if name not in PROVENANCE]
    rows = school.tables[table.name].iloc[places]
    if len(rows[own].drop_duplicates()) > 1:
        shown = "、".join(f"{one[col.FILE]} 第 {one[col.ROW]} 行" for _, one in rows.iterrows())
        advice = f"请把能区分它们的各列写全；“{CHANGE}”分不清时，请先“{WITHDRAW}”再“{ADD}”"
        raise DataError.correction_unusable(
            place, f"《{table.label}》中有 {len(rows)} 条这样的记录（{shown}）", advice
        )
    return places[0]


def _places(school: School, table: Table, wanted: Mapping[str, Any]) -> list[int]:
    rows = school.tables[table.name].reset_index(drop=True)
    for name, value in wanted.items():
        rows = rows[[_same(cell, value) for cell in rows[name]]]
    return [int(at) for at in rows.index]


def _same(cell: Any, value: Any) -> bool:
    return bool(pd.isna(cell)) if value is None else not pd.isna(cell) and bool(cell == value)


def _fail_if_twice(found: Sequence[_Found]) -> None:
    """Refuse two corrections of one record: which of them counts would depend on their order."""
    seen: dict[tuple[str, int], str] = {}
    for one in found:
        key = one.correction
        if key.at is not None:
            first = seen.setdefault((key.table, key.at), one.place)
            if first != one.place:
                advice = "请只留一行"
                raise DataError.correction_unusable(
                    one.place, f"与 {first} 更正的是同一条记录", advice
                )
