"""What several commands are given, and how they begin and end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import MAX_LOSS, Assessment, assess
from xiaoben_analytics.errors import DataError, UsageError
from xiaoben_analytics.labels import printable
from xiaoben_analytics.policy import Policy, read_policy, written_value
from xiaoben_analytics.problems import PROBLEM
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.reading.days import read_date
from xiaoben_analytics.tables import School
from xiaoben_analytics.terminal import print_outcome, status, working

Folder = Annotated[Path, typer.Argument(help="学校的文件夹", metavar="文件夹")]
PolicyName = Annotated[str, typer.Option("--policy", help="考核办法的名称，或 .toml 文件")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取")]

Changes = Annotated[
    list[str] | None,
    typer.Option("--set", help="改考核办法的一处，可写多次，例如 weights.考勤=1.2"),
]

SCORING = "county-110"
"""The regulation that scores where none is named."""
HOURS = "term-hours"
"""The regulation that asks for hours where none is named."""

_CHANGE = "weights.考勤=1.2"
"""A change as an example."""


def read_folder(folder: Path, policy: Policy) -> School:
    """Read a school; a folder without any file is said before anything else.

    What regulations that apply at once say differently is said, too.
    """
    for one in policy.differences:
        status.print(printable(f"提示：{policy.id}（{one.key}）{one.found}：{one.reading}。"))
    with working("正在读取") as progress:
        school = read_school(folder, policy=policy, progress=progress)
    if school.files.empty:
        raise DataError.folder_empty(str(folder))
    return school


def assess_folder(folder: Path, policy: str, *, max_loss: Fraction = MAX_LOSS) -> Assessment:
    """Read a school and apply a regulation; what is wrong with its name is said before the work."""
    regulation = read_policy(policy)
    school = read_folder(folder, regulation)
    with working("正在计分、排名、划等级"):
        return assess(school, regulation, max_loss=max_loss)


def read_day(option: str, text: str | None) -> date | None:
    """Read the day that an option names, in any of the spellings that the files may have.

    Raises
    ------
    UsageError
        If it is no day.
    """
    day = read_date(text, "") if text is not None else None
    if text is not None and day is None:
        raise UsageError.bad_value(option, text, "形如 2022-03-01 或 2022/3/1 的日期")
    return day


def conclude(result: Assessment) -> int:
    """Say on one line what must be looked at in the data; return the exit code.

    Whatever assesses a folder ends here: 1 where its data have problems, whatever was asked.
    """
    print_outcome(result.problems, result.school)
    return exit_code(result.problems)


def exit_code(problems: pd.DataFrame) -> int:
    """Return 1 where somebody must look at something, else 0."""
    return int((problems[col.SEVERITY] == PROBLEM).any())


def named_value(option: str, text: str, example: str) -> tuple[str, str]:
    """Take a name and its value apart."""
    name, found, value = text.partition("=")
    if not (found and name.strip() and value.strip()):
        raise UsageError.bad_value(option, text, f"“名称=值”，例如 {example}")
    return name.strip(), value.strip()


def read_changes(given: Iterable[str]) -> dict[str, object]:
    """Read places and values; a value is read as in the file of a regulation, else as text."""
    pairs = dict(named_value("--set", one, _CHANGE) for one in given)
    changes = {place: written_value(text) for place, text in pairs.items()}
    for place, value in changes.items():
        if value == {}:
            raise UsageError.bad_value("--set", f"{place}={{}}", f"“名称=值”，例如 {_CHANGE}")
    return changes
