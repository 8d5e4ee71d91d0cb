"""What titles and captions say about the whole school: its name and the school year."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from xiaoben_analytics.reading.clean import read_date, school_year_of, show
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.words import tidy

TITLE_LINES = 10

_SCHOOL_YEAR = re.compile(r"(20\d\d)\s*(?:[-—–~～至/]|--)\s*(20\d\d|\d\d)\s*学?\s*年")
_SCHOOL = re.compile(
    r"(?:单位|学校|校名)(?:名称)?(?:[(（]盖?章[)）])?\s*[:：][\s_＿]*([^\s_＿:：]{2,40})"
)


def find_school_year(grids: Sequence[Grid], today: dt.date) -> str:
    """Return the school year that most titles name, else the one most dates lie in, else today's."""
    named = Counter(year for grid in grids for year in _years_named(grid))
    dated = Counter(year for grid in grids if not named for year in _years_dated(grid))
    found = (named or dated).most_common(1)
    return found[0][0] if found else school_year_of(today)


def find_school_name(grids: Iterable[Grid]) -> str:
    """Return the school's name as a caption such as 单位：… states it, or ""."""
    found = (_SCHOOL.search(text) for grid in grids for text in _titles(grid))
    return next((match[1] for match in found if match), "")


def _titles(grid: Grid) -> Iterator[str]:
    yield from (*grid.captions, grid.sheet, grid.file)
    for line in grid.lines:
        if len(line.filled) <= 2 and (line.number <= TITLE_LINES or len(line.cells) == 1):
            yield " ".join(show(cell) for cell in line.filled)


def _years_named(grid: Grid) -> Iterator[str]:
    for text in _titles(grid):
        for first, second in _SCHOOL_YEAR.findall(tidy(text)):
            if int(second) % 100 == (int(first) + 1) % 100:
                yield f"{first}-{int(first) + 1}"


def _years_dated(grid: Grid) -> Iterator[str]:
    for line in grid.lines:
        for cell in line.filled:
            typed = isinstance(cell, dt.date | str)
            date = read_date(cell, "") if typed else None
            if date and date.year >= 2000:
                yield school_year_of(date)
