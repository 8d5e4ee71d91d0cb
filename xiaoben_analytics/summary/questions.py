"""What the report leaves open: what a person or the meeting has to settle, and how."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.readings import Comparison, try_readings
from xiaoben_analytics.requirements import UNDECIDED
from xiaoben_analytics.summary.intake import problem_blocks
from xiaoben_analytics.summary.material import Material
from xiaoben_analytics.summary.model import LEFT, RIGHT, Block, Finding, Table, text_rows
from xiaoben_analytics.summary.words import HOURS, part

_NONE = "—"
_SOURCES = "出处先写原文件的编号，再写条目：“002 五.1”是编号 002 的文件第五部分第 1 条。"


def question_blocks(material: Material) -> Iterator[Block]:
    """List problems first, then what is undecided, read one way of several, or left to people."""
    yield from problem_blocks(material.result)
    yield from _undecided(material)
    yield from _readings(material)
    yield from _by_hand(material)


def _undecided(material: Material) -> Iterator[Block]:
    found = material.requirements
    judged = {"位教师": found.teachers, "个教研组": found.groups, "所学校": found.school}
    rows = [
        (f"{label}（{period}）", f"{len(own)} {unit}")
        for unit, frame in judged.items()
        for (label, period), own in _unknown(frame).groupby([col.LABEL, col.PERIOD], sort=False)
    ]
    rows += [
        (f"教研日历：{slot}", f"{len(own)} 个组")
        for slot, own in _unknown(found.slots).groupby(col.SLOT, sort=False)
    ]
    if not rows:
        yield Finding("没有因记录不全而无法判断的要求。")
        return
    yield Finding(f"有 {len(rows)} 项要求因记录不全而无法判断，不作结论。")
    yield Table(
        "无法判断的要求",
        ("要求", "涉及", "怎么办"),
        text_rows((*row, f"按{part(HOURS)}所列的说明补齐记录，重新生成") for row in rows),
        (LEFT, RIGHT, LEFT),
    )


def _unknown(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame[col.VERDICT] == UNDECIDED]


def _readings(material: Material) -> Iterator[Block]:
    compared = try_readings(material.result)
    if not compared:
        yield Finding("办法没有留下需要选择的读法。")
        return
    rows = [row for one in compared for row in _options(one)]
    moving = sum(1 for one in compared if any(_retiered(e.teachers) for e in one.effects))
    yield Finding(
        f"办法有 {len(compared)} 处没有写明或前后不一，本材料按所列的读法计算；"
        f"其中 {moving} 处换一种读法就有人的等级不同。请会议逐条定下，写进本校的办法。"
    )
    yield Table(
        "待定的读法",
        ("出处", "没有写明的", "本材料的读法", "另一种读法", "结果不同（人）", "等级不同（人）"),
        text_rows(rows),
        (LEFT, LEFT, LEFT, LEFT, RIGHT, RIGHT),
        note=f"{_SOURCES}结果不同指总分、名次或等级与本材料不同。",
        wide=True,
    )


def _options(one: Comparison) -> Iterator[tuple[object, ...]]:
    """Lay each other reading out; a gap for which none is known has one row."""
    what = (one.finding.source or "本校的办法", one.finding.finding, one.finding.reading)
    if not one.effects:
        yield (*what, _NONE, _NONE, _NONE)
    for effect in one.effects:
        yield (*what, effect.reading, len(effect.teachers), _retiered(effect.teachers))


def _retiered(teachers: pd.DataFrame) -> int:
    return int((teachers["tier_from"] != teachers["tier_to"]).sum())


def _by_hand(material: Material) -> Iterator[Block]:
    clauses = material.result.policy.clauses
    if not clauses:
        return
    yield Finding(f"办法另有 {len(clauses)} 条不由程序计算，须由会议或学校办理。")
    yield Table(
        "须由会议或学校办理的条款",
        ("条款", "出处", "办法怎样写", "怎么办"),
        text_rows((one.name, one.source, one.text, one.by_hand) for one in clauses),
        (LEFT, LEFT, LEFT, LEFT),
        note=_SOURCES,
        wide=True,
    )
