"""From ratios to whole seats: each rule one small function that says what it is and whom it favours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, pairwise
from math import ceil, floor
from operator import index
from types import MappingProxyType
from typing import Any, SupportsIndex

from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.policy import Share, parse_ratio, parse_ratios
from xiaoben_analytics.policy import ratio as to_fraction

Seats = tuple[int, ...]
Ratios = tuple[Fraction, ...]

_remembered = lru_cache(maxsize=4096)
"""Groups of one size have one division; a panel asks for it at every press of a key."""


def seats(n: int, ratios: str | Iterable[Share], *, rounding: str = "half_up") -> Seats:
    """Divide `n` seats among tiers, best first, by ratios that together are the whole.

    Parameters
    ----------
    ratios
        One for each tier, exactly as written: fractions, "30%", 30 of 100, or all in one text. A float counts as
        its shortest decimal.
    rounding
        A key of `ROUNDINGS`.

    Raises
    ------
    UsageError
        If something is no count, no ratio, or unknown, or the ratios are not the whole.

    >>> thirty = (Fraction(3, 10), Fraction(4, 10), Fraction(3, 10))
    >>> seats(8, thirty), seats(8, "30/40/30", rounding="largest_remainder")
    ((2, 4, 2), (3, 3, 2))
    """
    if rounding not in ROUNDINGS:
        raise UsageError.unknown("取整规则", rounding, ROUNDINGS)
    return ROUNDINGS[rounding](_count("人数", n), parse_ratios(ratios))


def share_seats(
    sizes: Sequence[int],
    ratio: Share,
    *,
    method: str = "largest_remainder",
    weights: Sequence[Share] | None = None,
    cap: str = "floor",
) -> Seats:
    """Share the seats of one tier of the whole school among its groups.

    The school has `ratio` of everybody, rounded down (`cap` = "floor") or half up ("half_up"), and
    never gives more. A group's quota is its size times its weight; each group gets its quota
    rounded down or up, and never more than it has members.

    Parameters
    ----------
    sizes
        How many count in each group.
    ratio
        A share of the whole, exactly as written: a fraction, "30%", 0.3.
    method
        "largest_remainder" gives the seats left over to the largest parts of a seat (Hamilton),
        "sainte_lague" to the highest quota / (2 x seats + 1) (Webster); equal claims go to the
        larger group, then to the one named first.
    weights
        How much a member of each group counts, such as from the review of the groups; equal if
        not given.

    Raises
    ------
    UsageError
        If something is no count, no share of the whole, no weight, or unknown.

    >>> share_seats([14, 12, 11, 6, 5, 4, 3, 3], "30%")
    (4, 4, 3, 2, 1, 1, 1, 1)
    """
    if method not in CLAIMS:
        raise UsageError.unknown("分配方法", method, CLAIMS)
    if cap not in CAPS:
        raise UsageError.unknown("全校名额的取整", cap, CAPS)
    counts = [_count("各组人数", size) for size in _each(sizes)]
    whole = parse_ratio(ratio) * sum(counts)
    quotas = share_quotas(counts, whole, _weights(weights, len(counts)))
    return apportion(CAPS[cap](whole), quotas, counts, method=method)


def share_quotas(
    sizes: Sequence[int], whole: Fraction, weights: Sequence[Fraction] | None = None
) -> list[Fraction]:
    """Share an amount by size and weight, exactly; what a group cannot hold the others share."""
    equal = [Fraction(1)] * len(sizes)
    claims = [size * weight for size, weight in zip(sizes, weights or equal, strict=True)]
    full: set[int] = set()
    while True:
        rest = whole - sum(sizes[place] for place in full)
        everything = sum(claim for place, claim in enumerate(claims) if place not in full)
        quotas = [
            Fraction(sizes[place]) if place in full else rest * claim / (everything or 1)
            for place, claim in enumerate(claims)
        ]
        over = {place for place, quota in enumerate(quotas) if quota > sizes[place]}
        if not over:
            return quotas
        full |= over


def apportion(
    total: int,
    quotas: Sequence[Fraction],
    most: Sequence[int],
    *,
    least: Sequence[int] | None = None,
    method: str = "largest_remainder",
) -> Seats:
    """Round quotas down or up so that they add up to `total`, none above `most` or below `least`.

    Where the rounded quotas cannot add up to it, whoever has the strongest claim and room goes
    beyond its own.
    """
    lowest = least or [0] * len(most)
    places = range(len(most))
    held = [min(max(floor(quotas[at]), lowest[at]), most[at]) for at in places]
    while sum(held) != total:
        step = 1 if sum(held) < total else -1
        free = [at for at in places if lowest[at] <= held[at] + step <= most[at]]
        within = [at for at in free if step < 0 or held[at] < ceil(quotas[at])]
        if not free:
            break
        strongest = max(
            within or free,
            key=lambda at: (step * CLAIMS[method](quotas[at], held[at]), most[at], -at),
        )
        held[strongest] += step
    return tuple(held)


def _count(what: str, given: object) -> int:
    """Read how many there are."""
    if isinstance(given, SupportsIndex) and index(given) >= 0:
        return index(given)
    raise UsageError.bad_value(what, str(given), "不小于 0 的整数，例如 8")


def _weights(given: Iterable[Share] | None, groups: int) -> list[Fraction] | None:
    """Read one weight for each group."""
    if given is None:
        return None
    weights = [_weight(one) for one in _each(given)]
    if len(weights) != groups:
        raise UsageError.bad_value("各组权重", f"{len(weights)} 个", f"每组一个，共 {groups} 个")
    return weights


def _weight(given: Share) -> Fraction:
    try:
        return to_fraction(given)
    except ValueError:
        raise UsageError.bad_value("各组权重", str(given), "不小于 0 的数，例如 1.2") from None


def _each(given: Any) -> list[Any]:
    """Return what is listed; what is no list is refused as a text is."""
    return list(given) if isinstance(given, Iterable) else [str(given)]


@_remembered
def _half_up(n: int, ratios: Ratios) -> Seats:
    """Round each cumulative line half up (四舍五入): monotone, each tier within one seat."""
    return _between(floor(n * line + Fraction(1, 2)) for line in accumulate(ratios))


def _floor(n: int, ratios: Ratios) -> Seats:
    """Round each cumulative line down (不超过); the last tier takes the rest. Favours the last."""
    lines = [floor(n * line) for line in accumulate(ratios)]
    return _between([*lines[:-1], n])


def _floor_each(n: int, ratios: Ratios) -> Seats:
    """Round each tier down by itself; the last takes the rest: the other reading of 不超过."""
    whole = [floor(n * share) for share in ratios[:-1]]
    return (*whole, n - sum(whole))


def _percent_rank(n: int, ratios: Ratios) -> Seats:
    """Draw the lines where a spreadsheet's PERCENTRANK reaches 1 − ratio: place k has (n − k) / (n − 1)."""
    lines = [min(n, floor(1 + (n - 1) * line)) if n else 0 for line in accumulate(ratios)]
    return _between([*lines[:-1], n])


@_remembered
def _largest_remainder(n: int, ratios: Ratios) -> Seats:
    """Round every tier down, give the rest to the largest remainders (Hamilton).

    Equal remainders favour the higher tier. Not monotone: a larger group may lose a seat.
    """
    quotas = [n * share for share in ratios]
    whole = [floor(quota) for quota in quotas]
    by_remainder = sorted(range(len(ratios)), key=lambda tier: (whole[tier] - quotas[tier], tier))
    extra = set(by_remainder[: n - sum(whole)])
    return tuple(count + (tier in extra) for tier, count in enumerate(whole))


@_remembered
def _sainte_lague(n: int, ratios: Ratios) -> Seats:
    """Give seat after seat to the highest ratio / (2 x seats + 1) (Webster).

    Equal quotients favour the higher tier. Monotone in `n`; neutral between large and small.
    """
    held = [0] * len(ratios)
    for _ in range(n):
        quotients = [share / (2 * count + 1) for share, count in zip(ratios, held, strict=True)]
        held[quotients.index(max(quotients))] += 1
    return tuple(held)


ROUNDINGS: Mapping[str, Callable[[int, Ratios], Seats]] = MappingProxyType(
    {
        "half_up": _half_up,
        "floor": _floor,
        "largest_remainder": _largest_remainder,
        "sainte_lague": _sainte_lague,
    }
)

READINGS: Mapping[str, Callable[[int, Ratios], Seats]] = MappingProxyType(
    {**ROUNDINGS, "floor_each": _floor_each, "percent_rank": _percent_rank}
)
"""Every reading that the chooser shows; not each of them is a setting."""

CAPS: Mapping[str, Callable[[Fraction], int]] = MappingProxyType(
    {"floor": floor, "half_up": lambda quota: floor(quota + Fraction(1, 2))}
)

CLAIMS: Mapping[str, Callable[[Fraction, int], Fraction]] = MappingProxyType(
    {
        "largest_remainder": lambda quota, held: quota - held,
        "sainte_lague": lambda quota, held: quota / (2 * held + 1),
    }
)
"""How strongly a group with some seats claims the next one."""


def _between(lines: Iterable[int]) -> Seats:
    return tuple(upper - lower for lower, upper in pairwise([0, *lines]))
