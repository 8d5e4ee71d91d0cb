"""Participants of a Zoom meeting, with and without its two first lines."""

from __future__ import annotations

import datetime as dt

import pytest

PRELUDE = """\
Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants,
812 3456 7890,教改培训,10/15/2021 02:00:00 PM,10/15/2021 04:00:00 PM,host@example.org,120,12,

"""
HEADING = (
    "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,"
    "Recording Consent,In Waiting Room"
)


@pytest.fixture
def zoom(tmp_path, read):
    """Read a school with one list of participants."""

    def build(*lines, prelude=PRELUDE, heading=HEADING, **tables):
        text = prelude + "\n".join((heading, *lines))
        (tmp_path / "会议.csv").write_bytes(text.encode("utf-8-sig"))
        return read(**tables)

    return build


def stay(name, join, leave, minutes, *, waiting="No"):
    day = "10/15/2021"
    return f"{name},,{day} {join} PM,{day} {leave} PM,{minutes},Yes,,{waiting}"


def statuses(school):
    rows = school.tables["attendance"]
    return list(rows[["teacher_id", "activity_id", "status"]].itertuples(index=False, name=None))


def test_the_share_of_the_meeting_decides_exactly_at_the_line(zoom, counts):
    school = zoom(
        stay("李娜", "02:00:00", "03:36:00", 96),
        stay("张敏", "02:00:00", "03:35:59", 96),
        stay("刘洋 (iPad)", "02:00:00", "03:00:00", 60),
        stay("陈静", "02:00:00", "02:59:59", 60),
    )
    assert statuses(school) == [
        ("0002", "P2", "出席"),
        ("0003", "P2", "早退"),
        ("0004", "P2", "早退"),
        ("0006", "P2", "缺席"),
    ]
    assert counts(school, "会议.csv") == (7, 4, 0, 3)
    assert list(school.problems["value"]) == ["刘洋 (iPad)"]  # credited, and said


def test_two_devices_at_once_count_once(zoom, counts):
    school = zoom(
        stay("李娜", "02:00:00", "03:30:00", 90),
        stay("李娜 (iPad)", "02:30:00", "03:30:00", 60),
        stay("张敏", "02:00:00", "03:00:00", 60),
        stay("张敏", "03:10:00", "03:46:00", 36),
    )
    assert statuses(school) == [("0002", "P2", "早退"), ("0003", "P2", "出席")]
    assert counts(school, "会议.csv")[1:3] == (4, 0)


def test_the_waiting_room_is_not_the_meeting(zoom, found, counts):
    school = zoom(
        stay("李娜", "02:00:00", "03:00:00", 60, waiting="Yes"),
        stay("李娜", "03:00:00", "04:00:00", 60),
    )
    assert statuses(school) == [("0002", "P2", "早退")]
    assert found(school, "会议.csv") == [(None, "", "有 1 行是在等候室的时间，不计入参会")]
    assert counts(school, "会议.csv") == (5, 2, 0, 3)


def test_the_name_shown_goes_before_that_of_the_account(zoom):
    school = zoom(stay("语文组王伟 (李娜)", "02:00:00", "04:00:00", 120))
    assert statuses(school) == [("0001", "P2", "出席")]


def test_without_the_first_lines_the_stays_tell_the_length_and_the_day(zoom):
    school = zoom(
        stay("李娜", "02:00:00", "03:40:00", 100),
        stay("张敏", "02:21:00", "03:40:00", 79),
        prelude="",
    )
    assert statuses(school) == [("0002", "P2", "出席"), ("0003", "P2", "早退")]
    (legend,) = school.legends
    assert legend == (
        "会议.csv：会议时间 2021-10-15 14:00—15:40（没有写明，按最早加入到最晚离开），共 100 分钟；"
        "其中参会达到 80% 为出席，达到 50% 为早退，其余缺席"
    )


TOTAL = "Name (Original Name),User Email,Total Duration (Minutes),Guest"


def test_total_durations_are_capped_at_the_length(zoom):
    school = zoom("李娜,,95,Yes", "张敏,,90,Yes", "张敏,,90,Yes", heading=TOTAL)
    assert statuses(school) == [("0002", "P2", "早退"), ("0003", "P2", "出席")]


def test_total_durations_alone_have_no_meeting_to_be_compared_with(zoom, found, counts):
    school = zoom("李娜,,95,Yes", heading=TOTAL, prelude="")
    assert found(school, "会议.csv") == [(None, "会议主题", "会议没有可读的开始时间")]
    assert counts(school, "会议.csv") == (2, 0, 1, 1)


def test_a_meeting_of_no_length_is_listed(zoom, found):
    school = zoom(stay("李娜", "02:00:00", "02:00:00", 0), prelude="")
    assert found(school, "会议.csv")[0][2] == "会议没有可读的时长"


def test_the_chinese_export_is_the_same(zoom, counts):
    school = zoom(
        "李娜（本人）,,2021/10/15 14:00:00,2021/10/15 15:36:00,96,是",
        "张敏,,2021/10/15 14:00:00,2021/10/15 15:35:00,95,是",
        prelude="会议号,主题,开始时间,结束时间,时长（分钟）\n"
        "81234567890,教改培训,2021/10/15 14:00:00,2021/10/15 16:00:00,120\n\n",
        heading="名称（原始名称）,用户电子邮件,加入时间,离开时间,时长（分钟）,访客",
    )
    assert statuses(school) == [("0002", "P2", "出席"), ("0003", "P2", "早退")]
    assert counts(school, "会议.csv") == (5, 2, 0, 3)


def test_formulas_and_markup_in_names_are_text(zoom, counts):
    school = zoom(
        stay("=1+1", "02:00:00", "04:00:00", 120),
        stay("<b>李娜</b>", "02:00:00", "04:00:00", 120),
        stay("x" * 5000, "02:00:00", "04:00:00", 120),
    )
    assert statuses(school) == [("0002", "P2", "出席")]
    assert counts(school, "会议.csv")[1:3] == (1, 2)


def test_without_plan_and_roster_topic_and_names_stay(zoom):
    school = zoom(stay("王伟 (iPad)", "02:00:00", "04:00:00", 120), plan=(), roster=())
    assert list(school.tables["attendance"]["name"]) == ["王伟(iPad)"]
    assert list(school.tables["attendance"]["activity_id"]) == ["教改培训"]


def test_a_list_saved_as_a_workbook_has_typed_cells(read):
    start = dt.datetime.fromisoformat("2021-10-15 14:00")
    end = start + dt.timedelta(minutes=95)
    school = read(
        会议=[
            ("Topic", "Start Time", "End Time", "Duration (Minutes)"),
            ("教改培训", start, start + dt.timedelta(hours=2), 120),
            [],
            ("Name (Original Name)", "Join Time", "Leave Time", "Duration (Minutes)"),
            ("李娜", start, end, 95),
            ("张敏", None, None, 96.0),
        ]
    )
    assert statuses(school) == [("0002", "P2", "早退"), ("0003", "P2", "出席")]


def test_a_nickname_that_reads_like_a_note_is_no_note(zoom, counts):
    school = zoom(stay("单位：一中 李娜", "02:00:00", "04:00:00", 120))
    assert statuses(school) == [("0002", "P2", "出席")]
    assert counts(school, "会议.csv") == (4, 1, 0, 3)
