"""Measures of work in school: keynotes and tasks, notes, reading, the group's meetings and bonus."""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.measures.model import Measure, Row, Rows, Rules, Tables, within, worth

_MET = "met"  # the preparation group that met

TASKS = Rows(
    "participation", "活动参与", "participation", lambda tables, _: tables["participation"],
    (col.DATE,), (col.KIND, col.CONTENT),
)  # fmt: skip
NOTES = Rows(
    "notes", "学习笔记", "notes", lambda tables, _: tables["notes"], (col.DATE,), (col.GRADE,)
)
READING = Rows(
    "reading", "读书活动", "reading", lambda tables, _: tables["reading"], (col.DATE,),
    (col.BOOK, col.COMPLETION),
)  # fmt: skip


IN_TIME = "按时上交，不扣分"
"""Said of homework that was given in as asked: it neither gives nor takes."""


def _bonuses(tables: Tables, _rules: Rules) -> pd.DataFrame:
    """Give every member of a group the rows of the group's review."""
    members = tables["roster"][[col.TEACHER_ID, col.GROUP]]
    return members.merge(tables["group_review"], on=col.GROUP)


def _meetings(tables: Tables, _rules: Rules) -> pd.DataFrame:
    """Give every member the meetings of the group and of the own preparation group."""
    members = tables["roster"][[col.TEACHER_ID, col.GROUP, col.PREP_GROUP]]
    meetings = tables["group_meetings"].rename(columns={col.PREP_GROUP: _MET})
    whole = members.merge(meetings.dropna(subset=[col.GROUP]), on=col.GROUP)
    whole = whole[whole[_MET].isna() | (whole[_MET] == whole[col.PREP_GROUP])]
    small = meetings[meetings[col.GROUP].isna()].drop(columns=[col.GROUP])
    small = members.merge(small, left_on=col.PREP_GROUP, right_on=_MET)
    return pd.concat([whole, small], ignore_index=True)


MEETINGS = Rows(
    "meetings", "教研活动", "group_meetings", _meetings, (col.DATE,), (col.TOPIC, col.FORM)
)
REVIEWS = Rows(
    "group_review", "教研组考核", "group_review", _bonuses, telling=(col.GROUP, col.NOTE)
)

_UNDONE = (nw.col(col.DONE) == False).fill_null(False)  # noqa: E712  an expression, not a truth


def _undone_tasks(_rules: Rules) -> nw.Expr:
    is_task: nw.Expr = nw.col(col.KIND) == "任务"
    return is_task & nw.col(col.REQUIRED) & _UNDONE


def _activity_credits(rule: Rules) -> nw.Expr:
    return within(col.CREDITS, rule.credits) * (~_UNDONE).cast(nw.Int64)


def _no_activity_credits(row: Row, rule: Rules) -> str:
    done = row[col.DONE]
    if not pd.isna(done) and not done:
        return "没有按时完成"
    return "没有写明学分" if pd.isna(row[col.CREDITS]) else f"学分不在 {rule.credits} 之内"


def _reading_deductions(rule: Rules) -> nw.Expr:
    completion = nw.col(col.COMPLETION)
    missing: nw.Expr = (completion == "未交").cast(nw.Int64) * rule.missing
    poor = (completion == "质量不高").cast(nw.Int64) * within(col.DEDUCTION, rule.poor)
    return missing + poor.fill_null(0)


def _no_reading_deduction(row: Row, rule: Rules) -> str:
    if row[col.COMPLETION] == "按时":
        return IN_TIME
    return "没有写明扣分" if pd.isna(row[col.DEDUCTION]) else f"扣分不在 {rule.poor} 之内"


MEASURES = (
    Measure(
        col.UNDONE_TASKS, "未完成的必须任务", "项", TASKS, "写明必须完成而没有完成的任务",
        _undone_tasks,
    ),
    Measure(
        col.ACTIVITY_CREDITS, "活动学分", "学分", TASKS,
        "主讲、公开课和按时完成的任务的学分，限办法规定的范围",
        _activity_credits, scale=100, needs="participation", why_not=_no_activity_credits,
    ),
    Measure(
        col.NOTE_POINTS, "笔记得分合计", "分", NOTES, "各次笔记检查按等级所得的分",
        lambda rule: worth(col.GRADE, rule.grades), scale=100, needs="notes",
    ),
    Measure(
        col.NOTE_CHECKS, "笔记检查", "次", NOTES, "有等级的笔记检查",
        lambda _: ~nw.col(col.GRADE).is_null(),
    ),
    Measure(
        col.READING_DEDUCTIONS, "读书扣分", "分", READING,
        "没有上交、质量不高的读书成果的扣分", _reading_deductions, scale=100, needs="reading",
        why_not=_no_reading_deduction,
    ),
    Measure(
        col.BOOKS, "读书", "本", READING, "写明书名的读书记录；未交成果的不算",
        lambda _: ~nw.col(col.BOOK).is_null() & (nw.col(col.COMPLETION) != "未交"),
        why_not=lambda row, _: str(row[col.COMPLETION]),
    ),
    Measure(
        col.REPORTS, "读书心得", "篇", READING, "上交的读书心得或笔记",
        lambda _: nw.col(col.COMPLETION) != "未交",
        why_not=lambda row, _: str(row[col.COMPLETION]),
    ),
    Measure(
        col.MEETINGS_HELD, "教研组活动", "次", MEETINGS, "本人所在教研组、备课组开展的活动", lambda _: nw.lit(1),
    ),
    Measure(
        col.GROUP_BONUS, "教研组加分", "分", REVIEWS, "所在教研组受表彰的加分",
        lambda _: nw.col(col.GROUP_BONUS), scale=100,
    ),
)  # fmt: skip
