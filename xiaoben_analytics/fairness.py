"""What dividing within groups does across them: envy, standardised totals, merging small groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np
import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.labels import reading_order
from xiaoben_analytics.policy import Tiers
from xiaoben_analytics.standing import pool_ratios, seats

MOST_SMALL_GROUPS = 8
"""Groups that the merge adviser puts together in every way: 4 140 ways for eight."""

Integers = np.ndarray[tuple[int], np.dtype[np.int64]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]


def count_envy(standings: pd.DataFrame, tiers: Tiers) -> pd.DataFrame:
    """Count for each ranked teacher who in another group has a lower total but a better tier.

    Sorted once per tier instead of comparing everybody with everybody.

    Returns
    -------
    pd.DataFrame
        teacher_id, name, group, total, tier, envies (how many), lowest_total of those envied; most
        first. The sum of `envies` is the number of pairs.
    """
    ranked = standings[~standings[col.GATED]]
    totals = ranked[col.TOTAL].to_numpy(np.int64)
    groups = pd.factorize(ranked[col.GROUP])[0].astype(np.int64)
    levels = ranked[col.TIER].map({name: at for at, name in enumerate(tiers.names)}).to_numpy()
    envies, lowest = np.zeros(len(ranked), np.int64), np.full(len(ranked), _NOBODY, np.int64)
    for level in range(len(tiers.levels) - 1):
        better, below = levels == level, levels > level
        envies[below] += _found(totals, groups, better, below)
        least = _least_elsewhere(totals, groups, better)[groups[below]]
        lowest[below] = np.minimum(lowest[below], least)
    shown = ranked[[col.TEACHER_ID, col.NAME, col.GROUP, col.TOTAL, col.TIER]].copy()
    shown[col.ENVIES], shown[col.LOWEST_TOTAL] = envies, lowest
    shown = shown[shown[col.ENVIES] > 0]
    return shown.sort_values(
        [col.ENVIES, col.TEACHER_ID], ascending=[False, True], ignore_index=True
    )


_NOBODY = np.iinfo(np.int64).max


def _found(totals: Integers, groups: Integers, better: Flags, below: Flags) -> Integers:
    """Count for each of those below the better ones of other groups with a lower total."""
    span = int(totals.max(initial=0)) + 1
    keys = groups * span + totals
    lower = np.searchsorted(np.sort(totals[better]), totals[below])
    own = np.sort(keys[better])
    within = np.searchsorted(own, keys[below]) - np.searchsorted(own, groups[below] * span)
    counted: Integers = lower - within
    return counted


def _least_elsewhere(totals: Integers, groups: Integers, better: Flags) -> Integers:
    """Return for each group the lowest total of the better ones in the others."""
    least = np.full(int(groups.max(initial=0)) + 1, _NOBODY, np.int64)
    np.minimum.at(least, groups[better], totals[better])
    first = int(least.argmin())
    others = np.full(len(least), least[first], np.int64)
    others[first] = np.delete(least, first).min(initial=_NOBODY)
    return others


def standardise(standings: pd.DataFrame, of: str = col.TOTAL) -> pd.DataFrame:
    """Show amounts against the own group and the whole school; for looking at, not for ranking.

    Parameters
    ----------
    of
        The column that is compared: the totals, or one of the components.

    Returns
    -------
    pd.DataFrame
        teacher_id, name, group, the amounts, tier, within_group and pooled: distance from the mean
        in standard deviations (population), 0 where everybody is equal; who failed a gate is left out.
    """
    ranked = standings[~standings[col.GATED]].reset_index(drop=True)
    totals = ranked[of].astype("float64")
    grouped = totals.groupby(ranked[col.GROUP])
    spread = grouped.transform(lambda part: part.std(ddof=0))
    shown = ranked[[col.TEACHER_ID, col.NAME, col.GROUP, of, col.TIER]].copy()
    shown[col.WITHIN_GROUP] = _scores(totals - grouped.transform("mean"), spread)
    whole = pd.Series(totals.std(ddof=0), totals.index)
    shown[col.POOLED] = _scores(totals - totals.mean(), whole)
    return shown


def advise_merging(standings: pd.DataFrame, tiers: Tiers, *, fewer_than: int) -> pd.DataFrame:
    """Put small groups together in every possible way, and count the seats that follow.

    Returns
    -------
    pd.DataFrame
        One row per way: merged (the pools, as text), pools, smallest (members of the smallest
        pool), and one column per tier with the seats of those teachers together; the present
        division first, then the fewest merged.

    Raises
    ------
    UsageError
        If more than `MOST_SMALL_GROUPS` groups are that small.
    """
    sizes = standings[col.GROUP].value_counts()
    small = sorted((str(group) for group in sizes.index[sizes < fewer_than]), key=reading_order)
    if len(small) > MOST_SMALL_GROUPS:
        what = f"少于 {fewer_than} 人的小组的个数"
        raise UsageError.out_of_range(what, len(small), 0, MOST_SMALL_GROUPS)
    rows = [_merged(parts, sizes, tiers) for parts in partitions(small)] if small else []
    names = [col.MERGED, col.POOLS, col.SMALLEST, *tiers.names[:-1]]
    ways = pd.DataFrame(rows, columns=names)
    return ways.sort_values(col.POOLS, ascending=False, kind="stable", ignore_index=True)


def partitions(things: Sequence[str]) -> Iterator[list[list[str]]]:
    """Yield every way to put things into heaps.

    >>> list(partitions("ab"))
    [[['a', 'b']], [['a'], ['b']]]
    """
    if not things:
        yield []
        return
    first, rest = things[0], things[1:]
    for heaps in partitions(rest):
        for place, heap in enumerate(heaps):
            yield [*heaps[:place], [first, *heap], *heaps[place + 1 :]]
        yield [[first], *heaps]


def _scores(distances: pd.Series, spread: pd.Series) -> pd.Series:
    return (distances / spread.where(spread > 0, 1.0)).round(2)


def _merged(parts: list[list[str]], sizes: pd.Series, tiers: Tiers) -> tuple[object, ...]:
    counts = [int(sizes[part].sum()) for part in parts]
    shares = [
        seats(count, _ratios(part, tiers), rounding=tiers.rounding)
        for part, count in zip(parts, counts, strict=True)
    ]
    together = ["＋".join(part) for part in parts if len(part) > 1]
    text = "；".join(together) or "各组单独"
    return (text, len(parts), min(counts), *(sum(column) for column in zip(*shares, strict=True)))


def _ratios(part: list[str], tiers: Tiers) -> tuple[Fraction, ...]:
    return pool_ratios(part[0], tiers) if len(part) == 1 else tiers.ratios
