"""Cross tables turned round: a row per day or activity, a column per person, a mark where they meet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from xiaoben_analytics import columns as col
from xiaoben_analytics.reading.activities import Activities, tells_activity
from xiaoben_analytics.reading.clean import show
from xiaoben_analytics.reading.context import Context, Reader
from xiaoben_analytics.reading.days import read_date
from xiaoben_analytics.reading.exports.legend import every_legend
from xiaoben_analytics.reading.exports.sign_in import Said, SignInList, read_sign_ins, yes_or_no
from xiaoben_analytics.reading.furniture import is_furniture, is_total, known_headings
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.header import is_own_table, match_columns
from xiaoben_analytics.reading.lines import Cell, Line
from xiaoben_analytics.reading.marks import BLANK, WORDS, Legend
from xiaoben_analytics.reading.sheet import Sheet
from xiaoben_analytics.reading.words import heading_key, key, tidy, tidy_name
from xiaoben_analytics.tables import ABSENT, ATTENDANCE, PRESENT, ROSTER

FEWEST_PEOPLE = 2  # columns
FIRST = 2  # columns that may say when or what; the first may be a serial number

_PERSON = (ROSTER.column(col.TEACHER_ID), ROSTER.column(col.NAME))


@dataclass(frozen=True)
class Layout:
    """The heading row, the column that says when or what, and the name above each other column."""

    line: Line
    when: int
    names: Mapping[int, str]


def recognise(grid: Grid, context: Context) -> Reader | None:
    """Recognise days or activities in the first column, and beside them marks below names.

    What stands in the corner does not matter: it may be 日期, 日期/姓名, 姓名 or nothing.
    """
    if is_own_table(grid):
        return None
    told = [
        (line.number, [tells_activity(cell, context.activities) for cell in line.cells[:FIRST]])
        for line in grid.top
        if not is_furniture(line)
    ]
    persons = {at for line in grid.top for at in match_columns(line, _PERSON).values()}
    for line in grid.top:
        layout = _layout(line, [of for number, of in told if number > line.number], context)
        if layout and persons <= {layout.when} and _is_marked(grid, layout, context):
            return partial(_read, grid, layout)
    return None


def _read(grid: Grid, layout: Layout, context: Context) -> Sheet:
    corner = layout.line.cells[layout.when] if layout.when < len(layout.line.cells) else None
    headings = {col.DATE: tidy(show(corner))} if corner is not None else {}
    people = partial(_people, layout, context.activities)
    return read_sign_ins(
        SignInList(grid, layout.line, headings, (layout.when,), people, _said), context
    )


_COUNTS = re.compile(r"人数|次数|[率数]$")
"""Headings of columns that count what stands in the others."""


def _layout(line: Line, told: Sequence[Sequence[bool]], context: Context) -> Layout | None:
    """Read a heading, knowing where in the first cells of the rows below days or activities stand."""
    most = (at for at in range(FIRST) if 2 * sum(any(of[at : at + 1]) for of in told) > len(told))
    when = next(most, None)
    if when is None:
        return None
    names = {
        at: tidy_name(cell)
        for at, cell in enumerate(line.cells)
        if at > when and isinstance(cell, str) and _may_be_name(cell, context.activities)
    }
    return Layout(line, when, names) if len(names) >= FEWEST_PEOPLE else None


def _may_be_name(heading: str, activities: Activities) -> bool:
    known = heading_key(heading) in known_headings() or key(heading) in WORDS
    counts = is_total(heading) or _COUNTS.search(key(heading))
    return not known and not counts and not tells_activity(heading, activities)


def _is_marked(grid: Grid, layout: Layout, context: Context) -> bool:
    """Tell whether most marks in the first rows below the heading have a meaning."""
    below = [one for one in grid.top if one.number > layout.line.number and not is_furniture(one)]
    cells = [one.cells[at] for one in below for at in layout.names if at < len(one.cells)]
    texts = [show(cell) for cell in cells if cell is not None]
    legend = every_legend(grid, layout.line, context)
    known = sum(_status(text, legend) is not None for text in texts)
    return bool(texts) and 2 * known > len(texts)


def _people(layout: Layout, activities: Activities, line: Line) -> Iterator[Mapping[str, Cell]]:
    told = line.cells[layout.when] if layout.when < len(line.cells) else None
    dated = read_date(told, activities.school_year) is not None
    for at, name in layout.names.items():
        mark = line.cells[at] if at < len(line.cells) else None
        named = {col.DATE: told} if dated or told is None else {col.ACTIVITY_ID: show(told)}
        yield {col.NAME: name, **named, col.STATUS: mark}


def _said(cells: Mapping[str, Cell], legend: Legend) -> Said:
    text = show(cells[col.STATUS])
    status = _status(text, legend) if text else legend.status(BLANK) or ""
    return Said(ATTENDANCE.column(col.STATUS).name, text, status)


def _status(text: str, legend: Legend) -> str | None:
    yes = yes_or_no(text)
    said = None if yes is None else PRESENT if yes else ABSENT
    return legend.status(text) or said
