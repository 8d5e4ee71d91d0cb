"""A record put right: changed, added or withdrawn; and the school with its records so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.labels import hours
from xiaoben_analytics.tables.declared import TABLES
from xiaoben_analytics.tables.model import Column, School, Table


@dataclass(frozen=True)
class Correction:
    """One record put right.

    `at` is the place of the record in its table, None of one that is added; `says` are what its
    columns hold then, those not named stay. A record that is `withdrawn` is left out.
    """

    table: str
    at: int | None
    says: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    withdrawn: bool = False


def correct(school: School, corrections: Iterable[Correction]) -> School:
    """Put records of a school right, all at once: places are those before any of it."""
    by_table: dict[str, list[Correction]] = {}
    for one in corrections:
        by_table.setdefault(one.table, []).append(one)
    changed = {
        name: _corrected(TABLES[name], school.tables[name], given)
        for name, given in by_table.items()
    }
    return replace(school, tables={**school.tables, **changed})


def state_correction(school: School, correction: Correction) -> str:
    """Say which record is put right and how, with its address."""
    table = TABLES[correction.table]
    rows = school.tables[correction.table]
    before = {} if correction.at is None else dict(rows.iloc[correction.at])
    told = {**before, **correction.says}
    where = "，".join(part for part in (_address(before), *_named(school, table, told)) if part)
    if correction.at is None:
        known = {col.TEACHER_ID, col.NAME, col.ACTIVITY_ID}
        filled = [c for c in table.columns if c.name not in known and not _missing(told, c.name)]
        shown = "、".join(f"{one.heading} {_shown(one, told[one.name])}" for one in filled)
        return f"《{table.label}》补记一条：{where}（{shown}）"
    if correction.withdrawn:
        return f"《{table.label}》撤销一条：{where}"
    changes = "，".join(
        f"“{one.heading}”由“{_shown(one, before.get(one.name))}”改为“{_shown(one, told[one.name])}”"
        for one in (table.column(name) for name in correction.says)
    )
    return f"《{table.label}》改一条：{where}，{changes}"


def _corrected(table: Table, rows: pd.DataFrame, given: Sequence[Correction]) -> pd.DataFrame:
    changed, withdrawn, added = rows.copy(), [], []
    for one in given:
        if one.at is None:
            added.append(one.says)
        elif one.withdrawn:
            withdrawn.append(one.at)
        else:
            for name, value in one.says.items():
                changed[name] = _with(changed[name], one.at, value)
    kept = changed.drop(index=changed.index[withdrawn])
    if added:
        names = dict.fromkeys(name for says in added for name in says)
        more = table.frame({name: [says.get(name) for says in added] for name in names})
        kept = pd.concat([kept, more])
    return kept.reset_index(drop=True)


def _with(column: pd.Series, at: int, value: object) -> pd.Series:
    """Return a column with another value at one place."""
    changed = column.copy()
    changed.iloc[at] = value
    return changed


def _address(row: Mapping[Any, Any]) -> str:
    if not row or _missing(row, col.ROW):
        return ""
    place = "·".join(str(row[name]) for name in (col.FILE, col.SHEET) if row[name])
    return f"{place} 第 {row[col.ROW]} 行"


def _named(school: School, table: Table, row: Mapping[Any, Any]) -> Iterator[str]:
    """Say whom and what a record is about."""
    for name in table.identity:
        if _missing(row, name):
            continue
        if name == col.TEACHER_ID:
            yield _looked_up(school.tables["roster"], name, row[name], col.NAME)
        elif name == col.ACTIVITY_ID:
            yield f"《{_looked_up(school.tables['plan'], name, row[name], col.TITLE)}》"
        else:
            yield _shown(table.column(name), row[name])


def _looked_up(rows: pd.DataFrame, key: str, value: Any, wanted: str) -> str:
    found = rows.loc[rows[key] == value, wanted].dropna()
    return str(found.iloc[0]) if len(found) else str(value)


def _missing(row: Mapping[Any, Any], name: str) -> bool:
    return name not in row or bool(pd.isna(row[name]))


def _shown(column: Column, value: Any) -> str:
    if pd.isna(value):
        return "空白"
    match column.kind:
        case "hours" | "amount":
            return hours(value)
        case "yes_no":
            return "是" if value else "否"
        case "date":
            return str(pd.Timestamp(value).date())
    return str(value)
