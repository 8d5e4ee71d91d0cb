"""Words mean themselves; signs mean what a legend says."""

from __future__ import annotations

import pytest

from xiaoben_analytics.reading.marks import Legend, find_legend, mark_key, marks_of, other_leaves


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        (
            "签到统计（√出勤 ×缺席 ○迟到 △早退 事=事假 病=病假 公=公假）",
            {
                "√": "出席",
                "×": "缺席",
                "○": "迟到",
                "△": "早退",
                "事": "事假",
                "病": "病假",
                "公": "公假",
            },
        ),
        ("备注：1.每学期30学时；2.“×”为缺席。", {"×": "缺席"}),
        ("图例：✔=出席；✘=缺席", {"√": "出席", "×": "缺席"}),
        ("V：出勤，/：缺席", {"V": "出席", "/": "缺席"}),
        ("空白为出席，√表示缺席", {"": "出席", "√": "缺席"}),
        ("校本培训出勤统计表", {}),
        ("教师出勤、缺席情况", {}),
        ("出勤次数 30", {}),
    ],
)
def test_legends_are_found_in_titles_and_notes(text, marks):
    assert find_legend([text]) == {mark_key(mark): status for mark, status in marks.items()}


def test_a_known_word_means_itself_whatever_the_legend():
    legend = Legend({"缺勤": "出席", "√": "缺席"}, "")
    assert legend.status("缺勤") == "缺席"
    assert legend.status("✔") == "缺席"


def test_nothing_is_guessed():
    legend = Legend(marks_of({"√": "出勤", "？": "不知道"}), "")
    assert [legend.status(mark) for mark in ("V", "√/迟", "√（补签）", "？", "")] == [None] * 5


def test_the_legend_says_what_a_blank_is():
    assert str(Legend({"√": "出席"}, "取自表内图例")) == "√=出席（取自表内图例）；空白为未登记"
    assert str(Legend({"": "出席", "×": "缺席"}, "甲")) == "空白=出席，×=缺席（甲）"


@pytest.mark.parametrize("word", ["未登记", "不须参加", "无需参加"])
def test_a_mark_may_mean_that_nothing_is_recorded(word):
    legend = Legend(marks_of({"/": word, "√": "出席"}), "表内图例")
    assert (legend.status("/"), legend.status("√"), legend.status("?")) == ("未登记", "出席", None)
    assert "/=未登记" in str(legend)
    assert find_legend([f"说明：/={word}"]) == {"/": "未登记"}


def test_other_kinds_of_leave_are_read_as_the_nearest_and_told():
    assert other_leaves(["产假", "事假", "请假", "产假"]) == ["产假"]
    assert Legend({}, "").status("产假") == "事假"
    assert Legend({"产假": "公假"}, "").status("产假") == "公假"
