"""What a sheet itself calls its columns, whether or not it is a table that is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from xiaoben_analytics.reading.clean import show
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.lines import Cell, Line
from xiaoben_analytics.reading.words import tidy_name, told_apart

FEWEST = 2  # cells of a heading


@dataclass(frozen=True)
class Titles:
    """The last row of the heading, and a name for each column, no two alike."""

    row: int | None
    columns: tuple[str, ...]


def find_titles(grid: Grid, data: AbstractSet[int] | None) -> Titles:
    """Find the heading above the `data`; of a sheet nobody knows, the first row that looks like one.

    A heading of two rows gives names such as 9月/师德培训.
    """
    heading = _above(grid, data) if data else _first(grid)
    if heading is None:
        return Titles(None, ())
    lines = list(grid.top)
    before = lines[lines.index(heading) - 1] if lines.index(heading) else None
    names = list(
        _joined(before, heading) if before and _belong(before, heading) else _names(heading)
    )
    return Titles(heading.number, tuple(_told_apart(names)))


def _above(grid: Grid, data: AbstractSet[int]) -> Line | None:
    above = [line for line in grid.top if line.number < min(data) and len(line.filled) >= FEWEST]
    return above[-1] if above else None


def _first(grid: Grid) -> Line | None:
    """Find the first row of texts only that is nearly as wide as any."""
    widest = max((len(line.filled) for line in grid.top), default=0)
    return next(
        (
            line
            for line in grid.top
            if len(line.filled) >= max(FEWEST, 0.6 * widest)
            and all(isinstance(cell, str) for cell in line.filled)
        ),
        None,
    )


def _belong(upper: Line, lower: Line) -> bool:
    """Tell whether two rows are one heading: names above stand alone, or are the same in both."""
    if upper.number + 1 != lower.number or len(upper.filled) <= FEWEST:
        return False
    below = (*lower.cells, *[None] * (len(upper.cells) - len(lower.cells)))
    pairs = zip(upper.cells, below, strict=False)
    return any(above is not None and under in (None, above) for above, under in pairs)


def _names(line: Line) -> Iterator[str]:
    return map(_name, line.cells)


def _joined(upper: Line, lower: Line) -> Iterator[str]:
    above: Cell = None
    width = max(len(upper.cells), len(lower.cells))
    for at, below in enumerate((*lower.cells, *[None] * (width - len(lower.cells)))):
        own = upper.cells[at] if at < len(upper.cells) else None
        above = above if own is None else own
        both = dict.fromkeys(filter(None, (_name(above), _name(below))))
        yield "/".join(both) if below is not None else _name(own)


def _name(cell: Cell) -> str:
    return tidy_name(show(cell))


def _told_apart(names: Iterable[str]) -> Iterator[str]:
    """Name columns without heading by their place, and number those of one name."""
    return told_apart(name or f"第{at}列" for at, name in enumerate(names, start=1))
