"""How teachers come on: skills that new ones show, results of assessments, hours of earlier years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from xiaoben_analytics import columns as col
from xiaoben_analytics.calendar import is_working_day
from xiaoben_analytics.sample.attendance import Row
from xiaoben_analytics.sample.chance import chance
from xiaoben_analytics.sample.people import FIRST_DAY, Staff, Teacher

STAGES = (
    ("师德修养", "通用基本功", "备课"),
    ("教育理论", "上课", "教学反思"),
    ("专业知识", "班级管理"),
)
"""The skills to be shown in the first, second and third year."""

ASSESSMENTS = (
    ("教育理论考试", None, date(2022, 1, 12), range(62, 99)),
    ("教学设计考核", 50, date(2022, 6, 22), range(30, 50)),
)
"""What is assessed, out of how many points, when, and the usual points; None leaves 100 unsaid."""

EARLIER = range(FIRST_DAY.year - 4, FIRST_DAY.year)
ENOUGH, SHORT = range(40, 71), range(28, 40)
SHORT_SHARE = 0.08


def make_skills(seed: int, staff: Staff) -> list[Row]:
    """List the skills that new teachers have shown since joining; one failed, one is still missing."""
    rng = chance(seed, "skills")
    rows = [row for teacher in staff.on_duty for row in _showings(rng, teacher)]
    if len(rows) > 1:
        failed, missing = rng.sample(range(len(rows)), 2)
        rows[failed] |= {col.SCORE: 55, col.PASSED: "否"}
        del rows[missing]
    return sorted(rows, key=lambda row: str(row[col.DATE]))


def make_results(seed: int, staff: Staff) -> list[Row]:
    """List two results of every teacher on duty."""
    rng = chance(seed, "results")
    return [
        teacher.identity
        | {col.ITEM: item, col.SCORE: rng.choice(points), col.FULL: full, col.DATE: day}
        for item, full, day, points in ASSESSMENTS
        for teacher in staff.on_duty
    ]


def make_history(seed: int, staff: Staff) -> list[Row]:
    """List the hours of four earlier years of everybody who had joined by then; a few fell short."""
    rng = chance(seed, "history")
    return [
        teacher.identity
        | {
            col.SCHOOL_YEAR: f"{first}-{first + 1}",
            col.HOURS: rng.choice(SHORT if rng.random() < SHORT_SHARE else ENOUGH),
        }
        for first in EARLIER
        for teacher in staff.teachers
        if teacher.join_date <= date(first, 9, 1)
    ]


def _showings(rng: Random, teacher: Teacher) -> Iterator[Row]:
    years = FIRST_DAY.year - teacher.join_date.year
    if years >= len(STAGES):
        return
    for year, skills in enumerate(STAGES[: years + 1], start=teacher.join_date.year):
        for skill in skills:
            yield teacher.identity | {
                col.SKILL: skill,
                col.DATE: _a_day(rng, year),
                col.SCORE: rng.randint(72, 96),
                col.PASSED: "是",
            }


def _a_day(rng: Random, year: int) -> date:
    """Choose a working day of the school year that begins in a year, before its last weeks."""
    days = [date(year, 10, 8) + timedelta(days=number) for number in range(230)]
    return rng.choice([day for day in days if is_working_day(day)])
