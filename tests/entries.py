"""Schools and corrections as files: rows written under the headings of their tables."""

from __future__ import annotations

import csv
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
from docx import Document
from schools import Rows, school_rows

from xiaoben_analytics.reading import read_school
from xiaoben_analytics.tables import TABLES, School


def dated_rows(seed: int, *, teachers: int = 14, groups: int = 2, activities: int = 6) -> Rows:
    """Make rows of which each can be told apart from the others by what it says."""
    made = school_rows(seed, teachers=teachers, groups=groups, activities=activities)
    for one in made["plan"]:
        one["time"] = f"{one.pop('month')}-10"
    for name, label in (
        ("awards", "award"),
        ("external", "training"),
        ("participation", "content"),
    ):
        for number, one in enumerate(made[name], start=1):
            one[label] = f"{TABLES[name].label}{number}"
    for name in ("notes", "reading"):
        for number, one in enumerate(made[name], start=1):
            one["date"] = date(2021, 10, 1 + number % 28)
    return made


def write_school(folder: Path, rows: Rows) -> School:
    """Write a workbook for each table and read them."""
    folder.mkdir()
    for name, given in rows.items():
        if given:
            write_table(folder / f"{TABLES[name].label}.xlsx", name, given)
    return read_school(folder)


def write_table(path: Path, name: str, rows: list[dict[str, object]], *, action=None) -> None:
    """Write rows under the headings of a table, with what is to be done where that is asked.

    The ending of the path says how: .xlsx, .docx, .csv (UTF-8 with BOM) or .gbk.csv.
    """
    columns = [column for column in TABLES[name].columns if any(column.name in row for row in rows)]
    extra = ["更正"] if action is not None else []
    lines = [[*extra, *(column.heading for column in columns)]]
    for row in rows:
        own = [row.get("更正", action)] if extra else []
        lines.append([*own, *(_cell(row.get(column.name)) for column in columns)])
    if path.suffix == ".csv":
        encoding = "gbk" if path.stem.endswith(".gbk") else "utf-8-sig"
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(lines)
    elif path.suffix == ".docx":
        _write_document(path, lines)
    else:
        _write_workbook(path, TABLES[name].label, lines)


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "是" if value else "否"
    return float(value) if isinstance(value, Fraction) else value


def _write_workbook(path: Path, title: str, lines: list[list[object]]) -> None:
    book = openpyxl.Workbook()
    book.active.title = title
    for line in lines:
        book.active.append(line)
    book.save(path)


def _write_document(path: Path, lines: list[list[object]]) -> None:
    document = Document()
    table = document.add_table(rows=0, cols=len(lines[0]))
    for line in lines:
        for place, value in zip(table.add_row().cells, line, strict=True):
            place.text = "" if value is None else str(value)
    document.save(str(path))
