"""Who stands behind a nickname."""

from __future__ import annotations

from dataclasses import replace

import pytest

from xiaoben_analytics.reading.clean import Unclean
from xiaoben_analytics.reading.nicknames import find_people
from xiaoben_analytics.reading.people import People, Person
from xiaoben_analytics.reading.words import key

ROSTER = (
    Person("0001", "王伟", "语文组"),
    Person("0002", "李娜", "数学组"),
    Person("0003", "刘洋", "数学组"),
    Person("0004", "王伟", "数学组"),
    Person("0005", "古丽·艾", "英语教研组"),
    Person("0006", "李和平", "语文组"),
)


@pytest.fixture
def people() -> People:
    names: dict[str, tuple[Person, ...]] = {}
    for person in ROSTER:
        names[key(person.name)] = (*names.get(key(person.name), ()), person)
    return People({one.teacher_id: one for one in ROSTER}, names, {})


@pytest.mark.parametrize(
    ("nickname", "ids"),
    [
        ("李娜", ["0002"]),
        ("李娜(李娜)", ["0002"]),
        ("(李娜)", ["0002"]),
        ("13800000003(李娜)", ["0002"]),
        ("李娜(lina)", ["0002"]),
        ("李 娜(李　娜😊)", ["0002"]),
        ("李娜(语文-王伟)", ["0001"]),
        ("x(王伟_数学组)", ["0004"]),
        ("刘洋老师(数学组刘洋)", ["0003"]),
        ("刘洋老师", ["0003"]),
        ("iPhone(刘洋的iPhone)", ["0003"]),
        ("0003刘洋(0003)", ["0003"]),
        ("李娜&刘洋(李娜＆刘洋)", ["0002", "0003"]),
        ("李娜、刘洋", ["0002", "0003"]),
        ("古丽·艾(古丽•艾)", ["0005"]),
        ("英语古丽·艾", ["0005"]),
        ("王伟(语文组) (iPad)", ["0001"]),
        ("【数学组】王伟", ["0004"]),
        ("七年级语文-王伟", ["0001"]),
        ("王伟-0004", ["0004"]),
        ("0001王伟", ["0001"]),
        ("李娜13800000003", ["0002"]),
        ("李娜iPad", ["0002"]),
        ("iPad-李娜(iPad-李娜)", ["0002"]),
        ("班主任李娜", ["0002"]),
        ("语文-李和平", ["0006"]),
        ("英语-古丽·艾", ["0005"]),
        ("数学-李娜和刘洋", ["0002", "0003"]),
        ("王伟（语文）和李娜", ["0001", "0002"]),
        ("李娜 (来宾)", ["0002"]),
    ],
)
def test_nicknames_that_name_somebody(people, nickname, ids):
    assert [person.teacher_id for person in find_people(nickname, people)] == ids


@pytest.mark.parametrize("nickname", ["HUAWEI MatePad(HUAWEI MatePad)", "13800000003", "()", ""])
def test_devices_and_numbers_name_nobody(people, nickname):
    with pytest.raises(Unclean, match="认不出是谁"):
        find_people(nickname, people)


def test_a_name_with_two_bearers_is_set_aside_with_both(people):
    with pytest.raises(Unclean, match="王伟（0001，语文组）、王伟（0004，数学组）"):
        find_people("王伟(王伟)", people)


def test_near_names_are_offered(people):
    with pytest.raises(Unclean) as caught:
        find_people("李娜娜(李娜娜)", people)
    assert "李娜（0002，数学组）" in caught.value.advice


def test_the_outer_name_goes_first_where_the_program_writes_it_so(people):
    nickname = "刘洋 (李娜)"
    assert [one.teacher_id for one in find_people(nickname, people)] == ["0002"]
    assert [one.teacher_id for one in find_people(nickname, people, outer_first=True)] == ["0003"]


def test_an_id_that_contradicts_the_name_is_set_aside_with_both(people):
    with pytest.raises(Unclean, match="李娜（0002，数学组）、刘洋（0003，数学组）"):
        find_people("0002刘洋", people)


def test_a_name_inside_a_longer_word_is_only_offered(people):
    with pytest.raises(Unclean, match="认不出是谁") as caught:
        find_people("芙蓉中学李娜", people)
    assert "李娜（0002，数学组）" in caught.value.advice


@pytest.mark.parametrize(
    "nickname",
    [
        "138 0000 0003",
        "赵六 0003",
        "华为 0003",
        "赵六(0003)",
        "0003(赵六)",
        "生日 0003-03-04",
        "李娜 0003",
    ],
)
def test_a_number_that_is_an_id_by_chance_names_nobody(people, nickname):
    with pytest.raises(Unclean, match="中的“0003”是工号，旁边没有其本人的姓名") as caught:
        find_people(nickname, people)
    assert "是否为 刘洋（0003，数学组）" in caught.value.advice


@pytest.mark.parametrize("nickname", ["0003", "0003(0003)", "刘洋 0003", "iPad-刘洋(0003)"])
def test_an_id_counts_alone_or_beside_its_bearers_name(people, nickname):
    assert [person.teacher_id for person in find_people(nickname, people)] == ["0003"]


@pytest.mark.parametrize(
    "nickname",
    [
        "李娜的妈妈",
        "李娜的学生",
        "李娜 家长",
        "李娜(家长)",
        "李娜妈妈",
        "李娜的mom",
        "张三家长 李娜",
    ],
)
def test_family_and_pupils_are_not_the_teacher(people, nickname):
    with pytest.raises(Unclean, match=r"不是教师本人|认不出是谁"):
        find_people(nickname, people)


@pytest.mark.parametrize(
    "nickname",
    ["李娜的iPad Pro", "李娜的华为手机", "李娜的MacBook", "李娜的iPhone13", "李娜的平板"],
)
def test_the_device_of_somebody_is_that_person(people, nickname):
    assert [person.teacher_id for person in find_people(nickname, people)] == ["0002"]


@pytest.mark.parametrize(
    ("nickname", "stranger"),
    [
        ("李娜、赵六七八九", "赵六七八九"),
        ("李娜&Tom", "Tom"),
        ("Mike+李娜", "Mike"),
        ("李娜，赵六", "赵六"),
    ],
)
def test_whoever_is_joined_to_a_name_is_asked_for(people, nickname, stranger):
    with pytest.raises(Unclean, match=f"中的“{stranger}”认不出是谁"):
        find_people(nickname, people)


@pytest.mark.parametrize("nickname", ["李娜&赵六", "赵六和李娜(赵六和李娜)", "iPad(李娜、赵六)"])
def test_nobody_is_lost_who_shares_a_screen(people, nickname):
    with pytest.raises(Unclean, match="中的“赵六”认不出是谁"):
        find_people(nickname, people)


@pytest.mark.parametrize(
    "nickname",
    [
        "李娜&iPad",
        "李娜、数学组",
        "李娜+7",
        "李娜、1班",
        "李娜&HUAWEI MatePad",
        "李娜-七年级",
        "&李娜",
    ],
)
def test_what_is_joined_to_a_name_need_not_be_a_person(people, nickname):
    assert [one.teacher_id for one in find_people(nickname, people)] == ["0002"]


def test_an_endless_nickname_names_nobody(people):
    with pytest.raises(Unclean, match="过长"):
        find_people("李娜 " * 1000, people)


@pytest.mark.parametrize(
    "nickname", ["语文-李娜", "体育组-刘洋", "第二中学 刘洋", "李和平（数学组）", "数学李和平"]
)
def test_a_nickname_from_another_group_or_school_is_refused(people, nickname):
    with pytest.raises(Unclean, match="的单位与"):
        find_people(nickname, replace(people, schools=("常州市第一中学",)))


@pytest.mark.parametrize("nickname", ["第一中学 刘洋", "八年级数学-刘洋", "七年级组 刘洋"])
def test_a_nickname_with_the_own_school_or_group_names_its_bearer(people, nickname):
    known = replace(people, schools=("常州市第一中学",), settled={})
    assert [one.teacher_id for one in find_people(nickname, known)] == ["0003"]


@pytest.mark.parametrize(
    "nickname",
    [
        "请假-刘洋",
        "李娜 代 刘洋",
        "刘洋-代李娜",
        "李娜替刘洋签到",
        "刘洋请假，李娜代",
        "找刘洋",
        "李娜（病假）",
        "李和平请假，刘洋代",
        "刘洋（代）",
    ],
)
def test_who_is_said_to_be_away_or_replaced_is_not_present(nickname, people):
    with pytest.raises(Unclean, match="写的像是请假或代人参加"):
        find_people(nickname, people)


@pytest.mark.parametrize("nickname", ["时代中学-刘洋", "刘洋（七年级代数）", "教代会-刘洋"])
def test_the_same_signs_in_other_words_say_nothing(nickname, people):
    known = replace(people, schools=("时代中学",))
    assert [one.teacher_id for one in find_people(nickname, known)] == ["0003"]


def test_a_nickname_of_very_many_words_names_nobody(people):
    with pytest.raises(Unclean, match="过长"):
        find_people(" ".join("字" * 17), people)
