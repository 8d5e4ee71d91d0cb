"""`xiaoben requirements` and `xiaoben votes`, as their users call them."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest
from required import activity, came, person, school_of
from test_requirements_together import ballots

from xiaoben_analytics.commands import requirements as room
from xiaoben_analytics.reading import read_file

SAMPLE = Path(__file__).parent.parent / "data" / "sample"
OWN = """
id = "own"
title = "本校办法"
extends = "county-110"

[[requirements]]
name = "term"
label = "每学期 30 学时"
measure = "attendance_hours"
at_least = "{hours} 学时"
per = "term"

[[honours]]
name = "优秀教研组"
election = "优秀教研组"
winners = "1 个"
"""


@pytest.fixture
def school(monkeypatch):
    """Let every folder hold a school of two teachers, one of whom is short in the first term."""
    made = school_of(
        roster=[person(1), person(2)],
        plan=[activity(1, hours=30), activity(2, "2022-03", 30)],
        attendance=[came(1, 1), came(2, 1, "缺席"), came(1, 2), came(2, 2)],
        votes=ballots(("语文组", 9), ("数学组", 5)),
    )
    monkeypatch.setattr(room, "read_folder", lambda *_, **__: made)
    return made


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(OWN.format(hours=30), "utf-8")
    return path


def test_requirements_says_how_many_meet_them_and_who_is_short(xiaoben, school, own):
    code, out, _ = xiaoben("requirements", "x", "--policy", own)
    assert code == 1
    assert "每学期 30 学时（第一学期）：达到 1，未达到 1" in out
    assert "还缺 30 学时" in out
    assert "教师2" in out
    assert "纪律情况" in out


def test_requirements_leaves_with_zero_if_nobody_is_short(xiaoben, school, own):
    own.write_text(OWN.format(hours=0), "utf-8")
    assert xiaoben("requirements", "x", "--policy", own)[0] == 0


def test_requirements_as_json_has_plain_numbers(xiaoben, school, own):
    _, out, _ = xiaoben("requirements", "x", "--policy", own, "--json")
    told = json.loads(out)
    row = told["teachers"][2]
    assert (row["teacher_id"], row["verdict"], row["short"], row["unit"]) == (
        "2",
        "未达到",
        30,
        "学时",
    )
    assert told["incidents"][0]["incident"] == "缺席"
    assert set(told) > {"groups", "school", "slots", "absences", "honours"}


def test_requirements_go_into_a_workbook_or_a_csv(xiaoben, school, own, tmp_path):
    book, text = tmp_path / "达标.xlsx", tmp_path / "达标.csv"
    assert xiaoben("requirements", "x", "--policy", own, "-o", book)[0] == 1
    sheets = openpyxl.load_workbook(book)
    assert sheets.sheetnames == ["达标情况", "可缺席次数", "纪律情况", "评选"]
    first = list(sheets["达标情况"].iter_rows(values_only=True))
    assert first[0] == ("教研组", "工号", "姓名", "要求", "期间", "结论", "还缺", "理由")
    assert first[3][5:7] == ("未达到", 30)
    assert xiaoben("requirements", "x", "--policy", own, "-o", text, "--table", "达标情况")[0] == 1
    rows = list(csv.DictReader(text.read_text("utf-8-sig").splitlines()))
    assert [row["结论"] for row in rows] == ["达到", "达到", "未达到", "达到"]
    assert (rows[2]["已有"], rows[2]["应有"], rows[2]["还缺"], rows[2]["单位"]) == (
        "0",
        "30",
        "30",
        "学时",
    )
    assert "最早达到" not in rows[0]  # nothing is to come


def test_a_csv_holds_one_table_and_says_which_there_are(xiaoben, school, own, tmp_path):
    text = tmp_path / "达标.csv"
    code, _, err = xiaoben("requirements", "x", "--policy", own, "-o", text)
    assert code == 2
    assert "达标情况、可缺席次数、纪律情况、评选" in err
    assert "--table" in err
    assert not text.exists()
    xiaoben("requirements", "x", "--policy", own, "-o", text, "--table", "评选")
    rows = list(csv.DictReader(text.read_text("utf-8-sig").splitlines()))
    assert [row["候选人"] for row in rows] == ["语文组", "数学组"]
    code, _, err = xiaoben("requirements", "x", "--policy", own, "-o", text, "--table", "评优")
    assert code == 2
    assert "评选" in err


def test_a_workbook_holds_only_sheets_with_something_in_them(xiaoben, monkeypatch, tmp_path):
    made = school_of(roster=[person(1, rating="优秀教师")], votes=ballots(("甲", 3)))
    monkeypatch.setattr(room, "read_folder", lambda *_, **__: made)
    book = tmp_path / "达标.xlsx"
    xiaoben("requirements", "x", "--policy", "staff-targets", "-o", book)
    assert openpyxl.load_workbook(book).sheetnames == ["全校"]
    monkeypatch.setattr(room, "read_folder", lambda *_, **__: school_of(roster=[person(1)]))
    xiaoben("requirements", "x", "--policy", "county-110", "-o", book)
    assert openpyxl.load_workbook(book).sheetnames == ["可缺席次数"]
    monkeypatch.setattr(
        room, "read_folder", lambda *_, **__: school_of(roster=[person(1, state="借调")])
    )
    xiaoben("requirements", "x", "--policy", "county-110", "-o", book)
    assert openpyxl.load_workbook(book).sheetnames == ["达标情况"]


def test_an_incident_is_printed_with_its_day_and_its_place(xiaoben, school, own, tmp_path):
    book = tmp_path / "达标.xlsx"
    xiaoben("requirements", "x", "--policy", own, "-o", book)
    rows = list(openpyxl.load_workbook(book)["纪律情况"].iter_rows(values_only=True))
    assert rows[0] == ("教研组", "工号", "姓名", "违纪情况", "培训内容", "日期", "出处")
    assert rows[1][3:6] == ("缺席", "活动1", "2021-09")


def test_a_workbook_of_requirements_is_not_read_as_a_record(xiaoben, school, own, tmp_path):
    book = tmp_path / "达标.xlsx"
    xiaoben("requirements", "x", "--policy", own, "-o", book)
    sheets = read_file(book).sheets
    assert [sheet.table for sheet in sheets] == [None] * 4


def test_requirements_on_a_day(xiaoben, school, own):
    _, out, _ = xiaoben("requirements", "x", "--policy", own, "--on", "2022-02-01", "--json")
    told = json.loads(out)
    assert told["on"] == "2022-02-01"
    assert [row["verdict"] for row in told["teachers"]] == ["达到", "进行中", "未达到", "进行中"]
    assert told["teachers"][1]["reached_by"] == "活动2（2022-03）"


@pytest.mark.parametrize("day", ["2022/2/1", "2022年2月1日", "2022.2.1", "20220201"])
def test_a_day_is_read_as_people_write_it(xiaoben, school, own, day):
    _, out, _ = xiaoben("requirements", "x", "--policy", own, "--on", day, "--json")
    assert json.loads(out)["on"] == "2022-02-01"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("--on", "三月"), "2022-03-01"),
        (("--on", "2021-08-31"), "2021-09-01 至 2022-08-31"),
        (("--on", "2022-09-01"), "2021-09-01 至 2022-08-31"),
        (("-o", "达标.doc"), ".xlsx、.csv"),
    ],
)
def test_a_wrong_call_is_said_in_one_sentence(xiaoben, school, own, wrong, said):
    code, out, err = xiaoben("requirements", "x", "--policy", own, *wrong)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_the_sample_is_judged_by_a_regulation_without_requirements(xiaoben):
    code, out, _ = xiaoben("requirements", SAMPLE, "--policy", "county-110")
    assert code == 0
    assert "没有对教师、教研组或学校的要求" in out
    assert "还可缺席" not in out.split("纪律情况")[0]  # the year is over: nothing can be missed


def test_votes_are_tallied(xiaoben, school, own):
    code, out, _ = xiaoben("votes", "x", "--policy", own)
    assert code == 0
    assert out.index("语文组") < out.index("数学组")
    assert "第 2 名，名额 1 个" in out
    told = json.loads(xiaoben("votes", "x", "--policy", own, "--json")[1])
    assert [(row["candidate"], row["amount"], row["chosen"]) for row in told] == [
        ("语文组", 9, True),
        ("数学组", 5, False),
    ]


def test_a_regulation_without_elections_is_said_to_have_none(xiaoben, school):
    code, out, _ = xiaoben("votes", "x", "--policy", "group-calendar")
    assert code == 1
    assert "没有评选的规定" in out


def test_without_a_roster_nothing_can_be_said(xiaoben, monkeypatch):
    made = school_of(plan=[activity(1)])
    monkeypatch.setattr(room, "read_folder", lambda *_, **__: made)
    code, out, err = xiaoben("requirements", "x", "--policy", "term-hours")
    assert (code, out) == (1, "")
    assert "没有找到《花名册》" in err


def test_without_votes_that_is_said(xiaoben, school, own, monkeypatch):
    empty = school_of(roster=[person(1)])
    monkeypatch.setattr(room, "read_folder", lambda *_, **__: empty)
    code, out, _ = xiaoben("votes", "x", "--policy", own)
    assert code == 1
    assert "没有读到" in out


def test_nothing_is_written_over_the_schools_own_files(xiaoben, school, own, tmp_path, monkeypatch):
    files = school.files.copy()
    files.loc[0] = ["花名册.xlsx", "", "roster", 1, 1, 0, 0]
    made = type(school)(**{**vars(school), "files": files, "folder": str(tmp_path)})
    monkeypatch.setattr(room, "read_folder", lambda *_, **__: made)
    code, _, err = xiaoben(
        "requirements", tmp_path, "--policy", own, "-o", tmp_path / "花名册.xlsx"
    )
    assert code == 2
    assert "原始文件" in err
