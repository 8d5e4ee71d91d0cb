"""Who was where: teacher x activity, one coloured cell each."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

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
    shorten,
)
from xiaoben_analytics.findings import finding_attendance
from xiaoben_analytics.labels import hours, month_of_year, reading_order
from xiaoben_analytics.participation import EVERYTHING, Portion, take_portion
from xiaoben_analytics.tables import PRESENT, UNRECORDED

_NAMES, _BOTTOM = 190, 40
_ROW, _TALLEST, _FEWEST_ROWS, _FEWEST_COLUMNS = 20, 1200, 16, 12
_GROUP_NAME, _GROUP_LETTERS, _NAME_LETTERS = 20, 7, 5
_LETTERED = 15
"""Pixels that a row needs for a letter in each of its cells."""
_WIDE_ENOUGH = 26
"""So many columns have room for letters where the chart is 700 wide."""
_LETTERS = {PRESENT: "", UNRECORDED: "？"}


def plot_attendance_heatmap(result: Assessment, portion: Portion = EVERYTHING) -> go.Figure:
    """Draw every assessed teacher's status at every activity, teachers by group, activities by month.

    A cell is blank where nothing was owed and nothing recorded. Activities that a single group
    has to itself stand in columns shared by all groups. The chart grows with the roster up to a
    height; beyond it cells have no letters, and only names that fit are written, all of them once
    somebody zooms in.
    """
    records, teachers = take_portion(result.records, result.teachers, portion)
    title = finding_attendance(records)
    if records.empty:
        return say_empty(new_figure(title), "没有考勤记录")
    teachers = _in_reading_order(teachers)
    headings = _headings(records)
    places = {heading: place for place, heading in enumerate(dict.fromkeys(headings.values()))}
    rows = {teacher: place for place, teacher in enumerate(teachers[col.TEACHER_ID])}
    placed = records.assign(
        x=records[col.ACTIVITY_ID].map(headings).map(places),
        y=records[col.TEACHER_ID].map(rows),
    )
    row = _row_height(len(teachers))
    lettered = row >= _LETTERED and len(places) <= _WIDE_ENOUGH
    figure = new_figure(title, note=_note(lettered=lettered), room=_NAMES)
    figure.add_trace(_cells(placed, len(teachers), len(places), lettered=lettered))
    _name_axes(figure, teachers, [f"{month} {title}".strip() for month, _, title in places])
    return _separate_groups(figure, teachers, row)


def _row_height(teachers: int) -> int:
    return max(3, min(_ROW, _TALLEST // max(teachers, _FEWEST_ROWS)))


def _note(*, lettered: bool) -> str:
    if lettered:
        return "每行一位教师，每列一次活动；字为状态，“补”＝已补课，空白＝不在参加范围"
    return "每行一位教师，每列一次活动，空白＝不在参加范围；框选放大后可见全部姓名"


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
    return "" if pd.isna(month) else month_of_year(str(month))  # type: ignore[call-overload]


def _cells(placed: pd.DataFrame, height: int, width: int, *, lettered: bool) -> go.Heatmap:
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
        x=_keys(width), y=_keys(height), z=codes, hovertext=hover, hoverinfo="text",
        hoverongaps=False, xgap=1, ygap=1,
        **({"text": letters, "texttemplate": "%{text}", "textfont": {"size": 14}} if lettered else {}), zmin=-0.5, zmax=count - 0.5,
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


def _keys(count: int) -> list[str]:
    """Name places by their numbers: names may be equal."""
    return [str(place) for place in range(count)]


def _name_axes(figure: go.Figure, teachers: pd.DataFrame, columns: list[str]) -> None:
    """Let the page write as many names as have room, more of them when it is zoomed."""
    names = teachers[col.NAME].tolist()
    for axis, told, longest, fewest in (
        (figure.layout.xaxis, columns, 13, _FEWEST_COLUMNS),
        (figure.layout.yaxis, names, _NAME_LETTERS, _FEWEST_ROWS),
    ):
        axis.update(
            type="category", categoryarray=_keys(len(told)), showgrid=False, tickfont_size=14,
            labelalias={str(place): safe(shorten(name, longest)) for place, name in enumerate(told)},
            uirevision=safe(f"{len(told)} {told[0]}"),  # zoomed into other rows means nothing
            range=[-0.5, max(len(told), fewest) - 0.5],
        )  # fmt: skip
    figure.update_xaxes(side="top", tickangle=-90)
    figure.update_yaxes(range=figure.layout.yaxis.range[::-1])
    height = _BOTTOM + _row_height(len(names)) * max(len(names), _FEWEST_ROWS)
    figure.update_layout(
        height=figure.layout.margin.t + height, margin={"l": 190, "r": 20, "b": _BOTTOM}
    )


def _separate_groups(figure: go.Figure, teachers: pd.DataFrame, row: int) -> go.Figure:
    """Draw a line between groups and write each group's name beside its rows, where it has room."""
    start, free = 0, 0.0
    for group, members in groupby(teachers[col.GROUP]):
        place = max(float(start), free)
        free = place + _GROUP_NAME / row
        figure.add_annotation(
            text=f"<b>{safe(shorten(group, _GROUP_LETTERS))}</b>", x=0, xref="paper", xshift=-182,
            xanchor="left", y=place, yanchor="middle", showarrow=False, font={"size": 15},
        )  # fmt: skip
        if start:
            figure.add_shape(
                type="line", x0=0, x1=1, xref="paper", y0=start - 0.5, y1=start - 0.5,
                line={"color": PALE, "width": 1.5},
            )  # fmt: skip
        start += sum(1 for _ in members)
    return figure
