"""Hours against what is asked, incidents and make-ups of the report; amounts by hand."""

from fractions import Fraction

import pytest
from agenda import chart, section, table
from schools import attended, tiny_school

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.policy import read_policy
from xiaoben_analytics.summary import summarize

PEOPLE = [
    {"teacher_id": "1", "name": "赵一", "group": "语文组", "state": "在岗"},
    {"teacher_id": "2", "name": "钱二", "group": "数学组", "state": "在岗"},
]
ALL = [f"{n:02d}" for n in range(1, 11)]
ACTIVITY = {
    "term": 1,
    "month": "2021-09",
    "audience": "全体教师",
    "hours": Fraction(3),
    "required": True,
}
PLAN = [
    *({**ACTIVITY, "activity_id": one, "title": f"研修{one}"} for one in ALL),
    {
        **ACTIVITY,
        "activity_id": "11",
        "title": "总结",
        "term": 2,
        "month": "2022-03",
        "hours": Fraction(30),
    },
]


@pytest.fixture(scope="module")
def summary():
    """赵一 has 30 hours in both terms; 钱二 was ill twice in the first (24), once made up for (27)."""
    rows = [attended("1", one) for one in (*ALL, "11")]
    rows += [attended("2", "01", "病假"), attended("2", "02", "病假", made_up=True)]
    rows += [attended("2", "03", "迟到"), *(attended("2", one) for one in (*ALL[3:], "11"))]
    school = tiny_school(roster=PEOPLE, plan=PLAN, attendance=rows)
    return summarize(assess(school, read_policy("county-110+term-hours")))


def test_who_is_short_and_by_how_much(summary):
    assert section(summary, "学时完成").findings[1] == (
        "每学期校本培训学时：第一学期 2 人中，达到 1 人，未达到 1 人，缺得最多的是钱二（3 学时）；"
        "第二学期 2 人都达到。"
    )
    assert section(summary, "学时完成").findings[2] == (
        "还有欠缺的 1 人次中，参加其后的活动就够的 0 人次，还要补课才够的 1 人次，"
        "都补上也不够的 0 人次。"
    )
    short = table(summary, "学时尚未达到的教师")
    (row,) = short.rows
    assert row[:6] == ("数学组", "2", "钱二", "每学期校本培训学时（第一学期）", "未达到", "3 学时")
    assert short.people == ("2",)
    assert "不算达到，也不算未达到" in short.note


def test_the_chart_counts_verdicts_by_group_and_has_its_rows_behind(summary):
    shown = chart(summary, "各教研组学时达标情况")
    assert shown.categories == ("数学组", "语文组")
    assert {one.name: one.amounts for one in shown.series} == {
        "达到": (1.0, 2.0),
        "未达到": (1.0, 0.0),
    }
    assert shown.behind.rows == (("数学组", "1", "1"), ("语文组", "2", "0"))


def test_what_is_not_known_decides_nothing():
    # No date of joining: whether the fifteen-hour rule of new teachers applies is not known.
    own = read_policy("county-110").amended(
        {
            "requirements": [
                {
                    "name": "new", "label": "新教师学时", "measure": "training_hours",
                    "at_least": "30 学时", "per": "year", "who": {"stage": 1}, "source": "校规",
                }
            ]
        }
    )  # fmt: skip
    summary = summarize(assess(tiny_school(roster=PEOPLE), own))
    part = section(summary, "学时完成")
    assert "记录不全、无法判断的，不算达到，也不算未达到；补齐记录后重算。" in part.findings
    assert [row[4:6] for row in part.tables[0].rows] == [("无法判断", "—")] * 2
    assert table(summary, "无法判断的要求").rows == (
        ("新教师学时（2021-2022学年）", "2 位教师", "按第三部分所列的说明补齐记录，重新生成"),
    )


def test_a_regulation_without_hours_says_so_and_the_usual_one_is_held_against_them():
    told = section(summarize(assess(tiny_school(roster=PEOPLE))), "学时完成")
    assert told.findings[0] == (
        "《县域校本研修考核办法（110 分）》没有写明教师应完成多少学时；"
        "以下按《学期学时要求（每学期 30 学时）》对照，只供参考。"
    )
    assert told.findings[1] == "按等级上报学时：12 学时 2 人。"
    assert told.findings[2] == "活动计划全年为每人提供 30 学时。"


def test_incidents_and_what_is_to_be_made_up(summary):
    part = section(summary, "参与情况")
    assert (
        "1 人共 1 次：迟到 1 次，早退 0 次，无故缺席 0 次；最多的是钱二（1 次）。" in part.findings
    )
    assert table(summary, "迟到、早退和无故缺席").rows == (
        ("数学组", "2", "钱二", "1", "0", "0", "0", "1"),
    )
    assert "待补课 1 人次（1 人），共 3 学时；最多的是钱二（1 次）。" in part.findings
    assert table(summary, "待补课").rows == (
        ("数学组", "2", "钱二", "研修01", "2021年9月", "病假", "3"),
    )
    assert table(summary, "待补课").people == ("2",)


def test_what_is_asked_of_groups_is_counted_by_group():
    own = read_policy("county-110").amended(
        {
            "requirements": [
                {
                    "name": "met", "label": "教研活动", "of": "group", "measure": "meetings_held",
                    "at_least": "2 次", "per": "year", "source": "校规",
                }
            ]
        }
    )  # fmt: skip
    met = [{"group": "语文组", "date": None}, {"group": "语文组", "date": None}]
    summary = summarize(assess(tiny_school(roster=PEOPLE, group_meetings=met), own))
    told = [one for one in section(summary, "学时完成").findings if "教研组和学校" in one]
    assert len(told) == 1
    assert "共 2 项" in told[0]


def test_other_requirements_and_the_calendar_of_groups_are_told_or_left_open():
    policy = read_policy("county-110+group-calendar")
    names = {one.label for one in policy.requirements if one.of == "teacher"}
    summary = summarize(assess(tiny_school(roster=PEOPLE), policy))
    part = section(summary, "学时完成")
    assert "没有写明教师应完成多少学时；以下按《学期学时要求" in part.findings[0]
    listed = table(summary, "其他要求尚未达到的教师")
    assert {row[3].split("（")[0] for row in listed.rows} == names
    assert {row[4] for row in listed.rows} == {"无法判断"}  # no table of books was read
    asked = [row[0] for row in table(summary, "无法判断的要求").rows]
    assert any(one.startswith("教研日历：") for one in asked)
    assert len(asked) == len(set(asked))


def test_nobody_for_whom_a_requirement_is_meant_is_said():
    own = read_policy("county-110").amended(
        {
            "requirements": [
                {
                    "name": "old", "label": "骨干学时", "measure": "training_hours",
                    "at_least": "30 学时", "per": "year", "source": "校规",
                    "who": {"categories": ["骨干教师"]},
                }
            ]
        }
    )  # fmt: skip
    people = [{**one, "category": "新教师"} for one in PEOPLE]
    part = section(summarize(assess(tiny_school(roster=people), own)), "学时完成")
    assert part.findings == ("按等级上报学时：12 学时 2 人。", "没有教师须达到学时要求。")
