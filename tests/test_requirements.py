"""What is asked of each teacher: thresholds, periods, whom it is for, forecast; worked out by hand."""

from datetime import date

import pandas as pd
import pytest
from pydantic import ValidationError
from required import activity, asks, came, did, judged, person, policy_of, school_of, verdicts

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.policy import list_policies, read_policy
from xiaoben_analytics.requirements import check_requirements

HOURS = asks("attendance_hours", "30 学时", per="term")
YEAR = asks("attendance_hours", "12 学时")


def trained(count, *, planned=10, month="2021-09", hours=3, **more):
    """One teacher who attended the first `count` activities; a second one attended them all."""
    return school_of(
        roster=[person(1, **more), person(2)],
        plan=[activity(number, month, hours) for number in range(planned)],
        attendance=[came(1, number) for number in range(count)]
        + [came(2, number) for number in range(planned)],
    )


# ------------------------------------------------------------------ at, below and above


@pytest.mark.parametrize(
    ("attended", "verdict", "short"), [(9, "未达到", 300), (10, "达到", 0), (11, "达到", 0)]
)
def test_thirty_hours_a_term_are_met_exactly_at_thirty(attended, verdict, short):
    first, second, *_ = judged(trained(attended, planned=11), HOURS)
    assert (first["period"], first["verdict"], first["short"]) == ("第一学期", verdict, short)
    assert first["amount"] == attended * 300
    assert (second["period"], second["amount"]) == ("第二学期", 0)


def test_the_reason_states_the_amounts_in_their_unit():
    row = judged(trained(9), HOURS)[0]
    assert row["reason"] == "已有 27 学时，须 30 学时，还缺 3 学时"
    assert (row["unit"], row["scale"], row["needed"]) == ("学时", 100, 3000)


def test_hours_of_one_term_do_not_count_in_the_other():
    school = school_of(
        roster=[person(1)],
        plan=[activity(1, "2022-01", 30), activity(2, "2022-02", 29)],
        attendance=[came(1, 1), came(1, 2)],
    )
    assert verdicts(school, HOURS) == ["达到", "未达到"]


@pytest.mark.parametrize("more", [{}, {"date": pd.Timestamp("2021-08-28")}])
def test_training_in_august_before_the_term_belongs_to_it(more):
    plan = [
        activity(1, "2021-08", 27, **more) | {"term": 1},
        activity(2, "2021-08", 3) | {"term": 1},
    ]
    school = school_of(roster=[person(1)], plan=plan, attendance=[came(1, 1), came(1, 2)])
    assert [row["amount"] for row in judged(school, HOURS)] == [3000, 0]
    cycle = {"cycle": {"years": 2, "first": "2020-2021"}, **CREDITS}
    assert verdicts(school, FIVE, **cycle) == ["无法判断"]  # August tells nothing of 2020-2021
    ahead = school_of(roster=[person(1)], plan=plan, attendance=[came(1, 1)])
    row = judged(ahead, HOURS)[0]
    assert (row["verdict"], row["amount"], row["offered"]) == ("进行中", 2700, 300)


def test_a_requirement_below_one_part_of_the_measure_needs_the_next_whole_part():
    school = school_of(roster=[person(1)], practice=[did(1, "听课", "2021-10-11", 1)])
    row = judged(school, asks("award_count", "0.5 项"))[0]
    assert row["needed"] == 1


def test_a_planned_activity_without_date_or_month_lies_in_its_term():
    plan = [activity(1, hours=30) | {"month": None, "term": 2}]
    school = school_of(roster=[person(1)], plan=plan, attendance=[came(1, 1)])
    assert [row["amount"] for row in judged(school, HOURS)] == [0, 3000]


def test_a_planned_activity_without_anything_lies_in_the_year():
    plan = [activity(1, hours=30) | {"month": None, "term": None}]
    school = school_of(roster=[person(1)], plan=plan, attendance=[came(1, 1)])
    assert verdicts(school, YEAR) == ["达到"]
    assert verdicts(school, HOURS) == ["无法判断", "无法判断"]


# ------------------------------------------------------------------ what is not known


LESSONS = asks("observed_lessons", "10 节", per="term")


def test_rows_without_a_date_decide_only_where_they_matter():
    loose = [did(1, "听课", None, 3)]
    dated = [did(1, "听课", "2021-10-11", 7)]
    one, other = judged(school_of(roster=[person(1)], practice=[*dated, *loose]), LESSONS)
    assert one["verdict"] == "无法判断"
    assert "另有 1 条记录没有日期" in one["reason"]
    assert one["amount"] == 700
    assert other["verdict"] == "进行中"  # 3 of 10, and nothing is recorded in the second term


def test_without_its_undated_rows_a_teacher_meets_it_all_the_same():
    practice = [did(1, "听课", "2021-10-11", 10), did(1, "听课", None, 3)]
    assert verdicts(school_of(roster=[person(1)], practice=practice), LESSONS)[0] == "达到"


def test_even_with_its_undated_rows_a_teacher_is_short():
    practice = [
        did(1, "听课", "2021-10-11", 6),
        did(1, "听课", None, 3),
        did(1, "评课", "2022-04-11", 1),
    ]
    assert verdicts(school_of(roster=[person(1)], practice=practice), LESSONS) == ["未达到"] * 2


def test_a_table_that_is_not_there_decides_nothing():
    row = judged(school_of(roster=[person(1)]), asks("open_lessons", "1 节"))[0]
    assert row["verdict"] == "无法判断"
    assert row["reason"] == "没有读到《教学实践》、《活动参与》，无从判断"


def test_no_plan_and_no_attendance_decide_nothing():
    assert verdicts(school_of(roster=[person(1)]), HOURS) == ["无法判断"] * 2


# ------------------------------------------------------------------ for whom


UNDER_45 = asks("open_lessons", "1 节", who={"under": "45 岁"})


@pytest.mark.parametrize(
    ("born", "verdict"),
    [
        ("1976-09-02", "未达到"),  # 44 on 1 September 2021
        ("1976-09-01", "不适用"),  # 45 on that very day
        ("1977-03-02", "未达到"),
        (None, "无法判断"),
    ],
)
def test_age_is_counted_on_the_first_day_of_the_period(born, verdict):
    roster = [person(1, birth_date=date.fromisoformat(born) if born else None), person(2)]
    school = school_of(roster=roster, practice=[did(2, "听课", "2022-05-05", 1)])
    assert judged(school, UNDER_45)[0]["verdict"] == verdict


def test_the_reason_says_the_age_or_that_it_is_unknown_and_never_the_birth_date():
    roster = [person(1, birth_date=date(1977, 3, 2)), person(2)]
    school = school_of(roster=roster, practice=[did(1, "公开课", "2022-05-05")])
    known, unknown = judged(school, UNDER_45)
    assert known["reason"].startswith("2021-09-01 未满 45 岁；")
    assert known["verdict"] == "达到"
    assert unknown["reason"] == "花名册没有出生日期"


def test_a_teacher_who_is_lent_to_another_school_is_not_judged():
    row = judged(trained(0, state="借调"), HOURS)[0]
    assert (row["verdict"], row["reason"]) == ("不适用", "借调，不参评")


def test_a_category_is_a_word_of_the_roster():
    wanted = asks("attendance_hours", "3 学时", who={"categories": ["骨干"]})
    roster = [person(1, category="骨干教师"), person(2, category="新教师"), person(3)]
    plan, attendance = [activity(1)], [came(1, 1)]
    rows = judged(school_of(roster=roster, plan=plan, attendance=attendance), wanted)
    assert [row["verdict"] for row in rows] == ["达到", "不适用", "不适用"]
    assert rows[0]["reason"].startswith("骨干教师；")


def test_where_the_roster_has_no_categories_nobody_is_judged_by_one():
    wanted = asks("attendance_hours", "3 学时", who={"categories": ["骨干"]})
    row = judged(trained(1), wanted)[0]
    assert (row["verdict"], row["reason"]) == ("无法判断", "花名册没有教师类别和称号")


# ------------------------------------------------------------------ stages since joining


def stage(number, at_least):
    own = {"name": f"stage{number}", "per": "stage", "who": {"stage": number}}
    return asks("training_hours", at_least, **own)


STAGES = [stage(1, "120 学时"), stage(2, "64 学时"), stage(3, "48 学时")]


@pytest.mark.parametrize(
    ("joined", "verdicts"),
    [
        (date(2021, 9, 1), ["未达到", "不适用", "不适用"]),
        (date(2021, 8, 20), ["未达到", "进行中", "不适用"]),  # the second begins on 20 August 2022
        (date(2021, 9, 2), ["进行中", "不适用", "不适用"]),  # the first ends on 1 September 2022
        (date(2020, 9, 1), ["无法判断", "未达到", "不适用"]),  # of 2020-2021 nothing is known
        (date(2019, 7, 1), ["无法判断", "无法判断", "未达到"]),
        (date(2018, 9, 2), ["无法判断", "无法判断", "无法判断"]),  # the third ends on 1 September
        (date(2018, 9, 1), ["不适用", "不适用", "不适用"]),
        (date(2022, 9, 1), ["不适用", "不适用", "不适用"]),
    ],
)
def test_every_stage_that_touches_the_school_year_or_lies_before_it_is_judged(joined, verdicts):
    rows = judged(trained(1, join_date=joined), *STAGES)
    own = [row for row in rows if row["teacher_id"] == "1"]
    assert [row["verdict"] for row in own] == verdicts


JOINED_IN_FEBRUARY = date(2021, 2, 15)


def midyear(**more):
    """A teacher who joined on 15 February 2021 and has been at 40 hours in each half of the first year."""
    return school_of(
        roster=[person(1, join_date=JOINED_IN_FEBRUARY)],
        plan=[activity(1, "2021-10", 40), activity(2, "2022-03", 40)],
        attendance=[came(1, 1), came(1, 2)],
        **more,
    )


BEFORE = {"teacher_id": "1", "school_year": "2020-2021", "hours": 8000}


@pytest.mark.parametrize("day", [date(2021, 10, 31), date(2022, 2, 13)])
def test_a_stage_is_counted_from_the_day_of_joining(day):
    first, second, _ = judged(midyear(history=[BEFORE]), *STAGES, on=day)
    assert (first["verdict"], first["amount"]) == ("达到", 12000)
    assert (second["verdict"], second["amount"]) == ("进行中", 0)


def test_a_stage_that_ends_within_the_school_year_is_judged():
    first, second, third = judged(midyear(history=[BEFORE | {"hours": 7999}]), *STAGES)
    assert (first["verdict"], first["short"]) == ("未达到", 1)
    assert (second["verdict"], second["amount"]) == ("进行中", 4000)
    assert third["verdict"] == "不适用"
    assert third["reason"].endswith("；2023-02-15 开始")
    assert first["reason"].startswith("2021-02-15 入职，第 1 年为 2021-02-15 至 2022-02-14；")


def test_a_stage_of_which_the_first_half_is_unknown_is_left_open():
    row = judged(midyear(), *STAGES)[0]
    assert (row["verdict"], row["amount"]) == ("无法判断", 4000)
    assert "2020-2021 学年没有记录" in row["reason"]


def test_the_hours_of_a_school_year_that_two_stages_share_belong_to_neither_for_sure():
    roster = [person(1, join_date=date(2020, 2, 15))]
    history = [BEFORE | {"hours": 20000}]
    plan, attendance = [activity(1)], [came(1, 1)]
    school = school_of(roster=roster, history=history, plan=plan, attendance=attendance)
    first, second, _ = judged(school, *STAGES)
    assert (first["verdict"], second["verdict"]) == ("无法判断", "无法判断")
    assert "跨出本期" in first["reason"]


@pytest.mark.parametrize("joined", [date(2019, 7, 10), date(2019, 9, 1), date(2019, 9, 20)])
def test_the_hours_of_an_earlier_school_year_are_those_of_its_stage(joined):
    years = [("2019-2020", 120), ("2020-2021", 63)]
    history = [
        {"teacher_id": "1", "school_year": year, "hours": hours * 100} for year, hours in years
    ]
    roster = [person(1, join_date=joined)]
    school = school_of(
        roster=roster, history=history, plan=[activity(1, "2022-03", 48)], attendance=[came(1, 1)]
    )
    rows = judged(school, *STAGES)
    assert [row["verdict"] for row in rows] == ["达到", "未达到", "达到"]
    assert rows[1]["short"] == 100


def test_before_the_day_of_joining_nothing_is_asked():
    roster = [person(1, join_date=date(2022, 2, 15)), person(2)]
    school = school_of(roster=roster, plan=[activity(1)], attendance=[came(2, 1)])
    row = judged(school, *STAGES, on=date(2021, 12, 15))[0]
    assert row["verdict"] == "不适用"
    assert row["reason"] == "2022-02-15 入职，截至 2021-12-15 还没有入职"
    assert judged(school, HOURS)[0]["reason"] == "2022-02-15 入职，晚于第一学期"


def test_who_has_finished_the_years_is_told_when():
    row = judged(trained(1, join_date=date(2017, 9, 1)), *STAGES)[0]
    assert (row["verdict"], row["reason"]) == (
        "不适用",
        "2017-09-01 入职，3 年已于 2020-08-31 期满",
    )


def test_a_year_since_joining_may_be_asked_of_everybody():
    wanted = asks("attendance_hours", "40 学时", per="stage")
    rows = judged(midyear(), wanted)
    assert [(row["period"], row["verdict"]) for row in rows] == [
        ("入职第 1 年", "达到"),
        ("入职第 2 年", "达到"),
    ]


def test_a_teacher_in_the_second_year_needs_sixty_four_hours():
    school = trained(16, planned=16, hours=4, join_date=date(2020, 9, 1))
    row = judged(school, STAGES[1])[0]
    assert (row["verdict"], row["amount"], row["period"]) == ("达到", 6400, "入职第 2 年")
    assert row["reason"] == (
        "2020-09-01 入职，第 2 年为 2021-09-01 至 2022-08-31；已有 64 学时，须 64 学时"
    )


def test_without_a_date_of_joining_no_stage_is_known():
    row = judged(trained(1), STAGES[0])[0]
    assert (row["verdict"], row["reason"]) == ("无法判断", "花名册没有入职日期")


def test_a_stage_that_began_before_the_records_is_not_called_short():
    school = trained(2, month="2022-01", join_date=date(2021, 3, 3))
    row = judged(school, STAGES[0])[0]
    assert row["verdict"] == "无法判断"
    assert "2020-2021 学年没有记录" in row["reason"]


def test_a_stage_that_lasts_beyond_the_school_year_is_under_way():
    row = judged(trained(2, month="2022-04", join_date=date(2022, 3, 1)), STAGES[0])[0]
    assert row["verdict"] == "进行中"
    assert "本期到 2023-02-28 为止" in row["reason"]


def test_only_the_skills_of_the_stage_count():
    wanted = asks("skills_shown", "2 项", words=["上课", "教学反思"])
    names = ["上课", "教学反思", "备课"]
    skills = [
        {"teacher_id": str(n), "skill": name, "date": pd.Timestamp(2021, 10, 11)}
        for n, own in ((1, names[:2]), (2, names[1:]))
        for name in own
    ]
    rows = judged(school_of(roster=[person(1), person(2)], skills=skills), wanted)
    assert [(row["verdict"], row["amount"]) for row in rows] == [("达到", 2), ("未达到", 1)]


def test_a_skill_counts_when_it_was_first_passed_whatever_the_order_of_the_rows():
    wanted = asks("skills_shown", "1 项", per="term")
    skills = [
        {"teacher_id": "1", "skill": "备课", "date": pd.Timestamp(day), "passed": passed}
        for day, passed in (("2022-03-01", True), ("2021-10-11", True), ("2021-09-13", False))
    ]
    rows = judged(school_of(roster=[person(1)], skills=skills), wanted)
    assert [row["amount"] for row in rows] == [1, 0]


def test_hours_outside_school_count_where_the_regulation_says_so():
    external = [{"teacher_id": "1", "hours": 1000, "return_date": pd.Timestamp(2021, 11, 1)}]
    plan, attendance = [activity(1, hours=20)], [came(1, 1)]
    tables = {"plan": plan, "attendance": attendance, "external": external}
    row = judged(school_of(roster=[person(1)], **tables), asks("all_hours", "30 学时"))[0]
    assert (row["verdict"], row["amount"]) == ("达到", 3000)


def test_studies_without_a_day_decide_nothing():
    external = [{"teacher_id": "1", "hours": 1000}]
    plan, attendance = [activity(1, hours=20)], [came(1, 1)]
    tables = {"plan": plan, "attendance": attendance, "external": external}
    row = judged(school_of(roster=[person(1)], **tables), asks("all_hours", "30 学时"))[0]
    assert row["verdict"] == "无法判断"


# ------------------------------------------------------------------ cycles and credits


CREDITS = {"credits": {"hours_each": "20 学时"}}
FIVE = asks("credits_earned", "10 学分", per="cycle")


def history(*hours, first=2017):
    return [
        {"teacher_id": "1", "school_year": f"{year}-{year + 1}", "hours": own * 100}
        for year, own in enumerate(hours, first)
    ]


@pytest.mark.parametrize(
    ("last", "verdict", "amount"), [(10, "达到", 1000), (9, "未达到", 995), (11, "达到", 1005)]
)
def test_ten_credits_in_five_years_count_earlier_years(last, verdict, amount):
    # 40 + 50 + 50 + 50 hours, and this year's: 190 + 10 = 200 hours are 10 credits
    school = school_of(
        roster=[person(1)],
        plan=[activity(1, hours=last)],
        attendance=[came(1, 1)],
        history=history(40, 50, 50, 50),
    )
    row = judged(school, FIVE, cycle={"years": 5}, **CREDITS)[0]
    assert (row["verdict"], row["amount"]) == (verdict, amount)
    assert row["period"] == "2017-2018 至 2021-2022 学年"


def test_an_open_cycle_begins_at_most_its_years_back():
    school = school_of(
        roster=[person(1)],
        plan=[activity(1, hours=20)],
        attendance=[came(1, 1)],
        history=history(200, 40, first=2016),
    )
    row = judged(school, FIVE, cycle={"years": 5}, **CREDITS)[0]
    assert (row["amount"], row["period"]) == (300, "2017-2018 至 2021-2022 学年")


def test_this_years_hours_are_those_of_the_records_even_where_the_history_has_them_too():
    school = school_of(
        roster=[person(1)],
        plan=[activity(1, hours=39)],
        attendance=[came(1, 1)],
        history=history(40, 40, first=2020),
    )
    row = judged(school, asks("credits_earned", "2 学分"), **CREDITS)[0]
    assert (row["verdict"], row["amount"], row["short"]) == ("未达到", 195, 5)


def test_a_cycle_that_begins_later_asks_for_nothing_yet():
    row = judged(trained(1), FIVE, cycle={"years": 5, "first": "2023-2024"}, **CREDITS)[0]
    assert (row["verdict"], row["period"]) == ("不适用", "2023-2024 至 2027-2028 学年")
    assert "2023-09-01 开始" in row["reason"]


def test_a_cycle_with_years_to_come_is_under_way():
    school = trained(1)
    row = judged(school, FIVE, cycle={"years": 5, "first": "2020-2021"}, **CREDITS)[0]
    assert (row["verdict"], row["period"]) == ("进行中", "2020-2021 至 2024-2025 学年")


def test_a_closing_cycle_with_years_unseen_is_not_called_short():
    row = judged(trained(1), FIVE, cycle={"years": 2, "first": "2018-2019"}, **CREDITS)[0]
    assert (row["verdict"], row["period"]) == ("无法判断", "2020-2021 至 2021-2022 学年")


def test_two_credits_a_year_take_this_years_hours_only():
    school = school_of(
        roster=[person(1)],
        plan=[activity(1, hours=39)],
        attendance=[came(1, 1)],
        history=history(100, first=2020),
    )
    row = judged(school, asks("credits_earned", "2 学分"), **CREDITS)[0]
    assert (row["verdict"], row["amount"], row["short"]) == ("未达到", 195, 5)


def test_earlier_years_are_looked_up_of_each_teacher():
    others = [one | {"teacher_id": "2"} for one in history(40, 50, 50, 50)]
    school = school_of(
        roster=[person(1, join_date=date(1998, 9, 1)), person(2)],
        plan=[activity(1, hours=62)],
        attendance=[came(1, 1), came(2, 1)],
        history=[*others, history(0, first=2020)[0]],
    )
    first, second = judged(school, FIVE, cycle={"years": 5}, **CREDITS)
    assert second["verdict"] == "达到"
    assert (first["verdict"], first["amount"]) == ("无法判断", 310)
    assert "2017-2018、2018-2019、2019-2020 学年没有记录" in first["reason"]  # of 2020-2021 it is 0


@pytest.mark.parametrize(
    ("joined", "hours", "verdict"),
    [
        (date(2021, 9, 1), 199, "无法判断"),
        (date(2021, 9, 1), 200, "达到"),
        (date(2017, 9, 1), 199, "未达到"),
        (date(2017, 8, 20), 199, "未达到"),
        (date(2017, 10, 1), 199, "未达到"),  # within the first month
        (date(2017, 10, 2), 199, "无法判断"),
    ],
)
def test_who_joined_after_a_cycle_began_is_only_told_that_it_is_met(joined, hours, verdict):
    school = school_of(
        roster=[person(1, join_date=joined)],
        plan=[activity(1, hours=hours)],
        attendance=[came(1, 1)],
        history=history(0, 0, 0, 0),
    )
    row = judged(school, FIVE, cycle={"years": 5, "first": "2017-2018"}, **CREDITS)[0]
    assert row["verdict"] == verdict
    late = f"{joined} 入职，本周期已经开始，办法没有写明是否减少"
    assert (late in row["reason"]) == (verdict == "无法判断")


def test_a_cycle_that_the_regulation_does_not_define_is_refused():
    with pytest.raises(ValidationError, match="没有 \\[cycle\\] 一节"):
        policy_of(FIVE, **CREDITS)


# ------------------------------------------------------------------ forecast


def midway(held, planned=10, **more):
    """One teacher, everything held so far attended; the rest of the plan lies ahead."""
    return school_of(
        roster=[person(1, **more)],
        plan=[activity(n, f"2021-{min(9 + n // 3, 12):02d}") for n in range(planned)],
        attendance=[came(1, n) for n in range(held)],
    )


def test_what_the_plan_still_holds_can_be_reached():
    row = judged(midway(4), HOURS)[0]
    assert (row["verdict"], row["amount"], row["offered"]) == ("进行中", 1200, 1800)
    assert (row["can_reach"], row["missing_even_if_all"]) == (True, 0)
    assert row["reached_by"] == "活动9（2021-12）"


def test_it_is_reached_with_the_first_activity_that_suffices():
    row = judged(midway(4), asks("attendance_hours", "16 学时", per="term"))[0]
    assert row["reached_by"] == "活动5（2021-10）"  # 12 + 3 + 3 = 18


def test_what_is_out_of_reach_is_short_before_the_term_ends():
    row = judged(midway(4, planned=9), HOURS)[0]
    assert (row["verdict"], row["can_reach"]) == ("未达到", False)
    assert row["missing_even_if_all"] == 300
    assert "计划其后还有 15 学时，全部参加也还缺 3 学时" in row["reason"]


def test_activities_for_others_are_no_help():
    school = school_of(
        roster=[person(1), person(2, group="数学组")],
        plan=[activity(1, hours=27), activity(2, "2021-12", audience="数学组")],
        attendance=[came(1, 1), came(2, 1)],
    )
    rows = judged(school, HOURS)
    assert [row["verdict"] for row in rows if row["period"] == "第一学期"] == ["未达到", "进行中"]


def test_optional_activities_help_too():
    plan = [activity(1, hours=27), activity(2, "2021-12", required=False)]
    school = school_of(roster=[person(1)], plan=plan, attendance=[came(1, 1)])
    assert judged(school, HOURS)[0]["verdict"] == "进行中"


def test_missed_hours_that_could_be_made_up_are_named():
    plan = [activity(1, hours=27), activity(2)]
    attendance = [came(1, 1), came(1, 2, "事假")]
    row = judged(school_of(roster=[person(1)], plan=plan, attendance=attendance), HOURS)[0]
    assert (row["verdict"], row["make_up"]) == ("未达到", 300)
    assert "补课还可得 3 学时" in row["reason"]


def test_on_a_day_what_comes_later_has_not_happened():
    school = midway(10)
    now = judged(school, HOURS, on=date(2021, 10, 31))[0]
    assert (now["verdict"], now["amount"], now["offered"]) == ("进行中", 1800, 1200)
    later = judged(school, HOURS, on=date(2022, 2, 1))[0]
    assert (later["verdict"], later["amount"]) == ("达到", 3000)


def test_on_a_day_what_nobody_recorded_is_past():
    row = judged(midway(4), HOURS, on=date(2022, 1, 1))[0]
    assert (row["verdict"], row["offered"]) == ("未达到", 0)


def test_a_term_of_which_nothing_is_known_is_not_short():
    row = judged(midway(10), HOURS)[1]
    assert row["verdict"] == "进行中"
    assert "本期没有任何记录" in row["reason"]


def test_a_term_that_is_past_and_left_no_trace_decides_nothing():
    school = school_of(
        roster=[person(1)], plan=[activity(1, "2022-03", 30)], attendance=[came(1, 1)]
    )
    assert verdicts(school, HOURS) == ["无法判断", "达到"]


def test_a_planned_term_that_cannot_suffice_is_short_before_it_begins():
    plan = [activity(1, hours=30), activity(2, "2022-03", 24)]
    school = school_of(roster=[person(1)], plan=plan, attendance=[came(1, 1)])
    assert verdicts(school, HOURS) == ["达到", "未达到"]


# ------------------------------------------------------------------ absences left


def absences(held, absent, planned=10):
    school = school_of(
        roster=[person(1)],
        plan=[activity(n, f"2021-{min(9 + n // 3, 12):02d}") for n in range(planned)],
        attendance=[came(1, n, "缺席" if n < absent else "出席") for n in range(held)],
    )
    return check_requirements(school, read_policy("county-110")).absences


@pytest.mark.parametrize(
    ("held", "absent", "left"),
    [(4, 0, 2), (4, 1, 1), (4, 2, 0), (9, 0, 1), (10, 0, 0)],
)
def test_absences_left_are_counted_among_what_is_still_owed(held, absent, left):
    row = absences(held, absent).iloc[0]
    assert (row["limit"], row["remaining"], row["absences_left"]) == (2, 10 - held, left)


def test_who_has_exceeded_the_limit_is_told_so():
    row = absences(4, 3).iloc[0]
    assert pd.isna(row["absences_left"])
    assert row["reason"].endswith("已超过")


@pytest.mark.parametrize(
    ("planned", "absent"), [(9, 0), (9, 1), (10, 0), (10, 2), (11, 1), (14, 2), (15, 0), (15, 3)]
)
def test_that_many_more_absences_do_not_gate_and_one_more_does(planned, absent):
    left = absences(4, absent, planned)["absences_left"].iloc[0]

    def gated(more):
        marks = ["缺席"] * absent + ["出席"] * (4 - absent)
        marks += ["缺席"] * more + ["出席"] * (planned - 4 - more)
        rows = [came(1, number, mark) for number, mark in enumerate(marks)]
        end = school_of(
            roster=[person(1)],
            plan=[activity(n, f"2021-{min(9 + n // 3, 12):02d}") for n in range(planned)],
            attendance=rows,
        )
        return bool(assess(end).standings["gated"].iloc[0])

    assert not gated(left)
    assert gated(left + 1)


def test_what_nobody_must_attend_cannot_be_missed():
    plan = [activity(n) for n in range(9)] + [activity(9, "2021-12", required=False)]
    school = school_of(roster=[person(1)], plan=plan, attendance=[came(1, n) for n in range(9)])
    row = check_requirements(school, read_policy("county-110")).absences.iloc[0]
    assert (row["owed"], row["limit"], row["remaining"], row["absences_left"]) == (9, 1, 0, 0)


# ------------------------------------------------------------------ weeks


WEEKLY = asks("observed_lessons", "2 节", per="term", each="week")


def lessons(*amounts, teacher=1, start="2021-11-01"):
    monday = pd.Timestamp(start)
    return [
        did(teacher, "听课", monday + pd.Timedelta(weeks=week), amount)
        for week, amount in enumerate(amounts)
        if amount
    ]


@pytest.mark.parametrize(
    ("amounts", "reached", "verdict"),
    [
        ((2, 2, 2), 3, "达到"),
        ((2, 1, 2), 2, "未达到"),
        ((3, 3, 3), 3, "达到"),
        ((2, 0, 4), 2, "未达到"),
    ],
)
def test_the_amount_must_be_reached_in_every_teaching_week(amounts, reached, verdict):
    others = [did(2, "评课", "2022-03-01", 1)]  # so that the first term is over
    school = school_of(roster=[person(1)], practice=[*lessons(*amounts), *others])
    row = judged(school, WEEKLY)[0]
    assert (row["amount"], row["needed"], row["unit"]) == (reached, 3, "周")
    assert row["verdict"] == verdict


def test_weeks_that_are_wholly_off_are_not_counted():
    # 27 September and 11 October; between them National Day, with 8 and 9 October worked: 3 weeks
    practice = [did(1, "听课", day, 2) for day in ("2021-09-27", "2021-10-08", "2021-10-11")]
    school = school_of(roster=[person(1)], practice=practice)
    assert judged(school, WEEKLY)[0]["needed"] == 3
    winter = [did(1, "听课", day, 2) for day in ("2022-02-07", "2022-02-14")]
    assert judged(school_of(roster=[person(1)], practice=winter), WEEKLY)[1]["needed"] == 2


def test_a_row_that_sums_up_many_days_decides_nothing_by_week():
    practice = [did(1, "听课", "2021-11-01", 20), did(2, "听课", "2021-12-06", 1)]
    row = judged(school_of(roster=[person(1), person(2)], practice=practice), WEEKLY)[0]
    assert (row["verdict"], row["amount"], row["needed"]) == ("无法判断", 0, 6)


def test_a_sum_too_small_to_fill_the_gaps_is_short():
    practice = [did(1, "听课", "2021-11-01", 11), did(2, "听课", "2021-12-06", 1)]
    practice += [did(2, "听课", "2022-03-01", 1)]
    row = judged(school_of(roster=[person(1), person(2)], practice=practice), WEEKLY)[0]
    assert row["verdict"] == "未达到"  # 6 weeks ask for 12


def test_eight_lessons_on_one_day_are_still_a_day():
    practice = [did(1, "听课", "2021-11-01", 8), did(1, "评课", "2022-03-01", 1)]
    assert judged(school_of(roster=[person(1)], practice=practice), WEEKLY)[0]["verdict"] == "达到"


def test_one_paper_every_two_weeks():
    wanted = asks("reflections_and_cases", "1 篇", per="term", each="two_weeks")
    practice = [did(1, "反思", "2021-11-05"), did(1, "案例", "2021-11-26")]
    practice += [did(1, "评课", "2022-03-01")]
    row = judged(school_of(roster=[person(1)], practice=practice), wanted)[0]
    assert (row["verdict"], row["needed"], row["unit"]) == ("达到", 2, "个两周")


def test_without_any_dated_record_there_are_no_teaching_weeks():
    row = judged(school_of(roster=[person(1)], practice=[did(1, "听课", None, 2)]), WEEKLY)[0]
    assert (row["verdict"], row["reason"]) == ("无法判断", "没有带日期的记录，无从确定教学周")


def test_a_term_that_has_not_begun_has_no_weeks_yet():
    school = school_of(
        roster=[person(1)], practice=[*lessons(2, 2), *lessons(2, start="2022-03-07")]
    )
    row = judged(school, WEEKLY, on=date(2021, 11, 21))[1]
    assert (row["verdict"], row["reason"]) == ("进行中", "本期还没有带日期的记录")


def test_the_week_that_is_going_on_is_not_missed_yet():
    practice = [*lessons(2, 2, 1)]
    school = school_of(roster=[person(1)], practice=practice)
    assert judged(school, WEEKLY, on=date(2021, 11, 16))[0]["verdict"] == "进行中"


def test_a_weekly_duty_without_gaps_is_under_way_until_its_term_is_over():
    school = school_of(roster=[person(1)], practice=lessons(2, 2, 2))
    row = judged(school, WEEKLY, on=date(2021, 11, 21))[0]
    assert (row["verdict"], row["amount"]) == ("进行中", 3)
    assert row["reason"] == "3 周中 3 周达到 2 节；至今每周都达到，本期到 2022-01-31 为止"
    assert judged(school, WEEKLY, on=date(2022, 1, 30))[0]["verdict"] == "进行中"
    assert judged(school, WEEKLY, on=date(2022, 1, 31))[0]["verdict"] == "达到"
    assert judged(school, WEEKLY)[0]["verdict"] == "达到"


def test_without_a_day_a_weekly_duty_goes_on_while_the_plan_does():
    plan = [activity(1), activity(2, "2021-12")]
    school = school_of(
        roster=[person(1)], plan=plan, attendance=[came(1, 1)], practice=lessons(2, 2, 2)
    )
    assert judged(school, WEEKLY)[0]["verdict"] == "进行中"


# ------------------------------------------------------------------ incidents


def test_incidents_are_listed_with_their_source():
    found = judged(
        school_of(
            roster=[person(1)],
            plan=[activity(n) for n in range(4)],
            attendance=[
                came(1, 0, "缺席", file="考勤.xlsx", sheet="九月", row=7),
                came(1, 1, "迟到"),
                came(1, 2, "早退"),
                came(1, 3, note="看手机"),
            ],
        ),
        HOURS,
        frame="incidents",
        attendance=policy_of().attendance.model_dump() | {"inattentive": ["手机"]},
    )
    assert [row["incident"] for row in found] == ["缺席", "早退", "备注为不认真"]
    assert (found[0]["file"], found[0]["sheet"], found[0]["row"]) == ("考勤.xlsx", "九月", 7)
    assert found[0]["title"] == "活动0"


def test_an_incident_has_the_day_on_which_attendance_was_taken():
    plan = [activity(1, "2022-02"), activity(2, "2022-02"), activity(3, "2022-02")]
    attendance = [
        came(1, 1, "早退", date=pd.Timestamp("2022-02-18")),
        came(1, 2, "早退", date=pd.Timestamp("2012-02-18")),  # a slip of the pen
        came(1, 3, "早退"),
    ]
    school = school_of(roster=[person(1)], plan=plan, attendance=attendance)
    found = judged(school, HOURS, frame="incidents")
    assert [None if pd.isna(row["date"]) else str(row["date"])[:10] for row in found] == [
        "2022-02-18",
        None,
        None,
    ]


def test_rows_in_another_order_give_the_same_answers():
    school = midway(4)
    turned = {
        name: table.iloc[::-1].reset_index(drop=True) for name, table in school.tables.items()
    }
    policy = policy_of(HOURS, {**YEAR, "name": "two"})
    one = check_requirements(school, policy).teachers
    other = check_requirements(type(school)(**{**vars(school), "tables": turned}), policy).teachers
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("rows", [{}, {"plan": [activity(1)]}, {"roster": [person(1)]}])
def test_a_folder_that_holds_little_gives_few_answers(rows):
    policy = policy_of(HOURS, {**WEEKLY, "name": "two"}, {**UNDER_45, "name": "three"})
    found = check_requirements(school_of(**rows), policy)
    assert set(found.teachers["teacher_id"]) == {
        row["teacher_id"] for row in rows.get("roster", [])
    }
    assert found.incidents.empty
    assert found.settled == ("roster" not in rows)


@pytest.mark.parametrize("name", sorted(list_policies()))
def test_every_shipped_regulation_can_be_checked(name):
    school = midway(4, prep_group="七年级", join_date=date(2021, 8, 20))
    found = check_requirements(school, name)
    asked = {one.name for one in found.policy.requirements if one.of == "teacher"}
    assert set(found.teachers["requirement"]) == asked
    assert found.teachers["reason"].notna().all()
