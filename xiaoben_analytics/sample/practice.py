"""What each teacher practised: counted by term, and by backbone teachers written down day by day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from xiaoben_analytics import columns as col
from xiaoben_analytics.calendar import is_working_day
from xiaoben_analytics.sample.attendance import Row
from xiaoben_analytics.sample.chance import chance
from xiaoben_analytics.sample.groupwork import TERMS
from xiaoben_analytics.sample.people import GROUPS, Staff, Teacher

TERM_ENDS = (date(2022, 1, 14), date(2022, 6, 28))
COUNTED = (("听课", 9, 16), ("评课", 2, 5), ("集体备课", 6, 12), ("反思", 1, 4))
DAY_BY_DAY = ("听课", "反思")
"""What backbone teachers write down day by day, and others count by term."""

BACKBONE = "骨干教师"
SUBJECTS = tuple(subject for group in GROUPS for subject, _ in group.subjects)
WEEKS = tuple(monday + timedelta(weeks=i) for monday, weeks in TERMS for i in range(weeks))
FORTNIGHTS = tuple(
    monday + timedelta(weeks=i) for monday, weeks in TERMS for i in range(0, weeks, 2)
)
CHARACTERS = range(18_000, 24_001, 100)


def make_practice(seed: int, staff: Staff) -> list[Row]:
    """List the practice of every teacher, by day; backbone teachers observe lessons every week."""
    backbone = tuple(one for one in staff.on_duty if one.category == BACKBONE)
    others = tuple(one for one in staff.on_duty if one.category != BACKBONE)
    rows = [
        *_counted(seed, staff),
        *_observed(seed, backbone),
        *_reflections(seed, backbone),
        *_notes(seed, backbone),
        *_open_lessons(seed, others),
    ]
    return sorted(rows, key=lambda row: str(row[col.DATE]))


def _counted(seed: int, staff: Staff) -> Iterator[Row]:
    """Count each kind by term, a row for each."""
    rng = chance(seed, "practice")
    for day in TERM_ENDS:
        for teacher in staff.on_duty:
            for kind, low, high in COUNTED:
                amount = rng.randint(low, high)
                if teacher.category != BACKBONE or kind not in DAY_BY_DAY:
                    yield _piece(teacher, kind, day, amount)


def _observed(seed: int, teachers: tuple[Teacher, ...]) -> Iterator[Row]:
    """List two or three lessons a week, half of them of the own subject; somebody misses a week."""
    rng = chance(seed, "observed lessons")
    missed = [(one, rng.choice(WEEKS)) for one in rng.sample(teachers, min(1, len(teachers)))]
    for teacher in teachers:
        others = [subject for subject in SUBJECTS if subject != teacher.subject]
        for monday in WEEKS:
            if (teacher, monday) in missed:
                continue
            days = 2 * _working_days(monday)
            for day in sorted(rng.sample(days, min(rng.randint(2, 3), len(days)))):
                subject = teacher.subject if rng.random() < 0.5 else rng.choice(others)
                yield _piece(teacher, "听课", day) | {col.SUBJECT: subject}


def _reflections(seed: int, teachers: Iterable[Teacher]) -> Iterator[Row]:
    """List a reflection every two weeks, now and then a case."""
    rng = chance(seed, "reflections")
    for teacher in teachers:
        for monday in FORTNIGHTS:
            kind = "案例" if rng.random() < 0.2 else "反思"
            yield _piece(teacher, kind, rng.choice(_working_days(monday)))


def _notes(seed: int, teachers: Iterable[Teacher]) -> Iterator[Row]:
    """Count the characters of each term's notes."""
    rng = chance(seed, "characters")
    for teacher in teachers:
        for day in TERM_ENDS:
            yield _piece(teacher, "业务笔记", day, rng.choice(CHARACTERS))


def _open_lessons(seed: int, teachers: Iterable[Teacher]) -> Iterator[Row]:
    """List up to two open lessons of a teacher."""
    rng = chance(seed, "open lessons")
    for teacher in teachers:
        for monday in rng.sample(WEEKS, rng.randint(0, 2)):
            yield _piece(teacher, "公开课", rng.choice(_working_days(monday)))


def _working_days(monday: date) -> list[date]:
    days = (monday + timedelta(days=i) for i in range(5))
    return [day for day in days if is_working_day(day)]


def _piece(teacher: Teacher, kind: str, day: date, amount: int = 1) -> Row:
    return teacher.identity | {
        col.KIND: kind,
        col.DATE: day,
        col.AMOUNT: amount,
        col.SUBJECT: teacher.subject,
    }
