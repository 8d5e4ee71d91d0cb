"""Hours against what is required, and how many absences are left before a veto."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.figures import plot_absences_left, plot_hours
from xiaoben_analytics.findings import finding_reachable, finding_remaining
from xiaoben_analytics.participation import FAILED
from xiaoben_analytics.policy import Policy
from xiaoben_analytics.requirements import (
    SHORT,
    UNDECIDED,
    UNDER_WAY,
    about_hours,
    check_requirements,
    hour_policy,
    in_units,
)
from xiaoben_analytics.views.readable import readable
from xiaoben_analytics.views.view import View

_WHO = (col.GROUP, col.TEACHER_ID, col.NAME)
_ANSWER = (*_WHO, col.LABEL, col.PERIOD, col.VERDICT, col.AMOUNT, col.NEEDED, col.SHORT)
_LACKING = (*_WHO, col.LABEL, col.PERIOD, col.VERDICT, col.SHORT)
_AHEAD = (col.OFFERED, col.REACHED_BY, col.MAKE_UP, col.REASON)
_LEFT = (*_WHO, col.UNEXCUSED_ABSENCES, col.OWED, col.LIMIT, "left", col.REMAINING)


@dataclass(frozen=True)
class HoursChoice:
    """The regulation by which hours are judged: the id of one that comes along, or "" for the own.

    An own regulation that asks for no hours is taken for `term-hours`. `on` is a day, such as
    "2022-01-31", as of which things are seen; empty: as far as the records go.
    """

    policy: str = ""
    on: str = ""


@dataclass(frozen=True)
class AbsencesChoice:
    """The day, such as "2022-01-31", as of which absences are counted; empty: all that is recorded."""

    on: str = ""


def explore_hours(result: Assessment, choice: HoursChoice = HoursChoice()) -> View:
    """Show what every teacher has against what is required, and who lacks how much."""
    return show_hours(*judge_hours(result, choice))


def show_hours(policy: Policy, answers: pd.DataFrame) -> View:
    """Show answers about hours (see `judge_hours`) by a regulation."""
    lacking = answers[answers[col.VERDICT].isin([SHORT, UNDECIDED, UNDER_WAY])]
    rows = readable(in_units(lacking), (*_LACKING, *_AHEAD))
    return View(
        sentence=finding_reachable(answers),
        figure=plot_hours(answers),
        tables={} if rows.empty else {f"{policy.title}：尚未达到": rows},
        data={"每位教师的学时": readable(in_units(answers), _ANSWER)},
    )


def judge_hours(
    result: Assessment, choice: HoursChoice = HoursChoice()
) -> tuple[Policy, pd.DataFrame]:
    """Return the regulation by which hours are judged, and its answers about everybody's hours."""
    policy = hour_policy(result.policy, choice.policy)
    found = check_requirements(result.school, policy, on=_day(choice.on))
    return policy, about_hours(found)


def explore_absences_left(result: Assessment, choice: AbsencesChoice = AbsencesChoice()) -> View:
    """Show how far everybody's absences are from the limit above which the regulation vetoes."""
    absences = check_requirements(result.school, result.policy, on=_day(choice.on)).absences
    absences = absences[absences[col.OWED] > 0]
    gates = absences[col.GATE].unique()
    first = absences[absences[col.GATE] == gates[0]] if len(gates) else absences
    first = first.assign(left=first[col.LIMIT] - first[col.UNEXCUSED_ABSENCES])
    near = first[first["left"] <= 1].sort_values("left", kind="stable")
    return View(
        sentence=finding_remaining(first),
        figure=plot_absences_left(first),
        tables={} if near.empty else {"已超过、已到限度，或离限度还差一次": _left(near)},
        data={"每位教师的缺席": _left(first)},
    )


def list_days(result: Assessment) -> list[tuple[str, str]]:
    """List the ends of the months of the plan as days to look from, all that is recorded first."""
    months = sorted(result.school.tables["plan"][col.MONTH].dropna().unique())
    ends = [pd.Period(month).end_time.date() for month in months]
    return [
        ("全部记录", ""),
        *((f"{day.year}年{day.month}月{day.day}日", f"{day}") for day in ends),
    ]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError.bad_value("日期", text, "形如 2022-01-31 的日期") from None


def _left(absences: pd.DataFrame) -> pd.DataFrame:
    left = absences["left"].astype(object).where(absences["left"] >= 0, FAILED)
    headings = {col.OWED: "应参加（次）", "left": "离限度还差（次）"}
    return readable(absences.assign(left=left), _LEFT, headings=headings)
