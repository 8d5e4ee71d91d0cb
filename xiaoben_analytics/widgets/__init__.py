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
from xiaoben_analytics.widgets.ratios import RatioControl, seat_table
from xiaoben_analytics.widgets.tiers import TierControl, TierExplorer

__all__ = [
    "AbsencesControl",
    "AbsencesExplorer",
    "AttendanceExplorer",
    "Explorer",
    "GroupControl",
    "GroupExplorer",
    "HoursControl",
    "HoursExplorer",
    "IncidentExplorer",
    "MakeUpExplorer",
    "NameSwitch",
    "ParticipationControl",
    "ParticipationExplorer",
    "PortionControl",
    "RatioControl",
    "TierControl",
    "TierExplorer",
    "Viewer",
    "name_switch",
    "seat_table",
]
