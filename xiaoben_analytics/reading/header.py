"""Where a table starts in a sheet, which canonical table it is, and what is furniture."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from itertools import pairwise
from pathlib import PurePath
from weakref import WeakKeyDictionary

import numpy as np

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import NOTICE, Problem
from xiaoben_analytics.reading.coded import NOWHERE, Coded, Places
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.lines import Cell, Line, Lines
from xiaoben_analytics.reading.sheet import RawRows, Sheet
from xiaoben_analytics.reading.words import REMEMBERED, heading_key, key, tidy
from xiaoben_analytics.tables import ATTENDANCE, AWARDS, ROSTER, TABLES, Column, Table

PERSON = (col.TEACHER_ID, col.NAME)
FEWEST_FILLED = 3  # cells of a row that is a record although it begins with 合计
ENOUGH_KEYS = 3  # this many key headings together are no chance find
AWARD_SIGNS = (col.AWARD, col.LEVEL, col.PRIZE)

_TOTAL = re.compile(
    r"(合计|总计|小计|共计|总和|平均|人均|平均分|平均值|平均数|total|sum|average)([:：].*)?"
)
_NOTE = re.compile(
    r"(备注|附注|注|注意|说明|填表说明|图例|符号说明|制表人?|填表人?|审核人?|填报人|统计人|"
    r"制表日期|填表日期|单位|学校|校长签[字名]|负责人签[字名])"
    r"(\d*\s*[:：].*|\d+、.*|\s*[(（]盖?章?[)）].*)"
)
_PROSE = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．].*|.*[。：:；;！]|.{16,}", re.DOTALL
)
_FIRST_TERM = re.compile(r"第[一1](?:学期|[、和及])|上学期|秋季?学期")
_SECOND_TERM = re.compile(r"第[二2]学期|下学期|春季?学期")


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

    def written(self) -> dict[str, str]:
        """Return the headings as the file writes them, by column name."""
        return {name: tidy(str(self.line.cells[at])) for name, at in self.places.items()}


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
            parts.append(_filled_rows(_raw_rows(grid, own, numbers)))
    raw = RawRows.joined(parts) if len(parts) > 1 else parts[0]
    data, problems = frozenset(numbers.tolist()), tuple(_tell_twice(grid, heading))
    return Sheet(
        grid,
        heading.table.name,
        raw,
        data,
        heading.written(),
        problems=(*problems, *_tell_tail(grid, heading, data)),
        partial=wanted is not None,
    )


def _raw_rows(grid: Grid, blocks: Sequence[Block], numbers: Places) -> RawRows:
    names = blocks[0][0].places if blocks else ()
    cells = {name: _column(name, blocks, grid) for name in (*names, col.TERM)}
    return RawRows(numbers.tolist(), cells, Coded.same((), len(numbers)))


def _filled_rows(rows: RawRows) -> RawRows:
    """Leave out the rows of a table at the side in which nothing stands."""
    filled = np.zeros(len(rows), dtype=bool)
    for name, column in rows.cells.items():
        if name != col.TERM:
            filled[column.places(lambda cell: cell not in ("", None))] = True
    return rows.take(np.flatnonzero(filled))


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
        own, below = _at(upper, at), _at(lower, at)
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

    A row with a single cell is furniture only where it reads like a caption, note or prose, or
    where the table has `ended` with a total or a note; else it is data, if poor data.
    """
    texts = [tidy(str(cell)) for cell in line.filled]
    if _is_footer(line):
        return True
    if len(set(texts)) > 1:
        return False
    return ended or _is_caption(texts[0])


def _is_caption(text: str) -> bool:
    return term_of(text) is not None or "学年" in text or bool(_PROSE.fullmatch(text))


def known_words(line: Line) -> int:
    """Count the cells of a line that are headings of canonical tables."""
    return sum(map(_is_heading, line.cells))


def notes_around(grid: Grid, heading: Line) -> Iterator[Line]:
    """Give the rows above a heading, and the totals and notes below it."""
    yield from (line for line in grid.top if line.number < heading.number)
    begin = bisect_right(grid.lines.numbers, heading.number)
    below = (grid.lines[at] for at in _doubtful(grid.lines, begin))
    yield from (line for line in below if is_furniture(line))


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


def _headings(line: Line, grid: Grid, wanted: Table | None) -> Iterator[Heading]:
    for table in [wanted] if wanted else TABLES.values():
        heading = _read_heading(line, table)
        if heading.places and (wanted or _is_recognised(heading, grid)):
            yield heading


def _read_heading(line: Line, table: Table) -> Heading:
    """Find a table's columns, and those of a second table beside it, which begins with the same word."""
    words = [heading_key(cell) if isinstance(cell, str) else "" for cell in line.cells]
    whole = match_columns(line, _columns(table.name))
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


def _cut(line: Line, start: int, end: int) -> Line:
    kept = (cell if start <= at < end else None for at, cell in enumerate(line.cells))
    return Line(line.number, tuple(kept))


def _tell_twice(grid: Grid, heading: Heading) -> Iterator[Problem]:
    """List headings that stand twice in a table, of which only the first is read."""
    used = {*heading.places.values(), *(at for part in heading.beside for at in part.values())}
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
    for at in _doubtful(grid.lines, begin):
        line = grid.lines[at]
        if line.number not in data and len(line.filled) == 1 and not is_furniture(line):
            text = tidy(str(line.filled[0]))
            if not _SIGNATURE.search(text) and not known_words(line):
                problem = f"表尾单独的一格“{text}”没有使用"
                told = Problem(grid.file, grid.sheet, line.number, "", "", problem)
                yield replace(told, advice="如是数据，请移到合计之前", severity=NOTICE)


_SIGNATURE = re.compile(r"\d+\s*年|[处室部]$|章|签|组长|校长|主任")


def _joined(above: Cell, below: Cell) -> Cell:
    """Name a column by both rows if that is a known heading, else by the lower row."""
    both = f"{tidy(str(above))}{tidy(str(below))}"
    return both if heading_key(both) in known_headings() else below


@cache
def _columns(name: str) -> tuple[Column, ...]:
    """Return a table's columns, and the group beside a name, which tells namesakes apart."""
    table = TABLES[name]
    names = [column.name for column in table.columns]
    if col.NAME in names and col.GROUP not in names:
        return (*table.columns, ROSTER.column(col.GROUP))
    return table.columns


def _may_be_heading(line: Line) -> bool:
    return known_words(line) >= 2


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


def _blocks(grid: Grid, heading: Heading) -> Iterator[Block]:
    """Go through the rows that may be no data; what lies between them is data."""
    lines, term, ended = grid.lines, _term_above(grid, heading), False
    begin = bisect_right(lines.numbers, heading.line.number)
    for at in _doubtful(lines, begin):
        line = lines[at]
        again = _same_heading(line, heading)
        if not again and (_is_complete(line, heading) or not is_furniture(line, ended=ended)):
            continue
        yield heading, term, range(begin, at)
        begin = at + 1
        if again:
            heading, ended = again, False
        else:
            term, ended = term_of(_texts(line)) or term, ended or _is_footer(line)
    yield heading, term, range(begin, len(lines))


def _term_above(grid: Grid, heading: Heading) -> int | None:
    above = (line for line in grid.top if line.number < heading.line.number)
    terms = [term for line in above if (term := term_of(_texts(line)))]
    return terms[-1] if terms else caption_term(grid)


def _doubtful(lines: Lines, begin: int) -> list[int]:
    """Find the places of rows that may be captions, totals, notes or a heading again."""
    ends = [column.places(_is_end) for column in lines.columns]
    named = np.zeros(len(lines), dtype=int)
    for column in lines.columns:
        named[column.places(_is_heading)] += 1
    doubtful = np.unique(np.concatenate([*ends, np.flatnonzero(named >= 2), _alone(lines)]))
    return [at for at in doubtful.tolist() if at >= begin]


def _alone(lines: Lines) -> Places:
    """Find rows that may have a single cell only, or the same in all cells."""
    blank = np.zeros(len(lines), dtype=int)
    for column in lines.columns:
        blank[column.places(lambda cell: cell == "")] += 1
    alone = np.flatnonzero(blank >= len(lines.columns) - 1)
    if len(lines.columns) == 1:
        return alone
    pairs = lines.columns[0].zip(lines.columns[1])
    return np.append(alone, pairs.places(lambda pair: pair[0] == pair[1] != ""))


@lru_cache(REMEMBERED)
def _is_sign(text: str) -> bool:
    """Tell the words that may stand in headings, totals and notes, by their first character."""
    return text != "" and (text[0] in _first_signs() or not text[0].isalnum())


@cache
def _first_signs() -> frozenset[str]:
    return frozenset(
        word[0] for word in (*known_headings(), *"合总小共平人备附注说填图符制审统单学校负TtSsAa")
    )


@lru_cache(REMEMBERED)
def _is_end(cell: Cell) -> bool:
    if not isinstance(cell, str) or not _is_sign(cell):
        return False
    return bool(_TOTAL.fullmatch(key(cell)) or _NOTE.match(tidy(cell)))


def _is_heading(cell: Cell) -> bool:
    return isinstance(cell, str) and _is_sign(cell) and heading_key(cell) in known_headings()


def _is_complete(line: Line, heading: Heading) -> bool:
    """Tell a record that begins like a total or a note from one: it has all that a record needs."""
    cells = {
        name: cell for name, at in heading.places.items() if (cell := _at(line, at)) is not None
    }
    told = {name for name, cell in cells.items() if not _is_total(cell)}
    notes = sum(isinstance(cell, str) and bool(_NOTE.match(tidy(cell))) for cell in cells.values())
    needed = {column.name for column in heading.table.columns if column.key} - set(PERSON)
    needed |= set(AWARD_SIGNS) & set(heading.places) if heading.table is AWARDS else set()
    persons = set(PERSON) & set(heading.places)
    if len(line.filled) < FEWEST_FILLED or notes > 1 or not needed <= told:
        return False
    return not persons or not persons.isdisjoint(told)


def _is_total(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(_TOTAL.fullmatch(key(cell)))


def _same_heading(line: Line, heading: Heading) -> Heading | None:
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


def _at(line: Line, at: int) -> Cell:
    return line.cells[at] if at < len(line.cells) else None


def _texts(line: Line) -> str:
    return " ".join(str(cell) for cell in line.filled)


def _is_footer(line: Line) -> bool:
    first = [tidy(str(cell)) for cell in line.filled[:2]]
    return any(_TOTAL.fullmatch(key(text)) for text in first) or bool(_NOTE.match(first[0]))
