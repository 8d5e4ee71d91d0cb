"""Measures: named, integer-valued reductions of the tables to one row per teacher.

Everything that touches many rows is here, written for any engine that narwhals speaks. The
dialect is narrow on purpose: expressions in `select`, bare columns in `agg`, a cast after every
aggregation, codes turned to integers by comparison; anything richer gives silently different
numbers on one engine or another.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache, reduce
from operator import add, or_
from typing import Any, Literal

import narwhals as nw
import numpy as np
import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.errors import PolicyError
from xiaoben_analytics.policy import AwardKind, Policy
from xiaoben_analytics.policy.model import Range
from xiaoben_analytics.tables import EARLY_LEAVE, EXCUSED, LATE, NOTES, PRESENT, UNRECORDED

Frame = nw.DataFrame[Any]
Integers = np.ndarray[tuple[int], np.dtype[np.int64]]

_LISTED, _STEPS = "listed", "steps"  # of a prize: whether it counts, how far below the first

LAST_KNOWN_YEAR = 2026
"""Last year whose public holidays the calendar package knows; later, weekdays are used."""


def measure_teachers(
    tables: Mapping[str, pd.DataFrame], records: pd.DataFrame, policy: Policy
) -> pd.DataFrame:
    """Reduce a school's tables to one row per teacher of the roster, in roster order.

    Counts are whole numbers; hours, credits, points and deductions are hundredths. A teacher
    without rows in a table has 0 there. A discretionary amount that is missing or outside the
    regulation's range is not counted (`checks` lists it).

    Raises
    ------
    PolicyError
        If the regulation gives no points for a grade of notes.
    """
    _fail_if_grade_unlisted(policy)
    read = {name: nw.from_native(table, eager_only=True) for name, table in tables.items()}
    parts = [
        _attendance(nw.from_native(records, eager_only=True), policy),
        _external(read["external"], policy),
        _participation(read["participation"], policy),
        _notes(read["notes"], policy),
        _reading(read["reading"], policy),
        _awards(read["awards"], policy),
        _group_bonus(read["roster"], read["group_review"]),
    ]
    teachers = pd.Index(tables["roster"][col.TEACHER_ID])
    columns = reduce(or_, (_aligned(part, teachers) for part in parts))
    columns[col.EXTERNAL_POINTS] = columns[col.EXTERNAL_HOURS] + columns[col.RELAY_CREDITS]
    return pd.DataFrame({col.TEACHER_ID: teachers, **columns})


@lru_cache(maxsize=4096)
def working_days_later(start: date, days: int) -> date:
    """Return the date of the `days`-th working day after `start`, Chinese holidays observed.

    Public holidays do not count and make-up workdays do, as the State Council set them; after
    `LAST_KNOWN_YEAR`, Monday to Friday count.

    >>> working_days_later(date(2021, 9, 30), 3)  # National Day; Sat 9 Oct was worked
    datetime.date(2021, 10, 11)
    """
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= _is_working_day(day)
    return day


def _is_working_day(day: date) -> bool:
    if day.year > LAST_KNOWN_YEAR:
        return day.weekday() < 5
    from chinese_calendar import is_workday  # noqa: PLC0415  40 ms, only when there is a relay

    return bool(is_workday(day))


def _fail_if_grade_unlisted(policy: Policy) -> None:
    """Refuse a grade that is worth nothing by omission: nobody decided to take points away."""
    for grade in NOTES.column(col.GRADE).choices:
        if grade not in policy.notes.grades:
            raise PolicyError.invalid("notes.grades", f"没有“{grade}”", "每个等级一个分值")


def _attendance(records: Frame, policy: Policy) -> Frame:
    status, owed = nw.col(col.STATUS), nw.col(col.OWED)
    return _per_teacher(
        records,
        {
            col.REQUIRED_ACTIVITIES: owed,
            col.ATTENDED: status.is_in([PRESENT, LATE, EARLY_LEAVE]),
            col.UNEXCUSED_ABSENCES: owed & status.is_in(list(policy.attendance.unexcused)),
            col.LATE: status == LATE,
            col.EARLY_LEAVE: status == EARLY_LEAVE,
            col.EXCUSED: status.is_in(list(EXCUSED)),
            col.UNRECORDED: status == UNRECORDED,
            col.ATTENDANCE_HOURS: nw.col(col.EARNED),
        },
    )


def _external(external: Frame, policy: Policy) -> Frame:
    """Hours, relay credits given in time, deductions.

    Working days count from the day after the return; a relay on the day of return is in time,
    one before it is not. Favours teachers who return just before a holiday.
    """
    days = policy.relay.within_working_days
    returns = external.get_column(col.RETURN_DATE).drop_nulls().to_list()
    last = {given: pd.Timestamp(working_days_later(given.date(), days)) for given in returns}
    deadlines = nw.from_native(
        pd.DataFrame({col.RETURN_DATE: last.keys(), "last_day": last.values()}).astype(
            "datetime64[s]"
        ),
        eager_only=True,
    )
    external = external.join(deadlines, on=col.RETURN_DATE, how="left")
    relay = nw.col(col.RELAY_DATE)
    in_time = (relay >= nw.col(col.RETURN_DATE)) & (relay <= nw.col("last_day"))
    return _per_teacher(
        external,
        {
            col.EXTERNAL_HOURS: nw.col(col.HOURS),
            col.RELAY_CREDITS: in_time.cast(nw.Int64) * _within(col.CREDITS, policy.relay.credits),
            col.EXTERNAL_DEDUCTIONS: _within(col.DEDUCTION, policy.external.deduction),
        },
    )


def _participation(participation: Frame, policy: Policy) -> Frame:
    undone = (nw.col(col.DONE) == False).fill_null(False)  # noqa: E712  an expression, not a truth
    task = (nw.col(col.KIND) == "任务") & nw.col(col.REQUIRED)
    return _per_teacher(
        participation,
        {
            col.UNDONE_TASKS: task & undone,
            col.ACTIVITY_CREDITS: (~undone).cast(nw.Int64)
            * _within(col.CREDITS, policy.participation.credits),
        },
    )


def _notes(notes: Frame, policy: Policy) -> Frame:
    return _per_teacher(
        notes,
        {
            col.NOTE_POINTS: _worth(col.GRADE, policy.notes.grades),
            col.NOTE_CHECKS: ~nw.col(col.GRADE).is_null(),
        },
    )


def _reading(reading: Frame, policy: Policy) -> Frame:
    completion = nw.col(col.COMPLETION)
    missing = (completion == "未交").cast(nw.Int64) * policy.reading.missing
    poor = (completion == "质量不高").cast(nw.Int64) * _within(col.DEDUCTION, policy.reading.poor)
    return _per_teacher(reading, {col.READING_DEDUCTIONS: missing + poor.fill_null(0)})


def _awards(awards: Frame, policy: Policy) -> Frame:
    """Take the best award of each kind; favours one high award over many lower ones."""
    rules = policy.awards
    listed = awards.select(
        nw.col(col.TEACHER_ID, col.AWARD_CATEGORY, col.LEVEL),
        nw.col(col.PRIZE).is_in(list(rules.steps)).cast(nw.Int64).alias(_LISTED),
        _worth(col.PRIZE, rules.steps).alias(_STEPS),
    )
    return _per_teacher(
        listed,
        {
            col.CONTEST_POINTS: _award_points(rules.contest),
            col.COMPETITION_POINTS: _award_points(rules.competition),
        },
        reduction="max",
    )


def _award_points(kind: AwardKind) -> nw.Expr:
    """Points of one award of this kind; nothing above 0 if its level or prize is not listed."""
    counts = (nw.col(col.AWARD_CATEGORY) == kind.category).cast(nw.Int64) * nw.col(_LISTED)
    return counts * (_worth(col.LEVEL, kind.first) - nw.col(_STEPS) * kind.step)


def _group_bonus(roster: Frame, group_review: Frame) -> Frame:
    bonus = group_review.select(col.GROUP, col.GROUP_BONUS)
    members = roster.select(col.TEACHER_ID, col.GROUP).join(bonus, on=col.GROUP, how="inner")
    return _per_teacher(members, {col.GROUP_BONUS: nw.col(col.GROUP_BONUS)})


def _per_teacher(
    rows: Frame, amounts: Mapping[str, nw.Expr], *, reduction: Literal["sum", "max"] = "sum"
) -> Frame:
    """Reduce integer or yes/no amounts of each row to one row per teacher; missing counts as 0."""
    exprs = [amount.cast(nw.Int64).fill_null(0).alias(name) for name, amount in amounts.items()]
    reduced = [getattr(nw.col(name), reduction)() for name in amounts]
    return rows.select(nw.col(col.TEACHER_ID), *exprs).group_by(col.TEACHER_ID).agg(*reduced)


def _aligned(part: Frame, teachers: pd.Index) -> dict[str, Integers]:
    """Put a part in the order of the roster; who is not in it has 0, and nothing is below 0."""
    rows = teachers.get_indexer(pd.Index(part.get_column(col.TEACHER_ID).to_list()))
    columns = {}
    for name in part.columns[1:]:
        columns[name] = np.zeros(len(teachers), np.int64)
        columns[name][rows[rows >= 0]] = part.get_column(name).to_numpy()[rows >= 0].clip(min=0)
    return columns


def _within(name: str, allowed: Range) -> nw.Expr:
    """Take an amount where a person set it within the allowed range, else 0."""
    amount = nw.col(name)
    return ((amount >= allowed.low) & (amount <= allowed.high)).cast(nw.Int64) * amount


def _worth(name: str, values: Mapping[str, int]) -> nw.Expr:
    """Turn codes into integers; a code that is not listed is worth 0."""
    codes = nw.col(name)
    return reduce(
        add, ((codes == code).cast(nw.Int64) * value for code, value in values.items() if value)
    )
