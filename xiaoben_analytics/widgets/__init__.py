"""Panels for a notebook: controls with one `.value`; explorers, which add a view and observe it."""

from xiaoben_analytics.widgets.explorer import Explorer, Viewer
from xiaoben_analytics.widgets.names import NameSwitch, name_switch
from xiaoben_analytics.widgets.problems import Listing, ProblemControl, ProblemExplorer
from xiaoben_analytics.widgets.ratios import RatioControl, seat_table
from xiaoben_analytics.widgets.tiers import TierControl, TierExplorer

__all__ = [
    "Explorer",
    "Listing",
    "NameSwitch",
    "ProblemControl",
    "ProblemExplorer",
    "RatioControl",
    "TierControl",
    "TierExplorer",
    "Viewer",
    "name_switch",
    "seat_table",
]
