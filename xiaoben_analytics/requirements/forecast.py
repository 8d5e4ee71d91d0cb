"""With what the plan still holds: can a teacher reach an amount of hours, and with which activity."""

from __future__ import annotations

from collections.abc import Iterable

from xiaoben_analytics import columns as col
from xiaoben_analytics.calendar import Period
from xiaoben_analytics.requirements.case import Case
from xiaoben_analytics.requirements.facts import Activity, Facts
from xiaoben_analytics.requirements.model import Forecast
from xiaoben_analytics.requirements.pieces import Added

ON_THE_PLAN = (col.ATTENDANCE_HOURS, col.TRAINING_HOURS, col.ALL_HOURS, col.CREDITS_EARNED)
"""Measures that attending an activity of the plan adds to."""


def forecast(case: Case, added: Added, facts: Facts) -> Forecast:
    """Say what becomes of an amount if everything the plan still holds in the period is attended."""
    ahead = [one for one in facts.ahead.get(case.teacher, ()) if _in(one, case.period)]
    missed = [one for one in facts.missed.get(case.teacher, ()) if _in(one, case.period)]
    have, reached, made_up = (
        int(case.measure.whole(added.sure + _hours(more), facts.policy.rules))
        for more in ((), ahead, missed)
    )
    return Forecast(
        reached - have,
        "" if have >= case.needed else _reached_by(case, added, ahead, facts),
        max(case.needed - reached, 0),
        made_up - have,
    )


def _in(activity: Activity, period: Period) -> bool:
    return activity.span.start <= period.end and period.start <= activity.span.end


def _hours(activities: Iterable[Activity]) -> int:
    return sum(one.hours for one in activities)


def _reached_by(case: Case, added: Added, ahead: Iterable[Activity], facts: Facts) -> str:
    """Name the activity with which the running sum first reaches what is needed."""
    hours = added.sure
    for activity in ahead:
        hours += activity.hours
        if case.measure.whole(hours, facts.policy.rules) >= case.needed:
            return f"{activity.title}（{activity.when}）"
    return ""
