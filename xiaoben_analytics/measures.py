"""Measures: named, integer-valued reductions of the tables to one row per teacher.

Everything that touches many rows is here, written for any engine that narwhals speaks. The
dialect is narrow on purpose: expressions in `select`, bare columns in `agg`, a cast after every
aggregation, codes turned to integers by comparison; anything richer gives silently different
numbers on one engine or another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache, reduce
from operator import add
from typing import Any

import narwhals as nw
import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.policy import AwardKind, Policy
from xiaoben_analytics.policy.model import Range
from xiaoben_analytics.tables import EARLY_LEAVE, EXCUSED, LATE, PRESENT, UNRECORDED

Frame = nw.DataFrame[Any]

LAST_KNOWN_YEAR = 2026
"""Last year whose public holidays the calendar package knows; later, weekdays are used."""


def measure_teachers(
    tables: Mapping[str, pd.DataFrame], records: pd.DataFrame, policy: Policy
) -> pd.DataFrame:
    """Reduce a school's tables to one row per teacher of the roster, in roster order.

    Counts are whole numbers; hours, credits, points and deductions are hundredths. A teacher
    without rows in a table has 0 there. A discretionary amount that is missing or outside the
    regulation's range is not counted (`checks` lists it).
    """
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
    teachers = read["roster"].select(col.TEACHER_ID)
    joined = reduce(
        lambda left, part: left.join(part, on=col.TEACHER_ID, how="left"), parts, teachers
    )
    names = [name for name in joined.columns if name != col.TEACHER_ID]
    joined = joined.with_columns(nw.col(*names).fill_null(0).cast(nw.Int64))
    joined = joined.with_columns(
        (nw.col(col.EXTERNAL_HOURS) + nw.col(col.RELAY_CREDITS)).alias(col.EXTERNAL_POINTS)
    )
    measures: pd.DataFrame = joined.to_native()
    return measures.astype({name: "int64" for name in measures.columns if name != col.TEACHER_ID})


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


def _attendance(records: Frame, policy: Policy) -> Frame:
    status, owed = nw.col(col.STATUS), nw.col(col.OWED)
    return _sum_per_teacher(
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
    return _sum_per_teacher(
        external,
        {
            col.EXTERNAL_HOURS: nw.col(col.HOURS),
            col.RELAY_CREDITS: _where(in_time) * _within(col.CREDITS, policy.relay.credits),
            col.EXTERNAL_DEDUCTIONS: _within(col.DEDUCTION, policy.external.deduction),
        },
    )


def _participation(participation: Frame, policy: Policy) -> Frame:
    undone = (nw.col(col.DONE) == False).fill_null(False)  # noqa: E712  an expression, not a truth
    task = (nw.col(col.KIND) == "任务") & nw.col(col.REQUIRED)
    return _sum_per_teacher(
        participation,
        {
            col.UNDONE_TASKS: task & undone,
            col.ACTIVITY_CREDITS: _where(~undone)
            * _within(col.CREDITS, policy.participation.credits),
        },
    )


def _notes(notes: Frame, policy: Policy) -> Frame:
    return _sum_per_teacher(
        notes,
        {
            col.NOTE_POINTS: _worth(col.GRADE, policy.notes.grades),
            col.NOTE_CHECKS: ~nw.col(col.GRADE).is_null(),
        },
    )


def _reading(reading: Frame, policy: Policy) -> Frame:
    completion = nw.col(col.COMPLETION)
    missing = _where(completion == "未交") * policy.reading.missing
    poor = _where(completion == "质量不高") * _within(col.DEDUCTION, policy.reading.poor)
    return _sum_per_teacher(reading, {col.READING_DEDUCTIONS: missing + poor})


def _awards(awards: Frame, policy: Policy) -> Frame:
    """Take the best award of each kind; favours one high award over many lower ones."""
    rules = policy.awards
    worth = awards.select(
        nw.col(col.TEACHER_ID),
        _award_points(rules.contest, rules.steps).alias(col.CONTEST_POINTS),
        _award_points(rules.competition, rules.steps).alias(col.COMPETITION_POINTS),
    )
    best = [nw.col(name).max() for name in (col.CONTEST_POINTS, col.COMPETITION_POINTS)]
    return worth.group_by(col.TEACHER_ID).agg(*best)


def _award_points(kind: AwardKind, steps: Mapping[str, int]) -> nw.Expr:
    """Points of one award of this kind; 0 if its level or prize is not listed."""
    lower = {prize: step * kind.step for prize, step in steps.items()}
    worth = _worth(col.LEVEL, kind.first) - _worth(col.PRIZE, lower)
    listed = nw.col(col.LEVEL).is_in(list(kind.first)) & nw.col(col.PRIZE).is_in(list(steps))
    of_kind = nw.col(col.AWARD_CATEGORY) == kind.category
    return _where(of_kind & listed & (worth > 0)) * worth


def _group_bonus(roster: Frame, group_review: Frame) -> Frame:
    bonus = group_review.select(col.GROUP, col.GROUP_BONUS)
    members = roster.select(col.TEACHER_ID, col.GROUP).join(bonus, on=col.GROUP, how="left")
    return _sum_per_teacher(members, {col.GROUP_BONUS: nw.col(col.GROUP_BONUS)})


def _sum_per_teacher(rows: Frame, amounts: Mapping[str, nw.Expr]) -> Frame:
    """Add integer or yes/no amounts of each row up by teacher; missing counts as 0."""
    exprs = [amount.fill_null(0).cast(nw.Int64).alias(name) for name, amount in amounts.items()]
    sums = [nw.col(name).sum() for name in amounts]
    return rows.select(nw.col(col.TEACHER_ID), *exprs).group_by(col.TEACHER_ID).agg(*sums)


def _where(condition: nw.Expr) -> nw.Expr:
    return condition.fill_null(False).cast(nw.Int64)


def _within(name: str, allowed: Range) -> nw.Expr:
    """Take an amount where a person set it within the allowed range, else 0."""
    amount = nw.col(name).fill_null(0)
    return _where((amount >= allowed.low) & (amount <= allowed.high)) * amount


def _worth(name: str, values: Mapping[str, int]) -> nw.Expr:
    """Turn codes into integers; a code that is not listed is worth 0."""
    terms: Iterable[nw.Expr] = (
        _where(nw.col(name) == code) * value for code, value in values.items()
    )
    return reduce(add, terms)
