"""Cross tables turned round: a row per day, a column per person, a mark where they meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from xiaoben_analytics import columns as col
from xiaoben_analytics.reading.clean import read_date, show
from xiaoben_analytics.reading.context import Context, Reader
from xiaoben_analytics.reading.exports.legend import every_legend
from xiaoben_analytics.reading.exports.sign_in import Said, SignInList, read_sign_ins, yes_or_no
from xiaoben_analytics.reading.furniture import known_headings
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.header import is_own_table
from xiaoben_analytics.reading.lines import Cell, Line
from xiaoben_analytics.reading.marks import BLANK, Legend
from xiaoben_analytics.reading.sheet import Sheet
from xiaoben_analytics.reading.words import heading_key, tidy, tidy_name
from xiaoben_analytics.tables import ABSENT, ATTENDANCE, PRESENT

DATES = frozenset(map(heading_key, ("日期", "活动日期", "培训日期", "时间", "date", "day")))
FEWEST_PEOPLE = 2  # columns


@dataclass(frozen=True)
class Layout:
    """The heading row, the column of days, and the name above each other column."""

    line: Line
    day: int
    names: Mapping[int, str]


def recognise(grid: Grid, context: Context) -> Reader | None:
    """Recognise a column of days beside columns of marks whose headings are no known ones."""
    for line, below in zip(grid.top, grid.top[1:], strict=False):
        layout = _layout(line)
        if layout and _is_marked(grid, layout, below, context):
            return partial(_read, grid, layout)
    return None


def _read(grid: Grid, layout: Layout, context: Context) -> Sheet:
    headings = {col.DATE: tidy(show(layout.line.cells[layout.day]))}
    people = partial(_people, layout)
    return read_sign_ins(
        SignInList(grid, layout.line, headings, (layout.day,), people, _said), context
    )


def _layout(line: Line) -> Layout | None:
    keys = {at: heading_key(show(cell)) for at, cell in enumerate(line.cells) if cell is not None}
    day = next((at for at, name in keys.items() if name in DATES), None)
    others = {at: line.cells[at] for at in keys if at != day}
    if day is None or len(others) < FEWEST_PEOPLE:
        return None
    if any(
        not isinstance(cell, str) or keys[at] in known_headings() for at, cell in others.items()
    ):
        return None
    return Layout(line, day, {at: tidy_name(str(cell)) for at, cell in others.items()})


def _is_marked(grid: Grid, layout: Layout, below: Line, context: Context) -> bool:
    """Tell whether the row below the heading has a day, and all its marks have a meaning."""
    cells = [below.cells[at] for at in layout.names if at < len(below.cells)]
    texts = [show(cell) for cell in cells if cell is not None]
    day = below.cells[layout.day] if layout.day < len(below.cells) else None
    if not texts or read_date(day, context.activities.school_year) is None or is_own_table(grid):
        return False
    legend = every_legend(grid, layout.line, context)
    return all(_status(text, legend) is not None for text in texts)


def _people(layout: Layout, line: Line) -> Iterator[Mapping[str, Cell]]:
    day = line.cells[layout.day] if layout.day < len(line.cells) else None
    for at, name in layout.names.items():
        mark = line.cells[at] if at < len(line.cells) else None
        yield {col.NAME: name, col.DATE: day, col.STATUS: mark}


def _said(cells: Mapping[str, Cell], legend: Legend) -> Said:
    text = show(cells[col.STATUS])
    status = _status(text, legend) if text else legend.status(BLANK) or ""
    return Said(ATTENDANCE.column(col.STATUS).name, text, status)


def _status(text: str, legend: Legend) -> str | None:
    yes = yes_or_no(text)
    said = None if yes is None else PRESENT if yes else ABSENT
    return legend.status(text) or said
