"""How wide a column must be for what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from unicodedata import east_asian_width


def text_width(text: str) -> int:
    """Measure text in Latin letters; a Chinese character is two wide.

    >>> text_width("工号"), text_width("0012")
    (4, 4)
    """
    return sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in text)


def spaced_width(text: str) -> float:
    """Measure text as word processors set it: with a gap between Chinese and Latin letters.

    >>> spaced_width("2021年12月"), spaced_width("工号")
    (11.5, 4.0)
    """
    scripts = [east_asian_width(letter) in "WFA" for letter in text]
    gaps = sum(before != after for before, after in pairwise(scripts))
    return text_width(text) + gaps / 2


def column_widths(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    measure: Callable[[str], float] = text_width,
) -> list[float]:
    """Measure the widest text of each column; a long heading may break into two lines."""
    wanted: list[float] = [_heading_width(name) for name in header]
    for row in rows:
        widest = (max(map(measure, text.split("\n"))) for text in row)
        wanted = [max(width, own) for width, own in zip(wanted, widest, strict=True)]
    return wanted


def share_widths(wanted: Sequence[float], room: float) -> list[float]:
    """Divide the room among columns in proportion; where it is scarce, only long ones give way.

    >>> share_widths([10, 10], 40), share_widths([10, 30, 60], 40)
    ([20.0, 20.0], [10, 10.0, 20.0])
    """
    if sum(wanted) <= room:
        return [width * room / sum(wanted) for width in wanted]
    capped = [min(width, _LONGEST) for width in wanted]
    limit = max(_limits(capped, room), default=0)
    short = sum(width for width in capped if width <= limit)
    scale = (room - short) / sum(width for width in capped if width > limit)
    return [width if width <= limit else width * scale for width in capped]


def _limits(wanted: Sequence[float], room: float) -> Iterator[float]:
    """Find how wide columns may be left alone: none that gives way ends up narrower than they."""
    for limit in set(wanted) - {max(wanted)}:
        long = [width for width in wanted if width > limit]
        left = room - sum(width for width in wanted if width <= limit)
        if left * min(long) >= limit * sum(long):
            yield limit


_LONGEST = 80


def _heading_width(name: str) -> int:
    """Measure half of a heading's longest line, in whole Chinese characters, at least two."""
    width = max(map(text_width, name.split("\n")))
    return max(4, (width + 3) // 4 * 2)
