"""学习通 sign-ins: a row per person, with the status of one sign-in or a column for each of several.

The day is that of the sign-in: a column's, the row's, else the one in the titles. A sign-in is
held for an activity, so one on a day without any is listed, unlike a day at work.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial

from xiaoben_analytics import columns as col
from xiaoben_analytics.reading.clean import Unclean
from xiaoben_analytics.reading.context import Context, Reader
from xiaoben_analytics.reading.days import read_date
from xiaoben_analytics.reading.exports.columns import (
    NUMBERS,
    Columns,
    day_columns,
    find_columns,
    find_day,
    find_days,
    person_columns,
)
from xiaoben_analytics.reading.exports.daily import Layout, Slot, read_days, refuse
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.header import match_columns
from xiaoben_analytics.reading.sheet import Sheet
from xiaoben_analytics.reading.words import key
from xiaoben_analytics.tables import ATTENDANCE

STATUSES = ("签到状态", "签到情况", "签到结果", "状态")
HELD = ("签到开始时间", "开始时间", "发起时间", "签到发起时间", "签到日期", "日期")
SIGNED = ("签到时间", "参与时间", "提交时间")
OWN_WORDS = frozenset(("已签", "教师代签", "未参与"))
LEGEND = (
    "学习通签到：已签、教师代签=出席，未参与、未签、缺勤=缺席，迟到、早退、病假、事假、公假各按其名；"
    "同一天签到几次的取较重的一个，签到过的，另一次未参与不算缺席"
)


def recognise(grid: Grid, context: Context) -> Reader | None:
    """Recognise the words of its statuses, under 签到状态 or under the dates of sign-ins."""
    columns = find_columns(grid)
    if columns is None or match_columns(columns.lines[0], (ATTENDANCE.column(col.ACTIVITY_ID),)):
        return None  # a school's own table, which names its activities
    status = columns.at(*STATUSES)
    if status is not None and _speaks(columns, (status,)):
        return partial(_read, columns, status)
    days = day_columns(columns, context.activities.school_year)
    return partial(_read_sign_ins, columns) if _speaks(columns, days) else None


def _speaks(columns: Columns, places: Iterable[int]) -> bool:
    """Tell whether some columns hold words that no other list of attendance has."""
    return any(key(text) in OWN_WORDS for at in places for text in columns.below(at))


def _read(columns: Columns, status: int, context: Context) -> Sheet:
    day = _day(columns, context.activities.school_year)
    if day is None:
        expected = "签到开始时间一列，或标题中的日期，如 2024年10月17日 14:00"
        return refuse(columns, Unclean("不知道是哪一天的签到", expected, "请在标题中写明日期"))
    return _read_slots(columns, (Slot(day, (status,)),), context)


def _read_sign_ins(columns: Columns, context: Context) -> Sheet:
    days = find_days(columns, context.activities.school_year)
    return _read_slots(columns, tuple(Slot(day, (at,)) for at, day in days.items()), context)


def _read_slots(columns: Columns, slots: tuple[Slot, ...], context: Context) -> Sheet:
    layout = Layout(columns, person_columns(columns, *NUMBERS, own=True), slots, LEGEND)
    return read_days(layout, context, context.activities.on)


def _day(columns: Columns, school_year: str) -> dt.date | int | None:
    """Find the column or the day of the sign-in; who did not sign has no time of the own."""
    held = columns.at(*HELD)
    if held is not None and columns.below(held):
        return held
    if found := find_day(columns.titles, school_year):
        return found
    signed = columns.at(*SIGNED)
    texts = columns.below(signed) if signed is not None else []
    days = {day for text in texts if (day := read_date(text, school_year))}
    return next(iter(days)) if len(days) == 1 else (signed if days else None)
