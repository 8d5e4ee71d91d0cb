"""The sheets that calculate: standings, lines between tiers, groups."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.export import formulas
from xiaoben_analytics.export.book import Book, Cell
from xiaoben_analytics.export.charts import Words, column_chart, insert_charts
from xiaoben_analytics.export.layout import (
    BASE,
    CHANGES,
    FAULTS,
    FIRST_POOL,
    FIRST_TEACHER,
    LINE,
    LINES,
    REMAINDER,
    STANDINGS,
    STATUS,
    TIER_NAMES,
    Layout,
)
from xiaoben_analytics.export.origin import Origin
from xiaoben_analytics.export.settings import VALIDATIONS, flag_changes
from xiaoben_analytics.figures.template import tier_marks
from xiaoben_analytics.findings import finding_groups, finding_tiers
from xiaoben_analytics.labels import HEADINGS
from xiaoben_analytics.policy import amend
from xiaoben_analytics.scenarios import ManualMove
from xiaoben_analytics.scoring import score_teachers
from xiaoben_analytics.standing import pool_ratios, pool_seats
from xiaoben_analytics.standing.ranking import LAST
from xiaoben_analytics.summary import without_personal

GROUPS = "组别"
_FIRST_GROUP = 2
_BLUE = "#0072B2"
_BAR = {"type": "data_bar", "bar_color": "#9CC3E0", "min_type": "num", "min_value": 0}

Teacher = Mapping[Hashable, Any]
Points = Mapping[str, tuple[int, ...]]


def write_standings(book: Book, result: Assessment, layout: Layout, origin: Origin) -> None:
    """Write one row per assessed teacher; from the points of each component on, all is formula."""
    header = [layout.heading(name) for name in layout.standings]
    pools = {pool: number for number, pool in enumerate(result.cutoffs[col.POOL].unique(), start=1)}
    given = _unweighted(result)
    moved = {move.teacher_id: move for move in result.manual if move not in result.idle}
    rows = [
        _standing(row, teacher, layout, result, (pools, given, moved))
        for row, teacher in enumerate(result.standings.to_dict("records"), start=FIRST_TEACHER)
    ]
    frozen = (FIRST_TEACHER - 1, layout.standings.index(col.NAME) + 1)
    sheet = book.add_sheet(STANDINGS, freeze=frozen)
    remark = layout.standings.index(col.REMARK)
    book.write_table(sheet, header, rows, shown=remark + 1)
    heading = f'="{HEADINGS[col.REMARK]}"&IF({FAULTS}>0,"（参数有误）",IF({CHANGES}>0,"（参数已改，试算）",""))'
    book.write_row(sheet, 0, [Cell(HEADINGS[col.REMARK], "heading", heading)], start=remark)
    flag_changes(book, sheet, (0, remark, 0, remark))
    sheet.ignore_errors(
        {"number_stored_as_text": "B2:B1048576", "formula_differs": "A2:XFD1048576"}
    )
    _color_standings(book, sheet, layout)
    for row, teacher in enumerate(result.standings[col.TEACHER_ID], start=FIRST_TEACHER):
        if move := moved.get(teacher):
            _mark_move(sheet, row, layout, f"{origin.cited}：{_reason(move)}")
    book.protect(sheet)


def write_lines(book: Book, result: Assessment, layout: Layout) -> None:
    """Write one row per pool: its ratios, seats, counts, lines and gaps."""
    sheet = book.add_sheet(LINES, freeze=(FIRST_POOL - 1, 1))
    header = [layout.line_heading(place) for place in layout.lines]
    pools = result.cutoffs[col.POOL].unique()
    rows = [_line(result, layout, pool, number) for number, pool in enumerate(pools)]
    shown = layout.lines.index((REMAINDER, 0))
    widths = book.write_table(sheet, header, rows, top=FIRST_POOL - 2, shown=shown)
    book.write_row(sheet, 0, [Cell("名额与划线", "title")])
    told = "划线为该等级内的最低总分，线下差距为它与线下最高总分之差；某组另定比例时，改该组的黄色单元格。"
    if result.policy.tiers.conserve:
        told = "划线为该等级内的最低总分，线下差距为它与线下最高总分之差；名额由全校总额分到各组，是生成时的数字。"
    book.write_sentence(sheet, 1, told, widths)
    sheet.ignore_errors({"formula_unlocked": "A1:XFD1048576", "formula_differs": "A1:XFD1048576"})
    _color_status(book, sheet, layout)
    if not result.policy.tiers.conserve:
        first, last = (layout.lines.index((col.RATIO, level)) for level in (0, layout.levels - 1))
        top, end = FIRST_POOL - 1, FIRST_POOL + layout.pools - 2
        sheet.data_validation(top, first, end, last, VALIDATIONS["percent"])
    book.protect(sheet)


def write_groups(book: Book, result: Assessment, layout: Layout) -> None:
    """Write one row per group: how many, mean, median, ends, tiers; and charts of means and tiers."""
    tiers = result.policy.tiers.names
    header = ["教研组", "人数", "平均分", "中位分", "最高分", "最低分", *tiers]
    rows = [
        _group(group, row, layout, tiers)
        for row, group in enumerate(result.groups.to_dict("records"), start=_FIRST_GROUP)
    ]
    sheet = book.add_sheet(GROUPS, freeze=(1, 1))
    widths = book.write_table(sheet, header, rows)
    places = (GROUPS, _FIRST_GROUP - 1, _FIRST_GROUP + len(rows) - 2)
    colors = {column: mark.color for column, mark in enumerate(tier_marks(tiers).values(), 6)}
    means = column_chart(book, places, {2: _BLUE}, Words("各教研组平均分", "平均分（分）", "0.00"))
    counts = column_chart(book, places, colors, Words("各教研组等级人数", "人数（人）"))
    charts = [
        (f"生成时：{finding_groups(result.groups)}", means),
        (f"生成时：{finding_tiers(result.cutoffs)}", counts),
    ]
    insert_charts(book, sheet, len(rows) + 2, charts, widths)
    sheet.conditional_format(1, 2, len(rows), 2, _BAR)
    book.protect(sheet)


def _unweighted(result: Assessment) -> Points:
    """Return every teacher's points per component before they are weighted, by id."""
    parts = result.policy.components
    if all(part.weight == 1 for part in parts):
        return _points(result.standings, result)
    plain = amend(result.policy, {"weights": {part.name: "1" for part in parts}})
    return _points(score_teachers(result.measures, result.teachers, plain), result)


def _points(scores: pd.DataFrame, result: Assessment) -> Points:
    columns = [scores[name].tolist() for name in result.policy.component_names]
    return dict(zip(scores[col.TEACHER_ID], zip(*columns, strict=True), strict=True))


def _standing(
    row: int,
    teacher: Teacher,
    layout: Layout,
    result: Assessment,
    known: tuple[Mapping[str, int], Points, Mapping[str, ManualMove]],
) -> list[Cell]:
    """Write a teacher's row; `known` are the pools' numbers, points not weighted, moves by hand."""
    pools, given, moved = known
    own = teacher[col.TEACHER_ID]
    move = moved.get(own)
    return [
        Cell(teacher[col.GROUP], "wrap"),
        Cell(own, "left"),
        Cell(teacher[col.NAME], "wrap"),
        *(
            Cell(teacher[name] / 100, "points", formulas.weighted_formula(layout, row, name))
            for name in layout.components
        ),
        *_outcome(row, teacher, layout, move),
        *(Cell(points / 100, "quiet_points") for points in given[own]),
        Cell(teacher[col.POOL], "quiet"),
        Cell(pools[teacher[col.POOL]], "quiet"),
        Cell("否" if teacher[col.GATED] else "是", "quiet"),
        *_deciding(row, teacher, layout, result),
    ]


def _outcome(row: int, teacher: Teacher, layout: Layout, move: ManualMove | None) -> list[Cell]:
    """Write what follows from the points: total, rank, tier, and what the tier earns."""
    rank = "" if teacher[col.GATED] else int(teacher[col.RANK])
    by_hand = layout.tiers.index(move.to_tier) if move else None
    told = f"会议调整为{move.to_tier}：{_reason(move)}" if move else ""
    return [
        Cell(teacher[col.TOTAL] / 100, "points", formulas.total_formula(layout, row)),
        Cell(rank, "count", formulas.rank_formula(layout, row)),
        Cell(
            teacher[col.TIER],
            "moved" if move else "center",
            formulas.tier_formula(layout, row, moved_to=by_hand),
        ),
        *(
            Cell(
                teacher[name],
                "count",
                formulas.earned_formula(layout, row, name, moved_to=by_hand),
            )
            for name in (col.APPRAISAL, col.REPORTED_HOURS)
        ),
        Cell("；".join(filter(None, (teacher[col.REMARK], told))), "wrap"),
    ]


def _reason(move: ManualMove) -> str:
    return without_personal(f"{move.reason}（批准人：{move.authoriser}）")


def _mark_move(sheet: Any, row: int, layout: Layout, told: str) -> None:
    """Say at the tier itself who moved a teacher there by hand, and why."""
    look = {"author": "", "x_scale": 2, "font_size": 10}
    sheet.write_comment(row - 1, layout.standings.index(col.TIER), told, look)


def _deciding(row: int, teacher: Teacher, layout: Layout, result: Assessment) -> list[Cell]:
    """Write the place that decides, and the tier by the rules alone."""
    at = row - FIRST_TEACHER
    place = "" if teacher[col.GATED] else int(teacher[col.RANK])
    if result.policy.tiers.ties == "down" and not teacher[col.GATED]:
        place = int(result.ranked[LAST].iloc[at])
    level = layout.tiers.index(result.ruled.iloc[at]) + 1
    return [
        Cell(place, "quiet", formulas.place_formula(layout, row)),
        Cell(level, "quiet", formulas.level_formula(layout, row)),
    ]


def _color_standings(book: Book, sheet: Any, layout: Layout) -> None:
    last = FIRST_TEACHER + layout.teachers - 2
    total, tier = (layout.standings.index(name) for name in (col.TOTAL, col.TIER))
    sheet.conditional_format(1, total, last, total, _BAR)
    for name, mark in tier_marks(layout.tiers).items():
        look = book.file.add_format({"font_color": mark.color, "bold": True})
        rule = {"type": "cell", "criteria": "==", "value": formulas.literal(name), "format": look}
        sheet.conditional_format(1, tier, last, tier, rule)


def _color_status(book: Book, sheet: Any, layout: Layout) -> None:
    place = layout.lines.index((STATUS, 0))
    last = FIRST_POOL + layout.pools - 2
    for word, color in ((formulas.NOT_WHOLE, "#C00000"), (formulas.ANOTHER, "#9C5700")):
        look = book.file.add_format({"font_color": color, "bold": True})
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look}
        sheet.conditional_format(FIRST_POOL - 1, place, last, place, rule)


def _line(result: Assessment, layout: Layout, pool: str, number: int) -> list[Cell]:
    values = _line_values(result, pool)
    settled = result.policy.tiers.conserve
    cells = []
    for name, level in layout.lines:
        formula = _line_formula(layout, result, pool, (number, name, level))
        look = _LOOKS[name]
        if name == col.RATIO and not settled:
            look = "edit_percent"
        if name == col.RATIO and pool in result.policy.tiers.group_ratios:
            formula = ""
        if name == col.SEATS and settled:
            formula = ""
        cells.append(Cell(values[name, level], look, formula))
    return cells


def _line_values(result: Assessment, pool: str) -> Mapping[tuple[str, int], str | float | None]:
    tiers = result.policy.tiers
    seats, n = pool_seats(result.standings, tiers)[pool], result.sizes[pool]
    lines = result.cutoffs[result.cutoffs[col.POOL] == pool]
    values: dict[tuple[str, int], str | float | None] = {(col.POOL, 0): pool, (BASE, 0): n}
    values[STATUS, 0] = _own_words(result, pool) if pool in tiers.group_ratios else formulas.SAME
    for level, (ratio, own) in enumerate(zip(pool_ratios(pool, tiers), seats, strict=True)):
        values[col.RATIO, level], values[col.SEATS, level] = float(ratio), own
        values[REMAINDER, level] = round(float(n * ratio % 1), 6)
        values[LINE, level] = sum(seats[: level + 1])
    for level, line in enumerate(lines.to_dict("records")):
        values[col.COUNT, level] = line[col.COUNT]
        for name in (col.CUTOFF, col.GAP):
            values[name, level] = "" if pd.isna(line[name]) else line[name] / 100
    return values


def _own_words(result: Assessment, pool: str) -> str:
    """Say whether ratios of a pool's own are the regulation's, or decided otherwise."""
    ruled = (result.base or result).policy.tiers.group_ratios.get(pool)
    same = ruled == result.policy.tiers.group_ratios.get(pool)
    return formulas.OWN if same else formulas.DECIDED


def _line_formula(
    layout: Layout, result: Assessment, pool: str, place: tuple[int, str, int]
) -> str:
    at, name, level = place
    row, number = FIRST_POOL + at, at + 1
    own = pool_ratios(pool, result.policy.tiers)
    same = _own_words(result, pool)
    decided = tuple(map(float, own)) if pool in result.policy.tiers.group_ratios else None
    written = {
        BASE: lambda: formulas.base_formula(layout, number),
        col.RATIO: lambda: formulas.ratio_formula(layout, level),
        STATUS: lambda: formulas.status_formula(layout, row, decided, same),
        col.SEATS: lambda: formulas.seats_formula(layout, row, level),
        col.COUNT: lambda: formulas.count_formula(layout, number, level),
        col.CUTOFF: lambda: formulas.cutoff_formula(layout, number, level),
        col.GAP: lambda: formulas.gap_formula(layout, number, row, level),
        REMAINDER: lambda: formulas.remainder_formula(layout, row, level),
        LINE: lambda: formulas.line_formula(layout, row, level),
    }
    return written[name]() if name in written else ""


def _group(group: Teacher, row: int, layout: Layout, tiers: Sequence[str]) -> list[Cell]:
    inside = f"EXACT({layout.all(col.GROUP)},$A{row})"
    totals, held = layout.all(col.TOTAL), layout.all(col.TIER)
    cents = f"ROUND({totals}*100,0)"
    written = {
        "mean": f"=ROUND(SUMPRODUCT({inside}*{cents})/$B{row},0)/100",
        "median": f"{{=ROUND(MEDIAN(IF({inside},{cents})),0)/100}}",
        "highest": f"=SUMPRODUCT(MAX({inside}*{totals}))",
        "lowest": f"=ROUND(10^9-SUMPRODUCT(MAX({inside}*(10^9-{totals}))),2)",
    }
    counts = (
        Cell(
            group[tier],
            "count",
            f"=SUMPRODUCT({inside}*EXACT({held},INDEX({TIER_NAMES},{level + 1})))",
        )
        for level, tier in enumerate(tiers)
    )
    return [
        Cell(group[col.GROUP], "wrap"),
        Cell(group[col.TEACHERS], "count", f"=SUMPRODUCT({inside}*1)"),
        *(Cell(group[name] / 100, "points", formula) for name, formula in written.items()),
        *counts,
    ]


_LOOKS = {
    col.POOL: "wrap", BASE: "count", col.RATIO: "percent", STATUS: "center", col.SEATS: "count",
    col.COUNT: "count", col.CUTOFF: "points", col.GAP: "points", REMAINDER: "fraction",
    LINE: "quiet",
}  # fmt: skip
