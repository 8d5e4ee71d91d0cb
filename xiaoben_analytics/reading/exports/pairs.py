"""考勤记录表 of a machine: one row says who, the next holds the times of that person day by day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from xiaoben_analytics.reading.clean import show
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.lines import Cell, Line, Lines

LABELS = ("工号", "姓名", "部门")
FEWEST_DAYS = 2  # columns

_LABELLED = re.compile(rf"({'|'.join(LABELS)})\s*[:：]\s*([^\s:：]+)(?=\s|$)")


def unfold_pairs(grid: Grid) -> Grid:
    """Put who is meant beside the times, as columns of the row of times; other sheets stay."""
    heading = next((line for line in grid.top if _numbers_days(line)), None)
    if heading is None or not any(_person(line) for line in grid.top):
        return grid
    width = max(len(line.cells) for line in grid.lines)
    return replace(grid, lines=Lines.made(_unfold(grid, heading, width)))


def _unfold(grid: Grid, heading: Line, width: int) -> Iterator[Line]:
    person: dict[str, str] = {}
    for line in grid.lines:
        if line.number < heading.number:
            yield line
        elif line.number == heading.number:
            yield _beside(line, width, LABELS)
        elif found := _person(line):
            person = found
        elif person:
            yield _beside(line, width, tuple(person.get(label) for label in LABELS))
            person = {}


def _beside(line: Line, width: int, cells: tuple[Cell, ...]) -> Line:
    blank = (None,) * (width - len(line.cells))
    return Line(line.number, (*line.cells, *blank, *cells))


def _numbers_days(line: Line) -> bool:
    numbers = [show(cell) for cell in line.filled]
    return len(numbers) >= FEWEST_DAYS and all(text.isdecimal() for text in numbers)


def _person(line: Line) -> dict[str, str]:
    """Read 工号：1 姓名：王伟, in cells of their own or in one; nothing without a name."""
    labelled = dict(_LABELLED.findall(" ".join(show(cell) for cell in line.filled)))
    return labelled if "姓名" in labelled else {}
