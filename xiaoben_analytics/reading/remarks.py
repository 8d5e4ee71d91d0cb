"""Remarks that deny what the status beside them says: such records are set aside."""

from __future__ import annotations

import re

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import Problem
from xiaoben_analytics.reading.clean import Unclean
from xiaoben_analytics.reading.marks import WORDS
from xiaoben_analytics.reading.record import Records
from xiaoben_analytics.reading.words import key
from xiaoben_analytics.tables import ABSENT, EARLY_LEAVE, EXCUSED, LATE, PRESENT

THERE = (PRESENT, LATE, EARLY_LEAVE)

_NOT_THERE = re.compile(
    r"(?:已?请|因)?(?:[病事公]假|请假|出差|缺席|缺勤|旷会|旷课|未到|未参加|没来|没到)(?:未到|半天|一天|\d天)?"
    r"|(?:请人|他人|别人)?代签|补签"
)


def drop_contradicted(rows: Records) -> tuple[Records, list[Problem]]:
    """Leave out whoever was there by the status, but by the remark away, or there in part only.

    Who has made it up was there.
    """
    told = rows.column(col.STATUS).zip(rows.column(col.NOTE), rows.column(col.MADE_UP))
    lost = told.places(lambda words: _contradicts(*words))
    problems = []
    for at in lost.tolist():
        status, note, _ = told[at]
        finding = Unclean(f"考勤是“{status}”，备注却是“{note}”", "前后一致", "请改正其中之一")
        problems.append(rows[at].problem(col.NOTE, note, finding))
    return rows.without(lost), problems


def _contradicts(status: str | None, note: str | None, made_up: bool | None) -> bool:  # noqa: FBT001 a cell
    if status not in THERE or made_up or not note:
        return False
    said = WORDS.get(key(note), status)
    in_part = status == PRESENT and said in (LATE, EARLY_LEAVE)
    return in_part or said in (ABSENT, *EXCUSED) or bool(_NOT_THERE.fullmatch(key(note)))
