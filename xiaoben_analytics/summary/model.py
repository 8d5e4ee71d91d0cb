"""The report as a value: sentences, tables and charts in reading order; writers only lay it out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from types import MappingProxyType
from typing import Literal

from xiaoben_analytics.labels import printable


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


LEFT, CENTER, RIGHT = Align.LEFT, Align.CENTER, Align.RIGHT

_PERSONAL = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15}|1[3-9]\d{9})(?!\d)")


@dataclass(frozen=True)
class Finding:
    """One sentence computed from the data, with the numbers it rests on."""

    text: str


@dataclass(frozen=True)
class Table:
    """A captioned table of text, one alignment per column.

    `shades` names for each cell the attendance status whose colour it takes ("" for none);
    a `wide` table needs a page on its side.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: tuple[Align, ...]
    note: str = ""
    shades: tuple[tuple[str, ...], ...] = ()
    wide: bool = False


@dataclass(frozen=True)
class Series:
    name: str
    amounts: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """A captioned chart: one value per category and series, shown in `number_format`.

    `columns` stand side by side, `stacked` on top of each other, `tiers` take the colour of the
    tier their series is named for, and `dots` put the values of all series on one line per category.
    """

    kind: Literal["columns", "stacked", "tiers", "dots"]
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    number_format: str
    top: float | None = None
    labelled: bool = False


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


@dataclass(frozen=True)
class Summary:
    """What the meeting hands out: the same words and numbers for every writer.

    `facts` say what was assessed and how; `numbers` are the key numbers, each shown as text;
    `tiers` are the tiers' names from best to worst, the failing one last.
    """

    title: str
    subtitle: str
    facts: Mapping[str, str]
    numbers: Mapping[str, str]
    tiers: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def charts(self) -> tuple[Chart, ...]:
        return tuple(chain.from_iterable(section.charts for section in self.sections))


def frozen(names: Mapping[str, str]) -> Mapping[str, str]:
    """Make a mapping read-only, its texts safe to show."""
    return MappingProxyType({printable(name): printable(text) for name, text in names.items()})


def without_personal(text: object) -> str:
    """Hide what looks like an identity card or mobile number.

    >>> without_personal("电话 13800000000 重复")
    '电话 （已隐去） 重复'
    """
    return _PERSONAL.sub("（已隐去）", printable(str(text)))


def text_rows(rows: Iterable[Iterable[object]]) -> tuple[tuple[str, ...], ...]:
    """Turn rows of anything into rows of text that is safe to show."""
    return tuple(tuple(printable(str(cell)) for cell in row) for row in rows)
