"""Measures of study outside school: hours, and training passed on after the return."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.calendar import working_days_later
from xiaoben_analytics.measures.attendance import HOURS
from xiaoben_analytics.measures.model import Measure, Row, Rows, Rules, Tables, within
from xiaoben_analytics.tables import PROVENANCE


def _studies(tables: Tables, rules: Rules) -> pd.DataFrame:
    """Add the last day on which a training passed on is in time.

    Working days count from the day after the return; a relay on the day of return is in time,
    one before it is not. Favours teachers who return just before a holiday.
    """
    studies = tables["external"]
    if rules.get("relay") is None:
        return studies.assign(**{col.LAST_DAY: studies[col.RETURN_DATE]})
    days = rules["relay"].within_working_days
    returned = studies[col.RETURN_DATE]
    last = {day: working_days_later(day.date(), days) for day in returned.dropna().unique()}
    return studies.assign(**{col.LAST_DAY: pd.to_datetime(returned.map(last))})


def _all_hours(tables: Tables, rules: Rules) -> pd.DataFrame:
    """Put the hours of studies outside school below those in school."""
    studies = tables["external"]
    days = studies[[name for name in STUDIES.dated if name in studies]].bfill(axis="columns")
    outside = studies[[col.TEACHER_ID, *PROVENANCE]].assign(
        **{
            col.TITLE: studies[col.TRAINING],
            col.EARNED: studies[col.HOURS].astype("int64"),
            col.DATE: days.iloc[:, 0],
        }
    )
    return pd.concat([HOURS.prepare(tables, rules), outside], ignore_index=True)


STUDIES = Rows(
    "external", "外出学习", "external", _studies,
    (col.RETURN_DATE, col.START_DATE, col.RELAY_DATE), (col.TRAINING, col.HOST_LEVEL),
)  # fmt: skip
ALL_HOURS = Rows(
    "all_hours",
    "考勤、历年学时与外出学习",
    "roster",
    _all_hours,
    HOURS.dated,
    HOURS.telling,
    (*HOURS.reads, "external"),
)

_HOURS = nw.col(col.HOURS)


def _in_time() -> nw.Expr:
    relay = nw.col(col.RELAY_DATE)
    timely = (relay >= nw.col(col.RETURN_DATE)) & (relay <= nw.col(col.LAST_DAY))
    return timely.cast(nw.Int64).fill_null(0)


def _credits(relay: Rules) -> nw.Expr:
    return _in_time() * within(col.CREDITS, relay.credits).fill_null(0)


def _deduction(external: Rules) -> nw.Expr:
    fined = (nw.col(col.DEDUCTION) > 0).fill_null(value=False).cast(nw.Int64)
    return fined * within(col.DEDUCTION, external.deduction)


def _no_credits(row: Row, relay: Rules) -> str:
    if pd.isna(row[col.RELAY_DATE]):
        return "没有二次培训"
    if pd.isna(row[col.RETURN_DATE]):
        return "没有返校日期，无法判断二次培训是否按时"
    if not row[col.RETURN_DATE] <= row[col.RELAY_DATE] <= row[col.LAST_DAY]:
        return f"二次培训不在返校后 {relay.within_working_days} 个工作日内"
    return _outside(row[col.CREDITS], relay.credits, "奖励学分")


def _outside(amount: Any, allowed: Rules, label: str) -> str:
    return f"没有写明{label}" if pd.isna(amount) else f"{label}不在 {allowed} 之内"


MEASURES = (
    Measure(
        col.EXTERNAL_HOURS, "外出学习学时", "学时", STUDIES, "外出学习的学时",
        lambda _: _HOURS, scale=100,
    ),
    Measure(
        col.RELAYS_IN_TIME, "按时二次培训", "次", STUDIES,
        "返校后在规定的工作日内进行的二次培训", lambda _: _in_time(), needs="relay",
        why_not=_no_credits,
    ),
    Measure(
        col.RELAY_CREDITS, "二次培训奖励学分", "学分", STUDIES,
        "按时二次培训的奖励学分，限办法规定的范围", _credits, scale=100, needs="relay",
        why_not=_no_credits,
    ),
    Measure(
        col.EXTERNAL_POINTS, "外出学习学时得分", "学时", STUDIES,
        "外出学习的学时加按时二次培训的奖励学分",
        lambda relay: _HOURS + _credits(relay), scale=100, needs="relay",
        parts=(col.EXTERNAL_HOURS, col.RELAY_CREDITS),
    ),
    Measure(
        col.EXTERNAL_DEDUCTIONS, "外出学习扣分", "分", STUDIES,
        "外出学习中违纪被通报的扣分，限办法规定的范围",
        _deduction, scale=100, needs="external",
        why_not=lambda row, external: ""
        if pd.isna(row[col.DEDUCTION])
        else _outside(row[col.DEDUCTION], external.deduction, "扣分"),
    ),
    Measure(col.EXTERNAL_STUDIES, "外出学习次数", "次", STUDIES, "外出学习的次数", lambda _: nw.lit(1)),
    Measure(
        col.ALL_HOURS, "培训学时", "学时", ALL_HOURS, "校本培训学时（含历年）加外出学习学时",
        lambda _: nw.col(col.EARNED), scale=100,
    ),
)  # fmt: skip
