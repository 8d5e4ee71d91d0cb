"""What the report says about what the meeting decided: from the ledger, which says it once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from xiaoben_analytics import columns as col
from xiaoben_analytics.errors import XiaobenError
from xiaoben_analytics.labels import moment, printable
from xiaoben_analytics.ledger import (
    Ledger,
    Line,
    cite_line,
    digests,
    find_present,
    say_idle,
    say_line,
    settle,
)
from xiaoben_analytics.ledger.contents import DECISION
from xiaoben_analytics.standing import compare_standings
from xiaoben_analytics.summary.material import Material
from xiaoben_analytics.summary.model import CENTER, LEFT, RIGHT, Block, Finding, Table, text_rows

_FAULTS = 3  # faults of a ledger that are told
_NONE = "—"


def decision_blocks(material: Material) -> Iterator[Block]:
    """Say what holds, whether this material follows it, and what was decided one after the other."""
    ledger = material.ledger
    present = None if ledger is None or ledger.faults else find_present(ledger)
    if ledger is None or present is None:
        yield Finding(printable(_nothing(material)))
        return
    yield Finding(printable(f"现行决定：{cite_line(present)}。"))
    yield Finding(printable(_follows(material, ledger, present)))
    yield Finding(printable(_lock(ledger)))
    yield from _tables([line for line in ledger.lines if line.kind == DECISION])


def _nothing(material: Material) -> str:
    """Say why there is no decision to go by, and what this material goes by then."""
    ledger = material.ledger
    instead = (
        "本材料的设置没有会议决定作依据" if _is_changed(material) else "本材料按考核办法，不作改动"
    )
    if ledger is None:
        return f"没有决议账本，{instead}。"
    if not ledger.faults:
        return f"账本里还没有决定，{instead}。"
    told = "；".join(map(str, ledger.faults[:_FAULTS]))
    return (
        f"决议账本有 {len(ledger.faults)} 处不对（{told}），不能作依据，{instead}；请先核对账本。"
    )


def _is_changed(material: Material) -> bool:
    result = material.result
    return bool(result.manual) or (
        result.base is not None and result.base.policy.model_dump() != result.policy.model_dump()
    )


def _follows(material: Material, ledger: Ledger, present: Line) -> str:
    """Say whether this material is what was decided, bit for bit; else what is different."""
    if digests(material.result) == present.content["digests"]:
        return "本材料与现行决定完全一致。"
    try:
        settled = settle(material.result, ledger)
    except XiaobenError as obstacle:
        return f"现行决定不能套用到现在的文件上：{obstacle}本材料没有按现行决定，请先核对。"
    other = len(compare_standings(settled.result.standings, material.result.standings))
    if not other:
        return (
            "本材料按现行决定，但文件或办法与当时不同，算出的结果与当时的记录不一致；"
            "请重放账本，查明不同之处。"
        )
    return f"本材料没有按现行决定：按现行决定重算，{other} 人的总分、名次或等级与本材料不同。"


def _lock(ledger: Ledger) -> str:
    if ledger.lock is None:
        return "决议没有锁定，还可以记入新的决定。"
    told = say_line(ledger.lock)
    return f"决议已在第 {ledger.lock.sequence} 号记录锁定（{told}），不能再记入决定。"


def _tables(decided: Sequence[Line]) -> Iterator[Block]:
    last = decided[-1]
    yield Table(
        "会议决定",
        ("序号", "时间", "内容", "现状"),
        text_rows(
            (
                line.sequence,
                moment(line.time),
                say_line(line),
                "现行" if line is last else "已被后来的决定代替",
            )
            for line in decided
        ),
        (RIGHT, LEFT, LEFT, CENTER),
        note="序号是决议账本中记录的号：考核办法全文也占一号，所以第一次决定不一定是第 1 号。",
    )
    moved = [(line, one) for line in decided for one in line.content["moved"]]
    yield Finding(_count("等级改变", [(line, one[col.TEACHER_ID]) for line, one in moved]))
    if moved:
        yield _moved(moved)
    by_hand = [(line, one) for line in decided for one in line.content["scenario"]["moves"]]
    told = [(line, one[col.TEACHER_ID]) for line, one in by_hand if not say_idle(line.content, one)]
    yield Finding(_count("手工调整", told))
    if idle := len(by_hand) - len(told):
        yield Finding(f"另有 {idle} 项调整没有作用：按规则已是所调的等级，不计入手工调整。")
    if by_hand:
        yield _by_hand(by_hand)


def _count(what: str, told: Sequence[tuple[Line, str]]) -> str:
    """Say how many somebody decided about, once for each decision."""
    if not told:
        return f"各次决定中没有{what}的教师。"
    lines = {line.sequence for line, _ in told}
    people = {who for _, who in told}
    return f"{what}的教师共 {len(people)} 人，见于 {len(lines)} 次决定。"


def _moved(moved: Sequence[tuple[Line, Any]]) -> Table:
    return Table(
        "决定中等级改变的教师",
        ("决定", "工号", "姓名", "原等级", "新等级", "原因"),
        text_rows(
            (
                f"第 {line.sequence} 号",
                *(one[name] for name in (col.TEACHER_ID, col.NAME)),
                one[col.FROM_TIER] or _NONE,
                *(one[name] for name in (col.TO_TIER, col.WHY)),
            )
            for line, one in moved
        ),
        (LEFT, LEFT, LEFT, CENTER, CENTER, LEFT),
        people=tuple(one[col.TEACHER_ID] for _, one in moved),
    )


def _by_hand(by_hand: Sequence[tuple[Line, Any]]) -> Table:
    return Table(
        "手工调整及其理由",
        ("决定", "工号", "姓名", "调为", "理由", "批准人", "触及一票否决"),
        text_rows(
            (
                f"第 {line.sequence} 号",
                one[col.TEACHER_ID],
                _name(line, one[col.TEACHER_ID]),
                one[col.TO_TIER],
                "；".join(filter(None, (one["reason"], say_idle(line.content, one)))),
                one["authoriser"],
                "会议知情" if one["despite_gate"] else "",
            )
            for line, one in by_hand
        ),
        (LEFT, LEFT, LEFT, CENTER, LEFT, LEFT, CENTER),
        people=tuple(one[col.TEACHER_ID] for _, one in by_hand),
    )


def _name(line: Line, teacher: str) -> str:
    """Find the name as it was when it was decided."""
    names = {one[col.TEACHER_ID]: one[col.NAME] for one in line.content["standings"]}
    return str(names.get(teacher, _NONE))
