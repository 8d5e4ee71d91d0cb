"""Commands about decisions: record one, make it again, lock and check the ledger."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import assess
from xiaoben_analytics.commands.given import (
    SCORING,
    Folder,
    Json,
    PolicyName,
    Wish,
    conclude,
    find_teacher,
    read_folder,
    say_differences,
    wishing,
)
from xiaoben_analytics.comparison import compare_divisions, show_people, try_scenarios
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.export.atomic import fail_if_input, replacing
from xiaoben_analytics.export.minutes import write_minutes
from xiaoben_analytics.fragility import find_fragility
from xiaoben_analytics.labels import HEADINGS, moment, points, printable
from xiaoben_analytics.ledger import (
    KINDS,
    Ledger,
    Replay,
    consider,
    keepable,
    kept_scenarios,
    open_ledger,
    repair,
    say_line,
    sign,
    verify,
)
from xiaoben_analytics.ledger import decide as record
from xiaoben_analytics.ledger import lock as close
from xiaoben_analytics.ledger import reopen as unlock
from xiaoben_analytics.ledger import replay as make_again
from xiaoben_analytics.policy import Policy, amend, read_policy
from xiaoben_analytics.scenarios import ManualMove, Scenario
from xiaoben_analytics.terminal import (
    Command,
    print_aside,
    print_frame,
    print_json,
    print_table,
    rows_of,
    screen,
    status,
    working,
)

room = typer.Typer()

_FIRST = 20  # faults of a ledger that are shown
_LATEST = 500  # lines of a ledger that are shown

By = Annotated[str, typer.Option("--by", help="谁决定或批准，例如 校长室")]
Reason = Annotated[str, typer.Option("--reason", help="理由")]
Head = Annotated[str, typer.Option("--head", help="会议纪要上的指纹，用来发现末尾的记录被删去")]


@room.command(cls=Command)
@wishing
def decide(  # noqa: PLR0913  each option is a part of the decision
    folder: Folder,
    *,
    wish: Wish,
    moves: Annotated[
        list[str] | None,
        typer.Option(
            "--move",
            metavar="调整",
            help="手工调整，写成 工号或姓名=等级:理由:批准人，可写多次",
        ),
    ] = None,
    despite_gate: Annotated[
        bool, typer.Option("--despite-gate", help="会议知情：被调整的教师触及一票否决，仍要调整")
    ] = False,
    name: Annotated[str, typer.Option("--name", help="方案名")] = "",
    by: By = "",
    reason: Reason = "",
    draft: Annotated[bool, typer.Option("--draft", help="只记下这个方案，不作决定")] = False,
    policy: PolicyName = SCORING,
    as_json: Json = False,
) -> int:
    """把一个方案定下来，记入决议账本：改了什么，名额、划线，谁变动，谁决定、为什么。"""
    regulation = read_policy(policy)
    asked = tuple(replace(_move(one), despite_gate=despite_gate) for one in moves or ())
    _fail_if_unknown_tier(asked, amend(regulation, wish.changes()))
    named = keepable(Scenario(name, moves=asked))
    signed = {} if draft else sign(decided_by=by, reason=reason)
    ledger = open_ledger(folder)
    school = read_folder(folder, regulation)
    scenario = replace(
        named, changes=wish.changes(school), moves=_found(asked, school.tables["roster"])
    )
    with working("正在计分、排名、划等级"):
        result = assess(school, regulation)
        written = (
            consider(result, ledger, scenario=scenario)
            if draft
            else record(result, ledger, scenario=scenario, **signed)
        )
    _say_written(written, as_json=as_json)
    return conclude(result)


@room.command(cls=Command)
def scenarios(folder: Folder, *, policy: PolicyName = SCORING, as_json: Json = False) -> int:
    """把记入账本的各个方案并列：各等级人数、谁变动、分高等级低的对数、最紧的线。"""
    kept = kept_scenarios(open_ledger(folder))
    regulation = read_policy(policy)
    result = assess(read_folder(folder, regulation), regulation)
    trial = try_scenarios(result, kept)
    compared = compare_divisions(trial.divisions)
    if as_json:
        aside = [{"scenario": name, "reason": why} for name, why in trial.obstacles.items()]
        print_json({"scenarios": rows_of(compared), "not_applicable": aside})
    else:
        _print_scenarios(compared)
        for name, why in trial.obstacles.items():
            screen.print(printable(f"方案“{name}”不能套用：{why}"))
    return max(conclude(result), int(bool(trial.obstacles)))


@room.command(cls=Command)
def replay(
    folder: Folder,
    sequence: Annotated[
        int | None, typer.Argument(help="记录的序号，默认最后一次决定", metavar="序号")
    ] = None,
    *,
    policy: Annotated[str | None, typer.Option("--policy", help="与现在的这个考核办法比较")] = None,
    as_json: Json = False,
) -> int:
    """按当时的办法和方案重算一次决定：与当时是否完全相同，哪里不同、涉及谁。"""
    today = read_policy(policy) if policy else None
    with working("正在重算"):
        again = make_again(open_ledger(folder), folder, sequence, policy=today)
    say_differences(again.result.policy)
    if as_json:
        print_json(_report(again))
    else:
        _print_replay(again)
    return int(not again.equal)


@room.command(cls=Command)
def minutes(
    folder: Folder,
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="写入的 Word 文件（.docx）")
    ] = Path("会议纪要.docx"),
    fragile: Annotated[
        bool, typer.Option("--fragile", help="把一条记录就能改变的划线列入议题")
    ] = False,
    policy: PolicyName = SCORING,
) -> int:
    """由决议账本写出会议纪要：议题、比较过的方案、各次决定的人数与变动、尚未办结的事项。"""
    if output.suffix.lower() != ".docx":
        raise UsageError.unknown("文件格式", output.suffix or output.name, (".docx",))
    regulation = read_policy(policy)
    ledger = open_ledger(folder)
    school = read_folder(folder, regulation)
    fail_if_input(school, output)
    with working("正在写会议纪要"), replacing(output) as unfinished:
        result = assess(school, regulation)
        found = find_fragility(result) if fragile else None
        write_minutes(result, ledger, unfinished, fragility=found)
    screen.print(printable(str(output)))
    return conclude(result)


@room.command(cls=Command)
def lock(folder: Folder, *, by: By = "", reason: Reason = "", as_json: Json = False) -> int:
    """锁定决议：之后不能再作决定，除非解除锁定。"""
    _say_written(close(open_ledger(folder), by=by, reason=reason), as_json=as_json)
    return 0


@room.command(cls=Command)
def reopen(folder: Folder, *, by: By = "", reason: Reason = "", as_json: Json = False) -> int:
    """解除锁定：写明批准人和理由，账本中留下一行。"""
    _say_written(unlock(open_ledger(folder), by=by, reason=reason), as_json=as_json)
    return 0


@room.command("ledger", cls=Command)
def show_ledger(  # noqa: PLR0913  the last three belong to the repair
    folder: Folder,
    *,
    head: Head = "",
    mend: Annotated[
        bool, typer.Option("--repair", help="补记写了一半的最后一行，须写 --by 和 --reason")
    ] = False,
    by: By = "",
    reason: Reason = "",
    as_json: Json = False,
) -> int:
    """列出决议账本的各条记录，并核对有没有被改动、删去、插入或调换。"""
    ledger = open_ledger(folder)
    if mend:
        ledger = repair(ledger, by=by, reason=reason)
    faults = verify(ledger, head=head)
    if as_json:
        told = [{"line": one.line, "fault": one.text} for one in faults]
        lines = [asdict(line) for line in ledger.lines]
        print_json({"head": ledger.head, "faults": told, "lines": lines})
        return int(bool(faults))
    for fault in faults[:_FIRST]:
        screen.print(printable(f"{fault}。"))
    if len(faults) > _FIRST:
        screen.print(f"……以上为前 {_FIRST} 处，共 {len(faults)} 处；全部内容请加 --json 查看")
    if not faults:
        _print_lines(ledger)
        screen.print(f"共 {len(ledger.lines)} 条记录，前后相接，没有改动。")
    return int(bool(faults))


def _print_scenarios(compared: pd.DataFrame) -> None:
    """Show scenarios side by side, and below, who moves in each."""
    shown = show_people(compared).drop(columns=col.WHO_MOVES)
    names = list(shown)
    for name in (col.TIGHTEST, *names[names.index(col.LINE) + 1 :]):
        shown[name] = shown[name].map(points, na_action="ignore")
    print_aside(shown.rename(columns=HEADINGS))
    for name, who in zip(compared[col.SCENARIO], compared[col.WHO_MOVES], strict=True):
        if who:
            screen.print(printable(f"{name}：{who}"))


def _fail_if_unknown_tier(moves: Iterable[ManualMove], policy: Policy) -> None:
    for move in moves:
        if move.to_tier not in policy.tiers.names:
            raise UsageError.unknown("等级", move.to_tier, policy.tiers.names)


def _found(moves: Iterable[ManualMove], roster: pd.DataFrame) -> tuple[ManualMove, ...]:
    """Put the id of who is meant into moves that were given by name."""
    return tuple(replace(one, teacher_id=find_teacher(roster, one.teacher_id)) for one in moves)


def _move(text: str) -> ManualMove:
    teacher, equals, rest = text.partition("=")
    parts = re.split(r"[:：]", rest)
    if not equals or len(parts) < 3:
        raise UsageError.bad_value("--move", text, "工号或姓名=等级:理由:批准人")
    tier, *reason, authoriser = (part.strip() for part in parts)
    return ManualMove(teacher.strip(), tier, "：".join(reason), authoriser)


def _say_written(ledger: Ledger, *, as_json: bool) -> None:
    """Say what was written, and the hash that belongs into the minutes."""
    line = ledger.lines[-1]
    if as_json:
        print_json({"head": ledger.head, "line": asdict(line)})
        return
    screen.print(printable(f"已记入 {ledger.path}"))
    screen.print(printable(f"第 {line.sequence} 号记录（{KINDS[line.kind]}）：{say_line(line)}"))
    screen.print(f"指纹：{line.hash}")
    status.print(
        "请把序号和指纹写进会议纪要：日后用 xiaoben ledger --head 可知账本有没有缺少记录。"
    )


def _print_lines(ledger: Ledger) -> None:
    rows = [
        (line.sequence, moment(line.time), KINDS[line.kind], say_line(line), line.hash[:16])
        for line in ledger.lines[-_LATEST:]
    ]
    if rows:
        print_table(["序号", "时间", "种类", "内容", "指纹"], rows)
    if len(rows) < len(ledger.lines):
        screen.print(f"……以上为最近 {len(rows)} 条；全部内容请加 --json 查看")
    if ledger.lock:
        screen.print(f"决议已在第 {ledger.lock.sequence} 号记录锁定。")


def _report(again: Replay) -> dict[str, object]:
    amended = again.amended
    return {
        "sequence": again.line.sequence,
        "equal": again.equal,
        "causes": list(again.causes),
        "differences": [asdict(one) for one in again.result.policy.differences],
        "teachers": rows_of(again.teachers),
        "under_todays_policy": None if amended is None else rows_of(amended),
    }


def _print_replay(again: Replay) -> None:
    line = again.line
    screen.print(printable(f"第 {line.sequence} 号记录（{KINDS[line.kind]}，{moment(line.time)}）"))
    screen.print(printable(say_line(line)))
    screen.print(f"{again.sentence}。")
    for cause in again.causes:
        screen.print(printable(f"  {cause}。"))
    _print_teachers(again.teachers)
    if again.amended is not None:
        screen.print(f"考核办法的文字现在与当时不同；换成现在的办法，{len(again.amended)} 人不同。")
        _print_teachers(again.amended)


def _print_teachers(teachers: Any) -> None:
    if len(teachers):
        shown = teachers.copy()
        for name in (col.FROM_TOTAL, col.TO_TOTAL):
            shown[name] = shown[name].map(points, na_action="ignore")
        print_frame(shown.rename(columns=HEADINGS))
