"""Commands about regulations: which there are, what they leave open, and one's own."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from itertools import count
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from xiaoben_analytics import columns as col
from xiaoben_analytics.checks import Finding, check_regulation, places_to_decide
from xiaoben_analytics.commands.given import Json, read_folder
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.export.atomic import replacing
from xiaoben_analytics.labels import points, printable, shell_word
from xiaoben_analytics.policy import (
    extending_text,
    joined_names,
    list_policies,
    merged_text,
    own_file,
    policy_files,
    policy_text,
    read_policy,
)
from xiaoben_analytics.readings import Comparison, Effect, compare_readings
from xiaoben_analytics.standing import AFTER, BEFORE, COMPARED
from xiaoben_analytics.terminal import (
    Command,
    Group,
    print_json,
    print_table,
    screen,
    status,
    working,
)

Name = Annotated[
    str, typer.Argument(help="考核办法的名称，或 .toml 文件；几个同用时以 + 相连", metavar="名称")
]
LONGEST = 200
"""Bytes of a file's name; file systems allow 255, and an unfinished file has a longer one."""

room = typer.Typer(cls=Group, help="查看、检查、改写考核办法。", no_args_is_help=True)


@room.command("list", cls=Command)
def policy_list(*, as_json: Json = False) -> int:
    """列出随程序提供的考核办法。"""
    shipped = list_policies()
    if as_json:
        print_json(
            [{"id": one.id, "title": one.title, "source": one.source} for one in shipped.values()]
        )
    else:
        print_table(
            ["名称", "考核办法", "说明"], [(o.id, o.title, o.text) for o in shipped.values()]
        )
    return 0


@room.command("show", cls=Command)
def policy_show(
    name: Name,
    *,
    full: Annotated[
        bool, typer.Option("--full", help="连同它的底稿合成全文，注明每一行的出处")
    ] = False,
    as_json: Json = False,
) -> int:
    """显示一个考核办法；几个同用的，或加 --full，显示合成的全文。"""
    policy = read_policy(name)
    if as_json:
        print_json(policy.model_dump(mode="json"))
    elif full or len(joined_names(name)) > 1:
        screen.print(printable(merged_text(policy.written, policy_files(name)).rstrip()))
    else:
        screen.print(printable(policy_text(name).rstrip()))
        if len(policy_files(name)) > 1:
            whole = f"xiaoben policy show {shell_word(name)} --full"
            status.print(printable(f"这里只是它自己的各行；连同底稿的全文：{whole}"))
    return 0


@room.command("check", cls=Command)
def policy_check(
    name: Name,
    *,
    school: Annotated[
        Path | None, typer.Option("--school", help="学校的文件夹：列出换一种读法会影响谁")
    ] = None,
    as_json: Json = False,
) -> int:
    """检查办法本身：自相矛盾和没有写明的地方，现在怎样读，还可以怎样读。"""
    policy = read_policy(name)
    if school is None:
        compared = tuple(Comparison(finding, ()) for finding in check_regulation(policy))
    else:
        read = read_folder(school, policy)
        with working("正在按各种读法计分"):
            compared = compare_readings(read, policy)
    if as_json:
        print_json({"findings": [_report(one, effects=school is not None) for one in compared]})
    else:
        for number, one in enumerate(compared, start=1):
            _print_comparison(number, one)
        _print_outcome(compared, name)
    return int(bool(compared))


@room.command("copy", cls=Command)
def policy_copy(
    name: Name,
    file: Annotated[Path, typer.Argument(help="写入的 .toml 文件", metavar="文件")],
) -> int:
    """写出本校办法的底稿：以一个办法为底，列出可以改的地方。"""
    if file.suffix != ".toml":
        raise UsageError.bad_value("文件", str(file), "以 .toml 结尾的文件名")
    if len(file.name.encode()) > LONGEST:
        raise UsageError.bad_value("文件", str(file), f"不超过 {LONGEST} 个字节的文件名")
    if file.exists():
        raise UsageError.taken(str(file))
    text = extending_text(name, file.stem, decided=places_to_decide(read_policy(name)))
    with replacing(file) as unfinished:
        unfinished.write_text(text, encoding="utf-8")
    check = f"xiaoben policy check {shell_word(file)}"
    status.print(printable(f"已写入 {file}。改好后可运行：{check}"))
    return 0


def _report(compared: Comparison, *, effects: bool) -> dict[str, object]:
    """Lay a finding out for machines, with whom other readings change if a school was given."""
    finding = compared.finding
    report: dict[str, object] = {
        "place": finding.place,
        "finding": finding.finding,
        "reading": finding.reading,
        "other_readings": [other.text for other in finding.other_readings],
    }
    return {**report, "effects": [_effect(one) for one in compared.effects]} if effects else report


def _effect(effect: Effect) -> dict[str, object]:
    rows = effect.teachers.to_dict("records")
    return {"reading": effect.reading, "teachers": [_change(row) for row in rows]}


def _change(row: Mapping[Hashable, Any]) -> dict[str, object]:
    """Lay out what changes for one teacher; points are plain numbers."""
    person = {name: row[name] for name in (col.TEACHER_ID, col.NAME, col.GROUP)}
    before, after = (
        {
            "points": row[f"{col.TOTAL}{side}"] / 100,
            "rank": None if pd.isna(row[f"{col.RANK}{side}"]) else row[f"{col.RANK}{side}"],
            "tier": row[f"{col.TIER}{side}"],
        }
        for side in (BEFORE, AFTER)
    )
    return {**person, "from": before, "to": after}


def _print_comparison(number: int, compared: Comparison) -> None:
    finding = compared.finding
    screen.print(printable(f"\n{number}. {finding.place}\n   {finding.finding}。"))
    screen.print(printable(f"   现在的读法：{finding.reading}。"))
    if compared.effects:
        for effect in compared.effects:
            _print_effect(effect)
    else:
        _print_others(finding)


def _print_others(finding: Finding) -> None:
    for other in finding.other_readings:
        screen.print(printable(f"   另一种读法：{other.text}。"))


def _print_effect(effect: Effect) -> None:
    """Say how many a reading changes, and show those whose tier or rank it changes."""
    teachers = effect.teachers
    tier = teachers[f"{col.TIER}{BEFORE}"] != teachers[f"{col.TIER}{AFTER}"]
    said = (
        f"{len(teachers)} 人有变动，其中 {tier.sum()} 人等级不同" if len(teachers) else "没有人变动"
    )
    screen.print(printable(f"   另一种读法：{effect.reading}。{said}。"))
    if len(teachers):
        headings = ["教研组", "工号", "姓名", "总分", "名次", "等级"]
        print_table(headings, (_shown(row) for row in teachers.to_dict("records")))


def _shown(row: Mapping[Hashable, Any]) -> tuple[str, ...]:
    def turned(name: str) -> str:
        pair = [row[f"{name}{side}"] for side in (BEFORE, AFTER)]
        texts = [
            "—" if pd.isna(one) else points(one) if name == col.TOTAL else str(one) for one in pair
        ]
        return texts[0] if texts[0] == texts[1] else " → ".join(texts)

    return (row[col.GROUP], row[col.TEACHER_ID], row[col.NAME], *map(turned, COMPARED))


def _print_outcome(compared: tuple[Comparison, ...], name: str) -> None:
    """Say how many findings there are, and where they can be settled."""
    if not compared:
        screen.print("没有发现自相矛盾或没有写明的地方。")
        return
    own = f"“{name}”" if own_file(name) else "本校的办法"
    screen.print(
        printable(
            f"\n共 {len(compared)} 处。把决定写进{own}，即为写明；各行的写法见底稿：{_copying(name)}"
        )
    )


def _copying(name: str) -> str:
    """Write the command that shows how everything is written, to a file that does not exist yet."""
    free = (f"本校{number or ''}.toml" for number in count())
    unused = next(file for file in free if not Path(file).exists())
    return f"xiaoben policy copy {shell_word(name)} {unused}"
