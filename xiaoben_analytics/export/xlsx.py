"""成绩总表.xlsx: standings with live formulas; change a setting, and the tiers follow."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.export import formulas
from xiaoben_analytics.export.book import Book, Cell
from xiaoben_analytics.export.hours import write_hours
from xiaoben_analytics.export.layout import CHANGES, ROUNDING_PLACE, TIES_PLACE, Layout, layout_of
from xiaoben_analytics.export.live import write_groups, write_lines, write_standings
from xiaoben_analytics.export.marks import grid_of, write_activities, write_marks, write_rates
from xiaoben_analytics.export.native import FIXED_TIME
from xiaoben_analytics.export.origin import Origin, origin_of
from xiaoben_analytics.export.settings import VERDICT, flag_changes, write_settings
from xiaoben_analytics.ledger import Line
from xiaoben_analytics.summary import (
    ROUNDING,
    TIES,
    Summary,
    Table,
    marks,
    problems_table,
    reconciliation_table,
)

TITLE = "校本培训成绩总表"

_SHEETS = {
    "参数": "比例、取整、同分、权重等设置。黄色单元格可以修改，右边是办法规定和会议决定；填错的在“核对”一列以红字指出。",
    "成绩": "每位教师一行。各项得分、总分、组内名次、等级、师德考核分和上报学时是公式；未加权的得分和否决是生成时的数字。",
    "划线": "每个排名范围的名额、划线和线下差距，是公式；某组另定比例时，改该组的黄色单元格。",
    "组别": "各教研组的人数、平均分、中位分、最高分、最低分和等级人数，是公式。",
    "参与": "教师 × 活动的考勤记录，是生成时的记录；每人的出勤率由同一行的记号数出。",
    "出勤率": "各教研组各月的出勤率，由《参与》的记号数出。",
    "活动": "每次活动的应到、实到和出勤率，由《参与》的记号数出；序号与《参与》相同。",
    "学时": "每位教师的学时与要求；还缺和完成率是公式，结论和理由是生成时的判断。",
    "问题清单": "读文件时发现的问题，是生成时的记录。",
    "数据核对": "各文件的行数核对，是生成时的记录。",
}
_MORE = {
    "保护": "各表已保护（没有密码），只有黄色单元格可以修改；可以筛选、调整列宽。要排序，请先撤销工作表保护，"
    "并且不要对《参与》排序：出勤率按其中的位置计数。",
    "辅助列": "《成绩》和《划线》右侧、《参数》F 列折叠的灰色列是公式用的：未加权得分、排名范围及其序号、计等位次、"
    "按规则的等级（1 为最高）、名额的余数、累计名额；选中两边的列，右键“取消隐藏”可以查看。",
    "不随参数变的": "谁被否决、未加权的得分、排名范围的划分（全校、小组合并）不随参数重算；要改这些，请在程序中换设置后重新生成。",
    "改动的痕迹": "参数与办法不同时，本页、《参数》和《成绩》的表头都会标出“已改”，打印出来也看得见。",
}
_SHARED = "本次由全校总额分配到各组：名额、比例、取整和名额基数是生成时的，不随参数变。"
_MOVED = "由会议调整等级的教师，等级固定为调整后的等级；划线仍按规则计算。"
_LIVE, _FIXED = "公式，随之重算", "生成时"


def write_workbook(
    result: Assessment, summary: Summary, path: Path, *, line: Line | None = None
) -> None:
    """Write the workbook; formulas carry the library's values, to be read without calculating.

    `line` is the decision that `result` was made of, where there is one.
    """
    origin = origin_of(result, line)
    content = BytesIO()  # so that a full disk is an OSError, as with every other file
    with Workbook(content, {"in_memory": True}) as file:
        file.set_properties({"title": TITLE, "created": FIXED_TIME})
        book, layout, grid = Book(file), layout_of(result), grid_of(result)
        _write_notes(book, result, summary, (layout, origin))
        write_settings(book, result, layout, origin)
        write_standings(book, result, layout, origin)
        write_lines(book, result, layout)
        write_groups(book, result, layout)
        write_marks(book, result, grid)
        write_rates(book, result, grid)
        write_activities(book, grid)
        write_hours(book, result)
        _write_list(book, "问题清单", problems_table(result))
        _write_list(book, "数据核对", reconciliation_table(result))
        for name, place in layout.ranges.items():
            file.define_name(name, place)
    path.write_bytes(content.getvalue())


def _write_notes(
    book: Book, result: Assessment, summary: Summary, made: tuple[Layout, Origin]
) -> None:
    """Write facts and key numbers, say of each whether it follows the other sheets, and explain these."""
    layout, origin = made
    sheet = book.add_sheet("说明")
    sheet.hide_gridlines(2)
    for column, width in enumerate((20, 58, 16)):
        sheet.set_column(column, column, width)
    book.write_row(sheet, 0, [Cell(TITLE, "title")])
    book.write_row(sheet, 1, [Cell(summary.subtitle, "text")])
    sheet.set_row(2, 48)
    book.write_merged(sheet, (2, 0, 2, 2), Cell(origin.as_made, "verdict", f"={VERDICT}"))
    flag_changes(book, sheet, (2, 0, 2, 2))
    headings = ("项目", "内容", "何时的数字")
    book.write_row(sheet, 3, [Cell(name, "heading") for name in headings])
    written = _live_formulas(result, summary, layout)
    pairs = {**summary.facts, **summary.numbers}
    for row, (name, text) in enumerate(pairs.items(), start=4):
        formula = written.get(name, "")
        when = Cell(_LIVE if formula else _FIXED, "quiet")
        book.write_row(sheet, row, [Cell(name, "heading"), _note(text, formula), when])
    row = 4 + len(pairs) + 1
    book.write_row(sheet, row, [Cell("各表与用法", "title")])
    for name, text in _guide(result).items():
        row += 1
        book.write_row(sheet, row, [Cell(name, "heading")])
        book.write_merged(sheet, (row, 1, row, 2), Cell(text, "wrap"))
        book.fit_height(sheet, row, text, 74)
    sheet.print_area(0, 0, row, 2)
    sheet.set_portrait()
    book.protect(sheet)
    sheet.activate()


def _guide(result: Assessment) -> dict[str, str]:
    more = dict(_MORE)
    if result.policy.tiers.conserve:
        more["名额"] = _SHARED
    if result.manual:
        more["调整"] = _MOVED
    return {**{f"《{name}》": text for name, text in _SHEETS.items()}, **more}


def _live_formulas(result: Assessment, summary: Summary, layout: Layout) -> dict[str, str]:
    """Say which facts and key numbers are worked out from the other sheets, and how."""
    totals = layout.all(col.TOTAL)
    settings = {
        "等级比例": formulas.ratios_formula(layout),
        "名额取整": _chosen(ROUNDING_PLACE, tuple(ROUNDING.values())),
        "同分处理": _chosen(TIES_PLACE, tuple(TIES.values())),
    }
    ends = {name: _ending(summary.facts[name]) for name in marks(result)}
    return {
        **{name: formula + ends.get(name, "") for name, formula in settings.items()},
        "平均总分（分）": formulas.mean_formula(layout),
        "最高总分（分）": f"=MAX({totals})",
        "最低总分（分）": f"=MIN({totals})",
        **{
            f"{tier}（人）": formulas.tier_count_formula(layout, level)
            for level, tier in enumerate(summary.tiers)
        },
    }


def _ending(text: str) -> str:
    """Say on whose word a setting is another than the regulation's, as long as none is changed."""
    mark = text[text.rindex("（") :]
    return f'&IF({CHANGES}=0,{formulas.literal(mark)},"")'


def _chosen(place: str, words: tuple[str, ...]) -> str:
    return f"=CHOOSE({place},{','.join(map(formulas.literal, words))})"


def _note(text: str, formula: str) -> Cell:
    """Write what is a number as a number, so that it can be reckoned with."""
    if text.isdecimal():
        return Cell(int(text), "left_count", formula)
    if re.fullmatch(r"\d+\.\d\d", text):
        return Cell(float(text), "left_points", formula)
    return Cell(text, "wrap", formula)


def _write_list(book: Book, name: str, table: Table) -> None:
    rows = [
        [_cell(text, side) for text, side in zip(row, table.align, strict=True)]
        for row in table.rows
    ]
    sheet = book.add_sheet(name, freeze=(1, 0))
    book.write_table(sheet, table.header, rows)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    book.protect(sheet)


def _cell(text: str, side: str) -> Cell:
    """Write what is a count as a number, everything else as text."""
    if side == "right" and text.isdecimal():
        return Cell(int(text), "count")
    return Cell(text, {"left": "wrap", "center": "center", "right": "right"}[side])
