"""The ties on a line, each as an item that the meeting decides, with its options."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.labels import points, reading_order
from xiaoben_analytics.policy import Policy
from xiaoben_analytics.standing import pool_seats


@dataclass(frozen=True)
class Option:
    """One way to settle a tie: its setting, in words, who gets the better tier, seats then taken."""

    ties: str
    text: str
    upper: tuple[str, ...]
    taken: int


@dataclass(frozen=True)
class Tie:
    """Teachers with one total on both sides of a line; `seats` are those left for them above it."""

    number: int
    pool: str
    tier: str
    total: int
    seats: int
    teachers: tuple[str, ...]
    names: tuple[str, ...]
    options: tuple[Option, ...]

    @property
    def question(self) -> str:
        people = "、".join(self.names)
        return (
            f"{self.pool}的{self.tier}线上有 {len(self.names)} 人同为 {points(self.total)} 分"
            f"（{people}），还剩 {self.seats} 个名额"
        )


def list_ties(standings: pd.DataFrame, policy: Policy) -> tuple[Tie, ...]:
    """List every tie on a line, in the order of pools and tiers; the order of rows does not matter."""
    quotas = pool_seats(standings, policy.tiers)
    items: list[Tie] = []
    for pool in sorted(quotas, key=reading_order):
        ranked = _ranked(standings, pool, policy)
        for level, line in enumerate(accumulate(quotas[pool][:-1])):
            people = _astride(ranked, line)
            if len(people):
                above = int((ranked[col.TOTAL] > people[col.TOTAL].iloc[0]).sum())
                items.append(
                    _tie(len(items) + 1, pool, policy.tiers.names[level], people, line - above)
                )
    return tuple(items)


def _ranked(standings: pd.DataFrame, pool: str, policy: Policy) -> pd.DataFrame:
    """Order a pool by total, components and id, with a key that equals share."""
    keys = [col.TOTAL, *policy.component_names]
    members = standings[(standings[col.POOL] == pool) & ~standings[col.GATED]]
    falling = [*([False] * len(keys)), True]
    members = members.sort_values([*keys, col.TEACHER_ID], ascending=falling, ignore_index=True)
    equal = members[keys].eq(members[keys].shift()).all(axis="columns")
    return members.assign(**{col.RUN: (~equal).cumsum()})


def _astride(ranked: pd.DataFrame, line: int) -> pd.DataFrame:
    """Return those who share the total of the last above the line and the first below it."""
    if not 0 < line < len(ranked) or ranked[col.TOTAL][line - 1] != ranked[col.TOTAL][line]:
        return ranked.iloc[:0]
    same = ranked[col.TOTAL].eq(int(ranked[col.TOTAL][line]))
    return ranked[same]


def _tie(number: int, pool: str, tier: str, people: pd.DataFrame, left: int) -> Tie:
    """Make the item: broken by components, equals in all of them go up together."""
    last = people[col.RUN].iloc[left - 1]
    broken = people[people[col.RUN] <= last]
    nobody = people.iloc[:0]
    ways = (
        ("break", "按各项依次比较，仍相同的一起进入", broken),
        ("up", f"都进入{tier}", people),
        ("down", f"都不进入{tier}", nobody),
    )
    options = tuple(
        Option(ties, text, tuple(upper[col.TEACHER_ID]), len(upper) - left)
        for ties, text, upper in ways
    )
    total = int(people[col.TOTAL].iloc[0])
    ids, names = (tuple(people[name]) for name in (col.TEACHER_ID, col.NAME))
    return Tie(number, pool, tier, total, left, ids, names, options)
