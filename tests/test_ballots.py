"""The vote before the meeting: sealed without being seen, opened together, disagreement first."""

import hashlib
import json
from fractions import Fraction

import openpyxl
import pytest
from decided import NAMES, ROSTER, clock, write_school

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.errors import BallotError, LedgerError, OutputError, UsageError
from xiaoben_analytics.export.ballots import fail_if_ballots, write_ballots
from xiaoben_analytics.ledger import (
    compare_ballots,
    decide,
    issue,
    lock,
    open_ballots,
    open_ledger,
    propose,
    reopen,
    seal,
    verify,
)
from xiaoben_analytics.policy import read_policy
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.scenarios import Scenario

MEMBERS = ("校长", "教务主任", "工会主席")
COMMON, SEATS = ("E9", "E10", "E11"), ("F15", "F16", "F17")
"""The cells of the ratios for all groups, and of the seats of the Chinese teachers."""


@pytest.fixture
def result(tmp_path):
    rows = [
        ROSTER[0],
        *((*row[:2], ("语文组", "数学组")[n > 6]) for n, row in enumerate(ROSTER[1:], 1)),
    ]
    return assess(read_school(write_school(tmp_path / "校", 花名册=rows)))


@pytest.fixture
def vote(result, tmp_path):
    """Issue ballots; a function fills one in."""
    ledger, forms = issue(
        result,
        open_ledger(tmp_path, clock=clock),
        MEMBERS,
        ticket=iter(["a1", "b2", "c3"]).__next__,
    )
    return ledger, dict(zip(MEMBERS, write_ballots(forms, tmp_path / "票"), strict=True))


def fill(path, **cells):
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        book.active[place] = value
    book.save(path)


def wish(path, amounts, cells=COMMON, **more):
    fill(path, **dict(zip(cells, amounts, strict=True)), **more)


# ------------------------------------------------------------------ issued


def test_a_ballot_shows_what_may_be_proposed(vote, tmp_path):
    _, paths = vote
    book = openpyxl.load_workbook(paths["校长"])
    rows = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=8, max_row=17)]
    assert rows[0] == ["范围", "等级", "比例", "名额", "建议比例", "建议名额", "理由"]
    # six teach Chinese, four maths: 2-2-2 and 1-2-1
    assert [row[:4] for row in rows[1:]] == [
        ["各组相同", "优秀", "30%", 3], ["各组相同", "良好", "40%", 4], ["各组相同", "合格", "30%", 3],
        ["数学组", "优秀", "30%", 1], ["数学组", "良好", "40%", 2], ["数学组", "合格", "30%", 1],
        ["语文组", "优秀", "30%", 2], ["语文组", "良好", "40%", 2], ["语文组", "合格", "30%", 2],
    ]  # fmt: skip
    assert book.active["B5"].value == "校长"
    assert book.active["B6"].value == "a1"


def test_the_ledger_knows_tickets_only_by_their_hashes(vote):
    told = vote[0].lines[-1].content
    assert told["tickets"][0] == ["校长", hashlib.sha256(b"a1").hexdigest()]
    assert told["scopes"] == [["各组相同", 0], ["数学组", 4], ["语文组", 6]]


def test_tickets_cannot_be_guessed(result, tmp_path):
    _, forms = issue(result, open_ledger(tmp_path), MEMBERS)
    tickets = {form.ticket for form in forms}
    assert (len(tickets), min(map(len, tickets))) == (3, 64)


@pytest.mark.parametrize("members", [[], ["校长", "校长"], ["校长", " "]])
def test_members_are_named_once_each(result, tmp_path, members):
    with pytest.raises(UsageError):
        issue(result, open_ledger(tmp_path), members)


def test_ballots_are_not_written_over(vote, tmp_path):
    with pytest.raises(UsageError, match="已有"):
        fail_if_ballots(tmp_path / "票")
    assert fail_if_ballots(tmp_path / "别处") is None


def test_a_members_name_cannot_leave_the_folder(result, tmp_path):
    _, forms = issue(result, open_ledger(tmp_path), ["../校长"])
    (path,) = write_ballots(forms, tmp_path / "票")
    assert path.parent == tmp_path / "票"
    assert path.is_file()


def test_ballots_in_the_schools_folder_are_no_tables(result, tmp_path):
    _, forms = issue(result, open_ledger(tmp_path), MEMBERS)
    write_ballots(forms, tmp_path / "校")
    problems = read_school(tmp_path / "校").problems
    told = problems[problems["file"].str.startswith("表决票")]
    assert set(told["problem"]) == {"这是计分的结果或表决票，没有当作原始数据"}


# ------------------------------------------------------------------ sealed


def test_sealing_writes_hashes_and_nothing_that_is_proposed(vote):
    ledger, paths = vote
    wish(paths["校长"], (20, 50, 30), G9="宁缺毋滥")
    sealing = seal(ledger, [paths["校长"]])
    assert (sealing.members, sealing.faults) == (("校长",), ())
    sheet = {
        "member": "校长",
        "ticket": "a1",
        "proposals": [
            {
                "scope": "各组相同", "unit": "ratio", "reason": "宁缺毋滥",
                "amounts": ["1/5", "1/2", "3/10"],
            }
        ],
    }  # fmt: skip
    text = json.dumps(sheet, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    line = sealing.ledger.lines[-1]
    assert line.content["ballots"] == [
        {"member": "校长", "sha256": hashlib.sha256(text.encode()).hexdigest()}
    ]
    assert "宁缺毋滥" not in line.as_bytes().decode()


def test_saving_a_ballot_again_does_not_change_it(vote):
    ledger, paths = vote
    wish(paths["校长"], (20, 50, 30))
    sealed = seal(ledger, paths.values()).ledger
    fill(paths["校长"], E9=0.2, E10=0.5, E11=0.3)
    assert seal(sealed, [paths["校长"]]).faults == ()
    fill(paths["校长"], E9=30, E10=40, E11=30)
    told = ("“表决票_校长.xlsx”：校长的票已经封存，之后的改动无效",)
    assert seal(sealed, [paths["校长"]]).faults == told
    fill(paths["校长"], E9="20%", E10="50%", E11="30％")
    assert seal(sealed, [paths["校长"]]).faults == ()


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({}, "E9：没有填写任何建议"),
        ({"G9": "只有理由"}, "E9：没有填写任何建议"),
        ({"E9": 30, "E10": 40, "E11": 35}, "E9:E11：比例合计不是 100%"),
        ({"E9": 30, "E10": 70}, "E11：应填不小于 0 的比例"),
        ({"E9": -30, "E10": 100, "E11": "三成"}, "E9、E11：应填不小于 0 的比例"),
        ({"E9": "1e999999999", "E10": 0, "E11": 0}, "E9：应填不小于 0 的比例"),
        ({"F9": 3, "F10": 4, "F11": 3}, "F9:F11：“各组相同”只能填比例"),
        ({"F15": 3, "F16": 3, "F17": 1}, "F15:F17：名额合计应为 6"),
        ({"F15": 1.5, "F16": 3.5, "F17": 1}, "F15、F16：应填不小于 0 的整数名额"),
        ({"E15": 30, "F15": 2}, "F15:F17：“语文组”既填了比例又填了名额"),
        ({"A15": "体育组"}, "：缺少“语文组”“优秀”一行"),
        ({"A30": "体育组", "B30": "优秀"}, "A30：没有“体育组”“优秀”，请删去这一行"),
        ({"B6": "b2"}, "：票号与发给校长的不同"),
        ({"B6": None}, "：票号与发给校长的不同"),
        ({"B5": "书记"}, "：成员“书记”不在这次发票的名单中"),
        ({"A8": "组"}, "不是本程序写出的表决票"),
    ],
)
def test_an_invalid_ballot_is_refused_with_its_cell(vote, cells, told):
    ledger, paths = vote
    fill(paths["校长"], **cells)
    sealing = seal(ledger, [paths["校长"]])
    assert (sealing.members, sealing.ledger.lines) == ((), ledger.lines)
    assert f"“表决票_校长.xlsx”{told}" in sealing.faults[0]


def test_what_is_wrong_does_not_say_what_was_proposed(vote):
    ledger, paths = vote
    wish(paths["校长"], (31, 41, 37), G9="我的意见")
    text = "".join(seal(ledger, paths.values()).faults)
    assert [one for one in ("31", "41", "37", "109", "我的意见", "a1") if one in text] == []


def test_a_file_that_is_no_workbook_is_said(vote, tmp_path):
    path = tmp_path / "票" / "坏.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")
    (fault,) = seal(vote[0], [path]).faults
    assert "坏.xlsx" in fault


def test_two_ballots_of_one_member_are_both_refused(vote, tmp_path):
    ledger, paths = vote
    wish(paths["校长"], (20, 50, 30))
    wish(paths["教务主任"], (20, 50, 30))
    copy = tmp_path / "票" / "校长改.xlsx"
    copy.write_bytes(paths["校长"].read_bytes())
    wish(copy, (40, 30, 30))
    sealing = seal(ledger, [*paths.values(), copy])
    assert sealing.members == ("教务主任",)
    assert (
        "“校长改.xlsx”、“表决票_校长.xlsx”：校长有 2 张票，应只有一张，都没有封存" in sealing.faults
    )


def test_a_copy_of_a_sealed_ballot_leaves_it_sealed(vote, tmp_path):
    ledger, paths = vote
    wish(paths["校长"], (30, 40, 30))
    ledger = seal(ledger, [paths["校长"]]).ledger
    copy = paths["校长"].with_name("复件.xlsx")
    copy.write_bytes(paths["校长"].read_bytes())
    sealing = seal(ledger, [paths["校长"], copy])
    (fault,) = sealing.faults
    assert fault.endswith("校长有 2 张票，应只有一张，先前封存的有效")
    assert sealing.ledger.lines == ledger.lines
    others = ["教务主任", "工会主席"]
    opened = open_ballots(ledger, [paths["校长"], copy], without=others)
    assert [one["member"] for one in opened.lines[-1].content["ballots"]] == ["校长"]


def test_ballots_on_other_tiers_or_sizes_are_not_compared(vote, result, tmp_path):
    ledger, paths = vote
    wish(paths["校长"], (2, 3, 1), SEATS)
    opened = open_ballots(
        seal(ledger, [paths["校长"]]).ledger, [paths["校长"]], without=["教务主任", "工会主席"]
    )
    compare_ballots(result, opened)
    text = 'extends = "county-110"\nid = "四"\ntitle = "四"\ndrop = ["tiers.levels.合格"]\n'
    more = '[[tiers.levels]]\nname = "称职"\nratio = "30%"\nappraisal = 1\nreported_hours = 1\n'
    own = tmp_path / "四.toml"
    own.write_text(text + more, encoding="utf-8")
    other = assess(result.school, read_policy(own))
    with pytest.raises(
        BallotError, match="表决的等级是优秀、良好、合格，所用办法的是优秀、良好、称职"
    ):
        compare_ballots(other, opened)
    rows = [ROSTER[0], *((*row[:2], "数学组") for row in ROSTER[1:])]
    merged = assess(read_school(write_school(tmp_path / "校", 花名册=rows)))
    with pytest.raises(BallotError, match="表决时“语文组”有 6 人，现在 0 人"):
        compare_ballots(merged, opened)


def test_ballots_may_come_one_after_the_other(vote):
    ledger, paths = vote
    wish(paths["校长"], (20, 50, 30))
    first = seal(ledger, [paths["校长"]]).ledger
    wish(paths["教务主任"], (30, 40, 30))
    second = seal(first, [paths["校长"], paths["教务主任"]])
    assert second.members == ("教务主任",)
    assert len(second.ledger.lines) == len(first.lines) + 1


def test_without_a_vote_nothing_is_sealed_or_opened(tmp_path, result):
    ledger = open_ledger(tmp_path)
    for call in (lambda: seal(ledger, []), lambda: open_ballots(ledger, [])):
        with pytest.raises(BallotError, match="没有进行中的表决"):
            call()
    with pytest.raises(BallotError, match="没有进行中的表决"):
        compare_ballots(result, ledger)


def test_a_vote_that_nobody_took_part_in_may_be_issued_anew(vote, result):
    ledger, paths = vote
    again, _ = issue(result, ledger, MEMBERS, ticket=iter("abc").__next__)  # nobody had voted
    wish(paths["校长"], (20, 50, 30))
    assert "票号" in seal(again, [paths["校长"]]).faults[0]
    with pytest.raises(BallotError, match="刚才有人封存或开票"):
        seal(ledger, [paths["校长"]])  # opened before the vote was issued anew


# ------------------------------------------------------------------ opened


@pytest.fixture
def sealed(vote):
    ledger, paths = vote
    wish(paths["校长"], (20, 50, 30), G9="宁缺毋滥")
    wish(paths["教务主任"], ("30%", "40%", "30%"))
    wish(paths["工会主席"], (0.3, 0.4, 0.3))
    wish(paths["工会主席"], (3, 2, 1), SEATS)
    sealing = seal(ledger, paths.values())
    assert sealing.members == ("工会主席", "教务主任", "校长")
    return sealing.ledger, paths


def test_all_ballots_are_opened_in_one_line(sealed):
    ledger, paths = sealed
    opened = open_ballots(ledger, paths.values())
    line = opened.lines[-1]
    assert [one["member"] for one in line.content["ballots"]] == list(MEMBERS)
    assert line.content["without"] == []
    assert len(opened.lines) == len(ledger.lines) + 1
    assert verify(opened) == ()
    with pytest.raises(BallotError, match="没有进行中的表决"):
        open_ballots(opened, paths.values())


def test_disagreement_comes_first(sealed, result):
    ledger, paths = sealed
    found = compare_ballots(result, open_ballots(ledger, paths.values()))
    assert found.topic == "等级比例"
    spread = found.spread.to_numpy().tolist()
    half, third, sixth = Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)
    two, three, four, five = (Fraction(n, 10) for n in range(2, 6))
    assert spread == [
        ["各组相同", "优秀", three, two, three, three, "30% 2 人，20% 1 人"],
        ["各组相同", "良好", four, four, four, five, "40% 2 人，50% 1 人"],
        ["各组相同", "合格", three, three, three, three, "30% 3 人"],
        ["语文组", "优秀", three, half, half, half, "50% 1 人"],
        ["语文组", "良好", four, third, third, third, "33.3% 1 人"],
        ["语文组", "合格", three, sixth, sixth, sixth, "16.7% 1 人"],
    ]


def test_what_is_furthest_apart_stands_first(vote, result):
    ledger, paths = vote
    wish(paths["校长"], (30, 50, 20))
    wish(paths["教务主任"], (30, 45, 25))
    wish(paths["工会主席"], (30, 40, 30))
    found = compare_ballots(
        result, open_ballots(seal(ledger, paths.values()).ledger, paths.values())
    )
    assert found.spread["tier"].tolist() == ["良好", "合格", "优秀"]
    assert found.spread["median"].tolist() == [Fraction(9, 20), Fraction(1, 4), Fraction(3, 10)]
    assert found.spread["wishes"][0] == "50% 1 人，45% 1 人，40% 1 人"


def test_each_proposal_shows_its_seats_and_who_would_move(sealed, result):
    ledger, paths = sealed
    found = compare_ballots(result, open_ballots(ledger, paths.values()))
    rows = found.effects.to_numpy().tolist()
    # now 2-2-2 of six and 1-2-1 of four; at 20/50/30 lines of 1.2 and 4.2, 0.8 and 2.8
    assert rows[:4] == [
        ["校长", "优秀", 2, -1],
        ["校长", "良好", 5, 1],
        ["校长", "合格", 3, 0],
        ["校长", "不合格", 0, 0],
    ]
    assert [row[2:] for row in rows[4:8]] == [[3, 0], [4, 0], [3, 0], [0, 0]]
    assert [row[2:] for row in rows[8:]] == [[4, 1], [4, 0], [2, -1], [0, 0]]
    assert found.moves["校长"]["name"].tolist() == [NAMES[1]]
    assert found.moves["教务主任"].empty
    assert found.moves["工会主席"]["name"].tolist() == [NAMES[2], NAMES[4]]
    changes = propose(result, found.ballots[2])
    assert changes["group_ratios"] == {"语文组": ["1/2", "1/3", "1/6"]}


def test_a_ballot_changed_after_sealing_is_named(sealed):
    ledger, paths = sealed
    wish(paths["教务主任"], (40, 30, 30))
    with pytest.raises(
        BallotError, match=r"教务主任的票“表决票_教务主任.xlsx”在封存之后改动过。没有开票"
    ):
        open_ballots(ledger, paths.values())
    fill(paths["教务主任"], E9=99)
    with pytest.raises(BallotError, match=r"没有找到教务主任封存时的票；.*E9:E11：比例合计不是"):
        open_ballots(ledger, paths.values())
    assert open_ledger(ledger.path).lines == ledger.lines


def test_only_the_reason_changed_is_a_change_too(sealed):
    ledger, paths = sealed
    fill(paths["校长"], G9="多多益善")
    with pytest.raises(BallotError, match="校长的票"):
        open_ballots(ledger, paths.values())


def test_a_ballot_that_is_lost_or_not_sealed_is_left_out_only_by_name(vote, result):
    ledger, paths = vote
    wish(paths["校长"], (20, 50, 30))
    ledger = seal(ledger, paths.values()).ledger
    with pytest.raises(BallotError, match=r"教务主任的票还没有封存；工会主席的票还没有封存"):
        open_ballots(ledger, paths.values())
    with pytest.raises(BallotError, match="没有找到校长封存时的票"):
        open_ballots(ledger, [], without=MEMBERS[1:])
    opened = open_ballots(ledger, paths.values(), without=MEMBERS[1:])
    assert opened.lines[-1].content["without"] == ["教务主任", "工会主席"]
    assert compare_ballots(result, opened).without == ("教务主任", "工会主席")


def test_who_has_no_ballot_cannot_be_left_out(sealed):
    ledger, paths = sealed
    with pytest.raises(UsageError, match="没有名为“书记”的成员"):
        open_ballots(ledger, paths.values(), without=["书记"])
    with pytest.raises(UsageError, match="没有写明任何一位计入的成员"):
        open_ballots(ledger, paths.values(), without=MEMBERS)


def test_a_vote_with_ballots_is_not_replaced(sealed, result):
    with pytest.raises(BallotError, match="上一轮表决“等级比例”已有人投票"):
        issue(result, sealed[0], MEMBERS)


def test_decisions_may_come_between(sealed, result):
    ledger, paths = sealed
    ledger = decide(result, ledger, scenario=Scenario("照办法"), decided_by="校长室", reason="暂定")
    with pytest.raises(LedgerError, match="锁定"):
        open_ballots(lock(ledger, by="李主任"), paths.values())
    free = reopen(ledger, by="校长室", reason="开票")
    assert open_ballots(free, paths.values()).lines[-1].kind == "ballots_opened"


def test_where_the_school_is_ranked_as_one_seats_are_the_schools(tmp_path):
    policy = read_policy("county-110").amended({"tiers": {"scope": "school"}})
    result = assess(read_school(write_school(tmp_path / "校")), policy)
    ledger, forms = issue(result, open_ledger(tmp_path), ["校长"])
    assert [row[0] for row in forms[0].rows] == ["全校"] * 3
    (path,) = write_ballots(forms, tmp_path / "票")
    wish(path, (1, 5, 4), ("F9", "F10", "F11"))
    opened = open_ballots(seal(ledger, [path]).ledger, [path])
    found = compare_ballots(result, opened)
    assert found.effects["count"].tolist() == [1, 5, 4, 0]


def test_a_folder_that_cannot_be_written_is_said(result, tmp_path):
    _, forms = issue(result, open_ledger(tmp_path), ["校长"])
    (tmp_path / "票").write_text("x", "utf-8")
    with pytest.raises(OutputError, match="无法写入"):
        write_ballots(forms, tmp_path / "票")
