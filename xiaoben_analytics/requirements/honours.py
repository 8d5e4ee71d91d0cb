"""Who is distinguished: the winners of elections, and those who meet every requirement, or the best."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.calendar import Period, stage_of
from xiaoben_analytics.measures import MEASURES, measure_teachers
from xiaoben_analytics.policy import Honour
from xiaoben_analytics.requirements.elections import list_elections
from xiaoben_analytics.requirements.facts import Facts
from xiaoben_analytics.requirements.model import MET, NOT_MEANT, UNDECIDED, Row, typed_frame
from xiaoben_analytics.requirements.people import Person, is_assessed
from xiaoben_analytics.requirements.ranking import POINTS, Candidate, rank_candidates, seats_of

Lacking = Mapping[str, Sequence[Row]]
"""The answers that keep each teacher from being distinguished, by id."""


def list_honours(facts: Facts, answers: Collection[Row]) -> pd.DataFrame:
    """List the candidates of every honour, best first.

    Parameters
    ----------
    answers
        One for each teacher, requirement and period (see `teachers.judge_teachers`).

    Returns
    -------
    pd.DataFrame
        honour term (missing where there is none) teacher_id candidate (missing where an election
        is not held yet) group amount (hundredths: votes, or the mean rounded half up; missing for
        certificates) unit place chosen reason.
    """
    rows = list(list_elections(facts))
    for honour in facts.policy.honours:
        if not honour.election:
            award = _best if honour.measures else _certified
            rows += award(honour, facts, _lacking(honour, answers))
    return typed_frame(rows, _COLUMNS)


def _lacking(honour: Honour, answers: Collection[Row]) -> Lacking:
    """Find what is not met of the requirements that an honour is bound to; unstated, of all."""
    lacking: dict[str, list[Row]] = defaultdict(list)
    for row in answers:
        is_bound = not honour.requirements or row.requirement.name in honour.requirements
        if is_bound and row.answer.verdict not in (MET, NOT_MEANT):
            lacking[row.teacher[0]].append(row)
    return lacking


def _best(honour: Honour, facts: Facts, lacking: Lacking) -> Iterator[dict[str, Any]]:
    """Rank by the mean those meant who meet every requirement; who may do so is named below."""
    meant = list(_meant(honour, facts))
    able = [who for who in meant if who.teacher_id not in lacking]
    candidates = _means(honour, facts, able)
    seats = seats_of(honour, len(candidates))
    yield from rank_candidates(honour.name, None, candidates, seats, POINTS)
    for who in meant:
        missing = lacking.get(who.teacher_id, ())
        if missing and all(row.answer.verdict == UNDECIDED for row in missing):
            yield _listed(honour, who, missing)


def _certified(honour: Honour, facts: Facts, lacking: Lacking) -> Iterator[dict[str, Any]]:
    """List all who are meant: those who meet every requirement are certified, of others why not."""
    for who in _meant(honour, facts):
        yield _listed(honour, who, lacking.get(who.teacher_id, ()))


def _listed(honour: Honour, person: Person, missing: Sequence[Row]) -> dict[str, Any]:
    return {
        col.HONOUR: honour.name,
        col.TEACHER_ID: person.teacher_id,
        col.CANDIDATE: person.name,
        col.GROUP: person.group,
        col.CHOSEN: not missing,
        col.REASON: "、".join(map(_told, missing)) or "达到全部要求",
    }


def _told(row: Row) -> str:
    """Say what is not met, and of what is not known what is missing."""
    period = "" if row.requirement.per == "stage" else f"（{row.period}）"
    unknown = row.answer.unknown or row.answer.reason
    why = f"（{unknown}）" if row.answer.verdict == UNDECIDED else ""
    return f"{row.requirement.label}{period}{row.answer.verdict}{why}"


def _meant(honour: Honour, facts: Facts) -> Iterator[Person]:
    """Yield whom an honour is for; a year since joining must have begun, and end no earlier."""
    for person in facts.people:
        period = _period(honour, facts, person)
        if period and is_assessed(person, honour.who, period, facts.silent).applies:
            yield person


def _period(honour: Honour, facts: Facts, person: Person) -> Period | None:
    year, stage = facts.school_year, honour.who.stage
    if stage is None or person.joined is None:
        return year
    own = stage_of(person.joined, stage)
    begun = own.start <= min(facts.on or year.end, year.end)
    return own if begun and year.start <= own.end else None


def _means(honour: Honour, facts: Facts, people: Collection[Person]) -> list[Candidate]:
    measures = measure_teachers(facts.tables, facts.policy.rules, honour.measures)
    summed, counted = (measures[name].tolist() for name in honour.measures)
    scales = [MEASURES[name].scale for name in honour.measures]
    means = {
        teacher: Fraction(whole * scales[1], count * scales[0])
        for teacher, whole, count in zip(measures[col.TEACHER_ID], summed, counted, strict=True)
        if count
    }
    return [
        Candidate(one.name, means[one.teacher_id], one.teacher_id, one.group)
        for one in people
        if one.teacher_id in means
    ]


_COLUMNS = {
    col.HONOUR: "text",
    col.TERM: "term",
    col.TEACHER_ID: "text",
    col.CANDIDATE: "text",
    col.GROUP: "text",
    col.AMOUNT: "term",
    col.UNIT: "text",
    col.PLACE: "term",
    col.CHOSEN: "yes_no",
    col.REASON: "text",
}
