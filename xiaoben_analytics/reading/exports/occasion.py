"""Which activity a whole sheet is about, as its titles, its sheet's and its file's name say."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import TypeVar

from xiaoben_analytics.reading.activities import EXPECTED, Activities, Activity
from xiaoben_analytics.reading.clean import Unclean, show
from xiaoben_analytics.reading.days import read_date
from xiaoben_analytics.reading.furniture import caption_term, term_of
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.lines import Line
from xiaoben_analytics.reading.words import key, tidy

ADVICE = "请在标题或文件名中写明活动名称、编号或日期"
Found = TypeVar("Found", str, dt.date)
SHORTEST_TITLE = 3  # a shorter title, such as 培训, stands in any text by chance


@dataclass(frozen=True)
class Occasion:
    """What the words around a table say: id or title of a planned activity, a day, a term.

    It is false where they say nothing. The day of lines that are `submitted`, whenever somebody
    likes, says nothing against a name, and is not taken for one of the month of an activity.
    """

    activities: Activities
    named: str = ""
    day: dt.date | None = None
    term: int | None = None
    submitted: bool = False

    def __bool__(self) -> bool:
        return bool(self.named or self.day)

    def activity(self, day: dt.date | None = None) -> str:
        """Return the id of the activity that somebody signed in to, on a day if it is known.

        A name goes before days. Of the two days of title and line only one may have an activity.
        Without a plan the activity is called by its day.

        Raises
        ------
        Unclean
            If no activity or more than one may be meant.
        """
        days = list(dict.fromkeys(one for one in (day, self.day) if one))
        if days and not self.activities:
            return days[0].isoformat()
        try:
            return self._named(day) if self.named else self._on(days)
        except Unclean as finding:
            raise Unclean(finding.problem, EXPECTED, ADVICE) from None

    def activity_on(self, day: dt.date) -> str:
        """Return the id of the activity on a day that the line itself states.

        Of several on that day it is the one that a title names.

        Raises
        ------
        Unclean
            If no activity or more than one may be meant.
        """
        if not self.activities:
            return day.isoformat()
        try:
            return self.activities.on(day).activity_id
        except Unclean as finding:
            if self.named and (found := self._named(day)) in self._ids_on(day):
                return found
            raise Unclean(finding.problem, EXPECTED, ADVICE) from None

    def _ids_on(self, day: dt.date) -> set[str]:
        return {one.activity_id for one in self.activities.planned if one.date == day}

    def _named(self, day: dt.date | None) -> str:
        date = self.day or day
        return self.activities.find(self.named, date=date, term=self.term).activity_id

    def _on(self, days: Iterable[dt.date]) -> str:
        finding = Unclean("没有写明是哪一次活动")
        found = {}
        for day in days:
            try:
                found[day] = self._planned_on(day)
            except Unclean as unclear:
                finding = unclear
        ids = {one.activity_id for one in found.values()}
        if len(ids) > 1:
            said = "、".join(f"{day} 是 {one}" for day, one in found.items())
            raise Unclean(f"标题中的日期与签到的日期不是同一次活动：{said}")
        if not ids:
            raise finding
        return ids.pop()

    def _planned_on(self, day: dt.date) -> Activity:
        planned = self.activities.on(day)
        if self.submitted and day != self.day and planned.date is None:
            raise Unclean(f"{day} 是提交日期，计划中的 {planned} 只写了月份，不能据此认定")
        return planned


def find_occasion(grid: Grid, heading: Line, activities: Activities) -> Occasion:
    """Find a planned activity and a day in the texts around a table, the nearest text first.

    A text that names two activities, or two days, says neither.
    """
    texts = list(texts_around(grid, heading))
    terms = (term_of(text) for text in texts)
    return Occasion(
        activities,
        _first(_names_in(text, activities) for text in texts) or "",
        _first(_days_in(text, activities.school_year) for text in texts),
        next((term for term in terms if term), caption_term(grid)),
    )


def activity_of_meeting(subject: str, day: dt.date, activities: Activities) -> tuple[str, bool]:
    """Find the activity by the meeting's subject, else by its day; tell if the plan has that day.

    Raises
    ------
    Unclean
        If none or several may be meant, or the one of that name is planned for another day.
    """
    if not activities:
        return subject or day.isoformat(), False
    try:
        found = activities.find(subject, date=day)
    except Unclean as finding:
        try:
            return activities.on(day).activity_id, True
        except Unclean:
            raise (finding if subject else _nothing_on(day)) from None
    if not found.may_be_on(day):
        problem = f"会议在 {day} 举行，同名的活动（{found}）计划在 {found.planned}"
        advice = "如是改期举行，请改正活动计划中的日期；如不是这项活动，请改写会议主题"
        raise Unclean(problem, "主题和日期与计划中的同一项活动一致", advice)
    return found.activity_id, bool(found.planned)


def texts_around(grid: Grid, heading: Line) -> Iterator[str]:
    """Read the titles above a heading from below, the captions, and the names of sheet and file."""
    above = [line for line in grid.top if line.number < heading.number]
    yield from (tidy(" ".join(show(cell) for cell in line.filled)) for line in reversed(above))
    yield from (*reversed(grid.captions), grid.sheet, PurePath(grid.file).stem)


_PRINTED = re.compile(r"打印|导出|制表|填表|生成|下载")
_DATE = re.compile(
    r"(?<!\d)(?:(?:20)?\d\d\s*[-/.年_]\s*\d{1,2}\s*[-/.月_]\s*\d{1,2}(?!\d)|20\d{6}(?!\d)"
    r"|\d{1,2}\s*月\s*\d{1,2}(?=\s*[日号])|(?<![\d.])\d{1,2}\.\d\d(?![\d.]))"
)


def _nothing_on(day: dt.date) -> Unclean:
    return Unclean(
        f"会议没有主题，计划中 {day} 也没有活动", "主题或日期与计划一致", "请核对活动计划"
    )


def _first(found: Iterable[list[Found]]) -> Found | None:
    """Return what the first text that says anything says, unless it says two things."""
    said = next((one for one in found if one), [])
    return said[0] if len(said) == 1 else None


def _names_in(text: str, activities: Activities) -> list[str]:
    """List the ids in a text, else the titles, of which the longer goes before one inside it."""
    ids = dict.fromkeys(one.activity_id for one in activities.planned)
    found = [
        name for name in ids if len(name) > 1 and not name.isdecimal() and _stands_alone(name, text)
    ]
    if found:
        return found
    titles = dict.fromkeys(key(one.title) for one in activities.planned)
    inside = [name for name in titles if len(name) >= SHORTEST_TITLE and name in key(text)]
    return [name for name in inside if not any(name in other != name for other in inside)]


def _stands_alone(name: str, text: str) -> bool:
    """Tell whether an id stands in a text, and not as a part of a number, date or longer id."""
    sign = r"[0-9A-Za-z\-/]"
    return bool(re.search(rf"(?<!{sign}){re.escape(key(name))}(?!{sign})", key(text)))


def _days_in(text: str, school_year: str) -> list[dt.date]:
    if _PRINTED.search(text):
        return []  # the day of an export is not that of the activity
    found = (re.sub(r"\s", "", word).replace("_", "-") for word in _DATE.findall(text))
    days = (read_date(word, school_year) for word in found)
    return list(dict.fromkeys(day for day in days if day))
