"""How groups compare: choose what, how and which; click a group or a teacher for their rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import ipywidgets
import traitlets

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.views import GroupChoice, compared_names, explore_groups
from xiaoben_analytics.widgets.explorer import Explorer
from xiaoben_analytics.widgets.names import NameSwitch
from xiaoben_analytics.widgets.options import as_options, same

SCALE_LABELS = {
    "原数": "",
    "与全校平均相比（标准化）": col.POOLED,
    "与本组平均相比（标准化）": col.WITHIN_GROUP,
}
NOBODY = "（不看明细）"


class GroupControl(ipywidgets.VBox):  # type: ignore[misc]
    """What is compared, on which scale, which groups, and whose rows; `value` is a `GroupChoice`.

    Every part says one field of the value; who picks a teacher also picks the group.
    """

    value = traitlets.Instance(GroupChoice)

    def __init__(self, result: Assessment, compare: str = col.TOTAL) -> None:
        groups = result.groups[col.GROUP].tolist()
        self._groups: dict[str, str] = {}
        self._scaled = {col.TOTAL, col.RATE, *result.policy.component_names}
        self._ids = result.teachers[col.TEACHER_ID].tolist()
        self._shown_ids = dict(zip(self._ids, self._ids, strict=True))
        names = {label: name for name, label in compared_names(result).items()}
        self.compare = _choice("比较什么", names)
        self.against = _choice("怎样比较", SCALE_LABELS)
        self.group = _choice("看哪个组", {NOBODY: "", **dict(zip(groups, groups, strict=True))})
        self.teacher = _choice("看哪位教师", {NOBODY: ""})
        self.groups = ipywidgets.SelectMultiple(
            description="只画（不选＝全部）", options=same(groups), rows=min(len(groups), 6),
            tooltip="一个也不选就是全部；按住 Ctrl 可选几个", style={"description_width": "10em"},
        )  # fmt: skip
        rows = [[self.compare, self.against], [self.group, self.teacher]]
        lists = ipywidgets.VBox([ipywidgets.HBox(row, layout=_WRAPPED) for row in rows])
        super().__init__([ipywidgets.HBox([lists, self.groups], layout=_WRAPPED)])
        for name in _PARTS:
            getattr(self, name).observe(self._take, "value")
        self.observe(self._follow, "value")
        self.value = GroupChoice(compare=compare)
        self.name_people(result)

    def pick(self, mark: Mapping[str, str] | None) -> None:
        """Show the rows of the group or teacher whose mark on the chart was clicked."""
        mark = mark or {}
        teacher = self._shown_ids.get(mark.get("teacher", ""), "")
        if mark.get("group"):
            self.value = replace(self.value, group=mark["group"], teacher=teacher)

    def name_people(self, result: Assessment) -> None:
        """Offer the teachers by the names under which they may be shown now."""
        shown = result.teachers
        self._shown_ids = dict(zip(shown[col.TEACHER_ID], self._ids, strict=True))
        people = result.standings[[col.GROUP, col.NAME, col.TEACHER_ID]]
        options = [
            (f"{group}　{name}" + (f"（{one}）" if one != name else ""), self._shown_ids[one])
            for group, name, one in people.itertuples(index=False, name=None)
        ]
        self._groups = dict(zip(self._ids, shown[col.GROUP], strict=True))
        self.teacher.unobserve(self._take, "value")
        self.teacher.options = [(NOBODY, ""), *as_options(options)]
        self.teacher.value = self.value.teacher
        self.teacher.observe(self._take, "value")

    def _take(self, change: Mapping[str, Any]) -> None:
        name, given = (
            next(one for one in _PARTS if getattr(self, one) is change["owner"]),
            change["new"],
        )
        if given == getattr(self.value, name):
            return  # the part follows the value
        picks = {"group": {"teacher": ""}, "teacher": {"group": self._groups.get(given, "")}}
        self.value = replace(self.value, **{name: given, **picks.get(name, {})})

    def _follow(self, _change: object) -> None:
        chosen = self.value
        for name in _PARTS:
            getattr(self, name).value = getattr(chosen, name)
        self.against.disabled = chosen.compare not in self._scaled


class GroupExplorer(Explorer):
    """The group panel; `compare` is what it begins with (see `views.GroupChoice`)."""

    def __init__(
        self, result: Assessment, compare: str = col.TOTAL, *, names: NameSwitch | None = None
    ) -> None:
        super().__init__(result, explore_groups, GroupControl(result, compare), names=names)


_PARTS = ("compare", "against", "groups", "group", "teacher")
_WIDE = {"description_width": "7em"}
_WRAPPED = {"flex_flow": "row wrap"}


def _choice(label: str, options: Mapping[str, str]) -> ipywidgets.Dropdown:
    return ipywidgets.Dropdown(description=label, options=as_options(options.items()), style=_WIDE)
