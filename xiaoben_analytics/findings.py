"""What the numbers say: frames in, one Chinese sentence out, for titles, reports and notebooks.

Every sentence cites the numbers it rests on and is plain text: whoever shows it escapes it. Where
there is nothing to say, the sentence says that.
"""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.labels import percent, points
from xiaoben_analytics.tables import ABSENT, UNRECORDED


def finding_participation(participation: pd.DataFrame) -> str:
    """Say the attendance rate, and which groups are at its ends."""
    if not participation[col.OWED].sum():
        return "没有应参加的活动，无从计算出勤率。"
    owed, attended = (int(participation[name].sum()) for name in (col.OWED, col.ATTENDED))
    rate = percent(Fraction(attended, owed))
    whole = f"应到 {owed} 人次，实到 {attended} 人次，出勤率 {rate}"
    return f"{whole}{_rate_ends(sum_participation(participation, col.GROUP), '；')}。"


def finding_months(participation: pd.DataFrame) -> str:
    """Say in which months the whole school came best and worst."""
    months = sum_participation(participation, col.MONTH)
    if len(months) < 2:
        return "只有一个月有活动，不作月份比较。" if len(months) else "没有应参加的活动。"
    months = months.assign(**{col.MONTH: months[col.MONTH].map(month_name)})
    ends = _rate_ends(months)
    return f"{ends}。" if ends else f"全校 {len(months)} 个月的出勤率相同。"


def finding_attendance(records: pd.DataFrame) -> str:
    """Count absences without leave, how many were made up, and what nobody recorded."""
    owed = records[records[col.OWED]]
    absent = owed[owed[col.STATUS] == ABSENT]
    unrecorded = int((owed[col.STATUS] == UNRECORDED).sum())
    tail = f"；另有 {unrecorded} 人次未登记，请先核对" if unrecorded else "；全部已登记"
    if absent.empty:
        return f"应参加的 {len(owed)} 人次中没有无故缺席{tail}。"
    people, made_up = absent[col.TEACHER_ID].nunique(), int(absent[col.MADE_UP].sum())
    share = {0: "都未补课", len(absent): "都已补课"}.get(made_up, f"其中 {made_up} 人次已补课")
    return f"无故缺席 {len(absent)} 人次（{people} 人），{share}{tail}。"


def finding_absentees(records: pd.DataFrame, most: int = 3) -> str:
    """Name who is absent most often without leave, and who is not recorded anywhere."""
    owed = records[records[col.OWED]]
    absent = owed[owed[col.STATUS] == ABSENT].groupby(col.TEACHER_ID, sort=False)
    counts = absent[col.NAME].agg(["first", "size"]).sort_values("size", kind="stable")[::-1]
    named = [f"{row['first']}（{row['size']} 次）" for row in counts.head(most).to_dict("records")]
    unseen = owed.groupby(col.TEACHER_ID).filter(lambda own: (own[col.STATUS] == UNRECORDED).all())
    missing = unseen.drop_duplicates(col.TEACHER_ID)[col.NAME].tolist()
    first = f"无故缺席最多的是{'、'.join(named)}" if named else "没有人无故缺席"
    tail = f"；{'、'.join(missing)}没有任何考勤记录" if missing else ""
    return f"{first}{tail}。"


def finding_groups(groups: pd.DataFrame) -> str:
    """Compare the groups' mean totals, and name groups too small to compare."""
    if len(groups) < 2:
        only = groups.iloc[0]
        return (
            f"{only[col.GROUP]} {only[col.TEACHERS]} 人，平均 {points(only['mean'])} 分，"
            f"最高 {points(only['highest'])} 分，最低 {points(only['lowest'])} 分。"
        )
    ordered = groups.sort_values("mean", kind="stable")
    low, high = ordered.iloc[0], ordered.iloc[-1]
    if high["mean"] == low["mean"]:
        return f"{len(groups)} 个教研组平均分相同，都是 {points(low['mean'])} 分{_small(groups)}。"
    return (
        f"{high[col.GROUP]}平均分最高（{points(high['mean'])}），"
        f"{low[col.GROUP]}最低（{points(low['mean'])}），"
        f"相差 {points(high['mean'] - low['mean'])} 分{_small(groups)}。"
    )


def finding_spread(groups: pd.DataFrame) -> str:
    """Say in which group the totals lie farthest apart, and in which closest together."""
    spread = (groups["highest"] - groups["lowest"]).tolist()
    names = groups[col.GROUP].tolist()
    widest = names[spread.index(max(spread))]
    first = f"{widest}内部差距最大，最高与最低相差 {points(max(spread))} 分"
    if len(names) < 2:
        return f"{widest}最高与最低相差 {points(max(spread))} 分。"
    return f"{first}；{names[spread.index(min(spread))]}最小，相差 {points(min(spread))} 分。"


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
    best = lines[lines[col.TIER] == cutoffs[col.TIER].iloc[0]].sort_values(col.CUTOFF)
    if best.empty:
        return f"没有教师进入{cutoffs[col.TIER].iloc[0]}，划不出线。"
    tier, low, high = best.iloc[0][col.TIER], best.iloc[0], best.iloc[-1]
    if low[col.CUTOFF] == high[col.CUTOFF]:
        whole = f"{tier}线为 {points(low[col.CUTOFF])} 分"
    else:
        whole = (
            f"{tier}线{high[col.POOL]}最高（{points(high[col.CUTOFF])}），"
            f"{low[col.POOL]}最低（{points(low[col.CUTOFF])}），"
            f"相差 {points(high[col.CUTOFF] - low[col.CUTOFF])} 分"
        )
    return f"{whole}{_narrowest(lines)}。"


def finding_moves(moves: pd.DataFrame, tiers: tuple[str, ...]) -> str:
    """Count who rises and who falls; `tiers` from best to worst."""
    if moves.empty:
        return "没有人的等级改变。"
    old, new = (moves[name].map(tiers.index) for name in (col.FROM_TIER, col.TO_TIER))
    return f"{len(moves)} 人等级改变：{(new < old).sum()} 人上升，{(new > old).sum()} 人下降。"


def sum_participation(participation: pd.DataFrame, by: str) -> pd.DataFrame:
    """Add up who was due and who came, by month or by group, in the order they come.

    Returns
    -------
    pd.DataFrame
        the column `by`, owed, attended; one row each, only where somebody was due.
    """
    summed = participation.groupby(by, sort=False, as_index=False)[[col.OWED, col.ATTENDED]].sum()
    return summed[summed[col.OWED] > 0].reset_index(drop=True)


def month_name(month: str) -> str:
    """Write a month as readers say it.

    >>> month_name("2021-09")
    '2021年9月'
    """
    year, number = month.split("-")
    return f"{year}年{int(number)}月"


def _rate_ends(summed: pd.DataFrame, lead: str = "") -> str:
    """Name the first with the highest and the first with the lowest rate; "" if all are equal."""
    names = summed.iloc[:, 0].tolist()
    rates = [
        Fraction(attended, owed)
        for attended, owed in zip(
            summed[col.ATTENDED].tolist(), summed[col.OWED].tolist(), strict=True
        )
    ]
    high, low = max(rates), min(rates)
    if high == low:
        return ""
    return (
        f"{lead}{names[rates.index(high)]}最高（{percent(high)}），"
        f"{names[rates.index(low)]}最低（{percent(low)}）"
    )


def _small(groups: pd.DataFrame, fewest: int = 5) -> str:
    small = groups.loc[groups[col.TEACHERS] < fewest, col.GROUP].tolist()
    return f"；{'、'.join(small)}不足 {fewest} 人，平均分仅供参考" if small else ""


def _narrowest(lines: pd.DataFrame) -> str:
    gaps = lines[lines[col.GAP].notna()]
    if gaps.empty:
        return ""
    line = gaps.sort_values(col.GAP, kind="stable").iloc[0]
    name = f"{line[col.POOL]}{line[col.TIER]}线"
    if not line[col.GAP]:
        return f"；{name}上下同分，须按办法区分"
    return f"；最窄处在{name}，线上线下相差 {points(line[col.GAP])} 分"
