"""Commands about scores: points, ranks, tiers, and the pack for the meeting."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from xiaoben_analytics.assessment import Assessment, assess
from xiaoben_analytics.commands.given import (
    SCORING,
    Folder,
    Json,
    PolicyName,
    Wish,
    exit_code,
    read_folder,
    wishing,
)
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.export import score_table, write_pack, write_scores, writer_for
from xiaoben_analytics.export.atomic import fail_if_input
from xiaoben_analytics.policy import amend, ratio, read_policy
from xiaoben_analytics.terminal import (
    Command,
    print_chooser,
    print_files,
    print_frame,
    print_json,
    print_outcome,
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
        print_outcome(result.problems, result.school)
        screen.print("\n主要数据")
        for name, value in written.key_numbers.items():
            screen.print(f"  {name}：{value}")
        screen.print("\n会议材料")
        for path in written.files:
            screen.print(f"  {path}")
    return exit_code(result.problems)


def _assess(folder: Path, policy: str, max_loss: str, output: Path | None = None) -> Assessment:
    """Read and assess; what is wrong with the call is said before the work."""
    regulation, limit = read_policy(policy), _share(max_loss)
    if output is not None:
        writer_for(output)
    school = read_folder(folder, regulation)
    with working("正在计分、排名、划等级"):
        return assess(school, regulation, max_loss=limit)


def _share(text: str) -> Fraction:
    try:
        share = ratio(text)
    except ValueError:
        share = Fraction(-1)
    if not 0 <= share <= 1:
        raise UsageError.bad_value("--max-loss", text, "0% 到 100% 之间的比例，例如 5%")
    return share


def _deliver(result: Assessment, output: Path | None) -> int:
    """Write the score table where one is asked for; return the exit code that the problems ask."""
    if output is not None:
        fail_if_input(result.school, output)
        write_scores(result, output)
        status.print(f"已写入 {output}（{len(result.standings)} 位参评教师）")
    print_outcome(result.problems, result.school)
    return exit_code(result.problems)
