"""The calendar of groups: meetings planned by the regulation's slots against meetings held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.calendar import Period, is_working_day, month
from xiaoben_analytics.labels import reading_order
from xiaoben_analytics.policy import Slot
from xiaoben_analytics.policy.requirements import WEEKDAYS
from xiaoben_analytics.requirements.facts import Facts
from xiaoben_analytics.requirements.model import (
    MET,
    SHORT,
    UNDECIDED,
    UNDER_WAY,
    typed_frame,
)
from xiaoben_analytics.requirements.weeks import STEPS, teaching_spans

PREPARATION_GROUPS = "备课组"

Company = tuple[str, str]
"""A group and, of its preparation groups, one or none ("")."""


@dataclass(frozen=True)
class Kept:
    """A slot in a week, two or a month: how often it is due, on which `days`, and when it was met."""

    span: Period
    days: tuple[date, ...]
    due: int
    met: tuple[date, ...]

    @property
    def missed(self) -> int:
        return self.due - len(self.met)

    @property
    def moved(self) -> tuple[date, ...]:
        return tuple(day for day in self.met if day not in self.days)


def compare_slots(facts: Facts) -> pd.DataFrame:
    """Compare what each group should have held with what it held, slot by slot.

    A slot is planned in every teaching week (two, or month) of its months whose weekday is worked,
    public holidays left out: in a month, as often as it has such days, but not more than is asked.
    A meeting on another day of the same week (two, or month) counts as held. What may still be
    held is not missed, and nothing is met before the months are over.

    Returns
    -------
    pd.DataFrame
        group prep_group slot verdict planned held moved (how many of those held) missed (how
        many) reason (the dates of both).
    """
    rows = (
        _row(slot, company, facts)
        for slot in facts.policy.slots
        for company in _companies(slot, facts)
    )
    return typed_frame(rows, _COLUMNS)


def _companies(slot: Slot, facts: Facts) -> Sequence[Company]:
    """List whom a slot is for: the group of its name, or every preparation group there is."""
    if slot.name != PREPARATION_GROUPS:
        groups = {person.group for person in facts.people}
        return [(slot.name if slot.name in groups else _called(slot.name, groups), "")]
    roster = {(person.group, person.prep_group) for person in facts.people}
    met = {(meeting.group, meeting.prep_group) for meeting in facts.meetings}
    found = {one for one in roster | met if one[1]}
    return sorted(found, key=lambda one: (reading_order(one[0]), reading_order(one[1])))


def _called(name: str, groups: set[str]) -> str:
    """Find a group that the regulation names without the word for group, or with it."""
    short = name.removesuffix("组")
    return next((one for one in sorted(groups) if one.removesuffix("组") == short), name)


def _row(slot: Slot, company: Company, facts: Facts) -> dict[str, Any]:
    own = dict(zip((col.GROUP, col.PREP_GROUP), company, strict=True))
    own[col.SLOT] = slot.when
    unknown = _unknown(company, facts)
    if unknown:
        return {**own, col.VERDICT: UNDECIDED, col.REASON: unknown}
    kept, is_open = list(_kept(slot, company, facts)), facts.is_open(_months(slot, facts))
    if kept:
        return own | _counted(slot, kept, is_open=is_open)
    if is_open:
        return {**own, col.VERDICT: UNDER_WAY, col.REASON: "还没有到应开展的时候"}
    told = "没有带日期的记录，无从确定教学周"
    return {**own, col.VERDICT: UNDECIDED, col.REASON: told}


def _unknown(company: Company, facts: Facts) -> str:
    """Say what is missing to tell whether a group met; "" if nothing is."""
    if company[0] not in _groups(facts):
        return "花名册中没有这个组"
    if not facts.meetings:
        return "没有读到《教研活动》，无从判断"
    if company[1] and not any(one.prep_group for one in facts.meetings):
        return "《教研活动》没有写明备课组，无从判断"
    return ""


def _groups(facts: Facts) -> set[str]:
    return {one.group for one in facts.people} | {one.group for one in facts.meetings}


def _counted(slot: Slot, kept: Sequence[Kept], *, is_open: bool) -> dict[str, Any]:
    due, held = sum(one.due for one in kept), sum(len(one.met) for one in kept)
    moved = [_moved(slot, one) for one in kept if one.moved]
    missed = [_missed(slot, one) for one in kept if one.missed]
    said = [f"应开展 {due} 次，已开展 {held} 次"]
    said += [f"改期：{'、'.join(moved)}"] if moved else []
    said += [f"没有开展：{'、'.join(missed)}"] if missed else []
    said += ["至今都开展了"] if is_open and not missed else []
    return {
        col.VERDICT: SHORT if missed else UNDER_WAY if is_open else MET,
        col.PLANNED: due,
        col.HELD: held,
        col.MOVED: sum(len(one.moved) for one in kept),
        col.MISSED: due - held,
        col.REASON: "；".join(said),
    }


def _moved(slot: Slot, kept: Kept) -> str:
    days = "、".join(map(str, kept.moved))
    if slot.every == "week":
        return f"{_named(slot, kept)} 改到 {days}"
    return f"{_named(slot, kept)} 改在 {days}"


def _missed(slot: Slot, kept: Kept) -> str:
    counts = f"（应 {kept.due} 次，开展 {len(kept.met)} 次）" if slot.every == "month" else ""
    return f"{_named(slot, kept)}{counts}"


def _named(slot: Slot, kept: Kept) -> str:
    """Name what a slot was due in: its day where it has one, else the week, the two, or the month."""
    if slot.every == "month":
        return kept.span.label
    if slot.every == "two_weeks":
        return f"{kept.span.start} 起的两周"
    return str(kept.days[0]) if slot.weekday else f"{kept.span.start} 起的一周"


def _kept(slot: Slot, company: Company, facts: Facts) -> Iterator[Kept]:
    """Yield when a slot was due, and on which days it was met; of what is not over, only these."""
    own = (one for one in facts.meetings if (one.group, one.prep_group) == company)
    held = sorted({one.day for one in own})
    for span, days in _spans(slot, facts):
        within = [day for day in held if span.start <= day <= span.end]
        on_time = [day for day in within if day in days]
        moved = [day for day in within if day not in days]
        due = min(slot.times, len(days))
        met = tuple([*on_time, *moved][:due])
        if facts.on is not None and facts.on < span.end:
            due = len(met)
        if due:
            yield Kept(span, days, due, met)


def _spans(slot: Slot, facts: Facts) -> Iterator[tuple[Period, tuple[date, ...]]]:
    """Yield the weeks (twos, or months) in which a slot is due, and the days that it may fall on."""
    taught = teaching_spans(facts, facts.school_year, STEPS.get(slot.every, 1))
    weekly = [(span, tuple(_slot_days(slot, span))) for span in taught]
    if slot.every == "month":
        days = sorted(day for _, own in weekly for day in own)
        by_month = groupby(days, key=lambda day: f"{day:%Y-%m}")
        yield from ((month(label), tuple(own)) for label, own in by_month)
    else:
        yield from ((span, days) for span, days in weekly if days)


def _months(slot: Slot, facts: Facts) -> Period:
    """Return the days from the first to the last month of a slot."""
    first, *_, last = [*slot.months_in_order, slot.months_in_order[-1]]
    start, end = (month(f"{_year(number, facts)}-{number:02d}") for number in (first, last))
    return Period("", start.start, end.end)


def _year(number: int, facts: Facts) -> int:
    return facts.school_year.start.year + (number < facts.school_year.start.month)


def _slot_days(slot: Slot, span: Period) -> Iterator[date]:
    """Yield the days of a week (or two) that a slot may fall on: its weekday, if it is worked."""
    for number in range((span.end - span.start).days + 1):
        day = span.start + timedelta(days=number)
        weekday = day.weekday()
        fits = weekday < 5 if slot.weekday is None else weekday == WEEKDAYS.index(slot.weekday)
        if fits and day.month in slot.months and is_working_day(day):
            yield day


_COLUMNS = {
    col.GROUP: "text",
    col.PREP_GROUP: "text",
    col.SLOT: "text",
    col.VERDICT: "text",
    col.PLANNED: "term",
    col.HELD: "term",
    col.MOVED: "term",
    col.MISSED: "term",
    col.REASON: "text",
}
