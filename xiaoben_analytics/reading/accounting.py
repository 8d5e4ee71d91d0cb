"""Where every row has gone: used, set aside or furniture, sheet by sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import (
    NOTICE,
    PROBLEM,
    ROW_SET_ASIDE,
    ROW_USED,
    SHOWN_ROWS,
    Problem,
)
from xiaoben_analytics.reading.book import FROM_1904
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.leftover import tell_leftover
from xiaoben_analytics.reading.privacy import mask
from xiaoben_analytics.reading.record import Records
from xiaoben_analytics.reading.results import is_result
from xiaoben_analytics.reading.sheet import Sheet
from xiaoben_analytics.reading.titles import find_titles
from xiaoben_analytics.reading.words import key
from xiaoben_analytics.tables import TABLES, Table

COLUMNS = (col.FILE, col.SHEET, col.TABLE, col.ROWS_IN, col.USED, col.SET_ASIDE, col.FURNITURE)
EXPLANATIONS = ("说明", "填表说明", "使用说明")
SHOWN_TITLES = 12
HEADINGS_EXPECTED = "一行标题，如《考勤》的“姓名、活动编号、考勤”"


Came = Mapping[tuple[str, str], AbstractSet[int]]
"""By file and sheet the rows that records came from."""


def rows_behind(tables: Iterable[Records]) -> Came:
    """Collect the rows that the records of each sheet came from."""
    came: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for records in tables:
        for sheet, rows in records.rows_by_sheet():
            came[sheet.grid.file, sheet.grid.sheet] |= rows
    return came


def count_rows(grids: Sequence[Grid], sheets: Sequence[Sheet | None], came: Came) -> pd.DataFrame:
    """Count the rows of each sheet, blank ones left out: used + set_aside + furniture = rows_in.

    A row is used if any record came from it, or if it rightly has none; of a sheet that is no
    known table every row is set aside, unless it explains the tables beside it.
    """
    known = _files_known(sheets)
    counts = [
        _count(
            grid, sheet, came.get((grid.file, grid.sheet), set()), explains=_explains(grid, known)
        )
        for grid, sheet in zip(grids, sheets, strict=True)
    ]
    frame = pd.DataFrame(counts, columns=list(COLUMNS))
    return frame.astype(dict.fromkeys(COLUMNS[:3], "str") | dict.fromkeys(COLUMNS[3:], "int64"))


def tell_outcomes(
    problems: Iterable[Problem], sheets: Sequence[Sheet | None], came: Came
) -> Iterator[Problem]:
    """Say of each problem with a row of data whether that row is used or set aside."""
    data = {(sheet.grid.file, sheet.grid.sheet): sheet.data for sheet in sheets if sheet}
    for problem in problems:
        place = (problem.file, problem.sheet)
        if problem.row in data.get(place, ()):
            outcome = ROW_USED if problem.row in came.get(place, ()) else ROW_SET_ASIDE
            yield replace(problem, outcome=outcome)
        else:
            yield problem


def list_unread(
    grids: Sequence[Grid], sheets: Sequence[Sheet | None], *, wanted: Table | None = None
) -> Iterator[Problem]:
    """State for each sheet that was not read why it was not; empty sheets beside others are fine.

    Where the sheets should have been the table `wanted`, its headings are named beside their own.
    """
    open_files = {grid.file for grid in grids if grid.lines or grid.refused}
    known = _files_known(sheets)
    for grid, sheet in zip(grids, sheets, strict=True):
        if grid.file not in open_files:
            yield _problem(grid, "文件没有数据", advice="请检查是否放错了文件")
        elif grid.hidden and grid.lines:
            advice = "需要使用时请取消隐藏"
            yield _problem(grid, "隐藏的工作表没有读取", advice=advice, severity=NOTICE)
        elif grid.lines and is_result(grid):
            advice = "无须处理，也可移出文件夹"
            yield _problem(
                grid, "这是计分的结果或表决票，没有当作原始数据", advice=advice, severity=NOTICE
            )
        elif sheet and not sheet.data and not sheet.problems:
            table = TABLES[sheet.table]
            idle = "没有此项记录时无须填写；" if not table.needed else ""
            advice = f"{idle}已填写的，请检查数据是否在标题下方、一人一行"
            found = f"《{table.label}》里还没有填写任何行"
            yield _problem(grid, found, advice=advice, severity=NOTICE)
        elif grid.lines and sheet is None and not _explains(grid, known):
            if wanted:
                yield _not_as(wanted, grid)
                continue
            beside = grid.file in known and _is_word(grid)
            yield _problem(
                grid,
                "没有找到已知的标题行，整张表没有使用",
                _expected(grid),
                "请检查标题行的写法，可用 read 的 --as 指定是哪张表来试读；与校本培训无关的，请移出文件夹",
                NOTICE if beside else PROBLEM,
            )


def list_remarks(grids: Sequence[Grid], sheets: Sequence[Sheet | None]) -> Iterator[Problem]:
    """Say what is to be known of files and sheets that were read: macros, hidden rows of data."""
    for grid, sheet in zip(grids, sheets, strict=True):
        for remark in grid.remarks:
            advice = "请把日期列都设成日期格式" if remark == FROM_1904 else "无须处理"
            yield _problem(replace(grid, sheet=""), remark, advice=advice, severity=NOTICE)
        if sheet:
            yield from tell_leftover(sheet, sheet.leftover, _rename(sheet))
        hidden = sorted(grid.hidden_rows & sheet.data) if sheet else []
        if hidden and not grid.hidden:
            shown = "、".join(map(str, hidden[:SHOWN_ROWS]))
            more = f"等 {len(hidden)} 行" if len(hidden) > SHOWN_ROWS else ""
            problem = f"隐藏的行（第 {shown} 行{more}）照常读取"
            yield _problem(grid, problem, advice="不需要时请删去", severity=NOTICE)


def _rename(sheet: Sheet) -> str:
    """Say by which headings a table's other columns would be known."""
    columns = TABLES[sheet.table].columns
    lacking = "、".join(one.heading for one in columns if one.name not in sheet.headings)
    return (
        f"标题不认识；如应使用，请改用本表的标题（{lacking}）"
        if lacking
        else "本表用不到，无须处理"
    )


def _files_known(sheets: Sequence[Sheet | None]) -> frozenset[str]:
    """Name the files in which some sheet was recognised."""
    return frozenset(sheet.grid.file for sheet in sheets if sheet)


def _explains(grid: Grid, known: frozenset[str]) -> bool:
    """Tell a sheet that says how to fill in the one beside it."""
    return grid.file in known and key(grid.sheet) in EXPLANATIONS


def _count(
    grid: Grid, sheet: Sheet | None, came: AbstractSet[int], *, explains: bool
) -> tuple[str, str, str, int, int, int, int]:
    rows = len(grid.lines)
    if sheet is None:
        aside = 0 if explains else rows
        return grid.file, grid.sheet, "", rows, 0, aside, rows - aside
    used = len(came if came == sheet.data else sheet.data & (came | sheet.silent))
    aside = len(sheet.data) - used
    return (
        grid.file,
        grid.sheet,
        TABLES[sheet.table].name,
        rows,
        used,
        aside,
        rows - len(sheet.data),
    )


def _expected(grid: Grid) -> str:
    """Name the headings of the table that the file or the sheet is named for."""
    for table in TABLES.values():
        if table.label in f"{grid.file} {grid.sheet}" and table.key_headings:
            return f"《{table.label}》的标题，其中必须有“{'、'.join(table.key_headings)}”"
    return HEADINGS_EXPECTED


def _not_as(table: Table, grid: Grid) -> Problem:
    """Say which headings a table has, and which this sheet has instead."""
    needed = "、".join(table.key_headings or [column.heading for column in table.columns[:3]])
    own = "、".join(name for name in find_titles(grid, None).columns[:SHOWN_TITLES] if name)
    found = f"没有找到《{table.label}》的标题，整张表没有使用"
    advice = f"表中现有的标题是“{own}”，请把其中相应的改为上面的名称" if own else "请补上标题行"
    return _problem(grid, found, f"一行标题，其中有“{needed}”", mask(advice))


def _is_word(grid: Grid) -> bool:
    return grid.file.endswith(".docx")


def _problem(
    grid: Grid, problem: str, expected: str = "", advice: str = "", severity: str = PROBLEM
) -> Problem:
    return Problem(grid.file, grid.sheet, None, "", "", problem, expected, advice, severity)
