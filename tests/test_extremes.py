"""Schools at the ends of what may be: one teacher, all equal, all gated, rows and files in any order."""

import json
import random

import pytest
from decided import NAMES, ROSTER, attendance, write_school, write_table
from schools import as_school, school_rows, tiny_school

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.docket import list_ties
from xiaoben_analytics.errors import DataError
from xiaoben_analytics.fairness import advise_merging, count_envy, standardise
from xiaoben_analytics.moves import count_moves, find_shift
from xiaoben_analytics.policy import amend, read_policy
from xiaoben_analytics.standing import ROUNDINGS, choose_rounding, dead_zones, pool_seats

COUNTY = read_policy("county-110")
SETTINGS = [
    *({"rounding": name} for name in ROUNDINGS),
    {"ties": "up"},
    {"ties": "down"},
    {"scope": "school"},
    {"conserve": True},
    {"conserve": True, "apportionment": "sainte_lague"},
    {"min_group": 4},
    {"count_gated": False},
    {"count_gated": False, "conserve": True},
    {"gated": "ranked"},
    {"ratios": "0/60/40"},
    {"ratios": "0/60/40", "conserve": True},
    {"ratios": "100/0/0"},
    {"ratios": "0/0/100", "rounding": "floor"},
]


def roster(groups):
    return [
        {"teacher_id": f"{at:04d}", "name": f"教师{at}", "group": group, "state": "在岗"}
        for at, group in enumerate(groups, 1)
    ]


def marked(groups, status="出席"):
    """Everybody has one mark for everything; 缺席 without excuse fails the gate."""
    ids = [f"{number:02d}" for number in range(1, 11)]
    return [
        {
            "teacher_id": one["teacher_id"],
            "activity_id": activity,
            "status": status,
            "made_up": False,
        }
        for one in roster(groups)
        for activity in ids
    ]


def equal_school(groups, status="出席"):
    return tiny_school(roster=roster(groups), attendance=marked(groups, status))


SCHOOLS = {
    "one teacher": equal_school(["语文组"]),
    "one group, all equal": equal_school(["语文组"] * 12),
    "one teacher in each group": equal_school(["甲组", "乙组", "丙组"]),
    "all gated": equal_school(["甲组"] * 3 + ["乙组"], "缺席"),
}


@pytest.mark.parametrize("wish", SETTINGS, ids=str)
@pytest.mark.parametrize("school", SCHOOLS.values(), ids=SCHOOLS)
def test_the_smallest_schools_are_divided_and_explained(school, wish):
    before = assess(school, COUNTY)
    after = before.what_if(changes=wish)
    names = after.policy.tiers.names
    assert set(after.standings["tier"]) <= set(names)
    assert after.cutoffs["count"].sum() == len(after.standings)
    held = after.cutoffs.loc[after.cutoffs["tier"] != names[-1], "seats"].sum()
    assert held == sum(after.sizes.values())
    assert len(after.moves) == count_moves(before, after)["movers"].sum()
    assert all(after.moves["why"])
    for _, tied in after.standings[~after.standings["gated"]].groupby(["pool", "rank"]):
        assert tied["tier"].nunique() == 1
    list_ties(after.standings, after.policy)
    find_shift(before, after)
    count_envy(after.standings, after.policy.tiers)
    standardise(after.standings)
    advise_merging(after.standings, after.policy.tiers, fewer_than=5)
    assert choose_rounding(after.sizes, after.policy.tiers)["pool"].is_unique
    dead_zones(after.sizes, after.policy.tiers)


def test_all_equal_are_one_item_on_each_line_and_nobody_is_separated():
    result = assess(SCHOOLS["one group, all equal"], COUNTY)
    ties = list_ties(result.standings, result.policy)
    assert [(tie.tier, tie.seats, len(tie.teachers)) for tie in ties] == [
        ("优秀", 4, 12),
        ("良好", 8, 12),
    ]
    assert set(result.standings["tier"]) == {"优秀"}
    assert set(result.what_if(ties="down").standings["tier"]) == {"合格"}


def test_all_gated_have_no_rank_no_tie_and_no_line():
    result = assess(SCHOOLS["all gated"], COUNTY)
    assert result.standings["rank"].isna().all()
    assert set(result.standings["tier"]) == {"不合格"}
    assert list_ties(result.standings, result.policy) == ()
    assert result.cutoffs["cutoff"].isna().all()


def test_nobody_is_no_school():
    with pytest.raises(DataError, match="在岗"):
        assess(tiny_school(roster=[{**one, "state": "产假"} for one in roster(["语文组"])]), COUNTY)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    "wish", [{}, {"scope": "school"}, {"conserve": True, "min_group": 4}], ids=str
)
def test_rows_in_any_order_give_the_same_docket_and_tiers(seed, wish):
    rows = school_rows(seed, teachers=24, groups=3, ties=True)
    policy = amend(COUNTY, wish)
    one, other = (assess(as_school(rows, shuffle=order), policy) for order in (None, seed + 100))
    assert list_ties(one.standings, policy) == list_ties(other.standings, policy)
    assert one.standings.equals(other.standings)
    assert one.cutoffs.equals(other.cutoffs)


@pytest.fixture
def shuffled(tmp_path):
    """Write one school twice: rows in another order, attendance in several files of other names."""
    groups = ("语文组",) * 6 + ("数学组",) * 4
    staff = [(*row[:2], group) for row, group in zip(ROSTER[1:], groups, strict=True)]
    head, *marks = attendance([0, 2, 2, 2, 4, 5, 6, 6, 6, 9])
    first = write_school(tmp_path / "甲", 花名册=[ROSTER[0], *staff], 考勤=[head, *marks])
    dice = random.Random(7)
    dice.shuffle(staff)
    dice.shuffle(marks)
    second = write_school(tmp_path / "乙", 花名册=[ROSTER[0], *staff], 考勤=[head, *marks[:40]])
    (second / "考勤.xlsx").rename(second / "第二学期考勤.xlsx")
    write_table(second / "考勤 另一份.xlsx", [head, *marks[40:]])
    return first, second


@pytest.mark.parametrize(
    "command",
    [
        ["ties"],
        ["fairness"],
        ["score"],
        ["maxima"],
        ["tiers", "--conserve", "--ratios", "25/45/30"],
    ],
    ids=" ".join,
)
def test_files_and_rows_in_any_order_give_the_same_answer(xiaoben, shuffled, command):
    name, *options = command
    one, other = (json.loads(xiaoben(name, folder, *options, "--json")[1]) for folder in shuffled)
    assert one == other
    if name == "ties":
        assert [tie["names"] for tie in one["ties"]] == [["郑七", "王八", "冯九"], list(NAMES[1:4])]


def test_which_of_two_equal_groups_has_the_odd_seat_does_not_depend_on_the_order_of_rows():
    policy = amend(COUNTY, {"conserve": True})
    # 30 % of 10 are 3 seats for two groups of five: the group read first has two
    standings = assess(equal_school(["语文组", "数学组"] * 5), policy).standings
    upside_down = standings.iloc[::-1]
    assert pool_seats(standings, policy.tiers) == pool_seats(upside_down, policy.tiers)
    assert {pool: held[0] for pool, held in pool_seats(upside_down, policy.tiers).items()} == {
        "数学组": 2,
        "语文组": 1,
    }
    assert list_ties(standings, policy) == list_ties(upside_down, policy)
