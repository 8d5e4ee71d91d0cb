"""Seats: whole numbers from ratios, within a group and among groups."""

from fractions import Fraction as F
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.standing import apportion, share_seats
from xiaoben_analytics.standing.quotas import READINGS

EIGHT = [14, 12, 11, 6, 5, 4, 3, 3]
THIRTY = F(3, 10)

sizes = st.lists(st.integers(0, 40), min_size=1, max_size=12)
percents = st.integers(0, 100).map(lambda number: F(number, 100))
methods = st.sampled_from(["largest_remainder", "sainte_lague"])


@pytest.mark.parametrize("method", ["largest_remainder", "sainte_lague"])
def test_the_school_cap_is_shared_among_eight_groups(method):
    # 30 % of 58 are 17.4: 17 seats, where each group by itself would have 18
    assert share_seats(EIGHT, THIRTY, method=method) == (4, 4, 3, 2, 1, 1, 1, 1)


def test_the_school_cap_may_be_rounded_half_up():
    assert sum(share_seats([5, 5, 5], THIRTY)) == 4
    assert sum(share_seats([5, 5, 5], THIRTY, cap="half_up")) == 5


def test_a_weight_moves_a_seat():
    # quotas with weights 2, 1, 1: 30 % of 40 are 12, shared 6 : 3 : 3
    assert share_seats([10, 10, 20], THIRTY) == (3, 3, 6)
    assert share_seats([20, 10, 10], THIRTY, weights=[F(2), F(1), F(1)]) == (8, 2, 2)


def test_no_group_has_more_seats_than_members():
    # 20 seats: two for the first group; 18 shared 20 : 18 are 9.47 and 8.53
    assert share_seats([2, 20, 18], F(1, 2), weights=[F(100), F(1), F(1)]) == (2, 9, 9)


@given(sizes=sizes, ratio=percents, method=methods)
def test_with_equal_weights_each_group_is_within_its_quota(sizes, ratio, method):
    got = share_seats(sizes, ratio, method=method)
    assert sum(got) == floor(ratio * sum(sizes))
    for size, count in zip(sizes, got, strict=True):
        assert floor(ratio * size) <= count <= ceil(ratio * size)


@given(
    sizes=sizes,
    ratio=percents,
    method=methods,
    weights=st.lists(st.integers(1, 5).map(F), min_size=12, max_size=12),
)
def test_the_school_total_is_kept_under_any_weights(sizes, ratio, method, weights):
    got = share_seats(sizes, ratio, method=method, weights=weights[: len(sizes)])
    assert sum(got) == floor(ratio * sum(sizes))
    assert all(0 <= count <= size for size, count in zip(sizes, got, strict=True))


def test_lower_bounds_are_kept():
    assert apportion(3, [F(3, 2), F(3, 2)], [3, 3], least=[0, 2]) == (1, 2)


def test_unknown_methods_name_the_known_ones():
    with pytest.raises(UsageError, match="largest_remainder"):
        share_seats([1], THIRTY, method="hamilton")
    with pytest.raises(UsageError, match="half_up"):
        share_seats([1], THIRTY, cap="up")


def test_the_two_readings_of_not_exceeding_differ():
    ratios = (THIRTY, F(4, 10), THIRTY)
    assert READINGS["floor"](9, ratios) == (2, 4, 3)
    assert READINGS["floor_each"](9, ratios) == (2, 3, 4)
