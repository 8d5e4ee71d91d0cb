"""Microsoft Teams: attendance reports of three ages, in English or Chinese.

The newest has numbered sections: a summary, the participants, and each of their joins, which
repeats them and is not read. The middle one has the summary and the participants. The oldest is
a list of events: who joined and who left, and when.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from xiaoben_analytics.reading.clean import Unclean
from xiaoben_analytics.reading.context import Context, Reader
from xiaoben_analytics.reading.exports.meeting import (
    DURATION,
    END,
    JOIN,
    LEAVE,
    LENGTH,
    NICKNAME,
    START,
    SUBJECT,
    Entries,
    Form,
    recognise_meeting,
)
from xiaoben_analytics.reading.exports.moments import Order, read_moment
from xiaoben_analytics.reading.exports.presence import Finding, Stay, length
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.lines import Line
from xiaoben_analytics.reading.words import key

ACTION = "action"
JOINED = frozenset(map(key, ("Joined", "Joined before", "已加入", "加入", "之前已加入")))
LEFT = frozenset(map(key, ("Left", "已离开", "离开")))


def stays_by_event(entries: Entries, order: Order) -> tuple[list[Stay], list[Finding]]:
    """Pair each leave with the earliest open join of the same name.

    Who never left stayed to the last moment of the list, which is downloaded in the meeting.
    """
    stays: list[Stay] = []
    findings: list[Finding] = []
    waiting: defaultdict[str, list[tuple[int, dt.datetime]]] = defaultdict(list)
    moments: list[dt.datetime] = []
    for line in entries.lines:
        nickname = entries.text(line, NICKNAME)
        try:
            moment, joined = _event(entries, line, order)
            moments.append(moment)
            if joined:
                waiting[nickname].append((line.number, moment))
            else:
                row, start = _first(waiting[nickname])
                span = (start, moment)
                stays.append(Stay(nickname, (row, line.number), length(span), span))
        except Unclean as finding:
            findings.append((line.number, nickname, finding))
    stays += [
        Stay(nickname, (row,), length((start, max(moments))), (start, max(moments)))
        for nickname, joins in waiting.items()
        for row, start in joins
    ]
    return sorted(stays, key=lambda stay: stay.rows), findings


_FACTS = {
    SUBJECT: ("Meeting title", "会议标题", "会议主题", "会议名称"),
    START: ("Start time", "Meeting Start Time", "开始时间", "会议开始时间"),
    END: ("End time", "Meeting End Time", "结束时间", "会议结束时间"),
    LENGTH: ("Meeting duration", "会议持续时间", "会议时长"),
}
_NAMES = ("Name", "Full Name", "姓名", "名称", "全名")

REPORT = Form(
    {
        NICKNAME: _NAMES,
        JOIN: ("First Join", "Join Time", "首次加入", "首次加入时间", "加入时间"),
        LEAVE: ("Last Leave", "Leave Time", "上次离开", "最后离开", "最后离开时间", "离开时间"),
        DURATION: (
            "In-Meeting Duration",
            "Duration",
            "会议中持续时间",
            "会议内持续时间",
            "会议中的持续时间",
            "会议持续时间",
            "参会时长",
            "持续时间",
            "时长",
        ),
    },
    _FACTS,
    (NICKNAME, JOIN, LEAVE, DURATION),
    outer_first=True,
)
EVENTS = Form(
    {
        NICKNAME: _NAMES,
        ACTION: ("User Action", "用户操作", "用户动作", "操作"),
        JOIN: ("Timestamp", "时间戳"),
    },
    _FACTS,
    (NICKNAME, ACTION, JOIN),
    outer_first=True,
    stays=stays_by_event,
)


def recognise(grid: Grid, context: Context) -> Reader | None:  # noqa: ARG001 as every export
    """Recognise the heading row of the participants, else that of a list of events."""
    return recognise_meeting(REPORT, grid) or recognise_meeting(EVENTS, grid)


def _event(entries: Entries, line: Line, order: Order) -> tuple[dt.datetime, bool]:
    """Return when something happened, and whether it was a join; else it was a leave."""
    action, text = entries.text(line, ACTION), entries.text(line, JOIN)
    moment = read_moment(text, order)
    if moment is None or key(action) not in JOINED | LEFT:
        expected = "Joined 或 Left，及其时间"
        raise Unclean(f"操作“{action}”或时间“{text}”无法识别", expected, "请重新导出")
    return moment, key(action) in JOINED


def _first(joins: list[tuple[int, dt.datetime]]) -> tuple[int, dt.datetime]:
    if not joins:
        raise Unclean("离开之前没有加入的记录", "先有一行 Joined", "请核对，或重新导出")
    return joins.pop(0)
