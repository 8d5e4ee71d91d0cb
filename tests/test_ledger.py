"""The chain of lines: whatever is changed is named; two writers lose nothing; a torn line is said."""

import errno
import hashlib
import json
import os
import subprocess
import sys
from dataclasses import asdict, fields, replace
from io import FileIO
from pathlib import Path

import pandas as pd
import pytest
from decided import NOON, clock
from hypothesis import given, settings
from hypothesis import strategies as st

from xiaoben_analytics.errors import LedgerError, OutputError, UsageError
from xiaoben_analytics.ledger import Ledger, digest, lock, open_ledger, reopen, repair, verify
from xiaoben_analytics.ledger import file as ledger_file
from xiaoben_analytics.ledger.chain import START, Line, read_chain
from xiaoben_analytics.ledger.contents import (
    DECISION,
    ISSUED,
    LOCK,
    OPENED,
    POLICY,
    REOPEN,
    REPAIR,
    SCENARIO,
    SEALED,
)
from xiaoben_analytics.ledger.exclusive import exclusive
from xiaoben_analytics.ledger.file import append, now
from xiaoben_analytics.ledger.form import plain
from xiaoben_analytics.reading import read_school

ROOT = Path(__file__).resolve().parents[1]


def as_text(told):
    return json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


WRITTEN = {"tiers": {"levels": [{"name": "优秀", "ratio": "30%"}]}}
KEY = hashlib.sha256(as_text(WRITTEN)).hexdigest()
REGULATION = {"id": "甲校", "title": "甲校的办法", "hash": KEY}
CONSIDERED = {
    "scenario": {"name": "方案一", "changes": {"ratios": "20/50/30"}, "moves": []},
    "policy": REGULATION,
    "school_year": "2021-2022",
    "files": {"花名册.xlsx": "0" * 64},
    "teachers": 1,
    "counts": [["优秀", 1]],
    "cutoffs": [{"pool": "语文组", "tier": "优秀", "seats": 1, "cutoff": None}],
    "moved": [],
    "standings": [{"teacher_id": "0001", "name": "赵一", "total": 4000, "tier": "优秀"}],
    "digests": {"standings": "0" * 64, "cutoffs": "0" * 64},
}
DECIDED = {**CONSIDERED, "decided_by": "校长室", "reason": "会议\n通过"}
CONTENTS = [
    (POLICY, {**REGULATION, "written": WRITTEN}),
    (SCENARIO, CONSIDERED),
    (DECISION, DECIDED),
    (LOCK, {"by": "李主任", "reason": ""}),
    (REOPEN, {"by": "校长室", "reason": "有申诉", "none": None, "yes": True}),
    (DECISION, {**DECIDED, "reason": "复议"}),
]


def chained(contents=CONTENTS):
    """Chain lines by hand: JSON with sorted keys, the SHA-256 of everything but the hash."""
    lines, previous = [], "0" * 64
    for sequence, (kind, content) in enumerate(contents, 1):
        told = {
            "sequence": sequence,
            "kind": kind,
            "time": "2022-06-30T12:00:00+00:00",
            "program": "1.0",
            "content": content,
            "previous": previous,
        }
        previous = hashlib.sha256(as_text(told)).hexdigest()
        lines.append(as_text({**told, "hash": previous}))
    return lines


DATA = b"".join(line + b"\n" for line in chained())


def faults(data):
    """Return the lines that are named, as `xiaoben ledger` would."""
    return {fault.line for fault in Ledger(Path("x"), read_chain(data)).faults}


def named(data):
    return [str(fault) for fault in Ledger(Path("x"), read_chain(data)).faults]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "决议.jsonl"


@pytest.fixture
def ledger(path):
    path.write_bytes(DATA)
    return open_ledger(path, clock=clock)


def added(ledger, *contents):
    return append(ledger, lambda _: contents or [(SCENARIO, CONSIDERED)])


# ------------------------------------------------------------------ lines and hashes


def test_lines_chained_by_hand_are_sound(ledger):
    assert verify(ledger) == ()
    assert [line.kind for line in ledger.lines] == [kind for kind, _ in CONTENTS]
    assert ledger.head == json.loads(chained()[-1])["hash"]


def test_a_line_is_written_as_it_would_be_by_hand(path):
    written = append(
        open_ledger(path, clock=clock),
        lambda _: [(LOCK, {"by": "李", "reason": "", "数": (1, "二")})],
    )
    told = {
        "sequence": 1, "kind": "lock", "time": "2022-06-30T12:00:00+00:00",
        "program": written.lines[0].program, "previous": START,
        "content": {"by": "李", "reason": "", "数": [1, "二"]},
    }  # fmt: skip
    key = hashlib.sha256(as_text(told)).hexdigest()
    assert path.read_bytes() == as_text({**told, "hash": key}) + b"\n"
    assert written.head == key


def test_a_table_has_the_hash_of_its_columns_and_rows():
    frame = pd.DataFrame({"a": pd.array([1, None], "Int64"), "b": ["甲", "乙"], "c": [True, False]})
    text = '{"columns":["a","b","c"],"rows":[[1,"甲",true],[null,"乙",false]]}'
    assert digest(frame) == hashlib.sha256(text.encode()).hexdigest()
    assert digest(frame.iloc[::-1]) != digest(frame)


def test_there_are_no_floats_in_a_line():
    assert plain({"a": [0.1, 2], 3: None}) == {"a": ["0.1", 2], "3": None}


def test_time_is_fixed_where_it_is_asked_to_be(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1656590400")
    assert now() == NOON
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert now() > NOON
    assert now().tzinfo is not None


def test_a_ledger_that_is_not_there_has_no_lines(tmp_path):
    ledger = open_ledger(tmp_path)
    assert (ledger.lines, ledger.head, verify(ledger)) == ((), START, ())
    assert ledger.path == tmp_path / "决议.jsonl"
    assert not ledger.path.exists()


def test_a_ledger_is_no_table_of_the_school(tmp_path, path):
    path.write_bytes(DATA)
    assert read_school(tmp_path).files.empty


# ------------------------------------------------------------------ tampering


def place_of(at):
    """Tell which line a byte belongs to."""
    return DATA[:at].count(b"\n") + 1


@pytest.mark.parametrize("bit", [1, 0x20])
def test_every_flipped_bit_is_named(bit):
    missed = [
        at
        for at in range(len(DATA))
        if place_of(at) not in faults(DATA[:at] + bytes([DATA[at] ^ bit]) + DATA[at + 1 :])
    ]
    assert missed == []


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(DATA) - 1), st.binary(max_size=1), st.sampled_from(["for", "before"]))
def test_any_byte_changed_taken_out_or_put_in_is_named(at, new, how):
    end = at + (how == "for")
    changed = DATA[:at] + new + DATA[end:]
    if changed != DATA and changed != DATA[:-1]:  # without its last line end a line is still whole
        blank = how == "before" and new == b"\n"  # put in after a line, the blank line is named
        assert {place_of(at), place_of(at) + blank} & faults(changed)


@pytest.mark.parametrize("name", [field.name for field in fields(Line)])
@pytest.mark.parametrize("place", range(len(CONTENTS)))
def test_any_field_of_any_line_is_named(name, place):
    lines = chained()
    told = json.loads(lines[place])
    told[name] = told[name] + 1 if name == "sequence" else {} if name == "content" else "改"
    changed = [*lines[:place], as_text(told), *lines[place + 1 :]]
    assert place + 1 in faults(b"\n".join([*changed, b""]))


@pytest.mark.parametrize("place", range(len(CONTENTS) - 1))
def test_a_line_written_anew_with_its_own_hash_does_not_fit_the_next(place):
    lines = chained()
    line = Line(**json.loads(lines[place]))
    lines[place] = replace(line, time="2022-07-01T00:00:00+00:00").sealed().as_bytes()
    told = named(b"\n".join([*lines, b""]))
    assert told == [f"第 {place + 2} 行接不上前一行：第 {place + 1} 号记录被改写，或整行被替换"]


@pytest.mark.parametrize("place", range(len(CONTENTS) - 1))
def test_a_line_taken_out_is_named_where_it_is_missing(place):
    lines = chained()
    del lines[place]
    told = named(b"\n".join([*lines, b""]))
    found = f"第 {place + 1} 行是第 {place + 2} 号记录，应为第 {place + 1} 号"
    assert any(one.startswith(found) for one in told)


@pytest.mark.parametrize("place", range(len(CONTENTS) - 1))
def test_two_lines_in_the_wrong_order_are_named(place):
    lines = chained()
    lines[place], lines[place + 1] = lines[place + 1], lines[place]
    assert {place + 1, place + 2} <= faults(b"\n".join([*lines, b""]))


@pytest.mark.parametrize("place", range(len(CONTENTS)))
def test_a_line_put_in_twice_is_named(place):
    lines = chained()
    lines.insert(place, lines[place])
    assert place + 2 in faults(b"\n".join([*lines, b""]))


def test_a_decision_forged_after_the_lock_is_named():
    forged = chained([*CONTENTS[:4], CONTENTS[5]])
    assert named(b"\n".join([*forged, b""])) == ["第 5 行写在锁定之后、解除之前，不是本程序所写"]


def test_an_opened_ballot_that_was_not_sealed_is_named():
    sheet = {"member": "李四", "proposals": [], "ticket": "x"}
    key = hashlib.sha256(as_text(sheet)).hexdigest()
    sealed = (SEALED, {"topic": "比例", "ballots": [{"member": "李四", "sha256": key}]})
    opened = {"topic": "比例", "without": []}
    sheets = (sheet, {**sheet, "ticket": "y"})
    good, bad = ((OPENED, {**opened, "ballots": [one]}) for one in sheets)
    assert named(b"\n".join([*chained([sealed, good]), b""])) == []
    told = named(b"\n".join([*chained([sealed, bad]), b""]))
    assert told == ["第 2 行中李四的票与封存时的指纹不符"]


def forge(kind, content):
    """Chain a line of this kind, with its right hash, after a sound ledger."""
    return b"\n".join([*chained([*CONTENTS, (kind, content)]), b""])


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        *CONTENTS,
        (REPAIR, {"by": "甲", "reason": "乙", "line": 1, "bytes": 1, "sha256": KEY}),
        (
            ISSUED,
            {
                "topic": "比例",
                "tiers": ["优秀"],
                "scopes": [["语文组", 3]],
                "tickets": [["李四", KEY]],
            },
        ),
        (SEALED, {"topic": "比例", "ballots": [{"member": "李四", "sha256": KEY}]}),
        (OPENED, {"topic": "比例", "without": [], "ballots": []}),
    ],
)
def test_a_forged_line_that_lacks_or_mistypes_what_its_kind_says_is_named(kind, content):
    assert named(forge(kind, content)) == []
    needless = {"none", "yes"}
    for key in content.keys() - needless:
        lacking = {name: value for name, value in content.items() if name != key}
        for wrong in (lacking, {**content, key: 1.5}, {**content, key: [None]}):
            (told,) = named(forge(kind, wrong).replace(b"1.5", b"true"))[:1]
            assert told.startswith("第 7 行")
            assert key in told or "指纹不符" in told


def test_a_forged_line_that_says_something_wrong_deep_inside_is_named():
    for changed in (
        {"standings": [{"teacher_id": "0001", "name": "赵一", "total": "40", "tier": "优秀"}]},
        {"counts": [["优秀"]]},
        {"counts": []},
        {"scenario": {"name": " ", "changes": {}, "moves": []}},
        {"scenario": {"name": "甲", "changes": {}, "moves": [{"teacher_id": "0001"}]}},
        {"scenario": {"name": "甲", "changes": {}, "moves": [], "ratios": "20/50/30"}},
    ):
        (told,) = named(forge(DECISION, {**DECIDED, **changed}))
        assert told.startswith("第 7 行不是“决定”的写法：")
        assert next(iter(changed)) in told


def test_a_line_of_a_kind_that_is_not_known_is_named():
    assert named(forge("later", {})) == [
        "第 7 行的种类“later”本程序不认识：可能是更新的版本写的，或不是本程序所写"
    ]


def test_a_regulation_that_is_not_what_its_hash_says_is_named():
    told = named(forge(POLICY, {**REGULATION, "written": {"tiers": {}}}))
    assert told == ["第 7 行不是“办法全文”的写法：办法全文与它的指纹不符"]


def test_a_decision_under_a_regulation_that_is_not_there_is_named():
    told = named(forge(DECISION, {**DECIDED, "policy": {**REGULATION, "hash": "f" * 64}}))
    assert told == ["第 7 行所用办法的全文不在它之前：那一行被删去或改动"]


def test_a_time_that_is_none_is_named():
    lines = chained()
    forged = replace(Line(**json.loads(lines[-1])), time="昨天").sealed()
    told = named(b"\n".join([*lines[:-1], forged.as_bytes(), b""]))
    assert told == ["第 6 行的时间“昨天”不对"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (DATA.replace(b"\n", b"\r\n"), "第 1 行的行尾多了一个回车"),
        (DATA.replace(b"\n", b"\n\n", 1), "第 2 行是空行"),
        (b"\xef\xbb\xbf" + DATA, "第 1 行的开头多了一个看不见的标记（BOM）"),
        (b"[" * 100_000 + b"\n", "第 1 行被改动：不是账本的写法"),
        (b"[1]\n", "第 1 行被改动：不是账本的写法"),
        (DATA.replace("会议".encode(), "开会".encode()), "第 3 行被改动：内容与它的指纹不符"),
    ],
)
def test_the_kind_of_damage_is_said(data, told):
    assert named(data)[0].startswith(told)


def test_missing_last_lines_show_only_by_a_hash_noted_elsewhere(path, ledger):
    head = ledger.head
    path.write_bytes(b"".join(line + b"\n" for line in chained()[:-2]))
    cut = open_ledger(path)
    assert verify(cut) == ()
    (fault,) = verify(cut, head=head)
    assert str(fault).startswith("第 4 行之后缺少记录：纪要上的指纹不在账本中")
    assert verify(cut, head=cut.lines[1].hash[:16].upper()) == ()


def test_a_ledger_written_anew_as_a_whole_shows_only_by_a_hash_noted_elsewhere(path, ledger):
    path.write_bytes(b"\n".join([*chained([(k, {**c, "x": 1}) for k, c in CONTENTS]), b""]))
    assert verify(open_ledger(path)) == ()
    assert verify(open_ledger(path), head=ledger.head)


def test_too_short_a_hash_is_a_wrong_call(ledger):
    with pytest.raises(UsageError, match="至少前 16 位"):
        verify(ledger, head=ledger.head[:15])


def test_an_unsound_ledger_takes_no_line(path):
    path.write_bytes(DATA.replace("校长室".encode(), "教务处".encode()))
    with pytest.raises(LedgerError, match=r"第 3 行被改动.*不能再写入"):
        added(open_ledger(path))


def test_of_many_faults_the_first_are_said(path):
    path.write_bytes(DATA.replace(b"\n", b"\r\n"))
    with pytest.raises(
        LedgerError, match=r"第 1 行的行尾.*第 3 行的行尾.*等共 6 处。不能再写入"
    ) as told:
        added(open_ledger(path))
    assert "第 4 行" not in str(told.value)


def test_lines_lost_since_opening_are_noticed(path, ledger):
    path.write_bytes(b"".join(line + b"\n" for line in chained()[:-1]))
    with pytest.raises(LedgerError, match="打开之后被改动"):
        added(ledger)
    assert path.read_bytes().count(b"\n") == len(CONTENTS) - 1


# ------------------------------------------------------------------ locked, torn


def test_a_locked_ledger_takes_no_decision_until_it_is_reopened(ledger, path):
    locked = lock(ledger, by="李主任", reason="会议结束")
    assert locked.lock == locked.lines[-1]
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="已由李主任在第 7 号记录锁定"):
        added(locked, (DECISION, DECIDED))
    with pytest.raises(LedgerError, match="锁定"):
        lock(locked, by="李主任")
    assert path.read_bytes() == before
    free = reopen(locked, by="校长室", reason="有申诉")
    assert free.lock is None
    assert added(free).lines[-1].sequence == 9
    assert [line.kind for line in free.lines[-2:]] == [LOCK, REOPEN]


@pytest.mark.parametrize(("by", "reason"), [("", "有申诉"), ("校长室", " ")])
def test_reopening_needs_who_and_why(ledger, by, reason):
    with pytest.raises(UsageError, match="没有写明"):
        reopen(lock(ledger, by="李主任"), by=by, reason=reason)


def test_what_is_not_locked_is_not_reopened(ledger):
    with pytest.raises(UsageError, match="没有锁定"):
        reopen(ledger, by="校长室", reason="有申诉")


def test_personal_numbers_are_not_kept(ledger):
    line = lock(ledger, by="李主任", reason="请电 13800000003").lines[-1]
    assert line.content["reason"] == "请电 138****0003"


@pytest.mark.parametrize("left", [1, 20, len(chained()[-1]) - 1])
def test_a_half_written_line_is_said_and_accounted_for_by_a_further_one(path, left):
    half = chained()[-1][:left]
    path.write_bytes(b"".join(line + b"\n" for line in chained()[:-1]) + half)
    torn = open_ledger(path, clock=clock)
    assert [str(fault) for fault in verify(torn)] == ["第 6 行只写了一半，可能是写入时断电"]
    with pytest.raises(LedgerError, match=r"第 6 行只写了一半.*--repair"):
        added(torn)
    mended = repair(torn, by="李主任", reason="停电")
    assert verify(mended) == verify(open_ledger(path)) == ()
    assert path.read_bytes().split(b"\n")[5] == half
    assert mended.lines[-1].content["line"] == 6
    assert added(mended).lines[-1].sequence == 7
    assert 6 in faults(path.read_bytes().replace(b"\n" + half + b"\n", b"\n" + half + b" \n"))


def test_a_whole_last_line_without_its_line_end_is_whole(path):
    path.write_bytes(DATA[:-1])
    assert verify(open_ledger(path)) == ()
    assert added(open_ledger(path, clock=clock)).lines[-1].sequence == 7
    assert verify(open_ledger(path)) == ()
    assert path.read_bytes().startswith(DATA)


def test_only_a_torn_line_is_repaired(path, ledger):
    with pytest.raises(UsageError, match="不需要补记"):
        repair(ledger, by="李主任", reason="停电")
    changed = DATA.replace("校长室".encode(), "教务处".encode())
    for data in (changed + b"{", changed):
        path.write_bytes(data)
        with pytest.raises(LedgerError, match=r"只能补记写了一半的最后一行.*第 3 行被改动"):
            repair(open_ledger(path), by="李主任", reason="停电")


def test_a_last_line_that_was_changed_is_no_half_line(path):
    path.write_bytes(DATA.replace("复议".encode(), "再议".encode()))
    with pytest.raises(LedgerError) as told:
        repair(open_ledger(path), by="李主任", reason="停电")
    assert "完整的" not in str(told.value)
    assert "第 6 行被改动：内容与它的指纹不符" in str(told.value)
    assert "截去它" in str(told.value)


def test_a_repair_cannot_take_back_a_whole_line():
    lines = chained()
    found = {"line": len(lines), "sha256": hashlib.sha256(lines[-1]).hexdigest()}
    found |= {"bytes": len(lines[-1]), "by": "李主任", "reason": "停电"}
    forged = Line(6, REPAIR, NOON.isoformat(), "", found, json.loads(lines[-2])["hash"]).sealed()
    assert len(lines) + 1 in faults(b"\n".join([*lines, forged.as_bytes(), b""]))


# ------------------------------------------------------------------ the file


WRITER = """
import sys
from xiaoben_analytics.ledger.file import append, open_ledger
for number in range(50):
    told = {"by": "甲", "reason": "乙", "of": sys.argv[2], "number": number}
    append(open_ledger(sys.argv[1]), lambda _: [("reopen", told)])
"""


def test_two_processes_that_write_at_once_lose_nothing(path):
    command = [sys.executable, "-c", WRITER, path]
    both = [subprocess.Popen([*command, name], cwd=ROOT) for name in "ab"]
    assert [one.wait(timeout=120) for one in both] == [0, 0]
    ledger = open_ledger(path)
    assert verify(ledger) == ()
    written = [(line.content["of"], line.content["number"]) for line in ledger.lines]
    assert sorted(written) == [(name, number) for name in "ab" for number in range(50)]
    assert [number for name, number in written if name == "a"] == list(range(50))
    assert [line.sequence for line in ledger.lines] == list(range(1, 101))


def test_a_ledger_held_for_too_long_is_said(ledger, path, monkeypatch):
    monkeypatch.setattr(ledger_file, "exclusive", lambda file: exclusive(file, patience=0))
    with FileIO(path, "r") as other, exclusive(other):
        with pytest.raises(LedgerError, match="另一个程序一直占用"):
            added(ledger)
        with pytest.raises(LedgerError, match="另一个程序一直占用"):
            open_ledger(path)
    assert path.read_bytes() == DATA
    assert added(ledger)


@pytest.mark.parametrize(("code", "told"), [(errno.ENOSPC, "磁盘已满"), (errno.EIO, "无法写入")])
def test_what_does_not_reach_the_disk_is_taken_back_and_said(ledger, path, monkeypatch, code, told):
    def full(_):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=told):
        added(ledger)
    assert path.read_bytes() == DATA


FULL = """
import resource, sys
from pathlib import Path
from xiaoben_analytics.errors import OutputError
from xiaoben_analytics.ledger.file import append, open_ledger
ledger = open_ledger(sys.argv[1])
most = Path(sys.argv[1]).stat().st_size + 100
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
try:
    append(ledger, lambda _: [("lock", {"by": "x" * 1000, "reason": ""})])
except OutputError as error:
    print(str(error)[:4])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits are not known there")
def test_a_line_that_fits_only_half_leaves_no_half(ledger, path):
    command = [sys.executable, "-c", FULL, path]
    child = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    assert child.stdout.strip() == "无法写入"
    assert path.read_bytes() == DATA


def test_a_folder_that_cannot_be_written_is_said(tmp_path, ledger, monkeypatch):
    with pytest.raises(OutputError, match="没有这个位置"):
        added(open_ledger(tmp_path / "没有" / "决议.jsonl"))

    def read_only(*_):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(ledger_file, "FileIO", read_only)
    with pytest.raises(OutputError, match="只能读取"):
        added(ledger)
    with pytest.raises(UsageError, match="无法读取"):
        open_ledger(ledger.path)


def test_lines_are_values(ledger):
    first = ledger.lines[0]
    assert asdict(first)["hash"] == first.hash == first.sealed().hash
    assert added(ledger).lines[:-1] == ledger.lines
    assert len(ledger.lines) == len(CONTENTS)
