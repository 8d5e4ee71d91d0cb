"""A workbook while it is laid out cell by cell, never beyond what memory is meant for."""

from __future__ import annotations

from xiaoben_analytics.reading.book import BookSheet, Range, Unread
from xiaoben_analytics.reading.lines import Cell
from xiaoben_analytics.reading.sniff import FILLED_LIMIT, too_wide

ROWS, COLUMNS = 1_048_576, 16_384  # of a sheet, in any program
MERGED_ROWS = 1_000_000  # no real workbook merges so much


class Layout:
    """The sheet that is open, 1-based; `spent` counts the cells of all sheets so far.

    `computed` tells whether any formula of the workbook has a value.
    """

    def __init__(self) -> None:
        self.computed = False
        self.spent = self.merged_rows = 0
        self.open("")

    def open(self, name: str, *, hidden: bool = False) -> None:
        self.name, self.hidden = name, hidden
        self.rows: dict[int, list[Cell]] = {}
        self.unread: Unread = {}
        self.merged: list[Range] = []
        self.hidden_rows: set[int] = set()

    def put(self, row: int, column: int, value: Cell) -> None:
        if not (0 < row <= ROWS and 0 < column <= COLUMNS):
            raise too_wide("", row, column)
        cells = self.rows.setdefault(row, [])
        gap = column - len(cells)
        self.spent += max(gap, 0)
        if self.spent > FILLED_LIMIT:
            raise too_wide("", row, column)
        cells.extend([""] * gap)
        cells[column - 1] = value

    def put_unread(self, row: int, column: int, shown: str, reason: str) -> None:
        self.put(row, column, "")
        self.unread[row, column] = (shown, reason)

    def merge(self, row: int, column: int, down: int, across: int) -> None:
        """Merge a cell with those below and beside it, given how many more each way."""
        self.merged_rows += max(down, 0)
        if self.merged_rows <= MERGED_ROWS:
            self.merged.append(((row - 1, column - 1), (row - 1 + down, column - 1 + across)))

    def close(self, remarks: tuple[str, ...] = ()) -> BookSheet:
        """Return the sheet; rows that a merged cell reaches into are wide enough for it."""
        for (top, left), (bottom, _) in self.merged:
            for row in range(top + 2, bottom + 2):
                if len(self.rows.get(row, ())) in range(1, left + 1):
                    self.put(row, left + 1, "")
        rows = [self.rows.get(row, []) for row in range(1, max(self.rows, default=0) + 1)]
        return BookSheet(
            self.name, rows, self.unread, self.merged, self.hidden, self.hidden_rows, remarks
        )
