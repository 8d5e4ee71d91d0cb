"""`xiaoben charts`: every chart as a picture."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from xiaoben_analytics.commands.given import (
    SCORING,
    Folder,
    PolicyName,
    assess_folder,
    conclude,
)
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.export.drawing import find_browser
from xiaoben_analytics.export.pictures import write_pictures
from xiaoben_analytics.labels import printable
from xiaoben_analytics.terminal import Command, screen, working

room = typer.Typer()


class Format(StrEnum):
    PNG = "png"
    SVG = "svg"


@room.command(cls=Command)
def charts(
    folder: Folder,
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="写入的文件夹")] = Path("charts"),
    kind: Annotated[
        str, typer.Option("--format", help="png（位图）或 svg（矢量图）")
    ] = Format.PNG.value,
    policy: PolicyName = SCORING,
) -> int:
    """把每一幅图写成图片（png 或 svg），要用本机的 Chrome、Edge 或 Chromium。"""
    if kind not in tuple(Format):
        raise UsageError.unknown("图片格式", kind, list(Format))
    if output.is_file():
        raise UsageError.output_is_file(str(output))
    if output.resolve() == folder.resolve():
        raise UsageError.would_overwrite(str(output))
    find_browser()
    result = assess_folder(folder, policy)
    with working("正在画图") as progress:
        written = write_pictures(result, output, kind=Format(kind).value, progress=progress)
    for path in written:
        screen.print(printable(str(path)))
    return conclude(result)
