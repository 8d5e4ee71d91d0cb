"""From points to ranks, seats, cutoffs and tiers.

`ranking` puts teachers in order once; `quotas` turns ratios into whole seats; settings only move the
lines drawn through the order.
"""

from xiaoben_analytics.standing.differences import AFTER, BEFORE, COMPARED, compare_standings
from xiaoben_analytics.standing.quotas import ROUNDINGS, apportion, seats, share_seats
from xiaoben_analytics.standing.ranking import (
    LAST,
    SMALL_GROUPS,
    WHOLE_SCHOOL,
    assign_tiers,
    cutoff_table,
    pack_keys,
    pool_ratios,
    pool_seats,
    pool_sizes,
    rank_in_pools,
    rank_teachers,
)

__all__ = [
    "AFTER",
    "BEFORE",
    "COMPARED",
    "LAST",
    "ROUNDINGS",
    "SMALL_GROUPS",
    "WHOLE_SCHOOL",
    "apportion",
    "assign_tiers",
    "compare_standings",
    "cutoff_table",
    "pack_keys",
    "pool_ratios",
    "pool_seats",
    "pool_sizes",
    "rank_in_pools",
    "rank_teachers",
    "seats",
    "share_seats",
]
