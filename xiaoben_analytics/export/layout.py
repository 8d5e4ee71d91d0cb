"""Where each number of 成绩总表.xlsx stands, and by what name its formulas call it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from unicodedata import category

from xlsxwriter.utility import xl_col_to_name

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.labels import HEADINGS

STANDINGS, LINES, SETTINGS = "成绩", "划线", "参数"
FIRST_TEACHER, FIRST_POOL = 2, 4
"""The first row of people in 成绩, of pools in 划线."""

RANKED, NUMBER, PLACE, LEVEL = "ranked", "number", "place", "level"
"""What only formulas need of a teacher: 是 or 否; the row of the pool; the place that decides; the
tier by the rules alone, as a number."""
BASE, STATUS, REMAINDER, LINE = "base", "status", "remainder", "line"
"""Of a pool: whom seats are taken of; are its ratios the usual ones; parts of seats; cumulative seats."""

ROUNDING_PLACE, TIES_PLACE, COUNT_GATED = "取整_序号", "同分_序号", "否决计入基数"
TIER_NAMES, APPRAISAL, REPORTED = "等级_名称", "师德考核分", "上报学时"
TOTAL_CAP, FAULTS, CHANGES = "总分上限", "参数_有误", "参数_已改"
RATIOS, WEIGHTS = "比例", "权重"

_WHO = (col.GROUP, col.TEACHER_ID, col.NAME)
_EARNED = (col.TIER, col.APPRAISAL, col.REPORTED_HOURS, col.REMARK)
_OWN_WORDS = {
    RANKED: "参加排名",
    NUMBER: "范围序号",
    PLACE: "计等位次",
    LEVEL: "规则等级",
    BASE: "名额基数",
    STATUS: "比例核对",
    REMAINDER: "余数",
    LINE: "累计名额",
}
_LONGEST = 60

Place = tuple[str, int]
"""What a column of 划线 is, and for which level (0 is the best)."""


@dataclass(frozen=True)
class Layout:
    """Columns of 成绩 and 划线, and the names of cells and columns; `labels` are the components'."""

    labels: Mapping[str, str]
    tiers: tuple[str, ...]
    teachers: int
    pools: int
    capped: bool

    @property
    def components(self) -> tuple[str, ...]:
        return tuple(self.labels)

    @property
    def levels(self) -> int:
        return len(self.tiers) - 1

    @cached_property
    def standings(self) -> tuple[str, ...]:
        """The columns of 成绩; those after the remark are for the formulas' own use."""
        helpers = (*map(raw, self.components), col.POOL, NUMBER, RANKED, PLACE, LEVEL)
        return (*_WHO, *self.components, col.TOTAL, col.RANK, *_EARNED, *helpers)

    @cached_property
    def lines(self) -> tuple[Place, ...]:
        """The columns of 划线; those after the gaps are for the formulas' own use."""
        every, upper = range(self.levels), range(self.levels - 1)
        return (
            (col.POOL, 0),
            (BASE, 0),
            *((col.RATIO, level) for level in every),
            (STATUS, 0),
            *((col.SEATS, level) for level in every),
            *((col.COUNT, level) for level in range(self.levels + 1)),
            *((name, level) for level in upper for name in (col.CUTOFF, col.GAP)),
            (col.CUTOFF, self.levels - 1),
            *((REMAINDER, level) for level in every),
            *((LINE, level) for level in upper),
        )

    def heading(self, name: str) -> str:
        """Say what stands above a column of 成绩."""
        if name.startswith(_RAW):
            return f"{self.labels[name.removeprefix(_RAW)]}\n未加权"
        return self.labels.get(name) or _OWN_WORDS.get(name) or HEADINGS[name]

    def line_heading(self, place: Place) -> str:
        """Say what stands above a column of 划线."""
        name, level = place
        word = _OWN_WORDS.get(name) or HEADINGS[name]
        return word if name in (col.POOL, BASE, STATUS) else f"{self.tiers[level]}\n{word}"

    def name(self, what: str, which: str | int) -> str:
        """Name the cell of a parameter: 比例 and 权重, or what a tier earns, of a level or component."""
        return self._names[what, which]

    def all(self, name: str) -> str:
        """Name everybody's cells of a column of 成绩."""
        return self._names[STANDINGS, name]

    def all_lines(self, name: str, level: int = 0) -> str:
        """Name every pool's cells of a column of 划线."""
        return self._names[LINES, (name, level)]

    def own(self, name: str, row: int) -> str:
        """One teacher's cell of a column of 成绩, named on that sheet."""
        return f"${xl_col_to_name(self.standings.index(name))}{row}"

    def line(self, name: str, level: int, row: int) -> str:
        """One pool's cell of a column of 划线, named on that sheet."""
        return f"${xl_col_to_name(self.lines.index((name, level)))}{row}"

    @property
    def ranges(self) -> Mapping[str, str]:
        """Every named column and where it stands."""
        ends = {STANDINGS: FIRST_TEACHER + self.teachers - 1, LINES: FIRST_POOL + self.pools - 1}
        first = {STANDINGS: FIRST_TEACHER, LINES: FIRST_POOL}
        places = {STANDINGS: self.standings, LINES: self.lines}
        found = {}
        for (sheet, which), name in self._names.items():
            if sheet in places:
                letter = xl_col_to_name(places[sheet].index(which))
                found[name] = f"={sheet}!${letter}${first[sheet]}:${letter}${ends[sheet]}"
        return MappingProxyType(found)

    @cached_property
    def _names(self) -> Mapping[tuple[str, object], str]:
        wanted: dict[tuple[str, object], str] = {}
        for level, tier in enumerate(self.tiers):
            wanted |= {(what, level): f"{what}_{tier}" for what in (APPRAISAL, REPORTED)}
            if level < self.levels:
                wanted[RATIOS, level] = f"{RATIOS}_{tier}"
        wanted |= {(WEIGHTS, part): f"{WEIGHTS}_{label}" for part, label in self.labels.items()}
        wanted |= {
            (STANDINGS, name): f"{STANDINGS}_{self.heading(name)}" for name in self.standings
        }
        wanted |= {
            (LINES, place): f"{LINES}_{self.line_heading(place)}".replace("\n", "_")
            for place in self.lines
        }
        return MappingProxyType(dict(zip(wanted, legal_names(wanted.values()), strict=True)))


def layout_of(result: Assessment) -> Layout:
    """Say how large the sheets are and which columns they hold."""
    return Layout(
        labels=MappingProxyType({part.name: part.label for part in result.policy.components}),
        tiers=result.policy.tiers.names,
        teachers=len(result.standings),
        pools=result.standings[col.POOL].nunique(),
        capped=result.policy.total is not None,
    )


def raw(component: str) -> str:
    """Name the column of a component's points before they are weighted."""
    return f"{_RAW}{component}"


def legal_names(texts: Iterable[str]) -> list[str]:
    """Make of each text a name that every spreadsheet program accepts, no two alike.

    >>> legal_names(["比例_优 秀", "比例_优-秀", "权重_(A)"])
    ['比例_优_秀', '比例_优_秀_2', '权重__A_']
    """
    taken: set[str] = set()
    names = []
    for text in texts:
        plain = "".join(letter if _is_plain(letter) else "_" for letter in text)[:_LONGEST]
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain}_{number}"
        taken.add(name.casefold())
        names.append(name)
    return names


def _is_plain(letter: str) -> bool:
    is_letter = category(letter).startswith("L") and ord(letter) <= _BASIC_PLANE
    return is_letter or letter in "0123456789_"


_RAW = "raw:"
_BASIC_PLANE = 0xFFFF
