"""What in a sheet is no data: headings, captions, totals, notes and signatures."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

import numpy as np

from xiaoben_analytics.reading.coded import Places
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.lines import Cell, Line, Lines
from xiaoben_analytics.reading.words import heading_key, key, tidy
from xiaoben_analytics.tables import TABLES

_TOTAL = re.compile(
    r"(合计|总计|小计|共计|总和|平均|人均|平均分|平均值|平均数|total|sum|average)([:：].*)?"
)


NOTE = re.compile(
    r"(备注|附注|注|注意|说明|填表说明|图例|符号说明|制表人?|填表人?|审核人?|填报人|统计人|"
    r"制表日期|填表日期|单位|学校|校长签[字名]|负责人签[字名])"
    r"(\d*\s*[:：].*|\d+、.*|\s*[(（]盖?章?[)）].*)"
)


_PROSE = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．].*|.*[。：:；;！]|.{16,}", re.DOTALL
)


_FIRST_TERM = re.compile(r"第[一1](?:学期|[、和及])|上学期|秋季?学期")


_BOTH_TERMS = re.compile(r"第?[一1上](?:学期)?[、,和及与]?第?[二2下](?:个?学期)")


_SECOND_TERM = re.compile(r"第[二2]学期|下学期|春季?学期")


@cache
def known_headings() -> frozenset[str]:
    """Return the key of every heading that tells a canonical table."""
    return frozenset(
        heading_key(text)
        for table in TABLES.values()
        for column in table.columns
        for text in column.headings
        if column.telling
    )


def is_furniture(line: Line, *, ended: bool = False) -> bool:
    """Tell totals, notes, captions and signatures below a heading from rows of data.

    A row with a single cell is furniture only where it reads like a caption, note or prose, or
    where the table has `ended` with a total or a note; else it is data, if poor data.
    """
    texts = [tidy(str(cell)) for cell in line.filled]
    if is_footer(line):
        return True
    if len(set(texts)) > 1:
        return False
    return ended or _is_caption(texts[0])


def _is_caption(text: str) -> bool:
    return term_of(text) is not None or "学年" in text or bool(_PROSE.fullmatch(text))


def notes_around(grid: Grid, heading: Line) -> Iterator[Line]:
    """Give the rows above a heading, and the totals and notes below it."""
    yield from (line for line in grid.top if line.number < heading.number)
    begin = bisect_right(grid.lines.numbers, heading.number)
    below = (grid.lines[at] for at in find_doubtful(grid.lines, begin))
    yield from (line for line in below if is_furniture(line))


def term_of(text: str) -> int | None:
    """Read the term out of a caption.

    >>> term_of("2021-2022学年第二学期"), term_of("活动计划表")
    (2, None)
    """
    plain = key(text)
    if _BOTH_TERMS.search(plain):
        return None
    first, second = _FIRST_TERM.search(plain), _SECOND_TERM.search(plain)
    if bool(first) == bool(second):
        return None
    return 1 if first else 2


def caption_term(grid: Grid) -> int | None:
    """Read the term out of the last caption above a table, else its sheet's or file's name."""
    named = [term_of(text) for text in (*reversed(grid.captions), grid.sheet, grid.file)]
    return next((term for term in named if term), None)


def find_doubtful(lines: Lines, begin: int) -> list[int]:
    """Find the places of rows that may be captions, totals, notes or a heading again."""
    ends = [column.places(is_end) for column in lines.columns]
    named = np.zeros(len(lines), dtype=int)
    for column in lines.columns:
        named[column.places(is_heading)] += 1
    doubtful = np.unique(np.concatenate([*ends, np.flatnonzero(named >= 2), _alone(lines)]))
    return [at for at in doubtful.tolist() if at >= begin]


def _alone(lines: Lines) -> Places:
    """Find rows that may have a single cell only, or the same in all cells."""
    alone = np.flatnonzero(lines.filled_counts <= 1)
    if len(lines.columns) == 1:
        return alone
    pairs = lines.columns[0].zip(lines.columns[1])
    return np.append(alone, pairs.places(lambda pair: pair[0] == pair[1] != ""))


def _is_sign(text: str) -> bool:
    """Tell the words that may stand in headings, totals and notes, by their first character."""
    return text != "" and (text[0] in _first_signs() or not text[0].isalnum())


@cache
def _first_signs() -> frozenset[str]:
    return frozenset(
        word[0] for word in (*known_headings(), *"合总小共平人备附注说填图符制审统单学校负TtSsAa")
    )


def is_end(cell: Cell) -> bool:
    if not isinstance(cell, str) or not _is_sign(cell):
        return False
    return bool(_TOTAL.fullmatch(key(cell)) or NOTE.match(tidy(cell)))


def is_heading(cell: Cell) -> bool:
    return isinstance(cell, str) and _is_sign(cell) and heading_key(cell) in known_headings()


def is_total(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(_TOTAL.fullmatch(key(cell)))


def is_footer(line: Line) -> bool:
    first = [tidy(str(cell)) for cell in line.filled[:2]]
    return any(_TOTAL.fullmatch(key(text)) for text in first) or bool(NOTE.match(first[0]))
