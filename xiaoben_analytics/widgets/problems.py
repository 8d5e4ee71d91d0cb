"""What is to be mended: how much in which file, and the list of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import ipywidgets
import traitlets

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.problems import count_problems
from xiaoben_analytics.views import ProblemChoice, View, explore_problems
from xiaoben_analytics.widgets.explorer import Explorer
from xiaoben_analytics.widgets.listing import Listing
from xiaoben_analytics.widgets.names import name_switch
from xiaoben_analytics.widgets.options import as_options

_EVERYTHING = ("全部", "")
_HINT = "点一下色条，清单只列这个文件；再点一下，列出全部。"


class ProblemControl(ipywidgets.HBox):  # type: ignore[misc]
    """Chooses a severity and a file; `value` is a `ProblemChoice`, which holds the file's real name."""

    value = traitlets.Instance(ProblemChoice)

    def __init__(self, result: Assessment) -> None:
        counts = count_problems(result.problems)
        self._files, self._read = list(counts.index), result.school.files[col.FILE]
        self.severity = _choice("类别", [_EVERYTHING, *((kind, kind) for kind in counts.columns)])
        self.file = _choice("文件", [_EVERYTHING])
        super().__init__([self.severity, self.file], layout={"flex_flow": "row wrap"})
        for part in (self.severity, self.file):
            part.observe(self._collect, "value")
        self.name_people(result)
        self._collect(None)

    def name_people(self, shown: Assessment) -> None:
        """Show files, which may be named for somebody, as they are in `shown`."""
        named = dict(zip(self._read, shown.school.files[col.FILE], strict=True))
        chosen = self.file.value
        files = as_options((named.get(file, file), file) for file in self._files)
        self.file.options = [_EVERYTHING, *files]
        self.file.value = chosen

    def pick(self, mark: Any) -> None:
        """List only the file whose bar was clicked; clicked again, all files."""
        file = dict(self.file.options).get(mark, self.file.value)
        self.file.value = "" if file == self.file.value else file

    def shown(self) -> ProblemChoice:
        """Return the choice with the file's name as it is shown."""
        return replace(self.value, file=self.file.label if self.value.file else "")

    def _collect(self, _change: object) -> None:
        self.value = ProblemChoice(self.severity.value, self.file.value)


class ProblemExplorer(Explorer):
    """Everything that is to be mended: how much in which file, and the list of it."""

    def __init__(self, result: Assessment) -> None:
        self.listing: Listing | None = None
        control, names = ProblemControl(result), name_switch()
        control.name_people(names.let_out(result))
        super().__init__(
            result, lambda shown, _: explore_problems(shown, control.shown()), control, names=names
        )
        self.children = [control, self.alert, self.viewer, self.listing]

    def view(self) -> View:
        """Compute what is shown now; its table is shown in the list."""
        view = super().view()
        (rows,) = view.tables.values()
        if self.listing is None:
            self.listing = Listing(rows, name="问题清单")
        else:
            self.listing.show(rows)
        return replace(view, tables={}, sentence=f"{view.sentence}{_HINT}")


def _choice(label: str, options: Sequence[tuple[str, str]]) -> ipywidgets.Dropdown:
    return ipywidgets.Dropdown(
        description=label, options=as_options(options), value="", layout={"width": "auto"}
    )
