"""Cells keep their addresses, whatever the file."""

from __future__ import annotations

import datetime as dt

import docx
import openpyxl
import pytest
import xlsxwriter

from xiaoben_analytics.errors import RefusedError
from xiaoben_analytics.reading.grid import Unreadable, read_grids, text_grid


def cells(grid):
    return {line.number: line.cells for line in grid.lines}


def test_row_numbers_are_those_of_the_sheet_when_it_starts_far_from_a1(tmp_path):
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    book.active["C4"], book.active["D7"] = "姓名", dt.date(2021, 9, 10)
    book.save(path)
    assert cells(read_grids(path)[0]) == {
        4: (None, None, "姓名", None),
        7: (None, None, None, dt.date(2021, 9, 10)),
    }


def test_text_stays_text_and_cells_of_white_space_are_blank(book):
    rows = [["0001", "NA", "null", " \u200b", 3, True]]
    assert cells(read_grids(book({"考勤": rows}))[0])[1] == ("0001", "NA", "null", None, 3, True)


def test_error_cells_and_formulas_without_value_are_not_blanks(tmp_path):
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("考勤")
    sheet.write_row(0, 0, ["姓名", "学时"])
    sheet.write_formula(1, 1, "=NA()", value="#N/A")
    sheet.write_formula(2, 1, "=1+2", value=3)
    sheet.write_formula(3, 1, '=""', value="")
    book.close()
    got = cells(read_grids(path)[0])
    assert got[2][1] == Unreadable("#N/A", "单元格是错误值")
    assert got[3][1] == 3


def test_a_formula_never_computed_says_so(tmp_path):
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["=1+2", 5])
    book.save(path)
    assert cells(read_grids(path)[0])[1] == (Unreadable("=1+2", "公式没有计算结果"), 5)


def test_a_value_merged_over_rows_is_repeated_but_a_title_stays_one_cell(tmp_path):
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    for row in (["名单", None], ["语文组", "王伟"], [None, "陈静"]):
        book.active.append(row)
    book.active.merge_cells("A1:B1")
    book.active.merge_cells("A2:A3")
    book.save(path)
    assert cells(read_grids(path)[0]) == {
        1: ("名单", None),
        2: ("语文组", "王伟"),
        3: ("语文组", "陈静"),
    }


def test_hidden_sheets_are_marked(tmp_path):
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["姓名"])
    hidden = book.create_sheet("旧数据")
    hidden.append(["姓名"])
    hidden.sheet_state = "veryHidden"
    book.save(path)
    assert [(grid.sheet, grid.hidden) for grid in read_grids(path)] == [
        ("Sheet", False),
        ("旧数据", True),
    ]


def test_a_word_file_gives_a_grid_per_table_with_the_captions_above(tmp_path):
    path = tmp_path / "plan.docx"
    document = docx.Document()
    for term in ("第一学期", "第二学期"):
        document.add_paragraph(f"2021-2022学年{term}")
        table = document.add_table(rows=2, cols=2)
        table.cell(0, 0).merge(table.cell(0, 1)).text = term
        table.cell(1, 0).text, table.cell(1, 1).text = "1", "师德培训"
    document.save(path)
    first, second = read_grids(path)
    assert (first.sheet, second.sheet) == ("表格1", "表格2")
    assert cells(first) == {1: ("第一学期", None), 2: ("1", "师德培训")}
    assert second.captions == ("2021-2022学年第一学期", "2021-2022学年第二学期")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_is_read_in_the_encodings_of_excel_and_wps(tmp_path, encoding, delimiter):
    path = tmp_path / "list.csv"
    lines = ["姓名", "学时"], ["", ""], ["王伟", '="003"']
    path.write_bytes("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))
    assert cells(read_grids(path)[0]) == {1: ("姓名", "学时"), 3: ("王伟", "003")}


def test_a_separator_line_is_obeyed(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("sep=;\n姓名;学时\n王伟;3\n", encoding="utf-8")
    assert cells(read_grids(path)[0]) == {2: ("姓名", "学时"), 3: ("王伟", "3")}


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_both_orders_of_utf16_are_told_by_their_mark(tmp_path, encoding):
    path = tmp_path / "list.csv"
    path.write_bytes("\ufeff姓名\t学时\n王伟\t3\n".encode(encoding))
    assert cells(read_grids(path)[0]) == {1: ("姓名", "学时"), 2: ("王伟", "3")}


def test_big5_is_told_from_gb18030_by_the_headings(tmp_path):
    path = tmp_path / "list.csv"
    rows = "姓名,日期\n張偉,2021-09-10\n"
    path.write_bytes(rows.encode("cp950"))
    assert path.read_bytes().decode("gb18030") != rows
    assert cells(read_grids(path)[0])[2] == ("張偉", "2021-09-10")


def test_traditional_characters_in_gbk_stay_gbk(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes("姓名,日期\n張偉,2021-09-10\n".encode("gbk"))
    assert cells(read_grids(path)[0])[2] == ("張偉", "2021-09-10")


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
def test_a_separator_line_may_be_written_in_many_ways(tmp_path, first):
    path = tmp_path / "list.csv"
    path.write_text(f"{first}\r\n姓名;备注\r\n王伟;1,5,6,7\r\n", encoding="utf-8-sig")
    assert cells(read_grids(path)[0]) == {2: ("姓名", "备注"), 3: ("王伟", "1,5,6,7")}


def test_what_keeps_excel_from_changing_a_text_is_taken_off(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("""工号,姓名\n="00123",a\n'00124,b\n"00125\t",'c'\n""", encoding="utf-8")
    got = cells(read_grids(path)[0])
    assert [got[number] for number in (2, 3, 4)] == [
        ("00123", "a"),
        ("00124", "b"),
        ("00125", "'c'"),
    ]


def test_a_line_break_inside_quotes_does_not_shift_row_numbers(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text('姓名,内容\n王伟,"一\n二"\n李娜,三\n', encoding="utf-8")
    assert cells(read_grids(path)[0]) == {
        1: ("姓名", "内容"),
        2: ("王伟", "一\n二"),
        4: ("李娜", "三"),
    }


def test_text_in_no_known_encoding_is_refused(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(b"\xff\xff\xff,\x81")
    with pytest.raises(RefusedError, match="编码"):
        read_grids(path)


def test_pasted_lines_that_begin_with_a_tab_are_the_cells_of_a_row():
    got = text_grid("第一学期\n\t序号\n\t培训内容\n\n\t1\n\t师德培训\n\n注：安排到月。")
    assert cells(got) == {
        1: ("第一学期",),
        2: ("序号", "培训内容"),
        5: ("1", "师德培训"),
        8: ("注：安排到月。",),
    }


def test_pasted_lines_without_tabs_are_rows_between_blank_lines():
    got = text_grid("第一学期\n序号\n培训内容\n\n1\n师德培训")
    assert cells(got) == {1: ("第一学期",), 2: ("序号", "培训内容"), 5: ("1", "师德培训")}


def test_what_stands_far_above_a_table_in_a_text_is_caption():
    prose = [f"第{number}条" for number in range(1, 31)]
    got = text_grid("\n".join([*prose, "\t序号\n\t培训内容\n\t学时"]))
    assert list(got.captions) == prose[:20]
    assert [line.number for line in got.lines] == [*range(21, 31), 31]
    assert text_grid("\n".join(prose)).captions == ()  # without a table nothing is above one


def test_a_library_that_gives_up_is_a_refusal_not_a_traceback(tmp_path, monkeypatch):
    path = tmp_path / "book.xlsx"
    openpyxl.Workbook().save(path)
    monkeypatch.setattr("xiaoben_analytics.reading.xlsx.survey_sheet", lambda _: 1 / 0)
    with pytest.raises(RefusedError, match="文件已损坏"):
        read_grids(path)


def test_a_word_cell_over_rows_is_in_each_and_one_that_claims_to_span_the_world_does_no_harm(
    tmp_path,
):
    path = tmp_path / "plan.docx"
    document = docx.Document()
    table = document.add_table(rows=600, cols=2)
    for number, row in enumerate(table.rows):
        row.cells[1].text = str(number)
    table.cell(0, 0).merge(table.cell(599, 0)).text = "语文组"
    wide = document.add_table(rows=1, cols=1)
    wide.cell(0, 0).text = "宽"
    wide.cell(0, 0)._tc.get_or_add_tcPr().get_or_add_gridSpan().val = 10**9
    document.save(path)
    first, second = read_grids(path)
    assert first.lines[599].cells == ("语文组", "599")
    assert second.lines[0].filled == ("宽",)


def test_an_endless_csv_field_is_refused(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("姓名,内容\n" + "甲,乙\n" * 9 + '丙,"' + "长" * 140_000, encoding="utf-8")
    with pytest.raises(RefusedError, match="引号或换行"):
        read_grids(path)


@pytest.mark.parametrize(
    "text",
    [
        "工号,姓名,教研组\n0001\t,王伟,语文组\n0002\t,李敏,数学组\n",
        "某校教师花名册\n请于月底前上交\n工号,姓名,教研组\n0001,王伟,语文组\n",
        '花名册\n工号,姓名,教研组\n0001,王伟,"语文组\n第二行\n第三行\n第四行\n第五行"\n',
        "某校\n教師名冊\n工號,姓名,教研組\n0001,王偉,語文組\n",
    ],
)
def test_titles_tabs_and_quoted_lines_do_not_hide_what_separates_the_cells(tmp_path, text):
    path = tmp_path / "花名册.csv"
    path.write_text(text, "utf-8")
    (grid,) = read_grids(path)
    assert max(len(line.filled) for line in grid.lines) == 3


@pytest.mark.parametrize(
    "text",
    [
        '工号,姓名,考勤,备注\n1,王文,出席,\n2,李方,缺席,"补课中\n3,刘洋,缺席,\n4,张敏,缺席,\n',
        '工号,姓名,考勤,备注\n1,王文,出席,"病\n2,李方,缺席,\n3,刘洋,缺席,"事\n4,张敏,缺席,\n',
        '姓名,备注\n王文,"补课中\n李方,缺席\n',
    ],
)
def test_a_quote_that_swallows_rows_is_refused(tmp_path, text):
    (tmp_path / "a.csv").write_text(text, "utf-8")
    with pytest.raises(RefusedError, match=r"第 [23] 行起的引号没有配对"):
        read_grids(tmp_path / "a.csv")


def test_a_cell_of_several_lines_with_a_comma_is_a_cell(tmp_path):
    text = '姓名,活动,备注\n王文,P1,"一, 到\n二, 离"\n李方,P1,"""优"" 课"\n'
    (tmp_path / "a.csv").write_text(text, "utf-8")
    (grid,) = read_grids(tmp_path / "a.csv")
    assert [line.number for line in grid.lines] == [1, 2, 4]
