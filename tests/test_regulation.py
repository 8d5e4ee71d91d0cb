"""Contradictions and gaps of regulations; each kind is written into a regulation without any."""

from fractions import Fraction

import pytest
from schools import tiny_school

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.checks import check_regulation
from xiaoben_analytics.policy import list_policies, read_policy

CLEAN = """
id = "clean"
title = "没有矛盾的办法"
source = "校发 1 号"
total = 40
reference = "assessed"

[relay]
source = "第一条"
within_working_days = 3
credits = { from = 1, to = 3, criteria = "按到会人数" }

[notes]
source = "第二条"
grades = { "优秀" = 10, "良好" = 8, "合格" = 6, "不合格" = 0 }

[awards]
steps = { "一等奖" = 0 }
contest = { category = "竞赛", first = { "省" = 5 }, step = 0.5 }
competition = { category = "评选", first = { "省" = 3 }, step = 0.5 }

[cycle]
years = 2
first = "2021-2022"

[[requirements]]
name = "year"
label = "每学年学时"
measure = "training_hours"
at_least = "40 学时"
per = "year"
planned = ["40 学时", "50 学时"]
source = "第三条"

[[requirements]]
name = "cycle"
label = "两年学时"
measure = "training_hours"
at_least = "90 学时"
per = "cycle"
source = "第三条"

[[components]]
name = "lessons"
label = "学时"
points = 20
source = "第四条"
items = [{ rule = "proportional", points = 20, measures = ["attendance_hours"] }]

[[components]]
name = "study_notes"
label = "笔记"
points = 10
source = "第五条"
items = [{ rule = "average", points = 10, measures = ["note_points", "note_checks"] }]

[[components]]
name = "prizes"
label = "获奖"
points = 10
source = "第六条"
items = [{ rule = "sum", measures = ["contest_points"] }, { rule = "sum", measures = ["competition_points"] }]

[[gates]]
name = "absence"
label = "缺席过多"
measure = "unexcused_absences"
above = "3 次"
voids = ["lessons"]
source = "第七条"

[tiers]
source = "第八条"
levels = [{ name = "优秀", ratio = "40%" }, { name = "合格", ratio = "60%" }]
failing = { name = "不合格" }
announced = ["优秀", "合格", "不合格"]
rounding = "half_up"
ties = "break"
gated = "failing"
count_gated = true
"""


@pytest.fixture
def clean(tmp_path):
    path = tmp_path / "clean.toml"
    path.write_text(CLEAN, encoding="utf-8")
    return path


def test_a_regulation_that_says_everything_has_no_finding(clean):
    assert check_regulation(read_policy(clean)) == ()


def named(name, **changes):
    return [{"name": name, **changes}]


BOTH_PRIZES = {"rule": "sum", "measures": ["contest_points", "competition_points"]}
MEAN_OF_NOTES = {"rule": "average", "measures": ["note_points", "note_checks"]}
IN_PROPORTION = {"rule": "proportional", "points": 20, "measures": ["attendance_hours"]}

AMENDED = {
    "a grade above its item": (
        {"notes": {"as_written": {"优秀": 20, "良好": 16}}},
        "第二条（notes.grades）",
        "满分只有 10 分",
    ),
    "a grade above its item that is not scaled": (
        {"notes": {"grades": {"优秀": "10.01"}}},
        "第二条（notes.grades）",
        "最高 10.01 分",
    ),
    "items that add up to more": (
        {"components": named("lessons", points=15), "total": 35},
        "第四条（components.lessons.points）",
        "满分 15 分，各部分合计 20 分",
    ),
    "items that add up to less": (
        {"components": named("lessons", points=25), "total": 45},
        "第四条（components.lessons.points）",
        "满分 25 分，各部分合计 20 分",
    ),
    "a total below the sum": ({"total": 30}, "校发 1 号（total）", "总分 30 分，而各项合计 40 分"),
    "a total above the sum": ({"total": 50}, "校发 1 号（total）", "总分 50 分，而各项合计 40 分"),
    "highest of each or of both": (
        {"components": named("prizes", items=[BOTH_PRIZES])},
        "第六条（components.prizes.items）",
        "相加还是再取最高",
    ),
    "a grade above a component whose item has no points": (
        {
            "notes": {"grades": {"优秀": 20, "良好": 18, "合格": 16, "不合格": 10}},
            "components": named("study_notes", items=[MEAN_OF_NOTES]),
        },
        "第二条（notes.grades）",
        "等级最高 20 分，而“笔记”的满分只有 10 分",
    ),
    "a grade above a component whose item has more points": (
        {
            "notes": {"grades": {"优秀": 20}},
            "components": named("study_notes", items=[{**MEAN_OF_NOTES, "points": 20}]),
        },
        "第二条（notes.grades）",
        "等级最高 20 分，而“笔记”的满分只有 10 分",
    ),
    "a first prize above its component": (
        {"awards": {"source": "第九条", "contest": {"first": {"省": 15}}}},
        "第九条（awards.contest.first）",
        "竞赛最高 15 分，而“获奖”的满分只有 10 分",
    ),
    "a prize above its item": (
        {
            "awards": {"competition": {"first": {"省": 6}}},
            "components": named(
                "prizes",
                items=[{"rule": "highest", "measures": ["competition_points"], "points": 5}],
            ),
        },
        "校发 1 号（awards.competition.first）",
        "评选最高 6 分，而“获奖”中的这一项满分只有 5 分",
    ),
    "the tier of the gated is not announced": (
        {"tiers": {"announced": ["优秀", "合格"]}},
        "第七条（tiers.gated）",
        "“缺席过多”的教师列为不合格，而条文只宣布优秀、合格",
    ),
    "a tier that only gates would lead to, and they do not": (
        {"tiers": {"gated": "ranked"}},
        "第八条（tiers.levels）",
        "不合格没有比例",
    ),
    "a range that is only required": (
        {
            "requirements": named(
                "relays",
                label="二次培训学分",
                measure="relay_credits",
                at_least="1 学分",
                source="x",
            ),
            "relay": {"credits": {"criteria": ""}},
        },
        "第一条（relay.credits）",
        "1—3 之间由人酌定",
    ),
    "a range without criteria": (
        {
            "relay": {"credits": {"criteria": ""}},
            "components": named(
                "lessons", items=[{**IN_PROPORTION, "measures": ["external_points"]}]
            ),
        },
        "第一条（relay.credits）",
        "1—3 之间由人酌定",
    ),
    "a tier without ratio": (
        {"tiers": {"announced": ["优秀", "良好", "合格", "不合格"]}},
        "第八条（tiers.levels）",
        "宣布 4 个等级，只给出 2 个比例：良好没有比例",
    ),
    "a year planned below the minimum": (
        {"requirements": named("year", planned=["39.99 学时", "50.01 学时"])},
        "第三条（requirements.year.planned）",
        "第 1 学年只安排 39.99 学时",
    ),
    "planned years that add up to another sum": (
        {"requirements": named("year", planned=["40 学时", "51 学时"])},
        "第三条（requirements.year.planned）",
        "合计 91 学时",
    ),
    "more planned years than the cycle has": (
        {"requirements": named("year", planned=["40 学时", "50 学时", "0 学时"])},
        "第三条（requirements.year.planned）",
        "安排了 3 个学年，而一个周期是 2 个学年",
    ),
    "a requirement without source": (
        {"requirements": named("year", source="")},
        "校发 1 号（requirements.year）",
        "“每学年学时”没有写明出处",
    ),
}


@pytest.mark.parametrize("kind", AMENDED)
def test_each_contradiction_is_found_at_its_place(clean, kind):
    changes, place, said = AMENDED[kind]
    policy = read_policy(clean).amended(changes)
    found = [one for one in check_regulation(policy) if said in one.finding]
    assert [one.place for one in found] == [place]
    assert found[0].reading
    for other in found[0].other_readings:
        assess(tiny_school(), policy.amended(other.changes))
        assert not other.changes or policy.amended(other.changes) != policy


@pytest.mark.parametrize("kind", AMENDED)
def test_what_another_reading_says_is_no_longer_how_it_is_read(clean, kind):
    policy = read_policy(clean).amended(AMENDED[kind][0])
    for one in check_regulation(policy):
        for other in one.other_readings:
            now = policy.amended(other.changes)
            same = [
                found
                for found in check_regulation(now)
                if found.place == one.place and other.changes
            ]
            assert all(
                found.reading != one.reading for found in same if found.finding == one.finding
            )


UNSTATED = {
    "total = 40\n": ("total", "没有写明总分"),
    'reference = "assessed"\n': ("reference", "在哪些人中取"),
    'first = "2021-2022"\n': ("cycle.first", "从哪一学年起算"),
    'rounding = "half_up"\n': ("tiers.rounding", "怎样取整"),
    'ties = "break"\n': ("tiers.ties", "同分怎样处理"),
    'gated = "failing"\n': ("tiers.gated", "“缺席过多”的教师列入哪一等级"),
    "count_gated = true\n": ("tiers.count_gated", "是否计入划等级的人数"),
}


@pytest.mark.parametrize("line", UNSTATED)
def test_what_a_regulation_leaves_unstated_is_found(clean, line):
    key, said = UNSTATED[line]
    assert line in CLEAN
    clean.write_text(CLEAN.replace(line, "", 1), encoding="utf-8")
    assert said in finding_at(read_policy(clean), key).finding


def test_a_highest_among_nobody_may_be_that_of_the_roster_or_of_the_group(clean):
    clean.write_text(CLEAN.replace('reference = "assessed"\n', "", 1), encoding="utf-8")
    others = finding_at(read_policy(clean), "reference").other_readings
    assert [one.changes for one in others] == [{"reference": "roster"}, {"reference": "group"}]


@pytest.mark.parametrize("reference", ["roster", "second", "group"])
def test_whatever_a_regulation_says_a_proportion_is_taken_of_settles_it(clean, reference):
    stated = CLEAN.replace('"assessed"', f'"{reference}"', 1)
    clean.write_text(stated, encoding="utf-8")
    assert check_regulation(read_policy(clean)) == ()


def test_points_are_added_up_as_they_are_weighed(clean):
    weighed = CLEAN.replace("[[components]]\n", '[[components]]\nweight = "150%"\n', 1)
    clean.write_text(weighed, encoding="utf-8")
    assert "各项合计" in finding_at(read_policy(clean), "total").finding


def test_county_110_has_every_contradiction_that_is_known_of_it():
    found = check_regulation(read_policy("county-110"))
    keys = [one.place.rpartition("（")[2].rstrip("）") for one in found]
    assert keys == [
        "notes.grades",
        "total",
        "reference",
        "components.bonus.items",
        "relay.credits",
        "external.deduction",
        "participation.credits",
        "reading.poor",
        "tiers.levels",
        "tiers.gated",
        "tiers.count_gated",
        "tiers.rounding",
        "tiers.ties",
    ]
    assert all(one.place.startswith("002") and one.reading for one in found)
    assert all(one.other_readings for one in found)


def test_the_grades_of_county_110_are_scaled_or_capped():
    found = check_regulation(read_policy("county-110"))[0]
    assert "10/9/8/5" in found.reading
    (other,) = found.other_readings
    assert other.changes == {
        "notes": {"grades": {"优秀": "20", "良好": "18", "合格": "16", "不合格": "10"}}
    }


def test_five_year_credits_contradict_themselves_in_the_fifth_year():
    found = [one.finding for one in check_regulation(read_policy("five-year-credits"))]
    assert found[0] == "第 5 学年只安排 0.5 学分，低于“每学年学分”的最低要求 2 学分"


def test_every_other_reading_of_every_shipped_regulation_can_be_written():
    for policy in list_policies().values():
        for finding in check_regulation(policy):
            for other in finding.other_readings:
                assert policy.amended(other.changes).id == policy.id


def finding_at(policy, key):
    (found,) = [one for one in check_regulation(policy) if f"（{key}）" in one.place]
    return found


def readings_at(policy, key):
    found = finding_at(policy, key)
    return found.reading, [other.text for other in found.other_readings]


def test_a_tier_without_ratio_that_no_gate_leads_to_is_read_as_nobodys(clean):
    announced = {"announced": ["优秀", "良好", "合格", "不合格"]}
    policy = read_policy(clean).amended({"tiers": announced})
    reading, others = readings_at(policy, "tiers.levels")
    assert reading == "没有人列为良好"
    assert others == ["良好、合格平分合格的 60%，各占 30%"]
    (other,) = finding_at(policy, "tiers.levels").other_readings
    tiers = policy.amended(other.changes).tiers
    assert [(level.name, level.ratio) for level in tiers.levels] == [
        ("优秀", Fraction(2, 5)),
        ("良好", Fraction(3, 10)),
        ("合格", Fraction(3, 10)),
    ]


def test_an_announced_failing_tier_is_read_as_the_gates_are_set(clean):
    ranked = read_policy(clean).amended({"tiers": {"gated": "ranked"}})
    assert readings_at(ranked, "tiers.levels") == (
        "没有人列为不合格，作废的照常排名",
        ["不合格不占比例，只由一票否决的条款产生"],
    )
    clean.write_text(CLEAN.replace('gated = "failing"\n', "", 1), encoding="utf-8")
    assert readings_at(read_policy(clean), "tiers.levels") == (
        "不合格不占比例，只由一票否决的条款产生",
        ["没有人列为不合格，作废的照常排名"],
    )


def test_an_announced_failing_tier_without_any_gate_is_nobodys(clean):
    start, end = CLEAN.index("[[gates]]"), CLEAN.index("[tiers]")
    clean.write_text(CLEAN[:start] + CLEAN[end:], encoding="utf-8")
    assert readings_at(read_policy(clean), "tiers.levels") == ("没有人列为不合格", [])


def test_grades_that_are_capped_are_read_as_capped(clean):
    written = {"优秀": 20, "良好": 16, "合格": 12, "不合格": 0}
    policy = read_policy(clean).amended({"notes": {"as_written": written, "grades": written}})
    capped = "按 优秀/良好/合格/不合格 20/16/12/0 分 计，超过 10 分的计 10 分"
    scaled = "按比例折算为 优秀/良好/合格/不合格 10/8/6/0 分"
    assert readings_at(policy, "notes.grades") == (capped, [scaled])
    policy = policy.amended({"notes": {"grades": {"优秀": 10, "良好": 8, "合格": 6}}})
    assert readings_at(policy, "notes.grades") == (scaled, [capped])


def test_grades_of_the_readers_own_are_neither_scaled_nor_capped(clean):
    written = {"优秀": 20, "良好": 16, "合格": 12, "不合格": 0}
    policy = read_policy(clean).amended({"notes": {"as_written": written}})
    policy = policy.amended({"notes": {"grades": {"优秀": 9}}})
    assert readings_at(policy, "notes.grades") == (
        "按 优秀/良好/合格/不合格 9/8/6/0 分 计",
        [
            "按 优秀/良好/合格/不合格 20/16/12/0 分 计，超过 10 分的计 10 分",
            "按比例折算为 优秀/良好/合格/不合格 10/8/6/0 分",
        ],
    )


def test_prizes_above_the_component_are_capped_or_scaled(clean):
    policy = read_policy(clean).amended({"awards": {"contest": {"first": {"省": 15, "市": 9}}}})
    found = finding_at(policy, "awards.contest.first")
    assert found.reading == "超过 10 分的计 10 分"
    (other,) = found.other_readings
    assert other.text == "按比例折算为 省/市 10/6 分"
    contest = policy.amended(other.changes).awards.contest
    assert (dict(contest.first), contest.step) == ({"省": 1000, "市": 600}, 33)


def test_an_amount_that_is_the_same_for_everybody_needs_no_criteria(clean):
    relays = named("lessons", items=[{**IN_PROPORTION, "measures": ["external_points"]}])
    lowest = {"criteria": "", "taken": "low"}
    policy = read_policy(clean).amended({"relay": {"credits": lowest}, "components": relays})
    assert check_regulation(policy) == ()


def test_a_range_that_nothing_rests_on_is_not_open(tmp_path):
    path = tmp_path / "本校.toml"
    path.write_text('extends = "county-110"\ndrop = ["components.participation"]\n', "utf-8")
    places = [one.place for one in check_regulation(read_policy(path))]
    assert not any("participation" in place for place in places)
    assert any("reading.poor" in place for place in places)


def test_a_regulation_that_only_requires_is_searched_for_ranges_too(tmp_path):
    path = tmp_path / "本校.toml"
    path.write_text(
        'id = "x"\ntitle = "要求"\nsource = "校发 2 号"\n'
        "[relay]\nwithin_working_days = 3\ncredits = { from = 1, to = 3 }\n"
        '[[requirements]]\nname = "r"\nlabel = "学分"\nsource = "一"\n'
        'measure = "relay_credits"\nat_least = "2 学分"\n',
        "utf-8",
    )
    (found,) = check_regulation(read_policy(path))
    assert "（relay.credits）" in found.place


def test_components_without_points_have_no_sum_to_go_by(clean):
    components = [{"name": name, "points": 0} for name in ("lessons", "study_notes", "prizes")]
    policy = read_policy(clean).amended({"components": components})
    assert readings_at(policy, "total") == ("最高只能得 0 分", [])
