"""What a mark in an attendance sheet means: words mean themselves, signs need a legend."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xiaoben_analytics import columns as col
from xiaoben_analytics.reading.words import key
from xiaoben_analytics.tables import ATTENDANCE, OTHER_LEAVES, UNRECORDED

BLANK = ""
BLANK_WORDS = ("空白", "空格", "不填", "空")

_CHOICES = ATTENDANCE.column(col.STATUS).choices
WORDS: Mapping[str, str] = {
    key(word): status for status, spellings in _CHOICES.items() for word in (status, *spellings)
}
"""Every known word for a status, by its key."""

SILENT_WORDS = (UNRECORDED, "不须参加", "不需参加", "无须参加", "无需参加", "不用参加", "不必参加")
"""What a legend may say of a mark that is no record: whoever bears it says nothing by it."""

MEANINGS: Mapping[str, str] = {**WORDS, **{key(word): UNRECORDED for word in SILENT_WORDS}}
"""All that a legend may say, and a cell without one."""

_LEAVES = frozenset(map(key, OTHER_LEAVES))

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
    """Which status each mark stands for, and where that is said."""

    marks: Mapping[str, str]
    source: str

    def status(self, text: str) -> str | None:
        """Name the status of a mark, 未登记 if it is no record; None if nobody has said what it means.

        A word always means itself, but for the kinds of leave that a school may settle otherwise.
        """
        said = self.marks.get(mark_key(text))
        return said if said and key(text) in _LEAVES else MEANINGS.get(key(text), said)

    def settles(self, text: str) -> bool:
        """Tell a kind of leave of which the legend says as what it is read."""
        return key(text) in _LEAVES and mark_key(text) in self.marks

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
    """Read a legend given as mark to word; words that mean nothing here are left out.

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


def other_leaves(texts: Iterable[str]) -> list[str]:
    """Find the kinds of leave that are none of the three, each once.

    >>> other_leaves(["产假", "事假", "请假", "产假"])
    ['产假']
    """
    return [text for text in dict.fromkeys(texts) if key(text) in _LEAVES]
