"""What a clock's words say of a day, alone and together."""

from __future__ import annotations

import time

import pytest

from xiaoben_analytics.reading.exports.cards import NOBODY_KNOWS, day_result, is_time


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("正常", "出席"),
        ("外勤", "出席"),
        ("正常（外勤）", "出席"),
        ("补卡审批通过", "出席"),
        ("休息并打卡", "出席"),
        ("07:50", "出席"),
        ("已签", "出席"),
        ("教师代签", "出席"),
        ("迟到", "迟到"),
        ("严重迟到", "迟到"),
        ("迟到15分钟", "迟到"),
        ("上班迟到15分钟", "迟到"),
        ("上班1：迟到3分钟", "迟到"),
        ("早退", "早退"),
        ("下班早退10分钟", "早退"),
        ("旷工", "缺席"),
        ("旷工1天", "缺席"),
        ("旷工迟到", "缺席"),
        ("缺卡", "缺席"),
        ("上班缺卡", "缺席"),
        ("缺卡1次", "缺席"),
        ("未打卡", "缺席"),
        ("未参与", "缺席"),
        ("缺勤", "缺席"),
        ("事假09-10 13:00到09-10 17:00 0.5天", "事假"),
        ("请假（病假）", "病假"),
        ("公假", "公假"),
        ("出差1天", "公假"),
    ],
)
def test_a_word_by_itself(word, status):
    assert day_result([word]).status == status


@pytest.mark.parametrize("word", ["", " ", "--", "休息", "未排班", "/", "加班2小时", "补卡申请"])
def test_words_that_say_nothing(word):
    assert day_result([word]) is None


@pytest.mark.parametrize(
    "word", ["年假1天", "产假", "调休", "请假", "外出2小时", "无效：未按规定地点", "某某", "#N/A"]
)
def test_words_of_none_of_our_statuses_are_known_to_nobody(word):
    result = day_result([word])
    assert (result.status, result.word) == (NOBODY_KNOWS, word)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["正常", "早退"], "早退"),
        (["迟到", "早退"], "早退"),
        (["迟到15分钟，下班早退10分钟"], "早退"),
        (["迟到", "正常"], "迟到"),
        (["正常", "旷工"], "缺席"),
        (["旷工", "事假0.5天"], "缺席"),
        (["正常", "事假0.5天"], "事假"),
        (["缺卡", "缺卡", "病假1天"], "病假"),
        (["请假", "事假09-10 13:00到09-10 17:00 0.5天"], "事假"),
        (["迟到", "公假0.5天"], "公假"),
        (["正常", "缺卡"], "出席"),
        (["缺卡", "缺卡"], "缺席"),
        (["已签", "未参与"], "出席"),
        (["正常", "无效：未按规定地点"], "出席"),
        (["正常", "外出1小时"], "出席"),
        (["缺卡", "外出1小时"], NOBODY_KNOWS),
        (["正常", "年假0.5天"], NOBODY_KNOWS),
        (["旷工", "年假0.5天"], "缺席"),
        (["休息", "--", "07:50"], "出席"),
    ],
)
def test_of_several_words_the_worse_named_one_stands(words, status):
    assert day_result(words).status == status
    assert day_result(words[::-1]).status == status


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7:50", True),
        ("07:50:12", True),
        ("07:50 17:02", True),
        ("07:50\n17:02", True),
        ("07:5017:02", True),
        ("2019/10/8 星期二 8:20", True),
        ("2024年10月17日 14:00", True),
        ("2021-09-06 07:50:00", True),
        ("2021-09-06", False),
        ("", False),
        ("7", False),
        ("正常", False),
    ],
)
def test_times_are_told_from_other_texts(text, expected):
    assert is_time(text) == expected


def test_endless_times_take_no_time():
    started = time.perf_counter()
    assert not is_time("07:50 " * 5000 + "x")
    assert not is_time("2021-09-06 07:50:00.1 " * 1500 + "x")
    assert is_time("07:50 " * 5000)
    assert time.perf_counter() - started < 2
