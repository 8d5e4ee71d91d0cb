"""A folder becomes a school: every row is used, or listed with the reason why not."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pytest

from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.problems import NOTICE, PROBLEM, REPEATED
from xiaoben_analytics.reading import read_plan_text, read_school
from xiaoben_analytics.tables import DTYPES, TABLES

PLAN_000 = (Path(__file__).parent / "data" / "plan_000.txt").read_text("utf-8")
ATTENDANCE = ("工号", "姓名", "活动编号", "日期", "考勤", "学时", "补课")


def rows(school, table, *names):
    return list(school.tables[table][list(names)].itertuples(index=False, name=None))


def test_a_real_plan_pasted_as_text_gives_its_twelve_activities():
    school = read_plan_text(PLAN_000)
    plan = school.tables["plan"]
    assert list(plan["activity_id"]) == [
        *(f"1-{number:02d}" for number in range(1, 5)),
        *(f"2-{number:02d}" for number in range(1, 9)),
    ]
    assert plan.groupby("term")["hours"].sum().to_dict() == {1: 1200, 2: 2400}
    assert list(plan["month"]) == [
        *("2021-09", "2021-10", "2021-11", "2021-12"),
        *("2022-02", "2022-03", "2022-03", "2022-04", "2022-05", "2022-05", "2022-06", "2022-07"),
    ]
    assert list(plan["title"][[0, 11]]) == ["疫情防控、安全教育培训", "“行知”校园文化建设培训"]
    assert set(plan["audience"]) == {"全体教师"}
    assert list(plan["department"][:2]) == ["校长室", "校长室"]
    assert school.problems.empty
    assert (school.school_year, school.name) == ("2021-2022", "临江初级中学")


def test_the_same_plan_as_a_word_document(tmp_path):
    document = docx.Document()
    lines = PLAN_000.splitlines()
    table, row = None, []
    for line in lines:
        if line.startswith("\t"):
            row.append(line.strip())
        elif row:
            if row[0] == "序号":
                table = document.add_table(rows=0, cols=len(row))
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
            row = []
        if line and not line.startswith("\t"):
            document.add_paragraph(line)
    document.save(tmp_path / "计划.docx")
    got, expected = read_school(tmp_path), read_plan_text(PLAN_000)
    origin = ["file", "sheet", "row"]
    pd.testing.assert_frame_equal(
        got.tables["plan"].drop(columns=origin), expected.tables["plan"].drop(columns=origin)
    )
    assert list(got.files["sheet"]) == ["表格1", "表格2"]
    assert got.name == "临江初级中学"


def test_every_table_is_there_with_its_declared_columns(tmp_path):
    school = read_school(tmp_path)
    assert set(school.tables) == set(TABLES)
    for name, table in TABLES.items():
        pd.testing.assert_frame_equal(school.tables[name], table.empty())
    assert school.files.empty
    assert school.problems.empty


def test_a_missing_folder_is_said(tmp_path):
    with pytest.raises(UsageError, match="没有找到文件夹"):
        read_school(tmp_path / "nowhere")


def test_attendance_has_the_rosters_ids_and_the_plans(read):
    school = read(
        考勤=[
            ATTENDANCE,
            ["0002", "李娜", "P1", "2021-09-10", "出席", None, None],
            [3, "张敏", "教改培训", None, "迟到", 2.5, "是"],
            [None, "刘 洋", None, "2021-10-15", "缺席", None, "2021-10-20"],
        ]
    )
    names = ("teacher_id", "name", "activity_id", "status", "made_up")
    assert rows(school, "attendance", *names) == [
        ("0002", "李娜", "P1", "出席", False),
        ("0003", "张敏", "P2", "迟到", True),
        ("0004", "刘洋", "P2", "缺席", True),
    ]
    attendance = school.tables["attendance"]
    assert attendance["hours"].tolist() == [pd.NA, 250, pd.NA]
    assert attendance["hours"].dtype == DTYPES["hours"]
    assert attendance["row"].tolist() == [2, 3, 4]
    assert set(attendance["file"]) == {"考勤.xlsx"}
    assert set(school.problems["severity"]) == {NOTICE}


def test_what_cannot_be_used_is_listed_with_address_and_reason(read, found, counts):
    school = read(
        考勤=[
            ATTENDANCE,
            ["0999", "赵六", "P1", None, "出席"],
            ["0001", "李娜", "P1", None, "出席"],
            [None, "王伟", "P1", None, "出席"],
            ["0002", "李娜", "P9", None, "出席"],
            ["0002", "李娜", "P1", None, "不知道"],
            ["0002", "李娜", None, None, "出席"],
            ["0002", "李娜", "P1", "2021-02-30", "出席", "约3", "也许"],
        ]
    )
    assert rows(school, "attendance", "teacher_id", "activity_id", "made_up", "row") == [
        ("0002", "P1", False, 8)
    ]
    assert found(school, "考勤.xlsx") == [
        (2, "工号", "花名册中没有工号 0999"),
        (3, "工号", "工号与姓名不符：工号 0001 是王伟，姓名写的是李娜"),
        (4, "姓名", "有 2 位同名教师：王伟（0001，语文组）、王伟（0005，数学组）"),
        (5, "活动编号", "计划中没有“P9”"),
        (6, "考勤", "不是可用的内容"),
        (7, "活动编号", "“活动编号”是空的"),
        (8, "日期", "日期无法识别"),
        (8, "学时", "不是数字"),
        (8, "补课", "不是“是”或“否”"),
    ]
    assert counts(school, "考勤.xlsx") == (8, 1, 6, 1)
    assert (school.problems["advice"] != "").all()


def test_equal_rows_are_duplicates_and_different_ones_conflicts(read, counts):
    school = read(
        考勤=[
            ATTENDANCE,
            ["0002", "李娜", "P1", None, "出席"],
            ["0002", "李娜", "师德培训", "2021-09-10", "出席"],
            ["0003", "张敏", "P1", None, "缺席"],
            ["0003", "张敏", "P1", None, "病假"],
        ],
        考勤补充=[ATTENDANCE, ["0003", "张敏", "P1", None, "出席"]],
    )
    assert rows(school, "attendance", "teacher_id", "status", "file", "row") == [
        ("0002", "出席", "考勤.xlsx", 2),
        ("0003", "出席", "考勤补充.xlsx", 2),
    ]
    assert list(
        school.problems[["row", "problem", "severity"]].itertuples(index=False, name=None)
    ) == [
        (3, "与 考勤.xlsx·考勤 第 2 行 重复，没有再计", REPEATED),
        (4, "与 考勤.xlsx·考勤 第 5 行 的“考勤”不一致，以后者（病假）为准", PROBLEM),
        (5, "与 考勤补充.xlsx·考勤补充 第 2 行 的“考勤”不一致，以后者（出席）为准", PROBLEM),
    ]
    assert counts(school, "考勤.xlsx") == (5, 1, 3, 1)


def test_a_teacher_listed_twice_is_one(read, found):
    roster = [
        ("工号", "姓名", "教研组"),
        ("0001", "王伟", "语文组"),
        ("0001", "王伟", "语文组"),
        ("0002", "李娜", "语文组"),
        ("0002", "李娜", "数学组"),
        ("2", "李丽", "数学组"),
    ]
    school = read(roster=roster)
    assert rows(school, "roster", "teacher_id", "group") == [
        ("0001", "语文组"),
        ("0002", "数学组"),
        ("2", "数学组"),
    ]
    assert [(row, problem[:5]) for row, _, problem in found(school, "花名册.xlsx")] == [
        (3, "与 花名册"),
        (4, "与 花名册"),
        (6, "工号 2 "),
    ]


def test_awards_repeat_only_with_the_same_certificate(read, counts):
    heading = ("工号", "姓名", "奖项名称", "类别", "级别", "等次", "日期", "证书编号")
    same = ["0002", "李娜", "说课", "竞赛", "省", "一等奖", "2021-11-01"]
    school = read(获奖=[heading, [*same, "Z1"], [*same, "Z1"], [*same, None], [*same, None]])
    assert school.tables["awards"]["row"].tolist() == [2, 4, 5]
    assert counts(school, "获奖.xlsx") == (5, 3, 1, 1)


def test_equal_rows_of_other_tables_all_stand(read):
    heading = ("工号", "姓名", "项目", "内容", "日期", "学分")
    same = ["0002", "李娜", "主讲", "微课", "2021-11-01", 2]
    assert len(read(活动参与=[heading, same, same]).tables["participation"]) == 2


def test_an_audience_that_names_nobody_is_listed(read, found):
    plan = [
        ("活动编号", "培训内容", "培训时间", "学时", "培训对象"),
        ("A", "甲", "9月", 3, "语文、数学组"),
        ("B", "乙", "9月", 3, "青年教师、七年级语文"),
        ("C", "丙", "9月", 3, "体育组"),
    ]
    school = read(plan=plan)
    assert list(school.tables["plan"]["audience"]) == [
        "语文组、数学组",
        "青年教师、七年级语文",
        "体育组",
    ]
    assert found(school, "活动计划.xlsx") == [(4, "培训对象", "培训对象在花名册中没有对应的人")]


def test_groups_are_spelled_as_on_the_roster(read, found):
    school = read(教研组考核=[("教研组", "评分", "加分"), ("语文", 95, 1), ("体育组", 90, 0)])
    assert rows(school, "group_review", "group", "review_score", "group_bonus") == [
        ("语文组", 9500, 100)
    ]
    assert found(school, "教研组考核.xlsx") == [
        (2, "教研组", "按“语文组”使用"),
        (3, "教研组", "花名册中没有这个教研组"),
    ]


def test_a_missing_required_column_is_said_once(read, found, counts):
    school = read(考勤=[("工号", "姓名", "考勤", "学时"), *[["0002", "李娜", "出席", 3]] * 3])
    assert found(school, "考勤.xlsx") == [(None, "活动编号", "没有“活动编号”，整张表不能使用")]
    assert counts(school, "考勤.xlsx") == (4, 0, 3, 1)


def test_without_roster_and_plan_rows_stay_as_written(read):
    school = read(roster=(), plan=(), 考勤=[ATTENDANCE, ["0002", "李娜", "P1", None, "出席"]])
    assert rows(school, "attendance", "teacher_id", "name", "activity_id") == [
        ("0002", "李娜", "P1")
    ]
    assert school.problems.empty


def test_unknown_sheets_and_refused_files_are_listed_and_stop_nothing(read, tmp_path, counts):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "空.xlsx").write_bytes(b"")
    openpyxl.Workbook().save(tmp_path / "空表.xlsx")
    school = read(食堂=[("菜名", "价格"), ("鱼", 12)])
    assert len(school.tables["roster"]) == 6
    assert counts(school, "食堂.xlsx") == (2, 0, 2, 0)
    listed = school.problems.set_index("file")["problem"].to_dict()
    assert listed == {
        "a.pdf": "这是 PDF 文件，不是表格",
        "空.xlsx": "文件是空的（0 字节）",
        "空表.xlsx": "文件没有数据",
        "食堂.xlsx": "没有找到已知的标题行，整张表没有使用",
    }
    assert set(listed) < set(school.files["file"])
    assert (school.files.set_index("file").loc[list(listed), "table"] == "").all()
    assert set(school.problems["severity"]) == {PROBLEM}


def test_hidden_sheets_are_not_read_and_said(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["工号", "姓名", "教研组"])
    book.active.append(["0001", "王伟", "语文组"])
    old = book.create_sheet("旧名单")
    old.append(["工号", "姓名", "教研组"])
    old.append(["0002", "李娜", "语文组"])
    old.sheet_state = "hidden"
    book.save(tmp_path / "花名册.xlsx")
    school = read_school(tmp_path)
    assert len(school.tables["roster"]) == 1
    assert rows_of_problems(school) == [("旧名单", "隐藏的工作表没有读取", NOTICE)]


def rows_of_problems(school):
    return list(
        school.problems[["sheet", "problem", "severity"]].itertuples(index=False, name=None)
    )


def test_lock_files_hidden_files_and_settings_are_none_of_the_tables(read, tmp_path):
    for name in ("~$花名册.xlsx", ".DS_Store", "notes.toml"):
        (tmp_path / name).write_bytes(b"\0\1")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "index").write_bytes(b"\0")
    assert list(read().files["file"]) == ["活动计划.xlsx", "花名册.xlsx"]


def test_files_in_folders_are_read_in_the_order_of_their_paths(read, tmp_path):
    read()
    (tmp_path / "第二学期").mkdir()
    shutil.move(tmp_path / "活动计划.xlsx", tmp_path / "第二学期" / "计划.xlsx")
    school = read_school(tmp_path)
    assert list(school.files["file"]) == ["第二学期/计划.xlsx", "花名册.xlsx"]
    assert set(school.tables["plan"]["file"]) == {"第二学期/计划.xlsx"}


def test_a_csv_table_and_the_name_of_the_school(tmp_path):
    text = "工号,姓名,教研组,学校,手机\n0001,王伟,语文组,临江中学,13800000001\n"
    (tmp_path / "花名册.csv").write_bytes(text.encode("gb18030"))
    school = read_school(tmp_path)
    assert school.name == "临江中学"
    assert rows(school, "roster", "teacher_id", "name") == [("0001", "王伟")]
    assert "138" not in school.tables["roster"].to_csv()


def test_a_sheet_with_one_far_away_cell_is_read_quickly(read, tmp_path):
    read()
    book = openpyxl.load_workbook(tmp_path / "花名册.xlsx")
    book.active["C1048576"] = "完"
    book.save(tmp_path / "花名册.xlsx")
    school = read_school(tmp_path)
    assert len(school.tables["roster"]) == 6
    assert school.problems["row"].tolist() == [1048576, 1048576]


def test_a_pasted_plan_may_be_a_text_file_in_the_folder(tmp_path):
    (tmp_path / "计划.txt").write_bytes(PLAN_000.encode("gb18030"))
    school = read_school(tmp_path)
    assert len(school.tables["plan"]) == 12
    row = school.files.iloc[0]
    assert (row["used"], row["set_aside"]) == (12, 0)
    assert school.tables["plan"]["row"].iloc[0] == PLAN_000.splitlines().index(
        "\t疫情防控、安全教育培训"
    )


REVIEW = ("教研组", "评分", "加分", "优秀比例", "备注")


def test_a_group_reviewed_twice_has_its_bonus_once(read, found, counts):
    school = read(
        教研组考核=[
            REVIEW,
            ["语文组", 95, 2, None, None],
            ["语文", 95, 2, None, "又填一次"],
            ["数学组", 90, 1, None, None],
            ["数学组", 92, 1, None, None],
        ]
    )
    assert rows(school, "group_review", "group", "review_score", "group_bonus") == [
        ("语文组", 9500, 200),
        ("数学组", 9200, 100),
    ]
    assert found(school, "教研组考核.xlsx") == [
        (3, "教研组", "按“语文组”使用"),
        (3, "", "与 教研组考核.xlsx·教研组考核 第 2 行 重复，没有再计"),
        (4, "", "与 教研组考核.xlsx·教研组考核 第 5 行 的“评分”不一致，以后者为准"),
    ]
    assert counts(school, "教研组考核.xlsx") == (5, 2, 2, 1)


def test_two_spellings_of_a_group_on_the_roster_are_listed(read, found):
    roster = [
        ("工号", "姓名", "教研组", "状态"),
        ("0001", "王伟", "语文组", " 在 岗 "),
        ("0002", "李娜", "语文", None),
        ("0003", "张敏", "数学组", None),
    ]
    school = read(roster=roster)
    assert found(school, "花名册.xlsx") == [
        (3, "教研组", "“语文”与“语文组”像是同一个教研组，现在分开排名")
    ]
    assert list(school.tables["roster"]["state"]) == ["在岗"] * 3


def test_headings_without_rows_are_said(read, found, counts):
    school = read(考勤=[ATTENDANCE])
    assert found(school, "考勤.xlsx") == [(None, "", "《考勤》里还没有填写任何行")]
    assert counts(school, "考勤.xlsx") == (1, 0, 0, 1)
    assert set(school.problems["severity"]) == {NOTICE}


def test_results_in_the_folder_are_never_read_as_records(read, tmp_path, found):
    scores = [
        ("教研组", "工号", "姓名", "考勤", "总分", "组内名次", "等级"),
        ("数学组", "0001", "王伟", 30, 88.5, 1, "优秀"),
    ]
    (tmp_path / "会议").mkdir()
    (tmp_path / "会议" / "总结报告.docx").write_bytes(b"made")
    (tmp_path / "会议" / "run.json").write_text(
        '{"program": {"xiaoben-analytics": "1"}, "outputs": {"总结报告.docx": "hash"}}', "utf-8"
    )
    school = read(成绩=scores)
    assert dict(rows(school, "roster", "teacher_id", "group"))["0001"] == "语文组"
    assert school.tables["attendance"].empty
    assert found(school, "成绩.xlsx") == [(None, "", "这是计分的结果或表决票，没有当作原始数据")]
    assert [problem for *_, problem in found(school, "会议/run.json")] == [
        "这里是本程序生成的会议材料（run.json、总结报告.docx），没有当作学校的文件读取"
    ]
    assert "会议/总结报告.docx" not in set(school.files["file"])


@pytest.mark.parametrize("text", ["", "[]", '{"outputs": {"花名册.xlsx": ""}}', "{"])
def test_any_other_run_file_hides_nothing(read, tmp_path, text):
    (tmp_path / "run.json").write_text(text, "utf-8")
    school = read()
    assert len(school.tables["roster"]) == 6
    assert "run.json" in set(school.files["file"])


def test_files_of_the_system_are_none_of_the_tables(read, tmp_path):
    (tmp_path / "Thumbs.db").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (tmp_path / "desktop.ini").write_text("[.ShellClassInfo]\n")
    assert read().problems.empty


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="names are Unicode there")
def test_a_file_name_in_another_encoding_can_be_written_everywhere(read, tmp_path):
    name = os.fsencode(tmp_path) + b"/\xb1\xa8.csv"
    Path(os.fsdecode(name)).write_bytes("甲,乙\n1,2\n".encode())
    names = read().files["file"]
    assert "��.csv" in set(names)


def test_a_file_of_another_school_year_is_said(read, found):
    old = [("2020-2021学年获奖情况",), ("姓名", "奖项名称", "类别", "级别", "等次")]
    school = read(获奖=[*old, ("李娜", "说课", "竞赛", "省", "一等奖")])
    assert school.school_year == "2021-2022"
    assert found(school, "获奖.xlsx") == [
        (None, "", "标题写的是 2020-2021 学年，别的文件是 2021-2022 学年")
    ]


def test_a_school_year_that_nothing_speaks_for_is_said(read):
    plan = [("活动编号", "培训内容", "培训时间", "学时"), ("A", "甲", "9月", 3)]
    problems = read(plan=plan).problems
    assert problems["problem"].str[:8].tolist() == ["没有文件写明学年"]
    assert set(problems["severity"]) == {NOTICE}


def test_a_broken_heading_is_told_what_the_table_must_have(read):
    school = read(外出学习=[("工号", "姓名", "培训名称", "课时数"), ("0001", "王伟", "甲", 8)])
    unread = school.problems[school.problems["file"] == "外出学习.xlsx"]
    assert unread["expected"].tolist() == ["《外出学习》的标题，其中必须有“学时”"]


def test_hidden_rows_are_read_and_said(tmp_path, read, found):
    read()
    book = openpyxl.Workbook()
    rows = [("工号", "活动编号", "考勤"), ("0001", "P2", "出席"), ("0002", "P2", "出席")]
    for row in rows:
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.save(tmp_path / "考勤.xlsx")
    school = read_school(tmp_path)
    assert list(school.tables["attendance"]["teacher_id"]) == ["0001", "0002"]
    assert found(school, "考勤.xlsx") == [(None, "", "隐藏的行（第 3 行）照常读取")]


def test_true_and_one_in_a_column_are_told_apart(read, found):
    heading = ("工号", "活动编号", "考勤", "学时")
    rows = [("0001", "P2", "出席", True), ("0002", "P2", "出席", 1), ("0003", "P2", "出席", 1.0)]
    school = read(考勤=[heading, *rows])
    assert school.tables["attendance"]["hours"].tolist()[1:] == [100, 100]
    assert found(school, "考勤.xlsx") == [(2, "学时", "不是数字")]


def test_numbers_that_count_days_are_read_as_days_and_said(read, found):
    heading = ("工号", "姓名", "培训名称", "开始日期", "学时")
    school = read(外出学习=[heading, ("0001", "王伟", "国培", 44449, 3)])
    assert school.tables["external"]["start_date"].dt.strftime("%F").tolist() == ["2021-09-10"]
    assert found(school, "外出学习.xlsx") == [(None, "开始日期", "有 1 个数字按日期读取")]


@pytest.mark.skipif(os.name == "nt", reason="such names do not exist there")
def test_two_files_whose_names_look_alike_are_told_apart(tmp_path, read):
    read()
    for sign, teacher in (("\x01", "0001"), ("\x02", "9999")):
        text = f"工号,活动编号,考勤\n{teacher},P2,出席\n"
        (tmp_path / f"考勤{sign}.csv").write_text(text, "utf-8")
    files = read_school(tmp_path).files
    attendance = files[files["table"] == "attendance"]
    assert attendance["file"].is_unique
    assert attendance["used"].tolist() == [1, 0]


def _plan(title, *times):
    rows = [(at, f"内容{at}", time, 3) for at, time in enumerate(times, start=1)]
    return [(title,), ("序号", "培训内容", "培训时间", "学时"), *rows]


@pytest.mark.parametrize("both", ["第一、二学期", "第一二学期", "上、下学期", "第一学期和第二学期"])
def test_a_title_of_both_terms_says_neither(read, both):
    school = read(plan=_plan(f"2021-2022学年{both}活动计划", "9月", "3月"))
    assert list(school.tables["plan"]["term"]) == [1, 2]


def test_a_month_outside_the_term_of_its_caption_is_told(read, found):
    school = read(plan=_plan("2021学年第二学期活动计划", "9月", "3月", "8月"))
    told = (3, "学期", "写的是第 2 学期，培训时间却在第 1 学期，以培训时间为准")
    assert found(school, "活动计划.xlsx") == [told]


def test_bare_numbers_and_serials_of_a_plan_are_told_each_with_its_own(read):
    school = read(plan=_plan("2021-2022学年活动计划", 2021.11, 9, 44449))
    told = school.problems[school.problems["file"] == "活动计划.xlsx"]
    assert list(told["value"]) == ["44449 → 2021-09-10", "9 → 9 月"]


_ONCE = {
    "获奖": (("姓名", "奖项名称", "类别", "级别", "等次", "日期"),
           ("李娜", "优质课", "竞赛", "县", "一等奖", "2021-11-01")),
    "外出学习": (("姓名", "培训名称", "开始日期", "学时"), ("李娜", "省培", "2021-11-01", 10)),
    "活动参与": (("姓名", "项目", "日期", "学分"), ("李娜", "主讲", "2021-11-01", 1)),
    "学习笔记": (("姓名", "检查日期", "等级"), ("李娜", "2021-11-01", "优秀")),
    "读书活动": (("姓名", "日期", "完成情况"), ("李娜", "2021-11-01", "未交")),
    "技能展示": (("姓名", "展示项目", "日期", "得分"), ("李娜", "备课", "2021-11-01", 90)),
    "考核成绩": (("姓名", "考核项目", "日期", "成绩"), ("李娜", "理论", "2021-11-01", 90)),
    "教研活动": (("教研组", "日期", "主题"), ("数学组", "2021-11-01", "议题")),
}  # fmt: skip


@pytest.mark.parametrize("name", _ONCE)
def test_what_two_files_say_of_one_day_counts_once(read, counts, name):
    school = read(**{name: _ONCE[name], f"{name}2": [*_ONCE[name], _ONCE[name][1]]})
    between = 1 if name != "教研活动" else 2  # two equal rows of one list may be two things
    assert counts(school, f"{name}2.xlsx") == (3, 2 - between, between, 1)
    assert set(school.problems["severity"]) == {"重复"}


@pytest.mark.parametrize(
    ("copy", "used", "severity"), [("学习笔记 副本", 0, "重复"), ("学习笔记第2次", 1, "提示")]
)
def test_equal_rows_without_a_day_count_once_only_in_a_copy(read, counts, copy, used, severity):
    rows = [("姓名", "笔记等级"), ("李娜", "优秀")]
    school = read(**{"学习笔记": rows, copy: rows})
    assert counts(school, f"{copy}.xlsx") == (2, used, 1 - used, 1)
    assert list(school.problems["severity"]) == [severity]


def test_a_plan_that_lies_there_twice_is_planned_once(read):
    plan = _plan("2021-2022学年活动计划", "9月", "3月")
    school = read(plan=plan, **{"活动计划 - 副本": plan})
    assert list(school.tables["plan"]["activity_id"]) == ["1-01", "2-02"]
