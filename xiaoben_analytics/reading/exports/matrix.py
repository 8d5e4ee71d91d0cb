"""Teacher x activity sheets: a row per teacher, a column per activity, a mark where they meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import NOTICE, Problem
from xiaoben_analytics.reading.activities import Activities, Activity
from xiaoben_analytics.reading.clean import Unclean, read_date, show
from xiaoben_analytics.reading.context import Context, Reader
from xiaoben_analytics.reading.exports.legend import (
    NO_LEGEND,
    every_legend,
    legend_of,
    note_leaves,
)
from xiaoben_analytics.reading.exports.occasion import texts_around
from xiaoben_analytics.reading.exports.rows import is_row
from xiaoben_analytics.reading.furniture import caption_term, known_headings, term_of
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.header import match_columns
from xiaoben_analytics.reading.lines import Cell, Line
from xiaoben_analytics.reading.marks import BLANK, WORDS, Legend, mark_key
from xiaoben_analytics.reading.record import problem_at
from xiaoben_analytics.reading.sheet import RawRow, Sheet
from xiaoben_analytics.reading.words import heading_key, key
from xiaoben_analytics.tables import ATTENDANCE, EARLY_LEAVE, LATE, PRESENT, ROSTER, UNRECORDED

UNNAMED_COLUMNS = 3  # so many columns of marks are a matrix, whatever their headings say
OF_PEOPLE = frozenset(("性别", "年级", "班级", "班", "学科", "类别", "学段", "校区"))
"""Columns that describe somebody in a sign each; they are no marks."""


@dataclass(frozen=True)
class Layout:
    """The heading row: where the person stands, each activity's column, and columns of nobody's."""

    line: Line
    persons: Mapping[str, int]
    activities: Mapping[int, str]
    unknown: Mapping[int, Unclean]
    own: Legend


def recognise(grid: Grid, context: Context, *, own: Legend = NO_LEGEND) -> Reader | None:
    """Recognise a heading row that names teachers and, beside them, activities.

    `own` is the legend of a format whose columns of marks are certain; any other goes before it.
    """
    layout = _find_layout(grid, context, own)
    return partial(_read, grid, layout) if layout else None


def _read(grid: Grid, layout: Layout, context: Context) -> Sheet:
    """Turn each mark into an attendance record; a blank is no record unless the legend says so.

    Marks that nobody has explained are listed with their number and first address, and not used.
    """
    legend = legend_of(grid, layout.line, context, own=layout.own)
    lines = [line for line in grid.lines if _is_data(line, layout)]
    marks = [(line, *_marks(line, layout, legend)) for line in lines]
    rows = [row for line, known, _ in marks for row in _records(line, known, layout)]
    silent = [line.number for line, known, odd in marks if not known and not odd]
    sheet = Sheet(
        grid,
        ATTENDANCE.name,
        tuple(rows),
        frozenset(line.number for line in lines),
        {name: show(layout.line.cells[at]) for name, at in layout.persons.items()},
        frozenset(silent if layout.activities else ()),
        legend=f"{grid.file} {grid.sheet}".strip() + f"：{legend}",
    )
    unknown = [(line, at, text) for line, _, odd in marks for at, text in odd.items()]
    problems = (*_column_problems(sheet, layout), *_mark_problems(sheet, layout, unknown))
    leaves = note_leaves(sheet, _texts(lines, layout), legend)
    return replace(sheet, problems=(*problems, *_blank_notice(sheet, legend), *leaves))


def _texts(lines: Iterable[Line], layout: Layout) -> Iterator[str]:
    for line in lines:
        yield from (show(line.cells[at]) for at in layout.activities if at < len(line.cells))


def _blank_notice(sheet: Sheet, legend: Legend) -> Iterator[Problem]:
    """Say where only those who were away are written down that a blank is not yet presence."""
    said = {row.cells[col.STATUS] for row in sheet.rows}
    if said and said.isdisjoint((PRESENT, LATE, EARLY_LEAVE)) and BLANK not in legend.marks:
        finding = Unclean(
            "表中只写了没有到的人，空白按未登记处理",
            "",
            '如空白表示出席，请在 reading.toml 中该文件的图例里写 "空白" = "出席"',
        )
        yield problem_at(sheet, None, col.STATUS, value="", finding=finding, severity=NOTICE)


def _find_layout(grid: Grid, context: Context, own: Legend) -> Layout | None:
    found = [layout for line in grid.top if (layout := _layout(grid, line, context, own))]
    return max(found, key=lambda layout: len(layout.activities), default=None)


def _layout(grid: Grid, line: Line, context: Context, own: Legend) -> Layout | None:
    persons = match_columns(line, [ROSTER.column(n) for n in (col.TEACHER_ID, col.NAME, col.GROUP)])
    if not {col.TEACHER_ID, col.NAME} & set(persons):
        return None
    others = {
        at: cell
        for at, cell in enumerate(line.cells)
        if cell is not None
        and heading_key(show(cell)) not in known_headings()
        and not _holds_dates(grid, line, at)
    }
    if not others:
        return None
    activities, unknown = _match_activities(others, context.activities, _term(grid, line))
    if not own.marks:
        legend = every_legend(grid, line, context)
        marked = {at for at in unknown if _is_marked(grid, line, at, legend)}
        if marked or activities:
            marked |= {at for at in unknown if _is_signed(grid, line, at)}
        unknown = {at: why for at, why in unknown.items() if at in marked}
    if not context.activities:
        activities, unknown = {at: show(others[at]) for at in unknown}, {}
    if activities or own.marks or len(unknown) >= UNNAMED_COLUMNS:
        return Layout(line, persons, activities, unknown, own)
    return None


def _term(grid: Grid, heading: Line) -> int | None:
    titles = (term_of(text) for text in texts_around(grid, heading))
    return next((term for term in titles if term), caption_term(grid))


def _match_activities(
    headings: Mapping[int, Cell], activities: Activities, term: int | None
) -> tuple[dict[int, str], dict[int, Unclean]]:
    """Split columns into those that name a planned activity and those that do not, and why."""
    known: dict[int, str] = {}
    unknown: dict[int, Unclean] = {}
    for at, cell in headings.items():
        try:
            found = _activity(cell, activities, term)
        except Unclean as finding:
            unknown[at] = finding
            continue
        if found.activity_id in known.values():
            problem = f"与前面一列是同一项活动（{found}），没有使用"
            unknown[at] = Unclean(problem, "每项活动一列", "请在标题中写明活动编号")
        else:
            known[at] = found.activity_id
    return known, unknown


def _activity(cell: Cell, activities: Activities, term: int | None) -> Activity:
    """Find the activity that a heading names, whole or by one of its lines or words."""
    day = None if isinstance(cell, str) else read_date(cell, activities.school_year)
    if day:
        return activities.on(day)
    text = show(cell)
    words = str(cell).split() if isinstance(cell, str) else []
    for part in (*words, text) if len(words) > 1 else ():
        try:
            return activities.find(part, term=term)
        except Unclean:
            continue
    return activities.find(text, term=term)


def _holds_dates(grid: Grid, heading: Line, at: int) -> bool:
    """Tell a column of dates, whose first cell is not a heading, from one of marks."""
    texts = _below(grid, heading, at)
    return bool(texts) and 2 * sum(read_date(text, "") is not None for text in texts) >= len(texts)


def _is_marked(grid: Grid, heading: Line, at: int, legend: Legend) -> bool:
    """Tell whether a column mostly holds marks that have a meaning."""
    texts = _below(grid, heading, at)
    return bool(texts) and 2 * sum(legend.status(text) is not None for text in texts) >= len(texts)


def _is_signed(grid: Grid, heading: Line, at: int) -> bool:
    """Tell whether a column beside marks holds signs too, though nobody has explained them."""
    texts = _below(grid, heading, at)
    signs = sum(len(mark_key(text)) == 1 and not text.isdecimal() for text in texts)
    known = heading_key(show(heading.cells[at])) in OF_PEOPLE
    return bool(texts) and not known and 2 * signs >= len(texts)


def _below(grid: Grid, heading: Line, at: int) -> list[str]:
    lines = [line for line in grid.lines if line.number > heading.number and at < len(line.cells)]
    return [show(line.cells[at]) for line in lines if line.cells[at] is not None]


def _is_data(line: Line, layout: Layout) -> bool:
    repeated = [key(show(cell)) for cell in line.cells] == [key(show(c)) for c in layout.line.cells]
    people = [at for name, at in layout.persons.items() if name != col.GROUP]
    return line.number > layout.line.number and not repeated and is_row(line, people)


def _marks(line: Line, layout: Layout, legend: Legend) -> tuple[dict[str, str], dict[int, str]]:
    """Split a row's marks: status by activity where it is known, the sign itself where it is not."""
    known: dict[str, str] = {}
    odd: dict[int, str] = {}
    for at, activity in layout.activities.items():
        text = show(line.cells[at]) if at < len(line.cells) else BLANK
        status = legend.status(text)
        if status == UNRECORDED:
            continue
        if status:
            known[activity] = status
        elif text:
            odd[at] = text
    return known, odd


def _records(line: Line, known: Mapping[str, str], layout: Layout) -> Iterator[RawRow]:
    person = {name: line.cells[at] for name, at in layout.persons.items() if at < len(line.cells)}
    for activity, status in known.items():
        yield RawRow(line.number, {**person, col.ACTIVITY_ID: activity, col.STATUS: status})


def _column_problems(sheet: Sheet, layout: Layout) -> Iterator[Problem]:
    for at, finding in layout.unknown.items():
        heading = show(layout.line.cells[at])
        yield problem_at(sheet, layout.line.number, heading, value=heading, finding=finding)


def _mark_problems(
    sheet: Sheet, layout: Layout, unknown: Iterable[tuple[Line, int, str]]
) -> Iterator[Problem]:
    places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for line, at, text in unknown:
        places[text].append((line.number, at))
    for text, found in places.items():
        row, at = found[0]
        finding = Unclean(
            f"符号没有说明，共 {len(found)} 处，都没有使用",
            f"图例中的符号，或{'、'.join(dict.fromkeys(WORDS.values()))}",
            "请在表内写明图例，或在 reading.toml 的 [legend] 中说明",
        )
        heading = show(layout.line.cells[at])
        yield problem_at(sheet, row, heading, value=text, finding=finding)
