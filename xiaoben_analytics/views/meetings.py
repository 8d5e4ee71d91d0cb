"""How often groups met, against what the regulation asks."""

from __future__ import annotations

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.figures import plot_group_meetings
from xiaoben_analytics.groups import asked_meetings, count_meetings, list_meetings
from xiaoben_analytics.views.choosing import EVERYTHING, GroupChoice, places
from xiaoben_analytics.views.readable import readable
from xiaoben_analytics.views.view import View


def explore_group_activities(result: Assessment, choice: GroupChoice = EVERYTHING) -> View:
    """Show how many meetings each group held and how many are asked for; of a picked group, each one."""
    groups = result.groups[col.GROUP].tolist()
    meetings, asked = (
        list_meetings(result.school, groups),
        asked_meetings(result.school, result.policy),
    )
    counts = count_meetings(meetings, groups, asked)
    if choice.groups:
        counts = counts[counts[col.GROUP].isin(choice.groups)].reset_index(drop=True)
    shown = asked[asked[col.GROUP] == choice.group] if choice.group else asked
    tables = {"办法的要求": readable(shown, [*_ASKED], headings=_ASKED)} if len(shown) else {}
    if choice.group:
        own = meetings[meetings[col.GROUP] == choice.group]
        tables[f"{choice.group}：教研活动"] = _listed(own)
    return View(
        sentence=_sentence(meetings, asked),
        figure=plot_group_meetings(counts),
        tables=tables,
        data={"各组教研活动（次）": readable(counts, [*_COUNTS], headings=_COUNTS)},
    )


def _sentence(meetings: pd.DataFrame, asked: pd.DataFrame) -> str:
    if asked.empty:
        return (
            f"共登记教研活动 {len(meetings)} 次；办法没有规定应开展几次，只列次数，不作达标判断。"
        )
    unknown = int(asked[col.PLANNED].isna().sum())
    tail = f"，{unknown} 条无法判断（原因见下表）" if unknown else ""
    return (
        f"共登记教研活动 {len(meetings)} 次；办法的 {len(asked)} 条要求中，{_kept(asked)}{tail}。"
    )


def _kept(asked: pd.DataFrame) -> str:
    known = asked[asked[col.PLANNED].notna()]
    missed = int((known[col.MISSED] > 0).sum())
    return f"{len(known) - missed} 条没有缺，{missed} 条有缺"


def _listed(meetings: pd.DataFrame) -> pd.DataFrame:
    days = meetings[col.DATE].dt.strftime("%Y-%m-%d")
    told = meetings.assign(**{col.DATE: days, col.SOURCE: places(meetings)})
    return readable(told, [*_MEETING], headings=_MEETING)


_MEETING = {
    col.DATE: "日期",
    col.PREP_GROUP: "备课组",
    col.TOPIC: "主题",
    col.FORM: "形式",
    col.SOURCE: "出处",
}
_COUNTS = {
    col.GROUP: "教研组",
    col.COUNT: "已登记",
    col.PLANNED: "办法要求",
    col.HELD: "要求的，已开展",
    col.MISSED: "要求的，没有开展",
    col.BEYOND: "要求之外的",
}
_ASKED = {
    col.GROUP: "教研组",
    col.LABEL: "要求",
    col.VERDICT: "结论",
    col.PLANNED: "应开展",
    col.HELD: "已开展",
    col.MISSED: "没有开展",
    col.REASON: "理由",
}
