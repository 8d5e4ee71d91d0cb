"""Regulations as data: frozen values read from one TOML file each, every rule with its source."""

from xiaoben_analytics.policy.amounts import Amount, hundredths, parse_ratios, ratio
from xiaoben_analytics.policy.changes import Settings, amend, written_value
from xiaoben_analytics.policy.differences import (
    Change,
    list_changes,
    score_alike,
    state_change,
    with_changes,
)
from xiaoben_analytics.policy.extending import extending_text
from xiaoben_analytics.policy.model import Component, Gate, Item, Policy, Tiers, merge
from xiaoben_analytics.policy.read import list_policies, policy_text, read_policy
from xiaoben_analytics.policy.requirements import Honour, Requirement, Slot, Who
from xiaoben_analytics.policy.sections import AwardKind, Range, Recording, Sourced

__all__ = [
    "Amount",
    "AwardKind",
    "Change",
    "Component",
    "Gate",
    "Honour",
    "Item",
    "Policy",
    "Range",
    "Recording",
    "Requirement",
    "Settings",
    "Slot",
    "Sourced",
    "Tiers",
    "Who",
    "amend",
    "extending_text",
    "hundredths",
    "list_changes",
    "list_policies",
    "merge",
    "parse_ratios",
    "policy_text",
    "ratio",
    "read_policy",
    "score_alike",
    "state_change",
    "with_changes",
    "written_value",
]
