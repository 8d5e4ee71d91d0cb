"""A school's own paper: its letterhead, header, styles and page, taken from a Word document.

What the template holds above a line that begins with `MARK` stands at the top of the report's cover;
that line and what follows it only show how the styles look. A template without the line is kept as
a whole. Styles that it lacks are the program's own; so is the page number.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError

from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.export.grid import add_grid
from xiaoben_analytics.export.official import (
    STYLES,
    describe,
    number_pages,
    official_document,
    save_document,
)
from xiaoben_analytics.export.templates import template_content, unusable

MARK = "报告从这里开始"
REPORT_BODY = 16
"""三号, the size of official documents' text."""

_MAIN = "word/document.xml"
_ATTACHED = "attachedTemplate"


def report_document(title: str, template: Path | None = None) -> Document:
    """Begin a report on the program's paper, or on a school's own.

    Raises
    ------
    UsageError
        If the template is no .docx, is damaged, has macros or refers to other files.
    """
    own = official_document(title, body=REPORT_BODY)
    if template is None:
        return own
    document = _open(template)
    _clear_sample(document)
    _lend_styles(own, document)
    if not _has_page_number(document):
        number_pages(document)
    _share_headers(document)
    describe(document, title)
    return document


def write_template(path: Path) -> None:
    """Write the program's own paper for a school to change; the same bytes each time."""
    document = official_document("总结报告模板", body=REPORT_BODY)
    document.add_paragraph(
        f"{MARK}。这一行以上可以放学校的红头、校徽，会印在封面；页眉页脚、页边距、样式改好后保存即可。"
        "这一行和以下各行只是样子，不会印出。"
    )
    for text, style in (
        ("总结报告的标题", "Title"),
        ("学校　学年", "Subtitle"),
        ("一、一级标题", "Heading 1"),
        ("正文。", "Normal"),
        ("表1　题注", "Caption"),
    ):
        document.add_paragraph(text, style)
    add_grid(document, ("姓名", "总分"), [("表中文字", "0.00")], ("left", "right"), size=10.5)
    document.add_paragraph("注：表注", "表注")
    save_document(document, path)


def _open(template: Path) -> Document:
    content = template_content(template)
    try:
        document = docx.Document(BytesIO(content))
        document.element.body.get_or_add_sectPr()
    except (KeyError, ValueError, AttributeError, PackageNotFoundError, XMLSyntaxError):
        raise unusable(template, "不是 Word 文档，或已损坏") from None
    _drop_outside(document, template)
    return document


def _drop_outside(document: Document, template: Path) -> None:
    """Forget the template's own template, which names a folder of somebody's computer."""
    for part in document.part.package.iter_parts():
        for key, relation in list(part.rels.items()):
            if not relation.is_external:
                continue
            if relation.reltype.endswith(f"/{_ATTACHED}"):
                del part.rels[key]
            elif relation.reltype != RELATIONSHIP_TYPE.HYPERLINK:
                advice = "请在 Word 中把图片等嵌入文档后重试"
                raise UsageError.template_unusable(str(template), "引用了外部文件", advice)
    settings = document.settings.element
    for attached in settings.findall(qn(f"w:{_ATTACHED}")):
        settings.remove(attached)


def _clear_sample(document: Document) -> None:
    """Take away the line that marks where the report begins, and all that follows it."""
    blocks = [block for block in document.element.body if block.tag != qn("w:sectPr")]
    texts = ["".join(part.text or "" for part in block.iter(qn("w:t"))).strip() for block in blocks]
    first = next((place for place, text in enumerate(texts) if text.startswith(MARK)), None)
    if first is None and not any(texts) and not document.inline_shapes:
        first = 0
    for block in blocks[first:] if first is not None else ():
        document.element.body.remove(block)


def _lend_styles(own: Document, document: Document) -> None:
    """Copy those of our styles that a template lacks."""
    theirs = document.styles
    taken = {style.style_id for style in theirs}
    plain = theirs.default(own.styles["Normal"].type)
    for name in STYLES:
        if name in theirs:
            continue
        style: Any = deepcopy(own.styles[name].element)
        while style.styleId in taken:
            style.styleId += "_"
        for link in ("w:next", "w:link"):
            for old in style.findall(qn(link)):
                style.remove(old)
        if (based := style.find(qn("w:basedOn"))) is not None:
            if plain is None:
                style.remove(based)
            else:
                based.set(qn("w:val"), plain.style_id)
        theirs.element.append(style)
        taken.add(style.styleId)


def _share_headers(document: Document) -> None:
    """Show the header, and a footer with the number, on even pages too where they have none."""
    properties: Any = document.sections[-1]._sectPr  # noqa: SLF001
    for tag in "headerReference", "footerReference":
        given = {one.get(qn("w:type")): one for one in properties.findall(qn(f"w:{tag}"))}
        if "default" in given and "even" not in given:
            even = deepcopy(given["default"])
            even.set(qn("w:type"), "even")
            given["default"].addnext(even)


def _has_page_number(document: Document) -> bool:
    return any(" PAGE " in f" {told} " for told in _footer_fields(document))


def _footer_fields(document: Document) -> Iterator[str]:
    section = document.sections[-1]
    for footer in (section.footer, section.header):
        for field in footer._element.iter(qn("w:instrText"), qn("w:fldSimple")):  # noqa: SLF001
            yield (field.text or field.get(qn("w:instr")) or "").strip().partition("\\")[0]
