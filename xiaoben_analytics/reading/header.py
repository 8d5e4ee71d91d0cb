"""Where a table starts in a sheet, which canonical table it is, and what is furniture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath

from xiaoben_analytics import columns as col
from xiaoben_analytics.reading.grid import Cell, Grid, Line
from xiaoben_analytics.reading.sheet import RawRow, Sheet
from xiaoben_analytics.reading.words import heading_key, key, tidy
from xiaoben_analytics.tables import AWARDS, ROSTER, TABLES, Column, Table

PERSON = (col.TEACHER_ID, col.NAME)
ENOUGH_KEYS = 3  # this many key headings together are no chance find
AWARD_SIGNS = (col.AWARD, col.LEVEL, col.PRIZE)

_TOTAL = re.compile(r"(合计|总计|小计|共计|总和|平均|人均|平均分|平均值|平均数)([:：].*)?")
_NOTE = re.compile(
    r"(备注|附注|注|注意|说明|填表说明|图例|符号说明|制表人?|填表人?|审核人?|填报人|统计人|"
    r"制表日期|填表日期|单位|学校|校长签[字名]|负责人签[字名])\d*\s*([:：、].*|[(（]盖?章?[)）].*)"
)
_FIRST_TERM = re.compile(r"第[一1](?:学期|[、和及])|上学期|秋季?学期")
_SECOND_TERM = re.compile(r"第[二2]学期|下学期|春季?学期")


@dataclass(frozen=True)
class Heading:
    """A heading row: at which index of the row each column of the table stands."""

    line: Line
    table: Table
    places: Mapping[str, int]

    def written(self) -> dict[str, str]:
        """Return the headings as the file writes them, by column name."""
        return {name: tidy(str(self.line.cells[at])) for name, at in self.places.items()}


def read_table(grid: Grid) -> Sheet | None:
    """Read a sheet as the canonical table whose headings it shows, or return None.

    Tables may be stacked: a repeated heading row starts the next one, and a caption above it
    ("第二学期") says the term of its rows.
    """
    heading = find_heading(grid)
    if heading is None:
        return None
    rows: list[RawRow] = []
    current, term, ended = None, caption_term(grid), False
    for line in grid.lines:
        if again := _same_heading(line, heading):
            current, ended = again, False
        elif current is None or is_furniture(line, ended=ended):
            term = term_of(_texts(line)) or term
            ended = ended or (current is not None and _is_footer(line))
        else:
            rows.append(RawRow(line.number, _cells(line, current, term)))
    data = frozenset(row.row for row in rows)
    return Sheet(grid, heading.table.name, tuple(rows), data, heading.written())


def find_heading(grid: Grid) -> Heading | None:
    """Find the heading row that matches most columns of a canonical table; the first of equals."""
    found = [heading for line in grid.lines for heading in _headings(line, grid)]
    return max(found, key=lambda heading: _weight(heading, grid), default=None)


def match_columns(line: Line, columns: Iterable[Column]) -> dict[str, int]:
    """Find columns by their headings; a heading proper is preferred to an alias."""
    written: dict[str, int] = {}
    for at, cell in enumerate(line.cells):
        if isinstance(cell, str):
            written.setdefault(heading_key(cell), at)
    places: dict[str, int] = {}
    for spelled in (lambda column: (column.heading,), lambda column: column.aliases):
        for column in columns:
            free = [
                written[text]
                for text in map(heading_key, spelled(column))
                if text in written and written[text] not in places.values()
            ]
            if free and column.name not in places:
                places[column.name] = free[0]
    return places


@cache
def known_headings() -> frozenset[str]:
    """Return the key of every heading of every canonical table."""
    return frozenset(
        heading_key(text)
        for table in TABLES.values()
        for column in table.columns
        for text in column.headings
    )


def is_furniture(line: Line, *, ended: bool = False) -> bool:
    """Tell totals, notes, captions and signatures below a heading from rows of data.

    A row with a single cell is furniture only where it reads like a caption or note, or where
    the table has `ended` with a total or a note; else it is data, if poor data.
    """
    texts = [tidy(str(cell)) for cell in line.filled]
    alone = len(texts) == 1 or len(set(texts)) == 1
    if _is_footer(line):
        return True
    if len(line.cells) == 1:
        return True  # prose beside a table of several columns
    return alone and (ended or term_of(texts[0]) is not None or "学年" in texts[0])


def term_of(text: str) -> int | None:
    """Read the term out of a caption.

    >>> term_of("2021-2022学年第二学期"), term_of("活动计划表")
    (2, None)
    """
    plain = key(text)
    first, second = _FIRST_TERM.search(plain), _SECOND_TERM.search(plain)
    if bool(first) == bool(second):
        return None
    return 1 if first else 2


def caption_term(grid: Grid) -> int | None:
    """Read the term out of the last caption above a table, else its sheet's or file's name."""
    named = [term_of(text) for text in (*reversed(grid.captions), grid.sheet, grid.file)]
    return next((term for term in named if term), None)


def _headings(line: Line, grid: Grid) -> Iterable[Heading]:
    if not _may_be_heading(line):
        return
    for table in TABLES.values():
        heading = Heading(line, table, match_columns(line, _columns(table.name)))
        if _is_recognised(heading, grid):
            yield heading


@cache
def _columns(name: str) -> tuple[Column, ...]:
    """Return a table's columns, and the group beside a name, which tells namesakes apart."""
    table = TABLES[name]
    names = [column.name for column in table.columns]
    if col.NAME in names and col.GROUP not in names:
        return (*table.columns, ROSTER.column(col.GROUP))
    return table.columns


def _may_be_heading(line: Line) -> bool:
    words = (cell for cell in line.cells if isinstance(cell, str))
    return sum(heading_key(word) in known_headings() for word in words) >= 2


def _is_recognised(heading: Heading, grid: Grid) -> bool:
    table, matched = heading.table, set(heading.places)
    keys = {column.name for column in table.columns if column.key}
    own = matched & {column.name for column in table.columns} - {*PERSON, *keys, col.NOTE}
    persons = {column.name for column in table.columns} & set(PERSON)
    has_person = bool(matched & set(PERSON))
    if table is AWARDS:
        return has_person and len(matched & set(AWARD_SIGNS)) >= 2
    if not keys <= matched or (persons and not has_person):
        return False
    if not persons and match_columns(heading.line, (ROSTER.column(col.NAME),)):
        return False  # a table about teachers is never one about groups or activities
    return bool(own) or _named(table, grid) or _says_enough(heading, len(keys))


def _says_enough(heading: Heading, keys: int) -> bool:
    """Tell whether the key headings by themselves are no chance find.

    Many lists of teachers show id, name and group; without anything else that is a roster.
    """
    others = len(heading.line.filled) - len(heading.places)
    return keys >= ENOUGH_KEYS and (col.NAME not in heading.places or not others)


def _named(table: Table, grid: Grid) -> bool:
    stem = PurePath(grid.file).stem
    return any(table.label in key(text) for text in (grid.sheet, stem))


def _weight(heading: Heading, grid: Grid) -> tuple[int, bool]:
    own = {column.name for column in heading.table.columns}
    return len(own & set(heading.places)), _named(heading.table, grid)


def _same_heading(line: Line, heading: Heading) -> Heading | None:
    if line is heading.line:
        return heading
    if not _may_be_heading(line):
        return None
    places = match_columns(line, _columns(heading.table.name))
    keys = {column.name for column in heading.table.columns if column.key} or set(AWARD_SIGNS)
    repeated = keys <= set(places) and 2 * len(places) > len(heading.places)
    return Heading(line, heading.table, places) if repeated else None


def _texts(line: Line) -> str:
    return " ".join(str(cell) for cell in line.filled)


def _is_footer(line: Line) -> bool:
    first = [tidy(str(cell)) for cell in line.filled[:2]]
    return any(_TOTAL.fullmatch(key(text)) for text in first) or bool(_NOTE.match(first[0]))


def _cells(line: Line, heading: Heading, term: int | None) -> dict[str, Cell]:
    cells = {
        name: line.cells[at] if at < len(line.cells) else None
        for name, at in heading.places.items()
    }
    if cells.get(col.TERM) is None:
        cells[col.TERM] = term
    return cells
