"""Moves of single teachers by hand, entered one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from typing import Any

import ipywidgets
import traitlets
from ipywidgets.widgets.trait_types import TypedTuple

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.labels import printable
from xiaoben_analytics.scenarios import ManualMove
from xiaoben_analytics.widgets.outcome import Outcome

_UNCHOSEN = "（选等级）"
_STYLE = {"description_width": "7em"}


class MoveControl(ipywidgets.VBox):  # type: ignore[misc]
    """Who is moved where, for what reason and on whose authority; `value` are the moves.

    Teachers are found by typing a part of what is shown of them: name, id or group, and the code
    when names are hidden. The moves always hold real ids; `words` says how a text may be shown.
    """

    value = TypedTuple(traitlets.Instance(ManualMove))

    def __init__(self, result: Assessment, words: Callable[[str], str] = str) -> None:
        self._words = words
        people = result.teachers
        self._people = people[people[col.ASSESSED]]
        self._labels: Mapping[str, str] = {}
        self.teacher = ipywidgets.Combobox(
            description="教师",
            placeholder="姓名、工号或代号",
            ensure_option=True,
            continuous_update=False,
            style=_STYLE,
        )
        tiers = [(_UNCHOSEN, ""), *((name, name) for name in result.policy.tiers.names)]
        self.tier = ipywidgets.Dropdown(description="改为", options=tiers, value="", style=_STYLE)
        self.reason = _text("理由", "为什么调整")
        self.authoriser = _text("批准人", "谁批准")
        self.despite = ipywidgets.Checkbox(
            description="会议知情：此人触及一票否决，仍要调整", indent=False
        )
        self.add = ipywidgets.Button(description="加入调整", icon="plus")
        self.outcome, self.list = Outcome(), ipywidgets.VBox()
        who = _row(self.teacher, self.tier)
        why = _row(self.reason, self.authoriser)
        super().__init__([who, why, _row(self.despite, self.add), self.outcome, self.list])
        self.add.on_click(self._add)
        self.observe(self._show, "value")
        self.name_people(result)

    def name_people(self, shown: Assessment) -> None:
        """Offer teachers as they may be shown: rows are those of the assessment it was built with."""
        chosen = self._chosen()
        self.outcome.clear()
        rows = shown.teachers.loc[self._people.index].to_dict("records")
        ids = self._people[col.TEACHER_ID].tolist()
        self._labels = dict(zip(ids, map(_label, rows), strict=True))
        self.teacher.value = ""
        self.teacher.options = list(self._labels.values())
        self.teacher.value = self._labels.get(chosen, "")
        self._show(None)

    def _chosen(self) -> str:
        ids = {label: teacher for teacher, label in self._labels.items()}
        return ids.get(self.teacher.value, "")

    def _add(self, _button: object) -> None:
        self.outcome.clear()
        label = self.teacher.value
        try:
            if not label:
                raise UsageError.blank("教师（从列出的教师中选一位）")
            if self._chosen() in {move.teacher_id for move in self.value}:
                raise UsageError.repeated("调整等级的教师", label)
            move = self._entered()
        except UsageError as error:
            self.outcome.warn(str(error))
            return
        self.value = (*self.value, move)
        self.teacher.value = self.tier.value = self.reason.value = ""
        self.despite.value = False

    def _entered(self) -> ManualMove:
        for box in (self.tier, self.reason, self.authoriser):
            if not box.value.strip():
                raise UsageError.blank(_WHAT[box.description])
        return ManualMove(
            self._chosen(),
            self.tier.value,
            self.reason.value.strip(),
            self.authoriser.value.strip(),
            self.despite.value,
        )

    def _show(self, _change: object) -> None:
        self.list.children = [self._line(move) for move in self.value]

    def _line(self, move: ManualMove) -> ipywidgets.HBox:
        who = self._labels[move.teacher_id]
        known = "；会议知情" if move.despite_gate else ""
        told = f"{who} → {move.to_tier}：{move.reason}（批准人：{move.authoriser}{known}）"
        drop = ipywidgets.Button(description="删去", tooltip=f"删去 {who} 的调整", icon="times")
        drop.on_click(partial(self._drop, move))
        return _row(ipywidgets.HTML(escape(printable(self._words(told)))), drop)

    def _drop(self, move: ManualMove, _button: object) -> None:
        self.value = tuple(one for one in self.value if one != move)


_WHAT = {"改为": "改为哪个等级", "理由": "调整的理由", "批准人": "调整的批准人"}


def _label(person: Mapping[Any, Any]) -> str:
    """Show a teacher; with names hidden, name and id are one code."""
    code, group = person[col.TEACHER_ID], person[col.GROUP]
    if person[col.NAME] == code:
        return f"{code}（{group}）"
    return printable(f"{person[col.NAME]}（{code}，{group}）")


def _text(label: str, placeholder: str) -> ipywidgets.Text:
    return ipywidgets.Text(
        description=label, placeholder=placeholder, continuous_update=False, style=_STYLE
    )


def _row(*parts: ipywidgets.Widget) -> ipywidgets.HBox:
    return ipywidgets.HBox(parts, layout={"flex_flow": "row wrap", "align_items": "center"})
