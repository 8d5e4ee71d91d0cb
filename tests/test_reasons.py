"""Amounts that a person chose within a range: counted, and listed where nobody says why."""

from datetime import date
from fractions import Fraction

import pytest
from schools import tiny_school

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.policy import read_policy
from xiaoben_analytics.sample import write_sample

COUNTY = read_policy("county-110")
STUDY = {"teacher_id": "1", "name": "甲", "hours": Fraction(8), "return_date": date(2021, 10, 20)}
RELAYED = STUDY | {"relay_date": date(2021, 10, 21), "credits": Fraction(2)}
FINED = STUDY | {"deduction": Fraction(5)}
POOR = {"teacher_id": "2", "name": "乙", "completion": "质量不高", "deduction": Fraction(1)}


def unreasoned(policy=COUNTY, **tables):
    problems = assess(tiny_school(**tables), policy).problems
    return problems[problems["problem"].str.contains("没有写明理由")]


@pytest.mark.parametrize(
    ("table", "row", "said"),
    [
        ("external", RELAYED, "甲的奖励学分 2 没有写明理由"),
        ("external", FINED, "甲的扣分 5 没有写明理由"),
        ("external", RELAYED | FINED, "甲的奖励学分 2、扣分 5 没有写明理由"),
        ("reading", POOR, "乙的扣分 1 没有写明理由"),
    ],
)
def test_an_amount_without_a_reason_is_a_problem_and_counts(table, row, said):
    for blank in (None, "", "  "):
        (problem,) = unreasoned(**{table: [row | {"note": blank}]}).to_dict("records")
        assert problem["problem"] == f"{said}，已按登记的计入"
        assert (problem["column"], problem["severity"]) == ("备注", "问题")
        assert problem["expected"]
        assert problem["advice"]
    assert unreasoned(**{table: [row | {"note": "教务处核定"}]}).empty


def test_an_amount_without_a_reason_gives_the_same_points():
    rows = [RELAYED | FINED]
    plain = assess(tiny_school(external=rows), COUNTY)
    reasoned = assess(tiny_school(external=[row | {"note": "通报"} for row in rows]), COUNTY)
    assert plain.standings["total"].tolist() == reasoned.standings["total"].tolist()


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("external", STUDY),
        ("external", STUDY | {"deduction": Fraction(0)}),
        ("external", FINED | {"deduction": Fraction(12)}),
        ("reading", POOR | {"completion": "按时", "deduction": None}),
        ("reading", POOR | {"deduction": None}),
    ],
)
def test_nothing_chosen_within_the_range_needs_no_reason(table, row):
    assert unreasoned(**{table: [row]}).empty


def test_an_amount_that_nobody_chooses_needs_no_reason():
    fixed = COUNTY.amended({"external": {"deduction": {"taken": "low"}}})
    assert unreasoned(fixed, external=[FINED]).empty
    assert unreasoned(read_policy("year-hours"), external=[FINED]).empty


def test_a_reason_is_read_from_the_file_and_its_lack_has_an_address(xiaoben, tmp_path):
    write_sample(tmp_path / "学校", teachers=12)
    folder = tmp_path / "学校"
    assert "没有写明理由" not in xiaoben("check", folder)[1]
    folder.joinpath("外出学习.xlsx").unlink()
    roster = "工号,姓名,培训名称,返校日期,学时,扣分,备注\n0001,,进修,2021-10-20,8,5,\n"
    folder.joinpath("外出学习.csv").write_text(roster, encoding="utf-8")
    told = xiaoben("check", folder)[1]
    assert "没有写明理由" in told
    assert "外出学习.csv" in told
