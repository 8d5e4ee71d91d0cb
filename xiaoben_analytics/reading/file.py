"""One file as a value: what was read from each of its sheets, and what was not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.errors import RefusedError
from xiaoben_analytics.problems import NOTICE, PROBLEM, Problem
from xiaoben_analytics.reading.clean import DAMAGED, show
from xiaoben_analytics.reading.furniture import is_furniture
from xiaoben_analytics.reading.grid import Grid, column_letters
from xiaoben_analytics.reading.lines import Line, Unreadable
from xiaoben_analytics.reading.privacy import is_personal, mask
from xiaoben_analytics.reading.sheet import Sheet
from xiaoben_analytics.reading.titles import Titles, find_titles
from xiaoben_analytics.tables import TABLES, School, Table

Place = tuple[Hashable, ...]
"""File and sheet."""
EMPTY = "空的工作表，没有内容可读"
HUNDREDTHS = ("hours", "amount")


@dataclass(frozen=True)
class SheetReading:
    """What was read from a sheet: counts of its rows, its own headings, and its records.

    `rows` hold one record each by the readers' headings, with the row it stands in; those of a
    sheet that is no known table are its cells as they are shown, all of them set aside.
    """

    sheet: str
    table: Table | None
    header_row: int | None
    rows_in: int
    used: int
    set_aside: int
    furniture: int
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    legend: str = ""


@dataclass(frozen=True)
class FileReading:
    """A file and its sheets; or why it was `refused`."""

    file: str
    refused: RefusedError | None
    sheets: tuple[SheetReading, ...]


def refuse_file(file: str, reason: RefusedError) -> FileReading:
    """Say of a file only why it was not opened."""
    return FileReading(file, reason, ())


def show_sheets(
    file: str, grids: Sequence[Grid], sheets: Sequence[Sheet | None], school: School
) -> FileReading:
    """Show what a school of one file was read as; a file without any cell is refused."""
    if not any(grid.lines for grid in grids):
        return refuse_file(file, RefusedError(file, "文件没有数据", "请检查是否放错了文件"))
    counts = school.files.to_dict("records")
    told = _Told(grids[0], _by_sheet(school.problems), {})
    for name in dict.fromkeys(sheet.table for sheet in sheets if sheet):
        told.records[name] = _by_sheet(school.tables[name])
    shown = zip(grids, sheets, counts, strict=True)
    return FileReading(file, None, tuple(_show(*one, told) for one in shown))


@dataclass(frozen=True)
class _Told:
    """What a school tells of each sheet of a file: its problems, and its records by table."""

    first: Grid
    problems: Mapping[Place, pd.DataFrame]
    records: dict[str, Mapping[Place, pd.DataFrame]]


def _by_sheet(frame: pd.DataFrame) -> Mapping[Place, pd.DataFrame]:
    return dict(iter(frame.groupby([col.FILE, col.SHEET])))


def _show(
    grid: Grid, sheet: Sheet | None, counts: Mapping[Hashable, Any], told: _Told
) -> SheetReading:
    titles = find_titles(grid, sheet.data if sheet else None)
    place = (grid.file, grid.sheet)
    found = list(_problems(told.problems[place])) if place in told.problems else []
    if grid is told.first and ("", "") in told.problems:  # what is said of the whole school
        found += _problems(told.problems["", ""])
    if not grid.lines:
        found.append(Problem(grid.file, grid.sheet, None, "", "", EMPTY, severity=NOTICE))
    elif not sheet:
        found += _unreadable(grid, titles)
    table = TABLES[sheet.table] if sheet else None
    rows, furniture = (
        (_records(table, told.records[table.name].get(place)), counts[col.FURNITURE])
        if table
        else _raw(grid, titles, counts[col.FURNITURE])
    )
    return SheetReading(
        grid.sheet,
        table,
        titles.row,
        counts[col.ROWS_IN],
        counts[col.USED],
        counts[col.ROWS_IN] - counts[col.USED] - furniture,
        furniture,
        titles.columns,
        tuple(rows),
        tuple(one for one in found if one.severity == PROBLEM),
        tuple(one for one in found if one.severity != PROBLEM),
        sheet.legend if sheet else "",
    )


def _problems(own: pd.DataFrame) -> Iterator[Problem]:
    for one in own.to_dict("records"):
        told: dict[str, Any] = {
            str(name): None if pd.isna(value) else value for name, value in one.items()
        }
        yield Problem(**told)


def _records(table: Table, own: pd.DataFrame | None) -> list[dict[str, Any]]:
    """List a sheet's records by the table's headings; columns without anything told are left out."""
    if own is None:
        return []
    kinds = {column.name: column.kind for column in table.columns} | dict(table.derived)
    headings = {column.name: column.heading for column in table.columns}
    filled = [
        column.name
        for column in table.columns
        if not (own[column.name].isna() | (own[column.name] == column.default)).all()
    ]
    shown = [own[col.ROW].tolist(), *(_shown(own[name], kinds[name]) for name in filled)]
    names = ("row", *(headings[name] for name in filled))
    return [dict(zip(names, record, strict=True)) for record in zip(*shown, strict=True)]


def _shown(values: pd.Series, kind: str) -> list[Any]:
    """Show the cells of a column; each different value is looked at once."""
    codes, distinct = pd.factorize(values, use_na_sentinel=True)
    told = [*(_plain(value, kind) for value in distinct.astype("object")), None]
    return [told[code] for code in codes.tolist()]


def _plain(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind in HUNDREDTHS:
        return int(value) // 100 if value % 100 == 0 else value / 100
    if isinstance(value, str) and kind != "id":
        return mask(value)
    return value.date().isoformat() if isinstance(value, dt.datetime) else value


def _raw(grid: Grid, titles: Titles, furniture: int) -> tuple[list[dict[str, Any]], int]:
    """Show the rows of an unknown table as they are; furniture is told where it has headings.

    Columns of private numbers and addresses are left out, and in others these are hidden.
    """
    if grid.hidden or furniture == len(grid.lines) or titles.row is None:
        return [], furniture
    rows = list(_below(grid, titles.row))
    shown = [
        {"row": line.number}
        | {
            name: None if cell is None else mask(show(cell))
            for name, cell in zip(titles.columns, line.cells, strict=False)
            if not is_personal(name)
        }
        for line in rows
    ]
    return shown, len(grid.lines) - len(rows)


def _below(grid: Grid, heading: int) -> Iterator[Line]:
    return (line for line in grid.lines if line.number > heading and not is_furniture(line))


def _unreadable(grid: Grid, titles: Titles) -> Iterator[Problem]:
    """List by their address the cells of an unknown table that hold no value, or a damaged number."""
    for line in grid.lines:
        for at, cell in enumerate(line.cells):
            column = titles.columns[at] if at < len(titles.columns) else ""
            place = f"{column_letters(at)}{line.number}"
            if isinstance(cell, Unreadable):
                found, advice = (
                    str(cell),
                    "请用 Excel 或 WPS 打开，改正公式；没有计算结果的，打开后保存一次",
                )
            elif isinstance(cell, str) and DAMAGED.fullmatch(cell.strip()):
                found, advice = (
                    f"{place} 长编号存成了数字，后几位已丢失",
                    "请从原始名单重新粘贴为文本",
                )
            else:
                continue
            told = Problem(grid.file, grid.sheet, line.number, column, mask(show(cell)), found)
            yield replace(told, expected="一个值", advice=advice)
