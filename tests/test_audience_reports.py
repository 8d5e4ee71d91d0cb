"""Reports of group heads and letters in schools where a name is a word, and groups are small."""

import pandas as pd
import pytest
from schools import as_school, school_rows

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.checks import check_groups
from xiaoben_analytics.explanation import explain_all
from xiaoben_analytics.summary import Chart, Finding, make_circle, narrow, summarize

WORDS = ("张伟", "数学", "良好", "全校", "平均", "高分", "优秀", "第1组", "培训内容")


@pytest.fixture(scope="module")
def rows():
    """Thirty teachers; some are called as groups, tiers and headings are."""
    made = school_rows(4, teachers=30, groups=3, activities=6)
    for one, name in zip(made["roster"], WORDS, strict=False):
        one["name"] = name
    for one in made["roster"]:
        one["group"] = {"第1组": "张伟工作室"}.get(one["group"], one["group"])
        one["state"] = "在岗"
    for one in made["plan"]:
        one["title"] = f"{one['title']}（张 伟主讲）"
        for name, given in one.items():
            if given == "第1组":
                one[name] = "张伟工作室"
    for one in made["group_review"]:
        one["group"] = {"第1组": "张伟工作室"}.get(one["group"], one["group"])
    return made


def blocks(result, group):
    told = narrow(summarize(result), make_circle(result, group))
    return [(part.heading, block) for part in told.sections for block in part.blocks]


def tables(result, group):
    return {
        block.title: block
        for _, one in blocks(result, group)
        for block in [one.behind if isinstance(one, Chart) else one]
        if not isinstance(block, Finding)
    }


def test_no_row_is_lost_where_a_name_is_a_word_and_others_are_hidden_in_titles(rows):
    result = assess(as_school(rows))
    whole = {block.title: block for part in summarize(result).sections for block in part.tables}
    holder = next(one for one in rows["roster"] if one["name"] == "张伟")
    other = next(group for group in ("第2组", "第3组", "张伟工作室") if group != holder["group"])
    own = set(result.standings.loc[result.standings["group"] == other, "teacher_id"])
    shown = tables(result, other)
    for title in ("各项活动出勤率", "各教研组得分与等级人数", "名额与划线", "各教研组各月出勤率"):
        assert len(shown[title].rows) == len(whole[title].rows), title
    assert [row[0] for row in shown["各项活动出勤率"].rows] == [
        str(number) for number in range(1, len(shown["各项活动出勤率"].rows) + 1)
    ]
    assert all(row[1].endswith("（某教师主讲）") for row in shown["各项活动出勤率"].rows)
    assert set(shown["成绩总表"].people) == own
    assert any("张伟工作室" in row for row in shown["各教研组得分与等级人数"].rows)


def test_the_own_group_comes_first_and_no_school_count_stands_over_own_rows(rows):
    result = assess(as_school(rows))
    told = narrow(summarize(result), make_circle(result, "第2组"))
    assert told.sections[0].heading == "一、本组情况"
    first = told.sections[0].findings[0]
    assert first.startswith("第2组平均总分 ")
    members = result.standings[result.standings["group"] == "第2组"]
    assert f"第2组 {len(members)} 人：" in told.sections[0].findings[1]
    assert told.numbers["本组参评教师（人）"] == str(len(members))
    assert told.numbers["全校参评教师（人）"] == str(len(result.standings))
    assert not any("行）" in name or "条）" in name for name in told.numbers)
    assert not any("还有欠缺的" in text for part in told.sections for text in part.findings)
    ladders = [text for part in told.sections for text in part.findings if "分起）" in text]
    assert ladders
    assert all(text.startswith("第2组") for text in ladders)


@pytest.mark.parametrize("size", [1, 2])
def test_of_a_group_of_one_or_two_other_heads_read_no_number(size):
    made = school_rows(7, teachers=30, groups=3, activities=6)
    for number, one in enumerate(made["roster"]):
        one["state"] = "在岗"
        one["group"] = "小组" if number < size else f"第{1 + number % 3}组"
    result = assess(as_school(made))
    own = result.standings[result.standings["group"] == "小组"]
    assert len(own) == size
    mean = round(own["total"].sum() / size) / 100
    for group in ("第1组", "第2组"):
        said = "\n".join(
            "\n".join(map("|".join, block.rows)) if hasattr(block, "rows") else block.text
            for _, one in blocks(result, group)
            for block in [one.behind if isinstance(one, Chart) else one]
        )
        assert f"{mean:.2f}" not in said
        assert not any(f"{total / 100:.2f}" in said for total in own["total"])
        assert "小组|—（少于 3 人）" in said


@pytest.mark.parametrize(("people", "in_words"), [(2, True), (3, True), (4, False)])
def test_a_line_that_is_the_total_of_few_others_is_told_a_teacher_in_words(people, in_words):
    made = school_rows(7, teachers=30, groups=1, activities=6)
    for number, one in enumerate(made["roster"]):
        one["state"] = "在岗"
        one["group"] = "小组" if number < people else "第1组"
    result = assess(as_school(made))
    sentences = [
        told.standing.sentence
        for told in explain_all(result, naming=False)
        if told.group == "小组" and told.standing.rank is not None
    ]
    assert len(sentences) > 1
    assert all(
        any(word in text for word in ("分；等级", "线以上", "没有达到", "正好在"))
        for text in sentences
    )
    lines = [text for text in sentences if "线 " in text]
    assert bool(lines) is not in_words
    assert any("线 " in one.standing.sentence for one in explain_all(result))


def test_a_group_that_joins_two_known_ones_is_noticed_and_one_of_its_own_is_not():
    roster = pd.DataFrame(
        [
            ("张三", "语文组"),
            ("李四", "数学组"),
            ("王五", "语文组、数学组"),
            ("赵六", "音乐、美术组"),
        ],
        columns=["name", "group"],
    ).assign(file="花名册.xlsx", sheet="花名册", row=[2, 3, 4, 5])
    (found,) = check_groups(roster)
    assert (found.value, found.row, found.severity) == ("语文组、数学组", 4, "提示")
    assert (
        found.problem
        == "“语文组、数学组”把 2 个教研组写在一格里，被当作另一个教研组，有 1 位教师（王五）"
    )
