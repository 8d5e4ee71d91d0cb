"""Measures of professional practice: lessons observed and given, reviews, reflections, notes."""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.measures.model import Measure, Row, Rows, Rules, Tables

_ONE = 100  # of an amount, in hundredths


def _practice(tables: Tables, _rules: Rules) -> pd.DataFrame:
    """Add each teacher's own subject; a piece without an amount is one, notes without one none."""
    own = tables["roster"].set_index(col.TEACHER_ID)[col.SUBJECT]
    rows = tables["practice"]
    missing = (rows[col.KIND] != "业务笔记").astype("Int64") * _ONE
    return rows.assign(
        **{
            col.AMOUNT: rows[col.AMOUNT].fillna(missing),
            col.OWN_SUBJECT: rows[col.SUBJECT].notna()
            & (rows[col.SUBJECT] == rows[col.TEACHER_ID].map(own)),
        }
    )


def _open_lessons(tables: Tables, _rules: Rules) -> pd.DataFrame:
    """List open lessons from both tables that may hold them; the same day of a teacher counts once."""
    practice, tasks = tables["practice"], tables["participation"]
    done = tasks[col.DONE].fillna(value=True)
    parts = [practice[practice[col.KIND] == "公开课"], tasks[(tasks[col.KIND] == "公开课") & done]]
    lessons = pd.concat(parts, ignore_index=True)
    again = lessons.duplicated([col.TEACHER_ID, col.DATE]) & lessons[col.DATE].notna()
    return lessons[~again].assign(**{col.AMOUNT: lessons[col.AMOUNT].fillna(_ONE)})


PRACTICE = Rows(
    "practice", "教学实践", "practice", _practice, (col.DATE,), (col.KIND, col.SUBJECT, col.NOTE)
)
LESSONS = Rows(
    "open_lessons", "公开课", "roster", _open_lessons, (col.DATE,),
    (col.SUBJECT, col.CONTENT, col.NOTE), ("practice", "participation"),
)  # fmt: skip


def _counted(name: str, label: str, unit: str, *kinds: str) -> Measure:
    """Make the measure that adds up the amounts of some kinds of practice."""
    meaning = f"教学实践表中{'、'.join(kinds)}的数量"

    def amount(_rules: Rules) -> nw.Expr:
        return nw.col(col.KIND).is_in(list(kinds)).cast(nw.Int64) * nw.col(col.AMOUNT)

    return Measure(name, label, unit, PRACTICE, meaning, amount, scale=100)


def _own_subject(_rules: Rules) -> nw.Expr:
    observed = (nw.col(col.KIND) == "听课") & nw.col(col.OWN_SUBJECT)
    return observed.cast(nw.Int64) * nw.col(col.AMOUNT)


def _not_own(row: Row, _rules: Rules) -> str:
    if row[col.KIND] != "听课":
        return ""
    return "没有写明学科" if pd.isna(row[col.SUBJECT]) else f"学科是{row[col.SUBJECT]}"


MEASURES = (
    _counted(col.OBSERVED_LESSONS, "听课", "节", "听课"),
    Measure(
        col.OBSERVED_OWN_SUBJECT, "听本学科课", "节", PRACTICE,
        "听课中学科与花名册中本人学科相同的", _own_subject, scale=100, why_not=_not_own,
    ),
    _counted(col.LESSON_REVIEWS, "评课", "节", "评课"),
    Measure(
        col.OPEN_LESSONS, "公开课", "节", LESSONS,
        "教学实践和活动参与两表中的公开课，同一天的只算一次",
        lambda _: nw.col(col.AMOUNT), scale=100,
    ),
    _counted(col.COLLECTIVE_PREPARATIONS, "集体备课", "次", "集体备课"),
    _counted(col.REFLECTIONS, "教学反思", "篇", "反思"),
    _counted(col.CASES, "教学案例", "篇", "案例"),
    _counted(col.REFLECTIONS_AND_CASES, "反思或案例", "篇", "反思", "案例"),
    _counted(col.NOTE_CHARACTERS, "业务笔记", "字", "业务笔记"),
    _counted(col.TRIAL_LESSONS, "试验课或示范课", "节", "试验课"),
    _counted(col.SHORT_COURSES, "短期集中研修", "次", "短期研修"),
    _counted(col.STUDY_VISITS, "教育参观考察", "次", "参观考察"),
)  # fmt: skip
