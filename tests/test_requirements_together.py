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


HELD = asks("meetings_held", "2 次", per="term")


def test_meetings_of_a_group_are_those_of_its_members_and_of_a_preparation_group_of_its_own():
    roster = [
        person(1, prep_group="七年级"),
        person(2, prep_group="八年级"),
        person(3, group="数学组"),
    ]
    meetings = [
        met("语文组", "2021-10-11"),
        met("语文组", "2021-10-18", prep_group="七年级"),
        met(None, "2021-10-25", prep_group="八年级"),
        met("数学组", "2022-03-07"),
    ]
    school = school_of(roster=roster, group_meetings=meetings)
    rows = [row for row in judged(school, HELD) if row["period"] == "第一学期"]
    assert [(row["amount"], row["verdict"]) for row in rows] == [
        (2, "达到"),
        (2, "达到"),
        (0, "未达到"),
    ]
    together = judged(school, {**HELD, "of": "group"}, frame="groups")
    amounts = {row["group"]: row["amount"] for row in together if row["period"] == "第一学期"}
    assert amounts == {"语文组": 3, "数学组": 0}


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


def test_activities_for_everybody_only_are_counted_where_that_is_asked():
    plan = [
        activity(1, title="教学经验交流"),
        activity(2, title="经验交流", audience="数学组"),
        activity(3, title="经验交流", audience="数学组、全体教师"),
    ]
    attendance = [came(1, number) for number in (1, 2, 3)]
    school = school_of(roster=[person(1)], plan=plan, attendance=attendance)
    wanted = {**EXCHANGE, "audience": ["全体教师"]}
    row = judged(school, wanted, frame="school")[0]
    assert (row["verdict"], row["amount"]) == ("达到", 2)
    assert judged(school, EXCHANGE, frame="school")[0]["amount"] == 3


def test_an_audience_is_asked_of_planned_activities_only():
    with pytest.raises(ValueError, match="audience"):
        judged(planned(1), asks("attendance_hours", "3 学时", audience=["全体教师"]))


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
    assert (row["verdict"], row["amount"], row["needed"]) == (verdict, holders, 2)
    assert (row["unit"], row["short"]) == ("人", max(2 - holders, 0))


def test_a_share_names_its_base_in_words_and_how_many_people_are_missing():
    roster = [person(n, category="骨干教师" if n <= 2 else "教师") for n in range(1, 8)]
    away = [person(8, state="产假"), person(9, state="借调")]
    row = judged(school_of(roster=[*roster, *away]), BACKBONE, frame="school", **STAFF)[0]
    assert row["reason"] == (
        "在岗 7 人（产假、借调 2 人不计）中 2 人，占 28.6%，须 50%（4 人），还缺 2 人"
    )
    young = asks("courseware", "60%", of="school", who={"under": "45 岁"})
    births = [date(1990, 1, 1)] * 3 + [date(1960, 1, 1)]
    roster = [person(n, birth_date=born, courseware=n < 3) for n, born in enumerate(births, 1)]
    row = judged(school_of(roster=roster), young, frame="school", **STAFF)[0]
    assert row["reason"] == "在岗且未满 45 岁的 3 人中 2 人，占 66.7%，须 60%（2 人）"


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
    assert (row["verdict"], row["amount"]) == ("达到", 4)


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
    assert (row["verdict"], row["amount"]) == (verdict, young)
    assert row["reason"].startswith(f"在岗 5 人中 {young} 人未满 45 岁，占")


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
    assert row["slot"] == "每周周三（9—12 月、3—6 月）"


def test_another_day_of_the_week_counts_and_is_named():
    row = calendar("2021-09-22", "2021-09-28", "2021-10-13")[0]
    assert (row["planned"], row["held"], row["moved"], row["missed"]) == (4, 3, 1, 1)
    assert "改期：2021-09-29 改到 2021-09-28" in row["reason"]
    assert "没有开展：2021-10-20" in row["reason"]


def test_months_outside_the_slot_are_not_planned():
    row = calendar("2021-10-13", slot={**WEDNESDAYS, "months": [10]})[0]
    assert (row["planned"], row["held"], row["missed"]) == (2, 1, 1)
    assert row["slot"] == "每周周三（10 月）"


def test_a_group_that_meets_by_agreement_meets_on_any_day():
    row = calendar("2021-09-23", "2021-10-08", slot={"name": "语文组"})[0]
    # the week of 4 October has 8 October, which is worked
    assert (row["planned"], row["held"], row["moved"], row["missed"]) == (5, 2, 0, 3)
    assert "没有开展：2021-09-27 起的一周、2021-10-11 起的一周" in row["reason"]


def test_preparation_groups_meet_every_two_weeks():
    slot = {"name": "备课组", "weekday": "周一", "every": "two_weeks"}
    # from Monday 20 September (a holiday): 27 September; 11 October; 18 or 25 October
    row = calendar("2021-09-27", "2021-10-11", slot=slot, prep_group="七年级")[0]
    assert (row["group"], row["prep_group"]) == ("语文组", "七年级")
    assert (row["planned"], row["held"], row["missed"]) == (3, 2, 1)
    assert row["reason"].endswith("没有开展：2021-10-18 起的两周")


TWICE = {"name": "备课组", "weekday": "周一", "every": "month", "at_least": "2 次"}


def monthly(*days, last="2021-11-30", **more):
    return calendar(*days, slot=TWICE, last=last, prep_group="七年级", **more)[0]


def test_twice_a_month_is_counted_month_by_month():
    # worked Mondays: 27 September; 11, 18, 25 October; 1, 8, 15, 22, 29 November
    row = monthly("2021-09-27", "2021-10-11", "2021-10-18", "2021-11-01", "2021-11-08")
    assert (row["verdict"], row["planned"], row["held"], row["moved"]) == ("达到", 5, 5, 0)
    assert row["slot"] == "每月 2 次，周一（9—12 月、3—6 月）"


def test_a_third_meeting_of_a_month_does_not_stand_for_one_of_another():
    days = ["2021-09-27", "2021-10-11", "2021-10-18", "2021-10-25", "2021-11-01"]
    row = monthly(*days)
    assert (row["verdict"], row["planned"], row["held"], row["missed"]) == ("未达到", 5, 4, 1)
    assert row["reason"].endswith("没有开展：2021-11（应 2 次，开展 1 次）")


def test_another_day_of_the_month_counts_as_moved():
    row = monthly("2021-09-28", "2021-10-12", "2021-10-18", "2021-11-01", "2021-11-08")
    assert (row["verdict"], row["held"], row["moved"]) == ("达到", 5, 2)
    assert "改期：2021-09 改在 2021-09-28、2021-10 改在 2021-10-12" in row["reason"]


def test_two_meetings_of_one_day_are_one():
    row = monthly("2021-09-27", "2021-10-11", "2021-10-11", "2021-11-01", "2021-11-08")
    assert (row["planned"], row["held"]) == (5, 4)


def test_a_month_that_goes_on_is_not_missed_yet():
    days = ["2021-09-27", "2021-10-11", "2021-10-18"]
    row = monthly(*days, on=date(2021, 11, 9))
    assert (row["verdict"], row["planned"], row["held"]) == ("进行中", 3, 3)
    assert row["reason"] == "应开展 3 次，已开展 3 次；至今都开展了"


def test_a_number_of_times_is_of_months_only():
    with pytest.raises(ValueError, match="every"):
        calendar("2021-09-27", slot={**TWICE, "every": "week"})
    with pytest.raises(ValueError, match="次"):
        calendar("2021-09-27", slot={**TWICE, "at_least": "2 周"})


def test_what_the_meetings_do_not_say_is_left_open():
    slot = {"name": "备课组", "weekday": "周一"}
    assert calendar("2021-09-27", slot=slot)[0]["reason"].startswith("《教研活动》没有写明备课组")
    assert calendar()[0]["reason"].startswith("没有读到《教研活动》")
    strange = calendar("2021-09-27", slot={"name": "英语", "weekday": "周二"})[0]
    assert (strange["verdict"], strange["reason"]) == ("无法判断", "花名册中没有这个组")


def test_on_a_day_later_slots_are_not_missed():
    row = calendar("2021-09-22", on=date(2021, 9, 28))[0]
    assert (row["planned"], row["held"], row["missed"]) == (1, 1, 0)
    assert row["verdict"] == "进行中"


def test_slots_are_met_only_when_their_months_are_over():
    days = ["2021-09-22", "2021-09-29"]
    slot = {**WEDNESDAYS, "months": [9]}
    assert calendar(*days, slot=slot, on=date(2021, 9, 29))[0]["verdict"] == "进行中"
    assert calendar(*days, slot=slot, on=date(2021, 9, 30))[0]["verdict"] == "达到"
    assert calendar(*days, slot=slot)[0]["verdict"] == "达到"


def test_before_the_first_of_its_months_a_slot_is_not_due():
    row = calendar("2021-09-22", slot={**WEDNESDAYS, "months": [3]}, on=date(2021, 10, 8))[0]
    assert (row["verdict"], row["reason"]) == ("进行中", "还没有到应开展的时候")


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


INDIVIDUALS = {"name": "优秀个人", "election": "优秀个人", "winners": "2 个"}
NAMESAKES = [
    person(1, name="田一"),
    person(2, name="田一", group="数学组"),
    person(3, name="许二"),
    person(4, name="戴三"),
]


def votes_for(*given, honour=INDIVIDUALS, **more):
    """Tally ballots of (name, id or None, votes) among people two of whom are called 田一."""
    votes = [
        {
            "election": "优秀个人",
            "candidate": name,
            "candidate_id": number,
            "votes": n * 100,
            "term": 1,
        }
        for name, number, n in given
    ]
    school = school_of(roster=NAMESAKES, votes=votes)
    return judged(school, frame="honours", honours=[honour], **more)


def places(rows):
    return {
        (row["candidate"], None if pd.isna(row["teacher_id"]) else row["teacher_id"]): (
            row["amount"] // 100,
            None if pd.isna(row["place"]) else row["place"],
            row["chosen"],
        )
        for row in rows
    }


def test_candidates_of_one_name_are_told_apart_by_their_ids():
    rows = votes_for(("田一", "1", 4), ("田一", "2", 3), ("田一", "1", 1), ("许二", None, 6))
    assert places(rows) == {
        ("许二", "3"): (6, 1, True),
        ("田一", "1"): (5, 2, True),
        ("田一", "2"): (3, 3, False),
    }
    assert [row["group"] for row in rows] == ["语文组", "语文组", "数学组"]


def test_votes_for_a_name_that_two_bear_belong_to_neither_and_decide_only_what_they_must():
    rows = votes_for(("田一", None, 5), ("许二", "3", 9), ("戴三", "4", 4))
    assert places(rows) == {
        ("许二", "3"): (9, 1, True),  # at most one of them can be above
        ("戴三", "4"): (4, 2, False),
        ("田一", "1"): (0, 3, False),
        ("田一", "2"): (0, 3, False),
        ("田一", None): (5, None, False),
    }
    told = {row["teacher_id"]: row["reason"] for row in rows if row["candidate"] != "许二"}
    assert told["4"] == "第 2 名，名额 2 个；同名而没有写明工号的票归谁，会改变结果"
    nameless = rows[-1]["reason"]
    assert nameless == "花名册中有 2 位同名（1 语文组、2 数学组），请补填候选人工号"


def test_votes_for_a_shared_name_that_cannot_change_anything_change_nothing():
    rows = votes_for(("田一", None, 3), ("许二", "3", 9), ("戴三", "4", 4))
    assert {row["candidate"] for row in rows if row["chosen"]} == {"许二", "戴三"}


def test_who_is_not_on_the_roster_is_tallied_by_what_is_written():
    rows = votes_for(("校外", "77", 4), ("语文组", None, 3))
    assert places(rows) == {("校外", "77"): (4, 1, True), ("语文组", None): (3, 2, True)}
    assert rows[0]["reason"] == "第 1 名，名额 2 个；花名册中没有，请核对"
    assert rows[1]["reason"] == "第 2 名，名额 2 个"


def test_an_election_of_a_term_that_goes_on_is_not_decided():
    given = [("许二", "3", 9), ("戴三", "4", 4)]
    (row,) = votes_for(*given, on=date(2022, 1, 30))
    assert (row["honour"], row["term"], row["chosen"]) == ("优秀个人", 1, False)
    assert pd.isna(row["candidate"])
    assert row["reason"] == "第一学期到 2022-01-31 结束，截至 2022-01-30 还没有评选"
    assert len(votes_for(*given, on=date(2022, 1, 31))) == 2


def test_a_regulation_without_elections_lists_none():
    votes = ballots(("甲", 3), election="师德标兵")
    school = school_of(roster=[person(1)], votes=votes)
    assert judged(school, frame="honours") == []
    certificate = {"name": "证书", "who": {"categories": ["新教师"]}}
    assert judged(school, SKILLS, frame="honours", honours=[certificate]) == []


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


def test_a_mean_is_rounded_half_up():
    assert best([80, 81, 81])[0]["amount"] == 8067  # 80 2/3


def test_of_whom_it_is_not_known_that_is_said_after_the_best():
    skills = [*shown(1, 90), shown(2, 95)[0] | {"date": None}]
    school = school_of(roster=[person(1), person(2)], skills=skills)
    rows = judged(school, SKILLS, frame="honours", honours=[BEST])
    assert [(row["teacher_id"], row["chosen"]) for row in rows] == [("1", True), ("2", False)]
    assert "另有 1 条记录没有日期" in rows[1]["reason"]
    assert pd.isna(rows[1]["place"])


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
