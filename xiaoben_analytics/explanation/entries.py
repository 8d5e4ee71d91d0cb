"""The rows that a measure of one teacher rests on, counted and not counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.explanation.arithmetic import state_measure
from xiaoben_analytics.explanation.model import Entry, MeasureExplained
from xiaoben_analytics.labels import days
from xiaoben_analytics.measures import MEASURES, Measure, measure_rows
from xiaoben_analytics.policy import Policy
from xiaoben_analytics.tables import PROVENANCE

Row = Mapping[str, Any]
Tables = Mapping[str, pd.DataFrame]

_FLAGS: Mapping[str, str] = MappingProxyType({col.MADE_UP: "已补课"})


@dataclass(frozen=True)
class Source:
    """The rows that measures are taken from, by measure and teacher, and the rules they follow."""

    rows: Mapping[str, Mapping[str, Sequence[Row]]]
    rules: Mapping[str, Any]


def take_rows(tables: Tables, policy: Policy) -> Source:
    """Take the rows of every measure that points and gates rest on; `records` is among the tables."""
    parts = (part for name in policy.scored_measures for part in MEASURES[name].parts or (name,))
    taken = {name: _by_teacher(tables, policy, MEASURES[name]) for name in dict.fromkeys(parts)}
    return Source(taken, policy.rules)


def explain_measure(name: str, amount: int, teacher_id: str, source: Source) -> MeasureExplained:
    """Take a measure back to its rows; `amount` is what the score was made of."""
    measure = MEASURES[name]
    parts = [
        (MEASURES[one], source.rows[one].get(teacher_id, ())) for one in measure.parts or (name,)
    ]
    added = sum(int(row[col.WORTH]) for _, rows in parts for row in rows)
    share = measure.per(_section(measure, source.rules))
    return MeasureExplained(
        name=name,
        label=measure.label,
        unit=measure.unit,
        amount=exact(amount, measure.scale),
        arithmetic=state_measure(measure, added, amount, share),
        entries=tuple(
            entry
            for part, rows in parts
            for entry in _entries(part, rows, _section(part, source.rules))
        ),
    )


def exact(amount: int, scale: int = 100) -> Decimal:
    """Turn an amount in parts of a unit into the unit.

    >>> exact(1825), exact(3, 1)
    (Decimal('18.25'), Decimal('3'))
    """
    return Decimal(amount) / scale if scale != 100 else Decimal(amount).scaleb(-2)


def _by_teacher(tables: Tables, policy: Policy, measure: Measure) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    if not tables[measure.rows.table].empty:
        for row in measure_rows(tables, policy.rules, measure.name).to_dict("records"):
            own = rows.setdefault(str(row[col.TEACHER_ID]), [])
            own.append({str(name): value for name, value in row.items()})
    return rows


def _section(measure: Measure, rules: Mapping[str, Any]) -> Any:
    return rules[measure.needs] if measure.needs else None


def _entries(measure: Measure, rows: Sequence[Row], section: Any) -> Iterator[Entry]:
    """Show the rows that are counted, and those that are not with the reason; no others."""
    worths = [int(row[col.WORTH]) for row in rows]
    best = max(worths, default=0)
    for place, (row, worth) in enumerate(zip(rows, worths, strict=True)):
        why_not = "" if worth > 0 else measure.why_not(row, section)
        if worth > 0 and measure.reduction == "max" and place != worths.index(best):
            why_not = "与计入的一项相同，只计一项" if worth == best else "不是得分最高的一项"
        if worth > 0 or why_not:
            yield _entry(measure, row, why_not)


def _entry(measure: Measure, row: Row, why_not: str) -> Entry:
    file, sheet, number = (row[name] for name in PROVENANCE)
    earliest, latest = row[col.EARLIEST], row[col.LATEST]
    return Entry(
        measure=measure.label,
        when="" if pd.isna(earliest) else days(earliest, latest),
        what="，".join(_telling(measure, row)),
        worth=exact(max(0, int(row[col.WORTH])), measure.scale),
        why_not=why_not,
        file="" if pd.isna(file) else str(file),
        sheet="" if pd.isna(sheet) else str(sheet),
        row=None if pd.isna(number) else int(number),
    )


def _telling(measure: Measure, row: Row) -> Iterator[str]:
    for name in measure.rows.telling:
        given = row.get(name)
        if name in _FLAGS:
            yield from [_FLAGS[name]] if not pd.isna(given) and given else []
        elif not pd.isna(given):
            yield str(given)
