"""企业微信: a day's report becomes attendance at the activity of the day."""

from __future__ import annotations

UPPER = ("时间", "姓名", "账号", "部门", "职务", "所属规则", "考勤概况", *(None,) * 3)
UPPER += ("上班1", None, "下班1", None, "假勤申请", "打卡时间记录")
LOWER = (*(None,) * 6, "最早", "最晚", "打卡次数(次)", "考勤结果")
LOWER += ("打卡时间", "打卡状态", "打卡时间", "打卡状态", None, None)
TITLES = (["打卡日报 2021/10/01-2021/10/31"], ["制表时间：2021/11/01 09:00"])


def report(*rows):
    """Give a report of rows of name, date, overview, two cards and an application."""
    lines = [
        [day, name, f"{name}1@x.cn", "数学组", "--", "规则", "--", "--", "2", *said, "--"]
        for name, day, *said in rows
    ]
    return [*TITLES, UPPER, LOWER, *lines]


def marks(school):
    rows = school.tables["attendance"]
    return list(
        rows[["teacher_id", "activity_id", "status", "row"]].itertuples(index=False, name=None)
    )


def test_results_of_the_day_of_an_activity(read, counts):
    day = "2021/10/15 星期五"
    school = read(
        日报=report(
            ("李娜", day, "迟到15分钟", "08:15", "迟到15分钟", "17:00", "正常", "--"),
            ("刘洋", day, "正常", "07:50", "正常", "17:00", "正常", "--"),
            ("张敏", day, "旷工1次", "--", "缺卡", "--", "缺卡", "--"),
            ("陈静", day, "--", "--", "--", "--", "--", "病假1天"),
            ("陈静", "2021/10/16 星期六", "休息", "--", "--", "--", "--", "--"),
        )
    )
    assert marks(school) == [
        ("0002", "P2", "迟到", 5),
        ("0004", "P2", "出席", 6),
        ("0003", "P2", "缺席", 7),
        ("0006", "P2", "病假", 8),
    ]
    assert counts(school, "日报.xlsx") == (9, 5, 0, 4)


def test_nothing_said_is_no_record(read, found, counts):
    school = read(日报=report(("李娜", "2021/10/15 星期五", "--", "--", "--", "--", "--", "--")))
    assert marks(school) == []
    assert "没有打卡结果" in found(school, "日报.xlsx")[0][2]
    assert counts(school, "日报.xlsx") == (5, 1, 0, 4)


def test_namesakes_are_told_apart_by_the_department(read):
    row = ("王伟", "2021/10/15 星期五", "正常", "07:50", "正常", "17:00", "正常", "--")
    assert [who for who, *_ in marks(read(日报=report(row)))] == ["0005"]


def test_an_account_is_dropped(read):
    row = ("李娜", "2021/10/15 星期五", "正常", "07:50", "正常", "17:00", "正常", "--")
    school = read(roster=(), plan=(), 日报=report(row))
    assert "@x.cn" not in school.tables["attendance"].to_csv() + school.problems.to_csv()
    assert list(school.tables["attendance"]["name"]) == ["李娜"]
