"""The page of Chinese official documents (after GB/T 9704): paper, fonts, spacing, page numbers."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor

from xiaoben_analytics.export import word
from xiaoben_analytics.export.grid import CELL_STYLE
from xiaoben_analytics.export.native import FIXED_TIME
from xiaoben_analytics.export.zipped import without_times

CHART_STYLE, NOTE_STYLE = "图", "表注"

BODY = 14
"""The size of letters and lists; a report is set in 16 points, as official documents are."""

LINE = 28
"""The height of a report's line of text, in points: 22 of them fill a page."""

_A4 = (Cm(21), Cm(29.7))
_UPRIGHT = {"top": Cm(3.7), "bottom": Cm(3.5), "left": Cm(2.8), "right": Cm(2.6)}
_ON_ITS_SIDE = {"top": Cm(2.6), "bottom": Cm(2.4), "left": Cm(2.0), "right": Cm(2.0)}
_BELOW, _BELOW_TURNED = Cm(2.1), Cm(1.2)  # from a page's foot to its number
LONGEST_TITLE = 255  # that a document's properties hold
_FONTS = {
    "Normal": ("仿宋", BODY),
    "Title": ("方正小标宋简体", 22),
    "Subtitle": ("楷体", 16),
    "Heading 1": ("黑体", 16),
    "Heading 2": ("楷体", BODY),
    "Caption": ("黑体", 10.5),
    "Footer": ("宋体", 14),
    "TOC Heading": ("黑体", 22),
    "toc 1": ("仿宋", 16),
    CELL_STYLE: ("仿宋", 10.5),
    CHART_STYLE: ("仿宋", 10.5),
    NOTE_STYLE: ("仿宋", 9),
}
_ADDED = ("toc 1", CELL_STYLE, CHART_STYLE, NOTE_STYLE)
"""Styles that the blank document lacks; all of them begin as plain text."""

STYLES = tuple(_FONTS)

_SECTION = qn("w:sectPr")


def official_document(title: str, *, body: float = BODY) -> Document:
    """Make an empty document with the official styles, A4 upright, its pages numbered."""
    document = docx.Document()
    for name in _ADDED:
        added = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        added.base_style = document.styles["Normal"]
    for name, (font, size) in _FONTS.items():
        style = document.styles[name]
        word.set_fonts(style, font, "Times New Roman")
        style.font.size = Pt(body if name == "Normal" else size)
        style.font.bold = style.font.italic = False
        style.font.color.rgb = RGBColor(0, 0, 0)
    word.set_language(document)
    word.declare_fonts(document)
    word.drop_border(document.styles["Title"])
    _space_styles(document, body)
    for side, length in zip(("page_width", "page_height"), _A4, strict=True):
        setattr(document.sections[0], side, length)
    _set_margins(document.sections[0], _UPRIGHT, _BELOW)
    number_pages(document)
    describe(document, title)
    return document


def describe(document: Document, title: str) -> None:
    """Say in a document's properties what it is; not who wrote it, nor when."""
    properties = document.core_properties
    properties.title, properties.language = title[:LONGEST_TITLE], "zh-CN"
    properties.subject, properties.category = "校本培训", "校本培训"
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.keywords, properties.revision = "", 1
    properties.created = properties.modified = FIXED_TIME


def turn_pages(document: Document, *, wide: bool) -> None:
    """Set the last section's pages upright, as the first section's are, or on their side."""
    first: Any = document.sections[0]
    section = document.sections[-1]
    sides = sorted((first.page_width, first.page_height))
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = reversed(sides) if wide else sides
    upright = {side: getattr(first, f"{side}_margin") for side in _UPRIGHT}
    margins, below = (_ON_ITS_SIDE, _BELOW_TURNED) if wide else (upright, first.footer_distance)
    _set_margins(section, margins, below)


def start_section(document: Document, *, wide: bool) -> None:
    """Go on with a new page, upright or on its side; no empty line is left on the old one."""
    body = document.element.body
    before: Any = body[-2] if len(body) > 1 else None
    document.add_section(WD_SECTION.NEW_PAGE)
    added: Any = body[-2]
    if before is not None and before.tag == qn("w:p") and before.find(f".//{_SECTION}") is None:
        before.get_or_add_pPr().append(added.pPr.find(_SECTION))
        body.remove(added)
    else:
        word.make_tiny(added)
    for count in body.sectPr.findall(qn("w:pgNumType")):
        body.sectPr.remove(count)
    turn_pages(document, wide=wide)


def count_pages_here(document: Document) -> None:
    """Count the last section's pages from 1; those before it are left without a number."""
    first, last = document.sections[0], document.sections[-1]
    properties: Any = last._sectPr  # noqa: SLF001
    for reference in reversed(first._sectPr.findall(qn("w:footerReference"))):  # noqa: SLF001
        properties.insert(0, reference)
    for kind in ("default", "even", "first"):
        word.add_empty_footer(document, first, kind)
    number = OxmlElement("w:pgNumType")
    number.set(qn("w:start"), "1")
    properties.find(qn("w:pgMar")).addnext(number)
    for first_page in properties.findall(qn("w:titlePg")):
        properties.remove(first_page)


def is_turned(section: Any) -> bool:
    """Tell if a section's pages lie on their side."""
    return bool(section.page_width > section.page_height)


def page_height(section: Any) -> float:
    """Measure the height between the margins, in points."""
    return float(Length(section.page_height - section.top_margin - section.bottom_margin).pt)


def save_document(document: Document, path: Path) -> None:
    """Write a document without the time of writing: equal content gives equal files."""
    content = BytesIO()
    document.save(content)
    path.write_bytes(without_times(content.getvalue()))


def number_pages(document: Document) -> None:
    """Put the page number at the outer side of both kinds of pages."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    section.footer_distance = _BELOW
    sides = {
        WD_ALIGN_PARAGRAPH.RIGHT: section.footer,
        WD_ALIGN_PARAGRAPH.LEFT: section.even_page_footer,
    }
    for side, footer in sides.items():
        word.add_page_number(footer.paragraphs[0], side)


def _space_styles(document: Document, body: float) -> None:
    line = LINE if body > BODY else 24
    _space(document.styles["Normal"], line=line)
    _space(document.styles["Title"], line=34)
    _space(document.styles["Subtitle"], line=24, after=4)
    _space(document.styles["Heading 1"], line=line, before=6, after=4)
    _space(document.styles["Heading 2"], line=line, before=4, after=4)
    _space(document.styles["Caption"], line=16, before=4, after=4)
    _space(document.styles["TOC Heading"], line=34, after=18)
    _space(document.styles["toc 1"], line=LINE)
    _space(document.styles[CELL_STYLE], line=16)
    _space(document.styles[NOTE_STYLE], line=13.5)
    for name in ("Title", "Subtitle", "Caption", "TOC Heading", CHART_STYLE):
        document.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for name in ("Heading 1", "Heading 2", CHART_STYLE):
        document.styles[name].paragraph_format.keep_with_next = True
    document.styles[CHART_STYLE].paragraph_format.line_spacing = 1.0


def _space(style: Any, *, line: float, before: float = 0, after: float = 0) -> None:
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.AT_LEAST, Pt(line)


def _set_margins(section: Any, margins: Mapping[str, Length], below: Length) -> None:
    for side, margin in margins.items():
        setattr(section, f"{side}_margin", margin)
    section.footer_distance = below
