"""The elections of a school: votes counted candidate by candidate, term by term."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.calendar import terms
from xiaoben_analytics.policy import Honour
from xiaoben_analytics.requirements.facts import Facts
from xiaoben_analytics.requirements.people import Person
from xiaoben_analytics.requirements.ranking import BALLOTS, Candidate, rank_candidates, seats_of

_HUNDREDTHS = 100
_STRANGE = "；花名册中没有，请核对"


def list_elections(facts: Facts) -> Iterator[dict[str, Any]]:
    """Yield the candidates of every election, if the regulation has any.

    Of those that it does not speak of, how many are chosen is not known.
    """
    honours = {one.election: one for one in facts.policy.honours if one.election}
    votes = facts.tables["votes"]
    held = [str(name) for name in votes[col.ELECTION].unique()] if honours else []
    for name in (*honours, *sorted(set(held) - set(honours))):
        for term, ballots in _by_term(votes[votes[col.ELECTION] == name]):
            yield from _decided(honours.get(name), name, term, ballots, facts)


def _by_term(votes: pd.DataFrame) -> Iterator[tuple[int | None, pd.DataFrame]]:
    """Yield the ballots term by term; those that name no term stand by themselves."""
    for term in sorted(votes[col.TERM].dropna().unique()):
        yield int(term), votes[votes[col.TERM] == term]
    if votes[col.TERM].isna().any():
        yield None, votes[votes[col.TERM].isna()]


def _decided(
    honour: Honour | None, election: str, term: int | None, ballots: pd.DataFrame, facts: Facts
) -> Iterator[dict[str, Any]]:
    name = honour.name if honour else election
    period = terms(facts.year)[term - 1] if term in (1, 2) else facts.school_year
    if facts.on is not None and facts.on < period.end:
        told = f"{period.label}到 {period.end} 结束，截至 {facts.on} 还没有评选"
        yield {col.HONOUR: name, col.TERM: term, col.CHOSEN: False, col.REASON: told}
        return
    candidates, nameless = _tally(ballots, facts.people)
    seats = seats_of(honour, len(candidates)) if honour else None
    yield from rank_candidates(name, term, candidates, seats, BALLOTS)
    for row in nameless:
        yield {col.HONOUR: name, col.TERM: term, **row}


def _tally(
    ballots: pd.DataFrame, people: Sequence[Person]
) -> tuple[list[Candidate], list[dict[str, Any]]]:
    """Add up votes by id, else by name; those for a name that several bear belong to none of them."""
    known = {one.teacher_id: one for one in people}
    names: dict[str, list[Person]] = defaultdict(list)
    for one in people:
        names[one.name].append(one)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    shared: dict[str, int] = defaultdict(int)
    given = ballots[[col.CANDIDATE, col.CANDIDATE_ID, col.VOTES]]
    for name, number, votes in given.itertuples(index=False, name=None):
        bearers = names.get(name, [])
        if pd.isna(number) and len(bearers) > 1:
            shared[name] += votes
        else:
            own = (bearers[0].teacher_id if bearers else "") if pd.isna(number) else number
            counts[own, known[own].name if own in known else name] += votes
    for name in shared:
        for one in names[name]:
            counts[one.teacher_id, name] += 0
    groups = {name for one in people for name in (one.group, one.prep_group) if name}
    candidates = [
        _candidate(key, votes, known, shared.get(key[1], 0)) for key, votes in counts.items()
    ]
    candidates = [
        one
        if one.teacher_id in known or _is_group(one.name, groups)
        else replace(one, remark=_STRANGE)
        for one in candidates
    ]
    return candidates, [_nameless(name, shared[name], names[name]) for name in shared]


def _candidate(
    key: tuple[str, str], votes: int, known: dict[str, Person], doubtful: int
) -> Candidate:
    number, name = key
    group = known[number].group or None if number in known else None
    amounts = Fraction(votes, _HUNDREDTHS), Fraction(doubtful, _HUNDREDTHS)
    return Candidate(name, amounts[0], number or None, group, amounts[1])


def _is_group(name: str, groups: Collection[str]) -> bool:
    """Tell whether a candidate is a group or preparation group, with or without that word."""
    return any(_short(name) == _short(group) for group in groups)


def _short(name: str) -> str:
    return name.removesuffix("组").removesuffix("备课")


def _nameless(name: str, votes: int, bearers: Sequence[Person]) -> dict[str, Any]:
    listed = "、".join(f"{one.teacher_id} {one.group}".strip() for one in bearers)
    return {
        col.CANDIDATE: name,
        col.AMOUNT: votes,
        col.UNIT: BALLOTS,
        col.CHOSEN: False,
        col.REASON: f"花名册中有 {len(bearers)} 位同名（{listed}），请补填候选人工号",
    }
