"""The list of hours for the county, opened again: as it can be uploaded, and adding up."""

from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from decided import attendance, write_school
from parts import part_texts
from schools import tiny_school

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.export.registration import write_registration
from xiaoben_analytics.export.scores import score_table
from xiaoben_analytics.reading import read_school

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
HEADINGS = (
    "学校", "学年", "工号", "姓名", "教研组", "培训项目", "培训类别", "上报学时", "等级"
)  # fmt: skip


@pytest.fixture(scope="module")
def ten(tmp_path_factory):
    """Ten teachers, each ill once more often than the one before; 陈十 failed a gate."""
    rows = [
        (who, what, "缺席" if who == "陈十" and how == "病假" else how)
        for who, what, how in attendance()
    ]
    return assess(read_school(write_school(tmp_path_factory.mktemp("school"), 考勤=rows)))


def opened(result, folder, **options):
    write_registration(result, folder / "a.xlsx", **options)
    return openpyxl.load_workbook(folder / "a.xlsx")


def rows(sheet):
    return list(sheet.iter_rows(values_only=True))


def test_everybody_who_passed_stands_there_with_twelve_hours(ten, tmp_path):
    sheet = opened(ten, tmp_path)["学时登记"]
    told = rows(sheet)
    assert told[0] == HEADINGS
    assert len(told) == 10
    assert [row[2] for row in told[1:]] == [f"000{n}" for n in range(1, 10)]
    assert told[1][3:] == ("赵一", "语文组", "校本研修", "校本培训", 12, "优秀")
    assert told[9][3:] == ("冯九", "语文组", "校本研修", "校本培训", 12, "合格")
    assert {row[1] for row in told[1:]} == {"2021-2022"}
    assert {cell.data_type for cell in sheet["C"]} == {"s"}


def test_hours_by_activity_are_those_earned(ten, tmp_path):
    told = rows(opened(ten, tmp_path)["活动学时"])
    assert told[0] == (
        "学校", "学年", "工号", "姓名", "学期", "培训内容", "时间", "培训类别", "计入学时"
    )  # fmt: skip
    # 10 + 9 + … + 1 activities of 3 hours
    assert len(told) - 1 == 55
    own = [row for row in told[1:] if row[3] == "冯九"]
    assert {(row[5], row[6], row[8]) for row in own} == {
        ("研修9", "2021-09-09", 3), ("研修10", "2021-09-10", 3)
    }  # fmt: skip


def test_study_outside_is_listed_with_its_own_hours(tmp_path):
    study = {"teacher_id": "1", "training": "省培", "hours": Fraction(15, 2)}
    told = rows(opened(assess(tiny_school(external=[study])), tmp_path)["活动学时"])
    assert [row[3:] for row in told if row[7] == "外出学习"] == [
        ("甲", "", "省培", "", "外出学习", 7.5)
    ] or [row[3:] for row in told if row[7] == "外出学习"] == [
        ("甲", None, "省培", None, "外出学习", 7.5)
    ]


def test_totals_reconcile_with_the_standings(ten, tmp_path):
    told = rows(opened(ten, tmp_path)["合计"])
    assert [row[:4] for row in told[:6]] == [
        ("等级", "参评人数", "登记人数", "上报学时合计"),
        ("优秀", 3, 3, 36),
        ("良好", 4, 4, 48),
        ("合格", 2, 2, 24),
        ("不合格", 1, 0, 0),
        ("合计", 10, 9, 108),
    ]
    sums = {row[0]: row[1] for row in told[6:] if row[0]}
    assert (sums["活动学时：校本培训"], sums["活动学时：外出学习"]) == (165, 0)


def test_the_samples_list_is_the_standings_reported_hours(tmp_path):
    result = assess(read_school(SAMPLE))
    book = opened(result, tmp_path)
    listed = {row[2]: row[7] for row in rows(book["学时登记"])[1:]}
    scores = score_table(result)
    expected = dict(zip(scores["工号"], scores["上报学时"], strict=True))
    assert listed == {one: hours for one, hours in expected.items() if hours}
    assert rows(book["合计"])[len(result.policy.tiers.names) + 1][3] == sum(expected.values())


def test_the_form_is_plain_enough_to_upload(ten, tmp_path):
    book = opened(ten, tmp_path)
    for sheet in book:
        assert not sheet.merged_cells.ranges
        assert all(cell.data_type in "sn" for row in sheet.iter_rows() for cell in row)
    rules = {
        str(rule.sqref): (rule.type, rule.formula1)
        for rule in book["学时登记"].data_validations.dataValidation
    }
    assert rules == {
        "G2:G10": ("list", '"校本培训,外出学习"'),
        "H2:H10": ("decimal", "0"),
        "I2:I10": ("list", '"优秀,良好,合格,不合格"'),
    }


def test_an_identity_card_column_is_there_if_asked_and_stays_empty(ten, tmp_path):
    sheet = opened(ten, tmp_path, id_card=True)["学时登记"]
    told = rows(sheet)
    assert told[0][4] == "身份证号"
    assert {row[4] for row in told[1:]} == {None}
    (note,) = [one for one in sheet.data_validations.dataValidation if one.prompt]
    assert (str(note.sqref), "不保存" in note.prompt) == ("E2:E10", True)


def test_nobody_reported_gives_an_empty_list_and_totals(tmp_path):
    changes = {"tiers.levels.合格.reported_hours": 0, "ratios": "0/0/100"}
    book = opened(assess(tiny_school()).what_if(changes=changes), tmp_path)
    assert len(rows(book["学时登记"])) == 1
    assert rows(book["合计"])[5][:4] == ("合计", 2, 0, 0)


def test_hostile_texts_stay_texts_and_numbers_of_persons_are_hidden(harmful, tmp_path):
    book = opened(harmful, tmp_path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert any(cell.value == "=1+1" for cell in cells)
    assert "1979" not in "".join(
        text for name, text in part_texts(tmp_path / "a.xlsx").items() if name.endswith("#")
    )


def test_equal_schools_give_equal_bytes(ten, tmp_path):
    opened(ten, tmp_path)
    first = (tmp_path / "a.xlsx").read_bytes()
    opened(ten, tmp_path)
    assert (tmp_path / "a.xlsx").read_bytes() == first


def test_the_list_in_the_schools_folder_is_not_read_as_a_roster(ten, tmp_path):
    home = write_school(tmp_path / "校")
    before = read_school(home)
    write_registration(ten, home / "学时登记.xlsx")
    after = read_school(home)
    assert {name: len(one) for name, one in after.tables.items()} == {
        name: len(one) for name, one in before.tables.items()
    }
    listed = after.files[after.files["file"] == "学时登记.xlsx"]
    assert listed["used"].sum() == 0
