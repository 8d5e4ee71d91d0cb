"""The report for the head of a group: of others it tells what concerns whole groups."""

import pytest

from xiaoben_analytics.summary import (
    AUDIENCES,
    Chart,
    Finding,
    Section,
    Series,
    Summary,
    Table,
    Texts,
    narrow,
)
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
RATES = Chart("columns", "各组", ("A组", "B组"), (Series("出勤率", (1.0, 0.5)),), "出勤率", "0%")


def summary(*blocks, heading="二、参与情况"):
    texts = Texts((("出勤率", "75.0%"),))
    return Summary("报告", "甲校", texts, texts, ("优秀", "良好"), (Section(heading, blocks),))


@pytest.fixture
def own():
    def blocks(*given):
        sections = narrow(summary(*given), frozenset({"1"}), "A组").sections
        return [block for section in sections for block in section.blocks]

    return blocks


def test_a_sentence_stays_unless_it_names_somebody_else(own):
    both, first, nobody = (
        Finding("甲、乙。", ("1", "2")),
        Finding("甲。", ("1",)),
        Finding("两组。"),
    )
    assert own(both, first, nobody) == [first, nobody]


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
        frozenset({"1"}),
        "A组",
    )
    headings = [section.heading for section in narrowed.sections]
    assert headings == ["一、参与情况", "二、等级划线", "附：成绩总表"]
    assert "会议决定" not in AUDIENCES["group"].topics
    assert narrowed.subtitle == "甲校　A组"
