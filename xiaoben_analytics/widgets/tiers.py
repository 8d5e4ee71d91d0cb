"""What if the lines fell elsewhere: everything that moves them, and who moves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import ipywidgets
import traitlets
from ipywidgets.widgets.trait_types import TypedTuple

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.errors import XiaobenError
from xiaoben_analytics.labels import reading_order
from xiaoben_analytics.ledger import open_ledger
from xiaoben_analytics.policy import Policy, Tiers, amend, merge, score_alike
from xiaoben_analytics.scenarios import Scenario
from xiaoben_analytics.standing import dead_zones
from xiaoben_analytics.views import (
    NAMES,
    OPTIONS,
    Place,
    View,
    changes_between,
    explore_fragility,
    explore_scenarios,
    explore_tiers,
    name_gate,
    read_settings,
    say_present,
)
from xiaoben_analytics.widgets.explorer import Explorer
from xiaoben_analytics.widgets.outcome import Outcome
from xiaoben_analytics.widgets.ratios import OwnRatioControl, RatioControl
from xiaoben_analytics.widgets.scenarios import ScenarioShelf

UNNAMED = "假设"
"""What the scenario of the controls is called until it is kept."""

_SHARED = ("conserve", "apportionment")
_GENERAL = ("rounding", "ties", "count_gated")
_AMONG_GROUPS = ("scope", "min_group")


class TierControl(ipywidgets.VBox):  # type: ignore[misc]
    """Everything in a regulation that moves the lines; `value` is the `Scenario` of what differs.

    Given a scenario, the controls show it; what no control can show of it is kept along. There are
    only controls for what the regulation has.
    """

    value = traitlets.Instance(Scenario)

    def __init__(self, result: Assessment) -> None:
        super().__init__()
        self._result, self._policy, self._taking = result, result.policy, False
        self.value = self._beyond = Scenario(UNNAMED)
        tiers = result.policy.tiers
        self._division = (self.value, tiers, result.sizes)
        groups = sorted(result.ranked[col.GROUP].unique(), key=reading_order)
        self.name_people(result)
        self.ratios = RatioControl(tiers.names[:-1], tiers.ratios, self._zones)
        self.groups = OwnRatioControl(tiers, groups, self._divided)
        self.settings = _settings(result.policy)
        self.back = ipywidgets.Button(description="恢复原办法", icon="undo")
        self.section = ipywidgets.ToggleButtons(style={"button_width": "auto"})
        self._stack = ipywidgets.Stack()
        self.children = self._laid_out(result.policy, several=len(groups) > 1)
        ipywidgets.dlink((self.section, "index"), (self._stack, "selected_index"))
        ipywidgets.dlink((self.ratios, "value"), (self.groups, "common"))
        for part in (self.ratios, self.groups, *self.settings.values()):
            part.observe(self._collect, "value")
        self.back.on_click(lambda _button: setattr(self, "value", Scenario(UNNAMED)))
        self.observe(self._take, "value")

    def pick(self, mark: Any) -> None:
        """Choose the group of the teacher who was clicked."""
        group = self._group_of.get(mark)
        if group in [value for _, value in self.groups.group.options]:
            self.groups.group.value = group

    def name_people(self, shown: Assessment) -> None:
        """Learn by what ids the teachers are shown."""
        people = shown.ranked
        self._group_of = dict(zip(people[col.TEACHER_ID], people[col.GROUP], strict=True))

    def _laid_out(self, policy: Policy, *, several: bool) -> list[Any]:
        """Put the controls into sections, of which one is shown."""
        graded = len(policy.tiers.levels) > 1
        own = [self.groups, *self._boxes(_SHARED)]
        general = [*self._boxes(_GENERAL), *(self._boxes(_AMONG_GROUPS) if several else [])]
        weights = [box for place, box in self.settings.items() if place[0] == "weights"]
        gates = [box for place, box in self.settings.items() if place[0] == "gates"]
        sections = {
            "取整和同分": general,
            **({"各组比例": own} if graded and several else {}),
            **({"各项权重": weights} if len(weights) > 1 else {}),
            **({"一票否决": gates} if gates else {}),
        }
        self.section.options, self.section.index = list(sections), 0
        self._stack.children = [
            ipywidgets.VBox(parts) if parts is own else _row(parts) for parts in sections.values()
        ]
        return [*([self.ratios] if graded else []), _row([self.section, self.back]), self._stack]

    def _boxes(self, names: Iterable[str]) -> list[Any]:
        return [self.settings[(name,)] for name in names]

    def _said(self) -> dict[Place, Any]:
        """Say what the controls say, as `read_settings` says it of a regulation."""
        return {
            ("ratios",): self.ratios.value,
            **{("group_ratios", name): own for name, own in self.groups.value.items()},
            **{place: box.value for place, box in self.settings.items()},
        }

    def _collect(self, _change: object) -> None:
        if self._taking:
            return
        before = read_settings(amend(self._policy, self._beyond.changes))
        changes = merge(self._beyond.changes, changes_between(before, self._said()))
        self._set(Scenario(UNNAMED, changes, self._beyond.moves))

    def _set(self, scenario: Scenario) -> None:
        self._taking = True
        self.value = scenario
        self._taking = False

    def _take(self, change: Mapping[str, Any]) -> None:
        """Show a scenario that somebody gave; one that cannot be applied changes no control."""
        if self._taking:
            return
        scenario = change["new"]
        try:
            amended = amend(self._policy, scenario.changes)
        except XiaobenError:
            return
        given = read_settings(amended)
        shown = amend(self._policy, changes_between(read_settings(self._policy), given))
        beyond = {} if score_alike(shown, amended) else scenario.changes
        self._beyond = Scenario(UNNAMED, beyond, scenario.moves)
        self._taking = True
        self.ratios.value = given["ratios",]
        self.groups.value = {
            place[1]: own for place, own in given.items() if place[0] == "group_ratios"
        }
        for place, box in self.settings.items():
            box.value = given[place]
        self._taking = False

    def _divided(self) -> tuple[Tiers, Mapping[str, int]]:
        """Return the tiers and sizes of pools as the controls have them, or had them last without fault."""
        scenario, tiers, sizes = self._division
        if scenario != self.value:
            with suppress(XiaobenError):
                derived = self._result.what_if(changes=self.value.changes)
                tiers, sizes = derived.policy.tiers, derived.sizes
        self._division = (self.value, tiers, sizes)
        return tiers, sizes

    def _zones(self) -> Any:
        tiers, sizes = self._divided()
        return dead_zones(sizes, tiers.with_ratios(self.ratios.value))


class NumberBox(ipywidgets.HBox):  # type: ignore[misc]
    """A number with its unit; `value` is both as text, such as "20%"."""

    value = traitlets.Unicode()

    def __init__(self, label: str, value: str, *, step: float) -> None:
        number, self._unit = _apart(value)
        self.number = ipywidgets.FloatText(
            value=number, step=step, description=label, style=_STYLE, layout=_WIDTH
        )
        super().__init__([self.number, ipywidgets.Label(self._unit.strip())])
        self.add_class("xiaoben-number")
        self.value = value
        self.number.observe(self._say, "value")
        self.observe(self._show, "value")

    def _say(self, change: Mapping[str, Any]) -> None:
        if change["new"] != _apart(self.value)[0]:
            self.value = f"{change['new']:.6f}".rstrip("0").rstrip(".") + self._unit

    def _show(self, change: Mapping[str, Any]) -> None:
        self.number.value = _apart(change["new"])[0]


class TierExplorer(Explorer):
    """The tier panel: every change shows at once; scenarios are kept and compared below it.

    `scenarios` are those kept, here and in the school's folder. Above it stands which decision holds
    by the ledger there, if there is one.
    """

    scenarios = TypedTuple(traitlets.Instance(Scenario))

    def __init__(self, result: Assessment) -> None:
        super().__init__(result, explore_tiers, TierControl(result))
        self.shelf = ScenarioShelf(result, self.control, self._words)
        self.comparison = Explorer(result, self._side_by_side, self.shelf)
        shown = ipywidgets.VBox([self.alert, self.viewer])
        beside = ipywidgets.Box([self.control, shown])
        for box, name in ((self, "panel"), (beside, "beside"), (self.control, "controls")):
            box.add_class(f"xiaoben-{name}")
        self.present = Outcome()
        self.children = [self.present, beside, self.comparison]
        self.names.observe(self.read_ledger, "value")
        self.read_ledger()
        traitlets.link((self.shelf, "value"), (self, "scenarios"))

    def read_ledger(self, _change: object = None) -> None:
        """Say which decision holds by now."""
        folder, told = self._result.school.folder, ""
        with suppress(XiaobenError):
            told = say_present(open_ledger(folder)) if folder else ""
        self.present.tell(self._words(told))

    def _side_by_side(self, shown: Assessment, kept: Sequence[Scenario]) -> View:
        named = [replace(one, name=self._words(one.name)) for one in kept]
        return explore_scenarios(shown, named)

    def _words(self, text: str) -> str:
        return self.names.words(self._result, text)


class FragilityExplorer(Explorer):
    """Which lines a single wrong record would move; looked for only when asked."""

    def __init__(self, result: Assessment) -> None:
        button = ipywidgets.ToggleButton(description="查找", icon="search")
        super().__init__(
            result, lambda shown, wanted: explore_fragility(shown, wanted=wanted), button
        )


_NUMBER = re.compile(r"(-?\d+(?:\.\d+)?)(.*)")


def _apart(written: str) -> tuple[float, str]:
    """Take a number and its unit apart.

    >>> _apart("20%"), _apart("0 项")
    ((20.0, '%'), (0.0, ' 项'))
    """
    found = _NUMBER.fullmatch(written)
    assert found is not None  # regulations write it so
    return float(found[1]), found[2]


def _settings(policy: Policy) -> dict[Place, Any]:
    """Build a control for each single setting, as the regulation has it."""
    had = read_settings(policy)
    words = {("weights", part.name): f"{part.label} ×" for part in policy.components} | {
        ("gates", gate.name): name_gate(gate) for gate in policy.gates
    }
    return {
        **{(name,): _choice(name, had[name,]) for name in OPTIONS},
        ("min_group",): ipywidgets.BoundedIntText(
            value=had["min_group",], max=_MOST, description=NAMES["min_group"], style=_STYLE
        ),
        **{
            place: NumberBox(label, had[place], step=0.1 if place[0] == "weights" else 1)
            for place, label in words.items()
        },
    }


def _choice(name: str, value: Any) -> ipywidgets.Dropdown:
    options = [(label, one) for one, label in OPTIONS[name].items()]
    return ipywidgets.Dropdown(
        description=NAMES[name], options=options, value=value, style=_STYLE, layout=_WIDTH
    )


def _row(parts: Sequence[Any]) -> ipywidgets.HBox:
    return ipywidgets.HBox(list(parts), layout={"flex_flow": "row wrap"})


_MOST = 999
_STYLE, _WIDTH = {"description_width": "initial"}, {"width": "auto"}
