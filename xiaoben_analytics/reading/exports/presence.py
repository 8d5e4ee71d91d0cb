"""From time spent in a meeting to attendance: what counts, of whom, and as which status."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from xiaoben_analytics import columns as col
from xiaoben_analytics.labels import percent
from xiaoben_analytics.policy import Recording
from xiaoben_analytics.problems import NOTICE, Problem
from xiaoben_analytics.reading.clean import Unclean
from xiaoben_analytics.reading.context import Context
from xiaoben_analytics.reading.lines import Cell
from xiaoben_analytics.reading.nicknames import find_people, is_borrowed
from xiaoben_analytics.reading.privacy import mask
from xiaoben_analytics.reading.record import problem_at
from xiaoben_analytics.reading.sheet import RawRow, Sheet
from xiaoben_analytics.reading.words import key

Span = tuple[dt.datetime, dt.datetime]
Finding = tuple[int, str, Unclean]
"""A row that tells no time of anybody: its number, its nickname, and why."""


@dataclass(frozen=True)
class Stay:
    """One nickname's time in a meeting, in seconds, and between which moments if that is known."""

    nickname: str
    rows: tuple[int, ...]
    seconds: int
    span: Span | None = None


@dataclass(frozen=True)
class Window:
    """When the meeting was and its length in seconds; `guessed` from the stays if nothing says."""

    start: dt.datetime
    end: dt.datetime | None
    seconds: int
    guessed: bool = False

    def __str__(self) -> str:
        return f"{self.start:%H:%M}—{self.end:%H:%M}" if self.end else f"{self.start:%H:%M} 起"

    def clip(self, span: Span) -> Span:
        """Return the part of a span inside the window; of none, the end is not after the start."""
        if self.end is None:
            return span
        return max(span[0], self.start), min(span[1], self.end)


@dataclass(frozen=True)
class Meeting:
    """One meeting: its activity, its day if that is certain, when it was, and who stayed in it.

    `planned` tells that the plan has the activity on that very day, or in its month.
    """

    activity: str
    date: dt.date | None
    window: Window
    stays: tuple[Stay, ...]
    findings: tuple[Finding, ...]
    planned: bool


def attend(sheet: Sheet, meeting: Meeting, context: Context, *, outer_first: bool) -> Sheet:
    """Return the sheet with a row per person, with the status by the policy's shares.

    Nicknames that name nobody, or more than one can bear, are set aside with the candidates;
    without a roster they are names themselves.
    """
    stays: defaultdict[str, list[Stay]] = defaultdict(list)
    persons: dict[str, Mapping[str, Cell]] = {}
    findings = list(meeting.findings)
    for stay in meeting.stays:
        try:
            for who, person in _people(stay.nickname, context, outer_first=outer_first):
                stays[who].append(stay)
                persons.setdefault(who, person)
        except Unclean as finding:
            findings += [(row, stay.nickname, finding) for row in stay.rows]
    rows = [_row(persons[who], stays[who], meeting, context.recording) for who in stays]
    problems = [
        problem_at(sheet, row, col.NAME, value=mask(nickname), finding=finding)
        for row, nickname, finding in sorted(findings, key=lambda finding: finding[0])
    ]
    legend = f"{sheet.grid.file} {sheet.grid.sheet}".strip() + f"：{_legend(meeting, context)}"
    told = (*problems, *_borrowed(sheet, stays, context))
    return replace(sheet, rows=tuple(rows), problems=told, legend=legend)


def time_inside(stays: Sequence[Stay], window: Window) -> int:
    """Return the seconds of one person's stays that count.

    Durations add up, each no longer than its stay within the window; what two stays cover at
    once counts once; the whole window is the most.
    """
    spans = [window.clip(stay.span) for stay in stays if stay.span]
    unplaced = sum(stay.seconds for stay in stays if stay.span is None)
    placed = sum(min(stay.seconds, length(window.clip(stay.span))) for stay in stays if stay.span)
    return min(unplaced + placed, unplaced + _covered(spans), window.seconds)


def length(span: Span) -> int:
    """Return the seconds of a span; 0 if it ends before it starts."""
    return max(0, int((span[1] - span[0]).total_seconds()))


def _people(
    nickname: str, context: Context, *, outer_first: bool
) -> Iterator[tuple[str, dict[str, Cell]]]:
    if not nickname:
        raise Unclean("昵称是空的", "参会者的姓名", "请补填姓名")
    if not context.people:
        yield key(nickname), {col.NAME: mask(nickname)}
        return
    for person in find_people(nickname, context.people, outer_first=outer_first):
        yield person.teacher_id, {col.TEACHER_ID: person.teacher_id, col.NAME: person.name}


def _borrowed(
    sheet: Sheet, stays: Mapping[str, Sequence[Stay]], context: Context
) -> Iterator[Problem]:
    """Say whose time a nickname with a device or a number in it was credited to."""
    people = context.people
    for who, own in stays.items() if people else ():
        person = people.by_id[who]
        for nickname, stay in {stay.nickname: stay for stay in reversed(own)}.items():
            if is_borrowed(nickname, person) and not people.settled_as(nickname):
                found = f"昵称中有设备名或号码，按其中的姓名记给 {person}"
                finding = Unclean(found, "", "如不是本人，请在 people.toml 中写明")
                row, value = stay.rows[0], mask(nickname)
                yield problem_at(
                    sheet, row, col.NAME, value=value, finding=finding, severity=NOTICE
                )


def _row(
    person: Mapping[str, Cell], stays: Sequence[Stay], meeting: Meeting, recording: Recording
) -> RawRow:
    share = Fraction(time_inside(stays, meeting.window), meeting.window.seconds)
    rows = sorted({row for stay in stays for row in stay.rows})
    cells = {
        **person,
        col.ACTIVITY_ID: meeting.activity,
        col.DATE: meeting.date,
        col.STATUS: recording.online_status(share),
    }
    return RawRow(rows[0], cells, tuple(rows[1:]))


def _covered(spans: Iterable[Span]) -> int:
    """Return the seconds that any of the spans covers."""
    total = 0
    until: dt.datetime | None = None
    for start, end in sorted(spans):
        since = max(start, until) if until else start
        total += length((since, end))
        until = max(since, end)
    return total


def _legend(meeting: Meeting, context: Context) -> str:
    """Say what time is compared with, and which share is which status."""
    window = meeting.window
    day = f"{meeting.date} " if meeting.date else ""
    minutes, seconds = divmod(window.seconds, 60)
    whole = f"{minutes} 分钟" + (f" {seconds} 秒" if seconds else "")
    source = "（没有写明，按最早加入到最晚离开）" if window.guessed else ""
    lines = "，".join(
        f"达到 {percent(line.at_least, 2)} 为{line.status}"
        if line.at_least
        else f"其余{line.status}"
        for line in context.recording.online
    )
    return f"会议时间 {day}{window}{source}，共 {whole}；其中参会{lines}"
