"""Old workbooks give the same cells at the same addresses as new ones."""

from __future__ import annotations

import datetime as dt

import pytest
import xlwt

from xiaoben_analytics.errors import RefusedError
from xiaoben_analytics.reading import xls
from xiaoben_analytics.reading.grid import Unreadable, read_grids

DAY, MOMENT, TIME = (
    xlwt.easyxf(num_format_str=text) for text in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm")
)


@pytest.fixture
def save(tmp_path):
    def saved(book, name="book.xls"):
        book.save(str(tmp_path / name))
        return tmp_path / name

    return saved


def cells(grid):
    return {line.number: line.cells for line in grid.lines}


def test_cells_keep_their_kind_and_address(save):
    book = xlwt.Workbook()
    sheet = book.add_sheet("考勤")
    for column, value in enumerate(["0001", "NA", 3, 2.5, True]):
        sheet.write(3, column + 1, value)
    assert cells(read_grids(save(book))[0]) == {4: (None, "0001", "NA", 3, 2.5, True)}


@pytest.mark.parametrize("since_1904", [False, True])
def test_dates_are_counted_from_the_year_of_the_workbook(save, since_1904):
    book = xlwt.Workbook()
    book.dates_1904 = since_1904
    sheet = book.add_sheet("考勤")
    shift = 1462 if since_1904 else 0
    for column, (serial, style) in enumerate([(44449, DAY), (44449.5, MOMENT)]):
        sheet.write(0, column, serial - shift, style)
    sheet.write(0, 2, 0.25, TIME)
    sheet.write(0, 3, -5, DAY)
    assert cells(read_grids(save(book))[0])[1] == (
        dt.date(2021, 9, 10),
        dt.datetime(2021, 9, 10, 12, 0),  # noqa: DTZ001 a cell has no zone
        dt.time(6, 0),
        -5,
    )


def test_error_cells_are_not_blanks(save):
    book = xlwt.Workbook()
    sheet = book.add_sheet("考勤")
    sheet.write(0, 0, "王伟")
    sheet.row(0).set_cell_error(1, 42)
    got = cells(read_grids(save(book))[0])
    assert got == {1: ("王伟", Unreadable("#N/A", "单元格是错误值"))}


def test_a_value_merged_over_rows_is_repeated_but_a_title_stays_one_cell(save):
    book = xlwt.Workbook()
    sheet = book.add_sheet("名单")
    sheet.write_merge(0, 0, 0, 1, "名单")
    sheet.write_merge(1, 2, 0, 0, "语文组")
    sheet.write(1, 1, "王伟")
    sheet.write(2, 1, "陈静")
    assert cells(read_grids(save(book))[0]) == {
        1: ("名单", None),
        2: ("语文组", "王伟"),
        3: ("语文组", "陈静"),
    }


def test_hidden_sheets_are_marked(save):
    book = xlwt.Workbook()
    for name, visibility in (("考勤", 0), ("旧数据", 1), ("字典", 2)):
        sheet = book.add_sheet(name)
        sheet.write(0, 0, "姓名")
        sheet.visibility = visibility
    assert [(grid.sheet, grid.hidden) for grid in read_grids(save(book))] == [
        ("考勤", False),
        ("旧数据", True),
        ("字典", True),
    ]


def test_neither_kind_of_workbook_needs_its_extension(save, book):
    old = xlwt.Workbook()
    old.add_sheet("考勤").write(0, 0, "姓名")
    new = book({"考勤": [["姓名"]]}, name="new.xls")
    assert cells(read_grids(save(old, "old.xlsx"))[0]) == {1: ("姓名",)}
    assert cells(read_grids(new)[0]) == {1: ("姓名",)}


def test_a_code_page_that_does_not_exist_does_no_harm(save):
    book = xlwt.Workbook()
    book.add_sheet("考勤").write(0, 0, "姓名")
    path = save(book)
    content = path.read_bytes()
    record = b"\x42\x00\x02\x00\xb0\x04"
    assert content.count(record) == 1
    path.write_bytes(content.replace(record, b"\x42\x00\x02\x00\x6f\x01"))
    assert cells(read_grids(path)[0]) == {1: ("姓名",)}


def test_a_workbook_with_a_password_is_refused_with_what_to_do(save):
    book = xlwt.Workbook()
    book.add_sheet("考勤").write(0, 0, "姓名")
    path = save(book)
    record = b"\x42\x00\x02\x00\xb0\x04"
    path.write_bytes(path.read_bytes().replace(record, b"\x2f\x00\x02\x00\x00\x00"))
    with pytest.raises(RefusedError, match=r"打开密码.*取消打开密码"):
        read_grids(path)


def test_a_damaged_workbook_is_refused(save):
    book = xlwt.Workbook()
    book.add_sheet("考勤").write(0, 0, "姓名")
    path = save(book)
    path.write_bytes(path.read_bytes()[:1500])
    with pytest.raises(RefusedError):
        read_grids(path)


def test_a_workbook_of_too_many_cells_is_refused(save, monkeypatch):
    monkeypatch.setattr(xls, "CELL_LIMIT", 5)
    book = xlwt.Workbook()
    book.add_sheet("考勤").write(0, 5, "姓名")
    with pytest.raises(RefusedError, match="1 行 × 6 列"):
        read_grids(save(book))
