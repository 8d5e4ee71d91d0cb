"""Who meets what is required, as tables under the readers' headings, and as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.export.scores import WRITERS as TABLE_WRITERS
from xiaoben_analytics.labels import HEADINGS
from xiaoben_analytics.requirements import Requirements, in_units

Writer = Callable[[Requirements, Path], None]

ABSENCES = "可缺席次数"

_AMOUNTS = (col.AMOUNT, col.NEEDED, col.SHORT, col.UNIT)
_AHEAD = (col.OFFERED, col.REACHED_BY, col.MISSING_EVEN_IF_ALL, col.MAKE_UP)
_PERSON = (col.GROUP, col.TEACHER_ID, col.NAME)
_ASKED = (col.LABEL, col.PERIOD, col.VERDICT)
_VOTES = "票数或得分"
_LOOKS = {HEADINGS[name]: "wrap" for name in (col.REASON, col.TITLE)}
_LOOKS |= {HEADINGS[name]: "center" for name in (col.VERDICT, col.TERM, col.PLACE, col.CHOSEN)}
_LOOKS |= {HEADINGS[col.SHORT]: "right", _VOTES: "right", HEADINGS[col.SOURCE]: "wrap"}
_KEPT = {HEADINGS[col.SOURCE], HEADINGS[col.ABSENCES_LEFT]}
"""Columns by which a table is known for a result: they stay even if they are blank."""


def requirement_tables(found: Requirements, *, whole: bool = False) -> dict[str, pd.DataFrame]:
    """Lay out by sheet whatever there is, to be read; blank columns are left out.

    What the reason says anyway is there if the `whole` is wanted.
    """
    amounts = _AMOUNTS if whole else ()
    ahead = (*_AMOUNTS, *_AHEAD) if whole else (col.SHORT,)
    counted = (col.GATE, *(_COUNTS if whole else ()), col.ABSENCES_LEFT, col.REASON)
    held = (col.GROUP, col.PREP_GROUP, col.SLOT, col.VERDICT, *(_HELD if whole else ()), col.REASON)
    teachers = found.teachers
    if not whole:
        lacks = teachers[col.SHORT].mask(teachers[col.SHORT] == 0)
        teachers = teachers.assign(**{col.SHORT: lacks})
    tables = {
        "达标情况": _headed(teachers, (*_PERSON, *_ASKED, *ahead, col.REASON)),
        "教研组": _headed(found.groups, (col.GROUP, *_ASKED, *amounts, col.REASON)),
        "全校": _headed(found.school, (*_ASKED, *amounts, col.REASON)),
        ABSENCES: _headed(found.absences, (*_PERSON, *counted)),
        "纪律情况": _incidents(found.incidents),
        "教研日历": _headed(found.slots, held),
        "评选": honours_table(found.honours),
    }
    listed = {name: _without_blanks(table) for name, table in tables.items() if len(table)}
    first = next(iter(tables))
    return listed or {first: tables[first]}


def honours_table(honours: pd.DataFrame) -> pd.DataFrame:
    """Lay out the candidates of every honour, best first."""
    chosen = honours[col.CHOSEN].map({True: "是", False: ""})
    table = _headed(honours.assign(**{col.CHOSEN: chosen}), _HONOURS)
    return table.rename(columns={HEADINGS[col.AMOUNT]: _VOTES})


def requirements_writer(path: Path, table: str | None = None) -> Writer:
    """Return what writes such a file (.xlsx: every table, .csv: one), or only the `table` named.

    Raises
    ------
    UsageError
        If the ending is another; asked before the work, it costs no time. On writing, if there is
        no such table, or more than a csv holds.
    """
    if path.suffix.lower() not in WRITERS:
        raise UsageError.unknown("文件格式", path.suffix or path.name, WRITERS)
    whole, write = WRITERS[path.suffix.lower()]

    def written(found: Requirements, unfinished: Path) -> None:
        tables = requirement_tables(found, whole=whole)
        if table is not None and table not in tables:
            raise UsageError.unknown("表", table, tables)
        chosen = tables if table is None else {table: tables[table]}
        if write is _write_csv and len(chosen) > 1:
            raise UsageError.several_tables(path.name, chosen)
        write(chosen, unfinished)

    return written


def _headed(frame: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    table = in_units(frame)[list(names)]
    return table.rename(columns=HEADINGS)


def _incidents(incidents: pd.DataFrame) -> pd.DataFrame:
    """Show of each incident the day, or the month, and the row that says so."""
    days = incidents[col.DATE].dt.strftime("%Y-%m-%d").fillna(incidents[col.MONTH])
    rows = incidents[[col.FILE, col.SHEET, col.ROW]].itertuples(index=False, name=None)
    places = pd.Series(map(_address, rows), incidents.index, dtype="object")
    shown = incidents.assign(**{col.DATE: days, col.SOURCE: places})
    return _headed(shown, (*_PERSON, *_INCIDENTS))


def _address(place: tuple[Any, Any, Any]) -> str | None:
    file, sheet, row = place
    if pd.isna(file):
        return None
    told = "·".join(str(one) for one in (file, sheet) if not pd.isna(one) and one)
    return told if pd.isna(row) else f"{told} 第 {row} 行"


def _without_blanks(table: pd.DataFrame) -> pd.DataFrame:
    return table[[name for name in table if name in _KEPT or not table[name].isna().all()]]


def _write_csv(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    (table,) = tables.values()
    TABLE_WRITERS[".csv"](table, path)


def _write_xlsx(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    from xlsxwriter import Workbook  # noqa: PLC0415  only when a workbook is wanted

    from xiaoben_analytics.export.book import Book, Cell  # noqa: PLC0415

    with Workbook(path) as file:
        book = Book(file)
        for name, table in tables.items():
            headings = [str(heading) for heading in table]
            looks = [_LOOKS.get(heading, "left") for heading in headings]
            rows = [
                [Cell(_value(value), look) for value, look in zip(row, looks, strict=True)]
                for row in table.itertuples(index=False, name=None)
            ]
            book.write_table(book.add_sheet(name, freeze=(1, 0)), headings, rows)


def _value(value: Any) -> str | int | float | None:
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    return str(value) if isinstance(value, str) else float(value) if value % 1 else int(value)


_COUNTS = (col.UNEXCUSED_ABSENCES, col.OWED, col.LIMIT, col.REMAINING)
_INCIDENTS = (col.INCIDENT, col.TITLE, col.DATE, col.SOURCE)
_HELD = (col.PLANNED, col.HELD, col.MOVED, col.MISSED)
_HONOURS = (
    col.HONOUR,
    col.TERM,
    col.PLACE,
    col.CANDIDATE,
    col.TEACHER_ID,
    col.GROUP,
    col.AMOUNT,
    col.CHOSEN,
    col.REASON,
)
TableWriter = Callable[[Mapping[str, pd.DataFrame], Path], None]
WRITERS: Mapping[str, tuple[bool, TableWriter]] = MappingProxyType(
    {".xlsx": (False, _write_xlsx), ".csv": (True, _write_csv)}
)
"""By the ending of a file: whether it has room for the whole, and what writes it."""
