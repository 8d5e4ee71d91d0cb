"""Panels: a chart, a sentence and tables, drawn again whenever what was chosen changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import ipywidgets
import pandas as pd

from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.errors import XiaobenError
from xiaoben_analytics.labels import printable
from xiaoben_analytics.views import View
from xiaoben_analytics.widgets.chart import Chart
from xiaoben_analytics.widgets.names import NameSwitch, name_switch
from xiaoben_analytics.widgets.table import markup_table


class Viewer(ipywidgets.VBox):  # type: ignore[misc]
    """Shows a `View`, and another one in place of it; `chart` is None until one has a figure.

    The chart's numbers are written when somebody opens them: `opened` is the button.
    """

    def __init__(self, view: View) -> None:
        self.chart: Chart | None = None
        self._picked: list[Callable[[Mapping[str, Any]], None]] = []
        self.sentence, self.tables = ipywidgets.HTML(), ipywidgets.HTML()
        self.data, self._view = ipywidgets.HTML(), view
        self.opened = ipywidgets.ToggleButton(description="图中数据", icon="table")
        self.opened.observe(self._write_numbers, "value")
        super().__init__([])
        self.show(view)

    def show(self, view: View) -> None:
        """Show another view; the chart stays where it is, zoomed as it is."""
        if view.figure is not None:
            if self.chart is None:
                self.chart = Chart(view.figure)
                self.chart.observe(self._clicked, "clicked")
            else:
                self.chart.show(view.figure)
        self.sentence.value = printable(
            f'<div class="xiaoben-sentence">{escape(view.sentence)}</div>'
        )
        self.tables.value = printable(_markup(view.tables))
        self._view = view
        self._write_numbers(None)
        drawn = [] if view.figure is None else [self.chart]
        numbers = [self.opened, self.data] if view.data else []
        self.children = (*drawn, self.sentence, self.tables, *numbers)

    def on_pick(self, take: Callable[[Any], None]) -> None:
        """Have the `customdata` of every point that is clicked given to a function."""
        self._picked.append(take)

    def _write_numbers(self, _change: object) -> None:
        self.data.value = printable(_markup(self._view.data)) if self.opened.value else ""

    def forget_click(self) -> None:
        """Leave no trace of what was clicked: a mark may be somebody's id."""
        if self.chart is not None:
            self.chart.clicked = {}

    def _clicked(self, change: Mapping[str, Any]) -> None:
        for take in self._picked if change["new"] else ():
            take(change["new"].get("mark"))


class Explorer(ipywidgets.VBox):  # type: ignore[misc]
    """A panel without data of its own: it shows `explore(result, control.value)`.

    `control` is a widget with a `value`, and perhaps `pick`, which is told what is clicked, and
    `name_people`, which is told the assessment as it may be shown whenever names are hidden or shown.
    Without a control, it shows `explore(result)`. If the switch hides names, `explore` is given
    the assessment without them.
    """

    def __init__(
        self,
        result: Assessment,
        explore: Callable[..., View],
        control: Any = None,
        *,
        names: NameSwitch | None = None,
    ) -> None:
        self._result, self._explore, self.control = result, explore, control
        self.names = names or name_switch()
        self._name_people()
        self.viewer, self.alert = Viewer(self.view()), ipywidgets.HTML()
        self._applied = self._choice
        super().__init__([*([] if control is None else [control]), self.alert, self.viewer])
        self.names.observe(self._switched, "value")
        if control is not None:
            control.observe(self._redraw, "value")
        if hasattr(control, "pick"):
            self.viewer.on_pick(control.pick)

    def view(self) -> View:
        """Compute what is to be shown now."""
        return self._view(self._choice)

    @property
    def _choice(self) -> tuple[Any, ...]:
        return () if self.control is None else (self.control.value,)

    def _view(self, choice: tuple[Any, ...]) -> View:
        shown = self.names.let_out(self._result)
        return self._explore(shown, *(self.names.rename(self._result, one) for one in choice))

    def _switched(self, change: object) -> None:
        self.viewer.forget_click()
        self._name_people()
        self._redraw(change)

    def _name_people(self) -> None:
        if hasattr(self.control, "name_people"):
            self.control.name_people(self.names.let_out(self._result))

    def _redraw(self, _change: object) -> None:
        """Show what was chosen, or say why that cannot be and what was chosen before it."""
        try:
            view, said = self.view(), ""
            self._applied = self._choice
        except XiaobenError as error:
            said, view = str(error), self._view(self._applied)
        self.alert.value = said and markup_alert(f"{said}{_STAYS}")
        (self.viewer.add_class if said else self.viewer.remove_class)(_OLD)
        self.viewer.show(view)


def markup_alert(sentence: str) -> str:
    """Write what went wrong so that it is seen, and read out at once."""
    return f'<div class="xiaoben-alert" role="alert">{escape(printable(sentence))}</div>'


_OLD = "xiaoben-old"
_STAYS = "下面变灰的，还是上一次能用的设置的结果。"


def _markup(tables: Mapping[str, pd.DataFrame]) -> str:
    return "".join(markup_table(rows, caption) for caption, rows in tables.items())
