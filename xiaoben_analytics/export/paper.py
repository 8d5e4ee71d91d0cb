"""A paper for people: title, facts, sections of sentences and tables, lines to sign; its layout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from xiaoben_analytics.export import word
from xiaoben_analytics.export.grid import FILL, Look, add_grid
from xiaoben_analytics.export.official import (
    LONGEST_TITLE,
    official_document,
    save_document,
)
from xiaoben_analytics.summary import Finding, Section, Table

BLANK = "＿＿＿＿＿＿"
DATE = "　　　　年　　月　　日"
"""Where somebody writes by hand."""

_TEXT, _TABLE, _DENSE = 12, 10.5, 9
_FEW_ROWS, _MANY_ROWS = 4, 15  # tables of more are set small, and may break between pages
_PAIRS = 2  # facts in a row
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Paper:
    """What a paper says, in reading order: `lead` stands above all sections, `closing` are the lines to be signed, on the right.

    In a `dense` paper tables are set small, and may break between pages.
    """

    title: str
    subtitle: str
    lead: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    closing: tuple[str, ...] = ()
    dense: bool = False


def write_paper(paper: Paper, path: Path) -> None:
    """Lay a paper out in the style of official documents."""
    document = deepcopy(_blank())
    named = f"{paper.subtitle}　{paper.title}".strip()
    document.core_properties.title = named[:LONGEST_TITLE]
    for text, style in (paper.title, "Title"), (paper.subtitle, "Subtitle"):
        if text:
            document.add_paragraph(text, style).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for sentence in paper.lead:
        _add_sentence(document, sentence)
    if paper.facts:
        add_facts(document, paper.facts)
    for section in paper.sections:
        _add_section(document, section, dense=paper.dense)
    _add_closing(document, paper.closing)
    save_document(document, path)


def add_facts(document: Document, facts: Mapping[str, str], *, size: float = _TABLE) -> None:
    """Add names and texts side by side, two pairs in a row, the names shaded."""
    cells = [text for fact in facts.items() for text in fact]
    cells += [""] * (-len(cells) % (2 * _PAIRS))
    rows = [cells[start : start + 2 * _PAIRS] for start in range(0, len(cells), 2 * _PAIRS)]
    look = Look(size, fills=[(FILL, "") * _PAIRS] * len(rows))
    add_grid(document, (), rows, ("center", "left") * _PAIRS, size=look)


def numbered(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Put 一、二、三 … before the headings of the sections that say anything.

    >>> [one.heading for one in numbered([Section("甲", ()), Section("乙", (Finding("。"),))])]
    ['一、乙']
    """
    told = [section for section in sections if section.blocks]
    return tuple(
        Section(f"{numeral(place)}、{section.heading}", section.blocks)
        for place, section in enumerate(told, start=1)
    )


def numeral(number: int) -> str:
    """Write a small number as headings do.

    >>> numeral(3), numeral(10), numeral(12), numeral(20), numeral(45)
    ('三', '十', '十二', '二十', '四十五')
    """
    tens, ones = divmod(number, 10)
    before = ("" if tens == 1 else _NUMERALS[tens - 1]) + "十" if tens else ""
    return before + (_NUMERALS[ones - 1] if ones else "")


@cache
def _blank() -> Document:
    """Make the empty document once; it is copied for each paper."""
    return official_document("")


def _add_section(document: Document, section: Section, *, dense: bool) -> None:
    _add_styled(document, section.heading, "Heading1")
    for block, after in _with_next(section):
        if isinstance(block, Finding):
            sentence = _add_sentence(document, block.text)
            sentence.paragraph_format.keep_with_next = isinstance(after, Table)
        elif isinstance(block, Table):
            _add_table(document, block.printed, dense=dense)


def _add_styled(document: Document, text: str, style_id: str) -> Paragraph:
    """Add a paragraph in a style that is known by its id: to look it up by name takes far longer."""
    paragraph = document.add_paragraph(text)
    paragraph._p.style = style_id  # noqa: SLF001
    return paragraph


def _add_sentence(document: Document, text: str) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.add_run(text).font.size = Pt(_TEXT)
    word.indent_two_characters(paragraph, _TEXT)
    return paragraph


def _with_next(section: Section) -> Iterator[tuple[object, object]]:
    return zip(section.blocks, (*section.blocks[1:], None), strict=True)


def _add_table(document: Document, table: Table, *, dense: bool) -> None:
    if table.title:
        caption = _add_styled(document, table.title, "Caption")
        caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
        caption.paragraph_format.keep_with_next = True
    few = len(table.rows) <= (_FEW_ROWS if dense else _MANY_ROWS)
    look = Look(_TABLE if few else _DENSE, title=table.title, kept=few)
    add_grid(document, table.header, table.rows, table.align, size=look)
    note = document.add_paragraph()
    note.paragraph_format.line_spacing = Pt(1.5 * _DENSE if table.note else 8)
    if table.note:
        note.add_run(f"注：{table.note}").font.size = Pt(_DENSE)


def _add_closing(document: Document, lines: Sequence[str]) -> None:
    """Add the lines to be signed; they stand on no page alone."""
    for line in lines:
        document.paragraphs[-1].paragraph_format.keep_with_next = True
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.space_before = Pt(_TEXT)
        paragraph.add_run(line).font.size = Pt(_TEXT)
