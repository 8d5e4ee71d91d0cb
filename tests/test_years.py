"""Two regulations on one school, rule by rule; two years, teacher by teacher."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schools import as_school, attended, school_rows, tiny_school

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.checks import check_regulation
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.policy import (
    amend,
    list_changes,
    parse_ratios,
    read_policy,
    score_alike,
    state_change,
    with_changes,
)
from xiaoben_analytics.years import compare_policies, compare_years, tiers_over_years

COUNTY = read_policy("county-110")
LATER = {
    "reading": {"missing": 5},
    "notes": {"grades": {"良好": 8}},
    "awards": {"contest": {"first": {"省": 8}}},
    "components": [{"name": "bonus", "points": 6}],
    "gates": [{"name": "absence", "above": "10%"}],
    "reference": "second",
    "tiers": {
        "rounding": "floor",
        "levels": [
            {"name": "优秀", "ratio": "20%"},
            {"name": "良好", "ratio": "50%"},
            {"name": "合格", "ratio": "30%"},
        ],
    },
}


def leveled(first, second, third):
    """Only the ratios that are given, as a file would change them."""
    levels = COUNTY.written["tiers"]["levels"]
    ratios = (first, second, third)
    return {
        "tiers": {
            "levels": [{**old, "ratio": new} for old, new in zip(levels, ratios, strict=True)]
        }
    }


def read_losses():
    """甲 and 乙 are equal but for a piece of reading that 乙 did not hand in."""
    return tiny_school(reading=[{"teacher_id": "2", "completion": "未交", "deduction": None}])


@pytest.mark.parametrize("place", sorted(LATER))
def test_one_change_is_the_whole_difference(place):
    changes = {place: LATER[place]} if place != "tiers" else {"tiers": {"rounding": "floor"}}
    found = compare_policies(
        as_school(school_rows(12, teachers=18)), COUNTY, COUNTY.amended(changes)
    )
    (clause,) = found.clauses
    assert clause.changes[0].place[0] == place
    assert clause.teachers.equals(found.teachers)
    assert clause.alone is not None
    assert clause.alone.equals(found.teachers)
    assert clause.depends_on_order is False


def test_a_change_is_said_in_the_words_of_the_keys():
    found = compare_policies(read_losses(), COUNTY, COUNTY.amended({"reading": {"missing": 5}}))
    (clause,) = found.clauses
    # 3 points become 5, for 乙 alone; 30 + 7 or 30 + 5; of two one is 优秀, the other 良好 or 合格
    assert clause.points == {"2": -200}
    assert clause.sentence == "读书活动·缺交一次扣几分：3 → 5：1 人得分改变，0 人等级改变"
    other = compare_policies(
        read_losses(), COUNTY, COUNTY.amended({"components": [{"name": "bonus", "points": 6}]})
    )
    assert other.clauses[0].sentence == "计分的各项·加分·满分：10 → 6：没有人的得分、名次、等级改变"


def assert_adding_up(school, before, after):
    """The clauses' points add up, and their tiers lead from the first to the last, for everybody."""
    old, new = (
        assess(school, policy).standings.set_index("teacher_id") for policy in (before, after)
    )
    added = dict.fromkeys(old.index, 0)
    tiers = old["tier"].to_dict()
    for clause in compare_policies(school, before, after).clauses:
        for teacher, change in clause.points.items():
            added[teacher] += change
        for row in clause.teachers.to_dict("records"):
            assert tiers[row["teacher_id"]] == row["tier_from"]
            tiers[row["teacher_id"]] = row["tier_to"]
    assert added == (new["total"][old.index] - old["total"]).to_dict()
    assert tiers == new["tier"].to_dict()


@given(st.integers(0, 2**32), st.sets(st.sampled_from(sorted(LATER)), min_size=1))
@settings(max_examples=4, deadline=None)
def test_the_clauses_add_up_to_the_whole_difference(seed, places):
    school = as_school(school_rows(seed, teachers=14, groups=2, activities=5))
    later = COUNTY.amended({place: LATER[place] for place in places})
    assert_adding_up(school, COUNTY, later)
    assert_adding_up(school, later, COUNTY)


@pytest.mark.parametrize(
    "reading",
    [
        other
        for found in check_regulation(COUNTY)
        for other in found.other_readings
        if other.changes
    ],
    ids=lambda other: "/".join(other.changes),
)
def test_the_clauses_add_up_under_both_readings_of_what_is_open(reading):
    """The same changes on a regulation that is read the other way."""
    school = as_school(school_rows(44, teachers=9, groups=2, activities=4))
    places = ("reading", "awards", "gates")
    before = COUNTY.amended(reading.changes)
    after = before.amended({place: LATER[place] for place in places})
    assert_adding_up(school, before, after)


@pytest.mark.parametrize(
    ("before", "after"), [("county-110", "year-hours"), ("year-hours", "county-110")]
)
def test_regulations_that_share_no_component_add_up(before, after):
    """On the way from one to the other there is never none."""
    school = as_school(school_rows(3))
    assert_adding_up(school, read_policy(before), read_policy(after))


def test_ratios_that_stand_only_together_are_one_clause():
    found = compare_policies(read_losses(), COUNTY, COUNTY.amended(leveled("20%", "50%", "30%")))
    (clause,) = found.clauses
    assert [change.place[-2:] for change in clause.changes] == [
        ("优秀", "ratio"),
        ("良好", "ratio"),
    ]
    assert clause.sentence.startswith(
        "怎样划等级·按名次划分的等级·优秀·比例：30% → 20%；怎样划等级·按名次划分的等级·良好·比例：40% → 50%："
    )


def test_what_depends_on_the_order_is_said():
    """Reading lost: 5 instead of 3 points, and then the component is worth 4 instead of 10 at most.

    甲 has 10 or 4; 乙 10 − 3 = 7, then 5, then 4 − 5 < 0; by itself the second leaves 乙 4 − 3 = 1, 6 less.
    """
    later = COUNTY.amended(
        {"reading": {"missing": 5}, "components": [{"name": "reading", "points": 4}]}
    )
    first, second = compare_policies(read_losses(), COUNTY, later).clauses
    assert (first.points, second.points) == ({"2": -200}, {"1": -600, "2": -500})
    assert first.depends_on_order is False
    assert second.depends_on_order is True
    assert "与各条的先后有关" in second.sentence


def test_the_same_in_other_words_is_no_change():
    same = amend(COUNTY, {"ratios": ["3/10", "0.4", "30%"], "rounding": COUNTY.tiers.rounding})
    assert same.written != COUNTY.written
    assert list_changes(COUNTY, same) == ()


def test_a_what_if_is_told_clause_by_clause():
    tried = amend(COUNTY, {"ratios": "25/45/30", "weights.reading": "1/2"})
    weight, ratios = compare_policies(read_losses(), COUNTY, tried).clauses
    assert [change.place for change in weight.changes] == [("components", "reading", "weight")]
    assert [change.place[-2] for change in ratios.changes] == ["优秀", "良好"]
    assert "优秀·比例：30% → 25%；" in ratios.text


def test_settings_that_no_file_says_are_the_last_clause():
    tried = COUNTY.model_copy(update={"tiers": COUNTY.tiers.with_ratios(parse_ratios("50/50/0"))})
    (clause,) = compare_policies(read_losses(), COUNTY, tried).clauses
    assert clause.changes == ()
    assert clause.text == "其他（没有写进文件的设置）"
    assert clause.depends_on_order is None


def test_a_rule_that_goes_takes_what_rests_on_it_along():
    """The gate of tasks and its limit go; a gate that is new comes with all that it says."""
    kept = [gate for gate in COUNTY.written["gates"] if gate["name"] != "task"]
    without = type(COUNTY).from_written({**COUNTY.written, "gates": kept})
    (gone,) = list_changes(COUNTY, without)
    (come,) = list_changes(without, COUNTY)
    assert (gone.place, gone.new) == (("gates", "task"), None)
    assert score_alike(with_changes(COUNTY, [gone]), without)
    assert score_alike(with_changes(without, [come]), COUNTY)


def test_other_words_change_nothing():
    said = COUNTY.amended({"source": "本校", "reading": {"text": "改了说明"}})
    assert list_changes(COUNTY, said) == ()
    assert compare_policies(read_losses(), COUNTY, said).clauses == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"attendance": {"made_up_earns": False}}, "补课后是否得学时：是 → 否"),
        ({"attendance": {"earning": ["出席"]}}, "得学时的考勤：出席，迟到，早退 → 出席"),
        ({"total": 100}, "总分：没有写 → 100"),
        (
            {"components": [{"name": "bonus", "items": [{"rule": "full", "points": 2}]}]},
            "一项由哪些部分相加：怎样得分 sum、指标 竞赛最高分，评选最高分，怎样得分 sum、指标 教研组加分 → 怎样得分 full、满分 2",
        ),
    ],
)
def test_whatever_changes_is_shown(changes, expected):
    (change,) = list_changes(COUNTY, COUNTY.amended(changes))
    assert state_change(change).endswith(expected)


# ------------------------------------------------------------------ years


def last_year():
    """甲 under another name, 乙 as she is, 丙 who left; 丁 joined since."""
    roster = [
        {"teacher_id": one, "name": name, "group": "语文组", "state": "在岗"}
        for one, name in (("1", "甲某"), ("2", "乙"), ("3", "丙"))
    ]
    school = tiny_school(roster=roster, attendance=[attended("1", "01")])
    return replace(school, school_year="2020-2021")


def this_year():
    roster = [
        {"teacher_id": one, "name": name, "group": "语文组", "state": "在岗"}
        for one, name in (("1", "甲"), ("2", "乙"), ("4", "丙"))
    ]
    return tiny_school(roster=roster, attendance=[attended("4", "01")])


def test_both_regulations_are_put_to_both_years():
    later = COUNTY.amended({"reading": {"missing": 5}})
    found = compare_years(this_year(), later, last_year(), COUNTY)
    assert found.this_year.after.standings.equals(assess(this_year(), later).standings)
    assert found.this_year.before.standings.equals(assess(this_year(), COUNTY).standings)
    assert found.last_year.after.standings.equals(assess(last_year(), later).standings)
    assert found.last_year.before.standings.equals(assess(last_year(), COUNTY).standings)


def test_teachers_are_followed_by_their_id_never_by_their_name():
    tiers = compare_years(this_year(), COUNTY, last_year(), COUNTY).tiers
    assert tiers["teacher_id"].tolist() == ["1", "2", "3", "4"]
    assert tiers["name"].tolist() == ["甲", "乙", "丙", "丙"]
    assert tiers["status"].tolist() == ["两年都参评", "两年都参评", "今年不参评", "今年新参评"]
    assert tiers["2020-2021"].notna().tolist() == [True, True, True, False]
    assert tiers["2021-2022"].notna().tolist() == [True, True, False, True]
    assert tiers["remark"].tolist() == [
        "各年姓名不同（甲某、甲），按工号算同一人，请核对",
        "",
        "",
        "",
    ]


def test_more_than_two_years_stand_side_by_side():
    years = [
        replace(this_year(), school_year=year) for year in ("2019-2020", "2020-2021", "2021-2022")
    ]
    tiers = tiers_over_years([assess(school) for school in years])
    assert [name for name in tiers if "-" in name] == ["2019-2020", "2020-2021", "2021-2022"]
    assert set(tiers["status"]) == {"两年都参评"}


def test_one_year_is_not_compared_with_itself():
    with pytest.raises(UsageError, match="都是 2021-2022 学年"):
        compare_years(this_year(), COUNTY, this_year(), COUNTY)
