"""Tables of text in a Word document: thin lines, columns as wide as their texts ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Pt, RGBColor

from xiaoben_analytics.export import word
from xiaoben_analytics.export.widths import column_widths, share_widths

FILL = "#E8EEF4"
_LINES = "#A6A6A6"
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
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
    grid = document.add_table(len(texts), len(align))
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    word.draw_grid(grid, _LINES)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for row, line in zip(grid.rows, texts, strict=True):
        word.keep_whole(row)
        for cell, text, side, width in zip(row.cells, line, align, widths, strict=True):
            cell.width = width
            fill_cell(cell, text, side, size)
    if header:
        _mark_header(grid.rows[0])
    if len(texts) <= together:
        _keep_together(grid)
    return grid


def fill_cell(cell: Any, text: str, side: str, size: float) -> None:
    """Write a cell's only text, with lines of one height whatever the font."""
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = _ALIGN[side]
    layout = paragraph.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(size * 1.5)
    paragraph.add_run(text).font.size = Pt(size)


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


def _mark_header(row: Any) -> None:
    word.repeat_on_each_page(row)
    for cell in row.cells:
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        word.shade(cell, FILL)


def _keep_together(grid: Any) -> None:
    for row in list(grid.rows)[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
