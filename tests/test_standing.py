from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.policy import parse_ratios, read_policy
from xiaoben_analytics.standing import (
    ROUNDINGS,
    SMALL_GROUPS,
    WHOLE_SCHOOL,
    assign_tiers,
    cutoff_table,
    rank_teachers,
    seats,
)

THIRTY = parse_ratios("30/40/30")

# n: largest remainder, Sainte-Laguë, cumulative half up, cumulative floor (published vectors)
VECTORS = {
    3: ("111", "111", "111", "021"),
    4: ("121", "121", "121", "112"),
    5: ("221", "221", "221", "122"),
    6: ("222", "222", "222", "132"),
    7: ("232", "232", "232", "223"),
    8: ("332", "332", "242", "233"),
    9: ("333", "333", "333", "243"),
    10: ("343", "343", "343", "343"),
    11: ("353", "353", "353", "344"),
    12: ("453", "453", "444", "354"),
    13: ("454", "454", "454", "364"),
    14: ("464", "464", "464", "455"),
    15: ("564", "564", "564", "465"),
    18: ("675", "675", "585", "576"),
    20: ("686", "686", "686", "686"),
}


@pytest.mark.parametrize("n", VECTORS)
def test_seats_equal_the_published_vectors(n):
    rules = ("largest_remainder", "sainte_lague", "half_up", "floor")
    got = ["".join(map(str, seats(n, THIRTY, rounding=rule))) for rule in rules]
    assert got == list(VECTORS[n])


ratios_of_three = st.tuples(st.integers(0, 100), st.integers(0, 100)).map(
    lambda cuts: tuple(
        Fraction(part, 100) for part in (min(cuts), max(cuts) - min(cuts), 100 - max(cuts))
    )
)


@pytest.mark.parametrize("rule", ROUNDINGS)
@given(n=st.integers(0, 200), ratios=ratios_of_three)
def test_every_seat_is_given_once(rule, n, ratios):
    got = seats(n, ratios, rounding=rule)
    assert sum(got) == n
    assert min(got) >= 0


@given(n=st.integers(0, 300), ratios=ratios_of_three)
def test_floor_never_exceeds_a_line(n, ratios):
    best, second, _ = seats(n, ratios, rounding="floor")
    assert best <= n * ratios[0]
    assert best + second <= n * (ratios[0] + ratios[1])


@pytest.mark.parametrize("rule", ["half_up", "floor", "sainte_lague"])
@given(n=st.integers(1, 120))
def test_a_larger_group_never_loses_a_best_seat(rule, n):
    assert seats(n + 1, THIRTY, rounding=rule)[0] >= seats(n, THIRTY, rounding=rule)[0]


def test_largest_remainder_may_lose_a_seat_in_a_larger_group():
    ratios = parse_ratios("5/15/80")
    assert [seats(n, ratios, rounding="largest_remainder")[0] for n in (10, 11)] == [1, 0]


def test_an_unknown_rounding_names_the_known_ones():
    with pytest.raises(UsageError, match=r"half_up"):
        seats(8, THIRTY, rounding="half-up")


POLICY = read_policy("county-110")


def scores(*totals, group="语文组", gated=()):
    """Scores whose whole total lies in the attendance component, one row per total."""
    blank = np.zeros(len(totals), np.int64)
    return pd.DataFrame(
        {
            "teacher_id": [f"{number:02d}" for number in range(1, len(totals) + 1)],
            "group": pd.Series([group] * len(totals), dtype="str"),
            "external": blank,
            "attendance": totals,
            "participation": blank,
            "reading": blank,
            "bonus": blank,
            "total": totals,
            "gated": [number in gated for number in range(len(totals))],
        }
    )


def tiers_of(rows, **settings):
    policy = POLICY.with_tiers(POLICY.tiers.with_settings(**settings))
    ranked = rank_teachers(rows, policy)
    return ranked["rank"].tolist(), assign_tiers(ranked, policy.tiers).tolist()


def test_equal_keys_share_a_rank_and_the_next_place_is_skipped():
    ranks, _ = tiers_of(scores(500, 400, 400, 300))
    assert ranks == [1, 2, 2, 4]


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("break", "优秀 优秀 优秀 优秀 良好 良好 良好 合格 合格 合格"),
        ("up", "优秀 优秀 优秀 优秀 良好 良好 良好 合格 合格 合格"),
        ("down", "优秀 优秀 良好 良好 良好 良好 良好 合格 合格 合格"),
    ],
)
def test_equals_on_the_line_go_together(ties, expected):
    # ten people, three seats of the best tier; places 3 and 4 are equal
    rows = scores(1000, 900, 800, 800, 700, 600, 500, 400, 300, 200)
    assert tiers_of(rows, ties=ties)[1] == expected.split()


def test_a_tie_is_broken_by_the_components_in_the_order_of_the_policy():
    rows = scores(800, 800, 100)
    rows.loc[1, ["external", "attendance"]] = [50, 750]  # same total, more external: wins
    assert tiers_of(rows, ties="break") == ([2, 1, 3], ["良好", "优秀", "合格"])
    assert tiers_of(rows, ties="up") == ([1, 1, 3], ["优秀", "优秀", "合格"])


def test_gated_teachers_have_no_rank_and_still_count():
    rows = scores(900, 800, 700, 600, gated={0})  # 4 people: 1, 2, 1 seats
    assert tiers_of(rows) == ([0, 1, 2, 3], ["不合格", "优秀", "良好", "良好"])
    without = POLICY.tiers.model_copy(update={"count_gated": False})
    ranked = rank_teachers(rows, POLICY)
    assert assign_tiers(ranked, without).tolist() == ["不合格", "优秀", "良好", "合格"]


def test_small_groups_are_ranked_together_and_the_school_as_one():
    parts = [scores(900, 800), scores(950, group="音乐组")]
    rows = pd.concat([*parts, scores(700, 600, 500, 400, group="数学组")], ignore_index=True)
    small = rank_teachers(rows, POLICY.with_tiers(POLICY.tiers.with_settings(min_group=3)))
    assert small["pool"].tolist() == [SMALL_GROUPS] * 3 + ["数学组"] * 4
    assert small["rank"].tolist() == [2, 3, 1, 1, 2, 3, 4]
    whole = rank_teachers(rows, POLICY.with_tiers(POLICY.tiers.with_settings(scope="school")))
    assert set(whole["pool"]) == {WHOLE_SCHOOL}
    assert whole["rank"].tolist() == [2, 3, 1, 4, 5, 6, 7]


def test_a_group_that_alone_is_small_keeps_its_name():
    rows = pd.concat([scores(900, 800), scores(700, 600, 500, group="数学组")], ignore_index=True)
    alone = rank_teachers(rows, POLICY.with_tiers(POLICY.tiers.with_settings(min_group=3)))
    assert alone["pool"].equals(alone["group"])


def test_ranks_do_not_overflow_with_wide_components():
    wide = scores(*range(0, 900, 100))
    for name in ("external", "participation", "reading", "bonus"):
        wide[name] = 10**12 * np.arange(9)[::-1]
    assert rank_teachers(wide, POLICY)["rank"].tolist() == [9, 8, 7, 6, 5, 4, 3, 2, 1]


def test_cutoffs_and_gaps():
    rows = scores(1000, 990, 900, 850, 800, 700, 650, 600, 500, 400, gated={9})
    ranked = rank_teachers(rows, POLICY)
    lines = cutoff_table(ranked.assign(tier=assign_tiers(ranked, POLICY.tiers)), POLICY.tiers)
    assert lines["tier"].tolist() == ["优秀", "良好", "合格", "不合格"]
    assert lines["ratio"].tolist() == ["30%", "40%", "30%", ""]
    assert lines["seats"].tolist() == [3, 4, 3, 0]
    assert lines["count"].tolist() == [3, 4, 2, 1]
    assert lines["cutoff"].astype("object").where(lines["cutoff"].notna(), None).tolist() == [
        900,
        650,
        500,
        None,
    ]
    assert lines["gap"].astype("object").where(lines["gap"].notna(), None).tolist() == [
        50,
        50,
        None,
        None,
    ]


def test_a_group_may_have_its_own_ratios():
    rows = scores(900, 800, 700, 600, 500)
    own = {"语文组": parse_ratios("60/20/20")}
    assert tiers_of(rows, group_ratios=own)[1] == ["优秀", "优秀", "优秀", "良好", "合格"]
