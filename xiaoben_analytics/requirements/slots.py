"""The calendar of groups: meetings planned by the regulation's slots against meetings held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.calendar import Period, is_working_day
from xiaoben_analytics.labels import reading_order
from xiaoben_analytics.policy import Slot
from xiaoben_analytics.policy.requirements import WEEKDAYS
from xiaoben_analytics.requirements.facts import Facts
from xiaoben_analytics.requirements.model import MET, SHORT, UNDECIDED, typed_frame
from xiaoben_analytics.requirements.weeks import STEPS, teaching_spans

PREPARATION_GROUPS = "备课组"

Company = tuple[str, str]
"""A group and, of its preparation groups, one or none ("")."""


@dataclass(frozen=True)
class Kept:
    """A slot in one week or two: the days it may fall on, and the day the group met, if it did."""

    days: tuple[date, ...]
    met: date | None

    @property
    def is_moved(self) -> bool:
        return self.met is not None and self.met not in self.days


def compare_slots(facts: Facts) -> pd.DataFrame:
    """Compare what each group should have held with what it held, slot by slot.

    A slot is planned in every teaching week (or two) of its months whose weekday is worked;
    public holidays are left out. A meeting on another day of the same week counts as held.

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
    own[col.SLOT] = _described(slot)
    kept = list(_kept(slot, company, facts))
    unknown = _unknown(company, facts) or ("" if kept else "没有带日期的记录，无从确定教学周")
    if unknown:
        return {**own, col.VERDICT: UNDECIDED, col.REASON: unknown}
    return own | _counted(kept)


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


def _counted(kept: Sequence[Kept]) -> dict[str, Any]:
    missed = [one for one in kept if one.met is None]
    moved = [one for one in kept if one.is_moved]
    said = [f"应开展 {len(kept)} 次，已开展 {len(kept) - len(missed)} 次"]
    if moved:
        said.append("改期：" + "、".join(f"{one.days[0]} 改到 {one.met}" for one in moved))
    if missed:
        said.append("没有开展：" + "、".join(str(one.days[0]) for one in missed))
    return {
        col.VERDICT: SHORT if missed else MET,
        col.PLANNED: len(kept),
        col.HELD: len(kept) - len(missed),
        col.MOVED: len(moved),
        col.MISSED: len(missed),
        col.REASON: "；".join(said),
    }


def _kept(slot: Slot, company: Company, facts: Facts) -> Iterator[Kept]:
    own = (one for one in facts.meetings if (one.group, one.prep_group) == company)
    held = sorted(one.day for one in own)
    for span in teaching_spans(facts, facts.school_year, STEPS[slot.every]):
        days = tuple(_slot_days(slot, span))
        if not days or (facts.on is not None and days[-1] > facts.on):
            continue
        met = [day for day in held if span.start <= day <= span.end]
        on_time = [day for day in met if day in days]
        yield Kept(days, next(iter([*on_time, *met]), None))


def _slot_days(slot: Slot, span: Period) -> Iterator[date]:
    """Yield the days of a week (or two) that a slot may fall on: its weekday, if it is worked."""
    for number in range((span.end - span.start).days + 1):
        day = span.start + timedelta(days=number)
        weekday = day.weekday()
        fits = weekday < 5 if slot.weekday is None else weekday == WEEKDAYS.index(slot.weekday)
        if fits and day.month in slot.months and is_working_day(day):
            yield day


def _described(slot: Slot) -> str:
    every = {"week": "每周", "two_weeks": "每两周"}[slot.every]
    return f"{every}{slot.weekday or '一次'}"


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
