"""A school's own regulation: a file that extends another and shows what can be changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xiaoben_analytics.labels import hours
from xiaoben_analytics.policy.amounts import percentage
from xiaoben_analytics.policy.model import Policy
from xiaoben_analytics.policy.read import name_anywhere, read_policy
from xiaoben_analytics.policy.schema import MEANINGS, SCHEMA
from xiaoben_analytics.policy.sections import Range, Sourced
from xiaoben_analytics.policy.tiers import RatioTier, Tier
from xiaoben_analytics.policy.writing import toml_lines, toml_value

_WORDS = ("id", "title", "source", "text", "decision", "clauses", "decided")
"""What is said about rules; the rest is what they ask."""


def extending_text(name: str, own: str, *, decided: Sequence[str] = ()) -> str:
    """Write the file of a regulation `own` that extends another, with examples as comments.

    Every example says what the other says, so that nothing changes before somebody edits it;
    `decided` are the places whose present reading the school may adopt.

    Raises
    ------
    UsageError
        If there is no such regulation.
    """
    policy = read_policy(name)
    lines = [
        f"#:schema {SCHEMA.as_uri()}",
        _said(f"以“{policy.title}”为底，只写与它不同的行，没有写的照旧。"),
        _said("下面各行都是现在的值：去掉行首的“# ”，再改成本校的值。"),
        _said("成段的（如 [[components]]、levels = [ … ]）要整段去掉，name 和 [ ] 也不能少。"),
        f"extends = {toml_value(name_anywhere(name))}",
        f"id = {toml_value(own)}",
        f"title = {toml_value(f'{own}（据{policy.title}）')}",
        "",
        _said("去掉某条规则或等级，如 gates.task、tiers.levels.良好"),
        "# drop = []",
    ]
    if decided:
        lines += [_said(MEANINGS["decided"]), f"# decided = {toml_value(list(decided))}"]
    return "\n".join([*lines, *_examples(policy)]) + "\n"


def present_readings(policy: Policy, *, criteria: str = "") -> dict[str, Any]:
    """Say what a regulation leaves to the program's readings, as its file would say it.

    `criteria` stands where amounts within a range have none: only a school can say them.
    """
    ranges = {
        section: {
            key: {"criteria": value.criteria or criteria, "taken": value.taken}
            for key, value in rule
            if isinstance(value, Range)
        }
        for section, rule in policy.rules.items()
        if rule
    }
    ranges = {section: keys for section, keys in ranges.items() if keys}
    incidents = {name: list(getattr(policy.attendance, name)) for name in _LISTED}
    readings: dict[str, Any] = {**ranges, "attendance": incidents}
    if policy.components:
        readings |= {"reference": policy.reference, "tiers": _tiers(policy)}
    if policy.points:
        readings["total"] = _number(policy.points)
    return readings


_LISTED = ("incidents", "inattentive")


def _examples(policy: Policy) -> Iterator[str]:
    """Write every value as a comment, under a remark that says what it is about."""
    whole = _weighted(_filled(policy.written, present_readings(policy)))
    for place, line in toml_lines(whole, without=_WORDS):
        if line.startswith("["):
            yield ""
        if remark := _remark(policy, place):
            yield _said(remark)
        yield from (f"# {one}" for one in line.split("\n"))


def _filled(written: Any, readings: Any) -> Any:
    """Add to what is written the readings of what is not."""
    if not isinstance(written, Mapping) or not isinstance(readings, Mapping):
        return written
    added = {key: _filled(written.get(key, one), one) for key, one in readings.items()}
    return {**written, **added}


def _weighted(written: Mapping[str, Any]) -> Mapping[str, Any]:
    """Say of every component what it weighs; one where nothing is said."""
    if "components" not in written:
        return written
    parts = [{**one, "weight": one.get("weight", 1)} for one in written["components"]]
    return {**written, "components": parts}


def _remark(policy: Policy, place: tuple[str, ...]) -> str:
    """Say what a heading is about, and what the settings of the whole or the tiers may be."""
    if len(place) == 1 or place[0] == "tiers":
        section = getattr(policy, place[-1], None)
        told = section.text if isinstance(section, Sourced) else ""
        return told or MEANINGS[place[-1]]
    rules: Sequence[Any] = getattr(policy, place[0]) if len(place) == 2 else ()
    if not isinstance(rules, tuple):
        return "criteria 写明酌定的标准" if isinstance(getattr(rules, place[1]), Range) else ""
    return next((_about(rule) for rule in rules if rule.name == place[1]), "")


def _about(rule: Any) -> str:
    label = getattr(rule, "label", rule.name)
    return f"{label}：{rule.text}" if rule.text else str(label)


def _tiers(policy: Policy) -> Mapping[str, Any]:
    tiers = policy.tiers
    settings = ("rounding", "ties", "scope", "min_group", "gated", "count_gated")
    sharing = ("conserve", "apportionment")
    return {
        "levels": [_tier(level) for level in tiers.levels],
        "failing": _tier(tiers.failing),
        **{name: getattr(tiers, name) for name in settings},
        "group_ratios": {},
        **{name: getattr(tiers, name) for name in sharing},
        "group_weights": {},
    }


def _tier(tier: Tier) -> Mapping[str, Any]:
    ratio = {"ratio": percentage(tier.ratio)} if isinstance(tier, RatioTier) else {}
    earned = {"appraisal": tier.appraisal, "reported_hours": tier.reported_hours}
    return {"name": tier.name, **ratio, **earned}


def _number(hundredths: int) -> int | str:
    text = hours(hundredths)
    return int(text) if text.isdecimal() else text


def _said(text: str) -> str:
    """Write a remark that stays one, whatever lines are taken into use."""
    return f"## {' '.join(text.split())}"
