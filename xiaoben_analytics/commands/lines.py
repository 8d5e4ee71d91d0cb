"""Commands about how firmly lines stand: the smallest mistakes, the amounts that others rest on."""

from __future__ import annotations

from dataclasses import asdict

import typer

from xiaoben_analytics import columns as col
from xiaoben_analytics.commands.given import (
    SCORING,
    Folder,
    Json,
    PolicyName,
    assess_folder,
    conclude,
)
from xiaoben_analytics.denominators import Denominator, watch_denominators
from xiaoben_analytics.fragility import FragileLine, find_fragility
from xiaoben_analytics.labels import HEADINGS, points, printable
from xiaoben_analytics.terminal import (
    Command,
    print_frame,
    print_json,
    rows_of,
    screen,
    working,
)

room = typer.Typer()


@room.command("fragile", cls=Command)
def fragile(folder: Folder, *, policy: PolicyName = SCORING, as_json: Json = False) -> int:
    """压线脆弱度：每条线上下的差距，改动哪一条记录就会有人越线，每人离线多远。"""
    result = assess_folder(folder, policy)
    with working("正在逐条试改记录"):
        found = find_fragility(result)
    if as_json:
        lines = [_line(one) for one in found.lines]
        print_json({"lines": lines, "margins": rows_of(found.margins)})
        return conclude(result)
    for number, line in enumerate(found.lines, start=1):
        screen.print(printable(f"{number:>3}. {line.sentence}"))
    margins = found.margins.drop(columns=[col.TEACHER_ID, col.POOL])
    for name in (col.TOTAL, col.POINTS_UP, col.POINTS_DOWN):
        margins[name] = found.margins[name].map(points, na_action="ignore")
    print_frame(margins.rename(columns=HEADINGS))
    return conclude(result)


@room.command("maxima", cls=Command)
def maxima(folder: Folder, *, policy: PolicyName = SCORING, as_json: Json = False) -> int:
    """谁定的满分：按最高者折算的各项由谁定、高出第二多少，少了他有多少人变动。"""
    result = assess_folder(folder, policy)
    watched = watch_denominators(result)
    if as_json:
        print_json({"maxima": [_denominator(one) for one in watched]})
    else:
        for number, one in enumerate(watched, start=1):
            screen.print(printable(f"{number:>3}. {one.sentence}。"))
    return conclude(result)


def _line(one: FragileLine) -> dict[str, object]:
    crossing = one.crossing and {
        "change": one.crossing.text,
        "effect": one.crossing.effect,
        "across": [asdict(move) for move in one.crossing.across],
        "others": [asdict(move) for move in one.crossing.others],
    }
    return {**asdict(one.line), "crossing": crossing, "sentence": one.sentence}


def _denominator(one: Denominator) -> dict[str, object]:
    return {
        "component": one.component,
        "measure": one.measure.name,
        "among": one.among,
        "highest": one.highest,
        "held": one.held,
        "holders": list(one.holders),
        "second": one.second,
        "points_changed": len(one.changes),
        "tiers_changed": one.tiers_changed,
        "mean_change": float(one.mean_change),
        "teachers": rows_of(one.teachers),
        "sentence": one.sentence,
    }
