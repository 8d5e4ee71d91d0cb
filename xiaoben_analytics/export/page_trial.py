"""What the page needs to draw the lines anew by itself: whole numbers, and who stands where."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Any

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.figures.template import tier_marks
from xiaoben_analytics.labels import printable, reading_order
from xiaoben_analytics.policy import Tiers
from xiaoben_analytics.standing import HIDDEN

LAST_RANK = HIDDEN[0]


def trial_data(result: Assessment) -> dict[str, Any]:
    """Say what `page-tiers.js` works with; whole numbers that may be large are text.

    `ratios` are parts of `whole`; `pools` stand in reading order, `people` in the order of the
    standings, each with the number of the pool, how many stand before (by `ties`), the tier by the
    rules and the one that a meeting decided, if one did. Totals are hundredths.
    """
    tiers = result.policy.tiers
    whole = _common(tiers)
    pools = sorted(result.sizes, key=reading_order)
    return {
        "tiers": [printable(name) for name in tiers.names],
        "colors": [mark.color for mark in tier_marks(tiers.names).values()],
        "ratios": _parts(tiers.ratios, whole),
        "whole": str(whole),
        "rounding": tiers.rounding,
        "conserve": tiers.conserve,
        "apportionment": tiers.apportionment,
        "pools": [_pool(result, pool, whole) for pool in pools],
        "people": _people(result, pools),
    }


def _common(tiers: Tiers) -> int:
    """Return of how many parts every ratio, and every whole percent, is a whole number."""
    shares = (*tiers.ratios, *(one for own in tiers.group_ratios.values() for one in own))
    return lcm(100, *(share.denominator for share in shares))


def _parts(shares: tuple[Fraction, ...], whole: int) -> list[str]:
    return [str(share * whole) for share in shares]


def _pool(result: Assessment, pool: str, whole: int) -> dict[str, Any]:
    tiers = result.policy.tiers
    own = tiers.group_ratios.get(pool)
    unit = lcm(1, *(weight.denominator for weight in tiers.group_weights.values()))
    return {
        "name": printable(pool),
        "size": str(result.sizes[pool]),
        "own": _parts(own, whole) if own else None,
        "weight": str(tiers.group_weights.get(pool, Fraction(1)) * unit),
    }


def _people(result: Assessment, pools: list[str]) -> list[dict[str, Any]]:
    names, places = result.policy.tiers.names, {pool: at for at, pool in enumerate(pools)}
    moved = {move.teacher_id: names.index(move.to_tier) for move in result.manual}
    rank = LAST_RANK if result.policy.tiers.ties == "down" else col.RANK
    columns = (col.TEACHER_ID, col.NAME, col.GROUP, col.POOL, rank, col.GATED, col.TOTAL)
    rows = zip(*(result.ranked[name].tolist() for name in columns), result.ruled, strict=True)
    return [
        {
            "id": str(teacher),
            "name": printable(str(name)),
            "group": printable(str(group)),
            "pool": places[pool],
            "place": place - 1,
            "gated": gated,
            "total": total,
            "tier": names.index(tier),
            "by_hand": moved.get(teacher),
        }
        for teacher, name, group, pool, place, gated, total, tier in rows
    ]
