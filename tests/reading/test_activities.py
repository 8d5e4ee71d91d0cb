"""Which activity is meant, and what activities without an id are called."""

from __future__ import annotations

import datetime as dt
import time

import numpy as np
import pytest

from xiaoben_analytics.reading.activities import Activities, Activity, number_activities
from xiaoben_analytics.reading.clean import Unclean
from xiaoben_analytics.reading.coded import Coded
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.lines import Lines
from xiaoben_analytics.reading.record import Records
from xiaoben_analytics.reading.sheet import Sheet
from xiaoben_analytics.tables import PLAN as PLAN_TABLE

SEPTEMBER = Activity("P1", "师德培训", 1, "2021-09", None)
OCTOBER = Activity("P2", "教改培训", 1, "2021-10", dt.date(2021, 10, 15))
MARCH = Activity("P3", "线上研讨", 2, "2022-03", None)
MAY = Activity("P4", "师德培训", 2, "2022-05", dt.date(2022, 5, 6))
PLAN = Activities((SEPTEMBER, OCTOBER, MARCH, MAY), "2021-2022")


def unknown(reference: str, **hints: object) -> Unclean:
    with pytest.raises(Unclean) as caught:
        PLAN.find(reference, **hints)
    return caught.value


def test_by_id_then_title_then_day():
    assert PLAN.find("ｐ２") is OCTOBER
    assert PLAN.find("教改 培训") is OCTOBER
    assert PLAN.find("2021-10-15") is OCTOBER
    assert PLAN.find("10月15日") is OCTOBER


def test_a_day_also_fits_the_only_activity_of_its_month_without_a_day():
    assert PLAN.on(dt.date(2022, 3, 9)) is MARCH
    with pytest.raises(Unclean, match="计划中没有“2021-10-16”"):
        PLAN.on(dt.date(2021, 10, 16))


def test_a_repeated_title_is_settled_by_month_or_term():
    assert PLAN.find("师德培训", term=2) is MAY
    assert PLAN.find("师德培训", date=dt.date(2021, 9, 30)) is SEPTEMBER
    assert unknown("师德培训").problem == "“师德培训”可能是 P1 师德培训、P4 师德培训"


def test_an_unknown_title_offers_near_ones():
    finding = unknown("教改培训会")
    assert finding.problem == "计划中没有“教改培训会”"
    assert "是否为 P2 教改培训" in finding.advice


def test_an_unknown_title_is_not_found_by_its_day():
    assert "计划中没有" in unknown("第一讲", date=dt.date(2021, 10, 15)).problem


def test_what_is_shaped_like_an_id_is_never_a_day():
    march = Activity("2-01", "线上研讨", 2, "2022-03", None)
    plan = Activities((march,), "2021-2022")
    assert plan.find("3月9日") is march
    with pytest.raises(Unclean, match="计划中没有“3-09”"):
        plan.find("3-09")


def test_serial_numbers_become_term_and_number(read):
    school = read(
        plan=[
            ["2021-2022学年第一学期"],
            ["序号", "培训内容", "培训时间", "学时"],
            [1, "甲", "9月", 3],
            [2, "乙", "10月", 3],
            [None, "丙", "11月", 3],
            ["2021-2022学年第二学期"],
            ["序号", "培训内容", "培训时间", "学时"],
            [1, "丁", "3月", 3],
        ]
    )
    assert list(school.tables["plan"]["activity_id"]) == ["1-01", "1-02", "1-03", "2-01"]


def test_ids_that_begin_anew_each_term_become_term_and_number(read):
    heading = ["活动编号", "学期", "培训内容", "培训时间", "学时"]
    rows = [[1, 1, "甲", "9月", 3], [1, 2, "乙", "3月", 3], [2, 2, "丙", "4月", 3]]
    plan = read(plan=[heading, *rows]).tables["plan"]
    assert list(plan["activity_id"]) == ["1-01", "2-01", "2"]


def test_a_second_list_with_the_same_numbers_gets_free_ones_and_says_so(read, found):
    heading = ["序号", "培训内容", "培训时间", "学时"]
    school = read(plan=[heading, [1, "甲", "9月", 3]], 活动计划2=[heading, [1, "乙", "9月", 3]])
    assert list(school.tables["plan"]["activity_id"]) == ["1-01", "1-02"]
    assert found(school, "活动计划2.xlsx") == [(2, "序号", "编号 1-01 已有别的活动，改用 1-02")]


def test_without_term_the_month_says_it(read):
    heading = ["活动编号", "培训内容", "培训时间", "学时"]
    rows = [["A", "甲", "8月", 3], ["B", "乙", "1月", 3], ["C", "丙", "2月", 3]]
    plan = read(plan=[["2021-2022学年"], heading, *rows]).tables["plan"]
    assert list(plan["term"]) == [1, 1, 2]
    assert list(plan["month"]) == ["2021-08", "2022-01", "2022-02"]


def test_a_number_with_letters_is_an_id_whatever_its_heading(read):
    heading = ["序号", "培训内容", "培训时间", "学时"]
    school = read(plan=[heading, ["A01", "师德培训", "2021-09-10", 3]])
    assert list(school.tables["plan"]["activity_id"]) == ["A01"]


@pytest.mark.parametrize("written", ["0001-01", "9999-12", "1899年9月"])
def test_a_month_of_a_year_that_cannot_be_is_set_aside(read, written):
    heading = ["活动编号", "培训内容", "培训时间", "学时"]
    rows = [["2021-2022学年"], heading, ["A1", "师德培训", written, 3], ["A2", "安全", "9月", 3]]
    school = read(plan=rows)
    assert list(school.tables["plan"]["activity_id"]) == ["A2"]


def test_a_term_that_its_month_contradicts_gives_way_and_that_is_said(read, found):
    heading = ["活动编号", "培训内容", "培训时间", "学期", "学时"]
    rows = [
        ["A1", "师德培训", "2022-05", 1, 3],
        ["A2", "安全", "9月", 1, 3],
        ["A3", "假期研修", "2022-08", 2, 3],
    ]
    school = read(plan=[["2021-2022学年"], heading, *rows])
    assert list(school.tables["plan"]["term"]) == [2, 1, 2]
    assert found(school, "活动计划.xlsx") == [
        (3, "学期", "写的是第 1 学期，培训时间却在第 2 学期，以培训时间为准")
    ]


@pytest.mark.parametrize("written", ["9-10月", "9月-10月", "九月至十月"])
def test_an_activity_over_several_months_counts_in_the_first_and_says_so(read, found, written):
    heading = ["活动编号", "培训内容", "培训时间", "学时"]
    school = read(plan=[["2021-2022学年"], heading, ["A1", "师德培训", written, 3]])
    assert list(school.tables["plan"]["month"]) == ["2021-09"]
    assert found(school, "活动计划.xlsx") == [(3, "培训时间", "跨月的活动按第一个月（2021-09）计")]


def test_a_serial_number_without_end_is_a_number_too(read):
    heading = ["序号", "培训内容", "培训时间", "学时"]
    school = read(plan=[heading, ["9" * 5000, "甲", "2021-09-10", 3], ["007", "乙", "9月", 3]])
    assert list(school.tables["plan"]["activity_id"]) == [f"1-{'9' * 5000}", "1-07"]


def test_a_long_plan_without_numbers_is_numbered_at_once():
    sheet = Sheet(Grid("f", "s", Lines.of([])), "plan", (), frozenset())
    terms = {"term": Coded.of([1, 2] * 10_000)}
    along, rows = Coded.same((), 20_000), np.arange(20_000)
    plan = Records(PLAN_TABLE, Coded.same(sheet, 20_000), rows, along, terms)
    begin = time.perf_counter()
    numbered, problems = number_activities(plan)
    assert time.perf_counter() - begin < 5
    assert [numbered[at].get("activity_id") for at in (0, 1, 2, 19_999)] == [
        *("1-01", "2-01", "1-02", "2-10000"),
    ]
    assert problems == []


def test_an_endless_reference_is_listed_without_an_offer():
    assert unknown("教改培训" * 10_000).advice == "请改正，或把该活动补入活动计划"
