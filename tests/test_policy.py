import re
from decimal import Decimal
from fractions import Fraction

import pytest

from xiaoben_analytics.errors import PolicyError, UsageError
from xiaoben_analytics.policy import (
    hundredths,
    list_policies,
    parse_ratios,
    policy_text,
    read_policy,
)


def written(tmp_path, old="", new=""):
    """Write county-110 with one piece of text replaced, and return the path."""
    text = policy_text("county-110")
    assert old in text
    path = tmp_path / "本校办法.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_county_110_says_what_the_regulation_says():
    policy = read_policy("county-110")
    assert policy.points == 11000
    parts = {part.name: (part.label, part.points) for part in policy.components}
    assert parts == {
        "external": ("外出学习", 3000),
        "attendance": ("考勤", 3000),
        "participation": ("活动参与", 3000),
        "reading": ("读书活动", 1000),
        "bonus": ("加分", 1000),
    }
    assert policy.tiers.ratios == (Fraction(3, 10), Fraction(4, 10), Fraction(3, 10))
    assert policy.tiers.names == ("优秀", "良好", "合格", "不合格")
    assert (policy.tiers.rounding, policy.tiers.ties, policy.tiers.min_group) == (
        "half_up",
        "break",
        0,
    )


def rules_of(policy):
    sections = [rule for rule in policy.rules.values() if rule is not None]
    parts = (*policy.components, *policy.gates, *policy.requirements, *policy.slots)
    return [policy, *sections, *parts, *policy.honours]


def test_every_rule_of_a_shipped_policy_names_its_source_and_says_what_it_means():
    for policy in list_policies().values():
        for rule in rules_of(policy):
            assert rule.source.startswith(("00", "通则")), (policy.id, rule)
            assert rule.text or rule.decision or rule.label, (policy.id, rule)


def test_a_policy_is_frozen():
    with pytest.raises(ValueError, match="frozen"):
        read_policy("county-110").title = "别的"


def test_a_school_may_have_its_own_file(tmp_path):
    policy = read_policy(
        written(tmp_path, 'ratio = "30%", appraisal = 10', 'ratio = "0.3", appraisal = 12')
    )
    assert policy.tiers.levels[0].appraisal == 12
    assert policy.tiers.ratios == read_policy("county-110").tiers.ratios


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('ratio = "40%"', 'ratio = "45%"', "合计应为 100%"),
        ('above = "0 项"', 'abov = "0 项"', "没有“abov”这个设置。是否想用“above”？"),
        ('voids = ["attendance"]', 'voids = ["考勤"]', "不是任何一项"),
        ('scope = "group"', 'rounding = "half-up"', "是否想用“half_up”？"),
        ("step = 0.25", "step = 0.255", "多于两位小数"),
        ('label = "外出学习"\npoints = 30', 'label = "外出学习"\npoints = -30', "是负数"),
        ('name = "external"', 'name = "attendance"', "重复"),
        ('name = "external"', 'name = "total"', "列名相同"),
        ('above = "20%"', 'above = "120%"', "没有人会超过"),
        ('rule = "average"', 'rule = "proportional"', "应有 1 个"),
        ('rule = "full"', 'rule = "sum"', "至少 1"),
        ("[tiers]", "[tiers", "格式不对"),
    ],
)
def test_a_faulty_file_is_refused_with_its_place(tmp_path, old, new, said):
    with pytest.raises(PolicyError, match="有误") as caught:
        read_policy(written(tmp_path, old, new))
    assert said in str(caught.value)


def test_an_unknown_policy_names_the_nearest():
    with pytest.raises(UsageError, match="是否想用“county-110”"):
        read_policy("county110")


def test_a_file_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "办法.toml"
    path.write_bytes("title = '办法'".encode("gb18030"))
    with pytest.raises(PolicyError, match="UTF-8"):
        read_policy(path)


@pytest.mark.parametrize(
    "text", ["30/40/30", "30%、40%、30%", "0.3:0.4:0.3", " 30 40 30 ", "30，40，30", "30／40／30"]
)
def test_ratios_as_people_write_them(text):
    assert parse_ratios(text) == (Fraction(3, 10), Fraction(2, 5), Fraction(3, 10))


@pytest.mark.parametrize(
    "text", ["30/40/40", "", "三成/四成/三成", "-10/60/50", "30/40/1/0", "1e400/0/0"]
)
def test_ratios_that_do_not_add_up_are_refused(text):
    with pytest.raises(PolicyError, match="等级比例"):
        parse_ratios(text)


def test_a_ratio_is_needed_for_each_tier():
    with pytest.raises(PolicyError, match="优秀、良好、合格 各一个比例"):
        read_policy("county-110").tiers.with_ratios(parse_ratios("50/50"))


def test_amounts_are_exact():
    assert hundredths(Decimal("0.29")) == 29
    with pytest.raises(ValueError, match="两位小数"):
        hundredths("0.001")


@pytest.mark.parametrize(
    ("share", "status"),
    [
        (Fraction(1), "出席"),
        (Fraction(4, 5), "出席"),
        (Fraction(799, 1000), "早退"),
        (Fraction(1, 2), "早退"),
        (Fraction(49, 100), "缺席"),
        (Fraction(0), "缺席"),
    ],
)
def test_time_in_an_online_meeting_becomes_a_status(share, status):
    assert read_policy("county-110").recording.online_status(share) == status


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("points = 30", 'points = "很多"', "“很多”不是数字"),
        ("points = 30", "points = inf", "不是数字"),
        ('ratio = "30%"', 'ratio = "三成"', "“三成”不是比例"),
        ('above = "20%"', 'above = "1/0"', "“1/0”没有写明单位"),
        ('above = "20%"', "above = 0.2", "“0.2”没有写明单位"),
        ('above = "0 项"', 'above = "0 次"', "以项计"),
        ('measure = "undone_tasks"', 'measure = "undone_task"', "是否想用“undone_tasks”？"),
        (
            'rule = "average"\nmeasures = ["note_points", "note_checks"]\npoints = 10',
            'rule = "full"',
            "应写明 points",
        ),
        ("credits = { from = 1, to = 3 }", "credits = { from = 3, to = 1 }", "from 大于 to"),
        (
            "[attendance]",
            '[recording]\nonline = [{ at_least = "10%", status = "出席" }]\n\n[attendance]',
            "online 没有从 0% 起的一档",
        ),
        ('incidents = ["缺席"', 'earning = ["出勤"]\nincidents = ["缺席"', "“出勤”不是考勤状态"),
        ('incidents = ["缺席"', 'unexcused = ["旷会"]\nincidents = ["缺席"', "“旷会”不是考勤状态"),
        ("[external]", "[externals]", "没有“externals”这个设置。是否想用“external”？"),
        ("within_working_days = 3", 'within_working_days = "三"', "不是整数"),
        ('title = "县域', 'titel = "县域', "缺少这一项"),
        ('scope = "group"', "min_group = -1", "数字太小"),
    ],
)
def test_what_is_wrong_in_a_regulation_is_said_in_chinese(tmp_path, old, new, said):
    with pytest.raises(PolicyError, match=said):
        read_policy(written(tmp_path, old, new))


def test_a_grade_without_points_is_refused(tmp_path):
    with pytest.raises(PolicyError, match="没有“优秀”"):
        read_policy(written(tmp_path, '"优秀" = 10, ', ""))


def test_a_fault_is_said_with_its_line(tmp_path):
    path = written(tmp_path, "step = 0.25", "step = 0.255")
    line = path.read_text("utf-8").splitlines().index("step = 0.255") + 1
    with pytest.raises(
        PolicyError, match=f"“本校办法.toml”第 {line} 行（awards.competition.step）"
    ):
        read_policy(path)


def test_a_fault_in_a_list_is_said_with_the_line_of_its_member(tmp_path):
    path = written(tmp_path, 'name = "良好", ratio = "40%"', 'name = "良好", ratio = "四成"')
    lines = path.read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "四成" in text)
    with pytest.raises(PolicyError, match=f"第 {line} 行.*“四成”不是比例"):
        read_policy(path)


def test_a_fault_in_a_component_is_found_by_its_name(tmp_path):
    path = written(tmp_path, 'label = "读书活动"\npoints = 10', 'label = "读书活动"\npoints = -1')
    line = path.read_text("utf-8").splitlines().index("points = -1") + 1
    with pytest.raises(PolicyError, match=f"第 {line} 行（components.reading.points）"):
        read_policy(path)


# ------------------------------------------------------------------ a school's own regulation


def own(tmp_path, text, name="本校.toml"):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def test_a_school_changes_single_values_of_a_shipped_regulation(tmp_path):
    policy = read_policy(
        own(
            tmp_path,
            """
            extends = "county-110"
            title = "本校办法"
            [[components]]
            name = "bonus"
            points = 5
            [tiers]
            rounding = "floor"
            """,
        )
    )
    shipped = read_policy("county-110")
    assert policy.title == "本校办法"
    assert policy.points == shipped.points - 500
    assert policy.components[:-1] == shipped.components[:-1]
    assert policy.components[-1].items == shipped.components[-1].items
    assert policy.tiers.rounding == "floor"
    assert policy.tiers.ratios == shipped.tiers.ratios


def test_a_component_that_is_one_item_has_its_points(tmp_path):
    policy = read_policy(
        own(tmp_path, 'extends = "county-110"\n[[components]]\nname = "attendance"\npoints = 40')
    )
    attendance = next(one for one in policy.components if one.name == "attendance")
    assert (attendance.points, attendance.items[0].points) == (4000, 4000)


def test_a_school_has_fewer_tiers(tmp_path):
    policy = read_policy(
        own(
            tmp_path,
            'extends = "county-110"\ndrop = ["tiers.levels.良好"]\n[tiers]\n'
            'levels = [{ name = "优秀", ratio = "25%" }, { name = "合格", ratio = "75%" }]',
        )
    )
    assert policy.tiers.names == ("优秀", "合格", "不合格")
    assert policy.tiers.ratios == (Fraction(1, 4), Fraction(3, 4))


@pytest.mark.parametrize("place", ["gates.tasks", "id.x", "tiers.levels.中等", "drop.x", "", "."])
def test_what_is_not_there_cannot_be_dropped(tmp_path, place):
    with pytest.raises(PolicyError, match=f"没有“{re.escape(place)}”可去掉"):
        read_policy(own(tmp_path, f'extends = "county-110"\ndrop = ["{place}"]'))


def test_a_school_drops_a_rule(tmp_path):
    policy = read_policy(own(tmp_path, 'extends = "county-110"\ndrop = ["gates.task"]'))
    assert [gate.name for gate in policy.gates] == ["absence"]
    with pytest.raises(PolicyError, match=r"没有“gates\.tasks”可去掉"):
        read_policy(own(tmp_path, 'extends = "county-110"\ndrop = ["gates.tasks"]'))


def test_a_regulation_may_extend_another_file_beside_it(tmp_path):
    own(tmp_path, 'extends = "county-110"\n[relay]\nwithin_working_days = 5', "区.toml")
    policy = read_policy(own(tmp_path, 'extends = "区.toml"\ntitle = "校"'))
    assert policy.relay.within_working_days == 5
    with pytest.raises(PolicyError, match="绕成了一圈"):
        read_policy(own(tmp_path, 'extends = "本校.toml"'))


def test_a_fault_in_what_is_extended_names_that_file(tmp_path):
    own(tmp_path, 'extends = "county-110"\n[relay]\nwithin_working_days = "五"', "区.toml")
    with pytest.raises(PolicyError, match=r"“区.toml”第 3 行（relay.within_working_days）"):
        read_policy(own(tmp_path, 'extends = "区.toml"\ntitle = "校"'))


def test_an_amended_regulation_is_what_its_file_would_say():
    policy = read_policy("county-110")
    amended = policy.amended({"notes": {"grades": {"优秀": 20}}, "reference": "roster"})
    assert amended.notes.grades == {**policy.notes.grades, "优秀": 2000}
    assert amended.reference == "roster"
    assert amended.components == policy.components


def test_what_a_regulation_leaves_to_the_default_is_not_stated():
    tiers = read_policy("county-110").tiers
    assert not tiers.states("rounding")
    assert tiers.with_settings(rounding="floor").states("rounding")
