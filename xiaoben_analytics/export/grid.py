"""Tables of text in a Word document: thin lines, columns as wide as their texts ask for.

A table is written as one piece of XML: to ask a document for one cell after the other takes many
times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, repeat
from math import ceil
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Length
from docx.table import Table

from xiaoben_analytics.export.widths import column_widths, share_widths, spaced_width, text_width

FILL = "#E8EEF4"
CELL_STYLE = "表中文字"
LINE = 1.5
"""The height of a table's line, in letters."""

_GREY = "A6A6A6"
_ON_ONE_PAGE = 16
_AT_ENDS = 3  # rows at a table's ends, the header among them, that no page parts
_WIDE_LETTERS = 1.15
"""Fonts that stand in for Times are wider."""

_MARGIN, _BORDER = 3.0, 0.5  # beside a cell's text, and below a row; in points
_SHORT = 3  # letters of a heading that is no wider than its column
_UNBROKEN = 10  # letters of a word that stay on one line, however little room there is
_WORDS = re.compile(r"[^\s\u2190-\uffff]+|[\u2190-\uffff]")
_ALIGN = {"left": "left", "center": "center", "right": "right"}


@dataclass(frozen=True)
class Look:
    """How a table is set: the size of its letters, and its title for those who do not see it.

    A table `kept` together stands on one page; None leaves that to its length. `followed` keeps its
    last row on the page of what comes next. `fills` give each cell's colour ("" for none).
    """

    size: float
    title: str = ""
    kept: bool | None = None
    followed: bool = False
    fills: Sequence[Sequence[str]] = ()

    def keeps(self, rows: int) -> list[bool]:
        """Tell for each of a table's rows, the header among them, if the next is on its page."""
        together = rows <= _ON_ONE_PAGE if self.kept is None else self.kept
        ends = (range(_AT_ENDS), range(rows - _AT_ENDS, rows))
        kept = [together or any(row in end for end in ends) for row in range(rows - 1)]
        return [*kept, self.followed]


def add_grid(
    document: Document,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    align: Sequence[str],
    *,
    size: float | Look,
) -> Any:
    """Add a table over the full width of the page; a header is repeated on each page."""
    look = size if isinstance(size, Look) else Look(size)
    widths = grid_widths(document, header, rows, look.size)
    style = document.styles[CELL_STYLE].style_id
    cells = [_cell(style, *one, look.size) for one in zip(widths, align, strict=True)]
    keeps = look.keeps(len(rows) + bool(header))
    lines = []
    if header:
        heads = [_cell(style, width, "center", look.size) for width in widths]
        lines = [_row(header, heads, repeat(FILL), kept=True, head=True)]
        del keeps[0]
    fills = chain(look.fills, repeat(()))
    for texts, colors, kept in zip(rows, fills, keeps, strict=False):
        lines.append(_row(texts, cells, colors or repeat(""), kept=kept))
    table = parse_xml(_table(widths, "".join(lines), look.title))
    document.element.body._insert_tbl(table)  # noqa: SLF001
    return Table(table, document._body)  # noqa: SLF001


def grid_widths(
    document: Document, header: Sequence[str], rows: Sequence[Sequence[str]], size: float
) -> list[float]:
    """Share the page's width among the columns, in points."""
    return widths_within(page_room(document), header, rows, size)


def widths_within(
    room: float, header: Sequence[str], rows: Sequence[Sequence[str]], size: float
) -> list[float]:
    """Share a room among the columns, in points."""
    letter = size / 2
    sides = (2 * _MARGIN + 3) / letter
    wanted = [
        (width if text_width(name) > _SHORT else max(map(text_width, texts))) * _WIDE_LETTERS
        + sides
        for name, texts, width in _columns(header or [""] * len(rows[0]), rows)
    ]
    return [width * letter for width in share_widths(wanted, room / letter)]


def breaks_short(
    widths: Sequence[float], header: Sequence[str], rows: Sequence[Sequence[str]], size: float
) -> bool:
    """Tell if columns of such widths would break short cells, such as ids, names and numbers."""
    letter, sides = size / 2, 2 * _MARGIN
    wanted = column_widths(header, rows, spaced_width)
    needed = (min(one, _UNBROKEN) * letter + sides for one in wanted)
    return any(width < need for width, need in zip(widths, needed, strict=True))


def page_room(document: Document, section: int = -1) -> float:
    """Measure the width between the margins of a section, by default the last, in points."""
    page: Any = document.sections[section]
    return float(Length(page.page_width - page.left_margin - page.right_margin).pt)


def row_heights(widths: Sequence[float], rows: Sequence[Sequence[str]], size: float) -> list[float]:
    """Guess how high each row becomes, in points."""
    room = [max((width - 2 * _MARGIN) / (size / 2), 1) for width in widths]
    return [size * LINE * max(map(_lines, row, room), default=1) + _BORDER for row in rows]


def split_columns(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, size: float, room: float
) -> list[list[int]]:
    """Divide a table that is too wide among several, as even as can be; each has the first column.

    A table is too wide where some word or number would be broken.
    """
    least = [
        max(map(_unbroken, texts)) * _WIDE_LETTERS * size / 2 + 2 * _MARGIN + 1
        for texts in zip(header, *rows, strict=True)
    ]
    others = range(1, len(header))
    parts = 1
    while parts < len(others) and any(
        least[0] + sum(least[place] for place in part) > room for part in _evenly(others, parts)
    ):
        parts += 1
    return [[0, *part] for part in _evenly(others, parts)]


def _columns(
    header: Sequence[str], rows: Sequence[Sequence[str]]
) -> Iterable[tuple[str, tuple[str, ...], float]]:
    """Give each column's heading, its texts, and how wide it would be."""
    texts = zip(header, *rows, strict=True)
    return zip(header, texts, column_widths(header, rows), strict=True)


def _evenly(places: Sequence[int], parts: int) -> list[list[int]]:
    bounds = [len(places) * part // parts for part in range(parts + 1)]
    return [list(places[start:end]) for start, end in pairwise(bounds)]


def _unbroken(text: str) -> int:
    """Measure the longest part of a text that should stay on one line."""
    return min(max(map(text_width, _WORDS.findall(text)), default=0), _UNBROKEN)


def _lines(text: str, room: float) -> int:
    return sum(max(ceil(spaced_width(line) * 0.99 / room), 1) for line in text.split("\n"))


def _table(widths: Sequence[float], rows: str, title: str) -> str:
    columns = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_GREY}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(f'<w:{side} w:w="60" w:type="dxa"/>' for side in ("left", "right"))
    told = f"<w:tblCaption w:val={quoteattr(title)}/>" if title else ""
    return (
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblW w:w="{sum(map(_twips, widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{lines}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f'<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        f' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{told}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _cell(style: str, width: float, side: str, size: float) -> tuple[str, str, str, str]:
    """Write what is the same in a column's cells: before colour, page, ink and text."""
    lines = f'<w:spacing w:line="{round(size * LINE * 20)}" w:lineRule="exact"/>'
    half = round(size * 2)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>',
        f'<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/>',
        f'{lines}<w:jc w:val="{_ALIGN[side]}"/></w:pPr><w:r><w:rPr>',
        f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>',
    )


def _row(
    texts: Sequence[str], cells: Sequence[Any], colors: Any, *, kept: bool, head: bool = False
) -> str:
    page = "<w:keepNext/>" if kept else ""
    written = [
        f"{before}{_filling(color)}{within}{page}{layout}{_ink(color)}{letters}{_text(text)}"
        "</w:r></w:p></w:tc>"
        for text, (before, within, layout, letters), color in zip(
            texts, cells, colors, strict=False
        )
    ]
    properties = "<w:cantSplit/><w:tblHeader/>" if head else "<w:cantSplit/>"
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(written)}</w:tr>"


def _filling(color: str) -> str:
    fill = color.removeprefix("#")
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""


def _ink(color: str) -> str:
    return '<w:color w:val="FFFFFF"/>' if color and _is_dark(color) else ""


def _text(text: str) -> str:
    kept = escape(text).replace("\t", "</w:t><w:tab/><w:t xml:space='preserve'>")
    return f"<w:t xml:space='preserve'>{kept}</w:t>".replace(
        "\n", "</w:t><w:br/><w:t xml:space='preserve'>"
    )


def _is_dark(color: str) -> bool:
    red, green, blue = bytes.fromhex(color.removeprefix("#"))
    return 299 * red + 587 * green + 114 * blue < 128_000


def _twips(points: float) -> int:
    return round(points * 20)
