"""Zoom: a csv of participants, with or without two lines about the meeting above them.

The name somebody showed stands first, the account's name in brackets: 李娜 (iPad). Time in the
waiting room is listed as well. Without the lines about the meeting its length is counted from
the first join to the last leave.
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
    WAITING,
    Form,
    recognise_meeting,
)
from xiaoben_analytics.reading.grid import Grid

FORM = Form(
    {
        NICKNAME: ("Name (Original Name)", "名称（原始名称）", "姓名（原始姓名）", "姓名（原名）"),
        JOIN: ("Join Time", "加入时间"),
        LEAVE: ("Leave Time", "离开时间"),
        DURATION: (
            "Duration (Minutes)",
            "Total Duration (Minutes)",
            "时长（分钟）",
            "总时长（分钟）",
            "持续时间（分钟）",
            "总持续时间（分钟）",
        ),
        WAITING: ("In Waiting Room", "在等候室", "在等候室中", "等候室"),
    },
    {
        SUBJECT: ("Topic", "主题", "会议主题"),
        START: ("Start Time", "开始时间"),
        END: ("End Time", "结束时间"),
        LENGTH: ("Duration (Minutes)", "时长（分钟）", "持续时间（分钟）"),
    },
    (NICKNAME, DURATION),
    outer_first=True,
)


def recognise(grid: Grid, context: Context) -> Reader | None:  # noqa: ARG001 as every export
    """Recognise the heading row by its two names of one person."""
    return recognise_meeting(FORM, grid)
