"""Panels without a browser: `.value` in, chart and table out."""

from __future__ import annotations

import json

import pytest
import traitlets
from schools import as_school, school_rows

from xiaoben_analytics.assessment import Assessment, assess
from xiaoben_analytics.figures import plot_tier_cutoffs
from xiaoben_analytics.policy import read_policy
from xiaoben_analytics.views import explore_tiers
from xiaoben_analytics.widgets import RatioControl, TierExplorer, seat_table

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


def shown(panel):
    """Return the figure that the page is given."""
    return json.loads(panel.viewer.chart.figure)


def moves(panel):
    return panel.viewer.sentence.value + panel.viewer.tables.value


def test_the_panel_shows_what_the_plain_function_gives(result):
    panel = TierExplorer(result)
    panel.control.ratios.value = "20/50/30"
    panel.control.rounding.value = "floor"
    panel.control.ties.value = "up"
    chosen = {"ratios": "20/50/30", "rounding": "floor", "ties": "up"}
    assert dict(panel.control.value.changes) == chosen
    view = explore_tiers(result, panel.control.value)
    expected = plot_tier_cutoffs(result.what_if(**chosen))
    assert shown(panel) == json.loads(view.figure.to_json()) == json.loads(expected.to_json())
    moved = result.what_if(**chosen).moves
    assert not moved.empty
    for move in moved.to_dict("records"):
        assert move["teacher_id"] in moves(panel)
        assert move["why"] in moves(panel)


def test_going_back_shows_the_policy_again(result):
    panel = TierExplorer(result)
    panel.control.ratios.value = "10/20/70"
    assert "没有人的等级改变" not in moves(panel)
    panel.control.ratios.value = "30/40/30"
    assert "没有人的等级改变" in moves(panel)
    assert shown(panel) == json.loads(plot_tier_cutoffs(result).to_json())


def test_zoom_survives_a_change_until_the_groups_are_others(result):
    """plotly keeps what a user did to an axis as long as its `uirevision` stays."""
    panel = TierExplorer(result)
    before = shown(panel)["layout"]
    panel.control.ratios.value = "20/50/30"
    after = shown(panel)["layout"]
    assert before["uirevision"] == after["uirevision"]
    assert before["xaxis"].get("uirevision") == after["xaxis"].get("uirevision")
    merged = plot_tier_cutoffs(result.what_if(scope="school")).layout
    assert merged.xaxis.uirevision != after["xaxis"]["uirevision"]


def test_names_are_text_in_the_table_of_moves():
    rows = school_rows(1, teachers=40, groups=4, activities=10)
    for teacher in rows["roster"]:
        teacher["name"] = f"<img src=x onerror=alert({teacher['teacher_id']})>"
    panel = TierExplorer(assess(as_school(rows)))
    panel.control.ratios.value = "10/20/70"
    assert "<img" not in moves(panel)
    assert "&lt;img" in moves(panel)


def test_groups_with_ratios_of_their_own_are_not_counted_under_the_sliders(result):
    own = result.what_if(group_ratios={"第1组": "20/50/30"})
    seats = TierExplorer(own).control.ratios._seats.value
    assert "第1组" not in seats
    assert "第2组" in seats
