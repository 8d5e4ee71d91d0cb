"""The troubles of real files, each put in on purpose and by name.

Every mess-maker takes the rows of one table and returns new ones. Most spoil a single row; the
reader has to find each of them, and lose nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from xiaoben_analytics import columns as col
from xiaoben_analytics.sample.attendance import Row
from xiaoben_analytics.sample.chance import chance
from xiaoben_analytics.sample.people import Staff
from xiaoben_analytics.tables import (
    ATTENDANCE,
    AWARDS,
    EXTERNAL,
    LATE,
    PARTICIPATION,
    PLAN,
    PRACTICE,
    PRESENT,
    READING,
)

Rows = list[Row]

UNKNOWN_ID = "0999"
UNKNOWN_MARK = "※"
UNKNOWN_ACTIVITY = "2-09"
IMPOSSIBLE_DATE = "2022-02-30"
VAGUE_HOURS = "约3"
NATIONAL: Row = {col.LEVEL: "国家级", col.AWARD: "全国课堂教学比赛", col.AWARD_CATEGORY: "竞赛"}
LOCAL: Row = {col.LEVEL: "校级", col.AWARD: "校教师基本功比赛", col.AWARD_CATEGORY: "竞赛"}
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
DATE_STYLES = (
    "{0:%Y-%m-%d}",
    "{0.year}.{0.month}.{0.day}",
    "{0.year}年{0.month}月{0.day}日",
    "{0.year}/{0.month}/{0.day}",
)


@dataclass(frozen=True)
class Desk:
    """Where a table is kept: the people it may speak of, and the chance of a slip."""

    staff: Staff
    rng: Random


MessMaker = Callable[[Rows, Desk], Rows]


def make_mess(tables: Mapping[str, Rows], seed: int, staff: Staff) -> dict[str, Rows]:
    """Return the tables as people would have kept them."""
    messy = dict(tables)
    for table, makers in MESS.items():
        for maker in makers:
            desk = Desk(staff, chance(seed, maker.__name__))
            messy[table] = maker(messy[table], desk)
    return messy


def add_stranger(rows: Rows, desk: Desk) -> Rows:
    """Add somebody who signed in but is not on the roster."""
    place = _pick(rows, desk.rng, "2-03")
    guest = rows[place] | {
        col.TEACHER_ID: UNKNOWN_ID,
        col.NAME: desk.staff.stranger(),
        col.NOTE: "跟岗",
    }
    return [*rows[: place + 1], guest, *rows[place + 1 :]]


def add_unplanned_activity(rows: Rows, desk: Desk) -> Rows:
    """Add a row about an activity that the plan does not have."""
    attended = rows[_pick(rows, desk.rng, "2-08")]
    return [*rows, attended | {col.ACTIVITY_ID: UNKNOWN_ACTIVITY, col.NOTE: "暑期培训"}]


def swap_name(rows: Rows, desk: Desk) -> Rows:
    """Put another colleague's name beside a 工号."""
    place = _pick(rows, desk.rng, "2-04")
    taken = {str(rows[place][col.NAME]), desk.staff.homonym}
    others = [one.name for one in desk.staff.teachers if one.name not in taken]
    return _with(rows, place, {col.NAME: desk.rng.choice(others)})


def write_impossible_date(rows: Rows, desk: Desk) -> Rows:
    """Write a day that no calendar has."""
    return _with(rows, _pick(rows, desk.rng, "2-01"), {col.DATE: IMPOSSIBLE_DATE})


def write_vague_hours(rows: Rows, desk: Desk) -> Rows:
    """Write hours that are no number."""
    return _with(rows, _pick(rows, desk.rng, "2-06"), {col.HOURS: VAGUE_HOURS})


def write_hours_with_unit(rows: Rows, desk: Desk) -> Rows:
    """Write hours with their unit: readable, and no trouble."""
    styles = {"2-05": "{}学时", "2-02": "{}课时"}
    return [
        row | {col.HOURS: styles[str(row[col.ACTIVITY_ID])].format(row[col.HOURS])}
        if row[col.ACTIVITY_ID] in styles and row[col.HOURS] and desk.rng.random() < 0.15
        else row
        for row in rows
    ]


def repeat_row(rows: Rows, desk: Desk) -> Rows:
    """Repeat a row, as after a careless paste."""
    place = _pick(rows, desk.rng, "SX-1-3", status=None)
    return [*rows[: place + 1], dict(rows[place]), *rows[place + 1 :]]


def contradict_row(rows: Rows, desk: Desk) -> Rows:
    """Say in the row before what the next one denies."""
    place = _pick(rows, desk.rng, "YY-1-2", status=None)
    other = PRESENT if rows[place][col.STATUS] == LATE else LATE
    return [*rows[:place], rows[place] | {col.STATUS: other}, *rows[place:]]


def draw_unknown_mark(rows: Rows, desk: Desk) -> Rows:
    """Draw a mark that the legend does not explain."""
    return _with(rows, _pick(rows, desk.rng, "1-03"), {col.STATUS: UNKNOWN_MARK})


def space_names(rows: Rows, desk: Desk) -> Rows:
    """Write names with spaces inside and behind, 工号 in full width: the same people all the same."""
    return [_respelled(row, desk.rng.random()) for row in rows]


def write_dates_by_hand(rows: Rows, desk: Desk) -> Rows:
    """Write some dates as text, in four spellings; the others stay real dates."""
    return [
        row | {col.DATE: desk.rng.choice(DATE_STYLES).format(row[col.DATE])}
        if isinstance(row[col.DATE], date) and desk.rng.random() < 0.25
        else row
        for row in rows
    ]


def misspell_name(rows: Rows, desk: Desk) -> Rows:
    """Leave out a 工号, and let two characters of the name change places."""
    known = {teacher.name for teacher in desk.staff.teachers}
    fitting = [
        i
        for i, row in enumerate(rows)
        if len(str(row[col.NAME])) == 3 and _turned(str(row[col.NAME])) not in known
    ]
    place = desk.rng.choice(fitting)
    return _with(rows, place, {col.TEACHER_ID: None, col.NAME: _turned(str(rows[place][col.NAME]))})


def leave_out_homonym_id(rows: Rows, desk: Desk) -> Rows:
    """Leave out the 工号 beside a name that two teachers share."""
    place = desk.rng.choice(
        [i for i, row in enumerate(rows) if row[col.NAME] == desk.staff.homonym]
    )
    return _with(rows, place, {col.TEACHER_ID: None})


def leave_out_ids(rows: Rows, desk: Desk) -> Rows:
    """Leave out the 工号 here and there, where the name says enough."""
    return [
        row | {col.TEACHER_ID: None}
        if desk.rng.random() < 0.04 and row[col.NAME] != desk.staff.homonym
        else row
        for row in rows
    ]


def award_beyond_regulation(rows: Rows, desk: Desk) -> Rows:
    """Let two awards be of levels that the regulation does not list."""
    national, school = desk.rng.sample(range(len(rows)), 2)
    rows = _with(rows, national, NATIONAL)
    return _with(rows, school, LOCAL)


def leave_credits_open(rows: Rows, desk: Desk) -> Rows:
    """Leave one discretionary amount undecided, and give one that nobody may give."""
    fitting = [i for i, row in enumerate(rows) if row[col.DONE] == "是"]
    blank, excessive = desk.rng.sample(fitting, 2)
    return _with(_with(rows, blank, {col.CREDITS: None}), excessive, {col.CREDITS: 4})


def write_plan_hours_with_unit(rows: Rows, desk: Desk) -> Rows:
    """Write the hours of a few planned activities with their unit: readable."""
    return [
        row | {col.HOURS: f"{row[col.HOURS]}学时"} if desk.rng.random() < 0.1 else row
        for row in rows
    ]


def write_study_hours_with_unit(rows: Rows, desk: Desk) -> Rows:
    """Write the hours of one study outside school with their unit: readable."""
    place = desk.rng.randrange(len(rows))
    return _with(rows, place, {col.HOURS: f"{rows[place][col.HOURS]}学时"})


MESS: Mapping[str, tuple[MessMaker, ...]] = {
    PLAN.name: (write_plan_hours_with_unit,),
    ATTENDANCE.name: (
        write_dates_by_hand,
        write_hours_with_unit,
        write_vague_hours,
        write_impossible_date,
        swap_name,
        add_stranger,
        add_unplanned_activity,
        repeat_row,
        contradict_row,
        draw_unknown_mark,
    ),
    PRACTICE.name: (misspell_name, leave_out_homonym_id, leave_out_ids),
    READING.name: (space_names,),
    AWARDS.name: (
        write_dates_by_hand,
        award_beyond_regulation,
    ),
    PARTICIPATION.name: (leave_credits_open,),
    EXTERNAL.name: (write_study_hours_with_unit,),
}


def _pick(rows: Rows, rng: Random, activity_id: str, *, status: str | None = PRESENT) -> int:
    """Choose a row of the activity, and unless told otherwise of somebody present."""
    return rng.choice(
        [
            i
            for i, row in enumerate(rows)
            if row[col.ACTIVITY_ID] == activity_id and status in (None, row[col.STATUS])
        ]
    )


def _with(rows: Rows, place: int, changes: Row) -> Rows:
    return [row | changes if i == place else row for i, row in enumerate(rows)]


def _respelled(row: Row, chance: float) -> Row:
    name, teacher_id = str(row[col.NAME]), str(row[col.TEACHER_ID])
    if len(name) == 2 and chance < 0.5:
        return row | {col.NAME: "\u3000".join(name)}
    if chance < 0.05:
        return row | {col.NAME: f"{name[0]} {name[1:]} "}
    if chance > 0.95:
        return row | {col.TEACHER_ID: teacher_id.translate(FULL_WIDTH)}
    return row


def _turned(name: str) -> str:
    return name[0] + name[:0:-1]
