"""Incidents of discipline: each with its teacher, activity and source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.measures import measure_rows
from xiaoben_analytics.policy.sections import Attendance
from xiaoben_analytics.requirements.facts import Facts
from xiaoben_analytics.tables import PROVENANCE


def list_incidents(facts: Facts) -> pd.DataFrame:
    """List what the regulation calls an incident, by teacher and in the order of the year.

    Returns
    -------
    pd.DataFrame
        teacher_id name group incident title date month file sheet row.
    """
    rows = measure_rows(facts.tables, facts.policy.rules, col.INCIDENTS)
    found = rows[rows[col.WORTH] > 0]
    if facts.on is not None:
        found = found[~(found[col.EARLIEST] > pd.Timestamp(facts.on))]
    names = [_name(row, facts.policy.attendance) for row in found.to_dict("records")]
    return found.assign(**{col.INCIDENT: pd.Series(names, found.index, dtype="str")})[
        [*_SHOWN, *PROVENANCE]
    ].reset_index(drop=True)


def _name(row: Mapping[Any, Any], attendance: Attendance) -> str:
    listed = row[col.STATUS] if row[col.STATUS] in attendance.incidents else ""
    noted = "备注为不认真" if row[col.INATTENTIVE] else ""
    return "，".join(filter(None, (listed, noted)))


_SHOWN = (
    col.TEACHER_ID,
    col.NAME,
    col.GROUP,
    col.INCIDENT,
    col.TITLE,
    col.DATE,
    col.MONTH,
)
