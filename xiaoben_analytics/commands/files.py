"""Commands about a school's files: what was read, who is meant, samples and blank forms."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xiaoben_analytics.assessment import fail_if_unusable, list_problems
from xiaoben_analytics.commands.given import (
    SCORING,
    Folder,
    Json,
    PolicyName,
    exit_code,
    read_folder,
)
from xiaoben_analytics.errors import DataError, UsageError
from xiaoben_analytics.export import write_templates
from xiaoben_analytics.export.atomic import replacing
from xiaoben_analytics.export.stationery import write_template
from xiaoben_analytics.labels import printable, shell_word
from xiaoben_analytics.policy import read_policy
from xiaoben_analytics.reading import PEOPLE_FILE, offer_people, read_file
from xiaoben_analytics.reading.results import REPORT_TEMPLATE
from xiaoben_analytics.sample import write_sample
from xiaoben_analytics.tables import TABLES, School, Table
from xiaoben_analytics.terminal import (
    Command,
    print_files,
    print_json,
    print_outcome,
    print_problems,
    print_reading,
    report_file,
    report_school,
    screen,
    status,
)

room = typer.Typer()


@room.command(cls=Command)
def check(folder: Folder, *, policy: PolicyName = SCORING, as_json: Json = False) -> int:
    """核对一所学校的文件：每张表读了多少行、用了多少行，有哪些问题。"""
    school = read_folder(folder, read_policy(policy))
    problems = list_problems(school, read_policy(policy))
    if as_json:
        print_json(report_school(school, problems))
    else:
        print_files(school)
        print_problems(problems)
        print_outcome(problems, school, listed=True)
        _say_if_unusable(school)
    return exit_code(problems)


@room.command("read", cls=Command)
def read_one(
    file: Annotated[Path, typer.Argument(help="一个表格文件", metavar="文件")],
    *,
    table: Annotated[
        str | None, typer.Option("--as", help="当作哪张表来读，例如 考勤、花名册")
    ] = None,
    policy: PolicyName = SCORING,
    as_json: Json = False,
) -> int:
    """读一个文件：每张工作表是什么，读到哪些内容，哪些没有读懂。"""
    found = read_file(file, table=_table(table), policy=read_policy(policy))
    if as_json:
        print_json(report_file(found))
    else:
        print_reading(found)
    return int(bool(found.refused) or any(sheet.problems for sheet in found.sheets))


@room.command(cls=Command)
def people(
    folder: Folder,
    *,
    write: Annotated[bool, typer.Option("--write", help="写入学校文件夹中的 people.toml")] = False,
    policy: PolicyName = SCORING,
) -> int:
    """列出认不出是谁的姓名和昵称，写成 people.toml 供填写工号。"""
    target = folder / PEOPLE_FILE
    school = read_folder(folder, read_policy(policy))
    written = target.read_bytes().decode("utf-8-sig") if target.is_file() else ""
    offer, is_open = offer_people(school, written), bool(offer_people(school))
    if not offer and is_open:
        status.print(printable(f"认不出的姓名都已列在 {target} 中，请填写工号。"))
    elif not offer:
        status.print("所有姓名都能在花名册中找到，不需要在 people.toml 中写明。")
    elif write:
        with replacing(target) as unfinished:
            unfinished.write_bytes(offer.encode())
        done = f"已写入 {target}，原有的各行没有改动" if written else f"已写入 {target}"
        status.print(printable(f"{done}。填好后请运行 xiaoben check {shell_word(folder)}"))
    else:
        screen.print(printable(offer.rstrip()))
    return int(is_open)


@room.command(cls=Command)
def template(
    folder: Folder,
    *,
    paper: Annotated[
        bool,
        typer.Option(
            "--paper", help=f"只写 {REPORT_TEMPLATE}：改好放在学校文件夹里，总结报告就用它的版式"
        ),
    ] = False,
) -> int:
    """写出空白的登记表：每种记录一个工作簿，带下拉列表、填法和例子。"""
    if paper:
        return _write_paper(folder / REPORT_TEMPLATE)
    files = write_templates(folder)
    for path in files:
        screen.print(str(path))
    screen.print(f"已写入 {len(files)} 个文件。填好后可运行：xiaoben check {shell_word(folder)}")
    return 0


@room.command(cls=Command)
def sample(
    folder: Folder,
    *,
    seed: Annotated[int, typer.Option(help="随机种子：同一个数得到同一所学校")] = 2021,
    teachers: Annotated[int, typer.Option(help="教师人数，12 至 500")] = 60,
) -> int:
    """做一所虚构的学校：和真实文件一样杂乱，姓名均为虚构。"""
    files = write_sample(folder, seed=seed, teachers=teachers)
    for path in files:
        screen.print(str(path))
    screen.print(f"已写入 {len(files)} 个文件。接下来可运行：xiaoben check {shell_word(folder)}")
    return 0


def _write_paper(place: Path) -> int:
    if place.exists():
        raise UsageError.taken(str(place))
    with replacing(place) as unfinished:
        write_template(unfinished)
    screen.print(
        printable(f"已写入 {place}。改好放在学校文件夹里，xiaoben pack 写总结报告时就用它的版式。")
    )
    return 0


def _say_if_unusable(school: School) -> None:
    """Say after a check what would stop the scoring."""
    try:
        fail_if_unusable(school)
    except DataError as obstacle:
        status.print(printable(f"现在还不能计分：{obstacle}"))


def _table(name: str | None) -> Table | None:
    """Find a table by its name or what readers call it."""
    labels = {label: table for table in TABLES.values() for label in (table.name, table.label)}
    if name is not None and name not in labels:
        raise UsageError.unknown("表", name, [table.label for table in TABLES.values()])
    return labels[name] if name is not None else None
