"""What the numbers say: frames in, one Chinese sentence out, for titles, reports and notebooks.

Every sentence cites the numbers it rests on and is plain text: whoever shows it escapes it. Where
there is nothing to say, the sentence says that. Where several share an extreme, all are named.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from math import floor
from typing import TypeVar

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.labels import hours, month_name, percent, points
from xiaoben_analytics.tables import ABSENT, ATTENDING, STATUSES, UNRECORDED

T = TypeVar("T")
_UNDECIDED = "无法判断"
"""The verdict on those of whom too little is known: what they lack is not known either."""

COMPARABLE = 5
"""How many teachers a group must have for its mean to be compared; smaller ones are only shown."""

_ENDS = ("mean", "highest", "lowest")


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
    counts = absent[col.NAME].agg(["first", "size"]).set_index("first")["size"]
    unseen = owed.groupby(col.TEACHER_ID).filter(lambda own: (own[col.STATUS] == UNRECORDED).all())
    missing = unseen.drop_duplicates(col.TEACHER_ID)[col.NAME].tolist()
    first = f"无故缺席最多的是{_most(counts, most)}" if len(counts) else "没有人无故缺席"
    tail = f"；{'、'.join(missing)}没有任何考勤记录" if missing else ""
    return f"{first}{tail}。"


def finding_parts(parts: pd.DataFrame, what: str) -> str:
    """Say the rate of all, and which of the parts are at its ends; `what` counts them, as 个月.

    Parameters
    ----------
    parts
        See `participation.count_parts`.
    """
    if parts.empty:
        return "没有应参加的活动，无从计算出勤率。"
    owed, attended = (int(parts[name].sum()) for name in (col.OWED, col.ATTENDED))
    rates = parts[[col.LABEL, col.OWED, col.ATTENDED]]
    ends = _rate_ends(rates, most=1) or "出勤率都相同"
    told = f"；{len(parts)} {what}中，{ends}" if len(parts) > 1 else ""
    return f"应到 {owed} 人次，实到 {attended} 人次，出勤率 {_share(attended, owed)}{told}。"


def finding_part(records: pd.DataFrame, label: str) -> str:
    """Say of one month, activity, group or category who was due, who came, and why others did not."""
    owed = records[records[col.OWED]]
    if owed.empty:
        return f"{label}没有应参加的活动。"
    counts = owed[col.STATUS].value_counts().to_dict()
    came = sum(counts.get(status, 0) for status in ATTENDING)
    others = [status for status in (*STATUSES, UNRECORDED) if status not in ATTENDING]
    away = "、".join(f"{status} {counts[status]}" for status in others if status in counts)
    whole = f"{label}应到 {len(owed)} 人次，实到 {came} 人次，出勤率 {_share(came, len(owed))}"
    return f"{whole}；{f'未到的：{away}' if away else '没有人未到'}。"


def finding_incidents(incidents: pd.DataFrame, most: int = 3) -> str:
    """Count incidents, and name the `most` who have most of them and their equals.

    Parameters
    ----------
    incidents
        See `participation.count_incidents`.
    """
    if incidents.empty:
        return "没有迟到、早退和无故缺席。"
    late, early, absent, whole = (
        int(incidents[name].sum())
        for name in (col.LATE, col.EARLY_LEAVE, col.UNEXCUSED_ABSENCES, col.AMOUNT)
    )
    first = _most(incidents.set_index(col.NAME)[col.AMOUNT], most)
    return (
        f"{len(incidents)} 人共 {whole} 次：迟到 {late} 次，早退 {early} 次，无故缺席 {absent} 次；"
        f"最多的是{first}。"
    )


def finding_make_ups(still_open: pd.DataFrame, silent: pd.DataFrame) -> str:
    """Say how much is left to be made up, who has most of it, and what nobody recorded."""
    tail = f"；另有 {len(silent)} 人次未登记，请先核对" if len(silent) else ""
    if still_open.empty:
        return f"没有待补课的记录{tail}。"
    people = still_open.groupby(col.TEACHER_ID, sort=False)[col.NAME].agg(["first", "size"])
    first = _most(people.set_index("first")["size"].sort_values(ascending=False, kind="stable"))
    lost = hours(int(still_open[col.HOURS].sum()))
    return f"待补课 {len(still_open)} 人次（{len(people)} 人），共 {lost} 学时；最多的是{first}{tail}。"


def finding_hours(answers: pd.DataFrame) -> str:
    """Say of each requirement and period how many have met it, and how much the others lack.

    Parameters
    ----------
    answers
        See `requirements.answers_frame`; those for whom a requirement is not meant left out.
    """
    several = len(answers[col.LABEL].unique()) > 1
    told = [
        _met(f"{label}（{period}）" if several else f"{period} ", own)
        for (label, period), own in answers.groupby([col.LABEL, col.PERIOD], sort=False)
    ]
    return f"{'；'.join(told)}。" if told else "没有教师须达到学时要求。"


def finding_reachable(answers: pd.DataFrame) -> str:
    """Say of those who lack hours for whom what is planned, or also what can be made up, is enough.

    Parameters
    ----------
    answers
        See `requirements.answers_frame`.
    """
    unknown = int((answers[col.VERDICT] == _UNDECIDED).sum())
    tail = f"；另有 {unknown} 人次无法判断" if unknown else ""
    short = answers[(answers[col.SHORT].fillna(0) > 0) & (answers[col.VERDICT] != _UNDECIDED)]
    if short.empty:
        return f"能判断的 {len(answers) - unknown} 人次都没有欠缺{tail}。"
    planned = short[col.OFFERED].fillna(0) >= short[col.SHORT]
    made_up = short[col.OFFERED].fillna(0) + short[col.MAKE_UP].fillna(0) >= short[col.SHORT]
    enough, more = int(planned.sum()), int((made_up & ~planned).sum())
    return (
        f"还有欠缺的 {len(short)} 人次中，参加其后的活动就够的 {enough} 人次，"
        f"还要补课才够的 {more} 人次，都补上也不够的 {len(short) - enough - more} 人次{tail}。"
    )


def finding_absences_left(absences: pd.DataFrame) -> str:
    """Say who has failed a gate on absences, and for whom one more absence would fail it.

    Parameters
    ----------
    absences
        See `requirements.absences`, of one gate.
    """
    if absences.empty:
        return "没有教师受无故缺席的条款约束。"
    left = absences[col.LIMIT] - absences[col.UNEXCUSED_ABSENCES]
    gate = absences[col.GATE].iloc[0]
    ends = {gate: absences[left < 0], "再缺席一次就超过": absences[left == 0]}
    told = [
        f"{text}的有 {len(own)} 人（{_first(own[col.NAME].tolist())}）"
        for text, own in ends.items()
        if len(own)
    ]
    return f"{'；'.join(told) or f'没有人{gate}，也没有人再缺席一次就超过'}。"


def finding_remaining(absences: pd.DataFrame) -> str:
    """Say how much still lies ahead, and who could miss all of it without failing the gate.

    Parameters
    ----------
    absences
        See `requirements.absences`, of one gate.
    """
    if absences.empty:
        return finding_absences_left(absences)
    standing = absences[absences[col.ABSENCES_LEFT].notna()]
    most = int(absences[col.REMAINING].max())
    if not most:
        return "计划中的活动都已有考勤记录，其后没有应参加的活动，离限度还差几次不会再变。"
    free = int((standing[col.ABSENCES_LEFT] == standing[col.REMAINING]).sum())
    return (
        f"其后每人最多还有 {most} 次应参加的活动；未超过限度的 {len(standing)} 人中，"
        f"{free} 人即使都缺席也不超过，{len(standing) - free} 人不能都缺席。"
    )


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
        f"{_holders(means, high)}{of}最高（{points(high)}{sign}），"
        f"{_holders(means, low)}最低（{points(low)}{sign}），"
        f"相差 {points(high - low)} {unit}{small}。"
    )


def finding_spread(groups: pd.DataFrame, *, unit: str = "分") -> str:
    """Say in which group amounts lie farthest apart, and in which closest together."""
    spread = dict(zip(groups[col.GROUP], groups["highest"] - groups["lowest"], strict=True))
    low, high = min(spread.values()), max(spread.values())
    if len(spread) < 2:
        return f"{next(iter(spread))}最高与最低相差 {points(high)} {unit}。"
    if high == low:
        return f"{len(spread)} 个教研组内部差距相同，最高与最低都相差 {points(high)} {unit}。"
    return (
        f"{_holders(spread, high)}内部差距最大，最高与最低相差 {points(high)} {unit}；"
        f"{_holders(spread, low)}最小，相差 {points(low)} {unit}。"
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
        _named(named[amounts == end].tolist(), "人") for end in (amounts.max(), amounts.min())
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


def finding_reach(means: Mapping[str, Fraction], most: Mapping[str, int]) -> str:
    """Say which component's mean is nearest to its maximum, and which is farthest from it.

    Parameters
    ----------
    means, most
        The mean of all and the maximum of each component by its label, in hundredths.
    """
    shares = {part: own / most[part] for part, own in means.items() if most[part]}
    if not shares:
        return "各项都没有满分，不作比较。"

    def told(share: Fraction) -> str:
        parts = [part for part in shares if shares[part] == share]
        first = points(floor(means[parts[0]] + Fraction(1, 2)))
        mean = f"全校平均 {first} 分，" if len(parts) == 1 else ""
        return f"{_named(parts, '项')}（{mean}得到满分的 {percent(share)}）"

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
    said = f"{said}；{_holders(counts, most)}最多（{most} 项）"
    fair = groups[groups[col.TEACHERS] >= COMPARABLE]
    each = {
        row[col.GROUP]: Fraction(row[col.COUNT], row[col.TEACHERS])
        for row in fair.to_dict("records")
    }
    if len(each) < 2:
        return f"{said}。"
    best = max(each.values())
    rounded = points(floor(100 * best + Fraction(1, 2)))
    return f"{said}；按人均计，{_holders(each, best)}最多（每人 {rounded} 项）。"


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
    ends = f"{_holders(held, high)}最多（{high} 次），{_holders(held, low)}最少（{low} 次）"
    return f"教研活动共 {whole} 次：{ends}。"


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


def finding_seats(changes: pd.DataFrame, tiers: Sequence[str]) -> str:
    """Say which pools gain and which give seats of these tiers (see `moves.list_seat_changes`)."""
    told = [
        f"{tier}名额：{'；'.join(filter(None, map(_changed, (own[gain], own[~gain]))))}"
        for tier in tiers
        if len(own := changes[changes[col.TIER] == tier])
        for gain in [own[col.CHANGE] > 0]
    ]
    return f"{'。'.join(told)}。" if told else "各组名额不变。"


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
        f"（{_named(differ)}）；{whole}。"
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
        f"{len(kept)} 个方案中，变动最少的是{_holders(moved, fewest)}（{fewest} 人），"
        f"“分高等级低”最少的是{_holders(envied, least)}"
        f"（{least} 对，现在 {compared[col.ENVIES].iloc[0]} 对）。"
    )


def sum_participation(participation: pd.DataFrame, by: str) -> pd.DataFrame:
    """Add up who was due and who came, by month or by group, in the order they come.

    Returns
    -------
    pd.DataFrame
        the column `by`, owed, attended; one row each, only where somebody was due.
    """
    summed = participation.groupby(by, sort=False, as_index=False)[[col.OWED, col.ATTENDED]].sum()
    return summed[summed[col.OWED] > 0].reset_index(drop=True)


def _changed(pools: pd.DataFrame) -> str:
    """Name pools with what they gain or give, the most first."""
    if pools.empty:
        return ""
    most = pools.iloc[(-pools[col.CHANGE].abs()).argsort(kind="stable")]
    told = zip(most[col.POOL], most[col.CHANGE], strict=True)
    named = [f"{pool}（{'＋' if change > 0 else '−'}{abs(change)}）" for pool, change in told]
    return _named(named, "个组")


def _rate_ends(summed: pd.DataFrame, lead: str = "", *, most: int = 3) -> str:
    """Name who has the highest and who the lowest rate; "" if all are equal."""
    rates = {
        name: Fraction(attended, owed)
        for name, owed, attended in summed.itertuples(index=False, name=None)
    }
    high, low = max(rates.values()), min(rates.values())
    if high == low:
        return ""
    return (
        f"{lead}{_holders(rates, high, most)}最高（{percent(high)}），"
        f"{_holders(rates, low, most)}最低（{percent(low)}）"
    )


def _share(part: int, whole: int) -> str:
    return percent(Fraction(part, whole))


def _met(what: str, answers: pd.DataFrame) -> str:
    """Count who met a requirement, who did not, and of whom that is not known."""
    counts = answers[col.VERDICT].value_counts()
    lacking = answers[(answers[col.SHORT].fillna(0) > 0) & (answers[col.VERDICT] != _UNDECIDED)]
    if len(counts) == 1 and lacking.empty:
        return f"{what}{len(answers)} 人都{counts.index[0]}"
    told = "，".join(f"{name} {count} 人" for name, count in counts.items())
    if lacking.empty:
        return f"{what}{len(answers)} 人中，{told}"
    worst = lacking[lacking[col.SHORT] == lacking[col.SHORT].max()]
    scale, unit = int(worst[col.SCALE].iloc[0]), worst[col.UNIT].iloc[0]
    most = f"{hours(int(worst[col.SHORT].iloc[0]) * 100 // scale)} {unit}"
    return (
        f"{what}{len(answers)} 人中，{told}，"
        f"缺得最多的是{_named(worst[col.NAME].tolist(), '人')}（{most}）"
    )


def _most(counts: pd.Series, most: int = 3) -> str:
    """Name who has the `most` highest counts, and their equals; `counts` by name, in order."""
    first = counts.nlargest(most, keep="all")
    named = [
        f"{_named(equal.index.tolist(), '人')}（{'各 ' if len(equal) > 1 else ''}{times} 次）"
        for times, equal in first.groupby(first, sort=False)
    ]
    return "、".join(named)


def _holders(amounts: Mapping[str, T], amount: T, most: int = 3) -> str:
    """Name all who have this amount."""
    return _named([name for name, own in amounts.items() if own == amount], most=most)


def _named(names: Sequence[str], unit: str = "个", most: int = 3) -> str:
    """Name them; of more than `most`, name the first ones and say how many they are."""
    more = f"等 {len(names)} {unit}" if len(names) > most else ""
    return f"{'、'.join(names[:most])}{more}"


def _first(names: Sequence[str], most: int = 3) -> str:
    """Name the first ones, where it is said already how many they are."""
    return f"{'、'.join(names[:most])}{'等' if len(names) > most else ''}"


def _mean_ends(own: pd.Series) -> str:
    means = {str(group): mean for group, mean in own.items()}
    high, low = (floor(end + Fraction(1, 2)) for end in (max(own), min(own)))  # half up
    return (
        f"{_holders(means, max(own))}平均 {points(high)} 分，"
        f"{_holders(means, min(own))}平均 {points(low)} 分"
    )


def _amount(hundredths: int, unit: str, sign: str) -> str:
    return f"{points(hundredths)}{sign or f' {unit}'}"


def _small(groups: pd.DataFrame, of: str) -> str:
    small = groups.loc[groups[col.TEACHERS] < COMPARABLE, col.GROUP].tolist()
    return f"{_named_small(small)}，{of}只供参考" if small else ""


def _named_small(small: Collection[str]) -> str:
    return f"；{_named([*small])}不足 {COMPARABLE} 人，不参加比较" if small else ""


def _meetings_asked(asked: pd.DataFrame) -> str:
    planned, held = int(asked[col.PLANNED].sum()), int(asked[col.HELD].sum())
    missed = dict(zip(asked[col.GROUP], asked[col.MISSED], strict=True))
    most = max(missed.values())
    said = f"办法要求的教研活动应开展 {planned} 次，已开展 {held} 次"
    if not most:
        return f"{said}，都达到了要求。"
    return f"{said}；{_holders(missed, most)}缺得最多（{most} 次）。"


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
