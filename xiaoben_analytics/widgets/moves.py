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

    Teachers are found by typing a part of what is shown of them, or by a name that only one bears,
    an id, or the code when names are hidden. The moves always hold real ids; `words` says how a
    text may be shown. What is begun and not yet among the moves is told by `unfinished`.
    """

    value = TypedTuple(traitlets.Instance(ManualMove))

    def __init__(self, result: Assessment, words: Callable[[str], str] = str) -> None:
        self._words = words
        self._roster = result.teachers
        self._people = self._roster[self._roster[col.ASSESSED]]
        self._labels: Mapping[str, str] = {}
        self._codes: Mapping[str, str] = {}
        self.teacher = ipywidgets.Combobox(
            description="教师",
            placeholder="姓名、工号或代号",
            continuous_update=False,
            style=_STYLE,
        )
        tiers = [(_UNCHOSEN, ""), *((name, name) for name in result.policy.tiers.names)]
        self.tier = ipywidgets.Dropdown(description="改为", options=tiers, value="", style=_STYLE)
        self.reason = _text("理由", "为什么调整")
        self.authoriser = _text("批准人", "谁批准")
        self.typed = (self.teacher, self.reason, self.authoriser)
        self.despite = ipywidgets.Checkbox(
            description="会议知情：此人触及一票否决，仍要调整", indent=False
        )
        self.add = ipywidgets.Button(description="加入调整", icon="plus")
        self.clear = ipywidgets.Button(description="清空这一行", icon="eraser")
        self._left = ""  # who authorised the move before, left for the next
        self.outcome, self.list = Outcome(), ipywidgets.VBox()
        who = _row(self.teacher, self.tier)
        why = _row(self.reason, self.authoriser)
        super().__init__(
            [who, why, _row(self.despite, self.add, self.clear), self.outcome, self.list]
        )
        self.add.on_click(self._add)
        self.clear.on_click(self._clear)
        self.teacher.observe(self._complete, "value")
        self.observe(self._show, "value")
        self.name_people(result)

    def name_people(self, shown: Assessment) -> None:
        """Offer teachers as they may be shown: rows are those of the assessment it was built with."""
        chosen = self._chosen()
        self.outcome.clear()
        rows = shown.teachers.loc[self._people.index].to_dict("records")
        ids = self._people[col.TEACHER_ID].tolist()
        self._labels = dict(zip(ids, map(_label, rows), strict=True))
        self._codes = {str(row[col.TEACHER_ID]): one for one, row in zip(ids, rows, strict=True)}
        self.teacher.value = ""
        self.teacher.options = list(self._labels.values())
        self.teacher.value = self._labels.get(chosen, "")
        self._show(None)

    def unfinished(self) -> str:
        """Say what a move that somebody began to enter still lacks; nothing where none is begun."""
        begun = (self.teacher.value, self.tier.value, self.reason.value)
        signed = self.authoriser.value.strip() not in ("", self._left)
        if not (any(text.strip() for text in begun) or signed or self.despite.value):
            return ""
        try:
            self._entered()
        except UsageError as error:
            return f"“个别教师的调整”有一行没有填完：{error}不调整就按“清空这一行”。"
        return "“个别教师的调整”有一行已填好，还没有加入。请按“加入调整”；不调整就按“清空这一行”。"

    def _find(self) -> str:
        """Return the id of the teacher who is meant.

        Raises
        ------
        UsageError
            If nobody is named, nobody or several are meant, or the one who is meant is not assessed.
        """
        given = self.teacher.value.strip()
        if not given:
            raise UsageError.blank("教师（写姓名、工号或代号，或从列出的教师中选一位）")
        ids, names = self._roster[col.TEACHER_ID], self._roster[col.NAME]
        labels = {label: teacher for teacher, label in self._labels.items()}
        exact = labels.get(given) or self._codes.get(given)
        meant = [exact] if exact else ids[(ids == given)].tolist() or ids[names == given].tolist()
        if len(meant) > 1:
            told = (self._labels.get(one, one) for one in meant)
            raise UsageError.several_teachers(given, told)
        if not meant:
            raise UsageError.no_such_teacher(given, [*self._codes, *self._labels.values()])
        if meant[0] not in self._labels:
            raise UsageError.not_assessed(meant[0], on_roster=True)
        return str(meant[0])

    def _chosen(self) -> str:
        try:
            return self._find()
        except UsageError:
            return ""

    def _complete(self, _change: object) -> None:
        """Show who is meant by what was typed, or say why nobody is."""
        if not self.teacher.value.strip():
            return
        self.outcome.clear()
        try:
            self.teacher.value = self._labels[self._find()]
        except UsageError as error:
            self.outcome.warn(self._words(str(error)))

    def _add(self, _button: object) -> None:
        self.outcome.clear()
        try:
            move = self._entered()
            if move.teacher_id in {one.teacher_id for one in self.value}:
                raise UsageError.repeated("调整等级的教师", self._labels[move.teacher_id])
        except UsageError as error:
            self.outcome.warn(self._words(str(error)))
            return
        self.value = (*self.value, move)
        self._left = move.authoriser
        self._clear(_button)

    def _clear(self, _button: object) -> None:
        """Empty the row; who authorised the last move may well authorise the next."""
        self.outcome.clear()
        self.teacher.value = self.tier.value = self.reason.value = ""
        self.authoriser.value, self.despite.value = self._left, False

    def _entered(self) -> ManualMove:
        teacher = self._find()
        for box in (self.tier, self.reason, self.authoriser):
            if not box.value.strip():
                raise UsageError.blank(_WHAT[box.description])
        return ManualMove(
            teacher,
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
