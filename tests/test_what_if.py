"""What if: every change equals an assessment from scratch, and says who moves and why."""

from fractions import Fraction as F

import oracle
import pandas as pd
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from schools import as_school, attended, school_rows, tiny_school

from xiaoben_analytics.assessment import assess, move_teachers, try_scenario
from xiaoben_analytics.errors import PolicyError, UsageError
from xiaoben_analytics.policy import amend, read_policy
from xiaoben_analytics.review import review_ratios
from xiaoben_analytics.scenarios import ManualMove, Scenario

COUNTY = read_policy("county-110")
FRAMES = ("teachers", "records", "measures", "standings", "cutoffs", "groups", "participation")


def assert_equal_to_scratch(derived, school, changes, policy=COUNTY):
    """Compare frame for frame with an assessment under the changed regulation."""
    scratch = assess(school, amend(policy, changes))
    for name in (*FRAMES, "problems"):
        pd.testing.assert_frame_equal(getattr(derived, name), getattr(scratch, name), obj=name)
    assert derived.policy.model_dump() == scratch.policy.model_dump()


SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "ratios": st.sampled_from(["25/45/30", "0/50/50", "35", "100/0/0", "1/1/98"]),
        "rounding": st.sampled_from(["floor", "largest_remainder", "sainte_lague"]),
        "ties": st.sampled_from(["up", "down"]),
        "scope": st.just("school"),
        "min_group": st.integers(0, 8),
        "gated": st.just("ranked"),
        "count_gated": st.booleans(),
        "conserve": st.booleans(),
        "apportionment": st.just("sainte_lague"),
        "weights": st.dictionaries(
            st.sampled_from(["attendance", "外出学习", "bonus"]),
            st.sampled_from(["1.2", "0", "80%", "1/3"]),
        ),
        "gates": st.fixed_dictionaries({"absence": st.sampled_from(["0%", "10%", "50%"])}),
        "reference": st.sampled_from(["roster", "second", "group"]),
        "changes": st.sampled_from(
            [
                {"total": 60},
                {"notes.grades.优秀": 20},
                {"attendance.earning": ["出席"]},
                {"gates.task": None},
                {"components.external.deductions": []},
                {"title": "另一个办法"},
            ]
        ),
    },
)
SIZES = st.fixed_dictionaries(
    {
        "seed": st.integers(0, 2**16),
        "teachers": st.integers(2, 24),
        "groups": st.integers(1, 4),
        "ties": st.booleans(),
    }
)


@given(SIZES, SETTINGS, SETTINGS)
@settings(max_examples=40, deadline=None)
@example(
    {"seed": 0, "teachers": 12, "groups": 2, "ties": False},
    {"changes": {"components.external.deductions": []}, "weights": {"外出学习": "1/3"}},
    {"changes": {"gates.task": None}, "weights": {"attendance": "0"}},
)
def test_every_what_if_equals_an_assessment_from_scratch(size, first, second):
    # what was taken away cannot be taken away again: that is a mistake in what is asked
    assume(
        first.get("changes") != {"gates.task": None}
        or second.get("changes") != {"gates.task": None}
    )
    school = as_school(school_rows(**size))
    derived = assess(school, COUNTY).what_if(**first)
    changes = {**first, **first.get("changes", {})}
    changes.pop("changes", None)
    assert_equal_to_scratch(derived, school, changes)
    again = derived.what_if(**second)
    more = {**second, **second.get("changes", {})}
    more.pop("changes", None)
    assert_equal_to_scratch(again, school, more, policy=amend(COUNTY, changes))
    assert again.base.policy is COUNTY


@given(SIZES, st.data())
@settings(max_examples=25, deadline=None)
def test_ratios_and_weights_of_groups_equal_an_assessment_from_scratch(size, data):
    school = as_school(school_rows(**size))
    result = assess(school, COUNTY)
    pools = st.sampled_from(sorted(result.sizes))
    wish = {
        "conserve": True,
        "group_ratios": data.draw(
            st.dictionaries(pools, st.sampled_from(["40/40/20", "20", "0/0/100"]))
        ),
        "group_weights": data.draw(st.dictionaries(pools, st.sampled_from(["2", "1/2", "80%"]))),
    }
    assert_equal_to_scratch(result.what_if(**wish), school, wish)


@given(SIZES, SETTINGS)
@settings(max_examples=25, deadline=None)
def test_moves_are_those_whose_tier_differs_and_each_has_a_reason(size, wish):
    result = assess(as_school(school_rows(**size)), COUNTY)
    derived = result.what_if(**wish)
    old, new = (one.standings.set_index("teacher_id")["tier"] for one in (result, derived))
    assert {(row.teacher_id, row.from_tier, row.to_tier) for row in derived.moves.itertuples()} == {
        (one, old[one], new[one]) for one in old.index if old[one] != new[one]
    }
    assert derived.moves["why"].str.len().gt(0).all()


@given(SIZES, st.sampled_from(["6/5", "1/3", "0", "7/2"]))
@settings(max_examples=25, deadline=None)
def test_a_weighted_component_is_the_oracles_points_times_the_weight(size, weight):
    rows = school_rows(**size)
    derived = assess(as_school(rows)).what_if(weights={"attendance": weight})
    standings = derived.standings.set_index("teacher_id")
    for teacher, points in oracle.score(rows).items():
        weighted = oracle.hundredth(points["attendance"] * F(weight))
        assert standings.loc[teacher, "attendance"] == weighted * 100
        total = points["total"] - points["attendance"] + weighted
        assert standings.loc[teacher, "total"] == total * 100


def test_a_weight_changes_the_maximum_too_and_the_stated_total_stays():
    # 30 × 1.2 = 36: the highest total is 116; half a hundredth rounds up: 30 × 1.00015 = 30.0045
    assert amend(COUNTY, {"weights.attendance": "1.2"}).points == 11600
    assert amend(COUNTY, {"weights.attendance": "1.00015"}).points == 11000
    assert amend(COUNTY, {"weights.attendance": "1.0005"}).points == 11002
    assert amend(COUNTY, {"weights.attendance": "1.2", "total": 110}).points == 11000


# ------------------------------------------------------------------ why


def school_of(sizes, *, absent=()):
    """A school whose groups have so many teachers, the first of each with the most external hours."""
    roster, external, attendance = [], [], []
    for letter, (group, size) in zip("甲乙丙丁戊", sizes.items(), strict=False):
        for place in range(1, size + 1):
            one = f"{letter}{place:02d}"
            roster.append({"teacher_id": one, "name": one, "group": group, "state": "在岗"})
            external.append({"teacher_id": one, "hours": F(40 - 2 * place)})
            missed = [f"{number:02d}" for number in range(1, 1 + dict(absent).get(one, 0))]
            came = [f"{number:02d}" for number in range(1, 11) if f"{number:02d}" not in missed]
            attendance += [attended(one, activity) for activity in came]
            attendance += [attended(one, activity, "缺席") for activity in missed]
    return tiny_school(roster=roster, external=external, attendance=attendance)


def reasons(result):
    return dict(zip(result.moves["teacher_id"], result.moves["why"], strict=True))


def test_a_weight_says_which_component_changed_by_how_much():
    result = assess(school_of({"语文组": 10}, absent={"甲03": 1}))
    # external 38…20 of 38; 甲03: 26.84 + 27 + 10, 甲04: 25.26 + 30 + 10 and stands before
    assert result.standings["teacher_id"].tolist()[:4] == ["甲01", "甲02", "甲04", "甲03"]
    derived = result.what_if(weights={"考勤": "0.5"})
    # half of 27 and of 30 points are left for attendance
    assert reasons(derived) == {
        "甲03": "总分由 63.84 变为 50.34（考勤 -13.50）；优秀名额仍为 3 个，本人第 3 名（原第 4 名）",
        "甲04": "总分由 65.26 变为 50.26（考勤 -15.00）；优秀名额仍为 3 个，本人第 4 名（原第 3 名）",
    }


def test_a_lower_threshold_says_which_gate_failed_and_a_higher_one_that_none_does():
    school = school_of({"语文组": 10}, absent={"甲01": 3, "甲10": 2})
    result = assess(school)
    assert result.standings.set_index("teacher_id")["tier"]["甲01"] == "不合格"
    why = reasons(result.what_if(gates={"absence": "30%"}))["甲01"]
    assert why.startswith(
        "原列为不合格（无故缺席超过应参加活动的 20%），现在没有触及，照常排名；总分由 "
    )
    why = reasons(result.what_if(gates={"absence": "10%"}))["甲10"]
    assert why.startswith("无故缺席超过应参加活动的 10%，列为不合格；总分由 ")
    why = reasons(result.what_if(gated="ranked"))["甲01"]
    assert why == (
        "原列为不合格（无故缺席超过应参加活动的 20%），现在只作废该项，照常排名；本人第 10 名"
    )


def test_a_gate_that_only_voids_says_so():
    # 甲01: 30 + 24 + 10, before 甲05 with 23.68 + 30 + 10; without attendance behind 甲10
    school = school_of({"语文组": 10}, absent={"甲01": 2})
    result = assess(school, amend(COUNTY, {"gated": "ranked"}))
    stricter = result.what_if(gates={"absence": "10%"})
    assert reasons(stricter)["甲01"] == (
        "无故缺席超过应参加活动的 10%，有关的项作废；总分由 64.00 变为 40.00（考勤 -24.00）；"
        "良好及以上名额仍为 7 个，本人第 10 名（原第 4 名）"
    )
    again = assess(school, stricter.policy).what_if(gates={"absence": "30%"})
    assert reasons(again)["甲01"] == (
        "不再触及“无故缺席超过应参加活动的 10%”；总分由 40.00 变为 64.00（考勤 +24.00）；"
        "良好及以上名额仍为 7 个，本人第 4 名（原第 10 名）"
    )


def test_points_that_the_stated_total_hides_are_said():
    # all three have the highest total, and the order is that of external, then of attendance
    result = assess(school_of({"语文组": 3}, absent={"甲01": 1}), amend(COUNTY, {"total": 20}))
    assert reasons(result.what_if(weights={"外出学习": "0"})) == {
        "甲01": "总分仍为 20.00（外出学习 -30.00）；优秀名额仍为 1 个，本人第 3 名（原第 1 名）",
        "甲02": "总分仍为 20.00（外出学习 -28.42）；优秀名额仍为 1 个，本人第 1 名（原第 2 名）",
        "甲03": "总分仍为 20.00（外出学习 -26.84）；优秀名额仍为 1 个，本人第 1 名（原第 3 名）",
    }
    lower = result.what_if(changes={"total": 10})
    assert lower.moves.empty


def test_tiers_may_come_and_go():
    # 30 and 70 % of ten: 3 and 7
    result = assess(school_of({"语文组": 10}))
    derived = result.what_if(changes={"tiers.levels.合格": None, "tiers.levels.良好.ratio": "70%"})
    assert reasons(derived) == {
        one: f"本人第 {int(one[1:])} 名" for one in ("甲08", "甲09", "甲10")
    }
    assert derived.seat_changes.to_numpy().tolist() == [
        ["良好", "语文组", 4, 7, 3],
        ["合格", "语文组", 3, 0, -3],
    ]


def test_pooling_says_where_one_is_ranked_now():
    # alone 1-0-1 and 1-1-1; together 2-2-1, where the second of both groups share place 3
    result = assess(school_of({"语文组": 10, "音乐组": 2, "美术组": 3}))
    assert reasons(result.what_if(min_group=4)) == {
        "乙02": "排名范围由音乐组变为小组合并；良好及以上名额 4 个，本人第 3 名（原第 2 名）"
    }


def test_equals_under_another_tie_rule_are_said():
    roster = [{"teacher_id": one, "name": one, "group": "语文组", "state": "在岗"} for one in "123"]
    result = assess(tiny_school(roster=roster, attendance=[attended(one, "01") for one in "123"]))
    assert set(reasons(result.what_if(ties="down")).values()) == {
        "优秀名额仍为 1 个，本人第 1 名，同分处理方式改变"
    }


def test_a_conserved_seat_names_the_group_that_gives_it():
    # The school has 6, 8, 6. Line 1: 2.4, 2.4, 1.2 of 6, the last to 数学组, named first: 3, 2, 1.
    # Line 2: 5.6, 5.6, 2.8 of 14: 6, 5, 3. With 英语组 at 2-1-1 the others share 4, then 11.
    school = school_of({"语文组": 8, "数学组": 8, "英语组": 4})
    result = assess(school, amend(COUNTY, {"conserve": True}))
    derived = result.what_if(group_ratios={"英语组": "50/25/25"})
    assert derived.seat_changes.to_numpy().tolist() == [
        ["优秀", "英语组", 1, 2, 1],
        ["优秀", "数学组", 3, 2, -1],
        ["良好", "数学组", 3, 4, 1],
        ["良好", "英语组", 2, 1, -1],
    ]
    assert reasons(derived) == {
        "乙03": "优秀名额由 3 个变为 2 个（让给英语组 1→2），本人第 3 名",
        "丙02": "优秀名额由 1 个变为 2 个（数学组 3→2 让出），本人第 2 名",
    }
    assert result.seat_changes.empty


def test_a_school_total_that_changes_is_said():
    # by themselves 2, 2, 1 of the best; the school's 6 are shared 3, 2, 1
    derived = assess(school_of({"语文组": 8, "数学组": 8, "英语组": 4})).what_if(conserve=True)
    assert reasons(derived)["乙03"] == (
        "优秀名额由 2 个变为 3 个（全校由 5 个变为 6 个），本人第 3 名"
    )


# ------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"group_ratios": {"语文": "40/40/20"}}, "是否想用“语文组”"),
        ({"group_weights": {"数学组": "2"}}, "没有名为“数学组”的排名范围"),
        ({"changes": {"recording.legend": {"√": "缺席"}}}, "重新读取"),
        ({"changes": {"tiers.levels.优": {"ratio": "20%"}}}, "没有名为“优”"),
        ({"roundin": "floor"}, "是否想用“rounding”"),
    ],
)
def test_what_cannot_be_is_refused(wish, said):
    with pytest.raises(UsageError, match=said):
        assess(tiny_school()).what_if(**wish)


@pytest.mark.parametrize(
    ("pooling", "said"),
    [({"scope": "school"}, "音乐组并入了全校，"), ({"min_group": 4}, "音乐组并入了小组合并，")],
)
def test_a_pooled_group_has_no_ratios_of_its_own(pooling, said):
    result = assess(school_of({"语文组": 10, "音乐组": 2, "美术组": 3}))
    with pytest.raises(UsageError, match=f"{said}它另定的比例.*本组恢复共同比例"):
        result.what_if(**pooling, group_ratios={"音乐组": "40/40/20"})


def test_no_points_no_tiers():
    with pytest.raises(PolicyError, match="没有计分的规则"):
        assess(tiny_school()).what_if(changes={"components": None, "gates": None})


# ------------------------------------------------------------------ the review of the groups


def test_the_ratios_of_the_group_review_count_only_when_asked_for():
    reviews = [
        {"group": "语文组", "group_ratio": "50/30/20"},
        {"group": "数学组", "group_ratio": "20%"},
        {"group": "英语组"},
    ]
    school = school_of({"语文组": 10, "数学组": 10, "英语组": 10})
    school.tables["group_review"] = as_school({"group_review": reviews}).tables["group_review"]
    result = assess(school)
    assert result.cutoffs.query("tier == '优秀'")["seats"].tolist() == [3, 3, 3]
    asked = review_ratios(school)
    assert asked == {"语文组": "50/30/20", "数学组": "20%"}
    derived = result.what_if(group_ratios=asked)
    lines = derived.cutoffs.query("tier != '不合格'").groupby("pool")["seats"].agg(list)
    # 20 %, the rest 80 % as 40 : 30, so 45.7 % and 34.3 %: lines 2 and 6.57
    assert lines.to_dict() == {"语文组": [5, 3, 2], "数学组": [2, 5, 3], "英语组": [3, 4, 3]}
    assert derived.problems.query("column == '优秀比例'").empty
    assert len(result.problems.query("column == '优秀比例'")) == 2


# ------------------------------------------------------------------ by hand


def by_hand(teacher, tier, **more):
    given = {"reason": "支教一年", "authoriser": "校长室", **more}
    return ManualMove(teacher, tier, **given)


def test_a_move_by_hand_changes_the_tier_and_what_it_earns_and_says_the_seats():
    result = assess(school_of({"语文组": 10}))
    derived = move_teachers(result, [by_hand("甲04", "优秀")])
    row = derived.standings.set_index("teacher_id").loc["甲04"]
    assert row[["tier", "appraisal", "rank"]].tolist() == ["优秀", 10, 4]
    assert reasons(derived) == {
        "甲04": "会议调整：支教一年（批准人：校长室）；优秀按规则 3 人，调整后 4 人，多 1 人；"
        "良好按规则 4 人，调整后 3 人，少 1 人"
    }
    assert derived.cutoffs["count"].tolist() == [4, 3, 3, 0]
    unmoved = ["seats", "cutoff", "gap"]
    pd.testing.assert_frame_equal(derived.cutoffs[unmoved], result.cutoffs[unmoved])
    assert derived.groups["优秀"].tolist() == [4]


def test_a_seat_that_a_gate_took_is_not_laid_to_a_move_by_hand():
    """Of ten, three are 合格 by their rank, one of them failed a gate: two are, then one is."""
    result = assess(school_of({"语文组": 10}, absent={"甲10": 3}))
    assert result.cutoffs[["seats", "count"]].to_numpy().tolist() == [
        [3, 3],
        [4, 4],
        [3, 2],
        [0, 1],
    ]
    derived = move_teachers(result, [by_hand("甲09", "良好")])
    said = "良好按规则 4 人，调整后 5 人，多 1 人；合格按规则 2 人，调整后 1 人，少 1 人"
    assert reasons(derived)["甲09"].endswith(said)
    known = move_teachers(result, [by_hand("甲10", "合格", despite_gate=True)])
    said = "合格按规则 2 人，调整后 3 人，多 1 人；不合格按规则 1 人，调整后 0 人，少 1 人"
    assert reasons(known)["甲10"].endswith(said)
    swapped = move_teachers(result, [by_hand("甲03", "良好"), by_hand("甲04", "优秀")])
    assert reasons(swapped)["甲04"].endswith(
        "优秀按规则 3 人，调整后 3 人；良好按规则 4 人，调整后 4 人"
    )


def test_moves_by_hand_stay_when_something_else_changes():
    moved = move_teachers(assess(school_of({"语文组": 10})), [by_hand("甲10", "良好")])
    derived = moved.what_if(ratios="20/50/30")
    assert set(derived.moves["teacher_id"]) == {"甲03", "甲10"}
    again = derived.what_if(weights={"考勤": "2"}, changes={"notes.grades.优秀": 20})
    assert again.standings.set_index("teacher_id")["tier"]["甲10"] == "良好"


def test_a_gated_teacher_is_moved_only_knowingly():
    result = assess(school_of({"语文组": 10}, absent={"甲01": 3}))
    with pytest.raises(UsageError, match="甲01（甲01）因“无故缺席超过应参加活动的 20%”列为不合格"):
        move_teachers(result, [by_hand("甲01", "合格")])
    derived = move_teachers(result, [by_hand("甲01", "合格", despite_gate=True)])
    row = derived.standings.set_index("teacher_id").loc["甲01"]
    assert (row["tier"], row["reported_hours"], pd.isna(row["rank"])) == ("合格", 12, True)
    moved = move_teachers(result, [by_hand("甲02", "合格")])
    with pytest.raises(UsageError, match="甲02"):
        moved.what_if(changes={"gates.absence": {"above": None, "below": "99%"}})


@pytest.mark.parametrize(
    ("moves", "said"),
    [
        ([by_hand("甲99", "优秀")], "花名册中没有工号“甲99”"),
        ([by_hand("甲01", "特优")], "没有名为“特优”的等级"),
        ([by_hand("甲01", "良好"), by_hand("甲01", "合格")], "甲01”重复"),
    ],
)
def test_a_move_that_cannot_be_made_is_refused(moves, said):
    with pytest.raises(UsageError, match=said):
        move_teachers(assess(school_of({"语文组": 10})), moves)


def test_a_scenario_is_its_changes_and_then_its_moves():
    result = assess(school_of({"语文组": 10}))
    scenario = Scenario("甲案", {"ratios": "20/50/30"}, (by_hand("甲03", "优秀"),))
    derived = try_scenario(result, scenario)
    assert derived.moves.empty
    assert derived.cutoffs["count"].tolist() == [3, 4, 3, 0]
