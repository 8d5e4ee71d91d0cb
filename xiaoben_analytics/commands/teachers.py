"""Commands about single teachers: why somebody has a score, and everybody's training file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from xiaoben_analytics.archive import make_archives
from xiaoben_analytics.assessment import assess
from xiaoben_analytics.commands.given import (
    SCORING,
    Folder,
    Json,
    PolicyName,
    find_teacher,
    read_folder,
)
from xiaoben_analytics.errors import DataError, UsageError
from xiaoben_analytics.explanation import (
    ComponentExplained,
    Entry,
    Explanation,
    MeasureExplained,
    explain,
)
from xiaoben_analytics.export.archive import write_archives
from xiaoben_analytics.labels import printable
from xiaoben_analytics.policy import read_policy
from xiaoben_analytics.tables import TABLES
from xiaoben_analytics.terminal import Command, print_json, print_table, screen, status, working

room = typer.Typer()

_INDENT = "    "


@room.command("explain", cls=Command)
def explain_teacher(
    folder: Folder,
    teacher: Annotated[str, typer.Argument(help="工号，或没有重名的姓名", metavar="工号")],
    *,
    policy: PolicyName = SCORING,
    as_json: Json = False,
) -> int:
    """说明一位教师的得分：每一项怎样算出，用了哪些记录，哪些没有计入、为什么。"""
    regulation = read_policy(policy)
    school = read_folder(folder, regulation)
    teacher_id = find_teacher(school.tables["roster"], teacher)
    explanation = explain(assess(school, regulation), teacher_id)
    if as_json:
        print_json(asdict(explanation))
    else:
        _print_explanation(explanation)
    return 0


@room.command("archive", cls=Command)
def archive(
    folder: Folder,
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="写入的文件夹")],
    teacher: Annotated[
        str | None, typer.Option(help="只写一位教师：工号，或没有重名的姓名")
    ] = None,
    policy: PolicyName = SCORING,
) -> int:
    """写出个人培训档案：每位教师一个 Word 文档，按学年列出学时、实践、获奖等。"""
    if folder.resolve() in (output.resolve(), *output.resolve().parents):
        raise UsageError.would_overwrite(str(output))
    regulation = read_policy(policy)
    school = read_folder(folder, regulation)
    if school.tables["roster"].empty:
        table = TABLES["roster"]
        raise DataError.table_missing(table.label, school.folder, table.key_headings)
    wanted = [find_teacher(school.tables["roster"], teacher)] if teacher is not None else None
    with working("正在写个人培训档案") as progress:
        archives = make_archives(school, regulation, wanted)
        written = write_archives(archives, output, progress=progress)
    for path in written:
        screen.print(printable(str(path)))
    status.print(f"已写入 {len(written)} 位教师的个人培训档案。")
    return 0


def _print_explanation(told: Explanation) -> None:
    """Show an explanation from the total down to the rows, then gates and what was found."""
    _say(f"{told.name}（{told.teacher_id}，{told.group}）　{told.school_year} 学年")
    _say(told.policy)
    _say(f"总分：{told.arithmetic}")
    _say(f"等级：{told.standing.sentence}")
    for component in told.components:
        _print_component(component)
    if told.gates:
        _say("\n作废条款")
    for gate in told.gates:
        _say(f"  {gate.label}：{gate.arithmetic}")
        _print_entries(gate.measures[0])
    if told.remarks:
        _say("\n核对时发现的、与本人有关的记录")
    for remark in told.remarks:
        _say(
            "  "
            + "：".join(
                filter(None, (f"[{remark.severity}] {remark.place}".rstrip(), remark.sentence))
            )
        )


def _print_component(component: ComponentExplained) -> None:
    _say(
        f"\n{component.label}　{component.points} 分（满分 {component.most}）：{component.arithmetic}"
    )
    seen: list[list[tuple[str, str]]] = []
    for item in component.items:
        _say(f"  {item.arithmetic}")
        for measure in item.measures:
            rows = [(entry.place, entry.why_not) for entry in measure.entries]
            if rows not in seen:  # a sum and a count of the same rows are shown once
                _print_entries(measure)
            seen.append(rows)
    for measure in component.deductions:
        _say(f"  {measure.label}：{measure.amount} {measure.unit}")
        _print_entries(measure)


def _print_entries(measure: MeasureExplained) -> None:
    if measure.arithmetic:
        _say(f"{_INDENT}{measure.label}：{measure.arithmetic}")
    if measure.entries:
        headings = ["", "时间", "记录", measure.unit, "没有计入的原因", "出处"]
        print_table(headings, (_line(entry, measure) for entry in measure.entries))


def _line(entry: Entry, measure: MeasureExplained) -> tuple[str, ...]:
    part = "" if entry.measure == measure.label else f"{entry.measure}："
    mark = "√" if entry.counted else ""
    return (mark, entry.when, part + entry.what, str(entry.worth), entry.why_not, entry.place)


def _say(text: str) -> None:
    screen.print(printable(text))
