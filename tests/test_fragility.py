"""How firmly lines stand; what is tried in arrays equals an assessment of the school put right."""

import random
from fractions import Fraction as F

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schools import as_school, attended, school_rows, tiny_school

from xiaoben_analytics.assessment import assess, move_teachers
from xiaoben_analytics.fragility import find_fragility
from xiaoben_analytics.fragility.slips import list_slips
from xiaoben_analytics.fragility.trial import Bench, measure_slips
from xiaoben_analytics.policy import read_policy
from xiaoben_analytics.problems import list_new
from xiaoben_analytics.scenarios import ManualMove
from xiaoben_analytics.tables import TABLES, Correction, correct, state_correction

COUNTY = read_policy("county-110")
SIZES = st.fixed_dictionaries(
    {
        "seed": st.integers(0, 2**32),
        "teachers": st.integers(3, 14),
        "groups": st.integers(1, 4),
        "activities": st.integers(3, 5),
        "ties": st.booleans(),
    }
)
SETTINGS = {
    "as it is": {},
    "ties up": {"tiers": {"ties": "up"}},
    "ties down": {"tiers": {"ties": "down", "count_gated": False}},
    "the whole school": {"tiers": {"scope": "school", "rounding": "floor"}},
    "small groups pooled, conserved": {"tiers": {"min_group": 4, "conserve": True}},
    "gated are ranked": {"tiers": {"gated": "ranked"}},
    "second highest": {"reference": "second"},
    "highest of the group": {"reference": "group"},
    "highest of the roster": {"reference": "roster"},
    "weighted": {"components": [{"name": "external", "weight": "1/3"}], "reference": "second"},
}


def tiers(result):
    standings = result.standings
    return dict(zip(standings["teacher_id"], standings["tier"], strict=True))


def by_hand(result):
    """The smallest change for each line, every slip assessed from scratch."""
    names = result.policy.tiers.names
    before, totals = tiers(result), result.standings.set_index("teacher_id")["total"]
    pools = result.standings.set_index("teacher_id")["pool"]
    best = {}
    assessed = range(len(result.teachers))
    for slips in list_slips(result.school, result.policy, assessed).values():
        for slip in slips:
            again = assess(correct(result.school, [slip.correction]), result.policy)
            after = tiers(again)
            new = again.standings.set_index("teacher_id")["total"]
            moved = [one for one in before if before[one] != after[one]]
            effect = max(abs(int(new[one]) - int(totals[one])) for one in before)
            for one in moved:
                ends = sorted(names.index(side[one]) for side in (before, after))
                for level in range(ends[0], min(ends[1], len(names) - 2)):
                    key = (str(pools[one]), names[level])
                    weight = (effect, len(moved))
                    best[key] = min(best.get(key, weight), weight)
    return best


def test_the_smallest_change_is_the_one_that_brute_force_finds():
    rows = school_rows(8, teachers=4, groups=1, activities=3)
    few = {name: rows[name] for name in ("roster", "plan", "attendance", "reading")}
    result = assess(as_school(few), COUNTY)
    expected = by_hand(result)
    found = {
        (one.line.pool, one.line.tier): one.crossing
        for one in find_fragility(result).lines
        if one.crossing
    }
    assert expected
    assert {
        key: (crossing.effect, len(crossing.across) + len(crossing.others))
        for key, crossing in found.items()
    } == expected


@pytest.mark.parametrize("setting", SETTINGS)
def test_what_is_tried_in_arrays_equals_an_assessment_from_scratch(setting):
    policy = COUNTY.amended(SETTINGS[setting])
    result = assess(as_school(school_rows(31, teachers=12, groups=3, activities=5)), policy)
    slips = [
        (table, slip)
        for table, given in list_slips(result.school, policy, range(12)).items()
        for slip in random.Random(table).sample(given, min(len(given), 1))
    ]
    bench = Bench(result)
    for table, slip in slips:
        again = assess(correct(result.school, [slip.correction]), policy)
        measures = measure_slips(result, table, [slip])
        outcomes = list(bench.try_measures(np.array([slip.teacher]), measures))
        before, after = tiers(result), tiers(again)
        assert bool(outcomes) == (before != after)
        for outcome in outcomes:
            ids = result.standings["teacher_id"]
            totals = again.standings.set_index("teacher_id")["total"][ids]
            assert outcome.totals.tolist() == totals.tolist()
            names = [policy.tiers.names[level] for level in outcome.levels]
            assert names == [after[one] for one in ids]


@given(SIZES, st.sampled_from(sorted(SETTINGS)))
@settings(max_examples=6, deadline=None)
def test_what_is_named_really_moves_those_and_nobody_else(size, setting):
    result = assess(as_school(school_rows(**size)), COUNTY.amended(SETTINGS[setting]))
    before, totals = tiers(result), result.standings.set_index("teacher_id")["total"]
    for one in find_fragility(result).lines:
        if one.crossing is None:
            continue
        again = assess(correct(result.school, [one.crossing.correction]), result.policy)
        after, new = tiers(again), again.standings.set_index("teacher_id")["total"]
        moves = (*one.crossing.across, *one.crossing.others)
        assert {move.teacher_id: (move.from_tier, move.to_tier) for move in moves} == {
            who: (before[who], after[who]) for who in before if before[who] != after[who]
        }
        assert all(move.from_total == totals[move.teacher_id] for move in moves)
        assert all(move.to_total == new[move.teacher_id] for move in moves)
        assert one.crossing.across
        assert one.crossing.effect == abs(new - totals).max()


def test_who_was_moved_by_hand_stays_there_as_long_as_the_gates_allow():
    moved = assess(as_school(school_rows(31, teachers=12, groups=3, activities=5)))
    ranked = moved.standings[~moved.standings["gated"]]["teacher_id"].tolist()
    moves = [ManualMove(one, tier, "支教", "校长室") for one, tier in
             zip((ranked[0], ranked[-1]), ("合格", "优秀"), strict=True)]  # fmt: skip
    moved = move_teachers(moved, moves)
    bench, refused = Bench(moved), 0
    ids = moved.standings["teacher_id"].tolist()
    for table, given_slips in list_slips(moved.school, COUNTY, range(12)).items():
        for slip in random.Random(table).sample(given_slips, min(len(given_slips), 3)):
            again = assess(correct(moved.school, [slip.correction]))
            allowed = [move for move in moves if not again.standings.set_index("teacher_id")
                       .loc[move.teacher_id, "gated"]]  # fmt: skip
            refused += len(moves) - len(allowed)
            after = tiers(move_teachers(again, allowed))
            measures = measure_slips(moved, table, [slip])
            outcomes = list(bench.try_measures(np.array([slip.teacher]), measures))
            assert bool(outcomes) == (tiers(moved) != after)
            for outcome in outcomes:
                assert [COUNTY.tiers.names[level] for level in outcome.levels] == [
                    after[one] for one in ids
                ]


def two_and_a_line():
    """Ten activities; 甲 attended all, 乙 missed one, 丙 and 丁 three with leave; 优秀 is for one."""
    roster = [
        {"teacher_id": str(n), "name": name, "group": "语文组", "state": "在岗"}
        for n, name in enumerate("甲乙丙丁", start=1)
    ]
    missed = {"1": 0, "2": 1, "3": 3, "4": 3}
    attendance = [
        attended(who, f"{n:02d}", "病假" if n <= count else "出席")
        for who, count in missed.items()
        for n in range(1, 11)
    ]
    return tiny_school(roster=roster, attendance=attendance)


def test_a_line_tells_its_gaps_and_what_would_move_whom():
    """30 and 27 points of attendance: one leave of 甲 less makes 10/10 and 9/10 equal, and ties go up."""
    result = assess(two_and_a_line())
    first, second = find_fragility(result).lines
    assert (first.line.pool, first.line.tier, first.line.cutoff) == ("语文组", "优秀", 4000)
    assert (first.line.above, first.line.below) == (("甲",), ("乙",))
    assert (first.line.gap_above, first.line.gap_below) == (None, 300)
    # 丙 and 丁 share the third place, which is the last seat of 良好: nobody is below
    assert (second.line.cutoff, second.line.gap_above, second.line.gap_below) == (3100, 600, None)
    assert first.line.sentence == "语文组优秀线 40.00：线上最近为甲，线下最近为乙，相差 3.00 分"
    assert second.line.sentence == "语文组良好线：线下没有人"
    assert first.crossing is not None
    assert first.crossing.across[0].name in {"甲", "乙"}
    assert first.sentence == f"{first.line.sentence}；{first.crossing.sentence}"


def test_a_move_by_hand_draws_no_line_and_has_no_margin():
    """丁 is put above the line by hand: the line stays where 甲 and 乙 drew it."""
    result = assess(two_and_a_line())
    moved = move_teachers(result, [ManualMove("4", "优秀", "支教", "校长室")])
    found = find_fragility(moved)
    assert [one.line for one in found.lines] == [one.line for one in find_fragility(result).lines]
    margins = found.margins.set_index("teacher_id")
    assert margins.loc["4", "tier"] == "优秀"
    assert margins.loc["4", "points_up":].isna().all()
    assert margins.loc["2", "points_up"] == 300
    crossings = [one.crossing for one in found.lines if one.crossing]
    crossed = {move.name for one in crossings for move in (*one.across, *one.others)}
    assert crossed
    assert crossed <= {"甲", "乙", "丙"}


def test_nothing_flips_where_everybody_shares_a_tier():
    """Two teachers and one tier: no line at all; with three tiers an empty one is said."""
    level = COUNTY.tiers.levels[-1].model_copy(update={"ratio": F(1)})
    one = COUNTY.with_tiers(COUNTY.tiers.model_copy(update={"levels": (level,)}))
    assert find_fragility(assess(tiny_school(), one)).lines == ()
    empty = find_fragility(assess(tiny_school(), COUNTY)).lines
    assert [line.line.sentence for line in empty] == [
        "语文组优秀线：线下没有人",
        "语文组良好线：线下没有人",
    ]


def test_a_line_that_no_record_moves_is_said():
    """甲 is far ahead, 乙 has been absent: nothing of a single record makes up for it."""
    roster = [
        {"teacher_id": str(n), "name": name, "group": "语文组", "state": "在岗"}
        for n, name in enumerate("甲乙", start=1)
    ]
    attendance = [attended("1", f"{n:02d}") for n in range(1, 11)]
    tasks = [{"teacher_id": "1", "kind": "主讲", "credits": F(3)}] * 8
    result = assess(tiny_school(roster=roster, attendance=attendance, participation=tasks))
    line = find_fragility(result).lines[0]
    assert line.crossing is None
    assert line.sentence.endswith("改动任何一条记录都没有人越过这条线")


def test_margins_count_points_and_places_to_both_lines():
    margins = find_fragility(assess(two_and_a_line())).margins.set_index("name")
    far = ["points_up", "ranks_up", "points_down", "ranks_down"]
    shown = margins[far].astype("object").where(margins[far].notna(), None)
    # n = 4: lines after 1 and 3 seats; 丙 and 丁 share the third place and go up together
    assert margins["tier"].to_dict() == {"甲": "优秀", "乙": "良好", "丙": "良好", "丁": "良好"}
    assert shown.loc["甲"].tolist() == [None, None, 0, 0]
    assert shown.loc["乙"].tolist() == [300, 1, None, None]
    assert shown.loc["丙"].tolist() == [900, 2, None, None]


def test_a_gated_teacher_has_no_margin():
    absent = [attended("2", f"{number:02d}", "缺席") for number in (1, 2, 3)]
    school = tiny_school(attendance=[*(attended("1", f"{n:02d}") for n in range(1, 11)), *absent])
    margins = find_fragility(assess(school)).margins.set_index("teacher_id")
    assert margins.loc["2", ["points_up", "points_down"]].isna().all()


def test_shuffled_rows_give_the_same_effects():
    rows = school_rows(21, teachers=14, groups=2)
    straight, shuffled = (find_fragility(assess(as_school(rows, shuffle=s))) for s in (None, 5))
    assert [one.line for one in straight.lines] == [one.line for one in shuffled.lines]
    effects = [
        [one.crossing and one.crossing.effect for one in run.lines] for run in (straight, shuffled)
    ]
    assert effects[0] == effects[1]


def test_a_regulation_without_any_highest_is_tried_too():
    """Reading alone is scored: 乙 lost three points; a piece in time, or one more lost, moves them."""
    kept = [one for one in COUNTY.written["components"] if one["name"] == "reading"]
    policy = type(COUNTY).from_written({**COUNTY.written, "components": kept, "gates": []})
    school = tiny_school(reading=[{"teacher_id": "2", "completion": "未交", "deduction": None}])
    first = find_fragility(assess(school, policy)).lines[0]
    assert first.crossing is not None
    assert first.crossing.effect == 300
    assert {move.name for move in first.crossing.across} == {"乙"}


def test_of_equal_effects_the_next_level_is_named():
    """一等奖 and 特等奖 of a county's contest are both worth 3, half a point more than 二等奖."""
    award = {"teacher_id": "2", "award_category": "竞赛", "level": "县", "prize": "二等奖"}
    roster = [
        {"teacher_id": str(n), "name": name, "group": "语文组", "state": "在岗"}
        for n, name in enumerate("甲乙丙", start=1)
    ]
    attendance = [attended(str(who), f"{n:02d}") for who in (1, 2, 3) for n in range(1, 11)]
    awards = [{**award, "teacher_id": "1", "level": "县", "prize": "一等奖"}, award]
    school = tiny_school(roster=roster, attendance=attendance, awards=awards)
    first = find_fragility(assess(school)).lines[0]
    assert first.crossing is not None
    assert first.crossing.effect == 50
    steps = {"特等奖": 0, "一等奖": 1, "二等奖": 2, "三等奖": 3, "优秀奖": 4}
    said = first.crossing.correction.says
    assert set(said) == {"prize"}
    before = school.tables["awards"]["prize"][first.crossing.correction.at]
    assert abs(steps[said["prize"]] - steps[before]) == 1


@given(SIZES)
@settings(max_examples=6, deadline=None)
def test_no_proposal_is_found_fault_with(size):
    result = assess(as_school(school_rows(**size)), COUNTY)
    for one in find_fragility(result).lines:
        if one.crossing is None:
            continue
        again = assess(correct(result.school, [one.crossing.correction]))
        fresh = list_new(result.problems, again.problems)["problem"]
        assert not fresh.str.contains("未计入|不计分|学年内|早于").any(), one.crossing.text


# ------------------------------------------------------------------ records put right


def test_corrections_are_made_at_the_places_before_any_of_them():
    notes = [{"teacher_id": "1", "grade": grade} for grade in ("优秀", "良好", "合格")]
    school = tiny_school(notes=notes)
    again = correct(
        school,
        [
            Correction("notes", 0, withdrawn=True),
            Correction("notes", 2, {"grade": "不合格"}),
            Correction("notes", None, {"teacher_id": "2", "grade": "优秀"}),
        ],
    )
    assert again.tables["notes"][["teacher_id", "grade"]].to_numpy().tolist() == [
        ["1", "良好"],
        ["1", "不合格"],
        ["2", "优秀"],
    ]
    assert again.tables["notes"].dtypes.equals(TABLES["notes"].empty().dtypes)
    assert school.tables["notes"]["grade"].tolist() == ["优秀", "良好", "合格"]


def test_a_correction_is_said_with_its_address():
    school = tiny_school(external=[{"teacher_id": "1", "hours": F(8), "training": "省骨干班"}])
    school.tables["external"].loc[0, ["file", "sheet", "row"]] = ["外出.xlsx", "外出", 3]
    stated = [
        state_correction(school, one)
        for one in (
            Correction("external", 0, {"hours": 1600, "return_date": None}),
            Correction("external", 0, withdrawn=True),
            Correction("external", None, {"teacher_id": "2", "hours": 250}),
            Correction("attendance", 0, {"made_up": True}),
        )
    ]
    assert stated == [
        "《外出学习》改一条：外出.xlsx·外出 第 3 行，甲，省骨干班，“学时”由“8”改为“16”，“返校日期”由“空白”改为“空白”",
        "《外出学习》撤销一条：外出.xlsx·外出 第 3 行，甲，省骨干班",
        "《外出学习》补记一条：乙（学时 2.5）",
        "《考勤》改一条：甲，《活动01》，“补课”由“否”改为“是”",
    ]
