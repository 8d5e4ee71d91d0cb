"""The form in which the meeting decides: what would be recorded, and the ledger that takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ipywidgets
import traitlets

from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.errors import XiaobenError
from xiaoben_analytics.labels import moment
from xiaoben_analytics.ledger import (
    KINDS,
    Ledger,
    consider,
    decide,
    open_ledger,
    read_scenario,
)
from xiaoben_analytics.ledger.contents import DECISION, SCENARIO
from xiaoben_analytics.pseudonyms import hide_in, hide_words
from xiaoben_analytics.scenarios import Scenario
from xiaoben_analytics.views import View, explore_decision, explore_ledger
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
    """A scenario, moves by hand, who decides and why; `value` is a `Decision`."""

    value = traitlets.Instance(Decision)

    def __init__(self, result: Assessment, words: Callable[[str], str] = str) -> None:
        self._scenarios: list[Scenario] = []
        self.scenario = ipywidgets.Dropdown(description="方案", style=_STYLE, layout=_WIDE)
        self.name = _text("记入名称", "不填则用方案的名称")
        self.moves = MoveControl(result, words)
        self.decided_by = _text("决定人", "例如 校长办公会")
        self.reason = _text("理由", "为什么这样定")
        by_hand = ipywidgets.Accordion([self.moves], titles=("个别教师的调整（没有则不填）",))
        super().__init__([self.scenario, self.name, by_hand, self.decided_by, self.reason])
        self.offer([(UNCHANGED.name, UNCHANGED)])
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

    def name_people(self, shown: Assessment) -> None:
        """Offer teachers as they may be shown."""
        self.moves.name_people(shown)

    def _chosen(self) -> Scenario:
        return self._scenarios[self.scenario.value or 0] if self._scenarios else UNCHANGED

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

    `panel` has the scenarios to choose from beside those in the ledger and the present division: a
    widget with `scenarios`, whose changes are followed, or the scenarios themselves. `recorded` is
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
        self._seen: tuple[Scenario, bool] | None = None
        self._written: tuple[Decision, bool] | None = None
        self.control = DecisionControl(self.result, self._words)
        self.preview, self.ledger = Viewer(View("")), Viewer(View(""))
        self.write = _button("记入账本", "check", self._decide, style="primary")
        self.draft = _button("只记下方案，不作决定", "bookmark", self._consider)
        self.outcome = Outcome()
        buttons = ipywidgets.HBox([self.write, self.draft])
        self.entry = ipywidgets.VBox([self.control, self.preview, buttons])
        super().__init__([PageStyle(), self.entry, self.outcome, self.ledger])
        self.add_class("xiaoben-form")
        self._switched(None)
        self.names.observe(self._switched, "value")
        self.control.observe(self._preview, "value")
        if hasattr(panel, "scenarios"):
            panel.observe(self._read, "scenarios")

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

    def _read(self, _change: object) -> None:
        """Show the ledger as its file is now, and offer what can be recorded in it."""
        try:
            ledger = open_ledger(self.folder)
        except XiaobenError as error:
            self.entry.layout.display = "none"
            self.outcome.warn(str(error))
            return
        self.ledger.show(self.as_shown(explore_ledger(ledger)))
        closed = bool(ledger.faults or ledger.lock)
        self.entry.layout.display = "none" if closed else None
        self.control.offer(self._offered(ledger))
        self.recorded = ledger.lines[-1].sequence if ledger.lines else 0

    def _offered(self, ledger: Ledger) -> Iterator[tuple[str, Scenario]]:
        """Name the present division, the panel's scenarios, and those of the ledger, the latest first."""
        yield f"{UNCHANGED.name}，不作改动", UNCHANGED
        kept = getattr(self._panel, "scenarios", self._panel)
        for scenario in kept:
            yield self._words(f"{scenario.name}（本页）"), scenario
        if ledger.faults:
            return
        told = list(kept)
        for line in reversed(ledger.lines):
            if line.kind in (SCENARIO, DECISION) and read_scenario(line) not in told:
                scenario = read_scenario(line)
                told.append(scenario)
                kind = KINDS[line.kind]
                yield self._words(f"{scenario.name}（账本第 {line.sequence} 号{kind}）"), scenario

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
        decision = self.control.value
        if (decision, draft) == self._written:
            self.outcome.warn("这一项刚才已记入账本，没有再记。要另记一项，请先改动。")
            return
        try:
            ledger = record(self.result, self.folder, decision, draft=draft)
        except XiaobenError as error:
            self.outcome.warn(self._words(str(error)))
            self._read(None)
            return
        self._written, line = (decision, draft), ledger.lines[-1]
        self.outcome.say(
            f"已记入账本：第 {line.sequence} 号{KINDS[line.kind]}，{moment(line.time)}。"
            f"请把序号和指纹 {line.hash[:16]} 写进会议纪要。"
        )
        self._read(None)

    def _words(self, text: str) -> str:
        codes = self.names.codes(self.result)
        return hide_words(text, self.result, codes) if codes else text


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
