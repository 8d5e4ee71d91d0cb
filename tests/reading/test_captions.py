"""What titles say about the whole school."""

from __future__ import annotations

import datetime as dt

import pytest

from xiaoben_analytics.reading.captions import find_school_name, find_school_year

TODAY = dt.date(2025, 3, 1)


@pytest.mark.parametrize(
    "title",
    ["2021-2022学年活动计划", "2021—2022 学年度", "(2021~22学年)", "2021至2022学年第一学期"],
)
def test_the_school_year_of_a_title(grid, title):
    assert find_school_year([grid([title])], TODAY) == "2021-2022"


def test_most_titles_win_over_dates(grid):
    grids = [
        grid(["2021-2022学年"]),
        grid(["2021-2022学年"]),
        grid(["2020-2021学年"], ["2019-09-10"]),
    ]
    assert find_school_year(grids, TODAY) == "2021-2022"


def test_else_most_dates(grid):
    rows = grid(
        ["姓名", "日期"], ["甲", dt.date(2022, 7, 1)], ["乙", "2021-09-10"], ["丙", "2023-01-01"]
    )
    assert find_school_year([rows], TODAY) == "2021-2022"


def test_else_most_months_with_their_year(grid):
    rows = grid(["培训时间"], ["2021-09"], ["2022年3月"], ["2022.4"], ["2023-10"])
    assert find_school_year([rows], TODAY) == "2021-2022"
    dated = grid(["日期"], ["2019-09-10"])
    assert find_school_year([rows, dated], TODAY) == "2019-2020"


def test_else_today(grid):
    assert find_school_year([grid(["姓名", 44449, "2021-2029学年"])], TODAY) == "2024-2025"


@pytest.mark.parametrize(
    "caption", ["单位：临江中学", "单位（盖章）：＿＿临江中学＿＿", "学校: 临江中学　填表：甲"]
)
def test_the_schools_name_of_a_caption(grid, caption):
    assert find_school_name([grid(["计划"]), grid([caption])]) == "临江中学"


def test_no_name_is_none(grid):
    assert find_school_name([grid(["单位："], ["单位", "临江中学"])]) == ""


def test_a_single_year_names_the_school_year_that_begins_in_it(grid):
    found = grid(["2021学年第二学期校本培训活动计划"])
    assert find_school_year([found], dt.date(2026, 1, 1)) == "2021-2022"
