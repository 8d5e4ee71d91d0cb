"""How many unexcused absences a teacher can still afford before a gate fails."""

from __future__ import annotations

from math import floor
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.measures import RECORDS
from xiaoben_analytics.policy import Gate
from xiaoben_analytics.requirements.facts import Facts
from xiaoben_analytics.requirements.model import typed_frame
from xiaoben_analytics.requirements.people import Person
from xiaoben_analytics.tables import ON_DUTY


def count_absences_left(facts: Facts) -> pd.DataFrame:
    """Count for each assessed teacher how many absences remain among the activities still owed.

    Returns
    -------
    pd.DataFrame
        teacher_id name group gate (its label) unexcused_absences owed limit (the most that does
        not fail) remaining (owed and still to come) absences_left (missing where the gate has
        already failed) reason.
    """
    gates = [gate for gate in facts.policy.gates if _is_about_absences(gate)]
    records = facts.tables[RECORDS]
    owed = records.loc[records[col.OWED], col.TEACHER_ID].value_counts().to_dict()
    assessed = [person for person in facts.people if person.state == ON_DUTY]
    rows = (
        _row(facts, gate, who, owed.get(who.teacher_id, 0)) for gate in gates for who in assessed
    )
    return typed_frame(rows, _COLUMNS)


def _is_about_absences(gate: Gate) -> bool:
    pair = (col.UNEXCUSED_ABSENCES, col.REQUIRED_ACTIVITIES)
    return gate.above is not None and (gate.measure, gate.of) == pair


def _row(facts: Facts, gate: Gate, person: Person, owed: int) -> dict[str, Any]:
    absent = sum(piece.worth for piece in facts.pieces[gate.measure, ()].get(person.teacher_id, ()))
    remaining = sum(one.required for one in facts.ahead.get(person.teacher_id, ()))
    limit = floor(gate.limit * owed)
    left = min(limit - absent, remaining) if absent <= limit else None
    told = (
        f"无故缺席 {absent} 次，应参加 {owed} 次，最多可缺席 {limit} 次（{gate.threshold}）",
        f"其后还有 {remaining} 次应参加的活动",
        "已超过" if left is None else f"还可缺席 {left} 次",
    )
    values = (person.teacher_id, person.name, person.group, gate.label)
    counts = (absent, owed, limit, remaining, left, "；".join(told))
    return dict(zip(_COLUMNS, (*values, *counts), strict=True))


_COLUMNS = {
    col.TEACHER_ID: "text",
    col.NAME: "text",
    col.GROUP: "text",
    col.GATE: "text",
    col.UNEXCUSED_ABSENCES: "term",
    col.OWED: "term",
    col.LIMIT: "term",
    col.REMAINING: "term",
    col.ABSENCES_LEFT: "term",
    col.REASON: "text",
}
