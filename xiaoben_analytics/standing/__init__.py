"""From points to ranks, seats, cutoffs and tiers.

`ranking` puts teachers in order once; `quotas` turns ratios into whole seats, `chooser` shows what
other readings and ratios would; settings only move the lines drawn through the order.
"""

from xiaoben_analytics.standing.chooser import (
    WORDINGS,
    choose_rounding,
    dead_zones,
    same_seats,
    seats_text,
)
from xiaoben_analytics.standing.differences import AFTER, BEFORE, COMPARED, compare_standings
from xiaoben_analytics.standing.quotas import READINGS, ROUNDINGS, apportion, seats, share_seats
from xiaoben_analytics.standing.ranking import (
    HIDDEN,
    SMALL_GROUPS,
    WHOLE_SCHOOL,
    assign_tiers,
    cutoff_table,
    divide_pools,
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
    "HIDDEN",
    "READINGS",
    "ROUNDINGS",
    "SMALL_GROUPS",
    "WHOLE_SCHOOL",
    "WORDINGS",
    "apportion",
    "assign_tiers",
    "choose_rounding",
    "compare_standings",
    "cutoff_table",
    "dead_zones",
    "divide_pools",
    "pack_keys",
    "pool_ratios",
    "pool_seats",
    "pool_sizes",
    "rank_in_pools",
    "rank_teachers",
    "same_seats",
    "seats",
    "seats_text",
    "share_seats",
]
