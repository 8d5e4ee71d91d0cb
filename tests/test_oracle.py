"""Scores and tiers of made-up schools equal those of the independent oracle."""

from itertools import product

import oracle
from hypothesis import given, settings
from hypothesis import strategies as st
from schools import as_school, school_rows

from xiaoben_analytics.assessment import assess

ROUNDINGS = ("half_up", "floor", "largest_remainder", "sainte_lague")

SIZES = st.fixed_dictionaries(
    {
        "seed": st.integers(0, 2**32),
        "teachers": st.integers(2, 30),
        "groups": st.integers(1, 4),
        "activities": st.integers(4, 12),
        "ties": st.booleans(),
    }
)


@given(SIZES)
@settings(max_examples=40, deadline=None)
def test_points_and_gates_equal_the_oracle(size):
    rows = school_rows(**size)
    expected = oracle.score(rows)
    standings = assess(as_school(rows)).standings.set_index("teacher_id")
    assert set(standings.index) == set(expected)
    for teacher, points in expected.items():
        got = standings.loc[teacher]
        for name in (*oracle.COMPONENTS, "total"):
            assert got[name] == points[name] * 100, (teacher, name)
        assert got["gated"] == points["gated"]


@given(SIZES, st.sampled_from(["30/40/30", "25/45/30", "0/50/50", "15/35/50", "100/0/0"]))
@settings(max_examples=30, deadline=None)
def test_ranks_and_tiers_equal_the_oracle_under_every_setting(size, ratios):
    rows = school_rows(**size)
    exact = tuple(oracle.F(int(part), 100) for part in ratios.split("/"))
    points, result = oracle.score(rows), assess(as_school(rows))
    for rounding, ties in product(ROUNDINGS, ("break", "up", "down")):
        expected = oracle.tiers(points, exact, rounding, ties)
        what_if = result.what_if(ratios=ratios, rounding=rounding, ties=ties)
        assert _ranks_and_tiers(what_if) == expected, (rounding, ties)


@given(SIZES, st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_row_order_changes_nothing(size, shuffle):
    rows = school_rows(**size)
    straight, shuffled = assess(as_school(rows)), assess(as_school(rows, shuffle=shuffle))
    assert straight.standings.equals(shuffled.standings)
    assert straight.cutoffs.equals(shuffled.cutoffs)
    assert straight.groups.equals(shuffled.groups)
    assert straight.participation.equals(shuffled.participation)


def _ranks_and_tiers(result):
    standings = result.standings.set_index("teacher_id")
    ranks = standings["rank"].astype("object").where(standings["rank"].notna(), None)
    return {teacher: (ranks[teacher], standings["tier"][teacher]) for teacher in standings.index}
