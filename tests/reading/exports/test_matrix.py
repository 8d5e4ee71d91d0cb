"""Sheets of marks become attendance, mark by mark."""

from __future__ import annotations

import datetime as dt

import openpyxl

from xiaoben_analytics.reading import read_file, read_school

HEADING = ("序号", "姓名", "教研组", "P1", "教改培训", "线上研讨", "出勤次数")


def marks(school):
    rows = school.tables["attendance"]
    return list(
        rows[["teacher_id", "activity_id", "status", "row"]].itertuples(index=False, name=None)
    )


def test_every_known_mark_is_a_record_and_a_blank_is_none(read, counts):
    school = read(
        第一学期签到表=[
            ["××中学第一学期校本培训签到表"],
            ["√出勤 ×缺席"],
            ["○迟到 △早退 事=事假"],
            ("序号", "姓名", "教研组", "师德培训", "P2", "线上研讨", "出勤次数"),
            [1, "李娜", "数学组", "√", "×", None, 1],
            [2, "王伟", "语文组", "○", "△", "事假", 2],
            [3, "张敏", "英语组", None, None, None, 0],
            ["合计", None, None, 2, 2, 1, 3],
            ["备注：以签到为准"],
        ]
    )
    assert marks(school) == [
        ("0002", "P1", "出席", 5),
        ("0002", "P2", "缺席", 5),
        ("0001", "P1", "迟到", 6),
        ("0001", "P2", "早退", 6),
        ("0001", "P3", "事假", 6),
    ]
    assert counts(school, "第一学期签到表.xlsx") == (9, 3, 0, 6)
    assert school.problems.empty
    (legend,) = school.legends
    assert legend == (
        "第一学期签到表.xlsx 第一学期签到表：√=出席，×=缺席，○=迟到，△=早退，事=事假"
        "（取自表内图例）；空白为未登记"
    )


def test_unknown_marks_are_listed_with_number_and_first_address_and_not_used(read, found, counts):
    school = read(
        签到=[HEADING, [1, "李娜", "数学组", "√", "V", None], [2, "刘洋", "数学组", "V", "V", None]]
    )
    assert marks(school) == [("0002", "P1", "出席", 2)]
    assert found(school, "签到.xlsx") == [(2, "教改培训", "符号没有说明，共 3 处，都没有使用")]
    assert counts(school, "签到.xlsx") == (3, 1, 1, 1)


def test_without_legend_in_the_sheet_the_policy_speaks(read):
    school = read(签到=[HEADING, [1, "李娜", "数学组", "✔", "✘", "病假"]])
    assert [status for _, _, status, _ in marks(school)] == ["出席", "缺席", "病假"]
    assert "取自考核办法" in school.legends[0]


def test_the_schools_own_legend_goes_before_the_policys(read, tmp_path):
    (tmp_path / "reading.toml").write_text(
        '[legend]\n"√" = "缺席"\n[files."乙.xlsx".legend]\n"√" = "公假"\n"空白" = "出席"\n',
        encoding="utf-8",
    )
    school = read(
        甲=[HEADING, [1, "李娜", "数学组", "√", None, None]],
        乙=[HEADING, [1, "张敏", "英语组", "√", None, None]],
    )
    assert [(who, what, status) for who, what, status, _ in marks(school)] == [
        ("0003", "P1", "公假"),
        ("0003", "P2", "出席"),
        ("0003", "P3", "出席"),
        ("0002", "P1", "缺席"),
    ]
    assert "取自 reading.toml 中该文件的图例" in school.legends[0]
    assert "取自 reading.toml 的图例" in school.legends[1]


def test_headings_may_be_dates_of_any_kind(read, tmp_path):
    read()
    book = openpyxl.Workbook()
    book.active.append(
        ["工号", "姓名", dt.date(2021, 10, 15), "2022年5月6日", 44450, "师德培训\n9月"]
    )
    book.active.append(["0002", "李娜", "√", "×", "○", None])
    book.save(tmp_path / "签到.xlsx")
    assert [what for _, what, _, _ in marks(read_school(tmp_path))] == ["P2", "P4", "P1"]


def test_a_column_of_no_planned_activity_is_listed_once(read, found):
    heading = ("姓名", "教研组", "P1", "消防演练", "出勤次数")
    school = read(签到=[heading, ["李娜", "数学组", "√", "√", 2], ["刘洋", "数学组", "√", "×", 1]])
    assert len(marks(school)) == 2
    assert found(school, "签到.xlsx") == [(1, "消防演练", "计划中没有“消防演练”")]


def test_two_columns_of_one_activity_are_not_both_used(read, found):
    heading = ("姓名", "教研组", "P2", "2021-10-15")
    school = read(签到=[heading, ["李娜", "数学组", "√", "×"]])
    assert [status for _, _, status, _ in marks(school)] == ["出席"]
    assert "与前面一列是同一项活动" in found(school, "签到.xlsx")[0][2]


def test_rows_of_nobody_are_set_aside(read, found, counts):
    school = read(签到=[HEADING, [1, "王伟", None, "√", "√"], [2, "赵六", "语文组", "√", "√"]])
    assert marks(school) == []
    assert [row[0] for row in found(school, "签到.xlsx")] == [2, 3]
    assert counts(school, "签到.xlsx") == (3, 0, 2, 1)


def test_a_two_row_heading_with_merged_cells(read, tmp_path):
    read()
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["序号", "姓名", "教研组", "9月", "10月"],
        [None, None, None, "线上研讨", "教改培训"],
        [1, "李娜", "数学组", "√", "×"],
    ):
        sheet.append(row)
    for column in "ABC":
        sheet.merge_cells(f"{column}1:{column}2")
    book.save(tmp_path / "签到.xlsx")
    assert [(what, status) for _, what, status, _ in marks(read_school(tmp_path))] == [
        ("P3", "出席"),
        ("P2", "缺席"),
    ]


def test_a_sheet_of_marks_whose_columns_name_nothing_is_no_roster(read, found, counts):
    heading = ("工号", "姓名", "教研组", 1, 2, 3)
    school = read(签到=[heading, ["0999", "甲", "语文组", "√", "×", "√"]])
    assert len(school.tables["roster"]) == 6
    assert [row[2] for row in found(school, "签到.xlsx")] == [f"计划中没有“{n}”" for n in (1, 2, 3)]
    assert counts(school, "签到.xlsx") == (2, 0, 1, 1)


def test_without_plan_the_marks_stay_under_their_headings(read):
    school = read(plan=(), 签到=[HEADING, [1, "李娜", "数学组", "√", "×", None, 1]])
    assert [(what, status) for _, what, status, _ in marks(school)] == [
        ("P1", "出席"),
        ("教改培训", "缺席"),
    ]


ONE_TERM = [
    ["2021-2022学年"],
    ["活动编号", "培训内容", "培训时间", "学时"],
    ["P1", "师德培训", "2021-09-10", 3],
    ["P2", "教改培训", "2021-10-15", 3],
]


def test_where_only_the_absent_are_written_a_blank_is_asked_about(read, found):
    heading = ("工号", "姓名", "教研组", "师德培训", "教改培训")
    rows = [("0001", "王伟", "语文组", "未签到", None), ("0002", "李娜", "数学组", None, "未签到")]
    school = read(plan=ONE_TERM, 签到=[heading, *rows])
    assert list(school.tables["attendance"]["status"]) == ["缺席", "缺席"]
    assert (None, "考勤", "表中只写了没有到的人，空白按未登记处理") in found(school, "签到.xlsx")


def test_without_plan_a_column_of_signs_that_nobody_explains_is_listed(read, found, counts):
    lines = [("王伟", "女", "√", "V", 1), ("李娜", "女", "√", "V", 1), ("刘洋", "男", "×", "第", 0)]
    school = read(plan=(), roster=(), 签到=[("姓名", "性别", "师德", "教改", "出勤次数"), *lines])
    assert [what for _, what, _, _ in marks(school)] == ["师德"] * 3
    assert [row for row in found(school, "签到.xlsx") if row[1] == "教改"] == [
        (2, "教改", "符号没有说明，共 2 处，都没有使用"),
        (4, "教改", "符号没有说明，共 1 处，都没有使用"),
    ]
    assert "性别" not in {row[1] for row in found(school, "签到.xlsx")}
    assert counts(school, "签到.xlsx") == (4, 3, 0, 1)


def test_a_row_of_marks_is_a_row_whatever_it_begins_with(read, counts):
    heading = ("单位", "姓名", "教研组", "P1", "P2")
    lines = [("单位：一中", "李娜", "数学组", "√", "×"), ("合计", None, None, 1, 0)]
    school = read(签到=[heading, *lines])
    assert [status for _, _, status, _ in marks(school)] == ["出席", "缺席"]
    assert counts(school, "签到.xlsx") == (3, 1, 0, 2)


PLAIN = ("姓名", "P1", "教改培训", "线上研讨")


def test_what_a_school_settles_is_added_to_the_policys_marks(read, tmp_path):
    (tmp_path / "reading.toml").write_text('[legend]\n"假" = "事假"\n"○" = "公假"\n', "utf-8")
    school = read(签到表=[PLAIN, ("李娜", "√", "×", "假"), ("张敏", "○", "√", "√")])
    assert [status for _, _, status, _ in marks(school)] == [
        "出席", "缺席", "事假", "公假", "出席", "出席",
    ]  # fmt: skip


def test_what_is_settled_for_one_file_is_added_too(read, tmp_path):
    text = '[files."签到表.xlsx".legend]\n"假" = "病假"\n'
    (tmp_path / "reading.toml").write_text(text, "utf-8")
    school = read(签到表=[PLAIN, ("李娜", "√", "×", "假")])
    assert [status for _, _, status, _ in marks(school)] == ["出席", "缺席", "病假"]


def test_beside_a_legend_in_the_sheet_the_policys_marks_do_not_count(read, tmp_path):
    (tmp_path / "reading.toml").write_text('[legend]\n"假" = "事假"\n', "utf-8")
    school = read(签到表=[["√出勤 ×缺席"], PLAIN, ("李娜", "√", "△", "假")])
    assert [status for _, _, status, _ in marks(school)] == ["出席", "事假"]


def test_a_mark_may_mean_that_nothing_is_recorded(read, tmp_path, counts):
    text = '[legend]\n"/" = "未登记"\n"#" = "不须参加"\n'
    (tmp_path / "reading.toml").write_text(text, "utf-8")
    school = read(签到表=[PLAIN, ("李娜", "√", "/", "#"), ("张敏", "/", "/", None)])
    assert marks(school) == [("0002", "P1", "出席", 2)]
    assert counts(school, "签到表.xlsx") == (3, 2, 0, 1)
    assert school.problems.empty


def test_other_leave_is_excused_said_once_and_yields_to_a_legend(read, found, tmp_path):
    rows = [PLAIN, ("李娜", "√", "产假", "婚假"), ("张敏", "√", "产假", "√")]
    school = read(签到表=rows)
    assert [status for _, _, status, _ in marks(school)][1:3] == ["事假", "事假"]
    problem = "产假、婚假没有专门的规定，按事假计：是请假，不算无故缺席"
    assert found(school, "签到表.xlsx") == [(None, "考勤", problem)]
    (tmp_path / "reading.toml").write_text('[legend]\n"产假" = "公假"\n"婚假" = "公假"\n', "utf-8")
    settled = read_school(tmp_path)
    assert [status for _, _, status, _ in marks(settled)][1:3] == ["公假", "公假"]
    assert settled.problems.empty


def test_kinds_of_leave_are_told_once_and_a_serial_heading_is_shown_as_its_day(book):
    rows = [("姓名", 44470, 44477, 44484), ("甲", "√", "婚假", "√"), ("乙", "√", "√", "婚假")]
    sheet = read_file(book({"考勤": rows})).sheets[0]
    assert [row["活动编号"] for row in sheet.rows[:3]] == ["2021-10-01", "2021-10-08", "2021-10-15"]
    assert [row["考勤"] for row in sheet.rows[:3]] == ["出席", "事假", "出席"]
    assert [one.problem for one in sheet.notices] == [
        "婚假没有专门的规定，按事假计：是请假，不算无故缺席"
    ]


def test_a_mark_that_is_left_unrecorded_gives_no_record(book):
    rows = [("√=出席 /=未登记",), ("姓名", "9月10日", "9月17日", "9月24日"), ("甲", "√", "/", "√")]
    sheet = read_file(book({"考勤": rows}, "2021年签到.xlsx")).sheets[0]
    assert len(sheet.rows) == 2
    assert sheet.problems == ()


def test_of_several_columns_below_one_activity_all_must_agree(read, found):
    """上午 and 下午 of a day, or 出席 and 缺席 side by side: the second has no heading of its own."""
    school = read(
        签到=[
            ("工号", "姓名", "P1", None, "教改培训", None),
            ("工号", "姓名", "上午", "下午", "上午", "下午"),
            ("0002", "李娜", "出席", "缺席", "出席", "出席"),
            ("0003", "张敏", "出席", "出席", "迟到", None),
        ]
    )
    assert marks(school) == [("0002", "P2", "出席", 3), ("0003", "P1", "出席", 4)]
    problem = "符号没有说明，共 1 处，都没有使用"
    assert found(school, "签到.xlsx") == [
        (1, "P1", "“P1”下有 2 列，各列不一致的没有使用"),
        (1, "教改培训", "“教改培训”下有 2 列，各列不一致的没有使用"),
        (3, "P1", problem),
        (4, "教改培训", problem),
    ]


def test_a_remark_in_a_column_without_heading_is_no_mark(read):
    school = read(签到=[HEADING[:5], [1, "李娜", "数学组", "出席", "缺席", "已补课"]])
    assert marks(school) == [("0002", "P1", "出席", 2), ("0002", "P2", "缺席", 2)]
