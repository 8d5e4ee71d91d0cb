"""What all letters of an assessment share, and how what they quote is made fit for one reader."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.explanation import Entry, Remark
from xiaoben_analytics.ledger import Line
from xiaoben_analytics.records import offered_hours
from xiaoben_analytics.requirements import about_hours, check_requirements, hour_policy
from xiaoben_analytics.summary import Hide, other_hider

Row = tuple[object, ...]


@dataclass(frozen=True)
class Dossier:
    """What all letters of an assessment share.

    `answers` say how far each teacher meets what is asked; where the regulation asks for no hours,
    `lent` holds what each has by one that does. `offered` are the hours of the plan by teacher, `line`
    is the decision that the result was made of.
    """

    result: Assessment
    answers: pd.DataFrame
    lent: pd.DataFrame
    offered: pd.Series
    hide: Hide
    line: Line | None = None

    def told(self, text: object, teacher: str) -> str:
        """Take a text from a cell, and name nobody else in it."""
        return self.hide("" if text is None else str(text), (teacher,))

    def own(self, frame: pd.DataFrame, teacher: str) -> list[dict[Any, Any]]:
        rows: list[dict[Any, Any]] = frame[frame[col.TEACHER_ID] == teacher].to_dict("records")
        return rows

    def source(self, told: Entry | Remark, teacher: str) -> str:
        """Say where something was found."""
        return self.place(teacher, told.file, told.sheet, told.row)

    def place(self, teacher: str, file: str | None, sheet: str | None, row: int | None) -> str:
        """Say shortly where something stands; a file may be named for somebody."""
        stem = PurePath(file or "").stem
        named = dict.fromkeys(self.told(one, teacher) for one in (stem, sheet) if one)
        number = "" if row is None else f"第 {int(row)} 行"
        return " ".join(filter(None, ("·".join(named), number)))


def dossier_of(result: Assessment, line: Line | None = None) -> Dossier:
    """Gather what letters are written from; `line` is the decision that `result` was made of."""
    own, judging = result.policy, hour_policy(result.policy)
    answers = check_requirements(result.school, own).teachers
    lent = answers.iloc[:0]
    if judging is not own:
        lent = about_hours(check_requirements(result.school, judging))
    offered = offered_hours(result.school.tables["roster"], result.school.tables["plan"])
    hide = other_hider(result.teachers)
    return Dossier(result, answers, lent, offered, hide, line)
