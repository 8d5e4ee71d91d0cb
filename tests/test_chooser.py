"""The rounding chooser and the dead zones of ratios."""

from fractions import Fraction as F
from math import floor

import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiaoben_analytics.policy import amend, read_policy
from xiaoben_analytics.standing import (
    READINGS,
    ROUNDINGS,
    WORDINGS,
    choose_rounding,
    dead_zones,
)

COUNTY = read_policy("county-110")
TIERS = COUNTY.tiers
THIRTY = (F(3, 10), F(4, 10), F(3, 10))


def chosen(n, tiers=TIERS):
    return choose_rounding({"语文组": n}, tiers).set_index("pool").loc["语文组"]


@pytest.mark.parametrize(
    ("n", "reading", "expected"),
    [
        (8, "half_up", "2-4-2"),
        (8, "largest_remainder", "3-3-2"),
        (12, "half_up", "4-4-4"),
        (12, "largest_remainder", "4-5-3"),
        (18, "half_up", "5-8-5"),
        (18, "largest_remainder", "6-7-5"),
        (9, "floor", "2-4-3"),
        (9, "floor_each", "2-3-4"),
        (5, "percent_rank", "2-1-2"),
        (1, "percent_rank", "1-0-0"),
        (0, "percent_rank", "0-0-0"),
    ],
)
def test_the_published_vectors(n, reading, expected):
    assert chosen(n)[reading] == expected


def by_definition(n, reading):
    """Seats by the words of each reading, on fractions."""
    if reading in ROUNDINGS:
        return oracle.quota(n, THIRTY, reading)
    if reading == "floor_each":
        first, second = floor(n * F(3, 10)), floor(n * F(4, 10))
        return [first, second, n - first - second]
    better = [F(n - place, n - 1) if n > 1 else F(1) for place in range(1, n + 1)]
    first, upper = (sum(share >= 1 - line for share in better) for line in (F(3, 10), F(7, 10)))
    return [first, upper - first, n - upper]


@pytest.mark.parametrize("n", range(1, 61))
def test_every_reading_equals_its_definition(n):
    for reading in READINGS:
        assert chosen(n)[reading] == "-".join(map(str, by_definition(n, reading))), reading


def test_six_everyday_readings_disagree_on_25_of_28_group_sizes():
    assert len(READINGS) == 6
    agree = [n for n in range(3, 31) if chosen(n)["agree"]]
    assert agree == [10, 20, 30]
    assert len(range(3, 31)) - len(agree) == 25


def test_groups_their_sum_and_the_school_as_one_stand_side_by_side():
    tiers = amend(COUNTY, {"group_ratios": {"数学组": "50/25/25"}}).tiers
    table = choose_rounding({"语文组": 8, "数学组": 4}, tiers).set_index("pool")
    assert table.index.tolist() == ["数学组", "语文组", "合计", "全校"]
    assert table["count"].tolist() == [4, 8, 12, 12]
    assert table["half_up"].tolist() == ["2-1-1", "2-4-2", "4-5-3", "4-4-4"]
    assert table["agree"].tolist() == [True, False, False, False]
    assert choose_rounding({"全校": 10}, TIERS)["pool"].tolist() == ["全校", "合计"]


def test_the_chooser_keeps_the_schools_seats_where_the_regulation_does():
    tiers = amend(COUNTY, {"conserve": True}).tiers
    table = choose_rounding({"语文组": 5, "数学组": 5, "英语组": 5}, tiers).set_index("pool")
    assert (table.loc["合计", list(ROUNDINGS)] == table.loc["全校", list(ROUNDINGS)]).all()


def test_every_reading_has_its_wording():
    assert list(WORDINGS) == list(READINGS)
    assert "四舍五入" in WORDINGS["half_up"]
    assert "不超过" in WORDINGS["floor"]


# ------------------------------------------------------------------ seats, not percent


@pytest.mark.parametrize(("n", "low", "high"), [(9, 28, 38), (10, 25, 34), (4, 13, 37)])
def test_ratios_between_which_nothing_changes(n, low, high):
    # 9: 2.5 ≤ 9r < 3.5; 10: 2.5 ≤ 10r < 3.5; 4: 0.5 ≤ 4r < 1.5
    best = dead_zones({"语文组": n}, TIERS).iloc[0]
    assert (best["lowest_ratio"], best["highest_ratio"]) == (low, high)


def test_one_group_of_nine():
    best, good = dead_zones({"语文组": 9}, TIERS).to_dict("records")
    # 2.5 ≤ 9r < 3.5; the line below stays at 70 %
    assert [best[name] for name in ("lowest_ratio", "highest_ratio")] == [28, 38]
    assert (best["lower_ratio"], best["lower_changes"]) == (27, "语文组 3-3-3 → 2-4-3")
    assert (best["higher_ratio"], best["higher_changes"]) == (39, "语文组 3-3-3 → 4-2-3")
    # 5.5 ≤ 9 (30 % + r) < 6.5
    assert [good[name] for name in ("lowest_ratio", "highest_ratio")] == [32, 42]


def test_a_ratio_that_cannot_go_further_has_no_next_one():
    tiers = amend(COUNTY, {"ratios": "60/40/0"}).tiers
    best = dead_zones({"语文组": 1}, tiers).to_dict("records")[0]
    # one person: in the best tier from 50 % on, up to the 100 % of both
    assert (best["lowest_ratio"], best["highest_ratio"], best["lower_ratio"]) == (50, 100, 49)
    assert best["higher_changes"] == ""


def test_a_ratio_between_whole_percents_may_have_none_that_is_equal():
    tiers = TIERS.with_ratios((F(1, 3), F(1, 3), F(1, 3)))
    zones = dead_zones({"语文组": 900}, tiers)
    assert zones.loc[0, ["ratio", "lower_ratio", "higher_ratio"]].tolist() == ["33.3%", 33, 34]
    assert zones["lowest_ratio"].isna().all()


pools = st.dictionaries(st.sampled_from(["甲组", "乙组", "丙组"]), st.integers(1, 25), min_size=1)


@settings(max_examples=40, deadline=None)
@given(pools, st.sampled_from(["half_up", "floor", "largest_remainder", "sainte_lague"]))
def test_dead_zones_are_what_trying_every_percent_finds(sizes, rounding):
    tiers = TIERS.with_settings(rounding=rounding)
    best = dead_zones(sizes, tiers).to_dict("records")[0]

    def seats(percent):
        ratios = (F(percent, 100), F(70 - percent, 100), F(30, 100))
        return [oracle.quota(n, ratios, rounding) for n in sizes.values()]

    low = high = 30
    while low > 0 and seats(low - 1) == seats(30):
        low -= 1
    while high < 70 and seats(high + 1) == seats(30):
        high += 1
    assert (best["lowest_ratio"], best["highest_ratio"]) == (low, high)
    named = {part.split(" ")[0] for part in best["higher_changes"].split("；")}
    if high < 70:
        changed = zip(sizes, seats(30), seats(high + 1), strict=True)
        assert named == {pool for pool, old, new in changed if old != new}
