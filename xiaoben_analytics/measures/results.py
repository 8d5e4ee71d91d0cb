"""Measures of assessment results, and of the skills that new teachers show."""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.measures.model import Measure, Row, Rows, Rules, Tables

_FULL = 10000  # a hundred points, in hundredths


def _results(tables: Tables, _rules: Rules) -> pd.DataFrame:
    results = tables["results"]
    return results.assign(**{col.FULL: results[col.FULL].fillna(_FULL)})


def _skills(tables: Tables, _rules: Rules) -> pd.DataFrame:
    """Mark of each teacher's showings of a skill the first one that was passed."""
    shown = tables["skills"]
    passed = shown[shown[col.PASSED].fillna(value=True)].sort_values(col.DATE, kind="stable")
    first = ~passed.duplicated([col.TEACHER_ID, col.SKILL])
    return shown.assign(**{col.FIRST: first.reindex(shown.index, fill_value=False)})


RESULTS = Rows("results", "考核成绩", "results", _results, (col.DATE,), (col.ITEM,))
SKILLS = Rows("skills", "技能展示", "skills", _skills, (col.DATE,), (col.SKILL,))


def _not_first(row: Row, _rules: Rules) -> str:
    passed = row[col.PASSED]
    return "同一项目已计入" if pd.isna(passed) or passed else "没有合格"


MEASURES = (
    Measure(
        col.RESULT_POINTS, "考核成绩合计", "分", RESULTS, "各项考核的成绩",
        lambda _: nw.col(col.SCORE), scale=100,
    ),
    Measure(
        col.RESULT_FULL, "考核满分合计", "分", RESULTS, "各项考核的满分，没有写明的按 100 分",
        lambda _: nw.col(col.FULL), scale=100,
    ),
    Measure(
        col.SKILLS_SHOWN, "展示合格的技能", "项", SKILLS, "合格的技能展示，同一项目只算一次",
        lambda _: nw.col(col.FIRST), why_not=_not_first,
    ),
    Measure(
        col.SKILL_POINTS, "技能展示得分合计", "分", SKILLS, "各次技能展示的得分",
        lambda _: nw.col(col.SCORE), scale=100,
    ),
    Measure(col.SHOWINGS, "技能展示", "次", SKILLS, "技能展示的次数", lambda _: ~nw.col(col.SCORE).is_null()),
)  # fmt: skip
