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
from xiaoben_analytics.policy.extending import extending_text, present_readings
from xiaoben_analytics.policy.joining import JOINED, Difference
from xiaoben_analytics.policy.merging import merge
from xiaoben_analytics.policy.model import Component, Gate, Item, Policy
from xiaoben_analytics.policy.read import (
    joined_names,
    list_policies,
    own_file,
    policy_files,
    policy_text,
    read_policy,
)
from xiaoben_analytics.policy.requirements import Clause, Honour, Requirement, Slot, Who
from xiaoben_analytics.policy.sections import AwardKind, Notes, Range, Recording, Sourced
from xiaoben_analytics.policy.tiers import Tiers
from xiaoben_analytics.policy.writing import merged_text

__all__ = [
    "JOINED",
    "Amount",
    "AwardKind",
    "Change",
    "Clause",
    "Component",
    "Difference",
    "Gate",
    "Honour",
    "Item",
    "Notes",
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
    "joined_names",
    "list_changes",
    "list_policies",
    "merge",
    "merged_text",
    "own_file",
    "parse_ratios",
    "policy_files",
    "policy_text",
    "present_readings",
    "ratio",
    "read_policy",
    "score_alike",
    "state_change",
    "with_changes",
    "written_value",
]
