"""The commands of the ledger and of the vote: what they say, to people and to machines."""

import errno
import hashlib
import json
import os
import re
import time
from io import FileIO

import openpyxl
import pytest
from decided import ROSTER, attendance, write_school, write_table
from rich.cells import cell_len

from xiaoben_analytics import terminal
from xiaoben_analytics.assessment import assess
from xiaoben_analytics.ledger import decide as record
from xiaoben_analytics.ledger import file, open_ledger
from xiaoben_analytics.ledger.file import append
from xiaoben_analytics.policy import amend, read_policy
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.scenarios import Scenario

DECIDE = ("--name", "少评优秀", "--by", "校长室", "--reason", "会议通过")
FEWER = ("--ratios", "20/50/30", *DECIDE)


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1656590400")
    return write_school(tmp_path / "校")


def last(home):
    return open_ledger(home).lines[-1]


def test_a_decision_is_recorded_and_its_hash_shown(xiaoben, home):
    code, shown, error = xiaoben("decide", home, *FEWER)
    assert code == 0
    said = "第 2 号记录（决定）：“少评优秀”，10 人：优秀 2、良好 5、合格 3、不合格 0；1 人变动；校长室：会议通过"
    assert said in shown
    assert f"指纹：{last(home).hash}" in shown
    assert "写进会议纪要" in error
    assert last(home).time == "2022-06-30T12:00:00+00:00"


def test_settings_and_moves_are_part_of_a_decision(xiaoben, home):
    given = (
        "--set",
        "tiers.rounding=floor",
        "--set",
        "tiers.ties=up",
        "--set",
        "tiers.min_group=3",
    )
    given += ("--set", "gates.absence.above=25%", "--set", "tiers.count_gated=false")
    given += ("--set", "reading.missing=2.5", "--move", "0004=优秀：支教：一年：校长室")
    code, shown, error = xiaoben("decide", home, *DECIDE, *given)
    assert (code, error.count("考核办法有误")) == (0, 0), error
    assert "2 人变动（手工调整 1 人）" in shown or "1 人变动（手工调整 1 人）" in shown
    told = last(home).content["scenario"]
    assert told["changes"] == {
        "tiers.rounding": "floor",
        "tiers.ties": "up",
        "tiers.min_group": 3,
        "tiers.count_gated": False,
        "gates.absence.above": "25%",
        "reading.missing": "2.5",
    }
    assert told["moves"] == [
        {
            "teacher_id": "0004", "to_tier": "优秀", "reason": "支教：一年", "authoriser": "校长室",
            "despite_gate": False,
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "code", "told"),
    [
        (("--ratios", "20/50/40"), 2, "合计 100"),
        (("--set", "tiers.rounding"), 2, "“--set”的值“tiers.rounding”不对"),
        (("--set", "tiers.rounding=flor"), 2, "half_up"),
        (("--set", "gates.x.above=1%"), 2, "没有名为“x”的一票否决的条款"),
        (("--move", "0004:优秀"), 2, "工号或姓名=等级:理由:批准人"),
        (("--move", "9999=优秀:支教:校长室"), 2, "花名册中没有“9999”"),
        (("--move", "0004=特优:支教:校长室"), 2, "没有名为“特优”的等级"),
        (("--rounding", "flor"), 2, "half_up"),
        (("--group-ratio", "没有组=30/40/30"), 2, "没有组"),
        (("--name", "现在"), 2, "方案不能叫“现在”"),
        (("--by", ""), 2, "没有写明决定人"),
        (("--name", ""), 2, "方案的名称"),
    ],
)
def test_a_wrong_call_writes_nothing(xiaoben, home, given, code, told):
    got = xiaoben("decide", home, *DECIDE, *given)
    assert (got[0], got[1]) == (code, "")
    assert told in got[2]
    assert not open_ledger(home).path.exists()


def test_who_failed_a_gate_is_moved_only_where_the_call_says_so(xiaoben, home):
    # 陈十 was absent nine times of ten without leave
    rows = [(who, what, "缺席" if who == "陈十" and how == "病假" else how)
            for who, what, how in attendance()]  # fmt: skip
    write_table(home / "考勤.xlsx", rows)
    given = ("decide", home, *DECIDE, "--move", "0010=合格:另有说明:校长室")
    code, _, error = xiaoben(*given)
    assert (code, "列为不合格，不能直接调整等级" in error, "--despite-gate" in error) == (
        2,
        True,
        True,
    )
    assert xiaoben(*given, "--despite-gate")[0] == 0
    assert last(home).content["scenario"]["moves"][0]["despite_gate"] is True
    assert last(home).content["standings"][-1]["tier"] == "合格"
    assert xiaoben("replay", home)[0] == 0


def test_a_draft_is_kept_without_deciding(xiaoben, home):
    code, shown, _ = xiaoben("decide", home, "--name", "备选", "--ratios", "20/50/30", "--draft")
    assert (code, last(home).kind) == (0, "scenario")
    assert "第 2 号记录（方案）：“备选”" in shown
    assert "还没有决定" in xiaoben("replay", home)[2]


def test_kept_scenarios_stand_side_by_side(xiaoben, home):
    for ratios in ("10/60/30", "20/50/30"):
        xiaoben("decide", home, "--name", "备选", "--ratios", ratios, "--draft")
    xiaoben(
        "decide",
        home,
        "--ratios",
        "40/30/30",
        "--name",
        "多评",
        "--by",
        "校长室",
        "--reason",
        "会议",
    )
    code, shown, _ = xiaoben("scenarios", home)
    assert code == 0
    assert "备选（第 3 号）：孙三 0003（优秀→良好）" in shown
    told = json.loads(xiaoben("scenarios", home, "--json")[1])["scenarios"]
    rows = [(one["scenario"], one["优秀"], one["movers"]) for one in told]
    # of ten: 3, then both drafts of one name, then the decision
    assert rows == [
        ("现在", 3, 0),
        ("备选（第 2 号）", 1, 2),
        ("备选（第 3 号）", 2, 1),
        ("多评", 4, 1),
    ]


def test_a_scenario_recorded_again_stands_once(xiaoben, home):
    xiaoben("decide", home, "--name", "少评优秀", "--ratios", "20/50/30", "--draft")
    xiaoben("decide", home, *FEWER)
    told = json.loads(xiaoben("scenarios", home, "--json")[1])["scenarios"]
    assert [one["scenario"] for one in told] == ["现在", "少评优秀"]


def test_a_scenario_that_no_longer_applies_is_listed_below_the_others(xiaoben, home):
    xiaoben("decide", home, *FEWER)
    xiaoben("decide", home, *DECIDE[2:], "--name", "支教", "--move", "0010=良好:支教:校长室")
    write_table(home / "花名册.xlsx", ROSTER[:-1])
    rows = [row for row in attendance() if row[0] != "陈十"]
    write_table(home / "考勤.xlsx", rows)
    code, shown, error = xiaoben("scenarios", home)
    assert (code, "少评优秀" in shown) == (1, True), error
    assert "方案“支教”不能套用：花名册中没有工号“0010”" in shown
    told = json.loads(xiaoben("scenarios", home, "--json")[1])
    assert [one["scenario"] for one in told["scenarios"]] == ["现在", "少评优秀"]
    assert [one["scenario"] for one in told["not_applicable"]] == ["支教"]


def test_a_reserved_name_in_an_old_ledger_is_shown_with_its_number(xiaoben, home):
    xiaoben("decide", home, *FEWER)
    ledger = open_ledger(home)
    content = dict(ledger.lines[-1].content)
    content["scenario"] = {**content["scenario"], "name": "现在"}
    append(ledger, lambda _: [("decision", content)])
    assert xiaoben("scenarios", home)[0] == 0
    told = json.loads(xiaoben("scenarios", home, "--json")[1])["scenarios"]
    assert [one["scenario"] for one in told] == ["现在", "少评优秀", "现在（第 3 号）"]


def test_four_scenarios_fit_a_screen_of_80_columns(xiaoben, home, monkeypatch):
    for number, first in enumerate((10, 20, 40, 50), 1):
        ratios = f"{first}/{60 - first}/40"
        move = ("--move", "0009=良好:支教:校长室")
        xiaoben("decide", home, "--name", f"方案{number}", "--ratios", ratios, "--draft", *move)
    monkeypatch.setattr(terminal.screen, "_width", 80)
    shown = xiaoben("scenarios", home)[1]
    lines = [line for line in shown.splitlines() if line[:1] in "┏┃┡│└"]
    assert shown.count("┏") == 1
    assert max(map(cell_len, lines)) <= 80
    assert "│ 分高等级低（对） │" in shown
    assert "方案4：" in shown
    monkeypatch.setattr(terminal.screen, "_width", 60)
    narrow = xiaoben("scenarios", home)[1]
    assert narrow.count("┏") > 1
    assert narrow.count("┃ 项目") == narrow.count(" 现在 ")


def test_decide_takes_what_tiers_takes(xiaoben, home):
    given = (
        "--rounding",
        "floor",
        "--ties",
        "up",
        "--group-ratio",
        "语文组=20/50/30",
        "--conserve",
    )
    assert xiaoben("decide", home, *DECIDE, *given)[0] == 0
    assert last(home).content["scenario"]["changes"] == {
        "rounding": "floor", "ties": "up", "conserve": True,
        "group_ratios": {"语文组": "20/50/30"},
    }  # fmt: skip
    assert xiaoben("replay", home)[0] == 0
    helps = [xiaoben(command, "--help")[1] for command in ("tiers", "decide")]
    options = [set(re.findall(r"--[a-z-]+", one)) for one in helps]
    assert options[0] - options[1] == {"--compare", "--chooser", "--output", "--max-loss"}


def test_what_the_review_of_the_groups_gives_is_kept_in_the_decision(xiaoben, home):
    review = [("教研组", "评分", "优秀比例"), ("语文组", 90, "20/50/30")]
    write_table(home / "教研组考核.xlsx", review)
    code, _, error = xiaoben("decide", home, *DECIDE, "--review-ratios", "--review-weights")
    assert code == 0, error
    assert last(home).content["scenario"]["changes"] == {
        "group_weights": {"语文组": "1"}, "conserve": True, "group_ratios": {"语文组": "20/50/30"},
    }  # fmt: skip
    assert last(home).content["counts"][0] == ["优秀", 2]


def test_what_is_wrong_with_the_call_is_said_before_anything_is_read(xiaoben, tmp_path):
    # there is no such folder, which would be said as soon as it is looked for
    for wrong, told in (
        (("--by", ""), "没有写明决定人"),
        (("--reason", " "), "没有写明理由"),
        (("--name", ""), "方案的名称"),
        (("--name", "现在"), "方案不能叫“现在”"),
        (("--ratios", "20/50/40"), "合计 100"),
        (("--move", "0004=特优:支教:校长室"), "没有名为“特优”的等级"),
        (("--move", "0004=优秀"), "工号或姓名=等级:理由:批准人"),
    ):
        code, _, error = xiaoben("decide", tmp_path / "没有", *DECIDE, *wrong)
        assert (code, told in error) == (2, True), error


def test_who_is_moved_may_be_named(xiaoben, home):
    assert xiaoben("decide", home, *DECIDE, "--move", "李四=优秀:支教:校长室")[0] == 0
    assert last(home).content["scenario"]["moves"][0]["teacher_id"] == "0004"


def test_a_name_that_two_bear_is_refused_with_both(xiaoben, home):
    rows = [*ROSTER, ("0011", "李四", "数学组")]
    write_table(home / "花名册.xlsx", rows)
    # whose absences the name in the attendance means is open: so they go by id
    present = [("工号", "活动编号", "考勤")]
    present += [(who, f"P{n}", "出席") for who, *_ in rows[1:] for n in range(1, 11)]
    write_table(home / "考勤.xlsx", present)
    code, _, error = xiaoben("decide", home, *DECIDE, "--move", "李四=优秀:支教:校长室")
    assert (code, "0004（语文组）、0011（数学组）" in error) == (2, True), error


def test_a_decision_is_made_again(xiaoben, home):
    xiaoben("decide", home, *FEWER)
    code, shown, _ = xiaoben("replay", home)
    assert code == 0
    assert "与当时完全相同" in shown


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the place of a clock is not settable there")
def test_times_are_those_of_a_clock_at_this_place(xiaoben, home, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    xiaoben("decide", home, *FEWER)
    said = [xiaoben(command, home)[1] for command in ("replay", "ledger")]
    monkeypatch.undo()
    time.tzset()
    assert "第 2 号记录（决定，2022年6月30日 20:00）" in said[0]
    assert "2022年6月30日 20:00" in said[1]
    assert "T12" not in said[1]


def test_what_differs_is_shown(xiaoben, home, tmp_path):
    xiaoben("decide", home, *FEWER)
    write_table(home / "考勤.xlsx", attendance([0, 1, 2, 3, 4, 5, 6, 7, 8, 5]))
    code, shown, _ = xiaoben("replay", home, "2")
    assert code == 1
    assert "2 人的总分或等级与当时不同。\n  文件“考勤.xlsx”的内容改动过。" in shown
    assert "13.00" in shown
    assert "25.00" in shown
    own = tmp_path / "本校.toml"
    text = '[tiers]\nties = "up"\n[reading]\nmissing = 1\n'
    own.write_text(f'extends = "county-110"\nid = "本校"\ntitle = "本校"\n{text}', "utf-8")
    code, shown, _ = xiaoben("replay", home, "--policy", own, "--json")
    told = json.loads(shown)
    assert (code, told["sequence"], told["equal"]) == (1, 2, False)
    assert [one["teacher_id"] for one in told["teachers"]] == ["0007", "0010"]
    assert told["under_todays_policy"] == []
    assert "换成现在的办法，0 人不同" in xiaoben("replay", home, "--policy", own)[1]


def test_a_decision_under_joined_regulations_is_made_again_as_one_under_a_single_one(xiaoben, home):
    joined = "county-110+year-hours"
    said = "components）county-110 与 year-hours 都计分"
    _, _, error = xiaoben("decide", home, *FEWER, "--policy", joined)
    assert said in error
    code, _, error = xiaoben("replay", home)
    assert (code, said in error) == (0, True)
    told = json.loads(xiaoben("replay", home, "--json")[1])
    assert [one["key"] for one in told["differences"]] == ["components"]
    assert (told["equal"], told["under_todays_policy"]) == (True, None)


def test_joined_regulations_that_were_changed_since_are_compared_with_todays(xiaoben, home):
    """As if the shipped text had changed: the ledger holds a regulation with other words."""
    old = amend(read_policy("county-110+year-hours"), {"ties": "up", "ratios": "40/30/30"})
    result = assess(read_school(home), old)
    record(result, open_ledger(home), scenario=Scenario("照旧"), decided_by="校长", reason="会议")
    told = json.loads(xiaoben("replay", home, "--json")[1])
    # today's ratios give the best tier to three, not four
    assert [one["teacher_id"] for one in told["under_todays_policy"]] == ["0004"]


def test_a_regulation_that_this_program_cannot_read_is_said(xiaoben, home):
    xiaoben("decide", home, *FEWER)
    first, line = open_ledger(home).lines
    (home / "决议.jsonl").unlink()
    written = {**first.content["written"], "later": {"key": 1}}
    key = hashlib.sha256(
        json.dumps(written, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    ).hexdigest()
    policy = {**first.content, "written": written, "hash": key}
    content = {**line.content, "policy": {**line.content["policy"], "hash": key}}
    append(open_ledger(home), lambda _: [("policy", policy), ("decision", content)])
    code, _, error = xiaoben("replay", home)
    assert (code, "这个版本的程序读不懂" in error) == (1, True), error


@pytest.mark.parametrize("command", ["decide", "lock", "ledger"])
def test_a_place_that_cannot_be_written_is_a_sentence_and_a_wrong_call(
    xiaoben, home, monkeypatch, command
):
    def read_only(path, mode):
        if mode != "r":
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return FileIO(path, mode)

    monkeypatch.setattr(file, "FileIO", read_only)
    given = {"decide": DECIDE, "lock": DECIDE[2:], "ledger": ("--repair", *DECIDE[2:])}[command]
    code, shown, error = xiaoben(command, home, *given)
    assert (code, shown) == (2, "")
    assert "无法写入" in error
    assert "这个位置只能读取" in error


def test_a_folder_in_the_place_of_the_ledger_is_a_sentence(xiaoben, home):
    (home / "决议.jsonl").mkdir()
    for command in ("ledger", "scenarios", "replay"):
        code, _, error = xiaoben(command, home)
        assert (code, "无法读取" in error) == (2, True)


def test_an_empty_ledger_takes_a_first_line(xiaoben, home):
    (home / "决议.jsonl").write_bytes(b"")
    assert "共 0 条记录" in xiaoben("ledger", home)[1]
    assert xiaoben("decide", home, *FEWER)[0] == 0
    assert [line.sequence for line in open_ledger(home).lines] == [1, 2]


def test_of_many_faults_the_first_are_listed(xiaoben, home):
    for _ in range(25):
        xiaoben("lock", home, "--by", "甲")
        xiaoben("reopen", home, "--by", "甲", "--reason", "乙")
    path = home / "决议.jsonl"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    code, shown, _ = xiaoben("ledger", home)
    assert (code, shown.count("回车")) == (1, 20)
    assert "以上为前 20 处，共 50 处" in shown


def test_of_a_long_ledger_the_latest_lines_are_listed(xiaoben, home):
    told = {"by": "甲", "reason": "乙"}
    append(open_ledger(home), lambda _: [("reopen", told)] * 600)
    shown = xiaoben("ledger", home)[1]
    assert shown.count("解除锁定") == 500
    assert "│ 600 " in shown
    assert "以上为最近 500 条" in shown
    assert "共 600 条记录" in shown


def test_a_locked_ledger_says_how_to_go_on(xiaoben, home):
    xiaoben("decide", home, *FEWER)
    assert xiaoben("lock", home)[0] == 2
    assert "第 3 号记录（锁定）：李主任" in xiaoben("lock", home, "--by", "李主任")[1]
    code, shown, error = xiaoben("decide", home, *FEWER)
    assert (code, shown) == (1, "")
    assert "已由李主任在第 3 号记录锁定" in error
    assert "已在第 3 号记录锁定" in xiaoben("ledger", home)[1]
    assert "没有写明理由" in xiaoben("reopen", home, "--by", "校长室")[2]
    told = json.loads(xiaoben("reopen", home, "--by", "校长室", "--reason", "申诉", "--json")[1])
    assert told["line"]["content"] == {"by": "校长室", "reason": "申诉"}
    assert xiaoben("decide", home, *FEWER)[0] == 0


def test_the_ledger_is_listed_and_checked(xiaoben, home):
    assert "共 0 条记录" in xiaoben("ledger", home)[1]
    xiaoben("decide", home, *FEWER)
    head = last(home).hash
    code, shown, _ = xiaoben("ledger", home, "--head", head)
    assert (code, "共 2 条记录，前后相接，没有改动" in shown) == (0, True)
    path = home / "决议.jsonl"
    path.write_bytes(path.read_bytes().replace("校长室".encode(), "教务处".encode()))
    code, shown, _ = xiaoben("ledger", home)
    assert (code, "第 2 行被改动：内容与它的指纹不符。" in shown) == (1, True)
    told = json.loads(xiaoben("ledger", home, "--json")[1])
    assert told["faults"] == [{"line": 2, "fault": "被改动：内容与它的指纹不符"}]
    path.write_bytes(path.read_bytes().split(b"\n")[0] + b"\n")
    code, shown, _ = xiaoben("ledger", home, "--head", head)
    assert (code, "末尾的记录被删去" in shown) == (1, True)
    assert xiaoben("ledger", home, "--head", "ab")[0] == 2


def test_a_torn_line_is_repaired_by_name(xiaoben, home):
    xiaoben("decide", home, *FEWER)
    with (home / "决议.jsonl").open("ab") as file:
        file.write(b'{"content":')
    assert "第 3 行只写了一半" in xiaoben("ledger", home)[1]
    assert "--repair" in xiaoben("decide", home, *FEWER)[2]
    code, shown, _ = xiaoben("ledger", home, "--repair", "--by", "李主任", "--reason", "停电")
    assert code == 0
    assert "第 3 行只写了一半，李主任：停电" in shown
    assert xiaoben("decide", home, *FEWER)[0] == 0


# ------------------------------------------------------------------ the vote


def issue(xiaoben, home, *more):
    names = ("--member", "校长", "--member", "教务主任")
    return xiaoben("ballots", "template", home, "-o", home.parent / "票", *names, *more)


def wish(home, member, *ratios):
    path = home.parent / "票" / f"表决票_{member}.xlsx"
    book = openpyxl.load_workbook(path)
    for row, ratio in enumerate(ratios, 9):
        book.active[f"E{row}"] = ratio
    book.active["G9"] = "理由一"
    book.save(path)


def test_a_vote_from_the_first_ballot_to_the_last(xiaoben, home):
    folder = home.parent / "票"
    code, shown, error = issue(xiaoben, home)
    assert (code, shown.count("表决票_")) == (0, 2)
    assert "xiaoben ballots seal" in error
    assert issue(xiaoben, home)[0] == 2
    wish(home, "校长", 20, 50, 30)
    code, shown, _ = xiaoben("ballots", "seal", home, folder)
    assert code == 1
    assert "“表决票_教务主任.xlsx”E9：没有填写任何建议" in shown
    assert "新封存 1 张票：校长" in shown
    code, _, error = xiaoben("ballots", "open", home, folder)
    assert (code, "教务主任的票还没有封存" in error) == (1, True)
    wish(home, "教务主任", 30, 40, 30)
    assert xiaoben("ballots", "seal", home, folder)[0] == 0
    code, shown, _ = xiaoben("ballots", "open", home, folder)
    assert code == 0
    assert shown.index("分歧") < shown.index("各人的建议") < shown.index("照各人的建议")
    assert "20%/50%/30%：理由一" in shown
    assert "校长：优秀 2 人（-1）、良好 5 人（+1）、合格 3 人、不合格 0 人；1 人变动" in shown
    assert "孙三 │ 0003" in shown
    assert xiaoben("ballots", "show", home)[1] == shown
    listed = xiaoben("ledger", home)[1]
    assert [word for word in ("发票", "封存", "开票") if word not in listed] == []


def test_a_vote_for_machines(xiaoben, home):
    folder = home.parent / "票"
    told = json.loads(issue(xiaoben, home, "--topic", "今年的比例", "--json")[1])
    assert len(told["files"]) == 2
    wish(home, "校长", 20, 50, 30)
    told = json.loads(xiaoben("ballots", "seal", home, folder, "--json")[1])
    assert (told["sealed"], len(told["faults"])) == (["校长"], 1)
    call = ("ballots", "open", home, folder, "--without", "教务主任")
    told = json.loads(xiaoben(*call, "--json")[1])
    assert (told["topic"], told["without"]) == ("今年的比例", ["教务主任"])
    assert told["proposals"] == [
        {
            "member": "校长", "scope": "各组相同", "unit": "ratio", "reason": "理由一",
            "amounts": ["1/5", "1/2", "3/10"],
        }
    ]  # fmt: skip
    assert told["spread"][0]["median"] == "20%"
    assert [one["name"] for one in told["moves"]["校长"]] == ["孙三"]
    assert "不计入：教务主任" in xiaoben("ballots", "show", home)[1]
    assert "不计入教务主任" in xiaoben("ledger", home)[1]


def test_ballots_in_no_folder_are_a_wrong_call(xiaoben, home):
    issue(xiaoben, home)
    assert xiaoben("ballots", "seal", home, home.parent / "没有")[0] == 2
    place = home.parent / "文件"
    place.write_text("x", "utf-8")
    code, _, error = xiaoben("ballots", "template", home, "-o", place, "--member", "校长")
    assert (code, "是一个已有的文件" in error) == (2, True)


def test_a_field_that_was_renamed_is_a_change_of_its_line(xiaoben, home):
    xiaoben("decide", home, *FEWER)
    path = home / "决议.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"moved":', b'"mowed":'))
    code, shown, _ = xiaoben("ledger", home)
    assert code == 1
    assert "第 2 行被改动" in shown


def test_a_folder_that_is_not_there_has_no_ledger(xiaoben, tmp_path):
    for call in (
        ("lock", "--by", "校长室"),
        ("ledger",),
        ("reopen", "--by", "甲", "--reason", "乙"),
    ):
        code, _, said = xiaoben(call[0], tmp_path / "没有", *call[1:])
        assert (code, "没有" in said) == (2, True)
    assert list(tmp_path.iterdir()) == []
