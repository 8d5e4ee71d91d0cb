"""A row per day and a column per person is the same matrix, turned round."""

from __future__ import annotations

import datetime as dt

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
