"""Regulations as data: frozen values read from one TOML file each, every rule with its source."""

from xiaoben_analytics.policy.model import (
    AwardKind,
    Component,
    Gate,
    Item,
    Policy,
    Tiers,
    hundredths,
    parse_ratios,
    ratio,
)
from xiaoben_analytics.policy.read import list_policies, policy_text, read_policy

__all__ = [
    "AwardKind",
    "Component",
    "Gate",
    "Item",
    "Policy",
    "Tiers",
    "hundredths",
    "list_policies",
    "parse_ratios",
    "policy_text",
    "ratio",
    "read_policy",
]
