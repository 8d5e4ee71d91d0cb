"""考勤机: the log of cards, rows per person and day, and months with a column per day or totals.

A machine has numbers of its own (登记号码, 考勤号码): one is a 工号 only where the roster has it with
the same name. Its log has no flag: who is in it was there, who is not is not called absent.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from xiaoben_analytics import columns as col
from xiaoben_analytics.reading.clean import Unclean
from xiaoben_analytics.reading.context import Context, Reader
from xiaoben_analytics.reading.days import read_date
from xiaoben_analytics.reading.exports.cards import is_time
from xiaoben_analytics.reading.exports.columns import (
    Columns,
    day_columns,
    find_columns,
    person_columns,
)
from xiaoben_analytics.reading.exports.daily import (
    LOG_LEGEND,
    Layout,
    Slot,
    read_days,
    read_month,
    refuse,
)
from xiaoben_analytics.reading.exports.pairs import unfold_pairs
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.header import is_own_table, match_columns
from xiaoben_analytics.reading.sheet import Sheet
from xiaoben_analytics.tables import ATTENDANCE, ROSTER

OWN_NUMBERS = (
    "登记号码",
    "考勤号码",
    "考勤号",
    "考勤编号",
    "登记号",
    "人员编号",
    "用户编号",
    "员工编号",
)
NUMBERS = (*OWN_NUMBERS, "工号", "编号", "卡号")
DATES = ("日期", "考勤日期", "打卡日期", "刷卡日期", "出勤日期", "日期时间", "时间")
CARDS = r"(日期|出勤|打卡|刷卡|考勤|签卡|签到|签退)(时间|日期|记录|明细)?\d*|时间\d*"
CARDS += r"|[上下]班\d*(打卡|刷卡)?(时间)?|第?[一二三四五六\d]次?(打卡|刷卡|签卡)?(时间)?"
SHIFT = ("上班时间", "下班时间")
SIGNS = {"迟到时间": "迟到", "早退时间": "早退", "是否旷工": "旷工"}
TOTALS = r"(应|实际?)(出勤|到)(天数|次数)?|(迟到|早退|旷工|缺勤|出勤)(次数|天数|时间|分钟)?"
FEWEST_TOTALS = 3  # columns
TOTALS_ADVICE = "需要时请另从考勤机导出打卡流水"


def recognise(grid: Grid, context: Context) -> Reader | None:
    """Recognise times of cards beside people, or under the days of a month."""
    columns = find_columns(unfold_pairs(grid), *OWN_NUMBERS)
    if columns is None or _names_activities(columns) or is_own_table(grid):
        return None
    person = person_columns(columns, *NUMBERS, own=True)
    school_year = context.activities.school_year
    slot = _slot(columns, school_year)
    if not slot and not _hold_times(columns, day_columns(columns, school_year)):
        return None
    if person.own and col.NAME not in person.columns:
        return partial(_refuse, columns, person.columns[col.TEACHER_ID])
    if slot:
        return partial(read_days, Layout(columns, person, (slot,), LOG_LEGEND))
    return partial(read_month, columns, person, advice=TOTALS_ADVICE, legend=LOG_LEGEND)


def recognise_totals(grid: Grid, context: Context) -> Reader | None:  # noqa: ARG001 as every export
    """Recognise the totals of a month; a roster may show them too, and so may a matrix."""
    columns = find_columns(grid, *OWN_NUMBERS)
    if columns is None or len(columns.matching(TOTALS)) < FEWEST_TOTALS:
        return None
    keys = [column for column in ROSTER.columns if column.key]
    if _names_activities(columns) or len(match_columns(columns.lines[0], keys)) == len(keys):
        return None
    person = person_columns(columns, *NUMBERS, own=True)
    return partial(read_month, columns, person, advice=TOTALS_ADVICE)


def _refuse(columns: Columns, number: int, context: Context) -> Sheet:  # noqa: ARG001 as every reader
    heading = columns.written({col.TEACHER_ID: number})[col.TEACHER_ID]
    problem = f"只有考勤机自己的“{heading}”，没有姓名，不知是谁"
    return refuse(
        columns, Unclean(problem, "姓名一列", "请从考勤机导出带姓名的流水，或补上姓名一列")
    )


def _names_activities(columns: Columns) -> bool:
    """Tell a school's own attendance table, which says activities or statuses, from a clock's."""
    declared = (ATTENDANCE.column(col.STATUS), ATTENDANCE.column(col.ACTIVITY_ID))
    return bool(match_columns(columns.lines[0], declared))


def _slot(columns: Columns, school_year: str) -> Slot | None:
    """Find the columns of times, and that of the day, which may be one with the time."""
    times = [at for at in columns.matching(CARDS) if _hold_times(columns, (at,))]
    signs = {at: word for name, word in SIGNS.items() if (at := columns.at(name)) is not None}
    shift = {columns.at(name) for name in SHIFT}
    cards = tuple(at for at in times if at not in shift) or tuple(times)
    dates = [at for name in DATES if (at := columns.at(name)) is not None]
    for date in (*dates, *cards[:1]):
        texts = columns.below(date)
        if cards and texts and read_date(texts[0], school_year):
            return Slot(date, cards, signs)
    return None


def _hold_times(columns: Columns, places: Iterable[int]) -> bool:
    """Tell whether most cells of some columns are times of day."""
    texts = [text for at in places for text in columns.below(at)]
    return bool(texts) and 2 * sum(map(is_time, texts)) >= len(texts)
