"""The periods that a requirement is asked for: terms, the year, a teacher's own year, a cycle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from xiaoben_analytics.calendar import Period, school_year, school_year_of, stage_of, terms
from xiaoben_analytics.errors import PolicyError
from xiaoben_analytics.policy import Policy, Requirement
from xiaoben_analytics.policy.requirements import Cycle
from xiaoben_analytics.requirements.facts import Facts
from xiaoben_analytics.requirements.people import Meant, Person
from xiaoben_analytics.requirements.pieces import FIRST_MONTH, SUMMER


def list_periods(requirement: Requirement, facts: Facts, person: Person | None) -> list[Period]:
    """List the periods of the school year in which something is asked of somebody.

    A teacher's own years are counted from the day of joining: the one asked for, else those that
    the school year has a part in; where that day is unknown, the school year stands in.
    """
    match requirement.per:
        case "term":
            return list(terms(facts.year))
        case "cycle":
            return [_cycle(requirement, facts)]
        case "stage":
            return list(_stages(requirement, facts.school_year, person))
        case _:
            return [facts.school_year]


def outside_programme(person: Person, facts: Facts) -> Meant | None:
    """Say why none of the years since joining is asked of a teacher any more, or not yet."""
    if person.joined is None:
        return None
    if facts.on is not None and person.joined > facts.on:
        return Meant(applies=False, reason=f"{person.joined} 入职，截至 {facts.on} 还没有入职")
    asked = (one.who.stage or 0 for one in facts.policy.requirements if one.per == "stage")
    last = max(asked, default=0)
    if last and stage_of(person.joined, last).end < facts.school_year.start:
        end = stage_of(person.joined, last).end
        return Meant(applies=False, reason=f"{person.joined} 入职，{last} 年已于 {end} 期满")
    return None


def goes_on(period: Period, facts: Facts) -> bool:
    """Tell whether a period lasts beyond the school year."""
    return period.end > facts.school_year.end


def joined_late(period: Period, person: Person) -> bool:
    """Tell whether somebody joined more than a month after a period began."""
    return person.joined is not None and person.joined > period.start + FIRST_MONTH


def unseen_years(period: Period, requirement: Requirement, facts: Facts, teacher: str) -> list[str]:
    """Name the earlier school years of a period of which nothing is recorded.

    Of a teacher if one is named, else of anybody.
    """
    seen = facts.years_seen(requirement, teacher)
    return [year for year in _years(period.start + SUMMER, facts) if year not in seen]


def _years(start: date, facts: Facts) -> Iterator[str]:
    """Yield the school years from a day's to the one before the present."""
    for first in range(int(school_year_of(start)[:4]), int(facts.year[:4])):
        yield f"{first}-{first + 1}"


def _stages(requirement: Requirement, year: Period, person: Person | None) -> Iterator[Period]:
    wanted = requirement.who.stage
    if person is None or person.joined is None or person.joined > year.end:
        yield Period(f"入职第 {wanted} 年" if wanted else year.label, year.start, year.end)
    elif wanted:
        yield stage_of(person.joined, wanted)
    else:
        first = max(year.start.year - person.joined.year, 1)
        own = (stage_of(person.joined, number) for number in range(first, first + 3))
        yield from (one for one in own if one.start <= year.end and year.start <= one.end)


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
