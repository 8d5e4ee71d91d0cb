"""From one division to another: who moves and why, and which group has whose seats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Protocol

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.labels import points, reading_order
from xiaoben_analytics.policy import Policy, Tiers
from xiaoben_analytics.scenarios import ManualMove
from xiaoben_analytics.standing import divide_pools, pool_seats, pool_sizes

Row = Mapping[Hashable, Any]
Seats = tuple[int, ...]


class Division(Protocol):
    """A school divided into tiers under a regulation, such as an `Assessment`."""

    @property
    def policy(self) -> Policy: ...
    @property
    def standings(self) -> pd.DataFrame: ...
    @property
    def ruled(self) -> pd.Series: ...
    @property
    def manual(self) -> Sequence[ManualMove]: ...


def list_moves(before: Division, after: Division) -> pd.DataFrame:
    """List who has another tier after a change, and why.

    Returns
    -------
    pd.DataFrame
        One row per teacher who moves, in the order of the later standings: teacher_id, name, group,
        total, rank (both as they are after), from_tier, to_tier and why, in one sentence: moved by
        hand, a gate, own points by component, another pool, other seats, another rank, the ties.
    """
    old = before.standings.set_index(col.TEACHER_ID, drop=False)
    rows = after.standings
    tiers = old[col.TIER].reindex(rows[col.TEACHER_ID]).to_numpy()
    moved = rows[rows[col.TIER].to_numpy() != tiers]
    names = [col.TEACHER_ID, col.NAME, col.GROUP, col.TOTAL, col.RANK]
    moves = moved[names].assign(**{col.FROM_TIER: tiers[moved.index], col.TO_TIER: moved[col.TIER]})
    told = _told(before, after)
    was, now = old.loc[moved[col.TEACHER_ID]].to_dict("records"), moved.to_dict("records")
    reasons = [_why(told, *rows) for rows in zip(was, now, strict=True)]
    moves[col.WHY] = pd.Series(reasons, moves.index, dtype="str")
    listed: pd.DataFrame = moves.reset_index(drop=True)
    return listed


def list_seat_changes(before: Division, after: Division) -> pd.DataFrame:
    """List which pools gain or give seats, tier by tier.

    Returns
    -------
    pd.DataFrame
        One row per tier and pool that has another number of seats, best tier first, pools that
        gain before those that give: tier, pool, from_seats, to_seats, change. A pool or
        a tier that is there only once has 0 seats in the other. Where a total is conserved, a tier's changes add up to 0.
    """
    tiers = dict.fromkeys((*after.policy.tiers.names, *before.policy.tiers.names))
    old, new = (_by_tier(_seats(one), one.policy.tiers) for one in (before, after))
    return _seat_changes(old, new, [*tiers])


@dataclass(frozen=True, eq=False)
class Shift:
    """Seats that pools gain and give by one setting: `against` says what they are compared with."""

    against: str
    seats: pd.DataFrame


def find_shift(before: Division, after: Division) -> Shift | None:
    """Find who gains and who gives by ratios or weights of single pools, or else by conserving.

    Against `list_seat_changes` all other settings are the later ones on both sides. None where nothing of
    the kind was changed.
    """
    old, new = before.policy.tiers, after.policy.tiers
    sizes = pool_sizes(after.standings, new)
    for names, against in _SHIFTING.items():
        was = {name: getattr(old, name) for name in names}
        if was != {name: getattr(new, name) for name in names}:
            held = divide_pools(sizes, new.model_copy(update=was))
            was_held, is_held = (_by_tier(one, new) for one in (held, divide_pools(sizes, new)))
            return Shift(against, _seat_changes(was_held, is_held, new.names))
    return None


def count_moves(before: Division, after: Division) -> pd.DataFrame:
    """Count who moves by group.

    Returns
    -------
    pd.DataFrame
        One row per group in which somebody moves, in reading order: group, movers, raised and lowered.
    """
    moves = list_moves(before, after)
    tiers = [*dict.fromkeys((*after.policy.tiers.names, *before.policy.tiers.names))]
    places = {name: at for at, name in enumerate(tiers)}
    raised = moves[col.TO_TIER].map(places) < moves[col.FROM_TIER].map(places)
    rows = [
        (group, len(ups), int(ups.sum()), int((~ups).sum()))
        for group, ups in sorted(
            raised.groupby(moves[col.GROUP]), key=lambda one: reading_order(str(one[0]))
        )
    ]
    return pd.DataFrame(rows, columns=[col.GROUP, col.MOVERS, col.RAISED, col.LOWERED])


_SHIFTING = {
    ("group_ratios", "group_weights"): "不给个别组比例和权重",
    ("conserve",): "各组分别取整、不先定全校总数",
}
"""What moves seats between pools, single pools first, and what the same would be without it."""


def _by_tier(seats: Mapping[str, Seats], tiers: Tiers) -> dict[tuple[str, str], int]:
    return {
        (tier, pool): count
        for pool, held in seats.items()
        for tier, count in zip(tiers.names, held, strict=False)
    }


def _seat_changes(
    old: Mapping[tuple[str, str], int], new: Mapping[tuple[str, str], int], tiers: Sequence[str]
) -> pd.DataFrame:
    rows = [
        (*place, old.get(place, 0), new.get(place, 0), new.get(place, 0) - old.get(place, 0))
        for place in {**new, **old}
    ]
    rows = [row for row in rows if row[-1]]
    rows.sort(key=lambda row: (tiers.index(row[0]), row[-1] < 0, reading_order(row[1])))
    names = [col.TIER, col.POOL, col.FROM_SEATS, col.TO_SEATS, col.CHANGE]
    return pd.DataFrame(rows, columns=names)


@dataclass(frozen=True)
class _Told:
    """What reasons are taken from; `lines` are the seats down to each tier, before and after.

    `counts` are how many are in a pool's tier after all, `ruled` how many by the rules alone.
    """

    before: Tiers
    after: Tiers
    lines: tuple[Mapping[str, Seats], Mapping[str, Seats]]
    counts: Counter[tuple[str, str]]
    ruled: Counter[tuple[str, str]]
    by_hand: Mapping[str, ManualMove]
    labels: Mapping[str, str]


def _told(before: Division, after: Division) -> _Told:
    both = (before, after)
    lines = [
        {pool: tuple(accumulate(held)) for pool, held in _seats(division).items()}
        for division in both
    ]
    return _Told(
        before.policy.tiers,
        after.policy.tiers,
        (lines[0], lines[1]),
        Counter(zip(after.standings[col.POOL], after.standings[col.TIER], strict=True)),
        Counter(zip(after.standings[col.POOL], after.ruled, strict=True)),
        {move.teacher_id: move for move in after.manual},
        {part.name: part.label for one in both for part in one.policy.components},
    )


def _seats(division: Division) -> Mapping[str, Seats]:
    return pool_seats(division.standings, division.policy.tiers)


def _why(told: _Told, was: Row, now: Row) -> str:
    """Say all that led from one tier to another; a move by hand needs no other reason."""
    move = told.by_hand.get(now[col.TEACHER_ID])
    if move is not None:
        return "；".join(_moved_by_hand(told, was, now, move))
    own = [*_gate(told, was, now), *_points(told, was, now)]
    if was[col.POOL] != now[col.POOL]:
        own.append(f"排名范围由{was[col.POOL]}变为{now[col.POOL]}")
    return "；".join([*own, *_line(told, was, now, alone=not own)])


def _moved_by_hand(told: _Told, was: Row, now: Row, move: ManualMove) -> Iterator[str]:
    yield f"会议调整：{move.reason}（批准人：{move.authoriser}）"
    for tier in told.after.names:
        if tier in (was[col.TIER], now[col.TIER]):
            ruled, count = (held[now[col.POOL], tier] for held in (told.ruled, told.counts))
            over = f"，{'多' if count > ruled else '少'} {abs(count - ruled)} 人"
            yield f"{tier}按规则 {ruled} 人，调整后 {count} 人{over if count != ruled else ''}"


def _gate(told: _Told, was: Row, now: Row) -> Iterator[str]:
    if (was[col.GATES], was[col.GATED]) == (now[col.GATES], now[col.GATED]):
        return
    if now[col.GATED]:
        yield f"{now[col.GATES]}，列为{told.after.failing.name}"
    elif was[col.GATED]:
        listed = f"原列为{told.before.failing.name}（{was[col.GATES]}）"
        yield f"{listed}，现在{'只作废该项，' if now[col.GATES] else '没有触及，'}照常排名"
    elif now[col.GATES]:
        yield f"{now[col.GATES]}，有关的项作废"
    else:
        yield f"不再触及“{was[col.GATES]}”"


def _points(told: _Told, was: Row, now: Row) -> Iterator[str]:
    """Say which components are worth more or less than before."""
    more = {
        label: int(now.get(name, 0)) - int(was.get(name, 0)) for name, label in told.labels.items()
    }
    changes = "，".join(
        f"{label} {'+' if change > 0 else ''}{points(change)}"
        for label, change in more.items()
        if change
    )
    old, new = points(was[col.TOTAL]), points(now[col.TOTAL])
    if old != new:
        yield f"总分由 {old} 变为 {new}（{changes or '封顶改变'}）"
    elif changes:
        yield f"总分仍为 {new}（{changes}）"


def _line(told: _Told, was: Row, now: Row, *, alone: bool) -> Iterator[str]:
    """Say how the seats down to the better of the two tiers changed; else it was the rank or the ties."""
    if now[col.GATED]:
        return
    place = f"本人第 {now[col.RANK]} 名"
    if was[col.GATED] or told.before.names != told.after.names:
        yield place
        return
    if was[col.RANK] != now[col.RANK]:
        place += f"（原第 {was[col.RANK]} 名）"
    better = min(told.after.names.index(str(row[col.TIER])) for row in (was, now))
    upper = told.after.names[: better + 1]
    line = f"{upper[-1]}及以上" if better else upper[0]
    new = told.lines[1][now[col.POOL]][better]
    if was[col.POOL] != now[col.POOL]:
        yield f"{line}名额 {new} 个，{place}"
        return
    old = told.lines[0][now[col.POOL]][better]
    if old != new:
        yield f"{line}名额由 {old} 个变为 {new} 个{_given(told, better, new - old)}，{place}"
    else:
        yield f"{line}名额仍为 {new} 个，{place}{_tie(told, was, now) if alone else ''}"


def _given(told: _Told, level: int, gained: int) -> str:
    """Say which pools gave the seats that one gained, or got those that it gave."""
    old, new = ({pool: line[level] for pool, line in lines.items()} for lines in told.lines)
    if not told.after.conserve or old.keys() != new.keys():
        return ""
    if sum(old.values()) != sum(new.values()):
        return f"（全校由 {sum(old.values())} 个变为 {sum(new.values())} 个）"
    others = "、".join(
        f"{pool} {old[pool]}→{new[pool]}"
        for pool in sorted(old, key=reading_order)
        if (new[pool] - old[pool]) * gained < 0
    )
    return f"（{others} 让出）" if gained > 0 else f"（让给{others}）"


def _tie(told: _Told, was: Row, now: Row) -> str:
    if told.before.ties != told.after.ties:
        return "，同分处理方式改变"
    return "，同分的教师有变" if was[col.RANK] == now[col.RANK] else ""
