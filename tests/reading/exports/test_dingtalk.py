"""钉钉: three sheets say the same facts, and the best of them is read."""

from __future__ import annotations

import openpyxl
import pytest

from xiaoben_analytics.reading import read_school

PLAN = (
    ("活动编号", "学期", "培训内容", "培训时间", "培训对象", "学时"),
    ("P2", 1, "教改培训", "2021-10-15", "全体教师", 3),
)
PERSON = ("姓名", "考勤组", "部门", "工号", "职位", "UserId")
UPPER = (
    *PERSON,
    "日期",
    "workDate",
    "班次",
    "上班1",
    None,
    "下班1",
    None,
    "关联的审批单",
    "出勤天数",
)
LOWER = (*(None,) * 9, "打卡时间", "打卡结果", "打卡时间", "打卡结果", None, None)
TITLES = (["每日统计表 统计日期：2021-10-01 至 2021-10-31"], ["报表生成时间：2021-11-01 09:12"])
LINA = ("李娜", "全体教师", "数学组", "0002", "教师", "manager01")
LIU = ("刘洋", "全体教师", "数学组", "0004", "教师", "manager02")


def daily(*rows):
    """Give a sheet 每日统计 of rows of person, date, four cells of cards and an approval."""
    return [
        *TITLES,
        UPPER,
        LOWER,
        *([*who, day, "1634227200000", "A", *cards, "1"] for who, day, *cards in rows),
    ]


def cards(*rows):
    """Give a sheet 原始记录 of rows of person, date and result."""
    heading = (*PERSON, "考勤日期", "考勤时间", "打卡时间", "打卡结果", "打卡地址")
    return [
        ["原始记录 统计日期：2021-10-01 至 2021-10-31"],
        ["报表生成时间：2021-11-01 09:12"],
        heading,
        *([*who, day, "14:00", "13:50", result, "校门"] for who, day, result in rows),
    ]


def monthly(*rows, days=True):
    """Give a sheet 月度汇总 of rows of person and results from the 13th to the 17th."""
    upper = (*PERSON, "出勤天数", "休息天数", "迟到次数", *(["考勤结果"] if days else []))
    lower = (*(None,) * 9, 13, 14, 15, "六", "日") if days else ()
    return [
        ["月度汇总 统计日期：2021-10-13 至 2021-10-17"],
        ["报表生成时间：2021-11-01 09:12"],
        upper,
        *([lower] if days else []),
        *([*who, "20", "10", "0", *results] for who, *results in rows),
    ]


def marks(school):
    rows = school.tables["attendance"]
    return list(
        rows[["teacher_id", "activity_id", "status", "row"]].itertuples(index=False, name=None)
    )


def test_a_day_with_one_activity_gives_one_record_and_other_days_none(read, counts, found):
    school = read(
        钉钉=daily(
            (LINA, "21-10-14 星期四", "07:50", "正常", "17:02", "正常", None),
            (LINA, "21-10-15 星期五", "08:20", "迟到", "17:02", "正常", None),
            (LIU, "21-10-15 星期五", "07:50", "正常", "16:00", "早退", None),
        )
    )
    assert marks(school) == [("0002", "P2", "迟到", 6), ("0004", "P2", "早退", 7)]
    assert counts(school, "钉钉.xlsx") == (7, 3, 0, 4)
    assert found(school, "钉钉.xlsx") == [
        (None, "日期", "有 1 天没有计划活动，这些日子的 1 人次打卡不记考勤")
    ]
    assert list(school.problems["severity"]) == ["提示"]
    assert "缺卡只在当天没有别的打卡时=缺席" in school.legends[0]


def test_merged_headings_as_the_program_writes_them(read, tmp_path):
    read()
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "每日统计"
    row = (LINA, "21-10-15 星期五", "08:20", "迟到", "17:02", "正常", None)
    for line in daily(row):
        sheet.append(line)
    for column in "ABCDEFGHINO":
        sheet.merge_cells(f"{column}3:{column}4")
    sheet.merge_cells("J3:K3")
    sheet.merge_cells("L3:M3")
    sheet.merge_cells("A1:O1")
    book.save(tmp_path / "钉钉.xlsx")
    assert marks(read_school(tmp_path)) == [("0002", "P2", "迟到", 5)]


def test_a_heading_of_one_row_is_read_as_well(read):
    heading = ("姓名", "部门", "工号", "日期", "上班1打卡时间", "上班1打卡结果", "关联的审批单")
    school = read(导出=[heading, ["李娜", "数学组", "0002", "21-10-15 星期五", "", "缺卡", ""]])
    assert marks(school) == [("0002", "P2", "缺席", 2)]


def test_leave_is_read_from_the_approval(read):
    leave = "事假10-15 13:00到10-15 17:00 0.5天"
    school = read(
        钉钉=daily((LINA, "21-10-15 星期五", "07:50", "正常", None, "请假", leave)),
    )
    assert marks(school) == [("0002", "P2", "事假", 5)]


def test_leave_that_is_none_of_our_statuses_is_listed_and_set_aside(read, found, counts):
    school = read(
        钉钉=daily(
            (LINA, "21-10-15 星期五", None, "请假", None, "请假", "年假1天"),
            (LIU, "21-10-15 星期五", None, "请假", None, "请假", "年假1天"),
            (LIU, "21-10-16 星期六", None, "请假", None, "请假", "年假1天"),
        )
    )
    assert marks(school) == []
    assert found(school, "钉钉.xlsx")[-1] == (
        5,
        "上班1",
        "打卡结果没有对应的考勤，共 2 人次，都没有使用",
    )
    assert counts(school, "钉钉.xlsx") == (7, 1, 2, 4)


def test_a_day_of_rest_gives_no_record_and_a_notice_says_so(read, found, counts):
    school = read(钉钉=daily((LINA, "21-10-15 星期五", None, None, None, None, None)))
    assert marks(school) == []
    problem = "有 1 人次在活动当天休息、未排班或没有打卡结果，没有记考勤"
    assert found(school, "钉钉.xlsx") == [(None, "上班1", problem)]
    assert counts(school, "钉钉.xlsx") == (5, 1, 0, 4)


def test_a_day_with_two_activities_is_listed_once(read, found, counts):
    plan = (*PLAN, ("P5", 1, "另一项", "2021-10-15", "全体教师", 2))
    day = ("21-10-15 星期五", "07:50", "正常", "17:02", "正常", None)
    school = read(plan=plan, 钉钉=daily((LINA, *day), (LIU, *day)))
    assert marks(school) == []
    problem = "2021-10-15 计划了 2 项活动（P2 教改培训、P5 另一项），打卡分不清参加的是哪一项"
    assert found(school, "钉钉.xlsx") == [(5, "日期", problem)]
    assert counts(school, "钉钉.xlsx") == (6, 0, 2, 4)


def test_a_month_of_a_plan_is_no_day(read, found):
    days = [f"21-09-{day:02d}" for day in (6, 7)]
    rows = [(LINA, day, "07:50", "正常", "17:02", "正常", None) for day in days]
    school = read(钉钉=daily(*rows))
    assert marks(school) == []
    assert school.problems.iloc[0]["advice"].startswith("P1 师德培训 只写了月份；")
    assert len(found(school, "钉钉.xlsx")) == 1


def test_a_row_without_a_day_or_of_nobody_is_set_aside(read, found, counts):
    nobody = ("赵六", "全体教师", "数学组", "0099", "教师", "x")
    school = read(
        钉钉=daily(
            (LINA, "待定", "07:50", "正常", "17:02", "正常", None),
            (nobody, "21-10-15 星期五", "07:50", "正常", "17:02", "正常", None),
        )
    )
    assert marks(school) == []
    assert [row[0] for row in found(school, "钉钉.xlsx")] == [5, 6]
    assert counts(school, "钉钉.xlsx") == (6, 0, 2, 4)


def test_without_plan_and_roster_the_day_and_the_name_stay(read):
    day = ("21-10-15 星期五", "07:50", "正常", "17:02", "正常", None)
    school = read(roster=(), plan=(), 钉钉=daily((LINA, *day), (LIU, *day)))
    rows = school.tables["attendance"]
    assert list(rows["name"]) == ["李娜", "刘洋"]
    assert list(rows["date"].dt.strftime("%Y-%m-%d")) == ["2021-10-15"] * 2
    assert set(rows["activity_id"]) == {"2021-10-15"}


def test_months_in_several_files_are_read_one_after_the_other(read):
    good = ("07:50", "正常", "17:02", "正常", None)
    school = read(
        十月=daily((LINA, "21-10-15 星期五", *good)), 五月=daily((LINA, "22-05-06 星期五", *good))
    )
    assert {what for _, what, _, _ in marks(school)} == {"P2", "P4"}


def test_of_three_sheets_only_the_best_is_used(read, book, tmp_path, counts):
    read()
    sheets = {
        "月度汇总": monthly((LINA, "正常", "正常", "旷工", "休息", "休息")),
        "每日统计": daily((LINA, "21-10-15 星期五", "08:20", "迟到", "17:02", "正常", None)),
        "原始记录": cards((LINA, "21-10-15 星期五", "正常")),
    }
    book(sheets, "钉钉.xlsx")
    school = read_school(tmp_path)
    assert marks(school) == [("0002", "P2", "迟到", 5)]
    assert list(school.problems["problem"]) == [
        "这里的《月度汇总》没有使用，以同一文件的《每日统计》为准",
        "这里的《原始记录》没有使用，以同一文件的《每日统计》为准",
    ]
    assert counts(school, "钉钉.xlsx") == (5, 0, 0, 5)


def test_the_cards_alone_say_who_was_there(read, counts):
    school = read(
        原始记录=cards(
            (LINA, "21-10-15 星期五", "正常"),
            (LINA, "21-10-15 星期五", "早退"),
            (LIU, "21-10-15 星期五", "外勤"),
            (LIU, "21-10-15 星期五", "无效：未按规定地点"),
        )
    )
    assert marks(school) == [("0002", "P2", "早退", 4), ("0004", "P2", "出席", 6)]
    assert counts(school, "原始记录.xlsx") == (7, 4, 0, 3)


def test_an_invalid_card_alone_is_listed(read, found):
    school = read(原始记录=cards((LINA, "21-10-15 星期五", "无效：未按规定地点")))
    assert marks(school) == []
    assert found(school, "原始记录.xlsx")[0][0] == 4


def test_the_month_alone_is_read_by_its_days(read, counts):
    school = read(
        月度汇总=monthly(
            (LINA, "正常", "旷工", "迟到15分钟", "休息", "休息"),
            (LIU, "正常", "正常", "休息并打卡", "休息", "休息"),
        )
    )
    assert marks(school) == [("0002", "P2", "迟到", 5), ("0004", "P2", "出席", 6)]
    assert counts(school, "月度汇总.xlsx") == (6, 2, 0, 4)


def test_a_month_that_begins_on_a_weekend(read):
    plan = (*PLAN, ("P5", 1, "冬训", "2022-01-04", "全体教师", 2))
    sheet = [
        ["月度汇总 统计日期：2022-01-01 至 2022-01-04"],
        (*PERSON, "出勤天数", "休息天数", "考勤结果"),
        (*(None,) * 8, "六", "日", 3, 4),
        (*LINA, "2", "2", "休息", "休息", "正常", "早退"),
    ]
    assert marks(read(plan=plan, 月度汇总=sheet)) == [("0002", "P5", "早退", 4)]


@pytest.mark.parametrize(
    ("title", "days", "problem"),
    [
        ("统计日期：2021-10-13 至 2021-10-17", (13, 14, 16), "各列的日期与标题中的年月对不上"),
        ("统计日期：2021-11-13 至 2021-11-17", (13, 14, 15), "各列的日期与标题中的年月对不上"),
        ("月度汇总", (13, 14, 15), "标题中没有年月，不知道各列是哪一天"),
    ],
)
def test_a_month_whose_days_are_not_clear_is_set_aside(read, found, title, days, problem):
    sheet = monthly((LINA, "正常", "正常", "正常", "正常", "正常"))
    lower = (*(None,) * 9, *days, "六", "日")
    school = read(月度=[[title], *sheet[1:3], lower, *sheet[4:]])
    assert marks(school) == []
    assert problem in [row[2] for row in found(school, "月度.xlsx")]
    assert school.files.set_index("file")["set_aside"]["月度.xlsx"] == 1


def test_totals_alone_are_not_used_and_a_notice_says_so(read, found, counts):
    school = read(月度汇总=monthly((LINA,), (LIU,), days=False))
    assert marks(school) == []
    problem = "只有各人的合计，没有逐日的结果，没有用作考勤"
    assert found(school, "月度汇总.xlsx") == [(None, "", problem)]
    assert list(school.problems["severity"]) == ["提示"]
    assert counts(school, "月度汇总.xlsx") == (5, 0, 0, 5)


def test_an_account_never_gets_into_a_table(read):
    school = read(钉钉=daily((LINA, "21-10-15 星期五", "07:50", "正常", "17:02", "正常", None)))
    assert "manager01" not in school.tables["attendance"].to_csv()
