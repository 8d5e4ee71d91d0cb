"""Which canonical table a sheet is, and in which of its columns what stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import PurePath
from weakref import WeakKeyDictionary

from xiaoben_analytics import columns as col
from xiaoben_analytics.reading.clean import show
from xiaoben_analytics.reading.furniture import (
    is_heading,
    known_headings,
)
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.lines import Cell, Line
from xiaoben_analytics.reading.words import heading_key, key, tidy
from xiaoben_analytics.tables import (
    ATTENDANCE,
    AWARDS,
    GROUP_MEETINGS,
    NOTES,
    PLAN,
    ROSTER,
    TABLES,
    Column,
    Table,
)

PERSON = (col.TEACHER_ID, col.NAME)


ENOUGH_KEYS = 3  # this many key headings together are no chance find


AWARD_SIGNS = (col.AWARD, col.LEVEL, col.PRIZE)


BESIDE_NAME = replace(
    ROSTER.column(col.GROUP), aliases=(*ROSTER.column(col.GROUP).aliases, "部门", "所在部门")
)
"""The group beside a name; a department that is no group of the roster tells nobody apart."""


@dataclass(frozen=True)
class Heading:
    """The heading of a table, one row or two, and in which column of the sheet each column stands.

    Of two rows, `line` holds what both together say, and `rows` are the two. Tables that stand side
    by side in one sheet have their columns in `beside`.
    """

    line: Line
    table: Table
    places: Mapping[str, int]
    rows: tuple[Line, ...] = ()
    beside: tuple[Mapping[str, int], ...] = ()

    @property
    def used(self) -> frozenset[int]:
        """The columns of the sheet that are read."""
        return frozenset(self.places.values()).union(*(part.values() for part in self.beside))

    def written(self) -> dict[str, str]:
        """Return the headings as the file writes them, by column name."""
        return {name: tidy(str(self.line.cells[at])) for name, at in self.places.items()}


def find_heading(grid: Grid, *, wanted: Table | None = None) -> Heading | None:
    """Find the heading that matches most columns of a canonical table; the first of equals."""
    if wanted is None and grid in _FOUND:
        return _FOUND[grid]
    lines = [line for line in grid.top if _may_be_heading(line)]
    found = [heading for line in lines for heading in _headings(line, grid, wanted)]
    for upper, lower in pairwise(grid.top):
        if joined := join_lines(upper, lower):
            both = _headings(joined, grid, wanted)
            found += [replace(heading, rows=(upper, lower)) for heading in both]
    best = max(found, key=lambda heading: _weight(heading, grid), default=None)
    if wanted is None:
        _FOUND[grid] = best
    return best


_FOUND: WeakKeyDictionary[Grid, Heading | None] = WeakKeyDictionary()
"""The headings of grids that are open: every reader asks for them."""


def is_own_table(grid: Grid) -> bool:
    """Tell a sheet of a canonical table that is neither attendance nor a list of people.

    No export may take it for a list of who was where.
    """
    heading = find_heading(grid)
    return heading is not None and heading.table not in (ATTENDANCE, ROSTER)


def join_lines(upper: Line, lower: Line) -> Line | None:
    """Read two rows as one heading: what stands above several columns belongs to each of them.

    Rows that do not follow each other, or of which one says nothing to the other, are not joined.
    """
    if lower.number != upper.number + 1 or not _may_be_heading(upper):
        return None
    above: Cell = None
    cells: list[Cell] = []
    for at in range(max(len(upper.cells), len(lower.cells))):
        own, below = cell_at(upper, at), cell_at(lower, at)
        above = above if own is None else own
        cells.append(own if below is None else _joined(above, below))
    return Line(lower.number, tuple(cells)) if None in lower.cells[: len(cells)] else None


def match_columns(line: Line, columns: Iterable[Column]) -> dict[str, int]:
    """Find columns by their headings; a heading proper is preferred to an alias."""
    written: dict[str, int] = {}
    for at, cell in enumerate(line.cells):
        if isinstance(cell, str):
            written.setdefault(heading_key(cell), at)
    places: dict[str, int] = {}
    for proper in (True, False):
        for column in columns:
            keys = _heading_keys(column.headings)
            spelled = keys[:1] if proper else keys[1:]
            found = (written[text] for text in spelled if text in written)
            free = next((at for at in found if at not in places.values()), None)
            if free is not None and column.name not in places:
                places[column.name] = free
    return places


@cache
def _heading_keys(headings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(heading_key, headings))


def known_words(line: Line) -> int:
    """Count the cells of a line that are headings of canonical tables."""
    return sum(map(is_heading, line.cells))


def _headings(line: Line, grid: Grid, wanted: Table | None) -> Iterator[Heading]:
    for table in [wanted] if wanted else TABLES.values():
        heading = _read_heading(line, table)
        if heading.places and (wanted or _is_recognised(heading, grid)):
            yield heading


def _read_heading(line: Line, table: Table) -> Heading:
    """Find a table's columns, and those of a second table beside it, which begins with the same word."""
    words = [heading_key(cell) if isinstance(cell, str) else "" for cell in line.cells]
    whole = match_columns(line, _columns(table.name))
    if table is NOTES:
        return _with_checks(Heading(line, table, whole), words)
    first = min(whole.values(), default=0)
    starts = [at for at, word in enumerate(words) if word and word == words[first]]
    if len(starts) < 2:
        return Heading(line, table, whole)
    parts = [
        match_columns(_cut(line, start, end), _columns(table.name))
        for start, end in pairwise([*starts, len(words)])
    ]
    if any(set(part) != set(parts[0]) for part in parts) or len(parts[0]) < 2:
        return Heading(line, table, whole)
    return Heading(line, table, parts[0], beside=tuple(parts[1:]))


_CHECK = re.compile(
    r"(第?[一二三四五六七八九十\d]{1,2}[次月]|[上下]学期|期[中末])"
    r"(?:学习)?(?:笔记)?(?:检查|抽查|评定|等级|评级|结果)+"
)


def _with_checks(heading: Heading, words: Iterable[str]) -> Heading:
    """Find the columns of further checks of notes, each of which is a record of the same teacher."""
    checks = [at for at, word in enumerate(words) if _CHECK.fullmatch(word)]
    checks = [at for at in checks if at not in heading.places.values()]
    if not checks or heading.places.keys().isdisjoint(PERSON):
        return heading
    first = heading.places.get(col.GRADE, checks[0])
    places = {**heading.places, col.GRADE: first}
    beside = tuple({**places, col.GRADE: at} for at in checks if at != first)
    return replace(heading, places=places, beside=beside)


def _cut(line: Line, start: int, end: int) -> Line:
    kept = (cell if start <= at < end else None for at, cell in enumerate(line.cells))
    return Line(line.number, tuple(kept))


def _joined(above: Cell, below: Cell) -> Cell:
    """Name a column by both rows if that is a known heading, else by the lower row."""
    both = f"{tidy(str(above))}{tidy(str(below))}"
    return both if heading_key(both) in known_headings() else below


@cache
def _columns(name: str) -> tuple[Column, ...]:
    """Return a table's columns, and group and school beside a name, which tell namesakes apart."""
    table = TABLES[name]
    names = [column.name for column in table.columns]
    beside = (BESIDE_NAME, ROSTER.column(col.SCHOOL)) if col.NAME in names else ()
    return (*table.columns, *(column for column in beside if column.name not in names))


def _may_be_heading(line: Line) -> bool:
    known = known_words(line)
    return known >= 2 or (known == 1 and any(map(_is_check, line.filled)))


def _is_check(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(_CHECK.fullmatch(heading_key(cell)))


def _is_recognised(heading: Heading, grid: Grid) -> bool:
    table, matched = heading.table, _telling(heading)
    keys = {column.name for column in table.columns if column.key}
    own = matched & {column.name for column in table.columns} - {*PERSON, *keys, col.NOTE}
    persons = {column.name for column in table.columns} & set(PERSON)
    has_person = bool(matched & set(PERSON))
    if table is AWARDS:
        return has_person and len(matched & set(AWARD_SIGNS)) >= 2
    if table is PLAN and col.HOURS not in matched and _is_planned(heading.line, grid):
        keys -= {col.HOURS}  # that it has none is said where it is read
    if not keys <= matched or (persons and not has_person):
        return False
    if table is GROUP_MEETINGS and col.GROUP not in matched and _is_planned(heading.line, grid):
        return False
    if not persons and match_columns(heading.line, (ROSTER.column(col.NAME),)):
        return False  # a table about teachers is never one about groups or activities
    somebody = sorted(matched & persons)[:1]  # id and name say the same
    return bool(own) or _named(table, grid) or _says_enough(heading, keys.union(somebody))


def _telling(heading: Heading) -> set[str]:
    """Return the columns by which the table may be recognised."""
    silent = {column.name for column in heading.table.columns if not column.telling}
    return set(heading.places) - silent


def _says_enough(heading: Heading, keys: set[str]) -> bool:
    """Tell whether the key headings, and who is named beside them, are no chance find.

    Many lists of teachers show id, name and group; without anything else that is a roster.
    """
    others = len(heading.line.filled) - len(_telling(heading))
    return len(keys) >= ENOUGH_KEYS and (col.NAME not in heading.places or not others)


def _is_planned(line: Line, grid: Grid) -> bool:
    """Tell a plan of activities from meetings that were held: it has hours, or calls itself one."""
    if match_columns(line, (PLAN.column(col.HOURS),)):
        return True
    above = (show(cell) for one in grid.top if one.number < line.number for cell in one.filled)
    return any("计划" in key(text) for text in (grid.sheet, grid.file, *grid.captions, *above))


def _named(table: Table, grid: Grid) -> bool:
    stem = PurePath(grid.file).stem
    return any(table.label in key(text) for text in (grid.sheet, stem))


def _weight(heading: Heading, grid: Grid) -> tuple[int, bool]:
    own = {column.name for column in heading.table.columns}
    return len(own & _telling(heading)), _named(heading.table, grid)


def read_again(line: Line, heading: Heading) -> Heading | None:
    """Read a line as the heading again, perhaps with its columns in another order."""
    if heading.rows:
        return heading if _words(line) in map(_words, heading.rows) else None
    if not _may_be_heading(line):
        return None
    again = _read_heading(line, heading.table)
    places = again.places
    keys = {column.name for column in heading.table.columns if column.key} or set(AWARD_SIGNS)
    repeated = keys <= set(places) and 2 * len(places) > len(heading.places)
    return again if repeated else None


def _words(line: Line) -> list[str]:
    return [heading_key(str(cell)) for cell in line.filled]


def cell_at(line: Line, at: int) -> Cell:
    return line.cells[at] if at < len(line.cells) else None
