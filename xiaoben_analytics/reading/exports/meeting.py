"""Online meetings, whatever program held them: facts of the meeting, and who stayed how long.

Facts stand above one heading row, stays below it. Nicknames are the users' own and may name
nobody, a device, or two people at once. Somebody's time becomes a status by the policy's shares
of the meeting's length.

Only time inside the meeting counts, from its start to its end, where the file tells when people
came and left: waiting before it and staying on after it are no attendance. Of a row of several
entries only the first and the last moment are known, so it counts with its duration, at most with
what lies inside. Where a file has durations alone, they add up, to the meeting's length at most.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import zip_longest

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import NOTICE
from xiaoben_analytics.reading.activities import Activities
from xiaoben_analytics.reading.clean import Unclean, show
from xiaoben_analytics.reading.context import Context, Reader
from xiaoben_analytics.reading.exports.columns import cell_at
from xiaoben_analytics.reading.exports.moments import (
    Order,
    counts_seconds,
    day_orders,
    read_duration,
    read_moment,
)
from xiaoben_analytics.reading.exports.occasion import activity_of_meeting
from xiaoben_analytics.reading.exports.presence import (
    Finding,
    Meeting,
    Span,
    Stay,
    Window,
    attend,
    length,
)
from xiaoben_analytics.reading.furniture import is_furniture
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.lines import Line, Unreadable
from xiaoben_analytics.reading.record import problem_at
from xiaoben_analytics.reading.sheet import Sheet
from xiaoben_analytics.reading.words import heading_key, key
from xiaoben_analytics.tables import ATTENDANCE

NICKNAME, JOIN, LEAVE, DURATION, WAITING = "nickname", "join", "leave", "duration", "waiting"
SUBJECT, START, END, LENGTH = "subject", "start", "end", "length"
SUBJECT_HEADING = "会议主题"

Spellings = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Entries:
    """The rows below a heading, and at which index of a row each known column stands."""

    heading: Line
    places: Mapping[str, int]
    lines: tuple[Line, ...]

    def text(self, line: Line, column: str) -> str:
        """Return a cell as text, "" if nothing is said; a bare number of minutes gets its unit."""
        at = self.places.get(column)
        if at is None or at >= len(line.cells) or isinstance(line.cells[at], Unreadable):
            return ""
        return _with_unit(show(line.cells[at]), show(self.heading.cells[at]))


StaysOf = Callable[[Entries, Order], tuple[list[Stay], list[Finding]]]


def stays_by_row(entries: Entries, order: Order) -> tuple[list[Stay], list[Finding]]:
    """Read a stay out of each row."""
    stays: list[Stay] = []
    findings: list[Finding] = []
    last = counts_seconds(entries.text(line, DURATION) for line in entries.lines)
    for line in entries.lines:
        nickname = entries.text(line, NICKNAME)
        try:
            span = _span(entries, line, order)
            seconds = _seconds(entries.text(line, DURATION), span, seconds_last=last)
            stays.append(Stay(nickname, (line.number,), seconds, span))
        except Unclean as finding:
            findings.append((line.number, nickname, finding))
    return stays, findings


@dataclass(frozen=True)
class Form:
    """How one program writes a meeting: the headings of its columns, and its names for the facts.

    The `needed` columns tell its heading row from any other. `outer_first` says that the name in
    the meeting stands before the brackets of a nickname, not inside them.
    """

    headings: Spellings
    facts: Spellings
    needed: tuple[str, ...]
    outer_first: bool = False
    stays: StaysOf = stays_by_row


def recognise_meeting(form: Form, grid: Grid) -> Reader | None:
    """Recognise a form by its heading row, the first that has every needed column."""
    for line in grid.top:
        places = _places(line, form.headings)
        if set(form.needed) <= set(places):
            lines = tuple(_lines_below(line, places, grid))
            return partial(_read, grid, Entries(line, places, lines), form)
    return None


def _places(line: Line, spellings: Spellings) -> dict[str, int]:
    written: dict[str, int] = {}
    for at, cell in enumerate(line.cells):
        if isinstance(cell, str):
            written.setdefault(key(cell), at)
            written.setdefault(heading_key(cell), at)
    return {
        name: written[found]
        for name, words in spellings.items()
        if (found := next((k for k in map(key, words) if k in written), None)) is not None
    }


def _lines_below(heading: Line, places: Mapping[str, int], grid: Grid) -> Iterator[Line]:
    """Return the rows of data: those below the heading, up to the next numbered section.

    A nickname may be any words, so beside another known cell it is no note.
    """
    for line in grid.lines:
        if line.number > heading.number:
            if len(line.filled) == 1 and _SECTION.fullmatch(key(show(line.filled[0]))):
                return
            told = {name for name, at in places.items() if cell_at(line, at) is not None}
            if (NICKNAME in told and len(told) > 1) or not is_furniture(line):
                yield line


_SECTION = re.compile(
    r"\d+[.、](?:(?:meeting)?summary|(?:attended)?participants|attendees|(?:in-?meeting)?activit(?:y|ies)|"
    r"(?:会议)?(?:摘要|总结|概要)|参与者|与会者|参会者|出席者|(?:会议[中内]?的?)?活动)"
)
"""The titles of a report's sections; any other words may be somebody's nickname."""
_MINUTES = re.compile(r"minutes?|分钟|分鐘")
_YES = ("yes", "是")
_NOTHING = ("", "-", "--", "n/a")


def _with_unit(text: str, heading: str) -> str:
    if key(text) in _NOTHING:
        return ""
    return f"{text}分钟" if text.isdecimal() and _MINUTES.search(key(heading)) else text


def _span(entries: Entries, line: Line, order: Order) -> Span | None:
    texts = entries.text(line, JOIN), entries.text(line, LEAVE)
    if not all(texts):
        return None
    join, leave = (read_moment(text, order) for text in texts)
    if join is None or leave is None or leave < join:
        shown = "”“".join(texts)
        expected = "先加入、后离开的两个时间"
        raise Unclean(f"加入和离开时间“{shown}”无法识别", expected, "请重新导出")
    return join, leave


def _seconds(text: str, span: Span | None, *, seconds_last: bool) -> int:
    """Read a duration; one in whole minutes was rounded, so the clock goes before it."""
    if not text and span is None:
        raise Unclean("没有参会时长", "参会时长，或加入和离开的时间", "请重新导出")
    seconds = read_duration(text, seconds_last=seconds_last) if text else None
    if text and seconds is None and read_duration(text, seconds_last=True) is not None:
        expected = "时、分、秒三段，形如 1:30:00"
        raise Unclean(f"参会时长“{text}”可能是时分，也可能是分秒", expected, "请改写，或重新导出")
    if text and seconds is None:
        raise Unclean(f"参会时长“{text}”无法识别", "形如 1:30:00", "请重新导出")
    if span and (seconds is None or (seconds % 60 == 0 and abs(length(span) - seconds) < 60)):
        return length(span)
    return seconds or 0


def _read(grid: Grid, entries: Entries, form: Form, context: Context) -> Sheet:
    """Turn the time of each person in the meeting into a status."""
    names = {col.NAME: show(entries.heading.cells[entries.places[NICKNAME]])}
    data = frozenset(line.number for line in entries.lines)
    sheet = Sheet(grid, ATTENDANCE.name, (), data, names)
    if not data:
        return sheet
    facts = _facts([line for line in grid.top if line.number < entries.heading.number], form)
    try:
        meeting = _meeting(_inside(entries), facts, form, context.activities)
    except Unclean as finding:
        subject = facts.get(SUBJECT, "")
        found = problem_at(sheet, None, SUBJECT_HEADING, value=subject, finding=finding)
        return replace(sheet, problems=(found,))
    sheet = attend(sheet, meeting, context, outer_first=form.outer_first)
    waited = data - {line.number for line in _inside(entries).lines}
    return _with_waiting(sheet, waited) if waited else sheet


def _inside(entries: Entries) -> Entries:
    """Leave out time in the waiting room, which is no time in the meeting."""
    inside = (line for line in entries.lines if key(entries.text(line, WAITING)) not in _YES)
    return replace(entries, lines=tuple(inside))


def _with_waiting(sheet: Sheet, waited: frozenset[int]) -> Sheet:
    finding = Unclean(f"有 {len(waited)} 行是在等候室的时间，不计入参会", "", "无须处理")
    notice = problem_at(sheet, None, "", value="", finding=finding, severity=NOTICE)
    return replace(sheet, silent=waited, problems=(*sheet.problems, notice))


def _facts(lines: Sequence[Line], form: Form) -> dict[str, str]:
    """Read facts: a name and its value in each line, or names in one line and values below."""
    facts: dict[str, str] = {}
    for line, below in zip_longest(lines, lines[1:]):
        places = _places(line, form.facts)
        if len(places) > 1 and below:
            entries = Entries(line, places, ())
            facts |= {name: entries.text(below, name) for name in places}
        else:
            name, _, rest = show(line.filled[0]).replace("：", ":").partition(":")
            value = " ".join([rest.strip(), *map(show, line.filled[1:])]).strip()
            known = _places(Line(0, (name,)), form.facts)
            facts |= dict.fromkeys(known, _with_unit(value, name))
    return facts


def _meeting(
    entries: Entries, facts: Mapping[str, str], form: Form, activities: Activities
) -> Meeting:
    """Read the meeting in each order its dates may have; the plan may tell which one is meant."""
    moments = [facts.get(START, ""), facts.get(END, "")]
    moments += [entries.text(line, name) for line in entries.lines for name in (JOIN, LEAVE)]
    readings: list[Meeting] = []
    refused: list[Unclean] = []
    for order in day_orders(moments):
        try:
            readings.append(_reading(facts, form.stays(entries, order), order, activities))
        except Unclean as finding:
            refused.append(finding)
    if not readings:
        raise refused[0]
    likely = [reading for reading in readings if reading.planned] or readings
    if len({reading.activity for reading in likely}) > 1:
        days = " 或 ".join(f"{reading.date}" for reading in likely)
        expected = "计划中恰有一天有活动的日期"
        raise Unclean(f"会议日期可能是 {days}", expected, "请把日期改写成 2021-09-10 的样子")
    return likely[0] if len(likely) == 1 else replace(likely[0], date=None)


def _reading(
    facts: Mapping[str, str],
    found: tuple[list[Stay], list[Finding]],
    order: Order,
    activities: Activities,
) -> Meeting:
    stays, findings = found
    window = _window(facts, stays, order)
    spans = [stay.span for stay in stays if stay.span]
    if spans and not any(length(window.clip(span)) for span in spans):
        expected = "参会时间在会议的起止时间之内"
        raise Unclean(f"没有人在会议时间（{window}）参会", expected, "请核对会议时间")
    day = window.start.date()
    activity, planned = activity_of_meeting(facts.get(SUBJECT, ""), day, activities)
    return Meeting(activity, day, window, tuple(stays), tuple(findings), planned=planned)


def _window(facts: Mapping[str, str], stays: Sequence[Stay], order: Order) -> Window:
    """Find out when the meeting was: as the facts say, else from the first join to the last leave."""
    start = read_moment(facts.get(START, ""), order)
    end = read_moment(facts.get(END, ""), order)
    said = read_duration(facts.get(LENGTH, ""))
    spans = [stay.span for stay in stays if stay.span]
    if start and end and end > start:
        return Window(start, end, length((start, end)))
    if start and said:
        return Window(start, None, said)
    if not start and not spans:
        raise Unclean("会议没有可读的开始时间", "形如 2021-09-10 14:00:00", "请重新导出")
    first = min((span[0] for span in spans), default=start)
    last = max((span[1] for span in spans), default=start)
    if not first or not last or not length((first, last)):
        raise Unclean("会议没有可读的时长", "开始和结束时间", "请重新导出")
    return Window(first, last, length((first, last)), guessed=True)
