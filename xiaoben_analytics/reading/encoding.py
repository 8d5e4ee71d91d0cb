"""Bytes to text, in the encodings that Excel, WPS and exports on Chinese systems write."""

from __future__ import annotations

import codecs
import re
from functools import cache

from xiaoben_analytics.errors import RefusedError
from xiaoben_analytics.reading.chinese import to_simplified
from xiaoben_analytics.reading.sniff import SAVE_AGAIN
from xiaoben_analytics.tables import TABLES

BEGINNING = 4096  # characters in which headings are looked for

_CHARSET = re.compile(rb"(?i)<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?([\w-]+)")
_CODECS = {
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "gb18030"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cp950"), "cp950"),
}
"""What a declared charset is read as. UTF-16 is none of them: its declaration could not be read."""


def decode(name: str, content: bytes) -> str:
    """Decode a file: by its byte order mark, by the charset it declares, else by trying.

    Big5 decodes as GB18030 without error, so both are tried: the text in which more known
    headings stand, in simplified or traditional characters, is the right one.

    Raises
    ------
    RefusedError
        If the bytes are no text in any known encoding.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        texts = [_try(content, "utf-16")]
    else:
        texts = [_try(content, encoding) for encoding in (*_declared(content), "utf-8-sig")]
    if decoded := next((text for text in texts if text is not None), None):
        return decoded
    simplified, traditional = _try(content, "gb18030"), _try(content, "cp950")
    if traditional is not None and _headings_in(traditional) > _headings_in(simplified or ""):
        return traditional
    if simplified is None:
        raise RefusedError(name, "文字编码无法识别", SAVE_AGAIN)
    return simplified


@cache
def heading_words() -> frozenset[str]:
    """Return the headings of all canonical tables that are longer than a sign."""
    return frozenset(
        heading
        for table in TABLES.values()
        for column in table.columns
        for heading in column.headings
        if len(heading) > 1
    )


def _declared(content: bytes) -> list[str]:
    if not content.lstrip().startswith(b"<"):
        return []
    found = _CHARSET.search(content[:BEGINNING])
    charset = found[1].decode().lower() if found else "utf-8"
    return [_CODECS[charset]] if charset in _CODECS else []


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeError:
        return None


def _headings_in(text: str) -> int:
    beginning = to_simplified(text[:BEGINNING])
    return sum(heading in beginning for heading in heading_words())
