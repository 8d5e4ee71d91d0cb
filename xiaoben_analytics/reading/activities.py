"""Which planned activity is meant, and what planned activities are called."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import NOTICE, Problem
from xiaoben_analytics.reading.clean import Unclean
from xiaoben_analytics.reading.coded import Coded
from xiaoben_analytics.reading.days import read_date, term_in
from xiaoben_analytics.reading.lines import Cell
from xiaoben_analytics.reading.near import near
from xiaoben_analytics.reading.record import Record, Records, look_up, problem_at
from xiaoben_analytics.reading.sheet import Sheet
from xiaoben_analytics.reading.words import heading_key, key

SERIAL_HEADINGS = ("序号", "活动序号")
EXPECTED = "计划中的一项活动（编号、名称或日期）"


@dataclass(frozen=True)
class Activity:
    """A planned activity, as far as it takes to recognise it."""

    activity_id: str
    title: str
    term: int
    month: str
    date: dt.date | None
    several: bool = False

    @property
    def planned(self) -> str:
        """The day, or else the month, that it is planned for."""
        return self.date.isoformat() if self.date else self.month or ""

    def may_be_on(self, day: dt.date) -> bool:
        """Tell whether a day is the planned one; of `several` days or months only the first is known."""
        return self.several or day.isoformat().startswith(self.planned)

    def __str__(self) -> str:
        return f"{self.activity_id} {self.title}"


@dataclass(frozen=True)
class Activities:
    """Every planned activity, in the order of the plan; without any it is false."""

    planned: tuple[Activity, ...]
    school_year: str

    def __bool__(self) -> bool:
        return bool(self.planned)

    @classmethod
    def of(cls, plan: Records, school_year: str) -> Activities:
        """Index the records of the plan."""
        return cls(
            tuple(
                Activity(
                    row.get(col.ACTIVITY_ID),
                    row.get(col.TITLE),
                    row.get(col.TERM),
                    row.get(col.MONTH),
                    row.get(col.DATE),
                    _is_span(row, school_year),
                )
                for row in plan
            ),
            school_year,
        )

    def find(
        self, reference: str, *, date: dt.date | None = None, term: int | None = None
    ) -> Activity:
        """Find an activity by its id, else its title, else its day.

        A title that stands several times in the plan is settled by the month, then the term.
        What is shaped like the plan's ids is an id: beside 2-08, 2-09 is not the 9th of February.

        Raises
        ------
        Unclean
            If no activity or more than one may be meant.
        """
        wanted = key(reference)
        if found := self._by_id.get(wanted) or self._by_title.get(wanted):
            return _only(_narrow(found, date, term), reference)
        day = read_date(reference, self.school_year)
        if day is None or _shape(reference) in self._shapes:
            raise self._unknown(reference)
        return self.on(day)

    def on(self, day: dt.date) -> Activity:
        """Find the one activity of a day, else the one of its month that has no day of its own."""
        found = [one for one in self.planned if one.date == day] or [
            one for one in self.planned if one.date is None and one.month == f"{day:%Y-%m}"
        ]
        if not found:
            raise self._unknown(day.isoformat())
        return _only(found, day.isoformat())

    def knows(self, reference: str) -> bool:
        """Tell whether a text is the id or the title of a planned activity."""
        wanted = key(reference)
        return wanted in self._by_id or wanted in self._by_title

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every id that only one activity has, as the plan writes it."""
        counts = Counter(key(one.activity_id) for one in self.planned)
        return frozenset(
            one.activity_id for one in self.planned if counts[key(one.activity_id)] == 1
        )

    @cached_property
    def _by_id(self) -> dict[str, list[Activity]]:
        return _grouped((key(one.activity_id), one) for one in self.planned)

    @cached_property
    def _shapes(self) -> frozenset[str]:
        return frozenset(_shape(one.activity_id) for one in self.planned)

    @cached_property
    def _by_title(self) -> dict[str, list[Activity]]:
        return _grouped((key(one.title), one) for one in self.planned)

    def _unknown(self, reference: str) -> Unclean:
        titles = near(key(reference), self._by_title, cutoff=0.4)
        like = "、".join(str(self._by_title[title][0]) for title in titles)
        offer = f"是否为 {like}？" if like else ""
        return Unclean(
            f"计划中没有“{reference}”", EXPECTED, f"{offer}请改正，或把该活动补入活动计划"
        )


def tells_activity(cell: Cell, activities: Activities) -> bool:
    """Tell whether a cell holds a day, or an activity of the plan."""
    if read_date(cell, activities.school_year):
        return True
    return isinstance(cell, str) and not cell.isdecimal() and activities.knows(cell)


def resolve_activities(records: Records, activities: Activities) -> tuple[Records, list[Problem]]:
    """Give each attendance record the plan's id; records of no activity are left out and listed."""
    references = records.column(col.ACTIVITY_ID)
    undated = {None}.issuperset(records.column(col.DATE).distinct)
    if undated and activities.ids.issuperset(references.distinct):
        return records, []
    told = references.zip(records.column(col.DATE), records.column(col.TERM))
    found, unclean = look_up(told.distinct, lambda words: _find(activities, *words))
    lost = told.places(unclean.__contains__)
    problems = [
        records[at].problem(col.ACTIVITY_ID, references[at] or "", unclean[told[at]])
        for at in lost.tolist()
    ]
    ids = told.map(lambda words: found[words].activity_id if words in found else None)
    resolved = records.with_values(activity_id=ids).without(lost)
    return resolved, [*problems, *_note_days(resolved, activities)]


def _note_days(records: Records, activities: Activities) -> Iterator[Problem]:
    """Say where a sheet has several days of an activity that is planned for a month only."""
    monthly = {
        one.activity_id: one for one in activities.planned if not one.date and not one.several
    }
    told = records.sheets.zip(records.column(col.ACTIVITY_ID), records.column(col.DATE)).distinct
    days: defaultdict[tuple[Sheet, str], list[str]] = defaultdict(list)
    for sheet, activity_id, day in told:
        if activity_id in monthly and day:
            days[sheet, activity_id].append(day.isoformat())
    for (sheet, activity_id), found in days.items():
        if len(found) > 1:
            shown = "、".join(sorted(found)[:3]) + ("等" if len(found) > 3 else "")
            problem = f"{monthly[activity_id]} 只计划了月份，这里有 {len(found)} 天（{shown}），都算作这一项"
            finding = Unclean(problem, "", "如是几次活动，请在活动计划中分别写明日期")
            yield problem_at(
                sheet, None, col.ACTIVITY_ID, value=activity_id, finding=finding, severity=NOTICE
            )


def _find(
    activities: Activities, reference: str | None, date: dt.date | None, term: int | None
) -> Activity:
    if not reference:
        advice = "请补填活动编号或日期，或在标题、文件名中写明"
        raise Unclean("没有写明是哪一次活动", EXPECTED, advice)
    found = activities.find(reference, date=date, term=term or (term_in(date) if date else None))
    if date and not found.may_be_on(date):
        problem = f"日期是 {date}，{found} 却计划在 {found.planned}"
        advice = "如是改期举行，请改正活动计划中的日期；如不是这项活动，请改写活动或日期"
        raise Unclean(problem, "活动和日期与计划中的同一项活动一致", advice)
    return found


def number_activities(plan: Records) -> tuple[Records, list[Problem]]:
    """Give every planned activity an id that no other has.

    Serial numbers of a list, which begin anew each term, become term and number, such as 2-01; so
    do ids that stand in both terms. An activity without number gets the next one of its term.
    """
    repeated = _repeated_between_terms(plan)
    taken = {row.get(col.ACTIVITY_ID) for row in plan if not _is_serial(row, repeated)}
    free = {term: _numbers(term) for term in plan.column(col.TERM).distinct}
    chosen: list[str] = []
    problems = []
    for record in plan:
        given, term = record.get(col.ACTIVITY_ID), record.get(col.TERM)
        if not _is_serial(record, repeated):
            chosen.append(given)
            continue
        wanted = [f"{term}-{given.lstrip('0').zfill(2)}"] if given else []
        chosen.append(next(one for one in chain(wanted, free[term]) if one not in taken))
        if wanted and chosen[-1] != wanted[0]:
            remark = Unclean(f"编号 {wanted[0]} 已有别的活动，改用 {chosen[-1]}")
            problems.append(record.problem(col.ACTIVITY_ID, str(given), remark, NOTICE))
        taken.add(chosen[-1])
    return plan.with_values(activity_id=Coded.of(chosen)), problems


def _is_span(row: Record, school_year: str) -> bool:
    """Tell an activity of several days or months from one whose day or month is all that is written."""
    first = row.get(col.DATE) is not None and read_date(row.get(col.TIME), school_year) is None
    return first or bool(row.get(col.SEVERAL))


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", key(text))


def _grouped(pairs: Iterable[tuple[str, Activity]]) -> dict[str, list[Activity]]:
    groups: defaultdict[str, list[Activity]] = defaultdict(list)
    for word, activity in pairs:
        groups[word].append(activity)
    return dict(groups)


def _narrow(found: list[Activity], date: dt.date | None, term: int | None) -> list[Activity]:
    """Prefer those of the month, then those of the term."""
    month = f"{date:%Y-%m}" if date else ""
    fitting = [one for one in found if one.month == month] or found
    return [one for one in fitting if one.term == term] or fitting


def _only(found: Sequence[Activity], reference: str) -> Activity:
    if len(found) > 1:
        names = "、".join(map(str, found))
        raise Unclean(f"“{reference}”可能是 {names}", EXPECTED, "请改写活动编号")
    return found[0]


def _repeated_between_terms(plan: Iterable[Record]) -> set[str]:
    terms: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for row in plan:
        terms[row.get(col.ACTIVITY_ID) or ""][row.get(col.TERM)] += 1
    return {number for number, counts in terms.items() if len(counts) > 1}


def _is_serial(record: Record, repeated: set[str]) -> bool:
    given = record.get(col.ACTIVITY_ID) or ""
    heading = heading_key(record.sheet.headings.get(col.ACTIVITY_ID, ""))
    return not given or (given.isdecimal() and (given in repeated or heading in SERIAL_HEADINGS))


def _numbers(term: int) -> Iterator[str]:
    return (f"{term}-{number:02d}" for number in count(1))
