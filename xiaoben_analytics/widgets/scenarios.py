"""Scenarios kept under a name, to be compared and taken up again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import ipywidgets
import traitlets
from ipywidgets.widgets.trait_types import TypedTuple

from xiaoben_analytics.assessment import Assessment, try_scenario
from xiaoben_analytics.drafts import read_drafts, write_drafts
from xiaoben_analytics.errors import XiaobenError
from xiaoben_analytics.scenarios import PRESENT, Scenario, fail_if_repeated
from xiaoben_analytics.widgets.explorer import markup_alert


class ScenarioShelf(ipywidgets.VBox):  # type: ignore[misc]
    """Keeps what a control shows under a name, gives it back to the control, lets go of it.

    `value` are the scenarios kept, in this order; no two have one name. They are those of the file in
    the school's folder (see `drafts`), where every change goes; what cannot be written there is
    kept as long as the page. `control` is a widget whose `value` is a `Scenario`.
    """

    value = TypedTuple(traitlets.Instance(Scenario))

    def __init__(self, result: Assessment, control: Any) -> None:
        self._result, self._control = result, control
        self._folder = result.school.folder
        self._filed: tuple[Scenario, ...] = ()
        self.name = ipywidgets.Text(
            description="方案名称", placeholder="如：优秀降到 25%",
            continuous_update=False,  # else the button's message overtakes the last letters
        )  # fmt: skip
        self.keep = _button("保留", "把上面的设置保留为一个方案", self._keep)
        self.kept = ipywidgets.Dropdown(description="已保留", options=[])
        self.take = _button("取回", "把这个方案放回上面的控件", self._take)
        self.drop = _button("删除", "不再保留这个方案", self._drop)
        self.alert = ipywidgets.HTML()
        row = [self.name, self.keep, self.kept, self.take, self.drop]
        super().__init__([ipywidgets.HBox(row, layout={"flex_flow": "row wrap"}), self.alert])
        self.observe(self._list, "value")
        self.observe(self._file, "value")
        self._list(None)
        self.attempt(self._read)

    def _read(self) -> None:
        """Take up what the file has by now, unless there is something here that it does not have."""
        if self._folder and self.value == self._filed:
            self._filed = read_drafts(self._folder)
            self.value = self._filed

    def _file(self, _change: object) -> None:
        """Write what is kept into the file, or say why that cannot be."""
        if not self._folder or self.value == self._filed:
            return
        try:
            write_drafts(self._folder, self.value)
            self._filed = self.value
        except XiaobenError as error:
            self.alert.value = markup_alert(f"{error}保留的方案只在这一页上，关掉页面就没有了。")

    def _keep(self) -> None:
        with suppress(XiaobenError):  # said when it is to be written
            self._read()
        scenario = replace(self._control.value, name=self.name.value.strip())
        fail_if_repeated("方案", [PRESENT, *(one.name for one in self.value), scenario.name])
        try_scenario(self._result, scenario)
        self.value = (*self.value, scenario)
        self.kept.value, self.name.value = scenario.name, ""

    def _take(self) -> None:
        self._control.value = self._chosen()

    def _drop(self) -> None:
        name = self.kept.value
        with suppress(XiaobenError):
            self._read()
        self.value = tuple(one for one in self.value if one.name != name)

    def _chosen(self) -> Scenario:
        kept: tuple[Scenario, ...] = self.value
        return next(one for one in kept if one.name == self.kept.value)

    def _list(self, _change: object) -> None:
        names, chosen = [one.name for one in self.value], self.kept.value
        self.kept.options = names
        self.kept.value = chosen if chosen in names else next(iter(names), None)
        self.kept.disabled = self.take.disabled = self.drop.disabled = not self.value

    def attempt(self, act: Callable[[], None]) -> None:
        """Do what a button says, or say why that cannot be."""
        self.alert.value = ""
        try:
            act()
        except XiaobenError as error:
            self.alert.value = markup_alert(str(error))


def _button(label: str, tooltip: str, act: Callable[[], None]) -> ipywidgets.Button:
    button = ipywidgets.Button(description=label, tooltip=tooltip, layout={"width": "auto"})
    shelf: ScenarioShelf = act.__self__  # type: ignore[attr-defined]
    button.on_click(lambda _button: shelf.attempt(act))
    return button
