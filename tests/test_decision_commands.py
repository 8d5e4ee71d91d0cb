"""The commands of the ledger and of the vote: what they say, to people and to machines."""

import json

import openpyxl
import pytest
from decided import attendance, write_school, write_table

from xiaoben_analytics.ledger import open_ledger

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
    said = "第 2 号 决定：“少评优秀”，10 人：优秀 2、良好 5、合格 3、不合格 0；1 人变动；校长室：会议通过"
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
        (("--move", "0004:优秀"), 2, "工号=等级:理由:批准人"),
        (("--move", "9999=优秀:支教:校长室"), 2, "没有工号“9999”"),
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
    assert "第 2 号 方案：“备选”" in shown
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
    assert (code, "变动的教师" in shown) == (0, True)
    told = json.loads(xiaoben("scenarios", home, "--json")[1])["scenarios"]
    rows = [(one["scenario"], one["优秀"], one["movers"]) for one in told]
    # of ten: 3, then the last draft of that name, then the decision
    assert rows == [("现在", 3, 0), ("备选", 2, 1), ("多评", 4, 1)]


def test_a_decision_is_made_again(xiaoben, home):
    xiaoben("decide", home, *FEWER)
    code, shown, _ = xiaoben("replay", home)
    assert code == 0
    assert "第 2 号 决定（2022-06-30T12:00:00+00:00）" in shown
    assert "与当时完全相同" in shown


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


def test_a_locked_ledger_says_how_to_go_on(xiaoben, home):
    xiaoben("decide", home, *FEWER)
    assert xiaoben("lock", home)[0] == 2
    assert "第 3 号 锁定：李主任" in xiaoben("lock", home, "--by", "李主任")[1]
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


def test_a_line_of_a_later_program_is_listed(xiaoben, home, monkeypatch):
    from xiaoben_analytics.ledger import file  # noqa: PLC0415

    monkeypatch.setitem(file.KINDS, "later", "以后的")
    file.append(open_ledger(home), lambda _: [("later", {})])
    monkeypatch.undo()
    assert "later" in xiaoben("ledger", home)[1]


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
    assert "校长：优秀 2（-1）、良好 5（+1）、合格 3、不合格 0；1 人变动" in shown
    assert "孙三" in shown
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
