"""The report as a value: sentences, tables and charts in reading order; writers only lay it out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain
from typing import Literal

from xiaoben_analytics.labels import printable
from xiaoben_analytics.summary.privacy import without_personal
from xiaoben_analytics.summary.words import INTAKE_NUMBERS


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


LONGEST_CELL = 240
"""Letters of a cell that papers show: reasons and lists of names are whole, a page of text is not."""

LEFT, CENTER, RIGHT = Align.LEFT, Align.CENTER, Align.RIGHT

_NAMED = re.compile(
    r"“[^”]*”|《[^》]*》"  # titles, files, scenarios
    r"|[0-9]{4}-[0-9]{4}|[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?|[0-9]{1,2}:[0-9]{2}"  # days and times
    r"|第 ?[0-9]+"
)
_NUMBER = re.compile(
    r"(?<![^\s\W])(?<![A-Za-z]-)"  # what touches a word is part of a name: A1, 2021年, 3班
    r"(?<![0-9]\.)-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:%|(?![^\s\W])(?!\.[0-9]))"
)


@dataclass(frozen=True)
class Finding:
    """One sentence computed from the data, with the numbers it rests on.

    `single` sentences name or count single teachers of the whole school. `members` are the ids of
    the teachers whom it tells of as a whole, none where that is the school. A sentence that compares
    groups says `apart` what it says without the groups that are too small to be told of, "" where
    that is nothing. `plain` is what is left of a `single` one without the clauses that name anybody;
    None where it names nobody.
    """

    text: str
    single: bool = False
    members: tuple[str, ...] = ()
    apart: str | None = None
    plain: str | None = field(default=None, compare=False)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers that the sentence cites, in order; none of dates, ordinals, ids and titles.

        >>> Finding("2021年10月应到 34 人次，出勤率 97.1%；“5G 课堂”最低（85.50）。").numbers
        ('34', '97.1%', '85.50')
        >>> Finding("第 2 号记录（2022-06-30 12:00）：A1、0012 和 3班相差 -0.05 分。").numbers
        ('-0.05',)
        """
        return tuple(_NUMBER.findall(_NAMED.sub("“”", self.text)))


@dataclass(frozen=True)
class Table:
    """A captioned table of text, one alignment per column.

    `shades` names for each cell the attendance status whose colour it takes ("" for none);
    a `wide` table needs a page on its side. `people` has for each row the id of the teacher it is
    about ("" for nobody), `others` the ids of whoever else the program names in it; both are empty
    where no row names anybody. `free` are the places of columns whose texts came from cells and may
    name anybody. `groups` has for each row the group (or pool) that it tells of as a whole ("" for
    none), `across` the same for each column; both are empty where there is none.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: tuple[Align, ...]
    note: str = ""
    shades: tuple[tuple[str, ...], ...] = ()
    wide: bool = False
    people: tuple[str, ...] = ()
    others: tuple[tuple[str, ...], ...] = ()
    free: tuple[int, ...] = ()
    groups: tuple[str, ...] = ()
    across: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[frozenset[str], ...]:
        """The ids of all whom the program names in each row."""
        nobody = ("",) * len(self.rows)
        beside = self.others or ((),) * len(self.rows)
        pairs = zip(self.people or nobody, beside, strict=True)
        return tuple(frozenset({about, *others} - {""}) for about, others in pairs)

    @property
    def printed(self) -> Table:
        """The table as papers show it: what is longer than anybody reads in a cell is cut."""
        if all(len(cell) <= LONGEST_CELL for row in self.rows for cell in row):
            return self
        return replace(self, rows=tuple(tuple(map(shorten, row)) for row in self.rows))


def shorten(cell: str) -> str:
    """Cut a cell's text to what papers show; the workbook keeps the whole.

    >>> len(shorten("长" * 5000)), shorten("长" * 5000)[-2:], shorten("短")
    (240, '长…', '短')
    """
    return cell if len(cell) <= LONGEST_CELL else f"{cell[: LONGEST_CELL - 1]}…"


NO_ROWS = Table("", (), (), ())


@dataclass(frozen=True)
class Series:
    name: str
    amounts: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """A captioned chart: one value per category and series, shown in `number_format`.

    `columns` stand side by side, `stacked` on top of each other, `tiers` take the colour of the
    tier their series is named for, and `dots` put the values of all series on one line per category.
    `behind` lists what the values were worked out from; where the categories are teachers, `people`
    are their ids, where they are groups, `groups` their names.
    """

    kind: Literal["columns", "stacked", "tiers", "dots"]
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    number_format: str
    top: float | None = None
    labelled: bool = False
    behind: Table = NO_ROWS
    people: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


Block = Finding | Table | Chart


@dataclass(frozen=True)
class Section:
    heading: str
    blocks: tuple[Block, ...]

    @property
    def findings(self) -> tuple[str, ...]:
        return tuple(block.text for block in self.blocks if isinstance(block, Finding))

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @property
    def charts(self) -> tuple[Chart, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Chart))


@dataclass(frozen=True, eq=False)
class Texts(Mapping[str, str]):
    """Texts by their names, in order, read-only and safe to show."""

    pairs: tuple[tuple[str, str], ...]

    def __getitem__(self, name: str) -> str:
        return dict(self.pairs)[name]

    def __iter__(self) -> Iterator[str]:
        return iter(dict(self.pairs))

    def __len__(self) -> int:
        return len(self.pairs)

    def __hash__(self) -> int:
        return hash(frozenset(self.pairs))


@dataclass(frozen=True)
class Summary:
    """What the meeting hands out: the same words and numbers for every writer.

    `facts` say what was assessed and how; `numbers` are the key numbers, each shown as text;
    `tiers` are the tiers' names from best to worst, the failing one last.
    """

    title: str
    subtitle: str
    facts: Texts
    numbers: Texts
    tiers: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def results(self) -> Mapping[str, str]:
        """The key numbers but for those of the intake."""
        return {name: text for name, text in self.numbers.items() if name not in INTAKE_NUMBERS}

    @property
    def intake(self) -> Mapping[str, str]:
        """The key numbers of what was read."""
        return {name: text for name, text in self.numbers.items() if name in INTAKE_NUMBERS}

    @property
    def charts(self) -> tuple[Chart, ...]:
        return tuple(chain.from_iterable(section.charts for section in self.sections))


def texts(named: Mapping[str, str]) -> Texts:
    """Make texts by name safe to show."""
    return Texts(tuple((printable(name), printable(text)) for name, text in named.items()))


def text_rows(rows: Iterable[Iterable[object]]) -> tuple[tuple[str, ...], ...]:
    """Turn rows of anything into rows of text that is safe to show, without personal numbers."""
    return tuple(tuple(map(without_personal, row)) for row in rows)
