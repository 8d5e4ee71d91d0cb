"""What the report says about taking part: by month, group and activity, then teacher by teacher."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.findings import (
    finding_absentees,
    finding_attendance,
    finding_months,
    finding_participation,
    sum_participation,
)
from xiaoben_analytics.labels import month_name, printable, rate, reading_order
from xiaoben_analytics.summary.material import Material
from xiaoben_analytics.summary.model import (
    CENTER,
    LEFT,
    RIGHT,
    Block,
    Chart,
    Finding,
    Series,
    Table,
    text_rows,
)
from xiaoben_analytics.tables import (
    ABSENT,
    ATTENDING,
    EARLY_LEAVE,
    LATE,
    OFFICIAL_LEAVE,
    PERSONAL_LEAVE,
    PRESENT,
    SICK_LEAVE,
    STATUSES,
    UNRECORDED,
)

MARKS = {status: status[0] for status in STATUSES} | {PRESENT: "√", UNRECORDED: "？"}
COLOR_NAMES = {
    PRESENT: "浅蓝",
    LATE: "黄",
    EARLY_LEAVE: "橙",
    SICK_LEAVE: "浅紫",
    PERSONAL_LEAVE: "紫",
    OFFICIAL_LEAVE: "深紫",
    ABSENT: "红",
    UNRECORDED: "灰",
}
_MADE_UP = "补"
_NOTHING = "—"
_UPRIGHT_COLUMNS = 9


def participation_blocks(material: Material) -> Iterator[Block]:
    """Show which of the assessed came: rates first, then every teacher at every activity."""
    yield from _rate_blocks(material)
    yield from _record_blocks(material.records)


def _rate_blocks(material: Material) -> Iterator[Block]:
    counted = material.result.participation
    yield material.compare(finding_participation, counted, col.GROUP)
    if counted[col.OWED].sum():
        yield _rate_chart("各教研组出勤率", counted, col.GROUP)
        yield Finding(printable(finding_months(counted)))
        yield _rate_chart("各月出勤率", counted, col.MONTH)
        yield _rate_table(counted)


def _record_blocks(records: pd.DataFrame) -> Iterator[Block]:
    if len(records):
        yield Finding(printable(finding_attendance(records)))
        yield _activity_table(records)
        yield Finding(printable(finding_absentees(records)), single=True)
        yield from _marks_tables(records)


def _rate_chart(title: str, counted: pd.DataFrame, by: str) -> Chart:
    rates = sum_participation(counted, by)
    if by == col.GROUP:
        rates = rates.iloc[rates[by].map(reading_order).argsort(kind="stable")]
    names = _month_labels(rates[by].tolist()) if by == col.MONTH else rates[by].tolist()
    share = tuple(
        attended / owed for attended, owed in zip(rates[col.ATTENDED], rates[col.OWED], strict=True)
    )
    shown = text_rows([names])[0]
    series = (Series("出勤率", share),)
    return Chart(
        "columns", title, shown, series, "出勤率", "0.0%", 1.0, labelled=True,
        behind=_behind(title, by, rates),
        groups=tuple(rates[by]) if by == col.GROUP else (),
    )  # fmt: skip


def _behind(title: str, by: str, rates: pd.DataFrame) -> Table:
    rows = [
        (month_name(part) if by == col.MONTH else part, owed, came, _rate(owed, came))
        for part, owed, came in rates.itertuples(index=False, name=None)
    ]
    corner = "月份" if by == col.MONTH else "教研组"
    header = (corner, "应到（人次）", "实到（人次）", "出勤率")
    groups = tuple(rates[by]) if by == col.GROUP else ()
    return Table(title, header, text_rows(rows), (LEFT, RIGHT, RIGHT, RIGHT), groups=groups)


def _month_labels(months: list[str]) -> list[str]:
    """Name months without their year, which a school year does not need; else with it."""
    short = [f"{int(month[5:])}月" for month in months]
    return short if len(set(short)) == len(months) else [month_name(month) for month in months]


def _rate_table(counted: pd.DataFrame) -> Table:
    """Cross months with groups, whichever are more as rows; all of both at the end."""
    months = {month: month_name(month) for month in sorted(counted[col.MONTH].unique())}
    groups = {group: group for group in sorted(counted[col.GROUP].unique(), key=reading_order)}
    sides = [(col.MONTH, "月份", months, "全年"), (col.GROUP, "教研组", groups, "全校")]
    if len(groups) > len(months):
        sides.reverse()
    (by_row, corner, rows, last), (by_column, _, columns, end) = sides
    lines = [
        (name, *_rates(counted[counted[by_row] == key], by_column, columns))
        for key, name in rows.items()
    ]
    return Table(
        "各教研组各月出勤率",
        text_rows([(corner, *columns.values(), end)])[0],
        text_rows([*lines, (last, *_rates(counted, by_column, columns))]),
        (LEFT, *[RIGHT] * (len(columns) + 1)),
        note=f"出勤率＝实到人次÷应到人次，迟到、早退算实到；{_NOTHING} 表示当月没有应参加的活动。",
        wide=len(columns) > _UPRIGHT_COLUMNS,
        groups=(*rows, "") if by_row == col.GROUP else (),
        across=("", *columns, "") if by_column == col.GROUP else (),
    )


def _rates(counted: pd.DataFrame, by: str, keys: Iterable[str]) -> tuple[str, ...]:
    parts = (*(counted[counted[by] == key] for key in keys), counted)
    return tuple(_rate(int(part[col.OWED].sum()), int(part[col.ATTENDED].sum())) for part in parts)


def _rate(owed: int, attended: int) -> str:
    return rate(attended, owed) if owed else _NOTHING


def _activity_table(records: pd.DataFrame) -> Table:
    """List the activities in order of month, numbered as in the attendance tables."""
    rows = []
    for number, (activity, shown) in enumerate(_activities(records).iterrows(), start=1):
        owed = records[(records[col.ACTIVITY_ID] == activity) & records[col.OWED]]
        came = int(owed[col.STATUS].isin(ATTENDING).sum())
        due = (len(owed), came, _rate(len(owed), came)) if len(owed) else ("自愿", "", _NOTHING)
        month = _NOTHING if pd.isna(shown[col.MONTH]) else month_name(shown[col.MONTH])
        rows.append((number, shown[col.TITLE], month, *due))
    return Table(
        "各项活动出勤率",
        ("序号", "培训内容", "月份", "应到", "实到", "出勤率"),
        text_rows(rows),
        (CENTER, LEFT, LEFT, RIGHT, RIGHT, RIGHT),
        free=(1,),
    )


def _activities(records: pd.DataFrame) -> pd.DataFrame:
    """One row per activity, indexed by its id, in order of month and id."""
    once = records.drop_duplicates(col.ACTIVITY_ID).sort_values([col.MONTH, col.ACTIVITY_ID])
    return once.set_index(col.ACTIVITY_ID)[[col.TITLE, col.MONTH]]


def _marks_tables(records: pd.DataFrame) -> Iterator[Table]:
    """Cross each group's teachers with its activities."""
    numbers = {activity: place for place, activity in enumerate(_activities(records).index, 1)}
    legend = "、".join(
        f"{mark} {status}（{COLOR_NAMES[status]}）" for status, mark in MARKS.items()
    )
    for group in sorted(records[col.GROUP].unique(), key=reading_order):
        rows = records[records[col.GROUP] == group]
        own = sorted(rows[col.ACTIVITY_ID].unique(), key=numbers.__getitem__)
        teachers = dict(list(rows.groupby(col.TEACHER_ID, sort=False)))
        lines = [
            (own_rows[col.NAME].iloc[0], _line(own_rows, own)) for own_rows in teachers.values()
        ]
        yield Table(
            printable(f"{group}考勤一览"),
            ("姓名", *(str(numbers[activity]) for activity in own)),
            text_rows((name, *(mark for mark, _ in line)) for name, line in lines),
            (LEFT, *[CENTER] * len(own)),
            note=f"列号为活动序号；符号（颜色）：{legend}；{_MADE_UP} 已补课，颜色仍为原来的；"
            "空白为不须参加。",
            shades=tuple(("", *(status for _, status in line)) for _, line in lines),
            wide=True,
            people=tuple(map(str, teachers)),
        )


def _line(rows: pd.DataFrame, activities: list[str]) -> list[tuple[str, str]]:
    """Give a teacher's mark and status at each activity."""
    marks = {
        activity: (_MADE_UP if made_up else MARKS[status], status)
        for activity, status, made_up in zip(
            rows[col.ACTIVITY_ID], rows[col.STATUS], rows[col.MADE_UP], strict=True
        )
    }
    return [marks.get(activity, ("", "")) for activity in activities]
