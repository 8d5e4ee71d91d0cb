"""钉钉 attendance: 每日统计 (a row per person and day), 原始记录 (per card), 月度汇总 (per month).

The three sheets of one file say the same facts. 每日统计 says them best, and 原始记录 is next since
月度汇总 may hold totals only; the others are recognised, and left out with a notice.
"""

from __future__ import annotations

from functools import partial

from xiaoben_analytics.reading.clean import Unclean
from xiaoben_analytics.reading.context import Context, Reader
from xiaoben_analytics.reading.exports.columns import Columns, find_columns, person_columns
from xiaoben_analytics.reading.exports.daily import (
    Layout,
    Slot,
    leave_out,
    read_days,
    read_month,
)
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.sheet import Sheet

DAILY, CARDS, MONTHLY = "每日统计", "原始记录", "月度汇总"
RICHER = {DAILY: (), CARDS: (DAILY,), MONTHLY: (DAILY, CARDS)}
"""The sheets of the same file that are read instead."""

RESULTS = r"[上下]班\d*打卡(时间|结果)|关联的?审批单"
TOTALS = r"(出勤|休息|旷工)天数|[上下]班缺卡次数|迟到次数"
TOTALS_ADVICE = "需要时请另导出《每日统计》"


def recognise(grid: Grid, context: Context) -> Reader | None:  # noqa: ARG001 as every export
    """Recognise one of the three sheets by its headings."""
    columns = find_columns(grid)
    if columns is None:
        return None
    if columns.at("日期") is not None and columns.matching(r"[上下]班\d*打卡结果"):
        return partial(_read, columns, DAILY)
    if columns.at("考勤日期") is not None and columns.at("打卡结果") is not None:
        return partial(_read, columns, CARDS)
    if columns.at("考勤组", "UserId") is not None and columns.matching(TOTALS):
        return partial(_read, columns, MONTHLY)
    return None


def _read(columns: Columns, kind: str, context: Context) -> Sheet:
    """Read a sheet, unless one beside it says the same and more."""
    richer = next((name for name in RICHER[kind] if name in columns.grid.open_sheets), None)
    if richer:
        problem = f"这里的《{kind}》没有使用，以同一文件的《{richer}》为准"
        return leave_out(columns, Unclean(problem, "", "无须处理"))
    person = person_columns(columns, "工号", "员工工号")
    if kind == MONTHLY:
        return read_month(columns, person, context, advice=TOTALS_ADVICE)
    date = columns.at("考勤日期" if kind == CARDS else "日期")
    results = columns.matching(r"打卡结果" if kind == CARDS else RESULTS)
    return read_days(Layout(columns, person, (Slot(date, results),)), context)
