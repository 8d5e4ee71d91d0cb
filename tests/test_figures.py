"""Charts of a school small enough to work out by hand, and of schools at the edges."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from fractions import Fraction
from itertools import chain, pairwise
from pathlib import Path

import plotly.io
import pytest
from playwright.sync_api import sync_playwright
from plotly.offline import get_plotlyjs
from schools import as_school, school_rows

from xiaoben_analytics.assessment import Assessment, assess
from xiaoben_analytics.figures import (
    plot_attendance_heatmap,
    plot_group_components,
    plot_group_distribution,
    plot_incidents,
    plot_participation,
    plot_rates,
    plot_tier_cutoffs,
)
from xiaoben_analytics.figures.template import STATUS_COLORS, group_marks, tier_marks, wrapped
from xiaoben_analytics.reading import read_school


def plot_activities(result):
    return plot_rates(result, "activity")


PLOTS = [
    plot_activities,
    plot_incidents,
    plot_participation,
    plot_attendance_heatmap,
    plot_group_components,
    plot_group_distribution,
    plot_tier_cutoffs,
]


def small_rows(first_name="甲", group="语文组", title="师德培训"):
    """Four teachers, two activities; every number below follows from these lines by hand.

    甲 attends both (6 h: 30 points). 乙 misses one of two without leave: voided, 10 in all. 丁 is
    away once on leave (3 h: 15 points). 丙 is late once, and makes up the other (6 h: 30 points).
    Everybody has 10 points for reading. 语文组 of three has seats 1/1/1, 数学组 of one 0/1/0.
    """
    people = [
        ("01", first_name, group),
        ("02", "乙", group),
        ("03", "丙", "数学组"),
        ("04", "丁", group),
    ]
    marks = [
        ("01", "A1", "出席"), ("01", "A2", "出席"), ("02", "A1", "缺席"), ("03", "A1", "迟到"),
        ("03", "A2", "病假"), ("04", "A1", "出席"), ("04", "A2", "事假"),
    ]  # fmt: skip
    return {
        "roster": [
            {"teacher_id": number, "name": name, "group": own, "state": "在岗"}
            for number, name, own in people
        ],
        "plan": [
            _activity("A1", title, "2021-09", "全体教师"),
            _activity("A2", "课堂研讨", "2022-03", "全体教师"),
        ],
        "attendance": [
            {
                "teacher_id": teacher,
                "activity_id": activity,
                "status": status,
                "hours": None,
                "made_up": status == "病假",
            }
            for teacher, activity, status in marks
        ],
    }


def _activity(number, title, month, audience):
    return {
        "activity_id": number,
        "title": title,
        "term": 1 if month < "2022-02" else 2,
        "month": month,
        "audience": audience,
        "hours": Fraction(3),
        "required": True,
    }


@pytest.fixture(scope="module")
def small() -> Assessment:
    return assess(as_school(small_rows()))


def columns(figure):
    """Name the columns of a heat map; other charts have none."""
    return list((figure.layout.xaxis.labelalias or {}).values())


def traces(figure, kind="scatter"):
    return {trace.name: trace for trace in figure.data if trace.type == kind and trace.name}


def test_participation_shows_each_group_and_the_school(small):
    figure = plot_participation(small)
    got = {name: [round(rate, 4) for rate in line.y] for name, line in traces(figure).items()}
    assert got == {"数学组": [100.0, 0.0], "语文组": [66.6667, 33.3333], "全校": [75.0, 25.0]}
    assert list(figure.layout.xaxis.ticktext) == ["9月<br>2021年", "3月<br>2022年"]
    assert traces(figure)["语文组"].hovertext[0] == (
        "<b>语文组</b>　2021年9月<br>应到 3 人次，实到 2 人次<br>出勤率 66.7%"
    )
    assert figure.layout.title.text == "应到 8 人次，实到 4 人次，出勤率 50%。"


def test_a_single_group_has_one_line():
    figure = plot_participation(assess(as_school(school_rows(2, teachers=5, groups=1))))
    assert [line.name for line in figure.data] == ["第1组"]


def test_heat_map_tells_every_status_apart(small):
    heat = plot_attendance_heatmap(small).data[0]
    assert [list(row) for row in heat.text] == [["迟", "补"], ["", ""], ["缺", "？"], ["", "事"]]
    statuses = list(heat.colorbar.ticktext)
    assert [[statuses[code] for code in row] for row in heat.z] == [
        ["迟到", "病假"],
        ["出席", "出席"],
        ["缺席", "未登记"],
        ["出席", "事假"],
    ]
    assert heat.hovertext[0][1] == "<b>丙</b>　数学组<br>3月　课堂研讨<br>病假，已补课，计 3 学时"
    assert sorted(statuses) == sorted(STATUS_COLORS)


def test_heat_map_leaves_blank_what_nobody_owed():
    rows = small_rows()
    rows["plan"].append(_activity("A3", "全科沙龙", "2022-04", "语文组"))
    rows["attendance"].append(
        {"teacher_id": "03", "activity_id": "A3", "status": "出席", "hours": None, "made_up": False}
    )
    rows["plan"].append(_activity("A4", "数学沙龙", "2022-05", "数学组"))
    figure = plot_attendance_heatmap(assess(as_school(rows)))
    assert [list(row)[2:] for row in figure.data[0].text] == [
        ["", "？"], ["？", ""], ["？", ""], ["？", ""],
    ]  # fmt: skip
    assert [row[3] is None for row in figure.data[0].z] == [False, True, True, True]
    assert columns(figure)[2:] == ["4月 全科沙龙", "5月 教研组活动1"]


def test_activities_of_single_groups_share_columns():
    rows = small_rows()
    rows["plan"] += [
        _activity("B1", "语文组备课", "2022-03", "语文组"),
        _activity("B2", "数学组备课", "2022-03", "数学组"),
        _activity("B3", "语文组听课", "2022-03", "语文组"),
    ]
    figure = plot_attendance_heatmap(assess(as_school(rows)))
    assert columns(figure) == [
        "9月 师德培训", "3月 课堂研讨", "3月 教研组活动1", "3月 教研组活动2",
    ]  # fmt: skip
    assert "数学组备课" in figure.data[0].hovertext[0][2]
    assert "语文组备课" in figure.data[0].hovertext[1][2]


def test_distribution_shows_every_teacher_in_the_colour_of_the_tier(small):
    lines = traces(plot_group_distribution(small))
    assert list(lines["优秀"].x) == [40.0]
    assert list(lines["良好"].x) == [40.0, 25.0]
    assert list(lines["合格"].x) == []
    assert list(lines["不合格"].x) == [10.0]
    assert list(lines["参考平均"].x) == [40.0, 40.0, None, 25.0, 25.0, None]
    assert list(lines["组平均"].x) == []
    assert list(lines["优秀线"].x) == [40.0, 40.0, None]
    assert list(lines["良好线"].x) == [40.0, 40.0, None, 25.0, 25.0, None]
    assert lines["优秀"].hovertext[0] == (
        "<b>甲</b>　语文组<br>优秀，第 1 名，总分 40.00<br>"
        "外出学习 0.00　考勤 30.00　活动参与 0.00　读书活动 10.00　加分 0.00"
    )
    assert "不合格，不排名，总分 10.00" in lines["不合格"].hovertext[0]


def test_cutoffs_show_lines_their_values_and_gaps(small):
    figure = plot_tier_cutoffs(small)
    labels = [list(trace.text) for trace in figure.data if trace.mode == "markers+text"]
    assert labels == [["优秀 40.00<br>差 15.00"], ["良好 40.00", "良好 25.00"]]
    assert list(figure.layout.xaxis.ticktext) == [
        "数学组<br>1 人<br>良1",
        "语文组<br>3 人<br>优1 良1<br>不1",
    ]
    dots = traces(figure)
    assert list(dots["良好"].y) == [40.0, 25.0]
    assert list(dots["良好"].x) == pytest.approx([0.45, 1.45])
    assert list(dots["不合格"].x) == pytest.approx([1.75])
    assert figure.layout.title.text == (
        "优秀线为 40.00 分；<br>最窄处在语文组优秀线，线上线下相差 15.00 分。"
    )


def test_more_than_six_groups_stand_in_rows_and_keep_their_traces():
    result = assess(as_school(school_rows(3, teachers=90, groups=8, activities=6)))
    figure = plot_tier_cutoffs(result)
    assert len(list(figure.select_xaxes())) == 2
    dots = sum(len(trace.y) for trace in figure.data if trace.mode == "markers")
    assert dots == len(result.standings)
    other = plot_tier_cutoffs(result.what_if(ratios="10/80/10"))
    assert [trace.name for trace in other.data] == [trace.name for trace in figure.data]


def test_lines_end_after_punctuation_and_are_of_similar_length():
    assert wrapped("都已登记。", 10) == ["都已登记。"]
    assert wrapped("缺席二十七人次，都未补课；另有两人次未登记，请先核对。", 14) == [
        "缺席二十七人次，都未补课；",
        "另有两人次未登记，请先核对。",
    ]
    assert wrapped("甲组平均分最高，乙组最低，相差八分。", 14) == [
        "甲组平均分最高，",
        "乙组最低，相差八分。",
    ]


def test_a_name_without_punctuation_is_broken_where_the_line_ends():
    assert wrapped("综合实践活动教研组", 6) == ["综合实践活", "动教研组"]


def test_a_longer_title_moves_the_plot_down():
    def drawn(name):
        rows = small_rows(group=name)
        return plot_tier_cutoffs(assess(as_school(rows))).layout

    short, long = drawn("语文组"), drawn("语文与书法写作及影视欣赏综合实践大教研组")
    lines = [layout.title.text.count("<br>") + 1 for layout in (short, long)]
    assert lines == [2, 3]
    assert long.margin.t == short.margin.t + 31


def test_every_column_of_a_long_year_has_a_name_that_is_written_where_it_fits():
    """Categories, not ticks: plotly writes as many as have room, more of them when zoomed."""
    result = assess(as_school(school_rows(4, teachers=3, groups=1, activities=60)))
    axis = plot_attendance_heatmap(result).layout.xaxis
    assert (axis.type, axis.tickvals, len(axis.labelalias)) == ("category", None, 60)
    assert axis.tickfont.size == 14


@pytest.mark.parametrize("plot", PLOTS)
def test_no_chart_offers_to_upload_itself(plot, small):
    assert "sendChartToCloud" in plot(small).layout.template.layout.modebar.remove


@pytest.mark.parametrize("plot", PLOTS)
def test_text_from_cells_is_never_markup(plot):
    rows = small_rows("<script>alert(1)</script>", "<b>组</b>", "<a href='x'>链接</a>")
    figure = plot(assess(as_school(rows)))
    figure.layout.meta = None  # is read aloud, never parsed
    text = figure.to_json()
    for markup in ("<script", "<b>组", "<a href", "\\u003cscript", "\\u003ca href"):
        assert markup not in text
    assert "&lt;" in text


@pytest.mark.parametrize("plot", PLOTS)
@pytest.mark.parametrize(
    "size",
    [
        {"teachers": 1, "groups": 1, "activities": 1},
        {"teachers": 5, "groups": 1, "activities": 3},
        {"teachers": 300, "groups": 12, "activities": 60},
    ],
    ids=["one teacher", "one group", "300 teachers"],
)
def test_every_size_of_school_is_drawn_with_a_finding_as_title(plot, size):
    figure = plot(assess(as_school(school_rows(4, **size))))
    assert figure.layout.title.text.endswith("。")
    assert figure.to_json().count("NaN") == 0


def test_nothing_owed_is_said_instead_of_drawn(small):
    rows = small_rows()
    for activity in rows["plan"]:
        activity["required"] = False
    result = assess(as_school(rows))
    assert plot_participation(result).layout.annotations[0].text == "没有应参加的活动"
    nothing = replace(result, records=result.records.iloc[:0])
    assert plot_attendance_heatmap(nothing).layout.annotations[0].text == "没有考勤记录"


def test_tiers_and_groups_keep_their_marks():
    names = ("优秀", "良好", "合格", "不合格")
    assert {tier: mark.color for tier, mark in tier_marks(names).items()} == {
        "优秀": "#0072B2",
        "良好": "#009E73",
        "合格": "#E69F00",
        "不合格": "#D55E00",
    }
    assert len({mark.symbol for mark in tier_marks(names).values()}) == 4
    assert len(set(group_marks([f"{number}组" for number in range(50)]).values())) == 50


def test_drawing_changes_neither_the_frames_nor_plotly(small):
    before = {name: getattr(small, name).copy() for name in ("standings", "records", "teachers")}
    default = plotly.io.templates.default
    for plot in PLOTS:
        plot(small)
    for name, frame in before.items():
        assert frame.equals(getattr(small, name))
    assert plotly.io.templates.default == default


BOXES = """
(figure) => Plotly.newPlot(document.body, figure.data, figure.layout, {responsive: true}).then(() =>
  Object.fromEntries(
    [".gtitle", ".gtitle-subtitle", ".xtick text", ".ytick text", ".legend", ".colorbar"].map(
      (part) => [part, [...document.querySelectorAll(part)].map((found) => {
        const box = found.getBoundingClientRect();
        return [box.left, box.top, box.right, box.bottom];
      })])))
"""


@pytest.fixture(scope="module")
def browser():
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def sample():
    return assess(read_school(Path(__file__).parents[1] / "data" / "sample"))


@pytest.mark.notebook
@pytest.mark.parametrize("plot", PLOTS)
@pytest.mark.parametrize("width", [700, 800, 1000, 1280, 1500])
def test_nothing_is_cut_off_or_printed_over(plot, width, browser, sample):
    view = browser.new_page(viewport={"width": width, "height": 900})
    view.set_content("<body style='margin:0'></body>")
    view.add_script_tag(content=get_plotlyjs())
    figure = plot(sample)
    boxes = view.evaluate(BOXES, json.loads(figure.to_json()))
    view.close()
    named = figure.layout.xaxis.ticktext or columns(figure)
    assert not named or len(boxes[".xtick text"]) == len(named)
    assert len(boxes[".ytick text"]) == len(figure.layout.yaxis.ticktext or boxes[".ytick text"])
    for left, top, right, bottom in chain.from_iterable(boxes.values()):
        assert min(left, top) >= 0
        assert right <= width
        assert bottom <= figure.layout.height
    (title,), (note,) = boxes[".gtitle"], boxes[".gtitle-subtitle"]
    assert title[3] <= note[1]
    for part in (".xtick text", ".legend", ".colorbar"):
        assert all(note[3] <= top for _, top, _, _ in boxes[part])
    for one, following in pairwise(sorted(boxes[".xtick text"])):
        assert following[0] - one[2] > -2
