"""Builders of small files and schools, used by every test of reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from xiaoben_analytics.reading import read_school
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.lines import Lines
from xiaoben_analytics.tables import School

Rows = Sequence[Sequence[object]]

ROSTER: Rows = (
    ("工号", "姓名", "教研组", "备课组", "教师类别"),
    ("0001", "王伟", "语文组", "七年级语文", "青年教师"),
    ("0002", "李娜", "数学组", "七年级数学", "骨干教师"),
    ("0003", "张敏", "英语组", "七年级英语", "普通教师"),
    ("0004", "刘洋", "数学组", "八年级数学", "普通教师"),
    ("0005", "王伟", "数学组", "八年级数学", "普通教师"),
    ("0006", "陈静", "语文组", "八年级语文", "普通教师"),
)
PLAN: Rows = (
    ("2021-2022学年活动计划",),
    ("活动编号", "学期", "培训内容", "培训时间", "培训对象", "学时"),
    ("P1", 1, "师德培训", "9月", "全体教师", 3),
    ("P2", 1, "教改培训", "2021-10-15", "全体教师", 3),
    ("P3", 2, "线上研讨", "3月", "语文组", 2.5),
    ("P4", 2, "师德培训", "2022-05-06", "全体教师", 3),
)


def write_book(path: Path, sheets: Mapping[str, Rows]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook of rows by sheet name."""
    return lambda sheets, name="book.xlsx": write_book(tmp_path / name, sheets)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., School]:
    """Read a school of the roster and plan above and the given sheets, each a file of its name."""

    def build(roster: Rows = ROSTER, plan: Rows = PLAN, **sheets: Rows) -> School:
        for name, rows in {"花名册": roster, "活动计划": plan, **sheets}.items():
            if rows:
                write_book(tmp_path / f"{name}.xlsx", {name: rows})
        return read_school(tmp_path)

    return build


@pytest.fixture
def grid() -> Callable[..., Grid]:
    """Lay rows out as a grid, numbered from 1; None is a blank cell, an empty row is blank."""

    def build(*rows: Sequence[object], sheet: str = "Sheet1", captions: Sequence[str] = ()) -> Grid:
        lines = Lines.of(enumerate(rows, start=1))
        return Grid("file.xlsx", sheet, lines, captions=tuple(captions))

    return build


@pytest.fixture
def found() -> Callable[[School, str], list[tuple[object, ...]]]:
    """List row, column and problem of everything found in one file."""

    def listed(school: School, file: str) -> list[tuple[object, ...]]:
        rows = school.problems[school.problems["file"] == file]
        numbers = [None if pd.isna(row) else int(row) for row in rows["row"]]
        return list(zip(numbers, rows["column"], rows["problem"], strict=True))

    return listed


@pytest.fixture
def counts() -> Callable[[School, str], tuple[int, ...]]:
    """Give rows_in, used, set_aside and furniture of one file's first sheet."""

    def count(school: School, file: str) -> tuple[int, ...]:
        row = school.files[school.files["file"] == file].iloc[0]
        return tuple(int(row[name]) for name in ("rows_in", "used", "set_aside", "furniture"))

    return count
