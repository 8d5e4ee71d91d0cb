"""Who was where: teacher x activity, one coloured cell each."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from math import ceil

import pandas as pd
import plotly.graph_objects as go

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.figures.template import (
    PALE,
    STATUS_COLORS,
    Row,
    new_figure,
    safe,
    say_empty,
)
from xiaoben_analytics.findings import finding_attendance
from xiaoben_analytics.labels import hours, reading_order
from xiaoben_analytics.tables import PRESENT, UNRECORDED

_ROW, _NAMES, _BOTTOM = 20, 190, 40
_FEWEST_ROWS, _FEWEST_COLUMNS = 16, 12
_NARROWEST = 400
"""Pixels that the columns share where the chart is 700 wide."""
_LETTERS = {PRESENT: "", UNRECORDED: "？"}


def plot_attendance_heatmap(result: Assessment) -> go.Figure:
    """Draw every assessed teacher's status at every activity, teachers by group, activities by month.

    A cell is blank where nothing was owed and nothing recorded. Activities that a single group
    has to itself stand in columns shared by all groups. The chart grows with the roster, so that
    names stay readable.
    """
    title = finding_attendance(result.records)
    if result.records.empty:
        return say_empty(new_figure(title), "没有考勤记录")
    teachers = _in_reading_order(result.teachers[result.teachers[col.ASSESSED]])
    headings = _headings(result.records)
    places = {heading: place for place, heading in enumerate(dict.fromkeys(headings.values()))}
    rows = {teacher: place for place, teacher in enumerate(teachers[col.TEACHER_ID])}
    placed = result.records.assign(
        x=result.records[col.ACTIVITY_ID].map(headings).map(places),
        y=result.records[col.TEACHER_ID].map(rows),
    )
    figure = new_figure(
        title,
        note="每行一位教师，每列一次活动；字为状态，“补”＝已补课，空白＝不在参加范围",
        room=_NAMES,
    )
    figure.add_trace(_cells(placed, len(teachers), len(places)))
    _name_axes(figure, teachers, [f"{month} {title}".strip() for month, _, title in places])
    return _separate_groups(figure, teachers, len(places))


def _in_reading_order(teachers: pd.DataFrame) -> pd.DataFrame:
    """Order people by group, then by id."""
    order = teachers.assign(**{col.GROUP: teachers[col.GROUP].map(reading_order)})
    return teachers.loc[order.sort_values([col.GROUP, col.TEACHER_ID]).index]


def _headings(records: pd.DataFrame) -> dict[str, tuple[str, str, str]]:
    """Give each activity its column: (month, id or nothing, title), in order of time.

    The first activities of a month that each group has to itself share a column, so do the second.
    """
    activities = records.drop_duplicates(col.ACTIVITY_ID)
    activities = activities.sort_values([col.MONTH, col.ACTIVITY_ID])
    shared = records.groupby(col.ACTIVITY_ID)[col.GROUP].nunique()
    single_group = len(records[col.GROUP].unique()) == 1
    common, own, counts = {}, {}, Counter[tuple[str, str]]()
    for row in activities.to_dict("records"):
        name, month = row[col.ACTIVITY_ID], _month(row[col.MONTH])
        if shared[name] > 1 or single_group:
            common[name] = (month, name, str(row[col.TITLE]))
        else:
            counts[month, row[col.GROUP]] += 1
            own[name] = (month, "", f"教研组活动{counts[month, row[col.GROUP]]}")
    months = list(dict.fromkeys(_month(month) for month in activities[col.MONTH]))
    headings = {**common, **own}
    return dict(sorted(headings.items(), key=lambda item: months.index(item[1][0])))


def _month(month: object) -> str:
    return "" if pd.isna(month) else f"{int(str(month)[-2:])}月"  # type: ignore[call-overload]


def _cells(placed: pd.DataFrame, height: int, width: int) -> go.Heatmap:
    statuses = list(reversed(STATUS_COLORS))  # a colour bar is read from above
    codes: list[list[int | None]] = [[None] * width for _ in range(height)]
    letters, hover = ([[""] * width for _ in range(height)] for _ in range(2))
    for row in placed.to_dict("records"):
        x, y, status = row["x"], row["y"], row[col.STATUS]
        codes[y][x] = statuses.index(status)
        letters[y][x] = "补" if row[col.MADE_UP] else _LETTERS.get(status, status[0])
        hover[y][x] = _hover(row)
    count = len(statuses)
    return go.Heatmap(
        z=codes, text=letters, texttemplate="%{text}", textfont={"size": 13}, hovertext=hover,
        hoverinfo="text", hoverongaps=False, xgap=1, ygap=1, zmin=-0.5, zmax=count - 0.5,
        colorscale=[
            [(code + edge) / count, STATUS_COLORS[status]]
            for code, status in enumerate(statuses)
            for edge in (0, 1)
        ],
        colorbar={
            "tickvals": list(range(count)), "ticktext": statuses, "ticks": "", "outlinewidth": 0,
            "lenmode": "pixels", "len": 300, "y": 1, "yanchor": "top", "thickness": 24,
            "tickfont": {"size": 16},
        },
    )  # fmt: skip


def _hover(row: Row) -> str:
    made_up = "，已补课" if row[col.MADE_UP] else ""
    owed = "" if row[col.OWED] else "（不要求参加）"
    return (
        f"<b>{safe(row[col.NAME])}</b>　{safe(row[col.GROUP])}<br>"
        f"{_month(row[col.MONTH])}　{safe(row[col.TITLE])}{owed}<br>"
        f"{row[col.STATUS]}{made_up}，计 {hours(row[col.EARNED])} 学时"
    )


def _name_axes(figure: go.Figure, teachers: pd.DataFrame, columns: list[str]) -> None:
    size = max(10, min(14, _NARROWEST // len(columns)))
    step = ceil(len(columns) * size / _NARROWEST)  # names of a long year's columns take turns
    figure.update_xaxes(
        side="top", showgrid=False, tickangle=-90, tickfont_size=size,
        tickvals=list(range(0, len(columns), step)), ticktext=[_short(name) for name in columns[::step]],
        range=[-0.5, max(len(columns), _FEWEST_COLUMNS) - 0.5],
    )  # fmt: skip
    figure.update_yaxes(
        showgrid=False, tickfont_size=13,
        tickvals=list(range(len(teachers))), ticktext=[safe(name) for name in teachers[col.NAME]],
        range=[max(len(teachers), _FEWEST_ROWS) - 0.5, -0.5],
    )  # fmt: skip
    height = figure.layout.margin.t + _BOTTOM + _ROW * max(len(teachers), _FEWEST_ROWS)
    figure.update_layout(height=height, margin={"l": 190, "r": 20, "b": _BOTTOM})


def _short(name: str, longest: int = 13) -> str:
    return safe(name if len(name) <= longest else f"{name[: longest - 1]}…")


def _separate_groups(figure: go.Figure, teachers: pd.DataFrame, width: int) -> go.Figure:
    """Draw a line between groups and write each group's name beside its rows."""
    start = 0
    for group, members in groupby(teachers[col.GROUP]):
        figure.add_annotation(
            text=f"<b>{safe(group)}</b>", x=0, xref="paper", xshift=-182, xanchor="left",
            y=start, yanchor="middle", showarrow=False, font={"size": 15},
        )  # fmt: skip
        if start:
            figure.add_shape(
                type="line", x0=-0.5, x1=width - 0.5, y0=start - 0.5, y1=start - 0.5,
                line={"color": PALE, "width": 1.5},
            )  # fmt: skip
        start += sum(1 for _ in members)
    return figure
