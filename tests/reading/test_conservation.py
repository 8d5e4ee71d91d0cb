"""Whatever a sheet holds, no row disappears: used + set aside + furniture = rows in."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xiaoben_analytics.reading import read_school
from xiaoben_analytics.tables import TABLES

HEADINGS = sorted({text for t in TABLES.values() for c in t.columns for text in c.headings})
CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["王伟", "李娜", "0001", "P1", "师德培训", "出席", "√", "×", "V", "合计", "备注：无"]
    ),
    st.sampled_from(
        ["9月", "2021-09-10", "第二学期", "2021-2022学年", "语文组", "一等奖", "竞赛", "省", " "]
    ),
    st.sampled_from([1, 3.0, 9.1, 44449, -2, 1e300, True, dt.date(2021, 9, 10), "=1+1", "=NA()"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6),
)
HEADING = st.lists(st.sampled_from(HEADINGS), min_size=2, max_size=8)
TABLE_HEADING = st.sampled_from([[c.heading for c in t.columns] for t in TABLES.values()])
MATRIX_HEADING = st.just(["姓名", "教研组", "师德培训", "P1", "合计"])
ROW = st.lists(CELLS, max_size=9)
SHEET = st.lists(st.one_of(ROW, ROW, HEADING, TABLE_HEADING, MATRIX_HEADING), max_size=9)


def is_blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(SHEET, min_size=1, max_size=3))
def test_no_row_of_a_messy_sheet_disappears(sheets):
    with tempfile.TemporaryDirectory() as name:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for number, rows in enumerate(sheets):
            sheet = book.create_sheet(f"表{number}")
            for row in rows:
                sheet.append(row)
        book.save(Path(name) / "messy.xlsx")
        school = read_school(name)
    files = school.files
    assert (files["used"] + files["set_aside"] + files["furniture"] == files["rows_in"]).all()
    assert (files[["used", "set_aside", "furniture"]] >= 0).all(axis=None)
    for number, rows in enumerate(sheets):
        filled = [row for row in rows if not all(is_blank(cell) for cell in row)]
        assert files["rows_in"].iloc[number] >= len(
            [r for r in filled if any(visible(c) for c in r)]
        )
    listed = {(p.sheet, p.row) for p in school.problems.itertuples()}
    for row in files[files["set_aside"] > 0].itertuples():
        assert any(sheet == row.sheet for sheet, _ in listed)


def visible(cell: object) -> bool:
    return not is_blank(cell) and (not isinstance(cell, str) or cell.isalnum())


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    flips=st.lists(st.tuples(st.integers(0, 9999), st.integers(0, 255)), min_size=1, max_size=6),
    kept=st.one_of(st.just(100), st.integers(0, 100)),
)
def test_a_damaged_file_is_read_or_refused_never_a_traceback(flips, kept):
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "book.xlsx"
        book = openpyxl.Workbook()
        for row in (["工号", "姓名", "教研组"], ["0001", "王伟", "语文组"]):
            book.active.append(row)
        book.save(path)
        content = bytearray(path.read_bytes())
        for at, byte in flips:
            content[at % len(content)] = byte
        path.write_bytes(content[: len(content) * kept // 100])
        school = read_school(name)
    assert set(school.files["file"]) == {"book.xlsx"}
    assert len(school.problems) > 0 or len(school.tables["roster"]) == 1
