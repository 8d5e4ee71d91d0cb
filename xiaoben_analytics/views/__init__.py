"""What a panel shows, as a value: an assessment and what was chosen in, a `View` out."""

from xiaoben_analytics.views.lines import (
    explore_fairness,
    explore_fragility,
    explore_rounding,
    explore_ties,
)
from xiaoben_analytics.views.settings import (
    NAMES,
    OPTIONS,
    Place,
    changes_between,
    read_settings,
    say_changes,
    say_shares,
)
from xiaoben_analytics.views.tiers import explore_scenarios, explore_tiers, list_seats
from xiaoben_analytics.views.view import View

__all__ = [
    "NAMES",
    "OPTIONS",
    "Place",
    "View",
    "changes_between",
    "explore_fairness",
    "explore_fragility",
    "explore_rounding",
    "explore_scenarios",
    "explore_tiers",
    "explore_ties",
    "list_seats",
    "read_settings",
    "say_changes",
    "say_shares",
]
