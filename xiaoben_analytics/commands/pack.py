"""Commands about the pack: what the meeting hands out, and whether it is still what was written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.commands.given import (
    SCORING,
    Folder,
    Json,
    PolicyName,
    assess_folder,
    conclude,
)
from xiaoben_analytics.errors import OutputError, UsageError
from xiaoben_analytics.export import Pack, Verification, verify_pack, write_pack
from xiaoben_analytics.labels import printable, shell_word
from xiaoben_analytics.ledger import open_ledger, settle
from xiaoben_analytics.policy import parse_ratio
from xiaoben_analytics.summary import AUDIENCES, find_audiences
from xiaoben_analytics.terminal import Command, print_files, print_json, screen, status, working

room = typer.Typer()

_READERS = "、".join(f"{one.name}（{one.label}）" for one in AUDIENCES.values())
_MOST = 20
"""Files that are named one by one, and faults."""
_SHOWN = 16
"""Digits of a seal that are shown: few enough to copy by hand."""


@room.command(cls=Command)
def pack(  # noqa: PLR0913  each is an option of the command
    folder: Folder,
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="写入的文件夹")] = Path("out"),
    audiences: Annotated[
        list[str] | None,
        typer.Option("--for", help=f"只给哪些人看的，可写多次：{_READERS}；不写则全部"),
    ] = None,
    masked: Annotated[bool, typer.Option("--masked", help="公示中的姓名只显示首尾字")] = False,
    by_rules: Annotated[
        bool, typer.Option("--by-rules", help="只按考核办法，不按账本里的最后一次决定")
    ] = False,
    policy: PolicyName = SCORING,
    max_loss: Annotated[str, typer.Option(help="一张表最多允许搁置多少行，例如 5%")] = "5%",
    as_json: Json = False,
) -> int:
    """生成会议材料：报告、幻灯片、成绩总表、互动图表、个人单、公示等。"""
    _fail_if_not_a_place(output, folder)
    wanted = [one.name for one in find_audiences(audiences or ())]
    result = assess_folder(folder, policy, max_loss=parse_ratio(max_loss, "--max-loss"))
    shown = result if by_rules else _settled(result, folder)
    with working("正在生成会议材料") as progress:
        written = write_pack(shown, output, audiences=wanted, masked=masked, progress=progress)
    if as_json:
        files = [str(path) for path in written.files]
        print_json({"files": files, "key_numbers": dict(written.key_numbers)})
    else:
        print_files(result.school)
        _print_pack(written, output)
    return conclude(result)


@room.command(cls=Command)
def verify(
    folder: Annotated[Path, typer.Argument(help="xiaoben pack 写出的文件夹", metavar="文件夹")],
    *,
    as_json: Json = False,
) -> int:
    """核对会议材料：重读每个文件，每一处文字和数字是否仍与写出时一致。"""
    if not folder.is_dir():
        raise UsageError.folder_missing(str(folder))
    found = verify_pack(folder)
    if as_json:
        print_json(
            {
                "files": found.files,
                "compared": found.compared,
                "changed": list(found.changed),
                "settings": list(found.settings),
                "strange": list(found.strange),
                "seal": found.seal,
                "faults": [vars(fault) for fault in found.faults],
            }
        )
    else:
        _print_verification(found)
    return int(bool(found.faults or found.settings))


def _fail_if_not_a_place(output: Path, folder: Path) -> None:
    """Say before the work that the place cannot be written to."""
    try:
        if output.resolve() == folder.resolve():
            raise UsageError.would_overwrite(str(output))
        if output.is_file():
            raise UsageError.output_is_file(str(output))
    except OSError as error:  # a name that is too long
        raise OutputError.not_writable(str(output), error.strerror or str(error)) from error


def _settled(result: Assessment, folder: Path) -> Assessment:
    """Do what the ledger's last decision says, and say so."""
    settled = settle(result, open_ledger(folder))
    if settled.line is not None:
        status.print(settled.sentence)
    return settled.result


def _print_pack(written: Pack, output: Path) -> None:
    screen.print("\n主要数据")
    for name, value in written.key_numbers.items():
        screen.print(f"  {name}：{value}")
    screen.print("\n会议材料")
    single = [path for path in written.files if path.parent == output]
    for path in single:
        screen.print(printable(f"  {path}"))
    for inside in dict.fromkeys(path.parent for path in written.files if path.parent != output):
        count = sum(path.parent == inside for path in written.files)
        screen.print(printable(f"  {inside}（{count} 个文件）"))
    for path in written.removed[:_MOST]:
        screen.print(printable(f"  已删去上一次写出而这次没有的：{path}"))
    for path in written.kept[:_MOST]:
        screen.print(printable(f"  上一次写出、这次没有、但有人改过的，留着没动：{path}"))
    screen.print(printable(f"\n核对这些文件：xiaoben verify {shell_word(output)}"))
    screen.print(f"核对码：{written.seal[:_SHOWN]}（抄进会议记录；日后核对时应仍是它）")


def _print_verification(found: Verification) -> None:
    told = [*found.settings, *(fault.sentence for fault in found.faults)]
    for sentence in told[:_MOST]:
        screen.print(printable(sentence))
    if len(told) > _MOST:
        screen.print(f"另有 {len(told) - _MOST} 处（--json 全部列出）。")
    for name in found.changed[:_MOST]:
        screen.print(printable(f"{name} 写出后被改动或另存过。"))
    for name in found.strange[:_MOST]:
        screen.print(printable(f"{name} 不是这次会议材料中的文件，没有核对。"))
    screen.print(_conclusion(found))
    screen.print(f"核对码：{found.seal[:_SHOWN]}")


def _conclusion(found: Verification) -> str:
    whole = f"共 {found.files} 个文件，重读了 {found.compared} 处"
    if found.faults:
        return (
            f"{whole}，{len(found.faults)} 处与写出时不一致。请重新运行 xiaoben pack，或恢复原件。"
        )
    if found.settings:
        return f"{whole}，除参数和随之重算的公式外，都与写出时一致。"
    if found.changed:
        return f"{whole}，都与写出时一致；另存过的文件，格式和图片没有比较。"
    return f"{whole}，都与写出时一致，文件没有改动过。"
