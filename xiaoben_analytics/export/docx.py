"""总结报告.docx: the summary in the layout of Chinese official documents (after GB/T 9704)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Length, Pt
from docx.text.paragraph import Paragraph

from xiaoben_analytics.export import word
from xiaoben_analytics.export.grid import FILL, add_grid, color_cell
from xiaoben_analytics.export.native import LABELLED, native_chart
from xiaoben_analytics.export.official import BODY, official_document, save_document, turn_pages
from xiaoben_analytics.figures.template import STATUS_COLORS
from xiaoben_analytics.summary import Chart, Finding, Section, Summary, Table

_TABLE, _DENSE = 10.5, 9
_MANY_ROWS, _MANY_COLUMNS = 15, 7
_CHART_WIDTH, _CHART_HEIGHT = Cm(15.6), Cm(7.2)
_LOW_LADDER, _HIGH_LADDER = Cm(4.8), Cm(8.2)
"""With their findings, three of the lower fill a page, or two of the higher, for many teachers."""
_FACTS_PER_ROW, _NUMBERS_PER_ROW = 2, 6

Counters = Mapping[str, Iterator[int]]


def write_report(summary: Summary, path: Path) -> None:
    """Write the report; page 1 holds what was assessed, the key numbers and the reconciliation."""
    document = official_document(f"{summary.subtitle}　{summary.title}")
    _add_cover(document, summary)
    counters = {"图": count(1), "表": count(1)}
    for section in summary.sections:
        _add_section(document, section, summary.tiers, counters)
    save_document(document, path)


def _add_cover(document: Document, summary: Summary) -> None:
    for text, style in (summary.title, "Title"), (summary.subtitle, "Subtitle"):
        document.add_paragraph(text, style).alignment = WD_ALIGN_PARAGRAPH.CENTER
    facts = [fact for fact in summary.facts.items() if fact[1] not in summary.subtitle]
    names = ("center", "left") * _FACTS_PER_ROW
    grid = add_grid(document, (), _in_rows(facts, _FACTS_PER_ROW), names, size=_DENSE)
    for place in range(0, 2 * _FACTS_PER_ROW, 2):
        for cell in grid.columns[place].cells:
            word.shade(cell, FILL)
    document.add_paragraph().paragraph_format.line_spacing = Pt(6)
    rows = _in_rows(list(summary.numbers.items()), _NUMBERS_PER_ROW)
    split = [row[side::2] for row in rows for side in (0, 1)]
    grid = add_grid(document, (), split, ("center",) * _NUMBERS_PER_ROW, size=_TABLE)
    for names_row, numbers_row in zip(grid.rows[::2], grid.rows[1::2], strict=True):
        for name, number in zip(names_row.cells, numbers_row.cells, strict=True):
            word.shade(name, FILL)
            number.paragraphs[0].runs[0].font.bold = True


def _in_rows(pairs: Sequence[tuple[str, str]], width: int) -> list[tuple[str, ...]]:
    """Lay name and text side by side, `width` pairs in a row, the last row filled up."""
    filled = [*pairs, *[("", "")] * (-len(pairs) % width)]
    return [
        tuple(text for pair in filled[start : start + width] for text in pair)
        for start in range(0, len(filled), width)
    ]


def _add_section(
    document: Document, section: Section, tiers: Sequence[str], counters: Counters
) -> None:
    for place, block in enumerate(section.blocks):
        shown = [one for one in section.blocks[place:] if not isinstance(one, Finding)]
        if shown:
            _new_page_if_turned(document, wide=isinstance(shown[0], Table) and shown[0].wide)
        if place == 0:
            document.add_heading(section.heading, 1)
        if isinstance(block, Finding):
            paragraph = document.add_paragraph(block.text)
            word.indent_two_characters(paragraph, BODY)
            paragraph.paragraph_format.keep_with_next = (
                bool(shown) and shown[0] is section.blocks[place + 1]
            )
        elif isinstance(block, Chart):
            _add_chart(document, block, tiers, next(counters["图"]))
        else:
            _add_table(document, block, next(counters["表"]))


def _new_page_if_turned(document: Document, *, wide: bool) -> None:
    if (document.sections[-1].orientation == WD_ORIENT.LANDSCAPE) != wide:
        document.add_section(WD_SECTION.NEW_PAGE)
        turn_pages(document, wide=wide)


def _add_chart(document: Document, chart: Chart, tiers: Sequence[str], number: int) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    size = _CHART_WIDTH, _height(chart)
    word.add_chart(paragraph.add_run(), native_chart(chart, tiers), number=number, size=size)
    _add_caption(document, "图", number, chart.title)


def _height(chart: Chart) -> Length:
    if chart.kind != "tiers":
        return _CHART_HEIGHT
    return _LOW_LADDER if len(chart.categories) <= LABELLED else _HIGH_LADDER


def _add_table(document: Document, table: Table, number: int) -> None:
    _add_caption(document, "表", number, table.title).paragraph_format.keep_with_next = True
    dense = table.wide or len(table.rows) > _MANY_ROWS or len(table.header) > _MANY_COLUMNS
    size = _DENSE if dense else _TABLE
    grid = add_grid(document, table.header, table.rows, table.align, size=size)
    for row, shades in zip(grid.rows[1:], table.shades, strict=False):
        for cell, shade in zip(row.cells, shades, strict=True):
            if shade:
                color_cell(cell, STATUS_COLORS[shade])
    if table.note:
        note = document.add_paragraph()
        note.paragraph_format.line_spacing = Pt(1.5 * _DENSE)
        note.add_run(f"注：{table.note}").font.size = Pt(_DENSE)


def _add_caption(document: Document, kind: str, number: int, title: str) -> Paragraph:
    caption = document.add_paragraph(kind, "Caption")
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    word.add_field(caption, f"SEQ {kind} \\* ARABIC", str(number))
    caption.add_run(f"　{title}")
    return caption
