"""Measures of attendance: taken from the records, one row per teacher and activity."""

from __future__ import annotations

from datetime import date

import narwhals as nw
import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.calendar import school_year_of
from xiaoben_analytics.measures.model import Measure, Row, Rows, Rules, Tables
from xiaoben_analytics.tables import EARLY_LEAVE, EXCUSED, LATE, PRESENT, PROVENANCE, UNRECORDED

RECORDS = "records"
"""The name under which `records.build_records` stands among the tables."""


def _records(tables: Tables, _rules: Rules) -> pd.DataFrame:
    return tables[RECORDS]


def _hours(tables: Tables, _rules: Rules) -> pd.DataFrame:
    """Put the hours of earlier years below this year's records; a year of records counts by them."""
    records, history = tables[RECORDS], tables["history"]
    if history.empty:
        return records
    recorded = {school_year_of(date.fromisoformat(f"{month}-01")) for month in _months(records)}
    hours = history[col.HOURS].astype("int64")
    earlier = history[[col.TEACHER_ID, *PROVENANCE]].assign(
        **{
            col.TITLE: history[col.SCHOOL_YEAR] + "学年学时",
            col.MONTH: history[col.SCHOOL_YEAR],
            col.HOURS: hours,
            col.EARNED: hours.where(~history[col.SCHOOL_YEAR].isin(recorded), 0),
        }
    )
    return pd.concat([records, earlier], ignore_index=True)


def _months(records: pd.DataFrame) -> list[str]:
    return list(records[col.MONTH].dropna().unique())


def _unearned(row: Row, _rules: Rules) -> str:
    status = row[col.STATUS]
    if status == UNRECORDED:
        return "没有考勤记录"
    if pd.isna(status):
        return "本学年以考勤为准" if row[col.HOURS] else ""
    return f"{status}，未补课"


_WHEN, _WHAT = (col.DATE, col.MONTH), (col.TITLE, col.STATUS, col.MADE_UP)

ATTENDED = Rows(RECORDS, "考勤", "attendance", _records, _WHEN, _WHAT)
HOURS = Rows("hours", "考勤与历年学时", "attendance", _hours, _WHEN, _WHAT, ("history",))

_STATUS, _OWED = nw.col(col.STATUS), nw.col(col.OWED)


def _incidents(attendance: Rules) -> nw.Expr:
    listed = _STATUS.is_in(list(attendance.incidents)).cast(nw.Int64)
    return listed + nw.col(col.INATTENTIVE).cast(nw.Int64)


MEASURES = (
    Measure(
        col.REQUIRED_ACTIVITIES, "应参加活动", "次", ATTENDED,
        "必须参加、且培训对象包括本人的活动，不论是否登记", lambda _: _OWED,
    ),
    Measure(
        col.ATTENDED, "实际参加", "次", ATTENDED,
        "出席、迟到或早退的活动", lambda _: _STATUS.is_in([PRESENT, LATE, EARLY_LEAVE]),
        why_not=lambda row, _: str(row[col.STATUS]),
    ),
    Measure(
        col.REQUIRED_ATTENDED, "应参加且参加", "次", ATTENDED,
        "应参加的活动中出席、迟到或早退的；补课不算出勤",
        lambda _: _OWED & _STATUS.is_in([PRESENT, LATE, EARLY_LEAVE]),
        why_not=lambda row, _: str(row[col.STATUS]) if row[col.OWED] else "不是应参加的活动",
    ),
    Measure(
        col.UNEXCUSED_ABSENCES, "无故缺席", "次", ATTENDED,
        "应参加而无故缺席的活动；补课后仍计入",
        lambda rule: _OWED & _STATUS.is_in(list(rule.unexcused)), needs="attendance",
    ),
    Measure(col.LATE, "迟到", "次", ATTENDED, "迟到的活动", lambda _: _STATUS == LATE),
    Measure(
        col.EARLY_LEAVE, "早退", "次", ATTENDED, "早退的活动", lambda _: _STATUS == EARLY_LEAVE
    ),
    Measure(
        col.EXCUSED, "请假", "次", ATTENDED, "病假、事假、公假的活动",
        lambda _: _STATUS.is_in(list(EXCUSED)),
    ),
    Measure(
        col.UNRECORDED, "未登记", "次", ATTENDED, "应参加而没有考勤记录的活动",
        lambda _: _STATUS == UNRECORDED,
    ),
    Measure(
        col.INCIDENTS, "违纪", "次", ATTENDED,
        "办法列为违纪的考勤（如无故缺席、早退），以及备注为不认真（如看手机）的",
        _incidents, needs="attendance",
    ),
    Measure(
        col.ATTENDANCE_HOURS, "校本培训学时", "学时", ATTENDED,
        "本学年参加或补课的活动的学时；考勤表写明学时的从考勤表，否则从计划",
        lambda _: nw.col(col.EARNED), scale=100, why_not=_unearned,
    ),
    Measure(
        col.TRAINING_HOURS, "校本培训学时（含历年）", "学时", HOURS,
        "校本培训学时，历年学时表中的也计入所在学年",
        lambda _: nw.col(col.EARNED), scale=100, why_not=_unearned,
    ),
    Measure(
        col.CREDITS_EARNED, "学分", "学分", HOURS,
        "校本培训学时（含历年）按办法折算的学分，不足的部分按比例计、舍去百分位以下",
        lambda _: nw.col(col.EARNED), scale=100, needs="credits", why_not=_unearned,
        per=lambda rule: rule.hours_each.value,
    ),
)  # fmt: skip
