"""What is tried as a mistake: it follows from the tables, the regulation and its checks."""

from collections import Counter
from datetime import date
from fractions import Fraction as F

import pytest
from schools import as_school, attended, school_rows, tiny_school

from xiaoben_analytics.assessment import wanted
from xiaoben_analytics.fragility.slips import list_slips, tables_read
from xiaoben_analytics.measures import MEASURES, RECORDS
from xiaoben_analytics.policy import list_policies, read_policy
from xiaoben_analytics.records import build_records

COUNTY = read_policy("county-110")


def slips_of(school, table, teacher=0, policy=COUNTY):
    return [slip.correction for slip in list_slips(school, policy, [teacher])[table]]


def test_what_is_tried_follows_from_tables_and_regulation():
    assert [table.label for table in tables_read(COUNTY)] == [
        "考勤", "外出学习", "活动参与", "学习笔记", "读书活动", "获奖",
    ]  # fmt: skip
    fewer = COUNTY.amended(
        {"components": [{"name": "bonus", "items": [{"rule": "full", "points": 1}]}]}
    )
    assert "获奖" not in [table.label for table in tables_read(fewer)]


def test_of_records_that_are_alike_one_is_tried():
    """Ten times present at three hours: six other statuses, made up, and the row withdrawn."""
    tried = slips_of(tiny_school(), "attendance")
    assert len({one.at for one in tried}) == 1
    said = [one.says.get("status") for one in tried if "status" in one.says]
    assert sorted(said) == sorted(["迟到", "早退", "病假", "事假", "公假", "缺席"])
    assert Counter(one.withdrawn for one in tried)[True] == 1
    assert {"made_up": True} in [dict(one.says) for one in tried]


def test_an_award_has_other_levels_and_prizes_may_be_missing_or_too_many():
    award = {"teacher_id": "1", "award_category": "竞赛", "level": "省", "prize": "一等奖"}
    school = tiny_school(awards=[award])
    tried = slips_of(school, "awards")
    # 国家 and 校 are not in the regulation: such an award would not count, and the check says so
    assert {one.says["level"] for one in tried if set(one.says) == {"level"}} == {"市", "县"}
    assert any(one.withdrawn for one in tried)
    added = [one for one in slips_of(school, "awards", teacher=1) if one.at is None]
    assert [(one.says["teacher_id"], one.says["level"]) for one in added] == [("2", "省")]


def test_amounts_are_tried_as_the_school_writes_the_next():
    external = [{"teacher_id": "1", "hours": F(hours)} for hours in (4, 8, 16)]
    tried = [
        one.says["hours"]
        for one in slips_of(tiny_school(external=external), "external")
        if one.at == 1 and "hours" in one.says
    ]
    assert tried == [400, 1600]


def test_a_missing_attendance_row_may_be_one_that_was_forgotten():
    school = tiny_school(attendance=[attended("1", "01"), attended("2", "01")])
    added = [one for one in slips_of(school, "attendance") if one.at is None]
    assert {one.says["activity_id"] for one in added} == {"02"}
    assert len(added) == 7


def test_what_the_checks_would_find_fault_with_is_not_tried():
    """Credits of 3 are the most that count: 4, which the school also writes, is no correction."""
    tasks = [{"teacher_id": "1", "kind": "主讲", "credits": F(n)} for n in (2, 3, 4)]
    study = {
        "teacher_id": "1",
        "hours": F(8),
        "return_date": date(2021, 9, 23),
        "relay_date": date(2021, 9, 27),  # the third working day: Friday, a Sunday worked, Monday
        "credits": F(2),
        "note": "核定",
    }
    school = tiny_school(participation=tasks, external=[study])
    said = [(one.at, dict(one.says)) for one in slips_of(school, "participation") if one.at == 1]
    assert (1, {"credits": 200}) in said
    assert (1, {"credits": 400}) not in said
    assert not [one for one in slips_of(school, "participation", teacher=1)
                if one.says.get("credits") == 400]  # fmt: skip
    days = [
        one.says["relay_date"] for one in slips_of(school, "external") if "relay_date" in one.says
    ]
    assert [f"{day:%m-%d}" for day in days] == ["09-26"]


def test_what_was_found_fault_with_before_may_be_tried():
    """Credits of 4 do not count; less of them, or a task undone, is a correction as before."""
    school = tiny_school(
        participation=[{"teacher_id": "1", "kind": "任务", "credits": F(n)} for n in (3, 4)]
    )
    said = [dict(one.says) for one in slips_of(school, "participation") if one.at == 1]
    assert {"credits": 300} in said
    assert {"done": False} in said


def test_nobody_is_given_the_record_that_is_there_already():
    """Of the equal grades of another day that day is taken; of the same day none."""
    grades = [("1", 20, "优秀"), ("1", 27, "优秀"), ("2", 20, "良好")]
    notes = [
        {"teacher_id": who, "date": date(2021, 12, day), "grade": grade}
        for who, day, grade in grades
    ]
    added = [
        [(f"{one.says['date']:%d}", one.says["grade"]) for one in
         slips_of(tiny_school(notes=notes), "notes", teacher=at) if one.at is None]
        for at in (0, 1)
    ]  # fmt: skip
    assert added == [[], [("27", "优秀")]]


def test_a_record_without_a_day_may_be_there_twice_unless_all_of_it_is_equal():
    notes = [{"teacher_id": "1", "grade": grade} for grade in ("优秀", "良好")]
    notes += [{"teacher_id": "2", "grade": "良好"}]
    added = [one.says["grade"] for one in slips_of(tiny_school(notes=notes), "notes", teacher=1)
             if one.at is None]  # fmt: skip
    assert added == ["优秀"]


def test_the_usual_comes_before_the_rare_and_a_certificate_is_its_owners():
    award = {"teacher_id": "1", "award_category": "竞赛", "level": "省"}
    prizes = ["特等奖", "一等奖", "一等奖"]
    awards = [
        {**award, "prize": prize, "award": f"奖{n}", "certificate": f"证{n}"}
        for n, prize in enumerate(prizes)
    ]
    added = [one for one in slips_of(tiny_school(awards=awards), "awards", teacher=1)
             if one.at is None]  # fmt: skip
    assert [(one.says["prize"], one.says["award"]) for one in added] == [
        ("一等奖", "奖1"),
        ("特等奖", "奖0"),
    ]
    assert not any("certificate" in one.says for one in added)


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_every_measure_names_the_tables_it_reads(name):
    """A table is asked for if and only if it is named; roster, plan and records are everybody's."""

    class Asked(dict):
        def __init__(self, tables):
            super().__init__(tables)
            self.seen = set()

        def __getitem__(self, key):
            self.seen.add(key)
            return super().__getitem__(key)

    rules = {}
    for policy in list_policies().values():
        rules |= {key: rule for key, rule in policy.rules.items() if rule is not None}
    school = as_school(
        school_rows(3)
        | {"history": [{"teacher_id": "0001", "school_year": "2020-2021", "hours": F(3)}]}
    )
    tables = {**school.tables, RECORDS: build_records(school.tables, COUNTY)}
    asked = Asked(tables)
    rows = MEASURES[name].rows
    rows.prepare(asked, rules)
    read = {"attendance" if one == RECORDS else one for one in asked.seen} - {"roster", "plan"}
    assert read <= set(rows.reads)
    assert set(rows.also) <= read
    assert wanted(COUNTY)
