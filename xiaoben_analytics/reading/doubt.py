"""What is doubtful about a table that is read: said, for a reader to settle."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import replace

from xiaoben_analytics.problems import NOTICE, Problem
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.header import Heading
from xiaoben_analytics.reading.words import heading_key, key, tidy
from xiaoben_analytics.tables import (
    EXTERNAL,
    GROUP_MEETINGS,
    GROUP_REVIEW,
    NOTES,
    PARTICIPATION,
    PRACTICE,
    READING,
)


def tell_doubt(grid: Grid, heading: Heading) -> Iterator[Problem]:
    """List a table that is known by a single common heading, while others stand beside it.

    Nothing in its name, titles or headings says what it is; it may be about something else.
    """
    own = _SAYING.get(heading.table.name)
    if own is None or any(own.search(text) for text in _texts(grid, heading)):
        return
    strange = [
        word for word in map(tidy, _words_beside(heading)) if not _FURNISHED.search(key(word))
    ]
    if strange:
        label = heading.table.label
        shown = "、".join(strange)
        problem = f"只凭常见的标题按《{label}》读取，可能不是；还有不认识的列：{shown}"
        advice = f"如是《{label}》，请在文件名或工作表名中写明“{label}”；如不是，请移出文件夹"
        yield Problem(grid.file, grid.sheet, heading.line.number, "", "", problem, advice=advice)


_SAYING: Mapping[str, re.Pattern[str]] = {
    EXTERNAL.name: re.compile("外出|校外|外派|返校|主办|二次培训"),
    PARTICIPATION.name: re.compile("参与|公开课|主讲|讲座|任务"),
    NOTES.name: re.compile("笔记"),
    READING.name: re.compile("读书|阅读|书名|书目|心得"),
    PRACTICE.name: re.compile("实践|听课|评课|备课|反思|案例|笔记"),
    GROUP_MEETINGS.name: re.compile("教研|备课|研讨"),
    GROUP_REVIEW.name: re.compile("考核|教研组|评分"),
}
"""The words of which one says that a table is meant, where its key headings are common words."""
_FURNISHED = re.compile("序号|编号|备注|说明|学科|学校|单位|部门|年级|职务|职称|签[名字]")


def _texts(grid: Grid, heading: Heading) -> Iterator[str]:
    above = (line for line in grid.top if line.number <= heading.line.number)
    yield from (str(cell) for line in above for cell in line.filled)
    yield from (*grid.captions, grid.sheet, grid.file)


def _words_beside(heading: Heading) -> Iterator[str]:
    for at, cell in enumerate(heading.line.cells):
        if cell is not None and at not in heading.used:
            yield str(cell)


def find_doubled(heading: Heading) -> dict[int, str]:
    """Find the columns that say once more, in another word, what a column that is read says."""
    names: dict[str, str] = {}
    for column in heading.table.columns:
        if column.name in heading.places and column.kind in _OF_ONE_VALUE:
            names |= dict.fromkeys(map(heading_key, column.headings), column.name)
    read = {heading_key(written) for written in heading.written().values()}
    words = {at: heading_key(str(cell or "")) for at, cell in enumerate(heading.line.cells)}
    return {
        at: names[word]
        for at, word in words.items()
        if at not in heading.used and word in names and word not in read
    }


def tell_again(grid: Grid, heading: Heading) -> Iterator[Problem]:
    """List such columns where they say otherwise."""
    for at, name in find_doubled(heading).items():
        if row := _first_difference(grid, heading, heading.places[name], at):
            shown, written = tidy(str(heading.line.cells[at])), heading.written()[name]
            problem = f"“{shown}”与“{written}”是同一项，内容不同，只读了“{written}”"
            told = Problem(grid.file, grid.sheet, row, shown, "", problem)
            yield replace(told, advice="请只留一列，或改写另一列的标题")


_OF_ONE_VALUE = frozenset(("hours", "amount", "choice", "yes_no", "ratios"))


def _first_difference(grid: Grid, heading: Heading, at: int, other: int) -> int | None:
    """Find the first row in which another column says something else than the one that is read."""
    begin = bisect_right(grid.lines.numbers, heading.line.number)
    pairs = grid.lines.columns[at].zip(grid.lines.columns[other])
    differing = pairs.places(lambda pair: pair[1] not in ("", pair[0])).tolist()
    return next((grid.lines.numbers[place] for place in differing if place >= begin), None)


def tell_spread(grid: Grid, heading: Heading, data: frozenset[int]) -> Iterator[Problem]:
    """Say of amounts in merged cells that they count in each of the rows."""
    kinds = {column.name: column.kind for column in heading.table.columns}
    for name, at in heading.places.items():
        rows = [row for row in grid.spread.get(at, ()) if row in data]
        if rows and kinds.get(name) in ("hours", "amount"):
            shown = heading.written()[name]
            problem = (
                f"“{shown}”有合并的单元格，其中每一行都按同一个数计（共 {len(rows)} 行与上面合并）"
            )
            told = Problem(grid.file, grid.sheet, rows[0], shown, "", problem, severity=NOTICE)
            yield replace(told, advice="如只应计一次，请取消合并，只在一行填写")
