"""A problem: one cell, row or file that needs a person, with its address.

`PROBLEM` makes `xiaoben check` return 1; `NOTICE` is information that changes nothing; `REPEATED`
marks a row that says again what another has said: it is set aside, and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import pandas as pd

from xiaoben_analytics import columns as col

PROBLEM = "问题"
NOTICE = "提示"
REPEATED = "重复"

ROW_USED = "这一行其余内容照用"
ROW_SET_ASIDE = "这一行没有使用"

CONTRADICTED = "不一致，以后者"
"""What is said of a row that another row about the same thing contradicts, and replaces."""

WHOLE_FOLDER = "整个文件夹"
"""Where something is found that stands in no single file, such as attendance nobody recorded."""

SHOWN_ROWS = 3


@dataclass(frozen=True)
class Problem:
    """What was found where, what was expected, and what to do; all text, `row` is 1-based or None.

    `outcome` says what became of the row, where it stands in a table.
    """

    file: str
    sheet: str
    row: int | None
    column: str
    value: str
    problem: str
    expected: str = ""
    advice: str = ""
    severity: str = PROBLEM
    outcome: str = ""


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


def list_new(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """List the problems of `after` that `before` does not list, in their order.

    The same finding in another row is another, and of equal ones as many are listed as are more.
    """
    keys = [
        frame.astype("str").assign(again=frame.groupby(list(COLUMNS), dropna=False).cumcount())
        for frame in (before, after)
    ]
    known = set(keys[0].itertuples(index=False, name=None))
    fresh = [one not in known for one in keys[1].itertuples(index=False, name=None)]
    return after[fresh].reset_index(drop=True)


def count_problems(problems: pd.DataFrame) -> pd.DataFrame:
    """Count what was found: one row per file, most to be mended first; one column per severity found."""
    places = problems[col.FILE].replace("", WHOLE_FOLDER)
    counts = pd.crosstab(places, problems[col.SEVERITY])
    kinds = [kind for kind in (PROBLEM, NOTICE, REPEATED) if kind in counts]
    return counts[kinds].sort_index().sort_values(kinds, ascending=False, kind="stable")


def state_problems(problems: pd.DataFrame) -> pd.Series:
    """Say of each problem in one statement what was found, what was expected, what became of it."""
    expected = problems[col.EXPECTED].map(lambda text: f"（应为：{text}）" if text else "")
    outcome = problems[col.OUTCOME].map(lambda text: f"；{text}" if text else "")
    return problems[col.PROBLEM] + expected + outcome


def group_problems(problems: pd.DataFrame) -> pd.DataFrame:
    """Put what is wrong in the same way in several rows of a sheet on one line.

    Returns
    -------
    pd.DataFrame
        The columns of `problems`, `row` as text such as “3、5、8 等 12 行”; in order of the first.
    """
    shared = [name for name in problems.columns if name != col.ROW]
    grouped = problems.groupby(shared, sort=False, dropna=False)[col.ROW].agg(list).reset_index()
    grouped[col.ROW] = grouped[col.ROW].map(_rows).astype("str")
    return grouped[list(problems.columns)]


def _rows(numbers: list[object]) -> str:
    given = [str(number) for number in numbers if not pd.isna(number)]  # type: ignore[call-overload]
    shown = "、".join(given[:SHOWN_ROWS])
    return shown if len(given) <= SHOWN_ROWS else f"{shown} 等 {len(given)} 行"
