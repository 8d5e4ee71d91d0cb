"""A cell that holds the first and the last day of a study."""

import datetime as dt

import pytest

from xiaoben_analytics.reading import read_file
from xiaoben_analytics.reading.spans import read_span


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025.10.13-10.17", (2025, 10, 13), (2025, 10, 17)),
        ("2025-10-13至2025-10-17", (2025, 10, 13), (2025, 10, 17)),
        ("11月3日至5日", (2025, 11, 3), (2025, 11, 5)),
        ("2025.11.3—11.5", (2025, 11, 3), (2025, 11, 5)),
        ("2025年12月30日~1月2日", (2025, 12, 30), (2026, 1, 2)),
        ("2025/10/13-17", (2025, 10, 13), (2025, 10, 17)),
    ],
)
def test_both_days_are_read(text, first, last):
    assert read_span(text, "2025-2026") == (dt.date(*first), dt.date(*last))


@pytest.mark.parametrize(
    "text",
    ["2025-10-13", "10月", "10.13-10.32", "2025.10.17-13", "待定", 44449, None, "9月10日-2月30日"],
)
def test_what_is_no_span_stays_as_it_is(text):
    assert read_span(text, "2025-2026") is None


def test_a_study_has_its_first_and_its_last_day(book):
    rows = [
        ("教师", "培训项目", "起止时间", "学时", "汇报时间", "加分"),
        ("李娜", "骨干班", "2025.10.13-10.17", 40, "2025-10-21", 2),
        ("赵磊", "研讨会", "2025-11-03", 16, None, None),
    ]
    first, second = read_file(book({"外出学习": rows})).sheets[0].rows
    assert (first["开始日期"], first["返校日期"]) == ("2025-10-13", "2025-10-17")
    assert (first["二次培训日期"], first["奖励学分"]) == ("2025-10-21", 2)
    assert (second["开始日期"], second["返校日期"]) == ("2025-11-03", None)


def test_a_last_day_of_its_own_goes_before_that_of_the_span(book):
    rows = [
        ("教师", "起止时间", "返回时间", "学时"),
        ("李娜", "2025.10.13-10.17", "2025-10-18", 40),
        ("赵磊", "2025.10.13-10.17", None, 40),
    ]
    found = read_file(book({"外出学习": rows})).sheets[0].rows
    assert [row["返校日期"] for row in found] == ["2025-10-18", "2025-10-17"]
