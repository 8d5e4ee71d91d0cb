"""From points to ranks, cutoffs and tiers.

The order is worked out once (`rank_teachers`); ratios, rounding and ties only move the
boundaries drawn through it (`assign_tiers`). Ranks and boundaries are integers throughout.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise, repeat
from typing import Final

import numpy as np
import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.labels import percent, reading_order
from xiaoben_analytics.policy import Policy, Tiers
from xiaoben_analytics.standing.quotas import READINGS, Seats, apportion, share_quotas

WHOLE_SCHOOL = "全校"
SMALL_GROUPS = "小组合并"
LAST, NUMBER = "last_rank", "pool_number"
HIDDEN = (LAST, NUMBER)
"""What only drawing lines needs: the worst place of equals, the pool as a number."""
_NO_RANK: Final = 0

Integers = np.ndarray[tuple[int], np.dtype[np.int64]]


def rank_teachers(scores: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Rank teachers within their pool; gated ones carry no rank and sit below everybody.

    Parameters
    ----------
    scores
        One row per assessed teacher: group, one column per component, total, gated.

    Returns
    -------
    pd.DataFrame
        `scores` and pool, and its number; rank (1 is best; equal keys share a rank: 1, 2, 2, 4) and last_rank
        (the worst place that the equals occupy), both 0 for gated teachers. The key is the total
        alone, or with ties = "break" the total, then the components in the policy's order.
    """
    pool = _pools(scores[col.GROUP], policy.tiers)
    by_components = policy.component_names if policy.tiers.ties == "break" else ()
    key = pack_keys([scores[name].to_numpy(np.int64) for name in (col.TOTAL, *by_components)])
    number = pd.factorize(pool)[0]
    best, last = rank_in_pools(number, key, scores[col.GATED].to_numpy(bool))
    ranked = scores.copy()
    ranked[col.POOL], ranked[NUMBER], ranked[col.RANK], ranked[LAST] = pool, number, best, last
    return ranked


def assign_tiers(ranked: pd.DataFrame, tiers: Tiers) -> pd.Series:
    """Name each ranked teacher's tier.

    A boundary is the number of seats above it. Equal keys go where their best place falls, with
    ties = "down" where their worst does. Gated teachers get the failing tier; with
    `count_gated` they still count in the size of the pool.
    """
    codes, gated = ranked[NUMBER].to_numpy(), ranked[col.GATED].to_numpy(bool)
    pools = int(codes.max(initial=-1)) + 1
    counted = np.bincount(codes if tiers.count_gated else codes[~gated], minlength=pools)
    taken = _seats_by_number(ranked[col.POOL], codes, counted, tiers)
    lines = taken.cumsum(axis=1)[:, :-1]
    place = ranked[LAST if tiers.ties == "down" else col.RANK].to_numpy(np.int64) - 1
    level = np.zeros(len(ranked), np.int64)
    for line in lines.T:
        level += place >= line[codes]
    level[gated] = len(tiers.levels)
    return pd.Series(pd.array(tiers.names, dtype="str").take(level), index=ranked.index)


def _seats_by_number(
    names: pd.Series, codes: Integers, counted: Integers, tiers: Tiers
) -> np.ndarray:
    """Return the seats per tier of each pool, by its number.

    Pools are told by their names only where one of them can differ from others of its size.
    """
    if not (tiers.group_ratios or tiers.conserve):
        sizes, which = np.unique(counted, return_inverse=True)
        usual = [READINGS[tiers.rounding](size, tiers.ratios) for size in sizes.tolist()]
        return np.array(usual, np.int64).reshape(len(usual), len(tiers.levels))[which]
    pools, order = _numbered(names, codes)
    quotas = divide_pools({pools[at]: int(counted[at]) for at in order}, tiers)
    return np.array([quotas[pool] for pool in pools], np.int64).reshape(len(pools), -1)


def pool_seats(ranked: pd.DataFrame, tiers: Tiers) -> Mapping[str, tuple[int, ...]]:
    """Count each pool's seats per tier, pools in order of appearance (see `divide_pools`)."""
    return divide_pools(pool_sizes(ranked, tiers), tiers)


def divide_pools(sizes: Mapping[str, int], tiers: Tiers) -> Mapping[str, Seats]:
    """Count the seats per tier of pools of given sizes.

    With `conserve` the school as a whole keeps the seats of its common ratios: pools with ratios of
    their own take theirs, and the others share the rest by size and weight.
    """
    reading = READINGS[tiers.rounding]
    usual = {size: reading(size, tiers.ratios) for size in set(sizes.values())}
    own = {
        pool: reading(size, pool_ratios(pool, tiers)) if pool in tiers.group_ratios else usual[size]
        for pool, size in sizes.items()
    }
    return _conserved(sizes, own, tiers) if tiers.conserve else own


def pool_sizes(ranked: pd.DataFrame, tiers: Tiers) -> dict[str, int]:
    """Count the teachers of each pool of whom its seats are taken, pools in order of appearance."""
    counted = ranked if tiers.count_gated else ranked[~ranked[col.GATED]]
    sizes = counted[col.POOL].value_counts()
    return {str(pool): int(sizes.get(pool, 0)) for pool in pd.unique(ranked[col.POOL])}


def pool_ratios(pool: str, tiers: Tiers) -> tuple[Fraction, ...]:
    """Return the ratios that apply to a pool: its own, else everybody's."""
    return tiers.group_ratios.get(pool, tiers.ratios)


def cutoff_table(standings: pd.DataFrame, tiers: Tiers) -> pd.DataFrame:
    """List every line: one row per pool and tier, best tier first, pools in reading order.

    Returns
    -------
    pd.DataFrame
        pool; tier; ratio (as text, "" for the failing tier); seats; count; cutoff, the lowest
        total inside the tier; gap, its distance to the highest total of a ranked teacher below
        (hundredths; missing where there is nobody).
    """
    places = [col.POOL, col.TIER]
    inside = standings.groupby(places)[col.TOTAL].agg(["size", "min"])
    held = {place: (count, lowest) for place, count, lowest in inside.itertuples(name=None)}
    highest = standings[~standings[col.GATED]].groupby(places)[col.TOTAL].max().to_dict()
    rows = []
    for pool, seats in sorted(pool_seats(standings, tiers).items(), key=_by_pool):
        shares = [*map(percent, pool_ratios(pool, tiers)), ""]
        for level, tier in enumerate(tiers.names):
            count, lowest = held.get((pool, tier), (0, None))
            lower = [
                highest[pool, one] for one in tiers.names[level + 1 :] if (pool, one) in highest
            ]
            cutoff = lowest if level < len(tiers.levels) else None
            gap = None if cutoff is None or not lower else cutoff - max(lower)
            rows.append((pool, tier, shares[level], (*seats, 0)[level], count, cutoff, gap))
    names = [*places, col.RATIO, col.SEATS, col.COUNT, col.CUTOFF, col.GAP]
    return pd.DataFrame(rows, columns=names).astype({col.CUTOFF: "Int64", col.GAP: "Int64"})


def pack_keys(columns: Sequence[Integers]) -> Integers:
    """Pack columns into one key that orders rows as the columns do, most important first.

    Where the spans would not fit into 64 bits, the key so far is replaced by its dense rank,
    which orders the same.
    """
    key = columns[0]
    for values in columns[1:]:
        lowest = int(values.min(initial=0))
        span = int(values.max(initial=0)) - lowest + 1
        if (int(np.abs(key).max(initial=0)) + 1) * span >= 2**63:
            key = np.unique(key, return_inverse=True)[1].astype(np.int64)
        key = key * span + (values - lowest)
    return key


def rank_in_pools(pools: Integers, key: Integers, gated: np.ndarray) -> tuple[Integers, Integers]:
    """Rank within each pool, highest key first: the best and the worst place of each set of equals."""
    best, last = np.full(len(key), _NO_RANK), np.full(len(key), _NO_RANK)
    rows = np.flatnonzero(~gated)
    rows = rows[np.lexsort((-key[rows], pools[rows]))]
    if not len(rows):
        return best, last
    new_pool = np.r_[True, np.diff(pools[rows]) != 0]
    new_key = new_pool | np.r_[True, np.diff(key[rows]) != 0]
    place = np.arange(len(rows))
    pool_start = np.maximum.accumulate(np.where(new_pool, place, 0))
    starts = np.flatnonzero(new_key)
    run = np.cumsum(new_key) - 1
    ends = np.r_[starts[1:], len(rows)]
    best[rows] = starts[run] - pool_start + 1
    last[rows] = ends[run] - pool_start
    return best, last


def _by_pool(held: tuple[str, Seats]) -> bytes:
    return reading_order(held[0])


def _numbered(names: pd.Series, codes: Integers) -> tuple[list[str], Integers]:
    """Name each number, and put the numbers in order of their first rows."""
    first = np.zeros(int(codes.max(initial=-1)) + 1, np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    return names.take(first).tolist(), np.argsort(first, kind="stable")


def _conserved(
    sizes: Mapping[str, int], own: Mapping[str, Seats], tiers: Tiers
) -> dict[str, Seats]:
    """Keep the school's own lines, line by line: what pools with own ratios leave, the others share."""
    free = sorted((pool for pool in sizes if pool not in tiers.group_ratios), key=reading_order)
    most = [sizes[pool] for pool in free]
    school = accumulate(READINGS[tiers.rounding](sum(sizes.values()), tiers.ratios))
    taken = zip(*(accumulate(own[pool]) for pool in sizes if pool not in free), strict=True)
    lines: list[Seats] = [(0,) * len(free)]
    for total, fixed in zip(school, taken if len(free) < len(sizes) else repeat(()), strict=False):
        rest = min(max(total - sum(fixed), sum(lines[-1])), sum(most))
        quotas = share_quotas(most, Fraction(rest), _weights(free, tiers))
        lines.append(apportion(rest, quotas, most, least=lines[-1], method=tiers.apportionment))
    columns = zip(*lines, strict=True)
    shared = {
        pool: tuple(upper - lower for lower, upper in pairwise(column))
        for pool, column in zip(free, columns, strict=True)
    }
    return {pool: shared.get(pool, own[pool]) for pool in sizes}


def _weights(pools: Sequence[str], tiers: Tiers) -> list[Fraction]:
    return [tiers.group_weights.get(pool, Fraction(1)) for pool in pools]


def _pools(groups: pd.Series, tiers: Tiers) -> pd.Series:
    """Say in which company each teacher is ranked: the school, the group, or the small groups.

    A group that is the only small one keeps its name: it has nobody to be put together with.
    """
    if tiers.scope == "school":
        return pd.Series(WHOLE_SCHOOL, index=groups.index, dtype="str")
    small = groups.map(groups.value_counts()) < tiers.min_group
    return groups.mask(small, SMALL_GROUPS) if len(groups[small].unique()) > 1 else groups
