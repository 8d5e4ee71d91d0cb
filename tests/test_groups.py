"""How groups compare: amounts, awards that count, meetings against what is asked; by hand and oracle."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import oracle
import pytest
from required import asks, did, met, person, policy_of, school_of
from schools import as_school, school_rows, tiny_school

from xiaoben_analytics.assessment import Assessment, assess
from xiaoben_analytics.awards import list_awards
from xiaoben_analytics.groups import (
    asked_meetings,
    compare_groups,
    component_means,
    count_meetings,
    list_meetings,
)
from xiaoben_analytics.policy import read_policy


def school(seed=3) -> Assessment:
    return assess(as_school(school_rows(seed, teachers=40, groups=4, activities=10)))


@pytest.fixture(scope="module")
def result() -> Assessment:
    return school()


def compared(result, **chosen):
    return compare_groups(result.standings, result.records, result.policy, **chosen)


# ------------------------------------------------------------------ amounts


def test_totals_are_summed_up_as_the_groups_of_the_assessment(result):
    names = ["group", "teachers", "mean", "median", "highest", "lowest"]
    assert compared(result).groups.equals(result.groups[names])


@pytest.mark.parametrize("part", ["attendance", "bonus"])
def test_components_are_averaged_half_up(result, part):
    summed = compared(result, of=part).groups.set_index("group")
    for group, own in result.standings.groupby("group"):
        mean = Fraction(int(own[part].sum()), len(own))
        assert summed.loc[group, "mean"] == int(mean + Fraction(1, 2))
        assert summed.loc[group, "highest"] == own[part].max()


def test_a_groups_rate_is_that_of_all_its_members_together(result):
    rates = compared(result, of="rate")
    for row in result.groups.to_dict("records"):
        expected = Fraction(10000 * row["attended"], row["owed"]) + Fraction(1, 2)
        own = rates.groups[rates.groups["group"] == row["group"]]
        assert own["mean"].tolist() == [int(expected)]
    assert rates.teachers["amount"].between(0, 10000).all()
    assert (rates.unit, rates.sign) == ("个百分点", "%")


def test_who_owed_nothing_has_no_rate():
    rows = school_rows(3, teachers=6, groups=2, activities=2)
    for activity in rows["plan"]:
        activity["required"] = False
    assert compared(assess(as_school(rows)), of="rate").teachers.empty


def test_standardised_amounts_leave_out_the_gated_and_have_mean_nothing_in_each_group(result):
    within = compared(result, against="within_group")
    ranked = result.standings[~result.standings["gated"]]
    assert sorted(within.teachers["teacher_id"]) == sorted(ranked["teacher_id"])
    assert within.groups["mean"].abs().max() <= 1  # hundredths, rounded
    assert within.unit == "个标准差"


def test_pooled_positions_follow_the_order_of_the_totals(result):
    pooled = compared(result, against="pooled").teachers.set_index("teacher_id")["amount"]
    totals = result.standings.set_index("teacher_id")["total"][pooled.index]
    assert pooled.rank(method="dense").corr(totals.rank(method="dense")) > 0.999


def test_some_groups_keep_their_place_in_the_whole_school(result):
    whole = compared(result, against="pooled")
    some = whole.only(("第2组",))
    assert set(some.teachers["group"]) == set(some.groups["group"]) == {"第2组"}
    kept = whole.teachers[whole.teachers["group"] == "第2组"]["amount"].tolist()
    assert some.teachers["amount"].tolist() == kept


def test_means_of_components_are_exact(result):
    means = component_means(result.standings, result.policy)
    assert means.index.tolist() == result.groups["group"].tolist()
    own = result.standings[result.standings["group"] == "第1组"]
    assert means.loc["第1组", "考勤"] == Fraction(int(own["attendance"].sum()), len(own))


# ------------------------------------------------------------------ awards


def won(category, level, prize, award=None, teacher="1"):
    return {
        "teacher_id": teacher, "award_category": category, "level": level, "prize": prize,
        "award": award,
    }  # fmt: skip


def awards_of(result):
    tables = result.school.tables
    return list_awards(result.standings, tables, result.measures, result.policy)


def told(result):
    return [
        (row["worth"], row["award_counts"], row["why_not"])
        for row in awards_of(result).to_dict("records")
    ]


def test_the_best_of_each_kind_counts_and_the_others_name_it():
    awards = [
        won("竞赛", "县", "一等奖", "说课比赛"),
        won("竞赛", "市", "二等奖", "课堂教学比赛"),
        won("评选", "省", "二等奖", "论文评选"),
    ]
    assert told(assess(tiny_school(awards=awards))) == [
        (300, False, "已计得分更高的“课堂教学比赛”市二等奖"),
        (350, True, ""),
        (275, True, ""),
    ]


def test_of_equal_awards_the_first_counts():
    awards = [won("竞赛", "市", "一等奖", "甲赛"), won("竞赛", "市", "特等奖", "乙赛")]
    assert told(assess(tiny_school(awards=awards))) == [
        (400, True, ""),
        (400, False, "已计得分相同的“甲赛”市一等奖"),
    ]


def test_equal_rows_of_one_teacher_count_once():
    """Without a name, a day or a certificate, two awards may be told apart by nothing."""
    awards = [won("竞赛", "市", "一等奖"), won("竞赛", "市", "一等奖")]
    assert [counted for _, counted, _ in told(assess(tiny_school(awards=awards)))] == [True, False]


def test_a_level_that_the_regulation_does_not_list_is_worth_nothing():
    awards = [won("竞赛", "国家", "一等奖"), won("评选", "校", "三等奖")]
    assert told(assess(tiny_school(awards=awards))) == [
        (0, False, "级别“国家”不在办法所列之内"),
        (0, False, "级别“校”不在办法所列之内"),
    ]


def test_where_the_highest_of_both_kinds_is_taken_only_one_counts():
    written = read_policy("county-110").written
    bonus = {**written["components"][-1]}
    bonus["items"] = [{**bonus["items"][0], "rule": "highest"}, *bonus["items"][1:]]
    policy = read_policy("county-110").from_written(
        {**written, "components": [*written["components"][:-1], bonus]}
    )
    awards = [won("竞赛", "市", "二等奖"), won("评选", "省", "二等奖", "论文")]
    assert told(assess(tiny_school(awards=awards), policy)) == [
        (350, True, ""),
        (275, False, "已计得分更高的市二等奖"),
    ]


def test_a_regulation_that_gives_nothing_for_awards_counts_none():
    awards = [won("竞赛", "市", "二等奖")]
    result = assess(tiny_school(awards=awards), "year-hours")
    assert told(result) == [(0, False, "办法不给获奖计分")]


def test_an_award_counts_nothing_in_a_voided_component():
    policy = read_policy("county-110").amended({"gates": [{"name": "absence", "voids": ["bonus"]}]})
    rows = {
        "awards": [won("竞赛", "市", "二等奖")],
        "attendance": [
            {"teacher_id": "1", "activity_id": "01", "status": "缺席", "made_up": False},
            *({"teacher_id": "1", "activity_id": f"{n:02d}", "status": "缺席", "made_up": False}
              for n in range(2, 5)),
        ],
    }  # fmt: skip
    result = assess(tiny_school(**rows), policy)
    assert result.standings.set_index("teacher_id")["bonus"]["1"] == 0
    assert told(result) == [(350, False, "“加分”一项作废")]


@pytest.mark.parametrize("seed", range(6))
def test_what_counts_adds_up_to_the_oracles_points(seed):
    rows = school_rows(seed, teachers=30, groups=3, activities=4)
    result = assess(as_school(rows))
    awards = awards_of(result)
    on_duty = {one["teacher_id"] for one in rows["roster"] if one["state"] == "在岗"}
    assert len(awards) == sum(row["teacher_id"] in on_duty for row in rows["awards"])
    for teacher in on_duty:
        own = awards[awards["teacher_id"] == teacher]
        mine = [row for row in rows["awards"] if row["teacher_id"] == teacher]
        for kind in ("竞赛", "评选"):
            best = max(
                (oracle.award(row) for row in mine if row["award_category"] == kind), default=0
            )
            counted = own[own["award_counts"] & (own["award_category"] == kind)]["worth"].tolist()
            assert counted == ([int(best * 100)] if best else [])
    assert (awards["award_counts"] == (awards["why_not"] == "")).all()


def test_no_awards_is_an_empty_list_of_the_same_columns():
    empty = awards_of(assess(tiny_school()))
    assert empty.empty
    assert list(empty.columns) == list(
        awards_of(assess(tiny_school(awards=[won("竞赛", "市", "二等奖")]))).columns
    )


# ------------------------------------------------------------------ meetings

GROUPS = ["数学组", "语文组"]


def meeting_school(*meetings):
    practice = [did(1, "听课", "2021-09-22"), did(1, "听课", "2021-10-20")]
    roster = [
        person(1, prep_group="七年级"),
        person(2, group="数学组", prep_group="八年级"),
        person(3, group="数学组", prep_group="七年级"),
    ]
    return school_of(roster=roster, practice=practice, group_meetings=list(meetings))


def test_a_preparation_group_without_a_group_is_looked_up_in_the_roster():
    school = meeting_school(
        met("语文组", "2021-09-22"),
        met(None, "2021-09-23", prep_group="八年级"),
        met(None, "2021-09-24", prep_group="七年级"),  # there is one in either group
    )
    listed = list_meetings(school, GROUPS)
    assert Counter(listed["group"]) == {"语文组": 1, "数学组": 1, "未写明教研组": 1}
    assert listed["group"].tolist() == ["数学组", "语文组", "未写明教研组"]


def test_without_anything_asked_meetings_are_only_counted():
    school = meeting_school(met("语文组", "2021-09-22"), met("语文组", "2021-09-29"))
    asked = asked_meetings(school, read_policy("county-110"))
    counts = count_meetings(list_meetings(school, GROUPS), GROUPS, asked)
    assert asked.empty
    assert counts[["group", "count", "beyond_asked"]].to_numpy().tolist() == [
        ["数学组", 0, 0], ["语文组", 2, 2],
    ]  # fmt: skip
    assert counts["planned"].isna().all()


def test_slots_are_held_against_the_meetings_of_their_days():
    """22, 29 September, 13, 20 October are due; two were held, one more was none of them."""
    school = meeting_school(
        met("语文组", "2021-09-22"), met("语文组", "2021-10-13"), met("语文组", "2021-10-14")
    )
    policy = policy_of(slots=[{"name": "语文组", "weekday": "周三", "months": [9, 10]}])
    asked = asked_meetings(school, policy)
    counts = count_meetings(list_meetings(school, GROUPS), GROUPS, asked).set_index("group")
    assert counts.loc["语文组", ["count", "planned", "held", "missed", "beyond_asked"]].tolist() == [
        3, 4, 2, 2, 1,
    ]  # fmt: skip
    assert counts.loc["数学组", "count"] == 0
    assert counts.loc[["数学组"], "planned"].isna().all()


def test_a_number_of_meetings_asked_of_groups_is_compared_too():
    school = meeting_school(*(met("语文组", f"2021-09-{day}") for day in ("22", "23", "24")))
    policy = policy_of(asks("meetings_held", "2 次", per="year", of="group"))
    counts = count_meetings(
        list_meetings(school, GROUPS), GROUPS, asked_meetings(school, policy)
    ).set_index("group")
    names = ["count", "planned", "held", "missed", "beyond_asked"]
    assert counts.loc["语文组", names].tolist() == [3, 2, 2, 0, 1]
    assert counts.loc["数学组", names].tolist() == [0, 2, 0, 2, 0]
