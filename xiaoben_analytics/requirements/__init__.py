"""What a regulation requires: who meets it, who is short by how much, who can still reach it.

Every answer has its reason. What is not known (a date, a table, a column of the roster) makes an
answer 无法判断 where it matters, never a yes or a no.
"""

from __future__ import annotations

from datetime import date

from xiaoben_analytics.calendar import school_year
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.policy import Policy, read_policy
from xiaoben_analytics.requirements.absences import count_absences_left
from xiaoben_analytics.requirements.facts import gather_facts
from xiaoben_analytics.requirements.honours import list_honours
from xiaoben_analytics.requirements.hours import about_hours, hour_policies, hour_policy
from xiaoben_analytics.requirements.incidents import list_incidents
from xiaoben_analytics.requirements.model import (
    MET,
    NOT_MEANT,
    SHORT,
    UNDECIDED,
    UNDER_WAY,
    VERDICTS,
    Requirements,
    answers_frame,
    in_units,
    show_amount,
)
from xiaoben_analytics.requirements.ranking import BALLOTS
from xiaoben_analytics.requirements.slots import compare_slots
from xiaoben_analytics.requirements.teachers import judge_teachers
from xiaoben_analytics.requirements.together import judge_groups, judge_school
from xiaoben_analytics.tables import School

__all__ = [
    "BALLOTS",
    "MET",
    "NOT_MEANT",
    "SHORT",
    "UNDECIDED",
    "UNDER_WAY",
    "VERDICTS",
    "Requirements",
    "about_hours",
    "check_requirements",
    "hour_policies",
    "hour_policy",
    "in_units",
    "show_amount",
]


def check_requirements(
    school: School, policy: Policy | str = "term-hours", *, on: date | None = None
) -> Requirements:
    """Compare a school with what a regulation requires, as things stand `on` a day.

    Without a day, as far as the files go: an activity has taken place once somebody's attendance
    is recorded, and what the plan still holds besides lies ahead.

    Raises
    ------
    UsageError
        If the day is not in the school year.
    """
    policy = read_policy(policy) if isinstance(policy, str) else policy
    year = school_year(school.school_year)
    if on is not None and not year.start <= on <= year.end:
        raise UsageError.day_outside_year(on, year.start, year.end)
    facts = gather_facts(school, policy, on)
    answers = list(judge_teachers(facts))
    return Requirements(
        school.school_year,
        policy,
        on,
        answers_frame(answers),
        answers_frame(judge_groups(facts)),
        answers_frame(judge_school(facts)),
        count_absences_left(facts),
        compare_slots(facts),
        list_incidents(facts),
        list_honours(facts, answers),
    )
