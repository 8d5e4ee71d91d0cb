"""Moves by hand and scenarios as values, and scenarios side by side."""

import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from schools import as_school, school_rows
from test_what_if import school_of

from xiaoben_analytics.assessment import assess, try_scenario
from xiaoben_analytics.comparison import compare_scenarios, show_people, try_scenarios
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.scenarios import PRESENT, ManualMove, Scenario

MOVE = ManualMove("甲04", "优秀", "支教一年", "校长室")


@pytest.mark.parametrize(
    ("missing", "said"),
    [("reason", "没有写明理由"), ("authoriser", "没有写明批准人"), ("to_tier", "等级")],
)
def test_a_move_says_why_and_who_stands_for_it(missing, said):
    given = {"teacher_id": "甲04", "to_tier": "优秀", "reason": "支教", "authoriser": "校长室"}
    with pytest.raises(UsageError, match=said):
        ManualMove(**given | {missing: " "})


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.fractions() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.text(max_size=8), plain, max_size=4), st.booleans())
def test_a_scenario_comes_back_from_json(changes, moves):
    scenario = Scenario("甲案", changes, (MOVE,) if moves else ())
    assert Scenario.from_dict(json.loads(json.dumps(scenario.to_dict()))) == scenario


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"name": "甲案", "ratios": "25/45/30"},
        {"name": "甲案", "moves": [{"teacher_id": "甲04"}]},
        {"name": " "},
    ],
)
def test_what_is_no_scenario_is_refused(given):
    with pytest.raises(UsageError, match="方案"):
        Scenario.from_dict(given)


def test_scenarios_stand_side_by_side():
    result = assess(school_of({"语文组": 10, "数学组": 9}))
    table = compare_scenarios(
        result,
        [
            Scenario("少优秀", {"ratios": "20/50/30"}),
            Scenario("全校", {"scope": "school"}),
            Scenario("调一人", moves=(MOVE,)),
        ],
    ).set_index("scenario")
    assert table.index.tolist() == [PRESENT, "少优秀", "全校", "调一人"]
    # 10 → 3-4-3 and 9 → 3-3-3 (lines 2.7, 6.3); 20/50/30: 2-5-3 and 2-4-3; 19 → 6-7-6 (5.7, 13.3)
    assert table[["优秀名额", "良好名额", "合格名额"]].to_numpy().tolist() == [
        [6, 7, 6],
        [4, 9, 6],
        [6, 7, 6],
        [6, 7, 6],
    ]
    # ranked as one, place 13 is shared by two within the 13 of the first two tiers: nobody is beyond a line
    assert table[["优秀", "良好", "合格", "不合格"]].to_numpy().tolist() == [
        [6, 7, 6, 0],
        [4, 9, 6, 0],
        [6, 8, 5, 0],
        [7, 6, 6, 0],
    ]
    # ranked as one: the first three pairs share places 1, 3, 5; the 7th pair place 13, within 13
    assert table["movers"].tolist() == [0, 2, 1, 1]
    assert table["who_moves"].tolist() == [
        "",
        "乙03 乙03（优秀→良好）、甲03 甲03（优秀→良好）",
        "乙07 乙07（合格→良好）",
        "甲04 甲04（良好→优秀）",
    ]
    # nobody with more is lower but 甲07, good, below whom 乙07 is: equal; by hand: 乙04 is equal too
    assert table["envies"].tolist() == [0, 0, 0, 0]
    # 2 hours of 38 are 1.58 points (or 1.57)
    assert table["tightest"].isin([157, 158]).all()
    assert table["语文组优秀"].isna().tolist() == [False, False, True, False]
    # 26.84 + 30 + 10: 34 of 38 hours in the third place, 36 in the second
    assert table["语文组优秀"].tolist()[:2] == [6684, 6842]
    assert table.loc["调一人", "语文组优秀"] == 6684


def test_a_scenario_in_the_table_is_what_trying_it_gives():
    result = assess(as_school(school_rows(3, teachers=40, groups=4)))
    scenario = Scenario("丙", {"weights": {"考勤": "0.5"}, "min_group": 9, "rounding": "floor"})
    row = compare_scenarios(result, [scenario]).set_index("scenario").loc["丙"]
    after = try_scenario(result, scenario)
    assert row["movers"] == len(after.moves) > 0
    drawn = after.cutoffs.dropna(subset=["cutoff"])
    for line in drawn.to_dict("records"):
        assert row[f"{line['pool']}{line['tier']}"] == line["cutoff"]
    assert row["tightest"] == after.cutoffs["gap"].min()
    higher = {name: place for place, name in enumerate(after.policy.tiers.names)}
    ranked = after.standings[~after.standings["gated"]].to_dict("records")
    assert row["envies"] == sum(
        one["total"] > other["total"] and higher[one["tier"]] > higher[other["tier"]]
        for one in ranked
        for other in ranked
    )


def test_a_school_in_which_nobody_is_ranked_has_no_line():
    result = assess(school_of({"语文组": 2}, absent={"甲01": 5, "甲02": 5}))
    table = compare_scenarios(result, [])
    assert table["tightest"].isna().all()
    assert table["line"].tolist() == [""]
    assert pd.api.types.is_integer_dtype(table["tightest"])


def test_people_are_shown_with_the_seats_where_these_differ():
    result = assess(school_of({"语文组": 10}))
    shown = show_people(compare_scenarios(result, [Scenario("调一人", moves=(MOVE,))]))
    assert shown["优秀"].tolist() == ["3", "4（名额 3）"]
    assert shown["良好"].tolist() == ["4", "3（名额 4）"]
    assert shown["合格"].tolist() == ["3", "3"]
    assert not [name for name in shown if "名额" in name]


@pytest.mark.parametrize(
    ("names", "told"), [(("甲", "甲"), "方案“甲”重复"), ((PRESENT,), "方案不能叫“现在”")]
)
def test_a_name_stands_for_one_scenario(names, told):
    result = assess(school_of({"语文组": 2}))
    with pytest.raises(UsageError, match=told):
        compare_scenarios(result, [Scenario(name) for name in names])


def test_a_scenario_that_does_not_apply_is_set_apart_with_its_reason():
    result = assess(school_of({"语文组": 10}))
    gone = Scenario("调走的人", moves=(ManualMove("甲99", "优秀", "支教", "校长室"),))
    trial = try_scenarios(result, [gone, Scenario("少优秀", {"ratios": "20/50/30"})])
    assert list(trial.divisions) == [PRESENT, "少优秀"]
    assert trial.obstacles == {"调走的人": "花名册中没有工号“甲99”。请检查工号。"}
    with pytest.raises(UsageError, match="方案“调走的人”不能套用：花名册中没有工号"):
        compare_scenarios(result, [gone])
