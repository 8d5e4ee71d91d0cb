"""A row per day and a column per person is the same matrix, turned round."""

from __future__ import annotations

import datetime as dt

import pytest

HEADING = ("日期", "李娜", "刘洋", "陈\n静")


def marks(school):
    rows = school.tables["attendance"]
    return list(rows[["teacher_id", "activity_id", "status"]].itertuples(index=False, name=None))


def test_booleans_say_who_was_there(read, counts):
    school = read(
        出席=[
            (),
            HEADING,
            (dt.date(2021, 10, 15), True, False, True),
            (dt.date(2022, 5, 6), False, True, None),
            ("Total", 1, 1, 1),
        ]
    )
    assert marks(school) == [
        ("0002", "P2", "出席"),
        ("0004", "P2", "缺席"),
        ("0006", "P2", "出席"),
        ("0002", "P4", "缺席"),
        ("0004", "P4", "出席"),
    ]
    assert counts(school, "出席.xlsx") == (4, 2, 0, 2)


def test_marks_go_by_the_legend_and_the_rows_of_no_activity_are_listed(read, found):
    school = read(
        出席=[
            ("√出席 ×缺席 △早退",),
            HEADING,
            ("10月15日", "√", "△", "×"),
            ("10月16日", "√", "√", "√"),
        ]
    )
    assert marks(school) == [
        ("0002", "P2", "出席"),
        ("0004", "P2", "早退"),
        ("0006", "P2", "缺席"),
    ]
    assert {row for row, *_ in found(school, "出席.xlsx")} == {4}


def test_people_of_nobody_are_listed(read, found):
    school = read(出席=[("日期", "李娜", "外人"), ("2021-10-15", "出席", "出席")])
    assert marks(school) == [("0002", "P2", "出席")]
    assert [(row, column) for row, column, _ in found(school, "出席.xlsx")] == [(2, "姓名")]


def test_a_plan_is_no_cross_table(read):
    plan = [("日期", "讲座", "地点"), ("2021-10-15", "师德", "报告厅")]
    assert marks(read(安排=plan)) == []


def test_without_plan_and_roster_days_and_names_stay(read):
    school = read(
        roster=(),
        plan=(),
        出席=[("Date", "Ben \nAshley", "Sue Day"), ("2021-10-15", "TRUE", "FALSE")],
    )
    rows = school.tables["attendance"]
    assert list(rows["name"]) == ["Ben Ashley", "Sue Day"]
    assert list(rows["activity_id"]) == ["2021-10-15"] * 2
    assert list(rows["status"]) == ["出席", "缺席"]


CORNERS = ("日期/姓名", "日期", "活动", None, "姓名")


@pytest.mark.parametrize("corner", CORNERS)
@pytest.mark.parametrize("whens", [("9月6日", "2021-10-15"), ("P1", "教改培训")])
def test_any_corner_will_do_above_days_or_activities(read, corner, whens):
    rows = [
        (corner, "李娜", "张敏", "刘洋", "出勤人数"),
        (whens[0], "√", "√", "×", 2),
        (whens[1], "√", "病假", "√", 2),
        ("合计", 2, 1, 1, 4),
    ]
    table = read(签到=rows).tables["attendance"]
    assert set(zip(table["name"], table["activity_id"], table["status"], strict=True)) == {
        ("李娜", "P1", "出席"),
        ("张敏", "P1", "出席"),
        ("刘洋", "P1", "缺席"),
        ("李娜", "P2", "出席"),
        ("张敏", "P2", "病假"),
        ("刘洋", "P2", "出席"),
    }


@pytest.mark.parametrize("corner", CORNERS)
@pytest.mark.parametrize("whens", [("9月6日", "2021-10-15"), ("P1", "教改培训")])
def test_any_corner_will_do_above_names(read, corner, whens):
    rows = [(corner, *whens), ("李娜", "√", "√"), ("张敏", "√", "病假"), ("合计", 2, 1)]
    table = read(签到=rows).tables["attendance"]
    assert set(zip(table["name"], table["activity_id"], table["status"], strict=True)) == {
        ("李娜", "P1", "出席"),
        ("李娜", "P2", "出席"),
        ("张敏", "P1", "出席"),
        ("张敏", "P2", "病假"),
    }


def test_a_list_of_days_with_places_and_subjects_is_no_attendance(read):
    school = read(
        安排=[
            ("日期", "场地", "设备"),
            ("2021-09-10", "三楼", "投影"),
            ("2021-10-15", "二楼", "无"),
        ]
    )
    assert len(school.tables["attendance"]) == 0


def test_groups_with_marks_are_no_people(read):
    school = read(检查=[("教研组", "2021-09-10", "2021-10-15"), ("语文组", "√", "√")])
    assert len(school.tables["attendance"]) == 0


def test_an_ordinary_list_with_the_activity_before_the_name_is_no_cross_table(read):
    head = ("工号", "活动编号", "姓名", "考勤", "学时")
    rows = [("0002", "P1", "李娜", "事假", 0), ("0003", "P1", "张敏", "事假", "0")]
    table = read(考勤=[head, *rows]).tables["attendance"]
    assert list(zip(table["teacher_id"], table["status"], strict=True)) == [
        ("0002", "事假"),
        ("0003", "事假"),
    ]
