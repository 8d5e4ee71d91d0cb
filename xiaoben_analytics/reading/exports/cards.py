"""What the words of an attendance clock say about a day: a status, nothing, or nobody knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from xiaoben_analytics.reading.marks import WORDS
from xiaoben_analytics.reading.words import REMEMBERED, key, tidy
from xiaoben_analytics.tables import (
    ABSENT,
    EARLY_LEAVE,
    LATE,
    OFFICIAL_LEAVE,
    PERSONAL_LEAVE,
    PRESENT,
    SICK_LEAVE,
)

NOBODY_KNOWS = ""
CARD = "打卡"

ORDER: tuple[tuple[str, tuple[str, ...]], ...] = (
    (ABSENT, ("旷工", "旷工迟到", "旷工早退")),
    (
        NOBODY_KNOWS,
        (
            *("年假", "年休假", "调休", "产假", "陪产假", "产检假", "哺乳假", "育儿假", "婚假"),
            *("丧假", "工伤假", "护理假", "探亲假", "路途假", "其他假", "其他"),
        ),
    ),
    (PERSONAL_LEAVE, ()),
    (SICK_LEAVE, ()),
    (OFFICIAL_LEAVE, ()),
    (NOBODY_KNOWS, ("请假",)),
    (EARLY_LEAVE, ("严重早退",)),
    (LATE, ("严重迟到",)),
    (
        PRESENT,
        (
            *(CARD, "已打卡", "正常打卡", "外勤", "外勤打卡", "补卡", "补卡审批通过", "教师代签"),
            *("休息并打卡", "休息打卡", "休息日打卡", "管理员改为正常"),
        ),
    ),
    (NOBODY_KNOWS, ("外出",)),
    (ABSENT, ("缺卡", "未打卡", "漏打卡", "未刷卡", "未签", "未签到", "未参与")),
    (NOBODY_KNOWS, ("无效", "异常", "地点异常", "设备异常", "时间异常", "wifi异常")),
)
"""Of several results of one day the first of this order stands: the worse named one.

A missing card comes after the cards that were made: who was seen in the morning was there, and
the forgotten card of the evening is no absence. The words of `tables` belong to their status.
`NOBODY_KNOWS`: words for none of our statuses; the day is listed and no record made of it.
Where leave is of half a day the record says leave, which favours the school; nothing tells
at which hour the training was.
"""

NOTHING = (
    *("", "-", "--", "—", "——", "/", "无", "休", "休息", "休息日", "周末", "节假日", "未排班"),
    *("无班次", "无需打卡", "不在考勤组", "加班", "补卡申请", "未校准"),
)
"""Words, and signs for a blank, which say nothing about whether somebody was there."""


@dataclass(frozen=True)
class Result:
    """What stands for a day: the status, `NOBODY_KNOWS` if it is none of ours, and its word."""

    status: str
    word: str


def day_result(cells: Iterable[str]) -> Result | None:
    """Name what the cells of one person and day say together; None if they say nothing.

    >>> day_result(["正常", "上班迟到15分钟，下班早退3分钟"]).status
    '早退'
    >>> day_result(["休息", "--"]) is None, day_result(["07:50 17:02", "缺卡"]).status
    (True, '出席')
    """
    found = [said for cell in cells for said in _said(cell)]
    place, word = min(found, key=lambda pair: pair[0], default=(None, ""))
    return None if place is None else Result(ORDER[place][0], word)


def is_time(text: str) -> bool:
    """Tell whether a cell holds times of day, with or without their date, and nothing else.

    >>> is_time("2021/9/6 星期一 7:50"), is_time("07:5017:02 次日00:10"), is_time("迟到")
    (True, True, False)
    """
    return _TIMES.fullmatch(tidy(text)) is not None


@lru_cache(REMEMBERED)
def _said(cell: str) -> tuple[tuple[int, str], ...]:
    """Take the results in a cell apart, each with its place in the order."""
    if is_time(cell):
        return ((_PLACES[CARD], CARD),)
    parts = [tidy(part) for part in re.split(r"[,，;；、\n|]|(?<=[分钟天])\s", cell)]
    return tuple((_place(part), part) for part in parts if not _NOTHING.fullmatch(key(part)))


def _place(word: str) -> int:
    found = _RESULT.match(key(word))
    return _PLACES[found["word"]] if found else _UNHEARD_OF


def _places() -> Mapping[str, int]:
    own = {key(word): place for place, (_, words) in enumerate(ORDER) for word in words}
    statuses = [status for status, _ in ORDER]
    return {word: statuses.index(status) for word, status in WORDS.items()} | own


_TIMES = re.compile(
    r"(?:(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*(?:星期.|周.)?\s+)?(?:次日|当日)?\s*\d{1,2}[:：]\d{2}"
    r"(?:[:：]\d{2}(?:\.\d++)?)?[\s,，;；、|/~-]*+)+"
)
_PLACES = _places()
_UNHEARD_OF = next(place for place, (status, _) in enumerate(ORDER) if status == NOBODY_KNOWS)
_RESULT = re.compile(
    r"(?:[上下]班\d*:?|请假[:(-]?)?(?P<word>"
    + "|".join(sorted(map(re.escape, _PLACES), key=len, reverse=True))
    + r")(?![^\W\d_])"
)
_NOTHING = re.compile("|".join(map(re.escape, map(key, NOTHING))) + r"|(加班|补卡申请)[^\w]*\d.*")
