"""Where lines fall, who moves, who envies whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.findings.wording import name_holders, name_some
from xiaoben_analytics.labels import percent, points


def finding_tiers(cutoffs: pd.DataFrame) -> str:
    """Count the whole school's teachers in each tier."""
    counts = cutoffs.groupby(col.TIER, sort=False)[col.COUNT].sum()
    people = int(counts.sum())
    parts = [
        f"{tier} {count} 人（{percent(Fraction(count, people))}）"
        for tier, count in counts.to_dict().items()
        if count
    ]
    return f"参评 {people} 人：{'、'.join(parts)}。"


def finding_cutoffs(cutoffs: pd.DataFrame) -> str:
    """Say how far apart the best tier's lines lie, and which line is the most delicate."""
    lines = cutoffs[cutoffs[col.CUTOFF].notna()]
    tier = cutoffs[col.TIER].iloc[0]
    best = lines[lines[col.TIER] == tier]
    if best.empty:
        return f"没有教师进入{tier}，划不出线。"
    own = dict(zip(best[col.POOL], best[col.CUTOFF], strict=True))
    low, high = min(own.values()), max(own.values())
    if low == high:
        whole = f"{tier}线为 {points(low)} 分"
    else:
        whole = (
            f"{tier}线{name_holders(own, high)}最高（{points(high)}），"
            f"{name_holders(own, low)}最低（{points(low)}），相差 {points(high - low)} 分"
        )
    return f"{whole}{_narrowest(lines)}。"


def finding_redrawn(moves: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame) -> str:
    """Say how many move and what that makes of a tier, then which line is the most delicate.

    `before` and `after` are the lines (see `standing.cutoff_table`) that the moves lie between.
    """
    told = "没有人的等级改变" if moves.empty else f"{len(moves)} 人等级改变"
    old, new = _held(before), _held(after)
    other = [tier for tier in new if tier in old and old[tier] != new[tier]]
    counted = f"（{other[0]} {old[other[0]]}→{new[other[0]]}）" if other else ""
    return f"{told}{counted}{_narrowest(after[after[col.CUTOFF].notna()])}。"


def finding_moves(moves: pd.DataFrame, tiers: tuple[str, ...]) -> str:
    """Count who rises and who falls; `tiers` from best to worst."""
    if moves.empty:
        return "没有人的等级改变。"
    old, new = (moves[name].map(tiers.index) for name in (col.FROM_TIER, col.TO_TIER))
    return f"{len(moves)} 人等级改变：{(new < old).sum()} 人上升，{(new > old).sum()} 人下降。"


def finding_seats(changes: pd.DataFrame, tiers: Sequence[str]) -> str:
    """Say which pools gain and which give seats of these tiers (see `moves.list_seat_changes`)."""
    told = [
        f"{tier}名额：{'；'.join(filter(None, map(_changed, (own[gain], own[~gain]))))}"
        for tier in tiers
        if len(own := changes[changes[col.TIER] == tier])
        for gain in [own[col.CHANGE] > 0]
    ]
    return f"{'。'.join(told)}。" if told else "各组名额不变。"


def finding_alone(small: Sequence[str], fewer_than: int) -> str:
    """Say that pooling small groups puts nobody together; "" if it does."""
    if len(small) > 1:
        return ""
    if not small:
        return f"没有不足 {fewer_than} 人的组，没有可合并的组。"
    return f"只有一个组（{small[0]}）不足 {fewer_than} 人，没有可合并的组。"


def finding_whole(tier: str, whole: tuple[int, int, Fraction], held: int, before: int) -> str:
    """Say what the school's fixed total of a tier comes from, and that it is not what groups had.

    `whole` are the seats, of how many people, at which ratio; `held` are those the groups have, and
    `before` those they had.
    """
    seats, people, ratio = whole
    told = f"全校{tier}共 {seats} 个（{people} 人 × {percent(ratio)}），"
    if held != seats:
        return f"{told}但另定比例的组已占去较多，各组合计 {held} 个。"
    was = f"；不是原来各组之和 {before} 个" if before != seats else ""
    return f"{told}按此分到各组{was}。"


def finding_envy(envy: pd.DataFrame, before: int | None = None) -> str:
    """Count the pairs across groups with the higher total but the lower tier; name the worst case.

    `before` is how many there were; `envy` has one row per teacher (see `fairness.count_envy`).
    """
    pairs = int(envy[col.ENVIES].sum())
    was = "" if before is None or before == pairs else f"（原 {before} 对）"
    if not pairs:
        return f"各组之间没有“分高等级低”{was}。"
    worst = envy.iloc[0]
    return (
        f"各组之间“分高等级低”{pairs} 对{was}，涉及 {len(envy)} 人；最多的是"
        f"{worst[col.NAME]}（{worst[col.GROUP]}，{points(worst[col.TOTAL])} 分，{worst[col.TIER]}）："
        f"别组有 {worst[col.ENVIES]} 人分数更低而等级更高，最低的 {points(worst[col.LOWEST_TOTAL])} 分。"
    )


def finding_roundings(chosen: pd.DataFrame, now: str) -> str:
    """Say in which pools the readings of the ratios differ (see `standing.choose_rounding`)."""
    pools = chosen[~chosen[col.POOL].isin(["合计", "全校"])]
    differ = pools.loc[~pools[col.AGREE], col.POOL].tolist()
    total = chosen.loc[chosen[col.POOL].isin(["合计"]), now].iloc[0]
    whole = f"按现行办法名额合计 {total}"
    if not differ:
        return f"{len(pools)} 个排名范围，各种取整办法的名额都相同；{whole}。"
    return (
        f"{len(pools)} 个排名范围中有 {len(differ)} 个因取整办法而名额不同"
        f"（{name_some(differ)}）；{whole}。"
    )


def finding_scenarios(compared: pd.DataFrame) -> str:
    """Say which scenarios move the fewest, and which leave the fewest such pairs.

    One row per scenario, the division as it is first (see `comparison.compare_scenarios`).
    """
    kept = compared.iloc[1:]
    if kept.empty:
        return "还没有保留的方案。"
    moved, envied = (
        dict(zip(kept[col.SCENARIO], kept[name], strict=True)) for name in (col.MOVERS, col.ENVIES)
    )
    fewest, least = min(moved.values()), min(envied.values())
    return (
        f"{len(kept)} 个方案中，变动最少的是{name_holders(moved, fewest)}（{fewest} 人），"
        f"“分高等级低”最少的是{name_holders(envied, least)}"
        f"（{least} 对，现在 {compared[col.ENVIES].iloc[0]} 对）。"
    )


def _held(cutoffs: pd.DataFrame) -> Counter[str]:
    held: Counter[str] = Counter()
    for tier, count in zip(cutoffs[col.TIER], cutoffs[col.COUNT].tolist(), strict=True):
        held[tier] += count
    return held


def _changed(pools: pd.DataFrame) -> str:
    """Name pools with what they gain or give, the most first."""
    if pools.empty:
        return ""
    most = pools.iloc[(-pools[col.CHANGE].abs()).argsort(kind="stable")]
    told = zip(most[col.POOL], most[col.CHANGE], strict=True)
    named = [f"{pool}（{'＋' if change > 0 else '−'}{abs(change)}）" for pool, change in told]
    return name_some(named, "个组")


def _narrowest(lines: pd.DataFrame) -> str:
    gaps = {
        f"{line[col.POOL]}{line[col.TIER]}线": line[col.GAP]
        for line in lines[lines[col.GAP].notna()].to_dict("records")
    }
    if not gaps:
        return ""
    gap = min(gaps.values())
    if not gap:
        return f"；{name_holders(gaps, gap)}上下同分，须按办法区分"
    return f"；最窄处在{name_holders(gaps, gap)}，线上线下相差 {points(gap)} 分"
