"""Where a teacher stands in the ranking, and how far from the lines."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.explanation.entries import exact
from xiaoben_analytics.explanation.model import Margin, Standing
from xiaoben_analytics.groups import SMALLEST
from xiaoben_analytics.labels import points

_TIES: Mapping[str, str] = MappingProxyType(
    {
        "break": "依次比较各项得分，仍相同的名次相同、同进较高等级",
        "up": "名次相同，线上同进较高等级",
        "down": "名次相同，线上同入较低等级",
    }
)


def explain_standing(
    result: Assessment, own: Mapping[str, Any], *, naming: bool = True
) -> Standing:
    """Say why a teacher has this rank and tier; `own` is the teacher's row of the standings.

    Without `naming`, a line is no number where it would be the total of somebody who can be told:
    where only one or two others are ranked in the pool.
    """
    lines = result.cutoffs[result.cutoffs[col.POOL] == own[col.POOL]]
    pool, tier = str(own[col.POOL]), str(own[col.TIER])
    row = result.standings[col.TEACHER_ID] == own[col.TEACHER_ID]
    ruled = str(result.ruled[row].iloc[0])
    settled = f"等级为{ruled}{_by_hand(result, own)}"
    if own[col.GATED]:
        sentence = f"{own[col.GATES]}，不参加排名，{settled}"
        return Standing(pool, None, tier, sentence, None, None)
    level = result.policy.tiers.names.index(ruled)
    above, below = _line_above(lines, own, level), _line_below(lines, own, level)
    others = int(lines[col.COUNT].sum()) - 1
    say = _distances if naming or others >= SMALLEST else _sides
    sentence = "；".join((*_placed(result, own, lines), *say(above, below), settled))
    return Standing(pool, int(own[col.RANK]), tier, sentence, above, below)


def _by_hand(result: Assessment, own: Mapping[str, Any]) -> str:
    """Say what a meeting made of the tier that the rules give."""
    return "".join(
        "，会议的调整没有作用：按规则已是这一等级"
        if move in result.idle
        else f"，会议调整为{move.to_tier}（{move.reason}；批准人：{move.authoriser}）"
        for move in result.manual
        if move.teacher_id == own[col.TEACHER_ID]
    )


def _line_above(lines: pd.DataFrame, own: Mapping[str, Any], level: int) -> Margin | None:
    """Find the line of the nearest better tier that anybody is in."""
    better = lines.iloc[:level].dropna(subset=[col.CUTOFF])
    if better.empty:
        return None
    nearest = better.iloc[-1]
    cutoff = int(nearest[col.CUTOFF])
    return Margin(str(nearest[col.TIER]), exact(cutoff), exact(cutoff - int(own[col.TOTAL])))


def _line_below(lines: pd.DataFrame, own: Mapping[str, Any], level: int) -> Margin | None:
    """Find the own tier's line; the last tier has none, as no rank leads below it."""
    line = lines.iloc[level]
    if pd.isna(line[col.GAP]):
        return None
    cutoff = int(line[col.CUTOFF])
    return Margin(str(line[col.TIER]), exact(cutoff), exact(int(own[col.TOTAL]) - cutoff))


def _placed(result: Assessment, own: Mapping[str, Any], lines: pd.DataFrame) -> tuple[str, ...]:
    """Say the seats, the rank, and who has the same total."""
    standings, tiers = result.standings, result.policy.tiers
    members = standings[standings[col.POOL] == own[col.POOL]]
    counted = members if tiers.count_gated else members[~members[col.GATED]]
    seats = "、".join(
        f"{line[col.TIER]} {line[col.SEATS]} 名" for line in lines.iloc[:-1].to_dict("records")
    )
    equals = members[(members[col.TOTAL] == own[col.TOTAL]) & ~members[col.GATED]]
    shared = f"同分 {len(equals)} 人，{_TIES[tiers.ties]}"
    return (
        f"{own[col.POOL]}计 {len(counted)} 人，名额为{seats}",
        f"总分 {points(own[col.TOTAL])}，列第 {own[col.RANK]} 名",
        *([shared] if len(equals) > 1 else []),
    )


def _sides(above: Margin | None, below: Margin | None) -> tuple[str, ...]:
    """Say in words on which side of the lines somebody stands."""
    return (
        *([f"没有达到{above.tier}线"] if above else []),
        *([f"在{below.tier}线以上"] if below else []),
    )


def _above(below: Margin) -> str:
    if not below.distance:
        return f"正好在{below.tier}线 {below.line} 上"
    return f"高出{below.tier}线 {below.line} 共 {below.distance} 分"


def _distances(above: Margin | None, below: Margin | None) -> tuple[str, ...]:
    return (
        *([f"距{above.tier}线 {above.line} 差 {above.distance} 分"] if above else []),
        *([_above(below)] if below else []),
    )
