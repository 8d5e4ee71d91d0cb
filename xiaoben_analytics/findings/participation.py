"""Who took part: rates, incidents, what is open."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.findings.wording import name_holders, name_some
from xiaoben_analytics.labels import hours, month_name, percent
from xiaoben_analytics.tables import ABSENT, ATTENDING, STATUSES, UNRECORDED


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
    ends = _rate_ends(months, unit="个月")
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
    ends = _rate_ends(rates, most=1, unit=what) or "出勤率都相同"
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


def sum_participation(participation: pd.DataFrame, by: str) -> pd.DataFrame:
    """Add up who was due and who came, by month or by group, in the order they come.

    Returns
    -------
    pd.DataFrame
        the column `by`, owed, attended; one row each, only where somebody was due.
    """
    summed = participation.groupby(by, sort=False, as_index=False)[[col.OWED, col.ATTENDED]].sum()
    return summed[summed[col.OWED] > 0].reset_index(drop=True)


def _rate_ends(summed: pd.DataFrame, lead: str = "", *, most: int = 3, unit: str = "个") -> str:
    """Name who has the highest and who the lowest rate; "" if all are equal."""
    rates = {
        name: Fraction(attended, owed)
        for name, owed, attended in summed.itertuples(index=False, name=None)
    }
    high, low = max(rates.values()), min(rates.values())
    if high == low:
        return ""
    return (
        f"{lead}{name_holders(rates, high, most, unit)}最高（{percent(high)}），"
        f"{name_holders(rates, low, most, unit)}最低（{percent(low)}）"
    )


def _share(part: int, whole: int) -> str:
    return percent(Fraction(part, whole))


def _most(counts: pd.Series, most: int = 3) -> str:
    """Name who has the `most` highest counts, and their equals; `counts` by name, in order."""
    first = counts.nlargest(most, keep="all")
    named = [
        f"{name_some(equal.index.tolist(), '人')}（{'各 ' if len(equal) > 1 else ''}{times} 次）"
        for times, equal in first.groupby(first, sort=False)
    ]
    return "、".join(named)
