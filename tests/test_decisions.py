"""What is decided, and that it can be made again: equal, or with what differs and for whom."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from decided import NAMES, ROSTER, attendance, clock, write_school, write_table
from schools import tiny_school

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.errors import LedgerError, UsageError
from xiaoben_analytics.ledger import consider, decide, open_ledger, replay, replaying, verify
from xiaoben_analytics.ledger.decisions import digests
from xiaoben_analytics.policy import amend, list_policies, read_policy
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.scenarios import ManualMove, Scenario

ROOT = Path(__file__).resolve().parents[1]
COUNTY = read_policy("county-110")
FEWER = Scenario("少评优秀", {"ratios": "20/50/30"})
"""Of ten: 2, 5, 3 instead of 3, 4, 3; the third moves."""


@pytest.fixture
def home(tmp_path):
    return write_school(tmp_path / "校")


@pytest.fixture
def result(home):
    return assess(read_school(home))


@pytest.fixture
def ledger(home):
    return open_ledger(home, clock=clock)


def decided(result, ledger, scenario=FEWER):
    return decide(result, ledger, scenario=scenario, decided_by="校长室", reason="会议通过")


def by_hand(tier="优秀", teacher="0004", reason="支教一年", authoriser="校长室"):
    return ManualMove(teacher, tier, reason, authoriser)


# ------------------------------------------------------------------ what a line says


def test_a_decision_says_all_that_the_minutes_need(result, ledger):
    policy, line = decided(result, ledger).lines
    told = line.content
    assert (line.kind, line.sequence, line.time) == ("decision", 2, "2022-06-30T12:00:00+00:00")
    assert (told["decided_by"], told["reason"], told["school_year"]) == (
        "校长室", "会议通过", "2021-2022",
    )  # fmt: skip
    assert told["counts"] == [["优秀", 2], ["良好", 5], ["合格", 3], ["不合格", 0]]
    lines = [(row["tier"], row["seats"], row["cutoff"]) for row in told["cutoffs"]]
    assert lines == [("优秀", 2, 3700), ("良好", 5, 2200), ("合格", 3, 1300), ("不合格", 0, None)]
    assert told["moved"] == [
        {
            "teacher_id": "0003", "name": "孙三", "from_tier": "优秀", "to_tier": "良好",
            "why": "优秀名额由 3 个变为 2 个，本人第 3 名",
        }
    ]  # fmt: skip
    assert told["standings"][0] == {
        "teacher_id": "0001", "name": "赵一", "total": 4000, "tier": "优秀",
    }  # fmt: skip
    assert set(told["files"]) == {"花名册.xlsx", "活动计划.xlsx", "考勤.xlsx"}
    assert policy.kind == "policy"
    assert policy.content["hash"] == told["policy"]["hash"]


def test_the_regulation_is_written_once(result, ledger):
    twice = decided(result, decided(result, ledger))
    assert [line.kind for line in twice.lines] == ["policy", "decision", "decision"]


def test_a_scenario_can_be_kept_without_deciding(result, ledger):
    line = consider(result, ledger, scenario=FEWER).lines[-1]
    assert line.kind == "scenario"
    assert "decided_by" not in line.content


def test_who_is_moved_by_hand_is_there_with_reason_and_authoriser(result, ledger):
    scenario = replace(FEWER, moves=(by_hand(reason="支教一年，电话 13800000003"),))
    told = decided(result, ledger, scenario).lines[-1].content
    assert told["scenario"]["moves"] == [
        {
            "teacher_id": "0004", "to_tier": "优秀", "authoriser": "校长室",
            "reason": "支教一年，电话 138****0003", "despite_gate": False,
        }
    ]  # fmt: skip
    why = {row["teacher_id"]: row["why"] for row in told["moved"]}
    # the lines are the rules': two seats, and one more by hand
    assert why["0004"].startswith("会议调整：支教一年，电话 138****0003（批准人：校长室）")
    assert "优秀按规则 2 人，调整后 3 人，多 1 人" in why["0004"]
    assert told["counts"][0] == ["优秀", 3]
    assert [line["cutoff"] for line in told["cutoffs"]][:2] == [3700, 2200]


def test_personal_data_stay_out(tmp_path):
    rows = [("工号", "姓名", "教研组", "手机", "身份证号", "出生日期")]
    rows += [(*row, "13800000003", "110101199003070011", "1990-03-07") for row in ROSTER[1:]]
    home = write_school(tmp_path / "校", 花名册=rows)
    decided(assess(read_school(home)), open_ledger(home))
    text = (home / "决议.jsonl").read_text("utf-8")
    assert [one for one in ("13800000003", "110101199003070011", "1990") if one in text] == []
    assert "赵一" in text


@pytest.mark.parametrize("blank", [{"decided_by": " "}, {"reason": ""}])
def test_who_and_why_must_be_named(result, ledger, blank):
    given = {"decided_by": "校长室", "reason": "会议通过"} | blank
    with pytest.raises(UsageError, match="没有写明"):
        decide(result, ledger, scenario=FEWER, **given)
    assert not ledger.path.exists()


def test_what_is_shown_is_what_is_decided(result, ledger):
    shown = result.what_if(ratios="20/50/30")
    with pytest.raises(LedgerError, match="与眼前的结果不同"):
        decided(shown, ledger, Scenario("照办法"))
    line = decided(shown, ledger, replace(FEWER, moves=(by_hand(),))).lines[-1]
    assert line.content["scenario"]["name"] == "少评优秀"


def test_a_regulation_changed_in_the_program_cannot_be_traced(home, ledger):
    other = COUNTY.model_copy(update={"total": 10000})
    with pytest.raises(LedgerError, match="日后无法重算"):
        decided(assess(read_school(home), other), ledger)


@pytest.mark.parametrize("name", [name for name, one in list_policies().items() if one.components])
def test_every_scoring_regulation_can_be_traced(tmp_path, name):
    ledger = open_ledger(tmp_path / "决议.jsonl")
    written = consider(assess(tiny_school(), name), ledger, scenario=Scenario("照办法"))
    assert verify(written) == ()


def test_joined_regulations_stay_joined_when_amended():
    joined = read_policy("county-110+term-hours")
    alone = read_policy("term-hours")
    assert joined.amended({"tiers": {"ties": "up"}}).requirements == alone.requirements
    assert joined.amended({}).model_dump() == joined.model_dump()
    assert joined.cycle == alone.cycle


# ------------------------------------------------------------------ made again


def test_a_decision_made_again_is_equal(result, ledger, home):
    scenario = replace(FEWER, moves=(by_hand(),))
    again = replay(decided(result, ledger, scenario), home)
    assert again.equal
    assert (again.causes, len(again.teachers), again.amended) == ((), 0, None)
    assert again.sentence == "重算的名次表和划线与当时完全相同"
    assert digests(again.result) == again.line.content["digests"]


OTHER_MACHINE = """
import sys
from xiaoben_analytics.ledger import open_ledger, replay
again = replay(open_ledger(sys.argv[1]), sys.argv[1])
print(again.equal, len(again.causes))
"""


def test_a_decision_is_equal_on_another_machine(result, ledger, home, tmp_path):
    decided(result, ledger)
    moved = shutil.copytree(home, tmp_path / "别处" / "另一台")
    shutil.rmtree(home)
    other = {"PYTHONHASHSEED": "7", "TZ": "America/New_York", "LC_ALL": "C", "PYTHONUTF8": "1"}
    child = subprocess.run(
        [sys.executable, "-c", OTHER_MACHINE, moved], cwd=ROOT, env={**os.environ, **other},
        capture_output=True, check=True, encoding="utf-8",
    )  # fmt: skip
    assert child.stdout.split() == ["True", "0"]


def test_a_changed_file_is_named_with_those_it_changes(result, ledger, home):
    written = decided(result, ledger)
    # 陈十 was ill five times, not nine: 15 points, 25 in all, the seventh now
    write_table(home / "考勤.xlsx", attendance([0, 1, 2, 3, 4, 5, 6, 7, 8, 5]))
    again = replay(written, home)
    assert again.causes == ("文件“考勤.xlsx”的内容改动过",)
    assert not again.equal
    assert again.teachers.to_dict("records") == [
        {
            "teacher_id": "0007", "name": "郑七", "from_total": 2200, "to_total": 2200,
            "from_tier": "良好", "to_tier": "合格",
        },
        {
            "teacher_id": "0010", "name": "陈十", "from_total": 1300, "to_total": 2500,
            "from_tier": "合格", "to_tier": "良好",
        },
    ]  # fmt: skip
    assert again.sentence == "2 人的总分或等级与当时不同"


def test_a_file_that_came_or_a_changed_text_without_effect_is_said(result, ledger, home):
    written = decided(result, ledger)
    write_table(home / "读书活动.xlsx", [("姓名", "完成情况"), ("赵一", "按时")])
    (home / "people.toml").write_text("[people]\n", "utf-8")
    again = replay(written, home)
    assert again.causes == ("文件“people.toml”是后来放入的", "文件“读书活动.xlsx”是后来放入的")
    assert again.equal


def test_somebody_who_left_the_roster_has_nothing_now(result, ledger, home):
    written = decided(result, ledger)
    write_table(home / "花名册.xlsx", ROSTER[:-1])
    write_table(home / "考勤.xlsx", [row for row in attendance() if row[0] != NAMES[-1]])
    gone = replay(written, home).teachers.set_index("teacher_id").loc["0010"]
    assert gone.tolist() == ["陈十", 1300, None, "合格", None]


def test_files_that_give_no_result_any_more_are_named(result, ledger, home):
    written = decided(result, ledger)
    (home / "考勤.xlsx").unlink()
    with pytest.raises(LedgerError, match=r"没有找到《考勤》.*文件“考勤.xlsx”现在没有了"):
        replay(written, home)


def test_a_move_that_nobody_needs_any_more_changes_nobody(result, ledger, home):
    written = decided(result, ledger, Scenario("手工", moves=(by_hand(),)))
    # 孙三 was ill nine times: 13 points, good no more; the fourth is among the three best by the rules
    write_table(home / "考勤.xlsx", attendance([0, 1, 9, 3, 4, 5, 6, 7, 8, 9]))
    again = replay(written, home)
    assert again.causes == ("文件“考勤.xlsx”的内容改动过",)
    assert again.result.ruled.tolist()[:3] == ["优秀", "优秀", "优秀"]
    assert "0004" not in again.teachers["teacher_id"].tolist()


def test_a_move_of_somebody_who_is_assessed_no_more_is_said(result, ledger, home):
    written = decided(result, ledger, Scenario("手工", moves=(by_hand(),)))
    write_table(home / "花名册.xlsx", [row for row in ROSTER if row[0] != "0004"])
    write_table(home / "考勤.xlsx", [row for row in attendance() if row[0] != NAMES[3]])
    with pytest.raises(LedgerError, match=r"花名册中没有工号“0004”.*“花名册.xlsx”的内容改动过"):
        replay(written, home)


def test_another_version_of_the_program_is_named(result, ledger, home, monkeypatch):
    written = decided(result, ledger)
    monkeypatch.setattr(replaying, "program_version", lambda: "9.9")
    (cause,) = replay(written, home).causes
    assert cause.endswith("变为 9.9 版")


def test_another_school_year_is_named(result, ledger, home):
    read = replace(result.school, school_year="2020-2021")
    written = decided(replace(result, school=read), ledger)
    assert replay(written, home).causes == ("学年由 2020-2021 变为 2021-2022",)


def test_a_table_that_differs_elsewhere_is_said(result, ledger, home):
    changed = result.ranked.assign(remark="别的说明")
    written = decided(replace(result, ranked=changed), ledger, Scenario("照办法"))
    again = replay(written, home)
    assert (again.equal, len(again.teachers)) == (False, 0)
    assert "名次表或划线的其他内容不同" in again.sentence


def test_the_regulation_of_then_is_kept_and_todays_is_compared(home, ledger):
    then = COUNTY.amended({"tiers": {"levels": [
        {"name": "优秀", "ratio": "10%"}, {"name": "良好", "ratio": "60%"},
    ]}})  # fmt: skip
    written = decided(assess(read_school(home), then), ledger, Scenario("照办法"))
    again = replay(written, home)
    assert again.equal
    # ten per cent then, thirty today: the second and third move
    assert again.amended["teacher_id"].tolist() == ["0002", "0003"]
    assert again.amended["to_tier"].tolist() == ["优秀", "优秀"]
    assert replay(written, home, policy=then).amended is None


def test_a_regulation_of_today_that_does_not_take_the_scenario_is_said(result, ledger, home):
    written = decided(result, ledger, Scenario("手工", moves=(by_hand(),)))
    levels = [{"name": "甲等", "ratio": "40%"}, {"name": "乙等", "ratio": "60%"}]
    today = amend(amend(COUNTY, {"tiers.levels": None}), {"tiers": {"levels": levels}})
    again = replay(written, home, policy=today)
    assert again.equal
    assert again.amended is None
    assert again.causes[0].startswith("现在的办法不能套用这个方案：没有名为“优秀”的等级")


def test_a_line_is_chosen_by_its_number(result, ledger, home):
    written = consider(result, decided(result, ledger), scenario=Scenario("照办法"))
    assert replay(written, home).line.sequence == 2
    assert replay(written, home, 3).line.content["scenario"]["name"] == "照办法"
    with pytest.raises(UsageError, match=r"第 1 号记录不是方案或决定.*2、3"):
        replay(written, home, 1)
    with pytest.raises(UsageError, match="账本中还没有决定"):
        replay(open_ledger(home / "别的.jsonl"), home)


def test_an_unsound_ledger_is_not_replayed(result, ledger, home):
    path = decided(result, ledger).path
    path.write_bytes(path.read_bytes().replace("会议通过".encode(), "会议否决".encode()))
    with pytest.raises(LedgerError, match="第 2 行被改动"):
        replay(open_ledger(home), home)


def test_a_line_is_json_that_anybody_can_read(result, ledger):
    path = decided(result, ledger, Scenario("分数", {"tiers": {"levels": [
        {"name": name, "ratio": Fraction(1, 3)} for name in ("优秀", "良好", "合格")
    ]}})).path  # fmt: skip
    line = json.loads(path.read_text("utf-8").splitlines()[1])
    assert line["content"]["scenario"]["changes"]["tiers"]["levels"][0]["ratio"] == "1/3"
    assert [count for _, count in line["content"]["counts"]] == [3, 4, 3, 0]
