"""The sheets that calculate: standings, lines between tiers, groups."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.export import formulas
from xiaoben_analytics.export.book import Book, Cell
from xiaoben_analytics.export.formulas import (
    BASE,
    FIRST_POOL,
    FIRST_TEACHER,
    LINES,
    RANKED,
    REMAINDER,
    STANDINGS,
    Layout,
)
from xiaoben_analytics.figures.template import tier_marks
from xiaoben_analytics.labels import HEADINGS
from xiaoben_analytics.policy import Tiers
from xiaoben_analytics.standing import pool_ratios, pool_seats

_GROUPS = "组别"
_FIRST_GROUP = 2
_HEADINGS = {**HEADINGS, RANKED: "参加排名", BASE: "名额基数", REMAINDER: "余数"}


def layout_of(result: Assessment) -> Layout:
    """Say how large the sheets are and which columns they hold."""
    return Layout(
        components=result.policy.component_names,
        tiers=result.policy.tiers.names,
        teachers=len(result.standings),
        pools=result.standings[col.POOL].nunique(),
        remainders=result.policy.tiers.rounding == "largest_remainder",
    )


def write_standings(book: Book, result: Assessment, layout: Layout) -> None:
    """Write one row per assessed teacher; totals, ranks, tiers and what they earn are formulas."""
    labels = {part.name: part.label for part in result.policy.components}
    header = [labels.get(name) or _HEADINGS[name] for name in layout.standings]
    rows = [
        _standing(row, place, layout, result)
        for place, row in enumerate(result.standings.to_dict("records"), start=FIRST_TEACHER)
    ]
    frozen = (FIRST_TEACHER - 1, layout.standings.index(col.NAME) + 1)
    sheet = book.add_sheet(STANDINGS, freeze=frozen)
    book.write_table(sheet, header, rows)
    sheet.print_area(0, 0, len(rows), layout.standings.index(col.REMARK))
    sheet.ignore_errors({"number_stored_as_text": "B1:B1048576"})
    last = FIRST_TEACHER + len(rows) - 2
    total, tier = (layout.standings.index(name) for name in (col.TOTAL, col.TIER))
    full = result.policy.points / 100
    bar: dict[str, object] = {"type": "data_bar", "bar_color": "#9CC3E0", "min_value": 0}
    bar |= {"min_type": "num", "max_type": "num", "max_value": full}
    sheet.conditional_format(1, total, last, total, bar)
    for name, mark in tier_marks(result.policy.tiers.names).items():
        look = book.file.add_format({"font_color": mark.color, "bold": True})
        rule = {"type": "cell", "criteria": "==", "value": f'"{name}"', "format": look}
        sheet.conditional_format(1, tier, last, tier, rule)


def write_lines(book: Book, result: Assessment, layout: Layout) -> None:
    """Write one row per pool: its ratios, seats, counts, lines and gaps."""
    tiers = result.policy.tiers
    sheet = book.add_sheet(LINES, freeze=(FIRST_POOL - 1, 1))
    header = [
        _HEADINGS[name] if name in (col.POOL, BASE) else f"{tiers.names[level]}\n{_HEADINGS[name]}"
        for name, level in layout.lines
    ]
    rows = [
        _line(result, layout, pool, row)
        for row, pool in enumerate(result.cutoffs[col.POOL].unique(), start=FIRST_POOL)
    ]
    book.write_table(sheet, header, rows, top=FIRST_POOL - 2)
    book.write_row(sheet, 0, [Cell("名额与划线", "title")])
    book.write_row(
        sheet, 1, [Cell("划线为该等级内的最低总分；线下差距为它与线下最高总分之差。", "text")]
    )


def write_groups(book: Book, result: Assessment, layout: Layout) -> None:
    """Write one row per group: how many, mean, median, ends, tiers; and a chart of the tiers."""
    tiers = result.policy.tiers.names
    header = ["教研组", "人数", "平均分", "中位分", "最高分", "最低分", *tiers]
    rows = [
        _group(group, row, layout, tiers)
        for row, group in enumerate(result.groups.to_dict("records"), start=_FIRST_GROUP)
    ]
    sheet = book.add_sheet(_GROUPS, freeze=(1, 1))
    book.write_table(sheet, header, rows)
    sheet.insert_chart(len(rows) + 2, 0, _tier_chart(book, tiers, len(rows)))
    sheet.print_area(0, 0, len(rows) + 22, len(header) + 1)


def _standing(
    teacher: Mapping[Hashable, Any], row: int, layout: Layout, result: Assessment
) -> list[Cell]:
    """Write a teacher's row; a tier that a meeting decided is no formula."""
    gated, tiers = teacher[col.GATED], result.policy.tiers
    by_hand = teacher[col.TEACHER_ID] in {move.teacher_id for move in result.manual}
    tier = "" if by_hand else formulas.tier_formula(layout, row, ties=tiers.ties)
    rank = formulas.rank_formula(layout, row, by_components=tiers.ties == "break")
    return [
        *(Cell(teacher[name], "left") for name in (col.GROUP, col.TEACHER_ID, col.NAME)),
        *(Cell(teacher[name] / 100, "points") for name in layout.components),
        Cell(teacher[col.TOTAL] / 100, "points", formulas.total_formula(layout, row)),
        Cell("" if gated else int(teacher[col.RANK]), "count", rank),
        Cell(teacher[col.TIER], "center", tier),
        Cell(teacher[col.APPRAISAL], "count", formulas.earned_formula(layout, row, "C")),
        Cell(teacher[col.REPORTED_HOURS], "count", formulas.earned_formula(layout, row, "D")),
        Cell(teacher[col.REMARK], "wrap"),
        Cell(teacher[col.POOL], "quiet"),
        Cell("否" if gated else "是", "quiet"),
    ]


def _line(result: Assessment, layout: Layout, pool: str, row: int) -> list[Cell]:
    styles = {col.POOL: "left", BASE: "count", col.RATIO: "percent", REMAINDER: "fraction"}
    styles |= {col.SEATS: "count", col.COUNT: "count", col.CUTOFF: "points", col.GAP: "points"}
    values, tiers = _line_values(result, pool), result.policy.tiers
    own_ratios = pool in tiers.group_ratios
    settled = _settled(result)
    cells = []
    for name, level in layout.lines:
        formula = "" if name in settled else _line_formula(layout, row, (name, level), tiers)
        if name == col.RATIO and own_ratios:
            cells.append(Cell(values[name, level], "edit_percent"))
        else:
            cells.append(Cell(values[name, level], styles[name], formula))
    return cells


def _settled(result: Assessment) -> frozenset[str]:
    """Name what no formula of one pool can say: seats shared by all, lines that moves leave alone."""
    shared = {col.SEATS} if result.policy.tiers.conserve else set()
    return frozenset(shared | ({col.CUTOFF, col.GAP} if result.manual else set()))


def _line_values(result: Assessment, pool: str) -> Mapping[tuple[str, int], str | float | None]:
    seats = pool_seats(result.standings, result.policy.tiers)[pool]
    ratios = pool_ratios(pool, result.policy.tiers)
    lines = result.cutoffs[result.cutoffs[col.POOL] == pool]
    n = sum(seats)
    values: dict[tuple[str, int], str | float | None] = {(col.POOL, 0): pool, (BASE, 0): n}
    for level, (ratio, own) in enumerate(zip(ratios, seats, strict=True)):
        values[col.RATIO, level], values[col.SEATS, level] = float(ratio), own
        values[REMAINDER, level] = float(n * ratio % 1)
    for level, line in enumerate(lines.to_dict("records")):
        values[col.COUNT, level] = line[col.COUNT]
        for name in (col.CUTOFF, col.GAP):
            values[name, level] = "" if pd.isna(line[name]) else line[name] / 100
    return values


def _line_formula(layout: Layout, row: int, key: tuple[str, int], tiers: Tiers) -> str:
    name, level = key
    if name == col.POOL:
        return ""
    if name == BASE:
        return formulas.base_formula(layout, row, count_gated=tiers.count_gated)
    if name == col.RATIO:
        return f"={formulas.ratio_name(tiers.names[level])}"
    if name == col.SEATS:
        return formulas.seats_formula(layout, row, level, rounding=tiers.rounding)
    return _BY_LEVEL[name](layout, row, level)


_BY_LEVEL = {
    REMAINDER: formulas.remainder_formula,
    col.COUNT: formulas.count_formula,
    col.CUTOFF: formulas.cutoff_formula,
    col.GAP: formulas.gap_formula,
}


def _group(
    group: Mapping[Hashable, Any], row: int, layout: Layout, tiers: Sequence[str]
) -> list[Cell]:
    inside = f"EXACT({layout.all(col.GROUP)},$A{row})"
    totals = layout.all(col.TOTAL)
    cents = f"ROUND({totals}*100,0)"
    return [
        Cell(group[col.GROUP], "left"),
        Cell(group[col.TEACHERS], "count", f"=SUMPRODUCT({inside}*1)"),
        Cell(group["mean"] / 100, "points", f"=ROUND(SUMPRODUCT({inside}*{cents})/$B{row},0)/100"),
        Cell(group["median"] / 100, "points", f"{{=ROUND(MEDIAN(IF({inside},{cents})),0)/100}}"),
        Cell(group["highest"] / 100, "points", f"=SUMPRODUCT(MAX({inside}*{totals}))"),
        Cell(
            group["lowest"] / 100,
            "points",
            f"=ROUND(10^6-SUMPRODUCT(MAX({inside}*(10^6-{totals}))),2)",
        ),
        *(
            Cell(
                group[tier],
                "count",
                f"=SUMPRODUCT({inside}*({layout.all(col.TIER)}={layout.tier(level)}))",
            )
            for level, tier in enumerate(tiers)
        ),
    ]


def _tier_chart(book: Book, tiers: Sequence[str], groups: int) -> Any:
    chart = book.file.add_chart({"type": "column", "subtype": "stacked"})
    first, last = _FIRST_GROUP - 1, _FIRST_GROUP + groups - 2
    for column, mark in enumerate(tier_marks(tiers).values(), start=6):
        chart.add_series(
            {
                "name": [_GROUPS, 0, column],
                "categories": [_GROUPS, first, 0, last, 0],
                "values": [_GROUPS, first, column, last, column],
                "fill": {"color": mark.color},
                "gap": 60,
            }
        )
    chart.set_title({"name": "各教研组等级人数", "name_font": {"size": 12, "bold": False}})
    chart.set_y_axis(
        {"name": "人数", "major_gridlines": {"visible": True, "line": {"color": "#E3E6EA"}}}
    )
    chart.set_legend({"position": "top"})
    chart.set_size({"width": 720, "height": 320})
    return chart
