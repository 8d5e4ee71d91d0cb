"""Two days in one cell: when a study outside school began and ended."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import replace

from xiaoben_analytics import columns as col
from xiaoben_analytics.reading.clean import show
from xiaoben_analytics.reading.coded import Coded
from xiaoben_analytics.reading.days import read_date
from xiaoben_analytics.reading.lines import Cell
from xiaoben_analytics.reading.sheet import RawRows

_TO = re.compile(r"\s*(?:[~～—–-]+|至|到)\s*")
_END = re.compile(
    r"(?:(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*)?(\d{1,2})\s*[日号]?(?:止|结束)?"
)


def read_span(cell: Cell, school_year: str) -> tuple[dt.date, dt.date] | None:
    """Read a first and a last day; of the last, what it leaves out is as in the first.

    >>> [str(day) for day in read_span("2025.10.13-10.17", "")]
    ['2025-10-13', '2025-10-17']
    """
    text = unicodedata.normalize("NFKC", show(cell)) if isinstance(cell, str) else ""
    for between in _TO.finditer(text):
        first = read_date(text[: between.start()], school_year)
        found = _END.fullmatch(text[between.end() :])
        if first and found and (last := _last(found, first)):
            return first, last
    return None


def part_spans(rows: RawRows, school_year: str) -> RawRows:
    """Give the end of a span that stands as the first day to the last one, where that is blank."""
    starts = rows.cells.get(col.START_DATE)
    if starts is None:
        return rows
    spans = {cell: span for cell in starts.distinct if (span := read_span(cell, school_year))}
    if not spans:
        return rows
    ends = rows.cells.get(col.RETURN_DATE) or Coded[Cell].same("", len(rows))
    pairs = starts.zip(ends)
    returns = pairs.map(lambda p: spans[p[0]][1] if p[0] in spans and p[1] in ("", None) else p[1])
    begins = starts.map(lambda cell: spans[cell][0] if cell in spans else cell)
    cells = {**rows.cells, col.START_DATE: begins, col.RETURN_DATE: returns}
    return replace(rows, cells=cells)


def _last(found: re.Match[str], first: dt.date) -> dt.date | None:
    """Complete the last day; a month before that of the first is one of the next year."""
    month = int(found[2] or first.month)
    year = int(found[1] or first.year + (month < first.month))
    try:
        last = dt.date(year, month, int(found[3]))
    except ValueError:
        return None
    return last if last >= first else None
