"""Commands about what a regulation requires: who meets it, who is elected."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from xiaoben_analytics import columns as col
from xiaoben_analytics.commands.given import HOURS, Folder, Json, PolicyName, read_day, read_folder
from xiaoben_analytics.export import honours_table, requirement_tables, requirements_writer
from xiaoben_analytics.export.atomic import fail_if_input, replacing
from xiaoben_analytics.policy import read_policy
from xiaoben_analytics.requirements import (
    SHORT,
    UNDECIDED,
    VERDICTS,
    Requirements,
    check_requirements,
    in_units,
)
from xiaoben_analytics.tables import TABLES
from xiaoben_analytics.terminal import (
    Command,
    print_frame,
    print_json,
    rows_of,
    screen,
    status,
    working,
)

room = typer.Typer()

FRAMES = ("teachers", "groups", "school", "absences", "slots", "incidents", "honours")


@room.command("requirements", cls=Command)
def check_all(
    folder: Folder,
    *,
    policy: PolicyName = HOURS,
    on: Annotated[str | None, typer.Option(help="截至哪一天，例如 2022-03-01")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="写入 .xlsx 或 .csv 文件")
    ] = None,
    as_json: Json = False,
) -> int:
    """对照办法的要求：谁已达到，谁还缺多少，照计划能否达到，还可缺席几次。"""
    day = read_day("--on", on)
    write = requirements_writer(output) if output else None
    found = _check(folder, policy, day, output)
    if as_json:
        print_json(_report(found))
    elif output is None:
        _print(found)
    if output and write:
        with replacing(output) as unfinished:
            write(found, unfinished)
        status.print(f"已写入 {output}")
    return int(not found.settled)


@room.command("votes", cls=Command)
def tally(folder: Folder, *, policy: PolicyName = HOURS, as_json: Json = False) -> int:
    """统计投票：每个评选项目每学期的得票、名次和当选，并列的写明。"""
    found = _check(folder, policy, None, None)
    if as_json:
        print_json(rows_of(in_units(found.honours)))
    elif found.honours.empty:
        screen.print(f"没有读到《{_label('votes')}》，或其中没有得票。")
    else:
        print_frame(honours_table(found))
    return int(found.honours.empty)


def _check(folder: Path, policy: str, on: date | None, output: Path | None) -> Requirements:
    regulation = read_policy(policy)
    school = read_folder(folder, regulation)
    if output is not None:
        fail_if_input(school, output)
    with working("正在对照要求"):
        return check_requirements(school, regulation, on=on)


def _report(found: Requirements) -> dict[str, object]:
    frames = {name: rows_of(in_units(getattr(found, name))) for name in FRAMES}
    return {
        "policy": found.policy.id,
        "school_year": found.school_year,
        "on": str(found.on) if found.on else None,
        **frames,
    }


def _print(found: Requirements) -> None:
    """Show how many are where with each requirement, then those short, then the rest."""
    judged = pd.concat([found.teachers, found.groups, found.school], ignore_index=True)
    screen.print(f"{found.policy.title} {found.school_year} 学年")
    if judged.empty:
        screen.print("这个办法没有对教师、教研组或学校的要求。")
    for (label, period), own in judged.groupby([col.LABEL, col.PERIOD], sort=False):
        counts = own[col.VERDICT].value_counts()
        shown = "，".join(f"{one} {counts[one]}" for one in VERDICTS if one in counts)
        screen.print(f"  {label}（{period}）：{shown}")
    for name, table in requirement_tables(found).items():
        listed = _in_need(table)
        if len(listed):
            screen.print(f"\n{name}")
            print_frame(listed)


def _in_need(table: pd.DataFrame) -> pd.DataFrame:
    """Keep what somebody must look at, and the columns that are not in the reason anyway."""
    if "结论" in table:
        table = table[table["结论"].isin([SHORT, UNDECIDED])]
        return table[[name for name in table if name in _SHOWN]]
    if "还可缺席" in table:
        low = table["还可缺席"].fillna(0) < 2
        ahead = table["其后应参加"] > 0
        return table.loc[table["还可缺席"].isna() | (low & ahead), ["教研组", "姓名", "理由"]]
    return table


def _label(table: str) -> str:
    return TABLES[table].label if table in TABLES else "投票"


_SHOWN = (
    "教研组",
    "备课组",
    "工号",
    "姓名",
    "要求",
    "期间",
    "时段",
    "结论",
    "还缺",
    "单位",
    "理由",
)
