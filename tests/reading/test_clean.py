"""One cleaner per kind of column; expected values are read off the cells by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import NOTICE, PROBLEM
from xiaoben_analytics.reading.clean import Unclean, clean, show
from xiaoben_analytics.reading.days import Period, read_date, school_year_of, term_in
from xiaoben_analytics.reading.lines import Unreadable
from xiaoben_analytics.tables import (
    ATTENDANCE,
    AWARDS,
    GROUP_MEETINGS,
    GROUP_REVIEW,
    HISTORY,
    PLAN,
    PRACTICE,
    ROSTER,
    TABLES,
    Column,
)

YEAR = "2021-2022"
ID = ROSTER.column(col.TEACHER_ID)
HOURS = PLAN.column(col.HOURS)
DATE = ATTENDANCE.column(col.DATE)
TIME = PLAN.column(col.TIME)
STATUS = ATTENDANCE.column(col.STATUS)
MADE_UP = ATTENDANCE.column(col.MADE_UP)
TENTH = dt.date(2021, 9, 10)


def refused(column: Column, cell: object) -> Unclean:
    with pytest.raises(Unclean) as caught:
        clean(column, cell, YEAR)
    return caught.value


@pytest.mark.parametrize(
    ("cell", "hundredths"),
    [
        (3, 300),
        (3.0, 300),
        (2.5, 250),
        (0.1 + 0.2, 30),
        (2.9999999999999996, 300),
        (0, 0),
        (240, 24000),
        ("3", 300),
        ("３", 300),
        ("三", 300),
        ("十", 1000),
        ("十二", 1200),
        ("二十四学时", 2400),
        ("两课时", 200),
        ("零", 0),
        ("3学时", 300),
        ("3课时", 300),
        ("3 小时", 300),
        ("2.25", 225),
    ],
)
def test_hours_are_exact_hundredths(cell, hundredths):
    assert clean(HOURS, cell, YEAR) == hundredths


@pytest.mark.parametrize(
    "cell",
    ["2+1", "约3", "≥30", "3/4", "3，5", "3.0.0", "90分钟", "半天", "三四", "98%", True, TENTH],
)
def test_what_is_no_number_is_not_guessed(cell):
    assert refused(HOURS, cell).problem == "不是数字"


@pytest.mark.parametrize("cell", [-1, "-3", 240.01, 241, "999", float("inf"), float("nan"), 1e300])
def test_numbers_out_of_range_are_problems(cell):
    finding = refused(HOURS, cell)
    assert finding.problem == "数字超出合理范围"
    assert "240" in finding.expected


def test_more_than_two_decimals_are_not_rounded_silently():
    assert refused(HOURS, "1.255").problem == "多于两位小数"
    assert refused(HOURS, 4 / 3).problem == "多于两位小数"


def test_counts_of_practice_may_be_large():
    assert clean(PRACTICE.column(col.AMOUNT), "20000字", YEAR) == 2_000_000


@pytest.mark.parametrize(
    "cell",
    [
        TENTH,
        dt.datetime.fromisoformat("2021-09-10 14:00"),
        44449,
        44449.6041666667,
        20210910,
        "2021-09-10",
        "2021/9/10",
        "2021.9.10",
        "2021年9月10日",
        "2021 年 9 月 10 号",
        "20210910",
        "２０２１－０９－１０",
        "21-09-10 星期五",
        "2021/09/10 星期五",
        "2021-09-10（周五）",
        "2021-09-10 14:00:00",
        "2021-09-10T14:00",
        "9月10日",
        "9/10",
        "9.10",
    ],
)
def test_a_day_in_its_usual_spellings(cell):
    assert clean(DATE, cell, YEAR) == TENTH


def test_a_day_without_year_lies_in_the_school_year():
    assert clean(DATE, "3月5日", YEAR) == dt.date(2022, 3, 5)
    assert clean(DATE, "8月31日", YEAR) == dt.date(2021, 8, 31)
    assert clean(DATE, "7月31日", YEAR) == dt.date(2022, 7, 31)


@pytest.mark.parametrize(
    "cell",
    [
        "9月",
        "10/9/21",
        "2021-02-30",
        "0000-00-00",
        "待定",
        "长期",
        9,
        1e300,
        float("nan"),
        True,
        dt.time(14, 0),
    ],
)
def test_what_is_no_day_is_a_problem(cell):
    finding = refused(DATE, cell)
    assert finding.problem == "日期无法识别"
    assert finding.expected == "形如 2021-09-10 的日期"
    assert finding.advice


@pytest.mark.parametrize(
    ("cell", "month", "date"),
    [
        ("9月", "2021-09", None),
        ("９月", "2021-09", None),
        ("九月", "2021-09", None),
        ("十二月", "2021-12", None),
        ("8月", "2021-08", None),
        ("7月", "2022-07", None),
        ("3月上旬", "2022-03", None),
        ("2021年9月", "2021-09", None),
        ("2022-03", "2022-03", None),
        ("2022.3", "2022-03", None),
        (9, "2021-09", None),
        (9.0, "2021-09", None),
        ("9-10月", "2021-09", None),
        ("2021-09-10", "2021-09", TENTH),
        ("9月10日-12日", "2021-09", TENTH),
        (TENTH, "2021-09", TENTH),
    ],
)
def test_a_period_is_a_month_or_a_day(cell, month, date):
    got = clean(TIME, cell, YEAR)
    assert isinstance(got, Period)
    assert (got.month, got.date) == (month, date)


@pytest.mark.parametrize("cell", ["13月", "第3周", "待定", 0, "0月"])
def test_a_period_without_month_is_a_problem(cell):
    assert refused(TIME, cell).problem == "培训时间无法识别"


@pytest.mark.parametrize("column", [DATE, TIME])
@pytest.mark.parametrize("cell", [9.1, "9.1"])
def test_a_day_that_may_be_two_is_refused_with_both(column, cell):
    assert refused(column, cell).problem == "“9.1”可能是 9月1日，也可能是 9月10日"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("0001", "0001"),
        (" 00 01 ", "0001"),
        ("０００９", "0009"),
        ("'00124", "00124"),
        (1, "1"),
        (1.0, "1"),
        ("1.00 ", "1"),
        ("ＹＷ－１", "YW-1"),
    ],
)
def test_ids_stay_text_and_keep_their_zeros(cell, written):
    assert clean(ID, cell, YEAR) == written


@pytest.mark.parametrize("cell", [320102198001011234, 3.20102198001011e17, "1.23457E+11"])
def test_long_ids_kept_as_numbers_are_damaged(cell):
    assert "后几位已丢失" in refused(ID, cell).problem


def test_an_id_that_became_a_date_is_damaged():
    assert "改成了日期" in refused(ID, dt.date(2026, 1, 1)).problem


@pytest.mark.parametrize(
    ("cell", "status"),
    [("出席", "出席"), (" 出 勤", "出席"), ("迟到", "迟到"), ("病", "病假"), ("旷会", "缺席")],
)
def test_choices_take_their_other_spellings(cell, status):
    assert clean(STATUS, cell, YEAR) == status


def test_another_word_is_a_problem_that_lists_the_choices():
    finding = refused(STATUS, "请假")
    assert finding.expected == "出席、迟到、早退、病假、事假、公假、缺席"


def test_levels_with_and_without_brackets():
    level = AWARDS.column(col.LEVEL)
    assert [clean(level, cell, YEAR) for cell in ("县（区）级", "区", "省级")] == ["县", "县", "省"]


@pytest.mark.parametrize(
    ("cell", "yes"),
    [("是", True), ("√", True), (1, True), (True, True), ("否", False), (0, False), ("×", False)],
)
def test_yes_and_no(cell, yes):
    assert clean(MADE_UP, cell, YEAR) is yes


def test_a_day_of_making_up_means_yes_only_there():
    assert clean(MADE_UP, "2021-10-11", YEAR) is True
    assert refused(PLAN.column(col.REQUIRED), "2021-10-11").problem == "不是“是”或“否”"


def test_blanks_take_the_default():
    assert clean(MADE_UP, None, YEAR) is False
    assert clean(PLAN.column(col.REQUIRED), None, YEAR) is True
    assert clean(PLAN.column(col.AUDIENCE), None, YEAR) == "全体教师"
    assert clean(ROSTER.column(col.STATE), None, YEAR) == "在岗"
    assert clean(HOURS, None, YEAR) is None


@pytest.mark.parametrize(
    ("cell", "term"),
    [
        (1, 1),
        ("2", 2),
        ("第一学期", 1),
        ("下学期", 2),
        ("上", 1),
        ("2021-2022学年第二学期", 2),
        ("2021-2022-1", 1),
    ],
)
def test_terms(cell, term):
    assert clean(PLAN.column(col.TERM), cell, YEAR) == term


def test_an_unknown_term_is_a_problem():
    assert refused(PLAN.column(col.TERM), "全年").expected == "1 或 2"


def test_audiences_are_joined_by_one_sign():
    audience = PLAN.column(col.AUDIENCE)
    assert clean(audience, "语文组，数学 组/英语组；语文组", YEAR) == "语文组、数学组、英语组"
    assert clean(audience, "语文组\n数学组", YEAR) == "语文组、数学组"
    assert clean(audience, "全体教职工", YEAR) == "全体教师"


def test_ratios_add_up_to_the_whole():
    ratios = GROUP_REVIEW.column(col.GROUP_RATIO)
    assert clean(ratios, "35/40/25", YEAR) == "35/40/25"
    for one in ("35%", "35", 35.0, 0.35, "３５％"):
        assert clean(ratios, one, YEAR) == "35%"
    for wrong in ("-5%", "9" * 30, "1e5", "35/40/30", "135", "-1", "三成"):
        assert refused(ratios, wrong).problem == "比例无法识别"


def test_errors_and_unsaved_formulas_are_never_blank_or_zero():
    finding = refused(HOURS, Unreadable("#N/A", "单元格是错误值"))
    assert finding.problem == "单元格是错误值（#N/A）"
    assert "保存" in finding.advice


def test_names_lose_their_inner_spaces():
    assert clean(ROSTER.column(col.NAME), "王　伟 ", YEAR) == "王伟"


def test_cells_are_shown_as_in_the_sheet():
    shown = [
        show(cell)
        for cell in (
            3.0,
            2.5,
            dt.datetime.fromisoformat("2021-09-10"),
            None,
            Unreadable("#REF!", ""),
        )
    ]
    assert shown == ["3", "2.5", "2021-09-10", "", "#REF!"]


def test_the_second_term_begins_in_february_and_the_school_year_in_august():
    days = [dt.date(2021, 8, 1), dt.date(2022, 1, 31), dt.date(2022, 2, 1), dt.date(2022, 7, 31)]
    assert [term_in(day) for day in days] == [1, 1, 2, 2]
    assert {school_year_of(day) for day in days} == {"2021-2022"}


def test_a_month_is_not_its_first_day_and_no_grave_problem_where_no_day_is_needed():
    with pytest.raises(Unclean) as found:
        clean(AWARDS.column(col.DATE), "2021年11月", YEAR)
    assert found.value.severity == NOTICE
    with pytest.raises(Unclean) as found:
        clean(GROUP_MEETINGS.column(col.DATE), "2021年11月", YEAR)
    assert found.value.severity == PROBLEM


def test_leave_without_its_kind_is_told_what_to_write():
    assert refused(STATUS, "請假").advice == "请写明病假、事假或公假"


@pytest.mark.parametrize(
    "cell",
    [
        "2020-2021",
        "2020—2021学年",
        "2020——2021学年度",
        "2020/2021",
        "２０２０～２０２１",
        "2020至2021学年",
        " 2020 - 2021 学年 ",
        "2020学年",
        "2020学年度",
    ],
)
def test_a_school_year_in_its_usual_spellings(cell):
    assert clean(HISTORY.column(col.SCHOOL_YEAR), cell, YEAR) == "2020-2021"


@pytest.mark.parametrize(
    "cell",
    ["2020", 2020, "2020-2022", "2021-2020", "2020-21", "20-21学年", "2020年", "去年", TENTH, True],
)
def test_what_may_be_another_school_year_is_a_problem(cell):
    finding = refused(HISTORY.column(col.SCHOOL_YEAR), cell)
    assert finding.problem == "学年无法识别"
    assert "2020-2021" in finding.expected


@pytest.mark.parametrize(
    ("cell", "hundredths"), [("1.8万字", 1_800_000), ("十万", 10_000_000), ("2.0001万", 2_000_100)]
)
def test_ten_thousands_are_counted(cell, hundredths):
    assert clean(PRACTICE.column(col.AMOUNT), cell, YEAR) == hundredths


@pytest.mark.parametrize("cell", ["万", "万字", "2万3", "几万", "1.5万万"])
def test_ten_thousands_of_what_is_no_number_are_not_guessed(cell):
    assert refused(PRACTICE.column(col.AMOUNT), cell).problem == "不是数字"


def test_more_than_may_be_counted_is_out_of_range():
    assert refused(PRACTICE.column(col.AMOUNT), "10.01万").problem == "数字超出合理范围"
    assert refused(HOURS, "2万").problem == "数字超出合理范围"


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("21-09-10", "2021-2022", dt.date(2021, 9, 10)),
        ("21-09-10 星期五", "", dt.date(2021, 9, 10)),
        ("21年9月10日", "", dt.date(2021, 9, 10)),
        ("10-09-21", "2021-2022", None),
        ("10-09-21", "2015-2016", None),
        ("12-01-21", "2021-2022", None),
        ("21-09-10", "2015-2016", None),
        ("85-03-12", "2021-2022", dt.date(1985, 3, 12)),
        ("09/10-12", "2021-2022", None),
        ("2021/9-10", "2021-2022", None),
        ("2021.9月10日", "2021-2022", dt.date(2021, 9, 10)),
    ],
)
def test_a_year_of_two_digits_must_be_certain(text, year, expected):
    assert read_date(text, year) == expected


@pytest.mark.parametrize("cell", [2021.1, "2021.1"])
def test_a_tenth_month_that_has_lost_its_zero_is_listed(cell):
    with pytest.raises(Unclean, match="可能是 1 月，也可能是 10 月"):
        clean(PLAN.column("time"), cell, "2021-2022")


@pytest.mark.parametrize(("cell", "month"), [(2021.11, "2021-11"), (2022.2, "2022-02")])
def test_other_months_stored_as_numbers_are_certain(cell, month):
    assert clean(PLAN.column("time"), cell, "2021-2022").month == month


@pytest.mark.parametrize(
    ("table", "column", "good", "bad"),
    [
        (PLAN, "hours", ("3学时", "3课时", "3小时", "3h", "3节"), ("3分", "3次", "3字", "3学分")),
        (TABLES["participation"], "credits", ("3分", "3学分"), ("3次", "3学时", "3节")),
        (TABLES["practice"], "amount", ("3节", "3次", "3篇", "3本"), ("3分", "3小时")),
    ],
)
def test_a_number_has_the_unit_of_its_column(table, column, good, bad):
    declared = table.column(column)
    assert {clean(declared, text, "") for text in good} == {300}
    for text in bad:
        with pytest.raises(Unclean, match="不是数字"):
            clean(declared, text, "")


@pytest.mark.parametrize("number", ["320102198001011234", "32010219800101123X", "13800000003"])
def test_a_private_number_is_no_id_and_is_not_kept(number):
    assert refused(ID, number).problem == "工号写成了身份证号或手机号，没有使用"
    certificate = clean(AWARDS.column(col.CERTIFICATE), number, YEAR)
    assert certificate == f"{number[:3]}****{number[-4:]}"


@pytest.mark.parametrize("number", ["320102202113011234", "10223900000", "20210001"])
def test_a_long_number_without_a_birthday_is_an_id(number):
    assert clean(ID, number, YEAR) == number
    assert clean(AWARDS.column(col.CERTIFICATE), number, YEAR) == number


def test_private_numbers_in_remarks_are_not_kept():
    note = ATTENDANCE.column(col.NOTE)
    assert clean(note, "联系人13800000003", YEAR) == "联系人138****0003"
