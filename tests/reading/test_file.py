"""One file by itself: what each sheet is, what was read, and where every row went."""

from __future__ import annotations

import json
import time

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiaoben_analytics.commands import app
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.reading import read_file
from xiaoben_analytics.tables import ATTENDANCE, EXTERNAL, TABLES

SHEET_KEYS = {
    *("sheet", "table", "header_row", "rows_in", "used", "set_aside", "furniture"),
    *("columns", "rows", "problems", "notices", "legend"),
}
PROBLEM_KEYS = {"row", "column", "value", "problem", "expected", "advice"}
TOTALS = [
    ["某校校本培训学时统计表"],
    ["单位（盖章）：", None, "填表时间：2022年1月"],
    [],
    ["序号", "姓 名", "教研组", "集中培训\n学时", "合 计"],
    [1, "王伟", "语文组", 9, 9],
    [2, "李娜", "数学组", 12, 12],
    ["合计", None, None, 21, 21],
    ["制表人：蒋某", None, "审核人：王某"],
]


def one_sheet(path, **options):
    (sheet,) = read_file(path, **options).sheets
    return sheet


def counts(sheet):
    return sheet.rows_in, sheet.used, sheet.set_aside, sheet.furniture


def test_a_known_table_shows_its_records_by_its_headings(book):
    rows = [["考勤表"], ["工号", "姓名", "活动编号", "日期", "考勤", "学时"]]
    rows += [
        ["0001", "王伟", "P1", "2021-09-10", "出勤", "3学时"],
        ["0002", "李娜", "P1", "9.1", "到", 1.5],
    ]
    sheet = one_sheet(book({"考勤": rows}))
    assert (sheet.table, sheet.header_row, counts(sheet)) == (ATTENDANCE, 2, (4, 2, 0, 2))
    assert sheet.columns == ("工号", "姓名", "活动编号", "日期", "考勤", "学时")
    assert sheet.rows == (
        {
            "row": 3,
            "工号": "0001",
            "姓名": "王伟",
            "活动编号": "P1",
            "日期": "2021-09-10",
            "考勤": "出席",
            "学时": 3,
        },
        {
            "row": 4,
            "工号": "0002",
            "姓名": "李娜",
            "活动编号": "P1",
            "日期": None,
            "考勤": "出席",
            "学时": 1.5,
        },
    )
    assert [(one.row, one.column, one.value) for one in sheet.problems] == [(4, "日期", "9.1")]


def test_an_unknown_table_shows_its_rows_as_they_are_without_titles_and_totals(book):
    sheet = one_sheet(book({"学时统计": TOTALS}))
    assert (sheet.table, sheet.header_row, counts(sheet)) == (None, 4, (7, 0, 2, 5))
    assert sheet.columns == ("序号", "姓名", "教研组", "集中培训学时", "合计")
    assert [row["姓名"] for row in sheet.rows] == ["王伟", "李娜"]
    assert len(sheet.problems) == 1


def test_cells_without_value_are_named_by_their_address(book):
    path = book({"统计": [["姓名", "集中"], ["王伟", 3], ["李娜", "=B2+1"]]})
    sheet = one_sheet(path)
    assert [(one.row, one.column, one.problem) for one in sheet.problems[1:]] == [
        (3, "集中", "B3 公式没有计算结果（=B2+1）")
    ]


def test_headings_of_two_rows_are_joined_and_told_apart(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["考勤表"])
    sheet.append(["序号", "姓名", "教研组", "9月", None, "学时", None])
    sheet.append([None, None, None, "师德培训", "教改培训", "应得", "应得"])
    for column in "ABC":
        sheet.merge_cells(f"{column}2:{column}3")
    sheet.append([1, "王伟", "语文组", "√", "×", 6, 3])
    sheet.append([2, "李娜", "数学组", "√", "√", 6, 6])
    book.save(tmp_path / "签到.xlsx")
    read = one_sheet(tmp_path / "签到.xlsx")
    assert read.columns == (
        *("序号", "姓名", "教研组", "9月/师德培训", "9月/教改培训", "学时/应得", "学时/应得（2）"),
    )
    assert read.header_row == 3
    assert [(row["姓名"], row["活动编号"], row["考勤"]) for row in read.rows] == [
        ("王伟", "师德培训", "出席"),
        ("王伟", "教改培训", "缺席"),
        ("李娜", "师德培训", "出席"),
        ("李娜", "教改培训", "出席"),
    ]
    assert "√=出席" in read.legend


def test_a_table_that_is_asked_for_is_read_whatever_its_headings_miss(book):
    path = book(
        {"Sheet": [["姓名", "学时", "出勤率"], ["王伟", "3学时", "98%"], ["李娜", "约3", 0.98]]}
    )
    assert one_sheet(path).table is None
    sheet = one_sheet(path, table=EXTERNAL)
    assert (sheet.table, counts(sheet)) == (EXTERNAL, (3, 1, 1, 1))
    assert sheet.rows == ({"row": 2, "姓名": "王伟", "学时": 3},)
    assert [(one.row, one.problem) for one in sheet.problems] == [(3, "不是数字")]


def test_what_an_asked_for_table_lacks_is_said_and_the_rest_is_used(book):
    path = book({"Sheet": [["姓名", "日期"], ["王伟", "2021-09-10"], ["李娜", "待定"]]})
    sheet = one_sheet(path, table=ATTENDANCE)
    assert counts(sheet) == (3, 2, 0, 1)
    assert [(one.row, one.problem) for one in sheet.problems] == [
        (None, "没有“考勤”，只读已有的各列"),
        (3, "日期无法识别"),
    ]


def test_private_numbers_of_an_unknown_table_are_not_shown(book):
    heading = ["序号", "姓名", "手机号", "身份证号码", "邮箱", "备注", "合计"]
    row = [1, "李娜", "13800000003", "110101199003071234", "a@b.com", "电138-0000-0003 a@b.com", 3]
    other = [2, "王伟13900000004", None, None, None, None, 4]
    sheet = one_sheet(book({"费用": [heading, row, other]}))
    assert sheet.table is None
    assert sheet.rows == (
        {"row": 2, "序号": "1", "姓名": "李娜", "备注": "电138****0003 ***", "合计": "3"},
        {"row": 3, "序号": "2", "姓名": "王伟139****0004", "备注": None, "合计": "4"},
    )


@pytest.mark.parametrize(
    "number", ["13800000003", "+86138-0000-0003", "110101199003071234", "a@b.com", "10.1.2.3"]
)
def test_private_numbers_are_not_shown_in_problems(read, number):
    rows = [("姓名", "活动编号", "考勤"), (f"李娜{number}", "P1", "出席"), ("李娜", "P1", number)]
    school = read(考勤=rows)
    told = school.problems[school.problems["file"] == "考勤.xlsx"]
    assert set(told["row"]) == {2, 3}
    assert number not in told.to_string()
    assert "*" in told["value"].iloc[0]


def test_private_numbers_beside_a_name_are_not_shown_in_records(book):
    heading = ("工号", "姓名", "活动编号", "考勤")
    sheet = one_sheet(book({"考勤": [heading, ("0002", "李娜13800000003", "P1", "出席")]}))
    assert [(row["工号"], row["姓名"]) for row in sheet.rows] == [("0002", "李娜138****0003")]


def test_thousands_of_tables_in_one_page_are_shown_in_time(tmp_path):
    table = "<table><tr><th>姓名<th>活动编号<th>考勤<tr><td>李娜<td>P1<td>出席</table>"
    (tmp_path / "a.html").write_text(f"<html>{table * 2000}</html>", "utf-8")
    begin = time.process_time()
    reading = read_file(tmp_path / "a.html")
    assert time.process_time() - begin < 15
    assert [sheet.rows_in for sheet in reading.sheets] == [2] * 2000
    assert sum(sheet.used for sheet in reading.sheets) == 1


def test_an_empty_file_and_a_damaged_one_are_refused(book, tmp_path):
    empty = read_file(book({"Sheet": []}))
    assert (str(empty.refused), empty.sheets) == (
        "book.xlsx：文件没有数据。请检查是否放错了文件。",
        (),
    )
    (tmp_path / "zero.xlsx").write_bytes(b"")
    assert read_file(tmp_path / "zero.xlsx").refused.reason == "文件是空的（0 字节）"


def test_a_file_that_is_not_there_is_a_wrong_call(tmp_path):
    with pytest.raises(UsageError, match="没有找到文件"):
        read_file(tmp_path / "none.xlsx")


CELLS = st.sampled_from(
    [
        "王伟",
        "0001",
        "出席",
        "√",
        "合计",
        "备注：无",
        "第二学期",
        "姓名",
        "考勤",
        "活动编号",
        3,
        None,
        "",
        "9月",
    ]
)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.lists(CELLS, max_size=5), max_size=8),
    name=st.sampled_from([None, *TABLES]),
)
def test_every_row_is_used_set_aside_or_furniture(tmp_path_factory, rows, name):
    path = tmp_path_factory.mktemp("file") / "一张表.xlsx"
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    for sheet in read_file(path, table=TABLES.get(name)).sheets:
        assert sheet.used + sheet.set_aside + sheet.furniture == sheet.rows_in
        assert min(counts(sheet)) >= 0
        assert len(set(sheet.columns)) == len(sheet.columns)


def run(capsys, *arguments):
    code = app([str(one) for one in arguments], standalone_mode=False)
    return code, capsys.readouterr().out


def test_read_prints_json_of_the_agreed_shape(book, capsys):
    code, out = run(capsys, "read", book({"考勤": TOTALS}), "--json")
    told = json.loads(out)
    assert code == 1
    assert set(told) == {"file", "refused", "sheets"}
    assert (told["file"], told["refused"]) == ("book.xlsx", None)
    (sheet,) = told["sheets"]
    assert set(sheet) == SHEET_KEYS
    assert {key for problem in sheet["problems"] for key in problem} == PROBLEM_KEYS


def test_read_prints_why_a_file_is_refused(tmp_path, capsys):
    (tmp_path / "a.xlsx").write_bytes(b"")
    code, out = run(capsys, "read", tmp_path / "a.xlsx", "--json")
    assert code == 1
    assert json.loads(out) == {
        "file": "a.xlsx",
        "refused": {"reason": "文件是空的（0 字节）", "advice": "请重新下载或请对方重新发送"},
        "sheets": [],
    }
    code, out = run(capsys, "read", tmp_path / "a.xlsx")
    assert (code, out) == (1, "a.xlsx：文件是空的（0 字节）。请重新下载或请对方重新发送。\n")


def test_read_shows_a_table_that_a_person_can_read(book, capsys):
    rows = [["工号", "姓名", "教研组"], *([f"{at:04d}", f"教师{at}", "语文组"] for at in range(25))]
    code, out = run(capsys, "read", book({"花名册": rows}))
    assert code == 0
    assert "《花名册》，标题在第 1 行" in out
    assert "共 26 行 = 使用 25 + 搁置 0 + 标题与合计等 1" in out
    assert "教师19" in out
    assert "教师20" not in out
    assert "前 20 条，共 25 条" in out


def test_read_takes_the_name_of_a_table_in_either_language(book, capsys):
    path = book({"Sheet": [["姓名", "学时"], ["王伟", 3]]})
    for name in ("外出学习", "external"):
        assert run(capsys, "read", path, "--as", name)[0] == 0
    with pytest.raises(UsageError, match="没有名为“外出”的表"):
        run(capsys, "read", path, "--as", "外出")


def test_people_writes_the_names_to_be_settled_once(read, tmp_path, capsys):
    heading = ("姓名", "活动编号", "考勤")
    read(考勤=[heading, ("刘阳", "P2", "出席")])
    code, out = run(capsys, "people", tmp_path)
    assert (code, '"刘阳" = ""' in out) == (1, True)
    assert run(capsys, "people", tmp_path, "--write")[0] == 1
    text = (tmp_path / "people.toml").read_text("utf-8")
    assert '"刘阳" = ""' in text
    assert run(capsys, "people", tmp_path, "--write")[0] == 1
    assert (tmp_path / "people.toml").read_text("utf-8") == text
    (tmp_path / "people.toml").write_text(text.replace('"刘阳" = ""', '"刘阳" = "0004"'), "utf-8")
    assert run(capsys, "people", tmp_path) == (0, "")


def test_an_id_that_a_workbook_has_damaged_is_reported_even_in_a_table_nobody_knows(tmp_path):
    (tmp_path / "名单.csv").write_text("工号,姓名\n00123,王伟\n1.23457E+11,李娜\n", "utf-8")
    sheet = one_sheet(tmp_path / "名单.csv")
    assert [(one.row, one.column, one.problem) for one in sheet.problems[1:]] == [
        (3, "工号", "A3 长编号存成了数字，后几位已丢失")
    ]


def test_a_year_that_nothing_tells_is_said(tmp_path):
    (tmp_path / "出席.csv").write_text("Date,Ann Lee,Bo Day\n10/1,TRUE,FALSE\n", "utf-8")
    (notice,) = one_sheet(tmp_path / "出席.csv").notices
    assert "没有文件写明学年" in notice.problem


def test_repeated_names_of_a_roster_without_ids_are_said(book):
    rows = [("姓名", "教研组"), ("甲", "语文组"), ("乙", "语文组"), ("甲", "语文组")]
    sheet = read_file(book({"a": rows}), table=TABLES["roster"]).sheets[0]
    assert [(one.row, one.value) for one in sheet.notices] == [(4, "甲")]
    assert len(sheet.rows) == 3


def test_rows_of_a_roster_without_names_repeat_nobody(book):
    rows = [("考勤", "姓名"), ("王伟", None), ("王伟", None)]
    sheet = read_file(book({"a": rows}), table=TABLES["roster"]).sheets[0]
    assert not any("同名" in one.problem for one in sheet.notices)


def test_a_day_that_may_be_two_is_refused_or_said(book):
    rows = [("活动", "日期"), ("甲", 9.1), ("乙", "9.10"), ("丙", "9.15")]
    sheet = read_file(book({"2021-2022学年": rows}), table=TABLES["plan"]).sheets[0]
    assert [one.problem for one in sheet.problems if one.row] == [
        "“9.1”可能是 9月1日，也可能是 9月10日"
    ]
    assert [one.value for one in sheet.notices if "9.10" in one.problem] == ["9.10 → 9月10日"]
