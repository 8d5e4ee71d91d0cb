"""Panels for a notebook: controls with one `.value`; explorers, which add a view and observe it."""

from xiaoben_analytics.widgets.decision import Decision, DecisionControl, DecisionForm, record
from xiaoben_analytics.widgets.explorer import Explorer, Viewer
from xiaoben_analytics.widgets.groups import GroupControl, GroupExplorer
from xiaoben_analytics.widgets.listing import Listing
from xiaoben_analytics.widgets.moves import MoveControl
from xiaoben_analytics.widgets.names import NameSwitch, name_switch
from xiaoben_analytics.widgets.outcome import Outcome, PageStyle
from xiaoben_analytics.widgets.pack import PackForm
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
from xiaoben_analytics.widgets.problems import ProblemControl, ProblemExplorer
from xiaoben_analytics.widgets.ratios import OwnRatioControl, RatioControl
from xiaoben_analytics.widgets.scenarios import ScenarioShelf
from xiaoben_analytics.widgets.tiers import FragilityExplorer, NumberBox, TierControl, TierExplorer

__all__ = [
    "AbsencesControl",
    "AbsencesExplorer",
    "AttendanceExplorer",
    "Decision",
    "DecisionControl",
    "DecisionForm",
    "Explorer",
    "FragilityExplorer",
    "GroupControl",
    "GroupExplorer",
    "HoursControl",
    "HoursExplorer",
    "IncidentExplorer",
    "Listing",
    "MakeUpExplorer",
    "MoveControl",
    "NameSwitch",
    "NumberBox",
    "Outcome",
    "OwnRatioControl",
    "PackForm",
    "PageStyle",
    "ParticipationControl",
    "ParticipationExplorer",
    "PortionControl",
    "ProblemControl",
    "ProblemExplorer",
    "RatioControl",
    "ScenarioShelf",
    "TierControl",
    "TierExplorer",
    "Viewer",
    "name_switch",
    "record",
]
