"""The form in which the meeting decides: what would be recorded, and the ledger that takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ipywidgets
import traitlets

from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.drafts import read_drafts
from xiaoben_analytics.errors import LedgerError, XiaobenError
from xiaoben_analytics.labels import moment
from xiaoben_analytics.ledger import (
    KINDS,
    Ledger,
    Line,
    consider,
    decide,
    find_present,
    hash_files,
    keepable,
    open_ledger,
    read_scenario,
    sign,
)
from xiaoben_analytics.ledger.contents import DECISION, SCENARIO
from xiaoben_analytics.pseudonyms import hide_in
from xiaoben_analytics.scenarios import Scenario
from xiaoben_analytics.views import (
    FINGERPRINT,
    View,
    explore_decision,
    explore_ledger,
    say_present,
)
from xiaoben_analytics.widgets.explorer import Viewer
from xiaoben_analytics.widgets.moves import MoveControl
from xiaoben_analytics.widgets.names import NameSwitch, name_switch
from xiaoben_analytics.widgets.options import as_options
from xiaoben_analytics.widgets.outcome import Outcome, PageStyle

UNCHANGED = Scenario("按考核办法")
"""The division as the regulation has it."""

_STYLE = {"description_width": "7em"}
_WIDE = {"width": "min(640px, 95%)"}


@dataclass(frozen=True)
class Decision:
    """What is to be recorded: a scenario, who decides on it, and why."""

    scenario: Scenario
    decided_by: str = ""
    reason: str = ""


def record(
    result: Assessment, folder: str | Path, decision: Decision, *, draft: bool = False
) -> Ledger:
    """Record a decision in the ledger of a school's folder; a draft is only looked at.

    Raises
    ------
    XiaobenError
        See `ledger.decide`.
    """
    ledger, base = open_ledger(folder), result.base or result
    if draft:
        return consider(base, ledger, scenario=decision.scenario)
    return decide(
        base,
        ledger,
        scenario=decision.scenario,
        decided_by=decision.decided_by,
        reason=decision.reason,
    )


class DecisionControl(ipywidgets.VBox):  # type: ignore[misc]
    """A scenario, at first the present one, moves by hand, who decides and why; `value` is a `Decision`."""

    value = traitlets.Instance(Decision)

    def __init__(
        self,
        result: Assessment,
        words: Callable[[str], str] = str,
        *,
        present: Scenario = UNCHANGED,
    ) -> None:
        self._present, self._scenarios = present, list[Scenario]()
        self.scenario = ipywidgets.Dropdown(description="方案", style=_STYLE, layout=_WIDE)
        self.name = _text("记入名称", "不填则用方案的名称")
        self.moves = MoveControl(result, words)
        self.decided_by = _text("决定人", "例如 校长办公会")
        self.reason = _text("理由", "为什么这样定")
        self.by_hand = ipywidgets.ToggleButton(
            description="个别教师的调整（没有则不填）", icon="user", layout={"width": "auto"}
        )
        folded = ipywidgets.Stack([self.moves], selected_index=None)
        link = (self.by_hand, "value"), (folded, "selected_index")
        ipywidgets.dlink(*link, transform=lambda opened: 0 if opened else None)
        parts = [self.scenario, self.name, self.by_hand, folded, self.decided_by, self.reason]
        super().__init__(parts)
        self.offer([(words(present.name), present)])
        for part in (self.scenario, self.name, self.moves, self.decided_by, self.reason):
            part.observe(self._collect, "value")
        self._collect(None)

    def offer(self, named: Iterable[tuple[str, Scenario]]) -> None:
        """Offer these scenarios, each under a label; the one chosen stays chosen if it is among them."""
        offered = list(named)
        chosen = self._chosen()
        self._scenarios = [scenario for _, scenario in offered]
        place = self._scenarios.index(chosen) if chosen in self._scenarios else 0
        self.scenario.options = as_options((label, at) for at, (label, _) in enumerate(offered))
        self.scenario.value = place
        self._collect(None)

    @property
    def typed(self) -> tuple[Any, ...]:
        """The boxes in which anything may be written."""
        return (self.name, self.decided_by, self.reason, *self.moves.typed)

    def name_people(self, shown: Assessment) -> None:
        """Offer teachers as they may be shown."""
        self.moves.name_people(shown)

    def _chosen(self) -> Scenario:
        return self._scenarios[self.scenario.value or 0] if self._scenarios else self._present

    def _collect(self, _change: object) -> None:
        scenario = self._chosen()
        self.value = Decision(
            replace(
                scenario,
                name=self.name.value.strip() or scenario.name,
                moves=(*scenario.moves, *self.moves.value),
            ),
            self.decided_by.value,
            self.reason.value,
        )


class DecisionForm(ipywidgets.VBox):  # type: ignore[misc]
    """Choose, look at what would be recorded, and record it in the ledger of the school's folder.

    The scenarios to choose from are the present division, those of the panel, the drafts in the school's
    folder, and those of the ledger. `panel` is a widget with `scenarios`, whose changes are
    followed, or the scenarios themselves. `recorded` is
    the number of the ledger's last line. A ledger that is locked or unsound takes nothing.
    """

    recorded = traitlets.Int()

    def __init__(
        self,
        result: Assessment,
        folder: str | Path,
        panel: Any = None,
        *,
        names: NameSwitch | None = None,
    ) -> None:
        self.result, self.folder = result.base or result, folder
        self._panel = panel if hasattr(panel, "scenarios") else tuple(panel or ())
        self.names = names or name_switch()
        self._files = hash_files(self.result.school)
        self._seen: tuple[Scenario, bool] | None = None
        self._written: tuple[Decision, bool] | None = None
        self.control = DecisionControl(self.result, self._words, present=_present(folder))
        self.preview, self.ledger = Viewer(View("")), Viewer(View(""))
        self.write = _button("记入账本", "check", self._decide, style="primary")
        self.draft = _button("只记下方案，不作决定", "bookmark", self._consider)
        self.outcome, self.note, self.present = Outcome(), Outcome(), Outcome()
        buttons = ipywidgets.HBox([self.write, self.draft])
        self.entry = ipywidgets.VBox([self.control, self.preview, buttons])
        super().__init__(
            [PageStyle(), self.present, self.note, self.entry, self.outcome, self.ledger]
        )
        self.add_class("xiaoben-form")
        self._switched(None)
        self.names.observe(self._switched, "value")
        self.control.observe(self._preview, "value")
        self.control.observe(self._spare, "value")
        for box in self.control.typed:
            box.observe(self._veil, "value")
        if hasattr(panel, "scenarios"):
            panel.observe(self._read, "scenarios")
        if hasattr(panel, "read_ledger"):
            self.observe(lambda _change: panel.read_ledger(), "recorded")

    def as_shown(self, view: View) -> View:
        """Put codes into a view of this school, if names are hidden now."""
        if not self.names.value:
            return view
        codes = self.names.codes(self.result)
        tables = {
            caption: hide_in(rows, self.result, codes) for caption, rows in view.tables.items()
        }
        return replace(view, sentence=self._words(view.sentence), tables=tables)

    def _switched(self, _change: object) -> None:
        self.outcome.clear()
        self.control.name_people(self.names.let_out(self.result))
        self._read(None)
        self._preview(None)
        self._veil(None)

    def _veil(self, _change: object) -> None:
        """Blur what was typed where it tells a name that is hidden now."""
        for box in self.control.typed:
            told = self._words(box.value) != box.value
            (box.add_class if told else box.remove_class)("xiaoben-veiled")

    def _read(self, _change: object) -> None:
        """Show the ledger as its file is now, and offer what can be recorded in it."""
        try:
            ledger = open_ledger(self.folder)
        except XiaobenError as error:
            self.entry.layout.display = "none"
            self.outcome.warn(str(error))
            return
        self.ledger.show(self.as_shown(explore_ledger(ledger)))
        self.present.tell(self._words(say_present(ledger)))
        closed = bool(ledger.faults or ledger.lock)
        self.entry.layout.display = "none" if closed else None
        self.control.offer(self._offered(ledger, self._drafts()))
        self.recorded = ledger.lines[-1].sequence if ledger.lines else 0

    def _drafts(self) -> tuple[Scenario, ...]:
        """Read the drafts, or say why that cannot be."""
        self.note.clear()
        try:
            return read_drafts(self.result.school.folder)
        except XiaobenError as error:
            self.note.warn(self._words(str(error)))
            return ()

    def _offered(
        self, ledger: Ledger, drafts: Iterable[Scenario]
    ) -> Iterator[tuple[str, Scenario]]:
        """Name what can be recorded: the present division first, of the ledger the latest line first."""
        yield f"{UNCHANGED.name}，不作改动", UNCHANGED
        told = list(getattr(self._panel, "scenarios", self._panel))
        for scenario in told:
            yield self._words(f"{scenario.name}（本页）"), scenario
        for scenario in drafts:
            if scenario not in told:
                told.append(scenario)
                yield self._words(f"{scenario.name}（方案草案）"), scenario
        if ledger.faults:
            return
        for line in reversed(ledger.lines):
            if line.kind in (SCENARIO, DECISION) and read_scenario(line) not in told:
                scenario = read_scenario(line)
                told.append(scenario)
                kind = KINDS[line.kind]
                yield (
                    self._words(f"{scenario.name}（账本第 {line.sequence} 号记录，{kind}）"),
                    scenario,
                )

    def _preview(self, _change: object) -> None:
        scenario = self.control.value.scenario
        if self._seen == (scenario, self.names.value):
            return
        self._seen = (scenario, self.names.value)
        shown, codes = self.names.let_out(self.result), self.names.codes(self.result)
        try:
            view = explore_decision(shown, scenario.renamed(codes))
        except XiaobenError as error:
            view = View(str(error))
        self.preview.show(self.as_shown(view))

    def _decide(self) -> None:
        self._record(draft=False)

    def _consider(self) -> None:
        self._record(draft=True)

    def _record(self, *, draft: bool) -> None:
        decision, unfinished = self.control.value, self.control.moves.unfinished()
        if unfinished:
            self.outcome.warn(self._words(unfinished))
            return
        try:
            self._fail_if_stale()
            self._fail_if_recorded(decision, draft=draft)
            ledger = record(self.result, self.folder, decision, draft=draft)
        except XiaobenError as error:
            self.outcome.warn(self._words(str(error)))
            self._read(None)
            return
        self._written, line = (decision, draft), ledger.lines[-1]
        self._spare(None)
        self.outcome.say(
            f"已记入账本：第 {line.sequence} 号记录（{KINDS[line.kind]}），{moment(line.time)}。"
            f"请把序号和指纹 {line.hash[:16]} 写进会议纪要。{FINGERPRINT}"
        )
        self._read(None)

    def _fail_if_stale(self) -> None:
        """Refuse to decide by numbers that the files no longer give."""
        now = hash_files(self.result.school)
        for name in sorted({*self._files, *now}):
            if self._files.get(name) != now.get(name):
                raise LedgerError.stale(name)

    def _fail_if_recorded(self, decision: Decision, *, draft: bool) -> None:
        """Refuse what the ledger says already: as its last decision, or as any draft."""
        ledger = open_ledger(self.folder)
        if draft:
            lines = [line for line in ledger.lines if line.kind == SCENARIO]
        else:
            present = None if ledger.faults else find_present(ledger)
            lines = [present] if present and _signed(present) == _signature(decision) else []
        for line in lines:
            if read_scenario(line) == keepable(decision.scenario):
                raise LedgerError.recorded(line.sequence)

    def _spare(self, _change: object) -> None:
        """Let nothing be recorded twice by a second press."""
        for button, draft in ((self.write, False), (self.draft, True)):
            button.disabled = self._written == (self.control.value, draft)

    def _words(self, text: str) -> str:
        return self.names.words(self.result, text)


def _signed(line: Line) -> tuple[str, str]:
    return (line.content["decided_by"], line.content["reason"])


def _signature(decision: Decision) -> tuple[str, str]:
    told = sign(decided_by=decision.decided_by, reason=decision.reason)
    return (told["decided_by"], told["reason"])


def _present(folder: str | Path) -> Scenario:
    """Return the scenario of the last decision, where there is a ledger with one."""
    try:
        ledger = open_ledger(folder)
    except XiaobenError:
        return UNCHANGED
    line = None if ledger.faults else find_present(ledger)
    return read_scenario(line) if line else UNCHANGED


def _text(label: str, placeholder: str) -> ipywidgets.Text:
    """Make a box whose text is sent as it is left, so that it is whole before a button is pressed.

    Sent letter by letter, the last letters would wait until the kernel has done what the button says.
    """
    return ipywidgets.Text(
        description=label,
        placeholder=placeholder,
        continuous_update=False,
        style=_STYLE,
        layout=_WIDE,
    )


def _button(
    label: str, icon: str, act: Callable[[], None], *, style: str = ""
) -> ipywidgets.Button:
    button = ipywidgets.Button(
        description=label, icon=icon, button_style=style, layout={"width": "auto"}
    )
    button.on_click(lambda _button: act())
    return button
