"""A pack is read again: equal as it was written, and whatever was changed in it is named."""

import json
import re
import shutil
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.export import verify_pack


@pytest.fixture
def copied(pack, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(pack, folder)
    return folder


def rewrite(path, part, change):
    """Change the text of one part of an office file."""
    with ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    text = parts[part].decode()
    assert change(text) != text
    parts[part] = change(text).encode()
    with ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)


def test_a_pack_as_it_was_written_has_no_fault(pack, result):
    found = verify_pack(pack)
    assert (found.faults, found.changed) == ((), ())
    numbers = len(json.loads((pack / "run.json").read_text("utf-8"))["key_numbers"])
    compared = len(result.policy.components) + 3  # total, rank, tier
    assert found.compared >= 4 * numbers + 3 * compared * len(result.standings)


def test_a_changed_cell_of_the_workbook_is_named(copied, result):
    path = copied / "成绩总表.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["成绩"]
    sheet["D5"] = 99.99
    book.save(path)
    found = verify_pack(copied)
    assert found.changed == ("成绩总表.xlsx",)
    named = [fault for fault in found.faults if fault.place == "《成绩》D5"]
    assert [(one.found, one.file) for one in named] == [("99.99", "成绩总表.xlsx")]
    third = result.standings["teacher_id"].iloc[3]
    assert named[0].what.startswith(f"工号 {third} 的")


def test_a_changed_key_number_of_the_report_is_named(copied, summary):
    rate = summary.numbers["出勤率"]
    rewrite(
        copied / "总结报告.docx",
        "word/document.xml",
        lambda text: text.replace(f">{rate}<", ">12.3%<", 1),
    )
    (fault,) = [one for one in verify_pack(copied).faults if one.what == "出勤率"]
    assert (fault.file, fault.found, fault.expected) == ("总结报告.docx", "12.3%", rate)
    assert re.search(r"第 \d+ 行第 \d+ 列", fault.place)


def test_a_changed_sentence_of_the_report_is_named(copied, summary):
    sentence = summary.sections[1].findings[0]
    rewrite(
        copied / "总结报告.docx",
        "word/document.xml",
        lambda text: text.replace(sentence, sentence[:-1] + "！", 1),
    )
    (fault,) = verify_pack(copied).faults
    assert (fault.what, fault.found, fault.expected) == ("结论", sentence[:-1] + "！", sentence)


def test_a_changed_key_number_of_a_slide_is_named(copied, summary):
    people = summary.numbers["参评教师（人）"]
    with ZipFile(copied / "汇报.pptx") as deck:
        slides = [
            name for name in deck.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)
        ]
        (part,) = [name for name in slides if "参评教师（人）" in deck.read(name).decode()]

    def change(text):
        at = text.index("参评教师（人）")
        return text[:at] + text[at:].replace(f">{people}<", ">777<", 1)

    rewrite(copied / "汇报.pptx", part, change)
    (fault,) = verify_pack(copied).faults
    assert (fault.file, fault.what, fault.found, fault.expected) == (
        "汇报.pptx",
        "参评教师（人）",
        "777",
        people,
    )


def test_a_changed_number_of_the_page_is_named(copied, summary):
    path = copied / "互动图表.html"
    rate = summary.numbers["出勤率"]
    text = path.read_text("utf-8")
    path.write_text(text.replace(f"<dd>{rate}</dd>", "<dd>1.0%</dd>", 1), "utf-8")
    (fault,) = verify_pack(copied).faults
    assert (fault.file, fault.what, fault.found, fault.expected) == (
        "互动图表.html",
        "出勤率",
        "1.0%",
        rate,
    )


def test_a_file_that_is_gone_or_broken_is_named(copied):
    (copied / "公示.docx").unlink()
    (copied / "汇报.pptx").write_bytes(b"no archive")
    faults = {one.file: one.found for one in verify_pack(copied).faults}
    assert faults["公示.docx"] == "没有"
    assert faults["汇报.pptx"].startswith("打不开")


def test_what_an_office_program_saved_anew_is_no_fault(copied):
    path = copied / "总结报告.docx"
    rewrite(
        path,
        "docProps/core.xml",
        lambda text: text.replace("</cp:coreProperties>", " </cp:coreProperties>"),
    )
    found = verify_pack(copied)
    assert (found.faults, found.changed) == ((), ("总结报告.docx",))


@pytest.mark.parametrize(
    "text",
    [
        None,
        "no json",
        "[]",
        '{"outputs": {"../x": {"sha256": ""}}, "key_numbers": {}}',
        '{"outputs": 3}',
    ],
)
def test_a_folder_that_holds_no_pack_is_refused(tmp_path, text):
    if text is not None:
        (tmp_path / "run.json").write_text(text, "utf-8")
    with pytest.raises(UsageError, match=r"run\.json"):
        verify_pack(tmp_path)
