"""The personal training file: every record under its school year, nothing guessed, nothing private."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pandas as pd
import pytest
from schools import attended, tiny_school

from xiaoben_analytics.archive import UNDATED, make_archives
from xiaoben_analytics.policy import read_policy

COUNTY = read_policy("county-110")


def archive_of(school, teacher_id="1"):
    (made,) = make_archives(school, COUNTY, [teacher_id])
    return made


def table(made, year, title):
    """Return a listing's header and rows."""
    (found,) = (
        listing for one in made.years if one.label == year for listing in one.listings
        if listing.title == title
    )  # fmt: skip
    return found.header, found.rows


def practice(kind, day, amount=None, **more):
    return {"teacher_id": "1", "kind": kind, "date": day, "amount": amount, **more}


@pytest.fixture
def several_years():
    """Records of two school years, on both sides of 1 September, and some without a date."""
    return tiny_school(
        attendance=[attended("1", "01"), attended("1", "02", "缺席"), attended("2", "01")],
        practice=[
            practice("听课", date(2021, 8, 31), Fraction(2), subject="语文"),
            practice("听课", date(2021, 9, 1), Fraction(3), note="校际"),
            practice("反思", None),
            practice("业务笔记", date(2021, 10, 1), Fraction(20000)),
        ],
        external=[
            {
                "teacher_id": "1",
                "training": "研修",
                "hours": Fraction(15, 2),
                "return_date": date(2021, 3, 5),
                "relay_date": date(2021, 3, 8),
            }
        ],
        awards=[
            {
                "teacher_id": "1",
                "award": "论文",
                "award_category": "评选",
                "level": "市",
                "prize": "二等奖",
                "date": date(2022, 8, 31),
                "certificate": "证9",
            }
        ],
        reading=[{"teacher_id": "1", "book": "书甲", "completion": "未交"}],
        notes=[{"teacher_id": "1", "grade": "优秀", "date": date(2021, 12, 1)}],
        participation=[
            {"teacher_id": "1", "kind": "任务", "content": "整理", "done": False, "date": date(2021, 12, 1)}
        ],
    )  # fmt: skip


def test_amounts_stand_under_their_school_year(several_years):
    made = archive_of(several_years)
    assert made.overview.header == ("项目", "2020-2021 学年", "2021-2022 学年", UNDATED)
    assert made.overview.rows == (
        ("校本培训学时", "—", "3", "—"),
        ("外出学习学时", "7.5", "—", "—"),
        ("听课（节）", "2", "3", "—"),
        ("教学反思（篇）", "—", "—", "1"),
        ("业务笔记（字）", "—", "20000", "—"),
        ("获奖（项）", "—", "1", "—"),
    )


def test_a_year_is_unknown_where_nobody_has_a_record_of_the_kind():
    lesson = {"teacher_id": "2", "kind": "听课", "date": date(2020, 10, 8), "amount": Fraction(1)}
    school = tiny_school(
        practice=[
            lesson,
            practice("听课", date(2021, 10, 8), Fraction(2)),
            practice("评课", date(2020, 10, 8), Fraction(1)),
        ]
    )
    assert archive_of(school).overview.rows == (
        ("校本培训学时", "—", "30"),
        ("听课（节）", "0", "2"),
        ("评课（节）", "1", "—"),
    )


def test_what_came_to_nothing_is_a_record_too():
    where = {"file": "技能.xlsx", "sheet": "表", "row": 2}
    failed = {"skill": "上课", "date": pd.Timestamp(2020, 11, 2), "score": 5050, "passed": False}
    passed = failed | {"date": pd.Timestamp(2021, 11, 2), "passed": True}
    school = tiny_school(plan=[], attendance=[])
    rows = [{**where, "teacher_id": "1", **one} for one in (failed, passed)]
    made = archive_of(replace(school, tables={**school.tables, "skills": pd.DataFrame(rows)}))
    assert made.overview.rows == (("展示合格的技能（项）", "0", "1"),)


def test_the_newest_year_comes_first_and_what_has_no_date_before_all(several_years):
    labels = [year.label for year in archive_of(several_years).years]
    assert labels == [UNDATED, "2021-2022 学年", "2020-2021 学年"]


def test_records_are_listed_without_empty_columns(several_years):
    made = archive_of(several_years)
    assert table(made, "2021-2022 学年", "教学实践") == (
        ("时间", "项目", "数量", "备注"),
        (("2021-09-01", "听课", "3", "校际"), ("2021-10-01", "业务笔记", "20000", "")),
    )
    assert table(made, "2020-2021 学年", "外出学习") == (
        ("时间", "培训名称", "学时", "二次培训"),
        (("2021-03-05", "研修", "7.5", "2021-03-08"),),
    )
    assert table(made, "2021-2022 学年", "获奖")[1] == (
        ("2022-08-31", "论文", "评选", "市", "二等奖", "证9"),
    )
    assert table(made, "2021-2022 学年", "主讲、公开课和任务")[1] == (
        ("2021-12-01", "任务", "整理", "否"),
    )
    assert table(made, UNDATED, "读书活动") == (("书名", "完成情况"), (("书甲", "未交"),))


def test_every_owed_activity_is_listed_whatever_became_of_it(several_years):
    header, rows = table(archive_of(several_years), "2021-2022 学年", "校本培训")
    assert header == ("时间", "培训内容", "考勤", "学时")
    assert rows[:3] == (
        ("2021-09", "活动01", "出席", "3"),
        ("2021-09", "活动02", "缺席", "0"),
        ("2021-09", "活动03", "未登记", "0"),
    )
    assert len(rows) == 10


def test_attendance_without_a_date_is_this_school_years():
    plan = [
        {"activity_id": "01", "title": "活动", "audience": "全体教师", "hours": Fraction(2),
         "required": True}
    ]  # fmt: skip
    school = tiny_school(plan=plan, attendance=[attended("1", "01")])
    made = archive_of(school)
    assert made.overview.rows == (("校本培训学时", "2"),)
    assert table(made, "2021-2022 学年", "校本培训")[1] == (("活动", "出席", "2"),)
    assert archive_of(replace(school, school_year="")).overview.header == ("项目", UNDATED)


def test_earlier_years_and_shown_skills_are_part_of_it():
    school = tiny_school()
    where = {"file": "历年.xlsx", "sheet": "表", "row": 2, "teacher_id": "1"}
    history = pd.DataFrame([{**where, "school_year": "2019-2020", "hours": 4150}])
    skill = {"skill": "上课", "date": pd.Timestamp(2021, 11, 2), "score": 9050, "passed": True}
    result = {"item": "期末考核", "date": pd.NaT, "score": 8800, "full": None}
    tables = {
        **school.tables,
        "history": history,
        "skills": pd.DataFrame([{**where, **skill}]),
        "results": pd.DataFrame([{**where, **result}]).astype({"full": "Int64"}),
    }
    made = archive_of(replace(school, tables=tables))
    assert made.overview.rows[0] == ("校本培训学时", "41.5", "30", "—")
    assert made.overview.rows[-1] == ("展示合格的技能（项）", "—", "1", "—")
    assert table(made, "2019-2020 学年", "校本培训") == (
        ("时间", "培训内容", "学时"),
        (("2019-2020 学年", "2019-2020学年学时", "41.5"),),
    )
    assert table(made, "2021-2022 学年", "技能展示")[1] == (("2021-11-02", "上课", "90.5", "是"),)
    assert table(made, UNDATED, "考核成绩")[1] == (("期末考核", "88", "100"),)


def test_everybody_on_the_roster_has_one_and_nothing_private_is_in_it():
    roster = [
        {"teacher_id": "2", "name": "乙", "group": "语文组", "state": "产假"},
        {"teacher_id": "1", "name": "甲\x07", "group": "语文组", "birth_date": date(1979, 5, 17),
         "sex": "女", "join_date": date(2003, 9, 1), "degree": "本科"},
    ]  # fmt: skip
    made = list(make_archives(tiny_school(roster=roster), COUNTY))
    assert [one.teacher_id for one in made] == ["2", "1"]
    assert made[1].name == "甲�"
    assert dict(made[1].facts) == {
        "工号": "1", "姓名": "甲�", "教研组": "语文组", "学历": "本科", "入职日期": "2003-09-01",
    }  # fmt: skip


def test_who_did_nothing_has_an_empty_file():
    made = archive_of(tiny_school(plan=[], attendance=[]))
    assert (made.overview.rows, made.years) == ((), ())
