"""What several commands are given, and how they begin and end."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from xiaoben_analytics import columns as col
from xiaoben_analytics.errors import DataError
from xiaoben_analytics.policy import Policy
from xiaoben_analytics.problems import PROBLEM
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.tables import School
from xiaoben_analytics.terminal import working

Folder = Annotated[Path, typer.Argument(help="学校的文件夹", metavar="文件夹")]
PolicyName = Annotated[str, typer.Option("--policy", help="考核办法的名称，或 .toml 文件")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取")]

SCORING = "county-110"
"""The regulation that scores where none is named."""
HOURS = "term-hours"
"""The regulation that asks for hours where none is named."""


def read_folder(folder: Path, policy: Policy) -> School:
    """Read a school; a folder without any file is said before anything else."""
    with working("正在读取") as progress:
        school = read_school(folder, policy=policy, progress=progress)
    if school.files.empty:
        raise DataError.folder_empty(str(folder))
    return school


def exit_code(problems: pd.DataFrame) -> int:
    """Return 1 where somebody must look at something, else 0."""
    return int((problems[col.SEVERITY] == PROBLEM).any())
