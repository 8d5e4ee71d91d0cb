"""Days and months in any of their usual spellings; what may mean two of them is none."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from xiaoben_analytics.reading.lines import Cell
from xiaoben_analytics.reading.words import plain

SERIALS = range(20_000, 80_000)  # days since 1900 that fall into 1954-2119
YEARS = range(1900, 2101)
_AUGUST = 8


@dataclass(frozen=True)
class Period:
    """When an activity is planned: as written, its month "2021-09", and its day if one is given.

    Of `several` months or days it is the first.
    """

    text: str
    month: str
    date: dt.date | None = None
    several: bool = False


def term_in(date: dt.date) -> int:
    """Return the term of a day: August to January is the first, February to July the second."""
    return 2 if 2 <= date.month <= 7 else 1


def term_told(stated: int | None, period: Period | None) -> int | None:
    """Return the term of the month; what is stated stands alone in August, between the years."""
    month = dt.date.fromisoformat(f"{period.month}-01") if period else None
    if month is None or (stated and month.month == _AUGUST):
        return stated
    return term_in(month)


def school_year_of(date: dt.date) -> str:
    """Return the school year of a day; it begins in August.

    >>> school_year_of(dt.date(2022, 7, 31)), school_year_of(dt.date(2022, 8, 1))
    ('2021-2022', '2022-2023')
    """
    first = date.year if date.month >= 8 else date.year - 1
    return f"{first}-{first + 1}"


def read_date(cell: Cell, school_year: str) -> dt.date | None:
    """Read a day in any of its usual spellings, or return None.

    A number is a day only as a serial of a workbook: 9.1 may have been 9.10 or 9.1.
    """
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _date_from_number(cell)
    return _date_from_text(plain(cell), school_year) if isinstance(cell, str) else None


def read_month(cell: str) -> dt.date | None:
    """Read a month that is written with its year, as its first day, or return None."""
    text = plain(cell)
    year, month = map(int, re.findall(r"\d+", text)) if is_only_month(text) else (0, 0)
    return dt.date(year, month, 1) if year else None


def read_period(cell: Cell, shown: str, school_year: str) -> Period | None:
    """Read a day, a month, or the first of several, in a cell that is `shown` so; or return None."""
    date = read_date(cell, school_year) or _first_day(shown, school_year)
    if date:
        text = date.isoformat() if isinstance(cell, int | float) else shown
        return Period(text, f"{date:%Y-%m}", date, several=bool(_LISTED.search(plain(shown))))
    text = _CHINESE_MONTH.sub(
        lambda found: f"{_MONTHS.index(found[1]) + 1}{found[2]}", plain(shown)
    )
    found = _MONTH.fullmatch(text)
    if found is None or int(found[2]) not in range(1, 13) or doubt_in(text):
        return None
    month = int(found[2])
    year = int(found[1]) if found[1] else _year_of(month, school_year)
    if year not in YEARS:
        return None
    return Period(shown, f"{year}-{month:02d}", several=bool(_SEVERAL.search(text)))


def doubt_in(text: str) -> str:
    """Say of what two days or months a text may be: 9.1 and 2021.1, as numbers, lose a last 0.

    >>> doubt_in("9.1"), doubt_in("9.11")
    ('“9.1”可能是 9月1日，也可能是 9月10日', '')
    """
    if found := re.fullmatch(r"(0?[1-9]|1[0-2])\.([123])", text):
        month, day = map(int, found.groups())
        return f"“{text}”可能是 {month}月{day}日，也可能是 {month}月{day}0日"
    if re.fullmatch(r"\d{4}\.1", text):
        return f"“{text}”可能是 1 月，也可能是 10 月：数字末尾的 0 存不住"
    return ""


def is_only_month(text: str) -> bool:
    """Tell a month of a certain year."""
    return bool(_ONLY_MONTH.fullmatch(text))


_ONLY_MONTH = re.compile(r"(?:19|20)\d\d\s*[-/.年]\s*(?:0?[1-9]|1[0-2])\s*月?")
_DAY = r"\s*(?:日|号)?\s*(?:[(（]?(?:星期|周)[一二三四五六日天][)）]?)?\s*(?:T?\s*\d{1,2}[:时].*)?"
_FULL_DATE = re.compile(r"(\d{4}|\d{2})\s*([-/.年])\s*(\d{1,2})\s*(?:\2|月)\s*(\d{1,2})" + _DAY)
_WEEKDAY = re.compile(r"(?:星期|周)([一二三四五六日天])")
_COMPACT_DATE = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_SHORT_DATE = re.compile(r"(\d{1,2})\s*(?:月|[-/](?=\d)|\.(?=\d\d))\s*(\d{1,2})" + _DAY)


def _date_from_number(number: float) -> dt.date | None:
    if SERIALS.start <= number < SERIALS.stop:
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(number))
    return _date_from_text(str(int(number) if number == number // 1 else number), "")


def _date_from_text(text: str, school_year: str) -> dt.date | None:
    if full := _FULL_DATE.fullmatch(text):
        certain = len(full[1]) == 4 or full[2] == "年"
        if certain or (full[2] == "-" and _is_year_first(full, school_year)):
            return _day(int(full[1]), int(full[3]), int(full[4]))
        return None
    if compact := _COMPACT_DATE.fullmatch(text):
        return _day(*map(int, compact.groups()))
    short = _SHORT_DATE.fullmatch(text)
    if short and school_year:
        month, day = map(int, short.groups())
        return _day(_year_of(month, school_year), month, day)
    return None


def _is_year_first(written: re.Match[str], school_year: str) -> bool:
    """Tell whether 21-09-10 cannot be 2010: its weekday says so, or only so it is of the school year."""
    first, middle, last = (int(written[at]) for at in (1, 3, 4))
    day = _day(first, middle, last)
    others = {_day(last, middle, first), _day(last, first, middle)} - {None, day}
    named = _WEEKDAY.search(written[0])
    if day and named:
        return "一二三四五六日".find(named[1].replace("天", "日")) == day.weekday()
    within = {one for one in (day, *others) if one and school_year_of(one) == school_year}
    return not others or within == {day}


def _day(year: int, month: int, day: int) -> dt.date | None:
    century = 0 if year >= 100 else 2000 if year < 70 else 1900
    try:
        return dt.date(century + year, month, day) if century + year in YEARS else None
    except ValueError:
        return None


def _year_of(month: int, school_year: str) -> int:
    return int(school_year[:4]) + (month < 8)


_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_CHINESE_MONTH = re.compile(r"(十[一二]?|[一二三四五六七八九])(月.*)")
_MONTH = re.compile(r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})(\s*月.*|\s*[-~—–至、]\s*\d{1,2}\s*月.*)?")
"""A month, or the first of several, such as 9-10月."""
_SEVERAL = re.compile(r"\d\s*月?\s*[-~—–至、]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*月")
_LISTED = re.compile(r"(?<=[日号\d])\s*[、,，;；和及]\s*\d")  # 9月10日、10月15日


def _first_day(text: str, school_year: str) -> dt.date | None:
    """Read the first day of a span such as 9月10日-12日 or 2021.9.10~9.12."""
    head = re.split(r"[~～—–至]|(?<=[日号])\s*[-、,，]", plain(text), maxsplit=1)[0]
    return None if head == plain(text) else _date_from_text(head, school_year)
