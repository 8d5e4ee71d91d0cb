"""What a ratio means in seats: every reading of the rounding, and how far a ratio can move."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache, partial
from itertools import takewhile
from math import ceil, floor
from types import MappingProxyType

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.labels import percent, reading_order
from xiaoben_analytics.policy import Tiers
from xiaoben_analytics.standing.quotas import READINGS, Ratios, Seats
from xiaoben_analytics.standing.ranking import WHOLE_SCHOOL, divide_pools

TOGETHER = "合计"

WORDINGS: Mapping[str, str] = MappingProxyType(
    {
        "half_up": "“按比例四舍五入”：累计比例处四舍五入",
        "floor": "“不超过”：累计到每一等级都不超过比例，余下归末等",
        "largest_remainder": "“取整后按余数大小补足”：最大余数法",
        "sainte_lague": "“按最高均数分配”：圣拉古法，一席一席地给，每次给最欠席位的等级",
        "floor_each": "“各等级分别不超过”：每一等级单独舍去小数，余下归末等",
        "percent_rank": "“按百分比排位”：电子表格的 PERCENTRANK 函数（低于本人的占其余人的几成）达到 1 − 比例",
    }
)
"""The words of regulations that each reading matches."""

Pools = Mapping[str, Seats]


def choose_rounding(sizes: Mapping[str, int], tiers: Tiers) -> pd.DataFrame:
    """Lay the seats under every reading of the ratios side by side.

    Parameters
    ----------
    sizes
        How many count in each pool (see `pool_sizes`).
    tiers
        Whose ratios, groups' own ones included, are read; all but their rounding stays.

    Returns
    -------
    pd.DataFrame
        One row per pool in reading order, then 合计, their sum, and 全校, the school divided as one:
        pool, count, one column per key of `READINGS` with the seats as text (2-4-2), and agree.
    """
    ways = [divide_pools(sizes, tiers.model_copy(update={"rounding": name})) for name in READINGS]
    everybody = sum(sizes.values())
    rows = [
        _row(pool, sizes[pool], [divided[pool] for divided in ways])
        for pool in sorted(sizes, key=reading_order)
    ]
    rows.append(_row(TOGETHER, everybody, [_added(divided) for divided in ways]))
    if WHOLE_SCHOOL not in sizes:
        whole = [read(everybody, tiers.ratios) for read in READINGS.values()]
        rows.append(_row(WHOLE_SCHOOL, everybody, whole))
    return pd.DataFrame(rows, columns=[col.POOL, col.COUNT, *READINGS, col.AGREE])


def dead_zones(sizes: Mapping[str, int], tiers: Tiers) -> pd.DataFrame:
    """Say how far each common ratio can move before a seat changes anywhere.

    A tier's ratio and that of the next one move against each other; all others stay. Whole percents
    are tried, as people name them.

    Returns
    -------
    pd.DataFrame
        One row per line, best tier first: tier, ratio (as text), lowest_ratio and highest_ratio (the whole
        percents around it that give the same seats in every pool), lower_ratio and higher_ratio (the next ones
        that do not) with lower_changes and higher_changes (in which pools, seats before and after).
        What does not exist is missing, or "".
    """
    rows = [_zone(sizes, tiers, level) for level in range(len(tiers.levels) - 1)]
    ends = [col.LOWEST_RATIO, col.HIGHEST_RATIO, col.LOWER_RATIO, col.HIGHER_RATIO]
    names = [col.TIER, col.RATIO, *ends, col.LOWER_CHANGES, col.HIGHER_CHANGES]
    return pd.DataFrame(rows, columns=names).astype(dict.fromkeys(ends, "Int64"))


@lru_cache(maxsize=4096)
def same_seats(size: int, ratios: Ratios, *, rounding: str) -> tuple[tuple[int, int] | None, ...]:
    """Say for each ratio but the last between which whole percents a pool keeps all its seats.

    A ratio and the next one move against each other; None where no whole percent keeps them.

    >>> same_seats(9, (Fraction(3, 10), Fraction(4, 10), Fraction(3, 10)), rounding="half_up")
    ((28, 38), (32, 42))
    """
    held = READINGS[rounding](size, ratios)

    def same(level: int, number: int) -> bool:
        share, both = Fraction(number, 100), ratios[level] + ratios[level + 1]
        moved = (*ratios[:level], share, both - share, *ratios[level + 2 :])
        return READINGS[rounding](size, moved) == held

    spans = []
    for level, own in enumerate(ratios[:-1]):
        highest = floor((own + ratios[level + 1]) * 100)
        keeps = partial(same, level)
        low = [*takewhile(keeps, range(floor(own * 100), -1, -1))]
        high = [*takewhile(keeps, range(ceil(own * 100), highest + 1))]
        spans.append((min(low + high), max(low + high)) if low + high else None)
    return tuple(spans)


def seats_text(seats: Iterable[int]) -> str:
    """Show seats, best tier first.

    >>> seats_text((2, 4, 2))
    '2-4-2'
    """
    return "-".join(map(str, seats))


def _row(pool: str, count: int, ways: Sequence[Seats]) -> tuple[object, ...]:
    return (pool, count, *(seats_text(held) for held in ways), len(set(ways)) == 1)


def _added(divided: Pools) -> Seats:
    return tuple(map(sum, zip(*divided.values(), strict=True)))


def _zone(sizes: Mapping[str, int], tiers: Tiers, level: int) -> tuple[object, ...]:
    """Move the ratio of one level down and up until something changes."""
    own = tiers.ratios[level]
    both = own + tiers.ratios[level + 1]

    def divided(number: int) -> Pools:
        share = Fraction(number, 100)
        ratios = (*tiers.ratios[:level], share, both - share, *tiers.ratios[level + 2 :])
        return divide_pools(sizes, tiers.with_ratios(ratios))

    held = divide_pools(sizes, tiers)
    down, lower, fewer = _until_changed(range(floor(own * 100), -1, -1), divided, held)
    up, higher, more = _until_changed(range(ceil(own * 100), floor(both * 100) + 1), divided, held)
    same = [*down, *up]
    ends = (min(same, default=None), max(same, default=None))
    return (tiers.levels[level].name, percent(own), *ends, lower, higher, fewer, more)


def _until_changed(
    numbers: Iterable[int], divided: Callable[[int], Pools], held: Pools
) -> tuple[list[int], int | None, str]:
    """Return the percents that change nothing, the first that does, and what it changes."""
    same: list[int] = []
    for number in numbers:
        new = divided(number)
        if new != held:
            return same, number, _changed(held, new)
        same.append(number)
    return same, None, ""


def _changed(before: Pools, after: Pools) -> str:
    return "；".join(
        f"{pool} {seats_text(before[pool])} → {seats_text(after[pool])}"
        for pool in sorted(before, key=reading_order)
        if before[pool] != after[pool]
    )
