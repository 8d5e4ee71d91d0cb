"""A canonical table loads from every format, named rightly or not, with all rows accounted for."""

from __future__ import annotations

import pytest
import xlwt

HEADING = ("工号", "姓名", "教研组", "备课组")
TEACHERS = [("0001", "王伟", "语文组", "七年级语文"), ("0002", "李娜", "数学组", "七年级数学")]


def old_workbook(path, rows):
    book = xlwt.Workbook()
    sheet = book.add_sheet("花名册")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    book.save(str(path))


def text_in(encoding, delimiter, first=""):
    def save(path, rows):
        lines = "".join(f"{delimiter.join(row)}\r\n" for row in rows)
        path.write_bytes((first + lines).encode(encoding))

    return save


def web_page(path, rows):
    cells = "".join(f"<tr><td>{'<td>'.join(row)}</tr>" for row in rows)
    path.write_text(f"<meta charset=gb2312><table>{cells}</table>", encoding="gb18030")


@pytest.mark.parametrize("name", ["名单.xls", "名单.xlsx", "名单.csv"])
@pytest.mark.parametrize(
    "save",
    [
        old_workbook,
        web_page,
        text_in("gb18030", "\t"),
        text_in("utf-8-sig", ","),
        text_in("utf-16", "\t"),
        text_in("gbk", ";", "sep=;\r\n"),
    ],
)
def test_a_roster_loads_whatever_it_is_and_is_called(read, counts, tmp_path, save, name):
    save(tmp_path / name, [HEADING, *TEACHERS])
    school = read(roster=())
    roster = school.tables["roster"]
    assert list(zip(roster["teacher_id"], roster["name"], strict=True)) == [
        ("0001", "王伟"),
        ("0002", "李娜"),
    ]
    rows_in, used, set_aside, furniture = counts(school, name)
    assert (used, set_aside) == (2, 0)
    assert rows_in == used + set_aside + furniture
