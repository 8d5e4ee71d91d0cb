"""The periods that a requirement is asked for: terms, the year, a teacher's own year, a cycle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from xiaoben_analytics.calendar import Period, anniversary, school_year, school_year_of, terms
from xiaoben_analytics.errors import PolicyError
from xiaoben_analytics.policy import Policy, Requirement
from xiaoben_analytics.policy.requirements import Cycle
from xiaoben_analytics.requirements.facts import Facts
from xiaoben_analytics.requirements.people import Person, stage_at

_HOLIDAY = timedelta(days=61)
"""Nothing is trained in summer: a year that begins or ends this near to the school year's is one."""


def list_periods(requirement: Requirement, facts: Facts, person: Person | None) -> list[Period]:
    """List the periods of the school year in which something is asked of somebody.

    A teacher's own year is the one in which the middle of the school year lies, for those who
    join later the first; where the date of joining is unknown, or another year is asked for, the
    school year stands in (it is then said that the requirement does not apply).
    """
    match requirement.per:
        case "term":
            return list(terms(facts.year))
        case "cycle":
            return [_cycle(requirement, facts)]
        case "stage":
            return [_stage(requirement, facts.school_year, person)]
        case _:
            return [facts.school_year]


def goes_on(period: Period, facts: Facts) -> bool:
    """Tell whether a period lasts beyond the school year."""
    return period.end - _HOLIDAY > facts.school_year.end


def unseen_years(period: Period, requirement: Requirement, facts: Facts) -> list[str]:
    """Name the earlier school years of a period in which nothing is recorded of anybody."""
    seen = facts.years_seen(requirement)
    return [year for year in _years(period.start + _HOLIDAY, facts) if year not in seen]


def _years(start: date, facts: Facts) -> Iterator[str]:
    """Yield the school years from a day's to the one before the present."""
    for first in range(int(school_year_of(start)[:4]), int(facts.year[:4])):
        yield f"{first}-{first + 1}"


def _stage(requirement: Requirement, year: Period, person: Person | None) -> Period:
    wanted = requirement.who.stage
    if person is None or person.joined is None or person.joined > year.end:
        return Period(f"入职第 {wanted} 年" if wanted else year.label, year.start, year.end)
    own = stage_at(person.joined, year.middle)
    start = anniversary(person.joined, own - 1)
    end = anniversary(person.joined, own) - timedelta(days=1)
    return Period(f"入职第 {wanted or own} 年", start, end)


def _cycle(requirement: Requirement, facts: Facts) -> Period:
    """Return the cycle that the school year lies in; an open one begins with what is recorded."""
    cycle = _stated(facts.policy, requirement)
    present = int(facts.year[:4])
    if cycle.first is not None:
        first = int(cycle.first[:4])
        first += max(present - first, 0) // cycle.years * cycle.years
    else:
        recorded = (int(year[:4]) for year in facts.years_seen(requirement))
        first = min((year for year in recorded if present - cycle.years < year), default=present)
        first = min(first, present)
    start = school_year(f"{first}-{first + 1}").start
    last = first + cycle.years
    label = f"{first}-{first + 1} 至 {last - 1}-{last} 学年"
    return Period(label, start, school_year(f"{last - 1}-{last}").end)


def _stated(policy: Policy, requirement: Requirement) -> Cycle:
    if policy.cycle is None:
        found = 'per = "cycle"，而办法没有 [cycle] 一节'
        raise PolicyError.invalid(
            f"requirements.{requirement.name}", found, "写明 [cycle] 的 years"
        )
    return policy.cycle
