"""The decisions of the report: from the ledger, each once, and whether the material follows them."""

import pytest
from agenda import section, table
from decided import ROSTER, attendance, clock, write_school

from xiaoben_analytics.assessment import assess, try_scenario
from xiaoben_analytics.labels import moment
from xiaoben_analytics.ledger import LEDGER_FILE, decide, lock, open_ledger, settle
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.scenarios import ManualMove, Scenario
from xiaoben_analytics.summary import Section, summarize
from xiaoben_analytics.summary.decisions import decision_blocks
from xiaoben_analytics.summary.material import Material

FEWER = Scenario("少评优秀", {"ratios": "20/50/30"})
"""Of ten: 2, 5, 3 instead of 3, 4, 3; 孙三, the third, moves."""
BY_HAND = Scenario(
    "照顾支教", {"ratios": "20/50/30"}, (ManualMove("0004", "优秀", "支教一年", "校长室"),)
)
TIME = moment(clock().isoformat())
FIRST = "“少评优秀”，10 人：优秀 2、良好 5、合格 3、不合格 0；1 人变动；校长室：会议通过"
SECOND = (
    "“照顾支教”，10 人：优秀 3（名额 2）、良好 4（名额 5）、合格 3、不合格 0；"
    "2 人变动（手工调整 1 人）；教代会：复议"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return write_school(tmp_path_factory.mktemp("decided") / "校")


@pytest.fixture(scope="module")
def result(home):
    return assess(read_school(home))


@pytest.fixture
def ledger(home):
    (home / LEDGER_FILE).unlink(missing_ok=True)
    return open_ledger(home, clock=clock)


def once(result, ledger):
    return decide(result, ledger, scenario=FEWER, decided_by="校长室", reason="会议通过")


def twice(result, ledger):
    both = once(result, ledger)
    return decide(result, both, scenario=BY_HAND, decided_by="教代会", reason="复议")


def told(result, ledger=None):
    return Section("八、会议决定", tuple(decision_blocks(Material(result, ledger))))


def test_without_a_ledger_or_a_decision_one_sentence_says_so(result, ledger):
    none, empty = told(result), told(result, ledger)
    assert none.findings == ("没有决议账本，本材料按考核办法，不作改动。",)
    assert empty.findings == ("账本里还没有决定，本材料按考核办法，不作改动。",)
    assert none.tables == empty.tables == ()


def test_settings_that_nobody_decided_are_admitted(result, ledger):
    tried = try_scenario(result, FEWER)
    assert told(tried).findings == ("没有决议账本，本材料的设置没有会议决定作依据。",)


def test_the_material_says_whether_it_follows_the_present_decision(result, ledger):
    ledger = once(result, ledger)
    settled = told(settle(result, ledger).result, ledger)
    assert settled.findings == (
        f"现行决定：第 2 号记录（决定，{TIME}）：{FIRST}。",
        "本材料与现行决定完全一致。",
        "决议没有锁定，还可以记入新的决定。",
        "等级改变的教师共 1 人，见于 1 次决定。",
        "各次决定中没有手工调整的教师。",
    )
    # by the regulation 孙三 is in another tier
    assert told(result, ledger).findings[1] == (
        "本材料没有按现行决定：按现行决定重算，1 人的总分、名次或等级与本材料不同。"
    )


def test_every_decision_stands_once_with_who_moved_and_why(result, ledger):
    ledger = twice(result, ledger)
    summary = summarize(settle(result, ledger).result, ledger=ledger)
    assert table(summary, "会议决定").rows == (
        ("2", TIME, FIRST, "已被后来的决定代替"),
        ("3", TIME, SECOND, "现行"),
    )
    moved = table(summary, "决定中等级改变的教师")
    assert [row[:5] for row in moved.rows] == [
        ("第 2 号", "0003", "孙三", "优秀", "良好"),
        ("第 3 号", "0003", "孙三", "优秀", "良好"),
        ("第 3 号", "0004", "李四", "良好", "优秀"),
    ]
    assert moved.people == ("0003", "0003", "0004")
    by_hand = table(summary, "手工调整及其理由")
    assert by_hand.rows == (("第 3 号", "0004", "李四", "优秀", "支教一年", "校长室", ""),)
    assert by_hand.people == ("0004",)
    findings = section(summary, "会议决定").findings
    assert findings[3:] == (
        "等级改变的教师共 2 人，见于 2 次决定。",
        "手工调整的教师共 1 人，见于 1 次决定。",
    )


def test_a_lock_is_told_with_who_and_why(result, ledger):
    ledger = lock(once(result, ledger), by="李主任", reason="会议结束")
    assert told(result, ledger).findings[2] == (
        "决议已在第 3 号记录锁定（李主任：会议结束），不能再记入决定。"
    )


def test_a_faulty_ledger_is_said_and_not_relied_on(result, ledger, home):
    once(result, ledger)
    path = home / LEDGER_FILE
    path.write_text(path.read_text("utf-8").replace("会议通过", "会议没过"), "utf-8")
    part = told(result, open_ledger(home))
    assert len(part.findings) == 1
    assert part.findings[0].startswith("决议账本有 1 处不对（第 2 行")
    assert part.findings[0].endswith("不能作依据，本材料按考核办法，不作改动；请先核对账本。")
    assert "会议没过" not in str(part)


def test_files_that_changed_since_are_admitted(result, ledger, tmp_path):

    ledger = once(result, ledger)
    # 陈十 was ill once more: 10 points instead of 13, the last as before
    later = assess(read_school(write_school(tmp_path / "校", 考勤=attendance((*range(9), 10)))))
    part = told(settle(later, ledger).result, ledger)
    assert part.findings[1] == (
        "本材料按现行决定，但文件或办法与当时不同，算出的结果与当时的记录不一致；"
        "请重放账本，查明不同之处。"
    )


def test_a_decision_that_cannot_be_applied_any_more_is_said(result, ledger, tmp_path):

    ledger = twice(result, ledger)
    gone = [row for row in ROSTER if row[0] != "0004"]
    later = assess(read_school(write_school(tmp_path / "校", 花名册=gone)), max_loss=1)
    assert told(later, ledger).findings[1].startswith("现行决定不能套用到现在的文件上：")


def test_settings_tried_and_taken_back_are_the_regulations_again(result):
    back = result.what_if(ratios="10/40/50").what_if(ratios="30/40/30")
    assert section(summarize(back), "会议决定") == section(summarize(result), "会议决定")


def test_a_move_to_where_somebody_is_anyway_is_not_counted(result, ledger):
    # of ten by 30/40/30 the fourth is 良好 anyway
    idle = Scenario("照顾", {}, (ManualMove("0004", "良好", "支教一年", "校长室"),))
    ledger = decide(result, ledger, scenario=idle, decided_by="校长室", reason="会议通过")
    part = told(settle(result, ledger).result, ledger)
    assert part.findings[-2:] == (
        "各次决定中没有手工调整的教师。",
        "另有 1 项调整没有作用：按规则已是所调的等级，不计入手工调整。",
    )
    assert part.tables[-1].rows[0][4] == "支教一年；按规则已是良好，调整没有作用"
    assert "0 人变动；另有 1 人按规则已在所调的等级，调整没有作用" in part.findings[0]


def test_facts_that_were_decided_say_so(result, ledger):
    weighted = Scenario("加权", {"ratios": "20/50/30", "weights": {"考勤": "1.2"}})
    ledger = decide(result, ledger, scenario=weighted, decided_by="校长室", reason="会议通过")
    facts = summarize(settle(result, ledger).result, ledger=ledger).facts
    assert facts["等级比例"] == "优秀 20%、良好 50%、合格 30%（会议决定，第 2 号）"
    assert facts["各项权重"].startswith("外出学习 1、考勤 1.2、")
    assert facts["各项权重"].endswith("（会议决定，第 2 号）")
    assert facts["名额取整"] == summarize(result).facts["名额取整"]
    assert "各项权重" not in summarize(result).facts
    assert summarize(try_scenario(result, FEWER)).facts["等级比例"].endswith("（试算，与办法不同）")
