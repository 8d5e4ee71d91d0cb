"""What is said of how a column was read: once for a sheet, whatever it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import NOTICE, Problem
from xiaoben_analytics.reading.clean import Unclean, show
from xiaoben_analytics.reading.coded import Coded
from xiaoben_analytics.reading.days import read_date, term_told
from xiaoben_analytics.reading.lines import Cell
from xiaoben_analytics.reading.marks import other_leaves
from xiaoben_analytics.reading.record import Records, problem_at
from xiaoben_analytics.reading.sheet import Sheet
from xiaoben_analytics.reading.words import tidy_name
from xiaoben_analytics.tables import ATTENDANCE, PERSONAL_LEAVE, SICK_LEAVE, Column


def note_column(sheet: Sheet, column: Column, cells: Coded[Cell]) -> Iterator[Problem]:
    """Say what is to be known of how a column was read."""
    if column.name == col.NAME:
        yield from _note_spellings(sheet, cells)
    elif sheet.table == ATTENDANCE.name and column.name == col.STATUS:
        yield from tell_leaves(sheet, (cell for cell in cells.distinct if isinstance(cell, str)))
    elif column.kind in {"date", "period"}:
        yield from _note_serials(sheet, column, cells)
        yield from _note_points(sheet, column, cells)
    if column.kind == "period":
        yield from _note_bare_months(sheet, column, cells)


def note_plan(plan: Records) -> Iterator[Problem]:
    """Say what is to be known of when activities are planned."""
    yield from _note_spans(plan)
    yield from _note_terms(plan)


def tell_leaves(sheet: Sheet, texts: Iterable[str]) -> Iterator[Problem]:
    """Say once for a sheet which kinds of leave were taken for the excused leave that is known."""
    if found := other_leaves(texts):
        shown = "、".join(found)
        problem = f"{shown}没有专门的规定，按{PERSONAL_LEAVE}计：是请假，不算无故缺席"
        advice = f'如应作别的处理，请在 reading.toml 的 [legend] 中写明，例如 "{found[0]}" = "{SICK_LEAVE}"'
        finding = Unclean(problem, "", advice)
        yield problem_at(sheet, None, col.STATUS, value=shown, finding=finding, severity=NOTICE)


def _note_spellings(sheet: Sheet, names: Coded[Cell]) -> Iterator[Problem]:
    """Say once for a sheet that names with spaces or other signs in them were read without."""
    written = [name for name in names.distinct if isinstance(name, str)]
    odd = [name for name in written if tidy_name(name) != name.strip()]
    if odd:
        found = f"有 {len(odd)} 个姓名带有空格、全角或异体字符，按不带的写法使用"
        problem = Unclean(found, "", "无须处理")
        value = f"{odd[0]} → {tidy_name(odd[0])}"
        yield problem_at(sheet, None, col.NAME, value=value, finding=problem, severity=NOTICE)


def _note_serials(sheet: Sheet, column: Column, cells: Coded[Cell]) -> Iterator[Problem]:
    """Say once for a column that numbers of a workbook were read as the days they count."""
    numbers = [cell for cell in cells.distinct if type(cell) in (int, float)]
    days = [(cell, day) for cell in numbers if (day := read_date(cell, ""))]
    if days:
        finding = Unclean(f"有 {len(days)} 个数字按日期读取", "", "如不是日期，请改正")
        value = f"{show(days[0][0])} → {days[0][1]}"
        yield problem_at(sheet, None, column.name, value=value, finding=finding, severity=NOTICE)


def _note_points(sheet: Sheet, column: Column, cells: Coded[Cell]) -> Iterator[Problem]:
    """Say once for a column that 9.10 was read as the 10th of September."""
    points = [cell for cell in cells.distinct if isinstance(cell, str) and _POINT.fullmatch(cell)]
    if points:
        finding = Unclean(
            f"有 {len(points)} 个形如 9.10 的写法按月、日读取", "", "如原是 9.1，请改正"
        )
        month, day = map(int, points[0].split("."))
        value = f"{points[0]} → {month}月{day}日"
        yield problem_at(sheet, None, column.name, value=value, finding=finding, severity=NOTICE)


_POINT = re.compile(r"(?:0?[1-9]|1[0-2])\.[123]0", re.ASCII)


def _note_bare_months(sheet: Sheet, column: Column, cells: Coded[Cell]) -> Iterator[Problem]:
    """Say once that bare numbers were read as months, unless the heading calls them so."""
    bare = [show(cell) for cell in cells.distinct if _BARE_MONTH.fullmatch(show(cell))]
    if bare and "月" not in sheet.headings.get(column.name, ""):
        finding = Unclean(f"有 {len(bare)} 个单独的数字按月份读取", "", "如不是月份，请改正")
        value = f"{bare[0]} → {bare[0]} 月"
        yield problem_at(sheet, None, column.name, value=value, finding=finding, severity=NOTICE)


_BARE_MONTH = re.compile(r"0?[1-9]|1[0-2]")


def _note_spans(plan: Records) -> Iterator[Problem]:
    """Say of an activity planned for several months or days which of them it is counted in."""
    times = plan.column(col.TIME)
    for at in times.places(lambda period: bool(period and period.several)).tolist():
        first = times[at].date
        problem = (
            f"写了不止一天，按第一天（{first}）计"
            if first
            else f"跨月的活动按第一个月（{times[at].month}）计"
        )
        yield plan[at].problem(col.TIME, times[at].text, Unclean(problem), NOTICE)


def _note_terms(plan: Records) -> Iterator[Problem]:
    """Say of an activity whose month is of another term than stated that the month decides."""
    told = plan.column(col.TERM).zip(plan.column(col.TIME))
    for at in told.places(lambda pair: pair[0] not in (None, term_told(*pair))).tolist():
        stated, own = told[at][0], term_told(*told[at])
        finding = Unclean(
            f"写的是第 {stated} 学期，培训时间却在第 {own} 学期，以培训时间为准", "", "请核对后改正"
        )
        yield plan[at].problem(col.TERM, str(stated), finding, NOTICE)
