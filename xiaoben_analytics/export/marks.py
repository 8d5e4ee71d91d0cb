"""The sheets 参与, 出勤率 and 活动: who came to what, and rates counted from those very cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_col_to_name

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.export.book import Book, Cell
from xiaoben_analytics.export.charts import Words, column_chart, insert_charts, line_chart
from xiaoben_analytics.figures.template import INK, STATUS_COLORS, shorten
from xiaoben_analytics.findings import finding_attendance, finding_months, finding_participation
from xiaoben_analytics.labels import HEADINGS, month_name, month_of_year
from xiaoben_analytics.summary.attendance import MARKS
from xiaoben_analytics.tables import ABSENT, ATTENDING, OFFICIAL_LEAVE

TAKING_PART, RATES, ACTIVITIES = "参与", "出勤率", "活动"
MADE_UP, NOTHING = "补", "—"
_WHO = (col.GROUP, col.TEACHER_ID, col.NAME)
_COUNTS = ("应到", "实到", "出勤率")
_LEFT = len(_WHO) + len(_COUNTS)
_LEGEND, _TITLES, _MONTHS, _TOP = 2, 6, 7, 8
"""Rows, counted from 0: what marks mean, titles, months, and the headings with the activities' numbers."""
_FIRST = _TOP + 1
_WIDTHS, _NARROW, _LETTERS = (14, 11, 15, 9, 9, 11), 5, 15
_UNDATED = "未注明"
_PAGE = 150
_ON_DARK = (ABSENT, OFFICIAL_LEAVE)


@dataclass(frozen=True, eq=False)
class Grid:
    """Teachers in the order of the standings, activities in that of the year, and the marks."""

    people: list[tuple[str, str, str]]
    activities: pd.DataFrame
    marks: Mapping[tuple[str, str], tuple[str, str]]

    @cached_property
    def months(self) -> dict[str, tuple[int, int]]:
        """The first and last column of each month in which somebody was due; undated ones have none."""
        spans: dict[str, tuple[int, int]] = {}
        for place, month in enumerate(self.activities[col.MONTH], start=_LEFT):
            if not pd.isna(month):
                spans[month] = (spans.get(month, (place, place))[0], place)
        everybody = (_FIRST, self.last_row)
        return {month: span for month, span in spans.items() if self.count(everybody, span)[0]}

    @cached_property
    def groups(self) -> dict[str, tuple[int, int]]:
        """The first and last row of each group's teachers, counted from 0."""
        spans: dict[str, tuple[int, int]] = {}
        for place, (group, *_) in enumerate(self.people, start=_FIRST):
            spans[group] = (spans.get(group, (place, place))[0], place)
        return spans

    @property
    def last_row(self) -> int:
        return _FIRST + len(self.people) - 1

    @property
    def last_column(self) -> int:
        return _LEFT + len(self.activities) - 1

    def count(self, rows: tuple[int, int], columns: tuple[int, int]) -> tuple[int, int]:
        """Count who was due and who came in a part of the sheet."""
        people = self.people[rows[0] - _FIRST : rows[1] - _FIRST + 1]
        held = self.activities.index[columns[0] - _LEFT : columns[1] - _LEFT + 1]
        found = [
            self.marks.get((one[1], activity), ("", ""))[0] for one in people for activity in held
        ]
        due = [mark for mark in found if mark and not mark.startswith("(")]
        return len(due), sum(mark in _CAME for mark in due)


def grid_of(result: Assessment) -> Grid:
    """Read who came to what from the records of the assessed."""
    records = result.records
    once = records.drop_duplicates(col.ACTIVITY_ID).sort_values([col.MONTH, col.ACTIVITY_ID])
    keys = zip(records[col.TEACHER_ID], records[col.ACTIVITY_ID], strict=True)
    flags = zip(records[col.STATUS], records[col.MADE_UP], records[col.OWED], strict=True)
    return Grid(
        people=list(result.standings[list(_WHO)].itertuples(index=False, name=None)),
        activities=once.set_index(col.ACTIVITY_ID)[[col.TITLE, col.MONTH]],
        marks={key: (_mark(*flag), flag[0]) for key, flag in zip(keys, flags, strict=True)},
    )


def write_marks(book: Book, result: Assessment, grid: Grid) -> None:
    """Write a coloured mark for every teacher and activity, and each teacher's rate."""
    sheet = book.add_sheet(TAKING_PART, freeze=(_FIRST, len(_WHO)))
    for status, color in STATUS_COLORS.items():
        ink = "#FFFFFF" if status in _ON_DARK else INK
        book.add_style(status, "center", bg_color=color, font_color=ink)
    book.add_style("upright", "heading", rotation=90, font_size=9)
    book.add_style("small_heading", "heading", font_size=9)
    book.write_row(sheet, 0, [Cell("参与情况：教师 × 活动", "title")])
    told = finding_attendance(result.records) if len(result.records) else "没有活动记录。"
    last = max(min(grid.last_column, _LEFT + 20), _LEFT + 5)
    place = (1, len(_WHO), 1, last)
    book.write_merged(sheet, place, Cell(told, "sentence"))
    book.fit_height(sheet, 1, told, sum(_WIDTHS[len(_WHO) :]) + _NARROW * (last - _LEFT + 1))
    _write_legend(book, sheet)
    numbers = [str(number) for number in range(1, len(grid.activities) + 1)]
    rows = [_teacher(grid, row) for row in range(_FIRST, grid.last_row + 1)]
    header = [*(HEADINGS[name] for name in _WHO), *_COUNTS, *numbers]
    book.write_table(sheet, header, rows, top=_TOP)
    _write_heads(book, sheet, grid)
    sheet.print_area(0, 0, grid.last_row, max(grid.last_column, _LEFT + 5))
    sheet.repeat_rows(_TITLES, _TOP)
    sheet.repeat_columns(0, len(_WHO) - 1)
    sheet.fit_to_pages(-(-_NARROW * len(numbers) // _PAGE) or 1, 0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    bar = {"type": "data_bar", "bar_color": "#9CC3E0"}
    ends = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1}
    sheet.conditional_format(_FIRST, _LEFT - 1, grid.last_row, _LEFT - 1, {**bar, **ends})
    book.protect(sheet)


def write_rates(book: Book, result: Assessment, grid: Grid) -> None:
    """Cross groups with months: each rate counts the marks of a part of 参与; two charts below."""
    sheet = book.add_sheet(RATES, freeze=(_HEAD + 1, 1))
    names = _month_headings(list(grid.months))
    header = [HEADINGS[col.GROUP], *names, "全年"]
    everybody = (_FIRST, grid.last_row)
    rows = [
        [Cell(name, "wrap"), *_rates(grid, rows)]
        for name, rows in [*grid.groups.items(), ("全校", everybody)]
    ]
    widths = book.write_table(sheet, header, rows, top=_HEAD)
    book.write_row(sheet, 0, [Cell("各教研组各月出勤率", "title")])
    note = f"实到÷应到，迟到、早退算实到，自愿参加不计；{NOTHING} 表示没有应参加的活动。"
    book.write_sentence(sheet, 1, note, widths)
    last = _HEAD + len(rows)
    sheet.autofilter(_HEAD, 0, last - 1, len(header) - 1)
    sheet.print_area(0, 0, last, max(len(header), 6) - 1)
    if grid.months:
        charts = _draw_rates(book, last, len(header) - 1, result)
        insert_charts(book, sheet, last + 2, charts, widths)
    book.protect(sheet)


def write_activities(book: Book, grid: Grid) -> None:
    """List the activities by the numbers of 参与: how many were due, came, and the rate."""
    sheet = book.add_sheet(ACTIVITIES, freeze=(1, 2))
    header = ["序号", HEADINGS[col.TITLE], HEADINGS[col.MONTH], *_COUNTS]
    rows = []
    for number, (title, month) in enumerate(grid.activities.itertuples(index=False), start=1):
        column = _LEFT + number - 1
        counts = _counted(grid, (_FIRST, grid.last_row), (column, column), f"{TAKING_PART}!")
        when = _UNDATED if pd.isna(month) else month_name(month)
        shown = [Cell(number, "count"), Cell(_text(title), "wrap"), Cell(when, "left")]
        rows.append([*shown, *counts])
    book.write_table(sheet, header, rows)
    if rows:
        bar = {"type": "data_bar", "bar_color": "#9CC3E0"}
        ends = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1}
        sheet.conditional_format(1, len(header) - 1, len(rows), len(header) - 1, {**bar, **ends})
    sheet.set_portrait()
    book.protect(sheet)


def _mark(status: str, made_up: bool, owed: bool) -> str:  # noqa: FBT001  a row's flags
    mark = MADE_UP if made_up and status not in ATTENDING else MARKS[status]
    return mark if owed else f"({mark})"


def _write_legend(book: Book, sheet: Any) -> None:
    """Show each mark in its colour with what it means, in the columns that every page repeats."""
    shown = [Cell(f"{mark} {status}", status) for status, mark in MARKS.items()]
    shown += [Cell(f"{MADE_UP} 已补课", "center"), Cell("(√) 自愿参加", "center")]
    for at, cell in enumerate(shown):
        row, column = divmod(at, len(_WHO))
        book.write_row(sheet, _LEGEND + row, [cell], start=column)


def _write_heads(book: Book, sheet: Any, grid: Grid) -> None:
    """Write titles and months above the numbers; widths and heights that hold them."""
    titles = [shorten(_text(title), _LETTERS) for title in grid.activities[col.TITLE]]
    months = grid.activities[col.MONTH]
    names = [_UNDATED if pd.isna(month) else month_of_year(month) for month in months]
    blank: list[Cell] = [Cell(None, "heading")] * (_LEFT - 1)
    book.write_row(sheet, _TITLES, [Cell("活动名称", "heading"), *blank])
    book.write_row(sheet, _TITLES, [Cell(one, "upright") for one in titles], start=_LEFT)
    book.write_row(sheet, _MONTHS, [Cell("月份", "heading"), *blank])
    book.write_row(sheet, _MONTHS, [Cell(one, "small_heading") for one in names], start=_LEFT)
    sheet.set_row(_TITLES, 10 * max([len(one) for one in titles], default=2) + 12)
    sheet.set_row(_TOP, 20)
    for column in range(_LEFT, _LEFT + len(titles)):
        sheet.set_column(column, column, _NARROW)
    for column, least in enumerate(_WIDTHS):
        widest = (
            max([len(one[column]) * 2 for one in grid.people], default=0)
            if column < len(_WHO)
            else 0
        )
        sheet.set_column(column, column, min(max(least, widest + 3), 44))


def _teacher(grid: Grid, row: int) -> list[Cell]:
    person = grid.people[row - _FIRST]
    marks = [grid.marks.get((person[1], activity)) for activity in grid.activities.index]
    counts: Iterable[Cell] = [Cell(0, "count"), Cell(0, "count"), Cell(NOTHING, "right")]
    if marks:
        counts = _counted(grid, (row, row), (_LEFT, grid.last_column))
    return [
        *(Cell(text, look) for text, look in zip(person, ("wrap", "left", "wrap"), strict=True)),
        *counts,
        *(Cell(mark[0], mark[1]) if mark else Cell(None, "center") for mark in marks),
    ]


def _rates(grid: Grid, rows: tuple[int, int]) -> list[Cell]:
    """Write a rate per month, then of all months together."""
    spans = list(grid.months.values())
    if not spans:
        return [Cell(NOTHING, "right")]
    whole = (spans[0][0], spans[-1][1])
    return [_counted(grid, rows, span, f"{TAKING_PART}!")[-1] for span in [*spans, whole]]


def _counted(
    grid: Grid, rows: tuple[int, int], columns: tuple[int, int], sheet: str = ""
) -> list[Cell]:
    """Count the marks of a part of 参与: who was due, who came, and the rate."""
    first, last = (xl_col_to_name(column, col_abs=True) for column in columns)
    place = f"{sheet}{first}${rows[0] + 1}:{last}${rows[1] + 1}"
    due = f'COUNTA({place})-COUNTIF({place},"(*")'
    came = "+".join(f'COUNTIF({place},"{mark}")' for mark in _CAME)
    owed, attended = grid.count(rows, columns)
    rate = attended / owed if owed else NOTHING
    return [
        Cell(owed, "count", f"={due}"),
        Cell(attended, "count", f"={came}"),
        Cell(rate, "rate", f'=IF({due}=0,"{NOTHING}",({came})/({due}))'),
    ]


def _draw_rates(book: Book, last: int, column: int, result: Assessment) -> list[tuple[str, Any]]:
    """Draw the groups' rates of the year, and the school's of each month, with their findings."""
    groups = Words("各教研组全年出勤率", "出勤率（%）", "0.0%", 1)
    months = Words("全校各月出勤率", "出勤率（%）", "0.0%")
    bars = column_chart(book, (RATES, _HEAD + 1, last - 1), {column: "#0072B2"}, groups)
    line = line_chart(book, (RATES, _HEAD, last), column - 1, months)
    counted = result.participation
    return [(finding_participation(counted), bars), (finding_months(counted), line)]


def _month_headings(months: Sequence[str]) -> list[str]:
    """Name months without their year, which a school year does not need; else with it."""
    short = [month_of_year(month) for month in months]
    return short if len(set(short)) == len(months) else [month_name(month) for month in months]


def _text(cell: object) -> str:
    return "" if pd.isna(cell) else str(cell)  # type: ignore[call-overload]


_CAME = tuple(MARKS[status] for status in ATTENDING)
_HEAD = 3
