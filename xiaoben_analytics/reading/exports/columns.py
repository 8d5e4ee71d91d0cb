"""Headings of one or two rows above the columns of an export, and the rows below them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from xiaoben_analytics import columns as col
from xiaoben_analytics.reading.clean import Unclean, show
from xiaoben_analytics.reading.days import read_date
from xiaoben_analytics.reading.exports.rows import is_row
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.lines import Cell, Line
from xiaoben_analytics.reading.people import People
from xiaoben_analytics.reading.words import heading_key, key

NAMES = ("姓名", "教师姓名", "员工姓名", "人员姓名", "学生姓名")
NUMBERS = ("工号", "学号/工号", "学号工号", "学号")
GROUPS = ("教研组", "部门", "所在部门", "所属部门", "部门名称")
WEEKDAYS = "一二三四五六日"
FEWEST_DAYS = 2  # columns


@dataclass(frozen=True)
class Columns:
    """Where each heading stands; a heading over several columns is joined with the one below."""

    grid: Grid
    lines: tuple[Line, ...]
    keys: Mapping[int, str]

    def at(self, *headings: str) -> int | None:
        """Find the column of the first of these headings that is there."""
        names = {name: at for at, name in reversed(list(self.keys.items()))}
        return next((names[key(name)] for name in headings if key(name) in names), None)

    def matching(self, pattern: str) -> tuple[int, ...]:
        """Find the columns whose whole heading matches a pattern."""
        return tuple(at for at, name in self.keys.items() if re.fullmatch(pattern, name))

    @property
    def titles(self) -> str:
        """All text above the heading and the names of sheet and file; not when it was made."""
        above = (line for line in self.grid.top if line.number < self.lines[0].number)
        texts = [show(cell) for line in above for cell in line.filled]
        named = "\n".join((*self.grid.captions, *texts, self.grid.sheet, self.grid.file))
        return _MADE.sub("", named)

    @cached_property
    def rows(self) -> tuple[Line, ...]:
        """The rows of data: not totals, notes or the heading once more."""
        headings = [line.cells for line in self.lines]
        below = (line for line in self.grid.lines if line.number > self.lines[-1].number)
        names = {key(name) for name in (*NAMES, *NUMBERS)}
        people = [at for at, name in self.keys.items() if name in names]
        return tuple(line for line in below if line.cells not in headings and is_row(line, people))

    def below(self, at: int) -> list[str]:
        """Show what stands in a column's first rows, blanks left out."""
        cells = (cell_at(line, at) for line in self.grid.top if line.number > self.lines[-1].number)
        return [show(cell) for cell in cells if cell is not None]

    def written(self, places: Mapping[str, int | None]) -> dict[str, str]:
        """Return headings as the file writes them, by column name, for messages."""
        return {
            name: show(cell_at(self.lines[0], at) or cell_at(self.lines[-1], at))
            for name, at in places.items()
            if at is not None
        }


@dataclass(frozen=True)
class Person:
    """The columns that say who is meant; a number that is the machine's `own` may be no id."""

    columns: Mapping[str, int]
    own: bool = False

    def of(self, line: Line, people: People) -> dict[str, Cell]:
        """Read who is meant; an own number stays only where the roster has it with the name."""
        person = {name: cell_at(line, at) for name, at in self.columns.items()}
        if self.own and people:
            number = show(person.get(col.TEACHER_ID)).lstrip("0")
            called = people.named(show(person.get(col.NAME)))
            ids = [one.teacher_id for one in called if one.teacher_id.lstrip("0") == number]
            return person | {col.TEACHER_ID: ids[0] if len(ids) == 1 else None}
        return person


def find_columns(grid: Grid, *headings: str) -> Columns | None:
    """Find the first row among the top ones that heads a column of names, or of `headings`.

    The row below belongs to the heading too if its cell under the names is merged with the
    heading, or is blank while it stands below one that reaches over several columns.
    """
    wanted = {key(name) for name in (*NAMES, *headings)}
    for line, below in pairwise((*grid.top, Line(0, ()))):
        keys = {at: heading_key(show(cell)) for at, cell in enumerate(line.cells) if cell}
        if wanted & set(keys.values()) and len(keys) > 1:
            at = next(at for at, name in keys.items() if name in wanted)
            second = show(cell_at(below, at))
            if heading_key(second) == keys[at] or (not second and _reaches(line, below)):
                return _joined(grid, line, below)
            return Columns(grid, (line,), keys)
    return None


def person_columns(columns: Columns, *ids: str, own: bool = False) -> Person:
    """Find who a row is about: name, number under the first of `ids` that is there, and group."""
    places = {
        col.TEACHER_ID: columns.at(*ids),
        col.NAME: columns.at(*NAMES),
        col.GROUP: columns.at(*GROUPS),
    }
    return Person({name: at for name, at in places.items() if at is not None}, own)


def day_columns(columns: Columns, school_year: str) -> tuple[int, ...]:
    """Find the columns that stand for days: headed by dates, or by the numbers of a month's."""
    heading = columns.lines[-1].cells
    dated = [at for at, cell in enumerate(heading) if _full_date(cell, school_year)]
    return tuple(dated) if len(dated) >= FEWEST_DAYS else tuple(_numbered(heading))


def find_days(columns: Columns, school_year: str) -> dict[int, dt.date]:
    """Find the day of each column that stands for one; none of totals alone.

    Weekends may be headed by their names, and a month need not begin on its first: the day of a
    numbered column follows from its place and the period in the titles.

    Raises
    ------
    Unclean
        If the titles say no month, or the numbers do not fit it.
    """
    heading = columns.lines[-1].cells
    dated = {at: _full_date(heading[at], school_year) for at in day_columns(columns, school_year)}
    if all(dated.values()):
        return {at: day for at, day in dated.items() if day}
    run = _numbered(heading)
    begin = _begin(columns.titles, list(run.values()), school_year)
    expected, advice = "标题中的统计日期，如 2021-09-01 至 2021-09-30", "请重新导出，或补上标题"
    if begin is None:
        raise Unclean("标题中没有年月，不知道各列是哪一天", expected, advice)
    days = {at: begin + dt.timedelta(days=place) for place, at in enumerate(run)}
    if not all(_fits(run[at], day) for at, day in days.items()):
        raise Unclean("各列的日期与标题中的年月对不上", expected, advice)
    return days


def find_day(text: str, school_year: str) -> dt.date | None:
    """Find the first whole date in a text."""
    found = (read_date(date[0], school_year) for date in _DATE.finditer(text))
    return next((day for day in found if day), None)


def cell_at(line: Line, at: int | None) -> Cell:
    """Return a cell, or None where the row is shorter."""
    return line.cells[at] if at is not None and at < len(line.cells) else None


_MADE = re.compile(r"(?:生成|制表|导出|打印|下载)[^\n:：]{0,4}[:：]\s*\d[\d\-/.年月日]*")
_DATE = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?")
_MONTH = re.compile(r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*月?(?!\d)")
_NUMBERED = re.compile(
    rf"(0?[1-9]|[12]\d|3[01])?[日号]?\s*(?:[(（]?(?:周|星期)?([{WEEKDAYS}])[)）]?)?"
)


def _reaches(line: Line, below: Line) -> bool:
    """Tell whether something stands below the blank part of a heading over several columns."""
    places = (at for at, cell in enumerate(below.cells) if cell is not None)
    return any(cell_at(line, at) is None for at in places)


def _joined(grid: Grid, line: Line, below: Line) -> Columns:
    """Join two heading rows; a heading without anything under it stands by itself."""
    keys: dict[int, str] = {}
    upper = ""
    for at in range(max(len(line.cells), len(below.cells))):
        above, lower = show(cell_at(line, at)), show(cell_at(below, at))
        upper = heading_key(above) if above else upper
        if above or lower:
            under = heading_key(lower) if lower else ""
            keys[at] = upper if under == upper else upper + under
    return Columns(grid, (line, below), keys)


def _full_date(cell: Cell, school_year: str) -> dt.date | None:
    """Read a heading that is a date, or holds one beside other words."""
    if isinstance(cell, str):
        return read_date(cell, school_year) or find_day(cell, school_year)
    return read_date(cell, school_year) if isinstance(cell, dt.date) else None


def _numbered(heading: Sequence[Cell]) -> dict[int, str]:
    """Find the longest run of columns headed by days of a month or, here and there, a weekday."""
    runs: list[dict[int, str]] = [{}]
    for at, cell in enumerate(heading):
        found = _NUMBERED.fullmatch(show(cell))
        if found and (found[1] or found[2]):
            runs[-1][at] = found[1] or found[2]
        else:
            runs.append({})
    longest = max(runs, key=len)
    return longest if sum(map(str.isdecimal, longest.values())) >= FEWEST_DAYS else {}


def _begin(titles: str, run: Sequence[str], school_year: str) -> dt.date | None:
    """Find the day of the first column: a date in the titles that fits, else one of its month."""
    place = next(place for place, text in enumerate(run) if text.isdecimal())
    before, number = dt.timedelta(days=place), int(run[place])
    dates = (read_date(found[0], school_year) for found in _DATE.finditer(titles))
    fitting = [day for day in dates if day and (day + before).day == number]
    month = next((m for m in _MONTH.finditer(titles) if 1 <= int(m[2]) <= 12), None)
    if fitting or month is None:
        return fitting[0] if fitting else None
    return dt.date(int(month[1]), int(month[2]), 1) + dt.timedelta(days=number - 1) - before


def _fits(text: str, day: dt.date) -> bool:
    return day.day == int(text) if text.isdecimal() else day.weekday() == WEEKDAYS.index(text)
