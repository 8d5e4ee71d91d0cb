"""编号 beside names may number the rows; then it is no id."""

import pytest

NAMES = ("王伟", "张敏", "李娜")
ROSTER = (
    ("工号", "姓名", "教研组"),
    ("0001", "李娜", "语文组"),
    ("0002", "张敏", "语文组"),
    ("0003", "王伟", "语文组"),
)


def sheet(ids, heading="编号"):
    rows = [(one, name, "P1", "出席") for one, name in zip(ids, NAMES, strict=True)]
    return [(heading, "姓名", "活动编号", "考勤"), *rows]


def test_numbers_in_the_order_of_the_rows_are_left_out_and_said_once(read, found):
    school = read(roster=ROSTER, 考勤=sheet([1, 2, 3]))
    assert list(school.tables["attendance"]["teacher_id"]) == ["0003", "0002", "0001"]
    said = [problem for _, _, problem in found(school, "考勤.xlsx")]
    assert said == ["是 1、2、3… 的顺序号，没有当作工号，按姓名认人"]


@pytest.mark.parametrize("ids", [[3, 2, 1], ["0003", "0002", "0001"]])
def test_ids_that_are_not_in_order_or_begin_with_zero_are_ids(read, found, ids):
    school = read(roster=ROSTER, 考勤=sheet(ids))
    assert list(school.tables["attendance"]["teacher_id"]) == ["0003", "0002", "0001"]
    assert not any("顺序号" in problem for _, _, problem in found(school, "考勤.xlsx"))


def test_numbers_under_an_undoubted_heading_are_ids(read, found):
    school = read(roster=ROSTER, 考勤=sheet([1, 2, 3], "工号"))
    assert any("工号与姓名不符" in problem for _, _, problem in found(school, "考勤.xlsx"))


def test_numbers_that_the_roster_has_with_these_names_are_ids(read, found):
    roster = (ROSTER[0], *(("1", "王伟", "甲"), ("2", "张敏", "甲"), ("3", "李娜", "甲")))
    school = read(roster=roster, 考勤=sheet([1, 2, 3]))
    assert list(school.tables["attendance"]["teacher_id"]) == ["1", "2", "3"]
    assert found(school, "考勤.xlsx") == []


def test_a_number_beyond_the_rows_is_no_serial(read, found):
    school = read(roster=ROSTER, 考勤=sheet([1, 2, 9]))
    assert not any("顺序号" in problem for _, _, problem in found(school, "考勤.xlsx"))


def test_without_a_roster_they_are_left_out_as_well(read):
    school = read(roster=(), 考勤=sheet([1, 2, 3]))
    assert school.tables["attendance"]["teacher_id"].isna().all()
