"""Names of files that every system allows, no two alike, whatever people and groups are called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from unicodedata import normalize

from xiaoben_analytics.labels import printable

_LONGEST = 60
_UNSAFE = re.compile(r'[<>:"/\\|?*�\x00-\x1f\x7f\u200b-\u200f\ufeff]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(?=\.|$)")
"""Names of devices: Windows takes them for such also before a dot."""


def file_names(wanted: Mapping[str, str], ending: str) -> dict[str, str]:
    """Name a file for each key after the text wanted for it; `ending` begins with a dot.

    Texts that give one name, also but for capitals, are told apart by numbers in the order of their
    keys: the names do not depend on the order of `wanted`.

    >>> file_names({"2": "甲/乙", "1": "甲:乙", "3": "con"}, ".docx")
    {'2': '甲_乙_2.docx', '1': '甲_乙.docx', '3': '_con.docx'}
    """
    named: dict[str, str] = {}
    taken: set[str] = set()
    for key in sorted(wanted):
        plain = _plain(wanted[key])
        names = (plain if number == 1 else f"{plain}_{number}" for number in range(1, 10_000))
        named[key] = next(name for name in names if _alike(name) not in taken)
        taken.add(_alike(named[key]))
    return {key: f"{named[key]}{ending}" for key in wanted}


def _plain(text: str) -> str:
    """Leave out what some system refuses."""
    plain = _UNSAFE.sub("_", printable(normalize("NFC", text)))[:_LONGEST].strip(". ") or "_"
    return f"_{plain}" if _RESERVED.match(plain) else plain


def _alike(name: str) -> str:
    """Return what is equal for names that some system takes for one."""
    return normalize("NFC", name.casefold())
