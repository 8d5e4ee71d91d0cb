"""What a mark in an attendance sheet means: words mean themselves, signs need a legend."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xiaoben_analytics import columns as col
from xiaoben_analytics.reading.words import key
from xiaoben_analytics.tables import ATTENDANCE, PERSONAL_LEAVE, UNRECORDED

BLANK = ""
BLANK_WORDS = ("空白", "空格", "不填", "空")

_CHOICES = ATTENDANCE.column(col.STATUS).choices
WORDS: Mapping[str, str] = {
    key(word): status for status, spellings in _CHOICES.items() for word in (status, *spellings)
}
"""Every known word for a status, by its key; a word always means itself."""

SILENT_WORDS = (UNRECORDED, "不须参加", "不需参加", "无须参加", "无需参加", "不用参加")
"""What a legend may say of a mark that is no record: whoever bears it says nothing by it."""

MEANINGS: Mapping[str, str] = {**WORDS, **{key(word): UNRECORDED for word in SILENT_WORDS}}
"""All that a legend may say."""

OTHER_LEAVES = frozenset(
    key(f"{kind}假")
    for kind in (
        [
            "产",
            "陪产",
            "产检",
            "流产",
            "哺乳",
            "育儿",
            "护理",
            "陪护",
            "婚",
            "丧",
            "年",
            "年休",
            "探亲",
            "工伤",
            "节育",
        ]
    )
)
"""Leave of which the regulation does not speak; nobody who has it is absent without leave."""

_GLYPHS = str.maketrans(
    {"x": "×", "✓": "√", "✔": "√", "☑": "√", "✗": "×", "✘": "×", "✖": "×", "◯": "○"}
)
_LONG_WORDS = "|".join(
    sorted((re.escape(w) for w in MEANINGS if len(w) > 1), key=len, reverse=True)
)
_SIGN = r"[^\s\w=＝:：,，、;；。.“”\"'‘’()（）\[\]【】]"
_PAIR = re.compile(
    rf"(?:(?P<sign>{_SIGN})[”\"’]?\s*(?:=|＝|:|：|为|表示|代表)?"
    rf"|(?P<word>空白|空格|不填|[^\W_])[”\"’]?\s*(?:=|＝|:|：|为|表示|代表))"
    rf"\s*[“\"‘]?(?P<status>{_LONG_WORDS})(?=$|[\s,，、;；。)）”\"’/|])"
)


@dataclass(frozen=True)
class Legend:
    """Which status each mark stands for, and where that is said.

    `leaves` are kinds of leave that the regulation does not know; they are excused like 事假,
    unless a mark says otherwise.
    """

    marks: Mapping[str, str]
    source: str
    leaves: frozenset[str] = frozenset()

    def status(self, text: str) -> str | None:
        """Name the status of a mark, 未登记 if it is no record; None if nobody has said what it means."""
        word = WORDS.get(key(text)) or self.marks.get(mark_key(text))
        return word or (PERSONAL_LEAVE if self.is_other_leave(text) else None)

    def is_other_leave(self, text: str) -> bool:
        """Tell a kind of leave that nobody has explained."""
        return key(text) in self.leaves and mark_key(text) not in self.marks

    def __str__(self) -> str:
        pairs = "，".join(f"{mark or '空白'}={status}" for mark, status in self.marks.items())
        blank = "" if BLANK in self.marks else "；空白为未登记"
        return f"{pairs}（{self.source}）{blank}"


def mark_key(text: str) -> str:
    """Return what variants of one sign share.

    >>> mark_key("✔") == mark_key(" √ "), mark_key("空白")
    (True, '')
    """
    sign = key(text).translate(_GLYPHS)
    return BLANK if sign in BLANK_WORDS else sign


def marks_of(pairs: Mapping[str, str]) -> dict[str, str]:
    """Read a legend given as mark to word; words that name no status are left out.

    >>> marks_of({"✓": "出勤", "?": "不知道"})
    {'√': '出席'}
    """
    known = {mark_key(mark): MEANINGS.get(key(word)) for mark, word in pairs.items()}
    return {mark: status for mark, status in known.items() if status}


def find_legend(texts: Iterable[str]) -> dict[str, str]:
    """Find a legend in titles and notes.

    >>> find_legend(["统计表（√出勤 ×缺席 事=事假）", "注：“△”为早退"])
    {'√': '出席', '×': '缺席', '事': '事假', '△': '早退'}
    """
    found = (pair for text in texts for pair in _PAIR.finditer(text))
    return marks_of({pair["sign"] or pair["word"]: pair["status"] for pair in found})
