"""The report's words and numbers, worked out by hand on a school of five."""

import re
from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest
from schools import as_school

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.figures.template import STATUS_COLORS
from xiaoben_analytics.problems import Problem, problems_frame
from xiaoben_analytics.summary import Finding, problems_table, summarize

# Everybody has 10 points for reading. 王一 has the most hours (6) and so 30 points for attendance,
# 张三 half of them; 李二 was absent once without leave in two activities, which voids his.
ROWS = {
    "roster": [
        {"teacher_id": "0001", "name": "王一", "group": "甲组", "state": "在岗"},
        {"teacher_id": "0002", "name": "李二", "group": "甲组", "state": "在岗"},
        {"teacher_id": "0003", "name": "张三", "group": "乙组", "state": "在岗"},
        {"teacher_id": "0004", "name": "赵四", "group": "乙组", "state": "在岗"},
        {"teacher_id": "0005", "name": "孙五", "group": "乙组", "state": "产假"},
    ],
    "plan": [
        {"activity_id": "A1", "title": "师德", "term": 1, "month": "2021-09", "hours": Fraction(3)},
        {
            "activity_id": "A2", "title": "作业设计", "term": 1, "month": "2021-10",
            "hours": Fraction(3), "audience": "甲组",
        },
    ],
    "attendance": [
        {"teacher_id": "0001", "activity_id": "A1", "status": "出席"},
        {"teacher_id": "0001", "activity_id": "A2", "status": "出席"},
        {"teacher_id": "0002", "activity_id": "A1", "status": "缺席"},
        {"teacher_id": "0002", "activity_id": "A2", "status": "病假", "made_up": True},
        {"teacher_id": "0003", "activity_id": "A1", "status": "迟到"},
    ],
}  # fmt: skip

FILES = pd.DataFrame(
    [
        ("花名册.xlsx", "花名册", "花名册", 7, 5, 1, 1),
        ("考勤.xlsx", "九月", "考勤", 5, 4, 0, 1),
        ("考勤.xlsx", "十月", "考勤", 4, 3, 0, 1),
    ],
    columns=["file", "sheet", "table", "rows_in", "used", "set_aside", "furniture"],
)


@pytest.fixture(scope="module")
def result():
    found = [
        Problem("花名册.xlsx", "花名册", 9, "出生日期", "1980-13-01", "日期 1980-13-01 无法识别"),
        Problem("考勤.xlsx", "九月", 3, "姓名", "钱六 13800000000", "花名册中没有此人"),
    ]
    school = replace(as_school(ROWS), files=FILES, problems=problems_frame(found))
    return assess(school)


@pytest.fixture(scope="module")
def summary(result):
    return summarize(result)


def _table(summary, title):
    return next(
        table for section in summary.sections for table in section.tables if table.title == title
    )


def test_key_numbers_are_those_counted_by_hand(summary, result):
    notices = len(result.problems) - 2
    assert dict(summary.numbers) == {
        "参评教师（人）": "4",
        "教研组（个）": "2",
        "活动（次）": "2",
        "应到（人次）": "6",
        "实到（人次）": "3",
        "出勤率": "50%",
        "平均总分（分）": "21.25",
        "最高总分（分）": "40.00",
        "最低总分（分）": "10.00",
        "优秀（人）": "2",
        "良好（人）": "0",
        "合格（人）": "1",
        "不合格（人）": "1",
        "读入（行）": "16",
        "使用（行）": "12",
        "搁置（行）": "1",
        "问题（条）": "2",
        "提示（条）": str(notices),
        "重复（条）": "0",
    }


def test_sections_follow_the_meeting(summary):
    assert [section.heading for section in summary.sections] == [
        "一、数据核对", "二、参与情况", "三、学时完成", "四、教研组表现", "五、等级划线",
        "六、脆弱线", "七、同分案", "八、会议决定", "九、待定事项", "附：成绩总表",
    ]  # fmt: skip
    assert summary.subtitle == "甲校　2021-2022 学年"
    assert summary.facts["等级比例"] == "优秀 30%、良好 40%、合格 30%"
    assert summary.facts["数据截至"] == "2021年10月"


def test_reconciliation_adds_each_files_sheets_up(summary):
    section = summary.sections[0]
    assert section.findings[0] == (
        "读入 2 个文件的 3 张工作表，共 16 行：使用 12 行，搁置 1 行，标题、合计等 3 行，"
        "三者之和等于总行数。"
    )
    assert section.tables[0].rows == (
        ("花名册.xlsx", "花名册", "7", "5", "1", "1"),
        ("考勤.xlsx", "考勤", "9", "7", "0", "2"),
        ("合计", "", "16", "12", "1", "3"),
    )


def test_rows_that_do_not_add_up_are_admitted(result):
    lost = replace(result.school, files=FILES.assign(used=[4, 4, 3]))
    section = summarize(replace(result, school=lost)).sections[0]
    assert "三者之和不等于总行数" in section.findings[0]


def test_rates_cross_months_with_groups(summary):
    table = _table(summary, "各教研组各月出勤率")
    assert table.header == ("月份", "甲组", "乙组", "全校")
    assert table.rows == (
        ("2021年9月", "50.0%", "50.0%", "50.0%"),
        ("2021年10月", "50.0%", "—", "50.0%"),
        ("全年", "50.0%", "50.0%", "50.0%"),
    )
    assert _table(summary, "各项活动出勤率").rows == (
        ("1", "师德", "2021年9月", "4", "2", "50.0%"),
        ("2", "作业设计", "2021年10月", "2", "1", "50.0%"),
    )


def test_more_groups_than_months_stand_in_rows():
    rows = {**ROWS, "plan": ROWS["plan"][:1], "attendance": ROWS["attendance"][:1]}
    table = _table(summarize(assess(as_school(rows))), "各教研组各月出勤率")
    assert table.header == ("教研组", "2021年9月", "全年")
    assert table.rows == (
        ("甲组", "50.0%", "50.0%"),
        ("乙组", "0.0%", "0.0%"),
        ("全校", "25.0%", "25.0%"),
    )


def test_nobody_owes_anything():
    plan = [{**activity, "required": False} for activity in ROWS["plan"]]
    section = summarize(assess(as_school({**ROWS, "plan": plan}))).sections[1]
    assert section.findings[0] == "没有应参加的活动，无从计算出勤率。"
    assert section.charts == ()


def test_rate_charts_show_what_the_tables_say(summary):
    groups, months = summary.sections[1].charts
    assert groups.categories == ("甲组", "乙组")
    assert groups.series[0].amounts == (2 / 4, 1 / 2)
    assert (months.categories, months.series[0].amounts) == (("9月", "10月"), (2 / 4, 1 / 2))


def test_attendance_tables_mark_each_teacher(summary):
    first, second = (_table(summary, f"{group}考勤一览") for group in ("甲组", "乙组"))
    assert first.rows == (("王一", "√", "√"), ("李二", "缺", "补"))
    assert first.shades == (("", "出席", "出席"), ("", "缺席", "病假"))
    assert second.header == ("姓名", "1")
    assert second.rows == (("张三", "迟"), ("赵四", "？"))


def test_every_colour_of_the_attendance_tables_is_explained(summary):
    table = _table(summary, "甲组考勤一览")
    for status in STATUS_COLORS:
        assert re.search(f". {status}（[浅深]?[蓝黄橙紫红灰]）", table.note), status
    assert "补 已补课，颜色仍为原来的" in table.note


def test_groups_are_compared_by_points_and_tiers(summary):
    assert _table(summary, "各教研组得分与等级人数").rows == (
        ("甲组", "2", "25.00", "25.00", "40.00", "10.00", "1", "0", "0", "1"),
        ("乙组", "2", "17.50", "17.50", "25.00", "10.00", "1", "0", "1", "0"),
    )
    dots, components = summary.sections[3].charts
    assert [series.amounts for series in dots.series] == [(40.0, 25.0), (10.0, 10.0)]
    means = {series.name: series.amounts for series in components.series}
    assert means["考勤"] == (15.0, 7.5)
    assert means["读书活动"] == (10.0, 10.0)
    assert "2 个教研组都不足 5 人，平均分不作比较。" in summary.sections[3].findings


def test_lines_and_ladders_of_each_group(summary):
    section = summary.sections[4]
    assert section.tables[0].rows == (
        ("甲组", "优秀", "30%", "1", "1", "40.00", "—"),
        ("甲组", "良好", "40%", "0", "0", "—", "—"),
        ("甲组", "合格", "30%", "1", "0", "—", "—"),
        ("甲组", "不合格", "", "0", "1", "—", "—"),
        ("乙组", "优秀", "30%", "1", "1", "25.00", "15.00"),
        ("乙组", "良好", "40%", "0", "0", "—", "—"),
        ("乙组", "合格", "30%", "1", "1", "10.00", "—"),
    )
    assert "乙组 2 人：优秀 1 人（25.00 分起）、合格 1 人（10.00 分起）。" in section.findings
    assert "甲组 2 人：优秀 1 人（40.00 分起）、不合格 1 人。" in section.findings
    ladder = section.charts[0]
    assert (ladder.title, ladder.categories) == ("甲组总分与等级", ("王一", "李二"))
    assert {series.name: series.amounts for series in ladder.series} == {
        "优秀": (40.0, None),
        "不合格": (None, 10.0),
    }


def test_a_pool_of_several_groups_stands_in_order_of_rank(result):
    # 王一 40 points, 张三 25, 赵四 10; 李二, of the first group, is gated and stands last
    policy = result.policy.with_tiers(result.policy.tiers.with_settings(scope="school"))
    (ladder,) = summarize(assess(result.school, policy)).sections[4].charts
    assert ladder.categories == ("王一", "张三", "赵四", "李二")


def test_standings_are_listed_with_points_and_remarks(summary):
    table = summary.sections[-1].tables[0]
    assert table.rows[:2] == (
        ("甲组", "0001", "王一", "0.00", "30.00", "0.00", "10.00", "0.00", "40.00", "1",
         "优秀", "10", "12", ""),
        ("甲组", "0002", "李二", "0.00", "0.00", "0.00", "10.00", "0.00", "10.00", "",
         "不合格", "0", "0", "无故缺席超过应参加活动的 20%，考勤项作废；无故缺席 1 次"),
    )  # fmt: skip


def test_problems_come_first_and_without_personal_numbers(result):
    table = problems_table(result)
    first, second = table.rows[:2]
    assert first[5:7] == ("（已隐去）", "日期 （已隐去） 无法识别")
    assert second[5] == "钱六 （已隐去）"
    assert {row[0] for row in table.rows[2:]} == {"提示"}


def test_a_long_list_of_problems_is_cut_in_the_report_and_says_so(result):
    many = problems_frame(
        [Problem("甲.xlsx", "表", n, "列", str(n), "问题") for n in range(1, 131)]
    )
    school = replace(result.school, problems=many)
    found = len(replace(result, school=school).problems)
    section = summarize(replace(result, school=school)).sections[8]
    assert len(section.tables[0].rows) == 100
    told = f"其余 {found - 100} 行见《成绩总表》的“问题清单”。"
    assert section.findings[0] == (
        f"待核对的问题和提示共 {found} 条，请逐条核对。以下为前 100 行，{told}"
    )


def test_rows_with_the_same_problem_stand_on_one_line_of_the_report_only(result, monkeypatch):
    same = [Problem("甲.xlsx", "表", n, "列", "x", "问题") for n in (3, 5, 8, 9, 11)]
    other = Problem("甲.xlsx", "表", 4, "列", "y", "问题")
    found = problems_frame([*same, other])
    monkeypatch.setattr("xiaoben_analytics.assessment.list_problems", lambda *_: found)
    again = replace(result)
    section = summarize(again).sections[8]
    assert section.findings[0] == (
        "待核对的问题和提示共 6 条，请逐条核对。其中相同的合为一行，列为 2 行。"
    )
    assert [row[3] for row in section.tables[0].rows] == ["3、5、8 等 5 行", "4"]
    assert [row[3] for row in problems_table(again).rows] == ["3", "5", "8", "9", "11", "4"]


def test_nothing_found_is_said(result, monkeypatch):
    monkeypatch.setattr("xiaoben_analytics.assessment.list_problems", lambda *_: problems_frame([]))
    quiet = replace(result)
    assert summarize(quiet).sections[8].blocks[0] == Finding("没有发现需要核对的问题。")
