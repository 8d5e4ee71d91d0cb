"""What panels show, as values: sentences and tables against numbers worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest
from schools import as_school, school_rows

from xiaoben_analytics.assessment import Assessment, assess
from xiaoben_analytics.docket import list_ties
from xiaoben_analytics.fairness import count_envy
from xiaoben_analytics.findings import finding_envy, finding_roundings, finding_seats
from xiaoben_analytics.fragility import find_fragility
from xiaoben_analytics.policy import amend, read_policy
from xiaoben_analytics.scenarios import ManualMove, Scenario
from xiaoben_analytics.standing import same_seats
from xiaoben_analytics.views import (
    changes_between,
    explore_fairness,
    explore_fragility,
    explore_rounding,
    explore_scenarios,
    explore_tiers,
    explore_ties,
    list_seats,
    name_gate,
    read_settings,
    say_changes,
)

POLICY = read_policy("county-110")
THIRTY = (Fraction(3, 10), Fraction(4, 10), Fraction(3, 10))


@pytest.fixture(scope="module")
def result() -> Assessment:
    return assess(as_school(school_rows(1, teachers=40, groups=4, activities=10)))


@pytest.fixture(scope="module")
def one_group() -> Assessment:
    """Nine teachers in one group."""
    rows = school_rows(4, teachers=9, groups=1, activities=6)
    for teacher in rows["roster"]:
        teacher["state"] = "在岗"
    return assess(as_school(rows))


# ------------------------------------------------------------------ seats


@pytest.mark.parametrize(
    ("size", "expected"),
    [(9, ((28, 38), (32, 42))), (10, ((25, 34), (35, 44))), (1, ((0, 49), (20, 70)))],
)
def test_a_ratio_keeps_the_seats_of_a_group_between_two_percents(size, expected):
    """Half up, a line of nine at 2.5 to 3.49 seats: 28 %-38 %; of one, at less than half a seat."""
    assert same_seats(size, THIRTY, rounding="half_up") == expected


def test_a_ratio_that_no_whole_percent_keeps_has_no_range():
    thirds = (Fraction(333, 1000), Fraction(333, 1000), Fraction(334, 1000))
    assert same_seats(1000, thirds, rounding="half_up") == (None, None)


def test_seats_are_whole_and_say_what_they_were(one_group):
    """Half up: 30/40/30 of nine is 3, 3, 3; 20/50/30 is 2, 4, 3."""
    now = list_seats(one_group).iloc[0].tolist()
    assert now[:5] == ["第1组", "9", "3", "3", "3"]
    assert now[-2:] == ["28%–38% 同为 3 席", "32%–42% 同为 3 席"]
    tried = list_seats(one_group.what_if(ratios="20/50/30")).iloc[0].tolist()
    assert tried[:5] == ["第1组", "9", "3 → 2", "3 → 4", "3"]


def test_shared_seats_have_no_range_of_their_own(result):
    shared = list_seats(result.what_if(conserve=True, group_ratios={"第1组": "50/30/20"}))
    spans = dict(zip(shared["排名范围"], shared["优秀比例的范围"], strict=True))
    assert set(spans.values()) - {spans["第1组"]} == {"随全校总数分得"}
    assert [pool for pool, span in spans.items() if "同为" in span] == ["第1组"]


def test_who_gains_and_who_gives_seats_is_said():
    rows = [("优秀", "甲", 3, 4, 1), ("优秀", "乙", 4, 3, -1), ("良好", "丙", 4, 2, -2)]
    names = ["tier", "pool", "from_seats", "to_seats", "change"]
    changes = pd.DataFrame(rows, columns=names)
    assert finding_seats(changes, ["优秀", "良好"]) == (
        "优秀名额：甲（＋1）；乙（−1）。良好名额：丙（−2）。"
    )
    assert finding_seats(changes.iloc[:0], ["优秀"]) == "各组名额不变。"


# ------------------------------------------------------------------ the what-if


def test_the_view_shows_who_moves_and_who_envies(result):
    scenario = Scenario("甲", {"ratios": "20/50/30"})
    view, divided = explore_tiers(result, scenario), result.what_if(ratios="20/50/30")
    assert view.tables["等级改变的教师"]["工号"].tolist() == divided.moves["teacher_id"].tolist()
    pairs = count_envy(divided.standings, divided.policy.tiers)["envies"].sum()
    before = count_envy(result.standings, result.policy.tiers)["envies"].sum()
    assert f"“分高等级低”{pairs} 对" in view.sentence
    assert before == pairs or f"（原 {before} 对）" in view.sentence
    assert len(view.data["各教师的总分"]) == len(result.standings)


def test_a_view_says_how_far_the_common_ratios_may_move(one_group):
    """30 % of nine stays three seats from 28 % to 38 %; 27 % gives two, 39 % four."""
    zones = explore_tiers(one_group, Scenario("甲")).tables["共同比例在多大范围内名额不变"]
    assert zones.iloc[0].tolist() == [
        "优秀", "30%", "28", "38", "27", "第1组 3-3-3 → 2-4-3", "39", "第1组 3-3-3 → 4-2-3",
    ]  # fmt: skip


def test_no_envy_is_said(one_group):
    assert "各组之间没有“分高等级低”" in explore_tiers(one_group, Scenario("甲")).sentence
    empty = count_envy(one_group.standings, one_group.policy.tiers)
    assert finding_envy(empty, 3) == "各组之间没有“分高等级低”（原 3 对）。"


def test_pooling_that_puts_no_groups_together_is_said(result):
    """9, 10, 7 and 8 people."""
    told = {
        size: explore_tiers(result, Scenario("甲", {"min_group": size})).sentence
        for size in (0, 7, 8, 9)
    }
    assert "没有不足 7 人的组，" in told[7]
    assert "只有一个组（第3组）不足 8 人，没有可合并的组。" in told[8]
    assert ["没有可合并的组" in told[size] for size in (0, 9)] == [False, False]


def test_a_fixed_total_says_of_what_it_is_a_share(result):
    """9, 10, 7 and 8 people have 3, 3, 2 and 2 at 30 % by themselves; 25 % of all 34 is 8.5, so 9."""
    shared = Scenario("甲", {"ratios": "25/45/30", "conserve": True})
    assert "全校优秀共 9 个（34 人 × 25%），按此分到各组；不是原来各组之和 10 个。" in (
        explore_tiers(result, shared).sentence
    )
    same = explore_tiers(result, Scenario("甲", {"conserve": True})).sentence
    assert "全校优秀共 10 个（34 人 × 30%），按此分到各组。" in same
    greedy = {"conserve": True, "group_ratios": {"第1组": "100/0/0", "第2组": "100/0/0"}}
    told = explore_tiers(result, Scenario("甲", greedy)).sentence
    assert "共 10 个（34 人 × 30%），但另定比例的组已占去较多，各组合计 19 个。" in told


# ------------------------------------------------------------------ settings


def test_settings_lead_back_to_themselves():
    changes = {
        "ratios": "25/45/30",
        "group_ratios": {"语文组": ["1/3", "1/3", "1/3"]},
        "min_group": 4,
        "weights": {"attendance": "1.2"},
        "gates": {"absence": "25%"},
    }
    before, after = read_settings(POLICY), read_settings(amend(POLICY, changes))
    assert changes_between(before, after) == changes
    assert changes_between(before, before) == {}
    assert changes_between(after, before)["group_ratios"] == {"语文组": None}


def test_a_gate_is_named_without_the_number_that_is_set():
    assert [name_gate(gate) for gate in POLICY.gates] == [
        "无故缺席超过应参加活动的",
        "未完成必须任务超过",
    ]


def test_changes_are_said_in_readers_words():
    scenario = Scenario(
        "甲",
        {
            "ratios": "25/45/30",
            "scope": "school",
            "weights": {"考勤": "1.2"},
            "group_ratios": {"语文组": "40/30/30"},
            "gates": {"absence": "25%"},
            "notes.grades.优秀": 8,
        },
        (ManualMove("0001", "优秀", "支教一年", "校长"),),
    )
    said = say_changes(POLICY, scenario)
    assert said[:2] == ["比例：30/40/30 → 25/45/30", "排名范围：各教研组内 → 全校一起"]
    assert "考勤的权重：1 → 1.2" in said
    assert "语文组的比例：随共同比例 → 40/30/30" in said
    assert "无故缺席超过应参加活动的：20% → 25%" in said
    assert any("优秀" in one and "10 → 8" in one for one in said)
    assert said[-1] == "0001 改为优秀"


# ------------------------------------------------------------------ scenarios


def test_scenarios_stand_in_columns(result):
    kept = [Scenario("甲", {"ratios": "20/50/30"}), Scenario("乙", {"scope": "school"})]
    table = explore_scenarios(result, kept).tables["方案比较"].set_index("项目")
    assert list(table.columns) == ["现在", "甲", "乙"]
    assert table.loc["变动人数", "甲"] == str(len(result.what_if(ratios="20/50/30").moves))
    assert table.loc["改了什么", "乙"] == "排名范围：各教研组内 → 全校一起"
    assert table.loc["分高等级低（对）", "乙"] == "0"
    assert table.loc["全校优秀线", "现在"] == "—"


def test_without_scenarios_there_is_a_sentence(result):
    view = explore_scenarios(result, ())
    assert (view.sentence[:10], dict(view.tables)) == ("还没有保留的方案：调", {})


# ------------------------------------------------------------------ lines


def test_the_docket_lists_every_tie_with_its_options():
    rows = school_rows(2, teachers=60, groups=3, activities=4, ties=True)
    for table in ("external", "participation", "notes", "reading", "awards", "relay"):
        rows.pop(table, None)
    tied = assess(as_school(rows))
    ties = list_ties(tied.standings, tied.policy)
    assert ties
    view = explore_ties(tied)
    table = view.tables["线上同分议项"]
    assert len(table) == 3 * len(ties)
    assert table["议项"][0] == f"1. {ties[0].question}"
    assert table["办法"][0].endswith("（现行）")
    assert f"{len(ties)} 处同分" in view.sentence


def test_without_ties_there_is_a_sentence(one_group):
    assert explore_ties(one_group).sentence == "划线处没有同分的教师，不需要另作决定。"


def test_every_reading_of_the_rounding_is_shown(one_group):
    """Nine at 30/40/30: half up 3-3-3, at most 2-4-3, each at most 2-3-4."""
    table = explore_rounding(one_group).tables["各种取整办法的名额（优秀-良好-合格）"]
    first = table.iloc[0]
    assert (first["四舍五入（现行）"], first["不超过"], first["各自不超过"]) == (
        "3-3-3", "2-4-3", "2-3-4",
    )  # fmt: skip
    assert (
        "1 个排名范围中有 1 个因取整办法而名额不同（第1组）" in explore_rounding(one_group).sentence
    )


def test_readings_that_agree_are_said():
    chosen = pd.DataFrame({"pool": ["甲", "合计"], "half_up": ["3-4-3"] * 2, "agree": [True] * 2})
    assert finding_roundings(chosen, "half_up") == (
        "1 个排名范围，各种取整办法的名额都相同；按现行办法名额合计 3-4-3。"
    )


def test_fragile_lines_come_first_and_only_when_wanted(one_group):
    assert dict(explore_fragility(one_group, wanted=False).tables) == {}
    view, found = explore_fragility(one_group), find_fragility(one_group)
    table = view.tables["哪条线最不稳（最不稳的在前）"]
    effects = sorted(one.crossing.effect for one in found.lines if one.crossing)
    assert len(table) == len(found.lines)
    assert f"{len(effects)} 条，只改一条记录" in view.sentence
    weakest = next(o for o in found.lines if o.crossing and o.crossing.effect == effects[0])
    assert table.iloc[0]["最小的一处改动"] == weakest.crossing.sentence


def test_fairness_lists_who_envies_and_how_small_groups_could_merge():
    rows = school_rows(1, teachers=30, groups=6, activities=6)
    result = assess(as_school(rows))
    view = explore_fairness(result)
    envy = count_envy(result.standings, result.policy.tiers)
    assert len(view.tables["分高等级低的教师"]) == len(envy)
    assert f"{envy['envies'].sum()} 对" in view.sentence
    ways = view.tables["不足 5 人的组怎样合并，各等级有多少名额（前 20 种）"]
    assert 0 < len(ways) <= 20
    assert ways["合并"][0] == "各组单独"
