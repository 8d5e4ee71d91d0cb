"""Changes of a regulation by dotted places and short names."""

from fractions import Fraction as F

import pytest

from xiaoben_analytics.errors import PolicyError, UsageError, near
from xiaoben_analytics.policy import Policy, amend, parse_ratios, present_readings, read_policy
from xiaoben_analytics.policy.joining import join

COUNTY = read_policy("county-110")


def same(policy, changes):
    """Tell whether changing the county's regulation gives this one."""
    return amend(COUNTY, changes).model_dump() == policy.model_dump()


def test_ratios_of_all_tiers_are_changed_at_once():
    changed = amend(COUNTY, {"ratios": "25/45/30"})
    assert changed.tiers.ratios == parse_ratios("25/45/30")
    assert [tier.appraisal for tier in changed.tiers.levels] == [10, 8, 6]
    assert same(changed, {"tiers.ratios": "25/45/30"})


def test_a_single_ratio_is_the_best_tiers_and_the_others_share_the_rest():
    # 65 % shared 40 : 30
    shares = (F(35, 100), F(26, 70), F(195, 700))
    assert amend(COUNTY, {"ratios": "35%"}).tiers.ratios == shares
    assert amend(COUNTY, {"group_ratios": {"语文组": "35"}}).tiers.group_ratios == {
        "语文组": shares
    }
    assert amend(COUNTY, {"ratios": "100/0/0"}).tiers.read_ratios("50") == (
        F(1, 2),
        F(1, 4),
        F(1, 4),
    )


def test_ratios_may_be_a_list_with_one_for_each_tier():
    changed = amend(
        COUNTY,
        {"ratios": ["2/9", "4/9", "3/9"], "group_ratios": {"语文组": [F(1, 2), "30%", "1/5"]}},
    )
    assert changed.tiers.ratios == (F(2, 9), F(4, 9), F(1, 3))
    assert changed.tiers.group_ratios == {"语文组": (F(1, 2), F(3, 10), F(1, 5))}


@pytest.mark.parametrize("given", [35, F(7, 20), "35%", [35, F(260, 7), F(195, 7)]])
def test_ratios_may_be_numbers(given):
    assert amend(COUNTY, {"ratios": given}).tiers.ratios == (F(7, 20), F(13, 35), F(39, 140))


@pytest.mark.parametrize(
    ("short", "place"),
    [
        ({"rounding": "floor"}, {"tiers.rounding": "floor"}),
        ({"weights": {"attendance": "1.2"}}, {"components.attendance.weight": "1.2"}),
        ({"weights.考勤": "120%"}, {"components": {"attendance": {"weight": "6/5"}}}),
        ({"gates": {"absence": "15%"}}, {"gates.absence.above": "15%"}),
        ({"gates": {"未完成必须任务": "1 项"}}, {"gates.task.above": "1 项"}),
        ({"group_ratios.语文组": "40/40/20"}, {"tiers": {"group_ratios": {"语文组": "40/40/20"}}}),
        ({"conserve": True, "min_group": 4}, {"tiers": {"min_group": 4}, "tiers.conserve": True}),
    ],
)
def test_a_short_name_means_a_place_of_the_file(short, place):
    changed = amend(COUNTY, short)
    assert changed.model_dump() != COUNTY.model_dump()
    assert same(changed, place)


def test_what_changes_write_can_be_changed_joined_and_read_again():
    policy = amend(
        read_policy("county-110+term-hours"),
        {
            "ratios": "35",
            "group_ratios": {"语文组": "40/40/20"},
            "weights.考勤": "19/18",
            "conserve": True,
            "apportionment": "sainte_lague",
            "group_weights.数学组": "17/18",
            "reference": "group",
            "gates.absence": "15%",
        },
    )
    assert policy.differences == read_policy("county-110+term-hours").differences
    assert Policy.from_written(policy.written).model_dump() == policy.model_dump()
    moved = policy.with_tiers(policy.tiers.with_settings(min_group=4))
    assert amend(moved, {"rounding": "floor"}).tiers.ratios == policy.tiers.ratios
    stated = moved.amended(present_readings(moved))
    assert (stated.tiers, stated.reference) == (moved.tiers, "group")
    joined, _ = join(moved.written, read_policy("staff-targets").written)
    assert Policy.from_written(joined).tiers == moved.tiers


def test_a_label_that_names_the_threshold_names_the_new_one():
    changed = amend(COUNTY, {"gates": {"absence": "15%", "task": "1 项"}})
    assert [gate.label for gate in changed.gates] == [
        "无故缺席超过应参加活动的 15%",
        "未完成必须任务",
    ]
    longer = amend(COUNTY, {"gates.absence.label": "超过120%，或 20%"})
    changed = amend(longer, {"gates.absence.above": "5%"})
    assert changed.gates[0].label == "超过120%，或 5%"


def test_every_place_of_the_file_can_be_changed():
    changed = amend(COUNTY, {"notes.grades.优秀": 20, "relay": {"credits": {"to": 5}}})
    assert changed.notes.grades["优秀"] == 2000
    assert (changed.relay.credits.low, changed.relay.credits.high) == (100, 500)
    assert changed.components == COUNTY.components


def test_none_takes_a_place_away():
    own = amend(COUNTY, {"group_ratios": {"语文组": "40/40/20", "数学组": "20/50/30"}})
    assert list(amend(own, {"group_ratios.语文组": None}).tiers.group_ratios) == ["数学组"]
    assert [gate.name for gate in amend(COUNTY, {"gates.task": None}).gates] == ["absence"]


def test_a_place_that_may_be_empty_can_be_emptied():
    assert amend(COUNTY, {"attendance.inattentive": []}).attendance.inattentive == ()
    assert amend(COUNTY, {"gates": None}).gates == ()


def test_what_is_gone_cannot_be_taken_away_again():
    with pytest.raises(UsageError, match="没有名为“task”的规则"):
        amend(amend(COUNTY, {"gates.task": None}), {"gates.task": None})


def test_the_only_item_of_a_component_follows_its_points():
    # the file gives them once, to the component
    parts = {
        one.name: one for one in amend(COUNTY, {"components.attendance.points": 24}).components
    }
    assert (parts["attendance"].points, parts["attendance"].items[0].points) == (2400, 2400)


def test_changes_of_tiers_made_otherwise_are_kept():
    moved = COUNTY.with_tiers(
        COUNTY.tiers.with_settings(
            rounding="floor", group_ratios={"语文组": parse_ratios("40/40/20")}
        )
    )
    changed = amend(moved, {"ties": "down"})
    assert (changed.tiers.rounding, changed.tiers.ties) == ("floor", "down")
    assert changed.tiers.group_ratios == moved.tiers.group_ratios
    levels = amend(moved, {"tiers.levels.优秀.appraisal": 12}).tiers.levels
    assert [(tier.name, tier.appraisal) for tier in levels] == [
        ("优秀", 12),
        ("良好", 8),
        ("合格", 6),
    ]


def test_regulations_that_apply_at_once_stay_together():
    both = read_policy("county-110+term-hours")
    changed = amend(both, {"rounding": "floor"})
    assert changed.requirements == both.requirements != ()
    assert (changed.id, changed.title) == (both.id, both.title)


def test_no_change_changes_nothing():
    assert same(COUNTY, {})
    assert same(COUNTY, {"group_ratios": {}})


@pytest.mark.parametrize(
    ("changes", "error", "said"),
    [
        ({"roundin": "floor"}, UsageError, "没有名为“roundin”的设置。是否想用“rounding”"),
        (
            {"tiers.roundin": "floor"},
            PolicyError,
            "：“tiers”没有“roundin”这个设置。是否想用“rounding”？请",
        ),
        ({"rounding": "up"}, PolicyError, "“tiers.rounding”“up”不是可用的写法。.*half_up、floor"),
        ({"ratios": "30/40/40"}, PolicyError, "合计 100"),
        ({"ratios": "50/50"}, PolicyError, "各一个比例"),
        ({"ratios": ["1/2", "多", "0"]}, PolicyError, "“多”不是比例"),
        ({"ratios": ["1/2", "1/2", "1/2"]}, PolicyError, "合计为 3/2，应为 100"),
        (
            {"ratios": "1/3"},
            PolicyError,
            "“1/3”是 2 个比例。应为优秀、良好、合格 各一个比例，合计 100，形如 30/40/30",
        ),
        ({"group_ratios": {"语文组": ["1/2", "1/2"]}}, PolicyError, "2 个比例"),
        ({"group_ratios": {"语文组": "50/50"}}, PolicyError, "2 个比例"),
        ({"weights": 1}, PolicyError, "“weights”要写明改的是哪一个，例如 weights.考勤=1.2"),
        ({"tiers.group_ratios": "30/40/30"}, PolicyError, "例如 group_ratios.语文组=40/40/20"),
        ({"gates": "15%"}, PolicyError, "例如 gates.absence=15%"),
        ({"components": []}, PolicyError, "“components”不能改成空的.*写 drop"),
        ({"levels": []}, PolicyError, "“tiers.levels”不能改成空的"),
        ({"tiers": {"levels": []}}, PolicyError, "“tiers.levels”不能改成空的"),
        ({"gates": []}, PolicyError, "“gates”不能改成空的"),
        ({"id": ""}, PolicyError, "“id”不能为空"),
        ({"id": " "}, PolicyError, "“id”不能为空"),
        ({"ratios": "三成"}, PolicyError, "三成"),
        ({"weights": {"attendence": "1.2"}}, UsageError, "是否想用“attendance”"),
        ({"weights": {"考勤": "-1"}}, PolicyError, "：“考勤的权重”“-1”是负数"),
        ({"gates": {"absence": "-5%"}}, PolicyError, "：“无故缺席超过应参加活动的 -5%”“-5”是负数"),
        ({"weights": {"考勤": "多"}}, PolicyError, "“多”不是比例"),
        ({"weights": {"考勤": "101"}}, PolicyError, "权重应不超过 100"),
        ({"weights": {"考勤": "1/1000001"}}, PolicyError, "至多 6 位小数"),
        ({"group_weights": {"语文组": "-1"}}, PolicyError, "语文组”“-1”是负数"),
        ({"ratios": "1234567890"}, PolicyError, "不是形如 30/40/30"),
        ({"total": "0"}, PolicyError, "总分应大于 0"),
        ({"min_group": "8.5"}, PolicyError, "不是整数"),
        ({"group_ratios": {"语文组": ["1/2", "1/4", "0"]}}, PolicyError, "合计为 75%，应为 100%"),
        ({"gates": {"absense": "15%"}}, UsageError, "是否想用“absence”"),
        ({"gates": {"absence": "15 次"}}, PolicyError, "单位不对"),
        ({"min_group": -1}, PolicyError, "数字太小"),
        ({"reference.x": "roster"}, PolicyError, "没有可改的"),
        ({"components.外出": {"points": 20}}, UsageError, "没有名为“外出”的规则"),
    ],
)
def test_what_cannot_be_changed_is_said(changes, error, said):
    policy = amend(COUNTY, {"reference": "assessed"})
    with pytest.raises(error, match=said):
        amend(policy, changes)


def test_the_word_that_was_wrong_is_not_offered_again():
    assert near("weights", ["weights"]) == ""
    assert near("weights", ["weights", "weight"]) == "是否想用“weight”？"
