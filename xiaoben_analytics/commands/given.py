"""What several commands are given, and how they begin and end."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from xiaoben_analytics import columns as col
from xiaoben_analytics.errors import DataError, UsageError
from xiaoben_analytics.labels import printable
from xiaoben_analytics.policy import Policy, written_value
from xiaoben_analytics.problems import PROBLEM
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.reading.days import read_date
from xiaoben_analytics.review import review_ratios, review_weights
from xiaoben_analytics.tables import School
from xiaoben_analytics.terminal import status, working

Folder = Annotated[Path, typer.Argument(help="学校的文件夹", metavar="文件夹")]
PolicyName = Annotated[str, typer.Option("--policy", help="考核办法的名称，或 .toml 文件")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取")]

SCORING = "county-110"
"""The regulation that scores where none is named."""
HOURS = "term-hours"
"""The regulation that asks for hours where none is named."""


@dataclass(frozen=True)
class Wish:
    """What a regulation shall say instead: every field is an option of the command line."""

    ratios: Annotated[str | None, typer.Option(help="等级比例，例如 30/40/30")] = None
    rounding: Annotated[
        str | None,
        typer.Option(help="取整：half_up、floor、largest_remainder、sainte_lague"),
    ] = None
    ties: Annotated[str | None, typer.Option(help="同分：break、up、down")] = None
    group_ratio: Annotated[
        list[str] | None, typer.Option(help="个别组的比例，可写多次，例如 语文组=40/40/20")
    ] = None
    review_ratios: Annotated[
        bool, typer.Option("--review-ratios", help="采用《教研组考核》的优秀比例")
    ] = False
    review_weights: Annotated[
        bool,
        typer.Option("--review-weights", help="全校名额按人数 × 《教研组考核》评分分到各组"),
    ] = False
    conserve: Annotated[
        bool, typer.Option("--conserve", help="全校名额不变，一组增加的由别的组让出")
    ] = False
    places: Annotated[
        list[str] | None,
        typer.Option("--set", help="改考核办法的一处，可写多次，例如 weights.考勤=1.2"),
    ] = None

    def changes(self, school: School | None = None) -> dict[str, object]:
        """Return what to change (see `policy.amend`); what the school's review gives needs the school."""
        shared = self.conserve or self.review_weights or None
        named = {"ratios": self.ratios, "rounding": self.rounding, "ties": self.ties}
        own = (
            named_value("--group-ratio", one, "语文组=40/40/20") for one in self.group_ratio or ()
        )
        groups = review_ratios(school) if school and self.review_ratios else {}
        weights = review_weights(school) if school and self.review_weights else {}
        told = {
            "group_weights": weights or None,
            **named,
            "conserve": shared,
            "group_ratios": {**groups, **dict(own)} or None,
        }
        kept = {place: value for place, value in told.items() if value is not None}
        return {**kept, **_read_changes(self.places or ())}


def wishing(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options of a `Wish`, in the place of its parameter `wish`."""
    options = inspect.signature(Wish, eval_str=True).parameters
    signature = inspect.signature(command, eval_str=True)
    offered = [
        one.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for name, given in signature.parameters.items()
        for one in (options.values() if name == "wish" else (given,))
    ]

    @wraps(command)
    def wished(**given: object) -> int:
        wish = Wish(**{name: given.pop(name) for name in options})  # type: ignore[arg-type]
        return command(**given, wish=wish)

    wished.__signature__ = signature.replace(parameters=offered)  # type: ignore[attr-defined]
    return wished


def find_teacher(roster: pd.DataFrame, given: str) -> str:
    """Find a teacher's id by the id, or by a name that only one bears.

    Raises
    ------
    UsageError
        If nobody or several are meant.
    """
    given = given.strip()
    ids, names = roster[col.TEACHER_ID], roster[col.NAME]
    if (ids == given).any():
        return given
    people = roster[names == given]
    if len(people) == 1:
        return str(people[col.TEACHER_ID].iloc[0])
    if len(people):
        told = people[[col.TEACHER_ID, col.GROUP]].itertuples(index=False)
        raise UsageError.several_teachers(given, [f"{one}（{group}）" for one, group in told])
    raise UsageError.no_such_teacher(given, [*ids, *names])


def read_folder(folder: Path, policy: Policy) -> School:
    """Read a school; a folder without any file is said before anything else.

    What regulations that apply at once say differently is said, too.
    """
    say_differences(policy)
    with working("正在读取") as progress:
        school = read_school(folder, policy=policy, progress=progress)
    if school.files.empty:
        raise DataError.folder_empty(str(folder))
    return school


def say_differences(policy: Policy) -> None:
    """Say what regulations that apply at once say differently, and which of them applies."""
    for one in policy.differences:
        status.print(printable(f"提示：{policy.id}（{one.key}）{one.found}：{one.reading}。"))


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


def exit_code(problems: pd.DataFrame) -> int:
    """Return 1 where somebody must look at something, else 0."""
    return int((problems[col.SEVERITY] == PROBLEM).any())


def named_value(option: str, text: str, example: str) -> tuple[str, str]:
    """Take a name and its value apart."""
    name, found, value = text.partition("=")
    if not (found and name.strip() and value.strip()):
        raise UsageError.bad_value(option, text, f"“名称=值”，例如 {example}")
    return name.strip(), value.strip()


def _read_changes(given: Iterable[str]) -> dict[str, object]:
    """Read places and values; a value is read as in the file of a regulation, else as text."""
    pairs = (named_value("--set", one, "weights.考勤=1.2") for one in given)
    return {place: written_value(text) for place, text in pairs}
