"""The commands of `xiaoben`, one room for each thing that they are about; `app` is all of them."""

from __future__ import annotations

import typer

from xiaoben_analytics.commands import (
    appeals,
    ballots,
    comparing,
    decisions,
    fairness,
    files,
    lines,
    pack,
    pictures,
    plan,
    policies,
    requirements,
    scores,
    teachers,
    workbook,
)
from xiaoben_analytics.terminal import Group

__all__ = ["app"]

app = typer.Typer(
    cls=Group,
    help="校本培训分析：读懂学校的表格，按条文计分、排名、划等级，生成领导会议材料。",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)
rooms = (
    files, scores, lines, fairness, comparing, appeals, teachers, requirements, plan, decisions,
    pack, pictures, workbook,
)  # fmt: skip
for commands in rooms:
    app.add_typer(commands.room)
app.add_typer(policies.room, name="policy")
app.add_typer(ballots.room, name="ballots")
