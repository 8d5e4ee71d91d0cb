"""What the report says about how firmly the lines stand: the smallest wrong record that moves somebody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xiaoben_analytics.fragility import Crossing, FragileLine, Move, find_fragility
from xiaoben_analytics.labels import points, printable
from xiaoben_analytics.summary.material import Material
from xiaoben_analytics.summary.model import (
    CENTER,
    LEFT,
    RIGHT,
    Block,
    Finding,
    Table,
    text_rows,
)

_NOTE = (
    "逐条试改每一条记录（改一格、删一条、补一条），取使人越线、而总分变动最小的一处；"
    "这些记录不一定有错，请先核对。"
)
_NONE = "—"


def fragile_blocks(material: Material) -> Iterator[Block]:
    """Say how many lines hang on a single record, and on which."""
    lines = find_fragility(material.result).lines
    moved = [(line, line.crossing) for line in lines if line.crossing]
    if not moved:
        yield Finding(_firm(len(lines)))
        return
    weakest, crossing = min(moved, key=lambda pair: pair[1].effect)
    yield Finding(
        printable(
            f"{len(lines)} 条线中，{len(moved)} 条会因一条记录有误而有人越过；最脆弱的是"
            f"{weakest.line.pool}{weakest.line.tier}线，{_told(crossing)}。"
        )
    )
    yield Table(
        "各条线上最小的一处错误",
        ("排名范围", "界线", "划线", "线下差距", "如果这条记录有误", "越线的教师", "总分最多变动"),
        text_rows(_row(line) for line in lines),
        (LEFT, CENTER, RIGHT, RIGHT, LEFT, LEFT, RIGHT),
        note=_NOTE,
        wide=True,
        people=tuple(line.crossing.teacher_id if line.crossing else "" for line in lines),
        others=tuple(_others(line.crossing) for line in lines),
    )


def _firm(lines: int) -> str:
    if not lines:
        return "办法没有按名次划等级，没有可以越过的线。"
    return f"{lines} 条线，改动任何一条记录都没有人越过。"


def _told(crossing: Crossing) -> str:
    if not crossing.effect:
        return "改一条记录，总分不变也有人越过"
    return f"改一条记录，总分变动 {points(crossing.effect)} 分就有人越过"


def _row(fragile: FragileLine) -> tuple[str, ...]:
    line, crossing = fragile.line, fragile.crossing
    known = (_NONE if cell is None else points(cell) for cell in (line.cutoff, line.gap_below))
    place = (line.pool, line.tier, *known)
    if crossing is None:
        return (*place, "没有：改动任何一条记录都没有人越过", _NONE, _NONE)
    return (*place, crossing.text, _people(crossing), points(crossing.effect))


def _people(crossing: Crossing) -> str:
    across = _moves(crossing.across)
    return f"{across}；同时{_moves(crossing.others)}" if crossing.others else across


def _moves(moves: Sequence[Move]) -> str:
    return "，".join(move.sentence for move in moves)


def _others(crossing: Crossing | None) -> tuple[str, ...]:
    if crossing is None:
        return ()
    moves = (*crossing.across, *crossing.others)
    about = crossing.teacher_id
    return tuple(dict.fromkeys(one.teacher_id for one in moves if one.teacher_id != about))
