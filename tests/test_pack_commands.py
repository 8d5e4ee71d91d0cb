"""The pack from the command line: for whom, by which decision, and whether it is still the same."""

import json

import docx
import openpyxl
import pytest
from decided import write_school


@pytest.fixture
def folder(tmp_path):
    """Ten teachers; three of them 优秀 by the regulation."""
    return write_school(tmp_path / "甲校")


def tiers(path):
    book = openpyxl.load_workbook(path, data_only=True)
    rows = list(book["成绩"].iter_rows(values_only=True))
    (heading,) = [row for row in rows if "等级" in row]
    return [row[heading.index("等级")] for row in rows[rows.index(heading) + 1 :]]


def test_the_pack_follows_the_last_decision_and_says_so(xiaoben, folder, tmp_path):
    decision = ("--name", "少一席", "--ratios", "20/50/30", "--by", "校长室", "--reason", "通过")
    assert xiaoben("decide", folder, *decision)[0] == 0
    code, _, said = xiaoben("pack", folder, "-o", tmp_path / "甲", "--for", "leadership")
    assert code == 0
    assert "以下按第 " in said
    assert tiers(tmp_path / "甲" / "成绩总表.xlsx").count("优秀") == 2
    xiaoben("pack", folder, "-o", tmp_path / "乙", "--for", "领导班子", "--by-rules")
    assert tiers(tmp_path / "乙" / "成绩总表.xlsx").count("优秀") == 3


def test_only_those_asked_for_are_written_to(xiaoben, folder, tmp_path):
    code, shown, _ = xiaoben(
        "pack", folder, "-o", tmp_path / "out", "--for", "teacher", "--for", "公示", "--json"
    )
    names = {file.split("/out/")[1] for file in json.loads(shown)["files"]}
    assert code == 0
    assert {name for name in names if "/" not in name} == {
        "公示.docx",
        "公示.xlsx",
        "核对.json",
        "run.json",
    }
    assert len([name for name in names if name.startswith("个人单/")]) == 10


def test_an_unknown_reader_is_said_before_the_work(xiaoben, folder, tmp_path):
    code, _, error = xiaoben("pack", folder, "-o", tmp_path / "out", "--for", "校长")
    assert code == 2
    assert "没有名为“校长”的读者" in error
    assert "正在读取" not in error


def test_a_pack_is_verified_and_a_changed_cell_is_named(xiaoben, folder, tmp_path):
    out = tmp_path / "out"
    xiaoben("pack", folder, "-o", out, "--for", "leadership")
    code, shown, _ = xiaoben("verify", out)
    assert (code, "都与写出时一致，文件没有改动过。" in shown) == (0, True)
    book = openpyxl.load_workbook(out / "成绩总表.xlsx")
    book["成绩"]["D2"] = 1.23
    book.save(out / "成绩总表.xlsx")
    code, shown, _ = xiaoben("verify", out)
    told = shown.replace("\n", "")
    assert code == 1
    assert "成绩总表.xlsx　《成绩》D2：" in told
    assert "现为“1.23”" in told
    report = json.loads(xiaoben("verify", out, "--json")[1])
    assert report["changed"] == ["成绩总表.xlsx"]
    assert any(fault["place"] == "《成绩》D2" for fault in report["faults"])


def test_a_changed_setting_is_told_as_one_and_what_follows_is_not_scolded(
    xiaoben, folder, tmp_path
):
    out = tmp_path / "out"
    shown = xiaoben("pack", folder, "-o", out, "--for", "leadership")[1]
    seal = json.loads((out / "run.json").read_text("utf-8"))["seal"]
    assert f"核对码：{seal[:16]}" in shown
    book = openpyxl.load_workbook(out / "成绩总表.xlsx")
    book["参数"]["B8"] = 0.25
    book.save(out / "成绩总表.xlsx")
    (out / "另一份.docx").write_bytes(b"")
    code, shown, _ = xiaoben("verify", out)
    told = shown.replace("\n", "")
    assert code == 1
    assert "参数 已改：等级比例·优秀（《参数》B8） 30% → 25%；" in told
    assert "另一份.docx 不是这次会议材料中的文件，没有核对。" in told
    assert "除参数和随之重算的公式外，都与写出时一致。" in told
    assert "恢复原件" not in told


@pytest.mark.parametrize(("place", "said"), [("无", "没有找到文件夹"), ("", "run.json")])
def test_what_is_no_pack_is_said(xiaoben, tmp_path, place, said):
    code, _, error = xiaoben("verify", tmp_path / place)
    assert (code, said in error) == (2, True)


def test_a_decision_that_no_longer_fits_is_named_with_the_ways_out(xiaoben, folder, tmp_path):
    decision = ("--name", "上调", "--by", "校长室", "--reason", "支教", "--move")
    assert xiaoben("decide", folder, *decision, "0010=良好:支教归来:校长室")[0] == 0
    for path in folder.glob("*.xlsx"):
        book = openpyxl.load_workbook(path)
        for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
            if cell.value == "0010":
                cell.value = "9010"
        book.save(path)
    code, _, said = xiaoben("pack", folder, "-o", tmp_path / "out", "--for", "public")
    assert code == 2
    assert "账本里的第 2 号记录（决定，" in said
    assert "套用不到现在的文件上：花名册中没有工号“0010”" in said
    assert xiaoben("pack", folder, "-o", tmp_path / "out", "--for", "public", "--by-rules")[0] == 0
    assert xiaoben("minutes", folder, "-o", tmp_path / "纪要.docx")[0] == 0
    told = "\n".join(one.text for one in docx.Document(tmp_path / "纪要.docx").paragraphs)
    assert "上调" in told
