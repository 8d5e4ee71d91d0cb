"""Panels for a notebook: controls with one `.value`; explorers, which add a chart and observe it."""

from xiaoben_analytics.widgets.ratios import RatioControl, seat_table
from xiaoben_analytics.widgets.tiers import Division, TierControl, TierExplorer, divide

__all__ = ["Division", "RatioControl", "TierControl", "TierExplorer", "divide", "seat_table"]
