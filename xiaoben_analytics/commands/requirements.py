"""Commands about what a regulation requires: who meets it, who is elected."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from xiaoben_analytics import columns as col
from xiaoben_analytics.commands.given import HOURS, Folder, Json, PolicyName, read_day, read_folder
from xiaoben_analytics.errors import DataError
from xiaoben_analytics.export import (
    ABSENCES,
    honours_table,
    requirement_tables,
    requirements_writer,
)
from xiaoben_analytics.export.atomic import fail_if_input, replacing
from xiaoben_analytics.labels import HEADINGS
from xiaoben_analytics.policy import read_policy
from xiaoben_analytics.requirements import (
    BALLOTS,
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
def check_all(  # noqa: PLR0913  each option is a wish of the caller
    folder: Folder,
    *,
    policy: PolicyName = HOURS,
    on: Annotated[str | None, typer.Option(help="截至哪一天，例如 2022-03-01")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="写入 .xlsx 或 .csv 文件")
    ] = None,
    table: Annotated[str | None, typer.Option(help="只写入这一张表，例如 达标情况")] = None,
    as_json: Json = False,
) -> int:
    """对照办法的要求：谁已达到，谁还缺多少，照计划能否达到，还可缺席几次。"""
    day = read_day("--on", on)
    write = requirements_writer(output, table) if output else None
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
    is_election = found.honours[col.CANDIDATE].isna() | (found.honours[col.UNIT] == BALLOTS)
    elected = found.honours[is_election]
    if as_json:
        print_json(rows_of(in_units(elected)))
    elif not any(one.election for one in found.policy.honours):
        title = found.policy.title
        screen.print(f"《{title}》没有评选的规定。请用有评选的办法，例如 --policy term-hours。")
    elif elected.empty:
        screen.print(f"没有读到《{_label('votes')}》，或其中没有得票。")
    else:
        print_frame(honours_table(elected))
    return int(elected.empty)


def _check(folder: Path, policy: str, on: date | None, output: Path | None) -> Requirements:
    regulation = read_policy(policy)
    school = read_folder(folder, regulation)
    if school.tables["roster"].empty:
        roster = TABLES["roster"]
        raise DataError.table_missing(roster.label, str(folder), roster.key_headings)
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
        listed = _in_need(name, table, found)
        if len(listed):
            screen.print(f"\n{name}")
            print_frame(listed)


def _in_need(name: str, table: pd.DataFrame, found: Requirements) -> pd.DataFrame:
    """Keep what somebody must look at; that lacks are in the reason is enough."""
    if HEADINGS[col.VERDICT] in table:
        urgent = table[HEADINGS[col.VERDICT]].isin([SHORT, UNDECIDED])
        return table[urgent].drop(columns=[HEADINGS[col.SHORT]], errors="ignore")
    if name == ABSENCES:
        left, ahead = found.absences[col.ABSENCES_LEFT], found.absences[col.REMAINING] > 0
        low = table[left.isna() | ((left.fillna(0) < 2) & ahead)]
        return low[[HEADINGS[name] for name in (col.GROUP, col.NAME, col.REASON)]]
    return table


def _label(table: str) -> str:
    return TABLES[table].label if table in TABLES else "投票"
