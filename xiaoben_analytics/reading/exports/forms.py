"""Forms that people fill in by themselves: a row per submission, a column per question.

A form is a table whose headings are questions. Where the bare headings are those of a canonical
table, it is read as that table. Else a submission is a sign-in if the form is one: by its name, by
a question about attendance, or because beside who somebody is it asks for a sign of being there.
Any other form is a survey or collects addresses, and says nothing about attendance.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from xiaoben_analytics import columns as col
from xiaoben_analytics.reading.clean import show
from xiaoben_analytics.reading.context import Context, Reader
from xiaoben_analytics.reading.exports.occasion import texts_around
from xiaoben_analytics.reading.exports.sign_in import (
    SIGNED_AT,
    Cells,
    Said,
    SignInList,
    names_sign_in,
    read_sign_ins,
    yes_or_no,
)
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.header import match_columns
from xiaoben_analytics.reading.lines import Cell, Line, Lines
from xiaoben_analytics.reading.marks import WORDS, Legend
from xiaoben_analytics.reading.sheet import Sheet
from xiaoben_analytics.reading.table import read_table
from xiaoben_analytics.reading.words import heading_key, key, tidy
from xiaoben_analytics.tables import ABSENT, ATTENDANCE, EXCUSED, PLAN, PRESENT, ROSTER

REASON = "reason"
LONGEST = 100  # signs of a question that are looked at


@dataclass(frozen=True)
class Form:
    """A sheet of submissions: its heading row, and at which index the time of submission stands.

    `facts` are the headings that the program adds by itself; `answer` reads a cell.
    """

    grid: Grid
    heading: Line
    signed_at: int
    facts: frozenset[str]
    answer: Callable[[Cell], Cell]


def form_reader(form: Form) -> Reader | None:
    """Return how a form is read: as a canonical table, as sign-ins, or not at all."""
    plain = _plain(form)
    lines = (line for line in plain.lines if line.number == form.heading.number)
    heading = next(lines, None)
    if heading is None:
        return None  # it asks nothing
    table = read_table(plain)
    if table and table.table not in (ATTENDANCE.name, ROSTER.name, PLAN.name):
        written = {bare: show(cell) for bare, cell in _headings(heading, form.heading)}
        named = {name: written.get(text, text) for name, text in table.headings.items()}
        return partial(_as_read, replace(table, grid=form.grid, headings=named))
    questions = _questions(heading)
    if not _asks_who(questions) or not _is_sign_in(form, heading, questions):
        return None
    return partial(_read, form, questions)


def _as_read(table: Sheet, context: Context) -> Sheet:  # noqa: ARG001 as every reader
    return table


def _read(form: Form, questions: Mapping[str, int], context: Context) -> Sheet:
    places = {**questions, SIGNED_AT: form.signed_at}
    headings = {name: tidy(show(form.heading.cells[at])) for name, at in places.items()}
    inverted = bool(_OF_ABSENCE.search(headings.get(col.STATUS, "")[:LONGEST]))

    def people(line: Line) -> Iterator[Cells]:
        yield {
            name: form.answer(line.cells[at]) if at < len(line.cells) else None
            for name, at in places.items()
        }

    said = partial(_said, inverted=inverted)
    keys = [questions[name] for name in _PERSON if name in questions]
    signed = SignInList(form.grid, form.heading, headings, keys, people, said, submitted=True)
    return read_sign_ins(signed, context)


_PERSON = (col.TEACHER_ID, col.NAME)
_NUMBER = re.compile(r"^(?:Q\s*)?\d+\s*[、.．:：)）]\s*|^Q\d+\s*", re.IGNORECASE)
_POLITE = re.compile(r"^(?:请(?:填写|输入|选择|问))?(?:您|你|本人)?(?:所在|所属)?的?(?=.)")
_ENDING = re.compile(r"(?<=.)(?:是什么|是)?[?？:：]{0,3}$")
_OF_ABSENCE = re.compile(r"是否.*(?:请假|缺席|缺勤)")
_SURVEY = re.compile(r"报名|预约|调查|调研|投票|满意度|意向|需求")
_BESIDE = re.compile(
    r"照片|图片|拍照|签名|定位|位置|地点|手机|电话|邮箱|微信|qq|身份证|职务|年级|部门"
)
"""What a sign-in may ask as well; what a roster holds, such as the subject, is not among it."""
_ON_THE_SPOT = re.compile(r"签到|签名|现场|到场|到会|拍照|定位")
"""What only somebody who is there is asked for; who somebody is may be asked for any reason."""
_QUESTIONS: Mapping[str, re.Pattern[str]] = {
    col.TEACHER_ID: re.compile(r"工号|教师编号"),
    col.NAME: re.compile(r"^(?!.*(?:学生|家长|孩子|微信)).{0,6}(?:姓名|名字)$"),
    col.GROUP: re.compile(r"教研组|学科组|组别"),
    REASON: re.compile(
        r"(?:请假|缺席|缺勤|未参加|不能参加).*(?:原因|理由|事由|类型|类别|说明)|^原因$"
    ),
    col.STATUS: re.compile(
        r"^(?!.*(?:愿意|希望|想|打算|下次|过)).*(?:"
        r"是否.*(?:参加|参与|出席|到会|到场|签到|请假|缺席|缺勤)|"
        r"(?:参加|出席|到会|签到|出勤|考勤)(?:情况|状态|结果)|^(?:签到|状态)$)"
    ),
    col.DATE: re.compile(r"(?:活动|培训|会议|签到)的?(?:日期|时间)"),
}
"""The words by which a question is known that is not written as a heading."""


def _plain(form: Form) -> Grid:
    """Write a form as a table: bare headings, none over the program's facts, answers as read."""
    lines = (
        replace(line, cells=tuple(map(form.answer, line.cells)))
        if line.number != form.heading.number
        else replace(line, cells=tuple(_bare(cell, form.facts) for cell in line.cells))
        for line in form.grid.lines
    )
    return replace(form.grid, lines=Lines.made(lines))


def _bare(cell: Cell, facts: frozenset[str]) -> Cell:
    text = tidy(show(cell))
    if not text or heading_key(text) in facts:
        return None
    bare = heading_key(_NUMBER.sub("", text))
    return _ENDING.sub("", _POLITE.sub("", bare))


def _headings(plain: Line, written: Line) -> Iterator[tuple[str, Cell]]:
    for bare, cell in zip(plain.cells, written.cells, strict=True):
        if isinstance(bare, str):
            yield bare, cell


def _questions(heading: Line) -> dict[str, int]:
    """Find which question asks for what: by the heading of a column, else by words in it."""
    found = match_columns(heading, (*ATTENDANCE.columns, ROSTER.column(col.GROUP)))
    for name, words in _QUESTIONS.items():
        for at, text in enumerate(heading.cells):
            free = at not in found.values() and isinstance(text, str)
            if name not in found and free and words.search(str(text)[:LONGEST]):
                found[name] = at
    return found


def _asks_who(questions: Mapping[str, int]) -> bool:
    return not questions.keys().isdisjoint(_PERSON)


def _is_sign_in(form: Form, heading: Line, questions: Mapping[str, int]) -> bool:
    texts = list(texts_around(form.grid, form.heading))
    if any(_SURVEY.search(text) for text in texts):
        return False
    if names_sign_in(form.grid, form.heading) or not {col.STATUS, REASON}.isdisjoint(questions):
        return True
    others = (
        text
        for at, text in enumerate(heading.cells)
        if isinstance(text, str) and at not in questions.values()
    )
    asked = list(others)
    about_leave = any("请假" in text for text in texts)
    on_the_spot = any(_ON_THE_SPOT.search(text) for text in asked)
    return on_the_spot and not about_leave and all(_BESIDE.search(text) for text in asked)


def _said(cells: Cells, legend: Legend, *, inverted: bool) -> Said:
    """Say what the answers mean: a submission without a word about it is presence.

    Whoever was not there needs a known reason: what is neither yes nor a status is listed.
    """
    answer, reason = show(cells.get(col.STATUS)), show(cells.get(REASON))
    status, leave = _status(answer, legend, inverted=inverted), _leave(reason)
    text = f"{answer}（{reason}）" if answer and reason else answer or reason
    meant: str | None
    if leave == "":
        meant = PRESENT if status == "" else None if status == _NO else status
    elif status in (_NO, ABSENT, ""):
        meant = leave
    else:
        meant = status if leave in (None, status) else None
    return Said(col.STATUS if answer else REASON, text, meant)


_NO = "no"
_NONE = frozenset(("", "无", "没有", "无请假", "未请假", "不请假", "否", "-", "--", "/"))


def _status(answer: str, legend: Legend, *, inverted: bool) -> str | None:
    """Read an answer about attendance: a status, `_NO`, "" if there is none, None if unknown."""
    if not answer or key(answer) == "请假":
        return _NO if answer else ""
    yes = yes_or_no(answer)
    if yes is None:
        return legend.status(answer)
    return PRESENT if yes is not inverted else _NO


def _leave(reason: str) -> str | None:
    """Read the kind of leave out of a reason, "" if none is given, None if it names not just one.

    >>> _leave("其他（病假）"), _leave("病假"), _leave("家里有事"), _leave("无")
    ('病假', '病假', None, '')
    """
    if key(reason) in _NONE:
        return ""
    parts = (
        re.sub(r"^其他[(（](.*)[)）]$", r"\1", part) for part in re.split(r"[、,，;；]", reason)
    )
    kinds = {WORDS.get(heading_key(part)) for part in parts}
    kind = kinds.pop() if len(kinds) == 1 else None
    return kind if kind in EXCUSED else None
