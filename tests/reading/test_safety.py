"""Hostile files are refused or read rightly, before they cost more than a computer has."""

from __future__ import annotations

import errno
import os
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from xiaoben_analytics.errors import RefusedError, UsageError
from xiaoben_analytics.reading import package as packages
from xiaoben_analytics.reading import read_file, read_school
from xiaoben_analytics.reading.grid import read_grids

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
BOOK = {
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
    f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
SHEET = "xl/worksheets/sheet1.xml"
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.fixture
def book(tmp_path):
    def save(rows, name="book.xlsx", tail="", **parts):
        path = tmp_path / name
        sheet = f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{tail}</worksheet>"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, text in {**BOOK, SHEET: sheet, **parts.pop("parts", {})}.items():
                archive.writestr(part, text)
        return path

    return save


def cells(grid):
    return {line.number: line.cells for line in grid.lines}


FAR = [
    '<row r="9"><c r="XFD1048576"><v>1</v></c></row>',
    "<row r='9'><c r='xfd1048576'><v>1</v></c></row>",
    '<x:row r="9"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
    '<row r="9"><c\tr = "XFD1048576"><v>1</v></c></row>',
    '<row r="9"><c s=">" r="XFD1048576"><v>1</v></c></row>',
    '<row r="9"><c r="B9" r="XFD1048576"><v>1</v></c></row>',
    '<row r="1048576"><c r="XFC1"/><c><v>1</v></c></row>',
    '<row r="4000000000"><c><v>1</v></c></row>',
    "<row>" + "<c/>" * 20_000 + "<c><v>1</v></c></row>" + '<row r="99999"><c r="A99999"><v>1</v></c></row>',
]  # fmt: skip


@pytest.mark.parametrize("far", FAR)
def test_a_cell_far_away_is_found_however_it_is_written(book, far):
    with pytest.raises(RefusedError, match="工作表过大"):
        read_grids(book(ONE + far))


@pytest.mark.parametrize("piece", [50, 300, 1 << 18])
def test_sheets_in_plain_and_odd_spelling_read_the_same_in_pieces_of_any_size(
    book, monkeypatch, piece
):
    monkeypatch.setattr(packages, "CHUNK", piece)
    plain = '<row r="2" hidden="1"><c r="B2"><v>1</v></c><c r="AA2" t="e"><v>#N/A</v></c></row>'
    odd = '<x:row hidden="1" r=\'2\'><x:c r="B2"><x:v>1</x:v></x:c><x:c r="AA2" t=\'e\'><x:v>#N/A</x:v></x:c></x:row>'
    one, other = read_grids(book(plain))[0], read_grids(book(odd, name="odd.xlsx"))[0]
    assert one.lines == other.lines
    assert one.hidden_rows == other.hidden_rows == frozenset({2})
    assert len(one.lines[0].cells) == 27


def test_a_text_stored_once_may_not_be_shown_without_end(book, monkeypatch):
    strings = {"xl/sharedStrings.xml": f"<sst {MAIN}><si><t>{'长' * 30_000}</t></si></sst>"}
    cell = '<c t="s"><v>0</v></c>'
    assert len(read_grids(book(f"<row>{cell * 20}</row>", parts=strings))[0].lines) == 1
    with pytest.raises(RefusedError, match="文字合计超过"):
        read_grids(book(f"<row>{cell * 20}</row>" * 100, parts=strings))


def test_more_merged_ranges_than_any_sheet_has_are_refused(book):
    ranges = '<mergeCell ref="A1:B2"/>' * 100_001
    tail = f"<mergeCells>{ranges}</mergeCells>"
    with pytest.raises(RefusedError, match="结构异常"):
        read_grids(book(ONE, tail=tail))


def test_endless_text_without_a_mark_is_refused(book):
    with pytest.raises(RefusedError, match="文字过长"):
        read_grids(book('<row><c t="inlineStr"><is><t>' + "x" * 1_500_000 + "</t></is></c></row>"))


def test_absolute_names_and_zips_inside_are_never_unpacked(book, tmp_path):
    inner = book(ONE, name="inner.xlsx").read_bytes()
    path = book(ONE, parts={"/etc/passwd": "x", "../../up.txt": "x", "xl/embeddings/a.xlsx": inner})
    assert cells(read_grids(path)[0]) == {1: (1,)}
    assert sorted(one.name for one in tmp_path.iterdir()) == ["book.xlsx", "inner.xlsx"]


def test_macros_are_named_and_not_run(book):
    (grid,) = read_grids(book(ONE, parts={"xl/vbaProject.bin": b"\0\1"}))
    assert grid.remarks == ("文件含宏，没有运行",)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_compressions_that_office_does_not_use_are_refused(tmp_path, method):
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(RefusedError, match="压缩方式"):
        read_grids(path)


def test_more_parts_than_any_workbook_has_are_refused(book):
    with pytest.raises(RefusedError, match="结构异常"):
        read_grids(book(ONE, parts={f"xl/{at}.xml": "" for at in range(packages.PART_LIMIT)}))


def test_a_size_that_lies_is_damage_or_never_read_beyond(book):
    path = book(ONE)
    content = bytearray(path.read_bytes())
    at = content.find(SHEET.encode(), content.find(b"PK\x01\x02")) - 46
    struct.pack_into("<I", content, at + 24, 40)
    path.write_bytes(content)
    with pytest.raises(RefusedError, match="已损坏"):
        read_grids(path)


AT_THE_CAPS = """
import resource, sys, zipfile
from pathlib import Path
from xiaoben_analytics.errors import RefusedError
from xiaoben_analytics.reading.grid import read_grids
resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
for name in sys.argv[1:]:
    try:
        read_grids(Path(name))
    except RefusedError:
        pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is counted otherwise elsewhere")
def test_files_at_the_caps_stay_under_one_gigabyte(book, tmp_path):
    wide = "".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c></row>' for at in (1, 35_000))
    far = '<row r="35000"><c r="ZZ35000"><v>1</v></c></row>'
    rich = f"<r><t>{'x' * 900_000}</t></r>" * 60
    files = [
        book(wide + far, name="rectangle.xlsx"),
        book(f'<row><c t="inlineStr"><is>{rich}<r><t>𠮷</t></r></is></c></row>', name="text.xlsx"),
        book("<a>" * 20_000_000, name="deep.xlsx"),
        tmp_path / "nested.xls",
        tmp_path / "lines.csv",
    ]
    files[-2].write_text("<table><tr><td>" * 100_000, "utf-8")
    files[-1].write_text("甲\n" * 990_000, "utf-8")
    command = [sys.executable, "-c", AT_THE_CAPS, *map(str, files)]
    child = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    assert int(child.stdout) < 1024


@pytest.mark.parametrize("claimed", ["13800000003", "+13800000003", "00004000", "9" * 5000])
def test_a_store_of_texts_may_not_claim_more_than_it_has_room_for(book, claimed):
    strings = f'<sst {MAIN} uniqueCount="{claimed}"><si><t>甲</t></si></sst>'
    with pytest.raises(RefusedError, match="结构异常"):
        read_grids(book(ONE, parts={"xl/sharedStrings.xml": strings}))


def test_a_store_that_is_right_about_its_texts_is_read(book):
    strings = f'<sst {MAIN} count="9" uniqueCount="30"><si><t>甲</t></si>{"<si/>" * 29}</sst>'
    path = book('<row><c t="s"><v>0</v></c></row>', parts={"xl/sharedStrings.xml": strings})
    assert cells(read_grids(path)[0]) == {1: ("甲",)}


def named(*names):
    """Spell a workbook whose sheets have the given names and hold 1, 2, 3."""
    numbers = range(1, len(names) + 1)
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>'
        for at, name in zip(numbers, names, strict=True)
    )
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in numbers
    )
    rows = {
        f"xl/worksheets/sheet{at}.xml": f"<worksheet {MAIN}><sheetData>"
        f'<row r="1"><c r="A1"><v>{at}</v></c><c r="B1"><f>A1+{at}</f></c></row></sheetData></worksheet>'
        for at in numbers
    }
    return rows | {
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>',
    }


def test_sheets_of_one_name_are_each_read_and_told_apart(book):
    names = ("考勤", "考勤（2）", "考勤", "a&amp;b", "a&#38;b")
    grids = read_grids(book(ONE, parts=named(*names)))
    assert [grid.sheet for grid in grids] == [
        "考勤",
        "考勤（2）",
        "考勤（3）",
        "a&b",
        "a&b（2）",
    ]
    assert [grid.lines[0].cells[0] for grid in grids] == [1, 2, 3, 4, 5]
    assert [grid.lines[0].cells[1].text for grid in grids] == [f"=A1+{at}" for at in range(1, 6)]


def test_a_folder_or_file_of_an_impossible_name_is_a_wrong_call():
    with pytest.raises(UsageError, match="没有找到文件夹"):
        read_school("a" * 5000)
    with pytest.raises(UsageError, match="没有找到文件"):
        read_file("a" * 5000)


@pytest.mark.skipif(sys.platform == "win32", reason="folders are made one inside the other")
def test_folders_deeper_than_the_system_can_name_are_listed(tmp_path):
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(450):
        os.mkdir("很深的", dir_fd=here)
        inner = os.open("很深的", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    (tmp_path / "花名册.csv").write_text("工号,姓名,教研组\n0001,王伟,语文组\n", "utf-8")
    school = read_school(tmp_path)
    assert len(school.tables["roster"]) == 1
    closed = school.problems[school.problems["problem"] == "文件夹打不开，里面的文件没有读取"]
    assert len(closed) == 1
    assert closed["file"].item().startswith("很深的/很深的/")


@pytest.fixture
def locked(monkeypatch):
    """Deny a folder to everyone, as the system would; tests may run with all rights."""

    def lock(folder):
        scan = os.scandir

        def denied(path):
            if Path(path) == folder:
                raise PermissionError(errno.EACCES, "denied", str(path))
            return scan(path)

        monkeypatch.setattr(os, "scandir", denied)

    return lock


def test_a_folder_inside_that_cannot_be_opened_is_a_problem(tmp_path, locked, found):
    (tmp_path / "初二").mkdir()
    (tmp_path / ".cache").mkdir()
    locked(tmp_path / "初二")
    school = read_school(tmp_path)
    assert found(school, "初二") == [(None, "", "文件夹打不开，里面的文件没有读取")]


def test_a_folder_that_cannot_be_opened_is_a_wrong_call(tmp_path, locked):
    locked(tmp_path)
    with pytest.raises(UsageError, match="无法读取"):
        read_school(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_to_folders_and_links_that_go_round_are_not_followed(tmp_path):
    (tmp_path / "folder").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "round.csv").symlink_to(tmp_path / "round.csv")
    (tmp_path / "花名册.csv").write_text("工号,姓名,教研组\n0001,王伟,语文组\n", "utf-8")
    assert read_school(tmp_path).files["file"].tolist() == ["花名册.csv"]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row><row spans="1:3" r="2"><c r="A2"><v>2</v></c></row>',
        "<x:row r=\"3\"/><x:row r='3'/>",
    ],
)
def test_two_rows_of_one_number_are_refused(book, rows):
    """The later would hide the earlier."""
    with pytest.raises(RefusedError, match="同一个行号"):
        read_grids(book(rows))


def test_sheets_that_share_one_part_are_refused(book):
    sheets = "".join(f'<sheet name="S{at}" sheetId="{at}" r:id="r1"/>' for at in range(1, 4))
    workbook = f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'
    with pytest.raises(RefusedError, match="结构异常"):
        read_grids(book(ONE, parts={"xl/workbook.xml": workbook}))


def test_a_sheet_wider_than_excel_allows_is_refused(book):
    with pytest.raises(RefusedError, match="工作表过大"):
        read_grids(book("<row>" + "<c><v>1</v></c>" * 16_385 + "</row>"))


def test_a_text_wider_than_excel_allows_is_refused(tmp_path):
    path = tmp_path / "宽.csv"
    path.write_text("姓名,考勤" + ",x" * 16_383 + "\n", encoding="utf-8")
    with pytest.raises(RefusedError, match="表格内容过多"):
        read_grids(path)


def test_a_document_of_very_many_tables_is_refused(tmp_path):
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>姓名</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    path = tmp_path / "多.docx"
    with zipfile.ZipFile(path, "w") as archive:
        body = f'<w:document xmlns:w="{word}"><w:body>{table * 1001}</w:body></w:document>'
        archive.writestr("word/document.xml", body)
    with pytest.raises(RefusedError, match="表格内容过多"):
        read_grids(path)
