"""Moodle's attendance export is a matrix in Moodle's words."""

from __future__ import annotations

import pytest

ENGLISH = (
    ("Course", "校本培训"),
    ("Group", "All participants"),
    (),
    (
        "ID number",
        "Last name",
        "First name",
        "Groups",
        "15 Oct 2021 2.00PM All students",
        "6 May 2022 2.00PM All students",
        "P",
        "L",
        "E",
        "A",
        "Taken sessions",
        "Points",
        "Percentage",
    ),
)
CHINESE = (
    ("课程", "校本培训"),
    ("组", "所有成员"),
    (),
    (
        "姓",
        "名",
        "组",
        "15 10月 2021 02. 下午 00 所有学生",
        "2022年05月06日 14.00 全体",
        "已签到课时",
        "分值",
        "百分比",
    ),
)


def person(last, first, *marks, number="", group=""):
    return (number, last, first, group, *marks, 1, 0, 0, 0, 2, "3 / 4", "75.0")


def statuses(school):
    rows = school.tables["attendance"]
    return list(rows[["teacher_id", "activity_id", "status"]].itertuples(index=False, name=None))


def test_each_mark_is_a_record_without_its_points(read, counts):
    school = read(
        出席=[
            *ENGLISH,
            person("李", "娜", "P (2/2)", "L (1/2)", number="0002"),
            person("张", "敏", "A (0/2)", "?", number="0003"),
            person("刘", "洋", "?", "", number="0004"),
        ]
    )
    assert statuses(school) == [
        ("0002", "P2", "出席"),
        ("0002", "P4", "迟到"),
        ("0003", "P2", "缺席"),
    ]
    assert counts(school, "出席.xlsx") == (6, 3, 0, 3)
    assert school.problems.empty
    assert "p=出席，l=迟到，a=缺席" in school.legends[0]
    assert "Moodle 的缩写" in school.legends[0]


def test_the_chinese_export_finds_people_by_name_and_group(read, counts):
    school = read(
        出席=[
            *CHINESE,
            ("王", "伟", "语文组", "P (2,0/2,0)", "P", 2, "4 / 4", 100),
            ("王", "伟", "数学组", "L (1/2)", "用户注册开始10.09.2021", 1, "1 / 2", 50),
        ]
    )
    assert statuses(school) == [
        ("0001", "P2", "出席"),
        ("0001", "P4", "出席"),
        ("0005", "P2", "迟到"),
    ]
    assert counts(school, "出席.xlsx") == (5, 2, 0, 3)


def test_excused_is_no_kind_of_leave_until_somebody_says_which(read, found, counts):
    rows = [*ENGLISH, person("李", "娜", "E (1/2)", "P (2/2)"), person("张", "敏", "E", "E")]
    school = read(出席=rows)
    assert statuses(school) == [("0002", "P4", "出席")]
    assert found(school, "出席.xlsx") == [
        (5, "2021-10-15T14:00", "符号没有说明，共 3 处，都没有使用")
    ]
    assert counts(school, "出席.xlsx") == (5, 1, 1, 3)


@pytest.mark.parametrize(
    "legend", ['[legend]\n"E" = "公假"', '[files."出席.xlsx".legend]\n"E" = "公假"']
)
def test_the_schools_legend_says_what_excused_is(read, tmp_path, legend):
    (tmp_path / "reading.toml").write_text(legend, encoding="utf-8")
    school = read(出席=[*ENGLISH, person("李", "娜", "E (1/2)", "P (2/2)")])
    assert [status for _, _, status in statuses(school)] == ["公假", "出席"]


def test_a_line_above_the_table_may_say_what_excused_is(read):
    school = read(出席=[("E=病假",), *ENGLISH, person("李", "娜", "E (1/2)", "P (2/2)")])
    assert [status for _, _, status in statuses(school)] == ["病假", "出席"]


def test_a_session_of_no_planned_activity_is_listed(read, found):
    heading = [text.replace("15 Oct", "16 Dec") for text in ENGLISH[3]]
    school = read(出席=[*ENGLISH[:3], heading, person("李", "娜", "P (2/2)", "P (2/2)")])
    assert statuses(school) == [("0002", "P4", "出席")]
    assert found(school, "出席.xlsx") == [(4, "2021-12-16T14:00", "计划中没有“2021-12-16”")]


def test_a_report_of_only_unplanned_sessions_is_set_aside(read, counts):
    heading = [text.replace("Oct", "Dec").replace("May", "Jun") for text in ENGLISH[3]]
    school = read(出席=[*ENGLISH[:3], heading, person("李", "娜", "P (2/2)", "P (2/2)")])
    assert statuses(school) == []
    assert counts(school, "出席.xlsx") == (4, 0, 1, 3)


def test_without_plan_and_roster_days_and_names_stay(read):
    rows = [*ENGLISH, person("李", "娜", "P (2/2)", "?"), person("张", "敏", "E", "A")]
    school = read(plan=(), roster=(), 出席=rows)
    table = school.tables["attendance"]
    assert list(table[["name", "activity_id", "status"]].itertuples(index=False, name=None)) == [
        ("李娜", "2021-10-15T14:00", "出席"),
        ("张敏", "2022-05-06T14:00", "缺席"),
    ]


def test_a_text_export_with_full_names_is_read(read, tmp_path):
    lines = (
        "Course\t校本培训",
        "Group\tAll participants",
        "",
        "Full name\t15 Oct 2021 2.00PM All students\tTaken sessions\tPoints\tPercentage",
        "李娜\tP (2/2)\t1\t2 / 2\t100",
        "张敏\t-P\t1\t2 / 2\t100",
        "刘洋\t←",
    )
    (tmp_path / "出席.txt").write_text("\n".join(lines), encoding="utf-8")
    school = read()
    assert statuses(school) == [("0002", "P2", "出席")]
    assert list(school.problems["value"]) == ["-P"]


@pytest.mark.parametrize("left_out", ["Points", "2.00PM"])
def test_a_sheet_without_totals_or_times_is_an_ordinary_matrix(read, left_out):
    heading = [text if left_out not in text else "其他" for text in ENGLISH[3][1:]]
    heading = ["姓名" if text == "Last name" else text for text in heading]
    school = read(签到=[[*heading[:3], "P1"], ["李娜", None, "数学组", "√"]])
    assert statuses(school) == [("0002", "P1", "出席")]


def test_a_row_of_totals_alone_is_no_person(read, counts):
    blank = (None,) * 6
    rows = [*ENGLISH, person("李", "娜", "P (2/2)", "?"), (*blank, 1, 0, 0, 0, 1, "2 / 2", 100)]
    school = read(出席=rows)
    assert statuses(school) == [("0002", "P2", "出席")]
    assert counts(school, "出席.xlsx") == (5, 2, 0, 3)
