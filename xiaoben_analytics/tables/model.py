"""What a table is: columns with meaning, headings and allowed values; and a school made of tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd

from xiaoben_analytics import columns as col

PROVENANCE = (col.FILE, col.SHEET, col.ROW)

DTYPES = {
    "text": "str",
    "id": "str",
    "name": "str",
    "choice": "str",
    "audience": "str",
    "term": "Int64",
    "period": "str",
    "ratios": "str",
    "date": "datetime64[s]",
    "hours": "Int64",
    "amount": "Int64",
    "yes_no": "boolean",
}
"""The pandas dtype of each kind of column."""


@dataclass(frozen=True)
class Column:
    """One column of a canonical table.

    `kind` names the cleaner (see `DTYPES`); `key` marks what a sheet must show to be recognised
    as this table; a row whose `required` column is blank or unreadable is set aside; `choices`
    maps each allowed value to its other spellings; a blank takes the `default`.
    """

    name: str
    heading: str
    kind: str = "text"
    aliases: tuple[str, ...] = ()
    key: bool = False
    required: bool = False
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    default: str | bool | None = None

    @property
    def headings(self) -> tuple[str, ...]:
        return (self.heading, *self.aliases)


@dataclass(frozen=True)
class Table:
    """A canonical table: one row per `row`, recognised by the key headings among `columns`.

    Without a `needed` table there is no result; `derived` columns (name to kind) are worked
    out from others while reading.
    """

    name: str
    label: str
    row: str
    columns: tuple[Column, ...]
    needed: bool = False
    derived: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def key_headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns if column.key)

    def empty(self) -> pd.DataFrame:
        """Return the table without rows, dtypes as declared."""
        return self.frame({})

    @property
    def dtypes(self) -> dict[str, str]:
        """The dtype of every column of a frame of this table, those worked out included."""
        declared = {column.name: DTYPES[column.kind] for column in self.columns}
        derived = {name: DTYPES[kind] for name, kind in self.derived.items()}
        return declared | PROVENANCE_DTYPES | derived

    def frame(self, values: Mapping[str, Sequence[object]]) -> pd.DataFrame:
        """Build a frame of this table from columns of clean values; what is not given is missing."""
        rows = max((len(given) for given in values.values()), default=0)
        blank: list[object] = [None] * rows
        return pd.DataFrame(
            {
                name: pd.Series(values.get(name, blank), dtype=dtype)
                for name, dtype in self.dtypes.items()
            }
        )


PROVENANCE_DTYPES = {col.FILE: "str", col.SHEET: "str", col.ROW: "Int64"}


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
