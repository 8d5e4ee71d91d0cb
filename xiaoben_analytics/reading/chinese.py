"""Traditional characters as simplified ones, to compare what is written in either."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import opencc


def to_simplified(text: str) -> str:
    """Write traditional characters as simplified ones; for comparing, never for showing.

    A character that simplified texts have too (the 乾 of 乾隆, the surname 於, 著, 余) stays, for
    it may well be meant: 於梵 and 于梵 are two people.

    >>> to_simplified("師組號時數備註遲到請假")
    '师组号时数备注迟到请假'
    >>> to_simplified("張乾 於梵 佘余")
    '张乾 於梵 佘余'
    """
    return text if text.isascii() else text.translate(_SIMPLIFIED)


class _Simplified(dict[int, str]):
    """Filled as characters come; opencc is loaded with the first that only traditional texts have."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = character if _is_simplified(character) else _converter().convert(character)
        return self[code]


_SIMPLIFIED = _Simplified()


def _is_simplified(character: str) -> bool:
    """Tell whether the character set of the mainland, GB 2312, has it, or it is no Han character."""
    if not "\u3400" <= character <= "\u9fff":
        return True
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _converter() -> opencc.OpenCC:
    import opencc  # noqa: PLC0415 16 ms and 6 MB that most schools never need

    return opencc.OpenCC("t2s")
