"""Commands about the vote before the meeting: issue ballots, seal them, open them together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment, assess
from xiaoben_analytics.commands.given import SCORING, Folder, Json, PolicyName, read_folder
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.export.ballots import fail_if_ballots, write_ballots
from xiaoben_analytics.labels import HEADINGS, percent, printable, shell_word
from xiaoben_analytics.ledger import (
    Disagreement,
    compare_ballots,
    issue,
    open_ballots,
    open_ledger,
    seal,
)
from xiaoben_analytics.policy import read_policy
from xiaoben_analytics.terminal import (
    Command,
    Group,
    print_frame,
    print_json,
    print_table,
    rows_of,
    screen,
    status,
)

room = typer.Typer(
    cls=Group, help="会前表决：各自填写、互不可见，封存后一起打开。", no_args_is_help=True
)

Ballots = Annotated[Path, typer.Argument(help="放表决票的文件夹", metavar="表决票文件夹")]


@room.command("template", cls=Command)
def template(  # noqa: PLR0913  each option is a part of the vote
    folder: Folder,
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="写入的文件夹")],
    member: Annotated[
        list[str], typer.Option("--member", metavar="姓名", help="一位成员的姓名，可写多次")
    ],
    topic: Annotated[str, typer.Option(help="议题")] = "等级比例",
    policy: PolicyName = SCORING,
    as_json: Json = False,
) -> int:
    """发票：给每位成员写一张空白的表决票，并记入账本。"""
    if output.is_file():
        raise UsageError.output_is_file(str(output))
    fail_if_ballots(output)
    ledger, forms = issue(_assess(folder, policy), open_ledger(folder), member, topic=topic)
    paths = write_ballots(forms, output)
    if as_json:
        print_json({"head": ledger.head, "files": [str(path) for path in paths]})
        return 0
    for path in paths:
        screen.print(printable(str(path)))
    status.print(
        printable(
            f"已写入 {len(paths)} 张表决票。请分发给本人，交回后运行："
            f"xiaoben ballots seal {shell_word(folder)} {shell_word(output)}"
        )
    )
    return 0


@room.command("seal", cls=Command)
def seal_all(folder: Folder, ballots: Ballots, *, as_json: Json = False) -> int:
    """封存交回的票：只记下每张票的指纹，不看内容；无效的票列出原因。"""
    sealing = seal(open_ledger(folder), _files(ballots))
    if as_json:
        told = {"sealed": list(sealing.members), "faults": list(sealing.faults)}
        print_json({"head": sealing.ledger.head, **told})
        return int(bool(sealing.faults))
    for fault in sealing.faults:
        screen.print(printable(f"{fault}。"))
    members = f"：{'、'.join(sealing.members)}" if sealing.members else ""
    screen.print(printable(f"新封存 {len(sealing.members)} 张票{members}"))
    return int(bool(sealing.faults))


@room.command("open", cls=Command)
def open_all(
    folder: Folder,
    ballots: Ballots,
    *,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", metavar="姓名", help="不计入的成员，账本会记下；可写多次"),
    ] = None,
    policy: PolicyName = SCORING,
    as_json: Json = False,
) -> int:
    """开票：核对每张票与封存时相同，一起记入账本，先看分歧。"""
    result = _assess(folder, policy)
    ledger = open_ballots(open_ledger(folder), _files(ballots), without=without or ())
    _show(compare_ballots(result, ledger), as_json=as_json)
    return 0


@room.command("show", cls=Command)
def show(folder: Folder, *, policy: PolicyName = SCORING, as_json: Json = False) -> int:
    """再看一次最近开出的票：分歧、各人的建议、按各人的建议谁会变动。"""
    _show(compare_ballots(_assess(folder, policy), open_ledger(folder)), as_json=as_json)
    return 0


def _assess(folder: Path, policy: str) -> Assessment:
    regulation = read_policy(policy)
    return assess(read_folder(folder, regulation), regulation)


def _files(folder: Path) -> list[Path]:
    """List the workbooks of a folder; what Excel locks and hidden files are none."""
    if not folder.is_dir():
        raise UsageError.folder_missing(str(folder))
    return [path for path in sorted(folder.glob("*.xlsx")) if path.name[0] not in ".~"]


def _show(found: Disagreement, *, as_json: bool) -> None:
    if as_json:
        print_json(_report(found))
        return
    screen.print(printable(f"{found.topic}：{len(found.ballots)} 张票"))
    if found.without:
        screen.print(printable(f"不计入：{'、'.join(found.without)}"))
    screen.print("分歧（差得最多的在前）")
    print_frame(_percents(found.spread).rename(columns=HEADINGS))
    screen.print("各人的建议")
    print_table(*_side_by_side(found))
    screen.print("照各人的建议")
    for member, moves in found.moves.items():
        screen.print(printable(f"{member}：{_seats(found, member)}；{len(moves)} 人变动"))
        if len(moves):
            names = [col.GROUP, col.NAME, col.TEACHER_ID, col.FROM_TIER, col.TO_TIER, col.WHY]
            print_frame(moves[names].rename(columns=HEADINGS))


def _report(found: Disagreement) -> dict[str, object]:
    names = [col.TEACHER_ID, col.NAME, col.FROM_TIER, col.TO_TIER, col.WHY]
    return {
        "topic": found.topic,
        "without": list(found.without),
        "spread": rows_of(_percents(found.spread)),
        "proposals": [
            {"member": one.member, "scope": own.scope, "unit": own.unit, "reason": own.reason}
            | {"amounts": list(own.amounts)}
            for one in found.ballots
            for own in one.proposals
        ],
        "effects": rows_of(found.effects),
        "moves": {member: rows_of(moves[names]) for member, moves in found.moves.items()},
    }


def _percents(spread: pd.DataFrame) -> pd.DataFrame:
    shares = [col.RATIO, col.LOWEST, col.MEDIAN, col.HIGHEST]
    return spread.assign(**{name: spread[name].map(percent) for name in shares})


def _side_by_side(found: Disagreement) -> tuple[Sequence[str], list[tuple[str, ...]]]:
    """Lay out what everybody wants for each scope; seats as numbers, ratios as percents."""
    told = [{own.scope: own for own in one.proposals} for one in found.ballots]
    scopes = dict.fromkeys(scope for own in told for scope in own)
    rows = [(scope, *(own[scope].text if scope in own else "" for own in told)) for scope in scopes]
    return ["范围", *(one.member for one in found.ballots)], rows


def _seats(found: Disagreement, member: str) -> str:
    own = found.effects[found.effects[col.MEMBER] == member]
    rows = zip(own[col.TIER], own[col.COUNT], own[col.GAP], strict=True)
    return "、".join(
        f"{tier} {count} 人{f'（{gap:+d}）' if gap else ''}" for tier, count, gap in rows
    )
