"""Tables of text in a Word document: thin lines, columns as wide as their texts ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor

from xiaoben_analytics.export import word
from xiaoben_analytics.export.widths import column_widths, share_widths

FILL = "#E8EEF4"
_LINES = "#A6A6A6"
_ON_ONE_PAGE = 16
_WIDE_LETTERS, _SIDES = 1.15, 3
"""Fonts that stand in for Times are wider, and a cell has margins (in Latin letters)."""


def add_grid(  # noqa: PLR0913  the last two say how it is set
    document: Document,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    align: Sequence[str],
    *,
    size: float,
    together: int = _ON_ONE_PAGE,
) -> Any:
    """Add a table over the full width of the page; a header is repeated on each page.

    A table of at most so many lines is kept `together` on one page.
    """
    texts = [*([header] if header else []), *rows]
    widths = _widths(document, header or [""] * len(align), rows, size)
    grid = document.add_table(0, len(align))
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    word.draw_grid(grid, _LINES)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    kept = len(texts) - 1 if len(texts) <= together else 0
    lines = (
        _line(text, align, widths, size, heading=bool(header) and place == 0, kept=place < kept)
        for place, text in enumerate(texts)
    )
    for row in parse_xml(f"<w:tbl {nsdecls('w')}>{''.join(lines)}</w:tbl>"):
        grid._tbl.append(row)  # noqa: SLF001
    return grid


def _line(  # noqa: PLR0913  the last two say how it is set
    texts: Sequence[str],
    align: Sequence[str],
    widths: Sequence[Pt],
    size: float,
    *,
    heading: bool,
    kept: bool,
) -> str:
    """Write a row, its lines of one height whatever the font; cell by cell would take far longer."""
    fill = FILL.removeprefix("#")
    shading = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if heading else ""
    keep = "<w:keepNext/>" if kept else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width.twips}"/>{shading}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr>{keep}<w:spacing w:line="{round(30 * size)}" w:lineRule="exact"/>'
        f'<w:jc w:val="{"center" if heading else side}"/></w:pPr><w:r><w:rPr><w:sz w:val="{round(2 * size)}"/></w:rPr>'
        f'<w:t xml:space="preserve">{_marked(text)}</w:t></w:r></w:p></w:tc>'
        for text, side, width in zip(texts, align, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' * heading}</w:trPr>{cells}</w:tr>"


def _marked(text: str) -> str:
    """Write a text as XML; breaks and tabs are marks of their own."""
    marked = escape(text)
    for sign, mark in ("\r\n", "br"), ("\n", "br"), ("\r", "br"), ("\t", "tab"):
        marked = marked.replace(sign, f'</w:t><w:{mark}/><w:t xml:space="preserve">')
    return marked


def color_cell(cell: Any, color: str) -> None:
    """Fill a cell, and write on it in black or white, whichever is read more easily."""
    word.shade(cell, color)
    red, green, blue = bytes.fromhex(color.removeprefix("#"))
    if 299 * red + 587 * green + 114 * blue < 128_000:
        cell.paragraphs[0].runs[0].font.color.rgb = RGBColor(255, 255, 255)


def _widths(
    document: Document, header: Sequence[str], rows: Sequence[Sequence[str]], size: float
) -> list[Pt]:
    page: Any = document.sections[-1]
    room = page.page_width - page.left_margin - page.right_margin
    letter = Pt(size / 2)
    wanted = [width * _WIDE_LETTERS + _SIDES for width in column_widths(header, rows)]
    return [Pt(width * letter.pt) for width in share_widths(wanted, room / letter)]
