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
    assert found(school, "会议.xlsx")[0][2] == "会议没有可读的开始时间"


def test_an_unreadable_duration_sets_the_row_aside(read, found):
    school = read(会议=meeting(("李娜", "很久")))
    assert found(school, "会议.xlsx") == [(10, "用户昵称（入会昵称）", "参会时长“很久”无法识别")]


def test_without_roster_the_nickname_stays(read):
    school = read(roster=(), 会议=meeting(("外名(李娜)", "2:00:00")))
    assert list(school.tables["attendance"]["name"]) == ["外名(李娜)"]


def timed(*stays, **facts):
    lines = meeting(**facts)
    return [*lines, *([name, join, leave, "1", time, "成员"] for name, join, leave, time in stays)]


DAY = "2021-10-15"


def test_waiting_before_the_planned_start_does_not_count(read):
    school = read(
        会议=timed(
            ("李娜", f"{DAY} 13:30:00", f"{DAY} 15:36:00", "2:06:00"),
            ("张敏", f"{DAY} 13:30:00", f"{DAY} 15:35:59", "2:05:59"),
        )
    )
    assert statuses(school) == [("0002", "P2", "出席"), ("0003", "P2", "早退")]


def test_the_legend_says_the_time_and_the_shares(read):
    school = read(会议=meeting(("李娜", "2:00:00")))
    (legend,) = school.legends
    assert legend == (
        "会议.xlsx 会议：会议时间 2021-10-15 14:00—16:00，共 120 分钟；"
        "其中参会达到 80% 为出席，达到 50% 为早退，其余缺席"
    )


def test_a_meeting_at_which_nobody_was_in_its_planned_time_is_set_aside(read, found, counts):
    stay = ("李娜", f"{DAY} 19:00:00", f"{DAY} 21:00:00", "2:00:00")
    school = read(会议=timed(stay))
    assert found(school, "会议.xlsx") == [(None, "会议主题", "没有人在会议时间（14:00—16:00）参会")]
    assert counts(school, "会议.xlsx") == (9, 0, 1, 8)


def test_times_the_wrong_way_round_set_the_row_aside(read, found):
    stay = ("李娜", f"{DAY} 15:00:00", f"{DAY} 14:00:00", "1:00:00")
    school = read(会议=timed(stay, ("张敏", "", "", "2:00:00")))
    assert [row[0] for row in found(school, "会议.xlsx")] == [10]
    assert statuses(school) == [("0003", "P2", "出席")]


def test_no_time_and_no_name_are_each_said(read, found):
    school = read(会议=meeting(("李娜", "--"), ("", "2:00:00"), ("张敏", "2:00:00")))
    assert [(row, problem) for row, _, problem in found(school, "会议.xlsx")] == [
        (10, "没有参会时长"),
        (11, "昵称是空的"),
    ]


def test_a_phone_number_is_never_shown_whole(read):
    school = read(会议=meeting(("13800000003(13800000003)", "2:00:00")))
    (problem,) = school.problems.itertuples()
    assert problem.value == "138****0003(138****0003)"
    assert "13800000003" not in problem.problem


def test_nobody_in_a_meeting_is_a_notice(read, found, counts):
    school = read(会议=meeting())
    assert found(school, "会议.xlsx") == [(None, "", "《考勤》里还没有填写任何行")]
    assert counts(school, "会议.xlsx") == (8, 0, 0, 8)


def test_without_a_planned_start_the_first_join_and_the_last_leave_are_taken(read):
    school = read(
        会议=timed(
            ("李娜", f"{DAY} 14:00:00", f"{DAY} 15:40:00", "1:40:00"),
            ("张敏", f"{DAY} 14:20:00", f"{DAY} 15:39:00", "1:19:00"),
            预定开始时间="",
        )
    )
    assert statuses(school) == [("0002", "P2", "出席"), ("0003", "P2", "早退")]
    assert "14:00—15:40（没有写明，按最早加入到最晚离开），共 100 分钟" in school.legends[0]


def test_without_roster_a_phone_number_is_no_name(read):
    school = read(roster=(), 会议=meeting(("13800000003", "2:00:00")))
    assert list(school.tables["attendance"]["name"]) == ["138****0003"]


def test_a_meeting_whose_length_nothing_tells_is_set_aside(read, found):
    school = read(会议=meeting(("李娜", "2:00:00"), 预定结束时间="", 累计会议时长="--"))
    assert found(school, "会议.xlsx") == [(None, "会议主题", "会议没有可读的时长")]


def test_a_duration_of_two_parts_is_listed_unless_the_others_tell(read):
    assert statuses(read(会议=meeting(("李娜", "1:50"), ("张敏", "2:05")))) == []
    school = read(会议=meeting(("李娜", "1:50"), ("张敏", "2:05:00")))
    assert statuses(school) == [("0002", "P2", "缺席"), ("0003", "P2", "出席")]


def test_why_a_duration_of_two_parts_is_not_read(read, found):
    school = read(会议=meeting(("李娜", "1:50")))
    assert [row[2] for row in found(school, "会议.xlsx")] == [
        "参会时长“1:50”可能是时分，也可能是分秒"
    ]


@pytest.mark.parametrize("duration", ["9" * 5000, "9" * 5000 + ":00:00"])
def test_an_endless_duration_is_listed(read, found, duration):
    school = read(会议=meeting(("李娜", duration)))
    assert found(school, "会议.xlsx")[0][2].endswith("无法识别")


def test_time_of_a_device_or_a_number_is_credited_and_said(read, found):
    stays = (
        ("iPhone(李娜的iPhone)", "2:00:00"),
        ("张敏", "2:00:00"),
        ("13800000003(刘洋)", "2:00:00"),
    )
    school = read(会议=meeting(*stays))
    assert [who for who, _, _ in statuses(school)] == ["0002", "0003", "0004"]
    assert found(school, "会议.xlsx") == [
        (10, "用户昵称（入会昵称）", "昵称中有设备名或号码，按其中的姓名记给 李娜（0002，数学组）"),
        (12, "用户昵称（入会昵称）", "昵称中有设备名或号码，按其中的姓名记给 刘洋（0004，数学组）"),
    ]
