"""A long list that readers search, sort by any column, and take away as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import anywidget
import pandas as pd
import traitlets
import xlsxwriter

_WIDEST = 60  # letters of a column of the workbook


class Listing(anywidget.AnyWidget):
    """Rows of text under headings for readers; nothing in them is markup, a formula or a number.

    What is exported is what is listed, in that order; `name` is what the file is called.
    """

    _esm = Path(__file__).with_name("listing.js")
    _css = Path(__file__).with_name("page.css")

    columns = traitlets.List(traitlets.Unicode()).tag(sync=True)
    rows = traitlets.List(traitlets.List(traitlets.Unicode())).tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)

    def __init__(self, rows: pd.DataFrame, *, name: str) -> None:
        super().__init__(name=name, columns=list(rows.columns), rows=_cells(rows))
        self.on_msg(self._answer)

    def show(self, rows: pd.DataFrame) -> None:
        """List other rows under the same headings."""
        self.rows = _cells(rows)

    def book(self, places: Iterable[int]) -> bytes:
        """Write the rows at these places, in this order, as a workbook; every cell is text."""
        held = self.rows
        return _workbook(self.columns, [held[place] for place in places])

    def _answer(self, _listing: object, wanted: dict[str, Any], _buffers: object) -> None:
        if wanted.get("wanted") == "book":
            self.send({"sent": "book"}, buffers=[self.book(wanted["rows"])])


def _cells(rows: pd.DataFrame) -> list[list[str]]:
    return [list(map(str, row)) for row in rows.itertuples(index=False, name=None)]


def _workbook(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet, wrapped = book.add_worksheet(), book.add_format({"text_wrap": True, "valign": "top"})
        heading = book.add_format({"bold": True})
        for place, name in enumerate(columns):
            longest = max((len(row[place]) for row in rows), default=0)
            sheet.set_column(place, place, min(2 * max(longest, len(name)) + 2, _WIDEST))
            sheet.write_string(0, place, name, heading)
            for number, row in enumerate(rows, start=1):
                sheet.write_string(number, place, row[place], wrapped)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    return made.getvalue()
