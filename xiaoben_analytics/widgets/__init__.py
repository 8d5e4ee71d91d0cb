"""Panels for a notebook: controls with one `.value`; explorers, which add a view and observe it."""

from xiaoben_analytics.widgets.explorer import Explorer, Viewer
from xiaoben_analytics.widgets.groups import GroupControl, GroupExplorer
from xiaoben_analytics.widgets.names import NameSwitch, name_switch
from xiaoben_analytics.widgets.participation import (
    AbsencesControl,
    AbsencesExplorer,
    AttendanceExplorer,
    HoursControl,
    HoursExplorer,
    IncidentExplorer,
    MakeUpExplorer,
    ParticipationControl,
    ParticipationExplorer,
    PortionControl,
)
from xiaoben_analytics.widgets.ratios import OwnRatioControl, RatioControl
from xiaoben_analytics.widgets.scenarios import ScenarioShelf
from xiaoben_analytics.widgets.tiers import FragilityExplorer, NumberBox, TierControl, TierExplorer

__all__ = [
    "AbsencesControl",
    "AbsencesExplorer",
    "AttendanceExplorer",
    "Explorer",
    "FragilityExplorer",
    "GroupControl",
    "GroupExplorer",
    "HoursControl",
    "HoursExplorer",
    "IncidentExplorer",
    "MakeUpExplorer",
    "NameSwitch",
    "NumberBox",
    "OwnRatioControl",
    "ParticipationControl",
    "ParticipationExplorer",
    "PortionControl",
    "RatioControl",
    "ScenarioShelf",
    "TierControl",
    "TierExplorer",
    "Viewer",
    "name_switch",
]
