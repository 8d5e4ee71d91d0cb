"""Panels without a browser: `.value` in, chart and table out."""

from __future__ import annotations

import pytest
import traitlets
from schools import as_school, school_rows

from xiaoben_analytics.assessment import Assessment, assess
from xiaoben_analytics.figures import plot_tier_cutoffs
from xiaoben_analytics.policy import read_policy
from xiaoben_analytics.widgets import Division, RatioControl, TierExplorer, divide, seat_table

TIERS = read_policy("county-110").tiers
LEVELS = ("优秀", "良好", "合格")


@pytest.fixture(scope="module")
def result() -> Assessment:
    return assess(as_school(school_rows(1, teachers=40, groups=4, activities=10)))


@pytest.fixture
def ratios() -> RatioControl:
    return RatioControl(TIERS, {"语文组": 9, "数学组": 10})


def sliders(control):
    return list(control._sliders)


def test_ratios_start_as_the_policy_has_them(ratios):
    assert ratios.value == "30/40/30"
    assert [slider.value for slider in sliders(ratios)] == [30, 70]


def test_moving_a_line_changes_the_tiers_on_both_sides_of_it(ratios):
    sliders(ratios)[0].value = 25
    assert ratios.value == "25/45/30"
    sliders(ratios)[1].value = 80
    assert ratios.value == "25/55/20"


def test_lines_push_each_other_and_never_cross(ratios):
    sliders(ratios)[0].value = 85
    assert ratios.value == "85/0/15"
    sliders(ratios)[1].value = 60
    assert ratios.value == "60/0/40"
    assert [slider.value for slider in sliders(ratios)] == [60, 60]


def test_one_setting_is_one_change(ratios):
    seen = []
    ratios.observe(lambda change: seen.append(change["new"]), "value")
    ratios.value = "80/10/10"
    assert seen == ["80/10/10"]
    assert [slider.value for slider in sliders(ratios)] == [80, 90]


@pytest.mark.parametrize("given", ["50/50", "33.3/33.3/33.4"])
def test_ratios_that_no_slider_can_show_are_refused(ratios, given):
    with pytest.raises(traitlets.TraitError, match="整数百分比"):
        ratios.value = given
    assert ratios.value == "30/40/30"


def test_seats_are_whole_and_say_how_far_a_line_may_move():
    """28 %–38 % of nine is the same three seats; of ten, 25 %–34 %: worked out by hand."""
    table = seat_table({"语文组": 9, "数学组": 10}, "30/40/30", LEVELS, rounding="half_up")
    assert table.to_numpy().tolist() == [
        ["语文组", 9, 3, 3, 3, "28%–38%", "62%–72%"],
        ["数学组", 10, 3, 4, 3, "25%–34%", "65%–74%"],
    ]


def test_a_heading_says_whose_share_may_move():
    table = seat_table({"语文组": 9}, "30/40/30", LEVELS, rounding="half_up")
    assert list(table.columns) == [
        "教研组", "计入人数", "优秀", "良好", "合格",
        "优秀的比例在此之间，名额都不变", "优秀＋良好的比例在此之间，名额都不变",
    ]  # fmt: skip


def test_the_range_of_a_line_ends_at_its_neighbours():
    table = seat_table({"小组": 1}, "30/40/30", LEVELS, rounding="half_up")
    assert table.to_numpy().tolist() == [["小组", 1, 0, 1, 0, "0%–49%", "50%–100%"]]


def test_seats_follow_ratios_and_rounding(ratios):
    assert "<td" in ratios._seats.value
    before = ratios._seats.value
    ratios.rounding = "floor"
    assert ratios._seats.value != before


def test_the_panel_shows_what_the_plain_function_gives(result):
    panel = TierExplorer(result)
    panel.control.ratios.value = "20/50/30"
    panel.control.rounding.value = "floor"
    panel.control.ties.value = "up"
    assert panel.control.value == Division("20/50/30", "floor", "up")
    divided = divide(result, panel.control.value)
    expected = plot_tier_cutoffs(result.what_if(ratios="20/50/30", rounding="floor", ties="up"))
    for shown, wanted in zip(panel.chart.data, expected.data, strict=True):
        assert (shown.x, shown.y, shown.text) == (wanted.x, wanted.y, wanted.text)
        assert shown.hovertext == wanted.hovertext
    assert panel.chart.layout.title.text == expected.layout.title.text
    assert panel.chart.layout.margin.t == expected.layout.margin.t
    assert panel.chart.layout.xaxis.ticktext == expected.layout.xaxis.ticktext
    assert not divided.moves.empty
    for move in divided.moves.to_dict("records"):
        assert move["teacher_id"] in panel.moves.value
        assert move["why"] in panel.moves.value


def test_going_back_shows_the_policy_again(result):
    panel = TierExplorer(result)
    panel.control.ratios.value = "10/20/70"
    assert "没有人的等级改变" not in panel.moves.value
    panel.control.ratios.value = "30/40/30"
    assert "没有人的等级改变" in panel.moves.value
    assert [trace.y for trace in panel.chart.data] == [
        trace.y for trace in plot_tier_cutoffs(result).data
    ]


def test_a_reload_finds_the_chart_as_it_is(result):
    panel = TierExplorer(result)
    panel.control.ratios.value = "20/50/30"
    assert panel.chart._widget_layout == panel.chart._layout_obj._props
    assert panel.chart._widget_data == panel.chart._data
    shown = [trace["name"] for trace in panel.chart._widget_data if "name" in trace]
    assert shown == ["优秀", "良好", "合格", "不合格"]


def test_zoom_survives_a_change(result):
    panel = TierExplorer(result)
    panel.chart.layout.xaxis.range = (0.5, 1.5)
    panel.chart.layout.yaxis.range = (30, 60)
    panel.control.ratios.value = "20/50/30"
    assert panel.chart.layout.xaxis.range == (0.5, 1.5)
    assert panel.chart.layout.yaxis.range == (30, 60)


def test_names_are_text_in_the_table_of_moves():
    rows = school_rows(1, teachers=40, groups=4, activities=10)
    for teacher in rows["roster"]:
        teacher["name"] = f"<img src=x onerror=alert({teacher['teacher_id']})>"
    panel = TierExplorer(assess(as_school(rows)))
    panel.control.ratios.value = "10/20/70"
    assert "<img" not in panel.moves.value
    assert "&lt;img" in panel.moves.value


def test_groups_with_ratios_of_their_own_are_not_counted_under_the_sliders(result):
    own = result.what_if(group_ratios={"第1组": "20/50/30"})
    seats = TierExplorer(own).control.ratios._seats.value
    assert "第1组" not in seats
    assert "第2组" in seats
