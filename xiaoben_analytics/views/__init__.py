"""What a panel shows, as a value: an assessment and what was chosen in, a `View` out."""

from xiaoben_analytics.views.attendance import (
    explore_attendance,
    explore_incidents,
    explore_make_ups,
)
from xiaoben_analytics.views.awards import explore_awards
from xiaoben_analytics.views.choosing import GroupChoice, compared_names
from xiaoben_analytics.views.data_check import (
    ProblemChoice,
    explore_anomalies,
    explore_duplicates,
    explore_homonyms,
    explore_problems,
    explore_reconciliation,
    explore_unrecorded,
)
from xiaoben_analytics.views.groups import explore_components, explore_groups
from xiaoben_analytics.views.ledger import (
    FINGERPRINT,
    explore_decision,
    explore_key_numbers,
    explore_ledger,
    say_present,
)
from xiaoben_analytics.views.lines import (
    explore_fairness,
    explore_fragility,
    explore_rounding,
    explore_ties,
)
from xiaoben_analytics.views.meetings import explore_group_activities
from xiaoben_analytics.views.participation import ParticipationChoice, explore_participation
from xiaoben_analytics.views.requirements import (
    AbsencesChoice,
    HoursChoice,
    explore_absences_left,
    explore_hours,
)
from xiaoben_analytics.views.settings import (
    NAMES,
    OPTIONS,
    Place,
    changes_between,
    name_gate,
    read_settings,
    say_changes,
    say_shares,
)
from xiaoben_analytics.views.tiers import explore_scenarios, explore_tiers, list_seats
from xiaoben_analytics.views.view import View

__all__ = [
    "FINGERPRINT",
    "NAMES",
    "OPTIONS",
    "AbsencesChoice",
    "GroupChoice",
    "HoursChoice",
    "ParticipationChoice",
    "Place",
    "ProblemChoice",
    "View",
    "changes_between",
    "compared_names",
    "explore_absences_left",
    "explore_anomalies",
    "explore_attendance",
    "explore_awards",
    "explore_components",
    "explore_decision",
    "explore_duplicates",
    "explore_fairness",
    "explore_fragility",
    "explore_group_activities",
    "explore_groups",
    "explore_homonyms",
    "explore_hours",
    "explore_incidents",
    "explore_key_numbers",
    "explore_ledger",
    "explore_make_ups",
    "explore_participation",
    "explore_problems",
    "explore_reconciliation",
    "explore_rounding",
    "explore_scenarios",
    "explore_tiers",
    "explore_ties",
    "explore_unrecorded",
    "list_seats",
    "name_gate",
    "read_settings",
    "say_changes",
    "say_present",
    "say_shares",
]
