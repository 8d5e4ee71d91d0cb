"""Who owed and who attended what: one long frame that all participation figures rest on."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.policy import Policy
from xiaoben_analytics.tables import EVERYBODY, PROVENANCE, UNRECORDED

_PAIR = [col.TEACHER_ID, col.ACTIVITY_ID]
_PERSON = [col.TEACHER_ID, col.NAME, col.GROUP]
_TAKEN = "taken"
_ACTIVITY = [col.ACTIVITY_ID, col.TITLE, col.TERM, col.MONTH, col.DATE]


def build_records(tables: Mapping[str, pd.DataFrame], policy: Policy) -> pd.DataFrame:
    """List every teacher x activity that is owed or recorded, one row each.

    An activity is owed when it is required and its audience includes the teacher; owed but
    without an attendance row its status is 未登记, which earns nothing and is no absence.
    `hours` (hundredths) are the attendance row's own, else the plan's, also where a status that earns
    nothing has 0; `earned` is `hours` if
    the status earns them or the activity was made up, else 0; `date` is the attendance row's own,
    if it lies in the activity's school year, else the plan's. Rows are ordered by teacher, month
    and activity, so the order of the input does not matter.

    Returns
    -------
    pd.DataFrame
        teacher_id name group activity_id title term month date status hours earned owed made_up
        inattentive file sheet row
    """
    roster = tables["roster"].sort_values(col.TEACHER_ID)
    plan = tables["plan"].sort_values([col.MONTH, col.ACTIVITY_ID])
    rows = tables["attendance"][[*_PAIR, col.STATUS, col.HOURS, col.MADE_UP, *PROVENANCE]]
    rows = rows.assign(**{_TAKEN: tables["attendance"][col.DATE]})
    rows = rows.assign(**{col.INATTENTIVE: _inattentive(tables["attendance"], policy)})
    rows = rows.merge(_owed(roster, plan), on=_PAIR, how="outer")
    teachers = pd.Index(roster[col.TEACHER_ID]).get_indexer(pd.Index(rows[col.TEACHER_ID]))
    activities = pd.Index(plan[col.ACTIVITY_ID]).get_indexer(pd.Index(rows[col.ACTIVITY_ID]))
    known = np.flatnonzero((teachers >= 0) & (activities >= 0))
    order = known[np.lexsort((activities[known], teachers[known]))]
    people = roster[_PERSON].take(teachers[order]).reset_index(drop=True)
    planned = plan[[*_ACTIVITY, col.HOURS]].take(activities[order]).reset_index(drop=True)
    rows = rows.take(order).reset_index(drop=True)
    planned[col.DATE] = _dates(rows.pop(_TAKEN), planned)
    rows[col.STATUS] = rows[col.STATUS].fillna(UNRECORDED)
    # 0 beside somebody who stayed away is what was earned, not what the activity is worth
    nothing = (rows[col.HOURS] == 0) & ~rows[col.STATUS].isin(policy.attendance.earning)
    rows[col.HOURS] = (
        rows[col.HOURS]
        .mask(nothing.fillna(value=False))
        .fillna(planned.pop(col.HOURS))
        .astype("int64")
    )
    for flag in (col.OWED, col.MADE_UP, col.INATTENTIVE):
        rows[flag] = rows[flag].astype("boolean").fillna(value=False).astype(bool)
    rows[col.EARNED] = rows[col.HOURS].where(_earns(rows, policy), 0)
    tail = [col.STATUS, col.HOURS, col.EARNED, col.OWED, col.MADE_UP]
    tail += [col.INATTENTIVE, *PROVENANCE]
    return pd.concat([people, planned, rows[tail]], axis="columns")


def _dates(taken: pd.Series, planned: pd.DataFrame) -> pd.Series:
    """Return the day of each record: when attendance was taken, unless it is of another year."""
    if taken.isna().all():
        return planned[col.DATE]
    months = pd.to_datetime(planned[col.MONTH], format="%Y-%m")
    apart = _first_year(taken) != _first_year(planned[col.DATE].fillna(months).fillna(taken))
    return taken.mask(apart).fillna(planned[col.DATE])


def _first_year(days: pd.Series) -> pd.Series:
    """Return the calendar year in which the school year of each day begins."""
    first: pd.Series = days.dt.year - (days.dt.month < 9)
    return first


def pair_audiences(roster: pd.DataFrame, plan: pd.DataFrame) -> pd.DataFrame:
    """Pair teachers with the activities whose audience names them: teacher_id activity_id, once each."""
    asked = plan[[col.ACTIVITY_ID, col.AUDIENCE]]
    asked = asked.assign(**{col.AUDIENCE: asked[col.AUDIENCE].str.split("、")}).explode(
        col.AUDIENCE
    )
    return asked.merge(_memberships(roster), on=col.AUDIENCE)[_PAIR].drop_duplicates()


def offered_hours(roster: pd.DataFrame, plan: pd.DataFrame) -> pd.Series:
    """Add up for each teacher the hours (hundredths) of all activities whose audience names them."""
    asked = pair_audiences(roster, plan).merge(plan[[col.ACTIVITY_ID, col.HOURS]])
    added: pd.Series = asked.groupby(col.TEACHER_ID)[col.HOURS].sum()
    return added


def _owed(roster: pd.DataFrame, plan: pd.DataFrame) -> pd.DataFrame:
    """Pair teachers with the required activities whose audience names them, once each."""
    required = plan[plan[col.REQUIRED].fillna(value=True)]
    return pair_audiences(roster, required).assign(**{col.OWED: True})


def _memberships(roster: pd.DataFrame) -> pd.DataFrame:
    """Name every audience that a teacher belongs to: everybody, the groups, the category."""
    named = [roster[name] for name in (col.GROUP, col.PREP_GROUP, col.CATEGORY)]
    everybody = pd.Series(EVERYBODY, index=roster.index)
    memberships = [
        pd.DataFrame({col.TEACHER_ID: roster[col.TEACHER_ID], col.AUDIENCE: audience})
        for audience in (everybody, *named)
    ]
    return pd.concat(memberships).dropna()


def _earns(rows: pd.DataFrame, policy: Policy) -> pd.Series:
    earns = rows[col.STATUS].isin(policy.attendance.earning)
    return earns | rows[col.MADE_UP] if policy.attendance.made_up_earns else earns


def _inattentive(attendance: pd.DataFrame, policy: Policy) -> pd.Series:
    """Tell which rows note that somebody did not pay attention, in the words of the regulation."""
    words = "|".join(re.escape(word) for word in policy.attendance.inattentive)
    return attendance[col.NOTE].fillna("").str.contains(words or "(?!)")
