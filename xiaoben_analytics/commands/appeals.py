"""`xiaoben appeal`: what a correction of records comes to, for the appellant and everybody else."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from xiaoben_analytics import columns as col
from xiaoben_analytics.appeal import Appeal, hear_appeal
from xiaoben_analytics.assessment import assess
from xiaoben_analytics.commands.given import SCORING, Folder, Json, PolicyName, read_folder
from xiaoben_analytics.export.atomic import fail_if_input
from xiaoben_analytics.export.scores import write_table, writer_for
from xiaoben_analytics.labels import HEADINGS, points, printable
from xiaoben_analytics.policy import read_policy
from xiaoben_analytics.reading import read_corrections
from xiaoben_analytics.standing import AFTER, BEFORE, COMPARED
from xiaoben_analytics.terminal import (
    Command,
    print_frame,
    print_json,
    print_problems,
    rows_of,
    screen,
    status,
    working,
)

room = typer.Typer()


@room.command(cls=Command)
def appeal(
    folder: Folder,
    correction: Annotated[
        Path,
        typer.Argument(
            help="更正表：与登记表同样的标题，另加“更正”一列，写新增、改为或撤销", metavar="更正表"
        ),
    ],
    *,
    policy: PolicyName = SCORING,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="写入 .csv、.xlsx 或 .parquet 文件")
    ] = None,
    as_json: Json = False,
) -> int:
    """申诉演算：更正记录以后本人的新得分，以及连带变动的每一位教师；原文件不改动。"""
    if output is not None:
        writer_for(output)
    regulation = read_policy(policy)
    school = read_folder(folder, regulation)
    before = assess(school, regulation)
    corrections = read_corrections(correction, school, regulation)
    with working("正在按更正后的记录重新计分"):
        heard = hear_appeal(before, corrections)
    if output is not None:
        fail_if_input(school, output)
        write_table(_table(heard), output)
        status.print(printable(f"已写入 {output}（{len(heard.teachers)} 位教师）"))
    if as_json:
        told = {name: rows_of(getattr(heard, name)) for name in ("findings", "teachers")}
        print_json({"corrections": list(heard.texts), "exempt": list(heard.exempt), **told})
    else:
        _print_appeal(heard)
    return 0


def _print_appeal(heard: Appeal) -> None:
    screen.print(f"更正 {len(heard.texts)} 条（只作演算，原文件没有改动）")
    for number, text in enumerate(heard.texts, start=1):
        screen.print(printable(f"{number:>3}. {text}"))
    if len(heard.findings):
        screen.print("\n核对更正后的记录，有下列各处（写明“未计入”“不计分”的没有计分）")
        print_problems(heard.findings)
    screen.print(f"\n{_headline(heard)}")
    if heard.exempt:
        screen.print(printable(f"不参评，得分不受影响：{'、'.join(heard.exempt)}"))
    if len(heard.teachers):
        print_frame(_side_by_side(heard.teachers))
        screen.print("\n原因")
        for number, text in enumerate(_reasons(heard.teachers), start=1):
            screen.print(printable(f"{number:>3}. {text}"))


def _headline(heard: Appeal) -> str:
    """Count the appellants and, apart from them, all others who stand otherwise."""
    rows = heard.teachers
    mine = rows[col.TEACHER_ID].isin(heard.appellants)
    tiers = rows[col.TIER + BEFORE] != rows[col.TIER + AFTER]
    return (
        f"申诉人 {len(heard.appellants)} 位，其中等级变动 {(tiers & mine).sum()} 位；"
        f"其他 {(~mine).sum()} 位有变动，其中等级变动 {(tiers & ~mine).sum()} 位"
    )


def _side_by_side(teachers: pd.DataFrame) -> pd.DataFrame:
    """Show before and after in one cell, and once what stays."""
    shown = teachers[[col.TEACHER_ID, col.NAME, col.GROUP]].copy()
    for name in COMPARED:
        say = points if name == col.TOTAL else str
        sides = [teachers[name + side].map(say, na_action="ignore") for side in (BEFORE, AFTER)]
        old, new = (side.astype("object").fillna("—") for side in sides)
        shown[name] = old.where(old == new, old + " → " + new)
    return shown.rename(columns=HEADINGS)


def _reasons(teachers: pd.DataFrame) -> Iterator[str]:
    """Say each reason once, with all whom it concerns and which of their components change."""
    again = teachers[col.NAME].duplicated(keep=False)
    names = teachers[col.NAME].where(~again, teachers[col.NAME] + " " + teachers[col.TEACHER_ID])
    parts = teachers[col.COMPONENTS].map(lambda text: f"（{text}）" if text else "")
    for why, people in (names + parts).groupby(teachers[col.WHY], sort=False):
        yield f"{why}（{len(people)} 位）：{'、'.join(people)}"


def _table(heard: Appeal) -> pd.DataFrame:
    """Lay the teachers out under the readers' headings, points with two decimals."""
    shown = heard.teachers.copy()
    for side in (BEFORE, AFTER):
        exact = [Decimal(int(total)).scaleb(-2) for total in shown[col.TOTAL + side]]
        shown[col.TOTAL + side] = pd.Series(exact, shown.index, dtype="object")
    sides = {BEFORE: "原", AFTER: "新"}
    pairs = {
        f"{name}{side}": f"{sides[side]}{HEADINGS[name]}" for name in COMPARED for side in sides
    }
    return shown.rename(columns=HEADINGS | pairs)
