"""Pieces of evidence: what each row is worth and when it happened; adding them up over a period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.calendar import Period, school_year, school_year_of, terms
from xiaoben_analytics.measures import Measure, measure_rows

Pieces = Mapping[str, Sequence["Piece"]]
"""The pieces of each teacher, by id."""


@dataclass(frozen=True)
class Piece:
    """What one row is worth, and the days within which it happened; None if nothing says when."""

    worth: int
    span: Period | None

    @property
    def is_of_one_day(self) -> bool:
        return self.span is not None and self.span.start == self.span.end

    def lies_in(self, period: Period) -> bool:
        return (
            self.span is not None
            and period.start <= self.span.start
            and self.span.end <= period.end
        )

    def since(self, joined: date) -> Piece:
        """Return the piece as one of somebody's years since `joined` takes it.

        The total of a whole school year was earned after joining, belongs to the year in which
        all of it lies but summer, when nothing is trained, and its first month.
        """
        if self.span is None or self.span.end - self.span.start < _NEARLY_A_YEAR:
            return self
        start = max(self.span.start + FIRST_MONTH, joined)
        return replace(self, span=Period("", start, max(start, self.span.end - SUMMER)))

    def may_lie_in(self, period: Period) -> bool:
        """Tell whether some of the days are in the period, or the day is unknown."""
        return self.span is None or (
            self.span.start <= period.end and period.start <= self.span.end
        )


@dataclass(frozen=True)
class Added:
    """What pieces add up to: `sure` within a period, and `most`, if all that may belong does.

    Both are what the rows add up to, before `Measure.whole`; `loose` are the pieces that leave
    the difference open.
    """

    sure: int
    most: int
    loose: int


def list_pieces(
    tables: Mapping[str, pd.DataFrame],
    rules: Mapping[str, Any],
    name: str,
    year: str,
    words: Sequence[str] = (),
) -> Pieces:
    """List each teacher's rows that are worth something and, with `words`, are about one of them.

    Attendance without date or month lies in its term, else somewhere in the school year.
    """
    rows = measure_rows(tables, rules, name)
    rows = rows[_is_about(rows, words) & (rows[col.WORTH] != 0)]
    first = school_year(year).start
    when = zip(rows[col.EARLIEST], rows[col.LATEST], _fallbacks(rows, year), strict=True)
    pieces: dict[str, list[Piece]] = defaultdict(list)
    for teacher, worth, days in zip(rows[col.TEACHER_ID], rows[col.WORTH], when, strict=True):
        pieces[teacher].append(Piece(int(worth), _span(*days, first)))
    return pieces


def not_before(span: Period, first: date) -> Period:
    """Put what a plan holds before the first day of its school year, as in August, on that day."""
    return Period(span.label, first, first) if span.end < first else span


def list_years(
    tables: Mapping[str, pd.DataFrame], rules: Mapping[str, Any], name: str, year: str
) -> Mapping[str, frozenset[str]]:
    """List of which school years a measure's rows tell of each teacher, worth something or not."""
    rows = measure_rows(tables, rules, name)
    first = school_year(year).start
    known: dict[str, set[str]] = defaultdict(set)
    when = zip(rows[col.EARLIEST], rows[col.LATEST], _fallbacks(rows, year), strict=True)
    for teacher, days in zip(rows[col.TEACHER_ID], when, strict=True):
        span = _span(*days, first)
        known[teacher].add(school_year_of(span.start) if span else year)
    return {teacher: frozenset(own) for teacher, own in known.items()}


def happened(pieces: Pieces, on: date | None) -> Pieces:
    """Leave out what begins after a day."""
    if on is None:
        return pieces
    return {
        teacher: [piece for piece in own if piece.span is None or piece.span.start <= on]
        for teacher, own in pieces.items()
    }


def add_up(pieces: Iterable[Piece], period: Period, measure: Measure) -> Added:
    """Add up what surely and what possibly lies in a period, as the measure reduces rows."""
    sure: list[int] = []
    loose: list[int] = []
    for piece in pieces:
        if piece.lies_in(period):
            sure.append(piece.worth)
        elif piece.may_lie_in(period):
            loose.append(piece.worth)
    if measure.reduction == "max":
        return Added(max(sure, default=0), max((*sure, *loose), default=0), len(loose))
    return Added(sum(sure), sum(sure) + sum(loose), len(loose))


def _is_about(rows: pd.DataFrame, words: Sequence[str]) -> pd.Series:
    """Tell which rows hold one of the words in title, form, topic or skill; without words, all."""
    named = [rows[name].fillna("") for name in _TOLD_IN if name in rows]
    texts = ["、".join(row) for row in zip(*named, strict=True)] or [""] * len(rows)
    about = [not words or any(word in text for word in words) for text in texts]
    return pd.Series(about, rows.index, dtype=bool)


def _fallbacks(rows: pd.DataFrame, year: str) -> Iterator[Period | None]:
    """Yield within which days each row of attendance lies if it names neither day nor month."""
    if col.STATUS not in rows:
        yield from [None] * len(rows)
        return
    halves = terms(year)
    for status, term in zip(rows[col.STATUS], rows[col.TERM], strict=True):
        if pd.isna(status):
            yield None
        else:
            yield school_year(year) if pd.isna(term) else halves[int(term) - 1]


def _span(earliest: Any, latest: Any, fallback: Period | None, first: date) -> Period | None:
    if pd.isna(earliest):
        return fallback
    span = Period("", earliest.date(), latest.date())
    return span if fallback is None else not_before(span, first)


SUMMER = timedelta(days=62)
"""July and August."""
FIRST_MONTH = timedelta(days=30)
_NEARLY_A_YEAR = timedelta(days=300)
_TOLD_IN = (col.TITLE, col.FORM, col.TOPIC, col.SKILL)
