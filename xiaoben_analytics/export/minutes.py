"""会议纪要.docx: what the meeting had before it and what it decided, as the ledger has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.docket import Tie, list_ties
from xiaoben_analytics.errors import UsageError, XiaobenError
from xiaoben_analytics.export.paper import BLANK, DATE, Paper, numbered, write_paper
from xiaoben_analytics.fragility import Fragility
from xiaoben_analytics.labels import HEADINGS, moment, points, printable
from xiaoben_analytics.ledger import (
    KINDS,
    Ledger,
    Line,
    Proposal,
    Settled,
    find_present,
    find_round,
    read_scenario,
    say_idle,
    say_line,
    settle,
)
from xiaoben_analytics.ledger.contents import DECISION, LOCK, OPENED, REOPEN, REPAIR, SCENARIO
from xiaoben_analytics.ledger.form import fingerprint
from xiaoben_analytics.policy import Policy
from xiaoben_analytics.problems import PROBLEM
from xiaoben_analytics.summary import TIES, Finding, Section, Table, without_personal
from xiaoben_analytics.summary.model import CENTER, LEFT, RIGHT, Block, texts
from xiaoben_analytics.views import say_changes

TITLE = "校本培训考核领导小组会议纪要"
DRAFT = "（草稿）"
NOTHING_DECIDED = "会议还没有作出决定：决议账本中没有决定。以下为草稿，空白处由会议填写。"

_CONDUCT = (LOCK, REOPEN, REPAIR)
_SHOWN_HASH = 16


def write_minutes(
    result: Assessment, ledger: Ledger, path: Path, *, fragility: Fragility | None = None
) -> None:
    """Write the minutes of a meeting; `result` is the assessment under the regulation itself.

    Time, place and who was there are left blank. Every decision stands there once, with its numbers as the
    ledger has them. `fragility` puts the lines that one record could move on the agenda.

    Raises
    ------
    LedgerError
        If the ledger is unsound.
    """
    base = result.base or result
    try:
        settled = settle(base, ledger)
    except UsageError:  # what was decided stands in the ledger all the same
        settled = Settled(base, find_present(ledger), equal=False)
    write_paper(_minutes(base, ledger, settled, fragility), path)


def _minutes(
    base: Assessment, ledger: Ledger, settled: Settled, fragility: Fragility | None
) -> Paper:
    decisions = [line for line in ledger.lines if line.kind == DECISION]
    school = base.school
    blanks = ("会议时间", "会议地点", "主持人", "记录人", "出席人员", "缺席人员")
    sections = (
        Section("议题", tuple(_agenda(base, ledger, fragility))),
        Section("会前表决", tuple(_ballots(ledger))),
        Section("会上比较过的方案", tuple(_options(base, ledger))),
        Section("会议决定", tuple(_decisions(base, decisions))),
        Section("线上同分的处理", tuple(_ties(settled))),
        Section("锁定与更正", tuple(_conduct(ledger))),
        Section("尚未办结的事项", tuple(_open(settled, ledger))),
        Section("附记", tuple(_colophon(ledger))),
    )
    return Paper(
        TITLE + ("" if decisions else DRAFT),
        printable(f"{school.name or BLANK}　{school.school_year} 学年".strip()),
        lead=() if decisions else (NOTHING_DECIDED,),
        facts=texts(dict.fromkeys(blanks, "　" * 12) | {"考核办法": base.policy.title}),
        sections=numbered(sections),
        closing=(
            f"主持人签名：{BLANK}　　记录人签名：{BLANK}",
            f"出席人员签名：{BLANK * 4}",
            f"（公章）　　日期：{DATE}",
        ),
    )


def _agenda(base: Assessment, ledger: Ledger, fragility: Fragility | None) -> Iterator[Block]:
    """List by number what the meeting had to look at: data, division, ties, fragile lines, votes."""
    found = int((base.problems[col.SEVERITY] == PROBLEM).sum())
    ties = list_ties(base.standings, base.policy)
    fragile = [one for one in (fragility.lines if fragility else ()) if one.crossing]
    topics = dict.fromkeys(line.content["topic"] for line in ledger.lines if line.kind == OPENED)
    items = [
        f"核对数据：{f'还有 {found} 条问题' if found else '没有发现问题'}。",
        f"审议 {len(base.standings)} 位参评教师的得分、名次与等级划线。",
        *(f"线上同分：{tie.question}。" for tie in ties),
        *([f"一条记录就能改变的划线 {len(fragile)} 条，列于下表。"] if fragile else []),
        *(f"会前表决：{topic}。" for topic in topics),
    ]
    yield from (_said(f"{place}．{item}") for place, item in enumerate(items, start=1))
    if fragile:
        rows = [(one.line.pool, one.line.tier, one.sentence) for one in fragile]
        header = (HEADINGS[col.POOL], HEADINGS[col.TIER], "哪一条记录有误会使谁变动")
        yield _table("", header, rows, (LEFT, CENTER, LEFT))


def _ballots(ledger: Ledger) -> Iterator[Block]:
    for line in ledger.lines:
        if line.kind == OPENED:
            told = line.content
            without = f"，不计入{'、'.join(told['without'])}" if told["without"] else ""
            yield _said(
                f"第 {line.sequence} 号记录（{moment(line.time)}）：{told['topic']}，"
                f"开出 {len(told['ballots'])} 张票{without}。"
            )
            rows = [
                (ballot[col.MEMBER], one.scope, one.text)
                for ballot in told["ballots"]
                for one in map(_proposal, ballot["proposals"])
            ]
            yield _table("", (HEADINGS[col.MEMBER], HEADINGS[col.SCOPE], "建议"), rows)


def _proposal(told: Mapping[str, Any]) -> Proposal:
    return Proposal(told["scope"], told["unit"], tuple(told["amounts"]), told["reason"])


def _options(base: Assessment, ledger: Ledger) -> Iterator[Block]:
    """List the scenarios that were looked at without being decided by that line."""
    rows = [
        (
            f"第 {line.sequence} 号",
            line.content["scenario"]["name"],
            _counted(line.content["counts"]),
            f"{len(line.content['moved'])} 人",
            "；".join(_changes(base, line)) or "没有改动",
        )
        for line in ledger.lines
        if line.kind == SCENARIO
    ]
    if rows:
        yield _table("", ("记录", HEADINGS[col.SCENARIO], "各等级人数", "变动", "改动"), rows)


def _decisions(base: Assessment, decisions: list[Line]) -> Iterator[Block]:
    if not decisions:
        yield Finding("没有作出决定。")
    for place, line in enumerate(decisions):
        later = decisions[place + 1].sequence if place + 1 < len(decisions) else None
        yield from _decision(base, line, later)


def _decision(base: Assessment, line: Line, later: int | None) -> Iterator[Block]:
    """Say who decided what and why, then its numbers before and after; `later` is what replaced it."""
    told = line.content
    replaced = f"（已由第 {later} 号决定代替）" if later else ""
    yield _said(
        f"第 {line.sequence} 号记录（{moment(line.time)}）：{told['decided_by']}决定采用方案"
        f"“{told['scenario']['name']}”{replaced}。理由：{told['reason']}。"
        f"依据《{told['policy']['title']}》，参评 {told['teachers']} 人。"
    )
    changes = _changes(base, line)
    yield _said(f"改动：{'；'.join(changes)}。" if changes else "按考核办法，没有改动。")
    whose = f"第 {line.sequence} 号决定"
    yield _before_and_after(f"{whose}：各等级人数", told)
    yield _lines(f"{whose}：名额与划线", told["cutoffs"])
    yield from _moved(whose, told)


def _before_and_after(title: str, told: Mapping[str, Any]) -> Table:
    """Count each tier under the regulation itself and as decided, and its seats."""
    gone = Counter(one["from_tier"] for one in told["moved"])
    come = Counter(one["to_tier"] for one in told["moved"])
    seats: Counter[str] = Counter()
    for line in told["cutoffs"]:
        seats[line["tier"]] += line["seats"]
    tiers = [name for name, _ in told["counts"]]
    after = dict(told["counts"])
    old = [name for name in gone if name is not None and name not in after]
    rows = []
    for tier in (*tiers, *old):
        now = after.get(tier, 0)
        before = now - come[tier] + gone[tier]
        rows.append(
            (tier, before, now, f"{now - before:+d}" if now != before else "0", seats[tier])
        )
    header = (HEADINGS[col.TIER], "按考核办法", "按决定", "增减", HEADINGS[col.SEATS])
    return _table(title, header, rows, (CENTER, RIGHT, RIGHT, RIGHT, RIGHT))


def _lines(title: str, cutoffs: Iterable[Mapping[str, Any]]) -> Table:
    """Cross pools with tiers: how many are in each, its seats where these differ, its line."""
    pools: dict[str, dict[str, str]] = {}
    for line in cutoffs:
        count, drawn = line.get(col.COUNT) or 0, line.get(col.CUTOFF)
        seats = f"（名额 {line['seats']}）" if line["seats"] not in (0, count) else ""
        above = "" if drawn is None else f"，{points(drawn)} 分起"
        pools.setdefault(line["pool"], {})[line["tier"]] = f"{count} 人{seats}{above}"
    tiers = dict.fromkeys(tier for own in pools.values() for tier in own)
    rows = [(pool, *(own.get(tier, "") for tier in tiers)) for pool, own in pools.items()]
    return _table(title, (HEADINGS[col.POOL], *tiers), rows)


def _moved(whose: str, told: Mapping[str, Any]) -> Iterator[Block]:
    """List who moves and why, then who was moved by hand, on whose authority."""
    if not told["moved"]:
        yield Finding("没有教师因此变动等级。")
    else:
        rows = [
            (one["name"], one["teacher_id"], one["from_tier"] or "—", one["to_tier"], one["why"])
            for one in told["moved"]
        ]
        names = (col.NAME, col.TEACHER_ID, col.FROM_TIER, col.TO_TIER, col.WHY)
        header = tuple(HEADINGS[name] for name in names)
        yield _table(f"{whose}：等级变动的教师", header, rows, (LEFT, LEFT, CENTER, CENTER, LEFT))
    if told["scenario"]["moves"]:
        people = {one["teacher_id"]: one["name"] for one in told["standings"]}
        rows = [
            (
                people.get(move["teacher_id"], "—"),
                move["teacher_id"],
                move["to_tier"],
                "；".join(filter(None, (_reason(move), say_idle(told, move)))),
                move["authoriser"],
            )
            for move in told["scenario"]["moves"]
        ]
        header = (HEADINGS[col.NAME], HEADINGS[col.TEACHER_ID], "调整为", "理由", "批准人")
        yield _table(f"{whose}：手工调整", header, rows, (LEFT, LEFT, CENTER, LEFT, LEFT))


def _reason(move: Mapping[str, Any]) -> str:
    informed = "（触及一票否决，会议知情）" if move.get("despite_gate") else ""
    return f"{move['reason']}{informed}"


def _ties(settled: Settled) -> Iterator[Block]:
    """Say how the ties on lines are settled by the rule that now applies."""
    policy = settled.result.policy
    ties = list_ties(settled.result.standings, policy)
    if ties:
        yield _said(f"各条线上总分相同的，按现行规则处理：{TIES[policy.tiers.ties]}。")
        rows = [(tie.number, tie.question, _upper(tie, policy)) for tie in ties]
        header = ("序号", "同分情况", "进入较高等级的")
        yield _table("", header, rows, (CENTER, LEFT, LEFT))


def _upper(tie: Tie, policy: Policy) -> str:
    option = next(one for one in tie.options if one.ties == policy.tiers.ties)
    names = dict(zip(tie.teachers, tie.names, strict=True))
    return "、".join(names[one] for one in option.upper) or "没有"


def _conduct(ledger: Ledger) -> Iterator[Block]:
    rows = [
        (f"第 {line.sequence} 号", moment(line.time), KINDS[line.kind], say_line(line))
        for line in ledger.lines
        if line.kind in _CONDUCT
    ]
    if rows:
        yield _table("", ("记录", "时间", "种类", "内容"), rows)


def _open(settled: Settled, ledger: Ledger) -> Iterator[Finding]:
    """Say what the meeting has not finished."""
    found = int((settled.result.problems[col.SEVERITY] == PROBLEM).sum())
    vote = find_round(ledger)
    line = settled.line
    said = [
        *([] if line else ["还没有作出决定。"]),
        *(
            [f"第 {line.sequence} 号决定按现在的文件重算，与当时的记录不一致，请先核对。"]
            if line and not settled.equal
            else []
        ),
        *(
            [
                f"表决“{vote.topic}”发出 {len(vote.tickets)} 张票，封存 {len(vote.sealed)} 张，还没有开票。"
            ]
            if vote
            else []
        ),
        *([f"数据核对还有 {found} 条问题没有处理。"] if found else []),
        *([] if ledger.lock or not line else ["决议还没有锁定。"]),
    ]
    yield from map(_said, said or ["没有。"])


def _colophon(ledger: Ledger) -> Iterator[Finding]:
    if not ledger.lines:
        yield Finding("决议账本是空的。")
        return
    locked = f"决议已在第 {ledger.lock.sequence} 号记录锁定。" if ledger.lock else ""
    yield _said(
        f"本纪要据决议账本的 {len(ledger.lines)} 条记录写成，末尾一条为第 "
        f"{ledger.lines[-1].sequence} 号，指纹 {ledger.head[:_SHOWN_HASH]}。{locked}"
        "指纹由这条记录和它之前的全部内容算出，改动一字就不同；日后核对账本时对照它，可知末尾有没有缺少记录。"
        "记录按写入的次序编号，考核办法全文也占一号，所以第一次决定不一定是第 1 号。"
    )


def _changes(base: Assessment, line: Line) -> list[str]:
    """Say what a scenario changes: in words where the regulation is still the same, else as written."""
    scenario = read_scenario(line)
    if fingerprint(base.policy.written) == line.content["policy"]["hash"]:
        with suppress(XiaobenError):
            return say_changes(base.policy, replace(scenario, moves=()))
    return [f"{place} = {value}" for place, value in scenario.changes.items()]


def _counted(counts: Iterable[tuple[str, int]]) -> str:
    return "、".join(f"{tier} {count}" for tier, count in counts)


def _said(text: str) -> Finding:
    return Finding(without_personal(text))


def _table(
    title: str,
    header: tuple[str, ...],
    rows: Iterable[Iterable[object]],
    align: tuple[Any, ...] | None = None,
) -> Table:
    safe = tuple(tuple(without_personal(cell) for cell in row) for row in rows)
    return Table(printable(title), header, safe, align or (LEFT,) * len(header))
