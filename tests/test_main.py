"""The command line, as its users call it: what it prints, what it writes, how it leaves."""

import csv
import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import oracle
import pytest
from schools import school_rows

from xiaoben_analytics.__main__ import main
from xiaoben_analytics.tables import TABLES

SAMPLE = Path(__file__).parent.parent / "data" / "sample"
HEADINGS = [
    "学校",
    "教研组",
    "工号",
    "姓名",
    "外出学习",
    "考勤",
    "活动参与",
    "读书活动",
    "加分",
    "总分",
    "组内名次",
    "等级",
    "师德考核分",
    "上报学时",
    "说明",
]


def write_tables(folder, rows, **headings):
    """Write plain rows as canonical workbooks, one table a file."""
    folder.mkdir(exist_ok=True)
    for name, table in TABLES.items():
        if not rows.get(name):
            continue
        book = openpyxl.Workbook()
        book.active.title = table.label
        book.active.append([column.heading for column in table.columns])
        for row in rows[name]:
            book.active.append([_cell(column, row) for column in table.columns])
        book.save(folder / f"{table.label}.xlsx")
    return folder


def _cell(column, row):
    value = row.get(column.name)
    if column.name == "time":
        return row["month"]
    if isinstance(value, bool):
        return "是" if value else "否"
    return float(value) if column.kind in ("hours", "amount") and value is not None else value


@pytest.fixture
def clean(tmp_path):
    """A school without a single problem."""
    rows = school_rows(3, teachers=24, groups=3, activities=8)
    for study in rows["external"]:  # a relay without a date of return is a notice, not a problem
        study["return_date"] = study["return_date"] or study["relay_date"]
    return write_tables(tmp_path / "学校", rows), rows


def read_csv(path):
    text = path.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")  # Excel needs the mark to see UTF-8
    return list(csv.DictReader(text.decode("utf-8-sig").splitlines()))


@pytest.mark.parametrize("seed", range(3))
def test_score_equals_the_oracle_from_files_to_csv(xiaoben, tmp_path, seed):
    rows = school_rows(seed, teachers=30, groups=3, activities=10, ties=seed == 2)
    folder = write_tables(tmp_path / "学校", rows)
    code, _, said = xiaoben("score", folder, "-o", tmp_path / "成绩.csv")
    assert code == 0, said
    expected = oracle.score(rows)
    standing = oracle.tiers(expected)
    got = read_csv(tmp_path / "成绩.csv")
    assert list(got[0]) == HEADINGS
    assert {row["工号"] for row in got} == set(expected)
    for row in got:
        points, (rank, tier) = expected[row["工号"]], standing[row["工号"]]
        for name, heading in zip((*oracle.COMPONENTS, "total"), HEADINGS[4:10], strict=True):
            assert row[heading] == f"{Decimal(int(points[name] * 100)).scaleb(-2):.2f}"
        assert (row["组内名次"], row["等级"]) == ("" if rank is None else str(rank), tier)
        assert row["学校"] == ""


def test_rows_are_ordered_by_group_rank_and_gate(xiaoben, clean, tmp_path):
    xiaoben("score", clean[0], "-o", tmp_path / "a.csv")
    rows = read_csv(tmp_path / "a.csv")
    order = [
        (
            row["教研组"],
            row["组内名次"] == "",
            int(row["组内名次"] or 0),
            -float(row["总分"]),
            row["工号"],
        )
        for row in rows
    ]
    assert order == sorted(order)


def test_score_writes_xlsx_and_parquet_with_the_same_values(xiaoben, clean, tmp_path):
    for ending in ("csv", "xlsx", "parquet"):
        assert xiaoben("score", clean[0], "-o", tmp_path / f"a.{ending}")[0] == 0
    expected = [list(row.values()) for row in read_csv(tmp_path / "a.csv")]
    cells = openpyxl.load_workbook(tmp_path / "a.xlsx")["成绩"].iter_rows(values_only=True)
    assert list(next(cells)) == HEADINGS
    assert [_as_text(row) for row in cells] == expected
    duckdb = pytest.importorskip("duckdb")
    stored = duckdb.read_parquet(str(tmp_path / "a.parquet")).fetchall()
    assert [_as_text(row) for row in stored] == expected


def _as_text(row):
    shown = ["" if value is None else value for value in row]
    points = range(4, 10)
    return [f"{value:.2f}" if place in points else str(value) for place, value in enumerate(shown)]


def test_tiers_writes_the_same_columns_under_its_settings(xiaoben, clean, tmp_path):
    folder, rows = clean
    out = tmp_path / "t.csv"
    code, shown, _ = xiaoben(
        "tiers", folder, "--ratios", "25/45/30", "--rounding", "floor", "--ties", "down", "-o", out
    )
    assert code == 0
    assert "人等级有变动" in shown
    ratios = (oracle.F(25, 100), oracle.F(45, 100), oracle.F(30, 100))
    expected = oracle.tiers(oracle.score(rows), ratios, "floor", "down")
    got = {row["工号"]: row["等级"] for row in read_csv(out)}
    assert got == {teacher: tier for teacher, (_, tier) in expected.items()}


def test_check_of_a_clean_school_leaves_with_0(xiaoben, clean):
    code, shown, said = xiaoben("check", clean[0])
    assert code == 0
    assert "没有发现问题" in said
    assert "花名册" in shown


def test_check_as_json_accounts_for_every_row(xiaoben):
    code, shown, _ = xiaoben("check", SAMPLE, "--json")
    report = json.loads(shown)
    assert code == 1
    assert {"files", "problems"} <= set(report)
    for sheet in report["files"]:
        assert set(sheet) == {
            "file", "sheet", "table", "rows_in", "used", "set_aside", "furniture",
        }  # fmt: skip
        assert sheet["used"] + sheet["set_aside"] + sheet["furniture"] == sheet["rows_in"]
    for problem in report["problems"]:
        assert set(problem) == {"file", "sheet", "row", "column", "value", "problem", "advice"}
        assert problem["problem"]
        assert problem["advice"]
    tried = {"决议.jsonl"}  # somebody may have tried a decision on the sample
    there = {file.name for file in SAMPLE.iterdir()} - tried
    assert there == {sheet["file"] for sheet in report["files"]}


def test_pack_writes_every_file_and_prints_where(xiaoben, clean, tmp_path):
    code, shown, _ = xiaoben("pack", clean[0], "-o", tmp_path / "会议")
    assert code == 0
    written = {path.name for path in (tmp_path / "会议").iterdir()}
    assert written == {
        *("总结报告.docx", "汇报.pptx", "成绩总表.xlsx", "互动图表.html", "学时登记.xlsx", "会议纪要.docx"),
        *("公示.docx", "公示.xlsx", "教研组", "个人单", "核对.json", "run.json"),
    }  # fmt: skip
    for name in written:
        assert name in shown


def test_sample_makes_a_school_that_can_be_assessed(xiaoben, tmp_path):
    assert xiaoben("sample", tmp_path / "样例", "--seed", "5", "--teachers", "24")[0] == 0
    code, shown, _ = xiaoben("score", tmp_path / "样例", "--json")
    rows = json.loads(shown)
    assert code == 1  # messy on purpose
    assert list(rows[0]) == HEADINGS
    assert len(rows) > 18


def test_policies_are_listed_and_shown(xiaoben):
    code, shown, _ = xiaoben("policy", "list", "--json")
    assert code == 0
    assert [one["id"] for one in json.loads(shown)] == [
        "backbone-cycle",
        "county-110",
        "five-year-credits",
        "group-calendar",
        "new-teacher",
        "practice-counts",
        "staff-targets",
        "term-hours",
        "year-hours",
    ]
    code, shown, _ = xiaoben("policy", "show", "county-110")
    assert code == 0
    assert "无故缺席超过应参加活动的 20%" in shown
    assert json.loads(xiaoben("policy", "show", "county-110", "--json")[1])["id"] == "county-110"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "没有这个文件夹"], "没有找到文件夹“没有这个文件夹”"),
        (["score", SAMPLE, "-o", "成绩.pdf"], ".csv、.xlsx、.parquet"),
        (["score", SAMPLE, "--policy", "county110"], "是否想用“county-110”"),
        (["score", SAMPLE, "--max-loss", "很多"], "--max-loss"),
        (["tiers", SAMPLE, "--ratios", "30/40/40"], "合计 100"),
        (["tiers", SAMPLE, "--ratios", "50/50"], "各一个比例"),
        (["tiers", SAMPLE, "--rounding", "up"], "half_up"),
        (["tiers", SAMPLE, "--ties", "first"], "break、up、down"),
        (["policy", "show", "x"], "没有名为“x”的考核办法"),
        (["pakc", SAMPLE], "pakc"),
        (["score"], "缺少参数“文件夹”"),
        (["score", SAMPLE, "--fast"], "--fast"),
        (["sample", "x", "--teachers", "3"], "教师人数"),
        (["sample", "x", "--teachers", "many"], "--teachers"),
    ],
)
def test_a_wrong_call_leaves_with_2_and_one_sentence(
    xiaoben, arguments, said, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    code, shown, error = xiaoben(*arguments)
    assert code == 2
    assert said in error
    assert error.strip().endswith("。")
    assert "Traceback" not in error
    assert not shown
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("table", ["花名册", "活动计划", "考勤"])
@pytest.mark.parametrize("command", ["score", "tiers", "pack"])
def test_a_missing_table_leaves_with_1_and_writes_nothing(xiaoben, clean, tmp_path, table, command):
    (clean[0] / f"{table}.xlsx").unlink()
    out = tmp_path / ("out" if command == "pack" else "out.csv")
    code, _, error = xiaoben(command, clean[0], "-o", out)
    assert code == 1
    assert f"没有找到《{table}》" in error
    assert "Traceback" not in error
    assert not out.exists()


def test_check_lists_a_missing_table(xiaoben, clean):
    (clean[0] / "考勤.xlsx").unlink()
    code, shown, _ = xiaoben("check", clean[0], "--json")
    assert code == 1
    assert any("没有读到《考勤》" in one["problem"] for one in json.loads(shown)["problems"])
    assert "现在还不能计分：在" in xiaoben("check", clean[0])[2]


def test_what_is_lost_stops_the_run_unless_allowed(xiaoben, clean, tmp_path):
    path = clean[0] / "考勤.xlsx"
    book = openpyxl.load_workbook(path)
    rows = book.active.max_row - 1
    for row in range(2, 2 + rows // 10):
        book.active.cell(row, 1).value = "9999"
    book.save(path)
    code, _, error = xiaoben("pack", clean[0], "-o", tmp_path / "out")
    assert code == 1
    assert "超过允许的 5%" in error
    assert not (tmp_path / "out").exists()
    assert xiaoben("score", clean[0], "--max-loss", "20%", "-o", tmp_path / "a.csv")[0] == 1
    assert (tmp_path / "a.csv").exists()


def test_debug_shows_where_an_error_came_from(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["xiaoben", "check", "没有", "--debug"])
    with pytest.raises(Exception, match="没有找到文件夹"):
        main()


def test_an_unforeseen_error_is_one_sentence(xiaoben, monkeypatch, clean):
    def fail(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr("xiaoben_analytics.commands.given.assess", fail)
    code, _, error = xiaoben("score", clean[0])
    assert code == 1
    assert "ZeroDivisionError" in error
    assert "--debug" in error


def test_text_that_looks_like_a_formula_stays_text(xiaoben, clean, tmp_path):
    book = openpyxl.load_workbook(clean[0] / "花名册.xlsx")
    book.active["B2"].value = "=cmd()"
    book.active["B2"].data_type = "s"
    book.save(clean[0] / "花名册.xlsx")
    for ending in ("csv", "xlsx"):
        xiaoben("score", clean[0], "-o", tmp_path / f"a.{ending}")
    names = [row["姓名"] for row in read_csv(tmp_path / "a.csv")]
    assert "'=cmd()" in names
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["成绩"]
    types = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert types["=cmd()"] == "s"


def test_it_runs_as_a_module_in_any_locale():
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-m", "xiaoben_analytics", "policy", "list"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
        cwd=SAMPLE.parent.parent,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "校本研修" in ran.stdout.decode("utf-8")


@pytest.mark.parametrize(
    "command", ["", "score", "tiers", "pack", "check", "sample", "template", "policy"]
)
def test_help_is_in_chinese(xiaoben, command):
    code, shown, _ = xiaoben(*filter(None, [command]), "--help")
    assert code == 0
    assert "用法：" in shown
    assert not set(re.findall(r"[A-Za-z]{3,}", shown)) & {
        "Usage", "Options", "Commands", "Arguments", "Show", "required", "default", "path", "str",
    }  # fmt: skip


@pytest.mark.parametrize("arguments", [["check", SAMPLE, "多余"], ["policy", "list", "多余"]])
def test_an_argument_too_many_is_named(xiaoben, arguments):
    code, _, error = xiaoben(*arguments)
    assert (code, "“多余”" in error) == (2, True)


def test_results_may_stand_beside_the_files_and_change_nothing(xiaoben, clean):
    folder = clean[0]
    first = xiaoben("score", folder, "--json")[1]
    for name in ("成绩.csv", "成绩.xlsx", "成绩.csv"):
        assert xiaoben("score", folder, "-o", folder / name)[0] == 0
    assert xiaoben("pack", folder, "-o", folder / "会议")[0] == 0
    assert xiaoben("pack", folder, "-o", folder / "会议")[0] == 0
    assert xiaoben("score", folder, "--json")[1] == first


@pytest.mark.parametrize(("command", "name"), [("score", "花名册.xlsx"), ("pack", "")])
def test_the_schools_own_files_are_never_overwritten(xiaoben, clean, command, name):
    before = {path: path.read_bytes() for path in clean[0].iterdir()}
    code, _, error = xiaoben(command, clean[0], "-o", clean[0] / name)
    assert (code, "原始文件" in error) == (2, True)
    assert {path: path.read_bytes() for path in clean[0].iterdir()} == before


def test_what_was_not_read_is_named_beside_the_result(xiaoben, clean, tmp_path):
    (clean[0] / "附件2.xlsx").write_bytes((clean[0] / "考勤.xlsx").read_bytes()[:2000])
    code, _, error = xiaoben("score", clean[0], "-o", tmp_path / "a.csv")
    assert code == 1
    assert "没有使用“附件2.xlsx”：文件不完整，可能没有下载完。" in error


def test_an_interrupted_run_says_so_and_leaves_nothing(xiaoben, clean, tmp_path, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("xiaoben_analytics.export.handouts.write_page", interrupt)
    code, shown, error = xiaoben("pack", clean[0], "-o", tmp_path / "out")
    assert code == 130
    assert "已中断" in error
    assert not shown
    assert not (tmp_path / "out").exists()


def test_a_target_that_cannot_be_written_is_explained(xiaoben, clean, tmp_path):
    (tmp_path / "文件").write_text("x")
    (tmp_path / "目录.csv").mkdir()
    for target, cause in (("文件/a.csv", "不是文件夹"), ("目录.csv", "已有同名的文件夹")):
        code, _, error = xiaoben("score", clean[0], "-o", tmp_path / target)
        assert (code, cause in error) == (2, True), error


def test_templates_are_written_once(xiaoben, tmp_path):
    code, shown, _ = xiaoben("template", tmp_path / "新校")
    assert (code, len(list((tmp_path / "新校").iterdir()))) == (0, len(TABLES))
    assert f"xiaoben check {tmp_path / '新校'}" in shown.replace("\n", "")
    code, _, error = xiaoben("template", tmp_path / "新校")
    assert (code, "不能盖掉" in error) == (2, True)


def test_a_sample_is_never_mixed_with_a_real_school(xiaoben, clean):
    before = {path: path.read_bytes() for path in clean[0].iterdir()}
    code, _, error = xiaoben("sample", clean[0], "--teachers", "12")
    assert (code, "已有别的文件" in error) == (2, True)
    assert {path: path.read_bytes() for path in clean[0].iterdir()} == before


@pytest.mark.parametrize("command", ["score", "pack"])
def test_a_file_that_cannot_be_opened_is_named_before_its_table_is_missed(
    xiaoben, clean, tmp_path, command
):
    path = clean[0] / "考勤.xlsx"
    path.write_bytes(path.read_bytes()[:2000])
    out = tmp_path / ("out" if command == "pack" else "out.csv")
    code, _, error = xiaoben(command, clean[0], "-o", out)
    assert code == 1
    assert "“考勤.xlsx”像是《考勤》，但没有读到：文件不完整" in error
    assert not out.exists()


def test_of_thousands_of_problems_the_first_are_shown(xiaoben, tmp_path):
    rows = "".join(f"王{chr(0x4E00 + at)},P{at},不详{at}\n" for at in range(700))
    (tmp_path / "考勤.csv").write_text(f"姓名,活动编号,考勤\n{rows}", encoding="utf-8")
    _, out, _ = xiaoben("read", tmp_path / "考勤.csv")
    assert "问题 700 条" in out
    assert "……以上为前 500 条，另有 200 条；全部内容请加 --json 查看" in out
    assert "501. " not in out
