"""Who stands behind a nickname."""

from __future__ import annotations

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
