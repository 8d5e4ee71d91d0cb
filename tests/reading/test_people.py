"""Who is meant, and who cannot be known."""

from __future__ import annotations

import pytest

from xiaoben_analytics.reading.clean import Unclean
from xiaoben_analytics.reading.people import People, Person, find_person

WANG, LI = Person("0001", "王伟", "语文组"), Person("0002", "李娜", "数学组")
OTHER_WANG, LONG = Person("0005", "王伟", "数学组"), Person("12", "古丽·艾", "英语组")


@pytest.fixture
def people() -> People:
    everybody = (WANG, LI, OTHER_WANG, LONG)
    return People(
        {person.teacher_id: person for person in everybody},
        {"王伟": (WANG, OTHER_WANG), "李娜": (LI,), "古丽·艾": (LONG,)},
        {"1": (WANG,), "2": (LI,), "5": (OTHER_WANG,), "12": (LONG,)},
    )


def unknown(people, teacher_id="", name="", group="") -> Unclean:
    with pytest.raises(Unclean) as caught:
        find_person(people, teacher_id, name, group)
    return caught.value


def test_an_exact_id_is_enough(people):
    assert find_person(people, "0005", "", "") == (OTHER_WANG, "")
    assert find_person(people, "0001", "王 伟", "") == (WANG, "")


def test_an_id_that_lost_its_zeros_is_used_and_said(people):
    assert find_person(people, "2", "李娜", "") == (
        LI,
        "工号与花名册只差前导零，按 李娜（0002，数学组） 使用",
    )


def test_lost_zeros_are_not_guessed_against_the_name(people):
    assert "不符" in unknown(people, "2", "王伟").problem


def test_lost_zeros_are_not_guessed_between_two_ids():
    pair = (Person("007", "甲", "组"), Person("07", "乙", "组"))
    both = People({one.teacher_id: one for one in pair}, {}, {"7": pair})
    assert unknown(both, "7").problem == "花名册中没有工号 7"


def test_an_id_and_a_name_that_disagree_are_both_named(people):
    finding = unknown(people, "0001", "李娜")
    assert finding.problem == "工号与姓名不符：工号 0001 是王伟，姓名写的是李娜"
    assert finding.advice == "请核对是 王伟（0001，语文组），还是 李娜（0002，数学组）"


def test_a_unique_name_is_enough(people):
    assert find_person(people, "", "李娜", "") == (LI, "")


def test_a_variant_of_a_name_is_used_and_said(people):
    assert (
        find_person(people, "", "古丽•艾", "")[1]
        == "姓名写法与花名册不同，按 古丽·艾（12，英语组） 使用"
    )


def test_namesakes_are_told_apart_by_their_group(people):
    assert find_person(people, "", "王伟", "数学组") == (OTHER_WANG, "")
    assert find_person(people, "", "王伟", "语文") == (WANG, "")


def test_namesakes_without_group_are_set_aside_with_both_named(people):
    problem = unknown(people, name="王伟").problem
    assert problem == "有 2 位同名教师：王伟（0001，语文组）、王伟（0005，数学组）"


def test_somebody_unknown_is_set_aside_with_near_names_offered(people):
    finding = unknown(people, name="李娜娜")
    assert finding.problem == "花名册中没有“李娜娜”"
    assert "是否为 李娜（0002，数学组）？" in finding.advice


def test_an_unknown_id_offers_the_bearer_of_the_name(people):
    finding = unknown(people, "0999", "李娜")
    assert finding.problem == "花名册中没有工号 0999"
    assert "李娜（0002，数学组）" in finding.advice


def test_nobody_is_set_aside(people):
    assert unknown(people).problem == "没有工号和姓名"
