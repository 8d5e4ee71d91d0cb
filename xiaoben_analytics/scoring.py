"""From measures to points: components, gates and totals, in exact hundredths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.measures import MEASURES
from xiaoben_analytics.policy import Component, Gate, Item, Policy

Integers = np.ndarray[tuple[int], np.dtype[np.int64]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]


Yardsticks = Mapping[tuple[str, int], Integers]
"""What each teacher's amount is held against, by component and number of the item in it."""


def score_teachers(
    measures: pd.DataFrame,
    teachers: pd.DataFrame,
    policy: Policy,
    *,
    yardsticks: Yardsticks | None = None,
) -> pd.DataFrame:
    """Give every teacher the points of each component and their total, in hundredths.

    Parameters
    ----------
    measures
        One row per teacher, integers (see `measures.measure_teachers`).
    teachers
        The group of each, and whether assessed, in the same order.
    yardsticks
        What amounts are held against, if not what follows from the measures.

    Returns
    -------
    pd.DataFrame
        teacher_id, one column per component, total, gated (in the failing tier for it) and gates (the
        names of the failed gates, joined by 、), rows as in `measures`.
    """
    if yardsticks is None:
        yardsticks = find_yardsticks(measures, teachers, policy)
    scores = measures[[col.TEACHER_ID]].copy()
    for component in policy.components:
        void = voided(measures, component, policy)
        scores[component.name] = score_component(
            measures, component, void=void, yardsticks=yardsticks
        )
    total = scores[list(policy.component_names)].sum(axis="columns").astype("int64")
    scores[col.TOTAL] = total.clip(upper=policy.points)
    failed = [fails_gate(measures, gate) for gate in policy.gates]
    flags = np.array(failed, bool).reshape(-1, len(measures))
    scores[col.GATED] = np.logical_or.reduce(flags, axis=0) & (policy.tiers.gated == "failing")
    labels = np.array([gate.label for gate in policy.gates], object)
    scores[col.GATES] = pd.Series(["、".join(labels[row]) for row in flags.T], dtype="str")
    return scores


def find_yardsticks(
    measures: pd.DataFrame, teachers: pd.DataFrame, policy: Policy, *, without: Flags | None = None
) -> Yardsticks:
    """Find what amounts are held against in every item that is in proportion to a highest.

    Who is among `without` sets none.
    """
    companies = find_companies(teachers, policy)
    found = {}
    for component, number, item in proportional_items(policy):
        setters = find_setters(measures, teachers, component, policy)
        setters &= True if without is None else ~without
        amounts = measures[item.measures[0]].to_numpy(np.int64)
        held = np.zeros(len(amounts), np.int64)
        for company in np.unique(companies):
            own = companies == company
            held[own] = yardstick(amounts[own & setters], policy)
        found[component.name, number] = held
    return found


def yardstick(amounts: Integers, policy: Policy) -> int:
    """Choose from the amounts of those who may set it; 0 where nobody has any.

    The highest, or with reference = "second" the one that comes next in order, equals included; of
    a single amount there is no second, and it counts itself.
    """
    amounts = amounts[amounts > 0]
    if policy.reference == "second" and len(amounts) > 1:
        return int(np.partition(amounts, -2)[-2])
    return int(amounts.max(initial=0))


def proportional_items(policy: Policy) -> Iterator[tuple[Component, int, Item]]:
    """Yield the items that are in proportion to a highest, with their number in the component."""
    for component in policy.components:
        for number, item in enumerate(component.items):
            if item.rule == "proportional":
                yield component, number, item


def find_companies(teachers: pd.DataFrame, policy: Policy) -> Integers:
    """Give each row the number of the company whose highest counts for it: the school, or its group."""
    if policy.reference == "group":
        return np.asarray(pd.factorize(teachers[col.GROUP])[0], np.int64)
    return np.zeros(len(teachers), np.int64)


def find_setters(
    measures: pd.DataFrame, teachers: pd.DataFrame, component: Component, policy: Policy
) -> Flags:
    """Tell whose amounts may be held against others': of those meant, who is not voided."""
    meant = teachers[col.ASSESSED].to_numpy(bool) | (policy.reference == "roster")
    return meant & ~voided(measures, component, policy)


def voided(measures: pd.DataFrame, component: Component, policy: Policy) -> Flags:
    """Tell who gets nothing for a component, because of a failed gate."""
    void = np.zeros(len(measures), bool)
    for gate in policy.gates:
        if component.name in gate.voids:
            void |= fails_gate(measures, gate)
    return void


def score_component(
    measures: pd.DataFrame, component: Component, *, void: Flags, yardsticks: Yardsticks
) -> Integers:
    """Add a component's items up, take its deductions off, keep it between 0 and its points, weigh it.

    Voided rows get 0. The weight is applied last, rounding half up once.
    """
    points = np.zeros(len(measures), np.int64)
    for number, item in enumerate(component.items):
        points += score_item(measures, item, held=yardsticks.get((component.name, number)))
    for deduction in component.deductions:
        points -= _hundredths(measures, deduction)
    points = np.where(void, 0, np.clip(points, 0, component.points))
    numerator, denominator = component.weight.as_integer_ratio()
    return divide_half_up(points * numerator, np.full(len(points), denominator))


def score_item(measures: pd.DataFrame, item: Item, *, held: Integers | None = None) -> Integers:
    """Apply one rule (see `policy.Item`), up to the item's points, if it has any of its own."""
    points = apply_rule(measures, item, held=held)
    return points if item.points is None else np.minimum(points, item.points)


def apply_rule(measures: pd.DataFrame, item: Item, *, held: Integers | None = None) -> Integers:
    """Say what one rule gives before it is capped; `held` is what proportions are taken of."""
    values = [_hundredths(measures, name) for name in item.measures]
    whole = item.points or 0
    match item.rule:
        case "proportional":
            assert held is not None  # as of every proportional item
            highest = MEASURES[item.measures[0]].hundredths(held)
            points = divide_half_up(whole * values[0], highest)
        case "rate":
            points = divide_half_up(whole * values[0], values[1])
        case "average":
            points = divide_half_up(100 * values[0], values[1])
        case "sum":
            points = np.sum(values, axis=0)
        case "highest":
            points = np.max(values, axis=0)
        case "full":
            points = np.full(len(measures), whole, np.int64)
    return points


def fails_gate(measures: pd.DataFrame, gate: Gate) -> Flags:
    """Tell who exceeds the gate, or stays below it; exactly at the threshold does not fail.

    The comparison is made in integers: measure x denominator > base x numerator.
    """
    measure = _hundredths(measures, gate.measure)
    base = _hundredths(measures, gate.of) if gate.of else np.ones(len(measure), np.int64)
    reached, limit = measure * gate.limit.denominator, base * gate.limit.numerator
    return reached < limit if gate.above is None else reached > limit


def divide_half_up(numerators: Integers, denominators: Integers) -> Integers:
    """Divide non-negative integers, rounding half up; where the denominator is 0 the result is 0.

    >>> divide_half_up(np.array([1, 7, 3]), np.array([2, 3, 0])).tolist()
    [1, 2, 0]
    """
    safe = np.where(denominators > 0, denominators, 1)
    return np.where(denominators > 0, (2 * numerators + safe) // (2 * safe), 0)


def _hundredths(measures: pd.DataFrame, name: str) -> Integers:
    """Take a measure in hundredths of its unit, as points are."""
    amounts: Integers = MEASURES[name].hundredths(measures[name].to_numpy(np.int64))
    return amounts
