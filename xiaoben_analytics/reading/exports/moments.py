"""Moments and durations as programs of any language and country write them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable

from xiaoben_analytics.reading.words import tidy

Order = tuple[int, int, int]
"""At which place of a date its year, month and day stand."""

YEAR_FIRST: Order = (0, 1, 2)
MONTH_FIRST: Order = (2, 0, 1)
DAY_FIRST: Order = (2, 1, 0)

_HALF_DAY = r"(上午|下午|中午|晚上|凌晨|am|pm|a\.m\.|p\.m\.)"
_MOMENT = re.compile(
    r"(\d{1,4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,4})\s*日?"
    rf"(?:[\sT,]*{_HALF_DAY}?\s*(\d{{1,2}})[:时](\d{{2}})(?:[:分](\d{{2}})(?:\.\d+)?秒?)?"
    rf"\s*{_HALF_DAY}?)?",
    re.IGNORECASE,
)
_AMERICAN = re.compile(r"\d\s*[ap]\.?m\.?$", re.IGNORECASE)
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,5}):(\d{1,5})")
_TWO_PARTS = re.compile(r"(\d{1,5}):\d{1,5}")
_HOURS = 24  # no meeting lasts so long: before a colon they are minutes
_UNITS = re.compile(
    r"(?=\d)(?:(\d{1,5})\s*(?:小时|小時|时|hours?|hrs?|h))?\s*"
    r"(?:(\d{1,6})\s*(?:分钟?|分鐘|minutes?|mins?|m))?\s*"
    r"(?:(\d{1,8})\s*(?:秒钟?|seconds?|secs?|s))?",
    re.IGNORECASE,
)


def day_orders(texts: Iterable[str]) -> tuple[Order, ...]:
    """Return the orders in which the dates of one file may be read; all are written alike.

    AM and PM are American, dots European; a first number above 12 is a day. What is still open
    gives two orders.

    >>> day_orders(["9/10/21, 2:00 PM"]) == (MONTH_FIRST,), day_orders(["14/11/22"]) == (DAY_FIRST,)
    (True, True)
    >>> len(day_orders(["9/10/21, 14:00"])), len(day_orders(["2021-09-10 14:00"]))
    (2, 1)
    """
    written = [text for text in map(_plain, texts) if _MOMENT.fullmatch(text)]
    if all(re.match(r"\d{4}", text) for text in written):
        return (YEAR_FIRST,)
    orders = (MONTH_FIRST, DAY_FIRST)
    fitting = [order for order in orders if all(read_moment(text, order) for text in written)]
    if len(fitting) > 1 and any(_AMERICAN.search(text) for text in written):
        return (MONTH_FIRST,)
    if len(fitting) > 1 and any(re.match(r"\d+\.", text) for text in written):
        return (DAY_FIRST,)
    return tuple(fitting) or orders[:1]


def read_moment(text: str, order: Order) -> dt.datetime | None:
    """Read a moment; a year of four digits in front needs no order.

    >>> read_moment("9/10/21, 2:00:01 PM", MONTH_FIRST)
    datetime.datetime(2021, 9, 10, 14, 0, 1)
    >>> read_moment("2021/9/10 下午2:00", DAY_FIRST)
    datetime.datetime(2021, 9, 10, 14, 0)
    """
    found = _MOMENT.fullmatch(_plain(text))
    if found is None:
        return None
    parts = found.groups()
    at = YEAR_FIRST if len(parts[0]) == 4 else order
    year, month, day = (int(parts[place]) for place in at)
    hour, minute, second = (int(part or 0) for part in parts[4:7])
    half = (parts[3] or parts[7] or "").lower()
    try:
        moment = dt.datetime(year + 2000 * (year < 100), month, day, hour, minute, second)  # noqa: DTZ001
    except ValueError:
        return None
    return moment.replace(hour=_hour(hour, half))


def counts_seconds(texts: Iterable[str]) -> bool:
    """Tell whether durations of two parts, as in 1:50, are minutes and seconds.

    Another of the same column tells: one of three parts or with units, or with too many hours.

    >>> counts_seconds(["1:50", "0:59:12"]), counts_seconds(["1:50", "45:10"])
    (True, True)
    >>> counts_seconds(["1:50", "2:05"])
    False
    """
    for plain in map(_plain, texts):
        found = _TWO_PARTS.fullmatch(plain)
        if int(found[1]) >= _HOURS if found else read_duration(plain) is not None:
            return True
    return False


def read_duration(text: str, *, seconds_last: bool = False) -> int | None:
    """Read a duration in seconds; one of two parts has to have `seconds_last`.

    >>> read_duration("1:00:30"), read_duration("45:10", seconds_last=True), read_duration("1小时5分")
    (3630, 2710, 3900)
    >>> read_duration("1:50") is None
    True
    >>> read_duration("1h 50m 3s"), read_duration("35 分钟"), read_duration("35")
    (6603, 2100, None)
    """
    plain = _plain(text)
    found = _CLOCK.fullmatch(plain) or _UNITS.fullmatch(plain)
    if found is None or not any(found.groups()):
        return None
    if _TWO_PARTS.fullmatch(plain) and not seconds_last:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return 3600 * hours + 60 * minutes + seconds


def _plain(text: str) -> str:
    return tidy(unicodedata.normalize("NFKC", text))


def _hour(hour: int, half: str) -> int:
    if half in ("上午", "凌晨") or half.startswith("a"):
        return hour % 12
    later = half in ("下午", "晚上") or half.startswith("p") or (half and hour < 11)
    return hour + 12 if later and hour < 12 else hour
