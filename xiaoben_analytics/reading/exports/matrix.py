"""Teacher x activity sheets: a row per teacher, a column per activity, a mark where they meet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import NOTICE, Problem
from xiaoben_analytics.reading.activities import Activities, Activity, tells_activity
from xiaoben_analytics.reading.clean import Unclean, show
from xiaoben_analytics.reading.context import Context, Reader
from xiaoben_analytics.reading.days import read_date
from xiaoben_analytics.reading.exports.legend import NO_LEGEND, every_legend, legend_of
from xiaoben_analytics.reading.exports.occasion import texts_around
from xiaoben_analytics.reading.exports.rows import is_row
from xiaoben_analytics.reading.furniture import (
    caption_term,
    is_furniture,
    known_headings,
    term_of,
)
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.header import cell_at, is_own_table, match_columns
from xiaoben_analytics.reading.leftover import find_leftover, tell_leftover
from xiaoben_analytics.reading.lines import Cell, Line
from xiaoben_analytics.reading.marks import BLANK, WORDS, Legend, mark_key
from xiaoben_analytics.reading.notices import tell_leaves
from xiaoben_analytics.reading.record import problem_at
from xiaoben_analytics.reading.sheet import RawRow, Sheet
from xiaoben_analytics.reading.words import heading_key, key
from xiaoben_analytics.tables import ATTENDANCE, EARLY_LEAVE, LATE, PRESENT, ROSTER, UNRECORDED

UNNAMED_COLUMNS = 3  # so many columns of marks are a matrix, whatever their headings say
OF_PEOPLE = frozenset(("性别", "年级", "班级", "班", "学科", "类别", "学段", "校区"))
"""Columns that describe somebody in a sign each; they are no marks."""


@dataclass(frozen=True)
class Layout:
    """The heading row: where the person stands, each activity's column, and columns of nobody's.

    `beside` gives for a column those without heading that follow it and hold marks.
    """

    line: Line
    persons: Mapping[str, int]
    activities: Mapping[int, str]
    unknown: Mapping[int, Unclean]
    own: Legend
    beside: Mapping[int, tuple[int, ...]]


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
        {name: show(cell_at(layout.line, at)) or "姓名" for name, at in layout.persons.items()},
        frozenset(silent if layout.activities else ()),
        legend=f"{grid.file} {grid.sheet}".strip() + f"：{legend}",
    )
    unknown = [(line, at, text) for line, _, odd in marks for at, text in odd.items()]
    problems = (*_column_problems(sheet, layout), *_mark_problems(sheet, layout, unknown))
    texts = (text for text in _texts(lines, layout) if not legend.settles(text))
    told = (*_blank_notice(sheet, legend), *tell_leaves(sheet, texts))
    return replace(sheet, problems=(*problems, *told, *_leftover_notice(sheet, layout)))


def _leftover_notice(sheet: Sheet, layout: Layout) -> Iterator[Problem]:
    cells = layout.line.cells
    beside = {at for at, cell in enumerate(cells) if _is_beside(show(cell))}
    used = {*layout.persons.values(), *layout.activities, *layout.unknown, *beside}
    names = find_leftover(sheet.grid, layout.line, used, sheet.data)
    advice = "如是一次活动，请在标题中写明计划中的活动编号、名称或日期；如不是，无须处理"
    return tell_leftover(sheet, names, advice)


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


_COUNTS = re.compile(r"人数|次数|[应实]得|学时|[率数]$")


def _is_beside(heading: str) -> bool:
    """Tell a column that describes people, or counts the marks."""
    return heading_key(heading) in OF_PEOPLE or bool(_COUNTS.search(key(heading)))


def _find_layout(grid: Grid, context: Context, own: Legend) -> Layout | None:
    found = [layout for line in grid.top if (layout := _layout(grid, line, context, own))]
    return max(found, key=lambda layout: len(layout.activities), default=None)


def _layout(grid: Grid, line: Line, context: Context, own: Legend) -> Layout | None:
    persons = _persons(grid, line, context)
    if not persons:
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
        activities, unknown = {at: _title(others[at]) for at in unknown}, {}
    if activities or own.marks or len(unknown) >= UNNAMED_COLUMNS:
        legend = own if own.marks else every_legend(grid, line, context)
        beside = {at: tuple(_unheaded(grid, line, at, legend)) for at in activities}
        return Layout(line, persons, activities, unknown, own, beside)
    return None


def _persons(grid: Grid, line: Line, context: Context) -> dict[str, int]:
    """Find where people stand; not where a column of days or activities is called by the names."""
    columns = [ROSTER.column(name) for name in (col.TEACHER_ID, col.NAME, col.GROUP)]
    persons = match_columns(line, columns)
    if {col.TEACHER_ID, col.NAME}.isdisjoint(persons):
        named = any(match_columns(one, columns[:2]) for one in grid.top)
        persons = {} if named else _unnamed_persons(grid, line, context)
    turned = col.NAME in persons and _holds_activities(grid, line, persons[col.NAME], context)
    return {} if turned else persons


_CORNER = re.compile(r"姓名|教师|日期|时间|活动|培训")


def _unnamed_persons(grid: Grid, line: Line, context: Context) -> dict[str, int]:
    """Find names in the first column beside days or activities, whatever stands in the corner."""
    corner = show(line.cells[0])
    told = [cell for cell in line.cells[1:] if tells_activity(cell, context.activities)]
    if not told or (corner and not _CORNER.search(corner)) or is_own_table(grid):
        return {}
    below = (one for one in grid.top if one.number > line.number and not is_furniture(one))
    texts = [show(one.cells[0]) for one in below]
    return {col.NAME: 0} if any(texts) and not any(text[:1].isdecimal() for text in texts) else {}


def _holds_activities(grid: Grid, heading: Line, at: int, context: Context) -> bool:
    """Tell a column of days or activities, of which the row above the marks names people."""
    below = [one for one in grid.top if one.number > heading.number and at < len(one.cells)]
    told = sum(tells_activity(one.cells[at], context.activities) for one in below)
    return bool(below) and 2 * told > len(below)


def _title(heading: Cell) -> str:
    """Show a heading as it is, a serial number of a workbook as the day it means."""
    day = None if isinstance(heading, str) else read_date(heading, "")
    return day.isoformat() if day else show(heading)


def _unheaded(grid: Grid, heading: Line, at: int, legend: Legend) -> Iterator[int]:
    """Find the columns of marks next to one that share its heading, such as 上午 and 下午."""
    for beside in range(at + 1, len(grid.lines.columns)):
        if beside < len(heading.cells) and heading.cells[beside] is not None:
            return
        if _is_marked(grid, heading, beside, legend):
            yield beside


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
    people = [at for name, at in layout.persons.items() if name != col.GROUP]
    repeated = [_key_at(line, at) for at in people] == [_key_at(layout.line, at) for at in people]
    return line.number > layout.line.number and not repeated and is_row(line, people)


def _key_at(line: Line, at: int) -> str:
    return key(show(line.cells[at])) if at < len(line.cells) else ""


def _marks(line: Line, layout: Layout, legend: Legend) -> tuple[dict[str, str], dict[int, str]]:
    """Split a row's marks: status by activity where it is known, the sign itself where it is not.

    Of an activity with several columns all marks of a row must say the same.
    """
    known: dict[str, str] = {}
    odd: dict[int, str] = {}
    for at, activity in layout.activities.items():
        text = show(line.cells[at]) if at < len(line.cells) else BLANK
        texts = [text, *(show(line.cells[b]) for b in layout.beside[at] if b < len(line.cells))]
        status = legend.status(text)
        if len({legend.status(one) for one in texts}) > 1:
            odd[at] = "｜".join(one or "空白" for one in texts)
        elif status == UNRECORDED:
            continue
        elif status:
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
    for at, beside in layout.beside.items():
        if beside:
            heading = show(layout.line.cells[at])
            finding = Unclean(
                f"“{heading}”下有 {len(beside) + 1} 列，各列不一致的没有使用",
                "每项活动一列",
                "请合为一列，或在标题行各写明一项活动",
            )
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
