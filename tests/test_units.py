"""Points from measures of any unit: one piece is one point, hours only go with hours."""

import oracle
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from schools import as_school, tiny_school

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.errors import PolicyError
from xiaoben_analytics.explanation import explain
from xiaoben_analytics.measures import MEASURES
from xiaoben_analytics.policy import Component, Gate, read_policy
from xiaoben_analytics.scoring import fails_gate, score_teachers

COUNTS = ("books", "required_activities", "unexcused_absences", "award_count")
EXACT = ("observed_lessons", "attendance_hours", "contest_points", "collective_preparations")
NAMES = st.sampled_from((*COUNTS, *EXACT))
POINTS = st.integers(1, 40)
RULES = {"proportional": 1, "average": 2, "sum": 3, "highest": 3, "full": 0}
PREPARED = ("collective_preparations", "required_activities")
RATES = (PREPARED, PREPARED[::-1], ("unexcused_absences", "required_activities"))


@st.composite
def items(draw):
    rule = draw(st.sampled_from([*RULES, "rate"]))
    if rule == "rate":
        names = draw(st.sampled_from(RATES))
    else:
        names = tuple(draw(NAMES) for _ in range(RULES[rule]))
    return {"rule": rule, "measures": list(names), "points": draw(POINTS)}


@st.composite
def amounts(draw):
    """Draw what some teachers have, in hundredths; of what is counted, whole numbers."""
    people = draw(st.integers(1, 4))
    exact = st.integers(0, 5000)
    return [
        {
            name: draw(exact) if name in EXACT else 100 * draw(st.integers(0, 50))
            for name in (*COUNTS, *EXACT)
        }
        for _ in range(people)
    ]


@given(st.lists(items(), min_size=1, max_size=3), st.lists(NAMES, max_size=2), POINTS, amounts())
def test_points_of_any_units_equal_the_oracle(parts, deductions, most, people):
    component = Component(
        name="x", label="项", points=most, items=parts, deductions=tuple(deductions)
    )
    frame = pd.DataFrame(
        [{name: one[name] * MEASURES[name].scale // 100 for name in one} for one in people]
    )
    units = [{name: oracle.F(value, 100) for name, value in one.items()} for one in people]
    expected = [points * 100 for points in oracle.component(parts, deductions, most, units)]
    frame["teacher_id"] = frame.index.astype("str")
    teachers = frame[["teacher_id"]].assign(group="语文组", assessed=True)
    policy = read_policy("county-110").model_copy(update={"components": (component,), "gates": ()})
    assert score_teachers(frame, teachers, policy)["x"].tolist() == expected


@given(amounts(), st.integers(0, 99))
def test_a_share_of_another_measure_is_taken_in_its_unit(people, percent):
    gate = Gate(
        name="g", label="条款", measure="collective_preparations", of="required_activities",
        below=f"{percent}%",
    )  # fmt: skip
    frame = pd.DataFrame(
        [{name: one[name] * MEASURES[name].scale // 100 for name in one} for one in people]
    )
    expected = [
        oracle.F(one[gate.measure]) < oracle.F(percent, 100) * one[gate.of] for one in people
    ]
    assert fails_gate(frame, gate).tolist() == expected


OWN = """
extends = "county-110"
[[components]]
name = "extra"
label = "自选"
points = 100
items = [{ rule = "RULE", points = 100, measures = MEASURES }]
"""


def policy_of(tmp_path, rule, *measures, text=OWN):
    path = tmp_path / "本校.toml"
    listed = str(list(measures)).replace("'", '"')
    path.write_text(text.replace("RULE", rule).replace("MEASURES", listed), encoding="utf-8")
    return read_policy(path)


READ = [{"teacher_id": "1", "book": title, "completion": "按时"} for title in ("甲书", "乙书")]
TAUGHT = [
    {"teacher_id": "1", "kind": "听课", "amount": oracle.F(88)},
    {"teacher_id": "1", "kind": "公开课", "amount": oracle.F(1)},
]


@pytest.mark.parametrize(
    ("rule", "measures", "said"),
    [
        ("sum", ["books"], "读书 2 = 2.00 分"),
        ("sum", ["books", "observed_lessons"], "读书 2 + 听课 88 = 90.00 分"),
        ("average", ["observed_lessons", "open_lessons"], "听课 88 ÷ 公开课 1 = 88.00 分"),
        ("highest", ["books", "open_lessons"], "读书 2、公开课 1 中取最高，为 2.00 分"),
    ],
)
def test_the_explanation_is_right_in_its_units(tmp_path, rule, measures, said):
    result = assess(
        tiny_school(reading=READ, practice=TAUGHT), policy_of(tmp_path, rule, *measures)
    )
    (extra,) = [one for one in explain(result, "1").components if one.name == "extra"]
    assert [item.arithmetic for item in extra.items] == [said]


def test_an_absence_that_is_deducted_costs_one_point(tmp_path):
    text = 'extends = "county-110"\n[[components]]\nname = "reading"\ndeductions = MEASURES\n'
    absent = [{"teacher_id": "2", "activity_id": "01", "status": "缺席"}]
    school = tiny_school(attendance=absent)
    result = assess(school, policy_of(tmp_path, "", "unexcused_absences", text=text))
    (reading,) = [one for one in explain(result, "2").components if one.name == "reading"]
    assert reading.arithmetic == "10.00 − 1.00 = 9.00 分"
    assert result.standings.set_index("teacher_id")["reading"]["2"] == 900


def test_hours_are_not_divided_by_activities(tmp_path):
    said = "“校本培训学时”以学时计，“应参加活动”以次计"
    with pytest.raises(PolicyError, match=said):
        policy_of(tmp_path, "rate", "attendance_hours", "required_activities")
    gate = (
        'extends = "county-110"\n[[gates]]\nname = "h"\nlabel = "条款"\n'
        'measure = "attendance_hours"\nof = "required_activities"\nbelow = "50%"\n'
    )
    with pytest.raises(PolicyError, match=said):
        policy_of(tmp_path, "", text=gate)


def test_the_share_of_a_gate_is_explained_in_its_unit(tmp_path):
    gate = (
        'extends = "county-110"\n[[gates]]\nname = "h"\nlabel = "条款"\n'
        'measure = "collective_preparations"\nof = "required_activities"\nbelow = "50%"\n'
    )
    prepared = [{"teacher_id": "1", "kind": "集体备课", "amount": oracle.F(4)}]
    result = assess(tiny_school(practice=prepared), policy_of(tmp_path, "", text=gate))
    told = explain(result, "1").gates[-1].arithmetic
    assert told == "集体备课 4 次 ÷ 应参加活动 10 次 = 40%，不足 50%"


def test_made_up_schools_are_scored_in_any_unit(tmp_path):
    school = as_school({**ROWS, "reading": READ})
    result = assess(school, policy_of(tmp_path, "proportional", "books"))
    assert result.standings["extra"].max() == 10000


ROWS = {
    "roster": [{"teacher_id": "1", "name": "甲", "group": "语文组", "state": "在岗"}],
    "plan": [
        {"activity_id": "A", "title": "活动", "term": 1, "month": "2021-09", "hours": oracle.F(3),
         "audience": "全体教师", "required": True}
    ],
    "attendance": [
        {"teacher_id": "1", "activity_id": "A", "status": "出席", "hours": None, "made_up": False}
    ],
}  # fmt: skip
