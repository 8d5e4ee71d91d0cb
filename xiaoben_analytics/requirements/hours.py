"""By which regulation hours are judged: the school's own, or the usual one where that asks for none."""

from __future__ import annotations

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.policy import Policy, list_policies
from xiaoben_analytics.requirements.forecast import ON_THE_PLAN
from xiaoben_analytics.requirements.model import NOT_MEANT, Requirements

USUAL = "term-hours"
"""The regulation by which hours are judged if the school's own asks for none."""


def asks_for_hours(policy: Policy) -> bool:
    """Whether a regulation says how many hours a teacher must do."""
    return any(one.of == "teacher" and one.measure in ON_THE_PLAN for one in policy.requirements)


def hour_policies(own: Policy) -> list[tuple[str, str]]:
    """List the regulations that ask for hours, as readers call them and as a choice names them."""
    shipped = {name: one for name, one in list_policies().items() if asks_for_hours(one)}
    mine = [(f"本校办法：{own.title}", "")] if asks_for_hours(own) else []
    first = sorted(shipped, key=lambda name: name != USUAL)
    return [*mine, *((shipped[name].title, name) for name in first)]


def hour_policy(own: Policy, name: str = "") -> Policy:
    """Return the regulation that judges hours: the one named, else the own one, else the usual one.

    Raises
    ------
    UsageError
        If none has that name.
    """
    known = list_policies()
    if not name:
        return own if asks_for_hours(own) else known[USUAL]
    if name not in known:
        raise UsageError.unknown("办法", name, known)
    return known[name]


def about_hours(found: Requirements) -> pd.DataFrame:
    """Take the answers about hours of teachers out of all answers by a regulation."""
    answers = found.teachers
    names = {one.name for one in found.policy.requirements if one.measure in ON_THE_PLAN}
    meant = answers[col.REQUIREMENT].isin(names) & (answers[col.VERDICT] != NOT_MEANT)
    return answers[meant]
