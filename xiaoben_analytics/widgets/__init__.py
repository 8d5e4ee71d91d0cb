"""Panels for a notebook: controls with one `.value`; explorers, which add a view and observe it."""

from xiaoben_analytics.widgets.decision import Decision, DecisionControl, DecisionForm, record
from xiaoben_analytics.widgets.explorer import Explorer, Viewer
from xiaoben_analytics.widgets.listing import Listing
from xiaoben_analytics.widgets.moves import MoveControl
from xiaoben_analytics.widgets.names import NameSwitch, name_switch
from xiaoben_analytics.widgets.outcome import Outcome, PageStyle
from xiaoben_analytics.widgets.pack import PackForm
from xiaoben_analytics.widgets.problems import ProblemControl, ProblemExplorer
from xiaoben_analytics.widgets.ratios import RatioControl, seat_table
from xiaoben_analytics.widgets.tiers import TierControl, TierExplorer

__all__ = [
    "Decision",
    "DecisionControl",
    "DecisionForm",
    "Explorer",
    "Listing",
    "MoveControl",
    "NameSwitch",
    "Outcome",
    "PackForm",
    "PageStyle",
    "ProblemControl",
    "ProblemExplorer",
    "RatioControl",
    "TierControl",
    "TierExplorer",
    "Viewer",
    "name_switch",
    "record",
    "seat_table",
]
