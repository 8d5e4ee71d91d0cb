"""Lists of who was there: a line for each person, about one activity or about several.

What the lines of a list say differs from format to format; from there on all are read alike: the
activity comes from the line, else from the words around the table, else from the day of the line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import NOTICE, Problem
from xiaoben_analytics.reading.activities import EXPECTED
from xiaoben_analytics.reading.clean import Unclean, show
from xiaoben_analytics.reading.context import Context
from xiaoben_analytics.reading.days import read_date
from xiaoben_analytics.reading.exports.legend import legend_of
from xiaoben_analytics.reading.exports.occasion import (
    ADVICE,
    Occasion,
    find_occasion,
    texts_around,
)
from xiaoben_analytics.reading.exports.rows import is_row
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.lines import Cell, Line
from xiaoben_analytics.reading.marks import Legend, mark_key
from xiaoben_analytics.reading.notices import tell_leaves
from xiaoben_analytics.reading.privacy import mask
from xiaoben_analytics.reading.record import problem_at
from xiaoben_analytics.reading.sheet import RawRow, Sheet
from xiaoben_analytics.reading.words import key
from xiaoben_analytics.tables import ABSENT, ATTENDANCE, EXCUSED, STATUSES, UNRECORDED

SIGNED_AT = "signed_at"
"""The cell of a line that says when somebody signed in; its day may tell the activity."""
MOST_NAMED = 12  # people in a message

Cells = Mapping[str, Cell]


@dataclass(frozen=True)
class Said:
    """What a line says about presence: in which column, in which words, and the status it means.

    The status is "" if nothing is said, and None where nobody knows what the words mean.
    """

    column: str
    text: str
    status: str | None


@dataclass(frozen=True)
class SignInList:
    """A list of sign-ins: its heading row, and how its lines are read.

    Of the columns `keys` every whole line fills one. `people` gives the cells of each person in a
    line by column name, `said` what they say. Lines of a form are `submitted` whenever somebody likes.
    """

    grid: Grid
    heading: Line
    headings: Mapping[str, str]
    keys: Collection[int]
    people: Callable[[Line], Iterable[Cells]]
    said: Callable[[Cells, Legend], Said]
    submitted: bool = False


@dataclass(frozen=True)
class _Entry:
    """One person in a line of the list."""

    row: int
    cells: Cells
    said: Said


def read_sign_ins(signed: SignInList, context: Context) -> Sheet:
    """Turn each person of a list into an attendance record.

    Lines that say nothing give no record, which one notice says; words that nobody has explained
    and lines of no activity are listed.
    """
    legend = legend_of(signed.grid, signed.heading, context)
    occasion = find_occasion(signed.grid, signed.heading, context.activities)
    occasion = replace(occasion, submitted=signed.submitted)
    entries = list(_entries(signed, legend))
    data = frozenset(entry.row for entry in entries)
    sheet = Sheet(signed.grid, ATTENDANCE.name, (), data, signed.headings)
    rows, unplaced = _rows(sheet, entries, occasion)
    problems = (*_unknown(sheet, entries), *_nothing_said(sheet, entries), *unplaced)
    texts = (entry.said.text for entry in entries if entry.said.status)
    leaves = tell_leaves(sheet, (text for text in texts if not legend.settles(text)))
    speaking = {entry.row for entry in entries if entry.said.status not in ("", UNRECORDED)}
    return replace(
        sheet,
        rows=rows,
        silent=data - speaking,
        problems=(*problems, *leaves),
        legend=_sentence(signed.grid, legend, entries),
        partial=not context.activities,
    )


def names_sign_in(grid: Grid, heading: Line) -> bool:
    """Tell whether the words around a table call it a list of those present."""
    texts = list(map(key, texts_around(grid, heading)))
    called = any(_PRESENT.search(text) and not _OTHERWISE.search(text) for text in texts)
    return called and not names_absence(grid, heading)


def names_absence(grid: Grid, heading: Line) -> bool:
    """Tell whether the words around a table call it a list of those who were away."""
    return any(_ABSENT.search(key(text)) for text in texts_around(grid, heading))


def yes_or_no(text: str) -> bool | None:
    """Read yes or no in any of its usual spellings, None if it is neither.

    >>> yes_or_no("A.是"), yes_or_no("False"), yes_or_no("也许")
    (True, False, None)
    """
    word = _LETTER.sub("", key(text))
    return word in _YES if word in _YES | _NO else None


_PRESENT = re.compile(r"签到|到会|点名")
_OTHERWISE = re.compile(r"未签到|没签到|未到会|签到(?:率|统计|说明|须知)|报名|预约|调查|花名册")
_ABSENT = re.compile(
    r"(?<![^\w(（【\[《、])"
    r"(?:缺席|缺勤|缺会|请假|病假|事假|未参加|未参会|未出席|未到会?|没到|旷会|未签到|补签到?)"
    r"(?:的|人员|教师|老师|教职工|人|者|名单|名册|登记|统计|情况|点名|签到|一览|汇总|表|单){0,6}"
    r"(?=$|[)）(（】\]》_-])"
)
"""Whom a title calls away; 请假 in a legend, a count or a request names nobody."""
_LETTER = re.compile(r"^[a-z][.、:)](?=.)")
_YES = frozenset(("是", "对", "能", "全程", "全程参加", "参加了", "y", "yes", "ok", "true", "1"))
_NO = frozenset(("否", "不是", "没有", "不能", "未全程参加", "n", "no", "false", "0"))


def _entries(signed: SignInList, legend: Legend) -> Iterator[_Entry]:
    heading = [show(cell) for cell in signed.heading.cells]
    for line in signed.grid.lines:
        repeated = [show(cell) for cell in line.cells] == heading
        if line.number > signed.heading.number and not repeated and is_row(line, signed.keys):
            for cells in signed.people(line):
                yield _Entry(line.number, cells, signed.said(cells, legend))


def _unknown(sheet: Sheet, entries: Iterable[_Entry]) -> Iterator[Problem]:
    """List every line whose words have no meaning, each with the number of its like."""
    odd = [entry for entry in entries if entry.said.status is None]
    counts = Counter(entry.said.text for entry in odd)
    for entry in odd:
        finding = Unclean(
            f"考勤没有说明含义，共 {counts[entry.said.text]} 处，都没有使用",
            "、".join(STATUSES),
            "请改为其中之一，或在 reading.toml 的 [legend] 中说明",
        )
        said = entry.said
        yield problem_at(sheet, entry.row, said.column, value=said.text, finding=finding)


def _nothing_said(sheet: Sheet, entries: Iterable[_Entry]) -> Iterator[Problem]:
    silent = [entry for entry in entries if entry.said.status == ""]
    if silent:
        names = dict.fromkeys(mask(_who(entry)) for entry in silent)
        shown = "、".join(islice(names, MOST_NAMED))
        more = f"等 {len(names)} 人" if len(names) > MOST_NAMED else ""
        column = silent[0].said.column
        written = sheet.headings.get(column, ATTENDANCE.column(col.STATUS).heading)
        finding = Unclean(
            f"有 {len(silent)} 处没有签到，也没有写明考勤，算作未登记：{shown}{more}",
            "",
            f"如是缺席或请假，请在这些人的“{written}”一格写明：{'、'.join((*EXCUSED, ABSENT))}",
        )
        yield problem_at(sheet, None, column, value="", finding=finding, severity=NOTICE)


def _who(entry: _Entry) -> str:
    return show(entry.cells.get(col.NAME)) or show(entry.cells.get(col.TEACHER_ID))


def _rows(
    sheet: Sheet, entries: Iterable[_Entry], occasion: Occasion
) -> tuple[tuple[RawRow, ...], list[Problem]]:
    """Make records of what is known; where no line of a list tells the activity it is said once."""
    known = [entry for entry in entries if entry.said.status not in (None, "", UNRECORDED)]
    untold = not occasion and not any(map(_tells_activity, known))
    if untold and not occasion.activities:  # without a plan there is nothing to be told from
        return tuple(
            RawRow(one.row, {**one.cells, col.STATUS: one.said.status}) for one in known
        ), []
    if known and untold:
        finding = Unclean("没有写明是哪一次活动，整张表没有使用", EXPECTED, ADVICE)
        return (), [problem_at(sheet, None, col.ACTIVITY_ID, value="", finding=finding)]
    rows: list[RawRow] = []
    problems: list[Problem] = []
    for entry in known:
        try:
            rows.append(RawRow(entry.row, _cells(entry, occasion)))
        except Unclean as finding:
            column = next((name for name in _TELLING if entry.cells.get(name)), col.ACTIVITY_ID)
            value = show(entry.cells.get(column))
            problems.append(problem_at(sheet, entry.row, column, value=value, finding=finding))
    return tuple(rows), problems


_TELLING = (col.ACTIVITY_ID, col.DATE, SIGNED_AT)


def _tells_activity(entry: _Entry) -> bool:
    return any(entry.cells.get(name) is not None for name in _TELLING)


def _cells(entry: _Entry, occasion: Occasion) -> Cells:
    """Complete a record by its status and, where the line names no activity, by that.

    Raises
    ------
    Unclean
        If no activity or more than one may be meant.
    """
    cells = {**entry.cells, col.STATUS: entry.said.status}
    if cells.get(col.ACTIVITY_ID) is not None:
        return cells
    school_year = occasion.activities.school_year
    if cells.get(col.DATE) is None:
        day = read_date(cells.get(SIGNED_AT), school_year)
        own = None if occasion.submitted and occasion.named else day
        return {**cells, col.DATE: own, col.ACTIVITY_ID: occasion.activity(day)}
    day = read_date(cells[col.DATE], school_year)
    return {**cells, col.ACTIVITY_ID: occasion.activity_on(day)} if day else cells


def _sentence(grid: Grid, legend: Legend, entries: Iterable[_Entry]) -> str:
    """Say by which legend signs were read, and what other words were read as; "" if there is none."""
    texts = {entry.said.text: str(entry.said.status) for entry in entries if entry.said.status}
    signs = [text for text in texts if mark_key(text) in legend.marks]
    words: dict[str, list[str]] = {}
    for text, status in texts.items():
        if text not in ("", status, *signs):
            words.setdefault(status, []).append(text)
    read_as = "，".join(f"{'、'.join(of)}={status}" for status, of in words.items())
    parts = [str(legend)] * bool(signs) + [f"表内 {read_as}"] * bool(words)
    return f"{grid.file} {grid.sheet}".strip() + f"：{'；'.join(parts)}" if parts else ""
