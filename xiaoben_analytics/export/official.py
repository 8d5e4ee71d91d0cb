"""The page of Chinese official documents (after GB/T 9704): paper, fonts, spacing, page numbers."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Cm, Pt, RGBColor

from xiaoben_analytics.export import word
from xiaoben_analytics.export.native import FIXED_TIME
from xiaoben_analytics.export.zipped import without_times

BODY = 14
_A4 = (Cm(21), Cm(29.7))
_UPRIGHT = {"top": Cm(3.7), "bottom": Cm(3.5), "left": Cm(2.8), "right": Cm(2.6)}
_ON_ITS_SIDE = {"top": Cm(2.6), "bottom": Cm(2.4), "left": Cm(2.0), "right": Cm(2.0)}
LONGEST_TITLE = 255  # that a document's properties hold
_STYLES = {
    "Normal": ("仿宋", BODY),
    "Title": ("方正小标宋简体", 22),
    "Subtitle": ("楷体", 16),
    "Heading 1": ("黑体", 16),
    "Heading 2": ("楷体", BODY),
    "Caption": ("黑体", 10.5),
    "Footer": ("宋体", 12),
}


def official_document(title: str) -> Document:
    """Make an empty document with the official styles, A4 upright, its pages numbered."""
    document = docx.Document()
    for name, (font, size) in _STYLES.items():
        style = document.styles[name]
        word.set_fonts(style, font, "Times New Roman")
        style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
        style.font.color.rgb = RGBColor(0, 0, 0)
    word.set_language(document)
    word.declare_fonts(document)
    word.drop_border(document.styles["Title"])
    _space(document.styles["Normal"], line=24)
    _space(document.styles["Title"], line=30)
    _space(document.styles["Subtitle"], line=24, after=4)
    _space(document.styles["Heading 1"], line=26, before=6, after=4)
    _space(document.styles["Heading 2"], line=24, before=4, after=4)
    _space(document.styles["Caption"], line=16, before=4, after=4)
    turn_pages(document, wide=False)
    _number_pages(document)
    properties = document.core_properties
    properties.title, properties.language = title[:LONGEST_TITLE], "zh-CN"
    properties.author = properties.comments = ""
    properties.created = properties.modified = FIXED_TIME
    return document


def turn_pages(document: Document, *, wide: bool) -> None:
    """Set the last section's pages upright or on their side."""
    section = document.sections[-1]
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = reversed(_A4) if wide else _A4
    for side, margin in (_ON_ITS_SIDE if wide else _UPRIGHT).items():
        setattr(section, f"{side}_margin", margin)


def save_document(document: Document, path: Path) -> None:
    """Write a document without the time of writing: equal content gives equal files."""
    content = BytesIO()
    document.save(content)
    path.write_bytes(without_times(content.getvalue()))


def _space(style: Any, *, line: float, before: float = 0, after: float = 0) -> None:
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.AT_LEAST, Pt(line)


def _number_pages(document: Document) -> None:
    footer = document.sections[0].footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("— ")
    word.add_field(footer, "PAGE", "1")
    footer.add_run(" —")
