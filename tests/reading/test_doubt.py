"""What is doubtful about a table that is read is said."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest

from xiaoben_analytics.reading import read_school

STUDY = ("姓名", "培训名称", "学时", "扣分")


@pytest.mark.parametrize(
    ("name", "rows", "said"),
    [
        (
            "校本培训登记",
            [("姓名", "培训内容", "培训时间", "学时"), ("李娜", "师德", "2021-09-10", 3)],
            ("外出学习", "培训时间"),
        ),
        (
            "安排",
            [("姓名", "事项", "完成情况", "日期"), ("李娜", "交教案", "完成", "2021-09-10")],
            ("读书活动", "事项"),
        ),
        (
            "年度评定",
            [("姓名", "年度", "等级", "日期"), ("李娜", "2021", "优秀", "2021-12-30")],
            ("学习笔记", "年度"),
        ),
        (
            "运动会",
            [("组别", "比赛", "日期", "主题"), ("数学组", "拔河", "2021-10-01", "秋季")],
            ("教研活动", "比赛"),
        ),
    ],
)
def test_a_table_known_by_a_common_word_alone_is_doubtful(read, found, name, rows, said):
    school = read(**{name: rows})
    problem = "只凭常见的标题按《{}》读取，可能不是；还有不认识的列：{}".format(*said)
    assert (1, "", problem) in found(school, f"{name}.xlsx")


@pytest.mark.parametrize("name", ["外出学习", "教师外出培训登记"])
def test_a_table_that_says_what_it_is_is_not(read, found, name):
    rows = [("姓名", "培训内容", "地点", "学时"), ("李娜", "省级培训", "南京", 30)]
    told = [problem for _, _, problem in found(read(**{name: rows}), f"{name}.xlsx")]
    assert told == ["没有使用的列：“地点”"]


def test_a_table_whose_columns_are_all_known_is_not(read, found):
    rows = [("序号", "姓名", "培训内容", "学时", "备注"), (1, "李娜", "省级培训", 30, None)]
    assert found(read(登记=rows), "登记.xlsx") == []


def test_two_columns_of_one_meaning_that_differ_are_listed(read, found):
    rows = [
        ("姓名", "培训名称", "学时", "课时"),
        ("李娜", "省培", 30, 30),
        ("刘洋", "省培", 30, 10),
    ]
    problem = "“课时”与“学时”是同一项，内容不同，只读了“学时”"
    assert found(read(外出学习=rows), "外出学习.xlsx") == [(3, "课时", problem)]


def test_two_columns_of_one_meaning_that_agree_are_not(read, found):
    rows = [
        ("姓名", "培训名称", "学时", "课时"),
        ("李娜", "省培", 30, 30),
        ("刘洋", "省培", 20, None),
    ]
    assert found(read(外出学习=rows), "外出学习.xlsx") == []


def test_an_amount_merged_over_several_teachers_is_said(tmp_path, found):
    book = openpyxl.Workbook()
    for row in (
        STUDY,
        ("李娜", "省培", 30, 2),
        ("刘洋", "省培", None, None),
        ("张敏", "省培", 20, 1),
    ):
        book.active.append(row)
    for merged in ("B2:B3", "C2:C3"):
        book.active.merge_cells(merged)
    book.save(tmp_path / "外出学习.xlsx")
    school = read_school(tmp_path)
    assert list(school.tables["external"]["hours"]) == [3000, 3000, 2000]
    problem = "“学时”有合并的单元格，其中每一行都按同一个数计（共 1 行与上面合并）"
    assert (3, "学时", problem) in found(school, "外出学习.xlsx")
    assert not any(column == "培训名称" for _, column, _ in found(school, "外出学习.xlsx"))


def test_a_workbook_that_counts_days_from_1904_is_said(tmp_path, found):
    book = openpyxl.Workbook()
    book.epoch = dt.datetime(1904, 1, 1)  # noqa: DTZ001
    for row in (STUDY, ("李娜", "省培", 30, 2)):
        book.active.append(row)
    book.save(tmp_path / "外出学习.xlsx")
    said = [problem for _, _, problem in found(read_school(tmp_path), "外出学习.xlsx")]
    assert any(problem.startswith("文件从 1904 年起计日期") for problem in said)


@pytest.mark.parametrize(
    ("status", "note", "kept"),
    [
        ("出席", "病假", False),
        ("出席", "因事假未到", False),
        ("出席", "请假", False),
        ("迟到", "缺席", False),
        ("出席", "迟到", False),
        ("迟到", "迟到", True),
        ("出席", "上次请假", True),
        ("出席", "主持人", True),
        ("病假", "病假", True),
    ],
)
def test_a_remark_that_contradicts_presence_sets_the_row_aside(read, counts, status, note, kept):
    rows = [("姓名", "活动编号", "考勤", "备注"), ("李娜", "P2", status, note)]
    assert counts(read(考勤=rows), "考勤.xlsx") == (2, int(kept), int(not kept), 1)


@pytest.mark.parametrize(
    ("time", "said"),
    [
        ("9月10日、10月15日", "写了不止一天，按第一天（2021-09-10）计"),
        ("9月10日、17日", "写了不止一天，按第一天（2021-09-10）计"),
        ("9月10日-12日", None),
        ("2021-09-10", None),
    ],
)
def test_of_several_days_planned_the_first_counts_and_is_said(read, found, time, said):
    plan = [
        ("2021-2022学年活动计划",),
        ("活动编号", "学期", "培训内容", "培训时间", "学时"),
        ("P1", 1, "师德培训", time, 3),
    ]
    school = read(plan=plan)
    assert list(school.tables["plan"]["month"]) == ["2021-09"]
    assert found(school, "活动计划.xlsx") == ([(3, "培训时间", said)] if said else [])
