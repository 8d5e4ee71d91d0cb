"""Columns that nobody read are said once for a sheet, with what they could be called."""

import pytest

from xiaoben_analytics.reading import read_file
from xiaoben_analytics.reading.table import read_table

HEAD = ("活动编号", "培训内容", "培训时间", "学时")


def unread(found):
    return [
        (one.problem, one.advice)
        for one in found.sheets[0].notices
        if "没有使用的列" in one.problem
    ]


def test_an_unknown_heading_is_named_with_those_the_table_still_has(book):
    path = book({"活动计划": [(*HEAD, "地点"), ("P1", "甲", "2021-09-10", 3, "报告厅")]})
    [(problem, advice)] = unread(read_file(path))
    assert problem == "没有使用的列：“地点”"
    assert "培训对象" in advice
    assert "学时" not in advice


@pytest.mark.parametrize("heading", ["序号", "No.", "手机号", "合计", "学时"])
def test_numbers_totals_private_columns_and_repeated_ones_are_no_loss(book, heading):
    path = book({"活动计划": [(*HEAD, heading), ("P1", "甲", "2021-09-10", 3, 5)]})
    assert unread(read_file(path)) == []


def test_an_unknown_heading_with_nothing_below_is_no_loss(book):
    path = book({"活动计划": [(*HEAD, "地点"), ("P1", "甲", "2021-09-10", 3, None)]})
    assert unread(read_file(path)) == []


def test_a_matrix_and_a_sign_in_say_so_too(book):
    matrix = [
        ("姓名", "9月10日", "9月17日", "9月24日", "楼层", "出勤次数"),
        ("甲", "√", "√", "×", "三楼", 2),
    ]
    signed = [("2021年9月10日签到表",), ("姓名", "签到", "地点"), ("甲", "√", "三楼")]
    assert [one for one, _ in unread(read_file(book({"a": matrix}, "a.xlsx")))] == [
        "没有使用的列：“楼层”"
    ]
    assert [one for one, _ in unread(read_file(book({"b": signed}, "b.xlsx")))] == [
        "没有使用的列：“地点”"
    ]


@pytest.mark.parametrize(("said", "wanted"), [("参加人员", "培训对象"), ("是否必修", "必须参加")])
def test_common_headings_of_a_plan_count_as_the_usual_ones(book, said, wanted):
    rows = [(*HEAD, said), ("P1", "甲", "2021-09-10", 3, "否" if said == "是否必修" else "数学组")]
    found = read_file(book({"活动计划": rows})).sheets[0]
    assert found.rows[0][wanted] == (False if said == "是否必修" else "数学组")


@pytest.mark.parametrize(
    "head",
    [
        ("序号", "时间", "活动主题", "参加人员", "课时", "主持人"),
        ("序号", "时间", "内容", "形式", "学时", "主讲人"),
        ("序号", "时间", "研修内容", "形式", "学时", "主讲"),
        ("序号", "活动时间", "活动名称", "形式", "学分", "负责人"),
        ("序号", "培训日期", "活动名称", "形式", "培训学时", "负责人"),
    ],
)
def test_a_list_with_hours_is_a_plan(grid, head):
    rows = [1, "2021-09-10", "甲", "讲座", 3, "李娜"]
    assert read_table(grid(head, rows)).table == "plan"


def test_meetings_without_hours_stay_meetings_unless_they_call_themselves_a_plan(grid):
    rows = (("日期", "主题", "活动内容"), ("2021-09-10", "甲", "乙"))
    assert read_table(grid(*rows, sheet="教研活动")).table == "group_meetings"
    assert read_table(grid(*rows, sheet="活动计划")).table == "plan"
    grouped = (("教研组", "日期", "主题", "形式"), ("语文组", "2021-09-10", "甲", "研讨"))
    assert read_table(grid(*grouped, sheet="活动计划")).table == "group_meetings"
