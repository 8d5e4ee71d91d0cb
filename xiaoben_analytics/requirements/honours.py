"""Who is distinguished: the winners of elections, and those who meet every requirement, or the best.

Nobody is chosen by lot: where more share the last place of an election than there are seats for,
none of them is chosen and the school decides; equal means are all listed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.measures import MEASURES, measure_teachers
from xiaoben_analytics.policy import Honour
from xiaoben_analytics.policy.amounts import PERCENT
from xiaoben_analytics.requirements.facts import Facts
from xiaoben_analytics.requirements.model import MET, NOT_MEANT, typed_frame
from xiaoben_analytics.requirements.people import Person, is_assessed

BALLOTS, POINTS = "票", "分"
_HUNDREDTHS = 100


@dataclass(frozen=True)
class Candidate:
    """A name with what it is ranked by; `teacher_id` and `group` where the roster tells."""

    name: str
    amount: Fraction
    teacher_id: str | None = None
    group: str | None = None


def list_honours(facts: Facts, teachers: pd.DataFrame) -> pd.DataFrame:
    """List the candidates of every honour, best first.

    Parameters
    ----------
    teachers
        One row per teacher, requirement and period (see `model.answers_frame`).

    Returns
    -------
    pd.DataFrame
        honour term (missing where there is none) teacher_id candidate group amount (hundredths:
        votes, or the mean rounded down; missing for certificates) unit place chosen
        reason.
    """
    rows: list[dict[str, Any]] = []
    for honour in facts.policy.honours:
        if honour.election:
            rows += _elected(honour, facts.tables["votes"])
        elif honour.measures:
            rows += _best(honour, facts, teachers)
        else:
            rows += _certified(honour, facts, teachers)
    rows += _without_honour(facts)
    return typed_frame(rows, _COLUMNS)


def seats_of(honour: Honour, candidates: int) -> int:
    """Count the places of an honour: a number, or a share rounded down, at least one."""
    assert honour.winners is not None  # checked on reading
    if honour.winners.unit == PERCENT:
        return max(1, floor(honour.winners.share * candidates))
    return floor(honour.winners.value)


def _elected(honour: Honour, votes: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for term, ballots in _elections(votes[votes[col.ELECTION] == honour.election]):
        candidates = _tally(ballots)
        yield from _ranked(
            honour.name, term, candidates, seats_of(honour, len(candidates)), BALLOTS
        )


def _elections(votes: pd.DataFrame) -> Iterator[tuple[int | None, pd.DataFrame]]:
    """Yield the ballots term by term; those that name no term stand by themselves."""
    for term in sorted(votes[col.TERM].dropna().unique()):
        yield int(term), votes[votes[col.TERM] == term]
    if votes[col.TERM].isna().any():
        yield None, votes[votes[col.TERM].isna()]


def _tally(ballots: pd.DataFrame) -> list[Candidate]:
    summed = ballots.groupby(col.CANDIDATE)[col.VOTES].sum()
    return [
        Candidate(str(name), Fraction(int(votes), _HUNDREDTHS)) for name, votes in summed.items()
    ]


def _without_honour(facts: Facts) -> Iterator[dict[str, Any]]:
    """List elections that the regulation does not speak of; how many are chosen is not known."""
    votes = facts.tables.get("votes")
    if votes is None:
        return
    known = {honour.election for honour in facts.policy.honours}
    for election, ballots in votes[~votes[col.ELECTION].isin(known)].groupby(col.ELECTION):
        for term, own in _elections(ballots):
            yield from _ranked(str(election), term, _tally(own), None, BALLOTS)


def _best(honour: Honour, facts: Facts, teachers: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Rank by the mean those meant who meet every requirement that applies to them."""
    lacking = _lacking(_asked(honour, teachers))
    able = [who for who in _meant(honour, facts) if who.teacher_id not in lacking]
    candidates = _means(honour, facts, able)
    yield from _ranked(honour.name, None, candidates, seats_of(honour, len(candidates)), POINTS)


def _certified(honour: Honour, facts: Facts, teachers: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """List all who are meant: those who meet every requirement are certified, of others why not."""
    lacking = _lacking(_asked(honour, teachers))
    for person in _meant(honour, facts):
        missing = lacking.get(person.teacher_id, [])
        yield {
            col.HONOUR: honour.name,
            col.TEACHER_ID: person.teacher_id,
            col.CANDIDATE: person.name,
            col.GROUP: person.group,
            col.CHOSEN: not missing,
            col.REASON: "、".join(missing) or "达到全部要求",
        }


def _meant(honour: Honour, facts: Facts) -> list[Person]:
    year = facts.school_year
    return [
        person
        for person in facts.people
        if is_assessed(person, honour.who, year, facts.silent).applies
    ]


def _asked(honour: Honour, teachers: pd.DataFrame) -> pd.DataFrame:
    """Keep the answers to the requirements that an honour is bound to, if it is bound to some."""
    bound = teachers[col.REQUIREMENT].isin(honour.requirements)
    return teachers[bound] if honour.requirements else teachers


def _lacking(teachers: pd.DataFrame) -> dict[str, list[str]]:
    """Name for each teacher the requirements that are not met, with the verdict."""
    open_ones = teachers[~teachers[col.VERDICT].isin([MET, NOT_MEANT])]
    shown = open_ones[[col.TEACHER_ID, col.LABEL, col.PERIOD, col.VERDICT]]
    lacking: dict[str, list[str]] = defaultdict(list)
    for teacher, label, period, verdict in shown.itertuples(index=False, name=None):
        lacking[teacher].append(f"{label}（{period}）{verdict}")
    return lacking


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


def _ranked(
    honour: str, term: int | None, candidates: Sequence[Candidate], seats: int | None, unit: str
) -> Iterator[dict[str, Any]]:
    amounts = [one.amount for one in candidates]
    for one in sorted(candidates, key=lambda one: (-one.amount, one.teacher_id or one.name)):
        above = sum(amount > one.amount for amount in amounts)
        equals = amounts.count(one.amount)
        last = above if unit == POINTS else above + equals - 1
        chosen = seats is not None and last < seats
        yield {
            col.HONOUR: honour,
            col.TERM: term,
            col.TEACHER_ID: one.teacher_id,
            col.CANDIDATE: one.name,
            col.GROUP: one.group,
            col.AMOUNT: floor(one.amount * _HUNDREDTHS),
            col.UNIT: unit,
            col.PLACE: above + 1,
            col.CHOSEN: chosen,
            col.REASON: _why(above, equals, seats, unit),
        }


def _why(above: int, equals: int, seats: int | None, unit: str) -> str:
    if seats is None:
        return "办法没有规定名额"
    place = f"第 {above + 1} 名，名额 {seats} 个"
    if not above < seats < above + equals:
        return place
    if unit == POINTS:
        return f"{place}；{equals} 人并列，一并列入"
    return f"{place}；{equals} 个并列，余 {seats - above} 个名额，须另行决定"


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
