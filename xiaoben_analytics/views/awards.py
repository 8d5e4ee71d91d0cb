"""Awards by group, category and level, and which of them count."""

from __future__ import annotations

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.awards import list_awards
from xiaoben_analytics.figures import plot_group_awards
from xiaoben_analytics.findings import finding_uncounted
from xiaoben_analytics.views.choosing import (
    EVERYTHING,
    GroupChoice,
    picked,
    picked_name,
    places,
)
from xiaoben_analytics.views.readable import readable
from xiaoben_analytics.views.view import View

_COUNTS = ("项数", "计入", "没有计入")


def explore_awards(result: Assessment, choice: GroupChoice = EVERYTHING) -> View:
    """Show the awards of the groups, and below those of who was picked, else those not counted."""
    awards = list_awards(result.standings, result.school.tables, result.measures, result.policy)
    awards = awards[awards[col.GROUP].isin(choice.groups)] if choice.groups else awards
    who = picked_name(result, choice)
    rows = picked(awards, choice) if who else awards[~awards[col.COUNTED]]
    caption = f"{who}：获奖" if who else "没有计入的获奖"
    return View(
        sentence=finding_uncounted(awards),
        figure=plot_group_awards(result, awards, choice.groups),
        tables={caption: _listed(rows)} if who or len(rows) else {},
        data={"各组获奖（项）": _counted(awards)},
    )


def _listed(awards: pd.DataFrame) -> pd.DataFrame:
    counted = awards[col.WHY_NOT].mask(awards[col.COUNTED], "计入").astype("str")
    days = awards[col.DATE].dt.strftime("%Y-%m-%d")
    shown = {col.WHY_NOT: counted, col.SOURCE: places(awards), col.DATE: days}
    return readable(awards.assign(**shown), [*_HEADINGS], headings=_HEADINGS, in_points={col.WORTH})


def _counted(awards: pd.DataFrame) -> pd.DataFrame:
    """Count by group, category and level, in the order of the list."""
    split = [col.GROUP, col.AWARD_CATEGORY, col.LEVEL]
    grouped = awards.groupby(split, sort=False, dropna=False)[col.COUNTED]
    counts = pd.DataFrame({"all": grouped.size(), "counted": grouped.sum().astype("int64")})
    counts["missed"] = counts["all"] - counts["counted"]
    headings = dict(zip(counts.columns, _COUNTS, strict=True)) | _HEADINGS
    return readable(counts.reset_index(), [*split, *counts.columns], headings=headings)


_HEADINGS = {
    col.GROUP: "教研组",
    col.TEACHER_ID: "工号",
    col.NAME: "姓名",
    col.AWARD: "奖项",
    col.AWARD_CATEGORY: "类别",
    col.LEVEL: "级别",
    col.PRIZE: "等次",
    col.DATE: "日期",
    col.WORTH: "得分",
    col.WHY_NOT: "是否计入",
    col.SOURCE: "出处",
}
