"""Contradictions and gaps of regulations; each kind is written into a regulation without any."""

import pytest

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
items = [{ rule = "sum", measures = ["contest_points", "competition_points"] }]

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
announced = ["优秀", "合格"]
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
        {"components": named("prizes", decision="相加")},
        "第六条（components.prizes.items）",
        "相加还是再取最高",
    ),
    "a range without criteria": (
        {"relay": {"credits": {"criteria": ""}}},
        "第一条（relay.credits）",
        "1—3 之间由人酌定",
    ),
    "a tier without ratio": (
        {"tiers": {"announced": ["优秀", "合格", "不合格"]}},
        "第八条（tiers.levels）",
        "宣布 3 个等级，只给出 2 个比例：不合格没有比例",
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
    for other in found[0].other_readings:
        policy.amended(other.changes)  # can be run


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
    (found,) = check_regulation(read_policy(clean))
    assert f"（{key}）" in found.place
    assert said in found.finding


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
