"""腾讯会议: facts in the first lines, then a line per entry; all cells are text.

A nickname is written 昵称（入会昵称）: the name inside the meeting stands in the brackets.
"""

from __future__ import annotations

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
    Form,
    recognise_meeting,
)
from xiaoben_analytics.reading.grid import Grid

FORM = Form(
    {
        NICKNAME: ("用户昵称",),
        JOIN: ("首次入会时间", "入会时间"),
        LEAVE: ("最后退会时间", "退会时间"),
        DURATION: ("累计参会时长", "参会时长"),
    },
    {
        SUBJECT: ("会议主题",),
        START: ("预定开始时间",),
        END: ("预定结束时间",),
        LENGTH: ("累计会议时长",),
    },
    (NICKNAME, DURATION),
)


def recognise(grid: Grid, context: Context) -> Reader | None:  # noqa: ARG001 as every export
    """Recognise the heading row, which no other table has."""
    return recognise_meeting(FORM, grid)
