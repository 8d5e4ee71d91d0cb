"""What the numbers say: frames in, one Chinese sentence out, for titles, reports and notebooks.

Every sentence cites the numbers it rests on and is plain text: whoever shows it escapes it. Where
there is nothing to say, the sentence says that. Where several share an extreme, all are named.
"""

from xiaoben_analytics.findings.groups import (
    COMPARABLE,
    finding_awards,
    finding_components,
    finding_groups,
    finding_meetings,
    finding_outliers,
    finding_reach,
    finding_spread,
    finding_uncounted,
)
from xiaoben_analytics.findings.intake import finding_problems, finding_reconciliation
from xiaoben_analytics.findings.lines import (
    finding_alone,
    finding_cutoffs,
    finding_envy,
    finding_moves,
    finding_redrawn,
    finding_roundings,
    finding_scenarios,
    finding_seats,
    finding_tiers,
    finding_whole,
)
from xiaoben_analytics.findings.participation import (
    finding_absentees,
    finding_attendance,
    finding_incidents,
    finding_make_ups,
    finding_months,
    finding_part,
    finding_participation,
    finding_parts,
    sum_participation,
)
from xiaoben_analytics.findings.requirements import (
    finding_absences_left,
    finding_hours,
    finding_reachable,
    finding_remaining,
)

__all__ = [
    "COMPARABLE",
    "finding_absences_left",
    "finding_absentees",
    "finding_alone",
    "finding_attendance",
    "finding_awards",
    "finding_components",
    "finding_cutoffs",
    "finding_envy",
    "finding_groups",
    "finding_hours",
    "finding_incidents",
    "finding_make_ups",
    "finding_meetings",
    "finding_months",
    "finding_moves",
    "finding_outliers",
    "finding_part",
    "finding_participation",
    "finding_parts",
    "finding_problems",
    "finding_reach",
    "finding_reachable",
    "finding_reconciliation",
    "finding_redrawn",
    "finding_remaining",
    "finding_roundings",
    "finding_scenarios",
    "finding_seats",
    "finding_spread",
    "finding_tiers",
    "finding_uncounted",
    "finding_whole",
    "sum_participation",
]
