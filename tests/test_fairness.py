"""Across groups: envy, standardised totals, merging; and the ties on a line."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiaoben_analytics.docket import list_ties
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.fairness import advise_merging, count_envy, partitions, standardise
from xiaoben_analytics.policy import parse_ratios, read_policy
from xiaoben_analytics.standing import assign_tiers, rank_teachers

POLICY = read_policy("county-110")


def standings(groups, *, parts=None, gated=(), policy=POLICY):
    """Stand teachers of groups, given as {group: totals in hundredths}."""
    rows = [
        {
            "teacher_id": f"{group}{place:02d}",
            "name": f"{group}{place}",
            "group": group,
            "total": total,
            "external": (parts or {}).get((group, place), 0),
        }
        for group, totals in groups.items()
        for place, total in enumerate(totals)
    ]
    frame = pd.DataFrame(rows)
    for name in POLICY.component_names[1:]:
        frame[name] = 0
    frame["gated"] = frame["teacher_id"].isin(gated)
    ranked = rank_teachers(frame, policy)
    ranked["tier"] = assign_tiers(ranked, policy.tiers)
    return ranked


totals = st.lists(st.integers(0, 30), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(totals, min_size=1, max_size=5),
    st.sampled_from(["break", "up", "down"]),
    st.dictionaries(st.integers(0, 59), st.sampled_from(["优秀", "良好", "合格"]), max_size=4),
)
def test_envy_is_what_comparing_everybody_with_everybody_finds(groups, ties, moved):
    policy = POLICY.with_tiers(POLICY.tiers.with_settings(ties=ties))
    named = {f"{number}组": group for number, group in enumerate(groups)}
    frame = standings(named, gated=("0组00",), policy=policy)
    by_hand = [moved.get(place, tier) for place, tier in enumerate(frame["tier"])]
    frame["tier"] = frame["tier"].where(frame["gated"], pd.Series(by_hand, dtype="str"))
    ranked = frame[~frame["gated"]].to_dict("records")
    better = {name: place for place, name in enumerate(policy.tiers.names)}
    pairs = [
        (one["teacher_id"], other["total"])
        for one in ranked
        for other in ranked
        if one["group"] != other["group"]
        and one["total"] > other["total"]
        and better[one["tier"]] > better[other["tier"]]
    ]
    found = count_envy(frame, policy.tiers)
    assert found["envies"].sum() == len(pairs)
    for row in found.to_dict("records"):
        envied = [total for one, total in pairs if one == row["teacher_id"]]
        assert (row["envies"], row["lowest_total"]) == (len(envied), min(envied))


def test_equal_groups_envy_nobody():
    frame = standings({"甲": [9, 8, 7, 6, 5], "乙": [9, 8, 7, 6, 5]})
    assert count_envy(frame, POLICY.tiers).empty


def test_standardised_totals():
    frame = standardise(standings({"甲": [200, 100], "乙": [400, 400]}))
    # within 甲: mean 150, deviation 50; everybody: mean 275, deviation 129.9
    assert frame["within_group"].tolist() == [1.0, -1.0, 0.0, 0.0]
    assert frame["pooled"].tolist() == [-0.58, -1.35, 0.96, 0.96]


def test_every_way_to_merge_small_groups_is_listed():
    frame = standings({"甲": [5, 4, 3], "乙": [5, 4], "丙": [5, 4], "大组": list(range(10))})
    ways = advise_merging(frame, POLICY.tiers, fewer_than=4)
    assert len(ways) == 5  # Bell number of three groups
    assert ways["merged"][0] == "各组单独"
    # alone: 3 → 1-1-1, 2 → 1-0-1 twice (lines 0.6 and 1.4); all seven together: 2-3-2
    assert ways.loc[0, ["优秀", "良好", "合格"]].tolist() == [3, 1, 3]
    assert ways.loc[4, ["优秀", "良好", "合格"]].tolist() == [2, 3, 2]
    assert set(ways[["优秀", "良好", "合格"]].sum(axis=1)) == {7}


@pytest.mark.parametrize(("things", "ways"), [(0, 1), (1, 1), (4, 15), (6, 203)])
def test_there_are_as_many_ways_as_bell_numbers(things, ways):
    assert len(list(partitions([str(number) for number in range(things)]))) == ways


def test_too_many_small_groups_are_refused():
    frame = standings({f"{number}组": [1] for number in range(9)})
    with pytest.raises(UsageError, match="少于 2 人的小组的个数为 9"):
        advise_merging(frame, POLICY.tiers, fewer_than=2)


# ------------------------------------------------------------------ ties


def test_a_tie_on_a_line_is_an_item_with_its_options():
    # ten: three seats; places 3 to 5 have one total
    groups = {"甲": [90, 80, 70, 70, 70, 50, 40, 30, 20, 10]}
    frame = standings(groups, parts={("甲", 4): 5, ("甲", 2): 3})
    (tie,) = list_ties(frame, POLICY)
    assert (tie.number, tie.pool, tie.tier, tie.total, tie.seats) == (1, "甲", "优秀", 70, 1)
    assert tie.teachers == ("甲04", "甲02", "甲03")
    assert {option.ties: (option.upper, option.taken) for option in tie.options} == {
        "break": (("甲04",), 0),
        "up": (("甲04", "甲02", "甲03"), 2),
        "down": ((), -1),
    }
    assert tie.question == "甲的优秀线上有 3 人同为 0.70 分（甲4、甲2、甲3），还剩 1 个名额"


def test_equals_in_every_component_go_up_together():
    frame = standings({"甲": [90, 80, 70, 70, 60, 50, 40, 30, 20, 10]})
    (tie,) = list_ties(frame, POLICY)
    assert tie.options[0].upper == ("甲02", "甲03")
    assert tie.options[0].taken == 1


def test_a_tie_inside_a_tier_is_no_item():
    assert list_ties(standings({"甲": [90, 90, 90, 70, 60, 50, 40, 30, 20, 10]}), POLICY) == ()


@settings(max_examples=40, deadline=None)
@given(st.lists(totals, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_docket_does_not_depend_on_the_order_of_rows(groups, dice):
    frame = standings({f"{number}组": group for number, group in enumerate(groups)})
    shuffled = frame.sample(frac=1, random_state=dice.randrange(1000))
    assert list_ties(shuffled, POLICY) == list_ties(frame, POLICY)


@settings(max_examples=60, deadline=None)
@given(st.lists(totals, min_size=1, max_size=4), st.sampled_from(["break", "up", "down"]))
def test_each_option_is_what_its_setting_does(groups, ties):
    named = {f"{number}组": group for number, group in enumerate(groups)}
    policy = POLICY.with_tiers(POLICY.tiers.with_settings(ties=ties))
    frame = standings(named, policy=policy)
    tiers = frame.set_index("teacher_id")["tier"]
    order = policy.tiers.names
    for tie in list_ties(standings(named), POLICY):
        (option,) = (one for one in tie.options if one.ties == ties)
        upper = {one for one in tie.teachers if order.index(tiers[one]) <= order.index(tie.tier)}
        assert upper == set(option.upper)


def test_ratios_of_a_group_of_its_own_make_its_own_lines():
    own = POLICY.tiers.with_settings(group_ratios={"甲": parse_ratios("50/50/0")})
    frame = standings({"甲": [9, 9, 8, 8]}, policy=POLICY.with_tiers(own))
    assert list_ties(frame, POLICY.with_tiers(own)) == ()
