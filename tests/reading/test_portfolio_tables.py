"""Skills shown, results of assessments, hours of earlier years, practice, and titles on the roster."""

import pandas as pd
import pytest

from xiaoben_analytics.problems import PROBLEM, REPEATED

ROSTER = ("工号", "姓名", "教研组")


def rows_of(school, table, *names):
    return [tuple(row[name] for name in names) for row in school.tables[table].to_dict("records")]


# ------------------------------------------------------------------ skills


def test_skills_are_read_with_score_and_verdict(read, found):
    rows = [
        ("姓名", "展示项目", "日期", "得分", "是否合格"),
        ("李娜", "基本功", "2021-11-03", "88.5分", "合格"),
        ("张敏", "班级管理", "2021-11-03", 55, "不合格"),
    ]
    school = read(新教师展示=rows)
    assert rows_of(school, "skills", "teacher_id", "skill", "score", "passed") == [
        ("0002", "通用基本功", 8850, True),
        ("0003", "班级管理", 5500, False),
    ]
    assert found(school, "新教师展示.xlsx") == []


def test_a_skill_that_is_none_of_the_eight_is_set_aside(read, found, counts):
    rows = [("姓名", "展示项目", "得分"), ("李娜", "书法", 90), ("李娜", "备课", 90)]
    school = read(技能展示=rows)
    assert [said for *_, said in found(school, "技能展示.xlsx")] == ["不是可用的内容"]
    assert counts(school, "技能展示.xlsx") == (3, 1, 1, 1)


def test_skills_of_a_namesake_are_not_guessed(read):
    school = read(技能展示=[("姓名", "展示项目", "得分"), ("王伟", "备课", 90)])
    assert school.tables["skills"].empty
    assert set(school.problems["severity"]) == {PROBLEM}


def test_two_showings_of_one_skill_are_both_kept(read):
    rows = [
        ("姓名", "展示项目", "得分", "合格"),
        ("李娜", "备课", 50, "否"),
        ("李娜", "备课", 80, "是"),
    ]
    assert len(read(技能展示=rows).tables["skills"]) == 2


# ------------------------------------------------------------------ results


@pytest.mark.parametrize("name", ["考核成绩", "期末"])
def test_results_are_read_and_an_unsaid_full_score_stays_unsaid(read, name):
    rows = [
        ("工号", "姓名", "考核项目", "成绩", "满分"),
        ("0002", "李娜", "教育理论", 132, 150),
        ("0002", "李娜", None, "86.5分", None),
    ]
    school = read(**{name: rows})
    frame = school.tables["results"]
    assert frame["score"].tolist() == [13_200, 8650]
    assert frame["full"].tolist() == [15_000, pd.NA]
    assert frame["item"].isna().tolist() == [False, True]
    assert school.problems.empty


def test_a_person_an_item_and_a_score_are_enough(read):
    assert (
        len(read(期末=[("姓名", "考核项目", "成绩"), ("李娜", "笔试", 80)]).tables["results"]) == 1
    )


@pytest.mark.parametrize(
    ("score", "used"), [(1000, 1), (1000.01, 0), ("缺考", 0), (None, 0), (-1, 0)]
)
def test_scores_up_to_a_thousand_are_read(read, counts, score, used):
    rows = [("姓名", "考核项目", "成绩"), ("李娜", "笔试", score), ("张敏", "笔试", 70)]
    school = read(考核成绩=rows)
    assert counts(school, "考核成绩.xlsx") == (3, 1 + used, 1 - used, 1)


@pytest.mark.parametrize(
    ("heading", "row", "table"),
    [
        (("姓名", "项目", "学分", "得分"), ("李娜", "公开课", 2, 2), "participation"),
        (("姓名", "项目", "日期", "数量"), ("李娜", "听课", "2021-10-15", 1), "practice"),
        (("姓名", "展示项目", "成绩"), ("李娜", "备课", 90), "skills"),
        (("教研组", "考核得分", "加分"), ("数学组", 90, 1), "group_review"),
        (("姓名", "等级", "检查日期"), ("李娜", "合格", "2021-12-20"), "notes"),
        (("姓名", "培训名称", "学时", "学年"), ("李娜", "研修", 8, "2021-2022"), "external"),
    ],
)
def test_related_tables_are_told_apart(read, heading, row, table):
    school = read(记录=[heading, row])
    found = [name for name, frame in school.tables.items() if len(frame)]
    assert found == ["roster", "plan", table]


# ------------------------------------------------------------------ earlier years


def test_hours_of_earlier_years_are_read(read, found):
    rows = [
        ("工号", "姓名", "学年", "学时"),
        ("0002", "李娜", "2019—2020学年", 62),
        ("0002", "李娜", "2020学年", "40.5学时"),
    ]
    school = read(统计=rows)
    assert rows_of(school, "history", "teacher_id", "school_year", "hours") == [
        ("0002", "2019-2020", 6200),
        ("0002", "2020-2021", 4050),
    ]
    assert found(school, "统计.xlsx") == []


def test_a_year_that_cannot_be_read_is_set_aside(read, found, counts):
    rows = [("姓名", "学年", "学时"), ("李娜", "2020", 62), ("李娜", "2019-2020", 62)]
    school = read(历年学时=rows)
    assert found(school, "历年学时.xlsx") == [(2, "学年", "学年无法识别")]
    assert counts(school, "历年学时.xlsx") == (3, 1, 1, 1)


def test_hours_of_one_year_count_once(read):
    rows = [("姓名", "学年", "学时"), ("李娜", "2019-2020", 62), ("李娜", "2019/2020", 62), ("张敏", "2019-2020", 50), ("张敏", "2019-2020", 40)]  # fmt: skip
    school = read(历年学时=rows)
    assert sorted(rows_of(school, "history", "name", "hours")) == [("张敏", 4000), ("李娜", 6200)]
    assert sorted(school.problems["severity"]) == sorted((REPEATED, PROBLEM))


def test_earlier_years_do_not_speak_for_this_one(read):
    rows = [("2019-2020学年学时",), ("姓名", "学年", "学时"), ("李娜", "2019-2020", 62)]
    plan = [("培训内容", "培训时间", "学时", "活动编号"), ("师德", "2021-10-15", 3, "P1")]
    school = read(plan=plan, 历年学时=rows)
    assert school.school_year == "2021-2022"
    assert school.problems.empty


# ------------------------------------------------------------------ practice


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("试验课", "试验课"), ("示范课", "试验课"), ("研究课", "试验课"),
        ("短期研修", "短期研修"), ("集中研修", "短期研修"), ("短期集中研修", "短期研修"),
        ("参观考察", "参观考察"), ("考察", "参观考察"), ("教育参观考察", "参观考察"),
    ],
)  # fmt: skip
def test_kinds_of_practice_and_their_spellings(read, written, kind):
    school = read(教学实践=[("姓名", "项目", "数量"), ("李娜", written, 1)])
    assert rows_of(school, "practice", "kind") == [(kind,)]


@pytest.mark.parametrize("written", ["2万", "2万字", "２万 字", "两万字", "20000字", 20000])
def test_characters_may_be_counted_by_ten_thousands(read, written):
    school = read(教学实践=[("姓名", "项目", "数量"), ("李娜", "业务笔记", written)])
    assert rows_of(school, "practice", "amount") == [(2_000_000,)]


def test_two_lessons_of_one_day_are_two(read):
    rows = [
        ("姓名", "项目", "日期", "数量", "学科"),
        *[("李娜", "听课", "2021-10-15", 1, "数学")] * 2,
    ]
    school = read(教学实践=rows)
    assert len(school.tables["practice"]) == 2
    assert school.problems.empty


# ------------------------------------------------------------------ titles on the roster


def test_titles_and_courseware_are_read_from_the_roster(read):
    roster = [(*ROSTER, "骨干称号", "多媒体课件", "学科"), ("1", "王伟", "语文组", "区级骨干教师", "会", "语文"), ("2", "李娜", "语文组", None, "不会", "语文")]  # fmt: skip
    school = read(roster=roster)
    assert school.tables["roster"]["courseware"].tolist() == [True, False]
    assert school.tables["roster"]["rating"].fillna("").tolist() == ["区级骨干教师", ""]
    assert school.problems.empty


@pytest.mark.parametrize("heading", ["称号", "荣誉称号", "课件制作", "会制作课件"])
def test_a_list_of_titles_is_no_roster(read, heading):
    honoured = [(*ROSTER, heading, "颁发日期"), ("0002", "李娜", "数学组", "是", "2021-10-15")]
    school = read(名单=honoured)
    assert len(school.tables["roster"]) == 6
    assert school.files.set_index("file")["table"]["名单.xlsx"] == ""
