"""Candidates in order: places, seats, who is chosen; nobody is chosen by lot.

Where more share the last place of an election than there are seats for, none of them is chosen
and the school decides; equal means are all listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from xiaoben_analytics import columns as col
from xiaoben_analytics.policy import Honour
from xiaoben_analytics.policy.amounts import PERCENT

BALLOTS, POINTS = "票", "分"
_HUNDREDTHS = 100


@dataclass(frozen=True)
class Candidate:
    """A name with what it is ranked by; `teacher_id` and `group` where they are known.

    `doubtful` is what may have to be added, and may as well belong to somebody else; `remark`
    goes with the reason.
    """

    name: str
    amount: Fraction
    teacher_id: str | None = None
    group: str | None = None
    doubtful: Fraction = Fraction(0)
    remark: str = ""

    @property
    def most(self) -> Fraction:
        return self.amount + self.doubtful


def seats_of(honour: Honour, candidates: int) -> int:
    """Count the places of an honour: a number, or a share rounded down, at least one."""
    assert honour.winners is not None  # checked on reading
    if honour.winners.unit == PERCENT:
        return max(1, floor(honour.winners.share * candidates))
    return floor(honour.winners.value)


def rank_candidates(
    honour: str, term: int | None, candidates: Sequence[Candidate], seats: int | None, unit: str
) -> Iterator[dict[str, Any]]:
    """Yield a row for each candidate, best first (see `honours.list_honours`)."""
    for one in sorted(candidates, key=lambda one: (-one.amount, one.teacher_id or one.name)):
        yield {
            col.HONOUR: honour,
            col.TERM: term,
            col.TEACHER_ID: one.teacher_id,
            col.CANDIDATE: one.name,
            col.GROUP: one.group,
            col.AMOUNT: half_up(one.amount * _HUNDREDTHS),
            col.UNIT: unit,
            **_standing(one, candidates, seats, unit),
        }


def half_up(amount: Fraction) -> int:
    """Round to the next whole number, a half upwards.

    >>> half_up(Fraction(5, 2)), half_up(Fraction(12, 5))
    (3, 2)
    """
    return floor(amount + Fraction(1, 2))


def _standing(
    own: Candidate, candidates: Sequence[Candidate], seats: int | None, unit: str
) -> dict[str, Any]:
    others = [one for one in candidates if one is not own]
    above = sum(one.amount > own.amount for one in others)
    equals = 1 + sum(one.amount == own.amount for one in others)
    if seats is None:
        return {col.PLACE: above + 1, col.CHOSEN: False, col.REASON: "办法没有规定名额"}
    if unit == POINTS:
        chosen, at_best = above < seats, above
    else:
        chosen = sum(one.most >= own.amount for one in others) < seats
        at_best = sum(one.amount >= own.most for one in others)
    reason = f"第 {above + 1} 名，名额 {seats} 个"
    if not chosen and at_best < seats:
        reason += "；同名而没有写明工号的票归谁，会改变结果"
    elif above < seats < above + equals:
        reason += _shared(equals, seats - above, unit)
    reason += own.remark
    return {col.PLACE: above + 1, col.CHOSEN: chosen, col.REASON: reason}


def _shared(equals: int, left: int, unit: str) -> str:
    if unit == POINTS:
        return f"；{equals} 人并列，一并列入"
    return f"；{equals} 个并列，余 {left} 个名额，须另行决定"
