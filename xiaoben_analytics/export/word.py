"""Pieces of a Word document that python-docx has no words for."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from xiaoben_analytics.export.native import NativeChart

FALLBACKS = {
    "仿宋": "FangSong,STFangsong,Noto Serif CJK SC",
    "方正小标宋简体": "黑体,SimHei,Noto Sans CJK SC",
    "黑体": "SimHei,STHeiti,Noto Sans CJK SC",
    "宋体": "SimSun,STSong,Noto Serif CJK SC",
    "Times New Roman": "Liberation Serif,Noto Serif CJK SC",
    "楷体": "KaiTi,STKaiti,Noto Serif CJK SC",
}
"""Fonts of the official layout, and what stands in for each where it is not installed."""

_OWN_IDS = 9000
"""A school's template numbers its own bookmarks and pictures from 1."""

_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FONT_TABLE = "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"


def set_fonts(owner: Any, east_asian: str, latin: str) -> None:
    """Set both fonts of a style or run, whatever the theme says."""
    properties = owner.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    fonts.set(qn("w:hint"), "eastAsia")  # for √, “” and —, which both scripts have
    for script, name in ("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", east_asian):
        fonts.set(qn(f"w:{script}"), name)
    properties.insert(0, fonts)


def set_language(document: Document) -> None:
    """Say that the text is Simplified Chinese, so that line breaks and glyphs are right."""
    settings, styles = document.settings.element, document.styles.element
    for language in (*settings.iter(qn("w:themeFontLang")), *styles.iter(qn("w:lang"))):
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")


def declare_fonts(document: Document) -> None:
    """Name a stand-in for each font that a computer may lack."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/></w:font>'
        for name, others in FALLBACKS.items()
    )
    blob = f"<w:fonts {nsdecls('w')}>{fonts}</w:fonts>".encode()
    part = document.part
    for key, relation in list(part.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.FONT_TABLE:
            del part.rels[key]
    table = Part(PackURI("/word/fontTable.xml"), _FONT_TABLE, blob, part.package)
    part.relate_to(table, RELATIONSHIP_TYPE.FONT_TABLE)


def drop_border(style: Any) -> None:
    """Take away the line that the blank document draws under its title."""
    for border in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(border)


def indent_two_characters(paragraph: Paragraph, size: float) -> None:
    """Indent the first line by two characters; `size` in points is for programs that want lengths."""
    paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()  # noqa: SLF001
    indent.set(qn("w:firstLineChars"), "200")


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """Add a field, such as the page number, with the text shown until it is updated."""
    wrapper = f"<w:p {nsdecls('w')}>{_field(instruction, shown)}</w:p>"
    for run in list(parse_xml(wrapper)):
        paragraph._p.append(run)  # noqa: SLF001


def add_page_number(paragraph: Paragraph, side: Any) -> None:
    """Write — 1 — at a side of the page, one letter from its margin."""
    paragraph.alignment = side
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()  # noqa: SLF001
    for end in "left", "right":
        indent.set(qn(f"w:{end}Chars"), "100")
        indent.set(qn(f"w:{end}"), "280")
    paragraph.add_run("— ")
    add_field(paragraph, "PAGE", "1")
    paragraph.add_run(" —")


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Mark a paragraph's text as a place that others refer to."""
    texts = list(paragraph._p.r_lst)  # noqa: SLF001
    start = parse_xml(
        f'<w:bookmarkStart {nsdecls("w")} w:id="{_OWN_IDS + number}" w:name="{name}"/>'
    )
    end = parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{_OWN_IDS + number}"/>')
    texts[0].addprevious(start)
    texts[-1].addnext(end)


def add_page_reference(paragraph: Paragraph, text: str, bookmark: str) -> Any:
    """Write a line of a table of contents that leads to a bookmark; return what holds its page."""
    page = _field(f"PAGEREF {bookmark} \\h", "1")
    line = parse_xml(
        f'<w:hyperlink {nsdecls("w")} w:anchor="{bookmark}" w:history="1">'
        f"<w:r><w:t>{escape(text)}</w:t></w:r><w:r><w:tab/></w:r>"
        f"{page}</w:hyperlink>"
    )
    paragraph._p.append(line)  # noqa: SLF001
    return line.findall(f".//{qn('w:t')}")[-1]


def add_empty_footer(document: Document, section: Any, kind: str) -> None:
    """Give a section a footer without anything in it."""
    part: Any = document.part
    _, key = part.add_footer_part()
    reference = f'<w:footerReference {nsdecls("w", "r")} w:type="{kind}" r:id="{key}"/>'
    section._sectPr.insert(0, parse_xml(reference))  # noqa: SLF001


def end_with_paragraph(document: Document) -> None:
    """End with a paragraph without height: after a table, Word would add a line of its own."""
    body = document.element.body
    if len(body) > 1 and body[-2].tag == qn("w:tbl"):
        make_tiny(document.add_paragraph()._p)  # noqa: SLF001


def make_tiny(paragraph: Any) -> None:
    """Take away the height of a paragraph that must be there, but says nothing."""
    properties = paragraph.get_or_add_pPr()
    flat = f'<w:spacing {nsdecls("w")} w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    small = f'<w:rPr {nsdecls("w")}><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>'
    for xml in (small, flat):
        properties.insert(0, parse_xml(xml))


def add_chart(run: Run, chart: NativeChart, *, number: int, size: tuple[Length, Length]) -> None:
    """Place a chart in a line of text, with the workbook that holds its numbers."""
    package = run.part.package
    book = Part(
        PackURI(f"/word/embeddings/report_chart{number}.xlsx"), _WORKBOOK, chart.workbook, package
    )
    part = Part(PackURI(f"/word/charts/report_chart{number}.xml"), _CHART, chart.drawing, package)
    part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    key = run.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    drawing = parse_xml(
        f"<w:drawing {nsdecls('w', 'wp', 'a', 'c', 'r')}>"
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{size[0]}" cy="{size[1]}"/><wp:docPr id="{_OWN_IDS + number}"'
        f' name="chart{number}"/>'
        '<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="'
        'http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{key}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    drawing.find(f".//{qn('wp:docPr')}").set("descr", chart.words)
    run._r.append(drawing)  # noqa: SLF001


def _field(instruction: str, shown: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    told = f"<w:r><w:instrText xml:space='preserve'> {escape(instruction)} </w:instrText></w:r>"
    text = f"<w:r><w:t>{escape(shown)}</w:t></w:r>"
    return f"{mark('begin')}{told}{mark('separate')}{text}{mark('end')}"
