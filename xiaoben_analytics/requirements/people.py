"""Who is on the roster, and whether a requirement is for them; every answer has its reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.calendar import Period, stage_of, years_between
from xiaoben_analytics.policy import Who
from xiaoben_analytics.tables import ON_DUTY


@dataclass(frozen=True)
class Person:
    """One teacher of the roster; what it does not say is None or empty. `words` are kinds of teacher."""

    teacher_id: str
    name: str
    group: str
    prep_group: str
    words: str
    born: date | None
    joined: date | None
    state: str


@dataclass(frozen=True)
class Meant:
    """Whether a requirement is for somebody, and why; None where the roster does not say."""

    applies: bool | None
    reason: str


def list_people(roster: pd.DataFrame) -> tuple[Person, ...]:
    """List the roster's teachers in the order of their ids."""
    rows = roster.reindex(columns=list(_COLUMNS)).sort_values(col.TEACHER_ID)
    return tuple(_person(row) for row in rows.to_dict("records"))


def silent_columns(roster: pd.DataFrame) -> frozenset[str]:
    """Name the columns that the roster leaves blank for everybody, or does not have."""
    rows = roster.reindex(columns=list(_COLUMNS))
    return frozenset(name for name in _COLUMNS if rows[name].isna().all())


def is_assessed(person: Person, who: Who, period: Period, silent: Collection[str]) -> Meant:
    """Tell whether a requirement is for a teacher who is on duty by then (see `is_meant`)."""
    if person.state != ON_DUTY:
        return Meant(applies=False, reason=f"{person.state}，不参评")
    if person.joined is not None and person.joined > period.end:
        return Meant(applies=False, reason=f"{person.joined} 入职，晚于{period.label}")
    return is_meant(person, who, period, silent)


def is_meant(person: Person, who: Who, period: Period, silent: Collection[str]) -> Meant:
    """Tell whether a requirement is for such a teacher: no, if anything says no, before unknown."""
    found = list(_conditions(person, who, period, silent))
    for wanted in (False, None):
        told = [one.reason for one in found if one.applies is wanted]
        if told:
            return Meant(wanted, told[0])
    return Meant(applies=True, reason="，".join(one.reason for one in found))


def _person(row: Mapping[Any, Any]) -> Person:
    said: dict[Any, Any] = {name: None if pd.isna(value) else value for name, value in row.items()}
    kinds = (said[col.CATEGORY], said[col.RATING])
    return Person(
        said[col.TEACHER_ID],
        said[col.NAME] or "",
        said[col.GROUP] or "",
        said[col.PREP_GROUP] or "",
        "、".join(filter(None, kinds)),
        said[col.BIRTH_DATE] and said[col.BIRTH_DATE].date(),
        said[col.JOIN_DATE] and said[col.JOIN_DATE].date(),
        said[col.STATE] or ON_DUTY,
    )


def _conditions(
    person: Person, who: Who, period: Period, silent: Collection[str]
) -> Iterator[Meant]:
    if who.categories:
        yield _has_category(person, who.categories, silent)
    if who.under is not None:
        yield _is_under(person, ceil(who.under.value), period)
    if who.stage is not None:
        yield _is_in_stage(person, who.stage, period)


def _has_category(person: Person, words: tuple[str, ...], silent: Collection[str]) -> Meant:
    if any(word in person.words for word in words):
        return Meant(applies=True, reason=person.words)
    if {col.CATEGORY, col.RATING} <= set(silent):
        return Meant(applies=None, reason="花名册没有教师类别和称号")
    own = f"教师类别为{person.words}" if person.words else "花名册没有写教师类别"
    return Meant(applies=False, reason=f"{own}，不是{'、'.join(words)}")


def _is_under(person: Person, age: int, period: Period) -> Meant:
    if person.born is None:
        return Meant(applies=None, reason="花名册没有出生日期")
    under = years_between(person.born, period.start) < age
    return Meant(under, f"{period.start} {'未满' if under else '已满'} {age} 岁")


def _is_in_stage(person: Person, stage: int, period: Period) -> Meant:
    if person.joined is None:
        return Meant(applies=None, reason="花名册没有入职日期")
    own = stage_of(person.joined, stage)
    spoken = f"{person.joined} 入职，第 {stage} 年为 {own.start} 至 {own.end}"
    return Meant(own.start <= period.middle <= own.end, spoken)


_COLUMNS = (
    col.TEACHER_ID,
    col.NAME,
    col.GROUP,
    col.PREP_GROUP,
    col.CATEGORY,
    col.RATING,
    col.BIRTH_DATE,
    col.JOIN_DATE,
    col.STATE,
)
