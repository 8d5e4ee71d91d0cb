"""What is asked of groups and of the school, the calendar of groups, and honours; worked out by hand."""

from datetime import date

import pandas as pd
import pytest
from required import activity, asks, came, did, judged, met, person, school_of

# ------------------------------------------------------------------ groups

PREPARATIONS = asks("collective_preparations", "3 次", per="term", of="group")


@pytest.mark.parametrize(("days", "verdict"), [(2, "未达到"), (3, "达到"), (4, "达到")])
def test_members_together_prepare_three_times_a_term(days, verdict):
    practice = [did(1 + n % 2, "集体备课", f"2021-10-{11 + n}") for n in range(days)]
    practice += [did(1, "评课", "2022-03-01")]
    school = school_of(roster=[person(1), person(2)], practice=practice)
    row = judged(school, PREPARATIONS, frame="groups")[0]
    assert (row["group"], row["verdict"], row["amount"]) == ("语文组", verdict, days * 100)
    assert pd.isna(row["teacher_id"])


def test_what_several_members_record_of_one_day_counts_once_and_meetings_count_too():
    practice = [did(1, "集体备课", "2021-10-11"), did(2, "集体备课", "2021-10-11")]
    meetings = [
        met("语文组", "2021-10-11", form="集体备课"),
        met("语文组", "2021-10-18", topic="第二单元集体备课"),
        met("语文组", "2021-10-25", topic="说课"),
        met("数学组", "2021-11-01", form="集体备课"),
    ]
    roster = [person(1), person(2), person(3, group="数学组")]
    school = school_of(roster=roster, practice=practice, group_meetings=meetings)
    rows = judged(school, PREPARATIONS, frame="groups")
    amounts = {row["group"]: row["amount"] for row in rows if row["period"] == "第一学期"}
    assert amounts == {"语文组": 200, "数学组": 100}


def test_a_summary_of_several_preparations_keeps_its_amount():
    practice = [did(1, "集体备课", "2021-12-30", 3)]
    school = school_of(roster=[person(1)], practice=practice)
    assert judged(school, PREPARATIONS, frame="groups")[0]["verdict"] == "达到"


def test_meetings_alone_tell_of_preparations():
    meetings = [met("语文组", f"2021-10-{day}", form="集体备课") for day in (11, 18, 25)]
    school = school_of(roster=[person(1)], group_meetings=meetings)
    assert judged(school, PREPARATIONS, frame="groups")[0]["verdict"] == "达到"


# ------------------------------------------------------------------ the plan


EXCHANGE = asks("planned_activities", "2 次", of="school", words=["经验交流"])


def planned(*held):
    plan = [
        activity(1, title="教学经验交流"),
        activity(2, "2022-03", form="经验交流"),
        activity(3, title="安全培训"),
    ]
    attendance = [came(1, number) for number in held]
    return school_of(roster=[person(1)], plan=plan, attendance=attendance)


def test_activities_about_something_are_counted_as_they_are_held():
    under_way = judged(planned(1), EXCHANGE, frame="school")[0]
    assert (under_way["verdict"], under_way["amount"]) == ("进行中", 1)
    assert judged(planned(1, 2), EXCHANGE, frame="school")[0]["verdict"] == "达到"


def test_a_plan_with_too_few_of_them_is_short():
    wanted = {**EXCHANGE, "at_least": "3 次"}
    row = judged(planned(1, 2, 3), wanted, frame="school")[0]
    assert (row["verdict"], row["short"]) == ("未达到", 1)
    assert "教学经验交流" in row["reason"]


# ------------------------------------------------------------------ shares

STAFF = {
    "staff": {
        "excellent": ["优秀教师"],
        "backbone": ["骨干"],
        "qualified": ["达标"],
        "degrees": ["本科", "大专"],
    }
}
BACKBONE = asks("backbone", "50%", of="school")


@pytest.mark.parametrize(("holders", "verdict"), [(1, "未达到"), (2, "达到"), (3, "达到")])
def test_a_share_is_met_exactly_at_its_line(holders, verdict):
    roster = [person(n, category="骨干教师" if n <= holders else "教师") for n in range(1, 5)]
    row = judged(school_of(roster=roster), BACKBONE, frame="school", **STAFF)[0]
    assert (row["verdict"], row["amount"], row["needed"]) == (verdict, holders * 2500, 5000)
    assert row["unit"] == "%"


def test_a_column_that_is_wholly_blank_leaves_a_share_open():
    roster = [person(n) for n in range(1, 5)]
    row = judged(school_of(roster=roster), BACKBONE, frame="school", **STAFF)[0]
    assert row["verdict"] == "无法判断"
    assert row["reason"].startswith("花名册没有写明")


def test_the_share_is_of_those_meant():
    wanted = asks("courseware", "80%", of="school", who={"under": "45 岁"})
    roster = [person(n, birth_date=date(1990, 1, 1), courseware=n < 5) for n in range(1, 6)]
    roster += [person(6, birth_date=date(1960, 1, 1), courseware=False)]
    row = judged(school_of(roster=roster), wanted, frame="school", **STAFF)[0]
    assert (row["verdict"], row["amount"]) == ("达到", 8000)


@pytest.mark.parametrize(
    ("with_it", "without", "verdict"),
    [(4, 0, "达到"), (3, 1, "无法判断"), (0, 4, "未达到")],
)
def test_who_may_or_may_not_be_meant_matters_only_near_the_line(with_it, without, verdict):
    wanted = asks("courseware", "75%", of="school", who={"under": "45 岁"})
    flags = [True] * with_it + [False] * without
    roster = [
        person(n, birth_date=date(1990, 1, 1), courseware=flag) for n, flag in enumerate(flags, 1)
    ]
    roster += [person(9, courseware=False)]
    row = judged(school_of(roster=roster), wanted, frame="school", **STAFF)[0]
    assert row["verdict"] == verdict


@pytest.mark.parametrize(("young", "verdict"), [(3, "未达到"), (4, "达到")])
def test_a_share_may_be_of_everybody(young, verdict):
    wanted = asks("on_roster", "80%", of="school", out_of="everybody", who={"under": "45 岁"})
    births = [date(1990, 1, 1)] * young + [date(1960, 1, 1)] * (5 - young)
    roster = [person(n, birth_date=born) for n, born in enumerate(births, 1)]
    row = judged(school_of(roster=roster), wanted, frame="school")[0]
    assert (row["verdict"], row["amount"]) == (verdict, young * 2000)
    assert row["reason"].startswith(f"5 人中 {young} 人")


def test_a_share_of_nobody_is_open():
    wanted = asks("courseware", "75%", of="school", who={"categories": ["学徒"]})
    roster = [person(1, category="教师", courseware=True)]
    row = judged(school_of(roster=roster), wanted, frame="school", **STAFF)[0]
    assert (row["verdict"], row["reason"]) == ("无法判断", "没有这一要求所指的教师")


# ------------------------------------------------------------------ the calendar of groups

WEDNESDAYS = {"name": "语文", "weekday": "周三"}


def calendar(*days, slot=WEDNESDAYS, last="2021-10-20", on=None, **more):
    """Teaching weeks from 22 September on; National Day is 1 to 7 October."""
    practice = [did(1, "听课", "2021-09-22"), did(1, "听课", last)]
    meetings = [met("语文组", day, **more) for day in days]
    school = school_of(
        roster=[person(1, prep_group="七年级")], practice=practice, group_meetings=meetings
    )
    return judged(school, frame="slots", slots=[slot], on=on)


def test_public_holidays_are_not_planned():
    # 22 and 29 September, 13 and 20 October; 6 October is a holiday
    row = calendar("2021-09-22", "2021-09-29", "2021-10-13", "2021-10-20")[0]
    assert (row["group"], row["verdict"]) == ("语文组", "达到")
    assert (row["planned"], row["held"], row["moved"], row["missed"]) == (4, 4, 0, 0)
    assert row["slot"] == "每周周三"


def test_another_day_of_the_week_counts_and_is_named():
    row = calendar("2021-09-22", "2021-09-28", "2021-10-13")[0]
    assert (row["planned"], row["held"], row["moved"], row["missed"]) == (4, 3, 1, 1)
    assert "改期：2021-09-29 改到 2021-09-28" in row["reason"]
    assert "没有开展：2021-10-20" in row["reason"]


def test_months_outside_the_slot_are_not_planned():
    row = calendar("2021-10-13", slot={**WEDNESDAYS, "months": [10]})[0]
    assert (row["planned"], row["held"], row["missed"]) == (2, 1, 1)


def test_a_group_that_meets_by_agreement_meets_on_any_day():
    row = calendar("2021-09-23", "2021-10-08", slot={"name": "语文组"})[0]
    # the week of 4 October has 8 October, which is worked
    assert (row["planned"], row["held"], row["moved"], row["missed"]) == (5, 2, 0, 3)


def test_preparation_groups_meet_every_two_weeks():
    slot = {"name": "备课组", "weekday": "周一", "every": "two_weeks"}
    # from Monday 20 September (a holiday): 27 September; 11 October; 18 or 25 October
    row = calendar("2021-09-27", "2021-10-11", slot=slot, prep_group="七年级")[0]
    assert (row["group"], row["prep_group"]) == ("语文组", "七年级")
    assert (row["planned"], row["held"], row["missed"]) == (3, 2, 1)


def test_what_the_meetings_do_not_say_is_left_open():
    slot = {"name": "备课组", "weekday": "周一"}
    assert calendar("2021-09-27", slot=slot)[0]["reason"].startswith("《教研活动》没有写明备课组")
    assert calendar()[0]["reason"].startswith("没有读到《教研活动》")
    strange = calendar("2021-09-27", slot={"name": "英语", "weekday": "周二"})[0]
    assert (strange["verdict"], strange["reason"]) == ("无法判断", "花名册中没有这个组")


def test_on_a_day_later_slots_are_not_missed():
    row = calendar("2021-09-22", on=date(2021, 9, 28))[0]
    assert (row["planned"], row["held"], row["missed"]) == (1, 1, 0)


# ------------------------------------------------------------------ honours

GROUPS = {"name": "优秀教研组", "election": "优秀教研组", "winners": "2 个"}


def ballots(*counts, term=1, election="优秀教研组"):
    return [
        {"election": election, "candidate": name, "votes": votes * 100, "term": term}
        for name, votes in counts
    ]


def elected(*votes, honour=GROUPS):
    school = school_of(roster=[person(1)], votes=[row for one in votes for row in one])
    return judged(school, frame="honours", honours=[honour])


def test_the_most_votes_win():
    rows = elected(ballots(("语文组", 9), ("数学组", 12), ("英语组", 5)))
    assert [(row["candidate"], row["place"], row["chosen"]) for row in rows] == [
        ("数学组", 1, True),
        ("语文组", 2, True),
        ("英语组", 3, False),
    ]
    assert rows[0]["amount"] == 1200


def test_votes_of_several_ballots_are_added_up_term_by_term():
    rows = elected(
        ballots(("甲", 2), ("乙", 3), ("甲", 2)),
        ballots(("甲", 1), term=2),
        ballots(("丙", 1), term=None),
    )
    listed = [(None if pd.isna(r["term"]) else r["term"], r["candidate"]) for r in rows]
    assert listed == [(1, "甲"), (1, "乙"), (2, "甲"), (None, "丙")]
    assert rows[0]["amount"] == 400


def test_of_those_who_share_the_last_place_nobody_is_chosen():
    rows = elected(ballots(("甲", 9), ("乙", 5), ("丙", 5), ("丁", 1)))
    assert [row["chosen"] for row in rows] == [True, False, False, False]
    assert "2 个并列，余 1 个名额，须另行决定" in rows[1]["reason"]
    assert "并列" not in rows[3]["reason"]


def test_equal_votes_above_the_line_are_both_chosen():
    rows = elected(ballots(("甲", 5), ("乙", 5), ("丙", 1)))
    assert [(row["place"], row["chosen"]) for row in rows] == [(1, True), (1, True), (3, False)]


def test_a_share_of_the_candidates_is_rounded_down_but_one_is_chosen():
    honour = {**GROUPS, "winners": "30%"}
    rows = elected(ballots(("甲", 3), ("乙", 2), ("丙", 1)), honour=honour)
    assert [row["chosen"] for row in rows] == [True, False, False]


def test_an_election_that_the_regulation_does_not_know_is_tallied():
    rows = elected(ballots(("甲", 3), election="师德标兵"))
    assert (rows[0]["honour"], rows[0]["chosen"]) == ("师德标兵", False)
    assert rows[0]["reason"] == "办法没有规定名额"


BEST = {"name": "教学新秀", "measures": ["skill_points", "showings"], "winners": "50%"}
SKILLS = asks("skills_shown", "1 项")


def shown(teacher, *scores):
    return [
        {
            "teacher_id": str(teacher),
            "skill": f"技能{n}",
            "date": pd.Timestamp(2021, 10, 11),
            "score": s * 100,
        }
        for n, s in enumerate(scores)
    ]


def best(*skills):
    roster = [person(n) for n in range(1, 1 + len(skills))]
    rows = [row for n, scores in enumerate(skills, 1) for row in shown(n, *scores)]
    school = school_of(roster=roster, skills=rows)
    return judged(school, SKILLS, frame="honours", honours=[BEST])


def test_the_best_mean_is_distinguished_among_those_who_meet_everything():
    rows = best([90, 80], [86], [70], [95, 60], [])
    # means 85, 86, 70, 77.5; the fifth has shown nothing; half of four are two
    assert [(row["teacher_id"], row["amount"], row["chosen"]) for row in rows] == [
        ("2", 8600, True),
        ("1", 8500, True),
        ("4", 7750, False),
        ("3", 7000, False),
    ]


def test_equal_means_on_the_line_are_all_listed():
    rows = best([90], [80], [80])
    assert [row["chosen"] for row in rows] == [True, False, False]  # half of three is one
    rows = best([80], [80], [70])
    assert [row["chosen"] for row in rows] == [True, True, False]
    assert "2 人并列，一并列入" in rows[0]["reason"]


def test_certificates_are_for_all_who_meet_everything_and_the_others_are_told_why():
    certificate = {"name": "结业证书", "who": {"categories": ["新教师"]}}
    roster = [
        person(1, category="新教师"),
        person(2, category="新教师"),
        person(3, category="其他"),
    ]
    skills = [*shown(1, 80), *shown(3, 90)]
    school = school_of(roster=roster, skills=skills)
    rows = judged(school, SKILLS, frame="honours", honours=[certificate])
    assert [(row["candidate"], row["chosen"]) for row in rows] == [
        ("教师1", True),
        ("教师2", False),
    ]
    assert [row["reason"] for row in rows] == ["达到全部要求", "要求（2021-2022学年）未达到"]
