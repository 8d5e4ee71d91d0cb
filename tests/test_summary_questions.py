"""What the report leaves open: readings, clauses for people; each with what to do."""

import pytest
from agenda import section, table
from schools import as_school, attended, tiny_school

from xiaoben_analytics.assessment import assess, move_teachers
from xiaoben_analytics.policy import read_policy
from xiaoben_analytics.readings import compare_readings, try_readings
from xiaoben_analytics.scenarios import ManualMove
from xiaoben_analytics.summary import summarize

NOTES = [{"teacher_id": "1", "grade": "合格"}, {"teacher_id": "2", "grade": "不合格"}]


@pytest.fixture(scope="module")
def result():
    return assess(tiny_school(notes=NOTES))


def test_every_reading_that_is_open_says_how_many_it_changes(result):
    summary = summarize(result)
    rows = table(summary, "待定的读法").rows
    (grades,) = [row for row in rows if row[0] == "002 五.2（2）①"]
    # scaled 8 and 5 give 48 and 45; as written both are capped at 10: 50 and 50, one rank, one tier
    assert grades[4] == "2"
    assert grades[2] == "按比例折算为 优秀/良好/合格/不合格 10/9/8/5 分"
    told = section(summary, "待定事项").findings
    assert f"办法有 {len({row[:3] for row in rows})} 处没有写明或前后不一" in told[2]
    assert told[1] == "没有因记录不全而无法判断的要求。"


def test_clauses_that_nothing_computes_say_what_to_do(result):
    rows = table(summarize(result), "须由会议或学校办理的条款").rows
    assert [(row[0], row[3]) for row in rows] == [
        (one.name, one.by_hand) for one in read_policy("county-110").clauses
    ]


def test_a_regulation_that_says_everything_leaves_nothing_open(result, monkeypatch):
    monkeypatch.setattr("xiaoben_analytics.summary.questions.try_readings", lambda _: ())
    told = section(summarize(result), "待定事项").findings
    assert "办法没有留下需要选择的读法。" in told


def test_readings_of_an_assessment_leave_moves_by_hand_aside(result):
    moved = move_teachers(result, [ManualMove("2", "优秀", "支教一年", "校长室")])
    here, there = (
        [(one.finding, [len(effect.teachers) for effect in one.effects]) for one in compared]
        for compared in (compare_readings(result.school, result.policy), try_readings(moved))
    )
    assert here == there


def test_hostile_names_stay_text_in_every_section():
    people = [
        {"teacher_id": "1", "name": "=1+1", "group": "<b>组", "state": "在岗"},
        {"teacher_id": "2", "name": "王\x07伟", "group": "<b>组", "state": "在岗"},
        {"teacher_id": "3", "name": "李\u202e芳", "group": "<b>组", "state": "在岗"},
    ]
    school = tiny_school(roster=people, attendance=[attended(n, "01", "缺席") for n in "123"])
    text = str(summarize(assess(school)))
    assert "\\x07" not in text
    assert "\\u202e" not in text
    assert "王�伟" in text


def test_a_school_of_nothing_but_people_still_has_every_section():
    rows = {
        "roster": [{"teacher_id": "1", "name": "赵一", "group": "语文组", "state": "在岗"}],
        "plan": [
            {"activity_id": "A1", "title": "研修", "term": 1, "month": "2021-09", "hours": 300}
        ],
        "attendance": [attended("1", "A1")],
    }
    summary = summarize(assess(as_school(rows)))
    assert all(part.blocks for part in summary.sections)
    assert len(summary.sections) == 10
