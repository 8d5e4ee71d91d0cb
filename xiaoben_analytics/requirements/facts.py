"""A school as it stands on a day: what has happened, what the plan still holds, and the evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.calendar import Period, month, school_year, terms
from xiaoben_analytics.measures import RECORDS, Measure
from xiaoben_analytics.policy import Policy, Requirement
from xiaoben_analytics.records import build_records, pair_audiences
from xiaoben_analytics.requirements.people import Person, list_people, silent_columns
from xiaoben_analytics.requirements.pieces import (
    Pieces,
    happened,
    list_pieces,
    list_years,
    not_before,
)
from xiaoben_analytics.tables import EVERYBODY, TABLES, UNRECORDED, School

Evidence = tuple[str, tuple[str, ...]]
"""A measure, and the words that its rows must be about, if any."""


@dataclass(frozen=True)
class Activity:
    """One activity of the plan, the days within which it lies, and whether it has taken place."""

    activity_id: str
    title: str
    hours: int
    required: bool
    words: str
    audience: frozenset[str]
    span: Period
    held: bool

    @property
    def when(self) -> str:
        return str(self.span.start) if self.span.start == self.span.end else self.span.label


@dataclass(frozen=True)
class Meeting:
    """One meeting of a group, or of one of its preparation groups; `words` are its form and topic."""

    group: str
    prep_group: str
    day: date
    words: str


@dataclass(frozen=True, eq=False)
class Facts:
    """What requirements are judged by; what begins after the day `on` has not happened.

    `days` are the dates of attendance, practice and meetings, in order; `recorded` all days on
    which anything begins or ends that is known to have happened; `ahead` the activities that a
    teacher may still attend; `missed` those that earned nothing and may be made up; `silent` the
    columns that the roster leaves blank; `pieces` the evidence by measure, and `seen` of which
    school years the rows of a measure tell, by teacher.
    """

    tables: Mapping[str, pd.DataFrame]
    policy: Policy
    year: str
    on: date | None
    people: tuple[Person, ...]
    silent: frozenset[str]
    plan: tuple[Activity, ...]
    meetings: tuple[Meeting, ...]
    days: tuple[date, ...]
    recorded: frozenset[date]
    pieces: Mapping[Evidence, Pieces]
    seen: Mapping[str, Mapping[str, frozenset[str]]]
    ahead: Mapping[str, Sequence[Activity]]
    missed: Mapping[str, Sequence[Activity]]

    @property
    def school_year(self) -> Period:
        return school_year(self.year)

    def evidence(self, requirement: Requirement) -> Pieces:
        """Return what there is for a requirement, by teacher."""
        return self.pieces[requirement.measure, requirement.words]

    def years_seen(self, requirement: Requirement, teacher: str = "") -> frozenset[str]:
        """Return the school years that something tells of: of a teacher, or of anybody."""
        seen = self.seen.get(requirement.measure, {})
        return seen.get(teacher, frozenset()) if teacher else frozenset().union(*seen.values())

    def is_open(self, period: Period) -> bool:
        """Tell whether more may come: by the day asked for, else by the plan and the records.

        Without a day, a period is open while the plan holds an activity in it that nobody has
        attended, or as long as nothing is recorded in or after it.
        """
        if self.on is not None:
            return self.on < period.end
        if any(_overlap(one.span, period) for one in self.plan if not one.held):
            return True
        return max(self.recorded, default=date.min) < period.start

    def is_blank(self, period: Period) -> bool:
        """Tell whether nothing at all is known of a period: no record, no planned activity."""
        planned = any(_overlap(one.span, period) for one in self.plan)
        return not planned and not any(period.start <= day <= period.end for day in self.recorded)

    def is_past(self, period: Period) -> bool:
        """Tell whether a period is over, or something later is known."""
        later = [*self.recorded, *(one.span.end for one in self.plan), self.on or date.min]
        return max(later) > period.end

    def is_silent(self, measure: Measure) -> str:
        """Name the tables that a measure is taken from, if the school has none of them; else ""."""
        names = _SOURCES.get(measure.rows.name, (measure.rows.table,))
        if any(name in self.tables and not self.tables[name].empty for name in names):
            return ""
        return "、".join(f"《{TABLES[name].label}》" for name in names if name in TABLES)

    def teaching(self, term: Period) -> Period | None:
        """Return the days from the first to the last dated record of a term."""
        own = [day for day in self.days if term.start <= day <= term.end]
        return Period(term.label, own[0], own[-1]) if own else None


def gather_facts(school: School, policy: Policy, on: date | None) -> Facts:
    """Gather what the requirements of a regulation are judged by."""
    records = build_records(school.tables, policy)
    tables = {**school.tables, RECORDS: records}
    plan = tuple(_activities(school, on))
    days = tuple(sorted(_days(school, plan, on)))
    evidence = {
        (name, words): happened(
            list_pieces(tables, policy.rules, name, school.school_year, words), on
        )
        for name, words in _wanted(policy)
    }
    return Facts(
        tables,
        policy,
        school.school_year,
        on,
        list_people(school.tables["roster"]),
        silent_columns(school.tables["roster"]),
        plan,
        tuple(_meetings(school, on)),
        days,
        frozenset(_recorded(days, plan, evidence)),
        evidence,
        {
            name: list_years(tables, policy.rules, name, school.school_year)
            for name in _remembered(policy)
        },
        _ahead(school, plan),
        _missed(records, plan) if policy.attendance.made_up_earns else {},
    )


def _wanted(policy: Policy) -> set[Evidence]:
    asked: set[Evidence] = {(one.measure, one.words) for one in policy.requirements}
    return asked | {(col.UNEXCUSED_ABSENCES, ())}


def _remembered(policy: Policy) -> set[str]:
    """Name the measures of which earlier years may be asked."""
    return {one.measure for one in policy.requirements if one.per in ("stage", "cycle")}


def _activities(school: School, on: date | None) -> Iterator[Activity]:
    attended = set(school.tables["attendance"][col.ACTIVITY_ID])
    for row in school.tables["plan"].to_dict("records"):
        said: dict[str, Any] = {str(k): None if pd.isna(v) else v for k, v in row.items()}
        span = _planned(said, school.school_year)
        held = said[col.ACTIVITY_ID] in attended
        if on is not None:
            held = span.end < on or (held and span.start <= on)
        yield Activity(
            said[col.ACTIVITY_ID],
            said[col.TITLE] or "",
            said[col.HOURS] or 0,
            said[col.REQUIRED] is None or bool(said[col.REQUIRED]),
            "、".join(filter(None, (said[col.TITLE], said[col.FORM], said[col.TOPIC]))),
            frozenset((said[col.AUDIENCE] or EVERYBODY).split("、")),
            span,
            held,
        )


def _planned(said: Mapping[str, Any], year: str) -> Period:
    """Say within which days an activity is planned: its date, month or term, else the school year."""
    first = school_year(year).start
    if said[col.DATE] is not None:
        return not_before(Period("", said[col.DATE].date(), said[col.DATE].date()), first)
    if said[col.MONTH] is not None:
        return not_before(month(said[col.MONTH]), first)
    return terms(year)[said[col.TERM] - 1] if said[col.TERM] else school_year(year)


def _meetings(school: School, on: date | None) -> Iterator[Meeting]:
    wanted = [col.GROUP, col.PREP_GROUP, col.DATE, col.FORM, col.TOPIC]
    meetings: Any = school.tables["group_meetings"].reindex(columns=wanted)
    blank = meetings.astype("object").where(meetings.notna(), None)
    for group, prep_group, day, form, topic in blank.itertuples(index=False, name=None):
        if day is not None and (on is None or day.date() <= on):
            words = "、".join(filter(None, (form, topic)))
            yield Meeting(group or "", prep_group or "", day.date(), words)


def _days(school: School, plan: Iterable[Activity], on: date | None) -> set[date]:
    tables = (school.tables[name] for name in ("attendance", "practice", "group_meetings"))
    dated = {day.date() for table in tables for day in table[col.DATE].dropna()}
    dated |= {one.span.start for one in plan if one.held and one.span.start == one.span.end}
    return {day for day in dated if on is None or day <= on}


def _recorded(
    days: Iterable[date], plan: Iterable[Activity], evidence: Mapping[Evidence, Pieces]
) -> Iterator[date]:
    yield from days
    held = (one.span for one in plan if one.held)
    done = (pieces for (name, _), pieces in evidence.items() if name != col.PLANNED_ACTIVITIES)
    shown = (one.span for pieces in done for own in pieces.values() for one in own)
    for span in (*held, *shown):
        if span is not None:
            yield from (span.start, span.end)


def _ahead(school: School, plan: Iterable[Activity]) -> Mapping[str, Sequence[Activity]]:
    """List what each teacher may still attend, soonest first; optional activities included."""
    coming = {one.activity_id: one for one in sorted(plan, key=_end) if not one.held}
    pairs = pair_audiences(school.tables["roster"], school.tables["plan"])
    ahead: dict[str, list[Activity]] = defaultdict(list)
    for teacher, activity in pairs.itertuples(index=False, name=None):
        if activity in coming:
            ahead[teacher].append(coming[activity])
    return {teacher: sorted(own, key=_end) for teacher, own in ahead.items()}


def _missed(records: pd.DataFrame, plan: Iterable[Activity]) -> Mapping[str, Sequence[Activity]]:
    held = {one.activity_id: one for one in plan if one.held}
    idle = (records[col.EARNED] == 0) & (records[col.STATUS] != UNRECORDED)
    missed: dict[str, list[Activity]] = defaultdict(list)
    rows = records[idle & ~records[col.MADE_UP]][[col.TEACHER_ID, col.ACTIVITY_ID, col.HOURS]]
    for teacher, activity, hours in rows.itertuples(index=False, name=None):
        if activity in held:
            missed[teacher].append(replace(held[activity], hours=hours))
    return missed


def _overlap(span: Period, period: Period) -> bool:
    return span.start <= period.end and period.start <= span.end


def _end(activity: Activity) -> tuple[date, date, str]:
    return activity.span.end, activity.span.start, activity.activity_id


_SOURCES: Mapping[str, tuple[str, ...]] = {
    RECORDS: ("attendance", "plan"),
    "hours": ("attendance", "plan", "history"),
    "all_hours": ("attendance", "plan", "history", "external"),
    "open_lessons": ("practice", "participation"),
}
"""The tables that may hold rows of a measure, where they are not just its own."""
