"""What is asked of each teacher: one answer per teacher, requirement and period."""

from __future__ import annotations

from collections.abc import Iterator

from xiaoben_analytics.calendar import Period
from xiaoben_analytics.policy import Requirement
from xiaoben_analytics.requirements.case import Case
from xiaoben_analytics.requirements.facts import Facts
from xiaoben_analytics.requirements.judging import judge
from xiaoben_analytics.requirements.model import NOT_MEANT, UNDECIDED, Answer, Row
from xiaoben_analytics.requirements.people import Person, is_assessed
from xiaoben_analytics.requirements.periods import list_periods, outside_programme


def judge_teachers(facts: Facts) -> Iterator[Row]:
    """Judge every teacher of the roster by every requirement, in that order."""
    for requirement in facts.policy.requirements:
        if requirement.of != "teacher":
            continue
        for person in facts.people:
            for period in list_periods(requirement, facts, person):
                answer = _judge(requirement, person, period, facts)
                yield Row(
                    (person.teacher_id, person.name),
                    person.group,
                    requirement,
                    period.label,
                    answer,
                )


def _judge(requirement: Requirement, person: Person, period: Period, facts: Facts) -> Answer:
    own_years = requirement.per == "stage"
    meant = is_assessed(person, requirement.who, period, facts.silent)
    meant = (outside_programme(person, facts) if own_years else None) or meant
    if not meant.applies:
        return Answer(UNDECIDED if meant.applies is None else NOT_MEANT, meant.reason)
    pieces = facts.evidence(requirement).get(person.teacher_id, ())
    if own_years and person.joined:
        pieces = [piece.since(person.joined) for piece in pieces]
    case = Case(requirement, period, pieces, person)
    return judge(case, facts).because(meant.reason)
