"""How firmly lines stand; what is tried in arrays equals an assessment of the school put right."""

import random
from collections import Counter
from fractions import Fraction as F

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schools import as_school, attended, school_rows, tiny_school

from xiaoben_analytics.assessment import assess, move_teachers, wanted
from xiaoben_analytics.fragility import find_fragility
from xiaoben_analytics.fragility.slips import list_slips, tables_read
from xiaoben_analytics.fragility.trial import Bench, measure_slips
from xiaoben_analytics.measures import MEASURES, RECORDS
from xiaoben_analytics.policy import list_policies, read_policy
from xiaoben_analytics.records import build_records
from xiaoben_analytics.scenarios import ManualMove
from xiaoben_analytics.tables import TABLES, Correction, correct, state_correction

COUNTY = read_policy("county-110")
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


@given(
    st.fixed_dictionaries(
        {
            "seed": st.integers(0, 2**32),
            "teachers": st.integers(3, 14),
            "groups": st.integers(1, 4),
            "activities": st.integers(3, 5),
            "ties": st.booleans(),
        }
    ),
    st.sampled_from(sorted(SETTINGS)),
)
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


# ------------------------------------------------------------------ what is tried


def slips_of(school, table, teacher=0, policy=COUNTY):
    return [slip.correction for slip in list_slips(school, policy, [teacher])[table]]


def test_what_is_tried_follows_from_tables_and_regulation():
    assert [table.label for table in tables_read(COUNTY)] == [
        "考勤", "外出学习", "活动参与", "学习笔记", "读书活动", "获奖",
    ]  # fmt: skip
    fewer = COUNTY.amended(
        {"components": [{"name": "bonus", "items": [{"rule": "full", "points": 1}]}]}
    )
    assert "获奖" not in [table.label for table in tables_read(fewer)]


def test_of_records_that_are_alike_one_is_tried():
    """Ten times present at three hours: six other statuses, made up, and the row withdrawn."""
    tried = slips_of(tiny_school(), "attendance")
    assert len({one.at for one in tried}) == 1
    said = [one.says.get("status") for one in tried if "status" in one.says]
    assert sorted(said) == sorted(["迟到", "早退", "病假", "事假", "公假", "缺席"])
    assert Counter(one.withdrawn for one in tried)[True] == 1
    assert {"made_up": True} in [dict(one.says) for one in tried]


def test_an_award_has_other_levels_and_prizes_may_be_missing_or_too_many():
    award = {"teacher_id": "1", "award_category": "竞赛", "level": "省", "prize": "一等奖"}
    school = tiny_school(awards=[award])
    tried = slips_of(school, "awards")
    assert {one.says["level"] for one in tried if set(one.says) == {"level"}} == {
        "国家",
        "市",
        "县",
        "校",
    }
    assert any(one.withdrawn for one in tried)
    added = [one for one in slips_of(school, "awards", teacher=1) if one.at is None]
    assert [(one.says["teacher_id"], one.says["level"]) for one in added] == [("2", "省")]


def test_amounts_are_tried_as_the_school_writes_the_next():
    external = [{"teacher_id": "1", "hours": F(hours)} for hours in (4, 8, 16)]
    tried = [
        one.says["hours"]
        for one in slips_of(tiny_school(external=external), "external")
        if one.at == 1 and "hours" in one.says
    ]
    assert tried == [400, 1600]


def test_a_missing_attendance_row_may_be_one_that_was_forgotten():
    school = tiny_school(attendance=[attended("1", "01"), attended("2", "01")])
    added = [one for one in slips_of(school, "attendance") if one.at is None]
    assert {one.says["activity_id"] for one in added} == {"02"}
    assert len(added) == 7


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_every_measure_names_the_tables_it_reads(name):
    """A table is asked for if and only if it is named; roster, plan and records are everybody's."""

    class Asked(dict):
        def __init__(self, tables):
            super().__init__(tables)
            self.seen = set()

        def __getitem__(self, key):
            self.seen.add(key)
            return super().__getitem__(key)

    rules = {}
    for policy in list_policies().values():
        rules |= {key: rule for key, rule in policy.rules.items() if rule is not None}
    school = as_school(
        school_rows(3)
        | {"history": [{"teacher_id": "0001", "school_year": "2020-2021", "hours": F(3)}]}
    )
    tables = {**school.tables, RECORDS: build_records(school.tables, COUNTY)}
    asked = Asked(tables)
    rows = MEASURES[name].rows
    rows.prepare(asked, rules)
    read = {"attendance" if one == RECORDS else one for one in asked.seen} - {"roster", "plan"}
    assert read <= set(rows.reads)
    assert set(rows.also) <= read
    assert wanted(COUNTY)


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
