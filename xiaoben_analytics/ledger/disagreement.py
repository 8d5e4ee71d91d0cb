"""What opened ballots want, disagreement first: side by side, how far apart, what each would mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment, try_scenario
from xiaoben_analytics.errors import BallotError
from xiaoben_analytics.labels import percent, reading_order
from xiaoben_analytics.ledger.chain import Line
from xiaoben_analytics.ledger.contents import ISSUED, OPENED
from xiaoben_analytics.ledger.file import Ledger, fail_if_unsound
from xiaoben_analytics.ledger.sheets import COMMON, Ballot, Proposal
from xiaoben_analytics.scenarios import Scenario
from xiaoben_analytics.standing import pool_ratios, pool_sizes


@dataclass(frozen=True, eq=False)
class Disagreement:
    """The ballots of a vote, compared.

    `spread`: one row per scope and tier that somebody has an opinion on, the furthest apart first:
    ratio (today's), lowest, median, highest (exact shares), and how many want what.
    `effects`: one row per member and tier: seats taken in the whole school, and the change.
    `moves`: by member, who would move (see `Assessment.moves`).
    """

    topic: str
    ballots: tuple[Ballot, ...]
    without: tuple[str, ...]
    spread: pd.DataFrame
    effects: pd.DataFrame
    moves: Mapping[str, pd.DataFrame]


def compare_ballots(result: Assessment, ledger: Ledger) -> Disagreement:
    """Compare the ballots that were opened last, for a school as `result` has it.

    Raises
    ------
    BallotError
        If no ballots were opened, or they are about other tiers, or about the seats of a group that
        has another size now.
    LedgerError
        If the ledger is unsound.
    """
    fail_if_unsound(ledger)
    opened = [line for line in ledger.lines if line.kind == OPENED]
    if not opened:
        raise BallotError.no_round()
    told: Mapping[str, Any] = opened[-1].content
    ballots = tuple(map(_ballot, told["ballots"]))
    base = result.base or result
    _fail_if_outdated(_issued(ledger, opened[-1]), base, ballots)
    played = {
        one.member: try_scenario(base, Scenario(one.member, propose(base, one))) for one in ballots
    }
    effects = pd.DataFrame(
        [row for member, one in played.items() for row in _effect(member, base, one)],
        columns=[col.MEMBER, col.TIER, col.COUNT, col.GAP],
    )
    moves = {member: one.moves for member, one in played.items()}
    spread = _spread(base, ballots)
    return Disagreement(told["topic"], ballots, tuple(told["without"]), spread, effects, moves)


def propose(base: Assessment, ballot: Ballot) -> dict[str, Any]:
    """Write a ballot as changes of the regulation."""
    shares = {scope: [*map(str, own)] for scope, own in _shares(base, ballot)}
    common = {"ratios": shares.pop(COMMON)} if COMMON in shares else {}
    return {**common, "group_ratios": shares} if shares else common


def _issued(ledger: Ledger, opened: Line) -> Mapping[str, Any]:
    """Return what was issued for the ballots that a line opens."""
    lines = (line for line in ledger.lines if line.kind == ISSUED)
    before = [line.content for line in lines if line.sequence < opened.sequence]
    if not before:
        raise BallotError.no_round()
    return before[-1]


def _fail_if_outdated(
    issued: Mapping[str, Any], base: Assessment, ballots: Iterable[Ballot]
) -> None:
    """Refuse to read ballots by tiers or group sizes that they were not about."""
    tiers = [*base.policy.tiers.names[:-1]]
    if issued["tiers"] != tiers:
        raise BallotError.other_tiers(issued["tiers"], tiers)
    then, now = dict(issued["scopes"]), pool_sizes(base.standings, base.policy.tiers)
    counted = {one.scope for own in ballots for one in own.proposals if one.unit == col.SEATS}
    for scope in sorted(counted, key=reading_order):
        if not now.get(scope) or then.get(scope) != now[scope]:
            raise BallotError.other_size(scope, then.get(scope, 0), now.get(scope, 0))


def _ballot(told: Mapping[str, Any]) -> Ballot:
    proposals = ({**one, "amounts": tuple(one["amounts"])} for one in told["proposals"])
    return Ballot(told["member"], told["ticket"], tuple(Proposal(**one) for one in proposals))


def _shares(base: Assessment, ballot: Ballot) -> Iterator[tuple[str, tuple[Fraction, ...]]]:
    sizes = pool_sizes(base.standings, base.policy.tiers)
    for one in ballot.proposals:
        yield one.scope, one.shares(sizes.get(one.scope, 0))


def _effect(
    member: str, base: Assessment, played: Assessment
) -> Iterator[tuple[str, str, int, int]]:
    for tier in base.policy.tiers.names:
        before, after = ((one.standings[col.TIER] == tier).sum() for one in (base, played))
        yield member, tier, int(after), int(after - before)


def _spread(base: Assessment, ballots: Iterable[Ballot]) -> pd.DataFrame:
    wanted: dict[tuple[str, str], list[Fraction]] = {}
    tiers = base.policy.tiers
    for ballot in ballots:
        for scope, shares in _shares(base, ballot):
            for level, share in zip(tiers.levels, shares, strict=True):
                wanted.setdefault((scope, level.name), []).append(share)
    present = {
        (scope, name): share
        for scope in {scope for scope, _ in wanted}
        for name, share in zip(tiers.names, pool_ratios(scope, tiers), strict=False)
    }
    rows = [
        (*place, present[place], min(all_), median(all_), max(all_), _wishes(all_))
        for place, all_ in wanted.items()
    ]
    rows.sort(key=lambda row: row[3] - row[5])
    names = [col.SCOPE, col.TIER, col.RATIO, col.LOWEST, col.MEDIAN, col.HIGHEST, col.WISHES]
    return pd.DataFrame(rows, columns=names, dtype="object")


def _wishes(shares: Sequence[Fraction]) -> str:
    """Say how many want what, the most wanted first, then the highest."""
    ordered = sorted(set(shares), key=lambda one: (-shares.count(one), -one))
    return "，".join(f"{percent(one)} {shares.count(one)} 人" for one in ordered)
