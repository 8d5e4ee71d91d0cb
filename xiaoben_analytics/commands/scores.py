"""Commands about scores: points, ranks, tiers, and the pack for the meeting."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.commands.given import (
    SCORING,
    Folder,
    Json,
    PolicyName,
    Wish,
    assess_folder,
    conclude,
    wishing,
)
from xiaoben_analytics.export import score_table, write_scores, writer_for
from xiaoben_analytics.export.atomic import fail_if_input
from xiaoben_analytics.policy import amend, parse_ratio, read_policy
from xiaoben_analytics.terminal import (
    Command,
    print_chooser,
    print_frame,
    print_json,
    print_tiers,
    report_division,
    rows_of,
    status,
)

room = typer.Typer()

MaxLoss = Annotated[str, typer.Option(help="一张表最多允许搁置多少行，例如 5%")]
ScoreFile = Annotated[
    Path | None, typer.Option("--output", "-o", help="写入 .csv、.xlsx 或 .parquet 文件")
]


@room.command(cls=Command)
def score(
    folder: Folder,
    *,
    policy: PolicyName = SCORING,
    output: ScoreFile = None,
    max_loss: MaxLoss = "5%",
    as_json: Json = False,
) -> int:
    """计分、排名、划等级，每位参评教师一行。"""
    result = _assess(folder, policy, max_loss, output)
    if as_json:
        print_json(rows_of(score_table(result)))
    elif output is None:
        print_frame(score_table(result).drop(columns=["学校", "师德考核分", "上报学时"]))
    return _deliver(result, output)


@room.command(cls=Command)
@wishing
def tiers(  # noqa: PLR0913  each option is a setting of the regulation
    folder: Folder,
    *,
    wish: Wish,
    compare: Annotated[bool, typer.Option("--compare", help="改前改后并列")] = False,
    chooser: Annotated[
        bool, typer.Option("--chooser", help="各种取整的名额并列，比例在哪一段名额不变")
    ] = False,
    policy: PolicyName = SCORING,
    output: ScoreFile = None,
    max_loss: MaxLoss = "5%",
    as_json: Json = False,
) -> int:
    """换一组比例或规则重新划等级，并列出名额、划线和变动的教师。"""
    amend(read_policy(policy), wish.changes())
    before = _assess(folder, policy, max_loss, output)
    result = before.what_if(changes=wish.changes(before.school))
    if as_json:
        print_json({**report_division(result), "scores": rows_of(score_table(result))})
    else:
        print_tiers(result, compared=compare)
        if chooser:
            print_chooser(result)
    return _deliver(result, output)


def _assess(folder: Path, policy: str, max_loss: str, output: Path | None = None) -> Assessment:
    """Read and assess; what is wrong with the call is said before the work."""
    limit = parse_ratio(max_loss, "--max-loss")
    if output is not None:
        writer_for(output)
    return assess_folder(folder, policy, max_loss=limit)


def _deliver(result: Assessment, output: Path | None) -> int:
    """Write the score table where one is asked for; return the exit code that the problems ask."""
    if output is not None:
        fail_if_input(result.school, output)
        write_scores(result, output)
        status.print(f"已写入 {output}（{len(result.standings)} 位参评教师）")
    return conclude(result)
