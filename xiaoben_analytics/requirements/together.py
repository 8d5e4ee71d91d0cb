"""What is asked of groups and of the school: members together, and the plan's activities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil

from xiaoben_analytics import columns as col
from xiaoben_analytics.calendar import Period
from xiaoben_analytics.labels import reading_order
from xiaoben_analytics.policy import Requirement
from xiaoben_analytics.policy.amounts import PERCENT
from xiaoben_analytics.requirements.case import Case
from xiaoben_analytics.requirements.facts import Facts
from xiaoben_analytics.requirements.judging import judge
from xiaoben_analytics.requirements.model import (
    MET,
    SHORT,
    UNDER_WAY,
    Answer,
    Row,
)
from xiaoben_analytics.requirements.people import Person, is_meant
from xiaoben_analytics.requirements.periods import list_periods
from xiaoben_analytics.requirements.pieces import Piece
from xiaoben_analytics.requirements.shares import judge_share

PREPARATION = "集体备课"
_HUNDREDTHS = 100
_TOGETHER = (col.COLLECTIVE_PREPARATIONS, col.MEETINGS_HELD)
"""What members do together: of one day it counts once."""


def judge_groups(facts: Facts) -> Iterator[Row]:
    """Judge every group of the roster, in reading order."""
    groups: dict[str, list[Person]] = {}
    for person in facts.people:
        groups.setdefault(person.group, []).append(person)
    for group in sorted(filter(None, groups), key=reading_order):
        yield from _judge_together(facts, "group", group, groups[group])


def judge_school(facts: Facts) -> Iterator[Row]:
    """Judge the school as a whole."""
    yield from _judge_together(facts, "school", "", facts.people)


def _judge_together(facts: Facts, of: str, group: str, members: Sequence[Person]) -> Iterator[Row]:
    for requirement in facts.policy.requirements:
        if requirement.of != of:
            continue
        for period in list_periods(requirement, facts, None):
            if requirement.at_least.unit == PERCENT:
                answer = judge_share(requirement, period, members, facts)
            elif requirement.measure == col.PLANNED_ACTIVITIES:
                answer = _judge_plan(requirement, period, facts)
            else:
                pieces = list(_evidence(requirement, period, members, facts))
                if requirement.measure in _TOGETHER:
                    pieces = _by_day([*pieces, *_meetings(requirement, facts, group)])
                answer = judge(Case(requirement, period, pieces), facts)
            yield Row(("", ""), group, requirement, period.label, answer)


def _evidence(
    requirement: Requirement, period: Period, members: Iterable[Person], facts: Facts
) -> Iterator[Piece]:
    """Yield what the members meant have done; who has left since has done it all the same."""
    own = facts.evidence(requirement)
    for person in members:
        if is_meant(person, requirement.who, period, facts.silent).applies:
            yield from own.get(person.teacher_id, ())


def _meetings(requirement: Requirement, facts: Facts, group: str) -> Iterator[Piece]:
    """Yield the meetings of a group (of all, for the school) at which lessons were prepared together."""
    if requirement.measure != col.COLLECTIVE_PREPARATIONS:
        return
    for meeting in facts.meetings:
        if PREPARATION in meeting.words and group in ("", meeting.group):
            yield Piece(_HUNDREDTHS, Period("", meeting.day, meeting.day))


def _by_day(pieces: Iterable[Piece]) -> list[Piece]:
    """Count what several members record of one day once; of different amounts, the largest."""
    days: dict[Period, Piece] = {}
    undated = []
    for piece in pieces:
        if piece.span is None:
            undated.append(piece)
        elif piece.span not in days or piece.worth > days[piece.span].worth:
            days[piece.span] = piece
    return [*days.values(), *undated]


def _judge_plan(requirement: Requirement, period: Period, facts: Facts) -> Answer:
    """Count the activities of the plan that are about something; those not yet held are to come."""
    found = [
        one
        for one in facts.plan
        if (not requirement.words or any(word in one.words for word in requirement.words))
        and (not requirement.audience or not one.audience.isdisjoint(requirement.audience))
        and period.start <= one.span.start
        and one.span.end <= period.end
    ]
    needed, unit = ceil(requirement.at_least.value), requirement.at_least.unit
    held = [one for one in found if one.held]
    verdict = MET if len(held) >= needed else UNDER_WAY if len(found) >= needed else SHORT
    reason = f"计划中有 {len(found)} {unit}，已开展 {len(held)} {unit}，须 {needed} {unit}"
    if found:
        reason += f"：{'、'.join(one.title for one in found)}"
    return Answer(verdict, reason, len(held), needed, unit)
