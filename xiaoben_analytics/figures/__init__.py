"""Charts: an assessment in, a `go.Figure` out. Nothing is computed that a table shows too."""

from xiaoben_analytics.figures.attendance import plot_attendance_heatmap
from xiaoben_analytics.figures.awards import plot_group_awards
from xiaoben_analytics.figures.components import plot_group_components
from xiaoben_analytics.figures.cutoffs import plot_tier_cutoffs
from xiaoben_analytics.figures.distribution import plot_group_distribution
from xiaoben_analytics.figures.hours import plot_absences_left, plot_hours
from xiaoben_analytics.figures.incidents import plot_incidents
from xiaoben_analytics.figures.meetings import plot_group_meetings
from xiaoben_analytics.figures.participation import plot_participation
from xiaoben_analytics.figures.problems import plot_problems
from xiaoben_analytics.figures.rates import plot_rates

__all__ = [
    "plot_absences_left",
    "plot_attendance_heatmap",
    "plot_group_awards",
    "plot_group_components",
    "plot_group_distribution",
    "plot_group_meetings",
    "plot_hours",
    "plot_incidents",
    "plot_participation",
    "plot_problems",
    "plot_rates",
    "plot_tier_cutoffs",
]
