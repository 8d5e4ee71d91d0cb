"""The arithmetic of each rule as a sentence, with the numbers that went into it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from types import MappingProxyType

from xiaoben_analytics.labels import hours, percent, points
from xiaoben_analytics.measures import MEASURES, Measure, shown, with_unit
from xiaoben_analytics.policy import Component, Gate, Item

_NAMED = 3  # teachers at most who are named as the highest


@dataclass(frozen=True)
class Applied:
    """A rule and its numbers: amounts of its measures, what it gives before and after its cap.

    `highest` is the amount that a proportion is taken of, as `reference` says (see `policy.Policy`),
    `holders` are those who have it, nobody where they are not to be named.
    """

    item: Item
    amounts: tuple[int, ...]
    given: int
    points: int
    highest: int = 0
    holders: tuple[str, ...] = ()
    reference: str = "assessed"

    @property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(MEASURES[name] for name in self.item.measures)


def state_item(applied: Applied) -> str:
    """Say how a rule comes to its points."""
    stated = _RULES[applied.item.rule](applied)
    if applied.points == applied.given:
        return stated
    return f"{stated}，最多 {points(applied.points)} 分"


def state_component(component: Component, items: Sequence[int], deductions: Sequence[int]) -> str:
    """Say how items and deductions come to the points of a component that is not voided."""
    sum_of = sum(items) - sum(deductions)
    parts = " + ".join(points(one) for one in items)
    less = "".join(f" − {points(one)}" for one in deductions if one)
    alone = len(items) == 1 and not less
    if sum_of < 0:
        return f"{parts}{less}，扣完为止，计 {points(0)} 分"
    stated = f"{parts} 分" if alone else f"{parts}{less} = {points(sum_of)} 分"
    capped = min(sum_of, component.points)
    stated = f"{stated}，最多 {points(capped)} 分" if sum_of > capped else stated
    if component.weight == 1:
        return stated
    weighed = floor(capped * component.weight + Fraction(1, 2))
    return f"{stated}，乘以权重 {component.weight} 为 {points(weighed)} 分"


def state_total(parts: Sequence[int], total: int) -> str:
    """Say how the components come to the total."""
    stated = f"{' + '.join(points(one) for one in parts)} = {points(sum(parts))} 分"
    return stated if sum(parts) == total else f"{stated}，总分最多 {points(total)} 分"


def state_gate(gate: Gate, amounts: Sequence[int], *, failed: bool, voids: Sequence[str]) -> str:
    """Say what is compared with a threshold, and what follows from it."""
    measure = MEASURES[gate.measure]
    outcome = _outcome(gate, failed=failed)
    compared = f"{measure.label} {with_unit(amounts[0], measure)}"
    if gate.of:
        base = MEASURES[gate.of]
        compared += f" ÷ {base.label} {with_unit(amounts[1], base)}"
        compared += f" = {_share(amounts, gate)}" if amounts[1] else ""
    follows = f"，{'、'.join(voids)}项作废" if failed and voids else ""
    return f"{compared}，{outcome} {gate.threshold}{follows}"


def state_measure(measure: Measure, worth: int, amount: int, share: Fraction) -> str:
    """Say how rows become a measure where they do not just add up to it."""
    if share == 1:
        return ""
    return f"合计 {shown(worth, measure)}，每 {share} 折 1 {measure.unit}，得 {with_unit(amount, measure)}"


def _proportional(applied: Applied) -> str:
    (measure,) = applied.measures
    own = shown(applied.amounts[0], measure)
    among, which = _REFERENCES[applied.reference]
    if not applied.highest:
        return f"{among}没有{measure.label}，都计 {points(0)} 分"
    others = f" 等 {len(applied.holders)} 人" if len(applied.holders) > _NAMED else ""
    whose = f"为{'、'.join(applied.holders[:_NAMED])}{others}的" if applied.holders else ""
    return (
        f"{hours(applied.item.points or 0)} × {own} ÷ {shown(applied.highest, measure)}"
        f" = {points(applied.given)} 分，"
        f"{among}{which}{whose} {with_unit(applied.highest, measure)}"
    )


def _rate(applied: Applied) -> str:
    first, second = _both(applied)
    if not applied.amounts[1]:
        return f"没有{applied.measures[1].label}，计 {points(0)} 分"
    whole = hours(applied.item.points or 0)
    return f"{whole} × {first} ÷ {second} = {points(applied.given)} 分"


def _average(applied: Applied) -> str:
    first, second = _both(applied)
    if not applied.amounts[1]:
        return f"没有{applied.measures[1].label}，计 {points(0)} 分"
    return f"{first} ÷ {second} = {points(applied.given)} 分"


def _sum(applied: Applied) -> str:
    parts = " + ".join(_both(applied))
    return f"{parts} = {points(applied.given)} 分"


def _highest(applied: Applied) -> str:
    return f"{'、'.join(_both(applied))} 中取最高，为 {points(applied.given)} 分"


def _full(applied: Applied) -> str:
    return f"起始 {points(applied.given)} 分"


def _both(applied: Applied) -> tuple[str, ...]:
    pairs = zip(applied.amounts, applied.measures, strict=True)
    return tuple(f"{measure.label} {shown(amount, measure)}" for amount, measure in pairs)


_REFERENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "assessed": ("全校", "最高"),
        "roster": ("全校", "最高"),
        "second": ("全校", "第二高"),
        "group": ("本组", "最高"),
    }
)
"""Among whom a proportion is taken, and of what."""

_RULES: Mapping[str, Callable[[Applied], str]] = MappingProxyType(
    {
        "proportional": _proportional,
        "rate": _rate,
        "average": _average,
        "sum": _sum,
        "highest": _highest,
        "full": _full,
    }
)


def _outcome(gate: Gate, *, failed: bool) -> str:
    if gate.above is None:
        return "不足" if failed else "达到"
    return "超过" if failed else "没有超过"


def _share(amounts: Sequence[int], gate: Gate) -> str:
    """Show a share with as many decimals as tell it from the threshold, four at most."""
    measure, base = MEASURES[gate.measure], MEASURES[gate.of or gate.measure]
    share = Fraction(measure.hundredths(amounts[0]), base.hundredths(amounts[1]))
    texts = [percent(share, decimals) for decimals in (1, 2, 3, 4)]
    limit = str(gate.threshold)
    return next((text for text in texts if text != limit or share == gate.limit), texts[-1])
