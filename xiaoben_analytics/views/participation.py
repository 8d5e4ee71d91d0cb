"""Who took part: rates by month, activity, group or category, and who stands behind one of them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import pandas as pd
import plotly.graph_objects as go

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.figures import plot_participation, plot_rates
from xiaoben_analytics.findings import finding_attendance, finding_months, finding_part
from xiaoben_analytics.labels import HEADINGS, month_name, percent, reading_order
from xiaoben_analytics.participation import (
    NO_CATEGORY,
    PARTS,
    Portion,
    count_participation,
    count_parts,
    take_portion,
)
from xiaoben_analytics.tables import ATTENDING
from xiaoben_analytics.views.attendance import RECORD, listed
from xiaoben_analytics.views.readable import MISSING, readable
from xiaoben_analytics.views.view import View

PART_LABELS = {"month": "月份", "activity": "活动", "group": "教研组", "category": "教师类别"}
_HEADINGS = {col.OWED: "应到（人次）", col.ATTENDED: "实到（人次）"}
_RATE = (col.OWED, col.ATTENDED, col.RATE)
_MOST = 400
"""So many rows stand behind a picked part at most; those who did not come stand first."""
_MORE = f"，只列前 {_MOST} 行，其余请先选教研组或活动"


@dataclass(frozen=True)
class ParticipationChoice(Portion):
    """A portion of the records, by what its rates are told apart, and which of them is picked.

    `by` is one of `participation.PARTS`; `picked` what stands in its column: a month such as
    "2021-09", the id of an activity, a group, a category. Empty: none is.
    """

    by: str = "month"
    picked: str = ""

    def __post_init__(self) -> None:
        if self.by not in PARTS:
            raise UsageError.unknown("比较方式", self.by, PARTS)


def explore_participation(
    result: Assessment, choice: ParticipationChoice = ParticipationChoice()
) -> View:
    """Show rates, and of the month (activity, group, category) that is picked every record."""
    records, _ = take_portion(result.records, result.teachers, choice)
    picked = records[records[PARTS[choice.by]] == choice.picked] if choice.picked else None
    label = _label(records, choice)
    return View(
        sentence=_overview(records, choice) if picked is None else finding_part(picked, label),
        figure=_figure(result, choice),
        tables={} if picked is None else _behind(picked, label),
        data=_data(records, choice),
    )


def list_picks(result: Assessment, choice: ParticipationChoice) -> list[tuple[str, str]]:
    """List what can be picked, as readers call it and as a choice names it, in order."""
    records, _ = take_portion(result.records, result.teachers, choice)
    parts = count_parts(records, choice.by)
    return list(zip(parts[col.LABEL], parts[col.PART], strict=True))


def list_categories(result: Assessment) -> list[str]:
    """List the categories of the assessed teachers, none named last."""
    teachers = result.teachers[result.teachers[col.ASSESSED]]
    found = teachers[col.CATEGORY].fillna(NO_CATEGORY).unique()
    return sorted(found, key=lambda name: (name == NO_CATEGORY, reading_order(name)))


def _label(records: pd.DataFrame, choice: ParticipationChoice) -> str:
    parts = count_parts(records, choice.by)
    names = dict(zip(parts[col.PART], parts[col.LABEL], strict=True))
    limits = {"group": choice.group, "category": choice.category, choice.by: ""}
    whose = "" if choice.by == "activity" else f"{limits['group']}{limits['category']}"
    return f"{whose}{names.get(choice.picked, choice.picked)}"


def _overview(records: pd.DataFrame, choice: ParticipationChoice) -> str:
    """Say what the chart's title does not."""
    if choice.by != "month":
        return finding_attendance(records)
    return finding_months(count_participation(records.dropna(subset=col.MONTH), [col.MONTH]))


def _figure(result: Assessment, choice: ParticipationChoice) -> go.Figure:
    if choice.by == "month":
        return plot_participation(result, choice, picked=choice.picked)
    return plot_rates(result, choice.by, choice, picked=choice.picked)


def _behind(picked: pd.DataFrame, label: str) -> dict[str, pd.DataFrame]:
    """List the records of those who were due, first of who did not come; then of whoever else came."""
    told = picked.assign(**{col.ATTENDED: picked[col.STATUS].isin(ATTENDING)})
    told = told.sort_values(col.ATTENDED, kind="stable")
    parts = {
        f"{label}应到的教师，未到的在前": told[told[col.OWED]],
        f"{label}有记录、但不要求参加的教师": told[~told[col.OWED]],
    }
    shown = (*RECORD, col.ATTENDED, col.STATUS, col.SOURCE)
    return {
        f"{caption}（{len(rows)} 人次{_MORE if len(rows) > _MOST else ''}）": listed(
            rows.head(_MOST), shown
        )
        for caption, rows in parts.items()
        if len(rows)
    }


def _data(records: pd.DataFrame, choice: ParticipationChoice) -> dict[str, pd.DataFrame]:
    what = PART_LABELS[choice.by]
    parts = _with_rate(count_parts(records, choice.by))
    headings = {**_HEADINGS, col.LABEL: what}
    data = {f"各{what}的出勤率": readable(parts, (col.LABEL, *_RATE), headings=headings)}
    if choice.by == "month" and len(records):
        data["各教研组各月的出勤率"] = _months_by_groups(records)
    return data


def _months_by_groups(records: pd.DataFrame) -> pd.DataFrame:
    """Cross groups with months: the rate and its counts; a dash where nobody was due."""
    counted = _with_rate(
        count_participation(records.dropna(subset=col.MONTH), [col.GROUP, col.MONTH])
    )
    cells = {
        (group, month): f"{rate}（{attended}/{owed}）"
        for group, month, owed, attended, rate in counted.itertuples(index=False, name=None)
    }
    months = sorted(counted[col.MONTH].unique())
    rows = [
        [group, *(cells.get((group, month), MISSING) for month in months)]
        for group in counted[col.GROUP].unique()
    ]
    return pd.DataFrame(rows, columns=[HEADINGS[col.GROUP], *map(month_name, months)], dtype="str")


def _with_rate(counted: pd.DataFrame) -> pd.DataFrame:
    rates = [
        percent(Fraction(attended, owed))
        for attended, owed in zip(counted[col.ATTENDED], counted[col.OWED], strict=True)
    ]
    return counted.assign(**{col.RATE: pd.Series(rates, counted.index, dtype="str")})
