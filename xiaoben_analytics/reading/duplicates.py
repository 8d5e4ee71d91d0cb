"""Rows that say again, or otherwise, what another row has said: one stands, one is set aside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from pathlib import PurePath
from typing import Any

import numpy as np

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import CONTRADICTED, NOTICE, PROBLEM, REPEATED, Problem
from xiaoben_analytics.reading.clean import Unclean
from xiaoben_analytics.reading.coded import Coded, number_rows, repeats
from xiaoben_analytics.reading.record import PERSON, Record, Records
from xiaoben_analytics.reading.sheet import Sheet
from xiaoben_analytics.reading.words import key
from xiaoben_analytics.tables import AWARDS, PLAN, ROSTER, Table

SAID_OF_ATTENDANCE = (col.STATUS, col.HOURS, col.MADE_UP)
SHOWN = (
    col.NAME,
    col.TEACHER_ID,
    col.ACTIVITY_ID,
    col.TITLE,
    col.AWARD,
    col.STATUS,
    col.ELECTION,
    col.CANDIDATE,
    col.SCHOOL_YEAR,
)
SAID_OF_GROUP = (col.REVIEW_SCORE, col.GROUP_BONUS, col.GROUP_RATIO)


def drop_repeated_teachers(roster: Records) -> tuple[Records, list[Problem]]:
    """Keep one row for each id; ids that differ only in leading zeros are both kept and listed."""
    kept, problems = _drop(roster, [roster.column(col.TEACHER_ID)], _everything(ROSTER))
    for at, again in repeats(kept.column(col.TEACHER_ID).map(lambda one: one.lstrip("0"))):
        first, row = kept[at], kept[again]
        teacher_id = row.get(col.TEACHER_ID)
        finding = Unclean(
            f"工号 {teacher_id} 与 {first.place} 的 {first.get(col.TEACHER_ID)} 只差前导零",
            "每人一个工号",
            "请核对是否为同一人",
        )
        problems.append(row.problem(col.TEACHER_ID, teacher_id, finding))
    return kept, [*problems, *_note_namesakes(kept)]


def note_repeated_names(roster: Records) -> tuple[Records, list[Problem]]:
    """Say which rows of a roster without ids have the name of a row above; all of them stay."""
    names = roster.column(col.NAME).zip(roster.column(col.GROUP))
    unknown = col.TEACHER_ID not in roster.values
    repeated = [again for _, again in repeats(names)] if unknown else []
    finding = Unclean(
        "前面已有同名的一行，没有工号，不知是否为同一人", "", "请补上工号，或删去多余的行"
    )
    told = (roster[at] for at in repeated if names[at][0])
    return roster, [row.problem(col.NAME, row.get(col.NAME), finding, NOTICE) for row in told]


def _note_namesakes(roster: Records) -> Iterator[Problem]:
    """Say of two people of one name in one group that they are taken for two."""
    for at, again in repeats(roster.column(col.NAME).map(key).zip(roster.column(col.GROUP))):
        first, row = roster[at], roster[again]
        name, group = row.get(col.NAME), row.get(col.GROUP)
        ids = f"{first.get(col.TEACHER_ID)}、{row.get(col.TEACHER_ID)}"
        finding = Unclean(f"{group}有两位“{name}”（{ids}），按两个人处理", "", "请核对是否为同一人")
        yield row.problem(col.NAME, name, finding, NOTICE)


def drop_repeated_activities(plan: Records) -> tuple[Records, list[Problem]]:
    """Keep one row for each id of an activity."""
    return _drop(plan, [plan.column(col.ACTIVITY_ID)], _everything(PLAN))


def drop_repeated_attendance(rows: Records) -> tuple[Records, list[Problem]]:
    """Keep one row for each teacher and activity."""
    people = rows.column(col.TEACHER_ID)
    if None in people.distinct:
        told = people.zip(rows.column(col.NAME), rows.column(col.GROUP))
        people = told.map(lambda one: one[0] or (key(one[1] or ""), one[2]))
    same = [people, rows.column(col.ACTIVITY_ID)]
    return _drop(rows, same, SAID_OF_ATTENDANCE)


def drop_repeated_reviews(rows: Records) -> tuple[Records, list[Problem]]:
    """Keep one row for each group: its bonus counts once."""
    same = [rows.column(col.GROUP).map(key)]
    return _drop(rows, same, SAID_OF_GROUP)


def drop_repeated_votes(rows: Records) -> tuple[Records, list[Problem]]:
    """Keep one row for each candidate of an election: its votes count once."""
    names = (col.ELECTION, col.TERM, col.CANDIDATE, col.CANDIDATE_ID)
    return _drop(rows, [rows.column(name) for name in names], [col.VOTES])


def drop_repeated_years(rows: Records) -> tuple[Records, list[Problem]]:
    """Keep one row for each teacher and earlier school year."""
    same = [rows.column(name) for name in (*PERSON, col.SCHOOL_YEAR)]
    return _drop(rows, same, [col.HOURS])


def drop_repeated_awards(rows: Records) -> tuple[Records, list[Problem]]:
    """Keep one of several equal rows that show the same certificate."""
    same = [
        (number, _said(rows[at], _everything(AWARDS))) if number else at
        for at, number in enumerate(rows.column(col.CERTIFICATE))
    ]
    return _drop(rows, [Coded.of(same)], _everything(AWARDS))


def drop_repeated_meetings(rows: Records) -> tuple[Records, list[Problem]]:
    """Keep one row for each meeting of a group."""
    same = [rows.column(name) for name in _everything(rows.table)]
    return _drop(rows, same, _everything(rows.table))


def drop_repeated_between_sheets(rows: Records) -> tuple[Records, list[Problem]]:
    """Set aside what another sheet has said, day and all, and every row of a copied file.

    Equal rows of one sheet are as many things. Those of two sheets may be two if no day is given:
    they stay, and a notice says so.
    """
    if len(rows.sheets.distinct) < 2:
        return rows, []
    names = _everything(rows.table)
    first: dict[Hashable, Record] = {}
    times: Counter[Hashable] = Counter()
    lost: list[int] = []
    problems: list[Problem] = []
    for row in rows:
        said = _said(row, names)
        times[row.sheet, said] += 1
        before = first.setdefault((said, times[row.sheet, said]), row)
        if before.at == row.at:
            continue
        if _is_dated(row) or _is_copy(row.sheet, before.sheet):
            lost.append(row.at)
            finding = Unclean(f"与 {before.place} 重复，没有再计", "", "无须处理，也可删去一行")
            problems.append(_about(row, finding, REPEATED))
        else:
            found = f"与 {before.sheet.place} 的一行相同，没有写日期，两行都计"
            problems.append(_about(row, Unclean(found, "", "如是同一件事，请删去一行"), NOTICE))
    return rows.without(np.asarray(lost, dtype=np.intp)), problems


def _is_dated(row: Record) -> bool:
    days = (column for column in row.table.columns if column.kind in ("date", "period"))
    return any(row.get(column.name) for column in days)


_COPY = re.compile(r"(?:[\s_-]*(?:副本|拷贝|复件|copy))?(?:\s*[(（]\d+[)）]|(?<![\d./年-])\d)?$")


def _is_copy(sheet: Sheet, other: Sheet) -> bool:
    """Tell whether a sheet says the same in a file of the same name, but for the mark of a copy."""
    stems = {_COPY.sub("", PurePath(one.grid.file).stem.casefold()) for one in (sheet, other)}
    return len(stems) == 1 and sheet.grid.lines.rows == other.grid.lines.rows


def _everything(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns)


def _drop(
    rows: Records, same: Sequence[Coded[Any]], names: Sequence[str]
) -> tuple[Records, list[Problem]]:
    """Of rows about the same thing the first of equal ones stands, of different ones the last.

    Rows are equal if the columns `names` are.
    """
    about, first = number_rows(*same)
    standing = dict(enumerate(first.tolist()))
    problems: list[Problem] = []
    for at in np.delete(np.arange(len(rows)), first).tolist():
        before, row = rows[standing[about[at]]], rows[at]
        differ = [name for name in names if before.get(name) != row.get(name)]
        if not differ:
            finding = Unclean(f"与 {before.place} 重复，没有再计", "", "无须处理，也可删去一行")
            problems.append(_about(row, finding, REPEATED))
        else:
            standing[about[at]] = at
            shown = "、".join(f"“{rows.table.column(name).heading}”" for name in differ)
            found = f"与 {row.place} 的{shown}{CONTRADICTED}{_shown(_said(row, names))}为准"
            finding = Unclean(found, "前后一致", "请核对后只留一行")
            problems.append(_about(before, finding, PROBLEM))
    return (rows.take(list(standing.values())) if len(first) < len(rows) else rows), problems


def _said(row: Record, names: Sequence[str]) -> tuple[Hashable, ...]:
    return tuple(row.get(name) for name in names)


def _shown(said: tuple[Hashable, ...]) -> str:
    """Show in brackets the words with which a row differs, if there are any."""
    words = [word for word in said if isinstance(word, str)]
    return f"（{'，'.join(words)}）" if words else ""


def _about(row: Record, finding: Unclean, severity: str) -> Problem:
    shown: Sequence[str] = [str(row.get(name)) for name in SHOWN if row.get(name)]
    return row.problem("", " ".join(shown) or str(row.get(col.GROUP)), finding, severity)
