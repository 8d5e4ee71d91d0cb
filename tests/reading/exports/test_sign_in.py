"""Whatever a list of sign-ins holds, every row of it is accounted for."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xiaoben_analytics.reading import read_school
from xiaoben_analytics.reading.exports.sign_in import yes_or_no

PLAN = (
    ("2021-2022学年活动计划",),
    ("活动编号", "学期", "培训内容", "培训时间", "学时"),
    ("P1", 1, "师德培训", "2021-09-10", 3),
    ("P2", 1, "教改培训", "2021-10-15", 3),
)
ROSTER = (("工号", "姓名", "教研组"), ("0001", "王伟", "语文组"), ("0002", "李娜", "数学组"))
HEADINGS = (
    ("工号", "姓名", "教研组", "签到时间"),
    ("序号", "姓名", "签到", "序号", "姓名", "签到"),
    ("姓名", "活动", "日期", "状态", "签到时间"),
    ("主机名", "IP地址", "学生姓名"),
    ("序号", "提交答卷时间", "来源", "1、您的姓名", "2、是否参加", "3、请假原因"),
    ("提交时间（自动）", "姓名（必填）", "学时", "提交者（自动）"),
    ("姓名", "获奖项目", "级别", "等次", "颁奖单位"),
)
CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["李娜", "王伟", "0002李娜", "李娜、王伟", "0001", "是", "否", "√", "◎", "病假"]
    ),
    st.sampled_from(["2021-09-10 14:00", "2021-12-01", "14:00", "P1", "教改培训", "(空)", "合计"]),
    st.sampled_from(["市一等奖（优质课）", "省", "论文", "备注：无", "第二学期", "=1+1", "=NA()"]),
    st.sampled_from([1, 0, True, False, 0.5, 44449, 1e300, dt.date(2021, 9, 10), dt.time(14, 0)]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6),
)
ROWS = st.lists(st.lists(CELLS, max_size=7), max_size=8)
TITLE = st.sampled_from([(), ("教改培训签到",), ("签到2021年9月10日",), ("√出勤 空白=缺席",)])


def write(path, rows):
    book = openpyxl.Workbook()
    for line in rows:
        book.active.append(line)
    book.save(path)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(HEADINGS), TITLE, ROWS)
def test_no_row_of_a_list_disappears(heading, title, rows):
    with tempfile.TemporaryDirectory() as name:
        write(Path(name) / "花名册.xlsx", ROSTER)
        write(Path(name) / "活动计划.xlsx", PLAN)
        write(Path(name) / "表.xlsx", [title, heading, *rows])
        school = read_school(name)
    counts = school.files[school.files["file"] == "表.xlsx"].iloc[0]
    assert counts["used"] + counts["set_aside"] + counts["furniture"] == counts["rows_in"]
    assert min(counts[["used", "set_aside", "furniture"]]) >= 0
    listed = school.problems[school.problems["file"] == "表.xlsx"]
    assert len(listed) > 0 or counts["set_aside"] == 0


@pytest.mark.parametrize(
    ("text", "meant"),
    [("是", True), ("Ａ、是", True), ("True", True), ("否", False), ("N", False), ("也许", None)],
)
def test_yes_and_no_have_many_spellings(text, meant):
    assert yes_or_no(text) is meant


@pytest.mark.parametrize("text", ["-", "请假", "?", "是否", "1", "《", "省市"])
def test_endless_texts_take_no_time(text):
    long = text * (32_000 // len(text))
    with tempfile.TemporaryDirectory() as name:
        for number, heading in enumerate(HEADINGS):
            write(Path(name) / f"{number}.xlsx", [(long,), (*heading, long), (long,) * 6])
        started = time.perf_counter()
        school = read_school(name)
        assert time.perf_counter() - started < 10
    assert len(school.files) == len(HEADINGS)
