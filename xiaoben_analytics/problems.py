"""A problem: one cell, row or file that needs a person, with its address.

`PROBLEM` makes `xiaoben check` return 1; `NOTICE` is information that changes nothing; `REPEATED`
marks a row that says again what another has said: it is set aside, and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import pandas as pd

PROBLEM = "问题"
NOTICE = "提示"
REPEATED = "重复"


@dataclass(frozen=True)
class Problem:
    """What was found where, what was expected, and what to do; all text, `row` is 1-based or None."""

    file: str
    sheet: str
    row: int | None
    column: str
    value: str
    problem: str
    expected: str = ""
    advice: str = ""
    severity: str = PROBLEM


COLUMNS = tuple(field.name for field in fields(Problem))


def problems_frame(problems: Iterable[Problem]) -> pd.DataFrame:
    """List problems as a frame: one row each, in the given order, the columns of `Problem`."""
    listed = list(problems)
    return pd.DataFrame(
        {
            name: pd.Series(
                [getattr(problem, name) for problem in listed],
                dtype="Int64" if name == "row" else "str",
            )
            for name in COLUMNS
        }
    )
