"""Columns of a table that no one has read: what is left out is said, whatever it was."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet

from xiaoben_analytics.problems import NOTICE, Problem
from xiaoben_analytics.reading.clean import Unclean, show
from xiaoben_analytics.reading.furniture import is_total
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.lines import Line
from xiaoben_analytics.reading.privacy import is_personal
from xiaoben_analytics.reading.record import problem_at
from xiaoben_analytics.reading.sheet import Sheet
from xiaoben_analytics.reading.words import heading_key, tidy

SERIALS = frozenset(("序号", "编号", "项次", "号", "no", "no.", "#"))


def find_leftover(
    grid: Grid, heading: Line, used: Collection[int], data: AbstractSet[int]
) -> tuple[str, ...]:
    """Name the columns beside the `used` ones in which something stands.

    Serial numbers, totals and what privacy drops are no loss; a heading that stands twice is told
    by itself.
    """
    read = {heading_key(show(heading.cells[at])) for at in used if at < len(heading.cells)}
    return tuple(
        tidy(show(cell))
        for at, cell in enumerate(heading.cells)
        if cell is not None and at not in used and not is_total(cell)
        if heading_key(show(cell)) not in SERIALS | read and not is_personal(show(cell))
        if _is_filled(grid, at, data)
    )


def tell_leftover(sheet: Sheet, names: Collection[str], advice: str) -> Iterator[Problem]:
    """Say once for a sheet which of its columns were not used."""
    if names:
        shown = "”、“".join(names)
        finding = Unclean(f"没有使用的列：“{shown}”", "", advice)
        yield problem_at(sheet, None, "", value="", finding=finding, severity=NOTICE)


def _is_filled(grid: Grid, at: int, data: AbstractSet[int]) -> bool:
    places = grid.lines.columns[at].places(lambda cell: cell not in ("", None))
    return any(grid.lines.numbers[place] in data for place in places.tolist())
