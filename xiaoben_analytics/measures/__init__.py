"""Measures: named, integer-valued reductions of the tables to one row per teacher.

Everything that touches many rows is here. A measure says what each row of a table is worth
(`measure_rows` shows it row by row); reduced, it is one number per teacher. Amounts are written for
any engine that narwhals speaks; the dialect is narrow on purpose: expressions in `select`, bare
columns in `agg`, a cast after every aggregation, codes turned to integers by comparison; anything
richer gives silently different numbers on one engine or another.

A new measure is one more entry in the room of the rows that it is taken from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import narwhals as nw
import numpy as np
import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.calendar import Period, month, school_year
from xiaoben_analytics.measures import (
    attendance,
    awards,
    plan,
    practice,
    results,
    staff,
    study,
    work,
)
from xiaoben_analytics.measures.attendance import RECORDS
from xiaoben_analytics.measures.model import Measure, Rows, Rules, Tables, shown, with_unit

__all__ = [
    "MEASURES",
    "RECORDS",
    "Measure",
    "Rows",
    "measure_rows",
    "measure_teachers",
    "shown",
    "teachers_rows",
    "with_unit",
]

Integers = np.ndarray[tuple[int], np.dtype[np.int64]]

_ROOMS = (attendance, study, work, awards, practice, results, staff, plan)

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {measure.name: measure for room in _ROOMS for measure in room.MEASURES}
)
"""Every measure by its name, those taken from the same rows together."""


def measure_teachers(
    tables: Tables, rules: Mapping[str, Rules], names: Iterable[str]
) -> pd.DataFrame:
    """Reduce a school's tables to one row per teacher of the roster, in roster order.

    Parameters
    ----------
    tables
        The canonical tables, and `records` (see `records.build_records`) among them.
    rules
        The sections of a regulation by name (see `policy.Policy.rules`).
    names
        The measures wanted, each defined under these rules.

    Returns
    -------
    pd.DataFrame
        teacher_id and one integer column per measure, in units of 1 / `Measure.scale`; a teacher
        without rows has 0. A discretionary amount that is missing or outside the regulation's
        range is not counted (`checks` lists it).
    """
    teachers = pd.Index(tables["roster"][col.TEACHER_ID])
    wanted = [MEASURES[name] for name in dict.fromkeys(names)]
    columns = {measure.name: np.zeros(len(teachers), np.int64) for measure in wanted}
    for rows in {measure.rows.name: measure.rows for measure in wanted}.values():
        if not tables[rows.table].empty:
            taken = [measure for measure in wanted if measure.rows.name == rows.name]
            columns |= _reduced(rows.prepare(tables, rules), taken, rules, teachers)
    return pd.DataFrame({col.TEACHER_ID: teachers, **columns})


def measure_rows(tables: Tables, rules: Mapping[str, Rules], name: str) -> pd.DataFrame:
    """Show what each row is worth to its teacher: the rows of a measure, not yet reduced.

    Returns
    -------
    pd.DataFrame
        The rows that the measure is taken from, all their columns, and `amount` (integer),
        `earliest` and `latest` (the days within which the row happened; missing if unknown).
    """
    measure = MEASURES[name]
    rows = measure.rows.prepare(tables, rules).reset_index(drop=True)
    given = nw.from_native(rows, eager_only=True)
    amount = given.select(nw.col(col.TEACHER_ID), measure.expression(rules)).to_native()
    rows[col.WORTH] = amount[name].astype("int64")
    spans = [_span(*when) for when in zip(*_dates(rows, measure.rows), strict=True)]
    starts, ends = ([getattr(span, end, None) for span in spans] for end in ("start", "end"))
    rows[col.EARLIEST] = pd.Series(starts, rows.index, dtype="datetime64[s]")
    rows[col.LATEST] = pd.Series(ends, rows.index, dtype="datetime64[s]")
    return rows


def teachers_rows(tables: Tables, teacher_id: str) -> dict[str, pd.DataFrame]:
    """Keep of every table one teacher's rows; tables that are not of teachers stay whole."""
    return {
        name: table[table[col.TEACHER_ID] == teacher_id] if col.TEACHER_ID in table else table
        for name, table in tables.items()
    }


def _reduced(
    rows: pd.DataFrame, taken: list[Measure], rules: Mapping[str, Rules], teachers: pd.Index
) -> dict[str, Integers]:
    """Reduce rows to one per teacher, in the order given; nothing is below 0."""
    amounts = nw.from_native(rows, eager_only=True).select(
        nw.col(col.TEACHER_ID), *(measure.expression(rules) for measure in taken)
    )
    reduced = [getattr(nw.col(measure.name), measure.reduction)() for measure in taken]
    part = amounts.group_by(col.TEACHER_ID).agg(*reduced)
    places = teachers.get_indexer(pd.Index(part.get_column(col.TEACHER_ID).to_list()))
    columns = {}
    for measure in taken:
        columns[measure.name] = np.zeros(len(teachers), np.int64)
        values = measure.whole(part.get_column(measure.name).to_numpy(), rules)
        columns[measure.name][places[places >= 0]] = values[places >= 0].clip(min=0)
    return columns


def _dates(rows: pd.DataFrame, source: Rows) -> list[list[object]]:
    named = [name for name in source.dated if name in rows]
    return [rows[name].tolist() for name in named] or [[None] * len(rows)]


def _span(*given: object) -> Period | None:
    """Say within which days something happened, from the first date, month or year there is."""
    when = next((one for one in given if not pd.isna(one)), None)  # type: ignore[call-overload]
    if isinstance(when, pd.Timestamp):
        return Period("", when.date(), when.date())
    if not isinstance(when, str):
        return None
    return school_year(when) if len(when) > len("2021-09") else month(when)
