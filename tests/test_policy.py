from decimal import Decimal
from fractions import Fraction

import pytest
from schools import tiny_school

from xiaoben_analytics.assessment import assess
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


def test_every_rule_of_a_shipped_policy_names_its_source():
    for policy in list_policies().values():
        rules = [policy, policy.recording, policy.attendance, policy.relay, policy.external]
        rules += [policy.participation, policy.notes, policy.reading, policy.awards, policy.tiers]
        for rule in (*rules, *policy.components, *policy.gates):
            assert rule.source.startswith("00"), rule


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
        ("above = 0", "abov = 0", "abov"),
        ('voids = ["attendance"]', 'voids = ["考勤"]', "不是任何一项"),
        ('rounding = "half_up"', 'rounding = "up"', "rounding"),
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
        ('above = "20%"', 'above = "1/0"', "“1/0”不是比例"),
        ("credits = { from = 1, to = 3 }", "credits = { from = 3, to = 1 }", "from 大于 to"),
        ('at_least = "0%"', 'at_least = "10%"', "online 没有从 0% 起的一档"),
        ("within_working_days = 3", 'within_working_days = "三"', "不是整数"),
        ('title = "县域', 'titel = "县域', "缺少这一项"),
        ("min_group = 0", "min_group = -1", "数字太小"),
    ],
)
def test_what_is_wrong_in_a_regulation_is_said_in_chinese(tmp_path, old, new, said):
    with pytest.raises(PolicyError, match=said):
        read_policy(written(tmp_path, old, new))


def test_a_grade_without_points_is_refused(tmp_path):
    policy = read_policy(written(tmp_path, '"优秀" = 10, ', ""))
    with pytest.raises(PolicyError, match="没有“优秀”"):
        assess(tiny_school(), policy)
