"""`xiaoben compare`: two regulations on the same data, two years side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xiaoben_analytics import columns as col
from xiaoben_analytics.commands.given import SCORING, Folder, Json, PolicyName, read_folder
from xiaoben_analytics.labels import HEADINGS, printable
from xiaoben_analytics.policy import read_policy
from xiaoben_analytics.standing import AFTER, BEFORE
from xiaoben_analytics.terminal import (
    Command,
    print_frame,
    print_json,
    rows_of,
    screen,
    working,
)
from xiaoben_analytics.years import PolicyComparison, compare_policies, compare_years

room = typer.Typer()


@room.command(cls=Command)
def compare(
    folder: Folder,
    *,
    policy: PolicyName = SCORING,
    with_policy: Annotated[
        str, typer.Option("--with-policy", help="与哪个办法比较，例如上一年的：名称或 .toml 文件")
    ],
    last: Annotated[
        Path | None, typer.Option("--last", help="上一年的学校文件夹：两个办法都用于两年的数据")
    ] = None,
    as_json: Json = False,
) -> int:
    """比较两个办法：同一批数据下逐条说明哪一处改动影响谁；两年的数据可以互相对照。"""
    here, other = read_policy(policy), read_policy(with_policy)
    school = read_folder(folder, here)
    before = None if last is None else read_folder(last, other)
    with working("正在逐条改动、重新计分"):
        years = None if before is None else compare_years(school, here, before, other)
        this = years.this_year if years else compare_policies(school, other, here)
    compared = {school.school_year: this}
    if years:
        compared[years.last_year.before.school.school_year] = years.last_year
    if as_json:
        reports = {year: _report(one) for year, one in compared.items()}
        print_json({"years": reports, "tiers": rows_of(years.tiers) if years else []})
        return 0
    for year, one in compared.items():
        screen.print(printable(f"{year} 学年的数据：由“{with_policy}”改为“{policy}”"))
        _print_comparison(one)
    if years:
        screen.print("\n各年等级（按工号对应）")
        shown = {**HEADINGS, col.STATUS: "参评", col.REMARK: "备注"}
        print_frame(years.tiers.rename(columns=shown))
    return 0


def _report(found: PolicyComparison) -> dict[str, object]:
    clauses = [
        {
            "clause": one.text,
            "depends_on_order": one.depends_on_order,
            "teachers": rows_of(one.teachers),
        }
        for one in found.clauses
    ]
    return {"clauses": clauses, "teachers": rows_of(found.teachers)}


def _print_comparison(found: PolicyComparison) -> None:
    for number, clause in enumerate(found.clauses, start=1):
        screen.print(printable(f"{number:>3}. {clause.sentence}"))
    moved = found.teachers[found.teachers[col.TIER + BEFORE] != found.teachers[col.TIER + AFTER]]
    scores = (found.teachers[col.TOTAL + BEFORE] != found.teachers[col.TOTAL + AFTER]).sum()
    screen.print(f"合计 {int(scores)} 人得分改变，{len(moved)} 人等级改变")
    if len(moved):
        names = [col.GROUP, col.NAME, col.TEACHER_ID, col.TIER + BEFORE, col.TIER + AFTER]
        sides = {col.TIER + BEFORE: "原等级", col.TIER + AFTER: "新等级"}
        print_frame(moved[names].rename(columns=HEADINGS | sides))
