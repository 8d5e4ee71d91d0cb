"""Both readings of what is open: who changes points, rank or tier."""

from fractions import Fraction

import pytest
from schools import as_school, attended, school_rows, tiny_school

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.policy import read_policy
from xiaoben_analytics.readings import compare_readings

COUNTY = read_policy("county-110")


def effects(school, key):
    found = [one for one in compare_readings(school, COUNTY) if f"（{key}）" in one.finding.place]
    assert len(found) == 1
    return {effect.reading: effect.teachers for effect in found[0].effects}


def only(found):
    (teachers,) = found.values()
    return teachers


def test_notes_as_written_are_capped_at_the_item():
    notes = [{"teacher_id": "1", "grade": "合格"}, {"teacher_id": "2", "grade": "不合格"}]
    changed = only(effects(tiny_school(notes=notes), "notes.grades"))
    # scaled 8 and 5, as written 16 capped at 10 and 10; attendance gives 30, reading 10
    assert changed["teacher_id"].tolist() == ["1", "2"]
    assert changed["total_from"].tolist() == [4800, 4500]
    assert changed["total_to"].tolist() == [5000, 5000]
    assert changed["rank_from"].tolist() == [1, 2]
    assert changed["rank_to"].tolist() == [1, 1]


def test_the_highest_of_contest_and_competition_instead_of_both():
    awards = [
        {"teacher_id": "1", "award_category": kind, "level": "省", "prize": "一等奖"}
        for kind in ("竞赛", "评选")
    ]
    changed = only(effects(tiny_school(awards=awards), "components.bonus.items"))
    assert changed[["teacher_id", "total_from", "total_to"]].to_numpy().tolist() == [
        ["1", 4800, 4500]  # 30 + 10 + 5 + 3, or 5 alone
    ]


def test_a_range_is_taken_at_either_end_for_everybody():
    tasks = [{"teacher_id": "2", "kind": "主讲", "credits": Fraction(2)}]
    found = effects(tiny_school(participation=tasks), "participation.credits")
    assert [teachers["total_to"].tolist() for teachers in found.values()] == [[4100], [4300]]


def test_gated_teachers_fail_or_are_ranked():
    absent = [attended("2", f"{number:02d}", "缺席") for number in (1, 2, 3)]
    rows = [attended("1", f"{number:02d}") for number in range(1, 11)]
    school = tiny_school(attendance=[*rows, *absent])
    changed = only(effects(school, "tiers.gated"))
    assert changed["teacher_id"].tolist() == ["2"]
    assert changed["tier_from"].tolist() == ["不合格"]
    assert changed["tier_to"].tolist() == ["合格"]
    assert changed["rank_from"].isna().all()
    assert changed["rank_to"].tolist() == [2]
    ranked = assess(school, COUNTY.amended({"tiers": {"gated": "ranked"}})).standings
    assert ranked["attendance"].tolist() == [3000, 0]  # it is void either way


def test_where_nothing_differs_nobody_is_listed():
    found = effects(tiny_school(), "external.deduction")
    assert [len(teachers) for teachers in found.values()] == [0, 0]


@pytest.mark.parametrize(("total", "expected"), [("40.01", 4000), ("40", 4000), ("39.99", 3999)])
def test_totals_are_capped_at_the_stated_total(total, expected):
    policy = COUNTY.amended({"total": total})
    assert assess(tiny_school(), policy).standings["total"].tolist() == [expected] * 2
    assert policy.points == min(11000, int(Fraction(total) * 100))


def test_every_change_is_what_the_other_reading_gives():
    school = as_school(school_rows(4, teachers=20))
    here = assess(school, COUNTY).standings.set_index("teacher_id")
    for compared in compare_readings(school, COUNTY):
        others = compared.finding.other_readings
        for other, effect in zip(others, compared.effects, strict=True):
            there = assess(school, COUNTY.amended(other.changes)).standings.set_index("teacher_id")
            names = ["total", "rank", "tier"]
            same = here[names].astype("object").fillna("") == there[names].reindex(
                here.index
            ).astype("object").fillna("")
            assert set(effect.teachers["teacher_id"]) == set(same.index[~same.all(axis=1)])


def test_a_regulation_without_points_changes_nobody():
    compared = compare_readings(tiny_school(), read_policy("five-year-credits"))
    assert compared
    assert all(one.effects == () for one in compared)
