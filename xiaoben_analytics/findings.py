"""What the numbers say: frames in, one Chinese sentence out, for titles, reports and notebooks.

Every sentence cites the numbers it rests on and is plain text: whoever shows it escapes it. Where
there is nothing to say, the sentence says that. Where several share an extreme, all are named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor
from typing import TypeVar

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.labels import percent, points
from xiaoben_analytics.problems import NOTICE, PROBLEM, REPEATED
from xiaoben_analytics.tables import ABSENT, UNRECORDED

T = TypeVar("T")


def finding_reconciliation(files: pd.DataFrame) -> str:
    """Say what became of all rows that were read, and whether they add up."""
    counts = (col.ROWS_IN, col.USED, col.SET_ASIDE, col.FURNITURE)
    rows, used, aside, furniture = (int(files[name].sum()) for name in counts)
    equal = "等于总行数" if used + aside + furniture == rows else "不等于总行数，请先核对"
    return (
        f"读入 {files[col.FILE].nunique()} 个文件的 {len(files)} 张工作表，共 {rows} 行：使用 {used} 行，"
        f"搁置 {aside} 行，标题、合计等 {furniture} 行，三者之和{equal}。"
    )


def finding_problems(problems: pd.DataFrame) -> str:
    """Count what was found wrong, and name the files that have most of it."""
    counts = problems[col.SEVERITY].value_counts()
    if counts.empty:
        return "没有发现需要核对的问题。"
    others = [f"{kind} {counts[kind]} 条" for kind in (NOTICE, REPEATED) if kind in counts]
    if PROBLEM not in counts:
        return f"没有必须改正的问题；{'、'.join(others)}。"
    wrong = problems[(problems[col.SEVERITY] == PROBLEM) & (problems[col.FILE] != "")]
    told = "、".join([f"问题 {counts[PROBLEM]} 条", *others])
    files = {str(file): count for file, count in wrong[col.FILE].value_counts(sort=False).items()}
    if len(files) < 2:
        return f"发现{told}{f'；问题都在{next(iter(files))}' if files else ''}。"
    most = max(files.values())
    return f"发现{told}；问题最多的是{_holders(files, most)}（{most} 条）。"


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
    """Name the `most` absent without leave and their equals, and who is not recorded anywhere."""
    owed = records[records[col.OWED]]
    absent = owed[owed[col.STATUS] == ABSENT].groupby(col.TEACHER_ID, sort=False)
    counts = absent[col.NAME].agg(["first", "size"]).nlargest(most, "size", keep="all")
    named = [
        f"{_named(equal.tolist(), '人')}（{'各 ' if len(equal) > 1 else ''}{times} 次）"
        for times, equal in counts.groupby("size")["first"]
    ][::-1]
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
    means = dict(zip(groups[col.GROUP], groups["mean"], strict=True))
    low, high = min(means.values()), max(means.values())
    if high == low:
        return f"{len(groups)} 个教研组平均分相同，都是 {points(low)} 分{_small(groups)}。"
    return (
        f"{_holders(means, high)}平均分最高（{points(high)}），"
        f"{_holders(means, low)}最低（{points(low)}），"
        f"相差 {points(high - low)} 分{_small(groups)}。"
    )


def finding_spread(groups: pd.DataFrame) -> str:
    """Say in which group the totals lie farthest apart, and in which closest together."""
    spread = dict(zip(groups[col.GROUP], groups["highest"] - groups["lowest"], strict=True))
    low, high = min(spread.values()), max(spread.values())
    if len(spread) < 2:
        return f"{next(iter(spread))}最高与最低相差 {points(high)} 分。"
    if high == low:
        return f"{len(spread)} 个教研组内部差距相同，最高与最低都相差 {points(high)} 分。"
    return (
        f"{_holders(spread, high)}内部差距最大，最高与最低相差 {points(high)} 分；"
        f"{_holders(spread, low)}最小，相差 {points(low)} 分。"
    )


def finding_components(means: pd.DataFrame) -> str:
    """Say in which component the groups differ most.

    Parameters
    ----------
    means
        Each group's mean in hundredths, as a Fraction; one row per group, one column per component.
    """
    spread = {str(part): max(own) - min(own) for part, own in means.items()}
    widest = max(spread.values())
    if not widest:
        return "各教研组各项平均得分都相同。"
    ends = "；".join(
        f"{part}：{_mean_ends(means[part])}" for part in spread if spread[part] == widest
    )
    return f"各组差别最大的是{ends}。"


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
            f"{tier}线{_holders(own, high)}最高（{points(high)}），"
            f"{_holders(own, low)}最低（{points(low)}），相差 {points(high - low)} 分"
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
    """Name who has the highest and who the lowest rate; "" if all are equal."""
    rates = {
        name: Fraction(attended, owed)
        for name, owed, attended in summed.itertuples(index=False, name=None)
    }
    high, low = max(rates.values()), min(rates.values())
    if high == low:
        return ""
    return (
        f"{lead}{_holders(rates, high)}最高（{percent(high)}），"
        f"{_holders(rates, low)}最低（{percent(low)}）"
    )


def _holders(amounts: Mapping[str, T], amount: T) -> str:
    """Name all who have this amount."""
    return _named([name for name, own in amounts.items() if own == amount])


def _named(names: Sequence[str], unit: str = "个", most: int = 3) -> str:
    """Name them; of more than `most`, name the first ones and say how many they are."""
    more = f"等 {len(names)} {unit}" if len(names) > most else ""
    return f"{'、'.join(names[:most])}{more}"


def _mean_ends(own: pd.Series) -> str:
    means = {str(group): mean for group, mean in own.items()}
    high, low = (floor(end + Fraction(1, 2)) for end in (max(own), min(own)))  # half up
    return (
        f"{_holders(means, max(own))}平均 {points(high)} 分，"
        f"{_holders(means, min(own))}平均 {points(low)} 分"
    )


def _small(groups: pd.DataFrame, fewest: int = 5) -> str:
    small = groups.loc[groups[col.TEACHERS] < fewest, col.GROUP].tolist()
    return f"；{'、'.join(small)}不足 {fewest} 人，平均分仅供参考" if small else ""


def _narrowest(lines: pd.DataFrame) -> str:
    gaps = {
        f"{line[col.POOL]}{line[col.TIER]}线": line[col.GAP]
        for line in lines[lines[col.GAP].notna()].to_dict("records")
    }
    if not gaps:
        return ""
    gap = min(gaps.values())
    if not gap:
        return f"；{_holders(gaps, gap)}上下同分，须按办法区分"
    return f"；最窄处在{_holders(gaps, gap)}，线上线下相差 {points(gap)} 分"
