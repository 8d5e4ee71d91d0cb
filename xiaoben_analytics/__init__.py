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
    from xiaoben_analytics.assessment import Assessment, assess
    from xiaoben_analytics.denominators import watch_denominators
    from xiaoben_analytics.errors import XiaobenError
    from xiaoben_analytics.explanation import Explanation, explain, explain_all
    from xiaoben_analytics.export import write_pack, write_templates
    from xiaoben_analytics.figures import (
        plot_attendance_heatmap,
        plot_group_distribution,
        plot_participation,
        plot_tier_cutoffs,
    )
    from xiaoben_analytics.fragility import find_fragility
    from xiaoben_analytics.policy import Policy, list_policies, read_policy
    from xiaoben_analytics.reading import read_corrections, read_file, read_school
    from xiaoben_analytics.requirements import Requirements, check_requirements
    from xiaoben_analytics.sample import write_sample
    from xiaoben_analytics.standing import seats
    from xiaoben_analytics.tables import School
    from xiaoben_analytics.widgets import TierExplorer
    from xiaoben_analytics.years import compare_policies, compare_years

__all__ = [
    "Assessment",
    "Explanation",
    "Policy",
    "Requirements",
    "School",
    "TierExplorer",
    "XiaobenError",
    "assess",
    "check_requirements",
    "compare_policies",
    "compare_years",
    "explain",
    "explain_all",
    "find_fragility",
    "hear_appeal",
    "list_policies",
    "plot_attendance_heatmap",
    "plot_group_distribution",
    "plot_participation",
    "plot_tier_cutoffs",
    "read_corrections",
    "read_file",
    "read_policy",
    "read_school",
    "seats",
    "watch_denominators",
    "write_pack",
    "write_sample",
    "write_templates",
]

_HOMES = {
    "appeal": ("hear_appeal",),
    "assessment": ("Assessment", "assess"),
    "denominators": ("watch_denominators",),
    "errors": ("XiaobenError",),
    "explanation": ("Explanation", "explain", "explain_all"),
    "export": ("write_pack", "write_templates"),
    "figures": (
        "plot_attendance_heatmap",
        "plot_group_distribution",
        "plot_participation",
        "plot_tier_cutoffs",
    ),
    "fragility": ("find_fragility",),
    "policy": ("Policy", "list_policies", "read_policy"),
    "reading": ("read_corrections", "read_file", "read_school"),
    "requirements": ("Requirements", "check_requirements"),
    "sample": ("write_sample",),
    "standing": ("seats",),
    "tables": ("School",),
    "widgets": ("TierExplorer",),
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
