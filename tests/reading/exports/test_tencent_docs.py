"""腾讯文档收集表 and its likes."""

from __future__ import annotations

import pytest

HEADING = (
    "提交时间（自动）",
    "姓名（必填）",
    "教研组（必填）",
    "工号（必填）",
    "学时（必填）",
    "现场照片（必填）",
    "备注",
    "提交者（自动）",
)


def submission(name, teacher_id, at="2021年10月15日 14:00", hours="3学时", note=None):
    return (at, name, None, teacher_id, hours, "2021-10-15_img.jpg", note, "微信昵称")


def statuses(school):
    rows = school.tables["attendance"]
    return list(rows[["teacher_id", "activity_id", "status"]].itertuples(index=False, name=None))


def test_every_submission_is_presence_with_its_hours_and_note(read, counts):
    school = read(
        签到=[HEADING, submission("李娜", "0002", note="到"), submission("张敏", "3.00 ")]
    )
    assert statuses(school) == [("0002", "P2", "出席"), ("0003", "P2", "出席")]
    assert list(school.tables["attendance"]["hours"]) == [300, 300]
    assert list(school.tables["attendance"]["note"].fillna("")) == ["到", ""]
    assert counts(school, "签到.xlsx") == (3, 2, 0, 1)
    assert "微信昵称" not in school.problems.to_string()


def test_a_repeated_submission_is_set_aside_as_repeated(read, found):
    school = read(表=[HEADING, submission("李娜", "0002"), submission("李娜", "0002")])
    assert statuses(school) == [("0002", "P2", "出席")]
    assert "重复" in found(school, "表.xlsx")[0][2]


@pytest.mark.parametrize(
    "heading",
    [
        ("提交人", "提交时间", "姓名"),
        ("填写人", "填写时间", "你的姓名？（必填）"),
        ("提交者（自动）", "提交时间（自动）", "1. 姓名"),
    ],
)
def test_likes_are_known_by_time_and_submitter(read, heading):
    school = read(签到=[heading, ("昵称", "2021-10-15 14:00", "李娜")])
    assert statuses(school) == [("0002", "P2", "出席")]


def test_a_time_alone_is_no_sign_of_a_form(read):
    school = read(表=[("提交时间", "姓名"), ("2021-10-15 14:00", "李娜")])
    assert statuses(school) == []


def test_a_roster_collected_by_a_form_is_a_roster(read):
    heading = (
        "提交时间（自动）",
        "工号（必填）",
        "姓名（必填）",
        "教研组（必填）",
        "学科",
        "提交者（自动）",
    )
    rows = [("2021-10-15", "0007", "孙悦", "语文组", "语文", "昵称")]
    school = read(教师信息收集=[heading, *rows])
    assert "0007" in list(school.tables["roster"]["teacher_id"])
    assert statuses(school) == []


def test_another_tables_headings_win(read):
    heading = (
        "提交时间（自动）",
        "姓名（必填）",
        "书名（必填）",
        "完成情况（必填）",
        "提交者（自动）",
    )
    school = read(签到=[heading, ("2021-10-15", "李娜", "某书", "按时", "昵称")])
    assert list(school.tables["reading"]["completion"]) == ["按时"]
    assert statuses(school) == []


def test_a_damaged_id_is_said_and_the_name_counts(read, found):
    school = read(签到=[HEADING, submission("李娜", "1.23457E+11")])
    assert statuses(school) == [("0002", "P2", "出席")]
    assert found(school, "签到.xlsx")[0][2] == "长编号存成了数字，后几位已丢失"


def test_who_somebody_is_alone_is_no_sign_in(read, counts):
    """Any form asks for it: this one collects addresses."""
    heading = (
        "提交时间（自动）",
        "提交者（自动）",
        "姓名（必填）",
        "教研组（必填）",
        "手机号（必填）",
    )
    row = ("2021-10-15 14:00", "昵称", "李娜", "数学组", "13800138000")
    school = read(教师信息收集=[heading, row])
    assert statuses(school) == []
    assert counts(school, "教师信息收集.xlsx") == (2, 0, 2, 0)


def test_the_day_of_submission_is_not_taken_for_an_activity_planned_by_month(read, found):
    school = read(签到=[HEADING, submission("李娜", "0002", at="2021年9月3日 14:00")])
    assert statuses(school) == []
    problem = "2021-09-03 是提交日期，计划中的 P1 师德培训 只写了月份，不能据此认定"
    assert found(school, "签到.xlsx") == [(2, "提交时间（自动）", problem)]


def test_a_form_without_any_question_is_not_recognised(read, counts):
    heading = ("提交时间（自动）", "提交者（自动）")
    school = read(收集表=[heading, ("2021-10-15 14:00", "李娜"), ("2021-10-15 14:01", "刘洋")])
    assert counts(school, "收集表.xlsx") == (3, 0, 3, 0)
