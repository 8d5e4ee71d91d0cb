"""Commands about scores: points, ranks, tiers, and the pack for the meeting."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.commands.given import (
    SCORING,
    Changes,
    Folder,
    Json,
    PolicyName,
    assess_folder,
    conclude,
    named_value,
    read_changes,
)
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.export import score_table, write_pack, write_scores, writer_for
from xiaoben_analytics.export.atomic import fail_if_input
from xiaoben_analytics.policy import amend, parse_ratio, read_policy
from xiaoben_analytics.policy.schema import MEANINGS
from xiaoben_analytics.review import review_ratios as reviewed_ratios
from xiaoben_analytics.review import review_weights as reviewed_weights
from xiaoben_analytics.terminal import (
    Command,
    print_chooser,
    print_files,
    print_frame,
    print_json,
    print_tiers,
    report_division,
    rows_of,
    screen,
    status,
    working,
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
def tiers(  # noqa: PLR0913  each option is a setting of the regulation
    folder: Folder,
    *,
    ratios: Annotated[str | None, typer.Option(help="等级比例，例如 30/40/30")] = None,
    rounding: Annotated[
        str | None,
        typer.Option(help=MEANINGS["rounding"]),
    ] = None,
    ties: Annotated[str | None, typer.Option(help=MEANINGS["ties"])] = None,
    group_ratio: Annotated[
        list[str] | None, typer.Option(help="个别组的比例，可写多次，例如 语文组=40/40/20")
    ] = None,
    review_ratios: Annotated[
        bool, typer.Option("--review-ratios", help="采用《教研组考核》的优秀比例")
    ] = False,
    review_weights: Annotated[
        bool,
        typer.Option("--review-weights", help="全校名额按人数 × 《教研组考核》评分分到各组"),
    ] = False,
    conserve: Annotated[
        bool,
        typer.Option(
            "--conserve",
            help="全校名额先定总数（比例 × 全校计入的人数，按取整规则；不是现在各组之和），再分到各组：一组增加的由别的组让出",
        ),
    ] = False,
    changes: Changes = None,
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
    shared = conserve or review_weights or None
    named = {"ratios": ratios, "rounding": rounding, "ties": ties, "conserve": shared}
    own = dict(named_value("--group-ratio", one, "语文组=40/40/20") for one in group_ratio or ())
    wish: dict[str, object] = {name: value for name, value in named.items() if value is not None}
    wish |= {"group_ratios": own} | read_changes(changes or ())
    amend(read_policy(policy), wish)
    before = _assess(folder, policy, max_loss, output)
    reviewed = reviewed_ratios(before.school) if review_ratios else {}
    weights = reviewed_weights(before.school) if review_weights else {}
    asked = {"group_weights": weights, **wish, "group_ratios": {**reviewed, **own}}
    result = before.what_if(changes=asked)
    if as_json:
        print_json({**report_division(result), "scores": rows_of(score_table(result))})
    else:
        print_tiers(result, compared=compare)
        if chooser:
            print_chooser(result)
    return _deliver(result, output)


@room.command(cls=Command)
def pack(
    folder: Folder,
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="写入的文件夹")] = Path("out"),
    policy: PolicyName = SCORING,
    max_loss: MaxLoss = "5%",
    as_json: Json = False,
) -> int:
    """生成会议材料：总结报告、成绩总表、互动图表。"""
    if output.resolve() == folder.resolve():
        raise UsageError.would_overwrite(str(output))
    if output.is_file():
        raise UsageError.output_is_file(str(output))
    result = _assess(folder, policy, max_loss)
    with working("正在生成会议材料") as progress:
        written = write_pack(result, output, progress=progress)
    if as_json:
        files = [str(path) for path in written.files]
        print_json({"files": files, "key_numbers": dict(written.key_numbers)})
    else:
        print_files(result.school)
        screen.print("\n主要数据")
        for name, value in written.key_numbers.items():
            screen.print(f"  {name}：{value}")
        screen.print("\n会议材料")
        for path in written.files:
            screen.print(f"  {path}")
    return conclude(result)


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
