"""What the report says about hours against what is asked; what is not known decides nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.findings import finding_hours, finding_reachable
from xiaoben_analytics.labels import hours, printable, reading_order
from xiaoben_analytics.policy import Policy
from xiaoben_analytics.records import offered_hours
from xiaoben_analytics.requirements import (
    NOT_MEANT,
    SHORT,
    UNDECIDED,
    UNDER_WAY,
    VERDICTS,
    about_hours,
    check_requirements,
    hour_policy,
    show_amount,
)
from xiaoben_analytics.summary.material import Material
from xiaoben_analytics.summary.model import (
    CENTER,
    LEFT,
    RIGHT,
    Block,
    Chart,
    Finding,
    Series,
    Table,
    text_rows,
)

_NOTE = "记录不全、无法判断的，不算达到，也不算未达到；补齐记录后重算。"
_NONE = "—"


def hours_blocks(material: Material) -> Iterator[Block]:
    """Hold hours against what is asked of teachers; then whatever else is asked of anybody.

    A regulation that asks for no hours is not the one that judges them, which is said.
    """
    own, judging = material.result.policy, hour_policy(material.result.policy)
    found = material.requirements
    if judging is not own:
        yield Finding(_lent(own, judging))
    yield _reported(material)
    if judging is not own:
        yield Finding(_offered(material))
    judged = found if judging is own else check_requirements(material.result.school, judging)
    yield from _hours(about_hours(judged))
    meant = found.teachers[found.teachers[col.VERDICT] != NOT_MEANT]
    planned = about_hours(found)
    yield from _others(meant.drop(planned.index))
    together = pd.concat([found.groups, found.school], ignore_index=True)
    yield from _together(together[together[col.VERDICT] != NOT_MEANT])


def _lent(own: Policy, judging: Policy) -> str:
    return printable(
        f"《{own.title}》没有写明教师应完成多少学时；以下按《{judging.title}》对照，只供参考。"
    )


def _offered(material: Material) -> str:
    """Say how many hours the plan itself offers: nobody can do more of them."""
    tables, people = material.result.school.tables, material.result.standings[col.TEACHER_ID]
    each = offered_hours(tables["roster"], tables["plan"]).reindex(people, fill_value=0)
    low, high = (hours(int(end)) for end in (each.min(), each.max()))
    return f"活动计划全年为每人提供 {low if low == high else f'{low} 到 {high}'} 学时。"


def _reported(material: Material) -> Finding:
    reported = material.result.standings[col.REPORTED_HOURS].value_counts().sort_index()
    told = "、".join(f"{worth} 学时 {people} 人" for worth, people in reported[::-1].items())
    return Finding(f"按等级上报学时：{told}。")


def _hours(answers: pd.DataFrame) -> Iterator[Block]:
    yield Finding(printable(_met(answers)), single=True)
    if answers.empty:
        return
    yield _chart(answers)
    yield Finding(printable(finding_reachable(answers)), single=True)
    if (answers[col.VERDICT] == UNDECIDED).any():
        yield Finding(_NOTE)
    yield from _lacking(answers, "学时尚未达到的教师")


def _others(answers: pd.DataFrame) -> Iterator[Block]:
    if len(answers):
        yield Finding(printable(_met(answers)), single=True)
        yield from _lacking(answers, "其他要求尚未达到的教师")


def _together(answers: pd.DataFrame) -> Iterator[Block]:
    if answers.empty:
        return
    counts = answers[col.VERDICT].value_counts()
    told = "、".join(f"{one} {counts[one]} 项" for one in VERDICTS if one in counts)
    yield Finding(f"对教研组和学校的要求逐组逐期共 {len(answers)} 项：{told}。")
    yield from _lacking(answers, "教研组和学校尚未达到的要求")


def _met(answers: pd.DataFrame) -> str:
    """Say how many have met what is asked, naming it also where it is one thing only."""
    labels = answers[col.LABEL].unique()
    return f"{f'{labels[0]}：' if len(labels) == 1 else ''}{finding_hours(answers)}"


def _chart(answers: pd.DataFrame) -> Chart:
    """Stack the verdicts of each group; a teacher counts once for each requirement and period."""
    counts = pd.crosstab(answers[col.GROUP].fillna(""), answers[col.VERDICT])
    groups = sorted(counts.index, key=reading_order)
    shown = [verdict for verdict in VERDICTS if verdict in counts]
    series = tuple(
        Series(verdict, tuple(float(counts[verdict][group]) for group in groups))
        for verdict in shown
    )
    rows = [(group, *(counts[verdict][group] for verdict in shown)) for group in groups]
    behind = Table(
        "各教研组学时达标情况（人次）",
        ("教研组", *shown),
        text_rows(rows),
        (LEFT, *[RIGHT] * len(shown)),
        groups=tuple(groups),
    )
    names = text_rows([groups])[0]
    return Chart(
        "stacked", "各教研组学时达标情况", names, series, "人次", "0",
        behind=behind, groups=tuple(groups),
    )  # fmt: skip


def _lacking(answers: pd.DataFrame, title: str) -> Iterator[Block]:
    """List who is short or undecided, group by group, with the reason."""
    lacking = answers[answers[col.VERDICT].isin([SHORT, UNDECIDED, UNDER_WAY])]
    if lacking.empty:
        return
    groups = lacking[col.GROUP].fillna("").map(reading_order)
    lacking = lacking.loc[groups.sort_values(kind="stable").index]
    rows = lacking.to_dict("records")
    persons = lacking[col.TEACHER_ID].notna().any()
    who = (col.GROUP, col.TEACHER_ID, col.NAME) if persons else (col.GROUP,)
    yield Table(
        title,
        (*("教研组", "工号", "姓名")[: len(who)], "要求", "结论", "还缺", "说明"),
        text_rows(
            (
                *("全校" if pd.isna(row[name]) else row[name] for name in who),
                f"{row[col.LABEL]}（{row[col.PERIOD]}）",
                row[col.VERDICT],
                _short(row[col.VERDICT], row[col.SHORT], row[col.SCALE], row[col.UNIT]),
                row[col.REASON],
            )
            for row in rows
        ),
        (*[LEFT] * len(who), LEFT, CENTER, RIGHT, LEFT),
        note=_NOTE,
        wide=True,
        people=tuple(lacking[col.TEACHER_ID]) if persons else (),
        free=(len(who) + 3,),
    )


def _short(verdict: str, amount: object, scale: int, unit: str) -> str:
    """Write how much lacks; of whom too little is known, that is not known either."""
    if verdict == UNDECIDED or not isinstance(amount, int):
        return _NONE
    return show_amount(amount, scale, unit)
