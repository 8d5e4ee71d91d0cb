"""What a panel can set of a regulation, as values: read from it, written as changes, said in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from xiaoben_analytics.labels import percent
from xiaoben_analytics.policy import Gate, Policy, amend, list_changes, state_change
from xiaoben_analytics.scenarios import Scenario

Place = tuple[str, ...]
"""A setting by its short name (see `policy.Settings`), such as ("weights", "attendance")."""

Shares = tuple[Fraction, ...]

OPTIONS: Mapping[str, Mapping[Any, str]] = MappingProxyType(
    {
        "rounding": {
            "half_up": "四舍五入",
            "floor": "不超过（只舍不入）",
            "largest_remainder": "最大余数",
            "sainte_lague": "圣拉古（每席给最欠的等级）",
        },
        "ties": {
            "break": "同分比各项得分",
            "up": "同分都进较高等级",
            "down": "同分都进较低等级",
        },
        "scope": {"group": "各教研组内", "school": "全校一起"},
        "count_gated": {True: "计入人数", False: "不计入人数"},
        "conserve": {False: "各组各算", True: "先定全校总数，再分到各组"},
        "apportionment": {
            "largest_remainder": "最大余数",
            "sainte_lague": "圣拉古（每席给最欠的组）",
        },
    }
)
"""What the tiers' settings can be, in readers' words."""

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "ratios": "比例",
        "rounding": "名额取整",
        "ties": "同分处理",
        "scope": "排名范围",
        "min_group": "不足几人的组合并",
        "count_gated": "触及一票否决的人",
        "conserve": "某组另定比例时",
        "apportionment": "其余名额的分配",
    }
)
"""What the settings are called."""


def read_settings(policy: Policy) -> dict[Place, Any]:
    """Read what a panel can set: shares are exact, numbers are text with their unit."""
    tiers = policy.tiers
    return {
        ("ratios",): tiers.ratios,
        **{("group_ratios", pool): shares for pool, shares in tiers.group_ratios.items()},
        **{(name,): getattr(tiers, name) for name in NAMES if name != "ratios"},
        **{("weights", part.name): _decimal(part.weight) for part in policy.components},
        **{("gates", gate.name): str(gate.threshold) for gate in policy.gates},
    }


def changes_between(before: Mapping[Place, Any], after: Mapping[Place, Any]) -> dict[str, Any]:
    """Say what leads from some settings to others, as a `Scenario` says it; only what differs."""
    changes: dict[str, Any] = {}
    for place in {**before, **after}:
        new = after.get(place)
        if before.get(place) == new:
            continue
        written = write_shares(new) if isinstance(new, tuple) else new
        if len(place) == 1:
            changes[place[0]] = written
        else:
            changes.setdefault(place[0], {})[place[1]] = written
    return changes


def write_shares(shares: Sequence[Fraction]) -> str | list[str]:
    """Write ratios exactly: in percent if that can be done, else as fractions.

    >>> write_shares((Fraction(1, 4), Fraction(3, 4))), write_shares((Fraction(1, 3), Fraction(2, 3)))
    ('25/75', ['1/3', '2/3'])
    """
    if all((share * 10**_DECIMALS).denominator == 1 for share in shares):
        return "/".join(_decimal(share * 100) for share in shares)
    return [str(share) for share in shares]


def say_shares(shares: Sequence[Fraction]) -> str:
    """Show ratios in percent, rounded to one decimal.

    >>> say_shares((Fraction(1, 3), Fraction(2, 3)))
    '33.3/66.7'
    """
    return "/".join(percent(share).rstrip("%") for share in shares)


def say_changes(policy: Policy, scenario: Scenario) -> list[str]:
    """Say what a scenario changes in a regulation, and whom it moves by hand."""
    amended = amend(policy, scenario.changes)
    before, after = read_settings(policy), read_settings(amended)
    known = amend(policy, changes_between(before, after))
    return [
        *(
            f"{_name(policy, place)}：{_said(place, before.get(place))} → {_said(place, after.get(place))}"
            for place in {**before, **after}
            if before.get(place) != after.get(place)
        ),
        *map(state_change, list_changes(known, amended)),
        *(f"{move.teacher_id} 改为{move.to_tier}" for move in scenario.moves),
    ]


_DECIMALS = 4  # of a share: two of a percentage


def _decimal(number: Fraction) -> str:
    return f"{Decimal(number.numerator) / number.denominator:f}"


def name_gate(gate: Gate) -> str:
    """Name a gate without its threshold, such that the threshold can follow."""
    label, number = gate.label, str(gate.threshold)
    named = re.sub(rf"(?<![\d.]) *{re.escape(number)}", "", label)
    return named if named != label else f"{label}{'不足' if gate.above is None else '超过'}"


def _name(policy: Policy, place: Place) -> str:
    match place:
        case ("group_ratios", pool):
            return f"{pool}的比例"
        case ("weights", name):
            return f"{next(part.label for part in policy.components if part.name == name)}的权重"
        case ("gates", name):
            return next(name_gate(gate) for gate in policy.gates if gate.name == name)
    return NAMES[place[0]]


def _said(place: Place, value: Any) -> str:
    if value is None:
        return "随共同比例"
    return say_shares(value) if isinstance(value, tuple) else _option(place, value)


def _option(place: Place, value: Any) -> str:
    return OPTIONS.get(place[0], {}).get(value, str(value))
