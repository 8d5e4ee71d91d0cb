"""Measures of who the teachers are, for targets of the whole staff; one row each on the roster."""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.measures.model import Measure, Row, Rows, Rules, Tables


def _staff(tables: Tables, rules: Rules) -> pd.DataFrame:
    """Mark which of the regulation's words each teacher's rating, category or degree holds."""
    roster, staff = tables["roster"], rules["staff"]
    text = roster[col.CATEGORY].fillna("") + "、" + roster[col.RATING].fillna("")
    return roster.assign(
        **{
            col.EXCELLENT: _holds(text, staff.excellent),
            col.BACKBONE: _holds(text, staff.backbone),
            col.QUALIFIED: _holds(text, (*staff.excellent, *staff.backbone, *staff.qualified)),
            col.COLLEGE: _holds(roster[col.DEGREE].fillna(""), staff.degrees),
            col.COURSEWARE: roster[col.COURSEWARE].fillna(value=False),
        }
    )


def _holds(text: pd.Series, words: tuple[str, ...]) -> pd.Series:
    return pd.Series([any(word in one for word in words) for one in text], index=text.index)


STAFF = Rows("staff", "花名册", "roster", _staff, telling=(col.CATEGORY, col.RATING, col.DEGREE))


def _flag(name: str, label: str, meaning: str, told_by: str) -> Measure:
    """Make the measure that is 1 for those whom the roster marks; `told_by` is its column."""

    def why_not(row: Row, _rules: Rules) -> str:
        return "" if told_by in row and not pd.isna(row[told_by]) else "花名册没有写明"

    return Measure(
        name, label, "人", STAFF, meaning, lambda _: nw.col(name), needs="staff", why_not=why_not
    )


EVERYBODY = Rows("roster", "花名册", "roster", lambda tables, _: tables["roster"])

MEASURES = (
    Measure(col.ON_ROSTER, "在册教师", "人", EVERYBODY, "花名册上的教师", lambda _: nw.lit(1)),
    _flag(col.EXCELLENT, "优秀教师", "称号或类别为优秀教师等的教师", col.RATING),
    _flag(col.BACKBONE, "骨干教师", "称号或类别含“骨干”等的教师", col.RATING),
    _flag(col.QUALIFIED, "达标教师", "称号或类别为达标及以上的教师", col.RATING),
    _flag(col.COLLEGE, "大专及以上学历", "学历为大专及以上的教师", col.DEGREE),
    _flag(col.COURSEWARE, "会制作课件", "花名册写明会制作课件的教师", col.COURSEWARE),
)
