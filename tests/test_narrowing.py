"""The report for the head of a group: of others it tells what concerns whole groups."""

import pytest

from xiaoben_analytics.summary import (
    AUDIENCES,
    Chart,
    Circle,
    Finding,
    Section,
    Series,
    Summary,
    Table,
    Texts,
    narrow,
)
from xiaoben_analytics.summary.audiences import find_hidden
from xiaoben_analytics.summary.model import LEFT, RIGHT

PEOPLE = Table(
    "人", ("姓名", "总分"), (("甲", "80.00"), ("乙", "70.00"), ("全校", "75.00")), (LEFT, RIGHT),
    people=("1", "2", ""), shades=(("", "出席"), ("", "缺席"), ("", "")),
)  # fmt: skip
LADDER = Chart(
    "tiers", "总分", ("甲", "乙"), (Series("优秀", (80.0, None)), Series("良好", (None, 70.0))), "总分", "0.00",
    behind=Table("", ("姓名",), (("甲",), ("乙",)), (LEFT,), people=("1", "2")), people=("1", "2"),
)  # fmt: skip
DOTS = Chart(
    "dots",
    "分布",
    ("A组", "B组"),
    (Series("第 1 位", (80.0, 70.0)),),
    "总分",
    "0",
    behind=LADDER.behind,
)
RATES = Chart(
    "columns", "各组", ("A组", "B组"), (Series("出勤率", (1.0, 0.5)),), "出勤率", "0%",
    behind=Table("", ("教研组", "率"), (("A组", "100%"), ("B组", "50%")), (LEFT, RIGHT), groups=("A组", "B组")),
    groups=("A组", "B组"),
)  # fmt: skip


def summary(*blocks, heading="二、参与情况"):
    texts = Texts((("出勤率", "75.0%"),))
    return Summary("报告", "甲校", texts, texts, ("优秀", "良好"), (Section(heading, blocks),))


def circle(**more):
    def hide(text, own):
        return text if "2" in own else text.replace("乙", "某教师")

    return Circle("A组", frozenset({"1"}), hide, **more)


@pytest.fixture
def own():
    def blocks(*given, **more):
        sections = narrow(summary(*given), circle(**more)).sections
        return [block for section in sections for block in section.blocks]

    return blocks


def test_a_sentence_stays_unless_it_tells_of_single_teachers_or_of_another_pool(own):
    school, mine, theirs = (
        Finding("两组。"),
        Finding("A组 1 人。", members=("1",)),
        Finding("B组 1 人。", members=("2",)),
    )
    everybody = Finding("还有欠缺的 24 人次。", single=True)
    assert own(school, mine, theirs, everybody) == [school, Finding(mine.text)]


def test_a_sentence_that_compares_groups_leaves_small_ones_out(own):
    told = Finding("B组最高。", apart="不计少于 3 人的教研组：A组最高。")
    assert own(told, Finding("B组最低。", apart="")) == [
        Finding("不计少于 3 人的教研组：A组最高。")
    ]


def test_an_own_row_stays_and_others_are_hidden_in_what_came_from_a_cell(own):
    rows = (("甲", "听乙的课", "乙字班"), ("乙", "听甲的课", ""))
    table = Table("课", ("姓名", "课", "班"), rows, (LEFT,) * 3, people=("1", "2"), free=(1,))
    (shown,) = own(table)
    assert shown.rows == (("甲", "听某教师的课", "乙字班"),)


def test_numbers_of_hidden_groups_are_not_shown_in_rows_columns_or_charts(own):
    down = Table(
        "组", ("教研组", "人数", "平均"), (("A组", "9", "80.00"), ("B组", "2", "70.00")),
        (LEFT, RIGHT, RIGHT), groups=("A组", "B组"),
    )  # fmt: skip
    over = Table(
        "月", ("月份", "A组", "B组"), (("9月", "90%", "50%"),), (LEFT, RIGHT, RIGHT),
        across=("", "A组", "B组"),
    )  # fmt: skip
    rows, columns, chart = own(down, over, RATES, hidden=frozenset({"B组"}))
    assert rows.rows == (("A组", "9", "80.00"), ("B组", "—（少于 3 人）", "—"))
    assert columns.rows == (("9月", "90%", "—（少于 3 人）"),)
    assert (chart.categories, chart.series[0].amounts) == (("A组",), (1.0,))
    assert chart.behind.rows[1] == ("B组", "—（少于 3 人）")


@pytest.mark.parametrize(
    ("sizes", "own", "hidden"),
    [
        ({"A": 9, "B": 8, "C": 3}, "A", set()),
        ({"A": 9, "B": 1, "C": 1, "D": 1, "E": 8}, "A", {"B", "C", "D"}),
        ({"A": 9, "B": 2, "C": 5, "D": 7}, "A", {"B", "C"}),  # else 2 = all − A − C − D
        ({"A": 9, "B": 2}, "B", set()),
    ],
)
def test_what_is_hidden_is_never_one_or_two_teachers_together(sizes, own, hidden):
    assert find_hidden(sizes, own) == hidden


def test_how_the_own_group_did_comes_first_with_its_numbers_on_the_cover():
    told = narrow(
        summary(Finding("两组。")),
        circle(numbers=(("出勤率", "90.0%（全校 75.0%）"),), blocks=(Finding("本组。"),)),
    )
    assert [one.heading for one in told.sections] == ["一、本组情况", "二、参与情况"]
    assert dict(told.numbers) == {"出勤率": "90.0%（全校 75.0%）"}


def test_rows_about_others_go_with_their_colours_and_ids(own):
    (table,) = own(PEOPLE)
    assert table.rows == (("甲", "80.00"), ("全校", "75.00"))
    assert (table.people, table.shades) == (("1", ""), (("", "出席"), ("", "")))


def test_a_row_that_names_somebody_else_beside_goes(own):
    row = Table("同分", ("谁",), (("甲与乙",),), (LEFT,), people=("1",), others=(("2",),))
    assert own(row) == []


def test_of_a_chart_of_people_the_own_stay(own):
    (chart,) = own(LADDER)
    assert (chart.categories, chart.people) == (("甲",), ("1",))
    assert chart.series == (Series("优秀", (80.0,)),)
    assert chart.behind.rows == (("甲",),)


def test_a_chart_whose_points_are_everybody_goes_and_one_of_groups_stays(own):
    assert own(DOTS, RATES) == [RATES]


def test_sections_of_the_leadership_go_and_the_others_are_numbered_anew():
    sections = [
        Section(heading, (Finding("一句。"),))
        for heading in (
            "一、数据核对",
            "二、参与情况",
            "五、等级划线",
            "八、会议决定",
            "附：成绩总表",
        )
    ]
    one = summary()
    narrowed = narrow(
        Summary(one.title, one.subtitle, one.facts, one.numbers, one.tiers, tuple(sections)),
        circle(),
    )
    headings = [section.heading for section in narrowed.sections]
    assert headings == ["一、参与情况", "二、等级划线", "附：成绩总表"]
    assert "会议决定" not in AUDIENCES["group"].topics
    assert narrowed.subtitle == "甲校　A组"
