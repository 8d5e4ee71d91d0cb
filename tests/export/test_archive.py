"""The training files as Word documents: what the value says, under names every system allows."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from schools import tiny_school

from xiaoben_analytics.archive import make_archives
from xiaoben_analytics.errors import OutputError
from xiaoben_analytics.export import archive as module
from xiaoben_analytics.export.archive import write_archive, write_archives
from xiaoben_analytics.policy import read_policy

SAMPLE = Path(__file__).parents[2] / "data" / "sample"


@pytest.fixture
def archives():
    practice = [{"teacher_id": "1", "kind": "听课", "amount": Fraction(3)}]
    return list(make_archives(tiny_school(practice=practice), read_policy("county-110")))


def test_the_document_says_what_the_file_says(archives, tmp_path):
    archive = archives[0]
    write_archive(archive, tmp_path / "a.docx")
    made = docx.Document(str(tmp_path / "a.docx"))
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert texts[:2] == ["个人培训档案", "甲校"]
    headings = [one.text for one in made.paragraphs if one.style.name == "Heading 1"]
    assert headings == ["历年概况", *(year.label for year in archive.years)]
    facts = [cell.text for row in made.tables[0].rows for cell in row.cells]
    assert facts == ["工号", "1", "姓名", "甲", "教研组", "语文组", "", ""]
    listings = [archive.overview, *(one for year in archive.years for one in year.listings)]
    assert len(made.tables) == 1 + len(listings)
    for grid, listing in zip(made.tables[1:], listings, strict=True):
        rows = [tuple(cell.text for cell in row.cells) for row in grid.rows]
        assert rows == [listing.header, *listing.rows]


def test_fonts_and_page_are_those_of_official_documents(archives, tmp_path):
    write_archive(archives[0], tmp_path / "a.docx")
    made = docx.Document(str(tmp_path / "a.docx"))
    fonts = {
        name: made.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Normal", "Title", "Heading 1", "Heading 2")
    }
    assert fonts == {
        "Normal": "仿宋", "Title": "方正小标宋简体", "Heading 1": "黑体", "Heading 2": "楷体",
    }  # fmt: skip
    assert round(made.sections[0].page_width.cm, 1) == 21.0
    assert made.core_properties.title == "甲个人培训档案"


def test_equal_files_are_equal_bytes(archives, tmp_path):
    for name in ("a.docx", "b.docx"):
        write_archive(archives[0], tmp_path / name)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_who_did_nothing_has_a_document_that_says_so(tmp_path):
    school = replace(tiny_school(plan=[], attendance=[]), name="")
    write_archive(next(make_archives(school, read_policy("county-110"))), tmp_path / "a.docx")
    texts = [one.text for one in docx.Document(str(tmp_path / "a.docx")).paragraphs]
    assert texts == ["个人培训档案", "历年概况", "没有记录。"]


def test_names_of_files_are_safe_and_different(archives, tmp_path):
    people = [("A1", "甲/乙:*?"), ("a1", "甲_乙___"), ("..", ".."), ("9", "名" * 300)]
    named = [replace(archives[0], teacher_id=one, name=name) for one, name in people]
    told = []
    written = write_archives(named, tmp_path / "新" / "档案", progress=told.append)
    assert [path.name for path in written] == told
    assert told == ["A1_甲_乙___.docx", "a1_甲_乙____2.docx", "_.docx", f"9_{'名' * 58}.docx"]
    assert sorted(path.name for path in (tmp_path / "新" / "档案").iterdir()) == sorted(told)


def test_a_file_that_fails_leaves_the_old_one_whole(archives, tmp_path, monkeypatch):
    (old,) = write_archives(archives[:1], tmp_path)
    before = old.read_bytes()

    def fail(_document, path):
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "save_document", fail)
    with pytest.raises(OutputError, match="无法写入"):
        write_archives(archives[:1], tmp_path)
    assert old.read_bytes() == before
    assert list(tmp_path.iterdir()) == [old]


# ------------------------------------------------------------------ the command


def test_archive_writes_one_teacher_or_everybody(xiaoben, tmp_path):
    code, out, said = xiaoben("archive", SAMPLE, "-o", tmp_path, "--teacher", "戴浩然")
    assert (code, out.strip()) == (0, str(tmp_path / "0013_戴浩然.docx"))
    assert "已写入 1 位教师的个人培训档案" in said
    text = "\n".join(
        cell.text
        for table in docx.Document(str(tmp_path / "0013_戴浩然.docx")).tables
        for row in table.rows
        for cell in row.cells
    )
    assert "市课堂教学比赛" in text
    assert "出生" not in text


@pytest.mark.parametrize("inside", ["", "档案"])
def test_archive_does_not_write_among_the_schools_own_files(xiaoben, inside):
    code, _, said = xiaoben("archive", SAMPLE, "-o", SAMPLE / inside)
    assert code == 2
    assert "原始文件" in said
    assert not (SAMPLE / "档案").exists()
