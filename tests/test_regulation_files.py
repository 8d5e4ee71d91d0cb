"""What a regulation's file may hold: amounts within sense, known words, names that differ."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schools import tiny_school

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.errors import PolicyError
from xiaoben_analytics.policy import Amount, hundredths, parse_ratios, ratio, read_policy
from xiaoben_analytics.policy.amounts import amount

COUNTY = 'extends = "county-110"\n'
HOURS = 'extends = "term-hours"\n'
REQUIRED = '[[requirements]]\nname = "z"\nlabel = "要求"\nmeasure = "{}"\nat_least = "{}"\n'
EXTRA = '[[components]]\nname = "extra"\nlabel = "{}"\npoints = 10\n{}\n'
GATE = '[[gates]]\nname = "{}"\nlabel = "条款"\nmeasure = "undone_tasks"\nabove = "{} 项"\n'
GRADES = '[notes]\ngrades = {{ "优秀" = {} }}\n'
HONOUR = '[[honours]]\nname = "h"\n'


def own(tmp_path, text, name="本校.toml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def refusal(tmp_path, text):
    with pytest.raises(PolicyError, match="有误") as caught:
        read_policy(own(tmp_path, text))
    return str(caught.value)


LEVELS = '[tiers]\nlevels = [{{ name = "优秀", ratio = {} }}]\n'

TOO_LONG = {
    "a ratio with an exponent": COUNTY + LEVELS.format('"1e1000000000"'),
    "a bare ratio with an exponent": COUNTY + LEVELS.format("1e999999999"),
    "a ratio of long numbers": COUNTY + LEVELS.format('"1/1000000000000000000000"'),
    "a total with an exponent": COUNTY + "total = 1e99999",
    "points of 17 digits": COUNTY + '[[components]]\nname = "external"\npoints = 10000000000000000',
    "a gate with 27 decimals": COUNTY + f'[[gates]]\nname = "absence"\nabove = "20.{"0" * 26}1%"',
    "a gate of 23 digits": COUNTY + f'[[gates]]\nname = "task"\nabove = "{"9" * 23} 项"',
    "a gate of 1500 digits": COUNTY + f'[[gates]]\nname = "task"\nabove = "{"9" * 1500} 项"',
    "a grade of 20 digits": COUNTY + GRADES.format("9" * 20),
    "a requirement of 23 digits": HOURS + REQUIRED.format("training_hours", f"{'9' * 23} 学时"),
    "credits of 23 digits": HOURS + f'[credits]\nhours_each = "{"9" * 23} 学时"',
    "credits of 23 decimals": HOURS + f'[credits]\nhours_each = "0.{"0" * 22}1 学时"',
}


@pytest.mark.parametrize("kind", TOO_LONG)
def test_numbers_that_no_school_has_are_refused(tmp_path, kind):
    said = refusal(tmp_path, TOO_LONG[kind])
    assert "位数太多，应为至多 9 位整数、6 位小数" in said
    assert len(said) < 200


SENSELESS = {
    "points that are true": (
        COUNTY + '[[components]]\nname = "bonus"\npoints = true',
        "不是数字",
    ),
    "points beyond sense": (COUNTY + '[[components]]\nname = "bonus"\npoints = 100000', "太大"),
    "points that together are beyond sense": (
        COUNTY + EXTRA.format("加项", 'items = [{ rule = "full", points = 99990 }]'),
        "合计太大，应小于 100000",
    ),
    "a weight beyond sense": (
        COUNTY + '[[components]]\nname = "bonus"\nweight = 101',
        "权重应不超过 100",
    ),
    "a negative weight": (COUNTY + '[[components]]\nname = "bonus"\nweight = -1', "是负数"),
    "points that weighed are beyond sense": (
        COUNTY + '[[components]]\nname = "bonus"\npoints = 1000\nweight = 100',
        "合计太大，应小于 100000",
    ),
    "a weight of a group that is no number": (
        COUNTY + '[tiers.group_weights]\n"语文组" = "重"',
        "“重”不是比例",
    ),
    "a reference that there is not": (COUNTY + 'reference = "third"', "second、group 之一"),
    "a total of nothing": (COUNTY + "total = 0", "总分应大于 0"),
    "a component without items": (COUNTY + EXTRA.format("加项", "items = []"), "至少应有 1 项"),
    "a percentage above the whole": (
        COUNTY + '[[gates]]\nname = "absence"\nabove = "120%"',
        "不应超过 100%",
    ),
    "a negative threshold": (COUNTY + '[[gates]]\nname = "absence"\nabove = "-20%"', "是负数"),
    "negative ratios": (COUNTY + LEVELS.format('"-30%"'), "是负数"),
    "ratios in hundreds": (COUNTY + LEVELS.format("30"), "不应超过 100%"),
    "a negative step": (COUNTY + '[awards]\nsteps = { "一等奖" = -10 }', "不小于 0"),
    "a step beyond sense": (
        COUNTY + '[awards]\nsteps = { "二等奖" = 99999999999999999999 }',
        "不大于",
    ),
    "working days below 0": (COUNTY + "[relay]\nwithin_working_days = -3", "不小于 0"),
    "working days beyond sense": (COUNTY + "[relay]\nwithin_working_days = 1000000000", "不大于"),
    "working days that are true": (COUNTY + "[relay]\nwithin_working_days = true", "不是整数"),
    "a prize that nobody wins": (
        COUNTY + '[awards]\nsteps = { "头等奖" = 0 }',
        "“头等奖”不是奖次",
    ),
    "a level that no award has": (
        COUNTY + '[awards.contest]\nfirst = { "省级" = 5 }',
        "“省级”不是获奖级别。是否想用“省”？",
    ),
    "a misspelt category": (COUNTY + '[awards.contest]\ncategory = "竞塞"', "“竞塞”不是获奖类别"),
    "a misspelt grade": (COUNTY + '[notes]\ngrades = { "优 秀" = 10 }', "“优 秀”不是笔记等级"),
    "a grade written otherwise": (
        COUNTY + '[notes]\nas_written = { "优" = 20 }',
        "“优”不是笔记等级",
    ),
    "an online status": (
        COUNTY + '[recording]\nonline = [{ at_least = "0%", status = "到了" }]',
        "“到了”不是考勤状态",
    ),
    "a mark's meaning": (COUNTY + '[recording]\nlegend = { "√" = "到了" }', "“到了”不是考勤状态"),
    "two online lines of one share": (
        COUNTY
        + '[recording]\nonline = [{ at_least = "0%", status = "缺席" }, { at_least = 0, status = "出席" }]',
        "重复",
    ),
    "inattention by no word": (COUNTY + '[attendance]\ninattentive = [""]', "空"),
    "a misspelt election": (
        HOURS + HONOUR + 'election = "优秀教验组"\nwinners = "1 个"',
        "“优秀教验组”不是评选项目。是否想用“优秀教研组”？",
    ),
    "no winners": (HOURS + HONOUR + 'election = "优秀教研组"\nwinners = "0 个"', "应大于 0"),
    "half a winner": (HOURS + HONOUR + 'election = "优秀教研组"\nwinners = "1.5 个"', "整数"),
    "more winners than people": (
        HOURS + HONOUR + 'election = "优秀教研组"\nwinners = "200%"',
        "不应超过 100%",
    ),
    "months that are none": (HOURS + '[[slots]]\nname = "语文组"\nmonths = [0, 13]', "不小于 1"),
    "no months": (HOURS + '[[slots]]\nname = "语文组"\nmonths = []', "至少应有 1 项"),
    "years that are no school year": (
        HOURS + '[cycle]\nyears = 2\nfirst = "2021-2030"',
        "“2021-2030”不是学年",
    ),
    "a year before all schools": (HOURS + '[cycle]\nyears = 2\nfirst = "0000-0001"', "不是学年"),
    "a year after all years": (HOURS + '[cycle]\nyears = 2\nfirst = "9999-9999"', "不是学年"),
    "a cycle of ages": (HOURS + '[cycle]\nyears = 9000\nfirst = "2021-2022"', "不大于"),
    "credits for nothing": (HOURS + '[credits]\nhours_each = "0 学时"', "应大于 0"),
    "a cycle that nobody states": (
        HOURS + REQUIRED.format("training_hours", "10 学时") + 'per = "cycle"',
        "[cycle]",
    ),
    "an honour without its section": (
        HOURS + HONOUR + 'measures = ["note_points", "note_checks"]\nwinners = "1 个"',
        "需要 [notes] 一节",
    ),
}


@pytest.mark.parametrize("kind", SENSELESS)
def test_what_makes_no_sense_is_refused(tmp_path, kind):
    text, said = SENSELESS[kind]
    assert said in refusal(tmp_path, text)


def test_a_fault_is_counted_once(tmp_path):
    assert "另有" not in refusal(tmp_path, SENSELESS["a misspelt election"][0])


ALIKE = {
    "gates": COUNTY + GATE.format("absence", 1) + GATE.format("absence", 2),
    "gates that are changed": COUNTY
    + '[[gates]]\nname = "task"\nabove = "1 项"\n[[gates]]\nname = "task"\nabove = "2 项"',
    "requirements": HOURS + 2 * REQUIRED.format("books", "1 本"),
    "honours": HOURS + 2 * HONOUR,
    "slots": HOURS + 2 * '[[slots]]\nname = "语文组"\n',
    "components": COUNTY + 2 * '[[components]]\nname = "bonus"\npoints = 5\n',
    "levels": COUNTY
    + '[tiers]\nlevels = [{ name = "甲", ratio = "30%" }, { name = "甲", ratio = "70%" }]',
    "a level and the failing tier": COUNTY + '[tiers]\nfailing = { name = "合格" }',
    "labels": COUNTY + EXTRA.format("考勤", 'items = [{ rule = "full" }]'),
    "a label and a heading": COUNTY + EXTRA.format("总分", 'items = [{ rule = "full" }]'),
}


@pytest.mark.parametrize("kind", ALIKE)
def test_what_is_called_alike_is_refused(tmp_path, kind):
    assert "重复" in refusal(tmp_path, ALIKE[kind])


def test_a_group_may_meet_twice_a_week(tmp_path):
    meeting = '[[slots]]\nname = "语文组"\nweekday = "{}"\n'
    path = own(tmp_path, HOURS + meeting.format("周三") + meeting.format("周五"))
    assert [slot.weekday for slot in read_policy(path).slots] == ["周三", "周五"]


@pytest.mark.parametrize("name", ['["a"]', "{ a = 1 }", "5"])
def test_a_name_is_a_text(tmp_path, name):
    assert "不是文字" in refusal(tmp_path, COUNTY + f"[[gates]]\nname = {name}\n")


@pytest.mark.parametrize("given", ['["x"]', "[1]", '"x"', "5", "{ a = 1 }"])
@pytest.mark.parametrize("key", ["gates", "components", "requirements", "slots", "honours"])
def test_what_is_no_list_of_rules_is_refused(tmp_path, key, given):
    assert "不是一" in refusal(tmp_path, f"{COUNTY}{key} = {given}\n")


HUGE = {
    "a long number": (COUNTY + "total = " + "9" * 5000, "第 2 行"),
    "a key of many parts": (COUNTY + ".".join("a" * 60000) + " = 1", "过长"),
    "lists in lists": ("a = " + "[" * 900 + "]" * 900, "层"),
    "lists in lists on lines": ("a = " + "[\n" * 200 + "]\n" * 200, "层"),
    "tables in tables": (COUNTY + ".".join("a" * 900) + " = 1", "层"),
    "a file of megabytes": (COUNTY + "# x\n" * 100_000, "128 KB"),
}


@pytest.mark.parametrize("kind", HUGE)
def test_files_without_bounds_are_refused(tmp_path, kind):
    text, said = HUGE[kind]
    assert said in refusal(tmp_path, text)


def test_online_lines_stand_in_any_order(tmp_path):
    lines = '[recording]\nonline = [{ at_least = "0%", status = "缺席" }, { at_least = "80%", status = "出席" }]'
    recording = read_policy(own(tmp_path, COUNTY + lines)).recording
    shares = (Fraction(0), Fraction(79, 100), Fraction(4, 5), Fraction(1))
    assert [recording.online_status(share) for share in shares] == ["缺席", "缺席", "出席", "出席"]


def test_a_level_is_put_between_two_others(tmp_path):
    levels = ", ".join(
        f'{{ name = "{name}", ratio = "{share}%" }}'
        for name, share in {"优秀": 20, "良好": 30, "中等": 20, "合格": 30}.items()
    )
    policy = read_policy(own(tmp_path, COUNTY + f"[tiers]\nlevels = [{levels}]"))
    assert policy.tiers.names == ("优秀", "良好", "中等", "合格", "不合格")
    assert policy.tiers.levels[1].appraisal == 8  # as the regulation that it extends says


@given(st.integers(0, 10**9 - 1), st.integers(0, 10**6 - 1), st.sampled_from(["学时", "次", "字"]))
def test_an_amount_is_shown_as_it_can_be_read_again(whole, rest, unit):
    read = amount(f"{whole}.{rest:06d} {unit}")
    assert read == Amount(whole + Fraction(rest, 10**6), unit)
    assert amount(str(read)) == read


def test_amounts_in_ten_thousands_have_a_bound_as_well():
    assert str(amount("2.5万字")) == "25000 字"
    with pytest.raises(ValueError, match="位数太多"):
        amount("999999999万字")


@pytest.mark.parametrize("given", ["1e400", "1e1000000000", "1" * 5000, "9" * 10])
def test_ratios_of_tiers_are_bounded_too(given):
    with pytest.raises(PolicyError, match="等级比例"):
        parse_ratios(f"{given}/0/0")
    with pytest.raises(ValueError, match="位数太多"):
        ratio(given)


def test_numbers_may_be_written_with_a_small_exponent():
    assert hundredths(Decimal("1e1")) == 1000
    assert ratio(Decimal("3e-1")) == Fraction(3, 10)


# ------------------------------------------------------------------ an amount for everybody


def with_taken(tmp_path, section, taken):
    return read_policy(own(tmp_path, COUNTY + f"[{section}]\n{taken}"))


def test_who_gets_the_low_end_gets_it_without_an_amount(tmp_path):
    tasks = [
        {"teacher_id": "1", "kind": "主讲"},
        {"teacher_id": "1", "kind": "任务", "credits": Fraction(9)},
        {"teacher_id": "2", "kind": "任务", "done": False},
    ]
    policy = with_taken(tmp_path, "participation", 'credits = { taken = "low" }')
    result = assess(tiny_school(participation=tasks), policy)
    earned = result.standings.set_index("teacher_id")["participation"]
    assert earned.to_dict() == {"1": 200, "2": 0}
    assert not result.problems["problem"].str.contains("未计入").any()


def test_a_study_without_an_incident_costs_nothing_at_either_end(tmp_path):
    studies = [
        {"teacher_id": "1", "hours": Fraction(10)},
        {"teacher_id": "2", "hours": Fraction(10), "deduction": Fraction(12)},
    ]
    policy = with_taken(tmp_path, "external", 'deduction = { taken = "low" }')
    result = assess(tiny_school(external=studies), policy)
    assert result.standings.set_index("teacher_id")["external"].to_dict() == {"1": 3000, "2": 2500}


def test_any_ends_of_lines_will_do(tmp_path):
    path = tmp_path / "本校.toml"
    path.write_bytes(
        (COUNTY + 'title = "本校"\n[relay]\nwithin_working_days = 5\n').replace("\n", "\r").encode()
    )
    assert read_policy(path).relay.within_working_days == 5
