"""Who took part: counts by hand, the views made of them, and the panels without a browser."""

from __future__ import annotations

import json
from dataclasses import asdict
from fractions import Fraction

import pandas as pd
import pytest
from oracle import owed_activities
from schools import as_school, attended, school_rows, tiny_school

import xiaoben_analytics as xb
from xiaoben_analytics.assessment import Assessment, assess
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.figures import (
    plot_absences_left,
    plot_attendance_heatmap,
    plot_hours,
    plot_incidents,
    plot_participation,
    plot_rates,
)
from xiaoben_analytics.participation import (
    NO_CATEGORY,
    PARTS,
    Portion,
    count_headroom,
    count_incidents,
    count_parts,
    open_make_ups,
    take_portion,
    unrecorded,
)
from xiaoben_analytics.requirements import check_requirements
from xiaoben_analytics.tables import ATTENDING
from xiaoben_analytics.views import (
    AbsencesChoice,
    HoursChoice,
    ParticipationChoice,
    explore_absences_left,
    explore_attendance,
    explore_hours,
    explore_incidents,
    explore_make_ups,
    explore_participation,
)
from xiaoben_analytics.widgets import (
    AbsencesExplorer,
    AttendanceExplorer,
    HoursExplorer,
    IncidentExplorer,
    MakeUpExplorer,
    ParticipationControl,
    ParticipationExplorer,
    PortionControl,
    name_switch,
)

EXPLORE = [
    explore_participation,
    explore_attendance,
    explore_incidents,
    explore_make_ups,
    explore_hours,
    explore_absences_left,
]
EXPLORERS = [
    ParticipationExplorer,
    AttendanceExplorer,
    IncidentExplorer,
    MakeUpExplorer,
    HoursExplorer,
    AbsencesExplorer,
]


def hand_rows(**names):
    """Three who are assessed and one on leave; every number below follows from these lines.

    甲 owes A1 A2 A3 and came to all, late once; A4 is voluntary. 乙 owes the same, was absent from
    two of them and has made up for the third. 丙 owes A1 and A3, left the one early, is not
    recorded for the other.
    """
    people = [
        ("01", names.get("first", "甲"), "语文组", "骨干教师", "在岗"),
        ("02", "乙", "语文组", "新教师", "在岗"),
        ("03", "丙", "数学组", None, "在岗"),
        ("04", "丁", "数学组", "新教师", "产假"),
    ]
    keys = ("teacher_id", "name", "group", "category", "state")
    return {
        "roster": [dict(zip(keys, one, strict=True)) for one in people],
        "plan": [
            activity("A1", names.get("title", "师德培训"), "2021-09"),
            activity("A2", "作文研讨", "2021-10", audience="语文组"),
            activity("A3", "课堂研讨", "2022-03"),
            activity("A4", "读书沙龙", "2022-04", required=False),
        ],
        "attendance": [
            attended("01", "A1"), attended("01", "A2", "迟到"), attended("01", "A3"),
            attended("01", "A4"), attended("02", "A1", "缺席"),
            attended("02", "A2", "病假", made_up=True), attended("02", "A3", "缺席"),
            attended("03", "A1", "早退"),
        ],
    }  # fmt: skip


def activity(number, title, month, *, audience="全体教师", required=True):
    return {
        "activity_id": number,
        "title": title,
        "term": 1 if month < "2022-02" else 2,
        "month": month,
        "audience": audience,
        "hours": Fraction(3),
        "required": required,
    }


@pytest.fixture(scope="module")
def small() -> Assessment:
    return assess(as_school(hand_rows()))


@pytest.fixture(scope="module")
def large() -> Assessment:
    return assess(as_school(school_rows(1, teachers=40, groups=4, activities=12)))


@pytest.fixture
def shown_again():
    """Let names be shown again after a test that hides them."""
    yield
    name_switch().value = False


def records(result, **portion):
    return take_portion(result.records, result.teachers, Portion(**portion))[0]


def counts(parts):
    return [tuple(row) for row in parts.to_numpy().tolist()]


# ------------------------------------------------------------------ counting


def test_rates_are_told_apart_by_month_activity_group_and_category(small):
    rows = records(small)
    assert counts(count_parts(rows, "month")) == [
        ("2021-09", "2021年9月", 3, 2),
        ("2021-10", "2021年10月", 2, 1),
        ("2022-03", "2022年3月", 3, 1),
    ]
    assert counts(count_parts(rows, "activity")) == [
        ("A1", "9月 师德培训", 3, 2),
        ("A2", "10月 作文研讨（语文组）", 2, 1),
        ("A3", "3月 课堂研讨", 3, 1),
    ]
    assert counts(count_parts(rows, "group")) == [
        ("数学组", "数学组", 2, 1),
        ("语文组", "语文组", 6, 3),
    ]
    assert counts(count_parts(rows, "category")) == [
        ("骨干教师", "骨干教师", 3, 3),
        (NO_CATEGORY, NO_CATEGORY, 2, 1),
        ("新教师", "新教师", 3, 0),
    ]


@pytest.mark.parametrize("part", PARTS)
def test_every_part_adds_up_to_what_the_oracle_counts(part):
    rows = school_rows(5, teachers=30, groups=4, activities=15)
    seen = {(one["teacher_id"], one["activity_id"]): one["status"] for one in rows["attendance"]}
    people = [one for one in rows["roster"] if one["state"] == "在岗"]
    owed = [
        (one["teacher_id"], due) for one in people for due in owed_activities(one, rows["plan"])
    ]
    came = sum(seen.get(pair) in ATTENDING for pair in owed)
    parts = count_parts(records(assess(as_school(rows))), part)
    assert (parts["owed"].sum(), parts["attended"].sum()) == (len(owed), came)


@pytest.mark.parametrize(
    ("portion", "expected"),
    [
        ({"group": "数学组"}, (2, 1)),
        ({"term": 1}, (5, 3)),
        ({"category": "新教师"}, (3, 0)),
        ({"category": NO_CATEGORY}, (2, 1)),
        ({"activity": "A3"}, (3, 1)),
        ({"group": "语文组", "term": 2}, (2, 1)),
        ({"group": "数学组", "activity": "A2"}, (0, 0)),
    ],
)
def test_a_portion_limits_what_is_counted(small, portion, expected):
    parts = count_parts(records(small, **portion), "month")
    assert (parts["owed"].sum(), parts["attended"].sum()) == expected


@pytest.mark.parametrize(
    ("portion", "told"),
    [
        ({"group": "英语组"}, "没有名为“英语组”的教研组"),
        ({"term": 3}, "没有名为“3”的学期"),
        ({"category": "专家"}, "没有名为“专家”的教师类别"),
        ({"activity": "B1"}, "没有名为“B1”的活动"),
    ],
)
def test_a_portion_that_the_school_does_not_have_is_refused(small, portion, told):
    with pytest.raises(UsageError, match=told):
        records(small, **portion)


def test_incidents_are_counted_for_what_was_owed_most_first(small):
    listed = count_incidents(records(small)).drop(columns="group")
    assert counts(listed) == [
        ("02", "乙", 0, 0, 2, 0, 2),
        ("01", "甲", 1, 0, 0, 0, 1),
        ("03", "丙", 0, 1, 0, 0, 1),
    ]


def test_what_is_made_up_or_not_recorded_is_not_open(small):
    rows = records(small)
    assert open_make_ups(rows)[["teacher_id", "activity_id"]].to_numpy().tolist() == [
        ["02", "A1"],
        ["02", "A3"],
    ]
    assert unrecorded(rows)[["teacher_id", "activity_id"]].to_numpy().tolist() == [["03", "A3"]]


def test_leave_that_earns_its_hours_leaves_nothing_open(small):
    earning = small.what_if(changes={"attendance.earning": ["出席", "缺席"]})
    assert len(open_make_ups(records(earning))) == 0


def test_headroom_is_counted_at_just_below_and_beyond_the_limit():
    absences = pd.DataFrame(
        [("甲", "语文组", 5, 4), ("乙", "语文组", 4, 4), ("丙", "数学组", 3, 4), ("丁", "数学组", 0, 4)],
        columns=["name", "group", "unexcused_absences", "limit"],
    )  # fmt: skip
    assert count_headroom(absences).to_numpy().tolist() == [
        ["数学组", 0, 0, 1, 0, 1],
        ["语文组", 1, 1, 0, 0, 0],
    ]


# ------------------------------------------------------------------ views


def test_what_is_picked_is_listed_with_its_sources_those_who_stayed_away_first(small):
    view = explore_participation(small, ParticipationChoice(picked="2022-03"))
    assert view.sentence == (
        "2022年3月应到 3 人次，实到 1 人次，出勤率 33.3%；未到的：缺席 1、未登记 1。"
    )
    ((caption, rows),) = view.tables.items()
    assert caption == "2022年3月应到的教师，未到的在前（3 人次）"
    assert rows[["姓名", "月份", "培训内容", "实到", "考勤"]].to_numpy().tolist() == [
        ["乙", "3月", "课堂研讨", "否", "缺席"],
        ["丙", "3月", "课堂研讨", "否", "未登记"],
        ["甲", "3月", "课堂研讨", "是", "出席"],
    ]
    assert rows["出处"].tolist() == ["—", "—", "—"]


def test_a_record_names_its_file_sheet_and_row():
    result = assess(xb.read_school("data/sample"))
    ((_, rows),) = explore_participation(
        result, ParticipationChoice(group="英语组", picked="2021-11")
    ).tables.items()
    away = rows[rows["实到"] == "否"].set_index("姓名")["出处"]
    assert away["邓颖"] == "第一学期全员培训签到表.xlsx，签到表，第 30 行"


def test_who_made_up_and_who_came_without_having_to_is_said(small):
    october = explore_participation(small, ParticipationChoice(picked="2021-10"))
    (away,) = october.tables.values()
    assert "病假（已补课）" in away["考勤"].tolist()
    april = explore_participation(small, ParticipationChoice(by="month", picked="2022-04"))
    assert april.sentence == "2022-04没有应参加的活动。"
    assert list(april.tables) == ["2022-04有记录、但不要求参加的教师（1 人次）"]


@pytest.mark.parametrize(
    ("by", "picked", "told"),
    [
        ("activity", "A2", "10月 作文研讨（语文组）应到 2 人次，实到 1 人次，出勤率 50%；未到的：病假 1。"),
        ("group", "数学组", "数学组应到 2 人次，实到 1 人次，出勤率 50%；未到的：未登记 1。"),
        ("category", "骨干教师", "骨干教师应到 3 人次，实到 3 人次，出勤率 100%；没有人未到。"),
    ],
)  # fmt: skip
def test_an_activity_a_group_or_a_category_is_looked_behind_too(small, by, picked, told):
    view = explore_participation(small, ParticipationChoice(by=by, picked=picked))
    assert view.sentence == told
    assert [bar for bar, edge in edges(view.figure) if edge] == [picked]


def edges(figure):
    return zip(figure.data[0].customdata, figure.data[0].marker.line.width, strict=True)


def test_numbers_of_the_chart_stand_beside_it(small):
    data = explore_participation(small).data
    assert data["各月份的出勤率"].to_numpy().tolist() == [
        ["2021年9月", "3", "2", "66.7%"],
        ["2021年10月", "2", "1", "50%"],
        ["2022年3月", "3", "1", "33.3%"],
    ]
    assert data["各教研组各月的出勤率"].to_numpy().tolist() == [
        ["数学组", "100%（1/1）", "—", "0%（0/1）"],
        ["语文组", "50%（1/2）", "50%（1/2）", "50%（1/2）"],
    ]


def test_unknown_ways_to_compare_are_refused():
    with pytest.raises(UsageError, match="没有名为“week”的比较方式"):
        ParticipationChoice(by="week")


def test_choices_are_what_json_can_say():
    for choice in (ParticipationChoice("语文组", 1), HoursChoice(), AbsencesChoice("2022-01-31")):
        assert json.loads(json.dumps(asdict(choice))) == asdict(choice)


def test_attendance_is_written_out_in_words(small):
    ((_, rows),) = explore_attendance(small).data.items()
    assert list(rows.columns)[2:] == [
        "姓名", "9月 师德培训", "10月 作文研讨", "3月 课堂研讨", "4月 读书沙龙",
    ]  # fmt: skip
    told = {row[2]: row[3:] for row in rows.to_numpy().tolist()}
    assert told == {
        "甲": ["出席", "迟到", "出席", "出席"],
        "乙": ["缺席", "病假（已补课）", "缺席", ""],
        "丙": ["早退", "", "未登记", ""],
    }


def test_incidents_and_make_ups_are_listed_case_by_case(small):
    incidents = explore_incidents(small)
    assert incidents.figure.layout.title.text.replace("<br>", "") == (
        "3 人共 4 次：迟到 1 次，早退 1 次，无故缺席 2 次；最多的是乙（2 次）、甲、丙（各 1 次）。"
    )
    cases = incidents.tables["逐次列出"][["姓名", "考勤"]].to_numpy().tolist()
    assert cases == [["甲", "迟到"], ["乙", "缺席"], ["乙", "缺席"], ["丙", "早退"]]
    open_ones = explore_make_ups(small)
    assert open_ones.sentence == (
        "待补课 2 人次（1 人），共 6 学时；最多的是乙（2 次）；另有 1 人次未登记，请先核对。"
    )
    assert {caption: len(rows) for caption, rows in open_ones.tables.items()} == {
        "待补课": 2,
        "未登记，没有出处": 1,
    }


def test_hours_are_held_against_what_each_term_requires(small):
    """甲 has 6 hours in each term; 乙 3 made up, and 3 more may be; nobody has 30."""
    view = explore_hours(small)
    assert view.figure.layout.title.text.replace("<br>", "") == (
        "第一学期 3 人中，未达到 3 人，缺得最多的是乙、丙（27 学时）；"
        "第二学期 3 人中，未达到 3 人，缺得最多的是乙、丙（30 学时）。"
    )
    assert view.sentence == (
        "还有欠缺的 6 人次中，参加其后的活动就够的 0 人次，"
        "还要补课才够的 0 人次，都补上也不够的 6 人次。"
    )
    rows = view.tables["学期学时要求（每学期 30 学时）：尚未达到"]
    own = rows[(rows["姓名"] == "乙") & (rows["期间"] == "第一学期")]
    assert own[["还缺", "可补课"]].to_numpy().tolist() == [["27", "3"]]


def test_hours_of_a_regulation_that_asks_for_none_are_judged_by_the_shipped_one(small):
    assert list(explore_hours(small, HoursChoice("year-hours")).tables) == [
        "学年学时与最终成绩（每学年 60 学时）：尚未达到"
    ]
    own = assess(small.school, "year-hours")
    assert list(explore_hours(own).tables) == ["学年学时与最终成绩（每学年 60 学时）：尚未达到"]


@pytest.mark.parametrize(
    ("explore", "choice", "told"),
    [
        (explore_hours, HoursChoice("nobody"), "没有名为“nobody”的办法"),
        (explore_hours, HoursChoice(on="昨天"), "应为形如 2022-01-31 的日期"),
        (explore_absences_left, AbsencesChoice("2030-01-01"), "学年"),
    ],
)
def test_wrong_choices_are_refused_in_a_sentence(small, explore, choice, told):
    with pytest.raises(UsageError, match=told):
        explore(small, choice)


def test_absences_left_say_who_is_beyond_and_who_is_next(small):
    """Of three or two owed activities a fifth is none: one absence fails the gate."""
    view = explore_absences_left(small)
    assert view.figure.layout.title.text.replace("<br>", "") == (
        "无故缺席超过应参加活动的 20%的有 1 人（乙）；已到限度的有 2 人（甲、丙）。"
    )
    assert view.sentence.startswith("计划中的活动都已有考勤记录")
    near = view.tables["已超过、已到限度，或离限度还差一次"]
    assert near[
        ["姓名", "无故缺席（次）", "最多可缺席", "离限度还差（次）"]
    ].to_numpy().tolist() == [
        ["乙", "2", "0", "已超过"],
        ["甲", "0", "0", "0"],
        ["丙", "0", "0", "0"],
    ]


def test_absences_left_are_seen_from_a_day(small):
    """At the end of September one activity was held; two more are owed by 甲 and 乙, one by 丙."""
    view = explore_absences_left(small, AbsencesChoice("2021-09-30"))
    assert view.sentence == (
        "其后每人最多还有 2 次应参加的活动；"
        "未超过限度的 2 人中，0 人即使都缺席也不超过，2 人不能都缺席。"
    )
    assert view.data["每位教师的缺席"]["其后应参加"].tolist() == ["2", "2", "1"]


# ------------------------------------------------------------------ charts


def test_a_single_group_stands_beside_the_school(small):
    lines = {line.name: list(line.y) for line in plot_participation(small, Portion("数学组")).data}
    assert lines["数学组"] == [100.0, 0.0]
    assert [round(rate, 1) for rate in lines["全校"]] == [66.7, 33.3]


def test_a_bar_is_as_long_as_its_rate_and_says_its_counts(small):
    (bars,) = plot_rates(small, "category").data
    assert list(bars.x) == [100.0, 50.0, 0.0]
    assert list(bars.text) == ["100%　3／3", "50%　1／2", "0%　0／3"]
    assert list(bars.customdata) == ["骨干教师", NO_CATEGORY, "新教师"]


def test_points_are_teachers_with_equal_hours(small):
    answers = check_requirements(small.school, "term-hours").teachers
    figure = plot_hours(answers[answers["verdict"] != "不适用"])
    first = next(trace for trace in figure.data if trace.name == "未达到")
    assert list(zip(first.y, first.x, strict=True)) == [(0, 3), (1, 3), (1, 6)]
    assert first.hovertext[2] == "<b>语文组</b>　未达到：已有 6 学时，须 30 学时（1 人）<br>甲"


def test_every_verdict_that_somebody_has_is_named_once():
    rows = [
        ("甲", "第一学期", "达到", 3000), ("乙", "第一学期", "未达到", 1500),
        ("甲", "第二学期", "进行中", 1200), ("乙", "第二学期", "未达到", 900),
    ]  # fmt: skip
    answers = pd.DataFrame(rows, columns=["name", "period", "verdict", "amount"]).assign(
        group="语文组", label="学时", needed=3000, short=0, scale=100, unit="学时"
    )
    named = [trace.name for trace in plot_hours(answers).data if trace.showlegend]
    assert named == ["达到", "未达到", "进行中"]


def test_bars_of_absences_left_count_the_teachers_of_each_group(small):
    absences = check_requirements(small.school, small.policy).absences
    bars = {trace.name: list(trace.x) for trace in plot_absences_left(absences).data}
    assert bars["已超过"] == [0, 1]
    assert bars["已到限度"] == [1, 1]


def test_cells_have_letters_only_where_they_fit(large):
    assert plot_attendance_heatmap(large).data[0].texttemplate == "%{text}"
    many = assess(as_school(school_rows(4, teachers=300, groups=25, activities=60)))
    figure = plot_attendance_heatmap(many)
    assert figure.data[0].text is None
    assert figure.layout.height < 1700
    assert "框选放大" in figure.layout.title.subtitle.text
    one = plot_attendance_heatmap(many, Portion(group="第1组", activity="A01"))
    assert one.data[0].texttemplate == "%{text}"


def test_names_that_are_equal_keep_rows_of_their_own():
    rows = hand_rows(first="乙")
    figure = plot_attendance_heatmap(assess(as_school(rows)))
    assert list(figure.data[0].y) == ["0", "1", "2"]
    assert figure.layout.yaxis.labelalias == {"0": "丙", "1": "乙", "2": "乙"}


@pytest.mark.parametrize("explore", EXPLORE)
@pytest.mark.parametrize(
    "size",
    [
        {"teachers": 1, "groups": 1, "activities": 1},
        {"teachers": 5, "groups": 1, "activities": 3},
        {"teachers": 300, "groups": 25, "activities": 60},
    ],
    ids=["one teacher", "one group", "300 teachers"],
)
def test_every_size_of_school_has_a_sentence_and_its_numbers(explore, size):
    view = explore(assess(as_school(school_rows(4, **size))))
    assert view.sentence.endswith("。")
    if view.figure is not None:
        assert view.figure.to_json().count("NaN") == 0
        assert all(list(rows.columns) for rows in view.data.values())


@pytest.mark.parametrize("explore", EXPLORE)
def test_nothing_owed_is_said_instead_of_drawn(explore):
    rows = hand_rows()
    for one in rows["plan"]:
        one["required"] = False
    view = explore(assess(as_school(rows)))
    assert view.sentence.endswith("。")


@pytest.mark.parametrize("part", [part for part in PARTS if part != "month"])
def test_a_portion_without_anything_owed_says_so(small, part):
    nothing = ParticipationChoice(group="数学组", activity="A2", by=part)
    assert explore_participation(small, nothing).figure.layout.annotations[0].text == (
        "没有应参加的活动"
    )
    assert plot_incidents(small, nothing).layout.annotations[0].text == "没有迟到、早退和无故缺席"


# ------------------------------------------------------------------ panels


def shown(panel):
    return json.loads(panel.viewer.chart.figure)


def test_the_panel_shows_what_the_plain_function_gives(large):
    panel = ParticipationExplorer(large)
    parts = panel.control.portion.parts
    parts["group"].value, parts["term"].value = "第1组", 2
    panel.control.by.value = "activity"
    panel.control.picked.value = panel.control.picked.options[1][1]
    choice = panel.control.value
    assert choice == ParticipationChoice("第1组", 2, by="activity", picked=choice.picked)
    view = explore_participation(large, choice)
    assert shown(panel) == json.loads(view.figure.to_json())
    assert view.sentence in panel.viewer.sentence.value
    ((_, rows),) = view.tables.items()
    assert all(number in panel.viewer.tables.value for number in rows["工号"])


def test_clicking_a_groups_month_lists_who_was_due_and_once_more_does_not(large):
    panel = ParticipationExplorer(large)
    mark = shown(panel)["data"][0]["customdata"][0]
    assert mark == {"picked": "2021-09", "group": "第1组"}
    seen = []
    panel.control.observe(lambda change: seen.append(change["new"]), "value")
    panel.viewer.chart.clicked = {"mark": mark, "time": 1}
    assert panel.control.value == ParticipationChoice("第1组", picked="2021-09")
    records = large.records
    due = records[records["owed"] & (records["group"] == "第1组") & (records["month"] == "2021-09")]
    assert f"第1组2021年9月应到的教师，未到的在前（{len(due)} 人次）" in panel.viewer.tables.value
    assert " 行）" not in panel.viewer.tables.value
    panel.viewer.chart.clicked = {"mark": mark, "time": 2}
    panel.control.pick(None)
    assert panel.control.value == ParticipationChoice()
    assert len(seen) == 2


def test_what_is_no_longer_there_is_no_longer_picked_and_each_act_is_one_change(large):
    control, seen = ParticipationControl(large), []
    control.observe(lambda change: seen.append(change["new"]), "value")
    control.pick("2021-09")
    control.portion.parts["term"].value = 1
    assert control.value.picked == "2021-09"
    control.by.value = "group"
    assert control.value == ParticipationChoice(term=1, by="group")
    assert len(seen) == 3


def test_every_group_term_category_and_activity_can_be_chosen(small):
    offered = {
        name: [value for _, value in part.options]
        for name, part in PortionControl(small).parts.items()
    }
    assert offered == {
        "group": ["", "数学组", "语文组"],
        "term": [None, 1, 2],
        "category": ["", "骨干教师", "新教师", NO_CATEGORY],
        "activity": ["", "A1", "A2", "A3"],
    }


def test_hours_and_absences_are_seen_from_the_end_of_a_month(small):
    hours, absences = HoursExplorer(small), AbsencesExplorer(small)
    assert [value for _, value in absences.control.on.options] == [
        "", "2021-09-30", "2021-10-31", "2022-03-31", "2022-04-30",
    ]  # fmt: skip
    absences.control.on.value = "2021-09-30"
    assert explore_absences_left(small, AbsencesChoice("2021-09-30")).sentence in (
        absences.viewer.sentence.value
    )
    hours.control.policy.value = "year-hours"
    assert hours.control.value == HoursChoice("year-hours")
    assert "每学年 60 学时" in hours.viewer.tables.value


def everything_on(panel):
    chart = "" if panel.viewer.chart is None else panel.viewer.chart.figure
    panel.viewer.opened.value = True
    texts = [panel.viewer.sentence.value, panel.viewer.tables.value, panel.viewer.data.value, chart]
    parts = getattr(getattr(panel.control, "portion", panel.control), "parts", {})
    texts += [label for part in parts.values() for label, _ in part.options]
    texts += [label for label, _ in getattr(panel.control, "picked", parts.get("activity")).options]
    return "".join(texts)


@pytest.mark.parametrize("explorer", EXPLORERS[:4])
def test_names_hidden_are_hidden_everywhere_also_in_what_can_be_chosen(explorer, shown_again):
    rows = hand_rows(first="欧阳明远", title="公开课（欧阳明远）")
    result = assess(as_school(rows))
    panel = explorer(result)
    before = panel.control.value
    assert "公开课（欧阳明远）" in everything_on(panel)
    name_switch().value = True
    assert "欧阳明远" not in everything_on(panel)
    assert "欧阳明远" not in everything_on(explorer(result))
    assert panel.control.value == before


@pytest.mark.parametrize("explore", EXPLORE)
def test_text_from_cells_is_never_markup(explore):
    rows = hand_rows(first="<img src=x onerror=alert(1)>", title="<b>公开课</b>")
    result = assess(as_school(rows))
    view = explore(result)
    if view.figure is not None:
        view.figure.layout.meta = None  # read aloud, never parsed
        assert "<img" not in json.dumps(view.figure.to_dict(), default=str)
    panel = xb.Explorer(result, explore)
    panel.viewer.opened.value = True
    assert "<img" not in panel.viewer.tables.value + panel.viewer.data.value
    assert "<img" not in panel.viewer.sentence.value


@pytest.mark.parametrize("explore", EXPLORE)
def test_looking_changes_no_frame(explore, small):
    before = {name: getattr(small, name).copy() for name in ("records", "teachers", "standings")}
    explore(small)
    for name, frame in before.items():
        assert frame.equals(getattr(small, name))


def test_no_hours_beside_who_stayed_away_do_not_make_the_activity_worthless():
    """A roster of attendance has a column of hours: 0 is what was earned, 3 is what is owed."""
    rows = [
        attended("1", "01", "病假", hours=0),
        attended("2", "01", "病假", hours=0, made_up=True),
    ]
    records = assess(tiny_school(attendance=rows)).records
    first = records[records["activity_id"] == "01"]
    assert first["hours"].tolist() == [300, 300]
    assert first["earned"].tolist() == [0, 300]
