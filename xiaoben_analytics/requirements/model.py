"""What a check of requirements finds: an answer with its reason, and frames of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.labels import hours
from xiaoben_analytics.policy import Policy, Requirement
from xiaoben_analytics.tables import DTYPES, array

MET, SHORT, UNDER_WAY, UNDECIDED, NOT_MEANT = "达到", "未达到", "进行中", "无法判断", "不适用"
VERDICTS = (MET, SHORT, UNDER_WAY, UNDECIDED, NOT_MEANT)


@dataclass(frozen=True, eq=False)
class Requirements:
    """What a regulation requires of a school, and how far it is met.

    `teachers`, `groups`, `school`: one row per teacher (group, the school), requirement and
    period (see `answers_frame`); `absences`: one row per teacher and gate; `slots`: one row per
    group and slot; `incidents`: one row per incident of discipline; `honours`: one row per
    candidate (see the functions of those names).
    """

    school_year: str
    policy: Policy
    on: date | None
    teachers: pd.DataFrame
    groups: pd.DataFrame
    school: pd.DataFrame
    absences: pd.DataFrame
    slots: pd.DataFrame
    incidents: pd.DataFrame
    honours: pd.DataFrame

    @property
    def settled(self) -> bool:
        """Whether nobody is short and nothing is undecided."""
        judged = (self.teachers, self.groups, self.school, self.slots)
        return not any(frame[col.VERDICT].isin([SHORT, UNDECIDED]).any() for frame in judged)


@dataclass(frozen=True)
class Forecast:
    """What the rest of a period still holds for a teacher, in the measure's parts.

    `reached_by` names the activity with which the requirement would first be met; `missing` is
    what lacks even if everything is attended; `make_up` what missed activities could still earn.
    """

    offered: int
    reached_by: str
    missing: int
    make_up: int


@dataclass(frozen=True)
class Answer:
    """A verdict with its reason; amounts in the measure's parts, `scale` of which are one unit.

    `unknown` is what is missing to decide, where that is not the whole reason.
    """

    verdict: str
    reason: str
    amount: int | None = None
    needed: int | None = None
    unit: str = ""
    scale: int = 1
    forecast: Forecast | None = None
    unknown: str = ""

    @property
    def short(self) -> int | None:
        if self.amount is None or self.needed is None:
            return None
        return max(self.needed - self.amount, 0)

    def because(self, why: str) -> Answer:
        """Put why the requirement applies before the reason."""
        return replace(self, reason=f"{why}；{self.reason}") if why else self


@dataclass(frozen=True)
class Row:
    """An answer, and of whom what is asked in which period; `teacher` is id and name."""

    teacher: tuple[str, str]
    group: str
    requirement: Requirement
    period: str
    answer: Answer


def answers_frame(rows: Iterable[Row]) -> pd.DataFrame:
    """List answers, one row each, in the given order.

    Returns
    -------
    pd.DataFrame
        teacher_id name (missing for groups and the school) group requirement label period
        verdict amount needed short unit scale reason; and, of hours on the plan, offered
        can_reach reached_by missing_even_if_all make_up.
    """
    return typed_frame([_listed(row) for row in rows], _COLUMNS)


def typed_frame(rows: Iterable[dict[str, Any]], kinds: dict[str, str]) -> pd.DataFrame:
    """Build a frame from rows; `kinds` names its columns and what they hold (see `tables.DTYPES`)."""
    listed = list(rows)
    return pd.DataFrame(
        {
            name: array([row.get(name) for row in listed], DTYPES[kind])
            for name, kind in kinds.items()
        }
    )


def in_units(frame: pd.DataFrame) -> pd.DataFrame:
    """Show amounts as plain numbers of their unit: 21.5 and 30 rather than 2150 and 3000.

    A frame without a column of scales has hundredths.
    """
    scales = frame[col.SCALE] if col.SCALE in frame else pd.Series(100, frame.index)
    amounts = [name for name in _AMOUNTS if name in frame]
    shown = {
        name: pd.Series(map(_number, frame[name], scales), frame.index, dtype="object")
        for name in amounts
    }
    return frame.assign(**shown).drop(columns=[col.SCALE], errors="ignore")


def show_amount(amount: int, scale: int, unit: str) -> str:
    """Write an amount with its unit.

    >>> show_amount(2150, 100, "学时"), show_amount(3, 1, "次"), show_amount(1500, 100, "%")
    ('21.5 学时', '3 次', '15%')
    """
    number = hours(amount * 100 // scale)
    return f"{number}{unit}" if unit == "%" else f"{number} {unit}"


def _number(amount: Any, scale: int) -> float | None:
    if pd.isna(amount):
        return None
    whole, rest = divmod(int(amount), int(scale))
    return whole + rest / scale if rest else whole


def _listed(row: Row) -> dict[str, Any]:
    answer, ahead = row.answer, row.answer.forecast
    listed: dict[str, Any] = {
        col.TEACHER_ID: row.teacher[0] or None,
        col.NAME: row.teacher[1] or None,
        col.GROUP: row.group or None,
        col.REQUIREMENT: row.requirement.name,
        col.LABEL: row.requirement.label,
        col.PERIOD: row.period,
        col.SHORT: answer.short,
    }
    listed |= {name: getattr(answer, name) for name in _ANSWER}
    if ahead is not None:
        listed |= {
            col.OFFERED: ahead.offered,
            col.CAN_REACH: not ahead.missing,
            col.REACHED_BY: ahead.reached_by or None,
            col.MISSING_EVEN_IF_ALL: ahead.missing,
            col.MAKE_UP: ahead.make_up,
        }
    return listed


_AMOUNTS = (
    col.AMOUNT,
    col.NEEDED,
    col.SHORT,
    col.OFFERED,
    col.MISSING_EVEN_IF_ALL,
    col.MAKE_UP,
)
_ANSWER = (col.VERDICT, col.AMOUNT, col.NEEDED, col.UNIT, col.SCALE, col.REASON)
_COLUMNS = {
    col.TEACHER_ID: "text",
    col.NAME: "text",
    col.GROUP: "text",
    col.REQUIREMENT: "text",
    col.LABEL: "text",
    col.PERIOD: "text",
    col.VERDICT: "text",
    col.AMOUNT: "term",
    col.NEEDED: "term",
    col.SHORT: "term",
    col.UNIT: "text",
    col.SCALE: "term",
    col.REASON: "text",
    col.OFFERED: "term",
    col.CAN_REACH: "yes_no",
    col.REACHED_BY: "text",
    col.MISSING_EVEN_IF_ALL: "term",
    col.MAKE_UP: "term",
}
