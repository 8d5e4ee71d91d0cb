"""What the plan offers beside what is required, and what that answers of each requirement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from xiaoben_analytics import columns as col
from xiaoben_analytics.policy import Policy, Requirement
from xiaoben_analytics.tables import TABLES

ENOUGH, TOO_LITTLE, UNSEEN = "能", "不能", "从计划看不出来"
HOURS = (col.ATTENDANCE_HOURS, col.TRAINING_HOURS, col.ALL_HOURS, col.CREDITS_EARNED)
"""Measures that a planned activity adds to."""


@dataclass(frozen=True)
class Balance:
    """What is offered beside what is required, in `unit`: in a period, or there to a category.

    `offered` of a period is what the category with the least is offered. `number` is the term, or
    the year of the cycle or since joining; `teachers` is missing where there is no roster; `through`
    are the audiences that give a category more than everybody has.
    """

    name: str
    offered: Fraction
    required: Fraction
    unit: str
    requirement: str = ""
    number: int | None = None
    teachers: int | None = None
    categories: tuple[Balance, ...] = ()
    through: tuple[str, ...] = ()

    @property
    def short(self) -> Fraction:
        """What is lacking, 0 if nothing is."""
        return max(self.required - self.offered, Fraction(0))


@dataclass(frozen=True)
class PlanAnswer:
    """Whether the plan satisfies a requirement: 能, 不能 (with what lacks) or 从计划看不出来; and why."""

    requirement: str
    answer: str
    reason: str

    @property
    def is_enough(self) -> bool:
        return self.answer == ENOUGH

    @property
    def is_seen(self) -> bool:
        return self.answer != UNSEEN


def answer_requirements(
    policy: Policy, balances: Sequence[Balance], school_year: str
) -> Iterator[PlanAnswer]:
    """Answer every requirement of a regulation from the balances that are about it."""
    for requirement in policy.requirements:
        own = [one for one in balances if one.requirement == requirement.label]
        if own:
            yield _compared(requirement, own)
        else:
            reason = _why_unseen(requirement, policy, school_year)
            yield PlanAnswer(requirement.label, UNSEEN, reason)
    if policy.slots:
        reason = _records_of(TABLES["group_meetings"].label)
        yield PlanAnswer("教研组固定的活动时间", UNSEEN, reason)


def state_balance(balance: Balance) -> str:
    """Say what is offered and required: 第一学期安排 12 学时，要求 30 学时，缺 18 学时."""
    amounts = (balance.offered, balance.required, balance.short)
    offered, required, short = (f"{plain(amount)} {balance.unit}" for amount in amounts)
    differ = len({one.offered for one in balance.categories}) > 1
    who = "安排最少的教师" if differ else "安排"
    verdict = f"缺 {short}" if balance.short else "够"
    return f"{balance.name}{who} {offered}，要求 {required}，{verdict}"


def plain(amount: Fraction) -> int | float:
    """Return an amount as a plain number.

    >>> plain(Fraction(12)), plain(Fraction(3, 2))
    (12, 1.5)
    """
    return amount.numerator if amount.denominator == 1 else float(amount)


def _compared(requirement: Requirement, balances: Sequence[Balance]) -> PlanAnswer:
    lacks = {one.name: f"缺 {plain(one.short)} {one.unit}" for one in balances if one.short}
    named = (f"{name}{lack}" if len(balances) > 1 else lack for name, lack in lacks.items())
    short = "，".join(named)
    reason = "；".join(map(state_balance, balances))
    if short and requirement.measure == col.ALL_HOURS:
        reason += "；外出学习不在计划里，可以补足"
    return PlanAnswer(requirement.label, f"{TOO_LITTLE}（{short}）" if short else ENOUGH, reason)


def _why_unseen(requirement: Requirement, policy: Policy, school_year: str) -> str:
    if requirement.measure not in HOURS:
        return _records_of(requirement.measured.rows.label)
    if requirement.per == "cycle" and policy.cycle:
        return f"一个周期有 {policy.cycle.years} 个学年，计划只有 {school_year} 学年"
    if requirement.of != "teacher":
        return "是对全校或教研组合计的要求"
    return "花名册中没有这一要求所指的教师"


def _records_of(label: str) -> str:
    return f"看“{label}”的记录"
