"""The sheets that show who came, and whose hours suffice: every mark and rate is the library's."""

from fractions import Fraction

import openpyxl
import pytest
from made import assess_rows, make_result
from office import recalculated
from schools import attended, school_rows, tiny_school
from typed import opened, rows_of, same_value, values_of

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.export.xlsx import write_workbook
from xiaoben_analytics.requirements import check_requirements
from xiaoben_analytics.summary import summarize

TOP = 9
"""The row of 参与 with the headings."""


@pytest.fixture
def written(tmp_path):
    def write(result, name="a"):
        file = tmp_path / f"{name}.xlsx"
        write_workbook(result, summarize(result), file)
        return file

    return write


def stored(file):
    return openpyxl.load_workbook(file, data_only=True)


def test_marks_and_rates_of_a_school_made_by_hand(written):
    rows = [
        attended("1", "01"), attended("1", "02", "迟到"), attended("1", "03", "早退"),
        attended("1", "04", "缺席"), attended("1", "05", "病假", made_up=True),
        attended("2", "01"), attended("2", "02", "公假"),
    ]  # fmt: skip
    book = stored(written(assess(tiny_school(attendance=rows))))
    one, two = rows_of(book["参与"], TOP)
    assert [one[str(number)] for number in range(1, 7)] == ["√", "迟", "早", "缺", "补", "？"]
    assert [two[str(number)] for number in range(1, 4)] == ["√", "公", "？"]
    assert (one["应到"], one["实到"], one["出勤率"]) == (10, 3, 0.3)
    assert (two["应到"], two["实到"], two["出勤率"]) == (10, 1, 0.1)
    school = rows_of(book["出勤率"], 4)[1]
    assert [school[name] for name in ("教研组", "9月", "全年")] == ["全校", 0.2, 0.2]
    first, second = rows_of(book["活动"])[:2]
    assert (first["应到"], first["实到"], first["出勤率"]) == (2, 2, 1)
    assert (second["培训内容"], second["实到"], second["出勤率"]) == ("活动02", 1, 0.5)


def test_who_came_though_not_asked_is_marked_and_not_counted(written):
    rows = school_rows(3, teachers=8, groups=2, activities=6)
    rows["plan"][0]["required"] = False
    rows["plan"][0]["audience"] = "全体教师"
    result = assess_rows(rows)
    book = stored(written(result))
    voluntary = result.records[~result.records["owed"] & (result.records["status"] == "出席")]
    marks = [value for row in rows_of(book["参与"], TOP) for value in row.values()]
    assert len(voluntary) == marks.count("(√)") > 0
    total = rows_of(book["出勤率"], 4)
    owed, came = (int(result.participation[name].sum()) for name in ("owed", "attended"))
    (school,) = (row["全年"] for row in total if row["教研组"] == "全校")
    assert school == pytest.approx(float(Fraction(came, owed)))


def test_a_month_in_which_nobody_was_due_is_no_column_of_rates(written):
    school = tiny_school()
    school.tables["plan"].loc[8:, "month"] = "2021-10"
    school.tables["plan"].loc[8:, "required"] = False
    book = stored(written(assess(school)))
    assert [cell.value for cell in book["出勤率"][4]][:3] == ["教研组", "9月", "全年"]
    assert rows_of(book["出勤率"], 4)[0]["全年"] == 1


@pytest.mark.office
def test_rates_are_the_librarys_when_recalculated(written, tmp_path):
    result = make_result(6, teachers=40, groups=5, activities=20)
    file = written(result)
    book = recalculated([file], tmp_path)[file.name]
    counted = result.participation.assign(
        month=result.participation["month"].str[5:].astype(int).astype(str) + "月"
    )
    rates = {row["教研组"]: row for row in rows_of(book["出勤率"], 4) if "全年" in row}
    for row in counted.to_dict("records"):
        assert rates[row["group"]][row["month"]] == pytest.approx(row["attended"] / row["owed"])
    shown = values_of(stored(file))
    again = values_of(book)
    assert not [one for one in shown if not same_value(shown[one], again[one])]


def test_hours_are_what_the_requirement_says(written):
    result = make_result(6, teachers=12, groups=2, activities=20)
    book = stored(written(result))
    expected = check_requirements(result.school, "term-hours").teachers
    expected = expected[expected["verdict"] != "不适用"]
    rows = rows_of(book["学时"], 4)
    got = {(row["工号"], row["期间"]): row for row in rows}
    assert len(rows) == len(got) == len(expected)
    for row in expected.to_dict("records"):
        line = got[row["teacher_id"], row["period"]]
        assert line["已有"] == row["amount"] / 100
        assert (line["应有"], line["还缺"]) == (row["needed"] / 100, row["short"] / 100)
        assert (line["结论"], line["理由"]) == (row["verdict"], row["reason"])
        assert line["完成率"] == pytest.approx(min(row["amount"] / row["needed"], 1))
    order = [row["教研组"] for row in rows]
    assert order == sorted(order)


@pytest.mark.parametrize("size", [{"teachers": 1, "groups": 1, "activities": 1}, {"teachers": 3}])
def test_a_school_of_few_is_written_whole(size, written):
    book = stored(written(make_result(4, **size)))
    assert not [one for one in values_of(book).values() if str(one).startswith("#")]


def test_activities_without_a_month_are_listed_last_and_are_in_no_rate(tmp_path):
    dated, school = (tiny_school(attendance=[attended("1", "01")]) for _ in range(2))
    school.tables["plan"].loc[5:, "month"] = None
    write_workbook(assess(school), summarize(assess(dated)), tmp_path / "a.xlsx")
    book = stored(tmp_path / "a.xlsx")
    assert {row["月份"] for row in rows_of(book["活动"])} == {"2021年9月", "未注明"}
    assert rows_of(book["出勤率"], 4)[0]["全年"] == 0.1


def test_equal_schools_give_equal_bytes(written):
    one, other = (written(make_result(), name).read_bytes() for name in "ab")
    assert one == other


def test_names_of_any_kind_are_only_text(written):
    rows = school_rows(5, teachers=8, groups=2, activities=4)
    wild = ("*", "第?组~", "＝1+1", "=1+1", "教" * 40, "\u202eabc", "\x0b", "CON")
    for teacher, name in zip(rows["roster"], wild, strict=True):
        teacher["name"] = name
        teacher["group"] = {"第1组": "*", "第2组": "*组" * 15}[teacher["group"]]
    for activity in rows["plan"]:
        activity["title"], activity["audience"] = "=HYPERLINK(1)", "全体教师"
    rows["group_review"] = []
    book = opened(written(assess_rows(rows)))
    texts = [
        cell
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.value).startswith(("=1+1", "=HYP"))
    ]
    assert len(texts) > 8
    assert {cell.data_type for cell in texts} == {"s"}
    assert {cell.hyperlink for cell in texts} == {None}


@pytest.mark.office
def test_groups_whose_names_are_wildcards_are_kept_apart(written, tmp_path):
    rows = school_rows(5, teachers=20, groups=3, activities=4)
    names = {"第1组": "*", "第2组": "?组", "第3组": "第?组"}
    for teacher in rows["roster"]:
        teacher["group"] = names[teacher["group"]]
    for activity in rows["plan"]:
        activity["audience"] = "全体教师"
    rows["group_review"] = []
    file = written(assess_rows(rows))
    shown = values_of(stored(file))
    again = values_of(recalculated([file], tmp_path)[file.name])
    assert not [one for one in shown if not same_value(shown[one], again[one])]
