"""Hours and absences against what is asked."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.findings.wording import name_some
from xiaoben_analytics.labels import hours

_UNDECIDED = "无法判断"
"""The verdict on those of whom too little is known: what they lack is not known either."""


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
    """Say who has failed a gate on absences, and who has reached its limit.

    Parameters
    ----------
    absences
        See `requirements.absences`, of one gate.
    """
    if absences.empty:
        return "没有教师受无故缺席的条款约束。"
    left = absences[col.LIMIT] - absences[col.UNEXCUSED_ABSENCES]
    gate = absences[col.GATE].iloc[0]
    at_limit = "再缺席一次就超过" if absences[col.REMAINING].max() else "已到限度"
    ends = {gate: absences[left < 0], at_limit: absences[left == 0]}
    told = [
        f"{text}的有 {len(own)} 人（{_first(own[col.NAME].tolist())}）"
        for text, own in ends.items()
        if len(own)
    ]
    return f"{'；'.join(told) or f'没有人{gate}，也没有人{at_limit}'}。"


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
        f"缺得最多的是{name_some(worst[col.NAME].tolist(), '人')}（{most}）"
    )


def _first(names: Sequence[str], most: int = 3) -> str:
    """Name the first ones, where it is said already how many they are."""
    return f"{'、'.join(names[:most])}{'等' if len(names) > most else ''}"
