"""Sign-in lists and roll calls: a line per person, who is present by a status or a time.

A status goes by the legend, as in a matrix; else a filled time of signing in is presence. A list
of names alone says who was there if it is the export of a roll call, or if it calls itself a
sign-in and says to what.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import pairwise

from xiaoben_analytics import columns as col
from xiaoben_analytics.reading.activities import tells_activity
from xiaoben_analytics.reading.clean import show
from xiaoben_analytics.reading.context import Context, Reader
from xiaoben_analytics.reading.days import read_date
from xiaoben_analytics.reading.exports.legend import every_legend
from xiaoben_analytics.reading.exports.occasion import find_occasion
from xiaoben_analytics.reading.exports.sign_in import (
    SIGNED_AT,
    Cells,
    Said,
    SignInList,
    names_absence,
    names_sign_in,
    read_sign_ins,
    yes_or_no,
)
from xiaoben_analytics.reading.exports.ticks import are_ticks, find_states, read_ticks
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.header import (
    BESIDE_NAME,
    find_heading,
    is_own_table,
    join_lines,
    match_columns,
)
from xiaoben_analytics.reading.leftover import find_leftover
from xiaoben_analytics.reading.lines import Cell, Line
from xiaoben_analytics.reading.marks import BLANK, WORDS, Legend, other_leaves
from xiaoben_analytics.reading.privacy import without_personal
from xiaoben_analytics.reading.sheet import Sheet
from xiaoben_analytics.reading.words import heading_key, key, tidy
from xiaoben_analytics.tables import ABSENT, ATTENDANCE, EARLY_LEAVE, LATE, PRESENT, ROSTER, Column

SIGNED = Column(SIGNED_AT, "签到时间", aliases=("签到", "签到日期", "到会时间"))
SIGNATURE = Column(SIGNED_AT, "签名", aliases=("签字", "本人签名", "本人签字"))
PUPIL = Column(col.NAME, "学生姓名")  # what a classroom's software calls everybody
STATE = ("状态", "签到情况", "到会情况", "参会情况")
OF_CLOCKS = frozenset(("上班时间", "下班时间", "签退时间"))  # a day of work, not one activity
ROLL_CALL = frozenset(("主机名", "机器名", "计算机名"))
BESIDE = frozenset(("序号", "学科", "备课组", "学校", "单位", "部门", "职务"))
OTHERS = ROLL_CALL | BESIDE
"""Columns beside a list of names that say nothing about who was there."""


@dataclass(frozen=True)
class Layout:
    """The heading row, and for each list that stands in it, side by side, where its columns are.

    Of a sheet that has a column for each status, `states` are those columns.
    """

    line: Line
    lists: tuple[Mapping[str, int], ...]
    states: Mapping[int, str] = field(default_factory=dict)

    @property
    def columns(self) -> Mapping[str, int]:
        return self.lists[0]

    def states_of(self, places: Mapping[str, int]) -> Mapping[int, str]:
        """Choose the columns of a status that belong to one of the lists."""
        starts = [min(of.values()) for of in self.lists]
        own = starts.index(min(places.values()))
        end = [*starts[1:], len(self.line.cells)][own]
        begin = starts[own] if own else 0
        return {at: state for at, state in self.states.items() if begin <= at < end}

    def others(self) -> Iterator[Cell]:
        """Give the headings that are none of a list's columns."""
        known = {at for places in self.lists for at in places.values()} | set(self.states)
        yield from (
            cell for at, cell in enumerate(self.line.cells) if cell is not None and at not in known
        )


def recognise(grid: Grid, context: Context) -> Reader | None:
    """Recognise a heading row of people and, beside them, a status or a time; or of people alone."""
    layouts = [layout for line in _headings(grid) if (layout := _layout(grid, line))]
    for layout in sorted(layouts, key=lambda one: not one.states):
        if _is_roll_call(grid, layout, context):
            return partial(_read, grid, layout)
    return None


def _read(grid: Grid, layout: Layout, context: Context) -> Sheet:
    headings = {name: tidy(show(layout.line.cells[at])) for name, at in layout.columns.items()}
    keys = [places[name] for places in layout.lists for name in _PERSON if name in places]
    signed = SignInList(grid, layout.line, headings, keys, partial(_people, layout), _said)
    sheet = read_sign_ins(signed, context)
    used = {at for places in layout.lists for at in places.values()} | set(layout.states)
    beside = {at for at, cell in enumerate(layout.line.cells) if heading_key(show(cell)) in OTHERS}
    return replace(sheet, leftover=find_leftover(grid, layout.line, used | beside, sheet.data))


_PERSON = (col.TEACHER_ID, col.NAME)


def _headings(grid: Grid) -> Iterator[Line]:
    """Give the rows that may be a heading, and what each says together with the one below."""
    yield from grid.top
    for upper, lower in pairwise(grid.top):
        if joined := join_lines(upper, lower):
            yield joined


def _layout(grid: Grid, line: Line) -> Layout | None:
    names = {heading_key(show(cell)) for cell in line.filled}
    if len(names) < 2 or names.isdisjoint(_person_words()):
        return None
    status = ATTENDANCE.column(col.STATUS)
    columns = [
        *(PUPIL for _ in range(not ROLL_CALL.isdisjoint(names))),
        *(column for column in ATTENDANCE.columns if column is not status),
        replace(status, aliases=(*status.aliases, *STATE)),
        BESIDE_NAME,
        ROSTER.column(col.SCHOOL),
        SIGNED,
        *(SIGNATURE for _ in range(names_sign_in(grid, line))),
    ]
    signed = {heading_key(text) for column in (SIGNED, SIGNATURE) for text in column.headings}
    states = find_states(line, signed)
    plain = replace(
        line, cells=tuple(None if at in states else c for at, c in enumerate(line.cells))
    )
    lists = tuple(match_columns(part, columns) for part in _side_by_side(plain))
    told = {col.TEACHER_ID, col.NAME} & set(lists[0])
    return Layout(line, lists, {} if col.STATUS in lists[0] else states) if told else None


@cache
def _person_words() -> frozenset[str]:
    people = (ATTENDANCE.column(col.TEACHER_ID), ATTENDANCE.column(col.NAME), PUPIL)
    return frozenset(heading_key(text) for column in people for text in column.headings)


def _side_by_side(line: Line) -> Iterator[Line]:
    """Cut a heading row where it begins again, as in lists printed in two halves.

    What stands once, before the first list, such as a serial number, belongs to that list.
    """
    words = [heading_key(show(cell)) for cell in line.cells]
    people = max((words.count(word) for word in _person_words()), default=0)
    first = next(word for word in words if word and words.count(word) >= people)
    starts = [at for at, word in enumerate(words) if word == first]
    starts[0] = 0
    for start, end in zip(starts, [*starts[1:], len(words)], strict=True):
        cells = (cell if start <= at < end else None for at, cell in enumerate(line.cells))
        yield replace(line, cells=tuple(cells))


def _is_roll_call(grid: Grid, layout: Layout, context: Context) -> bool:
    is_matrix = any(tells_activity(cell, context.activities) for cell in layout.others())
    of_clock = not OF_CLOCKS.isdisjoint(heading_key(show(cell)) for cell in layout.line.filled)
    of_absent = col.STATUS not in layout.columns and names_absence(grid, layout.line)
    if is_matrix or of_clock or of_absent:
        return False
    if SIGNED_AT in layout.columns or is_own_table(grid):
        return SIGNED_AT in layout.columns
    if layout.states:
        told = not {col.ACTIVITY_ID, col.DATE}.isdisjoint(layout.columns)
        told = told or bool(find_occasion(grid, layout.line, context.activities))
        return told and are_ticks(grid, layout.line, layout.states)
    if col.STATUS in layout.columns:
        return _is_told(grid, layout, context, canonical=_is_canonical(grid))
    return _lists_present(grid, layout, context)


def _is_canonical(grid: Grid) -> bool:
    heading = find_heading(grid)
    return heading is not None and heading.table is ATTENDANCE


def _is_told(grid: Grid, layout: Layout, context: Context, *, canonical: bool) -> bool:
    """Tell whether a column holds a status that needs this reader.

    Canonical attendance needs it for signs, or an activity that only a title names. Where nothing
    beside it says when or what, most cells must have a meaning: the state of teachers on a roster
    has none, nor has a number.
    """
    at = layout.columns[col.STATUS]
    begin = bisect_right(grid.lines.numbers, layout.line.number)
    below = grid.lines.columns[at][begin:]
    legend = every_legend(grid, layout.line, context)
    words = [show(cell) for cell in below.distinct if cell != ""]
    odd = [word for word in words if key(word) not in WORDS or legend.settles(word)]
    told = not {col.ACTIVITY_ID, col.DATE}.isdisjoint(layout.columns)
    if canonical and not told:
        return bool(find_occasion(grid, layout.line, context.activities))
    if canonical and not odd:
        return False
    if canonical:
        return any(_status(text, legend) for text in odd)
    texts = [show(cell) for cell in below if cell != ""]
    of_people = set(other_leaves(texts))  # 产假 may be a state of somebody's service as well
    known = sum(legend.status(text) is not None for text in texts if text not in of_people)
    return told or (bool(texts) and 2 * known >= len(texts))


def _lists_present(grid: Grid, layout: Layout, context: Context) -> bool:
    others = {heading_key(show(cell)) for cell in layout.others()}
    if not ROLL_CALL.isdisjoint(others):
        return True
    named = names_sign_in(grid, layout.line)
    return named and others <= BESIDE and bool(find_occasion(grid, layout.line, context.activities))


_GLUED = re.compile(
    r"(?P<id>\d{4,})[\s_-]{0,3}(?P<name>\D*)|(?P<first>\D{1,40}?)[\s_-]{0,3}(?P<last>\d{4,})"
)
_ACCOUNT = re.compile(r"[A-Za-z][_-]?\d")


def _people(layout: Layout, line: Line) -> Iterator[Cells]:
    """Give the cells of each person in a line; the first list of the line has one in any case."""
    for places in layout.lists:
        cells = {
            name: line.cells[at] if at < len(line.cells) else None for name, at in places.items()
        }
        if layout.states:
            cells[col.STATUS] = read_ticks(
                line, layout.states_of(places), signed=SIGNED_AT in places
            )
        named = cells.get(col.TEACHER_ID) is not None or cells.get(col.NAME) is not None
        if named or places is layout.columns:
            yield _unglued(cells)


def _unglued(cells: Cells) -> Cells:
    """Take an id and a name in one cell apart; private numbers are no ids, and dropped."""
    written = tidy(show(cells.get(col.NAME)))
    name = without_personal(written)
    plain = cells if name == written else {**cells, col.NAME: name or None}
    found = _GLUED.fullmatch(name)
    if found is None or cells.get(col.TEACHER_ID) is not None or _ACCOUNT.search(name):
        return plain
    teacher_id, name = found["id"] or found["last"], found["name"] or found["first"]
    return {**cells, col.TEACHER_ID: teacher_id, col.NAME: name or None}


def _said(cells: Cells, legend: Legend) -> Said:
    """Say what a line says: by its status, else by its time, else, with neither column, by itself.

    A remark that is a status counts where nothing else is said; beside a signature it may be that
    somebody came late or left early, and with any other nobody knows which of the two is true.
    """
    status, signed_at = show(cells.get(col.STATUS)), show(cells.get(SIGNED_AT))
    if status:
        return Said(col.STATUS, status, _status(status, legend))
    note = show(cells.get(col.NOTE))
    if remark := _remark(note, legend):
        signed = signed_at not in _DASHES
        fits = not signed or remark in (PRESENT, LATE, EARLY_LEAVE)
        return Said(col.NOTE, note, remark if fits else None)
    if signed_at in _DASHES:
        column = SIGNED_AT if SIGNED_AT in cells else col.STATUS
        blank = legend.status(BLANK) or ""
        return Said(column, "", blank if column in cells else PRESENT)
    if _is_moment(cells[SIGNED_AT]) or key(signed_at) == key(show(cells.get(col.NAME))):
        return Said(SIGNED_AT, "", PRESENT)
    return Said(SIGNED_AT, signed_at, _status(signed_at, legend))


def _remark(note: str, legend: Legend) -> str | None:
    """Read a remark that is a status and nothing else, such as 事假 or 请病假（发烧）."""
    words = (heading_key(note), heading_key(note).removeprefix("请"))
    return next((legend.status(word) for word in words if word in WORDS), None)


_DASHES = ("", "-", "--", "—", "——")
_CLOCK = re.compile(r"(?:^|\D)\d{1,2}[:：时]\d{1,2}(?!\d)")
_OF_TIME = re.compile(
    r"星期.|周.|上午|中午|下午|晚上|凌晨|次日|[年月日号时分秒T]|[ap]\.?m\.?", re.IGNORECASE
)
_BESIDE_TIME = re.compile(r"[\d\s:：.,，;；、()（）~/+-]*")


def _status(text: str, legend: Legend) -> str | None:
    """Read a status, a sign of the legend, or yes and no."""
    yes = yes_or_no(text)
    said = None if yes is None else PRESENT if yes else ABSENT
    return legend.status(text) or said


def _is_moment(cell: Cell) -> bool:
    if isinstance(cell, dt.time | dt.timedelta):
        return True
    if isinstance(cell, float) and 0 < cell < 1:
        return True  # a time of day as the workbook counts it
    text = show(cell)
    alone = _BESIDE_TIME.fullmatch(_OF_TIME.sub("", text))
    return bool(alone and (read_date(cell, "") or _CLOCK.search(text)))
