"""Sign-in lists and roll calls: present by a status, a time, or by standing in the list."""

from __future__ import annotations

import datetime as dt
import re

import openpyxl
import pytest

from xiaoben_analytics.reading import read_file, read_school

STATES = ("姓名", "教研组", "状态")
DATED = ("姓名", "教研组", "日期", "状态")
SIGNED = ("工号", "姓名", "教研组", "签到时间")


def statuses(school):
    rows = school.tables["attendance"]
    return list(rows[["teacher_id", "activity_id", "status"]].itertuples(index=False, name=None))


def present(*teachers, activity="P2"):
    return [(teacher, activity, "出席") for teacher in teachers]


# ------------------------------------------------------------------ a status


@pytest.mark.parametrize(
    ("mark", "status"),
    [
        ("√", "出席"),
        ("✔", "出席"),
        (" √ ", "出席"),
        ("○", "迟到"),
        ("出勤", "出席"),
        ("事假", "事假"),
        ("旷", "缺席"),
        (True, "出席"),
        (1, "出席"),
        ("是", "出席"),
        ("ok", "出席"),
        (False, "缺席"),
        (0, "缺席"),
        ("否", "缺席"),
        ("◎", None),
        ("请假", None),
        ("公假（开会）", None),
        ("=1+1", None),
    ],
)
def test_a_status_goes_by_legend_word_or_yes_and_no(read, mark, status):
    school = read(表=[DATED, ("李娜", "数学组", "2021-10-15", mark)])
    assert statuses(school) == ([("0002", "P2", status)] if status else [])


def test_marks_of_no_meaning_are_listed_each_with_their_number(read, found, counts):
    lines = [("李娜", None, "2021-10-15", "◎"), ("刘洋", None, "2021-10-15", "◎")]
    school = read(表=[DATED, *lines, ("张敏", None, "2021-10-15", "√")])
    problem = "考勤没有说明含义，共 2 处，都没有使用"
    assert found(school, "表.xlsx") == [(2, "状态", problem), (3, "状态", problem)]
    assert counts(school, "表.xlsx") == (4, 1, 2, 1)


def test_a_blank_is_no_record_unless_the_legend_says_so(read, found, counts):
    lines = [("李娜", None, "2021-10-15", "√"), ("刘洋", None, "2021-10-15", None)]
    school = read(甲=[DATED, *lines], 乙=[["√出勤 空白=病假"], DATED, *lines])
    assert sorted(statuses(school)) == [("0002", "P2", "出席"), ("0004", "P2", "病假")]
    notice = "有 1 处没有签到，也没有写明考勤，算作未登记：刘洋"
    assert (None, "状态", notice) in found(school, "甲.xlsx")
    assert counts(school, "甲.xlsx") == (3, 1, 1, 1)  # the other file has said 李娜 before
    assert counts(school, "乙.xlsx") == (4, 2, 0, 2)


def test_the_legend_used_and_the_words_read_are_said(read):
    lines = [("李娜", None, "2021-10-15", "√"), ("刘洋", None, "2021-10-15", "出勤")]
    school = read(表=[["√出勤 ×缺席"], DATED, *lines])
    assert school.legends == (
        "表.xlsx 表：√=出席，×=缺席（取自表内图例）；空白为未登记；表内 出勤=出席",
    )


def test_the_activity_stands_in_a_column(read, found):
    heading = ("姓名", "活动", "状态")
    school = read(表=[heading, ("李娜", "线上研讨", "√"), ("刘洋", "篮球赛", "√")])
    assert statuses(school) == present("0002", activity="P3")
    assert found(school, "表.xlsx") == [(3, "活动", "计划中没有“篮球赛”")]


def test_without_date_a_title_or_name_tells_the_activity(read):
    assert statuses(read(教改培训=[STATES, ("李娜", "数学组", "√")])) == present("0002")


@pytest.mark.parametrize("title", ["教改培训签到表", "2021年10月15日签到"])
def test_a_title_above_the_heading_tells_the_activity(read, title):
    school = read(考勤=[[title], STATES, ("李娜", "数学组", "出勤")])
    assert statuses(school) == present("0002")


def test_a_list_of_no_activity_is_set_aside_and_that_is_said_once(read, found, counts):
    school = read(考勤=[STATES, ("李娜", "数学组", "√"), ("刘洋", "数学组", "√")])
    assert found(school, "考勤.xlsx") == [
        (None, "活动编号", "没有写明是哪一次活动，整张表没有使用")
    ]
    assert counts(school, "考勤.xlsx") == (3, 0, 2, 1)
    advice = school.problems.loc[school.problems["file"] == "考勤.xlsx", "advice"].item()
    assert advice == "请在标题或文件名中写明活动名称、编号或日期"


def test_a_day_of_no_activity_and_an_unreadable_day_are_listed_by_row(read, found):
    lines = [("李娜", None, "2021-12-01", "√"), ("刘洋", None, "待定", "√")]
    school = read(表=[DATED, *lines])
    assert found(school, "表.xlsx")[0] == (2, "日期", "计划中没有“2021-12-01”")
    assert [row for row, _, _ in found(school, "表.xlsx")] == [2, 3, 3]


def test_the_state_of_teachers_is_no_attendance(read):
    roster = [("工号", "姓名", "教研组", "状态"), ("0002", "李娜", "数学组", "在岗")]
    more = [("0003", "张敏", "英语组", "产假"), ("0004", "刘洋", "数学组", "病假")]
    school = read(roster=[*roster, *more], 签到=[SIGNED, ("0002", "李娜", None, "2021-10-15")])
    assert list(school.tables["roster"]["state"]) == ["在岗", "产假", "病假"]
    assert statuses(school) == present("0002")


@pytest.mark.parametrize(
    ("marks", "teachers"),
    [(("√", "？"), ["0002"]), (("√", "？", "？"), []), (("√", "√", "？"), ["0002", "0004"])],
)
def test_at_least_half_of_the_cells_must_have_a_meaning(read, marks, teachers):
    names = ("李娜", "刘洋", "张敏")
    lines = [(name, None, mark) for name, mark in zip(names, marks, strict=False)]
    assert statuses(read(教改培训=[STATES, *lines])) == present(*teachers)


def test_canonical_attendance_in_words_stays_canonical(read):
    heading = ("工号", "姓名", "活动编号", "考勤", "补课")
    school = read(考勤=[heading, ("0002", "李娜", "P2", "病假", "是")])
    assert statuses(school) == [("0002", "P2", "病假")]
    assert list(school.tables["attendance"]["made_up"]) == [True]
    assert school.legends == ()


def test_canonical_attendance_in_signs_goes_by_the_legend(read):
    heading = ("工号", "姓名", "活动编号", "考勤", "补课")
    school = read(
        考勤=[heading, ("0002", "李娜", "P2", "√", "是"), ("0004", "刘洋", "P2", "病假", "否")]
    )
    assert statuses(school) == [("0002", "P2", "出席"), ("0004", "P2", "病假")]
    assert list(school.tables["attendance"]["made_up"]) == [True, False]


def test_canonical_attendance_whose_title_names_the_activity(read):
    school = read(教改培训考勤=[("姓名", "考勤"), ("李娜", "出席")])
    assert statuses(school) == present("0002")


def test_a_state_of_tasks_is_not_attendance(read):
    heading = ("姓名", "项目", "内容", "日期", "状态")
    school = read(表=[heading, ("李娜", "任务", "出题", "2021-10-15", "√")])
    assert statuses(school) == []
    assert len(school.tables["participation"]) == 1


def test_columns_of_activities_make_a_matrix(read):
    heading = ("姓名", "教研组", "P1", "2021-10-15", "签到")
    school = read(表=[heading, ("李娜", "数学组", "√", "×", 1)])
    assert statuses(school) == [("0002", "P1", "出席"), ("0002", "P2", "缺席")]


def test_a_column_of_counts_is_no_status(read):
    school = read(表=[("姓名", "教研组", "出勤"), ("李娜", "数学组", 12), ("刘洋", "数学组", 9)])
    assert statuses(school) == []


# ------------------------------------------------------------------ a time


@pytest.mark.parametrize(
    "moment",
    [
        "2021-10-15 14:00:00",
        dt.datetime.fromisoformat("2021-10-15T14:00"),
        "2021年10月15日 14:00",
        "2021/10/15",
    ],
)
def test_a_filled_time_is_presence_on_its_day(read, moment, counts):
    school = read(表=[["教师签到表"], SIGNED, ("0002", "李娜", "数学组", moment)])
    assert statuses(school) == present("0002")
    assert counts(school, "表.xlsx") == (3, 1, 0, 2)
    assert school.legends == ()


@pytest.mark.parametrize("moment", ["14:05", dt.time(14, 5), 0.58, "下午14时05分", "已签到", "√"])
def test_a_time_of_day_is_presence_at_the_activity_of_the_title(read, moment):
    school = read(教改培训签到=[SIGNED, ("0002", "李娜", "数学组", moment)])
    assert statuses(school) == present("0002")


@pytest.mark.parametrize(("cell", "status"), [("未签到", "缺席"), ("病假", "病假")])
def test_a_word_for_a_time_means_itself(read, cell, status):
    school = read(教改培训签到=[SIGNED, ("0002", "李娜", "数学组", cell)])
    assert statuses(school) == [("0002", "P2", status)]


@pytest.mark.parametrize("cell", [None, "--", "—"])
def test_no_time_is_no_record_and_said(read, found, counts, cell):
    lines = [("0002", "李娜", "数学组", "14:00"), ("0004", "刘洋", "数学组", cell)]
    school = read(教改培训签到=[SIGNED, *lines])
    assert statuses(school) == present("0002")
    notice = "有 1 处没有签到，也没有写明考勤，算作未登记：刘洋"
    assert found(school, "教改培训签到.xlsx") == [(None, "签到时间", notice)]
    assert counts(school, "教改培训签到.xlsx") == (3, 2, 0, 1)


def test_words_that_are_no_time_are_listed(read, found):
    school = read(教改培训签到=[SIGNED, ("0002", "李娜", "数学组", "门口")])
    assert found(school, "教改培训签到.xlsx") == [
        (2, "签到时间", "考勤没有说明含义，共 1 处，都没有使用")
    ]


@pytest.mark.parametrize(
    "cell",
    [
        "病假 8:30-11:30",
        "未签到（截止14:00）",
        "请假，14:00离开",
        "14:00未到",
        "2021-10-15 14:00 请假",
    ],
)
def test_words_beside_a_time_are_no_time(read, found, cell):
    school = read(教改培训签到=[SIGNED, ("0002", "李娜", "数学组", cell)])
    assert statuses(school) == []
    assert found(school, "教改培训签到.xlsx") == [
        (2, "签到时间", "考勤没有说明含义，共 1 处，都没有使用")
    ]


@pytest.mark.parametrize(
    "cell",
    [
        *("14:00:05", "14：00", "2:05 PM", "10月15日 14:05", "10-15 14:05", "14:00-16:00"),
        *(
            "2021-10-15 星期五 14:05",
            "2021/10/15（周五）下午2:05",
            "14时05分06秒",
            "2021-10-15T14:05",
        ),
    ],
)
def test_moments_are_written_in_many_ways(read, cell):
    school = read(教改培训签到=[SIGNED, ("0002", "李娜", "数学组", cell)])
    assert statuses(school) == present("0002")


@pytest.mark.parametrize("word", ["学校、家庭协同育人", "总计", "单位：一中"])
def test_a_whole_record_is_never_furniture(read, counts, word):
    lines = [(word, "李娜", "14:00"), ("合计", "1人", "1人"), ("制表人：", "王伟", None)]
    school = read(教改培训签到=[("学科", "姓名", "签到时间"), *lines, ("备注：以签到为准",)])
    assert statuses(school) == present("0002")
    assert counts(school, "教改培训签到.xlsx") == (5, 1, 0, 4)


def test_a_status_goes_before_a_time_and_a_time_fills_a_blank_status(read):
    heading = ("姓名", "日期", "状态", "签到时间")
    lines = [("李娜", "2021-10-15", "迟到", "14:20"), ("刘洋", "2021-10-15", None, "14:00")]
    school = read(表=[heading, *lines])
    assert statuses(school) == [("0002", "P2", "迟到"), ("0004", "P2", "出席")]


def test_signatures_count_where_the_list_is_called_a_sign_in(read, counts):
    heading = ("序号", "姓名", "签名")
    lines = [(1, "李娜", "李 娜"), (2, "刘洋", None)]
    school = read(教改培训签到表=[heading, *lines], 教改培训工资=[heading, (1, "张敏", "张敏")])
    assert statuses(school) == present("0002")
    assert counts(school, "教改培训签到表.xlsx") == (3, 2, 0, 1)


def test_lists_side_by_side_are_all_read(read, counts):
    heading = ("序号", "姓名", "签到", "序号", "姓名", "签到")
    lines = [(1, "李娜", "√", 2, "刘洋", "√"), (3, "张敏", "√", None, None, None)]
    school = read(教改培训签到=[heading, *lines, heading, (4, "陈静", "√")])
    assert statuses(school) == present("0002", "0004", "0003", "0006")
    assert counts(school, "教改培训签到.xlsx") == (5, 3, 0, 2)


# ------------------------------------------------------------------ names alone


@pytest.mark.parametrize("name", ["教改培训签到", "到会名单10月15日", "P2点名"])
def test_names_alone_are_presence_where_the_name_says_so(read, name):
    school = read(**{name: [("工号", "姓名"), ("0002", "李娜"), (None, "刘洋")]})
    assert statuses(school) == present("0002", "0004")


@pytest.mark.parametrize("name", ["签到", "教改培训名单", "教改培训报名签到", "教改培训未签到名单"])
def test_names_alone_are_not_attendance_otherwise(read, name):
    school = read(**{name: [("工号", "姓名"), ("0002", "李娜")]})
    assert statuses(school) == []


def test_other_columns_beside_names_make_it_another_list(read):
    school = read(教改培训签到=[("姓名", "成绩"), ("李娜", 90)])
    assert statuses(school) == []


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_a_roll_call_of_a_classroom_glues_id_and_name(read, tmp_path, encoding, counts):
    lines = [
        "主机名\tIP地址\t学生姓名\t",
        "stu1\t10.0.0.1\t0002李娜\t",
        "stu2\t10.0.0.2\t刘洋0004\t",
    ]
    lines += [
        "stu3\t10.0.0.3\t0003\t",
        "stu4\t10.0.0.4\t陈静\t",
        "stu5\t10.0.0.5\t13800138000王伟\t",
    ]
    (tmp_path / "点名2021-10-15.xls").write_bytes("\r\n".join(lines).encode(encoding))
    school = read()
    assert statuses(school) == present("0002", "0004", "0003", "0006")
    assert counts(school, "点名2021-10-15.xls") == (6, 4, 1, 1)
    told = school.problems.to_string()
    assert "13800138000" not in told
    assert "10.0.0.1" not in told


def test_pupils_names_elsewhere_are_nobodys(read):
    school = read(教改培训签到=[("学生姓名", "签到时间"), ("李娜", "14:00")])
    assert statuses(school) == []


def test_rows_of_nobody_are_set_aside(read, found, counts):
    school = read(教改培训签到=[SIGNED, (None, None, None, "14:00"), ("0009", None, None, "14:00")])
    assert [row for row, _, _ in found(school, "教改培训签到.xlsx")] == [2, 3]
    assert counts(school, "教改培训签到.xlsx") == (3, 0, 2, 1)


def test_without_roster_and_plan_names_and_days_stay(read):
    school = read(roster=(), plan=(), 表=[SIGNED, ("0002", "李娜", "数学组", "2021-10-15 14:00")])
    rows = school.tables["attendance"]
    assert list(rows[["teacher_id", "activity_id"]].itertuples(index=False, name=None)) == [
        ("0002", "2021-10-15")
    ]


def test_an_unreadable_cell_is_listed_not_raised(read, tmp_path):
    read()
    book = openpyxl.Workbook()
    for row in (DATED, ("李娜", "数学组", "2021-10-15", "=1+1")):
        book.active.append(row)
    book.save(tmp_path / "表.xlsx")
    school = read_school(tmp_path)
    assert statuses(school) == []
    assert len(school.problems) == 1


@pytest.mark.parametrize(
    "written",
    ["王伟110101199003071234", "11010119900307123X 王伟", "王伟+8613800000003", "王伟 wxid_12345"],
)
def test_private_numbers_beside_a_name_are_no_ids(read, written):
    school = read(roster=(), 教改培训签到=[("姓名", "签到时间"), (written, "14:00")])
    rows = school.tables["attendance"]
    assert rows["teacher_id"].isna().all() or set(rows["teacher_id"]) == {""}
    assert list(rows["name"]) == ["王伟"]
    assert not re.search("1990|0003|12345", rows.to_string() + school.problems.to_string())


@pytest.mark.parametrize("written", ["李娜 T0002", "李娜ab_0002", "李娜x-0002"])
def test_digits_behind_letters_are_no_id(read, found, written):
    school = read(教改培训签到=[("姓名", "签到时间"), (written, "14:00")])
    assert statuses(school) == []
    problem = f"花名册中没有“{written.replace(' ', '')}”"
    assert (2, "姓名", problem) in found(school, "教改培训签到.xlsx")


@pytest.mark.parametrize("written", ["李娜 0002", "0002李娜", "李娜_0002", "李娜0002"])
def test_an_id_beside_a_name_is_taken_apart(read, written):
    school = read(教改培训签到=[("姓名", "签到时间"), (written, "14:00")])
    assert statuses(school) == present("0002")


TITLE = ("2021年10月15日教改培训签到表",)


@pytest.mark.parametrize(
    ("signature", "note", "status"),
    [
        (None, "事假", "事假"),
        (None, "请病假（发烧）", "病假"),
        (None, "产假", "事假"),
        ("李娜", "迟到", "迟到"),
        ("李娜", "多媒体教室", "出席"),
    ],
)
def test_a_remark_that_is_a_status_counts_where_nobody_signed(read, signature, note, status):
    school = read(签到=[TITLE, ("姓名", "签名", "备注"), ("李娜", signature, note)])
    assert list(school.tables["attendance"]["status"]) == [status]


def test_a_signature_beside_a_leave_is_not_guessed(read, found):
    school = read(签到=[TITLE, ("姓名", "签名", "备注"), ("李娜", "李娜", "事假")])
    assert len(school.tables["attendance"]) == 0
    assert (3, "备注", "考勤没有说明含义，共 1 处，都没有使用") in found(school, "签到.xlsx")


def test_those_who_did_not_sign_are_named_with_where_to_write_what(read):
    school = read(签到=[TITLE, ("姓名", "签名"), ("李娜", "李娜"), ("张敏", None), ("刘洋", None)])
    [told] = school.problems[school.problems["problem"].str.contains("没有签到")].to_dict("records")
    assert told["problem"] == "有 2 处没有签到，也没有写明考勤，算作未登记：张敏、刘洋"
    assert told["advice"] == "如是缺席或请假，请在这些人的“签名”一格写明：病假、事假、公假、缺席"


def test_a_mark_that_a_legend_leaves_unrecorded_gives_no_record_and_no_notice(read, found):
    rows = [("注：√=出席 /=不须参加",), TITLE, ("姓名", "签到"), ("李娜", "√"), ("张敏", "/")]
    school = read(签到=rows)
    assert list(school.tables["attendance"]["name"]) == ["李娜"]
    assert found(school, "签到.xlsx") == []


def test_somebody_may_sign_for_another(read):
    rows = [TITLE, ("姓名", "考勤"), ("李娜", "代签"), ("张敏", "教师代签")]
    assert list(read(签到=rows).tables["attendance"]["status"]) == ["出席", "出席"]


def test_a_register_of_leave_is_attendance_alone_and_in_a_school(read, book):
    rows = [("姓名", "请假时间", "请假类别", "活动"), ("李娜", "2021-10-15", "病假", "教改培训")]
    [alone] = read_file(book({"请假登记表": rows})).sheets[0].rows
    assert (alone["活动编号"], alone["考勤"]) == ("教改培训", "病假")
    table = read(请假登记表=rows).tables["attendance"]
    assert list(zip(table["activity_id"], table["status"], strict=True)) == [("P2", "病假")]


# ------------------------------------------------------------------ a column for each status


def test_of_columns_headed_by_a_status_the_ticked_one_counts(read, counts):
    heading = ("姓名", "培训内容", "出勤", "迟到", "早退", "缺席")
    lines = [
        ("陈静", "教改培训", "√", None, None, None),
        ("李娜", "教改培训", None, "√", None, None),
        ("张敏", "教改培训", "×", "×", "×", "√"),
    ]
    school = read(表=[heading, *lines])
    assert statuses(school) == [
        ("0006", "P2", "出席"),
        ("0002", "P2", "迟到"),
        ("0003", "P2", "缺席"),
    ]
    assert counts(school, "表.xlsx") == (4, 3, 0, 1)


def test_such_columns_may_stand_below_a_common_heading(read):
    rows = [
        ("姓名", "活动编号", "考勤情况", None, None),
        (None, None, "出席", "迟到", "缺席"),
        ("李娜", "P2", None, "√", None),
        ("刘洋", "P2", None, None, "√"),
    ]
    assert statuses(read(表=rows)) == [("0002", "P2", "迟到"), ("0004", "P2", "缺席")]


@pytest.mark.parametrize(
    ("ticks", "shown"),
    [
        (("√", None, "√"), "出席、缺席"),
        (("×", "×", "×"), "出席 ×、迟到 ×、缺席 ×"),
        ((None, 7, None), "迟到 7"),
    ],
)
def test_two_ticks_none_or_a_number_are_listed(read, ticks, shown):
    heading = ("姓名", "活动编号", "出席", "迟到", "缺席")
    school = read(表=[heading, ("李娜", "P2", *ticks), ("刘洋", "P2", "√", None, None)])
    assert statuses(school) == present("0004")
    listed = school.problems[school.problems["row"] == 2]
    assert list(listed["value"]) == [shown]


def test_a_tick_for_being_late_or_on_leave_goes_before_the_signature(read, found):
    heading = ("姓名", "签到时间", "迟到", "请假")
    lines = [("李娜", "14:20", "√", None), ("刘洋", "14:00", "否", None), ("张敏", None, None, "√")]
    school = read(教改培训签到=[heading, *lines])
    assert statuses(school) == [("0002", "P2", "迟到"), ("0004", "P2", "出席")]
    assert [row for row, *_ in found(school, "教改培训签到.xlsx")] == [4]


def test_numbers_of_times_are_no_ticks(read):
    school = read(
        教改培训考勤统计=[("姓名", "出勤", "迟到", "缺勤"), ("李娜", 12, 2, 3), ("刘洋", 9, 4, 2)]
    )
    assert statuses(school) == []


def test_lists_side_by_side_may_share_their_first_column(read, counts):
    heading = ("教研组", "姓名", "签到", "姓名", "签到")
    lines = [("数学组", "李娜", "√", "刘洋", "√"), ("英语组", "张敏", "√", None, None)]
    school = read(教改培训签到表=[heading, *lines])
    assert statuses(school) == present("0002", "0004", "0003")
    assert counts(school, "教改培训签到表.xlsx") == (3, 2, 0, 1)


def test_lists_side_by_side_after_a_serial_number_keep_their_groups(read):
    heading = ("序号", "教研组", "姓名", "签到", "教研组", "姓名", "签到")
    school = read(教改培训签到表=[heading, (1, "数学组", "李娜", "√", "语文组", "王伟", "√")])
    assert statuses(school) == present("0002", "0001")


# ------------------------------------------------------------------ lists of those away


@pytest.mark.parametrize(
    "title",
    [
        "教改培训签到表（缺席人员）",
        "教改培训点名 请假人员名单",
        "教改培训缺席人员点名",
        "教改培训 补签",
        "教改培训未到会人员签到情况",
    ],
)
def test_a_list_of_those_away_says_of_nobody_that_they_were_there(read, title, counts):
    school = read(教改培训签到表=[(title,), ("序号", "姓名", "学科"), (1, "李娜", "数学")])
    assert statuses(school) == []
    assert counts(school, "教改培训签到表.xlsx") == (3, 0, 3, 0)


@pytest.mark.parametrize(
    "title",
    [
        "教改培训签到表（√到 ×缺席）",
        "教改培训签到表 应到30人 请假2人",
        "教改培训签到，如请假请注明",
    ],
)
def test_a_title_may_speak_of_leave_without_being_a_list_of_it(read, title):
    school = read(教改培训签到表=[(title,), ("序号", "姓名", "学科"), (1, "李娜", "数学")])
    assert statuses(school) == present("0002")
