"""A sheet under canonical headings to raw rows: stacked or side by side, without its furniture."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import NOTICE, Problem
from xiaoben_analytics.reading.coded import NOWHERE, Coded, Places
from xiaoben_analytics.reading.doubt import find_doubled, tell_again, tell_doubt, tell_spread
from xiaoben_analytics.reading.furniture import (
    NOTE,
    caption_term,
    find_doubtful,
    is_footer,
    is_furniture,
    is_total,
    term_of,
)
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.header import (
    AWARD_SIGNS,
    PERSON,
    Heading,
    cell_at,
    find_heading,
    known_words,
    read_again,
)
from xiaoben_analytics.reading.leftover import find_leftover
from xiaoben_analytics.reading.lines import Cell, Line
from xiaoben_analytics.reading.sheet import RawRows, Sheet
from xiaoben_analytics.reading.words import heading_key, tidy
from xiaoben_analytics.tables import AWARDS, Table

FEWEST_FILLED = 3  # cells of a row that is a record although it begins with 合计


Block = tuple[Heading, int | None, range]
"""Rows of data that follow each other, by their place: the heading above them, and their term."""


def read_table(grid: Grid, *, wanted: Table | None = None) -> Sheet | None:
    """Read a sheet as the canonical table whose headings it shows, or return None.

    Tables may be stacked: a repeated heading row starts the next one, and a caption above it
    ("第二学期") says the term of its rows. A table that is `wanted` needs but one known heading.
    """
    heading = find_heading(grid, wanted=wanted)
    if heading is None:
        return None
    blocks = [block for block in _blocks(grid, heading) if block[2]]
    places = np.concatenate([NOWHERE, *(np.arange(b[2].start, b[2].stop) for b in blocks)])
    numbers = np.asarray(grid.lines.numbers, dtype=np.intp)[places]
    parts = [_raw_rows(grid, blocks, numbers)]
    for at in range(len(heading.beside)):
        own = [
            (replace(above, places=above.beside[at]), term, rows)
            for above, term, rows in blocks
            if len(above.beside) > at
        ]
        if len(own) == len(blocks):
            parts.append(_filled_rows(_raw_rows(grid, own, numbers), heading, at))
    raw = RawRows.joined(parts) if len(parts) > 1 else parts[0]
    data = frozenset(numbers.tolist())
    problems = (
        *(tell_doubt(grid, heading) if wanted is None and data else ()),
        *_tell_twice(grid, heading),
        *tell_again(grid, heading),
        *tell_spread(grid, heading, data),
    )
    return Sheet(
        grid,
        heading.table.name,
        raw,
        data,
        heading.written(),
        problems=(*problems, *_tell_tail(grid, heading, data)),
        partial=wanted is not None,
        leftover=find_leftover(grid, heading.line, {*heading.used, *find_doubled(heading)}, data),
    )


def _raw_rows(grid: Grid, blocks: Sequence[Block], numbers: Places) -> RawRows:
    names = blocks[0][0].places if blocks else ()
    cells = {name: _column(name, blocks, grid) for name in (*names, col.TERM)}
    return RawRows(numbers.tolist(), cells, Coded.same((), len(numbers)))


def _filled_rows(rows: RawRows, heading: Heading, at: int) -> RawRows:
    """Leave out the rows of a table at the side in whose own columns nothing stands."""
    filled = np.zeros(len(rows), dtype=bool)
    shared = heading.places.items() & heading.beside[at].items()
    for name, column in rows.cells.items():
        if name != col.TERM and name not in dict(shared):
            filled[column.places(lambda cell: cell not in ("", None))] = True
    return rows.take(np.flatnonzero(filled))


def _tell_twice(grid: Grid, heading: Heading) -> Iterator[Problem]:
    """List headings that stand twice in a table, of which only the first is read."""
    used = heading.used
    words = {at: heading_key(str(cell)) for at, cell in enumerate(heading.line.cells) if cell}
    for name, at in heading.places.items():
        if any(words[other] == words[at] for other in words if other not in used):
            shown = heading.written()[name]
            problem = f"有不止一列“{shown}”，只读了第一列"
            advice = "请改名或删去多余的一列"
            yield Problem(
                grid.file, grid.sheet, heading.line.number, shown, "", problem, advice=advice
            )


def _tell_tail(grid: Grid, heading: Heading, data: frozenset[int]) -> Iterator[Problem]:
    """Say which lone cells below the end of a table were taken for signatures."""
    begin = bisect_right(grid.lines.numbers, heading.line.number)
    lone = np.flatnonzero(grid.lines.filled_counts == 1)
    for line in (grid.lines[at] for at in lone[lone >= begin].tolist()):
        if line.number not in data and not is_furniture(line):
            text = tidy(str(line.filled[0]))
            if not _SIGNATURE.search(text) and not known_words(line):
                problem = f"表尾单独的一格“{text}”没有使用"
                told = Problem(grid.file, grid.sheet, line.number, "", "", problem)
                yield replace(told, advice="如是数据，请移到合计之前", severity=NOTICE)


_SIGNATURE = re.compile(r"\d+\s*年|[处室部]$|章|签|组长|校长|主任")


def _blocks(grid: Grid, heading: Heading) -> Iterator[Block]:
    """Go through the rows that may be no data; what lies between them is data."""
    lines, term, ended = grid.lines, _term_above(grid, heading), False
    begin = bisect_right(lines.numbers, heading.line.number)
    for at in find_doubtful(lines, begin):
        line = lines[at]
        again = read_again(line, heading)
        if not again and (_is_complete(line, heading) or not is_furniture(line, ended=ended)):
            continue
        yield heading, term, range(begin, at)
        begin = at + 1
        if again:
            heading, ended = again, False
        else:
            term, ended = term_of(_texts(line)) or term, ended or is_footer(line)
    yield heading, term, range(begin, len(lines))


def _term_above(grid: Grid, heading: Heading) -> int | None:
    above = (line for line in grid.top if line.number < heading.line.number)
    terms = [term for line in above if (term := term_of(_texts(line)))]
    return terms[-1] if terms else caption_term(grid)


def _is_complete(line: Line, heading: Heading) -> bool:
    """Tell a record that begins like a total or a note from one: it has all that a record needs."""
    cells = {
        name: cell for name, at in heading.places.items() if (cell := cell_at(line, at)) is not None
    }
    told = {name for name, cell in cells.items() if not is_total(cell)}
    notes = sum(isinstance(cell, str) and bool(NOTE.match(tidy(cell))) for cell in cells.values())
    needed = {column.name for column in heading.table.columns if column.key} - set(PERSON)
    needed |= set(AWARD_SIGNS) & set(heading.places) if heading.table is AWARDS else set()
    persons = set(PERSON) & set(heading.places)
    if len(line.filled) < FEWEST_FILLED or notes > 1 or not needed <= told:
        return False
    return not persons or not persons.isdisjoint(told)


def _column(name: str, blocks: Sequence[Block], grid: Grid) -> Coded[Cell]:
    """Put a column's cells together, block by block; the term may be said by a caption."""
    parts = []
    for heading, term, places in blocks:
        at, blank = heading.places.get(name), term if name == col.TERM else ""
        if at is None:
            parts.append(Coded[Cell].same(blank, len(places)))
        else:
            cells = grid.lines.columns[at].take(slice(places.start, places.stop))
            parts.append(cells.map(partial(_filled, blank=blank)) if blank else cells)
    return parts[0] if len(parts) == 1 else Coded[Cell].joined(parts)


def _filled(cell: Cell, *, blank: Cell) -> Cell:
    return blank if cell == "" else cell


def _texts(line: Line) -> str:
    return " ".join(str(cell) for cell in line.filled)
