"""From measures to points: components, gates and totals, in exact hundredths."""

from __future__ import annotations

import numpy as np
import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.policy import Component, Gate, Item, Policy

Integers = np.ndarray[tuple[int], np.dtype[np.int64]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]


def score_teachers(measures: pd.DataFrame, assessed: pd.Series, policy: Policy) -> pd.DataFrame:
    """Give every teacher the points of each component and their total, in hundredths.

    Parameters
    ----------
    measures
        One row per teacher, integers (see `measures.measure_teachers`).
    assessed
        Which of those rows are assessed, in the same order.

    Returns
    -------
    pd.DataFrame
        teacher_id, one column per component, total, gated (in the failing tier for it) and gates (the
        names of the failed gates, joined by 、), rows as in `measures`.
    """
    reference = reference_rows(assessed, policy)
    scores = measures[[col.TEACHER_ID]].copy()
    for component in policy.components:
        scores[component.name] = score_component(
            measures, component, void=voided(measures, component, policy), reference=reference
        )
    total = scores[list(policy.component_names)].sum(axis="columns").astype("int64")
    scores[col.TOTAL] = total.clip(upper=policy.points)
    failed = [fails_gate(measures, gate) for gate in policy.gates]
    flags = np.array(failed, bool).reshape(-1, len(measures))
    scores[col.GATED] = np.logical_or.reduce(flags, axis=0) & (policy.tiers.gated == "failing")
    labels = np.array([gate.label for gate in policy.gates], object)
    scores[col.GATES] = pd.Series(["、".join(labels[row]) for row in flags.T], dtype="str")
    return scores


def reference_rows(assessed: pd.Series, policy: Policy) -> Flags:
    """Tell among whom a highest value is sought."""
    return assessed.to_numpy(bool) | (policy.reference == "roster")


def voided(measures: pd.DataFrame, component: Component, policy: Policy) -> Flags:
    """Tell who gets nothing for a component, because of a failed gate."""
    void = np.zeros(len(measures), bool)
    for gate in policy.gates:
        if component.name in gate.voids:
            void |= fails_gate(measures, gate)
    return void


def score_component(
    measures: pd.DataFrame, component: Component, *, void: Flags, reference: Flags
) -> Integers:
    """Add a component's items up, take its deductions off, keep it between 0 and its points, weigh it.

    Voided rows get 0 and set no maximum. The weight is applied last, rounding half up once.
    """
    setters = reference & ~void
    points = np.zeros(len(measures), np.int64)
    for item in component.items:
        points += score_item(measures, item, setters=setters)
    for deduction in component.deductions:
        points -= measures[deduction].to_numpy(np.int64)
    points = np.where(void, 0, np.clip(points, 0, component.points))
    numerator, denominator = component.weight.as_integer_ratio()
    return divide_half_up(points * numerator, np.full(len(points), denominator))


def score_item(measures: pd.DataFrame, item: Item, *, setters: Flags) -> Integers:
    """Apply one rule (see `policy.Item`), up to the item's points, if it has any of its own."""
    points = apply_rule(measures, item, setters=setters)
    return points if item.points is None else np.minimum(points, item.points)


def apply_rule(measures: pd.DataFrame, item: Item, *, setters: Flags) -> Integers:
    """Say what one rule gives before it is capped; `setters` are the rows that may set a maximum."""
    values = [measures[name].to_numpy(np.int64) for name in item.measures]
    match item.rule:
        case "proportional":
            highest = int(values[0][setters].max(initial=0))
            points = divide_half_up(item.points * values[0], np.full(len(measures), highest))
        case "rate":
            points = divide_half_up(item.points * values[0], values[1])
        case "average":
            points = divide_half_up(values[0], values[1])
        case "sum":
            points = np.sum(values, axis=0)
        case "highest":
            points = np.max(values, axis=0)
        case "full":
            points = np.full(len(measures), item.points, np.int64)
    return points


def fails_gate(measures: pd.DataFrame, gate: Gate) -> Flags:
    """Tell who exceeds the gate, or stays below it; exactly at the threshold does not fail.

    The comparison is made in integers: measure x denominator > base x numerator.
    """
    measure = measures[gate.measure].to_numpy(np.int64)
    base = measures[gate.of].to_numpy(np.int64) if gate.of else np.ones(len(measure), np.int64)
    reached, limit = measure * gate.limit.denominator, base * gate.limit.numerator
    return reached < limit if gate.above is None else reached > limit


def divide_half_up(numerators: Integers, denominators: Integers) -> Integers:
    """Divide non-negative integers, rounding half up; where the denominator is 0 the result is 0.

    >>> divide_half_up(np.array([1, 7, 3]), np.array([2, 3, 0])).tolist()
    [1, 2, 0]
    """
    safe = np.where(denominators > 0, denominators, 1)
    return np.where(denominators > 0, (2 * numerators + safe) // (2 * safe), 0)
