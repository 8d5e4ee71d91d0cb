"""Charts: an assessment in, a `go.Figure` out. Nothing is computed that a table shows too."""

from xiaoben_analytics.figures.attendance import plot_attendance_heatmap
from xiaoben_analytics.figures.cutoffs import plot_tier_cutoffs
from xiaoben_analytics.figures.distribution import plot_group_distribution
from xiaoben_analytics.figures.participation import plot_participation
from xiaoben_analytics.figures.problems import plot_problems

__all__ = [
    "plot_attendance_heatmap",
    "plot_group_distribution",
    "plot_participation",
    "plot_problems",
    "plot_tier_cutoffs",
]
