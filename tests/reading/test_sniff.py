"""What a file is, and what is refused with which words."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from xiaoben_analytics.errors import RefusedError
from xiaoben_analytics.reading import package as packages
from xiaoben_analytics.reading import sniff as sniffing
from xiaoben_analytics.reading.grid import read_grids
from xiaoben_analytics.reading.sniff import sniff

SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def package(path: Path, parts: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {"xl/workbook.xml": "<workbook/>", **parts}.items():
            archive.writestr(name, text)
    return path


def refusal(path: Path) -> tuple[str, str]:
    with pytest.raises(RefusedError) as caught:
        read_grids(path)
    assert caught.value.file == path.name
    return caught.value.reason, caught.value.advice


def test_a_workbook_and_text_are_told_by_their_bytes_not_their_names(book, tmp_path):
    assert sniff(book({"考勤": [["姓名"]]}, name="list.csv")) == "xlsx"
    text = tmp_path / "list.xlsx"
    text.write_text("姓名,学时\n", encoding="utf-8")
    assert sniff(text) == "text"


@pytest.mark.parametrize(
    ("content", "reason", "advice"),
    [
        (b"", "文件是空的", "重新下载"),
        (b"\xef\xbb\xbf \r\n\r\n", "文件没有数据", "放错"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码", "取消打开密码后重新保存"),
        (OLE + "WordDocument".encode("utf-16-le"), "旧版 Office", "另存为 xlsx"),
        (b"%PDF-1.7", "PDF", "原来的 Excel"),
        (b"\x89PNG\r\n", "图片", "原来的 Excel"),
        (b"Rar!\x1a", "压缩包", "解压"),
        (b"MIME-Version: 1.0", "MHTML", "另存为 xlsx"),
        (b"From: <Saved>\r\nContent-Type: multipart/related;", "MHTML", "另存为 xlsx"),
        (b"\n <html><frameset>", "没有能读的表格", "另存为 xlsx"),
        (b"<?xml version='1.0'?><Workbook><Table><Row/>", "没有能读的表格", "另存为 xlsx"),
        (b"\x01\x02\0\0\x03", "不支持", "xlsx"),
        (b"PK\x03\x04 only the beginning", "不完整", "重新下载"),
    ],
)
def test_what_cannot_be_opened_is_refused_with_what_to_do(tmp_path, content, reason, advice):
    path = tmp_path / "file.xlsx"
    path.write_bytes(content)
    found = refusal(path)
    assert reason in found[0]
    assert advice in found[1]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (OLE + "Workbook".encode("utf-16-le"), "xls"),
        (b"<html><TABLE><TR><TD>1", "page"),
        ("<table><tr>".encode("utf-16"), "page"),
        ("姓名\t学时".encode("gb18030"), "text"),
        ("姓名\t学时".encode("utf-16"), "text"),
    ],
)
def test_what_is_named_xls_is_told_by_its_bytes(tmp_path, content, kind):
    path = tmp_path / "list.xls"
    path.write_bytes(content)
    assert sniff(path) == kind


@pytest.mark.parametrize(
    ("limit", "content"),
    [("XLS_LIMIT", OLE + "Workbook".encode("utf-16-le")), ("PAGE_LIMIT", b"<table><tr>")],
)
def test_formats_that_are_slow_to_read_may_not_be_as_large(tmp_path, monkeypatch, limit, content):
    monkeypatch.setattr(sniffing, limit, 10)
    path = tmp_path / "list.xls"
    path.write_bytes(content)
    assert "超过" in refusal(path)[0]


def test_a_file_cut_off_at_any_place_is_incomplete(book):
    path = book({"考勤": [["姓名", "学时"]]})
    whole = path.read_bytes()
    for length in (30, len(whole) // 3, len(whole) // 2, len(whole) - 30):
        path.write_bytes(whole[:length])
        assert refusal(path)[0] == "文件不完整，可能没有下载完"


def test_a_part_that_does_not_match_its_checksum_is_damage(tmp_path):
    path = tmp_path / "file.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook>abc</workbook>")
    path.write_bytes(path.read_bytes().replace(b"abc", b"abd"))
    assert refusal(path) == ("文件已损坏", "请重新下载或请对方重新发送")


def test_a_part_larger_than_it_says_is_damage(tmp_path):
    path = package(tmp_path / "file.xlsx", {SHEET: "<sheetData>" + "x" * 5000})
    content = bytearray(path.read_bytes())
    central = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", content, central + 24, 100)
    path.write_bytes(content)
    assert refusal(path)[0] == "文件已损坏"


def test_parts_named_twice_are_refused(tmp_path):
    path = tmp_path / "file.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("xl/workbook.xml", "<workbook></workbook>")
    assert refusal(path)[0] == "文件内部结构异常"


@pytest.mark.parametrize(("encoding", "reason"), [("utf-8", "外部实体"), ("utf-16", "结构异常")])
@pytest.mark.parametrize("word", ["<!DOCTYPE x>", "<!ENTITY x SYSTEM 'file:///etc/hostname'>"])
def test_entities_are_refused_in_any_part_and_encoding(tmp_path, word, encoding, reason):
    path = tmp_path / "file.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/sharedStrings.xml", f"<a/>{word}".encode(encoding))
    assert reason in refusal(path)[0]


def test_an_entity_is_found_across_the_border_of_two_chunks(tmp_path, monkeypatch):
    monkeypatch.setattr(packages, "CHUNK", 1024)
    path = package(tmp_path / "file.xlsx", {SHEET: " " * 1020 + "<!DOCTYPE x>"})
    assert "外部实体" in refusal(path)[0]


def test_a_bomb_is_refused_by_its_unpacked_size(tmp_path, monkeypatch):
    monkeypatch.setattr(packages, "UNPACKED_LIMIT", 1024 * 1024)
    path = package(tmp_path / "file.xlsx", {SHEET: " " * (1024 * 1024 + 1)})
    assert refusal(path) == ("解压后超过 1 MB", "请拆成几个较小的文件")


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>',
    ],
)
def test_a_sheet_that_spans_too_many_cells_is_refused(tmp_path, cells):
    path = package(tmp_path / "file.xlsx", {SHEET: f"<sheetData>{cells}</sheetData>"})
    assert "行 × 16384 列" in refusal(path)[0]


def test_empty_styled_cells_far_away_do_no_harm(tmp_path):
    rows = '<row r="1"><c r="CZ1"><v>1</v></c></row><row r="1048576"><c r="C1048576" s="1"/></row>'
    assert sniff(package(tmp_path / "file.xlsx", {SHEET: rows})) == "xlsx"


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("xl/workbook.bin", "xlsb"),
        ("content.xml", "没有工作表"),
        ("ppt/presentation.xml", "幻灯片"),
        ("notes.txt", "压缩包"),
    ],
)
def test_other_packages_are_refused_by_what_they_hold(tmp_path, part, reason):
    path = tmp_path / "file.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "<x/>")
    assert reason in refusal(path)[0]


def test_a_zip_with_a_password_is_refused(tmp_path):
    path = package(tmp_path / "file.xlsx", {})
    content = bytearray(path.read_bytes())
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", content, content.index(magic) + at, 1)
    path.write_bytes(content)
    assert refusal(path) == ("压缩包有密码", "请取消密码后重新保存")


def test_a_file_that_is_too_large_is_not_even_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(sniffing, "UNPACKED_LIMIT", 10)
    path = tmp_path / "list.csv"
    path.write_bytes(b"a" * 11)
    assert refusal(path)[0].startswith("文件超过")


def test_a_compression_no_one_uses_is_refused(tmp_path):
    path = package(tmp_path / "file.xlsx", {})
    content = bytearray(path.read_bytes())
    for magic, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", content, content.index(magic) + at, 97)
    path.write_bytes(content)
    assert "压缩方式" in refusal(path)[0]


def test_a_file_that_cannot_be_opened_is_refused(tmp_path):
    path = tmp_path / "book.xlsx"
    path.mkdir()
    assert refusal(path)[0].startswith("文件打不开")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("<b>姓名</b>,学时\n王伟,3\n", "utf-8"),
        ("<2021>考勤表\n姓名,学时\n王伟,3\n", "gb18030"),
        ("<2021>考勤表\n姓名\t学时\n王伟\t3\n", "utf-16"),
        ("PK赛,学时\n王伟,3\n", "gb18030"),
    ],
)
def test_text_that_begins_like_a_page_or_a_package_is_text(tmp_path, text, encoding):
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(encoding))
    (grid,) = read_grids(path)
    assert grid.lines[0].cells[0] == text.splitlines()[0].split(",")[0]
    assert grid.lines[-1].cells == ("王伟", "3")


@pytest.mark.parametrize(
    "page",
    [b"<!-- saved -->\n<html><p>", b"<!DOCTYPE html><p>", b"<svg xmlns='x'>", b"<x:a b='c'>"],
)
def test_pages_without_tables_are_refused(tmp_path, page):
    path = tmp_path / "list.xls"
    path.write_bytes(page)
    assert "没有能读的表格" in refusal(path)[0]
