"""What is found in a regulation: where, how it is read here, how else it might be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xiaoben_analytics.policy import Policy, Sourced


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

    source: str
    key: str
    finding: str
    reading: str
    other_readings: tuple[OtherReading, ...] = ()

    @property
    def place(self) -> str:
        return f"{self.source}（{self.key}）" if self.source else self.key


def place_of(policy: Policy, key: str, *rules: Sourced) -> tuple[str, str]:
    """Name the clauses that some rules, or else the whole regulation, come from, and the key."""
    sources = "；".join(dict.fromkeys(rule.source for rule in rules if rule.source))
    return sources or policy.source, key
