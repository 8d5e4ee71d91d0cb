"""学习通: a sign-in becomes attendance at the activity of its day."""

from __future__ import annotations

import pytest

HEADING = ("序号", "姓名", "学号/工号", "签到状态", "签到时间")


def marks(school):
    rows = school.tables["attendance"]
    return list(
        rows[["teacher_id", "activity_id", "status", "row"]].itertuples(index=False, name=None)
    )


def sheet(*rows, title="签到时间：2021年10月15日 14:00"):
    return [["教师研修班"], [title], HEADING, *rows]


def test_every_status_under_the_day_in_the_title(read, counts):
    school = read(
        签到=sheet(
            [1, "李娜", "0002", "已签", "2021年10月15日 14:01"],
            [2, "张敏", "0003", "教师代签", None],
            [3, "刘洋", "0004", "未参与", None],
            [4, "陈静", "0006", "公假", None],
            [5, "王伟", "0001", "迟到", "2021年10月15日 14:20"],
            [6, "王伟", "0005", "早退", None],
        )
    )
    assert marks(school) == [
        ("0002", "P2", "出席", 4),
        ("0003", "P2", "出席", 5),
        ("0004", "P2", "缺席", 6),
        ("0006", "P2", "公假", 7),
        ("0001", "P2", "迟到", 8),
        ("0005", "P2", "早退", 9),
    ]
    assert counts(school, "签到.xlsx") == (9, 6, 0, 3)
    assert school.problems.empty
    assert "教师代签=出席" in school.legends[0]


def test_without_a_title_the_day_is_that_of_those_who_signed(read):
    school = read(
        签到=sheet(
            [1, "李娜", "0002", "已签", "2021年10月15日 14:01"],
            [2, "刘洋", "0004", "未参与", None],
            title="研修班",
        )
    )
    assert [(who, status) for who, _, status, _ in marks(school)] == [
        ("0002", "出席"),
        ("0004", "缺席"),
    ]


def test_a_column_of_the_start_goes_before_all(read):
    heading = ("姓名", "签到开始时间", "签到状态")
    school = read(
        签到=[
            heading,
            ["李娜", "2021年10月15日 14:00", "已签"],
            ["李娜", "2022年05月06日 14:00", "未参与"],
        ]
    )
    assert [(what, status) for _, what, status, _ in marks(school)] == [
        ("P2", "出席"),
        ("P4", "缺席"),
    ]


def test_a_month_of_the_plan_may_be_the_day_of_a_sign_in(read):
    school = read(签到=sheet([1, "李娜", "0002", "已签", None], title="2021年9月17日 14:00"))
    assert marks(school) == [("0002", "P1", "出席", 4)]


def test_a_column_for_each_sign_in(read, counts):
    heading = ("姓名", "学号", "签到 2021年10月15日 14:00", "签到 2022年5月6日 14:00", "签到率")
    school = read(
        签到统计=[
            heading,
            ["李娜", "900", "已签", "未参与", "50%"],
            ["刘洋", "901", "教师代签", "事假", "50%"],
        ]
    )
    assert marks(school) == [
        ("0002", "P2", "出席", 2),
        ("0002", "P4", "缺席", 2),
        ("0004", "P2", "出席", 3),
        ("0004", "P4", "事假", 3),
    ]
    assert counts(school, "签到统计.xlsx") == (3, 2, 0, 1)


def test_two_sign_ins_on_one_day(read):
    heading = ("姓名", "签到 2021年10月15日 14:00", "签退 2021年10月15日 16:00")
    school = read(签到=[heading, ["李娜", "已签", "未参与"], ["刘洋", "迟到", "已签"]])
    assert [(who, status) for who, _, status, _ in marks(school)] == [
        ("0002", "出席"),
        ("0004", "迟到"),
    ]


def test_a_sign_in_of_no_activity_is_listed_and_set_aside(read, found, counts):
    rows = ([1, "李娜", "0002", "已签", None], [2, "刘洋", "0004", "未参与", None])
    school = read(签到=sheet(*rows, title="2021年12月15日 14:00"))
    assert found(school, "签到.xlsx") == [(4, "日期", "计划中没有“2021-12-15”")]
    assert counts(school, "签到.xlsx") == (5, 0, 2, 3)


def test_a_sign_in_without_any_day_is_set_aside(read, found, counts):
    school = read(签到=sheet([1, "李娜", "0002", "教师代签", None], title="研修班"))
    assert found(school, "签到.xlsx") == [(None, "", "不知道是哪一天的签到")]
    assert counts(school, "签到.xlsx") == (4, 0, 1, 3)


def test_several_days_leave_those_without_time_aside(read, found):
    school = read(
        签到=sheet(
            [1, "李娜", "0002", "已签", "2021年10月15日 14:01"],
            [2, "张敏", "0003", "已签", "2022年5月6日 14:01"],
            [3, "刘洋", "0004", "未参与", None],
            title="研修班",
        )
    )
    assert len(marks(school)) == 2
    assert found(school, "签到.xlsx") == [(6, "签到时间", "日期无法识别")]


def test_a_number_that_is_no_id_gives_way_to_the_name(read):
    school = read(签到=sheet([1, "李娜", "20213344", "已签", None]))
    assert [who for who, *_ in marks(school)] == ["0002"]


@pytest.mark.parametrize("status", ["已签", "出席"])
def test_the_schools_own_table_is_none_of_it(read, status):
    heading = ("工号", "姓名", "活动编号", "签到状态")
    school = read(考勤=[heading, ["0002", "李娜", "P2", status]])
    assert marks(school) == [("0002", "P2", "出席", 2)]
    assert school.legends == ()
