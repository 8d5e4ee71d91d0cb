"""问卷星: numbered questions in anybody's words."""

from __future__ import annotations

import pytest

FACTS = ("序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP")
LEAVE = ("1、您的姓名", "2、您所在的教研组", "3、本次活动是否全程参加", "4、请假原因")
WHO = ("Q1：请输入您的姓名？", "2.您的工号是？")


def form(questions, *answers, submitted="2021/10/15 16:00:05"):
    rows = [
        (number, submitted, "30秒", "手机提交", "直接访问", "10.0.0.1(江苏-常州)", *given, 5)
        for number, given in enumerate(answers, start=1)
    ]
    return [(*FACTS, *questions, "总分"), *rows]


def statuses(school):
    rows = school.tables["attendance"]
    return list(rows[["teacher_id", "activity_id", "status"]].itertuples(index=False, name=None))


def test_a_submission_is_presence_on_its_day_unless_an_answer_says_otherwise(read, counts):
    school = read(
        问卷=form(
            LEAVE,
            (" 王  伟", "语文组", "否", "病假"),
            ("李娜", "数学组", "是", "(跳过)"),
            ("张敏", "英语组", "(空)", "（空）"),
            ("刘洋", "数学组", "A.是", "无"),
        )
    )
    assert statuses(school) == [
        ("0001", "P2", "病假"),
        ("0002", "P2", "出席"),
        ("0003", "P2", "出席"),
        ("0004", "P2", "出席"),
    ]
    assert counts(school, "问卷.xlsx") == (5, 4, 0, 1)
    assert school.legends == ("问卷.xlsx 问卷：表内 否（病假）=病假，是、A.是（无）=出席",)
    assert list(school.tables["attendance"]["date"].dt.strftime("%F").unique()) == ["2021-10-15"]


@pytest.mark.parametrize(
    ("answer", "reason", "status"),
    [
        ("否", "事假", "事假"),
        ("否", "其他〖公假〗", "公假"),
        ("否", "病假┋病假〖发烧〗", "病假"),
        ("请假", "事假", "事假"),
        ("未参加", "公假", "公假"),
        ("(空)", "病假", "病假"),
        ("病假", "病假", "病假"),
        ("迟到", "(跳过)", "迟到"),
        ("缺席", "(跳过)", "缺席"),
        ("是", "路上堵车", "出席"),
        ("√", "", "出席"),
        ("否", "(空)", None),
        ("否", "家里有事", None),
        ("否", "病假┋事假", None),
        ("未参加", "家里有事", None),
        ("(空)", "家里有事", None),
        ("是", "病假", None),
        ("也许", "(空)", None),
        ("也许", "病假", None),
    ],
)
def test_what_is_neither_presence_nor_a_known_reason_is_listed(read, answer, reason, status):
    school = read(问卷=form(LEAVE, ("李娜", "数学组", answer, reason)))
    assert statuses(school) == ([("0002", "P2", status)] if status else [])
    (problems,) = [school.problems[school.problems["file"] == "问卷.xlsx"]]
    assert len(problems) == (0 if status else 1)
    if not status:
        assert problems["problem"].iloc[0] == "考勤没有说明含义，共 1 处，都没有使用"
        assert problems["row"].iloc[0] == 2


def test_who_asks_for_leave_is_not_present_though_the_answer_is_yes(read):
    questions = ("1、姓名", "2、是否请假", "3、请假类型")
    school = read(问卷=form(questions, ("李娜", "是", "事假"), ("刘洋", "否", "(跳过)")))
    assert statuses(school) == [("0002", "P2", "事假"), ("0004", "P2", "出席")]


def test_nothing_but_who_somebody_is_makes_a_sign_in(read):
    questions = (*WHO, "3、手机号", "4、现场照片")
    school = read(问卷=form(questions, ("李娜", "0002", "13800138000", "a.jpg")))
    assert statuses(school) == [("0002", "P2", "出席")]
    told = school.tables["attendance"].astype(str).to_string() + school.problems.to_string()
    assert "13800138000" not in told
    assert "10.0.0.1" not in told


def test_a_form_that_asks_for_anything_else_is_a_survey(read, found):
    school = read(问卷=form((*WHO, "3、您希望参加的培训主题"), ("李娜", "0002", "作业┋双减")))
    assert statuses(school) == []
    assert found(school, "问卷.xlsx") == [(None, "", "没有找到已知的标题行，整张表没有使用")]


@pytest.mark.parametrize("name", ["教改培训报名", "满意度调查", "请假登记"])
def test_a_form_named_otherwise_is_no_sign_in(read, name):
    school = read(**{name: form(WHO, ("李娜", "0002"))})
    assert statuses(school) == []


def test_a_survey_named_as_sign_in_is_one(read):
    school = read(签到=form((*WHO, "3、您希望参加的培训主题"), ("李娜", "0002", "作业")))
    assert statuses(school) == [("0002", "P2", "出席")]


def test_a_form_of_nobody_is_not_recognised(read):
    school = read(签到=form(("1、是否参加",), ("是",)))
    assert statuses(school) == []


def test_of_two_submissions_the_later_stands(read, found):
    answers = (("李娜", "数学组", "是", "(跳过)"), ("李娜", "数学组", "否", "病假"))
    school = read(问卷=form(LEAVE, *answers))
    assert statuses(school) == [("0002", "P2", "病假")]
    assert found(school, "问卷.xlsx")[0][0] == 2


def test_the_activity_may_be_asked_for_or_stand_in_the_name(read):
    asked = form(("1、姓名", "2、活动名称"), ("李娜", "线上研讨"), submitted="2021/12/1 8:00")
    assert statuses(read(签到=asked)) == [("0002", "P3", "出席")]
    named = form(("1、姓名",), ("刘洋",), submitted="2021/12/1 8:00")
    assert ("0004", "P2", "出席") in statuses(read(教改培训签到=named))


def test_the_day_may_be_asked_for(read):
    asked = form(("1、姓名", "2、活动的日期"), ("李娜", "2022-05-06"))
    assert statuses(read(签到=asked)) == [("0002", "P4", "出席")]


def test_a_day_without_activity_sets_the_row_aside(read, found, counts):
    school = read(签到=form(("1、姓名",), ("李娜",), submitted="2021/12/1 8:00:00"))
    assert found(school, "签到.xlsx") == [(2, "提交答卷时间", "计划中没有“2021-12-01”")]
    assert counts(school, "签到.xlsx") == (2, 0, 1, 1)


def test_questions_of_another_table_are_read_as_that_table(read, found, counts):
    questions = ("1、您的姓名", "2、检查日期", "3、笔记等级")
    school = read(问卷=form(questions, ("李娜", "2021-11-01", "优秀"), ("刘洋", "(空)", "很好")))
    assert school.tables["attendance"].empty
    notes = school.tables["notes"]
    assert list(notes[["teacher_id", "grade"]].itertuples(index=False, name=None)) == [
        ("0002", "优秀")
    ]
    assert found(school, "问卷.xlsx") == [(3, "3、笔记等级", "不是可用的内容")]
    assert counts(school, "问卷.xlsx") == (3, 1, 1, 1)


def test_without_roster_and_plan_name_and_day_stay(read):
    school = read(roster=(), plan=(), 签到=form(("1、姓名",), ("李娜",)))
    rows = school.tables["attendance"]
    assert list(rows[["name", "activity_id"]].itertuples(index=False, name=None)) == [
        ("李娜", "2021-10-15")
    ]


def test_the_time_of_submission_alone_is_no_form_of_this_kind(read):
    school = read(签到=[("提交答卷时间", "1、姓名"), ("2021/10/15", "李娜")])
    assert statuses(school) == []
