"""Rows that say again, or otherwise, what another row has said: one stands, one is set aside."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import PROBLEM, REPEATED, Problem
from xiaoben_analytics.reading.clean import Unclean
from xiaoben_analytics.reading.record import Record
from xiaoben_analytics.reading.words import key

SAID_OF_ATTENDANCE = (col.STATUS, col.HOURS, col.MADE_UP)
SAID_OF_GROUP = (col.REVIEW_SCORE, col.GROUP_BONUS, col.GROUP_RATIO)


def drop_repeated_teachers(roster: Iterable[Record]) -> tuple[list[Record], list[Problem]]:
    """Keep one row for each id; ids that differ only in leading zeros are both kept and listed."""
    kept, problems = _drop(roster, lambda row: row.get(col.TEACHER_ID), _everything)
    seen: dict[str, Record] = {}
    for row in kept:
        teacher_id = row.get(col.TEACHER_ID)
        first = seen.setdefault(teacher_id.lstrip("0"), row)
        if first is not row:
            finding = Unclean(
                f"工号 {teacher_id} 与 {first.place} 的 {first.get(col.TEACHER_ID)} 只差前导零",
                "每人一个工号",
                "请核对是否为同一人",
            )
            problems.append(row.problem(col.TEACHER_ID, teacher_id, finding))
    return kept, problems


def drop_repeated_activities(plan: Iterable[Record]) -> tuple[list[Record], list[Problem]]:
    """Keep one row for each id of an activity."""
    return _drop(plan, lambda row: row.get(col.ACTIVITY_ID), _everything)


def drop_repeated_attendance(rows: Iterable[Record]) -> tuple[list[Record], list[Problem]]:
    """Keep one row for each teacher and activity."""
    return _drop(
        rows,
        lambda row: (
            row.get(col.TEACHER_ID) or key(row.get(col.NAME) or ""),
            row.get(col.ACTIVITY_ID),
        ),
        lambda row: tuple(row.get(name) for name in SAID_OF_ATTENDANCE),
    )


def drop_repeated_reviews(rows: Iterable[Record]) -> tuple[list[Record], list[Problem]]:
    """Keep one row for each group: its bonus counts once."""
    return _drop(
        rows,
        lambda row: key(row.get(col.GROUP)),
        lambda row: tuple(row.get(name) for name in SAID_OF_GROUP),
    )


def drop_repeated_awards(rows: Iterable[Record]) -> tuple[list[Record], list[Problem]]:
    """Keep one of several equal rows that show the same certificate."""

    def certificate(row: Record) -> Hashable:
        number = row.get(col.CERTIFICATE)
        return (number, _everything(row)) if number else id(row)

    return _drop(rows, certificate, _everything)


def _everything(row: Record) -> Hashable:
    return tuple(row.get(column.name) for column in row.table.columns)


def _drop(
    rows: Iterable[Record], same: Callable[[Record], Hashable], said: Callable[[Record], Hashable]
) -> tuple[list[Record], list[Problem]]:
    """Of rows about the same thing the first of equal ones stands, of different ones the last."""
    standing: dict[Hashable, Record] = {}
    problems: list[Problem] = []
    for row in rows:
        before = standing.get(same(row))
        if before is None:
            standing[same(row)] = row
        elif said(before) == said(row):
            finding = Unclean(f"与 {before.place} 重复，没有再计", "", "无须处理，也可删去一行")
            problems.append(_about(row, finding, REPEATED))
        else:
            standing[same(row)] = row
            found = f"与 {row.place} 不一致，以后者{_shown(said(row))}为准"
            finding = Unclean(found, "前后一致", "请核对后只留一行")
            problems.append(_about(before, finding, PROBLEM))
    return list(standing.values()), problems


def _shown(said: Hashable) -> str:
    """Show in brackets the words with which a row differs, if there are any."""
    words = [word for word in said if isinstance(word, str)] if isinstance(said, tuple) else []
    return f"（{'，'.join(words)}）" if words else ""


def _about(row: Record, finding: Unclean, severity: str) -> Problem:
    names = (col.NAME, col.TEACHER_ID, col.ACTIVITY_ID, col.TITLE, col.AWARD, col.STATUS)
    shown: Sequence[str] = [str(row.get(name)) for name in names if row.get(name)]
    return row.problem("", " ".join(shown) or str(row.get(col.GROUP)), finding, severity)
