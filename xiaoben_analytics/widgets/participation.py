"""Panels about taking part: rates and who stands behind them, attendance, hours, absences left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import ipywidgets
import traitlets

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.labels import reading_order
from xiaoben_analytics.participation import Portion
from xiaoben_analytics.requirements import hour_policies
from xiaoben_analytics.views import (
    AbsencesChoice,
    HoursChoice,
    ParticipationChoice,
    explore_absences_left,
    explore_attendance,
    explore_hours,
    explore_incidents,
    explore_make_ups,
    explore_participation,
)
from xiaoben_analytics.views.participation import PART_LABELS, list_categories, list_picks
from xiaoben_analytics.views.requirements import list_days
from xiaoben_analytics.widgets.explorer import Explorer
from xiaoben_analytics.widgets.names import name_switch
from xiaoben_analytics.widgets.options import Options, as_options, same

_EVERY_ACTIVITY = ParticipationChoice(by="activity")


class PortionControl(ipywidgets.HBox):  # type: ignore[misc]
    """Group, term, category and activity; `value` is a `Portion`."""

    value = traitlets.Instance(Portion, ())

    def __init__(self, result: Assessment) -> None:
        self.parts = {
            "group": _choice("教研组", [("全部教研组", ""), *_groups(result)]),
            "term": _choice("学期", [("全学年", None), *_terms(result)]),
            "category": _choice("教师类别", [("全部教师", ""), *same(list_categories(result))]),
            "activity": _choice("活动", _activities(result)),
        }
        super().__init__([*self.parts.values()], layout={"flex_flow": "row wrap"})
        for part in self.parts.values():
            part.observe(self._collect, "value")

    def name_people(self, result: Assessment) -> None:
        """Name the activities as they may be named now: a title may say who spoke."""
        _relabel(self, self.parts["activity"], _activities(result))

    def _collect(self, _change: object) -> None:
        self.value = Portion(**{name: part.value for name, part in self.parts.items()})


class ParticipationControl(ipywidgets.VBox):  # type: ignore[misc]
    """A portion, by what to compare, and what to look behind; `value` is a `ParticipationChoice`."""

    value = traitlets.Instance(ParticipationChoice, ())

    def __init__(self, result: Assessment) -> None:
        self._result = result
        self.portion = PortionControl(result)
        self.by = _choice("比较", [(label, name) for name, label in PART_LABELS.items()])
        self.picked = _choice("查看明细", self._picks())
        super().__init__([ipywidgets.HBox([self.by, self.picked]), self.portion])
        self.portion.observe(self._limit, "value")
        self.by.observe(self._limit, "value")
        self.picked.observe(self._collect, "value")

    def pick(self, mark: Any) -> None:
        """Look behind the point (of a group, too) or bar clicked; once more, and no longer."""
        given = mark if isinstance(mark, Mapping) else {"picked": mark}
        chosen = {"group": self.value.group, **given}
        if chosen == {"group": self.value.group, "picked": self.value.picked}:
            chosen = {**dict.fromkeys(given, ""), "picked": ""}
        self._choose(**{"group": self.value.group, **chosen})

    def _choose(self, group: str, picked: object) -> None:
        """Limit the portion to a group and look behind a part: one change."""
        lists = (self.portion.parts["group"], group), (self.picked, picked)
        if not all(given in dict(map(reversed, part.options)) for part, given in lists):
            return
        with self.hold_trait_notifications():
            for part, given in lists:
                part.value = given

    def name_people(self, result: Assessment) -> None:
        """Name activities as they may be named now."""
        self._result = result
        self.portion.name_people(result)
        _relabel(self, self.picked, self._picks())

    def _picks(self) -> Options:
        choice = ParticipationChoice(**asdict(self.portion.value), by=self.by.value)
        return [("不看明细", ""), *list_picks(self._result, choice)]

    def _limit(self, _change: object) -> None:
        _relabel(self, self.picked, self._picks())
        self._collect(None)

    def _collect(self, _change: object) -> None:
        self.value = ParticipationChoice(
            **asdict(self.portion.value), by=self.by.value, picked=self.picked.value
        )


class HoursControl(ipywidgets.HBox):  # type: ignore[misc]
    """The regulation and the day; `value` is an `HoursChoice`."""

    value = traitlets.Instance(HoursChoice)

    def __init__(self, result: Assessment) -> None:
        self.policy = _choice("学时要求", hour_policies(result.policy))
        self.on = _choice("截至", list_days(result))
        super().__init__([self.policy, self.on], layout={"flex_flow": "row wrap"})
        for part in (self.policy, self.on):
            part.observe(self._collect, "value")
        self._collect(None)

    def _collect(self, _change: object) -> None:
        self.value = HoursChoice(self.policy.value, self.on.value)


class AbsencesControl(ipywidgets.HBox):  # type: ignore[misc]
    """The day; `value` is an `AbsencesChoice`."""

    value = traitlets.Instance(AbsencesChoice, ())

    def __init__(self, result: Assessment) -> None:
        self.on = _choice("截至", list_days(result))
        super().__init__([self.on])
        self.on.observe(self._collect, "value")

    def _collect(self, _change: object) -> None:
        self.value = AbsencesChoice(self.on.value)


class ParticipationExplorer(Explorer):
    """Rates by month, activity, group or category; a click or the list shows who stands behind one."""

    def __init__(self, result: Assessment) -> None:
        super().__init__(result, explore_participation, ParticipationControl(_shown(result)))


class AttendanceExplorer(Explorer):
    """Every teacher at every activity, of all or of a portion."""

    def __init__(self, result: Assessment) -> None:
        super().__init__(result, explore_attendance, PortionControl(_shown(result)))


class IncidentExplorer(Explorer):
    """Late, left early, absent without leave: how often, and each case."""

    def __init__(self, result: Assessment) -> None:
        super().__init__(result, explore_incidents, PortionControl(_shown(result)))


class MakeUpExplorer(Explorer):
    """What is still to be made up, and what nobody recorded."""

    def __init__(self, result: Assessment) -> None:
        super().__init__(result, explore_make_ups, PortionControl(_shown(result)))


class HoursExplorer(Explorer):
    """Hours against what is required."""

    def __init__(self, result: Assessment) -> None:
        super().__init__(result, explore_hours, HoursControl(result))


class AbsencesExplorer(Explorer):
    """How far everybody's absences are from the limit before the veto."""

    def __init__(self, result: Assessment) -> None:
        super().__init__(result, explore_absences_left, AbsencesControl(result))


def _shown(result: Assessment) -> Assessment:
    return name_switch().let_out(result)


def _groups(result: Assessment) -> Options:
    assessed = result.teachers[result.teachers[col.ASSESSED]]
    return same(sorted(assessed[col.GROUP].unique(), key=reading_order))


def _terms(result: Assessment) -> Options:
    names = {1: "第一学期", 2: "第二学期"}
    return [
        (names[int(term)], int(term)) for term in sorted(result.records[col.TERM].dropna().unique())
    ]


def _activities(result: Assessment) -> Options:
    return [("全部活动", ""), *list_picks(result, _EVERY_ACTIVITY)]


def _choice(label: str, options: Options) -> ipywidgets.Dropdown:
    return ipywidgets.Dropdown(
        description=label, options=as_options(options), style={"description_width": "7em"}
    )


def _relabel(control: Any, part: ipywidgets.Dropdown, options: Options) -> None:
    """Offer other options, and keep the one chosen if it is still there: one change, or none."""
    kept = part.value
    with control.hold_trait_notifications():
        part.options = as_options(options)
        if kept in [value for _, value in options]:
            part.value = kept
