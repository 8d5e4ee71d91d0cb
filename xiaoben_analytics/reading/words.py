"""How written words are compared: spelling variants of one word have one key."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import count

from xiaoben_analytics.reading.chinese import to_simplified

REMEMBERED = 1 << 16  # the same few words stand in most cells of a school

_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f]")
_SPACE = re.compile(r"\s+")
_SUFFIX = re.compile(r"[(（][^()（）]*[)）]$")
_BETWEEN_CHINESE = re.compile(r"(?<=[^\x00-\xff])\s+|\s+(?=[^\x00-\xff])")
_DOTS = str.maketrans("•・‧∙⋅", "·····")


@lru_cache(REMEMBERED)
def tidy(text: str) -> str:
    r"""Drop what cannot be seen, and let one space stand for any white space.

    >>> tidy(" 集中培训\n学时\u200b ")
    '集中培训 学时'
    """
    return text if text.isalnum() else _SPACE.sub(" ", _INVISIBLE.sub("", text)).strip()


def plain(text: str) -> str:
    """Tidy a text, and let usual letters and digits stand for wide ones.

    >>> plain(" ２０２１－０９ ")
    '2021-09'
    """
    return unicodedata.normalize("NFKC", tidy(text)).strip()


@lru_cache(REMEMBERED)
def tidy_name(text: str) -> str:
    """Tidy a name; Chinese names have no inner space.

    >>> tidy_name("王　伟 "), tidy_name("John  Smith")
    ('王伟', 'John Smith')
    """
    return _BETWEEN_CHINESE.sub("", tidy(unicodedata.normalize("NFKC", text)))


@lru_cache(REMEMBERED)
def key(text: str) -> str:
    """Return what two spellings of one word share.

    >>> key("姓 名") == key("姓名") and key("ＡＢ") == key("ab") and key("教師") == key("教师")
    True
    """
    if text.isascii() and text.isalnum():
        return text.casefold()
    plain = to_simplified(unicodedata.normalize("NFKC", tidy(text)).translate(_DOTS))
    return _SPACE.sub("", plain).casefold()


def told_apart(names: Iterable[str]) -> Iterator[str]:
    """Give a name that has been there before a number.

    >>> list(told_apart(["考勤", "名单", "考勤"]))
    ['考勤', '名单', '考勤（2）']
    """
    taken: set[str] = set()
    numbers: defaultdict[str, Iterator[int]] = defaultdict(lambda: count(2))
    for name in names:
        free = name
        while free in taken:
            free = f"{name}（{next(numbers[name])}）"
        taken.add(free)
        yield free


@lru_cache(REMEMBERED)
def heading_key(text: str) -> str:
    r"""Return the key of a heading, without remarks such as （必填）.

    >>> heading_key("姓名（必填）"), heading_key("集中培训\n学时*")
    ('姓名', '集中培训学时')
    """
    plain = key(text)
    bare = _SUFFIX.sub("", plain).strip("*:")
    return bare or plain
