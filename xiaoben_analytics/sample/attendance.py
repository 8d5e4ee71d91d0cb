"""Who came to what: the truth of the made-up year, before anybody writes it down untidily."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from random import Random

from xiaoben_analytics import columns as col
from xiaoben_analytics.sample.chance import chance
from xiaoben_analytics.sample.people import GROUPS, Staff, Teacher
from xiaoben_analytics.sample.plan import ONLINE, Activity
from xiaoben_analytics.tables import (
    ABSENT,
    EARLY_LEAVE,
    LATE,
    OFFICIAL_LEAVE,
    PERSONAL_LEAVE,
    PRESENT,
    SICK_LEAVE,
)

Row = dict[str, object]

MISSED = 0.075  # the usual share of activities at which somebody is not simply present
GROUP_FACTORS = (0.3, 0.6, 0.8, 1.0, 1.4, 2.1)
MONTH_FACTORS = {9: 0.4, 12: 1.8, 1: 1.5, 6: 1.3, 7: 1.6}
OPTIONAL_SHARE = 0.55

# status, how often among the not simply present, what the office notes
TROUBLES = (
    (LATE, 34, ("", "", "迟到10分钟")),
    (EARLY_LEAVE, 14, ("", "", "接孩子")),
    (SICK_LEAVE, 14, ("", "发热", "有医院证明")),
    (PERSONAL_LEAVE, 14, ("", "家中有事")),
    (OFFICIAL_LEAVE, 16, ("区教研活动", "外出监考", "")),
    (ABSENT, 8, ("",)),
)
LEAVES = (SICK_LEAVE, PERSONAL_LEAVE, OFFICIAL_LEAVE)

# Unexcused absences of chosen teachers, out of 20 activities each has to attend: two are
# clearly above one in five, the last is exactly at it.
ABSENCES = (7, 6, 4)


def make_attendance(seed: int, staff: Staff, plan: tuple[Activity, ...]) -> list[Row]:
    """List one row per teacher on duty and activity meant for the teacher, activity by activity."""
    rng = chance(seed, "attendance")
    factors = dict(
        zip((group.name for group in GROUPS), rng.sample(GROUP_FACTORS, len(GROUPS)), strict=True)
    )
    missed = _planned_absences(rng, staff, plan)
    habits = {teacher.teacher_id: rng.uniform(0.2, 1.8) for teacher in staff.on_duty}
    rows = []
    for activity, teacher in _invitations(staff, plan):
        chosen = missed.get(teacher.teacher_id)
        rate = MISSED * factors[teacher.group] * habits[teacher.teacher_id]
        rate *= MONTH_FACTORS.get(activity.day.month, 1)
        if not activity.required and rng.random() > OPTIONAL_SHARE:
            continue
        if chosen is None:
            status, note = _status(rng, rate)
        else:
            status, note = (ABSENT if activity.activity_id in chosen else PRESENT), ""
        rows.append(_row(rng, teacher, activity, status, note))
    return rows


def _planned_absences(
    rng: Random, staff: Staff, plan: tuple[Activity, ...]
) -> dict[str, frozenset[str]]:
    """Choose who stays away often, and from which activities."""
    chosen = rng.sample(staff.on_duty, len(ABSENCES))
    return {
        teacher.teacher_id: frozenset(rng.sample(_owed(teacher, plan), count))
        for teacher, count in zip(chosen, ABSENCES, strict=True)
    }


def _owed(teacher: Teacher, plan: tuple[Activity, ...]) -> list[str]:
    """List what the teacher has to attend, the online meeting aside: its export knows no absence."""
    return [
        activity.activity_id
        for activity in plan
        if activity.required and activity.is_for(teacher) and activity.title != ONLINE
    ]


def _invitations(staff: Staff, plan: tuple[Activity, ...]) -> Iterable[tuple[Activity, Teacher]]:
    return (
        (activity, teacher)
        for activity in plan
        for teacher in staff.on_duty
        if activity.is_for(teacher)
    )


def _status(rng: Random, rate: float) -> tuple[str, str]:
    if rng.random() > rate:
        return PRESENT, ""
    weights = [weight for _, weight, _ in TROUBLES]
    status, _, notes = rng.choices(TROUBLES, weights)[0]
    return status, rng.choice(notes)


def _row(rng: Random, teacher: Teacher, activity: Activity, status: str, note: str) -> Row:
    return {
        col.TEACHER_ID: teacher.teacher_id,
        col.NAME: teacher.name,
        col.ACTIVITY_ID: activity.activity_id,
        col.DATE: activity.day,
        col.STATUS: status,
        col.HOURS: activity.hours if status in {PRESENT, LATE, EARLY_LEAVE} else None,
        col.MADE_UP: _made_up(rng, activity, status),
        col.NOTE: note,
    }


def _made_up(rng: Random, activity: Activity, status: str) -> object:
    """Most who were on leave study afterwards, and some offices write the day instead of 是."""
    if status in LEAVES and rng.random() < 0.7:
        later = activity.day + timedelta(days=rng.randint(3, 10))
        return rng.choice(("是", "是", later))
    return "否" if status in (*LEAVES, ABSENT) else None
