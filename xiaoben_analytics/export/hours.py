"""The sheet 学时: what every teacher has against what is required."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.export.book import Book, Cell
from xiaoben_analytics.findings import finding_hours
from xiaoben_analytics.labels import HEADINGS, reading_order
from xiaoben_analytics.requirements import (
    MET,
    SHORT,
    UNDER_WAY,
    about_hours,
    check_requirements,
    hour_policy,
    in_units,
)

HOURS = "学时"
_TEXTS = (col.GROUP, col.TEACHER_ID, col.NAME, col.LABEL, col.PERIOD)
_AMOUNTS = (col.AMOUNT, col.NEEDED, col.SHORT)
_DONE = "完成率"
_TOP = 3
_COLORS = {MET: "#00704F", SHORT: "#C00000", UNDER_WAY: "#9C5700"}


def write_hours(book: Book, result: Assessment) -> None:
    """Write one row per teacher, requirement and period; what is missing is a formula."""
    title, answers = _answers(result)
    sheet = book.add_sheet(HOURS, freeze=(_TOP + 1, 3))
    rows = [
        _row(answer, row)
        for row, answer in enumerate(in_units(answers).to_dict("records"), start=_TOP + 2)
    ]
    names = (*_TEXTS, *_AMOUNTS, _DONE, col.VERDICT, col.REASON)
    widths = book.write_table(sheet, [HEADINGS.get(name, name) for name in names], rows, top=_TOP)
    book.write_row(sheet, 0, [Cell("学时与要求", "title")])
    book.write_sentence(sheet, 1, f"依据：{title}。{finding_hours(answers)}", widths)
    sheet.ignore_errors({"number_stored_as_text": "B1:B1048576"})
    if rows:
        _color(book, sheet, len(rows))
    book.protect(sheet)


def _answers(result: Assessment) -> tuple[str, pd.DataFrame]:
    """Judge hours by the school's own regulation, or by the usual one if that asks for none."""
    policy = hour_policy(result.policy)
    answers = about_hours(check_requirements(result.school, policy))
    order = answers.sort_values([col.GROUP, col.TEACHER_ID], key=_in_order, kind="stable")
    return policy.title, order.reset_index(drop=True)


def _in_order(cells: pd.Series) -> pd.Series:
    return cells.fillna("").map(reading_order)


def _row(answer: Mapping[Hashable, Any], row: int) -> list[Cell]:
    has, asked = _place(col.AMOUNT, row), _place(col.NEEDED, row)
    known = not pd.isna(answer[col.AMOUNT]) and not pd.isna(answer[col.NEEDED])
    short = f'=IF(COUNT({has},{asked})<2,"",MAX(ROUND({asked}-{has},2),0))'
    done = f'=IF(COUNT({has},{asked})<2,"",IF({asked}=0,1,MIN({has}/{asked},1)))'
    share = min(answer[col.AMOUNT] / answer[col.NEEDED], 1) if known and answer[col.NEEDED] else 1
    return [
        *(
            Cell(_text(answer[name]), "left" if name == col.TEACHER_ID else "wrap")
            for name in _TEXTS
        ),
        *(Cell(_number(answer[name]), "hours") for name in (col.AMOUNT, col.NEEDED)),
        Cell(answer[col.SHORT] if known else "", "hours", short),
        Cell(share if known else "", "rate", done),
        Cell(answer[col.VERDICT], "center"),
        Cell(_text(answer[col.REASON]), "wrap"),
    ]


def _place(name: str, row: int) -> str:
    return f"${'ABCDEFGH'[[*_TEXTS, *_AMOUNTS].index(name)]}{row}"


def _color(book: Book, sheet: Any, rows: int) -> None:
    """Draw how much is done as bars, and say by colour who is short."""
    done = len(_TEXTS) + len(_AMOUNTS)
    bar = {"type": "data_bar", "bar_color": "#9CC3E0"}
    ends = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1}
    sheet.conditional_format(_TOP + 1, done, _TOP + rows, done, {**bar, **ends})
    for verdict, color in _COLORS.items():
        look = book.file.add_format({"font_color": color, "bold": True})
        rule = {"type": "cell", "criteria": "==", "value": f'"{verdict}"', "format": look}
        sheet.conditional_format(_TOP + 1, done + 1, _TOP + rows, done + 1, rule)


def _text(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell)


def _number(cell: Any) -> float | None:
    return None if pd.isna(cell) else cell
