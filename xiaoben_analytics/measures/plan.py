"""Measures of the plan: what the school offers; a planned activity belongs to no teacher."""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.measures.model import Measure, Rows, Rules, Tables


def _plan(tables: Tables, _rules: Rules) -> pd.DataFrame:
    return tables["plan"].assign(**{col.TEACHER_ID: ""})


PLAN = Rows("plan", "活动计划", "plan", _plan, (col.DATE, col.MONTH))

MEASURES = (
    Measure(
        col.PLANNED_ACTIVITIES, "计划的活动", "次", PLAN, "活动计划中的活动", lambda _: nw.lit(1)
    ),
)
