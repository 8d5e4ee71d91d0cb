"""The records that a school may have got wrong: each a single correction of one teacher's record.

What may be wrong follows from the tables and the regulation: every table that a scored measure reads,
every column of it that holds a choice, a yes or no, an amount or a day; a record too many or too few.
What the checks would find fault with is no correction: it would be set aside, or asked about.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.checks import check_rows
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
    """A correction of a record of the teacher at a place of the roster.

    `steps` says how far the correction is from what is written: how many choices away, else 1.
    """

    teacher: int
    correction: Correction
    steps: int = 1


def list_slips(school: School, policy: Policy, teachers: Iterable[int]) -> dict[str, list[Slip]]:
    """List what may be wrong about some teachers of the roster, by table, in order of the files.

    Of a teacher's records that are alike only the first is taken: one stands for all.
    """
    ids = school.tables["roster"][col.TEACHER_ID].tolist()
    wanted = {ids[at]: at for at in teachers}
    slips = {}
    for table in tables_read(policy):
        own = [
            Slip(wanted[teacher], correction, steps)
            for teacher, correction, steps in _of_table(school, table)
            if teacher in wanted
        ]
        slips[table.name] = _faultless(school, policy, table, own)
    return slips


def tables_read(policy: Policy) -> list[Table]:
    """Return the tables of teachers' records that scored measures read."""
    read = {name for measure in policy.scored_measures for name in MEASURES[measure].rows.reads}
    return [
        table
        for table in TABLES.values()
        if table.name in read and table is not ROSTER and col.TEACHER_ID in table.dtypes
    ]


def _of_table(school: School, table: Table) -> Iterator[tuple[str, Correction, int]]:
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
                steps = _steps(table.column(name), row[name], value)
                yield teacher, Correction(table.name, at, {name: value}), steps
        if len(rows) > 1 or not table.needed:
            yield teacher, Correction(table.name, at, withdrawn=True), 1
    more = _unrecorded(school, facts) if table is ATTENDANCE else _again(school, table, told)
    for says in more:
        yield says[col.TEACHER_ID], Correction(table.name, None, says), 1


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


def _steps(column: Column, own: Any, other: Any) -> int:
    """Count how many choices apart two are, in the order of the table; all else is one step."""
    if column.kind != "choice" or own not in column.choices:
        return 1
    places = list(column.choices)
    return abs(places.index(own) - places.index(other))


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
    """Give every teacher one more of each record that the school has, the most usual first.

    Of those alike it is the first that the teacher does not have; a certificate is its owner's.
    """
    names = [one.name for one in table.columns if one.kind in CHANGING and one.kind != "date"]
    copied = [one.name for one in table.columns if one.name not in (col.NAME, col.CERTIFICATE)]
    times: Counter[Hashable] = Counter(tuple(row[name] for name in names) for row in rows)
    alike: dict[Hashable, dict[Hashable, dict[str, Any]]] = {
        one: {} for one, _ in times.most_common()
    }
    held: set[Hashable] = set()
    for row in rows:
        says = {name: row[name] for name in copied}
        told = _told_apart(table, says)
        held.add((row[col.TEACHER_ID], told))
        alike[tuple(row[name] for name in names)].setdefault(told, says)
    for teacher in school.tables["roster"][col.TEACHER_ID]:
        for kinds in alike.values():
            fresh = (says for told, says in kinds.items() if (teacher, told) not in held)
            for says in islice(fresh, 1):
                yield {**says, col.TEACHER_ID: teacher}


def _told_apart(table: Table, says: Mapping[str, Any]) -> Hashable:
    """Say what tells a teacher's record from the others; where nothing is filled in, all of it."""
    unsaid = (col.TEACHER_ID, col.CERTIFICATE)
    own = tuple(says[name] for name in table.identity if name not in unsaid)
    everything = tuple(value for name, value in says.items() if name != col.TEACHER_ID)
    return own if any(value is not None for value in own) else everything


def _faultless(school: School, policy: Policy, table: Table, slips: Sequence[Slip]) -> list[Slip]:
    """Leave out those of which the checks would find what they do not find now."""
    rows = school.tables[table.name]
    written = rows.astype("object").where(rows.notna(), None).to_dict("records")
    own = [{} if slip.correction.at is None else written[slip.correction.at] for slip in slips]
    after = [{**row, **slip.correction.says} for row, slip in zip(own, slips, strict=True)]
    now, then = (_faults(school, policy, table, given) for given in (own, after))
    return [
        slip for at, slip in enumerate(slips) if slip.correction.withdrawn or then[at] <= now[at]
    ]


def _faults(
    school: School, policy: Policy, table: Table, rows: Sequence[Mapping[Hashable, Any]]
) -> dict[int, set[tuple[str, str]]]:
    """Say of each row what the checks find: each is in a file of its own, so that a finding names it."""
    frame = table.frame({name: [row.get(name) for row in rows] for name in table.dtypes})
    numbered = frame.assign(**{col.FILE: [str(at) for at in range(len(rows))]})
    empty = {name: one.empty() for name, one in TABLES.items()}
    faults: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for found in check_rows({**empty, table.name: numbered}, policy, school.school_year):
        faults[int(found.file)].add((found.column, found.problem))
    return faults
