"""Meetings of groups and prep groups, and the votes of elections."""

import pytest

from xiaoben_analytics.problems import NOTICE, PROBLEM, REPEATED

VOTES = ("评选项目", "候选", "票数")


def meetings(school):
    frame = school.tables["group_meetings"]
    told = frame[["group", "prep_group"]].astype("object").where(frame.notna(), None)
    return list(map(tuple, told.itertuples(index=False)))


def votes(school, *names):
    frame = school.tables["votes"]
    return [tuple(row[name] for name in names) for row in frame.to_dict("records")]


# ------------------------------------------------------------------ meetings


def test_a_prep_group_meets_without_naming_its_group(read, found):
    rows = [("教研组", "备课组", "日期"), ("数学组", None, "2021-10-15"), (None, "七年级数学", "2021-10-18")]  # fmt: skip
    school = read(教研活动=rows)
    assert meetings(school) == [("数学组", None), (None, "七年级数学")]
    assert found(school, "教研活动.xlsx") == []


def test_a_meeting_of_nobody_is_set_aside(read, found, counts):
    rows = [
        ("教研组", "备课组", "日期"),
        ("数学组", None, "2021-10-15"),
        (None, None, "2021-10-18"),
    ]
    school = read(教研活动=rows)
    assert meetings(school) == [("数学组", None)]
    assert found(school, "教研活动.xlsx") == [(3, "备课组", "没有教研组和备课组")]
    assert counts(school, "教研活动.xlsx") == (3, 1, 1, 1)


def test_meetings_without_a_column_of_groups_are_refused_once(read, found, counts):
    rows = [("日期", "主题"), ("2021-10-15", "研讨"), ("2021-10-18", "研讨")]
    school = read(教研活动=rows)
    said = "没有“教研组”或“备课组”，整张表不能使用"
    assert found(school, "教研活动.xlsx") == [(None, "教研组", said)]
    assert counts(school, "教研活动.xlsx") == (3, 0, 2, 1)


@pytest.mark.parametrize("heading", ["教研组", "备课组"])
def test_one_column_of_groups_is_enough(read, heading):
    group = {"教研组": "语文组", "备课组": "八年级语文"}[heading]
    school = read(教研活动=[(heading, "日期"), (group, "2021-10-15")])
    assert [one for pair in meetings(school) for one in pair if one] == [group]


def test_groups_are_spelled_as_on_the_roster(read, found):
    rows = [("教研组", "备课组", "日期"), ("数学", "七年级 数学组", "2021-10-15")]
    school = read(教研活动=rows)
    assert meetings(school) == [("数学组", "七年级数学")]
    assert found(school, "教研活动.xlsx") == [
        (2, "教研组", "按“数学组”使用"),
        (2, "备课组", "按“七年级数学”使用"),
    ]
    assert set(school.problems["severity"]) == {NOTICE}


def test_an_unknown_prep_group_is_listed_and_kept_an_unknown_group_is_not(read, found):
    rows = [("教研组", "备课组", "日期"), ("数学组", "九年级数学", "2021-10-15"), ("劳技组", None, "2021-10-18")]  # fmt: skip
    school = read(教研活动=rows)
    assert meetings(school) == [("数学组", "九年级数学")]
    assert found(school, "教研活动.xlsx") == [
        (2, "备课组", "花名册中没有这个备课组"),
        (3, "教研组", "花名册中没有这个教研组"),
    ]


def test_where_the_roster_names_no_prep_groups_theirs_stay_as_written(read, found):
    roster = [("工号", "姓名", "教研组"), ("0001", "王伟", "语文组")]
    school = read(roster=roster, 教研活动=[("备课组", "日期"), ("七年级语文", "2021-10-15")])
    assert meetings(school) == [(None, "七年级语文")]
    assert found(school, "教研活动.xlsx") == []


def test_meetings_without_a_roster_stay_as_written(read):
    rows = [("教研组", "备课组", "日期"), (None, "七年级语文", "2021-10-15")]
    assert meetings(read(roster=(), 教研活动=rows)) == [(None, "七年级语文")]


# ------------------------------------------------------------------ votes


def test_groups_and_teachers_are_candidates_as_written(read, found):
    rows = [
        ("学期", "评选项目", "候选人", "工号", "得票数", "备注"),
        (1, "优秀教研组", "语文组", None, 30, None),
        (1, "先进备课组", "初三 英语", None, "12票", None),
        ("第二学期", "优秀个人", "王 伟", "0005", 25, "第二轮"),
        ("第二学期", "个人", "外聘教师", None, 3, None),
    ]
    school = read(评优=rows)
    names = ("election", "candidate", "votes", "term")
    assert votes(school, *names) == [
        ("优秀教研组", "语文组", 3000, 1),
        ("优秀备课组", "初三英语", 1200, 1),
        ("优秀个人", "王伟", 2500, 2),
        ("优秀个人", "外聘教师", 300, 2),
    ]
    ids = school.tables["votes"]["candidate_id"]
    assert ids[ids.notna()].tolist() == ["0005"]
    assert found(school, "评优.xlsx") == []


def test_three_headings_of_votes_are_enough_in_a_file_of_any_name(read):
    assert len(read(统计=[VOTES, ("优秀个人", "李娜", 9)]).tables["votes"]) == 1


def test_the_term_of_votes_may_stand_in_a_caption(read):
    rows = [("2021-2022学年第二学期评优",), VOTES, ("优秀个人", "李娜", 9)]
    assert votes(read(评优投票=rows), "term") == [(2,)]


def test_votes_above_those_of_hours_are_read(read):
    school = read(评优投票=[VOTES, ("优秀个人", "李娜", 480)])
    assert votes(school, "votes") == [(48_000,)]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("最美教师", "李娜", 9), "不是可用的内容"),
        (("优秀个人", None, 9), "“候选”是空的"),
        (("优秀个人", "李娜", None), "“票数”是空的"),
        (("优秀个人", "李娜", "约9"), "不是数字"),
    ],
)
def test_votes_that_do_not_tell_are_set_aside(read, found, counts, row, problem):
    school = read(评优投票=[VOTES, ("优秀个人", "陈静", 12), row])
    assert [said for _, _, said in found(school, "评优投票.xlsx")] == [problem]
    assert counts(school, "评优投票.xlsx") == (3, 1, 1, 1)


def test_votes_of_one_candidate_count_once(read):
    rows = [VOTES, ("优秀个人", "李娜", 9), ("优秀个人", "李娜", 9), ("优秀个人", "陈静", 8), ("优秀个人", "陈静", 7)]  # fmt: skip
    school = read(评优投票=rows)
    assert sorted(votes(school, "candidate", "votes")) == [("李娜", 900), ("陈静", 700)]
    assert sorted(school.problems["severity"]) == sorted((REPEATED, PROBLEM))
    assert "优秀个人 李娜" in set(school.problems["value"])


def test_namesakes_and_terms_are_different_candidates(read):
    rows = [
        ("评选项目", "候选", "候选人工号", "票数", "学期"),
        ("优秀个人", "王伟", "0001", 9, 1),
        ("优秀个人", "王伟", "0005", 9, 1),
        ("优秀个人", "王伟", "0005", 9, 2),
    ]
    school = read(评优投票=rows)
    assert len(school.tables["votes"]) == 3
    assert school.problems.empty


@pytest.mark.parametrize(
    "heading",
    [
        ("评选项目", "候选"),
        ("候选", "票数"),
        ("工号", "姓名", "评选项目", "候选", "票数"),
        ("选项", "小计", "比例"),
    ],
)
def test_other_tables_are_no_votes(read, heading):
    school = read(评优投票=[heading, tuple("甲乙丙丁戊"[: len(heading)])])
    assert school.tables["votes"].empty


def test_awards_and_reviews_are_not_taken_for_votes(read):
    awards = [("姓名", "奖项", "类别", "级别", "等次"), ("李娜", "优质课", "竞赛", "市", "一等奖")]
    review = [("教研组", "评分", "加分", "备注"), ("数学组", 90, 1, "优秀教研组")]
    school = read(获奖=awards, 考核=review)
    assert len(school.tables["awards"]) == len(school.tables["group_review"]) == 1
    assert school.tables["votes"].empty
