"""A pack is read again: equal as it was written, and whatever was changed in it is named."""

import json
import re
import shutil
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from office import convert
from typed import type_into

from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.export import Check, verify_pack
from xiaoben_analytics.export.run import seal_of


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


def faults_after(folder, name, part, old, new):
    """Exchange a text once in one part of a file, and give the sentences that name what is wrong."""
    if name.endswith(".html"):
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    else:
        rewrite(folder / name, part, lambda text: text.replace(old, new, 1))
    return [one.sentence for one in verify_pack(folder).faults]


DOCUMENT = "word/document.xml"


@pytest.mark.parametrize(
    ("name", "part", "change", "told"),
    [
        ("公示.docx", DOCUMENT, ("公示", "公告"), "现为“"),
        ("会议纪要.docx", DOCUMENT, ("纪要", "记录"), "现为“"),
        ("汇报.pptx", "ppt/slides/slide1.xml", ("2021-2022", "2020-2021"), "第 1 张幻灯片"),
        (
            "汇报.pptx",
            "ppt/notesSlides/notesSlide3.xml",
            ("<a:t>", "<a:t>另"),
            "第 3 张幻灯片的备注",
        ),
        ("汇报.pptx", "ppt/charts/chart1.xml", ("<c:v>0.", "<c:v>0.5"), "图 1第 1 组"),
        ("汇报.pptx", "ppt/slides/slide2.xml", ("<p:sld ", '<p:sld show="0" '), "（隐藏）"),
        ("互动图表.html", "", ("<h2", "<h2 hidden"), "网页的结构"),
        ("互动图表.html", "", ("</body>", "<script>alert(1)</script></body>"), "写出时没有这一处"),
        ("互动图表.html", "", ('"yes";', '"no";'), "脚本"),
        ("学时登记.xlsx", "xl/sharedStrings.xml", ("学时", "课时"), "现为“"),
        ("成绩总表.xlsx", "xl/sharedStrings.xml", ("<t>花名册</t>", "<t>花名</t>"), "《数据核对》"),
        ("成绩总表.xlsx", "xl/workbook.xml", ('name="组别"', 'name="组別"'), "《组別》"),
    ],
)
def test_whatever_is_changed_in_a_file_is_named(copied, name, part, change, told):
    sentences = faults_after(copied, name, part, *change)
    assert any(one.startswith(name) and told in one for one in sentences), sentences


def test_a_changed_total_of_a_letter_and_of_a_group_is_named(copied):
    letter = next((copied / "个人单").iterdir()).relative_to(copied).as_posix()
    group = next((copied / "教研组").iterdir()).relative_to(copied).as_posix()
    for name in (letter, group):
        with ZipFile(copied / name) as file:
            number = re.search(r">(\d+\.\d\d)<", file.read(DOCUMENT).decode())[1]
        sentences = faults_after(copied, name, DOCUMENT, f">{number}<", ">98.76<")
        (fault,) = [one for one in sentences if one.startswith(name)]
        assert fault.endswith("与写出时不同，现为“98.76”。")


def test_names_exchanged_between_two_rows_are_named_both(copied, result):
    first, second = result.standings["name"].iloc[:2]
    path = copied / "总结报告.docx"

    def swap(text):
        return (
            text.replace(f">{first}<", ">\0<")
            .replace(f">{second}<", f">{first}<")
            .replace(">\0<", f">{second}<")
        )

    rewrite(path, DOCUMENT, swap)
    found = {one.found for one in verify_pack(copied).faults}
    assert {first, second} <= found


def test_a_table_told_twice_is_named_wherever_the_wrong_one_stands(copied, summary):
    rate = summary.numbers["出勤率"]
    path = copied / "总结报告.docx"

    def double(text):
        at = text.index(">出勤率<")
        start, end = text.rindex("<w:tbl>", 0, at), text.index("</w:tbl>", at) + len("</w:tbl>")
        table = text[start:end]
        return text[:start] + table.replace(f">{rate}<", ">1.0%<", 1) + text[start:]

    rewrite(path, DOCUMENT, double)
    faults = verify_pack(copied).faults
    assert [(one.found, one.expected) for one in faults if one.what == "出勤率"] == [("1.0%", rate)]
    assert any(one.what == "写出时没有这一处" for one in faults)


@pytest.mark.parametrize("written", ["８５.５", "855e-1", "8_5.5", " 85.5", "85.5.", "0x55"])
def test_a_number_is_only_equal_if_it_is_written_as_one(written):
    assert Check("", "", "", "85.5", "85.50").equal
    assert Check("", "", "", "85.50%", "85.5%").equal
    assert not Check("", "", "", "85.5", "85.5%").equal
    assert not Check("", "", "", written, "85.5").equal


def test_a_hidden_run_is_not_what_is_shown(copied, summary):
    rate = summary.numbers["出勤率"]

    def hide(text):
        at = text.index(">出勤率<")
        cell = text.index(f">{rate}<", at)
        start = max(text.rindex("<w:r>", 0, cell), text.rindex("<w:rPr>", 0, cell))
        return text[:start] + text[start:].replace("<w:rPr>", "<w:rPr><w:vanish/>", 1)

    rewrite(copied / "总结报告.docx", DOCUMENT, hide)
    faults = verify_pack(copied).faults
    assert ("出勤率", "", rate) in {(one.what, one.found, one.expected) for one in faults}


def test_a_format_that_shows_another_number_is_named(copied):
    path = copied / "成绩总表.xlsx"
    rewrite(path, "xl/styles.xml", lambda text: text.replace('"0.00_ "', '"&quot;99.16&quot;"', 1))
    assert any('显示为 "99.16"' in one.found for one in verify_pack(copied).faults)


def test_a_workbook_behind_a_chart_is_compared(copied):
    path = copied / "汇报.pptx"
    inner = "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx"
    with ZipFile(path) as deck:
        parts = {name: deck.read(name) for name in deck.namelist()}
    book = openpyxl.load_workbook(BytesIO(parts[inner]))
    book.active["B2"] = 0.123
    content = BytesIO()
    book.save(content)
    with ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(name, content.getvalue() if name == inner else part)
    (fault,) = verify_pack(copied).faults
    assert "图 1的数据表" in fault.place
    assert fault.found == "0.123"


def resealed(folder, change, *, seal=False):
    run = json.loads((folder / "run.json").read_text("utf-8"))
    change(run)
    if seal:
        run["seal"] = seal_of(run)
    (folder / "run.json").write_text(json.dumps(run), "utf-8")
    return verify_pack(folder)


def test_a_record_laid_out_otherwise_is_the_same_record(copied):
    assert resealed(copied, lambda _: None).faults == ()


def test_a_record_that_was_edited_is_named(copied):
    found = resealed(copied, lambda run: run["outputs"].pop("公示.docx"))
    assert [one.file for one in found.faults] == ["run.json"]
    assert "核对码" in found.faults[0].sentence
    assert found.strange == ("公示.docx",)


def test_a_record_emptied_and_sealed_anew_still_says_that_it_knows_nothing(copied):
    before = verify_pack(copied).seal
    found = resealed(copied, lambda run: run["outputs"].clear(), seal=True)
    assert "没有记下 核对.json" in found.faults[0].sentence
    assert {"总结报告.docx", "个人单/"} <= set(found.strange)
    assert found.seal != before


def test_places_recorded_otherwise_are_named(copied):
    path = copied / "核对.json"
    path.write_text(path.read_text("utf-8").replace("正文", "正文 "), "utf-8")
    assert "核对.json：写出后被改动过" in verify_pack(copied).faults[0].sentence
    path.write_text("{", "utf-8")
    assert any("逐处核对" in one.sentence for one in verify_pack(copied).faults)
    path.unlink()
    assert ("核对.json", "没有") in {(one.file, one.found) for one in verify_pack(copied).faults}


def test_files_that_the_pack_did_not_write_are_named_and_no_fault(copied):
    (copied / "公示（定稿）.docx").write_bytes(b"")
    (copied / "个人单" / "9999_假人.docx").write_bytes(b"")
    (copied / "~$汇报.pptx").write_bytes(b"")
    found = verify_pack(copied)
    assert found.strange == ("公示（定稿）.docx", "个人单/9999_假人.docx")
    assert found.faults == ()


def test_what_libreoffice_saved_anew_is_no_fault(pack, copied, tmp_path):
    names = [one.name for one in pack.iterdir() if one.suffix in {".docx", ".xlsx", ".pptx"}]
    for kind in ("docx", "xlsx", "pptx"):
        files = [pack / name for name in names if name.endswith(kind)]
        made = convert(files, kind, tmp_path)
        for file in files:
            shutil.copy(made / file.name, copied / file.name)
    found = verify_pack(copied)
    assert set(found.changed) == set(names)
    assert [one.sentence for one in found.faults] == []


def test_settings_typed_into_the_workbook_are_told_and_what_follows_is_no_fault(
    pack, copied, tmp_path
):
    type_into(pack / "成绩总表.xlsx", tmp_path / "成绩总表.xlsx", ratios="25/45/30")
    made = convert([tmp_path / "成绩总表.xlsx"], "xlsx", tmp_path)
    shutil.copy(made / "成绩总表.xlsx", copied / "成绩总表.xlsx")
    found = verify_pack(copied)
    assert [one.sentence for one in found.faults] == []
    (told,) = found.settings
    assert "参数 已改：等级比例·优秀（《参数》B8） 30% → 25%、等级比例·良好" in told
    assert "40% → 45%" in told
    assert "合格" not in told


def test_a_formula_that_was_typed_over_is_a_fault_whatever_the_settings(pack, copied, tmp_path):
    typed = tmp_path / "成绩总表.xlsx"
    type_into(pack / "成绩总表.xlsx", typed, ratios="25/45/30")
    book = openpyxl.load_workbook(typed)
    book["成绩"]["D5"] = 99.99 if str(book["成绩"]["D5"].value).startswith("=") else "x"
    book.save(typed)
    shutil.copy(convert([typed], "xlsx", tmp_path) / typed.name, copied / typed.name)
    assert "《成绩》D5" in {one.place for one in verify_pack(copied).faults}


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
