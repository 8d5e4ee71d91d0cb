"""A register of leave says who was excused from what."""

from __future__ import annotations

import pytest

from xiaoben_analytics.reading import read_file

HEADING = ("姓名", "请假时间", "请假类别", "活动")


def statuses(school):
    rows = school.tables["attendance"]
    return list(rows[["teacher_id", "activity_id", "status"]].itertuples(index=False, name=None))


@pytest.mark.parametrize("kind", ["请假类别", "请假类型", "假别"])
def test_leave_is_a_record_of_the_activity_or_of_its_day(read, counts, kind):
    school = read(
        请假=[
            ["请假登记表"],
            ("姓名", "请假时间", kind, "活动"),
            ("李娜", "2021-10-15", "病假", "教改培训"),
            ("张敏", "2021-10-15", "事假（家事）", None),
            ("陈静", "2021-10-16", "公假", None),
        ]
    )
    assert statuses(school) == [("0002", "P2", "病假"), ("0003", "P2", "事假")]
    assert counts(school, "请假.xlsx") == (5, 2, 1, 2)


def test_a_register_is_read_the_same_without_a_plan(tmp_path, book):
    path = book({"请假": [["请假登记表"], HEADING, ("李娜", "2021-10-15", "病假", "教改培训")]})
    (sheet,) = read_file(path).sheets
    assert sheet.table.name == "attendance"
    (row,) = sheet.rows
    assert (row["活动编号"], row["考勤"]) == ("教改培训", "病假")


def test_attendance_beside_a_kind_of_leave_is_no_register(read):
    heading = ("姓名", "活动编号", "考勤", "请假类别")
    school = read(考勤=[heading, ("李娜", "P2", "出席", None), ("张敏", "P2", "病假", "病假")])
    assert [status for _, _, status in statuses(school)] == ["出席", "病假"]


def test_a_kind_of_leave_that_nobody_knows_is_listed(read, counts):
    school = read(请假=[HEADING, ("李娜", "2021-10-15", "有事", "教改培训")])
    assert statuses(school) == []
    assert counts(school, "请假.xlsx") == (2, 0, 1, 1)


@pytest.mark.parametrize("kind", ["产假", "婚假", "丧假"])
def test_leave_that_no_regulation_knows_is_excused_and_said(read, found, kind):
    school = read(请假=[HEADING, ("李娜", "2021-10-15", kind, "教改培训")])
    assert statuses(school) == [("0002", "P2", "事假")]
    problem = f"{kind}没有专门的规定，按事假计：是请假，不算无故缺席"
    assert (None, "请假类别", problem) in found(school, "请假.xlsx")
