"""Time in an online meeting becomes a status by the policy's shares."""

from __future__ import annotations

import pytest

FACTS = {
    "会议主题:": "教改培训",
    "会议号:": "123 456 789",
    "会议创建者:": "教务处",
    "预定开始时间:": "2021-10-15 14:00:00",
    "预定结束时间:": "2021-10-15 16:00:00",
    "累计会议时长:": "02:03:11",
    "参会用户总数:": "3",
}
HEADING = (
    "用户昵称（入会昵称）",
    "首次入会时间",
    "最后退会时间",
    "入会次数",
    "累计参会时长",
    "身份",
)


def meeting(*stays, **facts):
    given = {**FACTS, **{f"{name}:": value for name, value in facts.items()}}
    lines = [[name, text] for name, text in given.items()]
    rows = [[nickname, "", "", "1", duration, "普通参会者"] for nickname, duration in stays]
    return [*lines, [], HEADING, *rows]


def statuses(school):
    rows = school.tables["attendance"]
    return list(rows[["teacher_id", "activity_id", "status"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("duration", "status"),
    [
        ("1:36:00", "出席"),
        ("1:35:59", "早退"),
        ("1:00:00", "早退"),
        ("0:59:59", "缺席"),
        ("2:30:00", "出席"),
    ],
)
def test_the_status_follows_from_the_share_exactly_at_the_line(read, duration, status):
    school = read(会议=meeting(("李娜(李娜)", duration)))
    assert statuses(school) == [("0002", "P2", status)]


def test_rejoining_adds_up_and_both_rows_are_used(read, counts):
    school = read(会议=meeting(("李娜(李娜)", "0:50:00"), ("张敏", "1:40:00"), ("李娜", "0:46:00")))
    assert statuses(school) == [("0002", "P2", "出席"), ("0003", "P2", "出席")]
    assert counts(school, "会议.xlsx") == (11, 3, 0, 8)
    assert school.problems.empty


def test_a_row_that_names_two_gives_both_the_time(read, counts):
    school = read(会议=meeting(("李娜&刘洋(李娜＆刘洋)", "2:00:00")))
    assert statuses(school) == [("0002", "P2", "出席"), ("0004", "P2", "出席")]
    assert counts(school, "会议.xlsx")[1:3] == (1, 0)


def test_nicknames_of_nobody_are_set_aside_with_a_sentence(read, found, counts):
    school = read(会议=meeting(("iPhone(iPhone)", "2:00:00"), ("王伟(王伟)", "2:00:00")))
    assert statuses(school) == []
    assert counts(school, "会议.xlsx")[1:3] == (0, 2)
    (first, second) = found(school, "会议.xlsx")
    assert first == (10, "用户昵称（入会昵称）", "昵称“iPhone(iPhone)”认不出是谁")
    assert "王伟（0001，语文组）、王伟（0005，数学组）" in second[2]


def test_the_activity_is_found_by_the_day_if_the_subject_is_none(read):
    school = read(会议=meeting(("李娜", "2:00:00"), 会议主题="第三讲"))
    assert statuses(school) == [("0002", "P2", "出席")]


def test_a_meeting_of_no_activity_is_set_aside_whole_with_one_problem(read, found, counts):
    facts = {
        "会议主题": "教改",
        "预定开始时间": "2021-12-15 14:00",
        "预定结束时间": "2021-12-15 16:00",
    }
    school = read(会议=meeting(("李娜", "2:00:00"), ("张敏", "2:00:00"), **facts))
    assert found(school, "会议.xlsx") == [(None, "会议主题", "计划中没有“教改”")]
    assert counts(school, "会议.xlsx") == (10, 0, 2, 8)


def test_without_planned_end_the_length_of_the_meeting_counts(read):
    school = read(会议=meeting(("李娜", "1:38:33"), 预定结束时间=""))
    assert statuses(school) == [("0002", "P2", "出席")]


def test_a_meeting_without_times_is_set_aside(read, found):
    school = read(会议=meeting(("李娜", "2:00:00"), 预定开始时间="--"))
    assert found(school, "会议.xlsx")[0][2] == "会议没有可读的预定开始时间"


def test_an_unreadable_duration_sets_the_row_aside(read, found):
    school = read(会议=meeting(("李娜", "很久")))
    assert found(school, "会议.xlsx") == [(10, "用户昵称（入会昵称）", "参会时长“很久”无法识别")]


def test_without_roster_the_nickname_stays(read):
    school = read(roster=(), 会议=meeting(("外名(李娜)", "2:00:00")))
    assert list(school.tables["attendance"]["name"]) == ["外名(李娜)"]
