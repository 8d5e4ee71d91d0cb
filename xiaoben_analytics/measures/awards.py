"""Measures of awards: how many, and what the best of each kind is worth."""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.measures.model import Measure, Row, Rows, Rules, worth

AWARDS = Rows(
    "awards", "获奖", "awards", lambda tables, _: tables["awards"], (col.DATE,),
    (col.AWARD, col.AWARD_CATEGORY, col.LEVEL, col.PRIZE),
)  # fmt: skip


def _points(kind: str, rules: Rules) -> nw.Expr:
    """Points of one award of this kind; nothing above 0 if its level or prize is not listed."""
    rule = getattr(rules, kind)
    counts = (nw.col(col.AWARD_CATEGORY) == rule.category) & nw.col(col.PRIZE).is_in(
        list(rules.steps)
    )
    less: nw.Expr = worth(col.PRIZE, rules.steps) * rule.step
    points: nw.Expr = worth(col.LEVEL, rule.first) - less
    counted: nw.Expr = points * counts.cast(nw.Int64)
    return counted


def _no_points(kind: str, row: Row, rules: Rules) -> str:
    rule = getattr(rules, kind)
    if row[col.AWARD_CATEGORY] != rule.category:
        return f"类别是{row[col.AWARD_CATEGORY]}，不属于{rule.category}"
    if row[col.LEVEL] not in rule.first:
        return f"级别“{row[col.LEVEL]}”不在办法所列之内"
    return "" if pd.isna(row[col.PRIZE]) else f"等次“{row[col.PRIZE]}”按办法不得分"


MEASURES = (
    Measure(col.AWARD_COUNT, "获奖", "项", AWARDS, "获奖的项数", lambda _: nw.lit(1)),
    Measure(
        col.CONTEST_POINTS, "竞赛最高分", "分", AWARDS, "各项竞赛中得分最高的一项",
        lambda rules: _points("contest", rules), scale=100, reduction="max", needs="awards",
        why_not=lambda row, rules: _no_points("contest", row, rules),
    ),
    Measure(
        col.COMPETITION_POINTS, "评选最高分", "分", AWARDS, "各项评选中得分最高的一项",
        lambda rules: _points("competition", rules), scale=100, reduction="max", needs="awards",
        why_not=lambda row, rules: _no_points("competition", row, rules),
    ),
)  # fmt: skip
