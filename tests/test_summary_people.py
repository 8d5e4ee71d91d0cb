"""The summary as a value: frozen and hashable to the leaves; whom its blocks name, what charts rest on."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, fields, is_dataclass, replace
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from agenda import table
from hypothesis import given
from hypothesis import strategies as st
from schools import as_school, attended, school_rows

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.summary import (
    Chart,
    Finding,
    Table,
    key_numbers,
    other_hider,
    state_facts,
    summarize,
    without_personal,
)

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "sample"
PLAIN = (str, int, float, bool, type(None))


@pytest.fixture(scope="module")
def result():
    return assess(read_school(SAMPLE))


@pytest.fixture(scope="module")
def summary(result):
    return summarize(result)


def blocks(summary):
    return [block for section in summary.sections for block in section.blocks]


def leaves(value):
    """Yield all that a value is made of, itself included."""
    yield value
    if is_dataclass(value):
        for field in fields(value):
            yield from leaves(getattr(value, field.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from leaves(one)


def holders(result):
    """Return the ids of each name, by plain loops over the roster."""
    ids = {}
    for row in result.teachers.to_dict("records"):
        ids.setdefault(row["name"], set()).add(row["teacher_id"])
    return ids


def test_the_whole_tree_is_frozen_and_hashable(summary):
    whole = list(leaves(summary))
    assert len(whole) > 5_000
    for one in whole:
        assert isinstance(one, (*PLAIN, tuple)) or is_dataclass(one), type(one)
        if is_dataclass(one):
            name = fields(one)[0].name
            with pytest.raises(FrozenInstanceError):
                setattr(one, name, None)
    assert hash(summary) == hash(replace(summary))
    assert len({summary, replace(summary), replace(summary, title="别的")}) == 2


def test_key_numbers_and_facts_cost_no_other_section(summary, result, monkeypatch):
    def refuse(*_args, **_options):
        raise AssertionError

    for name in ("fragile.find_fragility", "questions.try_readings", "material.check_requirements"):
        monkeypatch.setattr(f"xiaoben_analytics.summary.{name}", refuse)
    assert key_numbers(result) == summary.numbers
    assert state_facts(result) == summary.facts
    assert isinstance(summary.numbers, Mapping)


def test_every_block_that_names_somebody_says_so(summary, result):
    """A sentence is single, a row has the ids, or the cell is one that may name anybody."""
    ids, seen = holders(result), set()
    for block in blocks(summary):
        if isinstance(block, Finding):
            assert block.single or not any(name in block.text for name in ids), block.text
            continue
        shown = block.behind if isinstance(block, Chart) else block
        for row, named in zip(shown.rows, shown.named, strict=True):
            told = "\n".join(cell for at, cell in enumerate(row) if at not in shown.free)
            found = {name for name in ids if name in told}
            seen |= found
            assert all(ids[name] & named for name in found), told
    assert set(result.standings["name"]) <= seen


def test_a_row_about_a_namesake_carries_the_one_who_is_meant(summary, result):
    groups = dict(zip(result.teachers["teacher_id"], result.teachers["group"], strict=True))
    shared = {who for own in holders(result).values() if len(own) > 1 for who in own}
    assert len(shared) == 2
    rows = [
        (row[0], row[1], who)
        for title in ("成绩总表", "待补课", "获奖一览", "迟到、早退和无故缺席")
        for row, who in zip(table(summary, title).rows, table(summary, title).people, strict=True)
    ]
    assert shared <= {who for *_, who in rows}
    for group, number, who in rows:
        assert (number, group) == (who, groups[who])
    for group in set(groups.values()):
        marks = table(summary, f"{group}考勤一览")
        assert {groups[who] for who in marks.people} == {group}
        assert not marks.others


def test_rows_about_nobody_name_nobody(summary):
    for title in ("各文件行数核对", "名额与划线", "各教研组得分与等级人数", "待定的读法"):
        assert not any(table(summary, title).named), title
    assert table(summary, "名额与划线").people == ()


def test_a_ladder_carries_its_teachers_in_order(summary, result):
    ladders = [chart for chart in summary.charts if chart.kind == "tiers"]
    names = dict(zip(result.standings["teacher_id"], result.standings["name"], strict=True))
    assert sorted(who for one in ladders for who in one.people) == sorted(names)
    for one in ladders:
        assert tuple(names[who] for who in one.people) == one.categories
        assert one.behind.people == one.people


def test_every_chart_has_the_rows_that_it_rests_on(summary):
    for chart in summary.charts:
        assert len(chart.behind.rows) >= len(chart.categories), chart.title
        assert {len(row) for row in chart.behind.rows} == {len(chart.behind.header)}
        assert len(chart.behind.align) == len(chart.behind.header)


def test_rows_and_ids_are_of_one_length_in_every_table(summary):
    for block in blocks(summary):
        shown = block.behind if isinstance(block, Chart) else block
        if isinstance(shown, Table):
            assert len(shown.people) in (0, len(shown.rows))
            assert len(shown.named) == len(shown.rows)


# ------------------------------------------------------------------ names in texts

PEOPLE = pd.DataFrame(
    [
        ("0001", "陈静", "语文组"), ("0002", "张伟", "张伟工作室"), ("0003", "张伟强", "语文组"),
        ("0004", "阿依古丽·买买提", "数学组"), ("0005", "王李", "数学组"), ("0006", "李明", "数学组"),
        ("0007", "陈静", "数学组"), ("0008", "John Smith", "英语组"),
    ],
    columns=["teacher_id", "name", "group"],
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("陈 静的课", "某教师的课"),
        ("陈　静、张 伟强", "某教师等"),
        ("張偉的课", "某教师的课"),
        ("阿依古丽•买买提磨课", "某教师磨课"),
        ("工号0006、０００６", "工号＊＊＊、＊＊＊"),
        ("王李明磨课", "某教师磨课"),
        ("john与John  Smith", "john与某教师"),
        ("张伟工作室研讨（张伟）", "张伟工作室研讨（某教师）"),
        ("第0006行 2006 年", "第0006行 2006 年"),
        ("", ""),
    ],
)
def test_others_are_hidden_however_they_are_spelled_and_groups_are_not(text, shown):
    assert other_hider(PEOPLE)(text, ()) == shown


def test_own_teachers_and_their_namesakes_stay_as_they_are_written():
    hide = other_hider(PEOPLE)
    assert hide("陈 静与张伟强（0003）", ("0001",)) == "陈 静与某教师（＊＊＊）"
    assert hide("陈 静与张伟强（0003）", ("0003",)) == "某教师与张伟强（0003）"


def test_names_that_mean_something_in_a_pattern_are_only_names():
    hide = other_hider(pd.DataFrame({"teacher_id": ["1", "2"], "name": ["=1+1", "^.*"]}))
    assert (hide("=1+1 和 x", ()), hide("a^.*", ())) == ("某教师 和 x", "a某教师")


def test_nobody_on_the_roster_is_found_nowhere():
    assert other_hider(PEOPLE.iloc[:0])("王一", ()) == "王一"


# ------------------------------------------------------------------ numbers of persons


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1980年1月1日生，2021年9月1日到校", "（已隐去）生，2021年9月1日到校"),
        ("出生日期：1980-01-01", "出生日期（已隐去）"),
        ("（1980.1.1出生）", "（（已隐去）出生）"),
        ("身份证110****123X", "身份证（已隐去）"),
        ("身份证号 110101 1980", "身份证号（已隐去）"),
        ("110101********1234", "（已隐去）"),
        ("张伟138 0000 0000.xlsx", "张伟（已隐去）.xlsx"),
        ("１３８００００００００", "（已隐去）"),
        ("2021年10月1日生物组活动", "2021年10月1日生物组活动"),
        ("2021-09-01 10:00", "2021-09-01 10:00"),
        ("第 12345 行", "第 12345 行"),
    ],
)
def test_numbers_of_persons_and_births_are_hidden_and_other_days_stay(text, shown):
    assert without_personal(text) == shown


@given(
    st.dates(dt.date(1950, 1, 1), dt.date(2005, 12, 31)),
    st.sampled_from(["{0.year}年{0.month}月{0.day}日", "{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0.year}.{0.month}.{0.day}"]),
    st.sampled_from(["{}生", "出生：{}", "{}出生", "生于{}", "出生日期 {}", "生日:{}", "身份证{}"]),
    st.text("张伟，。 a", max_size=4),
)  # fmt: skip
def test_no_day_of_birth_is_left(day, form, said, around):
    told = without_personal(f"{around}{said.format(form.format(day))}{around}")
    assert str(day.year) not in told


@given(
    st.integers(10**16, 10**17 - 1),
    st.sampled_from("0123456789Xx"),
    st.integers(13 * 10**9, 2 * 10**10 - 1),
    st.text("张伟，。(）a", max_size=4),
)
def test_no_identity_card_and_no_telephone_is_left(card, check, phone, around):
    told = without_personal(f"{around}{card}{check}{around}，{phone}{around}")
    assert str(card) not in told
    assert str(phone) not in told


# ------------------------------------------------------------------ numbers in sentences


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("应到 1160 人次，出勤率 94.7%；语文组最高（98.3%）。", ("1160", "94.7%", "98.3%")),
        ("共 3 条，清单见第五部分、第 9 部分。", ("3",)),
        ("2021年9月最高（98.3%），2021-11-02、2021-2022 学年。", ("98.3%",)),
        ("文件 A12.xlsx 第 36 行，工号 0007，3班 2 人。", ("2",)),
        ("“5G 8 课”和《7 天》有 1 项", ("1",)),
        ("60.72 → 65.22，相差 -0.05 分", ("60.72", "65.22", "-0.05")),
        ("county-110 的 10/9/8 分", ("10", "9", "8")),
        ("没有", ()),
        ("0.00 分", ("0.00",)),
        ("超过应参加活动的 20%的有 3 人", ("20%", "3")),
    ],
)
def test_the_numbers_of_a_sentence_are_those_it_cites(text, numbers):
    assert Finding(text).numbers == numbers


def test_the_numbers_of_a_real_finding_are_the_key_numbers(summary):
    (rates,) = [f for f in blocks(summary) if isinstance(f, Finding) and f.text.startswith("应到 ")]
    wanted = [summary.numbers[name] for name in ("应到（人次）", "实到（人次）", "出勤率")]
    assert list(rates.numbers[:3]) == wanted


# ------------------------------------------------------------------ awards


def test_awards_are_counted_by_group_category_and_level_and_say_which_count():
    people = [
        {"teacher_id": "1", "name": "赵一", "group": "语文组", "state": "在岗"},
        {"teacher_id": "2", "name": "钱二", "group": "数学组", "state": "在岗"},
    ]
    # A contest of the city gives 4 points, one of the county 3; the better one counts.
    awards = [
        {"teacher_id": "1", "award": "教学比赛", "award_category": "竞赛", "level": level, "prize": "一等奖"}
        for level in ("县", "市")
    ]  # fmt: skip
    plan = [
        {"activity_id": "A1", "title": "师德", "term": 1, "month": "2021-09", "hours": Fraction(3)}
    ]
    came = [attended("1", "A1"), attended("2", "A1")]
    summary = summarize(
        assess(as_school({"roster": people, "plan": plan, "attendance": came, "awards": awards}))
    )
    assert table(summary, "获奖：按教研组、类别和级别").rows == (
        ("语文组", "竞赛", "县", "1", "0", "1"),
        ("语文组", "竞赛", "市", "1", "1", "0"),
    )
    listed = table(summary, "获奖一览")
    assert [row[7:] for row in listed.rows] == [
        ("3.00", "未计入：已计得分更高的“教学比赛”市一等奖"),
        ("4.00", "计入"),
    ]
    assert listed.people == ("1", "1")
    chart = next(one for one in summary.charts if one.title == "各教研组获奖项数")
    assert chart.behind.rows == (("数学组", "1", "0", "0", "0"), ("语文组", "1", "2", "1", "1"))


def test_meetings_of_groups_are_counted():
    rows = school_rows(3, teachers=6, groups=2)
    met = [{"group": "第1组", "date": None}] * 2
    summary = summarize(assess(as_school({**rows, "group_meetings": met})))
    counts = dict(table(summary, "各教研组教研活动次数").rows)
    assert counts == {"第1组": "2", "第2组": "0"}
