"""A school's own regulation: a file that extends another and shows what can be changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from xiaoben_analytics.labels import hours
from xiaoben_analytics.policy.amounts import share_text
from xiaoben_analytics.policy.model import Policy, Tier
from xiaoben_analytics.policy.read import policy_text, read_policy
from xiaoben_analytics.policy.schema import SCHEMA
from xiaoben_analytics.policy.sections import Range


def extending_text(name: str, own: str) -> str:
    """Write the file of a regulation `own` that extends another, with examples as comments.

    Every example says what the other says, so that nothing changes before somebody edits it.

    Raises
    ------
    UsageError
        If there is no such regulation.
    """
    policy_text(name)
    policy = read_policy(name)
    parent = Path(name).resolve().as_posix() if Path(name).is_file() else name
    lines = [
        f"#:schema {SCHEMA.as_uri()}",
        _said(f"以“{policy.title}”为底，只写与它不同的行，没有写的照旧。"),
        _said("下面各行都是现在的值：去掉行首的“# ”，再改成本校的值。"),
        f"extends = {_text(parent)}",
        f"id = {_text(own)}",
        f"title = {_text(f'{own}（据{policy.title}）')}",
        "",
        _said("去掉某条规则或等级，如 gates.task、tiers.levels.良好"),
        "# drop = []",
    ]
    blocks = (*_whole(policy), *_ranges(policy), *_required(policy), *_scored(policy))
    return "\n".join([*lines, *blocks]) + "\n"


def _whole(policy: Policy) -> Iterator[str]:
    if policy.components:
        yield _said("总分；小于各项之和时封顶")
        yield f"# total = {hours(policy.points)}"
        yield _said("最高者在哪些人中取：assessed 参评教师，roster 花名册全体")
        yield f"# reference = {_text(policy.reference)}"


def _ranges(policy: Policy) -> Iterator[str]:
    """Show the amounts that somebody chooses within a range."""
    for section, rule in policy.rules.items():
        for key, value in rule or ():
            if isinstance(value, Range):
                ends = f"from = {hours(value.low)}, to = {hours(value.high)}"
                yield from ("", _said(f"{rule.text}criteria 写明酌定的标准"), f"# [{section}]")
                yield f"# {key} = {{ {ends}, criteria = {_text(value.criteria)} }}"
    if policy.notes:
        grades = (f"{_text(grade)} = {hours(one)}" for grade, one in policy.notes.grades.items())
        yield from ("", _said(policy.notes.text), "# [notes]")
        yield f"# grades = {{ {', '.join(grades)} }}"


def _required(policy: Policy) -> Iterator[str]:
    for one in policy.requirements:
        yield from ("", _said(one.label), "# [[requirements]]", f"# name = {_text(one.name)}")
        yield f"# at_least = {_text(str(one.at_least))}"


def _scored(policy: Policy) -> Iterator[str]:
    for part in policy.components:
        yield from ("", _said(part.label), "# [[components]]", f"# name = {_text(part.name)}")
        yield f"# points = {hours(part.points)}"
    for gate in policy.gates:
        yield from ("", _said(gate.label), "# [[gates]]", f"# name = {_text(gate.name)}")
        side = "below" if gate.above is None else "above"
        yield f"# {side} = {_text(str(gate.threshold))}"
    if policy.components:
        yield from ("", _said("等级"), "# [tiers]", "# levels = [")
        for level in policy.tiers.levels:
            yield f"#     {_tier(level, share=level.ratio)},"
        yield "# ]"
        yield f"# failing = {_tier(policy.tiers.failing)}"
        for key in ("rounding", "ties", "scope", "gated"):
            yield f"# {key} = {_text(getattr(policy.tiers, key))}"
        yield f"# count_gated = {str(policy.tiers.count_gated).lower()}"


def _tier(tier: Tier, *, share: Fraction | None = None) -> str:
    ratio = "" if share is None else f", ratio = {_text(share_text(share))}"
    earned = f"appraisal = {tier.appraisal}, reported_hours = {tier.reported_hours}"
    return f"{{ name = {_text(tier.name)}{ratio}, {earned} }}"


def _said(text: str) -> str:
    """Write a remark that stays one, whatever lines are taken into use."""
    return f"## {' '.join(text.split())}"


def _text(text: str) -> str:
    """Write a text as TOML does, which quotes as JSON."""
    return json.dumps(text, ensure_ascii=False)
