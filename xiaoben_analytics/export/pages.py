"""On which page does each section begin? A guess for the table of contents.

Word shows the page numbers of a table of contents as they are written, until somebody prints or has
the fields updated; so they are written as right as can be told without Word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from typing import NamedTuple

from xiaoben_analytics.export.widths import text_width


class Piece(NamedTuple):
    """What stands on one page as a whole: a line of text, a row, a chart; heights in points.

    Where it is the first on a page, `repeated` is added above it (a table's header), and the empty
    room `above` it, part of its height, is left out. `kept` keeps it on the page of the next piece;
    `turned` asks for a page on its side; `begins` marks those whose pages are asked for.
    """

    height: float
    above: float = 0
    repeated: float = 0
    kept: bool = False
    turned: bool = False
    begins: bool = False


def number_pages(pieces: Iterable[Piece], *, upright: float, turned: float) -> list[int]:
    """Give the page, counted from 1, of each piece that begins something.

    >>> line, title = Piece(40), Piece(40, kept=True, begins=True)
    >>> number_pages([title, line, title, line, line], upright=100, turned=60)
    [1, 2]
    """
    numbers: list[int] = []
    page, used, is_turned = 1, 0.0, False
    for chain in _chains(pieces):
        room = turned if chain[0].turned else upright
        if used and (chain[0].turned != is_turned or used + _height(chain) > room):
            page, used = page + 1, 0.0
        is_turned = chain[0].turned
        for piece in chain:
            if used and used + piece.height > room:
                page, used = page + 1, 0.0
            used += piece.height + (0 if used else piece.repeated - piece.above)
            if piece.begins:
                numbers.append(page)
    return numbers


def text_height(text: str, letters: float, line: float, room: float) -> float:
    """Measure a paragraph on a page `room` wide; all in points."""
    across = int(room / letters) * 2
    narrow = sum(map(text.count, " .")) / 2
    return line * max(ceil((text_width(text) - narrow) / across), 1)


def _chains(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Gather what is kept on one page."""
    chain: list[Piece] = []
    for piece in pieces:
        chain.append(piece)
        if not piece.kept:
            yield chain
            chain = []
    if chain:
        yield chain


def _height(chain: Sequence[Piece]) -> float:
    return sum(piece.height for piece in chain)
