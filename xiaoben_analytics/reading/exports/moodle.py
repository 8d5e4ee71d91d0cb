"""Moodle attendance: a row per person, a column per session, with points behind each mark.

The export is a matrix in Moodle's own words, so it is only put into the words of a matrix: two
columns of a name become one, a session's heading becomes its day and time, a mark loses its
points, and what says that there is no record becomes blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from xiaoben_analytics import columns as col
from xiaoben_analytics.reading.clean import show
from xiaoben_analytics.reading.context import Context, Reader
from xiaoben_analytics.reading.exports import matrix
from xiaoben_analytics.reading.exports.moments import YEAR_FIRST, read_moment
from xiaoben_analytics.reading.exports.rows import is_row
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.lines import Cell, Line, Lines
from xiaoben_analytics.reading.marks import Legend
from xiaoben_analytics.reading.words import key, tidy, tidy_name
from xiaoben_analytics.tables import ABSENT, LATE, PRESENT, ROSTER

LEGEND = Legend({"p": PRESENT, "l": LATE, "a": ABSENT}, "Moodle 的缩写")
"""E, excused, is none of the kinds of leave, so a school has to say which it means."""

LAST, FIRST, FULL, ID, GROUPS, SUMMARY = "last", "first", "full", "id", "groups", "summary"
_HEADINGS = {
    key(word): name
    for name, words in {
        LAST: ("Last name", "Surname", "姓", "姓氏"),
        FIRST: ("First name", "名", "名字"),
        FULL: ("Full name", "Name", "全名", "姓名"),
        ID: ("ID number", "ID号", "ID 号码", "编号", "学号", "工号"),
        GROUPS: ("Groups", "Group", "组", "小组"),
        SUMMARY: ("Taken sessions", "Points", "Percentage", "已签到课时", "分值", "百分比"),
    }.items()
    for word in words
}
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})\s+(?:(?P<word>[a-z]{3})[a-z]*\.?|(?P<month>\d{1,2})\s*月)\s+(?P<year>\d{4})\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(\d{1,2})\s*[.:]\s*(上午|下午)?\s*(\d{2})\s*([ap]m\b)?", re.IGNORECASE)
_POINTS = re.compile(r"\s*[(（][\d.,]+\s*/\s*[\d.,]+[)）]$")
_NO_RECORD = re.compile(r"\?|←|(?:user )?enrolment .*|用户注册.*|注册暂停", re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """The heading row: where the person stands, and the day and time of each session."""

    line: Line
    places: Mapping[str, int]
    sessions: Mapping[int, str]


def recognise(grid: Grid, context: Context) -> Reader | None:
    """Recognise a heading row with a name, sessions at a day and time, and Moodle's totals."""
    for line in grid.top:
        layout = _layout(line)
        if layout:
            return matrix.recognise(_as_matrix(grid, layout), context, own=LEGEND)
    return None


def _layout(line: Line) -> Layout | None:
    texts = {at: show(cell) for at, cell in enumerate(line.cells) if cell is not None}
    places = {_HEADINGS[key(text)]: at for at, text in texts.items() if key(text) in _HEADINGS}
    sessions = {at: day for at, text in texts.items() if (day := _session(text))}
    named = FULL in places or LAST in places
    return Layout(line, places, sessions) if named and sessions and SUMMARY in places else None


def _session(heading: str) -> str:
    """Read the day and time of a session, "" if a heading is none.

    >>> _session("10 Sep 2021 2.00PM All students"), _session("10 9月 2021 02. 下午 00 所有学生")
    ('2021-09-10T14:00', '2021-09-10T14:00')
    >>> _session("2021年09月10日 14.00 全体"), _session("10 Sep 2021")
    ('2021-09-10T14:00', '')
    """
    found = _DAY_FIRST.match(heading) or _YEAR_FIRST.match(heading)
    clock = _CLOCK.search(heading, found.end()) if found else None
    if found is None or clock is None:
        return ""
    date = found.groupdict()
    word = (date.get("word") or "").lower()
    month = _MONTHS.index(word) + 1 if word in _MONTHS else date["month"]
    hour, half, minute, american = (part or "" for part in clock.groups())
    text = f"{date['year']}-{month}-{date['day']} {half}{hour}:{minute}{american}"
    moment = read_moment(text, YEAR_FIRST)
    return f"{moment:%Y-%m-%dT%H:%M}" if moment else ""


def _as_matrix(grid: Grid, layout: Layout) -> Grid:
    return replace(grid, lines=Lines.made(_lines(grid, layout)))


def _lines(grid: Grid, layout: Layout) -> Iterator[Line]:
    people = [layout.places[name] for name in (ID, FULL, LAST) if name in layout.places]
    for line in grid.lines:
        if line.number == layout.line.number:
            yield _line(line, {**_person_headings(layout), **layout.sessions})
        elif line.number < layout.line.number or not is_row(line, people):
            yield line
        else:
            marks = {at: _mark(_at(line, at)) for at in layout.sessions}
            told = _line(line, {**_person(line, layout), **marks})
            yield told if told.filled else line


def _line(line: Line, cells: Mapping[int, Cell]) -> Line:
    return Line(line.number, tuple(cells.get(at) for at in range(max(cells) + 1)))


def _person_headings(layout: Layout) -> dict[int, Cell]:
    names = {ID: col.TEACHER_ID, GROUPS: col.GROUP, _name(layout): col.NAME}
    return {
        layout.places[place]: ROSTER.column(name).heading
        for place, name in names.items()
        if place in layout.places
    }


def _person(line: Line, layout: Layout) -> dict[int, Cell]:
    parts = [show(_at(line, layout.places[at])) for at in (LAST, FIRST) if at in layout.places]
    cells = {at: _at(line, at) for at in _person_headings(layout)}
    if _name(layout) == LAST:
        cells[layout.places[LAST]] = tidy_name(" ".join(parts)) or None
    return cells


def _name(layout: Layout) -> str:
    return FULL if FULL in layout.places else LAST


def _mark(cell: Cell) -> Cell:
    """Take the points off a mark; no mark where a session was not taken or nobody enrolled yet."""
    if not isinstance(cell, str):
        return cell
    mark = _POINTS.sub("", tidy(cell))
    return None if _NO_RECORD.fullmatch(mark) else mark


def _at(line: Line, at: int) -> Cell:
    return line.cells[at] if at < len(line.cells) else None
