"""Contradictions and gaps in a regulation: where, how it is read here, how else it might be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from xiaoben_analytics.labels import hours
from xiaoben_analytics.measures import MEASURES
from xiaoben_analytics.policy import Component, Item, Policy, Range, Requirement, Sourced

ROUNDINGS = {
    "half_up": "累计线四舍五入",
    "floor": "累计线舍去小数（不超过）",
    "largest_remainder": "各档舍去小数后，余下名额给小数最大的档（最大余数法）",
    "sainte_lague": "名额逐个给商最大的档（圣拉古法）",
}
TIES = {
    "break": "同分时依次比较各项，仍相同则同进较高等级",
    "up": "同分都进较高等级",
    "down": "同分都进较低等级",
}


@dataclass(frozen=True)
class OtherReading:
    """Another way to read it, and what would be written for it (see `Policy.amended`).

    Without `changes` nothing that is scored depends on it.
    """

    text: str
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class Finding:
    """A contradiction or gap: the clause and the key where it is, and how it is read here."""

    place: str
    finding: str
    reading: str
    other_readings: tuple[OtherReading, ...] = ()


def check_regulation(policy: Policy) -> tuple[Finding, ...]:
    """List what a regulation contradicts or leaves open; one that says everything has none."""
    looks = (*_OF_ALL, *(_OF_SCORES if policy.components else ()))
    return tuple(finding for look in looks for finding in look(policy))


def _rule_without_source(policy: Policy) -> Iterator[Finding]:
    """Find a rule that does not say where it comes from."""
    for kind in ("requirements", "components", "gates", "slots", "honours"):
        for rule in getattr(policy, kind):
            if not rule.source:
                found = f"“{getattr(rule, 'label', rule.name)}”没有写明出处"
                place = _place(policy, f"{kind}.{rule.name}")
                yield Finding(place, found, "照办法所写执行，出处待补（source）")


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
                yield Finding(_of_planned(policy, one), found, reading, (other,))


def _planned_years_differ(policy: Policy) -> Iterator[Finding]:
    """Find a cycle for which more or fewer years are planned than it has."""
    for one in policy.requirements:
        if one.planned and policy.cycle and len(one.planned) != policy.cycle.years:
            found = f"安排了 {len(one.planned)} 个学年，而一个周期是 {policy.cycle.years} 个学年"
            reading = f"周期按 {policy.cycle.years} 个学年计"
            other = OtherReading(f"周期按 {len(one.planned)} 个学年计", {})
            yield Finding(_of_planned(policy, one), found, reading, (other,))


def _planned_sum_differs(policy: Policy) -> Iterator[Finding]:
    """Find years that together are planned to give another amount than the cycle must have."""
    whole = {one.measure: one for one in policy.requirements if one.per == "cycle"}
    for one in policy.requirements:
        cycle = whole.get(one.measure) if one.planned else None
        planned = sum(amount.value for amount in one.planned)
        if cycle and planned != cycle.at_least.value:
            shown = f"{hours(int(planned * 100))} {one.at_least.unit}"
            found = f"各学年安排合计 {shown}，与“{cycle.label}”的 {cycle.at_least} 不符"
            reading = f"以 {cycle.at_least} 为准"
            yield Finding(
                _of_planned(policy, one), found, reading, (OtherReading(f"以 {shown} 为准", {}),)
            )


def _cycle_without_a_beginning(policy: Policy) -> Iterator[Finding]:
    """Find a cycle of which nobody says when it begins."""
    cycle = policy.cycle
    if cycle and not cycle.states("first"):
        found = f"没有写明 {cycle.years} 年的周期从哪一学年起算"
        other = OtherReading("从学校写明的学年起算（cycle.first）", {})
        yield Finding(
            _place(policy, "cycle.first", cycle), found, "从有记录的最早学年起算", (other,)
        )


def _grade_above_its_item(policy: Policy) -> Iterator[Finding]:
    """Find grades that give more points than the item has in which they are counted."""
    for component, item in _items(policy):
        counted = any(MEASURES[name].needs == "notes" for name in item.measures)
        if not counted or policy.notes is None or item.points is None:
            continue
        written = policy.notes.as_written or policy.notes.grades
        best = max(written.values())
        if best > item.points:
            whole = hours(item.points)
            scaled = {grade: points * item.points // best for grade, points in written.items()}
            ways = {
                f"按比例折算为 {_listed(policy.notes.grades)}": policy.notes.grades,
                f"按 {_listed(written)} 计，超过 {whole} 分的计 {whole} 分": written,
                f"按比例折算为 {_listed(scaled)}": scaled,
            }
            reading, other = list(ways)[:2] if policy.notes.as_written else list(ways)[1:]
            grades = {grade: hours(points) for grade, points in ways[other].items()}
            found = f"等级最高 {hours(best)} 分，而“{component.label}”中的这一项满分只有 {whole} 分"
            place = _place(policy, "notes.grades", policy.notes)
            yield Finding(
                place, found, reading, (OtherReading(other, {"notes": {"grades": grades}}),)
            )


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
            place = _place(policy, f"components.{component.name}.points", component)
            yield Finding(place, found, reading, (OtherReading(f"满分 {shown} 分", changes),))


def _total_open(policy: Policy) -> Iterator[Finding]:
    """Find a total that is not stated, or is not what the components add up to."""
    added = sum(component.highest for component in policy.components)
    shown, place = hours(added), _place(policy, "total")
    if policy.total is None:
        found = f"没有写明总分；各项合计 {shown} 分"
        capped = OtherReading("总分封顶 100 分", {"total": 100})
        others = (capped,) if added > 10000 else ()
        yield Finding(place, found, f"各项相加，最高 {shown} 分，不另封顶", others)
    elif policy.total != added:
        total = hours(policy.total)
        found = f"写明总分 {total} 分，而各项合计 {shown} 分"
        reading = f"总分封顶 {total} 分" if policy.total < added else f"最高只能得 {shown} 分"
        other = OtherReading(f"以各项合计 {shown} 分为准", {"total": shown})
        yield Finding(place, found, reading, (other,))


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
            _place(policy, "reference", *relative.values()), found, "参评教师中的最高者", others
        )


def _highest_of_each_or_of_all(policy: Policy) -> Iterator[Finding]:
    """Find several measures of which only the highest counts, added up by a decision of the reader."""
    for component, item in _items(policy):
        each = [MEASURES[name] for name in item.measures]
        highest = len(each) > 1 and all(measure.reduction == "max" for measure in each)
        if component.decision and item.rule == "sum" and highest:
            labels = "、".join(measure.label for measure in each)
            items = [_written(one, highest=one is item) for one in component.items]
            changes = _of_component(component, items=items)
            place = _place(policy, f"components.{component.name}.items", component)
            found = f"{labels}都只计最高一项，没有写明几类之间是相加还是再取最高"
            other = OtherReading("几类合在一起只取最高一项", changes)
            yield Finding(place, found, "各取最高后相加", (other,))


def _range_without_criteria(policy: Policy) -> Iterator[Finding]:
    """Find an amount that somebody chooses within a range, without saying by what."""
    for section, rule in policy.rules.items():
        ranges = {name: value for name, value in rule or () if isinstance(value, Range)}
        for key, allowed in ranges.items():
            if allowed.criteria or allowed.low == allowed.high:
                continue
            others = tuple(
                OtherReading(f"一律按 {hours(end)} 计", {section: {key: {"taken": taken}}})
                for taken, end in (("low", allowed.low), ("high", allowed.high))
            )
            found = f"{allowed} 之间由人酌定，没有写明标准（{rule.text.rstrip('。')}）"
            reading = "以登记的为准，超出范围的不计"
            yield Finding(_place(policy, f"{section}.{key}", rule), found, reading, others)


def _tier_without_ratio(policy: Policy) -> Iterator[Finding]:
    """Find tiers that are announced but have no share."""
    tiers = policy.tiers
    divided = [level.name for level in tiers.levels]
    left = [name for name in tiers.announced if name not in divided]
    if left:
        found = f"宣布 {len(tiers.announced)} 个等级，只给出 {len(divided)} 个比例：{'、'.join(left)}没有比例"
        reading = f"{'、'.join(left)}不占比例，只由一票否决的条款产生"
        nobody = OtherReading(f"没有人列为{'、'.join(left)}，作废的照常排名", _RANKED)
        yield Finding(_place(policy, "tiers.levels", tiers), found, reading, (nobody,))


def _gated_without_tier(policy: Policy) -> Iterator[Finding]:
    """Find gates of which nobody says what tier they lead to."""
    if policy.gates and not policy.tiers.states("gated"):
        labels = "”“".join(gate.label for gate in policy.gates)
        found = f"没有写明“{labels}”的教师列入哪一等级"
        ranked = OtherReading("只作废该项，总分照常排名、划等级", _RANKED)
        reading = f"列为{policy.tiers.failing.name}，不排名次"
        yield Finding(_place(policy, "tiers.gated", *policy.gates), found, reading, (ranked,))


def _gated_in_the_size_of_the_group(policy: Policy) -> Iterator[Finding]:
    """Find gated teachers of whom nobody says whether the shares are taken of them, too."""
    tiers = policy.tiers
    if policy.gates and tiers.gated == "failing" and not tiers.states("count_gated"):
        found = f"没有写明列为{tiers.failing.name}的教师是否计入划等级的人数"
        left_out = OtherReading("不计入，比例只按其余教师取", {"tiers": {"count_gated": False}})
        place = _place(policy, "tiers.count_gated", tiers)
        yield Finding(place, found, "计入本组人数，名额不减", (left_out,))


def _rounding_unstated(policy: Policy) -> Iterator[Finding]:
    """Find shares of a group that are no whole numbers, without saying how they are rounded."""
    found = "没有写明比例乘人数不是整数时怎样取整"
    yield from _setting_unstated(policy, "rounding", ROUNDINGS, found)


def _ties_unstated(policy: Policy) -> Iterator[Finding]:
    """Find equal totals on a line, without saying where they go."""
    yield from _setting_unstated(policy, "ties", TIES, "没有写明划线处同分怎样处理")


def _setting_unstated(
    policy: Policy, name: str, choices: Mapping[str, str], found: str
) -> Iterator[Finding]:
    if len(policy.tiers.levels) > 1 and not policy.tiers.states(name):
        taken = getattr(policy.tiers, name)
        others = tuple(
            OtherReading(text, {"tiers": {name: choice}})
            for choice, text in choices.items()
            if choice != taken
        )
        yield Finding(_place(policy, f"tiers.{name}", policy.tiers), found, choices[taken], others)


_RANKED: Mapping[str, Any] = {"tiers": {"gated": "ranked"}}

_OF_ALL = (
    _rule_without_source,
    _year_planned_below_the_minimum,
    _planned_years_differ,
    _planned_sum_differs,
    _cycle_without_a_beginning,
)
"""What any regulation may contradict."""

_OF_SCORES = (
    _grade_above_its_item,
    _items_do_not_fit,
    _total_open,
    _maximum_over_an_unstated_set,
    _highest_of_each_or_of_all,
    _range_without_criteria,
    _tier_without_ratio,
    _gated_without_tier,
    _gated_in_the_size_of_the_group,
    _rounding_unstated,
    _ties_unstated,
)
"""What one that scores may contradict besides."""


def _place(policy: Policy, key: str, *rules: Sourced) -> str:
    """Name the clauses that some rules, or else the whole regulation, come from, and the key."""
    sources = "；".join(dict.fromkeys(rule.source for rule in rules if rule.source))
    source = sources or policy.source
    return f"{source}（{key}）" if source else key


def _of_planned(policy: Policy, requirement: Requirement) -> str:
    return _place(policy, f"requirements.{requirement.name}.planned", requirement)


def _items(policy: Policy) -> Iterator[tuple[Component, Item]]:
    for component in policy.components:
        for item in component.items:
            yield component, item


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
