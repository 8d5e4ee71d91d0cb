"""Where a table starts, which one it is, and what is not data."""

from __future__ import annotations

import pytest

from xiaoben_analytics import columns as col
from xiaoben_analytics.reading.furniture import term_of
from xiaoben_analytics.reading.table import read_table
from xiaoben_analytics.tables import TABLES

TITLES = ("工号", "姓名", "活动编号", "考勤")


@pytest.mark.parametrize("name", list(TABLES))
def test_every_table_is_recognised_by_its_own_headings(grid, name):
    headings = [column.heading for column in TABLES[name].columns]
    assert read_table(grid(headings)).table == name


@pytest.mark.parametrize("name", list(TABLES))
def test_no_other_table_needs_the_name_of_the_sheet(grid, name):
    headings = [column.heading for column in TABLES[name].columns]
    other = next(
        label for key, label in ((t.name, t.label) for t in TABLES.values()) if key != name
    )
    assert read_table(grid(headings, sheet=other)).table == name


def test_titles_above_and_notes_below_are_furniture(grid):
    sheet = read_table(
        grid(
            ["××中学考勤表"],
            ["统计日期：2021-09-10"],
            [],
            ["姓 名", "活动\n编号", "考勤（必填）"],
            ["王伟", "P1", "出席"],
            [None, "P1", "缺席"],
            ["合 计", None, "2"],
            ["平均", None, "1"],
            ["备注：每学期至少30学时"],
            ["2.“×”为缺席。"],
            ["制表人：蒋××", None, "审核人：王××"],
        )
    )
    assert sheet.data == {5, 6}
    assert [row.row for row in sheet.rows] == [5, 6]
    assert sheet.headings[col.ACTIVITY_ID] == "活动 编号"


def test_a_name_alone_is_poor_data_not_furniture(grid):
    assert read_table(grid(TITLES, [None, "王伟"])).data == {2}


def test_a_repeated_heading_is_not_data_and_may_move_columns(grid):
    sheet = read_table(
        grid(
            TITLES,
            ["1", "甲", "P1", "出席"],
            ["姓名", "工号", "活动编号", "考勤"],
            ["乙", "2", "P1", "迟到"],
        )
    )
    assert sheet.data == {2, 4}
    assert [row.cells[col.NAME] for row in sheet.rows] == ["甲", "乙"]


def test_stacked_tables_take_the_term_of_the_caption_above(grid):
    heading = ("序号", "培训内容", "培训时间", "学时")
    sheet = read_table(
        grid(
            ["2021-2022学年第一学期"],
            heading,
            [1, "甲", "9月", 3],
            ["2021-2022学年第二学期"],
            heading,
            [1, "乙", "3月", 3],
            ["注：安排到月。"],
        )
    )
    assert [(row.row, row.cells[col.TERM]) for row in sheet.rows] == [(3, 1), (6, 2)]


def test_the_term_may_stand_in_a_caption_or_the_name_of_the_sheet(grid):
    rows = (("培训内容", "培训时间", "学时"), ("甲", "9月", 3))
    assert read_table(grid(*rows, captions=["第二学期"])).rows[0].cells[col.TERM] == 2
    assert read_table(grid(*rows, sheet="上学期")).rows[0].cells[col.TERM] == 1
    assert read_table(grid(*rows)).rows[0].cells[col.TERM] is None


def test_one_key_heading_needs_company_or_the_name_of_the_table(grid):
    rows = (("工号", "姓名", "学时"), ("1", "甲", 3))
    assert read_table(grid(*rows)) is None
    assert read_table(grid(*rows, sheet="外出学习")).table == "external"


def test_a_remark_is_no_company(grid):
    assert read_table(grid(("姓名", "教研组", "学时", "备注"))) is None


def test_the_roster_is_not_every_list_with_names_and_groups(grid):
    assert read_table(grid(("工号", "姓名", "教研组"))).table == "roster"
    assert read_table(grid(("工号", "姓名", "教研组", "提交时间"))) is None
    assert read_table(grid(("工号", "姓名", "教研组", "手机"), sheet="花名册")).table == "roster"


def test_a_table_about_people_is_never_one_about_groups(grid):
    assert read_table(grid(("姓名", "教研组", "得分"))) is None


def test_a_table_about_people_needs_somebody(grid):
    assert read_table(grid(("活动编号", "考勤", "日期"))) is None


def test_awards_need_two_of_their_three_signs(grid):
    assert read_table(grid(("姓名", "奖项名称", "等次"))).table == "awards"
    assert read_table(grid(("姓名", "级别"))) is None


def test_a_heading_proper_is_preferred_to_an_alias(grid):
    row = read_table(
        grid(("序号", "活动编号", "培训内容", "培训时间", "学时"), (1, "P9", "甲", "9月", 3))
    )
    assert row.rows[0].cells[col.ACTIVITY_ID] == "P9"


def test_the_group_beside_a_name_is_kept_to_tell_namesakes_apart(grid):
    row = read_table(grid(("姓名", "教研组", "活动编号", "考勤"), ("王伟", "语文组", "P1", "出席")))
    assert row.table == "attendance"
    assert row.rows[0].cells[col.GROUP] == "语文组"


def test_personal_columns_are_never_read(grid):
    sheet = read_table(grid(("工号", "姓名", "教研组", "学科", "身份证号", "手机"), list("123456")))
    assert set(sheet.rows[0].cells) == {col.TEACHER_ID, col.NAME, col.GROUP, col.SUBJECT, col.TERM}


@pytest.mark.parametrize(
    ("caption", "term"),
    [
        ("第1学期", 1),
        ("2021—2022学年 第 二 学期", 2),
        ("秋季学期", 1),
        ("学期", None),
        ("第一、第二学期", None),
    ],
)
def test_terms_in_captions(caption, term):
    assert term_of(caption) == term


PRACTICE = ("备注", "工号", "项目", "数量")


@pytest.mark.parametrize("remark", ["小计", "注：补交", "说明：见附表"])
def test_a_whole_record_is_data_whatever_its_remark_begins_with(grid, remark):
    assert read_table(grid(PRACTICE, [remark, "0001", "听课", 2])).data == {2}


def test_a_teacher_may_be_called_like_a_total(grid):
    roster = ("姓名", "工号", "教研组")
    assert read_table(grid(roster, ["平均", "0007", "语文组"])).data == {2}


def test_a_total_of_several_columns_names_nobody(grid):
    heading = ("姓名", "培训名称", "学时", "奖励学分")
    assert read_table(grid(heading, ["合计", None, 36, 3], ["小计", "2 次", 36, 3])).data == set()


def test_what_stands_above_several_columns_belongs_to_each(grid):
    sheet = read_table(
        grid(
            ["考勤登记表"],
            ["工号", "姓名", "活动编号", "考勤", None],
            [None, None, None, "状态", "学时"],
            ["0001", "王伟", "P1", "出席", 3],
        )
    )
    assert sheet.data == {4}
    assert [row.cells[col.STATUS] for row in sheet.rows] == ["出席"]
    assert [row.cells[col.HOURS] for row in sheet.rows] == [3]


def test_two_rows_are_one_heading_only_if_both_are_needed(grid):
    heading = ("工号", "姓名", "活动编号", "考勤", "学时")
    sheet = read_table(grid(heading, ["0001", "王伟", "P1", "出席", None]))
    assert sheet.data == {2}


def test_a_heading_of_two_rows_may_come_again(grid):
    upper, lower = ["工号", "姓名", "活动编号", "考勤", None], [None, None, None, "状态", "学时"]
    first, second = ["0001", "王伟", "P1", "出席", 3], ["0002", "李娜", "P1", "缺席", 3]
    assert read_table(grid(upper, lower, first, upper, lower, second)).data == {3, 6}


def test_tables_side_by_side_are_all_read(grid):
    heading = ["工号", "姓名", "活动编号", "考勤"] * 2
    rows = [["1", "甲", "P1", "出席", "2", "乙", "P1", "缺席"], ["3", "丙", "P1", "迟到"]]
    sheet = read_table(grid(heading, *rows))
    assert sheet.data == {2, 3}
    assert [(row.row, row.cells[col.NAME], row.cells[col.STATUS]) for row in sheet.rows] == [
        (2, "甲", "出席"),
        (3, "丙", "迟到"),
        (2, "乙", "缺席"),
    ]


def test_a_heading_that_stands_twice_is_said(grid):
    sheet = read_table(grid([*TITLES, "考勤"], ["1", "甲", "P1", "出席", "缺席"]))
    assert [row.cells[col.STATUS] for row in sheet.rows] == ["出席"]
    assert [(one.row, one.column, one.severity) for one in sheet.problems] == [(1, "考勤", "问题")]


@pytest.mark.parametrize("title", ["学校、家庭、社会协同育人", "注意：安全教育", "单位：协作"])
def test_an_activity_may_be_called_like_a_note(grid, title):
    heading = ("培训内容", "培训时间", "学时", "学期")
    assert read_table(grid(heading, [title, "9月", 3, 1])).data == {2}


def test_signatures_in_all_columns_are_no_record(grid):
    heading = ("工号", "姓名", "教研组")
    signed = ["制表人：甲", "审核人：乙", "日期：2022年1月"]
    assert read_table(grid(heading, ["1", "王伟", "语文组"], signed)).data == {2}


def test_a_lone_name_is_data_however_wide_its_row_is(grid):
    for row in (["李娜"], ["李娜", None, None, None]):
        assert read_table(grid(TITLES, ["1", "王伟", "P1", "出席"], row)).data == {2, 3}


def test_a_lone_cell_below_the_end_is_said_unless_it_signs(grid):
    rows = (["1", "王伟", "P1", "出席"], ["合计", None, None, 1], [None, "李娜"], ["教务处"])
    sheet = read_table(grid(TITLES, *rows))
    assert sheet.data == {2}
    assert [(one.row, one.severity) for one in sheet.problems] == [(4, "提示")]
