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
    return [policy, *sections, *parts, *policy.honours, *policy.clauses]


def test_every_rule_of_a_shipped_policy_names_its_source_and_says_what_it_means():
    for policy in list_policies().values():
        for rule in rules_of(policy):
            assert rule.source.startswith(("00", "通则")), (policy.id, rule)
            assert rule.text or rule.decision or rule.label, (policy.id, rule)


def test_a_rule_that_nothing_computes_ships_with_what_to_do_by_hand():
    clauses = {(name, one.source) for name, p in list_policies().items() for one in p.clauses}
    named = {
        ("county-110", "002 四"),
        ("county-110", "002 六.2"),
        ("five-year-credits", "003 计划三 五.4"),
        ("group-calendar", "003 计划一 五"),
        ("group-calendar", "004 第六篇 三"),
        ("year-hours", "001 四"),
        ("year-hours", "001 五.4"),
    }
    assert named <= clauses
    for policy in list_policies().values():
        assert policy.clauses
        assert all(one.text and one.by_hand for one in policy.clauses), policy.id


def test_a_school_drops_or_rewrites_a_clause(tmp_path):
    policy = read_policy(
        own(
            tmp_path,
            'extends = "county-110"\ndrop = ["clauses.九月至十二月的培训主题"]\n'
            '[[clauses]]\nname = "检查备课笔记和作业"\nby_hand = "每月一查"\n',
        )
    )
    told = {one.name: one.by_hand for one in policy.clauses}
    assert "九月至十二月的培训主题" not in told
    assert told["检查备课笔记和作业"] == "每月一查"
    with pytest.raises(PolicyError, match="缺少"):
        read_policy(own(tmp_path, 'extends = "county-110"\n[[clauses]]\nname = "甲"\n'))


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
        ('above = "20%"', 'above = "100%"', "没有人会超过"),
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


# ------------------------------------------------------------------ faults of an own file


def refused(tmp_path, text):
    with pytest.raises(PolicyError) as caught:
        read_policy(own(tmp_path, f'extends = "county-110"\n{text}\n'))
    return str(caught.value)


def test_ratios_of_all_tiers_are_shown_where_a_file_writes_them(tmp_path):
    said = refused(tmp_path, '[tiers]\nratios = "25/45/30"')
    assert "第 3 行（tiers.ratios）" in said
    assert "比例写在每个等级里：[[tiers.levels]] 下写 name 和 ratio" in said
    assert "group_ratios" not in said


@pytest.mark.parametrize(
    ("text", "line", "sum_reached"),
    [
        ('[[tiers.levels]]\nname = "优秀"\nratio = "25%"', 2, "95%"),
        ('[tiers]\nscope = "school"\nlevels = [{ name = "优秀", ratio = "35%" }]', 4, "105%"),
        ('[tiers]\nlevels = [\n  { name = "良好", ratio = "1/3" },\n]', 3, "14/15"),
        ('drop = ["tiers.levels.良好"]', 2, "60%"),
        ('[tiers]\ngroup_ratios = { "数学组" = ["40%", "40%", "10%"] }', 3, "90%"),
    ],
)
def test_ratios_that_do_not_add_up_are_said_with_their_sum_and_the_own_line(
    tmp_path, text, line, sum_reached
):
    said = refused(tmp_path, text)
    assert f"“本校.toml”第 {line} 行（tiers." in said
    assert f"合计应为 100%，现为 {sum_reached}" in said


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ('[[components]]\nname = "attendence"\npoints = 20', "attendance"),
        ('[[gates]]\nname = "abscence"\nabove = "10%"', "absence"),
        ('[[tiers.levels]]\nname = "优"\nappraisal = 9', "优秀"),
    ],
)
def test_a_rule_that_is_new_only_by_its_spelling_has_a_near_name(tmp_path, text, near):
    said = refused(tmp_path, text)
    assert "“本校.toml”第 2 行" in said
    assert f"是否想用“{near}”？" in said


def test_a_requirement_that_is_misspelt_has_a_near_name(tmp_path):
    path = own(
        tmp_path,
        'extends = "term-hours"\n[[requirements]]\nname = "term_hour"\nat_least = "20 学时"\n',
    )
    with pytest.raises(PolicyError) as caught:
        read_policy(path)
    assert "“本校.toml”第 2 行（requirements.term_hour" in str(caught.value)
    assert "底稿中没有名为“term_hour”的" in str(caught.value)
    assert "是否想用“term_hours”？" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[awards.contest]\nfirst = { "洲" = 4 }',
            "“洲”不是获奖级别。应为国家、省、市、县、校之一",
        ),
        ('[awards]\nsteps = { "四等奖" = 3 }', "“四等奖”不是奖次"),
        ('[awards.competition]\ncategory = "比赛"', "“比赛”不是获奖类别"),
        (
            '[notes]\ngrades = { "优" = 10 }',
            "“优”不是笔记等级。是否想用“优秀”？应为优秀、良好、合格、不合格之一",
        ),
        ('[notes]\nas_written = { "中等" = 10 }', "“中等”不是笔记等级"),
        ('[recording]\nlegend = { "☆" = "到会" }', "“到会”不是考勤"),
        ('[recording]\nonline = [{ at_least = "0%", status = "旷会" }]', "“旷会”不是考勤"),
        (
            '[[honours]]\nname = "甲"\nelection = "优秀学生"\nwinners = "1 个"',
            "“优秀学生”不是评选项目",
        ),
    ],
)
def test_what_no_table_can_have_is_refused_with_what_it_can(tmp_path, text, said):
    assert said in refused(tmp_path, text)


def test_ratios_are_read_as_the_command_line_reads_them(tmp_path):
    path = own(
        tmp_path,
        'extends = "county-110"\n[tiers]\n'
        'group_ratios = { "数学组" = "40/40/20", "语文组" = ["30%", "50%", "20%"] }\n',
    )
    ratios = read_policy(path).tiers.group_ratios
    assert ratios["数学组"] == (Fraction(2, 5), Fraction(2, 5), Fraction(1, 5))
    assert ratios["语文组"] == (Fraction(3, 10), Fraction(1, 2), Fraction(1, 5))
    said = refused(tmp_path, '[tiers]\ngroup_ratios = { "数学组" = "40/40/10" }')
    assert "“本校.toml”第 3 行（tiers.group_ratios" in said
    assert "“40/40/10”合计为 90" in said


@pytest.mark.parametrize("day", ["周三", "星期三", "礼拜三"])
def test_a_weekday_is_read_as_people_write_it(tmp_path, day):
    path = own(
        tmp_path,
        f'extends = "group-calendar"\n[[slots]]\nname = "语文组"\nweekday = "{day}"\n',
    )
    assert read_policy(path).slots[0].weekday == "周三"
    with pytest.raises(PolicyError, match="“星期日”不是可用的写法"):
        read_policy(own(tmp_path, path.read_text("utf-8").replace(day, "星期日")))


@pytest.mark.parametrize("key", ["gates", "components", "requirements"])
def test_an_empty_list_of_rules_points_to_drop(tmp_path, key):
    path = own(tmp_path, f'extends = "county-110+term-hours"\n{key} = []\n')
    with pytest.raises(PolicyError, match=rf'drop = \["{key}"\]'):
        read_policy(path)
    path = own(tmp_path, 'extends = "term-hours"\ndrop = ["requirements"]\n')
    assert read_policy(path).requirements == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("drop = 5", "“5”不是一列"),
        ("drop = [5]", "没有“5”可去掉"),
    ],
)
def test_what_is_dropped_is_a_list_of_names(tmp_path, text, said):
    assert said in refused(tmp_path, text)


@pytest.mark.parametrize("parent", ["county-11", "长" * 300, "没有.toml", ""])
def test_a_missing_parent_is_said_with_the_file_that_names_it(tmp_path, parent):
    with pytest.raises(PolicyError, match=r"“本校.toml”（extends）：没有名为"):
        read_policy(own(tmp_path, f'extends = "{parent}"\n'))


def test_the_own_line_is_named_where_the_parent_says_it_more_precisely(tmp_path):
    said = refused(tmp_path, '[tiers]\nlevels = [{ name = "优秀", ratio = "1/0" }]')
    assert "“本校.toml”第 3 行" in said


def test_a_text_of_several_lines_is_no_heading(tmp_path):
    text = "text = '''\n[abc def]\npoints = x\n'''\n[relay]\nwithin_working_days = \"三\""
    assert "“本校.toml”第 7 行（relay.within_working_days）" in refused(tmp_path, text)
    with pytest.raises(PolicyError, match="有误"):
        read_policy(own(tmp_path, 'title = "甲"\ntext = """\n[a b]\n"""\n'))


def test_files_of_one_name_may_extend_each_other(tmp_path):
    below = tmp_path / "下级"
    below.mkdir()
    own(tmp_path, 'extends = "county-110"\ntitle = "上"\n')
    path = own(below, 'extends = "../本校.toml"\n')
    assert read_policy(path).title == "上"
