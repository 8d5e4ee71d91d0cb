"""Panels for a notebook: controls with one `.value`; explorers, which add a view and observe it."""

from xiaoben_analytics.widgets.explorer import Explorer, Viewer
from xiaoben_analytics.widgets.names import NameSwitch, name_switch
from xiaoben_analytics.widgets.ratios import GroupControl, RatioControl
from xiaoben_analytics.widgets.scenarios import ScenarioShelf
from xiaoben_analytics.widgets.tiers import FragilityExplorer, NumberBox, TierControl, TierExplorer

__all__ = [
    "Explorer",
    "FragilityExplorer",
    "GroupControl",
    "NameSwitch",
    "NumberBox",
    "RatioControl",
    "ScenarioShelf",
    "TierControl",
    "TierExplorer",
    "Viewer",
    "name_switch",
]
