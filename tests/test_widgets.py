"""Panels without a browser: `.value` in, chart and tables out."""

from __future__ import annotations

import json
from fractions import Fraction

import pandas as pd
import plotly.graph_objects as go
import pytest
import traitlets
from schools import as_school, school_rows

from xiaoben_analytics.assessment import Assessment, assess
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.figures import plot_tier_cutoffs
from xiaoben_analytics.policy import Policy, read_policy
from xiaoben_analytics.scenarios import ManualMove, Scenario
from xiaoben_analytics.standing import dead_zones
from xiaoben_analytics.views import explore_scenarios, explore_tiers
from xiaoben_analytics.widgets import (
    FragilityExplorer,
    NumberBox,
    OwnRatioControl,
    RatioControl,
    ScenarioShelf,
    TierControl,
    TierExplorer,
    name_switch,
)
from xiaoben_analytics.widgets import ratios as module
from xiaoben_analytics.widgets.table import markup_table

TIERS = read_policy("county-110").tiers
LEVELS = ("优秀", "良好", "合格")
SIZES = {"语文组": 9, "数学组": 10}


def shares(*percents):
    return tuple(Fraction(one, 100) for one in percents)


@pytest.fixture(scope="module")
def result() -> Assessment:
    return assess(as_school(school_rows(1, teachers=40, groups=4, activities=10)))


@pytest.fixture
def ratios() -> RatioControl:
    control = RatioControl(
        LEVELS,
        TIERS.ratios,
        lambda: dead_zones({"语文组": 9}, TIERS.with_ratios(control.value)),
    )
    return control


@pytest.fixture
def groups() -> OwnRatioControl:
    return OwnRatioControl(TIERS, list(SIZES), lambda: (TIERS, SIZES))


@pytest.fixture
def panel(result):
    yield TierExplorer(result)
    name_switch().value = False


# ------------------------------------------------------------------ ratios


def test_ratios_start_as_the_policy_has_them(ratios):
    assert ratios.value == shares(30, 40, 30)
    assert [slider.value for slider in ratios.sliders] == [30, 70]


def test_moving_a_line_changes_the_tiers_on_both_sides_of_it(ratios):
    ratios.sliders[0].value = 25
    assert ratios.value == shares(25, 45, 30)
    ratios.sliders[1].value = 80
    assert ratios.value == shares(25, 55, 20)


def test_lines_push_each_other_and_never_cross(ratios):
    ratios.sliders[0].value = 85
    assert ratios.value == shares(85, 0, 15)
    ratios.sliders[1].value = 60
    assert ratios.value == shares(60, 0, 40)
    assert [slider.value for slider in ratios.sliders] == [60, 60]


def test_one_setting_is_one_change(ratios):
    seen = []
    ratios.observe(lambda change: seen.append(change["new"]), "value")
    ratios.value = "80/10/10"
    assert seen == [shares(80, 10, 10)]
    assert [slider.value for slider in ratios.sliders] == [80, 90]


def test_ratios_stay_exact_where_a_slider_shows_whole_percents(ratios):
    ratios.value = (Fraction(1, 3), Fraction(1, 3), Fraction(1, 3))
    assert [slider.value for slider in ratios.sliders] == [33, 67]
    ratios.sliders[1].value = 70
    assert ratios.value == (Fraction(1, 3), Fraction(7, 10) - Fraction(1, 3), Fraction(3, 10))


@pytest.mark.parametrize("given", ["50/50", (Fraction(1, 2), Fraction(1, 2), Fraction(1, 2))])
def test_ratios_of_other_tiers_are_refused(ratios, given):
    with pytest.raises(traitlets.TraitError, match="优秀、良好、合格各一个"):
        ratios.value = given
    assert ratios.value == shares(30, 40, 30)


def test_a_step_goes_to_the_next_ratio_that_changes_a_seat(ratios):
    """Of nine, 28 %-38 % is three seats; 39 % is the first that gives four, 27 % two: by hand."""
    fewer, more = ratios.steps[0]
    more.click()
    assert ratios.value == shares(39, 31, 30)
    fewer.click()
    assert ratios.value == shares(38, 32, 30)
    fewer.click()
    assert ratios.value == shares(27, 43, 30)


def test_a_step_beyond_the_last_seat_stays(ratios):
    ratios.value = "100/0/0"
    ratios.steps[0][1].click()
    assert ratios.value == shares(100, 0, 0)


def test_what_a_page_sends_late_does_not_undo_what_a_button_did(result, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(module, "monotonic", lambda: now[0])
    control = TierControl(result)
    slider = control.ratios.sliders[0]
    now[0] += 60
    slider.set_state({"value": 27})
    slider.set_state({"value": 25})
    assert control.ratios.value == shares(25, 45, 30)
    control.back.click()
    slider.set_state({"value": 25})
    now[0] += 0.5
    slider.set_state({"value": 24})
    assert (control.value.changes, slider.value) == ({}, 30)
    now[0] += 1
    slider.set_state({"value": 29})
    assert control.ratios.value == shares(29, 41, 30)


# ------------------------------------------------------------------ groups


def test_a_group_follows_the_common_ratios_until_it_has_its_own(groups):
    groups.common = shares(20, 50, 30)
    assert groups.ratios.value == shares(20, 50, 30)
    assert groups.value == {}
    groups.ratios.sliders[0].value = 40
    assert groups.value == {"语文组": shares(40, 30, 30)}
    groups.group.value = "数学组"
    assert groups.ratios.value == shares(20, 50, 30)
    assert groups.value == {"语文组": shares(40, 30, 30)}
    groups.group.value = "语文组"
    groups.back.click()
    assert groups.value == {}
    assert groups.ratios.value == shares(20, 50, 30)


def test_a_group_is_given_seats(groups):
    """Nine at 30/40/30 half up: 3, 3, 3. Five of nine for the best leave three and one."""
    assert [box.value for box in groups.seats] == [3, 3]
    groups.seats[0].value = 5
    assert groups.value == {"语文组": (Fraction(5, 9), Fraction(3, 9), Fraction(1, 9))}
    assert [box.value for box in groups.seats] == [5, 3]
    groups.seats[0].value = 9
    assert groups.value == {"语文组": (Fraction(1), Fraction(0), Fraction(0))}


def test_another_group_shows_its_own_seats(groups):
    """Ten at 30/40/30: 3, 4, 3; going there and back changes nothing."""
    groups.group.value = "数学组"
    assert [box.value for box in groups.seats] == [3, 4]
    groups.group.value = "语文组"
    assert [box.value for box in groups.seats] == [3, 3]
    assert groups.value == {}


# ------------------------------------------------------------------ numbers


def test_a_number_keeps_its_unit():
    box = NumberBox("缺席超过", "20%", step=1)
    assert box.number.value == 20
    box.number.value = 12.5
    assert box.value == "12.5%"
    box.value = "0%"
    assert box.number.value == 0
    assert NumberBox("任务", "0 项", step=1).value == "0 项"


# ------------------------------------------------------------------ the control


def test_an_untouched_control_changes_nothing(result):
    assert TierControl(result).value.changes == {}


def test_every_control_says_what_differs_and_only_that(result):
    control = TierControl(result)
    control.ratios.value = "25/45/30"
    control.groups.value = {"第1组": shares(40, 30, 30)}
    control.settings["ties",].value = "up"
    control.settings["scope",].value = "group"
    control.settings["min_group",].value = 4
    control.settings["conserve",].value = True
    control.settings["count_gated",].value = False
    control.settings["weights", "attendance"].number.value = 1.2
    control.settings["gates", "absence"].number.value = 25
    assert dict(control.value.changes) == {
        "ratios": "25/45/30",
        "group_ratios": {"第1组": "40/30/30"},
        "ties": "up",
        "min_group": 4,
        "conserve": True,
        "count_gated": False,
        "weights": {"attendance": "1.2"},
        "gates": {"absence": "25%"},
    }
    control.back.click()
    assert control.value.changes == {}
    assert control.ratios.value == shares(30, 40, 30)
    assert control.groups.value == {}


def test_a_scenario_is_taken_up_by_the_controls(result):
    control = TierControl(result)
    control.value = Scenario(
        "甲", {"ratios": "20", "tiers.rounding": "floor", "gates": {"absence": "10%"}}
    )
    assert control.ratios.value == (Fraction(1, 5), Fraction(16, 35), Fraction(12, 35))
    assert control.settings["rounding",].value == "floor"
    assert control.settings["gates", "absence"].number.value == 10
    control.settings["rounding",].value = "half_up"
    assert dict(control.value.changes) == {
        "ratios": ["1/5", "16/35", "12/35"],
        "gates": {"absence": "10%"},
    }


def test_what_no_control_shows_is_kept_along(result):
    moves = (ManualMove("0001", "优秀", "支教一年", "校长"),)
    beyond = {"notes.grades.优秀": 8, "weights": {"reading": "2"}}
    control = TierControl(result)
    control.value = Scenario("甲", beyond, moves)
    control.settings["weights", "attendance"].number.value = 1.5
    assert dict(control.value.changes) == {
        "notes.grades.优秀": 8,
        "weights": {"reading": "2", "attendance": "1.5"},
    }
    assert control.value.moves == moves


def test_a_clicked_teacher_chooses_the_group(result):
    control = TierControl(result)
    person = result.ranked[result.ranked["group"] == "第3组"].iloc[0]
    control.pick(person["teacher_id"])
    assert control.groups.group.value == "第3组"
    control.pick(None)
    assert control.groups.group.value == "第3组"


def test_only_what_the_regulation_has_is_offered(result):
    full = read_policy("county-110")
    plain = {
        **full.written,
        "components": [one for one in full.written["components"] if one["name"] == "attendance"],
        "gates": [],
        "tiers": {},
    }
    rows = school_rows(1, teachers=5, groups=1)
    alone = assess(as_school(rows), Policy.from_written(plain))
    control = TierControl(alone)
    assert control.section.options == ("取整和同分",)
    assert control.ratios not in control.children
    assert TierControl(result).section.options == (
        "取整和同分", "各组比例", "各项权重", "一票否决",
    )  # fmt: skip


# ------------------------------------------------------------------ the panel


def shown(panel):
    """Return the figure that the page is given."""
    return json.loads(panel.viewer.chart.figure)


def said(panel):
    return panel.viewer.sentence.value + panel.viewer.tables.value


def test_the_panel_shows_what_the_plain_function_gives(result, panel):
    panel.control.ratios.value = "20/50/30"
    panel.control.settings["rounding",].value = "floor"
    panel.control.settings["ties",].value = "up"
    chosen = {"ratios": "20/50/30", "rounding": "floor", "ties": "up"}
    assert dict(panel.control.value.changes) == chosen
    view = explore_tiers(result, panel.control.value)
    expected = plot_tier_cutoffs(result.what_if(**chosen))
    assert shown(panel) == json.loads(view.figure.to_json()) == json.loads(expected.to_json())
    moved = result.what_if(**chosen).moves
    assert not moved.empty
    for move in moved.to_dict("records"):
        assert move["teacher_id"] in said(panel)
        assert move["why"] in said(panel)


def test_the_chart_is_a_valid_figure_of_plotly(result):
    """It is built without plotly's checks, which would take as long as all the rest."""
    drawn = json.loads(plot_tier_cutoffs(result.what_if(ratios="20/50/30")).to_json())
    assert json.loads(go.Figure(drawn).to_json()) == drawn


def test_who_moves_is_ringed(result):
    rings = plot_tier_cutoffs(result.what_if(ratios="20/50/30")).data[-1]
    assert rings.name == "等级改变"
    assert sorted(rings.customdata) == sorted(result.what_if(ratios="20/50/30").moves["teacher_id"])
    unmoved = plot_tier_cutoffs(result).data[-1]
    assert (len(unmoved.x), unmoved.showlegend) == (0, False)


def test_the_title_says_first_what_a_change_does(result, panel):
    """Half up of 9, 10, 7 and 8 people: 3, 3, 2, 2 of the best at 30 %; 2, 2, 1, 2 at 20 %."""
    before = shown(panel)["layout"]["title"]["text"].replace("<br>", "")
    assert before.startswith("优秀线")
    panel.control.ratios.value = "20/50/30"
    told = shown(panel)["layout"]["title"]["text"].replace("<br>", "")
    assert told.startswith("3 人等级改变（优秀 10→7）；最窄处在")
    panel.control.ratios.value = "30/40/30"
    panel.control.settings["gates", "absence"].number.value = 21
    told = shown(panel)["layout"]["title"]["text"].replace("<br>", "")
    assert told.startswith("没有人的等级改变；最窄处在")


def test_going_back_shows_the_policy_again(result, panel):
    panel.control.ratios.value = "10/20/70"
    assert "没有人的等级改变" not in said(panel)
    panel.control.back.click()
    assert "没有人的等级改变" in said(panel)
    assert shown(panel) == json.loads(plot_tier_cutoffs(result).to_json())


def test_what_cannot_be_applied_is_said_and_the_last_good_view_stays(result, panel):
    panel.control.ratios.value = "20/50/30"
    before = shown(panel)
    panel.control.settings["weights", "attendance"].number.value = -1
    assert 'role="alert"' in panel.alert.value
    assert "负数" in panel.alert.value
    assert "上一次能用的设置" in panel.alert.value
    assert panel.viewer._dom_classes == ("xiaoben-old",)
    assert shown(panel) == before
    panel.control.settings["weights", "attendance"].number.value = 1
    assert panel.alert.value == ""
    assert panel.viewer._dom_classes == ()


def test_hiding_names_hides_them_also_while_something_cannot_be_applied(result, panel):
    panel.control.ratios.value = "10/20/70"
    panel.control.settings["weights", "attendance"].number.value = -1
    name_switch().value = True
    panel.viewer.opened.value = True
    everything = said(panel) + panel.viewer.data.value + panel.viewer.chart.figure
    assert "教师1" not in everything
    for person in result.moves["teacher_id"]:
        assert f">{person}<" not in everything


def test_a_move_by_hand_is_shown_under_the_code(result, panel):
    person = result.standings[result.standings["tier"] == "良好"].iloc[0]
    move = ManualMove(person["teacher_id"], "优秀", "支教一年", "校长")
    panel.control.value = Scenario("甲", {}, (move,))
    assert person["name"] in said(panel)
    name_switch().value = True
    assert panel.alert.value == ""
    assert person["name"] not in said(panel)
    assert "支教一年" in said(panel)


def test_zoom_survives_a_change_until_the_groups_are_others(result, panel):
    """plotly keeps what a user did to an axis as long as its `uirevision` stays."""
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
    panel.shelf.name.value = "<img src=y>"
    panel.shelf.keep.click()
    everything = said(panel) + said(panel.comparison)
    assert "<img" not in everything
    assert "&lt;img src=x" in said(panel)
    assert "&lt;img src=y" in said(panel.comparison)


def test_fragile_lines_are_looked_for_when_asked(result):
    panel = FragilityExplorer(result)
    assert panel.viewer.tables.value == ""
    panel.control.value = True
    assert "哪条线最不稳" in panel.viewer.tables.value


# ------------------------------------------------------------------ scenarios


def test_scenarios_are_kept_compared_and_taken_back(result, panel):
    panel.control.ratios.value = "25/45/30"
    panel.shelf.name.value = "甲"
    panel.shelf.keep.click()
    panel.control.ratios.value = "20/50/30"
    panel.shelf.name.value = "乙"
    panel.shelf.keep.click()
    kept = (Scenario("甲", {"ratios": "25/45/30"}), Scenario("乙", {"ratios": "20/50/30"}))
    assert panel.scenarios == panel.shelf.value == kept
    view = explore_scenarios(result, kept)
    assert list(view.tables["方案比较"].columns) == ["项目", "现在", "甲", "乙"]
    assert view.sentence in panel.comparison.viewer.sentence.value
    panel.shelf.kept.value = "甲"
    panel.shelf.take.click()
    assert panel.control.ratios.value == shares(25, 45, 30)
    panel.shelf.drop.click()
    assert [one.name for one in panel.scenarios] == ["乙"]


@pytest.mark.parametrize(("name", "expected"), [("", "名称"), ("现在", "现在"), ("甲", "甲")])
def test_a_name_that_cannot_be_is_refused(panel, name, expected):
    panel.scenarios = (Scenario("甲", {"ratios": "25/45/30"}),)
    panel.shelf.name.value = name
    panel.shelf.keep.click()
    assert 'role="alert"' in panel.shelf.alert.value
    assert expected in panel.shelf.alert.value
    assert len(panel.scenarios) == 1


def test_a_scenario_that_cannot_be_applied_is_not_kept(panel):
    panel.control.settings["weights", "attendance"].number.value = -1
    panel.shelf.name.value = "丙"
    panel.shelf.keep.click()
    assert "负数" in panel.shelf.alert.value
    assert panel.scenarios == ()


def test_the_shelf_lists_what_it_is_given(result):
    control = TierControl(result)
    shelf = ScenarioShelf(result, control)
    assert shelf.drop.disabled
    shelf.value = (Scenario("甲", {"scope": "school"}),)
    assert shelf.kept.options == (("甲", "甲"),)
    assert not shelf.drop.disabled


def test_two_scenarios_of_one_name_are_refused(result):
    with pytest.raises(UsageError, match="甲"):
        explore_scenarios(result, [Scenario("甲"), Scenario("甲")])


def test_numbers_stand_below_each_other_and_a_total_is_no_row():
    rows = pd.DataFrame(
        [("甲.xlsx", "12", "3", "0053"), ("乙<b>", "4.5", "—", "0054"), ("合计", "16.55", "3", "")],
        columns=["文件", "学时", "次", "工号"],
    )
    told = markup_table(rows, "核对")
    assert "<caption>核对（2 行）</caption>" in told
    assert '<th scope="col" class="number">学时</th>' in told
    assert '<td class="number">12</td><td class="number">3</td><td>0053</td>' in told
    assert '<td>乙&lt;b&gt;</td><td class="number">4.50</td>' in told
    assert told.endswith(
        '<tfoot><tr><td>合计</td><td class="number">16.55</td><td class="number">3</td><td></td></tr>'
        "</tfoot></table></div>"
    )
    assert "<caption>核对（3 个文件）</caption>" in markup_table(rows, "核对（3 个文件）")
    assert "<tbody></tbody>" in markup_table(rows.iloc[:0])
