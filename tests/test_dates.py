"""Days that contradict each other or the school year are said, and the rows count all the same."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from schools import tiny_school

from xiaoben_analytics.assessment import assess, list_problems
from xiaoben_analytics.checks import check_dates
from xiaoben_analytics.policy import read_policy
from xiaoben_analytics.problems import NOTICE

YEAR = "2021-2022"


def study(start=None, back=None, **more):
    return {"teacher_id": "1", "name": "甲", "hours": Fraction(8), "start_date": start, "return_date": back, "file": "外出.xlsx", "sheet": "表", "row": 5, **more}  # fmt: skip


def practised(*days, sheet="表"):
    return [
        {
            "teacher_id": "1",
            "kind": "听课",
            "date": day,
            "file": "实践.xlsx",
            "sheet": sheet,
            "row": row,
        }
        for row, day in enumerate(days, start=2)
    ]


def found(school, year=YEAR):
    return list(check_dates(school.tables, year))


@pytest.mark.parametrize(
    ("start", "back", "said"),
    [
        (date(2021, 10, 12), date(2021, 10, 11), 1),
        (date(2021, 10, 11), date(2021, 10, 11), 0),
        (date(2021, 10, 11), date(2021, 10, 12), 0),
        (None, date(2021, 10, 11), 0),
        (date(2021, 10, 11), None, 0),
    ],
)
def test_a_study_that_ends_before_it_begins_is_named(start, back, said):
    problems = found(tiny_school(external=[study(start, back)]))
    assert len(problems) == said
    for problem in problems:
        assert (problem.file, problem.sheet, problem.row) == ("外出.xlsx", "表", 5)
        assert (problem.column, problem.value) == ("返校日期", "2021-10-11")
        assert problem.problem == "甲的返校日期早于开始日期（2021-10-12），仍照常计入"
        assert problem.severity == NOTICE


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2021, 8, 31), 1),
        (date(2021, 9, 1), 0),
        (date(2022, 8, 31), 0),
        (date(2022, 9, 1), 1),
        (None, 0),
    ],
)
@pytest.mark.parametrize("table", ["awards", "practice", "notes", "reading", "external"])
def test_a_day_of_another_school_year_is_said(table, day, said):
    name = "return_date" if table == "external" else "date"
    row = {"teacher_id": "1", "file": "表.xlsx", "sheet": "表", "row": 2, name: day}
    assert len(found(tiny_school(**{table: [row]}))) == said


def test_the_rows_of_a_sheet_are_said_together():
    rows = [
        *practised(date(2020, 5, 6), date(2021, 10, 8), date(2019, 3, 1)),
        *practised(date(2022, 10, 8), sheet="另表"),
    ]
    first, second = found(tiny_school(practice=rows))
    assert (first.file, first.sheet, first.row, first.column) == ("实践.xlsx", "表", None, "日期")
    assert first.problem == "有 2 行（第 2、4 行）的日期不在 2021-2022 学年内，仍照常计入"
    assert first.value == "2019-03-01 至 2020-05-06"
    assert first.expected == "2021-09-01 至 2022-08-31"
    assert (second.sheet, second.value) == ("另表", "2022-10-08")
    assert {first.severity, second.severity} == {NOTICE}


def test_many_rows_are_not_all_numbered():
    (problem,) = found(tiny_school(practice=practised(*[date(2020, 5, 6)] * 9)))
    assert "有 9 行（第 2、3、4、5、6 行等）" in problem.problem


def test_rows_without_an_address_are_said_too():
    (problem,) = found(tiny_school(notes=[{"teacher_id": "1", "date": date(2020, 5, 6)}]))
    assert (problem.file, problem.problem[:4]) == ("", "有 1 ")
    (problem,) = found(tiny_school(external=[{"teacher_id": "1", "start_date": date(2021, 10, 2), "return_date": date(2021, 10, 1)}]))  # fmt: skip
    assert (problem.file, problem.row) == ("", None)


def test_without_a_school_year_nothing_is_said_of_it():
    school = tiny_school(practice=practised(date(2020, 5, 6)))
    assert found(school, "") == []


def test_the_assessment_lists_them_and_counts_the_rows():
    school = tiny_school(external=[study(date(2020, 5, 8), date(2020, 5, 6))])
    listed = list_problems(school, read_policy("county-110"))["problem"]
    assert listed.str.contains("仍照常计入").sum() == 2
    hours = assess(school).measures.set_index("teacher_id")["external_hours"]
    assert hours["1"] == 800
    assert not list_problems(replace(school, school_year=""), read_policy("county-110"))["problem"].str.contains("学年内").any()  # fmt: skip
