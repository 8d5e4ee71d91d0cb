"""What the files do not say: tables that are not there, attendance that was not recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.calendar import LAST_KNOWN_YEAR
from xiaoben_analytics.problems import NOTICE, Problem
from xiaoben_analytics.tables import TABLES, UNRECORDED

_SCORED = ("external", "participation", "notes", "reading", "awards", "group_review")


def check_tables(tables: Mapping[str, pd.DataFrame], files: pd.DataFrame) -> Iterator[Problem]:
    """Name the needed tables that are missing, and the scored ones that hold nothing.

    Of a scored table that is there without any row, reading has said so.
    """
    blank = files[files[col.USED] + files[col.SET_ASIDE] == 0].groupby(col.TABLE)[col.FILE].first()
    for table in TABLES.values():
        if table.needed and tables[table.name].empty:
            headings = "、".join(table.key_headings)
            yield Problem(
                "",
                "",
                None,
                "",
                table.label,
                f"{blank[table.name]} 里还没有填写任何行，无法计分"
                if table.name in blank
                else f"没有读到《{table.label}》，无法计分",
                f"一张含“{headings}”等标题的表",
                "请填写，一人一行或一项一行"
                if table.name in blank
                else "请放入该表，或检查标题行的写法",
            )
    for name in _SCORED:
        if tables[name].empty and name not in blank:
            label = TABLES[name].label
            yield _notice(
                "",
                "",
                f"没有读到《{label}》的记录，按无记录计算",
                f"如有此项记录，请把含“{'、'.join(TABLES[name].key_headings) or '级别、等次'}”标题的表放入文件夹",
            )


def check_recorded(records: pd.DataFrame) -> Iterator[Problem]:
    """Name each activity for which owed teachers have no attendance row, if there is any at all."""
    missing = records[records[col.STATUS] == UNRECORDED]
    if len(missing) == len(records):
        return
    absent = missing.groupby([col.ACTIVITY_ID, col.TITLE])[col.NAME].agg(list)
    for (activity, title), people in zip(absent.index, absent, strict=True):
        names = "、".join(people[:5]) + ("等" if len(people) > 5 else "")
        yield _notice(
            "活动编号",
            activity,
            f"《{title}》有 {len(people)} 位应参加教师没有考勤记录（{names}），不计学时，也不算缺席",
            "如确实参加或缺席，请在考勤表中补登记",
        )


def check_calendar(external: pd.DataFrame) -> Iterator[Problem]:
    """Name the relay trainings whose working days lie beyond the known public holidays."""
    beyond = external[external[col.RETURN_DATE].dt.year > LAST_KNOWN_YEAR]
    for row in beyond[beyond[col.RELAY_DATE].notna()].to_dict("records"):
        yield Problem(
            row[col.FILE],
            row[col.SHEET],
            row[col.ROW],
            "返校日期",
            f"{row[col.RETURN_DATE]:%Y-%m-%d}",
            f"{LAST_KNOWN_YEAR} 年以后的放假安排尚未收录，{row[col.NAME]}的二次培训按周一至周五计算工作日",
            advice="请人工核对是否在三个工作日内",
            severity=NOTICE,
        )


def _notice(column: str, value: str, problem: str, advice: str) -> Problem:
    return Problem("", "", None, column, value, problem, advice=advice, severity=NOTICE)
