from dataclasses import replace
from datetime import date
from fractions import Fraction

import pandas as pd
import pytest
from schools import as_school, attended, school_rows, tiny_school

from xiaoben_analytics.assessment import assess, list_problems
from xiaoben_analytics.errors import DataError, PolicyError
from xiaoben_analytics.policy import parse_ratios, read_policy
from xiaoben_analytics.problems import REPEATED, Problem, problems_frame


def test_frames_given_are_left_as_they_were():
    school = as_school(school_rows(5))
    before = {name: table.copy(deep=True) for name, table in school.tables.items()}
    assess(school).what_if(ratios="20/40/40")
    for name, table in school.tables.items():
        pd.testing.assert_frame_equal(table, before[name])


@pytest.mark.parametrize(
    ("table", "label"), [("roster", "花名册"), ("plan", "活动计划"), ("attendance", "考勤")]
)
def test_a_missing_table_stops_the_run_and_is_listed(table, label):
    school = tiny_school(**{table: []})
    with pytest.raises(DataError, match=f"没有找到《{label}》"):
        assess(school)
    found = list_problems(school, read_policy("county-110"))
    assert found["problem"].str.contains(f"没有读到《{label}》，无法计分").sum() == 1
    assert not found["problem"].str.contains("没有考勤记录").any()


def test_a_scored_table_without_rows_is_information():
    problems = assess(tiny_school()).problems
    assert set(problems["severity"]) == {"提示"}
    assert problems["problem"].str.contains("《读书活动》").sum() == 1


def test_nobody_on_duty():
    roster = [{"teacher_id": "1", "name": "甲", "group": "语文组", "state": "退休"}]
    with pytest.raises(DataError, match="无人参评"):
        assess(tiny_school(roster=roster))


def test_a_teacher_listed_twice_is_refused():
    twice = [{"teacher_id": "1", "name": "甲", "group": "语文组", "state": "在岗"}] * 2
    with pytest.raises(DataError, match="重复的工号"):
        assess(tiny_school(roster=twice))


def losing(set_aside):
    """A school whose attendance lost so many of 20 rows."""
    school = tiny_school()
    school.files.loc[0] = ["考勤.xlsx", "考勤", "attendance", 21, 20 - set_aside, set_aside, 1]
    return school


def test_more_than_the_allowed_loss_stops_the_run():
    assert len(assess(losing(1)).standings) == 2  # exactly 5 %
    with pytest.raises(DataError, match="《考勤》共 20 行，其中 2 行不能使用"):
        assess(losing(2))
    assert len(assess(losing(2), max_loss=Fraction(1, 10)).standings) == 2


def ten_teachers():
    """One group of ten; teacher 01 has the most external hours, teacher 10 the fewest."""
    ids = [f"{number:02d}" for number in range(1, 11)]
    roster = [
        {"teacher_id": one, "name": f"教师{one}", "group": "语文组", "state": "在岗"} for one in ids
    ]
    external = [{"teacher_id": one, "hours": Fraction(30 - 2 * int(one))} for one in ids]
    return tiny_school(roster=roster, external=external, attendance=[attended("01", "01")])


def test_what_if_lists_who_moves_and_why():
    result = assess(ten_teachers())
    moves = result.what_if(ratios="20/50/30").moves
    assert moves["teacher_id"].tolist() == ["03"]
    assert moves[["from_tier", "to_tier"]].iloc[0].tolist() == ["优秀", "良好"]
    assert moves["why"].tolist() == ["优秀名额由 3 个变为 2 个，本人第 3 名"]
    assert result.moves.empty


def test_what_if_on_a_what_if_compares_with_the_first():
    result = assess(ten_teachers())
    again = result.what_if(ratios="20/50/30").what_if(ratios="30/50/20")
    assert again.moves["teacher_id"].tolist() == ["08"]
    assert again.moves["why"].tolist() == ["良好及以上名额由 7 个变为 8 个，本人第 8 名"]


def test_what_if_equals_an_assessment_under_such_a_policy():
    school = as_school(school_rows(11, teachers=25))
    policy = read_policy("county-110")
    other = policy.with_tiers(policy.tiers.with_settings(rounding="floor", ties="down"))
    what_if = assess(school, policy).what_if(rounding="floor", ties="down")
    pd.testing.assert_frame_equal(what_if.standings, assess(school, other).standings)


def test_a_tie_rule_moves_people_and_says_so():
    attendance = [attended(str(number), "01") for number in range(1, 4)]
    roster = [
        {"teacher_id": str(number), "name": str(number), "group": "语文组", "state": "在岗"}
        for number in range(1, 4)
    ]
    result = assess(tiny_school(roster=roster, attendance=attendance))
    assert result.standings["tier"].tolist() == ["优秀"] * 3
    moves = result.what_if(ties="down").moves
    assert moves["to_tier"].tolist() == ["合格"] * 3
    assert moves["why"].str.endswith("同分处理方式改变").all()


@pytest.mark.parametrize(
    "setting",
    [
        {"ratios": "30/40"},
        {"rounding": "up"},
        {"ties": "first"},
        {"group_ratios": {"语文组": "50/50"}},
    ],
)
def test_a_setting_that_cannot_be_applied_is_refused(setting):
    with pytest.raises(PolicyError, match="应为"):
        assess(tiny_school()).what_if(**setting)


def test_groups_and_months_are_summed_up_by_hand():
    roster = [
        {"teacher_id": "1", "name": "甲", "group": "语文组", "state": "在岗"},
        {"teacher_id": "2", "name": "乙", "group": "语文组", "state": "在岗"},
        {"teacher_id": "3", "name": "丙", "group": "数学组", "state": "在岗"},
    ]
    plan = [
        {
            "activity_id": str(number),
            "title": "活动",
            "term": 1,
            "month": month,
            "audience": "全体教师",
        }
        | {"hours": Fraction(3), "required": True}
        for number, month in enumerate(["2021-09", "2021-09", "2021-10"], start=1)
    ]
    attendance = [
        attended("1", "1"),
        attended("1", "2", "迟到"),
        attended("1", "3", "早退"),
        attended("2", "1"),
        attended("2", "2", "病假", made_up=True),
        attended("3", "1", "事假"),
        attended("3", "3"),
    ]
    result = assess(tiny_school(roster=roster, plan=plan, attendance=attendance))
    assert result.participation.to_numpy().tolist() == [
        ["2021-09", "数学组", 2, 0],
        ["2021-09", "语文组", 4, 3],
        ["2021-10", "数学组", 1, 1],
        ["2021-10", "语文组", 2, 1],
    ]
    # attendance: 9 h, 6 h and 3 h of 9 h -> 30, 20 and 10 points, each with 10 for reading
    groups = result.groups.set_index("group")
    assert groups.loc["语文组", ["teachers", "mean", "median", "highest", "lowest"]].tolist() == [
        2,
        3500,
        3500,
        4000,
        3000,
    ]
    assert groups.loc["语文组", ["owed", "attended"]].tolist() == [6, 4]
    assert groups.loc["数学组", ["teachers", "mean", "owed", "attended"]].tolist() == [
        1,
        2000,
        3,
        1,
    ]


def test_the_school_column_is_filled_only_where_there_are_several():
    people = [
        {
            "teacher_id": str(number),
            "name": "甲",
            "group": "语文组",
            "state": "在岗",
            "school": school,
        }
        for number, school in enumerate(["一中", "一中"], start=1)
    ]
    assert assess(tiny_school(roster=people)).standings["school"].tolist() == ["", ""]
    people[1]["school"] = "二中"
    assert set(assess(tiny_school(roster=people)).standings["school"]) == {"一中", "二中"}


def relayed(returned, relay):
    """The notices about one study of teacher 1."""
    study = {"teacher_id": "1", "name": "甲", "hours": Fraction(8), "credits": Fraction(1)}
    external = [study | {"return_date": returned, "relay_date": relay}]
    problems = assess(tiny_school(external=external)).problems
    return problems[problems["column"] == "二次培训日期"]


def test_a_late_relay_is_named_with_the_days_that_were_allowed():
    late = relayed(date(2021, 9, 30), date(2021, 10, 12))
    assert late["expected"].tolist() == ["2021-09-30 至 2021-10-11"]
    assert late["severity"].tolist() == ["提示"]
    assert relayed(date(2021, 9, 30), date(2021, 10, 11)).empty
    assert relayed(None, date(2021, 10, 11))["expected"].tolist() == ["填写返校日期"]


def test_participation_counts_the_assessed_only():
    roster = [
        {"teacher_id": "1", "name": "甲", "group": "语文组", "state": "在岗"},
        {"teacher_id": "2", "name": "乙", "group": "语文组", "state": "产假"},
    ]
    result = assess(tiny_school(roster=roster, attendance=[attended("1", "01")]))
    assert result.participation.to_numpy().tolist() == [["2021-09", "语文组", 10, 1]]
    found = result.problems["problem"]
    assert found[found.str.contains("乙")].tolist() == ["1 位教师的状态是“产假”，不参评（乙）"]


def roster_problems(*people):
    names = ("teacher_id", "name", "group", "state")
    roster = [dict(zip(names, person, strict=True)) for person in people]
    found = list_problems(tiny_school(roster=roster, attendance=[]), read_policy("county-110"))
    rows = found[found["column"].isin(["状态", "姓名"])]
    return list(rows[["value", "problem", "severity"]].itertuples(index=False, name=None))


def test_who_is_not_assessed_is_named_and_nobody_assessed_is_a_problem():
    assert roster_problems(
        ("1", "甲", "语文组", "在岗"), ("2", "乙", "语文组", "在职"), ("3", "丙", "数学组", None)
    ) == [("在职", "1 位教师的状态是“在职”，不参评（乙）", "提示")]
    assert roster_problems(("1", "甲", "语文组", "产假")) == [
        ("产假", "1 位教师的状态是“产假”，不参评（甲）", "问题")
    ]


def test_namesakes_are_named():
    assert roster_problems(("1", "甲", "语文组", None), ("2", "甲", "数学组", None)) == [
        ("甲", "有 2 位教师同名：甲（语文组）、甲（数学组）", "提示")
    ]


def test_a_groups_own_ratios_that_are_not_applied_are_said():
    reviews = [{"group": "语文组", "group_ratio": "45/35/20"}]
    school = tiny_school(group_review=reviews)
    policy = read_policy("county-110")
    found = list_problems(school, policy).query("column == '优秀比例'")
    assert found["problem"].tolist() == [
        "语文组的优秀比例 45/35/20 没有采用，划等级用的是 30%/40%/30%"
    ]
    own = policy.tiers.with_settings(group_ratios={"语文组": parse_ratios("45/35/20")})
    assert list_problems(school, policy.with_tiers(own)).query("column == '优秀比例'").empty


def test_rows_that_repeat_others_are_no_loss():
    school = losing(20)
    again = [
        Problem("考勤.xlsx", "考勤", row, "", "", "重复", severity=REPEATED) for row in range(20)
    ]
    assert len(assess(replace(school, problems=problems_frame(again))).standings) == 2
    with pytest.raises(DataError, match="其中 2 行不能使用"):
        assess(replace(school, problems=problems_frame(again[:18])), max_loss=Fraction(0))


@pytest.mark.parametrize(("file", "sheet"), [("考勤_第二学期.xlsx", "Sheet1"), ("二.xlsx", "考勤")])
def test_a_sheet_named_for_a_table_that_could_not_be_read_stops_the_run(file, sheet):
    school = tiny_school()
    school.files.loc[0] = [file, sheet, "", 500, 0, 500, 0]
    unread = problems_frame([Problem(file, sheet, None, "", "", "没有找到已知的标题行")])
    school = replace(school, problems=unread)
    with pytest.raises(DataError, match="像是《考勤》，但没有读到：没有找到已知的标题行"):
        assess(school)
    assert len(assess(school, max_loss=Fraction(1)).standings) == 2


def test_a_sheet_of_another_kind_does_not_stop_the_run():
    school = tiny_school()
    school.files.loc[0] = ["课表.xlsx", "Sheet1", "", 500, 0, 500, 0]
    unread = problems_frame([Problem("课表.xlsx", "Sheet1", None, "", "", "没有找到已知的标题行")])
    assert len(assess(replace(school, problems=unread)).standings) == 2


def test_gated_teachers_stand_below_by_total():
    roster = [
        {"teacher_id": str(number), "name": str(number), "group": "语文组", "state": "在岗"}
        for number in range(1, 4)
    ]
    undone = [
        {"teacher_id": one, "kind": "任务", "required": True, "done": False} for one in ("1", "2")
    ]
    awards = [
        {"teacher_id": "2", "award_category": "竞赛", "level": "省", "prize": "一等奖", "name": "2"}
    ]
    result = assess(tiny_school(roster=roster, participation=undone, awards=awards))
    assert result.standings["teacher_id"].tolist() == ["3", "2", "1"]
