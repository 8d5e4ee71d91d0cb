"""The records that a school may have got wrong: each a single correction of one teacher's record.

What may be wrong follows from the tables and the regulation: every table that a scored measure reads,
every column of it that holds a choice, a yes or no, an amount or a day; a record too many or too few.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.measures import MEASURES
from xiaoben_analytics.policy import Policy
from xiaoben_analytics.records import pair_audiences
from xiaoben_analytics.tables import (
    ATTENDANCE,
    PROVENANCE,
    ROSTER,
    TABLES,
    Column,
    Correction,
    School,
    Table,
)

CHANGING = ("choice", "yes_no", "hours", "amount", "date")
"""The kinds of columns in which a mistake may change a score."""

Facts = Mapping[str, Mapping[str, Hashable]]
"""What a score sees of each planned activity, teacher by teacher."""


@dataclass(frozen=True)
class Slip:
    """A correction of a record of the teacher at a place of the roster."""

    teacher: int
    correction: Correction


def list_slips(school: School, policy: Policy, teachers: Iterable[int]) -> dict[str, list[Slip]]:
    """List what may be wrong about some teachers of the roster, by table, in order of the files.

    Of a teacher's records that are alike only the first is taken: one stands for all.
    """
    ids = school.tables["roster"][col.TEACHER_ID].tolist()
    wanted = {ids[at]: at for at in teachers}
    return {
        table.name: [
            Slip(wanted[teacher], correction)
            for teacher, correction in _of_table(school, table)
            if teacher in wanted
        ]
        for table in tables_read(policy)
    }


def tables_read(policy: Policy) -> list[Table]:
    """Return the tables of teachers' records that scored measures read."""
    read = {name for measure in policy.scored_measures for name in MEASURES[measure].rows.reads}
    return [
        table
        for table in TABLES.values()
        if table.name in read and table is not ROSTER and col.TEACHER_ID in table.dtypes
    ]


def _of_table(school: School, table: Table) -> Iterator[tuple[str, Correction]]:
    rows = school.tables[table.name]
    told: list[dict[Hashable, Any]] = (
        rows.astype("object").where(rows.notna(), None).to_dict("records")
    )
    order = (
        rows[list(PROVENANCE)].reset_index(drop=True).sort_values(list(PROVENANCE), kind="stable")
    )
    facts = _facts(school, table)
    others = _others(table, told)
    seen: set[Hashable] = set()
    for at in order.index:
        row = told[at]
        alike = _alike(table, row, facts)
        if alike in seen:
            continue
        seen.add(alike)
        teacher = row[col.TEACHER_ID]
        for name, choose in others.items():
            for value in choose(row[name]):
                yield teacher, Correction(table.name, at, {name: value})
        if len(rows) > 1 or not table.needed:
            yield teacher, Correction(table.name, at, withdrawn=True)
    more = _unrecorded(school, facts) if table is ATTENDANCE else _again(school, table, told)
    for says in more:
        yield says[col.TEACHER_ID], Correction(table.name, None, says)


def _facts(school: School, table: Table) -> Facts:
    """Say of each activity what a score sees of it: its hours, and whether the teacher owes it."""
    if table is not ATTENDANCE:
        return {}
    plan, roster = school.tables["plan"], school.tables["roster"]
    owed = pair_audiences(roster, plan[plan[col.REQUIRED].fillna(value=True)])
    pairs = set(owed[[col.TEACHER_ID, col.ACTIVITY_ID]].itertuples(index=False, name=None))
    hours = dict(zip(plan[col.ACTIVITY_ID], plan[col.HOURS], strict=True))
    return {
        teacher: {one: (own, (teacher, one) in pairs) for one, own in hours.items()}
        for teacher in roster[col.TEACHER_ID]
    }


def _alike(table: Table, row: Mapping[Hashable, Any], facts: Facts) -> Hashable:
    """Say of a record all that a score may see; records of which it is equal are alike.

    The day of an attendance row is the plan's.
    """
    unseen = (*PROVENANCE, col.NAME, *((col.DATE, col.ACTIVITY_ID) if table is ATTENDANCE else ()))
    own = tuple(value for name, value in row.items() if name not in unseen)
    return own, facts.get(row[col.TEACHER_ID], {}).get(row.get(col.ACTIVITY_ID, ""))


def _others(table: Table, rows: list[dict[Hashable, Any]]) -> dict[str, Any]:
    """Find for each column that may change a score how to choose what else it might have said."""
    unseen = (col.DATE,) if table is ATTENDANCE else ()
    return {
        column.name: _chooser(column, [row[column.name] for row in rows])
        for column in table.columns
        if column.kind in CHANGING and column.name not in unseen
    }


def _chooser(column: Column, used: list[Any]) -> Any:
    """Say what else a cell might have held.

    Another of the allowed choices; the contrary; the next lower or higher amount that the school
    itself writes in this column, a blank counting as the least; the day before or after.
    """
    if column.kind == "choice":
        return lambda own: [one for one in column.choices if one != own]
    if column.kind == "yes_no":
        return lambda own: [one for one in (True, False) if one != own]
    if column.kind == "date":
        day = pd.Timedelta(days=1)
        return lambda own: [] if own is None else [own - day, own + day]
    blank: list[int | None] = [] if column.required else [None]
    amounts = [*blank, *sorted({one for one in used if one is not None})]
    places = {amount: at for at, amount in enumerate(amounts)}
    return lambda own: [
        amounts[at] for at in (places[own] - 1, places[own] + 1) if 0 <= at < len(amounts)
    ]


def _unrecorded(school: School, facts: Facts) -> Iterator[dict[str, Any]]:
    """Make the attendance rows that are missing, of activities that are alike the first."""
    rows = school.tables["attendance"]
    known = set(zip(rows[col.TEACHER_ID], rows[col.ACTIVITY_ID], strict=True))
    for teacher, activities in facts.items():
        latest_first = reversed(list(activities.items()))
        missing = {seen: one for one, seen in latest_first if (teacher, one) not in known}
        for activity in missing.values():
            for status in ATTENDANCE.column(col.STATUS).choices:
                says = {col.TEACHER_ID: teacher, col.ACTIVITY_ID: activity, col.STATUS: status}
                yield {**says, col.MADE_UP: False}


def _again(
    school: School, table: Table, rows: list[dict[Hashable, Any]]
) -> Iterator[dict[str, Any]]:
    """Give every teacher one more of each record that the school has, of those alike the first."""
    names = [one.name for one in table.columns if one.kind in CHANGING and one.kind != "date"]
    first: dict[Hashable, dict[str, Any]] = {}
    for row in rows:
        says = {one.name: row[one.name] for one in table.columns if one.name != col.NAME}
        first.setdefault(tuple(row[name] for name in names), says)
    for teacher in school.tables["roster"][col.TEACHER_ID]:
        for says in first.values():
            yield {**says, col.TEACHER_ID: teacher}
