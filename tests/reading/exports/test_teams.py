"""Attendance reports of Microsoft Teams, of three ages and in several locales."""

from __future__ import annotations

import pytest

NEW = """\
1. Summary
Meeting title\t{title}
Attended participants\t3
Start time\t{day}, 2:00:00 PM
End time\t{day}, 4:00:00 PM
Meeting duration\t2h 0m 0s
Average attendance time\t1h 40m

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
李娜 (来宾)\t{day}, 2:00:00 PM\t{day}, 3:36:00 PM\t1h 36m 0s\tlina@example.org\tlina@example.org\tPresenter
张敏\t{day}, 2:05:00 PM\t{day}, 3:40:59 PM\t1h 35m 59s\t\t\tAttendee
张敏\t{day}, 2:10:00 PM\t{day}, 2:11:00 PM\t1m 0s\t\t\tAttendee

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
李娜 (来宾)\t{day}, 2:00:00 PM\t{day}, 3:36:00 PM\t1h 36m 0s\tlina@example.org\tPresenter
张敏\t{day}, 2:05:00 PM\t{day}, 3:40:59 PM\t1h 35m 59s\t\tAttendee
"""
CHINESE = """\
1. 摘要
会议标题\t教改培训
出席的参与者\t2
开始时间\t2021/10/15 14:00:00
结束时间\t2021/10/15 16:00:00
会议持续时间\t2 小时

2. 参与者
姓名\t首次加入\t上次离开\t会议中持续时间\t电子邮件\t参与者 ID (UPN)\t角色
李娜\t2021/10/15 14:00:00\t2021/10/15 15:36:00\t1 小时 36 分 0 秒\t\t\t组织者
张敏\t2021/10/15 下午2:00:00\t2021/10/15 下午3:00:00\t1 小时\t\t\t与会者

3. 会议中活动
姓名\t加入时间\t离开时间\t持续时间\t电子邮件\t角色
李娜\t2021/10/15 14:00:00\t2021/10/15 15:36:00\t1 小时 36 分 0 秒\t\t组织者
"""
MIDDLE = """\
Meeting Summary
Total Number of Participants\t2
Meeting Title\t教改培训
Meeting Start Time\t10/15/2021, 2:00:00 PM
Meeting End Time\t10/15/2021, 4:00:00 PM

Full Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\tParticipant ID (UPN)
李娜\t10/15/2021, 2:00:00 PM\t10/15/2021, 3:00:00 PM\t1h\t\tOrganizer\t
李娜\t10/15/2021, 3:10:00 PM\t10/15/2021, 4:00:00 PM\t50m\t\tOrganizer\t
张敏\t10/15/2021, 2:00:00 PM\t10/15/2021, 2:59:59 PM\t59m 59s\t\tPresenter\t
"""
EVENTS = """\
Full Name\tUser Action\tTimestamp
李娜\tJoined before\t10/15/2021, 2:00:00 PM
张敏\tJoined\t10/15/2021, 2:10:00 PM
李娜\tLeft\t10/15/2021, 2:30:00 PM
李娜\tJoined\t10/15/2021, 2:40:00 PM
刘洋\tJoined\t10/15/2021, 3:10:00 PM
张敏\tLeft\t10/15/2021, 3:09:00 PM
刘洋\tLeft\t10/15/2021, 3:40:00 PM
"""


@pytest.fixture
def teams(tmp_path, read):
    """Read a school with one report, as Teams writes it."""

    def build(text, encoding="utf-16-le", **tables):
        mark = "\ufeff" if encoding.startswith("utf-16") else ""
        content = (mark + text.replace("\n", "\r\n")).encode(encoding)
        (tmp_path / "会议.csv").write_bytes(content)
        return read(**tables)

    return build


def statuses(school):
    rows = school.tables["attendance"]
    return list(rows[["teacher_id", "activity_id", "status"]].itertuples(index=False, name=None))


def new(title="教改培训", day="10/15/21"):
    return NEW.format(title=title, day=day)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8-sig"])
def test_the_participants_are_read_and_their_joins_are_not_counted_again(teams, counts, encoding):
    school = teams(new(), encoding)
    assert statuses(school) == [("0002", "P2", "出席"), ("0003", "P2", "早退")]
    assert counts(school, "会议.csv") == (16, 3, 0, 13)
    assert school.problems.empty
    assert "example.org" not in school.tables["attendance"].to_string()


def test_the_chinese_report_is_the_same(teams, counts):
    school = teams(CHINESE)
    assert statuses(school) == [("0002", "P2", "出席"), ("0003", "P2", "早退")]
    assert counts(school, "会议.csv") == (13, 2, 0, 11)


def test_the_middle_version_adds_up_rejoins(teams, counts):
    school = teams(MIDDLE)
    assert statuses(school) == [("0002", "P2", "出席"), ("0003", "P2", "缺席")]
    assert counts(school, "会议.csv") == (9, 3, 0, 6)


def test_events_are_paired_and_who_stays_is_there_to_the_end(teams, counts):
    """From 14:00 to 15:40 李娜 was in for 30 + 60 minutes, 张敏 for 59, 刘洋 for 30."""
    school = teams(EVENTS)
    assert statuses(school) == [
        ("0002", "P2", "出席"),
        ("0003", "P2", "早退"),
        ("0004", "P2", "缺席"),
    ]
    assert counts(school, "会议.csv") == (8, 7, 0, 1)
    assert "没有写明，按最早加入到最晚离开" in school.legends[0]


def test_events_that_tell_nothing_are_listed(teams, found, counts):
    text = EVENTS + "陈静\tLeft\t10/15/2021, 3:00:00 PM\n张敏\tWaved\t10/15/2021, 3:00:00 PM\n"
    school = teams(text)
    assert [(row, problem) for row, _, problem in found(school, "会议.csv")] == [
        (9, "离开之前没有加入的记录"),
        (10, "操作“Waved”或时间“10/15/2021, 3:00:00 PM”无法识别"),
    ]
    assert counts(school, "会议.csv") == (10, 7, 2, 1)


def test_both_events_of_nobody_are_set_aside(teams, found, counts):
    school = teams(EVENTS.replace("张敏", "Huawei"))
    assert [row for row, _, _ in found(school, "会议.csv")] == [3, 7]
    assert counts(school, "会议.csv") == (8, 5, 2, 1)


PLAN = (
    ("2021-2022学年活动计划",),
    ("活动编号", "学期", "培训内容", "培训时间", "学时"),
    ("P1", 1, "师德", "2021-09-10", 3),
    ("P2", 1, "教改", "2021-10-11", 3),
    ("P3", 1, "双减", "2021-11-10", 3),
)


def in_24_hours(day, title="第三讲"):
    text = new(title, day)
    for hour in (2, 3, 4):
        text = text.replace(f" {hour}:", f" {hour + 12}:")
    return text.replace(" PM", "")


def test_an_american_time_has_the_month_first(teams):
    school = teams(new("第三讲", "9/10/21"), plan=PLAN)
    assert {(what, status) for _, what, status in statuses(school)} == {
        ("P1", "出席"),
        ("P1", "早退"),
    }


def test_an_open_date_is_the_one_on_which_the_plan_has_an_activity(teams):
    school = teams(in_24_hours("10/9/21"), plan=PLAN)
    assert {what for _, what, _ in statuses(school)} == {"P1"}
    assert list(school.tables["attendance"]["date"].dt.strftime("%F").unique()) == ["2021-09-10"]


def test_an_open_date_on_two_planned_days_is_listed(teams, found, counts):
    school = teams(in_24_hours("11/10/21"), plan=PLAN)
    assert found(school, "会议.csv") == [
        (None, "会议主题", "会议日期可能是 2021-11-10 或 2021-10-11")
    ]
    assert counts(school, "会议.csv") == (16, 0, 3, 13)


def test_an_open_date_on_no_planned_day_is_listed(teams, found):
    school = teams(in_24_hours("3/2/22", ""), plan=PLAN)
    assert found(school, "会议.csv")[0][2] == "会议没有主题，计划中 2022-03-02 也没有活动"


def test_an_open_date_does_not_matter_if_the_title_is_the_activity(teams):
    school = teams(in_24_hours("3/2/22", "教改"), plan=(), roster=())
    assert set(school.tables["attendance"]["activity_id"]) == {"教改"}
    assert school.tables["attendance"]["date"].isna().all()


def test_a_meeting_of_a_title_planned_for_another_day_is_listed(teams, found, counts):
    school = teams(new("教改", "3/10/22"), plan=PLAN)
    problem = "会议在 2022-03-10 举行，同名的活动（P2 教改）计划在 2021-10-11"
    assert found(school, "会议.csv") == [(None, "会议主题", problem)]
    assert counts(school, "会议.csv") == (16, 0, 3, 13)


@pytest.mark.parametrize(("day", "credited"), [("9/30/21", {"P1"}), ("10/1/21", set())])
def test_a_title_planned_for_a_month_fits_any_day_of_it(teams, day, credited):
    school = teams(new("师德", day), plan=(*PLAN[:2], ("P1", 1, "师德", "9月", 3)))
    assert {what for _, what, _ in statuses(school)} == credited


def test_a_numbered_nickname_ends_no_table(teams, found, counts):
    lines = new().split("\n\n3.")
    odd = "3.李娜" + "\t" * 6
    school = teams("\n".join((lines[0], odd, LATER)) + "\n\n3." + lines[1])
    assert ("0004", "P2", "出席") in statuses(school)
    assert found(school, "会议.csv") == [(14, "Name", "没有参会时长")]
    assert counts(school, "会议.csv") == (18, 4, 1, 13)


LATER = "刘洋\t10/15/21, 2:00:00 PM\t10/15/21, 4:00:00 PM\t2h 0m 0s\t\t\tAttendee"


def test_without_plan_and_roster_titles_and_names_stay(teams):
    school = teams(new("校本培训"), plan=(), roster=())
    assert list(school.tables["attendance"]["name"]) == ["李娜(来宾)", "张敏"]
    assert set(school.tables["attendance"]["activity_id"]) == {"校本培训"}


def test_without_plan_an_open_date_alone_is_listed(teams, found):
    school = teams(in_24_hours("3/2/22", ""), plan=(), roster=())
    assert found(school, "会议.csv")[0][2] == "会议日期可能是 2022-03-02 或 2022-02-03"


def test_a_table_of_the_school_with_such_times_is_no_report(read):
    school = read(
        考勤=[
            ("姓名", "教研组", "活动编号", "考勤", "加入时间"),
            ("李娜", "数学组", "P2", "出席", ""),
        ]
    )
    assert statuses(school) == [("0002", "P2", "出席")]
