"""成绩总表.xlsx: standings with live formulas; change a ratio, and the tiers follow."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.export.book import Book, Cell
from xiaoben_analytics.export.formulas import FIRST_TIER, SETTINGS, Layout, ratio_name
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

_GUIDE = (
    "《参数》中黄色的单元格可以修改：改了比例，《划线》的名额和《成绩》的等级随之重算。",
    "《成绩》的各项得分、总分、组内名次、等级、师德考核分和上报学时都是公式链，改动一处即重算全表。",
    "《划线》列出每个排名范围的名额、划线和线下差距；某组用另外的比例时，改该组那一行的比例。",
    "《组别》比较各教研组；《问题清单》列出待核对之处；《数据核对》列出每张表的行数去向。",
)


def write_workbook(result: Assessment, summary: Summary, path: Path) -> None:
    """Write the workbook; formulas carry the library's values, to be read without calculating."""
    content = BytesIO()  # so that a full disk is an OSError, as with every other file
    with Workbook(content, {"in_memory": True}) as file:
        file.set_properties({"title": summary.title, "created": FIXED_TIME})
        book, layout = Book(file), layout_of(result)
        _write_notes(book, summary)
        _write_settings(book, result.policy.tiers, layout)
        write_standings(book, result, layout)
        write_lines(book, result, layout)
        write_groups(book, result, layout)
        _write_list(book, "问题清单", problems_table(result))
        _write_list(book, "数据核对", reconciliation_table(result))
    path.write_bytes(content.getvalue())


def _write_notes(book: Book, summary: Summary) -> None:
    sheet = book.add_sheet("说明")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 64)
    book.write_row(sheet, 0, [Cell(summary.title, "title")])
    book.write_row(sheet, 1, [Cell(summary.subtitle, "text")])
    pairs = [*summary.facts.items(), ("关键数字", ""), *summary.numbers.items()]
    for row, (name, text) in enumerate(pairs, start=3):
        style = "wrap" if text else "heading"
        book.write_row(sheet, row, [Cell(name, "heading"), Cell(text, style)])
    for row, line in enumerate(_GUIDE, start=len(pairs) + 4):
        book.write_row(sheet, row, [Cell(line, "text")])
    sheet.print_area(0, 0, len(pairs) + 4 + len(_GUIDE), 1)
    sheet.set_portrait()


def _write_settings(book: Book, tiers: Tiers, layout: Layout) -> None:
    sheet = book.add_sheet(SETTINGS)
    sheet.hide_gridlines(2)
    for column, width in enumerate((22, 14, 16, 14)):
        sheet.set_column(column, column, width)
    book.write_row(sheet, 0, [Cell("参数", "title")])
    book.write_row(
        sheet, 1, [Cell("黄色单元格可以修改，其余各表随之重算；比例合计应为 100%。", "text")]
    )
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
