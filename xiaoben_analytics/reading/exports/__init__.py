"""Sheets that other programs export, and matrices: how to recognise each, and what it says.

Each `recognise` looks at a grid, knowing the plan, and returns a reader for it or None; the reader
turns it into a `Sheet` of one canonical table once the people are known as well. A new format is
one more module and one more name here. The first that recognises a grid reads it.
"""

from xiaoben_analytics.reading.exports import (
    award_list,
    chaoxing,
    clock,
    cross_table,
    dingtalk,
    leave,
    matrix,
    moodle,
    roll_call,
    teams,
    tencent_docs,
    tencent_meeting,
    wecom,
    wjx,
    zoom,
)

EXPORTS = (
    tencent_meeting.recognise,
    zoom.recognise,
    teams.recognise,
    moodle.recognise,
    dingtalk.recognise,
    wecom.recognise,
    chaoxing.recognise,
    award_list.recognise,
    wjx.recognise,
    tencent_docs.recognise,
    leave.recognise,
    roll_call.recognise,
    cross_table.recognise,
    clock.recognise,
    matrix.recognise,
    clock.recognise_totals,
)

__all__ = ["EXPORTS"]
