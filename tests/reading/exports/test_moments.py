"""Moments and durations of every locale that a meeting program writes."""

from __future__ import annotations

import pytest

from xiaoben_analytics.reading.exports.moments import (
    DAY_FIRST,
    MONTH_FIRST,
    YEAR_FIRST,
    counts_seconds,
    day_orders,
    read_duration,
    read_moment,
)


@pytest.mark.parametrize(
    ("texts", "orders"),
    [
        (["9/10/21, 2:00:01 PM"], (MONTH_FIRST,)),
        (["9/10/21, 2:00:01 am"], (MONTH_FIRST,)),
        (["14/11/22, 09:29:07"], (DAY_FIRST,)),
        (["14/11/22, 2:00:01 PM"], (DAY_FIRST,)),
        (["9/10/21, 14:00:01", "9/13/21, 14:00:01"], (MONTH_FIRST,)),
        (["12/12/21, 14:00:01"], (MONTH_FIRST, DAY_FIRST)),
        (["9/10/21, 14:00:01"], (MONTH_FIRST, DAY_FIRST)),
        (["9.10.2021, 14:00"], (DAY_FIRST,)),
        (["2021-09-10 14:00:00", "2021/9/10 下午2:00"], (YEAR_FIRST,)),
        (["", "很久"], (YEAR_FIRST,)),
        (["31/31/22"], (MONTH_FIRST,)),
    ],
)
def test_the_order_of_day_and_month_is_told_by_the_file(texts, orders):
    assert day_orders(texts) == orders


@pytest.mark.parametrize(
    ("text", "order", "moment"),
    [
        ("9/10/21, 12:00:00 AM", MONTH_FIRST, "2021-09-10T00:00:00"),
        ("9/10/21, 12:00:00 PM", MONTH_FIRST, "2021-09-10T12:00:00"),
        ("09/10/2021 02:00:00 PM", DAY_FIRST, "2021-10-09T14:00:00"),
        ("9/10/21, 2:00\u202fPM", MONTH_FIRST, "2021-09-10T14:00:00"),
        ("2021年9月10日 14时05分06秒", DAY_FIRST, "2021-09-10T14:05:06"),
        ("2021/9/10 上午12:05", YEAR_FIRST, "2021-09-10T00:05:00"),
        ("2021/9/10 晚上8:05", YEAR_FIRST, "2021-09-10T20:05:00"),
        ("2021/9/10 中午12:05", YEAR_FIRST, "2021-09-10T12:05:00"),
        ("2021-09-10T14:00:00", YEAR_FIRST, "2021-09-10T14:00:00"),
        ("2021-09-10", YEAR_FIRST, "2021-09-10T00:00:00"),
        ("14/11/22, 09:29:07", MONTH_FIRST, None),
        ("2021-09-10 25:00", YEAR_FIRST, None),
        ("--", YEAR_FIRST, None),
    ],
)
def test_moments(text, order, moment):
    found = read_moment(text, order)
    assert (found.isoformat() if found else None) == moment


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2h 0m 59s", 7259),
        ("1h 25m", 5100),
        ("1m 2s", 62),
        ("19m 26s", 1166),
        ("45s", 45),
        ("1 小时 50 分 3 秒", 6603),
        ("1小時30分鐘", 5400),
        ("100分钟", 6000),
        ("1 hr 5 mins", 3900),
        ("02:03:11", 7391),
        ("12:30", None),
        ("9" * 5000, None),
        ("9" * 5000 + ":00:00", None),
        ("9" * 5000 + "分钟", None),
        ("0:00:00", 0),
        ("", None),
        ("100", None),
        ("很久", None),
        ("1h 2h", None),
    ],
)
def test_durations(text, seconds):
    assert read_duration(text) == seconds


@pytest.mark.parametrize(
    ("others", "clear"),
    [
        ([], False),
        (["2:05", "", "很久"], False),
        (["23:59"], False),
        (["24:00"], True),
        (["0:59:12"], True),
        (["35 分钟"], True),
    ],
)
def test_two_parts_are_minutes_and_seconds_where_the_column_tells_so(others, clear):
    assert counts_seconds(["1:50", *others]) is clear
    assert read_duration("1:50", seconds_last=clear) == (110 if clear else None)
