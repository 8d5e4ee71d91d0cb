"""How much text fits: title sizes by steps, and how many rows of a table one slide holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from xiaoben_analytics.export.widths import column_widths, share_widths, spaced_width
from xiaoben_analytics.figures.template import wrapped

LINE = 1.2
"""Height of a line, as a multiple of the type's size."""

TEXT = 18
"""Points of the smallest text that the last row of a room can read."""

PADDING = 4
"""Points that a row keeps free above and below its text, together."""

_MARGINS = (6, 2)  # points beside a cell's text
_SLACK = 0.92  # of a line's width: no two computers' fonts are equally wide
_NARROW = 12  # Latin letters: a cell that is no longer than this stays on one line
_SPLIT = re.compile(r"[\w.]\n[A-Za-z.]|[A-Za-z.]\n\w|\n[，、；。）]", re.ASCII)
"""A word cut in two, or a line that begins with punctuation."""
_LETTER = 0.56  # of the type's size: a Latin letter's width, and half of a Chinese character's


@dataclass(frozen=True)
class Lettering:
    """A text broken into lines, and the points of its type."""

    lines: tuple[str, ...]
    size: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LINE


@dataclass(frozen=True)
class Ruling:
    """Points of a table's columns and of its rows, the heading first."""

    widths: tuple[float, ...]
    heights: tuple[float, ...]
    margin: float

    def holds(self, height: float, start: int = 0) -> int:
        """Count the rows from `start` on that stand below the heading in so many points."""
        left = height - self.heights[0]
        for count, row in enumerate(self.heights[1 + start :]):
            left -= row
            if left < 0:
                return count
        return len(self.heights) - 1 - start


def letter(text: str, width: float, height: float, sizes: Sequence[float]) -> Lettering:
    """Break a text at its clauses in the largest of `sizes` that fits the box, else in the smallest.

    >>> letter("英语组最高，数学组最低。", 200, 60, (28, 24, 20)).lines
    ('英语组最高，', '数学组最低。')
    """
    tried = [_broken(text, width, size) for size in sizes]
    fitting = [one for one in tried if one.height <= height]
    whole = (one for one in fitting if not _SPLIT.search("\n".join(one.lines)))
    return next(whole, next(iter(fitting), tried[-1]))


def rule(header: Sequence[str], rows: Sequence[Sequence[str]], width: float) -> Ruling | None:
    """Measure a table set in `TEXT` points across `width`, its columns closer where they must be.

    None where even then short cells would break.
    """
    ruled = (_ruled(header, rows, width, margin) for margin in _MARGINS)
    return next(filter(None, ruled), None)


def _ruled(
    header: Sequence[str], rows: Sequence[Sequence[str]], width: float, margin: float
) -> Ruling | None:
    room = width / (TEXT * _LETTER)
    padding = 2 * margin / (TEXT * _LETTER)
    whole = [max(map(spaced_width, column)) for column in zip(header, *rows, strict=True)]
    wanted = [one + padding for one in whole]
    if sum(wanted) > room:
        wanted = [one + padding for one in column_widths(header, rows, spaced_width)]
    widths = share_widths(wanted, room)
    for given, need in zip(widths, wanted, strict=True):
        if given + 0.01 < min(need, _NARROW + padding):
            return None
    letters = [max(2, int(one - padding + 0.01)) for one in widths]
    heights = (
        max(ceil(_lines(cell, wide)) for cell, wide in zip(row, letters, strict=True))
        for row in (header, *rows)
    )
    return Ruling(
        tuple(one * TEXT * _LETTER for one in widths),
        tuple(lines * TEXT * LINE + PADDING for lines in heights),
        margin,
    )


def _broken(text: str, width: float, size: float) -> Lettering:
    return Lettering(tuple(wrapped(text, max(2, int(width * _SLACK / size)))), size)


def _lines(cell: str, letters: int) -> int:
    """Count lines; a Chinese character that is wider than what is left begins the next."""
    width = spaced_width(cell)
    usable = letters if width <= letters else letters // 2 * 2
    return max(1, ceil(width / usable))
