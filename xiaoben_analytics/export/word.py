"""Pieces of a Word document that python-docx has no words for."""

from __future__ import annotations

from typing import Any

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
    for kind in "begin", "separate", "end":
        if kind == "end":
            paragraph.add_run(shown)
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run = paragraph.add_run()
        run._r.append(mark)  # noqa: SLF001
        if kind == "begin":
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = f" {instruction} "
            paragraph.add_run()._r.append(text)  # noqa: SLF001


def shade(cell: Any, color: str) -> None:
    """Fill a table cell."""
    filling = OxmlElement("w:shd")
    for name, value in ("val", "clear"), ("color", "auto"), ("fill", color.removeprefix("#")):
        filling.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(filling)  # noqa: SLF001


def draw_grid(table: Any, color: str) -> None:
    """Draw a table's lines thin and quiet, and bring its texts close to them."""
    color = color.removeprefix("#")
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{color}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    sides = "".join(f'<w:{side} w:w="60" w:type="dxa"/>' for side in ("left", "right"))
    properties = table._tbl.tblPr  # noqa: SLF001
    look = properties.find(qn("w:tblLook"))
    for xml in f"tblBorders {nsdecls('w')}>{lines}", f"tblCellMar {nsdecls('w')}>{sides}":
        look.addprevious(parse_xml(f"<w:{xml}</w:{xml.split()[0]}>"))


def repeat_on_each_page(row: Any) -> None:
    """Show a table's heading row again at the top of each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001


def keep_whole(row: Any) -> None:
    """Keep a table row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001


def add_chart(run: Run, chart: NativeChart, *, number: int, size: tuple[Length, Length]) -> None:
    """Place a chart in a line of text, with the workbook that holds its numbers."""
    package = run.part.package
    book = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), _WORKBOOK, chart.workbook, package)
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART, chart.drawing, package)
    part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    key = run.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    drawing = parse_xml(
        f"<w:drawing {nsdecls('w', 'wp', 'a', 'c', 'r')}>"
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{size[0]}" cy="{size[1]}"/><wp:docPr id="{number}" name="chart{number}"/>'
        '<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="'
        'http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{key}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    drawing.find(f".//{qn('wp:docPr')}").set("descr", chart.words)
    run._r.append(drawing)  # noqa: SLF001
