"""The words around a table tell its activity, or say nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from xiaoben_analytics.reading.activities import Activities, Activity
from xiaoben_analytics.reading.clean import Unclean
from xiaoben_analytics.reading.exports.occasion import find_occasion

PLANNED = (
    Activity("P1", "师德培训", 1, "2021-09", None),
    Activity("P2", "教改培训", 1, "2021-10", dt.date(2021, 10, 15)),
    Activity("2-08", "教改培训总结", 2, "2022-03", dt.date(2022, 3, 8)),
    Activity("P4", "师德培训", 2, "2022-05", dt.date(2022, 5, 6)),
    Activity("P5", "培训", 2, "2022-06", dt.date(2022, 6, 1)),
    Activity("P6", "读书会", 2, "2022-06", dt.date(2022, 6, 1)),
)
ACTIVITIES = Activities(PLANNED, "2021-2022")


@pytest.fixture
def occasion(grid):
    def build(*titles, activities=ACTIVITIES, **names):
        laid = grid(*([title] for title in titles), ["工号", "姓名"], **names)
        return find_occasion(laid, laid.lines[-1], activities)

    return build


@pytest.mark.parametrize(
    ("title", "activity"),
    [
        ("××中学教改培训签到表", "P2"),
        ("教改培训总结 签到", "2-08"),
        ("签到（P2）", "P2"),
        ("2-08签到", "2-08"),
        ("2021年10月15日签到", "P2"),
        ("签到_2021-10-15", "P2"),
        ("签到20211015", "P2"),
        ("10月15日签到", "P2"),
        ("签到10.15", "P2"),
        ("9月3日签到", "P1"),
        ("第一学期师德培训", "P1"),
        ("师德培训（2022年5月6日）", "P4"),
    ],
)
def test_a_title_tells_the_activity(occasion, title, activity):
    assert occasion(title).activity() == activity


@pytest.mark.parametrize(
    "title",
    [
        "签到表",
        "校本培训签到表",
        "2021-2022学年",
        "12-08签到",
        "P22签到",
        "打印时间：2021-10-15",
        "2021-10-15至2022-03-08签到",
        "师德培训、教改培训",
    ],
)
def test_a_title_that_names_none_or_two_says_nothing(occasion, title):
    assert not occasion(title, sheet="表")


def test_an_id_inside_a_date_is_none(occasion):
    assert occasion("2022-2-08-1").named == ""


def test_the_nearest_words_go_first_then_captions_sheet_and_file(occasion):
    assert occasion("师德培训", "教改培训", sheet="读书会").activity() == "P2"
    assert occasion(captions=["读书会", "教改培训"], sheet="师德培训").activity() == "P2"
    assert occasion("签到表", sheet="读书会").activity() == "P6"


def test_without_words_the_day_of_the_line_counts(occasion):
    assert occasion("签到").activity(dt.date(2021, 10, 15)) == "P2"


def test_a_name_goes_before_the_day_of_the_line(occasion):
    assert occasion("教改培训签到").activity(dt.date(2022, 5, 6)) == "P2"


def test_the_day_tells_activities_of_one_name_apart(occasion):
    assert occasion("师德培训签到").activity(dt.date(2022, 5, 7)) == "P4"


@pytest.mark.parametrize(
    ("title", "day", "problem"),
    [
        ("签到", None, "没有写明是哪一次活动"),
        ("签到", dt.date(2021, 12, 1), "计划中没有“2021-12-01”"),
        ("签到", dt.date(2022, 6, 1), "“2022-06-01”可能是 P5 培训、P6 读书会"),
        ("师德培训签到", None, "“师德培训”可能是 P1 师德培训、P4 师德培训"),
        (
            "10月15日签到",
            dt.date(2022, 5, 6),
            "标题中的日期与签到的日期不是同一次活动：2022-05-06 是 P4 师德培训、2021-10-15 是 P2 教改培训",
        ),
    ],
)
def test_what_stays_unclear_is_said_with_what_to_do(occasion, title, day, problem):
    with pytest.raises(Unclean) as raised:
        occasion(title, sheet="表").activity(day)
    assert raised.value.problem == problem
    assert raised.value.advice == "请在标题或文件名中写明活动名称、编号或日期"


def test_of_two_days_the_one_with_an_activity_counts(occasion):
    assert occasion("导入20211201").activity(dt.date(2021, 10, 15)) == "P2"
    assert occasion("10月15日签到").activity(dt.date(2021, 12, 1)) == "P2"


def test_a_stated_day_goes_before_a_name_unless_it_has_several_activities(occasion):
    named = occasion("读书会签到")
    assert named.activity_on(dt.date(2021, 10, 15)) == "P2"
    assert named.activity_on(dt.date(2022, 6, 1)) == "P6"
    for day in (dt.date(2021, 12, 1), dt.date(2022, 6, 1)):
        with pytest.raises(Unclean):
            occasion("签到").activity_on(day)
    with pytest.raises(Unclean):
        named.activity_on(dt.date(2021, 12, 1))


def test_without_a_plan_an_activity_is_its_day(occasion):
    nothing = occasion("教改培训签到", activities=Activities((), "2021-2022"))
    assert nothing.activity(dt.date(2021, 9, 1)) == "2021-09-01"
    assert nothing.activity_on(dt.date(2021, 9, 1)) == "2021-09-01"
    with pytest.raises(Unclean):
        nothing.activity()
