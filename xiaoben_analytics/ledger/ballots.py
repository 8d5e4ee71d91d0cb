"""A blind vote before the meeting: ballots are issued, sealed by their hash, then opened together.

What a ballot says is hidden by its hash because each bears a ticket that nobody can guess; once
opened, the ledger holds ticket and proposal, and anybody can compare them with the sealed hash.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.errors import BallotError, UsageError
from xiaoben_analytics.labels import percent
from xiaoben_analytics.ledger.chain import Line
from xiaoben_analytics.ledger.contents import ISSUED, OPENED, SEALED
from xiaoben_analytics.ledger.file import Entry, Ledger, append, fail_if_unsound, stated
from xiaoben_analytics.ledger.form import fingerprint
from xiaoben_analytics.ledger.sheets import COMMON, Ballot, Round, read_ballot
from xiaoben_analytics.standing import pool_ratios, pool_seats, pool_sizes

TOPIC = "等级比例"


@dataclass(frozen=True)
class Form:
    """An empty ballot: whose it is, and its rows of scope, tier, present ratio and seats."""

    member: str
    ticket: str
    topic: str
    rows: tuple[tuple[str, str, str, int], ...]


@dataclass(frozen=True)
class Sealing:
    """What became of the ballots handed in: the ledger now, whose were sealed, what is wrong."""

    ledger: Ledger
    members: tuple[str, ...]
    faults: tuple[str, ...]


def issue(
    result: Assessment,
    ledger: Ledger,
    members: Sequence[str],
    *,
    topic: str = TOPIC,
    ticket: Callable[[], str] = secrets.token_hex,
) -> tuple[Ledger, tuple[Form, ...]]:
    """Begin a vote on the tiers' ratios; returns the ledger and a form for every member.

    Raises
    ------
    BallotError
        If members have handed in ballots of an earlier vote that was not opened.
    UsageError
        If there are no members, or one is named twice.
    """
    named = [stated(member=(member, "成员姓名"))["member"] for member in members]
    told = stated(topic=(topic, "议题"))
    if not named or len(set(named)) < len(named):
        raise UsageError.bad_value("--member", "、".join(named), "各不相同的成员姓名，至少一位")
    rows = tuple(_form_rows(result))
    forms = tuple(Form(member, ticket(), told["topic"], rows) for member in named)
    content = {
        **told,
        "tiers": result.policy.tiers.names[:-1],
        "scopes": [*_sizes(result).items()],
        "tickets": [(one.member, sha256(one.ticket.encode()).hexdigest()) for one in forms],
    }

    def entries(present: Ledger) -> Iterator[Entry]:
        last = find_round(present)
        if last and last.sealed:
            raise BallotError.round_open(last.topic)
        yield ISSUED, content

    return append(ledger, entries), forms


def seal(ledger: Ledger, files: Iterable[Path]) -> Sealing:
    """Write the hash of every valid ballot into the ledger; ballots sealed before may be among them.

    Nothing of what a ballot proposes is said or written.

    Raises
    ------
    BallotError
        If there is no vote.
    LedgerError
        If the ledger is unsound or locked.
    """
    vote = _present(ledger)
    ballots, faults = _read(files, vote)
    faults += _repeated(ballots, vote)
    single = [(name, one) for name, one in ballots if _count(ballots, one.member) == 1]
    changed = {
        one.member: f"“{name}”：{one.member}的票已经封存，之后的改动无效"
        for name, one in single
        if vote.sealed.get(one.member, fingerprint(asdict(one))) != fingerprint(asdict(one))
    }
    new = [one for _, one in single if one.member not in vote.sealed]
    hashes = [{col.MEMBER: one.member, "sha256": fingerprint(asdict(one))} for one in new]
    if hashes:
        ledger = _append(ledger, vote, (SEALED, {"topic": vote.topic, "ballots": hashes}))
    return Sealing(ledger, tuple(one.member for one in new), (*faults, *changed.values()))


def open_ballots(ledger: Ledger, files: Iterable[Path], *, without: Sequence[str] = ()) -> Ledger:
    """Write what all sealed ballots propose into the ledger, in one line.

    Members in `without` are left out, which the line says.

    Raises
    ------
    BallotError
        If there is no vote, or a member's ballot is not sealed, not there, or not as it was sealed.
    UsageError
        If `without` names somebody who has no ballot, or leaves nobody.
    """
    vote = _present(ledger)
    for member in without:
        if member not in vote.tickets:
            raise UsageError.unknown("成员", member, vote.tickets)
    wanted = [member for member in vote.tickets if member not in without]
    if not wanted:
        raise UsageError.blank("任何一位计入的成员")
    ballots, unread = _read(files, vote)
    found = {(one.member, fingerprint(asdict(one))): one for _, one in ballots}
    faults = [
        _why_not(member, vote, ballots)
        for member in wanted
        if (member, vote.sealed.get(member)) not in found
    ]
    if faults:
        raise BallotError.not_opened([*faults, *unread])
    opened = [asdict(found[member, vote.sealed[member]]) for member in wanted]
    content = {"topic": vote.topic, "ballots": opened, "without": list(without)}
    return _append(ledger, vote, (OPENED, content))


def find_round(ledger: Ledger) -> Round | None:
    """Return the vote that was issued last, unless it has been opened."""
    vote: Round | None = None
    for line in ledger.lines:
        if line.kind == ISSUED:
            vote = _begun(line)
        elif vote and line.kind == SEALED:
            hashes = {one[col.MEMBER]: one["sha256"] for one in line.content["ballots"]}
            vote = vote.with_sealed(hashes)
        elif line.kind == OPENED:
            vote = None
    return vote


def _form_rows(result: Assessment) -> Iterator[tuple[str, str, str, int]]:
    tiers = result.policy.tiers
    pools = pool_seats(result.standings, tiers)
    for scope in _sizes(result):
        held = (
            pools[scope] if scope in pools else tuple(map(sum, zip(*pools.values(), strict=True)))
        )
        for name, share, count in zip(tiers.names, pool_ratios(scope, tiers), held, strict=False):
            yield scope, name, percent(share), count


def _sizes(result: Assessment) -> dict[str, int]:
    """Count the teachers of every scope; where each group is ranked by itself, all together first."""
    tiers = result.policy.tiers
    sizes = pool_sizes(result.standings, tiers)
    return {COMMON: 0, **sizes} if tiers.scope == "group" else sizes


def _begun(line: Line) -> Round:
    told: Mapping[str, Any] = line.content
    scopes, tickets = dict(told["scopes"]), dict(told["tickets"])
    return Round(told["topic"], tuple(told["tiers"]), scopes, tickets, {})


def _present(ledger: Ledger) -> Round:
    fail_if_unsound(ledger)
    vote = find_round(ledger)
    if vote is None:
        raise BallotError.no_round()
    return vote


def _append(ledger: Ledger, vote: Round, entry: Entry) -> Ledger:
    """Write a line of a vote, unless somebody else has written of it in the meantime."""

    def entries(present: Ledger) -> Iterator[Entry]:
        if find_round(present) != vote:
            raise BallotError.changed(vote.topic)
        yield entry

    return append(ledger, entries)


Read = list[tuple[str, Ballot]]
"""Ballots with the names of their files."""


def _read(files: Iterable[Path], vote: Round) -> tuple[Read, list[str]]:
    ballots: Read = []
    faults: list[str] = []
    for path in sorted(files):
        ballot, found = read_ballot(path, vote)
        faults += found
        if ballot:
            ballots.append((path.name, ballot))
    return ballots, faults


def _count(ballots: Read, member: str) -> int:
    return sum(one.member == member for _, one in ballots)


def _repeated(ballots: Read, vote: Round) -> Iterator[str]:
    for member in dict.fromkeys(one.member for _, one in ballots):
        names = [f"“{name}”" for name, one in ballots if one.member == member]
        if len(names) > 1:
            rest = "先前封存的有效" if member in vote.sealed else "都没有封存"
            yield f"{'、'.join(names)}：{member}有 {len(names)} 张票，应只有一张，{rest}"


def _why_not(member: str, vote: Round, ballots: Read) -> str:
    if member not in vote.sealed:
        return f"{member}的票还没有封存"
    names = [f"“{name}”" for name, one in ballots if one.member == member]
    changed = f"{member}的票{'、'.join(names)}在封存之后改动过"
    return changed if names else f"没有找到{member}封存时的票"
