"""腾讯会议: who was in an online meeting, and for how long.

Facts of the meeting stand in the first lines, then one line per entry into it. All cells are
text; nicknames are the users' own and may name nobody, a device, or two people at once.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from xiaoben_analytics import columns as col
from xiaoben_analytics.policy.model import Recording
from xiaoben_analytics.problems import Problem
from xiaoben_analytics.reading.activities import Activities
from xiaoben_analytics.reading.clean import Unclean, show
from xiaoben_analytics.reading.context import Context, Reader
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.header import is_furniture
from xiaoben_analytics.reading.lines import Cell, Line
from xiaoben_analytics.reading.nicknames import find_people
from xiaoben_analytics.reading.record import problem_at
from xiaoben_analytics.reading.sheet import RawRow, Sheet
from xiaoben_analytics.reading.words import heading_key
from xiaoben_analytics.tables import ATTENDANCE

NICKNAME, DURATION, SUBJECT = "用户昵称", "累计参会时长", "会议主题"


@dataclass(frozen=True)
class Layout:
    """The heading row, and where nickname and duration stand in it."""

    line: Line
    nickname: int
    duration: int


@dataclass(frozen=True)
class Meeting:
    """What the facts above the heading say: the activity, its day and planned length."""

    activity: str
    date: dt.date
    seconds: int


@dataclass(frozen=True)
class Stay:
    """Somebody's time in the meeting, all entries added up."""

    person: Mapping[str, Cell]
    seconds: int
    rows: tuple[int, ...]


def recognise(grid: Grid, context: Context) -> Reader | None:  # noqa: ARG001 as every export
    """Recognise the heading row, which no other table has."""
    for line in grid.top:
        names = {heading_key(show(cell)): at for at, cell in enumerate(line.cells) if cell}
        if NICKNAME in names and DURATION in names:
            return partial(_read, grid, Layout(line, names[NICKNAME], names[DURATION]))
    return None


def _read(grid: Grid, layout: Layout, context: Context) -> Sheet:
    """Turn time in the meeting into a status per person, by the policy's shares of its length."""
    below = (line for line in grid.lines if line.number > layout.line.number)
    data = frozenset(line.number for line in below if not is_furniture(line))
    names = {col.NAME: show(layout.line.cells[layout.nickname])}
    sheet = Sheet(grid, ATTENDANCE.name, (), data, names)
    facts = _facts(grid, layout.line)
    try:
        meeting = _meeting(facts, context)
    except Unclean as finding:
        subject = facts.get(SUBJECT, "")
        return replace(
            sheet, problems=(problem_at(sheet, None, SUBJECT, value=subject, finding=finding),)
        )
    stays, problems = _stays(sheet, layout, context)
    rows = tuple(_row(stay, meeting, context.recording) for stay in stays)
    return replace(sheet, rows=rows, problems=tuple(problems))


def _facts(grid: Grid, heading: Line) -> dict[str, str]:
    facts = {}
    for line in grid.lines:
        if line.number < heading.number:
            name, _, rest = show(line.filled[0]).replace("：", ":").partition(":")
            facts[name.strip()] = " ".join([rest.strip(), *map(show, line.filled[1:])]).strip()
    return facts


def _meeting(facts: Mapping[str, str], context: Context) -> Meeting:
    start, end = _moment(facts.get("预定开始时间", "")), _moment(facts.get("预定结束时间", ""))
    if start is None:
        raise Unclean("会议没有可读的预定开始时间", "形如 2021-09-10 14:00:00", "请重新导出")
    planned = int((end - start).total_seconds()) if end else 0
    seconds = planned if planned > 0 else _seconds(facts.get("累计会议时长", ""))
    if not seconds:
        raise Unclean("会议没有可读的时长", "预定开始和结束时间", "请重新导出")
    return Meeting(
        _activity(facts.get(SUBJECT, ""), start.date(), context.activities), start.date(), seconds
    )


def _moment(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return None


def _activity(subject: str, day: dt.date, activities: Activities) -> str:
    """Find the activity by the meeting's subject, else by its day."""
    if not activities:
        return subject or day.isoformat()
    try:
        return activities.find(subject, date=day).activity_id
    except Unclean as finding:
        try:
            return activities.on(day).activity_id
        except Unclean:
            raise finding from None


def _stays(sheet: Sheet, layout: Layout, context: Context) -> tuple[list[Stay], list[Problem]]:
    stays: dict[str, Stay] = {}
    problems: list[Problem] = []
    for line in (line for line in sheet.grid.lines if line.number in sheet.data):
        nickname = _at(line, layout.nickname)
        try:
            seconds = _duration(_at(line, layout.duration))
            for who, person in _people(nickname, context):
                before = stays.get(who, Stay(person, 0, ()))
                stays[who] = Stay(person, before.seconds + seconds, (*before.rows, line.number))
        except Unclean as finding:
            problems.append(
                problem_at(sheet, line.number, col.NAME, value=nickname, finding=finding)
            )
    return list(stays.values()), problems


def _row(stay: Stay, meeting: Meeting, recording: Recording) -> RawRow:
    share = min(Fraction(stay.seconds, meeting.seconds), Fraction(1))
    cells = {
        **stay.person,
        col.ACTIVITY_ID: meeting.activity,
        col.DATE: meeting.date,
        col.STATUS: recording.online_status(share),
    }
    return RawRow(stay.rows[0], cells, stay.rows[1:])


def _at(line: Line, at: int) -> str:
    return show(line.cells[at]) if at < len(line.cells) else ""


def _duration(text: str) -> int:
    seconds = _seconds(text)
    if seconds is None:
        raise Unclean(f"参会时长“{text}”无法识别", "形如 1:30:00", "请重新导出")
    return seconds


def _seconds(text: str) -> int | None:
    """Read a duration.

    >>> _seconds("1:00:30"), _seconds("45:10"), _seconds("1小时5分"), _seconds("?")
    (3630, 2710, 3900, None)
    """
    parts = re.fullmatch(r"(?:(\d+):)?(\d+):(\d+)", text) or re.fullmatch(
        r"(?=\d)(?:(\d+)小时)?(?:(\d+)分钟?)?(?:(\d+)秒)?", text
    )
    if parts is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in parts.groups())
    return 3600 * hours + 60 * minutes + seconds


def _people(nickname: str, context: Context) -> Iterator[tuple[str, dict[str, Cell]]]:
    if not context.people:
        yield nickname, {col.NAME: nickname}
        return
    for person in find_people(nickname, context.people):
        yield person.teacher_id, {col.TEACHER_ID: person.teacher_id, col.NAME: person.name}
