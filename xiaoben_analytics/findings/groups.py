"""How groups compare; those too small are named, not ranked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from math import floor

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.findings.wording import name_holders, name_some
from xiaoben_analytics.labels import percent, points

COMPARABLE = 5
"""How many teachers a group must have for its mean to be compared; smaller ones are only shown."""

_ENDS = ("mean", "highest", "lowest")


def finding_groups(
    groups: pd.DataFrame, *, of: str = "平均分", unit: str = "分", sign: str = ""
) -> str:
    """Compare the means of the groups that are large enough, and name those that are not.

    Parameters
    ----------
    of
        What the means are of.
    unit, sign
        What a difference is counted in, and what follows an amount that stands for itself.
    """
    fair, small = groups[groups[col.TEACHERS] >= COMPARABLE], _small(groups, of)
    if len(groups) < 2 or len(fair) == 1:
        only = (fair if len(groups) > 1 else groups).iloc[0]
        mean, highest, lowest = (_amount(only[name], unit, sign) for name in _ENDS)
        ends = f"{only[col.GROUP]} {only[col.TEACHERS]} 人，{of} {mean}"
        return f"{ends}，最高 {highest}，最低 {lowest}{small if len(groups) > 1 else ''}。"
    if fair.empty:
        return f"{len(groups)} 个教研组都不足 {COMPARABLE} 人，{of}不作比较。"
    means = dict(zip(fair[col.GROUP], fair["mean"], strict=True))
    low, high = min(means.values()), max(means.values())
    if high == low:
        return f"{len(fair)} 个教研组{of}相同，都是 {_amount(low, unit, sign)}{small}。"
    return (
        f"{name_holders(means, high)}{of}最高（{points(high)}{sign}），"
        f"{name_holders(means, low)}最低（{points(low)}{sign}），"
        f"相差 {points(high - low)} {unit}{small}。"
    )


def finding_spread(groups: pd.DataFrame, *, unit: str = "分") -> str:
    """Say in which group amounts lie farthest apart, and in which closest together.

    Where several groups are large enough to be compared, only those are.
    """
    fair = groups[groups[col.TEACHERS] >= COMPARABLE]
    groups = fair if len(fair) > 1 else groups
    spread = dict(zip(groups[col.GROUP], groups["highest"] - groups["lowest"], strict=True))
    low, high = min(spread.values()), max(spread.values())
    if len(spread) < 2:
        return f"{next(iter(spread))}最高与最低相差 {points(high)} {unit}。"
    if high == low:
        return f"{len(spread)} 个教研组内部差距相同，最高与最低都相差 {points(high)} {unit}。"
    return (
        f"{name_holders(spread, high)}内部差距最大，最高与最低相差 {points(high)} {unit}；"
        f"{name_holders(spread, low)}最小，相差 {points(low)} {unit}。"
    )


def finding_outliers(teachers: pd.DataFrame) -> str:
    """Name who stands farthest above and below the mean of the own group.

    Parameters
    ----------
    teachers
        name, group and amount (hundredths of a standard deviation), one row each.
    """
    amounts = teachers[col.AMOUNT]
    if not amounts.any():
        return "各组内部没有差别。"
    named = teachers[col.GROUP] + teachers[col.NAME]
    above, below = (
        name_some(named[amounts == end].tolist(), "人") for end in (amounts.max(), amounts.min())
    )
    return (
        f"高出本组平均最多的是{above}（{points(amounts.max())} 个标准差），"
        f"低得最多的是{below}（{points(-amounts.min())} 个标准差）。"
    )


def finding_components(means: pd.DataFrame, small: Collection[str] = ()) -> str:
    """Say in which component the groups differ most.

    Parameters
    ----------
    means
        Each group's mean in hundredths, as a Fraction; one row per group, one column per component.
    small
        Groups that are too small to be compared.
    """
    fair = means[~means.index.isin(list(small))]
    if len(fair) < 2:
        return f"不少于 {COMPARABLE} 人的教研组不到两个，各项平均得分不作比较。"
    spread = {str(part): max(own) - min(own) for part, own in fair.items()}
    widest = max(spread.values())
    if not widest:
        return "各教研组各项平均得分都相同。"
    ends = "；".join(
        f"{part}，{_mean_ends(fair[part])}" for part in spread if spread[part] == widest
    )
    return f"各组差别最大的是{ends}{_named_small(small)}。"


def finding_reach(
    means: Mapping[str, Fraction], most: Mapping[str, int], *, whose: str = "全校"
) -> str:
    """Say which component's mean is nearest to its maximum, and which is farthest from it.

    Parameters
    ----------
    means, most
        The mean of all and the maximum of each component by its label, in hundredths.
    whose
        Who all are.
    """
    shares = {part: own / most[part] for part, own in means.items() if most[part]}
    if not shares:
        return "各项都没有满分，不作比较。"

    def told(share: Fraction) -> str:
        parts = [part for part in shares if shares[part] == share]
        first = points(floor(means[parts[0]] + Fraction(1, 2)))
        mean = f"{whose}平均 {first} 分，" if len(parts) == 1 else ""
        return f"{name_some(parts, '项')}（{mean}得到满分的 {percent(share)}）"

    low, high = min(shares.values()), max(shares.values())
    if low == high:
        return f"各项都得到满分的 {percent(low)}。"
    return f"离满分最近的是{told(high)}，最远的是{told(low)}。"


def finding_awards(groups: pd.DataFrame) -> str:
    """Say how many awards there are, and which groups have most, in all and for each teacher.

    Parameters
    ----------
    groups
        group teachers count (awards) award_counts; one row per group.
    """
    whole, counted = int(groups[col.COUNT].sum()), int(groups[col.COUNTED].sum())
    if not whole:
        return "没有获奖记录。"
    said = f"获奖 {whole} 项，计入 {counted} 项"
    if len(groups) < 2:
        return f"{said}。"
    counts = dict(zip(groups[col.GROUP], groups[col.COUNT], strict=True))
    most = max(counts.values())
    said = f"{said}；{name_holders(counts, most)}最多（{most} 项）"
    fair = groups[groups[col.TEACHERS] >= COMPARABLE]
    each = {
        row[col.GROUP]: Fraction(row[col.COUNT], row[col.TEACHERS])
        for row in fair.to_dict("records")
    }
    if len(each) < 2:
        return f"{said}。"
    best = max(each.values())
    rounded = points(floor(100 * best + Fraction(1, 2)))
    return f"{said}；按人均计，{name_holders(each, best)}最多（每人 {rounded} 项）。"


def finding_uncounted(awards: pd.DataFrame) -> str:
    """Say how many awards do not count: because of a better one, or worth nothing."""
    if awards.empty:
        return "没有获奖记录。"
    missed = awards[~awards[col.COUNTED]]
    if missed.empty:
        return f"{len(awards)} 项获奖都计入了得分。"
    behind, nothing = int((missed[col.WORTH] > 0).sum()), int((missed[col.WORTH] == 0).sum())
    parts = [f"{behind} 项有分，但同类另有一项已计或该项作废"] if behind else []
    parts += [f"{nothing} 项按办法不得分"] if nothing else []
    return f"{len(awards)} 项获奖中 {len(missed)} 项没有计入：{'，'.join(parts)}。"


def finding_meetings(counts: pd.DataFrame) -> str:
    """Say how many meetings the groups held, and against what is asked if anything is.

    Parameters
    ----------
    counts
        As `groups.count_meetings` gives them.
    """
    if not counts[col.COUNT].sum() and counts[col.PLANNED].isna().all():
        return "没有教研活动记录。"
    held = dict(zip(counts[col.GROUP], counts[col.COUNT], strict=True))
    asked = counts[counts[col.PLANNED].notna()]
    if len(asked):
        return _meetings_asked(asked)
    whole, low, high = sum(held.values()), min(held.values()), max(held.values())
    if low == high:
        each = f"每组都是 {low} 次" if len(held) > 1 else ""
        return f"教研活动共 {whole} 次{'，' if each else ''}{each}。"
    ends = f"{name_holders(held, high)}最多（{high} 次），{name_holders(held, low)}最少（{low} 次）"
    return f"教研活动共 {whole} 次：{ends}。"


def _mean_ends(own: pd.Series) -> str:
    means = {str(group): mean for group, mean in own.items()}
    high, low = (floor(end + Fraction(1, 2)) for end in (max(own), min(own)))  # half up
    return (
        f"{name_holders(means, max(own))}平均 {points(high)} 分，"
        f"{name_holders(means, min(own))}平均 {points(low)} 分"
    )


def _amount(hundredths: int, unit: str, sign: str) -> str:
    return f"{points(hundredths)}{sign or f' {unit}'}"


def _small(groups: pd.DataFrame, of: str) -> str:
    small = groups.loc[groups[col.TEACHERS] < COMPARABLE, col.GROUP].tolist()
    return f"{_named_small(small)}，{of}只供参考" if small else ""


def _named_small(small: Collection[str]) -> str:
    return f"；{name_some([*small])}不足 {COMPARABLE} 人，不参加比较" if small else ""


def _meetings_asked(asked: pd.DataFrame) -> str:
    planned, held = int(asked[col.PLANNED].sum()), int(asked[col.HELD].sum())
    missed = dict(zip(asked[col.GROUP], asked[col.MISSED], strict=True))
    most = max(missed.values())
    said = f"办法要求的教研活动应开展 {planned} 次，已开展 {held} 次"
    if not most:
        return f"{said}，都达到了要求。"
    return f"{said}；{name_holders(missed, most)}缺得最多（{most} 次）。"
