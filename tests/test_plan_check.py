"""Can the plan satisfy the regulation; amounts are worked out by hand."""

from datetime import date
from fractions import Fraction

import pytest
from schools import as_school

from xiaoben_analytics.checks import check_plan, state_balance
from xiaoben_analytics.errors import DataError
from xiaoben_analytics.policy import read_policy
from xiaoben_analytics.problems import Problem, problems_frame


def activity(number, month, hours=3, audience="全体教师", **more):
    return {
        "activity_id": f"{number:02d}",
        "title": f"活动{number}",
        "term": 1 if month[-2:] in ("09", "10", "11", "12", "01") else 2,
        "month": month,
        "audience": audience,
        "hours": Fraction(hours),
        "lead": "甲",
    } | more


FIRST = [activity(n, f"2021-{8 + n:02d}") for n in (1, 2, 3, 4)]  # September to December
SECOND = [
    activity(4 + n, f"2022-{month:02d}") for n, month in enumerate((2, 3, 3, 4, 5, 5, 6, 7), 1)
]
REAL = [*FIRST, *SECOND]  # four and eight activities of 3 hours


def check(plan, policy="term-hours", **tables):
    given = read_policy(policy) if isinstance(policy, str) else policy
    return check_plan(as_school({"plan": plan, **tables}), given)


def required(hours):
    amount = {"name": "term_hours", "at_least": f"{hours} 学时"}
    return read_policy("term-hours").amended({"requirements": [amount]})


def test_a_plan_of_12_and_24_hours_is_18_and_6_short_of_30():
    found = check(REAL)
    assert [(one.number, one.offered, one.required, one.short) for one in found.terms] == [
        (1, 12, 30, 18),
        (2, 24, 30, 6),
    ]
    assert [state_balance(one) for one in found.short] == [
        "第一学期安排 12 学时，要求 30 学时，缺 18 学时",
        "第二学期安排 24 学时，要求 30 学时，缺 6 学时",
    ]


@pytest.mark.parametrize(("hours", "short"), [("11.5", 0), ("12", 0), ("12.5", Fraction(1, 2))])
def test_a_plan_that_offers_exactly_what_is_required_is_enough(hours, short):
    assert check(REAL, required(hours)).terms[0].short == short


def test_without_a_roster_everybody_is_one_line_of_an_unknown_number():
    (line,) = check(REAL).terms[0].categories
    assert (line.name, line.teachers, line.offered) == ("全体教师", None, 12)


def test_without_a_roster_the_audiences_of_the_plan_have_a_line_each():
    plan = [*FIRST, activity(20, "2021-10", 2, "语文组、新教师")]
    lines = check(plan).terms[0].categories
    assert [(one.name, one.offered) for one in lines] == [
        ("全体教师", 12),
        ("语文组", 14),
        ("新教师", 14),
    ]


def teacher(number, group, prep_group=None, category=None, state="在岗"):
    return {
        "teacher_id": str(number),
        "name": "甲" if number == 1 else f"教师{number}",
        "group": group,
        "prep_group": prep_group,
        "category": category,
        "state": state,
    }


def test_each_category_of_teacher_is_offered_what_its_audiences_are_and_the_least_counts():
    roster = [
        teacher(1, "语文组", "七年级语文", "骨干教师"),
        teacher(2, "语文组", "七年级语文", "骨干教师"),
        teacher(3, "数学组"),
        teacher(4, "英语组", state="借调"),
    ]
    extra = [
        activity(20, "2021-10", 4, "语文组、七年级语文", required=False),
        activity(21, "2021-10", 2, "骨干教师"),
    ]
    term = check([*FIRST, *extra], roster=roster).terms[0]
    assert [(one.name, one.teachers, one.offered) for one in term.categories] == [
        ("语文组、七年级语文、骨干教师", 2, 18),
        ("数学组", 1, 12),
    ]
    assert (term.offered, term.short) == (12, 18)
    assert state_balance(term).startswith("第一学期安排最少的教师 12 学时")


def test_a_requirement_for_some_categories_is_compared_with_those_only():
    roster = [teacher(1, "语文组", category="骨干教师"), teacher(2, "语文组")]
    who = {"name": "term_hours", "who": {"categories": ["骨干"]}}
    policy = read_policy("term-hours").amended({"requirements": [who]})
    lines = check(FIRST, policy, roster=roster).terms[0].categories
    assert [(one.name, one.teachers) for one in lines] == [("语文组、骨干教师", 1)]
    assert check(FIRST, policy, roster=roster[1:]).terms == ()
    assert check(FIRST, policy).terms[0].short == 18  # of whom a plan alone cannot tell


def test_hours_of_a_year_are_those_of_both_terms():
    (year,) = check(REAL, "year-hours").years
    assert (year.name, year.offered, year.required, year.short) == ("2021-2022学年", 36, 60, 24)
    assert check(REAL, "year-hours").terms[0].required == 0


def test_credits_are_converted_from_hours_as_the_regulation_says():
    hours, credits_ = check(REAL, "five-year-credits").years
    assert (hours.offered, hours.short) == (36, 4)
    assert (credits_.offered, credits_.short) == (Fraction(9, 5), Fraction(1, 5))  # 36 / 20


def test_the_fifth_year_is_planned_below_the_yearly_minimum():
    cycle = check(REAL, "five-year-credits").cycle
    assert [one.short for one in cycle] == [0, 0, 0, 0, Fraction(3, 2)]
    assert (cycle[4].number, cycle[4].offered, cycle[4].unit) == (5, Fraction(1, 2), "学分")


def test_activities_of_a_topic_are_counted_by_title_form_and_topic():
    plan = [
        activity(1, "2021-09", title="师德师风"),
        activity(2, "2021-10", topic="心理健康"),
        activity(3, "2022-03", form="专题讲座"),
        activity(4, "2022-04", title="经验交流会"),
    ]
    found = {one.requirement: one for one in check(plan, "practice-counts").activities}
    assert (found["每年专题培训"].offered, found["每年专题培训"].short) == (3, 1)
    assert found["每年先进教师经验交流"].short == 0
    assert found["每年学科技能培训或展示"].short == 1


def test_only_activities_for_everybody_are_counted_where_the_regulation_says_so():
    plan = [
        activity(1, "2021-09", title="师德专题"),
        activity(2, "2021-10", title="函数专题", audience="数学组"),
    ]
    found = {one.requirement: one for one in check(plan, "practice-counts").activities}
    assert found["每年专题培训"].offered == 1


# ------------------------------------------------------------------ answers


def answers(plan, policy, **tables):
    return {one.requirement: one for one in check(plan, policy, **tables).answers}


def test_each_requirement_is_answered_with_what_is_lacking():
    (one,) = check(REAL).answers
    assert (one.requirement, one.answer) == (
        "每学期校本培训学时",
        "不能（第一学期缺 18 学时，第二学期缺 6 学时）",
    )
    assert one.reason == (
        "第一学期安排 12 学时，要求 30 学时，缺 18 学时；"
        "第二学期安排 24 学时，要求 30 学时，缺 6 学时"
    )
    (one,) = check(REAL, required(12)).answers
    assert one.answer == "能"
    assert one.reason.startswith("第一学期安排 12 学时，要求 12 学时，够；")


def test_what_is_no_matter_of_the_plan_is_not_called_satisfied():
    said = answers(REAL, "practice-counts")
    assert said["每学期听课"].answer == "从计划看不出来"
    assert said["每学期听课"].reason == "看“教学实践”的记录"
    assert said["每学期集体备课"].reason == "看“教学实践”的记录"
    assert said["每年读书"].reason == "看“读书活动”的记录"
    assert said["中青年教师每年公开课"].reason == "看“公开课”的记录"
    assert said["每年专题培训"].answer == "不能（缺 4 次）"
    assert {one.answer for one in check(REAL, "staff-targets").answers} == {"从计划看不出来"}
    calendar = answers(REAL, "group-calendar")
    assert calendar["教研组固定的活动时间"].reason == "看“教研活动”的记录"
    assert check(REAL, "county-110").answers == ()


def test_one_year_of_a_cycle_does_not_tell_of_the_cycle():
    said = answers(REAL, "five-year-credits")
    assert said["五年学分"].answer == "从计划看不出来"
    assert said["五年学分"].reason == "一个周期有 5 个学年，计划只有 2021-2022 学年"
    assert said["每学年学分"].answer == "不能（缺 0.2 学分）"


def newcomer(number, joined):
    return teacher(number, "语文组") | {"join_date": joined}


def test_years_since_joining_are_judged_as_categories_of_teachers():
    said = check(REAL, "new-teacher")
    assert [(one.requirement, one.offered, one.short) for one in said.stages] == [
        ("入职第一年学时", 36, 84),
        ("入职第二年学时", 36, 28),
        ("入职第三年学时", 36, 12),
    ]
    roster = [newcomer(1, date(2021, 9, 1)), newcomer(2, date(2020, 2, 1)), teacher(3, "数学组")]
    found = check(REAL, "new-teacher", roster=roster)
    assert [(one.requirement, one.categories[0].teachers) for one in found.stages] == [
        ("入职第一年学时", 1),
        ("入职第二年学时", 1),  # until 31 January 2022
        ("入职第三年学时", 1),
    ]
    said = {one.requirement: one for one in found.answers}
    assert said["入职第一年学时"].answer == "不能（缺 84 学时）"
    assert said["入职第一年学时"].reason.endswith("；外出学习不在计划里，可以补足")
    assert said["入职第一年技能展示"].reason == "看“技能展示”的记录"
    alone = answers(REAL, "new-teacher", roster=roster[:1])
    assert alone["入职第三年学时"].answer == "从计划看不出来"
    assert alone["入职第三年学时"].reason == "花名册中没有这一要求所指的教师"


def test_a_requirement_for_nobody_on_the_roster_is_left_open():
    roster = [teacher(2, "语文组")]
    who = {"name": "term_hours", "who": {"categories": ["骨干"]}}
    policy = read_policy("term-hours").amended({"requirements": [who]})
    (one,) = check(FIRST, policy, roster=roster).answers
    assert (one.answer, one.reason) == ("从计划看不出来", "花名册中没有这一要求所指的教师")


def test_categories_are_named_by_what_offers_them_more():
    roster = [
        teacher(1, "语文组", "七年级语文", "骨干教师"),
        teacher(2, "语文组", "八年级语文"),
        teacher(3, "数学组", "七年级数学", "骨干教师"),
    ]
    plan = [*FIRST, activity(20, "2021-10", 2, "骨干教师、新教师")]
    lines = check(plan, roster=roster).terms[0].categories
    assert [one.through for one in lines] == [("骨干教师",), (), ("骨干教师",)]


def test_activities_required_each_term_are_counted_by_term():
    plan = [activity(1, "2021-09", title="教学研讨"), activity(2, "2022-03", title="论文评比")]
    found = check(plan, "five-year-credits").activities
    assert [(one.requirement[-4:], one.number, one.short) for one in found] == [
        ("研讨活动", 1, 0),
        ("研讨活动", 2, 1),
        ("论文评比", 1, 1),
        ("论文评比", 2, 0),
    ]


def test_months_without_an_activity_are_named_and_august_is_none():
    assert check(REAL).empty_months == ("2022-01",)
    assert check(FIRST).empty_months == tuple(f"2022-{month:02d}" for month in range(1, 8))


def on(day, number, audience="全体教师"):
    return activity(number, "2021-09", audience=audience, date=date(2021, 9, day))


def test_two_activities_of_one_day_overlap_where_somebody_should_be_at_both():
    roster = [teacher(1, "语文组", "七年级语文"), teacher(2, "数学组")]
    apart = [on(15, 1, "语文组"), on(15, 2, "数学组")]
    assert check(apart, roster=roster).overlaps == ()
    both = [*apart, on(15, 3, "七年级语文"), on(16, 4)]
    assert check(both, roster=roster).overlaps == (("2021-09-15", ("活动1", "活动3")),)


def test_overlaps_are_seen_without_a_roster_too():
    assert check([on(15, 1, "语文组"), on(15, 2, "数学组")]).overlaps == ()
    assert check([on(15, 1, "语文组"), on(15, 2)]).overlaps[0][1] == ("活动1", "活动2")
    assert check([activity(1, "2021-09"), activity(2, "2021-09")]).overlaps == ()


def test_leads_are_looked_up_on_the_roster_if_there_is_one():
    plan = [
        activity(1, "2021-09", lead="甲、校外专家"),
        activity(2, "2021-10", lead="校外专家"),
        activity(3, "2021-11", lead=None),
    ]
    roster = [teacher(1, "语文组")]
    assert check(plan, roster=roster).leads_unknown == (("活动2", "校外专家"), ("活动3", ""))
    assert check(plan).leads_unknown == (("活动3", ""),)


def test_what_an_activity_lacks_is_named_and_a_month_is_enough():
    plan = [
        activity(1, "2021-09"),
        activity(2, "2021-10", 0, lead=None),
        activity(3, "2021-09") | {"month": None},
    ]
    assert check(plan).missing == (("活动2", ("学时", "负责人")), ("活动3", ("时间",)))


def test_rows_of_the_plan_that_could_not_be_used_are_missing_too():
    school = as_school({"plan": FIRST})
    school.files.loc[0] = ["计划.xlsx", "计划", "plan", 6, 4, 1, 1]
    found = [
        Problem("计划.xlsx", "计划", 7, "学时", "三", "不是数字"),
        Problem("计划.xlsx", "计划", 7, "培训时间", "", "没有填写"),
        Problem("计划.xlsx", "计划", 8, "", "01 活动1", "与第 3 行不一致，以后者为准"),
        Problem("考勤.xlsx", "考勤", 7, "学时", "三", "不是数字"),
    ]
    object.__setattr__(school, "problems", problems_frame(found))
    missing = check_plan(school, read_policy("term-hours")).missing
    assert missing == (("计划.xlsx 第 7 行", ("学时", "培训时间")),)


def test_a_folder_without_a_plan_cannot_be_checked():
    with pytest.raises(DataError, match="没有找到《活动计划》"):
        check([])


def test_a_school_where_nobody_is_on_duty_is_compared_as_one():
    (line,) = check(FIRST, roster=[teacher(1, "语文组", state="退休")]).terms[0].categories
    assert line.name == "全体教师"
