"""What a panel shows, as a value: an assessment and what was chosen in, a `View` out."""

from xiaoben_analytics.views.data_check import (
    ProblemChoice,
    explore_anomalies,
    explore_duplicates,
    explore_homonyms,
    explore_problems,
    explore_reconciliation,
    explore_unrecorded,
)
from xiaoben_analytics.views.ledger import (
    Settled,
    explore_decision,
    explore_key_numbers,
    explore_ledger,
    settle,
)
from xiaoben_analytics.views.tiers import explore_tiers
from xiaoben_analytics.views.view import View

__all__ = [
    "ProblemChoice",
    "Settled",
    "View",
    "explore_anomalies",
    "explore_decision",
    "explore_duplicates",
    "explore_homonyms",
    "explore_key_numbers",
    "explore_ledger",
    "explore_problems",
    "explore_reconciliation",
    "explore_tiers",
    "explore_unrecorded",
    "settle",
]
