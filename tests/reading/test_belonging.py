"""Groups, schools, days and remarks that contradict who or what is meant."""

import pytest

from tests.reading.conftest import ROSTER


def attended(school):
    rows = school.tables["attendance"]
    return list(rows[["teacher_id", "activity_id"]].itertuples(index=False, name=None))


def test_a_name_with_another_group_is_set_aside_with_the_candidate(read, found):
    rows = [("体育组", "李娜", "P2", "出席"), ("数学", "刘洋", "P2", "出席")]
    school = read(考勤=[("教研组", "姓名", "活动编号", "考勤"), *rows])
    assert attended(school) == [("0004", "P2")]
    problem = "体育组没有“李娜”，花名册中是 李娜（0002，数学组）"
    assert found(school, "考勤.xlsx") == [(2, "姓名", problem)]


def test_an_id_and_parts_of_a_group_tell_enough(read):
    head = ("工号", "教研组", "姓名", "活动编号", "考勤")
    rows = [
        ("0002", "体育组", "李娜", "P2", "出席"),
        (None, "八年级数学", "刘洋", "P2", "出席"),
        (None, "语文组、英语组", "张敏", "P2", "出席"),
        (None, "语文组", "陈静", "P2", "出席"),
    ]
    school = read(考勤=[head, *rows])
    assert [who for who, _ in attended(school)] == ["0002", "0004", "0003", "0006"]


def test_groups_of_years_and_departments_contradict_nobody(read):
    years = [("组别", "姓名", "活动编号", "考勤"), ("七年级组", "李娜", "P2", "出席")]
    assert attended(read(考勤=years)) == [("0002", "P2")]


@pytest.mark.parametrize(
    ("written", "used"),
    [("第一中学", 1), ("市一中", 1), ("本校", 1), ("教导处", 1), (None, 1), ("第二中学", 0)],
)
def test_a_namesake_of_another_school_is_set_aside(read, written, used):
    roster = [(*ROSTER[0], "学校"), *((*row, "常州市第一中学") for row in ROSTER[1:])]
    head = ("单位", "姓名", "奖项名称", "类别", "级别", "等次")
    awards = [head, (written, "李娜", "优质课", "竞赛", "县", "一等奖")]
    school = read(roster=roster, 获奖=awards)
    assert len(school.tables["awards"]) == used


@pytest.mark.parametrize(
    ("reference", "day", "used"),
    [
        ("P2", "2021-10-15", 1),
        ("P2", "2021-10-16", 0),
        ("教改培训", "2022-10-15", 0),
        ("P1", "2021-09-30", 1),
        ("P1", "2021-10-01", 0),
    ],
)
def test_an_activity_on_another_day_than_planned_is_set_aside(read, reference, day, used):
    head = ("姓名", "活动编号", "日期", "考勤")
    school = read(考勤=[head, ("李娜", reference, day, "出席")])
    assert len(school.tables["attendance"]) == used
    assert len(school.problems) == 1 - used


def test_any_day_of_a_span_is_its_activity(read):
    plan = [
        ("2021-2022学年活动计划",),
        ("活动编号", "学期", "培训内容", "培训时间", "学时"),
        ("P1", 1, "暑期培训", "8月25日-27日", 3),
        ("P2", 1, "课例研修", "9-10月", 3),
    ]
    rows = [("李娜", "P1", "2021-08-26", "出席"), ("李娜", "P2", "2021-10-08", "出席")]
    school = read(plan=plan, 考勤=[("姓名", "活动编号", "日期", "考勤"), *rows])
    assert attended(school) == [("0002", "P1"), ("0002", "P2")]


def test_a_sign_in_on_another_day_than_its_title_says_is_set_aside(read, found):
    school = read(教改培训签到=[("姓名", "签到时间"), ("李娜", "2022-03-20 14:00")])
    assert school.tables["attendance"].empty
    ((row, _, problem),) = found(school, "教改培训签到.xlsx")
    assert (row, problem) == (2, "日期是 2022-03-20，P2 教改培训 却计划在 2021-10-15")


def test_several_days_of_an_activity_planned_for_a_month_are_told(read, found):
    rows = [("李娜", "2021-09-03 14:00"), ("刘洋", "2021-09-28 14:00")]
    school = read(签到=[("姓名", "签到时间"), *rows])
    ((row, _, problem),) = found(school, "签到.xlsx")
    assert row is None
    assert "这里有 2 天（2021-09-03、2021-09-28）" in problem
    assert len(school.tables["attendance"]) == 2


@pytest.mark.parametrize(
    ("status", "note", "used"),
    [("出席", "病假", 0), ("迟到", "请人代签", 0), ("病假", "病假", 1), ("出席", "上次病假", 1)],
)
def test_a_remark_that_denies_presence_sets_the_row_aside(read, found, status, note, used):
    school = read(考勤=[("姓名", "活动编号", "考勤", "备注"), ("李娜", "P2", status, note)])
    assert len(school.tables["attendance"]) == used
    problem = f"考勤是“{status}”，备注却是“{note}”"
    assert found(school, "考勤.xlsx") == [(2, "备注", problem)] * (1 - used)


def test_who_was_ill_and_has_made_it_up_was_there(read):
    head = ("姓名", "活动编号", "考勤", "补课", "备注")
    school = read(考勤=[head, ("李娜", "P2", "出席", "是", "病假")])
    assert len(school.tables["attendance"]) == 1
