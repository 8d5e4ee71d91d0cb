"""Both readings of what a regulation leaves open: who gets other points, another rank or tier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from xiaoben_analytics.assessment import Assessment, assess, reassess
from xiaoben_analytics.checks import Finding, check_regulation
from xiaoben_analytics.policy import Policy
from xiaoben_analytics.standing import compare_standings
from xiaoben_analytics.tables import School


@dataclass(frozen=True, eq=False)
class Effect:
    """Whom another reading changes.

    `teachers` has one row per teacher whose total, rank or tier differs: teacher_id name group,
    then total, rank and tier twice, `_from` as it is read here and `_to` as in the other reading.
    """

    reading: str
    teachers: pd.DataFrame


@dataclass(frozen=True)
class Comparison:
    """A finding, and the effect of each of its other readings, in their order."""

    finding: Finding
    effects: tuple[Effect, ...]


def compare_readings(school: School, policy: Policy) -> tuple[Comparison, ...]:
    """Assess a school under every reading of what the regulation leaves open.

    A regulation that does not score has findings, but changes nobody's points.

    Raises
    ------
    DataError
        If the files do not allow an assessment (see `assess`).
    """
    if policy.components:
        return try_readings(assess(school, policy))
    return tuple(Comparison(finding, ()) for finding in check_regulation(policy))


def try_readings(result: Assessment) -> tuple[Comparison, ...]:
    """Do the same from an assessment, whose moves by hand are left aside."""
    here = replace(result, manual=(), base=None)
    return tuple(
        Comparison(
            finding,
            tuple(
                Effect(other.text, _differing(here, other.changes))
                for other in finding.other_readings
            ),
        )
        for finding in check_regulation(here.policy)
    )


def _differing(here: Assessment, changes: Mapping[str, Any]) -> pd.DataFrame:
    """List the teachers with another total, rank or tier once some lines are changed."""
    there = reassess(here, here.policy.amended(changes)) if changes else here
    return compare_standings(here.standings, there.standings)
