"""The workbook: its formulas give what the library gives, whatever ratio is typed in."""

import re

import openpyxl
import pytest
from office import recalculated
from schools import as_school, school_rows
from typed import (
    expected_groups,
    expected_standings,
    groups_of,
    lines_of,
    named,
    opened,
    rows_of,
    standings_of,
    type_into,
)

from xiaoben_analytics.assessment import assess, move_teachers
from xiaoben_analytics.export.xlsx import write_workbook
from xiaoben_analytics.policy import read_policy
from xiaoben_analytics.scenarios import ManualMove
from xiaoben_analytics.summary import summarize

TOO_NEW = re.compile(r"\b(XLOOKUP|LET|FILTER|MINIFS|MAXIFS|IFS|SORT|UNIQUE|LAMBDA)\(")


@pytest.fixture(scope="module")
def workbook(pack):
    return openpyxl.load_workbook(pack / "成绩总表.xlsx")


LABELS = ("外出学习", "考勤", "活动参与", "读书活动", "加分")
SHEETS = [
    "说明", "参数", "成绩", "划线", "组别", "参与", "出勤率", "活动", "学时", "问题清单", "数据核对",
]  # fmt: skip


def test_stored_values_are_the_librarys(pack, result):
    book = openpyxl.load_workbook(pack / "成绩总表.xlsx", data_only=True)
    assert standings_of(book, LABELS) == expected_standings(result)
    assert all(got == expected for got, expected in lines_of(book, result))
    assert groups_of(book) == expected_groups(result)


@pytest.mark.office
def test_shared_seats_and_moves_by_hand_stay_when_recalculated(result, tmp_path):
    last = result.standings.query("not gated").iloc[-1]["teacher_id"]
    divided = result.what_if(conserve=True, group_ratios={"第1组": "50/30/20"})
    divided = move_teachers(divided, [ManualMove(last, "优秀", "支教", "校长室")])
    file = tmp_path / "a.xlsx"
    write_workbook(divided, summarize(divided), file)
    again = recalculated([file], tmp_path)[file.name]
    assert standings_of(again, LABELS) == expected_standings(divided)
    assert all(got == expected for got, expected in lines_of(again, divided))


def test_totals_ranks_tiers_and_what_they_earn_are_formulas(workbook):
    names = (*LABELS, "总分", "组内名次", "等级", "师德考核分", "上报学时")
    rows = rows_of(workbook["成绩"])
    assert all(str(row[name]).startswith("=") for row in rows for name in names)
    texts = [
        str(getattr(cell.value, "text", cell.value))
        for sheet in workbook
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert not [text for text in texts if TOO_NEW.search(text)]


def test_every_parameter_and_column_has_a_name(workbook):
    values = {
        name: named(workbook, name).value
        for name in ("比例_优秀", "比例_良好", "比例_合格", "权重_外出学习", "取整", "同分", "否决计入基数",
                     "师德考核分_良好", "上报学时_不合格")
    }  # fmt: skip
    assert values == {
        "比例_优秀": 0.3, "比例_良好": 0.4, "比例_合格": 0.3, "权重_外出学习": 1, "取整": "累计四舍五入",
        "同分": "依次比较各项", "否决计入基数": "是", "师德考核分_良好": 8, "上报学时_不合格": 0,
    }  # fmt: skip
    column = [cell.value for (cell,) in named(workbook, "成绩_工号")]
    assert column == [row["工号"] for row in rows_of(workbook["成绩"])]
    assert {"成绩_总分", "成绩_等级", "成绩_考勤_未加权", "划线_优秀_名额"} < set(
        workbook.defined_names
    )


def test_names_are_legal_whatever_the_labels(tmp_path):
    labels = {
        "external": '外出 "学习"',
        "attendance": "外出（学习）",
        "reading": "=1+1",
        "bonus": "𠀀",
    }
    policy = read_policy("county-110")
    parts = [{"name": name, "label": label} for name, label in labels.items()]
    policy = policy.amended({"components": parts})
    result = assess(as_school(school_rows(3, teachers=6, groups=2)), policy)
    file = tmp_path / "a.xlsx"
    write_workbook(result, summarize(result), file)
    names = [name for name in opened(file).defined_names if name.startswith("权重_")]
    assert sorted(names) == [
        "权重__", "权重__1_1", "权重_外出__学习_", "权重_外出_学习_", "权重_活动参与",
    ]  # fmt: skip


def test_sheets_are_set_up_for_reading_and_printing(workbook):
    assert workbook.sheetnames == SHEETS
    assert workbook.active.title == "说明"
    sheet = workbook["成绩"]
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref == "A1:N28"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet["B2"].value == "0025"  # ids keep their zeros
    for one in workbook:
        assert one.page_setup.paperSize == 9
        assert one.print_area
        assert one.oddFooter.center.text == "第 &P 页，共 &N 页"


def test_only_settings_can_be_typed_over(workbook):
    free = {
        (sheet.title, cell.column_letter)
        for sheet in workbook
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    assert free == {("参数", "B"), *(("划线", letter) for letter in "CDE")}
    for sheet in workbook:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        assert not sheet.protection.autoFilter  # as the format says that it is allowed
        assert not sheet.protection.formatColumns
    listed = {
        str(rule.sqref): (rule.formula1, rule.error)
        for rule in workbook["参数"].data_validations.dataValidation
    }
    assert ('"累计四舍五入,累计只舍不入,最大余数,圣拉古"') in [
        formula for formula, _ in listed.values()
    ]
    assert all(message.startswith("请") for _, message in listed.values())
    (own,) = workbook["划线"].data_validations.dataValidation
    assert (str(own.sqref), own.error) == ("C4:E6", "请填 0% 到 100% 之间的比例。")


def test_what_only_formulas_need_is_folded_away(workbook):
    for name, first in (("成绩", "O"), ("划线", "S")):
        sheet = workbook[name]
        hidden = [letter for letter, one in sheet.column_dimensions.items() if one.hidden]
        assert hidden[0] == first
        assert sheet.column_dimensions[first].outlineLevel == 1


def test_nobody_is_shown_before_the_settings_can_be_believed(pack):
    book = openpyxl.load_workbook(pack / "成绩总表.xlsx", data_only=True)
    assert named(book, "参数_核对").value == book["说明"]["A3"].value
    assert book["说明"]["A3"].value == "与办法一致：参数没有改动，等级按办法计算。"
    assert {named(book, name).value for name in ("参数_有误", "参数_已改")} == {0}


def _notes(book):
    """What 说明 says of each fact and number, as text, and when it was worked out."""
    rows = book["说明"].iter_rows(min_row=5, max_col=3, values_only=True)
    return {
        name: (f"{shown:.2f}" if isinstance(shown, float) else str(shown), when)
        for name, shown, when in rows
        if when
    }


def test_key_numbers_are_the_summarys(pack, summary):
    notes = _notes(openpyxl.load_workbook(pack / "成绩总表.xlsx", data_only=True))
    assert {name: shown for name, (shown, _) in notes.items()} == {
        **summary.facts,
        **summary.numbers,
    }


def test_notes_say_what_is_a_formula_and_what_is_of_the_time_of_writing(workbook, summary):
    live = [name for name, (shown, _) in _notes(workbook).items() if shown.startswith("=")]
    assert set(live) == {
        "等级比例", "名额取整", "同分处理", "平均总分（分）", "最高总分（分）", "最低总分（分）", "优秀（人）", "良好（人）",
        "合格（人）", "不合格（人）",
    }  # fmt: skip
    for name, (_, when) in _notes(workbook).items():
        assert when == ("公式，随之重算" if name in live else "生成时")


def test_the_workbook_has_its_own_title(workbook):
    assert workbook["说明"]["A1"].value == workbook.properties.title == "校本培训成绩总表"


def test_harmful_text_stays_text(harmful_pack):
    book = openpyxl.load_workbook(harmful_pack / "成绩总表.xlsx")
    names = [cell for cell in book["成绩"]["C"] if cell.value in ("=1+1", "@SUM(A1)")]
    assert names
    assert {cell.data_type for cell in names} == {"s"}
    assert "王�伟" in [cell.value for cell in book["成绩"]["C"]]
    groups = [cell for cell in book["组别"]["A"] if str(cell.value).startswith("=1+1<img")]
    assert {cell.data_type for cell in groups} == {"s"}
    problems = [cell for cell in book["问题清单"]["F"] if str(cell.value).startswith("=")]
    assert "=钱六 （已隐去）" in [cell.value for cell in problems]
    assert {cell.data_type for cell in problems} == {"s"}


@pytest.mark.office
def test_notes_follow_the_typed_ratios(result, tmp_path):
    file, typed = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    write_workbook(result, summarize(result), file)
    settings = {"ratios": "12.5/51.5/36", "rounding": "floor", "ties": "up"}
    type_into(file, typed, **settings)
    expected = summarize(result.what_if(**settings))
    assert expected.numbers != summarize(result).numbers
    notes = _notes(recalculated([typed], tmp_path)["b.xlsx"])
    shown = {name: text for name, (text, _) in notes.items()}
    assert {name: shown[name] for name in expected.numbers} == dict(expected.numbers)
    for name in ("等级比例", "名额取整", "同分处理"):
        assert shown[name] == expected.facts[name].removesuffix("（试算，与办法不同）")


def test_what_was_decided_stands_beside_what_the_regulation_says(result, tmp_path):
    mover = result.standings[result.standings["tier"] == "合格"].iloc[-1]
    move = ManualMove(mover["teacher_id"], "优秀", "支教一年", "校长室")
    tried = move_teachers(result.what_if(ratios="25/45/30"), [move])
    write_workbook(tried, summarize(tried), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)
    rows = {row[0]: row for row in book["参数"].iter_rows(min_row=7, values_only=True)}
    # who nobody decided for is a trial; what is the regulation's stays blank beside it
    assert rows["名额取整"][1:5] == ("累计四舍五入", "累计四舍五入", None, "与办法一致")
    ratio = next(
        row for row in book["参数"].iter_rows(min_row=7, values_only=True) if row[0] == "优秀"
    )
    assert ratio[1:5] == (0.25, 0.3, 0.25, "试算，与办法不同")
    (own,) = [row for row in book["成绩"].iter_rows(min_row=2) if row[1].value == move.teacher_id]
    assert any("会议调整为优秀：支教一年（批准人：校长室）" in str(cell.value) for cell in own)
    assert [cell.comment.text for cell in own if cell.comment]
