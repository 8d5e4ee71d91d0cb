"""Formulas of 成绩总表.xlsx: the library's rules in words that every spreadsheet program knows.

Points are compared and weighted as whole hundredths; people times ratio is rounded to six decimals
before anything else, so that 50 x 14 % is 7 and not 7.000000000000001. Pools are told by number and
tiers by EXACT, because a name may hold wildcards.
"""

from __future__ import annotations

from xiaoben_analytics import columns as col
from xiaoben_analytics.export.layout import (
    APPRAISAL,
    BASE,
    COUNT_GATED,
    FAULTS,
    LEVEL,
    LINE,
    NUMBER,
    PLACE,
    RANKED,
    RATIOS,
    REMAINDER,
    REPORTED,
    ROUNDING_PLACE,
    TIER_NAMES,
    TIES_PLACE,
    TOTAL_CAP,
    WEIGHTS,
    Layout,
    raw,
)

BREAK, UP, DOWN = 1, 2, 3
"""The places of the rules for equal totals in their drop-down list."""
WRONG = "参数有误"
SAME, OWN, DECIDED = "同参数", "同办法", "另定，与办法不同"
ANOTHER, NOT_WHOLE = "已改", "比例有误"
"""What 划线 says of the ratios of a pool."""
_CEILING = "10^9"
_MILLION = "10^6"


def literal(text: str) -> str:
    """Write a text as formulas do.

    >>> literal('优"秀')
    '"优""秀"'
    """
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def weighted_formula(layout: Layout, row: int, component: str) -> str:
    """Weigh a component's points, rounding half up once: whole hundredths times whole millionths."""
    weight = f"ROUND(N({layout.name(WEIGHTS, component)})*{_MILLION},0)"
    product = f"ROUND({layout.own(raw(component), row)}*100,0)*{weight}"
    return f"=INT({product}/{_MILLION}+0.5)/100"


def total_formula(layout: Layout, row: int) -> str:
    first, last = (layout.own(layout.components[end], row) for end in (0, -1))
    total = f"ROUND(SUM({first}:{last}),2)"
    return f"=MIN({TOTAL_CAP},{total})" if layout.capped else f"={total}"


def rank_formula(layout: Layout, row: int) -> str:
    """Rank a teacher: one more than the ranked of the pool with a better key; blank if gated.

    Components are compared only where the totals of several are equal.
    """
    total, own = layout.all(col.TOTAL), layout.own(col.TOTAL, row)
    better = f"({layout.all(layout.components[-1])}>{layout.own(layout.components[-1], row)})"
    for name in reversed(layout.components[:-1]):
        everybody, mine = layout.all(name), layout.own(name, row)
        better = f"(({everybody}>{mine})+({everybody}={mine})*{better})"
    pool = f'({layout.all(NUMBER)}={layout.own(NUMBER, row)})*({layout.all(RANKED)}="是")'
    equals = f"SUMPRODUCT({pool}*({total}={own})*{better})"
    alone = f"{_rivals(layout, row)},{total},{own})=1"
    rank = f'1+{_rivals(layout, row)},{total},">"&{own})'
    rank += f"+IF(OR({TIES_PLACE}<>{BREAK},{alone}),0,{equals})"
    return f'=IF({layout.own(RANKED, row)}<>"是","",{rank})'


def place_formula(layout: Layout, row: int) -> str:
    """Say which place decides: the rank, or the worst place among those with equal totals."""
    last = f'{_rivals(layout, row)},{layout.all(col.TOTAL)},">="&{layout.own(col.TOTAL, row)})'
    rank = layout.own(col.RANK, row)
    return f'=IF({rank}="","",IF({TIES_PLACE}={DOWN},{last},{rank}))'


def level_formula(layout: Layout, row: int) -> str:
    """Count the lines that the place is beyond, from 1 on; nothing while a setting is wrong."""
    place, pool = layout.own(PLACE, row), layout.own(NUMBER, row)
    beyond = "".join(
        f"+({place}>INDEX({layout.all_lines(LINE, level)},{pool}))"
        for level in range(layout.levels - 1)
    )
    return f'=IF({FAULTS}>0,"",IF({place}="",{layout.levels + 1},1{beyond}))'


def tier_formula(layout: Layout, row: int, *, moved_to: int | None = None) -> str:
    """Name the tier; who was moved by hand stays in that level (0 is the best)."""
    level = layout.own(LEVEL, row)
    held = level if moved_to is None else str(moved_to + 1)
    return f'=IF({level}="","{WRONG}",INDEX({TIER_NAMES},{held}))'


def earned_formula(layout: Layout, row: int, name: str, *, moved_to: int | None = None) -> str:
    """Look up in 参数 what the tier earns."""
    level = layout.own(LEVEL, row)
    column = APPRAISAL if name == col.APPRAISAL else REPORTED
    return f'=IF({level}="","",INDEX({column},{level if moved_to is None else moved_to + 1}))'


def tier_count_formula(layout: Layout, level: int) -> str:
    """Count everybody in a tier."""
    return f"=SUMPRODUCT(EXACT({layout.all(col.TIER)},INDEX({TIER_NAMES},{level + 1}))*1)"


def mean_formula(layout: Layout) -> str:
    """Average all totals, rounding half up once."""
    totals = layout.all(col.TOTAL)
    return f"=ROUND(SUMPRODUCT(ROUND({totals}*100,0))/ROWS({totals}),0)/100"


def ratios_formula(layout: Layout) -> str:
    """Write the ratios of 参数 as one text."""
    parts = (
        f'{literal(f"{tier} ")}&ROUND(N({layout.name(RATIOS, level)})*100,1)&"%"'
        for level, tier in enumerate(layout.tiers[:-1])
    )
    return "=" + '&"、"&'.join(parts)


def base_formula(layout: Layout, pool: int) -> str:
    """Count the people of a pool that its seats are taken of."""
    everybody = f"COUNTIFS({layout.all(NUMBER)},{pool}"
    return f'=IF({COUNT_GATED}="是",{everybody}),{everybody},{layout.all(RANKED)},"是"))'


def ratio_formula(layout: Layout, level: int) -> str:
    return f"=N({layout.name(RATIOS, level)})"


def status_formula(layout: Layout, row: int, own: tuple[float, ...] | None, same: str = OWN) -> str:
    """Say whether a pool's ratios are those of 参数, or its `own`, of which `same` is said.

    What is wrong in 参数 is wrong there, and not once more in every pool.
    """
    cells = [layout.line(col.RATIO, level, row) for level in range(layout.levels)]
    usual = [f"N({layout.name(RATIOS, level)})" for level in range(layout.levels)]
    expected = usual if own is None else [repr(ratio) for ratio in own]
    pairs = zip(cells, expected, strict=True)
    apart = "+".join(f"ABS(N({cell})-{share})" for cell, share in pairs)
    low = ",".join(f"N({cell})<0" for cell in cells)
    wrong = f"OR(COUNT({cells[0]}:{cells[-1]})<{layout.levels},{low}"
    wrong += f",ROUND(SUM({cells[0]}:{cells[-1]}),6)<>1)"
    told = SAME if own is None else same
    judged = f'IF({apart}<0.0000001,"{told}",IF({wrong},"{NOT_WHOLE}","{ANOTHER}"))'
    return f'=IFERROR({judged},"{NOT_WHOLE}")'


def remainder_formula(layout: Layout, row: int, level: int) -> str:
    """Take the part of a seat that a tier's share leaves over."""
    quota = _quota(layout, row, level)
    return f"=IFERROR(ROUND({quota}-{_whole(quota)},6),0)"


def line_formula(layout: Layout, row: int, level: int) -> str:
    """Add up the seats down to a tier."""
    seats = (layout.line(col.SEATS, upper, row) for upper in range(level + 1))
    return f"={'+'.join(seats)}"


def seats_formula(layout: Layout, row: int, level: int) -> str:
    """Count a tier's seats in a pool as `standing.seats` does, by the rule that 参数 names."""
    rules = (
        _between_lines(layout, row, level, nearest=True),
        _between_lines(layout, row, level, nearest=False),
        _largest_remainder(layout, row, level),
        _sainte_lague(layout, row, level),
    )
    return f"=IFERROR(CHOOSE({ROUNDING_PLACE},{','.join(rules)}),0)"


def count_formula(layout: Layout, pool: int, level: int) -> str:
    inside = f"EXACT({layout.all(col.TIER)},INDEX({TIER_NAMES},{level + 1}))"
    return f"=SUMPRODUCT(({layout.all(NUMBER)}={pool})*{inside})"


def cutoff_formula(layout: Layout, pool: int, level: int) -> str:
    """Find the lowest total inside a tier; blank where there is nobody."""
    lowest = f"{_CEILING}-SUMPRODUCT(MAX({_inside(layout, pool)}*({layout.all(LEVEL)}={level + 1})"
    lowest += f"*({_CEILING}-{layout.all(col.TOTAL)})))"
    return f'=IF({_held(layout, pool, level)}=0,"",ROUND({lowest},2))'


def gap_formula(layout: Layout, pool: int, row: int, level: int) -> str:
    """Find the distance from a cutoff to the highest total of a ranked teacher below."""
    cutoff = layout.line(col.CUTOFF, level, row)
    levels = layout.all(LEVEL)
    # text is greater than any number: the first comparison alone would let blanks in
    below = f"({levels}>{level + 1})*({levels}<={layout.levels})"
    highest = f"SUMPRODUCT(MAX({_inside(layout, pool)}*{below}*{layout.all(col.TOTAL)}))"
    people = "+".join(_held(layout, pool, lower) for lower in range(level + 1, layout.levels))
    return f'=IF({cutoff}="","",IF({people}=0,"",ROUND({cutoff}-{highest},2)))'


def _rivals(layout: Layout, row: int) -> str:
    """Begin to count the ranked of a teacher's pool; more conditions may follow."""
    pool = f"{layout.all(NUMBER)},{layout.own(NUMBER, row)}"
    return f'COUNTIFS({pool},{layout.all(RANKED)},"是"'


def _inside(layout: Layout, pool: int) -> str:
    return f"({layout.all(NUMBER)}={pool})"


def _held(layout: Layout, pool: int, level: int) -> str:
    return f"COUNTIFS({layout.all(NUMBER)},{pool},{layout.all(LEVEL)},{level + 1})"


def _quota(layout: Layout, row: int, level: int) -> str:
    return f"{layout.line(BASE, 0, row)}*N({layout.line(col.RATIO, level, row)})"


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
    return f"{lower}-{line(level - 1)}" if level else lower


def _largest_remainder(layout: Layout, row: int, level: int) -> str:
    """Give a tier its whole seats, and one more if few enough remainders come before its own."""
    n = layout.line(BASE, 0, row)
    quotas = [_quota(layout, row, tier) for tier in range(layout.levels)]
    left = "+".join(_whole(quota) for quota in quotas)
    own = layout.line(REMAINDER, level, row)
    ahead = "+".join(
        f"({layout.line(REMAINDER, tier, row)}{'>=' if tier < level else '>'}{own})"
        for tier in range(layout.levels)
        if tier != level
    )
    return f"{_whole(quotas[level])}+IF({ahead or '0'}<{n}-({left}),1,0)"


def _sainte_lague(layout: Layout, row: int, level: int) -> str:
    """Count the seats m of a tier whose quotient ratio / (2m + 1) is among the n highest."""
    n, own = layout.line(BASE, 0, row), f"N({layout.line(col.RATIO, level, row)})"
    odd = f"(2*ROW($1:${layout.teachers})-1)"
    ahead = f"ROW($1:${layout.teachers})-1"
    for tier in range(layout.levels):
        if tier != level:
            reach = f"ROUND({odd}*N({layout.line(col.RATIO, tier, row)})/{own},6)"
            # of a higher tier, equal quotients come first as well
            ahead += f"+INT(({reach}+1)/2)" if tier < level else f"-INT((1-{reach})/2)"
    return f"IF({own}=0,0,SUMPRODUCT(({ahead}<{n})*1))"
