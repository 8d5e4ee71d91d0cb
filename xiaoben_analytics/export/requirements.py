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

_AMOUNTS = (col.AMOUNT, col.NEEDED, col.SHORT, col.UNIT)
_AHEAD = (col.OFFERED, col.REACHED_BY, col.MISSING_EVEN_IF_ALL, col.MAKE_UP)
_PERSON = (col.GROUP, col.TEACHER_ID, col.NAME)
_ASKED = (col.LABEL, col.PERIOD, col.VERDICT)
_LONG = (col.REASON, col.TITLE)


def requirement_tables(found: Requirements) -> dict[str, pd.DataFrame]:
    """Lay everything out by sheet; only the first is there even if it is empty."""
    tables = {
        "达标情况": _headed(found.teachers, (*_PERSON, *_ASKED, *_AMOUNTS, *_AHEAD, col.REASON)),
        "教研组": _headed(found.groups, (col.GROUP, *_ASKED, *_AMOUNTS, col.REASON)),
        "全校": _headed(found.school, (*_ASKED, *_AMOUNTS, col.REASON)),
        "可缺席次数": _headed(found.absences, (*_PERSON, *_ABSENCES)),
        "纪律情况": _headed(found.incidents, (*_PERSON, *_INCIDENTS)),
        "教研日历": _headed(found.slots, _SLOTS),
        "评选": honours_table(found),
    }
    first, *_ = tables
    return {name: table for name, table in tables.items() if name == first or len(table)}


def honours_table(found: Requirements) -> pd.DataFrame:
    """Lay out the candidates of every honour, best first."""
    shown = found.honours.assign(
        **{col.CHOSEN: found.honours[col.CHOSEN].map({True: "是", False: ""})}
    )
    return _headed(shown, _HONOURS)


def requirements_writer(path: Path) -> Writer:
    """Return what writes such a file (.xlsx: every table, .csv: the teachers).

    Raises
    ------
    UsageError
        If the ending is another; asked before the work, it costs no time.
    """
    if path.suffix.lower() not in WRITERS:
        raise UsageError.unknown("文件格式", path.suffix or path.name, WRITERS)
    return WRITERS[path.suffix.lower()]


def _headed(frame: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    table = in_units(frame)[list(names)]
    return table.rename(columns=HEADINGS)


def _write_csv(found: Requirements, path: Path) -> None:
    TABLE_WRITERS[".csv"](next(iter(requirement_tables(found).values())), path)


def _write_xlsx(found: Requirements, path: Path) -> None:
    from xlsxwriter import Workbook  # noqa: PLC0415  only when a workbook is wanted

    from xiaoben_analytics.export.book import Book, Cell  # noqa: PLC0415

    wrapped = {HEADINGS[name] for name in _LONG}
    with Workbook(path) as file:
        book = Book(file)
        for name, table in requirement_tables(found).items():
            headings = [str(heading) for heading in table]
            looks = ["wrap" if heading in wrapped else "left" for heading in headings]
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


_ABSENCES = (
    col.GATE,
    col.UNEXCUSED_ABSENCES,
    col.OWED,
    col.LIMIT,
    col.REMAINING,
    col.ABSENCES_LEFT,
    col.REASON,
)
_INCIDENTS = (col.INCIDENT, col.TITLE, col.DATE, col.MONTH, col.FILE, col.SHEET, col.ROW)
_SLOTS = (
    col.GROUP,
    col.PREP_GROUP,
    col.SLOT,
    col.VERDICT,
    col.PLANNED,
    col.HELD,
    col.MOVED,
    col.MISSED,
    col.REASON,
)
_HONOURS = (
    col.HONOUR,
    col.TERM,
    col.PLACE,
    col.CANDIDATE,
    col.GROUP,
    col.AMOUNT,
    col.UNIT,
    col.CHOSEN,
    col.REASON,
)
WRITERS: Mapping[str, Writer] = MappingProxyType({".xlsx": _write_xlsx, ".csv": _write_csv})
