"""Regulations that apply at once: nothing that one of them says is lost without a word."""

from itertools import permutations

import pytest
from schools import attended, tiny_school

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.checks import check_regulation
from xiaoben_analytics.errors import PolicyError
from xiaoben_analytics.policy import list_policies, read_policy
from xiaoben_analytics.requirements import check_requirements
from xiaoben_analytics.sample import write_sample

SHIPPED = sorted(list_policies())
CYCLES = {"five-year-credits", "backbone-cycle"}
"""Cycles of different length: neither can be judged by the other's."""
PAIRS = [names for names in permutations(SHIPPED, 2) if set(names) != CYCLES]


def own(tmp_path, text, name="本校.toml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def said(policy):
    return {one.key: (one.finding, one.reading) for one in check_regulation(policy)}


@pytest.mark.parametrize("names", PAIRS, ids="+".join)
def test_what_two_regulations_require_is_all_required(names):
    both = read_policy("+".join(names))
    apart = [read_policy(name) for name in names]
    for kind in ("requirements", "slots", "honours", "clauses"):
        asked = [rule.text for policy in apart for rule in getattr(policy, kind)]
        kept = [rule.text for rule in getattr(both, kind)]
        assert set(kept) <= set(asked), kind

        assert len({one.name for one in getattr(both, kind)}) == len(kept), kind
    measures = {
        (one.measure, one.per, one.at_least, one.of) for p in apart for one in p.requirements
    }
    assert measures == {(one.measure, one.per, one.at_least, one.of) for one in both.requirements}


@pytest.mark.parametrize("names", PAIRS, ids="+".join)
def test_a_joined_regulation_scores_as_the_first_that_scores(names):
    apart = [read_policy(name) for name in names]
    scoring = next((one for one in apart if one.components), apart[0])
    both = read_policy("+".join(names))
    for section in ("components", "gates", "tiers", "total", "reference"):
        assert getattr(both, section) == getattr(scoring, section)


@pytest.mark.parametrize("names", ["county-110+term-hours", "term-hours+county-110"])
def test_what_either_calls_an_incident_is_one(names):
    policy = read_policy(names)
    assert set(policy.attendance.incidents) == {"缺席", "迟到", "早退"}
    assert policy.attendance.inattentive == ("手机", "不认真", "睡觉")
    assert set(policy.attendance.source.split("；")) == {"002 五.2（1）", "000 二.2（2）（3）"}
    phone = attended("1", "01") | {"note": "看手机"}
    late = attended("2", "01", "迟到")
    found = check_requirements(tiny_school(attendance=[phone, late]), policy).incidents
    assert found["incident"].tolist() == ["备注为不认真", "迟到"]


def test_hours_of_one_and_scores_of_another_go_together():
    policy = read_policy("county-110+year-hours")
    assert policy.components[0].label == "外出学习"
    assert [one.name for one in policy.requirements] == ["year_hours"]
    finding, reading = said(policy)["components"]
    assert finding == "county-110 与 year-hours 都计分"
    assert "year-hours 的出勤率、考核成绩不计" in reading
    assert "year-hours+county-110" in reading


def test_sections_that_differ_are_said_with_which_applies(tmp_path):
    harder = own(
        tmp_path,
        'extends = "term-hours"\nid = "严"\n[attendance]\nmade_up_earns = false\nearning = ["出席"]\n',
    )
    policy = read_policy(f"county-110+{harder}")
    assert policy.attendance.made_up_earns
    told = said(policy)
    assert told["attendance.made_up_earns"] == ("county-110 为“是”，严 为“否”", "照 county-110")
    assert told["attendance.earning"][0] == "county-110 为“出席、迟到、早退”，严 为“出席”"
    finding = next(one for one in check_regulation(policy) if one.key == "attendance.earning")
    (other,) = finding.other_readings
    assert policy.amended(other.changes).attendance.earning == ("出席",)


def test_a_requirement_is_never_judged_by_the_cycle_of_another_regulation():
    for names in permutations(sorted(CYCLES)):
        with pytest.raises(PolicyError, match=r"cycle\.years 不同") as caught:
            read_policy("+".join(names))
        assert all(f"--policy {name}" in str(caught.value) for name in names)


def test_a_requirement_is_never_judged_by_the_credits_of_another_regulation(tmp_path):
    fewer = own(
        tmp_path,
        'extends = "five-year-credits"\nid = "少"\n[credits]\nhours_each = "10 学时"\n',
    )
    with pytest.raises(PolicyError, match=r"credits\.hours_each 不同"):
        read_policy(f"five-year-credits+{fewer}")


def test_a_certificate_asks_for_the_requirements_of_its_own_regulation():
    policy = read_policy("practice-counts+backbone-cycle")
    (certificate,) = (one for one in policy.honours if not one.election)
    alone = read_policy("backbone-cycle")
    asked = [one for one in policy.requirements if one.name in certificate.requirements]
    assert [one.text for one in asked] == [one.text for one in alone.requirements]
    roster = [
        {
            "teacher_id": "1",
            "name": "甲",
            "group": "语文组",
            "state": "在岗",
            "category": "骨干教师",
        }
    ]
    reasons = {
        names: check_requirements(tiny_school(roster=roster), read_policy(names))
        .honours["reason"]
        .tolist()
        for names in ("backbone-cycle", "term-hours+backbone-cycle")
    }
    assert reasons["backbone-cycle"] == reasons["term-hours+backbone-cycle"]
    assert reasons["backbone-cycle"]


def test_a_certificate_is_bound_to_requirements_that_exist(tmp_path):
    path = own(
        tmp_path,
        'extends = "backbone-cycle"\n[[honours]]\nname = "骨干教师培养合格证书"\n'
        'requirements = ["observd"]\n',
    )
    with pytest.raises(PolicyError, match="是否想用“observed”？"):
        read_policy(path)


def test_a_regulation_joined_with_itself_is_that_regulation():
    assert read_policy("term-hours+term-hours") == read_policy("term-hours")


def test_two_meetings_of_one_group_are_both_kept(tmp_path):
    path = own(
        tmp_path,
        'extends = "group-calendar"\nid = "另"\n[[slots]]\nname = "语文组"\nweekday = "周五"\n',
    )
    slots = read_policy(f"group-calendar+{path}").slots
    assert [one.weekday for one in slots if one.name == "语文组"] == ["周三", "周五"]


def test_sections_that_are_the_same_are_not_said():
    assert said(read_policy("county-110+term-hours")) == said(read_policy("county-110"))


def test_a_rule_of_the_same_name_that_asks_something_else_is_renamed():
    policy = read_policy("practice-counts+group-calendar")
    books = {one.name: one.per for one in policy.requirements if one.measure == "books"}
    assert books == {"books": "year", "books（group-calendar）": "term"}


def test_a_rule_that_both_have_stands_once_with_both_sources():
    policy = read_policy("term-hours+year-hours")
    (honour,) = (one for one in policy.honours if one.election == "优秀备课组")
    assert set(honour.source.split("；")) == {"000 三.2（2）", "001 六.4"}


def test_a_gate_of_a_regulation_that_does_not_score_is_kept(tmp_path):
    gate = own(
        tmp_path,
        'extends = "term-hours"\nid = "另"\n[[gates]]\nname = "absences"\nlabel = "缺席过多"\n'
        'measure = "unexcused_absences"\nabove = "3 次"\nsource = "校规"\n',
    )
    policy = read_policy(f"county-110+{gate}")
    assert [one.name for one in policy.gates] == ["absence", "task", "absences"]


def test_a_file_may_extend_joined_regulations_and_settle_their_differences(tmp_path):
    own(
        tmp_path,
        'extends = "term-hours"\nid = "严"\n[attendance]\nmade_up_earns = false\n',
        "严.toml",
    )
    path = own(tmp_path, 'extends = "county-110+严.toml"\nid = "x"\ntitle = "y"\n')
    assert "attendance.made_up_earns" in said(read_policy(path))
    path = own(tmp_path, path.read_text("utf-8") + "[attendance]\nmade_up_earns = false\n")
    policy = read_policy(path)
    assert not policy.attendance.made_up_earns
    assert "attendance.made_up_earns" not in said(policy)


def test_amending_a_joined_regulation_keeps_what_it_requires():
    policy = read_policy("county-110+term-hours").amended({"reference": "roster"})
    assert policy.reference == "roster"
    assert [one.name for one in policy.requirements] == ["term_hours"]


def test_joined_regulations_give_the_points_of_the_one_that_scores():
    school = tiny_school()
    for names in ("county-110+term-hours", "county-110+year-hours", "term-hours+county-110"):
        joined = assess(school, read_policy(names)).standings
        alone = assess(school, read_policy("county-110")).standings
        assert joined["total"].tolist() == alone["total"].tolist()


def test_a_fault_in_one_of_several_names_its_file(tmp_path):
    path = own(tmp_path, 'extends = "county-110"\n[relay]\nwithin_working_days = "三"\n')
    with pytest.raises(PolicyError, match=r"“本校.toml”第 3 行"):
        read_policy(f"{path}+term-hours")


def test_what_differs_is_said_wherever_a_school_is_read(xiaoben, tmp_path):
    write_sample(tmp_path / "学校", teachers=12)
    _, _, told = xiaoben(
        "requirements", tmp_path / "学校", "--policy", "county-110+year-hours", "--json"
    )
    assert "county-110 与 year-hours 都计分" in told
    _, _, told = xiaoben("check", tmp_path / "学校", "--policy", "county-110+term-hours")
    assert "都计分" not in told
