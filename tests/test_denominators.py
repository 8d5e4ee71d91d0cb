"""Who sets a maximum, and what hangs on it; other references than the highest of the school."""

from fractions import Fraction as F

import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schools import as_school, attended, school_rows, tiny_school

from xiaoben_analytics.assessment import assess, move_teachers
from xiaoben_analytics.denominators import watch_denominators
from xiaoben_analytics.explanation import explain
from xiaoben_analytics.policy import policy_text, read_policy
from xiaoben_analytics.scenarios import ManualMove

COUNTY = read_policy("county-110")
SIZES = st.fixed_dictionaries(
    {
        "seed": st.integers(0, 2**32),
        "teachers": st.integers(2, 24),
        "groups": st.integers(1, 4),
        "activities": st.integers(4, 10),
        "ties": st.booleans(),
    }
)


def under(reference):
    return COUNTY.amended({"reference": reference})


def trainees(*hours, groups=None):
    """A school whose teachers differ in their hours outside school alone."""
    names = [str(number) for number in range(1, len(hours) + 1)]
    roster = [
        {"teacher_id": name, "name": f"教师{name}", "group": group, "state": "在岗"}
        for name, group in zip(names, groups or ["语文组"] * len(hours), strict=True)
    ]
    external = [
        {"teacher_id": name, "hours": F(own)} for name, own in zip(names, hours, strict=True) if own
    ]
    return tiny_school(roster=roster, external=external, attendance=[attended("1", "01")])


def external_points(school, policy=COUNTY):
    standings = assess(school, policy).standings.set_index("teacher_id")
    return standings["external"].sort_index().tolist()


# ------------------------------------------------------------------ other references


def test_the_second_highest_is_what_is_taken_of():
    assert external_points(trainees(30, 20, 10, 0), under("second")) == [3000, 3000, 1500, 0]


def test_two_who_share_the_highest_are_first_and_second():
    assert external_points(trainees(30, 30, 10), under("second")) == [3000, 3000, 1000]


def test_of_a_single_amount_there_is_no_second():
    assert external_points(trainees(30, 0, 0), under("second")) == [3000, 0, 0]


def test_every_group_has_its_own_highest():
    school = trainees(30, 15, 20, 5, groups=["甲", "甲", "乙", "乙"])
    assert external_points(school, under("group")) == [3000, 1500, 3000, 750]


def test_a_voided_teacher_is_no_second_either():
    """Of attendance the first is voided; the second of the others has 4 activities."""
    rows = [attended("1", f"{number:02d}") for number in range(1, 8)]
    rows += [attended("1", f"{number:02d}", "缺席") for number in (8, 9, 10)]
    rows += [
        attended(who, f"{at:02d}") for who, n in (("2", 6), ("3", 4)) for at in range(1, n + 1)
    ]
    roster = [
        {"teacher_id": str(n), "name": str(n), "group": "语文组", "state": "在岗"}
        for n in (1, 2, 3)
    ]
    result = assess(tiny_school(roster=roster, attendance=rows), under("second"))
    points = result.standings.set_index("teacher_id")["attendance"]
    assert points.to_dict() == {"1": 0, "2": 3000, "3": 3000}


@given(SIZES, st.sampled_from(["assessed", "second", "group"]))
@settings(max_examples=40, deadline=None)
def test_points_under_every_reference_equal_the_oracle(size, reference):
    rows = school_rows(**size)
    expected = oracle.score(rows, reference=reference)
    standings = assess(as_school(rows), under(reference)).standings.set_index("teacher_id")
    for teacher, points in expected.items():
        for name in (*oracle.COMPONENTS, "total"):
            assert standings[name][teacher] == points[name] * 100, (teacher, name)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("assessed", "30 × 10 ÷ 30 = 10.00 分，全校最高为教师1的 30 学时"),
        ("second", "30 × 10 ÷ 20 = 15.00 分，全校第二高为教师2的 20 学时"),
        ("group", "30 × 10 ÷ 10 = 30.00 分，本组最高为教师3的 10 学时"),
    ],
)
def test_the_explanation_says_what_is_taken_of(reference, expected):
    school = trainees(30, 20, 10, groups=["甲", "甲", "乙"])
    told = explain(assess(school, under(reference)), "3")
    assert told.components[0].items[0].arithmetic == expected


def test_more_than_the_second_highest_is_capped_and_said():
    told = explain(assess(trainees(30, 20), under("second")), "1")
    stated = "30 × 30 ÷ 20 = 45.00 分，全校第二高为教师2的 20 学时，最多 30.00 分"
    assert told.components[0].items[0].arithmetic == stated
    assert told.components[0].points == 30


def test_the_setting_is_shown(xiaoben, tmp_path):
    own = tmp_path / "本校.toml"
    own.write_text('extends = "county-110"\nreference = "second"\n', encoding="utf-8")
    assert 'reference = "second"' in xiaoben("policy", "show", own)[1]
    assert '"reference": "second"' in xiaoben("policy", "show", own, "--json")[1]
    assert "reference" not in policy_text("county-110")


# ------------------------------------------------------------------ the sentinel


@given(SIZES, st.sampled_from(["assessed", "second", "group"]))
@settings(max_examples=30, deadline=None)
def test_the_effect_equals_a_recomputation_without_that_teacher(size, reference):
    rows = school_rows(**size)
    result = assess(as_school(rows), under(reference))
    before = oracle.score(rows, reference=reference)
    for one in watch_denominators(result):
        without = {one.component: one.holders[0]}
        after = oracle.score(rows, reference=reference, without=without)
        tiers = [oracle.tiers(scores) for scores in (before, after)]
        changed = {
            teacher
            for teacher in before
            if before[teacher]["total"] != after[teacher]["total"]
            or tiers[0][teacher] != tiers[1][teacher]
        }
        assert set(one.teachers["teacher_id"]) == changed
        moved = sum(tiers[0][teacher][1] != tiers[1][teacher][1] for teacher in before)
        assert one.tiers_changed == moved
        changes = [100 * (after[t]["total"] - before[t]["total"]) for t in before]
        differing = [change for change in changes if change]
        assert one.mean_change == (sum(differing) / len(differing) if differing else 0)


def test_a_teacher_with_half_as_much_again_is_named():
    """The others have what they had before she came, and nothing of it is left once she is aside."""
    before = external_points(trainees(20, 18, 10, 8, 6))
    first = watch_denominators(assess(trainees(20, 18, 10, 8, 6, 30)))[0]
    assert (first.label, first.names, first.second_names) == ("外出学习", ("教师6",), ("教师1",))
    assert (first.highest, first.second, first.gap) == (3000, 2000, 1000)
    assert first.stands_out
    later = external_points(trainees(20, 18, 10, 8, 6, 30))
    gained = [old - new for old, new in zip(before, later[:5], strict=True)]
    totals = first.teachers.set_index("teacher_id").sort_index()
    assert (totals["total_to"] - totals["total_from"]).tolist()[:5] == gained
    assert first.mean_change == F(sum(gained), 5)
    assert first.sentence == (
        "“外出学习”全校最高为教师6的 30 学时；第二为教师1的 20 学时，相差 10 学时，是其 150%，"
        "明显高出他人，请核对；不以教师6为准时，5 人的得分改变，平均 6.20 分，"
        f"{first.tiers_changed} 人的等级改变"
    )


def test_who_was_moved_by_hand_stays_whatever_the_highest_is():
    """Without the first, the second has full points and would change places with nobody moved."""
    result = assess(trainees(60, 20, 19, 10, 5, 1)).what_if(weights={"external": "1/2"})
    tiers = result.standings.set_index("teacher_id")["tier"]
    moved = move_teachers(
        result, [ManualMove(one, "合格", "支教", "校长室") for one in tiers.index]
    )
    watched, unmoved = (
        next(one for one in watch_denominators(run) if one.component == "external")
        for run in (moved, result)
    )
    assert watched.tiers_changed == 0
    assert watched.changes.tolist() == unmoved.changes.tolist()
    # 30 × 20 ÷ 60 × ½ = 5, without the first 30 × 20 ÷ 20 × ½ = 15
    assert watched.changes.tolist()[0] == 1000


def test_of_several_with_the_highest_each_may_be_left_out():
    (first, _) = watch_denominators(assess(trainees(30, 30, 20)))
    assert first.gap == 0
    assert first.teachers.empty
    assert first.sentence.endswith("2 人并列，少了其中一人也不变")


def test_with_the_second_highest_what_is_taken_of_is_said():
    (first, _) = watch_denominators(assess(trainees(30, 20, 10), under("second")))
    assert (first.highest, first.held) == (3000, 2000)
    assert "按办法以第二高的 20 学时折算" in first.sentence


def test_where_two_share_the_second_amount_nobody_changes():
    (first, _) = watch_denominators(assess(trainees(30, 20, 20), under("second")))
    assert first.sentence.endswith("不以教师1为准时，没有人的得分改变")


def test_where_nobody_else_has_any_it_is_said():
    (first, _) = watch_denominators(assess(trainees(30, 0)))
    assert "其余的人都没有；不以教师1为准时，1 人的得分改变，平均 -30.00 分" in first.sentence


def test_every_group_has_one_of_its_own():
    school = trainees(30, 15, 20, 5, groups=["语文组", "语文组", "数学组", "数学组"])
    own = [
        one for one in watch_denominators(assess(school, under("group"))) if one.label == "外出学习"
    ]
    assert [(one.among, one.names) for one in own] == [
        ("数学组", ("教师3",)),
        ("语文组", ("教师1",)),
    ]


def test_where_nobody_has_anything_there_is_nothing_to_watch():
    labels = [one.label for one in watch_denominators(assess(trainees(0, 0)))]
    assert labels == ["考勤"]


def test_a_teacher_alone_sets_what_the_own_points_are_taken_of():
    (first, _) = watch_denominators(assess(trainees(12)))
    assert (first.names, first.highest, first.second, first.gap) == (("教师1",), 1200, 0, 1200)
    assert external_points(trainees(12)) == [3000]


def test_where_all_are_equal_nobody_is_the_only_one():
    (first, _) = watch_denominators(assess(trainees(8, 8, 8)))
    assert (first.holders, first.gap, first.stands_out) == (("1", "2", "3"), 0, False)
    assert first.teachers.empty


def test_who_is_not_assessed_sets_the_maximum_of_the_roster_alone():
    """30 hours of somebody on leave: 20 are 20 points, and 30 once she sets nothing."""
    school = trainees(30, 20, 10)
    school.tables["roster"].loc[0, "state"] = "产假"
    assert external_points(school, under("roster")) == [2000, 1000]
    first = watch_denominators(assess(school, under("roster")))[0]
    assert first.names == ("教师1",)
    moved = first.teachers.set_index("teacher_id")
    gained = (moved["total_to"] - moved["total_from"]).to_dict()
    assert gained == {"2": 1000, "3": 500}
    assert external_points(school) == [3000, 1500]
