"""The whole-school plan as the Word document that schools hand in."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from xiaoben_analytics.sample.plan import SCHOOL_YEAR, TERM_NAMES, Activity
from xiaoben_analytics.sample.workbook import CREATED
from xiaoben_analytics.sample.year import Year

TITLE = f"{SCHOOL_YEAR}学年教师继续教育校本培训活动计划表"
NOTE = "注：“培训时间”应安排到月或周。"
COLUMNS = (("序号", 1.2), ("培训内容", 5.4), ("培训时间", 2.4), ("培训对象", 2.3), ("负责部门", 2.3), ("负责人", 2.0), ("学时", 1.4))  # fmt: skip
LATIN, BODY, HEADING = "Times New Roman", "宋体", "黑体"


def make_plan_document(year: Year) -> bytes:
    """Write the plan: title, one table a term under its caption, a note; the same bytes every time."""
    document = Document()
    document.core_properties.created = document.core_properties.modified = CREATED
    document.core_properties.author = year.staff.school
    _set_page(document)
    _paragraph(document, TITLE, size=18, font=HEADING, centred=True)
    _paragraph(document, f"单位：{year.staff.school}", size=12)
    for term, caption in TERM_NAMES.items():
        _paragraph(document, f"{SCHOOL_YEAR}学年{caption}", size=14, font=HEADING)
        _add_table(document, [one for one in year.whole_school if one.term == term])
    _paragraph(document, NOTE, size=10.5)
    buffer = BytesIO()
    document.save(buffer)
    return _with_fixed_times(buffer)


def _set_page(document: WordDocument) -> None:
    """Take A4 and the fonts of official papers."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    style = document.styles["Normal"]
    assert isinstance(style, ParagraphStyle)
    style.font.name, style.font.size = LATIN, Pt(12)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)


def _paragraph(
    document: WordDocument, text: str, *, size: float, font: str = BODY, centred: bool = False
) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(6)
    _say(paragraph, text, size, font)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _add_table(document: WordDocument, activities: list[Activity]) -> None:
    table = document.add_table(rows=0, cols=len(COLUMNS), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, (_, width) in zip(table.columns, COLUMNS, strict=True):
        column.width = Cm(width)
    lines = [tuple(heading for heading, _ in COLUMNS)]
    lines += [_line(number, activity) for number, activity in enumerate(activities, 1)]
    for i, line in enumerate(lines):
        row = table.add_row()
        row.height = Cm(0.8)
        for cell, text, (_, width) in zip(row.cells, line, COLUMNS, strict=True):
            cell.width = Cm(width)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            _say(cell.paragraphs[0], text, 11, BODY if i else HEADING)
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


def _line(number: int, activity: Activity) -> tuple[str, ...]:
    return (
        str(number),
        activity.title,
        activity.time,
        activity.audience,
        activity.department,
        activity.lead,
        str(activity.hours),
    )


def _say(paragraph: Paragraph, text: str, size: float, font: str) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = LATIN
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)  # noqa: SLF001 - python-docx has no other way


def _with_fixed_times(document: BytesIO) -> bytes:
    """Pack the parts again without the time of day at which they were written."""
    repacked = BytesIO()
    with ZipFile(document) as written, ZipFile(repacked, "w") as archive:
        for name in written.namelist():
            archive.writestr(ZipInfo(name), written.read(name), ZIP_DEFLATED)
    return repacked.getvalue()
