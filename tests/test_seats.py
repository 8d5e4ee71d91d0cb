"""Seats: whole numbers from ratios, within a group and among groups."""

from decimal import Decimal
from fractions import Fraction as F
from math import ceil, floor

import oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.standing import apportion, seats, share_seats
from xiaoben_analytics.standing.quotas import READINGS, ROUNDINGS

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


# ------------------------------------------------------------------ what is given


@pytest.mark.parametrize(
    "ratios",
    [
        "30/40/30",
        "30%、40%、30%",
        [30, 40, 30],
        ("30%", "2/5", "0.3"),
        (Decimal("0.3"), Decimal("0.4"), Decimal("0.3")),
        (0.3, 0.4, 0.3),
    ],
)
def test_ratios_count_exactly_however_they_are_written(ratios):
    # lines at 13.5 and 31.5 of 45; floats fall short of the first one
    assert seats(45, ratios) == (14, 18, 13)


@pytest.mark.parametrize("ratio", [F(3, 10), "30%", "3/10", "0.3", 0.3, Decimal("0.3")])
def test_the_share_of_the_school_is_exact_however_it_is_written(ratio):
    assert share_seats([10, 20], ratio, weights=["1.5", 1]) == (4, 5)


@pytest.mark.parametrize(
    ("n", "ratios", "said"),
    [
        (8, (F(1, 2), F(1, 4)), "“1/2、1/4”合计为 75%，应为 100%"),
        (8, (F(1, 2), F(3, 2), F(-1)), "“-1”是负数"),
        (8, "1/3", "“1/3”合计为 4，应为 100"),
        (8, "0.5%/0.3%/0.2%", "合计为 1%，应为 100%"),
        (8, (1 / 3, 1 / 3, 1 / 3), "位数太多"),
        (8, (float("nan"), 1, 0), "“nan”不是比例"),
        (8, (), "合计为 0%"),
        (8, None, "“None”不是比例"),
        (8, 30, "“30”合计为 30，应为 100"),
        (-1, "30/40/30", "“人数”的值“-1”不对"),
        (8.0, "30/40/30", "不小于 0 的整数"),
        ("8", "30/40/30", "不小于 0 的整数"),
    ],
)
def test_what_is_no_count_or_no_whole_is_refused(n, ratios, said):
    with pytest.raises(UsageError, match=said):
        seats(n, ratios)


@pytest.mark.parametrize(
    ("sizes", "ratio", "weights", "said"),
    [
        ([5, 5], 30, None, "“比例”的值“30”不对"),
        ([5, 5], F(-1, 2), None, "“比例”的值“-1/2”不对"),
        ([5, 5], "三成", None, "0% 到 100% 之间的比例"),
        ([5, -5], THIRTY, None, "“各组人数”的值“-5”不对"),
        ([5, 2.5], THIRTY, None, "“各组人数”的值“2.5”不对"),
        (10, THIRTY, None, "“各组人数”的值“10”不对"),
        ([5, 5], THIRTY, [1], "每组一个，共 2 个"),
        ([5, 5], THIRTY, [1, -1], "“各组权重”的值“-1”不对"),
        ([5, 5], THIRTY, 1.2, "每组一个，共 2 个"),
    ],
)
def test_what_cannot_be_shared_is_refused(sizes, ratio, weights, said):
    with pytest.raises(UsageError, match=said):
        share_seats(sizes, ratio, weights=weights)


def test_nothing_is_shared_among_nobody():
    assert share_seats([], THIRTY) == ()
    assert share_seats([0, 0], THIRTY) == (0, 0)
    assert seats(0, "30/40/30") == (0, 0, 0)


def test_of_two_groups_of_one_size_the_first_named_gets_the_odd_seat():
    # 30 % of 10 are 3 seats for two quotas of 1.5
    assert share_seats([5, 5], THIRTY) == share_seats([5, 5], THIRTY, method="sainte_lague")
    assert share_seats([5, 5], THIRTY) == (2, 1)
    assert share_seats([5, 5], THIRTY, weights=[0, 0]) == (2, 1)


@pytest.mark.parametrize("rounding", sorted(ROUNDINGS))
def test_a_tier_of_nothing_gets_no_seat(rounding):
    for n in range(61):
        assert seats(n, "100/0/0", rounding=rounding) == (n, 0, 0)
        none, upper, lower = seats(n, "0/60/40", rounding=rounding)
        assert (none, upper + lower) == (0, n)
        assert list(seats(n, "0/60/40", rounding=rounding)) == oracle.quota(
            n, (F(0), F(60, 100), F(40, 100)), rounding
        )
