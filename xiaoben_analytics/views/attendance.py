"""Who was where, who came late or not at all, and what is still to be made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.figures import plot_attendance_heatmap, plot_incidents
from xiaoben_analytics.findings import (
    finding_absentees,
    finding_attendance,
    finding_make_ups,
)
from xiaoben_analytics.labels import month_of_year, printable
from xiaoben_analytics.participation import (
    EVERYTHING,
    Portion,
    count_incidents,
    open_make_ups,
    take_portion,
    unrecorded,
)
from xiaoben_analytics.tables import ABSENT, ATTENDING, PRESENT
from xiaoben_analytics.views.readable import MISSING, readable
from xiaoben_analytics.views.view import View

RECORD = (col.GROUP, col.TEACHER_ID, col.NAME, col.MONTH, col.TITLE)
"""Columns that say of a record who was due, when and for what."""
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
    rows = listed(cases, (*RECORD, col.STATUS, col.SOURCE))
    return View(
        sentence=finding_attendance(records),
        figure=plot_incidents(result, portion),
        tables={} if rows.empty else {"逐次列出": rows},
        data={"每位教师的次数": readable(incidents, _INCIDENTS, headings=_HEADINGS)},
    )


def explore_make_ups(result: Assessment, portion: Portion = EVERYTHING) -> View:
    """List who still has to make up for what, and what nobody recorded, with the sources."""
    records, _ = take_portion(result.records, result.teachers, portion)
    still, silent = open_make_ups(records), unrecorded(records[records[col.OWED]])
    tables = {
        "待补课": listed(still, (*RECORD, col.STATUS, col.HOURS, col.SOURCE)),
        "未登记，没有出处": listed(silent, (*RECORD, col.STATUS)),
    }
    return View(
        sentence=finding_make_ups(still, silent),
        tables={caption: rows for caption, rows in tables.items() if len(rows)},
    )


def listed(records: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Write out records for readers; `status` says too what was made up, `source` is file, sheet, row."""
    told, rows = records.copy(), records.to_dict("records")
    told[col.MONTH] = records[col.MONTH].map(month_of_year, na_action="ignore")
    told[col.STATUS] = pd.Series(map(_status, rows), told.index, dtype="str")
    told[col.SOURCE] = pd.Series(map(_source, rows), told.index, dtype="str")
    headings = {col.OWED: "应到", col.ATTENDED: "实到"}
    return readable(told, columns, headings=headings, in_hours={col.HOURS})


def _status(row: Mapping[Any, Any]) -> str:
    return f"{row[col.STATUS]}（已补课）" if row[col.MADE_UP] else str(row[col.STATUS])


def _source(row: Mapping[Any, Any]) -> str:
    if pd.isna(row[col.FILE]):
        return MISSING
    sheet = "" if pd.isna(row[col.SHEET]) else f"，{row[col.SHEET]}"
    return f"{row[col.FILE]}{sheet}" + ("" if pd.isna(row[col.ROW]) else f"，第 {row[col.ROW]} 行")


def _cross(records: pd.DataFrame, teachers: pd.DataFrame) -> pd.DataFrame:
    """Write every status in words: one row per teacher, one column per activity."""
    once = records.drop_duplicates(col.ACTIVITY_ID).sort_values([col.MONTH, col.ACTIVITY_ID])
    activities = once[col.ACTIVITY_ID].tolist()
    cells = {
        (row[col.TEACHER_ID], row[col.ACTIVITY_ID]): _status(row)
        for row in records[[col.TEACHER_ID, col.ACTIVITY_ID, col.STATUS, col.MADE_UP]].to_dict(
            "records"
        )
    }
    who = readable(teachers, _NAMED)
    rows = [
        [*told, *(cells.get((teacher, activity), "") for activity in activities)]
        for teacher, told in zip(teachers[col.TEACHER_ID], who.to_numpy().tolist(), strict=True)
    ]
    when = ["" if pd.isna(month) else month_of_year(month) for month in once[col.MONTH]]
    titles = [
        printable(f"{month} {title}") for month, title in zip(when, once[col.TITLE], strict=True)
    ]
    return pd.DataFrame(rows, columns=[*who.columns, *titles], dtype="str")
