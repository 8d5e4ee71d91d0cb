"""Fragile lines and ties of the report, on schools whose totals are known by hand."""

from fractions import Fraction

import pytest
from agenda import section, table
from decided import attendance, write_school
from schools import as_school, attended, tiny_school

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.summary import summarize

THREE = [
    {"teacher_id": f"000{n}", "name": name, "group": "甲组", "state": "在岗"}
    for n, name in enumerate(("王一", "李二", "张三"), start=1)
]
PLAN = [{"activity_id": "A1", "title": "师德", "term": 1, "month": "2021-09", "hours": Fraction(3)}]


def tied(people=THREE):
    """Of three, the lines lie after the first and the second; the first two share 40 points."""
    rows = {
        "roster": people,
        "plan": PLAN,
        "attendance": [attended("0001", "A1"), attended("0002", "A1")],
    }
    return summarize(assess(as_school(rows)))


@pytest.fixture(scope="module")
def ten(tmp_path_factory):
    """Ten of one group with 40, 37, 34 … 13 points; the lines lie at 34 and 22."""
    return summarize(assess(read_school(write_school(tmp_path_factory.mktemp("ten") / "校"))))


def test_every_option_of_a_tie_says_who_comes_above_the_line():
    summary = tied()
    rule = "同分依次比较各项得分，仍相同的同进较高等级"
    assert section(summary, "同分案").findings == (
        f"有 1 条线上下总分相同，本材料按“{rule}”处理，请逐案确认。",
    )
    case = ("1", "甲组", "优秀线", "40.00")
    assert table(summary, "线上同分案").rows == (
        (
            *case,
            "按各项依次比较，仍相同的一起进入",
            "王一、李二",
            "无人",
            "剩 1 个，多用 1 个",
            "√",
        ),
        (*case, "都进入优秀", "王一、李二", "无人", "剩 1 个，多用 1 个", ""),
        (*case, "都不进入优秀", "无人", "王一、李二", "剩 1 个，空出 1 个", ""),
    )
    assert table(summary, "线上同分案").named == (frozenset({"0001", "0002"}),) * 3


def test_namesakes_in_a_tie_are_told_apart_by_their_ids():
    rows = table(tied([THREE[0], {**THREE[1], "name": "王一"}, THREE[2]]), "线上同分案").rows
    assert rows[1][5] == "王一（0001）、王一（0002）"


def test_no_tie_is_said_in_a_sentence(ten):
    assert section(ten, "同分案").findings == ("各条线上下没有总分相同的教师。",)
    assert section(ten, "同分案").tables == ()


def test_every_line_names_the_smallest_record_that_moves_somebody(ten):
    # One activity is worth 3 points of 30: whoever stands 3 points below a line reaches the
    # lowest above it with one activity more, and both are then above.
    assert section(ten, "脆弱线").findings == (
        (
            "2 条线中，2 条会因一条记录有误而有人越过；最脆弱的是语文组优秀线，"
            "改一条记录，总分变动 3.00 分就有人越过。"
        ),
    )
    upper, lower = table(ten, "各条线上最小的一处错误").rows
    assert (upper[:4], upper[6]) == (("语文组", "优秀", "34.00", "3.00"), "3.00")
    assert (lower[:4], lower[6]) == (("语文组", "良好", "22.00", "3.00"), "3.00")
    assert "李四" in upper[5]
    assert "由良好变为优秀" in upper[5]
    assert "王八" in lower[5]
    assert "由合格变为良好" in lower[5]
    assert upper[4].startswith("《考勤》")


def test_whom_a_fragile_line_names_is_written_beside_it(ten):
    upper, lower = table(ten, "各条线上最小的一处错误").named
    assert "0004" in upper
    assert "0008" in lower
    assert upper <= {"0003", "0004"}
    assert lower <= {"0007", "0008"}


def test_a_line_that_no_record_moves_is_firm():
    # Alone in the group: nobody is below, whatever is recorded.
    alone = tiny_school(
        roster=[{"teacher_id": "1", "name": "赵一", "group": "语文组", "state": "在岗"}],
        attendance=[attended("1", f"{n:02d}") for n in range(1, 11)],
    )
    part = section(summarize(assess(alone)), "脆弱线")
    assert part.findings == ("2 条线，改动任何一条记录都没有人越过。",)
    assert part.tables == ()


def test_progress_is_told_each_heading_before_its_section(ten, tmp_path):
    told = []
    result = assess(read_school(write_school(tmp_path / "校", 考勤=attendance())))
    summary = summarize(result, progress=told.append)
    assert told == [one.heading for one in summary.sections]
    assert summary == summarize(result)
