"""Contradictions and gaps in a regulation: where, how it is read here, how else it might be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from xiaoben_analytics import columns as col
from xiaoben_analytics.checks.finding import Finding, OtherReading, place_of
from xiaoben_analytics.checks.tiers import check_tiers
from xiaoben_analytics.labels import hours
from xiaoben_analytics.measures import MEASURES
from xiaoben_analytics.policy import (
    Amount,
    AwardKind,
    Component,
    Item,
    Notes,
    Policy,
    Range,
    Requirement,
    present_readings,
)


def check_regulation(policy: Policy) -> tuple[Finding, ...]:
    """List what a regulation contradicts or leaves open; one that says everything has none.

    What the school has `decided` to read as it is read here is not listed.
    """
    of_scores = (*_OF_SCORES, _range_without_criteria, check_tiers)
    looks = (*_OF_ALL, *(of_scores if policy.components else (_range_without_criteria,)))
    found = (finding for look in looks for finding in look(policy))
    return tuple(one for one in found if one.key not in policy.decided)


def places_to_decide(policy: Policy) -> tuple[str, ...]:
    """List the places that no value can settle: the school decides to read them as they are read."""
    stated = policy.amended(present_readings(policy, criteria="……"))
    return tuple(dict.fromkeys(finding.key for finding in check_regulation(stated)))


def _said_differently(policy: Policy) -> Iterator[Finding]:
    """Find what regulations that apply at once say differently."""
    for one in policy.differences:
        others = (OtherReading(one.other, one.changes),) if one.other else ()
        yield Finding(policy.id, one.key, one.found, one.reading, others)


def _rule_without_source(policy: Policy) -> Iterator[Finding]:
    """Find a rule that does not say where it comes from."""
    for kind in ("requirements", "components", "gates", "slots", "honours", "clauses"):
        for rule in getattr(policy, kind):
            if not rule.source:
                found = f"“{getattr(rule, 'label', rule.name)}”没有写明出处"
                place = place_of(policy, f"{kind}.{rule.name}")
                yield Finding(*place, found, "照办法所写执行，出处待补（source）")


def _year_planned_below_the_minimum(policy: Policy) -> Iterator[Finding]:
    """Find a year of the cycle for which less is planned than every year must have."""
    for one in policy.requirements:
        for year, planned in enumerate(one.planned, start=1):
            if one.per == "year" and planned.value < one.at_least.value:
                found = (
                    f"第 {year} 学年只安排 {planned}，低于“{one.label}”的最低要求 {one.at_least}"
                )
                reading = f"每个学年都不少于 {one.at_least}，计划须补足"
                other = OtherReading(f"第 {year} 学年以安排的 {planned} 为准", {})
                yield Finding(*_of_planned(policy, one), found, reading, (other,))


def _planned_years_differ(policy: Policy) -> Iterator[Finding]:
    """Find a cycle for which more or fewer years are planned than it has."""
    for one in policy.requirements:
        if one.planned and policy.cycle and len(one.planned) != policy.cycle.years:
            found = f"安排了 {len(one.planned)} 个学年，而一个周期是 {policy.cycle.years} 个学年"
            reading = f"周期按 {policy.cycle.years} 个学年计"
            other = OtherReading(f"周期按 {len(one.planned)} 个学年计", {})
            yield Finding(*_of_planned(policy, one), found, reading, (other,))


def _planned_sum_differs(policy: Policy) -> Iterator[Finding]:
    """Find years that together are planned to give another amount than the cycle must have."""
    whole = {one.measure: one for one in policy.requirements if one.per == "cycle"}
    for one in policy.requirements:
        cycle = whole.get(one.measure) if one.planned else None
        planned = sum((amount.value for amount in one.planned), Fraction(0))
        if cycle and planned != cycle.at_least.value:
            shown = Amount(planned, one.at_least.unit)
            found = f"各学年安排合计 {shown}，与“{cycle.label}”的 {cycle.at_least} 不符"
            reading = f"以 {cycle.at_least} 为准"
            yield Finding(
                *_of_planned(policy, one), found, reading, (OtherReading(f"以 {shown} 为准", {}),)
            )


def _cycle_without_a_beginning(policy: Policy) -> Iterator[Finding]:
    """Find a cycle of which nobody says when it begins."""
    cycle = policy.cycle
    if cycle and not cycle.states("first"):
        found = f"没有写明 {cycle.years} 年的周期从哪一学年起算"
        other = OtherReading("从学校写明的学年起算（cycle.first）", {})
        yield Finding(
            *place_of(policy, "cycle.first", cycle), found, "从有记录的最早学年起算", (other,)
        )


def _grade_above_its_item(policy: Policy) -> Iterator[Finding]:
    """Find grades that give more points than the item or component has in which they are counted."""
    for component, item in _items(policy):
        counted = any(MEASURES[name].needs == "notes" for name in item.measures)
        if not counted or policy.notes is None or item.rule not in _OF_VALUE:
            continue
        most, where = _most(component, item)
        best = max((policy.notes.as_written or policy.notes.grades).values())
        if best > most:
            found = f"等级最高 {hours(best)} 分，而{where}只有 {hours(most)} 分"
            place = place_of(policy, "notes.grades", policy.notes)
            yield Finding(*place, found, *_readings_of_grades(policy.notes, most))


def _readings_of_grades(notes: Notes, most: int) -> tuple[str, tuple[OtherReading, ...]]:
    """Say how grades above the most are read, and how else: capped, or in proportion."""
    written, whole = notes.as_written or notes.grades, hours(most)
    ways = {
        f"按 {_listed(written)} 计，超过 {whole} 分的计 {whole} 分": written,
        f"按比例折算为 {_listed(_scaled(written, most))}": _scaled(written, most),
    }
    here = [text for text, grades in ways.items() if grades.items() <= notes.grades.items()]
    others = (
        OtherReading(text, {"notes": {"grades": _amounts(grades)}})
        for text, grades in ways.items()
        if text not in here
    )
    return (here or [f"按 {_listed(notes.grades)} 计"])[0], tuple(others)


def _prize_above_its_item(policy: Policy) -> Iterator[Finding]:
    """Find first prizes that give more points than the item or component they are counted in."""
    for component, item in _items(policy):
        most, where = _most(component, item)
        counted = [name for name in item.measures if name in _PRIZES]
        for name in counted if item.rule in _OF_VALUE else ():
            rules, kind = policy.rules["awards"], _PRIZES[name]
            rule: AwardKind = getattr(rules, kind)
            best = max(rule.first.values(), default=0)
            if best > most:
                whole, first = hours(most), _scaled(rule.first, most)
                own = {"first": _amounts(first), "step": hours(rule.step * most // best)}
                scaled = OtherReading(f"按比例折算为 {_listed(first)}", {"awards": {kind: own}})
                found = f"{rule.category}最高 {hours(best)} 分，而{where}只有 {whole} 分"
                place = place_of(policy, f"awards.{kind}.first", rules)
                yield Finding(*place, found, f"超过 {whole} 分的计 {whole} 分", (scaled,))


def _items_do_not_fit(policy: Policy) -> Iterator[Finding]:
    """Find a component whose items add up to another number of points than its own."""
    for component in policy.components:
        points = [item.points for item in component.items]
        added = sum(filter(None, points))
        if added > component.points or (None not in points and added < component.points):
            shown, own = hours(added), hours(component.points)
            found = f"“{component.label}”满分 {own} 分，各部分合计 {shown} 分"
            reading = f"最高 {hours(min(added, component.points))} 分"
            changes = _of_component(component, points=shown)
            place = place_of(policy, f"components.{component.name}.points", component)
            yield Finding(*place, found, reading, (OtherReading(f"满分 {shown} 分", changes),))


def _total_open(policy: Policy) -> Iterator[Finding]:
    """Find a total that is not stated, or is not what the components add up to."""
    added = sum(component.highest for component in policy.components)
    shown, place = hours(added), place_of(policy, "total")
    if policy.total is None:
        found = f"没有写明总分；各项合计 {shown} 分"
        capped = OtherReading("总分封顶 100 分", {"total": 100})
        others = (capped,) if added > 10000 else ()
        yield Finding(*place, found, f"各项相加，最高 {shown} 分，不另封顶", others)
    elif policy.total != added:
        total = hours(policy.total)
        found = f"写明总分 {total} 分，而各项合计 {shown} 分"
        reading = f"总分封顶 {total} 分" if policy.total < added else f"最高只能得 {shown} 分"
        as_added = OtherReading(f"以各项合计 {shown} 分为准", {"total": shown})
        yield Finding(*place, found, reading, (as_added,) if added else ())


def _maximum_over_an_unstated_set(policy: Policy) -> Iterator[Finding]:
    """Find points in proportion to the highest, without saying among whom."""
    relative = {part.label: part for part, item in _items(policy) if item.rule == "proportional"}
    if relative and not policy.states("reference"):
        found = f"“{'”“'.join(relative)}”按最高者折算，没有写明最高者在哪些人中取"
        others = (
            OtherReading("花名册上的全体教师（含不参评的）", {"reference": "roster"}),
            OtherReading("本教研组参评教师中的最高者", {"reference": "group"}),
        )
        yield Finding(
            *place_of(policy, "reference", *relative.values()), found, "参评教师中的最高者", others
        )


def _highest_of_each_or_of_all(policy: Policy) -> Iterator[Finding]:
    """Find measures of which only the highest counts, added up in one item.

    A regulation that has an item for each of them says that they are added up.
    """
    for component, item in _items(policy):
        each = [MEASURES[name] for name in item.measures]
        highest = len(each) > 1 and all(measure.reduction == "max" for measure in each)
        if item.rule == "sum" and highest:
            labels = "、".join(measure.label for measure in each)
            items = [_written(one, highest=one is item) for one in component.items]
            changes = _of_component(component, items=items)
            place = place_of(policy, f"components.{component.name}.items", component)
            found = f"{labels}都只计最高一项，没有写明几类之间是相加还是再取最高"
            other = OtherReading("几类合在一起只取最高一项", changes)
            reading = "各取最高后相加（办法中把各类分开写明即可）"
            yield Finding(*place, found, reading, (other,))


def _range_without_criteria(policy: Policy) -> Iterator[Finding]:
    """Find an amount that somebody chooses within a range, without saying by what."""
    taken_from = [MEASURES[name] for name in policy.measures]
    used = {measure.needs for measure in taken_from if measure.scale > 1}  # counts take no amounts
    for section, rule in policy.rules.items():
        ranges = {name: value for name, value in rule or () if isinstance(value, Range)}
        for key, allowed in ranges.items():
            settled = allowed.criteria or allowed.low == allowed.high or allowed.taken != "given"
            if settled or section not in used:
                continue
            others = tuple(
                OtherReading(f"一律按 {hours(end)} 计", {section: {key: {"taken": taken}}})
                for taken, end in (("low", allowed.low), ("high", allowed.high))
            )
            told = f"（{rule.text.rstrip('。')}）" if rule.text else ""
            found = f"{allowed} 之间由人酌定，没有写明标准{told}"
            reading = "以登记的为准，超出范围的不计"
            yield Finding(*place_of(policy, f"{section}.{key}", rule), found, reading, others)


_OF_VALUE = ("average", "sum", "highest")
"""Rules that give the points that a measure is worth."""

_PRIZES = {col.CONTEST_POINTS: "contest", col.COMPETITION_POINTS: "competition"}
"""Where it is written what a measure of awards is worth at best."""

_OF_ALL = (
    _said_differently,
    _rule_without_source,
    _year_planned_below_the_minimum,
    _planned_years_differ,
    _planned_sum_differs,
    _cycle_without_a_beginning,
)
"""What any regulation may contradict."""

_OF_SCORES = (
    _grade_above_its_item,
    _prize_above_its_item,
    _items_do_not_fit,
    _total_open,
    _maximum_over_an_unstated_set,
    _highest_of_each_or_of_all,
)
"""What one that scores may contradict besides."""


def _of_planned(policy: Policy, requirement: Requirement) -> tuple[str, str]:
    return place_of(policy, f"requirements.{requirement.name}.planned", requirement)


def _items(policy: Policy) -> Iterator[tuple[Component, Item]]:
    for component in policy.components:
        for item in component.items:
            yield component, item


def _most(component: Component, item: Item) -> tuple[int, str]:
    """Return the most that an item can give, and whose maximum that is."""
    if item.points is not None and item.points <= component.points:
        return item.points, f"“{component.label}”中的这一项满分"
    return component.points, f"“{component.label}”的满分"


def _scaled(points: Mapping[str, int], most: int) -> dict[str, int]:
    """Bring points down in proportion, so that the best has the most that it can have."""
    best = max(points.values())
    return {name: one * most // best for name, one in points.items()}


def _amounts(points: Mapping[str, int]) -> dict[str, str]:
    return {name: hours(one) for name, one in points.items()}


def _listed(grades: Mapping[str, int]) -> str:
    """Write grades as a regulation does: 优秀/良好 10/9 分."""
    return f"{'/'.join(grades)} {'/'.join(hours(points) for points in grades.values())} 分"


def _of_component(component: Component, **changes: object) -> dict[str, Any]:
    return {"components": [{"name": component.name, **changes}]}


def _written(item: Item, *, highest: bool) -> dict[str, Any]:
    """Write an item as its file would, with the rule that only the highest counts if wanted."""
    points = {} if item.points is None else {"points": hours(item.points)}
    rule = "highest" if highest else item.rule
    return {"rule": rule, "measures": list(item.measures), **points}
