"""Days that cannot be right: of studies that end before they begin, of records of another year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from xiaoben_analytics import calendar
from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import NOTICE, Problem
from xiaoben_analytics.tables import TABLES, Column

_DATED = {
    "external": col.RETURN_DATE,
    "notes": col.DATE,
    "reading": col.DATE,
    "awards": col.DATE,
    "practice": col.DATE,
}
"""The column that dates the rows of a table."""
_NAMED = 5


def check_dates(tables: Mapping[str, pd.DataFrame], school_year: str) -> Iterator[Problem]:
    """List days that contradict each other or the school year; the rows count all the same.

    `school_year` is such as "2021-2022"; where it is blank nothing is said about it.
    """
    yield from _reversed(tables["external"])
    if school_year:
        for name, dated in _DATED.items():
            yield from _outside(tables[name], TABLES[name].column(dated), school_year)


def _reversed(external: pd.DataFrame) -> Iterator[Problem]:
    """Name the studies that end before they begin."""
    wrong = external[external[col.RETURN_DATE] < external[col.START_DATE]]
    for study in wrong.fillna({col.FILE: "", col.SHEET: ""}).to_dict("records"):
        number = study[col.ROW]
        yield Problem(
            str(study[col.FILE]),
            str(study[col.SHEET]),
            number if isinstance(number, int) else None,
            "返校日期",
            f"{study[col.RETURN_DATE]:%Y-%m-%d}",
            f"{study[col.NAME]}的返校日期早于开始日期（{study[col.START_DATE]:%Y-%m-%d}），仍照常计入",
            "不早于开始日期的日期",
            "请核对后改正",
            NOTICE,
        )


def _outside(rows: pd.DataFrame, dated: Column, school_year: str) -> Iterator[Problem]:
    """Say once for a sheet which of its rows are dated before or after the school year."""
    year, days = calendar.school_year(school_year), rows[dated.name]
    inside = days.between(pd.Timestamp(year.start), pd.Timestamp(year.end))
    strange = rows[days.notna() & ~inside].fillna({col.FILE: "", col.SHEET: ""})
    for (file, sheet), found in strange.groupby([col.FILE, col.SHEET], sort=False):
        own = found[dated.name]
        earliest, latest = f"{own.min():%Y-%m-%d}", f"{own.max():%Y-%m-%d}"
        yield Problem(
            str(file),
            str(sheet),
            None,
            dated.heading,
            earliest if earliest == latest else f"{earliest} 至 {latest}",
            f"{_rows(found)}的日期不在 {school_year} 学年内，仍照常计入",
            f"{year.start} 至 {year.end}",
            "如是笔误请改正；如是别的学年的记录，请删去或移出文件夹",
            NOTICE,
        )


def _rows(found: pd.DataFrame) -> str:
    numbers = [str(row) for row in found[col.ROW].dropna()]
    more = "等" if len(numbers) > _NAMED else ""
    where = f"（第 {'、'.join(numbers[:_NAMED])} 行{more}）" if numbers else ""
    return f"有 {len(found)} 行{where}"
