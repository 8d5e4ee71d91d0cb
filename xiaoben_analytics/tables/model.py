"""What a table is: columns with meaning, headings and allowed values; and a school made of tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from xiaoben_analytics import columns as col

PROVENANCE = (col.FILE, col.SHEET, col.ROW)
EITHER = ((col.TEACHER_ID, col.NAME), (col.GROUP, col.PREP_GROUP))

Dtype = pd.api.extensions.ExtensionDtype | np.dtype[np.datetime64]

TEXT: Dtype = pd.StringDtype("python", na_value=np.nan)
NUMBER, FLAG, DAY = pd.Int64Dtype(), pd.BooleanDtype(), np.dtype("datetime64[s]")

DTYPES: Mapping[str, Dtype] = {
    "text": TEXT,
    "id": TEXT,
    "name": TEXT,
    "choice": TEXT,
    "audience": TEXT,
    "term": NUMBER,
    "period": TEXT,
    "ratios": TEXT,
    "school_year": TEXT,
    "date": DAY,
    "hours": NUMBER,
    "amount": NUMBER,
    "yes_no": FLAG,
}
"""The pandas dtype of each kind of column."""


def array(values: Any, dtype: Dtype) -> pd.api.extensions.ExtensionArray:
    """Make the array of a column from clean values; None is missing."""
    made: pd.api.extensions.ExtensionArray = pd.array(values, dtype=dtype)
    return made


@dataclass(frozen=True)
class Column:
    """One column of a canonical table.

    `kind` names the cleaner (see `DTYPES`); `key` marks what a sheet must show to be recognised
    as this table; a row whose `required` column is blank or unreadable is set aside; `choices`
    maps each allowed value to its other spellings; a blank takes the `default`. By a column that is
    not `telling` no sheet is recognised: other lists have such headings, too.
    """

    name: str
    heading: str
    kind: str = "text"
    aliases: tuple[str, ...] = ()
    key: bool = False
    required: bool = False
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    default: str | bool | None = None
    telling: bool = True

    @property
    def headings(self) -> tuple[str, ...]:
        return (self.heading, *self.aliases)


@dataclass(frozen=True)
class Table:
    """A canonical table: one row per `row`, recognised by the key headings among `columns`.

    Without a `needed` table there is no result; `derived` columns (name to kind) are worked
    out from others while reading. The `identity` columns tell its rows apart, as far as they are
    filled in; where that makes a row the `only` one, there cannot be a second.
    """

    name: str
    label: str
    row: str
    columns: tuple[Column, ...]
    needed: bool = False
    derived: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    identity: tuple[str, ...] = ()
    only: bool = False

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def key_headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns if column.key)

    def empty(self) -> pd.DataFrame:
        """Return the table without rows, dtypes as declared."""
        return self.frame({})

    @property
    def either(self) -> tuple[Column, ...]:
        """The columns of which a row fills at least one: who, or which group, it is about."""
        free = {column.name for column in self.columns if not column.required}
        names = next((names for names in EITHER if free.issuperset(names)), ())
        return tuple(map(self.column, names))

    @property
    def dtypes(self) -> dict[str, Dtype]:
        """The dtype of every column of a frame of this table, those worked out included."""
        declared = {column.name: DTYPES[column.kind] for column in self.columns}
        derived = {name: DTYPES[kind] for name, kind in self.derived.items()}
        return {**declared, **PROVENANCE_DTYPES, **derived}

    def frame(self, values: Mapping[str, Any]) -> pd.DataFrame:
        """Build a frame of this table from columns of clean values; what is not given is missing."""
        rows = max((len(given) for given in values.values()), default=0)
        blank: list[object] = [None] * rows
        return pd.DataFrame(
            {name: array(values.get(name, blank), dtype) for name, dtype in self.dtypes.items()},
            copy=False,
        )


PROVENANCE_DTYPES: Mapping[str, Dtype] = {col.FILE: TEXT, col.SHEET: TEXT, col.ROW: NUMBER}


@dataclass(frozen=True)
class School:
    """A school as read from its folder: every table (empty where no file holds it) and what went wrong.

    `files` has one row per sheet (`file sheet table rows_in used set_aside furniture`);
    `problems` one row per problem; `legends` one sentence per sheet of marks, the legend used.
    """

    name: str
    school_year: str
    tables: Mapping[str, pd.DataFrame]
    files: pd.DataFrame
    problems: pd.DataFrame
    legends: tuple[str, ...] = ()
    folder: str = ""
