"""Who sets what everybody else's points are taken of, and what hangs on that one teacher."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.labels import percent, points, reading_order
from xiaoben_analytics.measures import MEASURES, Measure, with_unit
from xiaoben_analytics.scoring import (
    Integers,
    find_companies,
    find_setters,
    find_yardsticks,
    proportional_items,
    score_teachers,
)
from xiaoben_analytics.standing import AFTER, BEFORE, WHOLE_SCHOOL, compare_standings

FAR_AHEAD = Fraction(5, 4)
"""From how many times the second amount on the highest is said to stand out."""


@dataclass(frozen=True, eq=False)
class Denominator:
    """One highest amount: who has it, how far the second is, what changes without that teacher.

    `among` is the school or a group; `held` is what proportions are taken of, under reference =
    "second" not the highest. `teachers` lists who stands otherwise once the first of the `holders`
    sets nothing (see `standing.compare_standings`); they keep their own points up to the maximum.
    Amounts are in parts of the measure's unit.
    """

    component: str
    label: str
    measure: Measure
    among: str
    highest: int
    held: int
    holders: tuple[str, ...]
    names: tuple[str, ...]
    second: int
    second_names: tuple[str, ...]
    teachers: pd.DataFrame

    @property
    def gap(self) -> int:
        """The distance from the highest to the next in order, 0 where several share it."""
        return self.highest - self.second

    @property
    def changes(self) -> pd.Series:
        """The change of each total that changes, in hundredths, without the first of the holders."""
        changes = self.teachers[col.TOTAL + AFTER] - self.teachers[col.TOTAL + BEFORE]
        return changes[changes != 0]

    @property
    def mean_change(self) -> Fraction:
        """The mean of those changes."""
        return Fraction(int(self.changes.sum()), len(self.changes) or 1)

    @property
    def tiers_changed(self) -> int:
        return int((self.teachers[col.TIER + BEFORE] != self.teachers[col.TIER + AFTER]).sum())

    @property
    def stands_out(self) -> bool:
        return len(self.holders) == 1 and self.highest >= FAR_AHEAD * self.second

    @property
    def sentence(self) -> str:
        """Say all of it."""
        told = (_said_highest, _said_second, _said_effect)
        return "；".join(text for say in told if (text := say(self)))


def watch_denominators(result: Assessment) -> tuple[Denominator, ...]:
    """Watch every highest amount that points are in proportion to, in the order of the components.

    With reference = "group" there is one of every group, in reading order.
    """
    return tuple(
        denominator
        for component, number, _ in proportional_items(result.policy)
        for denominator in sorted(
            _of_item(result, component.name, number), key=lambda one: reading_order(one.among)
        )
    )


def _of_item(result: Assessment, name: str, number: int) -> Iterator[Denominator]:
    policy, measures, teachers = result.policy, result.measures, result.teachers
    component = next(one for one in policy.components if one.name == name)
    measure = component.items[number].measures[0]
    amounts = measures[measure].to_numpy(np.int64)
    ids = teachers[col.TEACHER_ID].to_numpy(str)
    companies = find_companies(teachers, policy)
    setters = find_setters(measures, teachers, component, policy) & (amounts > 0)
    held = find_yardsticks(measures, teachers, policy)[name, number]
    for company in np.unique(companies[setters]):
        rows = np.flatnonzero(setters & (companies == company))
        rows = rows[np.lexsort((ids[rows], -amounts[rows]))]
        highest = amounts[rows[0]]
        first, rest = rows[amounts[rows] == highest], rows[1:]
        second = amounts[rest[0]] if len(rest) else 0
        group = str(teachers[col.GROUP].iloc[rows[0]])
        yield Denominator(
            component=name,
            label=component.label,
            measure=MEASURES[measure],
            among=group if policy.reference == "group" else WHOLE_SCHOOL,
            highest=int(highest),
            held=int(held[rows[0]]),
            holders=tuple(teachers[col.TEACHER_ID].take(first)),
            names=tuple(teachers[col.NAME].take(first)),
            second=int(second),
            second_names=tuple(teachers[col.NAME].take(rest[amounts[rest] == second])),
            teachers=_without(result, (name, number), rows[:1]),
        )


def _without(result: Assessment, place: tuple[str, int], rows: Integers) -> pd.DataFrame:
    """List who stands otherwise if some rows set nothing at one place of the regulation."""
    measures, teachers, policy = result.measures, result.teachers, result.policy
    left_out = np.zeros(len(measures), bool)
    left_out[rows] = True
    others = find_yardsticks(measures, teachers, policy, without=left_out)
    yardsticks = {**find_yardsticks(measures, teachers, policy), place: others[place]}
    scores = score_teachers(measures, teachers, policy, yardsticks=yardsticks)
    return compare_standings(result.standings, result.with_scores(scores).standings)


def _said_highest(one: Denominator) -> str:
    people = "、".join(one.names)
    told = f"“{one.label}”{one.among}最高为{people}的 {with_unit(one.highest, one.measure)}"
    return (
        f"{told}，按办法以第二高的 {with_unit(one.held, one.measure)}折算"
        if (one.held != one.highest)
        else told
    )


def _said_second(one: Denominator) -> str:
    if len(one.holders) > 1:
        return f"{len(one.holders)} 人并列，少了其中一人也不变"
    if not one.second:
        return "其余的人都没有"
    times = percent(Fraction(one.highest, one.second), 0)
    ahead = f"，是其 {times}，明显高出他人，请核对" if one.stands_out else ""
    second = f"第二为{'、'.join(one.second_names)}的 {with_unit(one.second, one.measure)}"
    return f"{second}，相差 {with_unit(one.gap, one.measure)}{ahead}"


def _said_effect(one: Denominator) -> str:
    if len(one.holders) > 1:
        return ""
    name, changes = one.names[0], one.changes
    if changes.empty:
        return f"不以{name}为准时，没有人的得分改变"
    mean = points(_half_up(one.mean_change))
    return (
        f"不以{name}为准时，{len(changes)} 人的得分改变，平均 {mean} 分，"
        f"{one.tiers_changed} 人的等级改变"
    )


def _half_up(number: Fraction) -> int:
    return int(number + Fraction(1, 2)) if number >= 0 else -int(-number + Fraction(1, 2))
