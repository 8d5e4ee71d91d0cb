"""成绩总表.xlsx: standings with live formulas; change a ratio, and the tiers follow."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.export.book import Book, Cell
from xiaoben_analytics.export.formulas import (
    FIRST_TIER,
    SETTINGS,
    Layout,
    ratio_name,
    ratios_formula,
    tier_count_formula,
)
from xiaoben_analytics.export.live import (
    layout_of,
    write_groups,
    write_lines,
    write_standings,
)
from xiaoben_analytics.export.native import FIXED_TIME
from xiaoben_analytics.policy import Tiers
from xiaoben_analytics.summary import (
    ROUNDING,
    SCOPE,
    TIES,
    Summary,
    Table,
    problems_table,
    reconciliation_table,
)

TITLE = "校本培训成绩总表"

_GUIDE = (
    "《参数》中黄色的单元格可以修改：改了比例，《划线》的名额和《成绩》的等级随之重算。",
    "《成绩》的各项得分是生成时的数字；总分、组内名次、等级、师德考核分和上报学时是公式。",
    "《划线》列出每个排名范围的名额、划线和线下差距；某组用另外的比例时，改该组那一行的比例。",
    "《组别》比较各教研组，是公式；《问题清单》和《数据核对》是生成时的记录。",
)
_CHANGES = (
    "黄色单元格可以修改：名额、等级、师德考核分和上报学时随之重算，得分不变；比例合计应为 100%。"
)
_LIVE, _FIXED = "公式，随之重算", "生成时"


def write_workbook(result: Assessment, summary: Summary, path: Path) -> None:
    """Write the workbook; formulas carry the library's values, to be read without calculating."""
    content = BytesIO()  # so that a full disk is an OSError, as with every other file
    with Workbook(content, {"in_memory": True}) as file:
        file.set_properties({"title": TITLE, "created": FIXED_TIME})
        book, layout = Book(file), layout_of(result)
        _write_notes(book, summary, layout)
        _write_settings(book, result.policy.tiers, layout)
        write_standings(book, result, layout)
        write_lines(book, result, layout)
        write_groups(book, result, layout)
        _write_list(book, "问题清单", problems_table(result))
        _write_list(book, "数据核对", reconciliation_table(result))
    path.write_bytes(content.getvalue())


def _write_notes(book: Book, summary: Summary, layout: Layout) -> None:
    """Write facts and key numbers, and say of each whether it follows the other sheets."""
    sheet = book.add_sheet("说明")
    sheet.hide_gridlines(2)
    for column, width in enumerate((20, 54, 16)):
        sheet.set_column(column, column, width)
    book.write_row(sheet, 0, [Cell(TITLE, "title")])
    book.write_row(sheet, 1, [Cell(summary.subtitle, "text")])
    headings = ("项目", "内容", "何时的数字")
    book.write_row(sheet, 3, [Cell(name, "heading") for name in headings])
    formulas = _live_formulas(summary, layout)
    pairs = {**summary.facts, **summary.numbers}
    for row, (name, text) in enumerate(pairs.items(), start=4):
        formula = formulas.get(name, "")
        when = Cell(_LIVE if formula else _FIXED, "quiet")
        book.write_row(sheet, row, [Cell(name, "heading"), _note(text, formula), when])
    last = 4 + len(pairs) + len(_GUIDE)
    for row, line in enumerate(_GUIDE, start=last - len(_GUIDE) + 1):
        book.write_row(sheet, row, [Cell(line, "text")])
    sheet.print_area(0, 0, last, 2)
    sheet.set_portrait()


def _live_formulas(summary: Summary, layout: Layout) -> dict[str, str]:
    """Say which facts and key numbers are worked out from the other sheets, and how."""
    totals = layout.all(col.TOTAL)
    return {
        "等级比例": ratios_formula(layout),
        "平均总分（分）": f"=ROUND(AVERAGE({totals}),2)",
        "最高总分（分）": f"=MAX({totals})",
        "最低总分（分）": f"=MIN({totals})",
        **{
            f"{tier}（人）": tier_count_formula(layout, level)
            for level, tier in enumerate(summary.tiers)
        },
    }


def _note(text: str, formula: str) -> Cell:
    """Write what is a number as a number, so that it can be reckoned with."""
    if text.isdecimal():
        return Cell(int(text), "left_count", formula)
    if re.fullmatch(r"\d+\.\d\d", text):
        return Cell(float(text), "left_points", formula)
    return Cell(text, "wrap", formula)


def _write_settings(book: Book, tiers: Tiers, layout: Layout) -> None:
    sheet = book.add_sheet(SETTINGS)
    sheet.hide_gridlines(2)
    for column, width in enumerate((22, 14, 16, 14)):
        sheet.set_column(column, column, width)
    book.write_row(sheet, 0, [Cell("参数", "title")])
    book.write_row(sheet, 1, [Cell(_CHANGES, "text")])
    headings = ("等级", "比例", "师德考核分", "上报学时")
    book.write_row(sheet, FIRST_TIER - 2, [Cell(name, "heading") for name in headings])
    for row, tier in enumerate((*tiers.levels, tiers.failing), start=FIRST_TIER - 1):
        ratio = getattr(tier, "ratio", None)
        share = Cell("—", "right") if ratio is None else Cell(float(ratio), "edit_percent")
        earned = (Cell(tier.appraisal, "edit_count"), Cell(tier.reported_hours, "edit_count"))
        book.write_row(sheet, row, [Cell(tier.name, "center"), share, *earned])
        if ratio is not None:
            book.file.define_name(ratio_name(tier.name), f"={SETTINGS}!$B${row + 1}")
    _check_ratios(book, sheet, layout)
    _write_rules(book, sheet, tiers, FIRST_TIER + layout.levels + 2)


def _write_rules(book: Book, sheet: Any, tiers: Tiers, first: int) -> None:
    """Say which rules the formulas follow."""
    rules = (
        ("名额取整", ROUNDING[tiers.rounding]),
        ("同分处理", TIES[tiers.ties]),
        ("排名范围", SCOPE[tiers.scope]),
        ("否决人员", "计入名额基数" if tiers.count_gated else "不计入名额基数"),
    )
    for row, (name, text) in enumerate(rules, start=first):
        book.write_row(sheet, row, [Cell(name, "heading"), Cell(text, "text")])
    note = "以上规则写在各表的公式里；要换规则，请在程序中换设置后重新生成。"
    book.write_row(sheet, first + len(rules), [Cell(note, "text")])


def _check_ratios(book: Book, sheet: Any, layout: Layout) -> None:
    """Add the ratios up, and say in red if they do not make a whole."""
    row = FIRST_TIER + layout.levels
    total = f"SUM(B{FIRST_TIER}:B{row - 1})"
    right, wrong = "比例合计 100%", "比例合计不是 100%，请改正"
    verdict = f'=IF(ROUND({total},6)=1,"{right}","{wrong}")'
    cells = [
        Cell("合计", "heading"),
        Cell(1.0, "percent", f"={total}"),
        Cell(right, "left", verdict),
    ]
    book.write_row(sheet, row, cells)
    alarm = book.file.add_format({"font_color": "#C00000", "bold": True})
    rule = {"type": "cell", "criteria": "==", "value": f'"{wrong}"', "format": alarm}
    sheet.conditional_format(row, 2, row, 2, rule)
    sheet.data_validation(
        FIRST_TIER - 1, 1, FIRST_TIER + layout.levels - 2, 1,
        {
            "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1,
            "error_title": "比例有误", "error_message": "请填 0% 到 100% 之间的比例。",
        },
    )  # fmt: skip


def _write_list(book: Book, name: str, table: Table) -> None:
    rows = [
        [_cell(text, side) for text, side in zip(row, table.align, strict=True)]
        for row in table.rows
    ]
    book.write_table(book.add_sheet(name, freeze=(1, 0)), table.header, rows)


def _cell(text: str, side: str) -> Cell:
    """Write what is a count as a number, everything else as text."""
    if side == "right" and text.isdecimal():
        return Cell(int(text), "count")
    return Cell(text, {"left": "wrap", "center": "center", "right": "right"}[side])
