"""Every number of a score, taken back to the rows it came from."""

import json
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from schools import as_school, attended, school_rows, tiny_school

from xiaoben_analytics.assessment import assess, move_teachers
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.explanation import explain, explain_all
from xiaoben_analytics.explanation.arithmetic import (
    Applied,
    state_component,
    state_gate,
    state_item,
    state_measure,
    state_total,
)
from xiaoben_analytics.export import score_table
from xiaoben_analytics.measures import MEASURES
from xiaoben_analytics.policy import Item, amend, read_policy
from xiaoben_analytics.problems import NOTICE, Problem, problems_frame
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.scenarios import ManualMove

SAMPLE = Path(__file__).parent.parent / "data" / "sample"
IDS = [f"{number:02d}" for number in range(1, 11)]
CENT = Decimal("0.01")


def component(told, name):
    return next(one for one in told.components if one.name == name)


def half_up(value):
    return (Decimal(value.numerator) / value.denominator).quantize(CENT, ROUND_HALF_UP)


# ------------------------------------------------------------------ it adds up


@pytest.fixture(scope="module")
def explained():
    """Every teacher of the sample and of a made-up school, with their assessments."""
    schools = (read_school(SAMPLE), as_school(school_rows(7, teachers=20)))
    results = [assess(school) for school in schools]
    return [(result, {told.teacher_id: told for told in explain_all(result)}) for result in results]


def test_rows_add_up_to_measures(explained):
    for result, all_told in explained:
        for one, told in all_told.items():
            measures = [
                *(m for part in told.components for item in part.items for m in item.measures),
                *(m for part in told.components for m in part.deductions),
                *(m for gate in told.gates for m in gate.measures),
            ]
            scored = result.measures.set_index("teacher_id").loc[one]
            for measure in measures:
                counted = sum(entry.worth for entry in measure.entries if entry.counted)
                assert counted == measure.amount, (one, measure.name)
                assert measure.amount * MEASURES[measure.name].scale == int(scored[measure.name])
                assert all(entry.why_not for entry in measure.entries if not entry.counted)


def test_measures_make_the_points_of_the_score_table(explained):
    for result, all_told in explained:
        table = score_table(result).set_index("工号")
        void = {one: any(gate.failed for gate in told.gates) for one, told in all_told.items()}
        for one, told in all_told.items():
            for part in told.components:
                others = [
                    component(other, part.name)
                    for key, other in all_told.items()
                    if part.name != "attendance" or not void[key]
                ]
                points = sum(by_hand(item, part, others) for item in part.items)
                points -= sum(measure.amount for measure in part.deductions)
                voided = part.name == "attendance" and void[one]
                expected = Decimal(0) if voided else min(max(points, Decimal(0)), part.most)
                assert part.points == expected == table.loc[one, part.label], (one, part.name)
            assert told.total == sum(part.points for part in told.components)
            assert told.total == table.loc[one, "总分"]


def by_hand(item, part, others):
    """Work an item out from the amounts of its measures, by the words of the regulation."""
    amounts = [Fraction(measure.amount) for measure in item.measures]
    if item.rule == "proportional":
        (place,) = (n for n, one in enumerate(part.items) if one is item)
        highest = max(Fraction(other.items[place].measures[0].amount) for other in others)
        return half_up(30 * amounts[0] / highest) if highest else Decimal(0)
    if item.rule == "average":
        return half_up(amounts[0] / amounts[1]) if amounts[1] else Decimal(0)
    if item.rule == "full":
        return Decimal(10)
    most = 20 if part.name == "participation" else 10
    return min(sum((half_up(one) for one in amounts), Decimal(0)), Decimal(most))


def test_rank_and_tier_are_those_of_the_standings(explained):
    for result, all_told in explained:
        lines = result.cutoffs.set_index(["pool", "tier"])["cutoff"]
        for row in result.standings.to_dict("records"):
            standing = all_told[row["teacher_id"]].standing
            assert standing.tier == row["tier"]
            assert (standing.rank is None) == row["gated"]
            for margin in filter(None, (standing.above, standing.below)):
                assert margin.line * 100 == int(lines[standing.pool, margin.tier])
                assert margin.distance == abs(margin.line - Decimal(int(row["total"])) / 100)


def test_one_alone_is_explained_as_among_all(explained):
    for result, all_told in explained:
        assert list(all_told) == result.standings["teacher_id"].tolist()
        for one in list(all_told)[::7]:
            assert explain(result, one) == all_told[one]


# ------------------------------------------------------------------ sentences and rows


def absences(count, **more):
    """The first teacher misses the first so many of ten activities of 3 hours; the second none."""
    rows = [
        *(attended("1", one, "缺席") for one in IDS[:count]),
        *(attended("1", one) for one in IDS[count:]),
        *(attended("2", one) for one in IDS),
    ]
    return assess(tiny_school(attendance=rows, **more))


def test_a_share_of_the_highest_names_who_has_it():
    part = component(explain(absences(2), "1"), "attendance")
    assert part.items[0].arithmetic == "30 × 24 ÷ 30 = 24.00 分，全校最高为乙的 30 学时"
    assert (part.points, part.arithmetic) == (24, "24.00 分")
    missed = [entry for entry in part.items[0].measures[0].entries if not entry.counted]
    assert [(one.what, one.why_not) for one in missed] == [
        ("活动01，缺席", "缺席，未补课"),
        ("活动02，缺席", "缺席，未补课"),
    ]


@pytest.mark.parametrize(
    ("count", "failed", "stated"),
    [
        (1, False, "= 10%，没有超过 20%"),
        (2, False, "= 20%，没有超过 20%"),
        (3, True, "= 30%，超过 20%，考勤项作废"),
    ],
)
def test_a_gate_shows_its_numbers(count, failed, stated):
    told = explain(absences(count), "1")
    gate = told.gates[0]
    assert gate.failed == failed
    assert gate.arithmetic == f"无故缺席 {count} 次 ÷ 应参加活动 10 次 {stated}"
    assert len([one for one in gate.measures[0].entries if one.counted]) == count


def test_a_voided_component_says_why_and_the_teacher_has_no_rank():
    told = explain(absences(3), "1")
    part = component(told, "attendance")
    assert part.points == 0
    assert part.arithmetic == "无故缺席超过应参加活动的 20%，本项作废，计 0.00 分"
    assert told.standing.rank is None
    assert (told.standing.above, told.standing.below) == (None, None)
    assert "不参加排名，等级为不合格" in told.standing.sentence


def test_who_is_voided_is_not_the_highest():
    assert (
        "全校最高为乙的 30 学时"
        in component(explain(absences(3), "2"), "attendance").items[0].arithmetic
    )


def test_of_several_awards_the_best_counts_and_the_others_say_why_not():
    awards = [
        {"award": "甲赛", "award_category": "竞赛", "level": "县", "prize": "一等奖"},  # 3
        {"award": "乙赛", "award_category": "竞赛", "level": "市", "prize": "二等奖"},  # 3.5
        {"award": "丙赛", "award_category": "竞赛", "level": "市", "prize": "二等奖"},  # 3.5
        {"award": "丁赛", "award_category": "竞赛", "level": "校", "prize": "二等奖"},
        {"award": "戊文", "award_category": "评选", "level": "省", "prize": "一等奖"},  # 3
    ]
    awards = [{"teacher_id": "1", **award} for award in awards]
    contest, competition = (
        component(explain(absences(0, awards=awards), "1"), "bonus").items[0].measures
    )
    assert [(one.what[:2], str(one.worth), one.why_not) for one in contest.entries] == [
        ("甲赛", "3.00", "不是得分最高的一项"),
        ("乙赛", "3.50", ""),
        ("丙赛", "3.50", "与计入的一项相同，只计一项"),
        ("丁赛", "0.00", "级别“校”不在办法所列之内"),
        ("戊文", "0.00", "类别是评选，不属于竞赛"),
    ]
    assert [one.what[:2] for one in competition.entries if one.counted] == ["戊文"]
    assert (contest.amount, competition.amount) == (Decimal("3.50"), Decimal("3.00"))


def test_a_late_relay_is_shown_beside_the_hours_that_count():
    study = {
        "teacher_id": "1", "training": "研修", "hours": Fraction(8), "credits": Fraction(2),
        "return_date": date(2021, 11, 1), "relay_date": date(2021, 11, 5),
    }  # fmt: skip
    part = component(explain(absences(0, external=[study]), "1"), "external")
    hours, relay = part.items[0].measures[0].entries
    assert (hours.measure, hours.worth, hours.counted) == ("外出学习学时", 8, True)
    assert (relay.measure, relay.worth) == ("二次培训奖励学分", 0)
    assert relay.why_not == "二次培训不在返校后 3 个工作日内"
    in_time = {**study, "relay_date": date(2021, 11, 4)}
    part = component(explain(absences(0, external=[in_time]), "1"), "external")
    assert [one.worth for one in part.items[0].measures[0].entries] == [8, 2]


def test_what_was_made_up_is_said():
    rows = [attended("1", "01", "病假", made_up=True), attended("2", "01")]
    told = explain(assess(tiny_school(attendance=rows)), "1")
    entries = component(told, "attendance").items[0].measures[0].entries
    assert [one.what for one in entries if one.counted] == ["活动01，病假，已补课"]
    assert {one.why_not for one in entries if not one.counted} == {"没有考勤记录"}
    assert {one.when for one in entries} == {"2021-09"}


def test_deductions_are_taken_off_down_to_nothing():
    pieces = [{"teacher_id": "1", "book": "书", "completion": "未交"}] * 4
    part = component(explain(absences(0, reading=pieces), "1"), "reading")
    assert part.arithmetic == "10.00 − 12.00，扣完为止，计 0.00 分"
    assert part.points == 0


def test_equal_totals_say_how_they_are_told_apart():
    told = explain(absences(0), "1").standing
    assert told.sentence.startswith("语文组计 2 人，名额为优秀 1 名、良好 0 名、合格 1 名；")
    assert "列第 1 名；同分 2 人，依次比较各项得分" in told.sentence


def test_margins_are_measured_from_the_nearest_lines():
    ids = [f"{number:02d}" for number in range(1, 11)]
    roster = [
        {"teacher_id": one, "name": f"教师{one}", "group": "语文组", "state": "在岗"} for one in ids
    ]
    external = [{"teacher_id": one, "hours": Fraction(30 - 2 * int(one))} for one in ids]
    school = tiny_school(roster=roster, external=external, attendance=[attended("01", "01")])
    result = assess(school)  # 10 teachers: 3 优秀, 4 良好, 3 合格
    external_points = [half_up(Fraction(30 * (30 - 2 * n), 28)) for n in range(1, 11)]
    fifth = explain(result, "05").standing
    assert (fifth.tier, fifth.above.tier, fifth.below.tier) == ("良好", "优秀", "良好")
    assert fifth.above.distance == external_points[2] - external_points[4]
    assert fifth.below.distance == external_points[4] - external_points[6]
    assert explain(result, "01").standing.above is None
    assert explain(result, "10").standing.below is None


def test_who_is_not_assessed_or_unknown_is_refused():
    roster = [
        {"teacher_id": "1", "name": "甲", "group": "语文组", "state": "在岗"},
        {"teacher_id": "2", "name": "乙", "group": "语文组", "state": "产假"},
    ]
    result = assess(tiny_school(roster=roster))
    with pytest.raises(UsageError, match="不在岗，不参评"):
        explain(result, "2")
    with pytest.raises(UsageError, match="没有工号“9”"):
        explain(result, "9")


# ------------------------------------------------------------------ what was found in the files


def found(problems, names=("田甲", "田甲")):
    """Explain 0001 of two teachers; which of these problems are told?"""
    roster = [
        {"teacher_id": one, "name": name, "group": "语文组", "state": "在岗", "file": "花.xlsx",
         "sheet": "表", "row": row}
        for row, (one, name) in enumerate(zip(("0001", "0002"), names, strict=True), start=2)
    ]  # fmt: skip
    attendance = [{**attended(one, "01"), "file": "考.xlsx", "sheet": "表", "row": row}
                  for one, row in (("0001", 5), ("0002", 6))]  # fmt: skip
    school = tiny_school(roster=roster, attendance=attendance)
    school = replace(school, problems=problems_frame(problems))
    told = explain(assess(school), "0001").remarks
    return [one.sentence for one in told if one.file == "考.xlsx"]


@pytest.mark.parametrize(
    ("problem", "names", "mine"),
    [
        (Problem("考.xlsx", "表", 9, "姓名", "田甲", "有几位"), ("田甲", "田甲"), True),
        (Problem("考.xlsx", "表", 9, "姓名", "田甲", "有几位"), ("田甲", "王乙"), True),
        (Problem("考.xlsx", "表", 9, "姓名", "田甲 0001 出席", "重复"), ("田甲", "田甲"), True),
        (Problem("考.xlsx", "表", 9, "姓名", "田甲 0002 出席", "重复"), ("田甲", "田甲"), False),
        (Problem("考.xlsx", "表", 9, "姓名", "田甲乙", "没有"), ("田甲", "田甲乙"), False),
        (Problem("考.xlsx", "表", 9, "工号", "0001", "不符"), ("田甲", "王乙"), True),
        (Problem("考.xlsx", "表", 9, "工号", "", "工号 0001 是田甲"), ("田甲", "王乙"), True),
        (Problem("考.xlsx", "表", 9, "学时", "00015", "太多"), ("田甲", "王乙"), False),
        (Problem("考.xlsx", "表", 5, "学时", "约3", "不是数字"), ("田甲", "王乙"), True),
        (Problem("考.xlsx", "表", 6, "学时", "约3", "不是数字"), ("田甲", "王乙"), False),
        (Problem("考.xlsx", "表", 5, "学时", "王乙", "不对"), ("田甲", "王乙"), False),
        (Problem("考.xlsx", "表", None, "学时", "约3", "不是数字"), ("田甲", "王乙"), False),
    ],
)
def test_a_problem_is_told_to_whom_it_concerns(problem, names, mine):
    assert bool(found([problem], names)) == mine


def test_a_problem_is_told_with_its_column_value_and_outcome():
    problem = Problem(
        "考.xlsx", "表", 5, "学时", "约3", "不是数字", "数字", "改", NOTICE, "其余照用"
    )
    assert found([problem]) == ["“学时”（约3）：不是数字（应为：数字）；其余照用"]


# ------------------------------------------------------------------ every rule in words


def applied(rule, amounts, given, points, **more):
    names = {
        "rate": ("attended", "required_activities"),
        "average": ("note_points", "note_checks"),
        "proportional": ("attendance_hours",),
        "full": (),
    }.get(rule, ("contest_points", "competition_points"))
    item = Item(rule=rule, measures=names, points=more.pop("most", None))
    return Applied(item, amounts, given, points, **more)


@pytest.mark.parametrize(
    ("case", "stated"),
    [
        (applied("rate", (7, 9), 778, 778, most=10), "10 × 实际参加 7 ÷ 应参加活动 9 = 7.78 分"),
        (applied("rate", (0, 0), 0, 0, most=10), "没有应参加活动，计 0.00 分"),
        (applied("rate", (9, 8), 1125, 1000, most=10),
         "10 × 实际参加 9 ÷ 应参加活动 8 = 11.25 分，最多 10.00 分"),
        (applied("average", (1700, 2), 850, 850), "笔记得分合计 17 ÷ 笔记检查 2 = 8.50 分"),
        (applied("average", (0, 0), 0, 0), "没有笔记检查，计 0.00 分"),
        (applied("sum", (350, 300), 650, 650), "竞赛最高分 3.5 + 评选最高分 3 = 6.50 分"),
        (applied("highest", (350, 300), 350, 350),
         "竞赛最高分 3.5、评选最高分 3 中取最高，为 3.50 分"),
        (applied("full", (), 1000, 1000, most=10), "起始 10.00 分"),
        (applied("proportional", (0,), 0, 0, most=30), "全校没有校本培训学时，都计 0.00 分"),
        (applied("proportional", (300,), 900, 900, most=30, highest=1000, holders=tuple("甲乙丙丁")),
         "30 × 3 ÷ 10 = 9.00 分，全校最高为甲、乙、丙 等 4 人的 10 学时"),
    ],
)  # fmt: skip
def test_rules_in_words(case, stated):
    assert state_item(case) == stated


def test_components_and_totals_in_words():
    bonus = read_policy("county-110").components[-1]
    assert state_component(bonus, [800, 300], []) == "8.00 + 3.00 = 11.00 分，最多 10.00 分"
    assert state_component(bonus, [800], [0]) == "8.00 分"
    assert state_total([6000, 4500], 10000) == "60.00 + 45.00 = 105.00 分，总分最多 100.00 分"


@pytest.mark.parametrize(
    ("items", "weight", "stated"),
    [
        ([800], "1.2", "8.00 分，乘以权重 6/5 为 9.60 分"),
        ([800, 300], "50%", "8.00 + 3.00 = 11.00 分，最多 10.00 分，乘以权重 1/2 为 5.00 分"),
        ([333], "0.5", "3.33 分，乘以权重 1/2 为 1.67 分"),
    ],
)
def test_a_weight_is_part_of_the_arithmetic(items, weight, stated):
    bonus = amend(read_policy("county-110"), {"weights.bonus": weight}).components[-1]
    assert state_component(bonus, items, []) == stated


def test_a_weighted_component_is_explained_to_its_points():
    result = assess(as_school(school_rows(5))).what_if(weights={"participation": "1.25"})
    for row in result.standings.to_dict("records"):
        told = component(explain(result, row["teacher_id"]), "participation")
        assert told.points * 100 == row["participation"]
        assert told.most == Decimal("37.50")
        assert f"为 {told.points} 分" in told.arithmetic


def test_a_tier_moved_by_hand_says_so_and_keeps_its_distance_from_the_lines():
    result = absences(3)
    move = ManualMove("1", "合格", "支教", "校长室", despite_gate=True)
    told = explain(move_teachers(result, [move]), "1").standing
    assert told.tier == "合格"
    assert told.sentence.endswith("等级为不合格，会议调整为合格（支教；批准人：校长室）")
    other = explain(
        move_teachers(result, [ManualMove("2", "合格", "支教", "校长室")]), "2"
    ).standing
    assert other.sentence.endswith("等级为优秀，会议调整为合格（支教；批准人：校长室）")
    assert other.below == explain(result, "2").standing.below


def test_gates_in_words():
    absence, task = read_policy("county-110").gates
    near = state_gate(absence, (2001, 10000), failed=True, voids=["考勤"])
    assert near == "无故缺席 2001 次 ÷ 应参加活动 10000 次 = 20.01%，超过 20%，考勤项作废"
    none = state_gate(absence, (0, 0), failed=False, voids=["考勤"])
    assert none == "无故缺席 0 次 ÷ 应参加活动 0 次，没有超过 20%"
    assert state_gate(task, (1,), failed=True, voids=[]) == "未完成的必须任务 1 项，超过 0 项"
    below = task.model_copy(update={"above": None, "below": task.above})
    assert state_gate(below, (0,), failed=False, voids=[]) == "未完成的必须任务 0 项，达到 0 项"
    assert state_gate(below, (0,), failed=True, voids=[]).endswith("不足 0 项")


def test_hours_that_make_credits_in_words():
    credit = MEASURES["credits_earned"]
    assert state_measure(credit, 5000, 250, Fraction(20)) == (
        "合计 50，每 20 折 1 学分，得 2.5 学分"
    )
    assert state_measure(credit, 5000, 5000, Fraction(1)) == ""


# ------------------------------------------------------------------ the command


def test_explain_prints_the_numbers_of_the_score_table(xiaoben):
    code, out, _ = xiaoben("explain", SAMPLE, "0013")
    assert code == 1  # as of every command that assesses: the sample has problems
    assert "戴浩然（0013，英语组）" in out
    assert "等级：英语组计" in out
    assert "√ │ 2021-10-20 │ 外出学习学时：心理健康教育培训" in out
    assert "核对时发现的、与本人有关的记录\n  [问题] 考勤_教研组活动.xlsx·英语组 第 11 行" in out


def test_explain_as_json_has_plain_numbers(xiaoben):
    told = json.loads(xiaoben("explain", SAMPLE, "戴浩然", "--json")[1])
    assert told["teacher_id"] == "0013"
    assert round(sum(part["points"] for part in told["components"]), 2) == told["total"]
    entry = told["components"][1]["items"][0]["measures"][0]["entries"][0]
    assert {"when", "what", "worth", "why_not", "file", "sheet", "row"} <= set(entry)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("田子昂", "有几位“田子昂”：0044（语文组）、0005（数学组）。请写明工号"),
        ("戴浩燃", "没有“戴浩燃”。是否想用“戴浩然”？"),
        ("9999999", "没有“9999999”。请写明工号"),
    ],
)
def test_explain_asks_who_is_meant(xiaoben, given, said):
    code, out, err = xiaoben("explain", SAMPLE, given)
    assert (code, out) == (2, "")
    assert said in err
