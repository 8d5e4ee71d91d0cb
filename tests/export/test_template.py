"""Entry workbooks: what a school may fill in, and that it reads back as it was filled in."""

import datetime as dt
from itertools import product

import openpyxl
import pandas as pd
import pytest
from office import convert

from xiaoben_analytics.errors import OutputError, UsageError
from xiaoben_analytics.export import write_templates
from xiaoben_analytics.export.guidance import FORMS
from xiaoben_analytics.problems import PROBLEM
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.tables import TABLES

FILES = [
    "01-花名册.xlsx", "02-活动计划.xlsx", "03-考勤.xlsx", "04-外出学习.xlsx", "05-活动参与.xlsx",
    "06-学习笔记.xlsx", "07-读书活动.xlsx", "08-获奖.xlsx", "09-教学实践.xlsx", "10-教研活动.xlsx",
    "11-教研组考核.xlsx", "12-评优投票.xlsx", "13-技能展示.xlsx", "14-考核成绩.xlsx", "15-历年学时.xlsx",
]  # fmt: skip
HEADING = 4  # the sheet's row
DAY = dt.date(2025, 9, 10)
FILLED = {
    "roster": {
        "工号": "0007",
        "姓名": "赵敏",
        "教研组": "数学组",
        "出生日期": dt.date(1990, 5, 17),
        "备课组": "七年级数学",
        "称号": "市级骨干教师",
        "课件制作": "否",
    },
    "plan": {"活动编号": "P1", "培训内容": "师德培训", "培训时间": "9月", "学时": 2.5},
    "attendance": {"工号": "0007", "活动编号": "P1", "考勤": "病假", "补课": "是"},
    "external": {"姓名": "赵敏", "学时": 24, "返校日期": DAY, "扣分": 5},
    "participation": {"工号": "0007", "项目": "公开课", "学分": 2, "完成": "否"},
    "notes": {"姓名": "赵敏", "等级": "优秀"},
    "reading": {"姓名": "赵敏", "完成情况": "质量不高", "扣分": 1.5},
    "awards": {"姓名": "赵敏", "类别": "竞赛", "级别": "市", "等次": "一等奖", "证书编号": "007"},
    "practice": {"姓名": "赵敏", "项目": "业务笔记", "数量": 20000},
    "group_meetings": {"教研组": "数学组", "日期": DAY, "主题": "=1+1"},
    "group_review": {"教研组": "数学组", "评分": 92.5, "优秀比例": "35%"},
    "votes": {
        "评选项目": "优秀个人",
        "候选": "赵敏",
        "候选人工号": "0007",
        "票数": 36,
        "学期": "2",
    },
    "skills": {"姓名": "赵敏", "展示项目": "上课", "得分": 88.5, "合格": "是"},
    "results": {"姓名": "赵敏", "考核项目": "教育理论", "成绩": 132, "满分": 150},
    "history": {"工号": "0007", "学年": "2024-2025", "学时": 62},
}
READ = {
    "roster": {
        "teacher_id": "0007", "birth_date": pd.Timestamp("1990-05-17"), "state": "在岗",
        "rating": "市级骨干教师", "courseware": False,
    },
    "plan": {"activity_id": "P1", "month": "2025-09", "term": 1, "hours": 250, "required": True},
    "attendance": {"teacher_id": "0007", "activity_id": "P1", "status": "病假", "made_up": True},
    "external": {"hours": 2400, "return_date": pd.Timestamp("2025-09-10"), "deduction": 500},
    "participation": {"kind": "公开课", "credits": 200, "required": False, "done": False},
    "notes": {"teacher_id": "0007", "grade": "优秀"},
    "reading": {"completion": "质量不高", "deduction": 150},
    "awards": {"award_category": "竞赛", "level": "市", "prize": "一等奖", "certificate": "007"},
    "practice": {"kind": "业务笔记", "amount": 2_000_000},
    "group_meetings": {"date": pd.Timestamp("2025-09-10"), "topic": "=1+1"},
    "group_review": {"group": "数学组", "review_score": 9250, "group_ratio": "35%"},
    "votes": {"election": "优秀个人", "candidate": "赵敏", "candidate_id": "0007", "votes": 3600, "term": 2},
    "skills": {"teacher_id": "0007", "skill": "上课", "score": 8850, "passed": True},
    "results": {"teacher_id": "0007", "item": "教育理论", "score": 13_200, "full": 15_000},
    "history": {"teacher_id": "0007", "school_year": "2024-2025", "hours": 6200},
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("forms")
    write_templates(made)
    return made


@pytest.fixture
def forms(folder):
    """The entry sheets by table name."""
    return {
        name: openpyxl.load_workbook(folder / file)[table.label]
        for (name, table), file in zip(TABLES.items(), FILES, strict=True)
    }


def fill(folder, rows, year="2025-2026"):
    """Fill in rows by table name; numbers and days are typed as such, all else as text."""
    for path, (name, table) in zip(write_templates(folder), TABLES.items(), strict=True):
        book = openpyxl.load_workbook(path)
        sheet = book[table.label]
        places = {cell.value: cell.column for cell in sheet[HEADING]}
        for number, row in enumerate(rows[name], start=HEADING + 1):
            for heading, value in row.items():
                cell = sheet.cell(number, places[heading])
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
        if name == "plan":
            sheet["A1"] = f"{year}学年活动计划"
        book.save(path)
    return folder


def example(column, text):
    """Turn an example's text into what Excel makes of it when it is typed in."""
    if column.kind == "date":
        return dt.date.fromisoformat(text)
    return float(text) if column.kind in ("hours", "amount") else text


def validations(sheet):
    """The validation of each column, by heading; all reach from the first entry to the last."""
    found = {}
    for check in sheet.data_validations.dataValidation:
        (area,) = check.sqref.ranges
        assert (area.min_row, area.max_row) == (HEADING + 1, HEADING + 2000)
        found[sheet.cell(HEADING, area.min_col).value] = check
    return found


def listed(check):
    return check.formula1.strip('"').split(",")


def test_every_table_has_a_workbook_that_is_named_for_it(folder):
    assert sorted(path.name for path in folder.iterdir()) == FILES
    for file, table in zip(FILES, TABLES.values(), strict=True):
        assert openpyxl.load_workbook(folder / file).sheetnames == [table.label, "说明"]


def test_every_declared_column_has_its_heading_and_its_words(forms):
    for name, table in TABLES.items():
        headings = [column.heading for column in table.columns]
        assert [cell.value for cell in forms[name][HEADING]] == headings
        assert list(FORMS[name].guides) == [column.name for column in table.columns]
        for cell in forms[name][HEADING]:
            assert cell.comment.text.startswith(f"{cell.value}：")


def test_a_note_says_meaning_need_and_how(forms):
    note = {cell.value: cell.comment.text for cell in forms["external"][HEADING]}
    assert note["工号"] == (
        "工号：与花名册相同的工号。\n工号、姓名至少填一项。\n文字，前面的 0 不会丢。"
    )
    assert note["学时"] == (
        "学时：这次学习的学时。\n必填。\n数字，0 到 240，最多两位小数，单位：学时。"
    )
    assert "空白为“在岗”" in forms["roster"]["K4"].comment.text
    assert "空白为“否”" in forms["attendance"]["G4"].comment.text


def test_what_must_be_filled_in_shows_a_star_that_is_no_part_of_the_heading(forms):
    starred = [cell.value for cell in forms["attendance"][HEADING] if cell.number_format == '@"*"']
    assert starred == ["工号", "姓名", "活动编号", "考勤"]
    fills = {cell.value: cell.fill.fgColor.rgb for cell in forms["attendance"][HEADING]}
    assert fills["考勤"] == "FFFFE699" != fills["备注"]


def test_choices_are_drop_downs_that_let_nothing_else_pass(forms):
    for name, table in TABLES.items():
        checks = validations(forms[name])
        for column in table.columns:
            if column.choices:
                assert listed(checks[column.heading]) == list(column.choices)
                assert checks[column.heading].showErrorMessage
    assert listed(validations(forms["plan"])["学期"]) == ["1", "2"]
    assert listed(validations(forms["participation"])["完成"]) == ["是", "否"]


def test_usual_answers_are_offered_and_others_let_pass(forms):
    check = validations(forms["roster"])["状态"]
    assert listed(check)[:2] == ["在岗", "产假"]
    assert not check.showErrorMessage


def test_a_form_asks_for_either_group_with_a_star_on_both(forms):
    sheet = forms["group_meetings"]
    starred = [cell.value for cell in sheet[HEADING] if cell.number_format == '@"*"']
    assert starred == ["教研组", "备课组", "日期"]
    assert "带 * 的必填（教研组、备课组填一项即可）" in sheet["A2"].value
    assert "\n教研组、备课组至少填一项。\n" in sheet["B4"].comment.text


def test_numbers_and_days_are_checked_within_the_readers_bounds(forms):
    practice, external = validations(forms["practice"]), validations(forms["external"])
    votes, results = validations(forms["votes"]), validations(forms["results"])
    bounds = [
        (check.type, check.operator or "between", check.formula1, check.formula2)
        for check in (
            practice["数量"],
            external["学时"],
            external["扣分"],
            votes["票数"],
            results["成绩"],
        )
    ]
    assert bounds == [
        ("decimal", "between", "0", "100000"),
        ("decimal", "between", "0", "240"),
        ("decimal", "between", "0", "240"),
        ("decimal", "between", "0", "100000"),
        ("decimal", "between", "0", "1000"),
    ]  # fmt: skip
    day = external["返校日期"]
    serials = [(dt.date(year, month, last) - dt.date(1899, 12, 30)).days
               for year, month, last in ((1930, 1, 1), (2100, 12, 31))]  # fmt: skip
    assert (day.type, int(day.formula1), int(day.formula2)) == ("date", *serials)


@pytest.mark.parametrize(("amount", "problems"), [(240, 0), (240.01, 1)])
def test_the_forms_bound_of_hours_is_the_readers(tmp_path, amount, problems):
    rows = FILLED | {"external": {"姓名": "赵敏", "学时": amount}}
    school = read_school(fill(tmp_path, {name: [row] for name, row in rows.items()}))
    assert (school.problems["severity"] == PROBLEM).sum() == problems


def test_headings_are_locked_and_entries_are_not(forms):
    for name, table in TABLES.items():
        sheet = forms[name]
        allowed = sheet.protection
        assert allowed.sheet
        assert allowed.password is None
        assert not any(
            (allowed.sort, allowed.autoFilter, allowed.insertRows, allowed.deleteRows)
        )  # false is allowed
        for place, column in enumerate(table.columns, start=1):
            assert sheet.cell(HEADING, place).protection.locked
            assert sheet.cell(HEADING - 1, place).protection.locked
            letter = sheet.cell(HEADING, place).column_letter
            look = _column_look(sheet, letter)
            assert not look.protection.locked
            expected = {"date": "yyyy-mm-dd", "hours": "General", "amount": "General"}
            assert look.number_format == expected.get(column.kind, "@")


def _column_look(sheet, letter):
    """A column's look; openpyxl keeps columns that look alike under the first one's letter."""
    at = openpyxl.utils.column_index_from_string(letter)
    return next(d for d in sheet.column_dimensions.values() if d.min <= at <= d.max)


def test_a_sheet_is_set_up_for_the_screen_and_for_paper(forms):
    for sheet in forms.values():
        last = sheet.cell(HEADING, sheet.max_column).column_letter
        assert sheet.freeze_panes == f"A{HEADING + 1}"
        assert sheet.auto_filter.ref == f"A{HEADING}:{last}{HEADING + 2000}"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows == f"${HEADING}:${HEADING}"


def test_every_text_of_the_first_lines_fits_its_cell(forms):
    for name, table in TABLES.items():
        for place, column in enumerate(table.columns, start=1):
            width = _column_look(forms[name], forms[name].cell(HEADING, place).column_letter).width
            assert width >= 2 * len(column.heading) + 6


def test_the_explanations_list_every_column_and_are_no_table(folder):
    for file, table in zip(FILES, TABLES.values(), strict=True):
        sheet = openpyxl.load_workbook(folder / file)["说明"]
        first = [row[0] for row in sheet.iter_rows(values_only=True)]
        assert first[-len(table.columns) :] == [column.heading for column in table.columns]
    school = read_school(folder)
    explained = school.files[school.files["sheet"] == "说明"]
    assert list(explained["table"]) == [""] * len(FILES)
    assert list(explained["set_aside"]) == [0] * len(FILES)


def test_empty_forms_hold_no_record_and_give_no_problem(folder):
    school = read_school(folder)
    assert all(table.empty for table in school.tables.values())
    assert PROBLEM not in set(school.problems["severity"])
    assert list(school.files["used"] + school.files["set_aside"]) == [0] * 2 * len(FILES)
    sheets = school.problems.loc[school.problems["file"] != "", "sheet"]
    assert "说明" not in set(sheets)


def test_what_is_filled_in_is_read_as_it_is(tmp_path):
    school = read_school(fill(tmp_path, {name: [row] for name, row in FILLED.items()}))
    assert school.school_year == "2025-2026"
    assert school.problems.empty
    for name, expected in READ.items():
        (row,) = school.tables[name].to_dict("records")
        assert {column: row[column] for column in expected} == expected


def test_the_examples_are_rows_that_are_read_without_a_word(tmp_path):
    rows = {
        name: [
            {
                column.heading: example(column, guide.example)
                for column, guide in zip(table.columns, FORMS[name].guides.values(), strict=True)
                if guide.example
            }
        ]
        for name, table in TABLES.items()
    }
    school = read_school(fill(tmp_path, rows))
    assert school.problems.empty
    assert [len(table) for table in school.tables.values()] == [1] * len(FILES)


def test_no_example_speaks_for_a_school_year(tmp_path):
    rows = {name: [row] for name, row in FILLED.items()}
    rows["external"], rows["group_meetings"] = [], []
    school = read_school(fill(tmp_path, rows, year="2019-2020"))
    assert school.school_year == "2019-2020"
    assert list(school.tables["plan"]["month"]) == ["2019-09"]


def test_all_rows_of_a_long_form_are_read_in_order(tmp_path):
    people = [
        {"工号": f"{number:04d}", "姓名": "".join(name), "教研组": "语文组"}
        for number, name in enumerate(product("赵钱孙李周", "伟娜敏静洋", "文华国庆海"), start=1)
    ]
    rows = {name: [] for name in TABLES} | {"roster": people}
    roster = read_school(fill(tmp_path, rows)).tables["roster"]
    assert list(roster["teacher_id"]) == [person["工号"] for person in people]


def test_equal_programs_write_equal_bytes(folder, tmp_path):
    write_templates(tmp_path)
    for file in FILES:
        assert (tmp_path / file).read_bytes() == (folder / file).read_bytes()


def test_nothing_is_overwritten_and_nothing_half_written(tmp_path):
    old = tmp_path / FILES[6]
    old.write_bytes(b"old")
    with pytest.raises(UsageError, match=f"已有“.*{FILES[6]}”"):
        write_templates(tmp_path)
    assert list(tmp_path.iterdir()) == [old]
    assert old.read_bytes() == b"old"


def test_a_folder_that_cannot_be_is_explained(tmp_path):
    (tmp_path / "文件").write_text("x")
    with pytest.raises(OutputError, match="不是文件夹"):
        write_templates(tmp_path / "文件")


def test_after_a_failure_no_file_is_left(tmp_path, monkeypatch):
    def fail(table):
        if table is TABLES["group_review"]:
            raise OSError(28, "No space left on device")
        return b"form"

    monkeypatch.setattr("xiaoben_analytics.export.template._make_form", fail)
    with pytest.raises(OutputError, match="磁盘已满"):
        write_templates(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_what_libreoffice_saves_again_is_read_as_well(tmp_path, kind):
    filled = fill(tmp_path / "filled", {name: [row] for name, row in FILLED.items()})
    school = read_school(convert(sorted(filled.iterdir()), kind, tmp_path))
    assert school.problems.empty
    for name, expected in READ.items():
        (row,) = school.tables[name].to_dict("records")
        assert {column: row[column] for column in expected} == expected


@pytest.mark.office
def test_each_form_is_one_page_wide(folder, tmp_path):
    made = convert([folder / file for file in FILES], "pdf", tmp_path)
    for file in FILES:
        content = (made / file).with_suffix(".pdf").read_bytes()
        assert content.count(b"/Type/Page/") + content.count(b"/Type/Page\n") == 2
