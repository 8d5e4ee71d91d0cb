"""Whom a text from a cell names: everybody but the reader's own teachers is hidden in it.

Only texts that came from cells are searched. Builders of blocks know which those are; the program's
own words, headings and names of groups never name anybody, whatever a teacher is called.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.reading.chinese import to_simplified
from xiaoben_analytics.summary.privacy import without_personal

SOMEBODY = "某教师"
SOME_ID = "＊＊＊"

Hide = Callable[[str, Collection[str]], str]
"""Takes a text and the ids of those who may be named in it."""

_SEVERAL = re.compile(rf"{SOMEBODY}(?:、{SOMEBODY})+等?")
_CLEAR = 3  # signs of an id that is no other number
_GAP = r"[\s\u200b-\u200f\u2060\ufeff]*"
_DOTS = "·•・‧∙⋅．."


@dataclass(frozen=True)
class _Found:
    """A place in a text, and what stands there: a name, an id, or a group's name."""

    start: int
    end: int
    what: str


def other_hider(teachers: pd.DataFrame) -> Hide:
    """Return what hides everybody's names and ids in a text but those of some teachers.

    Names are found as the reader of files finds them: with blanks in them, other dots, traditional
    characters. A name of one letter is hidden where it stands by itself; an id of one or two signs
    could be any number and stays, as do numbers of rows. Namesakes keep their common name; the name
    of a group stays, also that of one named for somebody. Of names that overlap all is hidden.
    Personal numbers are hidden, whoever's they are.
    """
    owners: dict[str, set[str]] = {}
    for who, name in zip(teachers[col.TEACHER_ID], teachers[col.NAME], strict=True):
        if pd.notna(name) and name.strip():
            owners.setdefault(_same(name), set()).add(who)
    ids = {_same(one): one for one in teachers[col.TEACHER_ID] if len(one) >= _CLEAR}
    ids = {same: one for same, one in ids.items() if same not in owners}
    groups = teachers[col.GROUP].dropna().unique() if col.GROUP in teachers else ()
    return _Roster(owners, ids, _pattern(owners, ids, groups)).hide


def without_names(text: str, names: re.Pattern[str]) -> str | None:
    """Leave the clauses of a sentence out that name anybody; None where it names nobody.

    >>> without_names("28 人共 59 次：迟到 20 次；最多的是张三（7 次）。", re.compile("张三"))
    '28 人共 59 次：迟到 20 次。'
    """
    if not names.search(text):
        return None
    parts = [
        "，".join(clause for clause in part.split("，") if not names.search(clause))
        for part in text.removesuffix("。").split("；")
    ]
    left = "；".join(filter(None, parts))
    return f"{left}。" if left else ""


@dataclass(frozen=True, eq=False)
class _Roster:
    """Whose each name and id is, what finds them, and what was found in each text so far."""

    owners: Mapping[str, Collection[str]]
    ids: Mapping[str, str]
    pattern: re.Pattern[str] | None
    known: dict[str, tuple[_Found, ...]] = field(default_factory=dict)

    def hide(self, text: str, own: Collection[str]) -> str:
        text = without_personal(text)
        if text not in self.known:
            self.known[text] = tuple(_outermost(self.pattern, text))
        if not self.known[text]:
            return text
        told = _told(text, self.known[text], lambda found: self._instead(found, own))
        return _SEVERAL.sub(f"{SOMEBODY}等", "".join(told))

    def _instead(self, found: _Found, own: Collection[str]) -> str | None:
        """Return what is shown for somebody, None for those who may be named and for groups."""
        if found.what in self.owners:
            return None if {*self.owners[found.what]} & {*own} else SOMEBODY
        return SOME_ID if self.ids.get(found.what, "") not in {"", *own} else None


def _same(text: str) -> str:
    """Write as the reader compares: simplified, letters and digits as usual, no blanks, one dot."""
    plain = to_simplified(unicodedata.normalize("NFKC", text))
    bare = re.sub(r"\s+" if plain.isascii() else _GAP, " " if plain.isascii() else "", plain)
    return re.sub(f"[{re.escape(_DOTS)}]", "·", bare.strip())


def _letter(letter: str) -> str:
    """Write one letter as it is compared, so that places in the text stay what they are."""
    same = to_simplified(unicodedata.normalize("NFKC", letter))
    return letter if len(same) != 1 else "·" if same in _DOTS else same


def _pattern(
    names: Iterable[str], ids: Iterable[str], groups: Iterable[str]
) -> re.Pattern[str] | None:
    """Find at every place the longest of all names, ids and groups that begins there."""
    told = {name: _spelled(name) for name in names}
    told |= {one: rf"(?<![0-9A-Za-z])(?<!第)(?<!第 ){re.escape(one)}(?![0-9A-Za-z])" for one in ids}
    told |= {one: _spelled(one) for one in map(_same, groups) if one not in told}
    longest = sorted(told, key=lambda one: (-len(one), one))
    return re.compile(f"(?=({'|'.join(told[one] for one in longest)}))") if told else None


def _spelled(name: str) -> str:
    """Let blanks stand between Chinese letters; a single letter is a name only by itself."""
    if len(name) == 1:
        return rf"(?<!\w){re.escape(name)}(?!\w)"
    return (r"\s+" if name.isascii() else _GAP).join(
        map(re.escape, name.split(" ") if name.isascii() else name)
    )


def _outermost(pattern: re.Pattern[str] | None, text: str) -> Iterator[_Found]:
    """Find what lies in nothing longer; what overlaps follows each other."""
    if pattern is None:
        return
    end = 0
    for one in pattern.finditer("".join(map(_letter, text))):
        if one.end(1) > end:
            end = one.end(1)
            yield _Found(one.start(), end, _same(one[1]))


def _told(
    text: str, found: Iterable[_Found], instead: Callable[[_Found], str | None]
) -> Iterator[str]:
    """Write a text with others hidden; of overlapping names nothing is left over."""
    done, last = 0, ""
    for one in found:
        word = instead(one)
        if word is None:
            continue
        if one.start >= done:
            yield text[done : one.start]
            last = ""
        if word != last:
            yield word
        done, last = one.end, word
    yield text[done:]
