"""The lines and how far everybody is from them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.labels import points, reading_order
from xiaoben_analytics.standing import pool_seats

FAR = (col.POINTS_UP, col.RANKS_UP, col.POINTS_DOWN, col.RANKS_DOWN)


@dataclass(frozen=True)
class Move:
    """A teacher who comes into another tier; totals in hundredths."""

    teacher_id: str
    name: str
    from_tier: str
    to_tier: str
    from_total: int
    to_total: int

    @property
    def sentence(self) -> str:
        totals = f"{points(self.from_total)} → {points(self.to_total)}"
        told = "总分不变" if self.from_total == self.to_total else totals
        return f"{self.name}（{told}）由{self.from_tier}变为{self.to_tier}"


@dataclass(frozen=True)
class Line:
    """A line of a pool: below `tier`, whose lowest total, or that of a better one, is the cutoff.

    `above` and `below` name those nearest to it; `gap_above` is the distance from the cutoff to the
    next higher total, `gap_below` to the highest total below; None where there is nobody.
    """

    pool: str
    tier: str
    cutoff: int | None
    above: tuple[str, ...]
    below: tuple[str, ...]
    gap_above: int | None
    gap_below: int | None

    @property
    def sentence(self) -> str:
        if self.cutoff is None or self.gap_below is None:
            side = "上" if self.cutoff is None else "下"
            return f"{self.pool}{self.tier}线：线{side}没有人"
        next_higher = (
            f"，再往上一位高 {points(self.gap_above)} 分" if self.gap_above is not None else ""
        )
        return (
            f"{self.pool}{self.tier}线 {points(self.cutoff)}：线上最近为{'、'.join(self.above)}"
            f"{next_higher}，线下最近为{'、'.join(self.below)}，相差 {points(self.gap_below)} 分"
        )


def list_lines(result: Assessment) -> list[Line]:
    """List every line that the rules draw between two tiers of rank, in order of pools and tiers."""
    tiers = result.policy.tiers
    by_rule = result.standings.assign(**{col.TIER: result.ruled})
    ranked = by_rule[~by_rule[col.GATED]]
    return [
        _line(pool, level, ranked[ranked[col.POOL] == pool], tiers.names)
        for pool in sorted(result.standings[col.POOL].unique(), key=reading_order)
        for level in range(len(tiers.levels) - 1)
    ]


def list_margins(result: Assessment) -> pd.DataFrame:
    """Say of every assessed teacher how far the lines are.

    Returns
    -------
    pd.DataFrame
        teacher_id name group pool total rank tier; points_up, ranks_up: what is missing to the
        lowest total, and to the last seat, of a better tier; points_down, ranks_down: how far the
        own total is above the own tier's line, and how many places may be lost. Missing where there
        is no such line, and for those whom a gate or a hand put into their tier. Rows as in the
        standings.
    """
    shown = [col.TEACHER_ID, col.NAME, col.GROUP, col.POOL, col.TOTAL, col.RANK, col.TIER]
    lines = {(line.pool, line.tier): line for line in list_lines(result)}
    quotas = pool_seats(result.standings, result.policy.tiers)
    names = result.policy.tiers.names
    by_hand = {move.teacher_id for move in result.manual}
    rows = []
    for row in result.standings.to_dict("records"):
        pool, level = str(row[col.POOL]), names.index(str(row[col.TIER]))
        seats = list(accumulate(quotas[pool]))
        by_rank = not row[col.GATED] and row[col.TEACHER_ID] not in by_hand
        up = lines.get((pool, names[level - 1])) if level and by_rank else None
        down = lines.get((pool, names[level])) if by_rank else None
        far: list[int | None] = [None] * len(FAR)
        if up is not None and up.cutoff is not None:
            far[:2] = up.cutoff - row[col.TOTAL], max(row[col.RANK] - seats[level - 1], 1)
        if down is not None and down.cutoff is not None and down.gap_below is not None:
            far[2:] = row[col.TOTAL] - down.cutoff, max(seats[level] - row[col.RANK], 0)
        rows.append(far)
    margins = pd.DataFrame(rows, columns=list(FAR), dtype="Int64")
    return pd.concat([result.standings[shown], margins], axis="columns")


def _line(pool: str, level: int, members: pd.DataFrame, names: tuple[str, ...]) -> Line:
    upper = members[col.TIER].isin(names[: level + 1])
    above, below = members[upper], members[~upper]
    cutoff = None if above.empty else int(above[col.TOTAL].min())
    highest = None if below.empty else int(below[col.TOTAL].max())
    higher = above.loc[above[col.TOTAL] > (cutoff or 0), col.TOTAL]
    return Line(
        pool=pool,
        tier=names[level],
        cutoff=cutoff,
        above=tuple(above.loc[above[col.TOTAL] == cutoff, col.NAME]),
        below=tuple(below.loc[below[col.TOTAL] == highest, col.NAME]),
        gap_above=None if cutoff is None or higher.empty else int(higher.min()) - cutoff,
        gap_below=None if cutoff is None or highest is None else cutoff - highest,
    )
