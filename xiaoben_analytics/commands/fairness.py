"""Commands about what lines do to equals: ties on a line, pairs across groups, small groups."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import pandas as pd
import typer

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.commands.given import (
    SCORING,
    Folder,
    Json,
    PolicyName,
    assess_folder,
    conclude,
)
from xiaoben_analytics.docket import Option, Tie, list_ties
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.fairness import advise_merging, count_envy, standardise
from xiaoben_analytics.labels import HEADINGS, points, printable
from xiaoben_analytics.policy import value_words
from xiaoben_analytics.terminal import Command, print_frame, print_json, rows_of, screen

room = typer.Typer()


@room.command(cls=Command)
def ties(folder: Folder, *, policy: PolicyName = SCORING, as_json: Json = False) -> int:
    """线上同分：每一处列为一项，各种处理办法谁进入、名额多用或少用几个，供会议决定。"""
    result = assess_folder(folder, policy)
    listed = list_ties(result.standings, result.policy)
    if as_json:
        print_json({"ties": [asdict(tie) for tie in listed]})
        return conclude(result)
    if not listed:
        screen.print("划线处没有同分的教师。")
    for tie in listed:
        screen.print(printable(f"{tie.number:>3}. {tie.question}"))
        for option in tie.options:
            screen.print(printable(f"     {_consequence(tie, option)}"))
    if listed:
        ways = "、".join(
            f"--ties {one.ties}（{value_words('ties', one.ties)}）" for one in listed[0].options
        )
        screen.print(f"采用哪一种，在 xiaoben tiers 或 decide 中写明：{ways}。")
    return conclude(result)


@room.command(cls=Command)
def fairness(
    folder: Folder,
    *,
    fewer_than: Annotated[
        int, typer.Option("--fewer-than", help="少于几人的组算小组，列出合并的各种办法")
    ] = 4,
    policy: PolicyName = SCORING,
    as_json: Json = False,
) -> int:
    """组间比较：谁分高反而等级低，本组和全校中的位置，小组合并后各等级有多少名额。"""
    result = assess_folder(folder, policy)
    envy = count_envy(result.standings, result.policy.tiers)
    views = standardise(result.standings)
    merging = _ways_to_merge(result, fewer_than)
    if as_json:
        ways = None if isinstance(merging, str) else rows_of(merging)
        print_json({"envy": rows_of(envy), "views": rows_of(views), "merging": ways})
        return conclude(result)
    screen.print(f"组间“分高等级低”共 {int(envy[col.ENVIES].sum())} 对")
    _print_people(envy)
    screen.print("\n与平均分相差几个标准差（只供参考，不用于排名）")
    _print_people(views)
    screen.print()
    if isinstance(merging, str):
        screen.print(f"没有列出合并的办法：{merging}")
    elif merging.empty:
        screen.print(f"没有少于 {fewer_than} 人的教研组，不需要合并。")
    else:
        screen.print(f"少于 {fewer_than} 人的组合并的各种办法，这些组合计的名额")
        print_frame(merging.rename(columns=HEADINGS))
    return conclude(result)


def _ways_to_merge(result: Assessment, fewer_than: int) -> pd.DataFrame | str:
    """List the ways; what forbids it is told in their place, as the rest does not depend on them."""
    try:
        return advise_merging(result.standings, result.policy.tiers, fewer_than=fewer_than)
    except UsageError as error:
        return str(error)


def _consequence(tie: Tie, option: Option) -> str:
    """Say who gets the better tier, and how many seats are then taken beyond those left."""
    names = dict(zip(tie.teachers, tie.names, strict=True))
    upper = "、".join(names[one] for one in option.upper) or "无人"
    over = f"，{'超出' if option.taken > 0 else '空出'} {abs(option.taken)} 个名额"
    return f"{option.text}；进入{tie.tier}：{upper}{over if option.taken else ''}"


def _print_people(people: pd.DataFrame) -> None:
    if people.empty:
        return
    totals = [name for name in (col.TOTAL, col.LOWEST_TOTAL) if name in people]
    shown = people.drop(columns=col.TEACHER_ID).assign(
        **{name: people[name].map(points) for name in totals}
    )
    print_frame(shown.rename(columns=HEADINGS))
