"""The regulation `county-110`, rule by rule; expected numbers worked out by hand from its text."""

from datetime import date
from fractions import Fraction

import pytest
from schools import attended, tiny_school

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.calendar import working_days_later
from xiaoben_analytics.policy import read_policy

IDS = [f"{number:02d}" for number in range(1, 11)]


def points(component, teacher="1", **tables):
    """Points of one component of one teacher, as written (30.00)."""
    standings = assess(tiny_school(**tables)).standings.set_index("teacher_id")
    return standings[component][teacher] / 100


def measure(name, teacher="1", **tables):
    measures = assess(tiny_school(**tables)).measures.set_index("teacher_id")
    return measures[name][teacher]


# --- external -----------------------------------------------------------------------------------


def study(teacher, hours, **more):
    return {"teacher_id": teacher, "hours": Fraction(hours), **more}


def test_external_is_proportional_to_the_highest_in_the_school_rounded_half_up():
    # 30 x 7 / 11 = 19.0909...
    external = [study("1", 7), study("2", 11)]
    assert points("external", external=external) == 19.09
    assert points("external", "2", external=external) == 30


def test_half_a_hundredth_is_rounded_up():
    # 30 x 1 / 16 = 1.875 -> 1.88
    assert points("external", external=[study("1", 1), study("2", 16)]) == 1.88


def test_nobody_has_external_hours():
    assert points("external", external=[]) == 0


@pytest.mark.parametrize(
    ("relay", "in_time"),
    [
        (date(2021, 9, 29), False),  # before the return
        (date(2021, 9, 30), True),  # on the day of return
        (date(2021, 10, 8), True),  # first working day after National Day
        (date(2021, 10, 9), True),  # a Saturday worked instead
        (date(2021, 10, 11), True),  # the third working day
        (date(2021, 10, 12), False),
        (None, False),
    ],
)
def test_a_relay_counts_within_three_working_days(relay, in_time):
    external = [study("1", 8, return_date=date(2021, 9, 30), relay_date=relay, credits=Fraction(2))]
    assert measure("relay_credits", external=external) == (200 if in_time else 0)


def test_working_days_follow_the_spring_festival_of_2022():
    # 31 Jan to 6 Feb off; 29 and 30 Jan (Saturday, Sunday) worked
    assert working_days_later(date(2022, 1, 28), 3) == date(2022, 2, 7)


def test_after_the_known_years_weekdays_count():
    assert working_days_later(date(2027, 9, 30), 3) == date(2027, 10, 5)  # a Thursday


def test_hour_points_are_hours_and_relay_credits():
    external = [
        study(
            "1", 8, return_date=date(2021, 9, 13), relay_date=date(2021, 9, 14), credits=Fraction(2)
        ),
        study("2", 20),
    ]
    assert points("external", external=external) == 15  # 30 x (8 + 2) / 20


def test_deductions_come_after_the_proportion_and_stop_at_zero():
    external = [study("1", 10, deduction=Fraction(10)), study("2", 20)]
    assert points("external", external=external) == 5
    external.append(study("1", 0, deduction=Fraction(8)))
    assert points("external", external=external) == 0


@pytest.mark.parametrize(
    ("amount", "counted"), [("4.99", 0), ("5", 500), ("10", 1000), ("10.01", 0)]
)
def test_a_deduction_outside_its_range_is_not_counted_but_listed(amount, counted):
    external = [study("1", 10, deduction=Fraction(amount))]
    assert measure("external_deductions", external=external) == counted
    listed = assess(tiny_school(external=external)).problems
    assert listed["problem"].str.contains("超出条文范围").any() == (counted == 0)


@pytest.mark.parametrize(("credit", "counted"), [("0.99", 0), ("1", 100), ("3", 300), ("3.01", 0)])
def test_a_relay_credit_outside_its_range_is_not_counted(credit, counted):
    day = date(2021, 9, 13)
    external = [study("1", 8, return_date=day, relay_date=day, credits=Fraction(credit))]
    assert measure("relay_credits", external=external) == counted


# --- attendance ---------------------------------------------------------------------------------


def away(*statuses, made_up=False):
    """Teacher 1's first activities have these statuses, the others and teacher 2's are 出席."""
    first = [
        attended("1", one, status, made_up=made_up)
        for one, status in zip(IDS, statuses, strict=False)
    ]
    rest = [attended("1", one) for one in IDS[len(statuses) :]]
    return [*first, *rest, *(attended("2", one) for one in IDS)]


@pytest.mark.parametrize("status", ["迟到", "早退"])
def test_late_and_early_leave_earn_full_hours_and_are_listed(status):
    assert points("attendance", attendance=away(status)) == 30
    result = assess(tiny_school(attendance=away(status)))
    assert status in result.standings.set_index("teacher_id")["remark"]["1"]


@pytest.mark.parametrize("status", ["病假", "事假", "公假", "缺席"])
def test_a_missed_activity_earns_its_hours_only_once_made_up(status):
    assert points("attendance", attendance=away(status)) == 27  # 30 x 27 / 30
    assert points("attendance", attendance=away(status, made_up=True)) == 30


def test_leave_is_not_an_unexcused_absence():
    rows = away("病假", "事假", "公假", "病假", "事假")
    assert measure("unexcused_absences", attendance=rows) == 0
    assert points("attendance", attendance=rows) == 15


@pytest.mark.parametrize(("absences", "expected"), [(1, 27), (2, 24), (3, 0)])
def test_more_than_a_fifth_of_absences_voids_the_component(absences, expected):
    # ten required activities: exactly 20 % does not void
    assert points("attendance", attendance=away(*["缺席"] * absences)) == expected


def test_absences_made_up_still_count_towards_the_fifth():
    assert points("attendance", attendance=away("缺席", "缺席", "缺席", made_up=True)) == 0


def test_an_unrecorded_activity_is_no_absence_but_counts_in_the_denominator():
    rows = [row for row in away("缺席", "缺席") if row["activity_id"] not in ("03", "04", "05")]
    # 2 of 10 owed, not 2 of 7 recorded: not voided; 5 x 3 h of 7 x 3 h
    assert measure("required_activities", attendance=rows) == 10
    assert measure("unrecorded", attendance=rows) == 3
    assert points("attendance", attendance=rows) == 21.43


def test_a_voided_teacher_gets_the_failing_tier_and_sets_no_maximum():
    rows = [*away("缺席", "缺席", "缺席", made_up=True)]
    rows = [row for row in rows if (row["teacher_id"], row["activity_id"]) != ("2", "10")]
    standings = assess(tiny_school(attendance=rows)).standings.set_index("teacher_id")
    assert standings["attendance"].to_dict() == {"1": 0, "2": 3000}  # 27 of 27 h, not of 30
    assert standings["tier"]["1"] == "不合格"
    assert standings[["appraisal", "reported_hours"]].loc["1"].tolist() == [0, 0]
    assert "无故缺席超过应参加活动的 20%" in standings["remark"]["1"]


def test_a_required_task_left_undone_voids_the_component():
    task = {"teacher_id": "1", "kind": "任务", "required": True, "done": False}
    assert points("attendance", participation=[task]) == 0
    assert points("attendance", participation=[task | {"required": False}]) == 30
    assert points("attendance", participation=[task | {"done": True}]) == 30


def plan(**last):
    """Ten activities; the last one as given."""
    rows = [
        {"activity_id": one, "title": one, "term": 1, "month": "2021-09", "audience": "全体教师"}
        | {"hours": Fraction(3), "required": True}
        for one in IDS
    ]
    rows[-1] |= last
    return rows


def test_an_optional_activity_earns_hours_and_is_not_owed():
    rows = away("缺席", "缺席")
    optional = plan(required=False)
    assert measure("required_activities", attendance=rows, plan=optional) == 9
    assert points("attendance", attendance=rows, plan=optional) == 0  # 2 of 9 is above a fifth
    absent = [row for row in away() if row["activity_id"] != "10"]
    absent.append(attended("1", "10", "缺席"))
    assert measure("unexcused_absences", attendance=absent, plan=optional) == 0


def test_an_activity_for_others_earns_hours_when_attended_and_is_not_owed():
    others = plan(audience="数学组")
    assert measure("required_activities", plan=others) == 9
    assert measure("attendance_hours", plan=others) == 3000


@pytest.mark.parametrize("audience", ["语文组", "数学组、七年级语文", "骨干教师、数学组"])
def test_the_audience_may_name_a_group_a_prep_group_or_a_category(audience):
    roster = [
        {"teacher_id": "1", "name": "甲", "group": "语文组", "state": "在岗"}
        | {"prep_group": "七年级语文", "category": "骨干教师"},
        {"teacher_id": "2", "name": "乙", "group": "体育组", "state": "在岗"},
    ]
    given = {"roster": roster, "plan": plan(audience=audience)}
    assert measure("required_activities", **given) == 10
    assert measure("required_activities", "2", **given) == 9


def test_the_hours_of_the_attendance_row_stand_before_those_of_the_plan():
    rows = away()
    rows[0] = attended("1", "01", hours=Fraction(3, 2))
    assert measure("attendance_hours", attendance=rows) == 2850


# --- participation, reading, bonus --------------------------------------------------------------


def test_note_grades_average_scaled_to_ten_points():
    notes = [{"teacher_id": "1", "grade": grade} for grade in ("优秀", "良好", "不合格")]
    assert points("participation", notes=notes) == 8  # (10 + 9 + 5) / 3
    assert points("participation", notes=notes[:2]) == 9.5
    assert points("participation", "2", notes=notes) == 0


def test_activity_credits_add_up_to_twenty():
    lessons = [{"teacher_id": "1", "kind": "公开课", "credits": Fraction(3)}] * 6
    assert points("participation", participation=lessons) == 18
    assert points("participation", participation=lessons * 2) == 20


def test_a_task_not_done_earns_nothing():
    task = {"teacher_id": "1", "kind": "任务", "required": False, "credits": Fraction(2)}
    assert points("participation", participation=[task | {"done": True}]) == 2
    assert points("participation", participation=[task | {"done": False}]) == 0


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([], 10),
        ([("按时", None)], 10),
        ([("未交", None)], 7),
        ([("质量不高", 1), ("质量不高", 2)], 7),
        ([("未交", None)] * 4, 0),
        ([("质量不高", 3)], 10),  # outside 1-2: listed, not counted
    ],
)
def test_reading_starts_at_ten(pieces, expected):
    reading = [
        {"teacher_id": "1", "completion": how, "deduction": cost and Fraction(cost)}
        for how, cost in pieces
    ]
    assert points("reading", reading=reading) == expected


CONTESTS = {
    ("省", "特等奖"): 5,
    ("省", "一等奖"): 5,
    ("省", "二等奖"): 4.5,
    ("市", "一等奖"): 4,
    ("市", "三等奖"): 3,
    ("县", "二等奖"): 2.5,
    ("县", "优秀奖"): 1.5,
    ("国家", "一等奖"): 0,
    ("校", "一等奖"): 0,
}
COMPETITIONS = {
    ("省", "一等奖"): 3,
    ("省", "三等奖"): 2.5,
    ("市", "二等奖"): 1.75,
    ("县", "一等奖"): 1,
    ("县", "优秀奖"): 0.25,
    ("校", "特等奖"): 0,
}


def won(category, level, prize):
    return {
        "teacher_id": "1",
        "name": "甲",
        "award_category": category,
        "level": level,
        "prize": prize,
    }


@pytest.mark.parametrize(("award", "expected"), CONTESTS.items())
def test_contest_prizes(award, expected):
    assert points("bonus", awards=[won("竞赛", *award)]) == expected


@pytest.mark.parametrize(("award", "expected"), COMPETITIONS.items())
def test_competition_prizes(award, expected):
    assert points("bonus", awards=[won("评选", *award)]) == expected


def test_the_highest_of_each_kind_counts_and_the_two_add_up():
    awards = [
        won("竞赛", "县", "一等奖"),
        won("竞赛", "市", "二等奖"),  # 3.5
        won("评选", "县", "一等奖"),
        won("评选", "省", "二等奖"),  # 2.75
    ]
    assert points("bonus", awards=awards) == 6.25


def test_the_other_reading_takes_the_highest_of_both_kinds():
    policy = read_policy("county-110")
    bonus = policy.components[-1]
    items = (bonus.items[0].model_copy(update={"rule": "highest"}), *bonus.items[1:])
    other = policy.model_copy(
        update={"components": (*policy.components[:-1], bonus.model_copy(update={"items": items}))}
    )
    awards = [won("竞赛", "市", "二等奖"), won("评选", "省", "二等奖")]
    standings = assess(tiny_school(awards=awards), other).standings.set_index("teacher_id")
    assert standings["bonus"]["1"] == 350


def test_an_unlisted_level_is_listed_as_information():
    problems = assess(tiny_school(awards=[won("竞赛", "国家", "一等奖")])).problems
    found = problems[problems["problem"].str.contains("国家级竞赛奖")]
    assert found["severity"].tolist() == ["提示"]


def test_the_group_bonus_goes_to_every_member_up_to_ten():
    review = [{"group": "语文组", "group_bonus": Fraction(2)}]
    assert points("bonus", "2", group_review=review) == 2
    high = [{"group": "语文组", "group_bonus": Fraction(8)}]
    assert points("bonus", group_review=high, awards=[won("竞赛", "省", "一等奖")]) == 10


# --- standing -----------------------------------------------------------------------------------


def test_only_teachers_on_duty_are_assessed_and_set_the_maximum():
    roster = [
        {"teacher_id": "1", "name": "甲", "group": "语文组", "state": "在岗"},
        {"teacher_id": "2", "name": "乙", "group": "语文组", "state": "产假"},
    ]
    school = tiny_school(roster=roster, external=[study("1", 5), study("2", 10)])
    result = assess(school)
    assert result.standings["teacher_id"].tolist() == ["1"]
    assert result.standings["external"].tolist() == [3000]
    everybody = read_policy("county-110").model_copy(update={"reference": "roster"})
    assert assess(school, everybody).standings["external"].tolist() == [1500]


def test_tiers_earn_their_appraisal_points_and_reported_hours():
    roster = [
        {"teacher_id": str(number), "name": str(number), "group": "语文组", "state": "在岗"}
        for number in range(1, 5)
    ]
    external = [study(str(number), 20 - number) for number in range(1, 5)]
    standings = assess(tiny_school(roster=roster, external=external)).standings
    assert standings["tier"].tolist() == ["优秀", "良好", "良好", "合格"]
    assert standings["appraisal"].tolist() == [10, 8, 8, 6]
    assert standings["reported_hours"].tolist() == [12] * 4
