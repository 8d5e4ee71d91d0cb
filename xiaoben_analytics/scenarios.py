"""A named way to divide: what it changes in the regulation, and whom the meeting moves by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import pandas as pd
from pydantic import ValidationError

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment, assess
from xiaoben_analytics.errors import PolicyError, UsageError
from xiaoben_analytics.policy import Policy, Tiers, merge, parse_ratios
from xiaoben_analytics.policy.places import File, say_where


@dataclass(frozen=True)
class ManualMove:
    """A teacher whom the meeting puts into another tier, why, and on whose authority."""

    teacher_id: str
    to_tier: str
    reason: str
    authoriser: str


@dataclass(frozen=True)
class Scenario:
    """What differs from the regulation: `changes` as its file would say them (see `merge`)."""

    name: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    moves: tuple[ManualMove, ...] = ()


def play(base: Assessment, scenario: Scenario) -> Assessment:
    """Assess the school of `base` under its regulation with a scenario's changes and moves.

    Raises
    ------
    PolicyError
        If the changed regulation is not one.
    UsageError
        If a move names nobody, no tier or the present one, or lacks its reason or authoriser.
    """
    after = base
    if scenario.changes:
        policy = _amended(base.policy, scenario)
        after = assess(base.school, policy, max_loss=Fraction(1))
    standings = _moved(after.standings, after.policy.tiers, scenario.moves)
    return replace(after, standings=standings, base=base)


def change_at(policy: Policy, place: str, value: object) -> dict[str, Any]:
    """Write one change as the regulation's file would, given its place such as gates.task.above.

    Raises
    ------
    UsageError
        If the place names a member that its list does not have.
    """
    head, _, rest = place.partition(".")
    return {head: _nested(policy.written.get(head), rest, value)}


def change_ratios(tiers: Tiers, ratios: str) -> dict[str, Any]:
    """Write other ratios of the tiers, such as 25/45/30, as changes.

    Raises
    ------
    PolicyError
        If they do not add up, or there is not one for each tier.
    """
    levels = tiers.with_ratios(parse_ratios(ratios)).levels
    return {"tiers": {"levels": [{"name": tier.name, "ratio": str(tier.ratio)} for tier in levels]}}


def _amended(policy: Policy, scenario: Scenario) -> Policy:
    try:
        return policy.amended(scenario.changes)
    except ValidationError as error:
        written = merge(policy.written, scenario.changes)
        told = say_where(error, [File(scenario.name, "", {})], written)
        raise PolicyError.unusable(told) from None


def _moved(standings: pd.DataFrame, tiers: Tiers, moves: Iterable[ManualMove]) -> pd.DataFrame:
    """Give single teachers another tier, with what it earns; the remark says on whose authority."""
    earned = {tier.name: tier for tier in (*tiers.levels, tiers.failing)}
    names = (col.TIER, col.APPRAISAL, col.REPORTED_HOURS, col.REMARK)
    columns = {name: standings[name].tolist() for name in names}
    seen: set[str] = set()
    for move in moves:
        row = _row(standings, move, tiers)
        if move.teacher_id in seen:
            raise UsageError.moved_twice(move.teacher_id)
        seen.add(move.teacher_id)
        tier, old, remark = earned[move.to_tier], columns[col.TIER][row], columns[col.REMARK][row]
        said = f"{move.authoriser}决定由{old}调为{tier.name}：{move.reason}"
        told = "；".join(filter(None, (remark, said)))
        values = (tier.name, tier.appraisal, tier.reported_hours, told)
        for name, value in zip(names, values, strict=True):
            columns[name][row] = value
    return standings.assign(
        **{
            name: pd.Series(column, standings.index, standings[name].dtype)
            for name, column in columns.items()
        }
    )


def _row(standings: pd.DataFrame, move: ManualMove, tiers: Tiers) -> int:
    """Find the row that a move means, and refuse a move that says too little."""
    ids = list(standings[col.TEACHER_ID])
    if move.teacher_id not in ids:
        raise UsageError.no_such_teacher(move.teacher_id, ids)
    if move.to_tier not in tiers.names:
        raise UsageError.unknown("等级", move.to_tier, tiers.names)
    row = ids.index(move.teacher_id)
    name = str(standings[col.NAME].iloc[row])
    for what, text in (("理由", move.reason), ("批准人", move.authoriser)):
        if not text.strip():
            raise UsageError.blank(f"{name}手工调整的{what}")
    if standings[col.TIER].iloc[row] == move.to_tier:
        raise UsageError.move_needless(name, move.to_tier)
    return row


def _nested(written: Any, place: str, value: object) -> Any:
    if not place:
        return value
    head, _, rest = place.partition(".")
    if isinstance(written, list):
        named = {str(one.get("name")): one for one in written}
        if head not in named or not rest:
            raise UsageError.unknown("规则", head, [f"{name}.…" for name in named])
        return [{"name": head, **_nested(named[head], rest, value)}]
    inner = written.get(head) if isinstance(written, Mapping) else None
    return {head: _nested(inner, rest, value)}
