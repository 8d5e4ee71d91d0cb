"""考勤机: who is in the log on the day of an activity was there."""

from __future__ import annotations

import datetime as dt

import pytest


def marks(school):
    rows = school.tables["attendance"]
    return list(
        rows[["teacher_id", "activity_id", "status", "row"]].itertuples(index=False, name=None)
    )


def test_a_log_of_texts_gives_presence_once_and_never_absence(read, counts, found):
    school = read(
        流水=[
            ("登记号码", "姓名", "出勤时间"),
            ["1000", "李娜", "2021/10/14 星期四 7:50"],
            ["1000", "李娜", "2021/10/15 星期五 7:50"],
            ["1000", "李娜", "2021/10/15 星期五 17:00"],
            ["1001", "刘洋", "2021/10/14 星期四 7:50"],
        ]
    )
    assert marks(school) == [("0002", "P2", "出席", 3)]
    assert counts(school, "流水.xlsx") == (5, 4, 0, 1)
    assert found(school, "流水.xlsx") == [
        (None, "出勤时间", "有 1 天没有计划活动，这些日子的 2 人次打卡不记考勤")
    ]
    assert "没有打卡的不记，不算缺席" in school.legends[0]


@pytest.mark.parametrize(
    "moment",
    ["2021-10-15 07:50:12", "2021/10/15 7:50", dt.datetime(2021, 10, 15, 7, 50)],  # noqa: DTZ001
)
def test_the_layout_with_a_machine_number(read, moment):
    heading = ("部门", "姓名", "考勤号码", "日期时间", "机器号", "编号", "比对方式", "卡号")
    row = ["数学组", "李娜", "7", moment, "1", "", "指纹", ""]
    assert marks(read(流水=[heading, row])) == [("0002", "P2", "出席", 2)]


@pytest.mark.parametrize(
    ("number", "who"), [("0005", "0005"), ("5", "0005"), ("1", "0001"), (5, "0005")]
)
def test_a_machines_number_tells_namesakes_apart_where_the_roster_has_it(read, number, who):
    heading = ("考勤号码", "姓名", "日期时间", "机器号")
    school = read(流水=[heading, [number, "王伟", "2021-10-15 07:50:12", "1"]])
    assert [one for one, *_ in marks(school)] == [who]


def test_a_machines_number_of_somebody_else_is_no_id(read, found, counts):
    heading = ("考勤号码", "姓名", "日期时间")
    rows = [["0003", "李娜", "2021-10-15 07:50"], ["0003", "王伟", "2021-10-15 07:50"]]
    school = read(流水=[heading, *rows])
    assert [one for one, *_ in marks(school)] == ["0002"]
    assert found(school, "流水.xlsx")[0][2].startswith("有 2 位同名教师")
    assert counts(school, "流水.xlsx") == (3, 1, 1, 1)


def test_a_row_per_day_with_several_times_in_one_cell(read, counts):
    heading = ("工号", "姓名", "日期", "打卡时间")
    school = read(
        明细=[
            heading,
            ["0002", "李娜", "2021-10-15", "07:50 17:02"],
            ["0004", "刘洋", "2021-10-15", None],
            ["0003", "张敏", "2021-10-15", "07:50\n17:02"],
            ["0003", "张敏", "2021-10-16", "07:50"],
        ]
    )
    assert marks(school) == [("0002", "P2", "出席", 2), ("0003", "P2", "出席", 4)]
    assert counts(school, "明细.xlsx") == (5, 4, 0, 1)


def test_the_days_sheet_of_a_machine_says_late_and_absent(read):
    heading = ("考勤号码", "姓名", "日期", "上班时间", "下班时间", "签到时间", "签退时间")
    heading += ("迟到时间", "早退时间", "是否旷工")
    shift = ("2021-10-15", "08:00", "17:00")
    school = read(
        明细=[
            heading,
            ["2", "李娜", *shift, "08:15", "17:00", "00:15", None, None],
            ["4", "刘洋", *shift, "07:55", "16:30", None, "00:30", "False"],
            ["3", "张敏", *shift, None, None, None, None, "True"],
            ["6", "陈静", *shift, dt.time(7, 55), dt.time(17, 0), "00:00", 0, False],
        ]
    )
    assert [(who, status) for who, _, status, _ in marks(school)] == [
        ("0002", "迟到"),
        ("0004", "早退"),
        ("0003", "缺席"),
        ("0006", "出席"),
    ]


def month(*rows, title="考勤时间：2021-10-14 ~ 2021-10-16"):
    return [["考勤记录表"], [title], ("编号", "姓名", "部门", 14, 15, 16), *rows]


def test_a_month_with_times_in_the_cells(read, counts):
    school = read(
        月表=month(
            ["1", "李娜", "数学组", "07:50\n17:02", "07:5117:00", None],
            ["2", "刘洋", "数学组", "07:50", None, None],
        )
    )
    assert marks(school) == [("0002", "P2", "出席", 4)]
    assert counts(school, "月表.xlsx") == (5, 2, 0, 3)


def test_a_month_may_be_named_without_days(read):
    row = ["1", "李娜", "数学组", "07:50", "07:51", None]
    school = read(月表=month(row, title="2021年10月"))
    assert marks(school) == [("0002", "P2", "出席", 4)]


def test_days_may_be_headed_by_dates(read):
    heading = ("姓名", "2021-10-14", "2021-10-15", "10月16日")
    school = read(月表=[heading, ["李娜", "07:50", "07:51 17:00", None]])
    assert marks(school) == [("0002", "P2", "出席", 2)]


def test_a_month_that_nobody_names_is_set_aside(read, found, counts):
    school = read(月表=month(["1", "李娜", "数学组", "07:50", "07:51", None], title="考勤"))
    assert found(school, "月表.xlsx") == [(None, "", "标题中没有年月，不知道各列是哪一天")]
    assert counts(school, "月表.xlsx") == (4, 0, 1, 3)


def test_pairs_of_rows_say_who_and_when(read, counts):
    school = read(
        考勤记录=[
            ["考勤记录表"],
            ["考勤时间：2021-10-14 ~ 2021-10-16"],
            (14, 15, 16),
            ("工号:", "2", "姓名:", "李娜", "部门:", "数学组"),
            ("07:50\n17:00", "07:51\n17:01", None),
            ("工号:", "5", "姓名:王伟", None, "部门:", None),
            (None, "07:55", None),
            ("工号：9 姓名：刘洋 部门：数学组",),
        ]
    )
    assert marks(school) == [("0002", "P2", "出席", 5), ("0005", "P2", "出席", 7)]
    assert counts(school, "考勤记录.xlsx") == (8, 2, 0, 6)


def test_totals_alone_are_not_used_and_a_notice_says_so(read, found, counts):
    heading = ("编号", "姓名", "部门", "应出勤", "实出勤", "迟到次数", "早退次数")
    school = read(汇总=[["考勤汇总表"], heading, ["1", "李娜", "数学组", 22, 21, 1, 0]])
    assert marks(school) == []
    problem = "只有各人的合计，没有逐日的结果，没有用作考勤"
    assert found(school, "汇总.xlsx") == [(None, "", problem)]
    assert counts(school, "汇总.xlsx") == (3, 0, 0, 3)


def test_a_first_row_without_a_name_is_no_heading(read, counts):
    heading = ("考勤号码", "姓名", "日期时间")
    rows = [["0002", None, "2021-10-15 07:50"], ["0004", "刘洋", "2021-10-15 07:50"]]
    school = read(流水=[heading, *rows])
    assert [who for who, *_ in marks(school)] == ["0004"]
    assert counts(school, "流水.xlsx") == (3, 1, 1, 1)


def test_totals_beside_marks_are_a_matrix(read):
    heading = ("姓名", "教研组", "P1", "教改培训", "出勤次数", "迟到次数", "缺勤次数")
    school = read(签到=[heading, ["李娜", "数学组", "√", "×", 1, 0, 1]])
    assert [(what, status) for _, what, status, _ in marks(school)] == [
        ("P1", "出席"),
        ("P2", "缺席"),
    ]


def test_a_roster_with_totals_is_a_roster(read):
    heading = ("工号", "姓名", "教研组", "学科", "应出勤", "实出勤", "迟到次数")
    school = read(roster=(), 名单=[heading, ["0002", "李娜", "数学组", "数学", 22, 21, 1]])
    assert list(school.tables["roster"]["teacher_id"]) == ["0002"]


def test_without_plan_and_roster_the_log_stays_by_day(read):
    heading = ("登记号码", "姓名", "出勤时间")
    school = read(roster=(), plan=(), 流水=[heading, ["1000", "李娜", "2021/10/15 星期五 7:50"]])
    rows = school.tables["attendance"]
    assert list(rows["teacher_id"]) == ["1000"]
    assert list(rows["activity_id"]) == ["2021-10-15"]


@pytest.mark.parametrize(
    ("heading", "row", "table"),
    [
        (("姓名", "教研组", 1, 2, 3), ["李娜", "数学组", "√", "√", "×"], "attendance"),
        (("姓名", "项目", "日期", "数量"), ["李娜", "听课", "2021-10-15", 2], "practice"),
        (("姓名", "日期", "考勤"), ["李娜", "2021-10-15", "出席"], "attendance"),
        (("姓名", "检查日期", "等级"), ["李娜", "2021-10-15", "优秀"], "notes"),
    ],
)
def test_other_tables_are_not_taken_for_a_clock(read, heading, row, table):
    school = read(别的=[heading, row])
    kinds = dict(zip(school.files["file"], school.files["table"], strict=True))
    assert kinds["别的.xlsx"] == table
    assert not any("打卡" in legend for legend in school.legends)


def test_odd_and_hostile_cells_do_no_harm(read, counts):
    school = read(
        流水=[
            ("登记号码", "姓名", "出勤时间"),
            ["1", "李娜", "2021/10/15 星期五 7:50"],
            ["1", "李娜", "2021/10/15 7:55"],
            ["=1+1", "<script>", "2021/10/15 星期五 7:50"],
            ["2", "刘洋", "2021-02-30 07:50"],
            ["3", "张敏", "7:50"],
            ["4", "陈静", None],
            ["合计", None, 5],
        ]
    )
    assert marks(school) == [("0002", "P2", "出席", 2)]
    assert counts(school, "流水.xlsx") == (8, 2, 4, 2)


def test_numbers_of_a_machine_without_names_are_nobodys(read, counts, found):
    """The machine's 1 is not the teacher 0001."""
    rows = [
        ("考勤号码", "日期时间", "机器号"),
        ["0001", "2021-10-15 07:50", "1"],
        ["2", "2021-10-15 07:51", "1"],
    ]
    school = read(打卡=rows)
    assert marks(school) == []
    assert counts(school, "打卡.xlsx") == (3, 0, 2, 1)
    assert found(school, "打卡.xlsx") == [
        (None, "", "只有考勤机自己的“考勤号码”，没有姓名，不知是谁")
    ]
