"""School-based teacher training, analysed: files of a school → hours, points, ranks, tiers, a pack.

>>> import xiaoben_analytics as xb
>>> xb.read_policy("county-110").points  # hundredths
11000

Names are loaded when first used, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xiaoben_analytics.appeal import hear_appeal
    from xiaoben_analytics.assessment import Assessment, assess, move_teachers
    from xiaoben_analytics.comparison import compare_scenarios
    from xiaoben_analytics.denominators import watch_denominators
    from xiaoben_analytics.docket import list_ties
    from xiaoben_analytics.errors import XiaobenError
    from xiaoben_analytics.explanation import Explanation, explain, explain_all
    from xiaoben_analytics.export import write_pack, write_templates
    from xiaoben_analytics.fairness import advise_merging, count_envy, standardise
    from xiaoben_analytics.figures import (
        plot_absences_left,
        plot_attendance_heatmap,
        plot_group_components,
        plot_group_distribution,
        plot_hours,
        plot_incidents,
        plot_participation,
        plot_problems,
        plot_rates,
        plot_tier_cutoffs,
    )
    from xiaoben_analytics.fragility import find_fragility
    from xiaoben_analytics.ledger import decide, open_ledger, replay
    from xiaoben_analytics.participation import Portion
    from xiaoben_analytics.policy import Policy, list_policies, read_policy
    from xiaoben_analytics.pseudonyms import draw_codes, hide_names
    from xiaoben_analytics.reading import read_corrections, read_file, read_school
    from xiaoben_analytics.requirements import Requirements, check_requirements
    from xiaoben_analytics.review import review_ratios, review_weights
    from xiaoben_analytics.sample import write_sample
    from xiaoben_analytics.scenarios import ManualMove, Scenario
    from xiaoben_analytics.standing import choose_rounding, dead_zones, seats, share_seats
    from xiaoben_analytics.tables import School
    from xiaoben_analytics.views import (
        AbsencesChoice,
        GroupChoice,
        HoursChoice,
        ParticipationChoice,
        View,
        explore_absences_left,
        explore_anomalies,
        explore_attendance,
        explore_awards,
        explore_components,
        explore_decision,
        explore_duplicates,
        explore_fairness,
        explore_fragility,
        explore_group_activities,
        explore_groups,
        explore_homonyms,
        explore_hours,
        explore_incidents,
        explore_key_numbers,
        explore_ledger,
        explore_make_ups,
        explore_participation,
        explore_problems,
        explore_reconciliation,
        explore_rounding,
        explore_scenarios,
        explore_tiers,
        explore_ties,
        explore_unrecorded,
    )
    from xiaoben_analytics.widgets import (
        AbsencesExplorer,
        AttendanceExplorer,
        DecisionForm,
        Explorer,
        FragilityExplorer,
        GroupExplorer,
        HoursExplorer,
        IncidentExplorer,
        MakeUpExplorer,
        PackForm,
        ParticipationExplorer,
        ProblemExplorer,
        TierExplorer,
        name_switch,
    )
    from xiaoben_analytics.workbook import chosen_folder, chosen_policy, open_school
    from xiaoben_analytics.years import compare_policies, compare_years

__all__ = [
    "AbsencesChoice",
    "AbsencesExplorer",
    "Assessment",
    "AttendanceExplorer",
    "DecisionForm",
    "Explanation",
    "Explorer",
    "FragilityExplorer",
    "GroupChoice",
    "GroupExplorer",
    "HoursChoice",
    "HoursExplorer",
    "IncidentExplorer",
    "MakeUpExplorer",
    "ManualMove",
    "PackForm",
    "ParticipationChoice",
    "ParticipationExplorer",
    "Policy",
    "Portion",
    "ProblemExplorer",
    "Requirements",
    "Scenario",
    "School",
    "TierExplorer",
    "View",
    "XiaobenError",
    "advise_merging",
    "assess",
    "check_requirements",
    "choose_rounding",
    "chosen_folder",
    "chosen_policy",
    "compare_policies",
    "compare_scenarios",
    "compare_years",
    "count_envy",
    "dead_zones",
    "decide",
    "draw_codes",
    "explain",
    "explain_all",
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
    "find_fragility",
    "hear_appeal",
    "hide_names",
    "list_policies",
    "list_ties",
    "move_teachers",
    "name_switch",
    "open_ledger",
    "open_school",
    "plot_absences_left",
    "plot_attendance_heatmap",
    "plot_group_components",
    "plot_group_distribution",
    "plot_hours",
    "plot_incidents",
    "plot_participation",
    "plot_problems",
    "plot_rates",
    "plot_tier_cutoffs",
    "read_corrections",
    "read_file",
    "read_policy",
    "read_school",
    "replay",
    "review_ratios",
    "review_weights",
    "seats",
    "share_seats",
    "standardise",
    "watch_denominators",
    "write_pack",
    "write_sample",
    "write_templates",
]

_HOMES = {
    "appeal": ("hear_appeal",),
    "assessment": ("Assessment", "assess", "move_teachers"),
    "comparison": ("compare_scenarios",),
    "denominators": ("watch_denominators",),
    "docket": ("list_ties",),
    "errors": ("XiaobenError",),
    "explanation": ("Explanation", "explain", "explain_all"),
    "export": ("write_pack", "write_templates"),
    "fairness": ("advise_merging", "count_envy", "standardise"),
    "figures": (
        "plot_absences_left",
        "plot_attendance_heatmap",
        "plot_group_components",
        "plot_group_distribution",
        "plot_hours",
        "plot_incidents",
        "plot_participation",
        "plot_problems",
        "plot_rates",
        "plot_tier_cutoffs",
    ),
    "fragility": ("find_fragility",),
    "ledger": ("decide", "open_ledger", "replay"),
    "participation": ("Portion",),
    "policy": ("Policy", "list_policies", "read_policy"),
    "pseudonyms": ("draw_codes", "hide_names"),
    "reading": ("read_corrections", "read_file", "read_school"),
    "requirements": ("Requirements", "check_requirements"),
    "review": ("review_ratios", "review_weights"),
    "sample": ("write_sample",),
    "scenarios": ("ManualMove", "Scenario"),
    "standing": ("choose_rounding", "dead_zones", "seats", "share_seats"),
    "tables": ("School",),
    "views": (
        "AbsencesChoice",
        "GroupChoice",
        "HoursChoice",
        "ParticipationChoice",
        "View",
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
    ),
    "widgets": (
        "AbsencesExplorer",
        "AttendanceExplorer",
        "DecisionForm",
        "Explorer",
        "FragilityExplorer",
        "GroupExplorer",
        "HoursExplorer",
        "IncidentExplorer",
        "MakeUpExplorer",
        "PackForm",
        "ParticipationExplorer",
        "ProblemExplorer",
        "TierExplorer",
        "name_switch",
    ),
    "workbook": ("chosen_folder", "chosen_policy", "open_school"),
    "years": ("compare_policies", "compare_years"),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted(__all__)
