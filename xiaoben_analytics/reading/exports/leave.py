"""Registers of leave: a line for each leave, its kind beside who took it and from which activity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from xiaoben_analytics import columns as col
from xiaoben_analytics.reading.clean import show
from xiaoben_analytics.reading.context import Context, Reader
from xiaoben_analytics.reading.exports.sign_in import Cells, Said, SignInList, read_sign_ins
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.header import BESIDE_NAME, PERSON, is_own_table, match_columns
from xiaoben_analytics.reading.lines import Line
from xiaoben_analytics.reading.marks import Legend
from xiaoben_analytics.reading.sheet import Sheet
from xiaoben_analytics.reading.words import heading_key, tidy
from xiaoben_analytics.tables import ATTENDANCE, Column

KIND = Column(col.STATUS, "请假类别", aliases=("请假类型", "请假种类", "请假性质", "假别", "假种"))
DAY = replace(ATTENDANCE.column(col.DATE), aliases=("请假日期", "请假时间", "活动日期", "时间"))
COLUMNS = (*map(ATTENDANCE.column, (*PERSON, col.ACTIVITY_ID)), BESIDE_NAME, DAY, KIND)


@dataclass(frozen=True)
class Layout:
    """The heading row, and where each column stands."""

    line: Line
    places: Mapping[str, int]


def recognise(grid: Grid, _: Context) -> Reader | None:
    """Recognise a heading row of people and the kind of their leave, without their attendance."""
    for line in grid.top:
        places = match_columns(line, COLUMNS)
        attended = match_columns(line, [ATTENDANCE.column(col.STATUS)])
        if col.STATUS in places and set(PERSON) & set(places) and not attended:
            return None if is_own_table(grid) else partial(_read, grid, Layout(line, places))
    return None


def _read(grid: Grid, layout: Layout, context: Context) -> Sheet:
    headings = {name: tidy(show(layout.line.cells[at])) for name, at in layout.places.items()}
    keys = [layout.places[name] for name in PERSON if name in layout.places]
    people = partial(_people, layout)
    return read_sign_ins(SignInList(grid, layout.line, headings, keys, people, _said), context)


def _people(layout: Layout, line: Line) -> Iterator[Cells]:
    yield {
        name: line.cells[at] if at < len(line.cells) else None for name, at in layout.places.items()
    }


def _said(cells: Cells, legend: Legend) -> Said:
    """Read the kind of leave, which may have its reason in brackets."""
    text = show(cells.get(col.STATUS))
    status = (legend.status(text) or legend.status(heading_key(text))) if text else ""
    return Said(col.STATUS, text, status)
