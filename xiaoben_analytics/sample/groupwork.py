"""What the groups did together: their meetings, the school's review of each, the votes of a term."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from xiaoben_analytics import columns as col
from xiaoben_analytics.sample.attendance import Row
from xiaoben_analytics.sample.chance import chance
from xiaoben_analytics.sample.people import GROUPS, Staff
from xiaoben_analytics.sample.plan import TERM_NAMES

# first Monday, number of weeks
TERMS = ((date(2021, 9, 6), 19), (date(2022, 2, 21), 18))
HOLIDAYS = (
    (date(2021, 9, 20), date(2021, 9, 21)),
    (date(2021, 10, 1), date(2021, 10, 7)),
    (date(2022, 1, 1), date(2022, 1, 3)),
    (date(2022, 4, 3), date(2022, 4, 5)),
    (date(2022, 4, 30), date(2022, 5, 4)),
    (date(2022, 6, 3), date(2022, 6, 5)),
)
TOPICS = (
    ("集体备课：单元整体设计", "集体备课"),
    ("听评课：青年教师汇报课", "听课评课"),
    ("作业设计交流", "研讨"),
    ("课程标准学习", "学习"),
    ("试卷质量分析", "研讨"),
    ("学困生辅导经验交流", "交流"),
)
HELD = 0.93  # of the planned slots
BONUSES = (2, 1, None, None, None, None)
REMARKS = {2: "优秀教研组", 1: "进步教研组"}
PREPARING, INDIVIDUALS = 8, 10  # candidates at most
TIED = (1, "优秀个人", 3)  # term, election, and the last to win: the next one has as many votes


def make_group_meetings(seed: int) -> list[Row]:
    """List every group's fortnightly meetings on its weekday, holidays left out."""
    rng = chance(seed, "meetings")
    return [
        {col.GROUP: group.name, col.DATE: day, col.TOPIC: topic, col.FORM: form}
        for group in GROUPS
        for day in _slots(rng.randint(0, 1), group.weekday)
        for topic, form in (rng.choice(TOPICS),)
        if rng.random() < HELD
    ]


def make_group_review(seed: int) -> list[Row]:
    """List one review per group; the two best groups have a bonus."""
    rng = chance(seed, "review")
    scores = sorted((rng.randint(78, 97) for _ in GROUPS), reverse=True)
    placed = rng.sample(GROUPS, len(GROUPS))
    rows: list[Row] = [
        {
            col.GROUP: group.name,
            col.REVIEW_SCORE: score,
            col.GROUP_BONUS: bonus,
            col.NOTE: REMARKS.get(bonus or 0, ""),
        }
        for group, score, bonus in zip(placed, scores, BONUSES, strict=True)
    ]
    order = [group.name for group in GROUPS]
    return sorted(rows, key=lambda row: order.index(str(row[col.GROUP])))


def make_votes(seed: int, staff: Staff) -> list[Row]:
    """List what each candidate got at the end of each term, the most votes first."""
    rng = chance(seed, "votes")
    rows: list[Row] = []
    for term, name in TERM_NAMES.items():
        for election, candidates in _candidates(rng, staff).items():
            votes = sorted(rng.sample(range(1, len(staff.on_duty) + 1), len(candidates)))[::-1]
            if (term, election) == TIED[:2]:
                votes[TIED[2]] = votes[TIED[2] - 1]
            rows += [
                {col.ELECTION: election, **candidate, col.VOTES: count, col.TERM: name}
                for candidate, count in zip(candidates, votes, strict=True)
            ]
    return rows


def _candidates(rng: Random, staff: Staff) -> dict[str, list[Row]]:
    """Put up all groups, some prep groups and some teachers, in any order."""
    groups = [group.name for group in GROUPS]
    preparing = list(dict.fromkeys(teacher.prep_group for teacher in staff.on_duty))
    people = rng.sample(staff.on_duty, min(INDIVIDUALS, len(staff.on_duty)))
    return {
        "优秀教研组": [{col.CANDIDATE: name} for name in rng.sample(groups, len(groups))],
        "优秀备课组": [
            {col.CANDIDATE: name} for name in rng.sample(preparing, min(PREPARING, len(preparing)))
        ],
        "优秀个人": [{col.CANDIDATE: one.name, col.CANDIDATE_ID: one.teacher_id} for one in people],
    }


def _slots(first_week: int, weekday: int) -> Iterable[date]:
    for monday, weeks in TERMS:
        for week in range(first_week, weeks, 2):
            day = monday + timedelta(weeks=week, days=weekday)
            if not any(start <= day <= end for start, end in HOLIDAYS):
                yield day
