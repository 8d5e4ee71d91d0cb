"""Shares of the staff: how many of those meant, or of everybody, have what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from xiaoben_analytics import columns as col
from xiaoben_analytics.calendar import Period
from xiaoben_analytics.labels import percent, reading_order
from xiaoben_analytics.measures import measure_rows
from xiaoben_analytics.policy import Requirement
from xiaoben_analytics.requirements.facts import Facts
from xiaoben_analytics.requirements.model import MET, SHORT, UNDECIDED, Answer
from xiaoben_analytics.requirements.people import Person, is_assessed
from xiaoben_analytics.tables import ON_DUTY

_PEOPLE = "人"

Ids = frozenset[str]


@dataclass(frozen=True)
class Share:
    """Who has it, who is meant for sure and who may be; `everybody` is the whole, if that is asked."""

    have: Ids
    sure: Ids
    maybe: Ids
    everybody: Ids | None

    @property
    def own(self) -> Fraction:
        """The share among those who are known to be meant."""
        return self._of(self.sure, self.sure)

    @property
    def lowest(self) -> Fraction:
        return self._of(self.sure, self.sure | (self.maybe - self.have))

    @property
    def highest(self) -> Fraction:
        return self._of(self.sure | self.maybe, self.sure | (self.maybe & self.have))

    @property
    def base(self) -> Ids:
        return self.sure if self.everybody is None else self.everybody

    def _of(self, meant: Ids, whole: Ids) -> Fraction:
        whole = whole if self.everybody is None else self.everybody
        return Fraction(len(meant & self.have), len(whole)) if whole else Fraction(0)


def judge_share(
    requirement: Requirement, period: Period, members: Sequence[Person], facts: Facts
) -> Answer:
    """Judge a share; who may or may not be meant leaves it open where that matters."""
    missing = _unsaid(requirement, members, facts)
    if missing:
        return Answer(UNDECIDED, missing)
    meant = {
        who.teacher_id: is_assessed(who, requirement.who, period, facts.silent) for who in members
    }
    share = Share(
        frozenset(one for one in meant if _has_one(requirement, one, period, facts)),
        frozenset(one for one in meant if meant[one].applies),
        frozenset(one for one in meant if meant[one].applies is None),
        _everybody(requirement, members),
    )
    if not share.base | share.maybe:
        return Answer(UNDECIDED, "没有这一要求所指的教师")
    why = next((meant[one].reason for one in sorted(share.maybe)), "")
    return _compared(requirement, share, _base(requirement, share, members), why)


def _compared(requirement: Requirement, share: Share, base: str, why: str) -> Answer:
    """Decide by shares, and count in people."""
    wanted = requirement.at_least.share
    verdict = MET if share.lowest >= wanted else SHORT if share.highest < wanted else UNDECIDED
    have, needed = len(share.sure & share.have), ceil(wanted * len(share.base))
    reason = f"{base}，占 {percent(share.own)}，须 {requirement.at_least}（{needed} 人）"
    if have < needed:
        reason += f"，还缺 {needed - have} 人"
    if share.maybe:
        reason += f"；另有 {len(share.maybe)} 人无法判断（{why}）"
    return Answer(verdict, reason, have, needed, _PEOPLE)


def _base(requirement: Requirement, share: Share, members: Sequence[Person]) -> str:
    """Say of how many people how many have it, and who is left out because of being away."""
    who = requirement.who
    kinds = [f"未满 {who.under}"] if who.under else []
    kinds += ["、".join(who.categories)] if who.categories else []
    away = [one.state for one in members if one.state != ON_DUTY]
    states = "、".join(sorted(set(away), key=reading_order))
    aside = f"（{states} {len(away)} 人不计）" if away else ""
    whole, have = len(share.base), len(share.sure & share.have)
    if share.everybody is not None:
        return f"在岗 {whole} 人{aside}中 {have} 人{'且'.join(kinds)}"
    meant = f"在岗且{'且'.join(kinds)}的" if kinds else "在岗"
    return f"{meant} {whole} 人{aside}中 {have} 人"


def _everybody(requirement: Requirement, members: Sequence[Person]) -> Ids | None:
    if requirement.out_of == "those_meant":
        return None
    return frozenset(one.teacher_id for one in members if one.state == ON_DUTY)


def _has_one(requirement: Requirement, teacher: str, period: Period, facts: Facts) -> bool:
    """Tell whether a teacher has at least one of the measure; what has no date counts."""
    pieces = facts.evidence(requirement).get(teacher, ())
    worth = sum(piece.worth for piece in pieces if piece.may_lie_in(period))
    return worth >= requirement.measured.scale


def _unsaid(requirement: Requirement, members: Sequence[Person], facts: Facts) -> str:
    """Say what is missing where nothing tells of anybody whether they have the measure; else ""."""
    measure, rules = requirement.measured, facts.policy.rules
    missing = facts.is_silent(measure)
    if missing:
        return f"没有读到{missing}，无从判断"
    if measure.needs != "staff":
        return ""
    rows = measure_rows(facts.tables, rules, measure.name)
    own = rows[rows[col.TEACHER_ID].isin([one.teacher_id for one in members])]
    told: Any = own.to_dict("records")
    reasons = {measure.why_not(row, rules["staff"]) for row in told}
    unsaid = not own[col.WORTH].any() and "" not in reasons
    return f"{'、'.join(sorted(reasons))}{measure.label}，无从判断" if unsaid else ""
