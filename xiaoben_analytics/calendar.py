"""The calendar of a Chinese school: school years, terms, weeks, working days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

LAST_KNOWN_YEAR = 2026
"""Last year whose public holidays the calendar package knows; later, weekdays are used."""


@dataclass(frozen=True)
class Period:
    """A span of days, both ends included, under the name that readers know it by."""

    label: str
    start: date
    end: date

    @property
    def middle(self) -> date:
        return self.start + (self.end - self.start) / 2


@lru_cache(maxsize=4096)
def working_days_later(start: date, days: int) -> date:
    """Return the date of the `days`-th working day after `start`, Chinese holidays observed.

    Public holidays do not count and make-up workdays do, as the State Council set them; after
    `LAST_KNOWN_YEAR`, Monday to Friday count.

    >>> working_days_later(date(2021, 9, 30), 3)  # National Day; Sat 9 Oct was worked
    datetime.date(2021, 10, 11)
    """
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def is_working_day(day: date) -> bool:
    """Tell whether a day is worked: no weekend or public holiday, or a make-up workday."""
    if not 2004 <= day.year <= LAST_KNOWN_YEAR:
        return day.weekday() < 5
    from chinese_calendar import is_workday  # noqa: PLC0415  40 ms, only when it is asked

    return bool(is_workday(day))


def school_year_of(day: date) -> str:
    """Name the school year of a day.

    >>> school_year_of(date(2021, 9, 1)), school_year_of(date(2022, 8, 31))
    ('2021-2022', '2021-2022')
    """
    first = day.year if day.month >= 9 else day.year - 1
    return f"{first}-{first + 1}"


def school_year(label: str) -> Period:
    """Return the days of a school year: 1 September to 31 August.

    >>> school_year("2021-2022").start
    datetime.date(2021, 9, 1)
    """
    first = int(label[:4])
    return Period(f"{label}学年", date(first, 9, 1), date(first + 1, 8, 31))


def terms(label: str) -> tuple[Period, Period]:
    """Return both terms of a school year: September to January, February to August.

    >>> [(term.label, str(term.end)) for term in terms("2021-2022")]
    [('第一学期', '2022-01-31'), ('第二学期', '2022-08-31')]
    """
    year = school_year(label)
    turn = date(year.end.year, 1, 31)
    return (
        Period("第一学期", year.start, turn),
        Period("第二学期", turn + timedelta(days=1), year.end),
    )


def month(label: str) -> Period:
    """Return the days of a month written as `2021-09`."""
    year, number = int(label[:4]), int(label[5:7])
    following = date(year + number // 12, number % 12 + 1, 1)
    return Period(label, date(year, number, 1), following - timedelta(days=1))


def weeks(span: Period, *, step: int = 1) -> Iterator[Period]:
    """Cut a span into weeks (or spans of `step` weeks) from Monday; those without work are left out."""
    monday = span.start - timedelta(days=span.start.weekday())
    while monday <= span.end:
        last = monday + timedelta(days=7 * step - 1)
        days = [monday + timedelta(days=n) for n in range(7 * step)]
        if any(is_working_day(day) for day in days if span.start <= day <= span.end):
            yield Period(f"{monday:%m-%d} 起", monday, last)
        monday = last + timedelta(days=1)


def anniversary(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes 28 February.

    >>> anniversary(date(2020, 2, 29), 1)
    datetime.date(2021, 2, 28)
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def stage_of(joined: date, number: int) -> Period:
    """Return the days of a teacher's year since joining; 1 is the first.

    >>> str(stage_of(date(2021, 2, 15), 1).end), str(stage_of(date(2021, 2, 15), 2).start)
    ('2022-02-14', '2022-02-15')
    """
    end = anniversary(joined, number) - timedelta(days=1)
    return Period(f"入职第 {number} 年", anniversary(joined, number - 1), end)


def years_between(earlier: date, later: date) -> int:
    """Count whole years, as ages are counted.

    >>> years_between(date(1976, 9, 2), date(2021, 9, 1))
    44
    """
    return later.year - earlier.year - (anniversary(earlier, later.year - earlier.year) > later)
