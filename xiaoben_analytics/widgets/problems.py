"""What is to be mended, as a list that can be searched, sorted and exported without a network."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import ipywidgets
import pandas as pd
import traitlets
from itables.widget import ITable

from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.problems import count_problems
from xiaoben_analytics.views import ProblemChoice, View, explore_problems
from xiaoben_analytics.widgets.explorer import Explorer

_EVERYTHING = ("全部", "")

_WORDS = {
    "search": "在清单中查找：",
    "searchPlaceholder": "姓名、文件、词语",
    "info": "第 _START_ 至 _END_ 条，共 _TOTAL_ 条",
    "infoEmpty": "没有符合的",
    "infoFiltered": "（从 _MAX_ 条中查找）",
    "lengthMenu": "每页 _MENU_ 条",
    "zeroRecords": "没有符合的",
    "emptyTable": "没有需要核对的问题",
    "decimal": ".",
    "thousands": "",
    "paginate": {"first": "首页", "last": "末页", "next": "下一页", "previous": "上一页"},
    "aria": {
        "orderable": "按“_COLUMN_”排序",
        "orderableReverse": "按“_COLUMN_”反向排序",
        "orderableRemove": "恢复原来的顺序",
        "paginate": {"first": "首页", "last": "末页", "next": "下一页", "previous": "上一页"},
    },
    "buttons": {
        "copyTitle": "已复制",
        "copySuccess": {"1": "已复制 1 条", "_": "已复制 %d 条"},
    },
}


class Listing(ipywidgets.VBox):  # type: ignore[misc]
    """A frame that readers search, sort by any column, page through, and export as they see it.

    Text stays text. `name` is what an exported file is called.
    """

    def __init__(self, rows: pd.DataFrame, *, name: str) -> None:
        self.table = ITable(
            rows,
            allow_html=False,
            showIndex=False,
            maxBytes=0,
            paging=True,
            pageLength=25,
            lengthMenu=[10, 25, 100],
            order=[],
            autoWidth=False,
            classes="display",
            style="width:100%",
            text_in_header_can_be_selected=False,
            language=_WORDS,
            layout={
                "topStart": "search",
                "topEnd": {"buttons": _buttons(name)},
                "bottomStart": "info",
                "bottomEnd": ["pageLength", "paging"],
            },
        )
        self.table.add_class("xiaoben-listing")
        super().__init__([self.table])

    def show(self, rows: pd.DataFrame) -> None:
        """List other rows."""
        self.table.df = rows


class ProblemControl(ipywidgets.HBox):  # type: ignore[misc]
    """Chooses a severity and a file; `value` is a `ProblemChoice`."""

    value = traitlets.Instance(ProblemChoice)

    def __init__(self, result: Assessment) -> None:
        counts = count_problems(result.problems)
        self.severity = _choice("类别", counts.columns)
        self.file = _choice("文件", counts.index)
        super().__init__([self.severity, self.file], layout={"flex_flow": "row wrap"})
        for part in (self.severity, self.file):
            part.observe(self._collect, "value")
        self._collect(None)

    def pick(self, mark: Any) -> None:
        """List only the file whose bar was clicked; clicked again, all files."""
        if mark in dict(self.file.options).values():
            self.file.value = "" if mark == self.file.value else mark

    def _collect(self, _change: object) -> None:
        self.value = ProblemChoice(self.severity.value, self.file.value)


class ProblemExplorer(Explorer):
    """Everything that is to be mended: how much in which file, and the list of it."""

    def __init__(self, result: Assessment) -> None:
        self.listing: Listing | None = None
        super().__init__(result, explore_problems, ProblemControl(result))
        self.children = (*self.children, self.listing)

    def view(self) -> View:
        """Compute what is shown now; its table is shown in the list."""
        view = super().view()
        (rows,) = view.tables.values()
        if self.listing is None:
            self.listing = Listing(rows, name="数据核对_问题清单")
        else:
            self.listing.show(rows)
        return replace(view, tables={})


def _buttons(name: str) -> list[dict[str, Any]]:
    """Offer the list as it is filtered now; a cell that begins like a formula stays text."""
    export = {"title": None, "filename": name, "exportOptions": {"escapeExcelFormula": True}}
    return [
        {"extend": "copyHtml5", "text": "复制", **export},
        {"extend": "csvHtml5", "text": "导出 CSV", "bom": True, **export},
        {"extend": "excelHtml5", "text": "导出 Excel", **export},
    ]


def _choice(label: str, options: Iterable[str]) -> ipywidgets.Dropdown:
    named = [(option, option) for option in options]
    return ipywidgets.Dropdown(
        description=label, options=[_EVERYTHING, *named], value="", layout={"width": "auto"}
    )
