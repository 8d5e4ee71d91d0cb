"""The troubles of real files, each put in on purpose and by name.

Every mess-maker takes the rows of one table and returns new ones. Most spoil a single row; the
reader has to find each of them, and lose nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from random import Random

from xiaoben_analytics import columns as col
from xiaoben_analytics.sample.attendance import Row
from xiaoben_analytics.sample.people import Staff
from xiaoben_analytics.tables import ATTENDANCE, AWARDS, EXTERNAL, LATE, PARTICIPATION, PRACTICE, PRESENT

Rows = list[Row]
MessMaker = Callable[[Rows, Staff, Random], Rows]

UNKNOWN_ID = "0999"
UNKNOWN_MARK = "※"
UNKNOWN_ACTIVITY = "2-09"
IMPOSSIBLE_DATE = "2022-02-30"
VAGUE_HOURS = "约3"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
DATE_STYLES = ("{0:%Y}-{0:%m}-{0:%d}", "{0.year}.{0.month}.{0.day}", "{0.year}年{0.month}月{0.day}日", "{0.year}/{0.month}/{0.day}")  # fmt: skip


def make_mess(tables: Mapping[str, Rows], seed: int, staff: Staff) -> dict[str, Rows]:
    """Return the tables as people would have kept them."""
    messy = dict(tables)
    for table, makers in MESS.items():
        for maker in makers:
            rng = Random(f"{seed}/{maker.__name__}")
            messy[table] = maker(messy[table], staff, rng)
    return messy


def add_stranger(rows: Rows, staff: Staff, rng: Random) -> Rows:
    """Somebody signed in who is not on the roster."""
    place = _pick(rows, rng, "2-03")
    guest = rows[place] | {col.TEACHER_ID: UNKNOWN_ID, col.NAME: staff.stranger(), col.NOTE: "跟岗"}
    return [*rows[: place + 1], guest, *rows[place + 1 :]]


def add_unplanned_activity(rows: Rows, staff: Staff, rng: Random) -> Rows:
    """A row speaks of an activity that the plan does not have."""
    attended = rows[_pick(rows, rng, "2-08")]
    return [*rows, attended | {col.ACTIVITY_ID: UNKNOWN_ACTIVITY, col.NOTE: "暑期培训"}]


def swap_name(rows: Rows, staff: Staff, rng: Random) -> Rows:
    """The 工号 is one colleague's, the name another's."""
    place = _pick(rows, rng, "2-04")
    others = [one.name for one in staff.teachers if one.teacher_id != rows[place][col.TEACHER_ID]]
    return _with(rows, place, {col.NAME: rng.choice([name for name in others if name != staff.homonym])})  # fmt: skip


def write_impossible_date(rows: Rows, staff: Staff, rng: Random) -> Rows:
    """A day that no calendar has."""
    return _with(rows, _pick(rows, rng, "2-01"), {col.DATE: IMPOSSIBLE_DATE})


def write_vague_hours(rows: Rows, staff: Staff, rng: Random) -> Rows:
    """Hours that are no number."""
    return _with(rows, _pick(rows, rng, "2-06"), {col.HOURS: VAGUE_HOURS})


def write_hours_with_unit(rows: Rows, staff: Staff, rng: Random) -> Rows:
    """Hours with their unit, or in full width: readable, and no trouble."""
    styles = {"2-05": "{}学时", "2-02": "{}课时"}
    return [
        row | {col.HOURS: styles[str(row[col.ACTIVITY_ID])].format(row[col.HOURS])}
        if row[col.ACTIVITY_ID] in styles and row[col.HOURS] and rng.random() < 0.15
        else row
        for row in rows
    ]


def repeat_row(rows: Rows, staff: Staff, rng: Random) -> Rows:
    """The same row twice, as after a careless paste."""
    place = _pick(rows, rng, "SX-1-3")
    return [*rows[: place + 1], dict(rows[place]), *rows[place + 1 :]]


def contradict_row(rows: Rows, staff: Staff, rng: Random) -> Rows:
    """Late in one row, present in the next."""
    place = _pick(rows, rng, "YY-1-2")
    return [*rows[:place], rows[place] | {col.STATUS: LATE}, *rows[place:]]


def draw_unknown_mark(rows: Rows, staff: Staff, rng: Random) -> Rows:
    """A mark that the legend does not explain."""
    return _with(rows, _pick(rows, rng, "1-03"), {col.STATUS: UNKNOWN_MARK})


def space_names(rows: Rows, staff: Staff, rng: Random) -> Rows:
    """Names with spaces inside and behind, 工号 in full width: the same people all the same."""
    return [row | _respelled(row, rng.random()) for row in rows]


def write_dates_by_hand(rows: Rows, staff: Staff, rng: Random) -> Rows:
    """Real dates for one activity, dates as text in four spellings for others."""
    return [row | {col.DATE: _spelled(row[col.DATE], hash_of(row))} for row in rows]


def misspell_name(rows: Rows, staff: Staff, rng: Random) -> Rows:
    """No 工号, and two characters of the name changed places."""
    known = {teacher.name for teacher in staff.teachers}
    fitting = [
        i
        for i, row in enumerate(rows)
        if len(str(row[col.NAME])) == 3 and _turned(str(row[col.NAME])) not in known
    ]
    place = rng.choice(fitting)
    return _with(rows, place, {col.TEACHER_ID: None, col.NAME: _turned(str(rows[place][col.NAME]))})


def leave_out_homonym_id(rows: Rows, staff: Staff, rng: Random) -> Rows:
    """A name that two teachers share, and no 工号 beside it."""
    place = rng.choice([i for i, row in enumerate(rows) if row[col.NAME] == staff.homonym])
    return _with(rows, place, {col.TEACHER_ID: None})


def leave_out_ids(rows: Rows, staff: Staff, rng: Random) -> Rows:
    """No 工号 here and there, where the name says enough."""
    return [
        row | {col.TEACHER_ID: None}
        if rng.random() < 0.04 and row[col.NAME] != staff.homonym
        else row
        for row in rows
    ]


def award_beyond_regulation(rows: Rows, staff: Staff, rng: Random) -> Rows:
    """Awards of levels that the regulation does not list."""
    national, school = rng.sample(range(len(rows)), 2)
    rows = _with(rows, national, {col.LEVEL: "国家级", col.AWARD: "全国课堂教学比赛"})
    return _with(rows, school, {col.LEVEL: "校级", col.AWARD: "校教师基本功比赛"})


def leave_credits_open(rows: Rows, staff: Staff, rng: Random) -> Rows:
    """A discretionary amount that nobody decided, and one that nobody may give."""
    fitting = [i for i, row in enumerate(rows) if row[col.DONE] == "是"]
    blank, excessive = rng.sample(fitting, 2)
    return _with(_with(rows, blank, {col.CREDITS: None}), excessive, {col.CREDITS: 4})


def write_study_hours_with_unit(rows: Rows, staff: Staff, rng: Random) -> Rows:
    """Hours of a study outside school with their unit: readable."""
    place = rng.randrange(len(rows))
    return _with(rows, place, {col.HOURS: f"{rows[place][col.HOURS]}学时"})


MESS: Mapping[str, tuple[MessMaker, ...]] = {
    ATTENDANCE.name: (
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
    AWARDS.name: (award_beyond_regulation,),
    PARTICIPATION.name: (leave_credits_open,),
    EXTERNAL.name: (write_study_hours_with_unit,),
}
