"""Who was where, who came late or not at all, and what is still to be made up."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.figures import plot_attendance_heatmap, plot_incidents
from xiaoben_analytics.findings import (
    finding_absentees,
    finding_incidents,
    finding_make_ups,
)
from xiaoben_analytics.labels import HEADINGS, month_of_year, printable
from xiaoben_analytics.participation import (
    EVERYTHING,
    Portion,
    count_incidents,
    open_make_ups,
    take_portion,
    unrecorded,
)
from xiaoben_analytics.tables import ABSENT, ATTENDING, PRESENT, PROVENANCE
from xiaoben_analytics.views.readable import readable
from xiaoben_analytics.views.view import View

NAMED_RECORD = (
    *(col.GROUP, col.TEACHER_ID, col.NAME, col.MONTH, col.TITLE, col.STATUS),
)  # fmt: skip
"""Columns that say of a record who, when, what and how."""
SOURCE = tuple(PROVENANCE)
_NAMED = (col.GROUP, col.TEACHER_ID, col.NAME)
_INCIDENTS = (
    *(*_NAMED, col.LATE, col.EARLY_LEAVE, col.UNEXCUSED_ABSENCES),
    *(col.MADE_UP, col.AMOUNT),
)
_HEADINGS = {col.MADE_UP: "其中已补课（次）", col.AMOUNT: "合计（次）"}


def explore_attendance(result: Assessment, portion: Portion = EVERYTHING) -> View:
    """Show everybody's status at every activity, and name who was absent most."""
    records, teachers = take_portion(result.records, result.teachers, portion)
    return View(
        sentence=finding_absentees(records),
        figure=plot_attendance_heatmap(result, portion),
        data={"每位教师、每次活动": _cross(records, teachers)},
    )


def explore_incidents(result: Assessment, portion: Portion = EVERYTHING) -> View:
    """Show who came late, left early or was absent without leave, and every single case."""
    records, _ = take_portion(result.records, result.teachers, portion)
    incidents = count_incidents(records)
    cases = records[records[col.OWED] & records[col.STATUS].isin([*ATTENDING, ABSENT])]
    cases = cases[cases[col.STATUS] != PRESENT]
    rows = listed(cases, (*NAMED_RECORD, col.MADE_UP, *SOURCE))
    return View(
        sentence=finding_incidents(incidents),
        figure=plot_incidents(result, portion),
        tables={} if rows.empty else {"逐次列出": rows},
        data={"每位教师的次数": readable(incidents, _INCIDENTS, headings=_HEADINGS)},
    )


def explore_make_ups(result: Assessment, portion: Portion = EVERYTHING) -> View:
    """List who still has to make up for what, and what nobody recorded, with the sources."""
    records, _ = take_portion(result.records, result.teachers, portion)
    still, silent = open_make_ups(records), unrecorded(records[records[col.OWED]])
    tables = {
        "待补课": listed(still, (*NAMED_RECORD, col.HOURS, *SOURCE)),
        "未登记，没有出处": listed(silent, NAMED_RECORD),
    }
    return View(
        sentence=finding_make_ups(still, silent),
        tables={caption: rows for caption, rows in tables.items() if len(rows)},
    )


def listed(records: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Write out records for readers."""
    return readable(
        records, columns, headings={col.OWED: "应到", col.ATTENDED: "实到"}, in_hours={col.HOURS}
    )


def _cross(records: pd.DataFrame, teachers: pd.DataFrame) -> pd.DataFrame:
    """Write every status in words: one row per teacher, one column per activity."""
    once = records.drop_duplicates(col.ACTIVITY_ID).sort_values([col.MONTH, col.ACTIVITY_ID])
    activities = once[col.ACTIVITY_ID].tolist()
    cells = {
        (teacher, activity): f"{status}（已补课）" if made_up else status
        for teacher, activity, status, made_up in records[
            [col.TEACHER_ID, col.ACTIVITY_ID, col.STATUS, col.MADE_UP]
        ].itertuples(index=False, name=None)
    }
    rows = [
        [*map(printable, who), *(cells.get((who[1], activity), "") for activity in activities)]
        for who in teachers[list(_NAMED)].itertuples(index=False, name=None)
    ]
    when = ["" if pd.isna(month) else month_of_year(month) for month in once[col.MONTH]]
    titles = [
        printable(f"{month} {title}") for month, title in zip(when, once[col.TITLE], strict=True)
    ]
    return pd.DataFrame(rows, columns=[*(HEADINGS[name] for name in _NAMED), *titles], dtype="str")
