"""Awards in anybody's words become canonical awards, or are listed."""

from __future__ import annotations

import pytest

from xiaoben_analytics.problems import PROBLEM, REPEATED

HEADING = ("序号", "姓名", "获奖项目", "级别", "等次", "颁奖单位", "获奖时间", "备注")


def awards(school):
    rows = school.tables["awards"]
    told = rows[["teacher_id", "award_category", "level", "prize"]]
    return list(told.itertuples(index=False, name=None))


def row(award, level=None, prize=None, by=None, *, note=None, name="李娜"):
    return (1, name, award, level, prize, by, "2021-11-05", note)


@pytest.fixture
def read_one(read):
    """Read a list of one award; give its category, level and prize, or None."""

    def build(*given):
        school = read(获奖=[["2021-2022学年教师获奖情况统计表"], HEADING, row(*given)])
        found = awards(school)
        return found[0][1:] if found else None

    return build


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            ("《双减作业设计》论文", "市级", "一等奖", "常州市教育学会"),
            ("评选", "市", "一等奖"),
        ),
        (("区优质课评比", "区级", "二等奖"), ("竞赛", "县", "二等奖")),
        (("市一等奖（优质课）",), ("竞赛", "市", "一等奖")),
        (("县级论文评选三等奖", "县", " 3等奖", "县教体局"), ("评选", "县", "三等奖")),
        (("教学设计二等奖", None, None, "江苏省教育学会"), ("评选", "省", "二等奖")),
        (("教师比赛", None, "特等", "常州市武进区教研室"), ("竞赛", "县", "特等奖")),
        (("基本功大赛", None, "省一等奖"), ("竞赛", "省", "一等奖")),
        (("教学案例大赛优胜奖", "常州市"), ("评选", "市", "优秀奖")),
        (("校二等奖", None, None, "本校读书心得评选"), ("评选", "校", "二等奖")),
        (("全国论文一等奖",), ("评选", "国家", "一等奖")),
        (("自治区级优质课一等奖",), ("竞赛", "省", "一等奖")),
        (("《县区一等奖论文研究》", "省", "三等奖", "案例"), ("评选", "省", "三等奖")),
        (("城市杯大赛省一等奖",), ("竞赛", "省", "一等奖")),
    ],
)
def test_what_columns_leave_out_is_read_from_the_words(read_one, given, said):
    assert read_one(*given) == said


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (("优秀教研组长", "校级", None, "本校"), "没有写明类别、等次"),
        (("论文发表于《××教育》", "省级期刊"), "没有写明等次"),
        (("论文", "省"), "没有写明等次"),
        (("教学能手",), "没有写明类别、级别、等次"),
        (("国家级大赛江苏省赛区一等奖",), "级别可能是国家、省"),
        (("江苏省常州市赛区大赛一等奖",), "级别可能是市、省"),
        (("区优质课一等奖", None, None, "常州市教育局"), "级别可能是县、市"),
        (("北京市论文一等奖",), "级别可能是市、省"),
        (("论文省一等奖、二等奖",), "等次可能是一等奖、二等奖"),
        (("优质课案例省一等奖",), "类别可能是竞赛、评选"),
        (("优质课案例一等奖",), "没有写明级别；类别可能是竞赛、评选"),
        (("学校社区城市战区论文一等奖",), "没有写明级别"),
    ],
)
def test_what_cannot_be_read_in_one_way_is_listed(read, found, counts, given, problem):
    school = read(获奖=[HEADING, row(*given)])
    assert awards(school) == []
    assert found(school, "获奖.xlsx") == [(2, "获奖项目", problem)]
    assert counts(school, "获奖.xlsx") == (2, 0, 1, 1)


def test_a_column_that_says_what_it_may_not_is_left_to_be_listed(read, found):
    school = read(获奖=[HEADING, row("论文", "部级", "一等奖")])
    assert awards(school) == []
    assert found(school, "获奖.xlsx") == [(2, "级别", "不是可用的内容")]


def test_several_winners_have_a_record_each(read, counts):
    school = read(
        获奖=[
            HEADING,
            row("基本功", "省", "特等奖", name="张敏、刘洋"),
            row("优质课", "市", "一等奖", name="李娜 /陈静"),
            row("优质课", "市", "二等奖", name="李娜\n陈静"),
            ["合计", "3项"],
        ]
    )
    assert [who for who, *_ in awards(school)] == ["0003", "0004", *["0002", "0006"] * 2]
    assert counts(school, "获奖.xlsx") == (5, 3, 0, 2)


def test_ids_and_groups_go_with_names_if_there_are_as_many(read, found, counts):
    heading = ("工号", "姓名", "教研组", "类别", "获奖项目", "级别", "等次")
    school = read(
        获奖=[
            heading,
            ("0001、0005", "王伟、王伟", "语文组、数学组", "竞赛", "甲", "省", "一等奖"),
            (None, "王伟、李娜", "数学组", "竞赛", "乙", "省", "一等奖"),
            ("0003,0004", None, None, "竞赛", "丙", "省", "一等奖"),
            ("0003", "张敏、刘洋", None, "竞赛", "丁", "省", "一等奖"),
        ]
    )
    assert [who for who, *_ in awards(school)] == ["0001", "0005", "0005", "0002", "0003", "0004"]
    assert found(school, "获奖.xlsx") == [(5, "获奖项目", "有 2 个姓名、1 个工号，不知谁是谁")]
    assert counts(school, "获奖.xlsx") == (5, 3, 1, 1)


def test_a_winner_who_is_nobody_does_not_take_the_others_along(read, found, counts):
    school = read(获奖=[HEADING, row("基本功", "省", "特等奖", name="张敏、某某")])
    assert [who for who, *_ in awards(school)] == ["0003"]
    assert found(school, "获奖.xlsx") == [(2, "姓名", "花名册中没有“某某”")]
    assert counts(school, "获奖.xlsx") == (2, 1, 0, 1)


def test_a_row_that_repeats_all_but_the_remark_is_set_aside(read, found):
    first = row("《双减》", "市", "一等奖", note="论文")
    school = read(获奖=[HEADING, first, row("《双减》", "市", "一等奖", note="重复")])
    assert len(awards(school)) == 1
    assert found(school, "获奖.xlsx") == [(3, "获奖项目", "与第 2 行重复，没有再计")]
    assert list(school.problems["severity"]) == [REPEATED]


def test_rows_without_the_name_of_an_award_are_not_taken_for_repeats(read, found):
    rows = [row(None, "市", "一等奖", note="论文"), row(None, "市", "一等奖", note="案例")]
    school = read(获奖=[HEADING, *rows])
    assert len(awards(school)) == 2
    assert found(school, "获奖.xlsx") == []
    assert PROBLEM not in set(school.problems["severity"])


def test_a_complete_list_is_read_by_the_core_alone(read):
    heading = ("工号", "姓名", "奖项名称", "类别", "级别", "等次", "日期", "证书编号")
    full = ("0002", "李娜", "国家级论文二等奖", "竞赛", "省", "一等奖", "2021-11-05", "A1")
    school = read(获奖=[heading, full])
    assert awards(school) == [("0002", "竞赛", "省", "一等奖")]
    assert school.problems.empty


def test_without_roster_and_plan_names_stay(read):
    school = read(roster=(), plan=(), 获奖=[HEADING, row("基本功", "省", "一等奖", name="甲、乙")])
    assert list(school.tables["awards"]["name"]) == ["甲", "乙"]


def test_markup_and_formulas_are_only_words(read, counts):
    hostile = ['=HYPERLINK("x")', "<script>省一等奖论文</script>", "(" * 5000, "省" * 5000]
    school = read(获奖=[HEADING, *(row(text) for text in hostile)])
    assert awards(school) == [("0002", "评选", "省", "一等奖")]
    assert sum(counts(school, "获奖.xlsx")[1:]) == 5


@pytest.mark.parametrize(
    "award", ["常州市第一中学基本功大赛", "江苏省常州高级中学优质课比赛", "市北教育集团论文评选"]
)
def test_the_name_of_a_school_tells_no_level(read, found, award):
    school = read(获奖=[("姓名", "奖项名称", "等次"), ("李娜", award, "一等奖")])
    assert found(school, "获奖.xlsx") == [(2, "奖项名称", "没有写明级别")]


def test_the_school_of_the_winner_tells_no_level(read, found):
    head = ("单位", "姓名", "奖项名称", "等次")
    school = read(获奖=[head, ("常州市第一中学", "李娜", "基本功大赛", "一等奖")])
    assert found(school, "获奖.xlsx") == [(2, "奖项名称", "没有写明级别")]


@pytest.mark.parametrize("award", ["市中小学优质课评比", "市第一届小学语文优质课评比"])
def test_a_contest_for_the_schools_of_a_city_is_the_citys(read, award):
    school = read(获奖=[("姓名", "奖项名称", "等次"), ("李娜", award, "一等奖")])
    assert list(school.tables["awards"]["level"]) == ["市"]


def test_an_award_of_a_pupil_is_not_the_teachers(read, found):
    head = ("姓名", "学生姓名", "奖项名称", "类别", "级别", "等次")
    rows = [
        ("李娜", "甲", "作文", "竞赛", "省", "一等奖"),
        ("李娜", None, "指导学生作文", "竞赛", "省", "一等奖"),
        ("李娜", None, "优秀指导教师", "评选", "省", "一等奖"),
    ]
    school = read(获奖=[head, *rows])
    assert list(school.tables["awards"]["award"]) == ["优秀指导教师"]
    assert [row for row, _, problem in found(school, "获奖.xlsx")] == [2, 3]
