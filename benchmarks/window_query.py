"""Tiers by a window query in DuckDB on a table of totals: the rival of a what-if of ratios."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import numpy as np
import pandas as pd

from benchmarks.by_hand import COMPONENTS

GROUP = 12
POINTS = (3000, 3000, 3000, 1000, 1000)

_TIERS = """
select case when gated then 3
            when place <= (2 * size * {first} + 100) // 200 then 0
            when place <= (2 * size * {second} + 100) // 200 then 1
            else 2 end as level
from (select row, gated, count(*) over (partition by "group") as size,
             rank() over (partition by "group" order by gated, total desc, {keys}) as place
      from totals)
order by row
"""


def make_totals(teachers: int) -> pd.DataFrame:
    """Make up the points of teachers in groups of twelve; one in fifty is gated."""
    dice = np.random.default_rng(5)
    points = {
        name: dice.integers(0, most + 1, teachers)
        for name, most in zip(COMPONENTS, POINTS, strict=True)
    }
    frame = pd.DataFrame(points)
    frame.insert(0, "total", frame.sum(axis="columns"))
    frame["gated"] = dice.random(teachers) < 0.02
    frame["group"] = pd.Series(np.arange(teachers) // GROUP).map("第{}组".format).astype("str")
    return frame


def window_query(totals: pd.DataFrame, first: int, second: int) -> Callable[[], np.ndarray]:
    """Prepare the query with cumulative lines in whole percents; it returns a level per teacher, 0 the best."""
    base = duckdb.connect()
    rows = totals.assign(row=np.arange(len(totals)))  # noqa: F841  named in the query
    base.execute("create table totals as select * from rows")
    keys = ", ".join(f"{name} desc" for name in COMPONENTS)
    query = _TIERS.format(first=first, second=second, keys=keys)
    return lambda: base.execute(query).fetchnumpy()["level"]
