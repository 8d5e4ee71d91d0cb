"""Who is meant, and who cannot be known."""

from __future__ import annotations

import tomllib

import pytest

from xiaoben_analytics.reading import offer_people, read_school
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
        "工号与花名册只差前导零，按花名册的写法使用",
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


SIGNED = ("姓名", "教研组", "活动编号", "考勤")


def settle(folder, text):
    (folder / "people.toml").write_text(f"[people]\n{text}", "utf-8")


def test_people_toml_settles_who_a_name_means(read, tmp_path, found):
    settle(tmp_path, '"王伟" = "0005"')
    school = read(考勤=[SIGNED, ("王伟", None, "P2", "出席")])
    assert list(school.tables["attendance"]["teacher_id"]) == ["0005"]
    assert found(school, "考勤.xlsx") == [
        (2, "姓名", "按 people.toml 作为 王伟（0005，数学组） 使用")
    ]


def test_a_name_may_be_settled_for_one_group_only(read, tmp_path):
    settle(tmp_path, '"七年级 王伟" = "0005"')
    rows = [("王伟", "七年级", "P2", "出席"), ("王伟", None, "P4", "出席")]
    school = read(考勤=[SIGNED, *rows])
    assert list(school.tables["attendance"]["teacher_id"]) == ["0005"]


def test_a_name_of_nobody_may_be_settled(read, tmp_path):
    settle(tmp_path, '"李老师" = "0002"')
    school = read(考勤=[SIGNED, ("李老师", None, "P2", "出席")])
    assert list(school.tables["attendance"]["name"]) == ["李娜"]


def test_what_is_settled_for_nobody_on_the_roster_is_listed(read, tmp_path, found):
    settle(tmp_path, '"王伟" = "9999"')
    assert found(read(), "people.toml") == [(None, "", "花名册中没有工号 9999")]


def test_an_id_beside_the_name_needs_no_settling(read, tmp_path):
    settle(tmp_path, '"王伟" = "0005"')
    heading = ("工号", "姓名", "活动编号", "考勤")
    school = read(考勤=[heading, ("0001", "王伟", "P2", "出席")])
    assert list(school.tables["attendance"]["teacher_id"]) == ["0001"]


def test_the_names_to_be_settled_are_offered_ready_made(read, tmp_path):
    school = read(考勤=[SIGNED, ("王伟", None, "P2", "出席"), ("刘阳", None, "P2", "出席")])
    offer = offer_people(school)
    assert tomllib.loads(offer) == {"people": {"刘阳": ""}}  # 王伟 may be either, row by row
    assert "王伟（0001，语文组）、王伟（0005，数学组）" in offer
    assert "考勤.xlsx 第 3 行，可能是 刘洋（0004，数学组）" in offer
    (tmp_path / "people.toml").write_text(offer.replace('"刘阳" = ""', '"刘阳" = "0004"'), "utf-8")
    settled = read_school(tmp_path)
    assert list(settled.tables["attendance"]["teacher_id"]) == ["0004"]
    assert "刘阳" not in offer_people(settled)


def test_where_everybody_is_known_nothing_is_offered(read):
    assert offer_people(read()) == ""


@pytest.mark.parametrize("written", ["李 娜", "李\u3000娜", "李\u200b娜", "⽅⽂", "方·文", "張偉"])
def test_other_spellings_of_a_name_match_and_are_noted(read, found, written):
    roster = [
        ("工号", "姓名", "教研组"),
        ("0002", "李娜", "数学组"),
        ("0003", "方文", "数学组"),
        ("0004", "方•文", "数学组"),
        ("0005", "张伟", "数学组"),
    ]
    meant = {"李": "0002", "⽅": "0003", "方": "0004", "張": "0005"}[written[0]]
    school = read(roster=roster, 考勤=[SIGNED, (written, None, "P2", "出席")])
    assert list(school.tables["attendance"]["teacher_id"]) == [meant]
    noted = [problem for row, _, problem in found(school, "考勤.xlsx") if row]
    # a name that only has spaces or other code points for the same signs is the same name
    assert noted == (
        [] if written[0] in "李⽅" else [f"姓名写法与花名册不同，按 {who(school, meant)} 使用"]
    )


def who(school, teacher_id):
    row = school.tables["roster"].set_index("teacher_id").loc[teacher_id]
    return f"{row['name']}（{teacher_id}，{row['group']}）"


def test_traditional_and_simplified_namesakes_are_two_people(read):
    roster = [("工号", "姓名", "教研组"), ("0001", "张伟", "语文组"), ("0002", "張偉", "语文组")]
    rows = [("张伟", None, "P2", "出席"), ("張偉", None, "P2", "迟到")]
    school = read(roster=roster, 考勤=[SIGNED, *rows])
    assert list(school.tables["attendance"]["teacher_id"]) == ["0001", "0002"]


def test_names_written_with_spaces_are_said_once_for_a_sheet(read, found):
    rows = [
        ("王\u3000伟", "语文组", "P2", "出席"),
        ("李 娜", None, "P2", "出席"),
        ("张敏", None, "P2", "迟到"),
    ]
    school = read(考勤=[SIGNED, *rows])
    problem = "有 2 个姓名带有空格、全角或异体字符，按不带的写法使用"
    assert found(school, "考勤.xlsx") == [(None, "姓名", problem)]
    assert set(school.problems["severity"]) == {"提示"}


def test_the_group_beside_a_name_goes_before_what_is_settled_for_the_name(read, tmp_path):
    settle(tmp_path, '"王伟" = "0001"')
    school = read(考勤=[SIGNED, ("王伟", "数学组", "P2", "出席")])
    assert list(school.tables["attendance"]["teacher_id"]) == ["0005"]


def test_without_a_roster_namesakes_of_two_groups_stay_two(read):
    rows = [("王伟", "语文组", "P2", "出席"), ("王伟", "数学组", "P2", "缺席")]
    school = read(roster=(), 考勤=[SIGNED, *rows])
    assert list(school.tables["attendance"]["status"]) == ["出席", "缺席"]


def test_two_of_one_name_in_a_group_are_two_people_and_said(read, found):
    roster = [("工号", "姓名", "教研组"), ("0001", "王伟", "语文组"), ("0002", "王 伟", "语文组")]
    assert (3, "姓名", "语文组有两位“王伟”（0001、0002），按两个人处理") in found(
        read(roster=roster), "花名册.xlsx"
    )


def test_a_bare_name_of_several_is_never_offered_as_one_line(read):
    rows = [("王伟", None, "P2", "出席"), ("王伟", None, "P4", "出席")]
    offer = offer_people(read(考勤=[SIGNED, *rows]))
    assert tomllib.loads(offer) == {"people": {}}
    assert "考勤.xlsx·考勤 第 2、3 行" in offer
    assert "请在下列各行补填工号或教研组" in offer


@pytest.mark.parametrize("heading", ["部门", "所在部门"])
def test_a_department_that_is_a_group_tells_namesakes_apart(read, heading):
    rows = [("王伟", "数学组", "P2", "出席"), ("李娜", "教务处", "P2", "出席")]
    school = read(考勤=[("姓名", heading, "活动编号", "考勤"), *rows])
    assert list(school.tables["attendance"]["teacher_id"]) == ["0005", "0002"]


def test_a_line_that_settles_all_of_a_name_is_said(read, tmp_path, found):
    settle(tmp_path, '"王伟" = "0005"')
    school = read(考勤=[SIGNED, ("王伟", None, "P2", "出席")])
    problem = "有 2 位同名教师，所有只写“王伟”的记录都算作 王伟（0005，数学组）"
    assert (None, "", problem) in found(school, "people.toml")


def test_a_line_whose_name_stands_in_no_file_is_said(read, tmp_path, found):
    settle(tmp_path, '"刘阳" = "0004"\n"数学组 王伟" = "0005"\n"小李" = "0002"')
    rows = [("刘阳", None, "P2", "出席"), ("王伟", "数学组", "P2", "出席")]
    school = read(考勤=[SIGNED, *rows])
    assert found(school, "people.toml") == [(None, "", "文件里没有这个姓名或昵称，这一行没有用上")]
    assert set(school.problems.query("file == 'people.toml'")["value"]) == {"小李"}


def test_new_names_are_written_below_old_answers(read):
    written = '# 我的说明\n[people]\n"小李" = "0002"\n"刘阳" = ""\n'
    rows = [("刘阳", None, "P2", "出席"), ("李那", None, "P2", "出席")]
    school = read(考勤=[SIGNED, *rows])
    offer = offer_people(school, written)
    assert offer.startswith(written)
    assert tomllib.loads(offer) == {"people": {"小李": "0002", "刘阳": "", "李那": ""}}
    assert offer_people(school, offer) == ""
    assert tomllib.loads(offer_people(school, "# 空\n")) == {"people": {"刘阳": "", "李那": ""}}


def test_an_unknown_id_is_not_sent_to_the_settled_names(people):
    assert "people.toml" not in unknown(people, "0099").advice


def test_a_group_in_brackets_decides_between_namesakes(people):
    assert find_person(people, "", "王伟（数学）", "") == (
        OTHER_WANG,
        "按括号中的教研组作为 王伟（0005，数学组） 使用",
    )
    assert "没有“王伟（英语）”" in unknown(people, name="王伟（英语）").problem


def test_ids_that_lost_their_zeros_are_said_once_for_a_sheet(read, found):
    rows = [("2", "李娜", "P2", "出席"), ("3", "张敏", "P2", "出席")]
    school = read(考勤=[("工号", "姓名", "活动编号", "考勤"), *rows])
    assert len(school.tables["attendance"]) == 2
    assert found(school, "考勤.xlsx") == [
        (None, "工号", "有 2 个工号与花名册只差前导零，按花名册的写法使用")
    ]


def test_what_check_and_people_suggest_is_the_same(read):
    school = read(考勤=[SIGNED, ("刘洋老师", None, "P2", "出席")])
    (advice,) = school.problems.query("file == '考勤.xlsx'")["advice"]
    assert "是否为 刘洋（0004，数学组）？" in advice
    assert "可能是 刘洋（0004，数学组）" in offer_people(school)
