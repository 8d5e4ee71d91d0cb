"""What titles and captions say about the whole school: its name and the school year."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np

from xiaoben_analytics.problems import NOTICE, Problem
from xiaoben_analytics.reading.clean import show
from xiaoben_analytics.reading.days import read_date, read_month, school_year_of
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.lines import Cell
from xiaoben_analytics.reading.words import tidy

TITLE_LINES = 10

_BARE_DAY = re.compile(r"\s*\d{1,2}\s*(?:月\s*(?:\d{1,2}\s*[日号])?|/\s*\d{1,2})\s*")
_DATED = re.compile(r"\s*\d{2,4}\s*[-/.年]|\s*20\d{6}")
_SCHOOL_YEAR = re.compile(r"(20\d\d)(?:\s*(?:[-—–~～至/]|--)\s*(20\d\d|\d\d)\s*学?\s*年|\s*学年)")
_SCHOOL = re.compile(
    r"(?:单位|学校|校名)(?:名称)?(?:[(（]盖?章[)）])?\s*[:：][\s_＿]*([^\s_＿:：]{2,40})"
)

_TITLED = re.compile(
    r"(?!本校|我校|全校|各)([^\s\d_＿×xX*()（）:：]{1,20}?(?:中学|小学|学校|幼儿园|附中|附小|[一二三四五六七八九十\d]中))"
    r"(?=\s*(?:\d{4}|[教校名花培活学研年]|第[一二]学期))(?!教师|学生|生)"
)


def find_school_year(grids: Sequence[Grid], today: dt.date) -> str:
    """Return the school year that most titles name, else most days lie in, else months, else today's.

    Of several that are found equally often it is the latest.
    """
    named = Counter(year for grid in grids for year in _years_named(grid))
    dated = Counter(year for grid in grids if not named for year in _years_dated(grid))
    counted = named or dated or Counter(year for grid in grids for year in _years_of_months(grid))
    found = max(counted, key=lambda year: (counted[year], year), default="")
    return found or school_year_of(today)


def list_year_problems(
    grids: Sequence[Grid], school_year: str, *, planned: bool
) -> Iterator[Problem]:
    """List sheets whose titles name another school year only, and a year that nothing speaks for."""
    for grid in grids:
        named = dict.fromkeys(_years_named(grid))
        if named and school_year not in named:
            problem = f"标题写的是 {'、'.join(named)} 学年，别的文件是 {school_year} 学年"
            advice = "如是往年的文件，请移出文件夹；如是笔误，请改正"
            years = "、".join(named)
            yield Problem(grid.file, grid.sheet, None, "", years, problem, "", advice)
    bare = planned or any(map(_has_bare_day, grids))
    if bare and not any(year for grid in grids for year in _years_of(grid)):
        problem = f"没有文件写明学年，也没有写全年月日的日期，按今天的日期算作 {school_year} 学年"
        advice = "请在活动计划的标题中写明学年"
        yield Problem("", "", None, "", school_year, problem, "", advice, NOTICE)


def _has_bare_day(grid: Grid) -> bool:
    """Tell whether a day or month without its year stands in a grid."""
    cells = chain.from_iterable(column.distinct for column in grid.lines.columns)
    return any(isinstance(cell, str) and bool(_BARE_DAY.fullmatch(cell)) for cell in cells)


def find_school_name(grids: Iterable[Grid]) -> str:
    """Return the school's name as a caption such as 单位：… states it, or ""."""
    found = (_SCHOOL.search(text) for grid in grids for text in _titles(grid))
    return next((match[1] for match in found if match), "")


def find_school_in_titles(grids: Iterable[Grid]) -> str:
    """Return the school that titles such as 春晖中学2025-2026学年校本培训计划 begin with, or "".

    Of several that are named it is none.
    """
    found = (_TITLED.match(tidy(text)) for grid in grids for text in _titles(grid))
    names = {match[1] for match in found if match}
    return names.pop() if len(names) == 1 else ""


def _titles(grid: Grid) -> Iterator[str]:
    yield from (*grid.captions, grid.sheet, grid.file)
    prose = len(grid.lines.columns) == 1 or grid.sheet == ""  # captions anywhere in a text
    few = np.flatnonzero(grid.lines.filled_counts <= 2).tolist() if prose else ()
    for line in (grid.lines[at] for at in few) if prose else grid.top:
        if len(line.filled) <= 2 and (line.number <= TITLE_LINES or len(line.cells) == 1):
            yield " ".join(show(cell) for cell in line.filled)


def _years_of(grid: Grid) -> Iterator[str]:
    yield from _years_named(grid)
    yield from _years_dated(grid)
    yield from _years_of_months(grid)


def _years_named(grid: Grid) -> Iterator[str]:
    for text in _titles(grid):
        for first, second in _SCHOOL_YEAR.findall(tidy(text)):
            if not second or int(second) % 100 == (int(first) + 1) % 100:
                yield f"{first}-{int(first) + 1}"


def _years_dated(grid: Grid) -> Iterator[str]:
    for cell in chain.from_iterable(column.distinct for column in grid.lines.columns):
        date = read_date(cell, "") if _may_be_date(cell) else None
        if date and date.year >= 2000:
            yield school_year_of(date)


def _years_of_months(grid: Grid) -> Iterator[str]:
    for cell in chain.from_iterable(column.distinct for column in grid.lines.columns):
        month = read_month(cell) if isinstance(cell, str) and _DATED.match(cell) else None
        if month and month.year >= 2000:
            yield school_year_of(month)


def _may_be_date(cell: Cell) -> bool:
    """Leave out numbers, which may be serials or not, and most texts."""
    return isinstance(cell, dt.date) or (isinstance(cell, str) and bool(_DATED.match(cell)))
