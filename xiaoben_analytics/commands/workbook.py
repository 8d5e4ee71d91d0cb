"""Commands that show the notebooks: as a workbook to work in, and as the pages of a meeting."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xiaoben_analytics.commands.given import SCORING, PolicyName
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.labels import printable
from xiaoben_analytics.terminal import Command, screen
from xiaoben_analytics.workbook.chosen import FOLDER, choose
from xiaoben_analytics.workbook.folder import WORKING, Copying, working_folder

room = typer.Typer()

MaybeFolder = Annotated[
    Path | None, typer.Argument(help="学校的文件夹；不写则用样例学校", metavar="文件夹")
]
Work = Annotated[
    Path | None,
    typer.Option("--work", help=f"放笔记本的文件夹，默认是当前文件夹中的“{WORKING}”"),
]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="不自动打开浏览器")]


@room.command(cls=Command)
def lab(
    folder: MaybeFolder = None,
    *,
    policy: PolicyName = SCORING,
    work: Work = None,
    no_browser: NoBrowser = False,
) -> int:
    """在 JupyterLab 中打开分析笔记本：读哪所学校、用哪个办法，都已选好。"""
    chosen = choose(folder, policy)
    try:
        from xiaoben_analytics.workbook.lab import open_lab  # noqa: PLC0415  only when it is wanted
    except ModuleNotFoundError as missing:
        raise UsageError.program_missing("JupyterLab", "jupyterlab") from missing
    copying = working_folder(work)
    _say_copied(copying)

    def opened(address: str) -> None:
        _say(f"JupyterLab 已打开：{address}", chosen, "用完请按 Ctrl-C 退出。")

    open_lab(copying.folder, chosen, browser=not no_browser, opened=opened)
    return 0


@room.command(cls=Command)
def meeting(  # noqa: PLR0913  each option is a part of how the meeting begins
    folder: MaybeFolder = None,
    *,
    policy: PolicyName = SCORING,
    show_names: Annotated[
        bool, typer.Option("--show-names", help="一开始就显示姓名；不写则用代号，页面上可切换")
    ] = False,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="端口；不写则选一个空的")
    ] = 0,
    work: Work = None,
    no_browser: NoBrowser = False,
) -> int:
    """会议投影：笔记本变成不带代码的页面，姓名先用代号，可以只用键盘。"""
    chosen = choose(folder, policy)
    try:
        from xiaoben_analytics.workbook.meeting import hold_meeting  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        raise UsageError.program_missing("Voilà", "voila") from missing
    copying = working_folder(work)
    _say_copied(copying)

    def opened(address: str) -> bool:
        told = "姓名一开始显示。" if show_names else "姓名用代号代替，按页面上的“显示姓名”切换。"
        _say(f"会议页面已打开：{address}", chosen, f"{told}结束会议请按 Ctrl-C。")
        return not no_browser

    hold_meeting(copying.folder, chosen, hidden=not show_names, port=port, opened=opened)
    screen.print("会议已结束。")
    return 0


def _say_copied(copying: Copying) -> None:
    """Say which notebooks are new in the working folder, and which were there."""
    if copying.copied:
        screen.print(printable(f"笔记本已放入“{copying.folder}”：{'、'.join(copying.copied)}"))
    if copying.kept:
        screen.print(printable(f"已有的没有改动：{'、'.join(copying.kept)}"))
    if copying.other:
        names = "、".join(copying.other)
        screen.print(
            printable(
                f"其中与程序自带的不同：{names}。要用自带的，请先把它改名或移走，再运行一次。"
            )
        )


def _say(opened: str, chosen: dict[str, str], told: str) -> None:
    screen.print(printable(opened))
    screen.print(printable(f"学校：{chosen.get(FOLDER, '样例学校')}"))
    screen.print(told)
