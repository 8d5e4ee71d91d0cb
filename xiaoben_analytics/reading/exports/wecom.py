"""企业微信 打卡日报: a row per person and day, the results of each card under a heading of two rows.

The account is no 工号 and is dropped; people are known by name and, where it is there, by 工号.
"""

from __future__ import annotations

from functools import partial

from xiaoben_analytics.reading.context import Context, Reader
from xiaoben_analytics.reading.exports.columns import Columns, find_columns, person_columns
from xiaoben_analytics.reading.exports.daily import Layout, Slot, read_days
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.sheet import Sheet

DATES = ("时间", "日期", "打卡日期")
SIGNS = r"考勤概况.*|[上下]班\d*打卡状态"
RESULTS = r"考勤概况(考勤|打卡)?(结果|状态)|考勤结果|[上下]班\d*打卡(时间|状态)|假勤申请"


def recognise(grid: Grid, context: Context) -> Reader | None:  # noqa: ARG001 as every export
    """Recognise the headings 考勤概况 and 打卡状态, each over or under another."""
    columns = find_columns(grid)
    if columns is None or columns.at(*DATES) is None:
        return None
    found = columns.matching(SIGNS) and columns.matching(RESULTS)
    return partial(_read, columns) if found else None


def _read(columns: Columns, context: Context) -> Sheet:
    slot = Slot(columns.at(*DATES), columns.matching(RESULTS))
    return read_days(Layout(columns, person_columns(columns, "工号"), (slot,)), context)
