"""Formulas of 成绩总表.xlsx: the library's rules in words that every spreadsheet program knows.

Names of groups are compared with EXACT, which knows no wildcards; people times ratio is rounded
to six decimals before anything else, so that 50 x 14 % is 7 and not 7.000000000000001.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

from xiaoben_analytics import columns as col

STANDINGS, LINES, SETTINGS = "成绩", "划线", "参数"
FIRST_TEACHER, FIRST_POOL, FIRST_TIER = 2, 4, 5
"""The first row of people in 成绩, of pools in 划线, of tiers in 参数."""

RANKED, BASE, REMAINDER = "ranked", "base", "remainder"
_CEILING = "10^6"


@dataclass(frozen=True)
class Layout:
    """Where each number stands: columns of 成绩, rows and columns of 划线 and 参数."""

    components: tuple[str, ...]
    tiers: tuple[str, ...]
    teachers: int
    pools: int
    remainders: bool

    @property
    def levels(self) -> int:
        return len(self.tiers) - 1

    @property
    def standings(self) -> tuple[str, ...]:
        """The columns of 成绩, the last two for the formulas' own use."""
        who = (col.GROUP, col.TEACHER_ID, col.NAME)
        earned = (col.TIER, col.APPRAISAL, col.REPORTED_HOURS, col.REMARK)
        return (*who, *self.components, col.TOTAL, col.RANK, *earned, col.POOL, RANKED)

    @property
    def lines(self) -> tuple[tuple[str, int], ...]:
        """The columns of 划线: what it is, and for which level (0 is the best)."""
        every = range(self.levels)
        return (
            (col.POOL, 0),
            (BASE, 0),
            *((col.RATIO, level) for level in every),
            *((REMAINDER, level) for level in every if self.remainders),
            *((col.SEATS, level) for level in every),
            *((col.COUNT, level) for level in range(self.levels + 1)),
            *((name, level) for level in every for name in (col.CUTOFF, col.GAP)),
        )

    def all(self, name: str) -> str:
        """Everybody's cells of a column of 成绩."""
        letter = xl_col_to_name(self.standings.index(name))
        return (
            f"{STANDINGS}!${letter}${FIRST_TEACHER}:${letter}${FIRST_TEACHER + self.teachers - 1}"
        )

    def own(self, name: str, row: int) -> str:
        """One teacher's cell of a column of 成绩, named on that sheet."""
        return f"${xl_col_to_name(self.standings.index(name))}{row}"

    def line(self, name: str, level: int, row: int) -> str:
        """One pool's cell of a column of 划线, named on that sheet."""
        return f"${xl_col_to_name(self.lines.index((name, level)))}{row}"

    def all_lines(self, name: str, level: int = 0) -> str:
        """Every pool's cells of a column of 划线."""
        letter = xl_col_to_name(self.lines.index((name, level)))
        return f"{LINES}!${letter}${FIRST_POOL}:${letter}${FIRST_POOL + self.pools - 1}"

    def tier(self, level: int) -> str:
        """Find the cell of 参数 that holds the name of a tier."""
        return f"{SETTINGS}!$A${FIRST_TIER + level}"

    def tier_column(self, letter: str) -> str:
        """Find the cells of 参数 that hold something of every tier."""
        return f"{SETTINGS}!${letter}${FIRST_TIER}:${letter}${FIRST_TIER + self.levels}"


def ratio_name(tier: str) -> str:
    """Name the cell of 参数 that holds a tier's ratio."""
    return re.sub(r"\W", "_", f"比例_{tier}")


def total_formula(layout: Layout, row: int) -> str:
    first, last = (layout.own(layout.components[end], row) for end in (0, -1))
    return f"=ROUND(SUM({first}:{last}),2)"


def rank_formula(layout: Layout, row: int, *, by_components: bool) -> str:
    """Rank a teacher: one more than the ranked of the pool with a better key; blank if gated."""
    keys = (col.TOTAL, *(layout.components if by_components else ()))
    better = f"({layout.all(keys[-1])}>{layout.own(keys[-1], row)})"
    for key in reversed(keys[:-1]):
        everybody, own = layout.all(key), layout.own(key, row)
        better = f"(({everybody}>{own})+({everybody}={own})*{better})"
    rank = f"1+SUMPRODUCT({_rivals(layout, row)}*{better})"
    return f'=IF({layout.own(RANKED, row)}<>"是","",{rank})'


def tier_formula(layout: Layout, row: int, *, ties: str) -> str:
    """Name the tier of the first line that the place is not beyond.

    The place is the rank, or with ties = "down" the worst place among those with equal totals.
    """
    place = layout.own(col.RANK, row)
    if ties == "down":
        reached = f"({layout.all(col.TOTAL)}>={layout.own(col.TOTAL, row)})"
        place = f"SUMPRODUCT({_rivals(layout, row)}*{reached})"
    pool = f"EXACT({layout.all_lines(col.POOL)},{layout.own(col.POOL, row)})"
    tier = layout.tier(layout.levels - 1)
    for level in reversed(range(layout.levels - 1)):
        seats = "+".join(layout.all_lines(col.SEATS, upper) for upper in range(level + 1))
        tier = f"IF({place}<=SUMPRODUCT({pool}*({seats})),{layout.tier(level)},{tier})"
    return f'=IF({layout.own(RANKED, row)}<>"是",{layout.tier(layout.levels)},{tier})'


def earned_formula(layout: Layout, row: int, letter: str) -> str:
    """Look up in 参数 what the tier earns."""
    names = layout.tier_column("A")
    return f"=INDEX({layout.tier_column(letter)},MATCH({layout.own(col.TIER, row)},{names},0))"


def tier_count_formula(layout: Layout, level: int) -> str:
    """Count everybody in a tier."""
    return f"=SUMPRODUCT(({layout.all(col.TIER)}={layout.tier(level)})*1)"


def ratios_formula(layout: Layout) -> str:
    """Write the ratios of 参数 as one text."""
    parts = (f'"{tier} "&ROUND({ratio_name(tier)}*100,1)&"%"' for tier in layout.tiers[:-1])
    return "=" + '&"、"&'.join(parts)


def base_formula(layout: Layout, row: int, *, count_gated: bool) -> str:
    """Count the people of a pool that its seats are taken of."""
    gate = "" if count_gated else f'*({layout.all(RANKED)}="是")'
    return f"=SUMPRODUCT({_members(layout, row)}{gate})"


def remainder_formula(layout: Layout, row: int, level: int) -> str:
    """Take the part of a seat that a tier's share leaves over."""
    quota = f"{layout.line(BASE, 0, row)}*{layout.line(col.RATIO, level, row)}"
    return f"=ROUND({quota}-{_whole(quota)},6)"


def seats_formula(layout: Layout, row: int, level: int, *, rounding: str) -> str:
    """Count a tier's seats in a pool as `standing.seats` does."""
    if rounding == "largest_remainder":
        return _largest_remainder(layout, row, level)
    if rounding == "sainte_lague":
        return _sainte_lague(layout, row, level)
    return _between_lines(layout, row, level, nearest=rounding == "half_up")


def count_formula(layout: Layout, row: int, level: int) -> str:
    return f"=SUMPRODUCT({_members(layout, row)}*({layout.all(col.TIER)}={layout.tier(level)}))"


def cutoff_formula(layout: Layout, row: int, level: int) -> str:
    """Find the lowest total inside a tier; blank where there is nobody."""
    inside = f"{_members(layout, row)}*({layout.all(col.TIER)}={layout.tier(level)})"
    lowest = f"{_CEILING}-SUMPRODUCT(MAX({inside}*({_CEILING}-{layout.all(col.TOTAL)})))"
    return f'=IF({layout.line(col.COUNT, level, row)}=0,"",ROUND({lowest},2))'


def gap_formula(layout: Layout, row: int, level: int) -> str:
    """Find the distance from a cutoff to the highest total of a ranked teacher below."""
    lower = range(level + 1, layout.levels)
    if not lower:
        return '=""'
    cutoff = layout.line(col.CUTOFF, level, row)
    below = "+".join(f"({layout.all(col.TIER)}={layout.tier(tier)})" for tier in lower)
    highest = f"SUMPRODUCT(MAX({_members(layout, row)}*({below})*{layout.all(col.TOTAL)}))"
    people = "+".join(layout.line(col.COUNT, tier, row) for tier in lower)
    nobody = f"OR({layout.line(col.COUNT, level, row)}=0,{people}=0)"
    return f'=IF({nobody},"",ROUND({cutoff}-{highest},2))'


def _rivals(layout: Layout, row: int) -> str:
    """Mark the ranked of a teacher's pool."""
    same = f"EXACT({layout.all(col.POOL)},{layout.own(col.POOL, row)})"
    return f'{same}*({layout.all(RANKED)}="是")'


def _members(layout: Layout, row: int) -> str:
    """Mark everybody of the pool in a row of 划线."""
    return f"EXACT({layout.all(col.POOL)},{layout.line(col.POOL, 0, row)})*1"


def _whole(quota: str) -> str:
    return f"INT(ROUND({quota},6))"


def _between_lines(layout: Layout, row: int, level: int, *, nearest: bool) -> str:
    """Take the seats between two cumulative lines; the last tier takes the rest."""
    n = layout.line(BASE, 0, row)
    first = layout.line(col.RATIO, 0, row)

    def line(upper: int) -> str:
        quota = f"{n}*SUM({first}:{layout.line(col.RATIO, upper, row)})"
        return f"ROUND(ROUND({quota},6),0)" if nearest else _whole(quota)

    lower = n if level == layout.levels - 1 else line(level)
    return f"={lower}-{line(level - 1)}" if level else f"={lower}"


def _largest_remainder(layout: Layout, row: int, level: int) -> str:
    """Give a tier its whole seats, and one more if few enough remainders come before its own."""
    n = layout.line(BASE, 0, row)
    quotas = [f"{n}*{layout.line(col.RATIO, tier, row)}" for tier in range(layout.levels)]
    left = "+".join(_whole(quota) for quota in quotas)
    own = layout.line(REMAINDER, level, row)
    ahead = "+".join(
        f"({layout.line(REMAINDER, tier, row)}{'>=' if tier < level else '>'}{own})"
        for tier in range(layout.levels)
        if tier != level
    )
    return f"={_whole(quotas[level])}+IF({ahead or '0'}<{n}-({left}),1,0)"


def _sainte_lague(layout: Layout, row: int, level: int) -> str:
    """Count the seats m of a tier whose quotient ratio / (2m + 1) is among the n highest."""
    n, own = layout.line(BASE, 0, row), layout.line(col.RATIO, level, row)
    odd = f"(2*ROW($1:${layout.teachers})-1)"
    ahead = f"ROW($1:${layout.teachers})-1"
    for tier in range(layout.levels):
        if tier != level:
            reach = f"ROUND({odd}*{layout.line(col.RATIO, tier, row)}/{own},6)"
            # of a higher tier, equal quotients come first as well
            ahead += f"+INT(({reach}+1)/2)" if tier < level else f"-INT((1-{reach})/2)"
    return f"=IF({own}=0,0,SUMPRODUCT(({ahead}<{n})*1))"
