"""A school's own paper: what it has is kept, what it lacks is lent, what is unsafe is refused."""

import zipfile
from io import BytesIO

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from xiaoben_analytics import read_school
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.export.docx import write_report
from xiaoben_analytics.export.stationery import MARK, write_template
from xiaoben_analytics.export.word import add_field, set_fonts
from xiaoben_analytics.reading.results import REPORT_TEMPLATE
from xiaoben_analytics.sample import write_sample

ATTACHED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


@pytest.fixture
def own(tmp_path):
    """A template with letterhead, header, fonts and margins of its own, and hardly any style."""
    template = docx.Document()
    template.add_paragraph("海棠镇中心学校文件")
    template.add_paragraph(f"{MARK}，以下不印出")
    template.add_paragraph("这是样子")
    template.sections[0].header.paragraphs[0].text = "海棠镇中心学校"
    template.sections[0].left_margin = Cm(3.3)
    set_fonts(template.styles["Heading 1"], "隶书", "Arial")
    template.styles["Heading 1"].font.size = Pt(18)
    template.styles["Caption"].element.getparent().remove(template.styles["Caption"].element)
    template.core_properties.author = "张三"
    path = tmp_path / "模板.docx"
    template.save(path)
    return path


def _written(summary, tmp_path, template):
    write_report(summary, tmp_path / "报告.docx", template)
    return docx.Document(str(tmp_path / "报告.docx"))


def _with(path, name, content):
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, content)


def _footers(report):
    return [
        "".join(part.element.itertext())
        for part in report.part.package.iter_parts()
        if part.partname.startswith("/word/footer")
    ]


def test_letterhead_header_fonts_and_margins_of_the_school_are_kept(summary, own, tmp_path):
    report = _written(summary, tmp_path, own)
    texts = [paragraph.text for paragraph in report.paragraphs]
    assert texts[:2] == ["海棠镇中心学校文件", summary.title]
    assert "这是样子" not in texts
    assert not any(MARK in text for text in texts)
    for section in report.sections:
        for header in section.header, section.even_page_header:
            assert header.paragraphs[0].text == "海棠镇中心学校"
        if section.orientation == WD_ORIENT.PORTRAIT:
            assert round(section.left_margin.cm, 1) == 3.3
    heading = report.styles["Heading 1"]
    assert heading.element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "隶书"
    assert heading.font.size == Pt(18)
    assert report.core_properties.author == ""


def test_styles_that_a_template_lacks_are_the_programs(summary, own, tmp_path):
    report = _written(summary, tmp_path, own)
    caption = report.styles["Caption"]
    assert caption.element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "黑体"
    used = {paragraph.style.name for paragraph in report.paragraphs}
    assert {"Title", "toc 1", "Heading 1", "Caption", "图", "表注"} <= used
    ids = [style.get(qn("w:styleId")) for style in report.styles.element.iter(qn("w:style"))]
    assert len(ids) == len(set(ids))


def test_a_template_without_page_number_gets_one_and_its_own_is_not_doubled(summary, own, tmp_path):
    assert sum("PAGE" in text for text in _footers(_written(summary, tmp_path, own))) == 2
    template = docx.Document(str(own))
    add_field(template.sections[0].footer.paragraphs[0], "PAGE", "1")
    template.save(own)
    footers = _footers(_written(summary, tmp_path, own))
    assert sum("PAGE" in text for text in footers) == 1


def test_the_programs_own_template_gives_the_programs_own_report(summary, tmp_path):
    write_template(tmp_path / "模板.docx")
    write_template(tmp_path / "again.docx")
    assert (tmp_path / "模板.docx").read_bytes() == (tmp_path / "again.docx").read_bytes()
    report = _written(summary, tmp_path, tmp_path / "模板.docx")
    plain = _written(summary, tmp_path, None)
    texts = [[paragraph.text for paragraph in one.paragraphs] for one in (report, plain)]
    assert texts[0] == texts[1]
    assert [len(one.tables) for one in (report, plain)] == [len(plain.tables)] * 2


def test_a_blank_template_leaves_no_empty_line_above_the_title(summary, tmp_path):
    docx.Document().save(tmp_path / "模板.docx")
    report = _written(summary, tmp_path, tmp_path / "模板.docx")
    assert report.paragraphs[0].text == summary.title


def test_equal_summary_and_template_give_equal_bytes(summary, own, tmp_path):
    write_report(summary, tmp_path / "a.docx", own)
    write_report(summary, tmp_path / "b.docx", own)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_the_templates_own_template_is_forgotten(summary, own, tmp_path):
    template = docx.Document(str(own))
    settings = template.settings
    key = template.part._settings_part.relate_to(
        r"file:///C:\某人\Normal.dotm", ATTACHED, is_external=True
    )
    attached = OxmlElement("w:attachedTemplate")
    attached.set(qn("r:id"), key)
    settings.element.insert(0, attached)
    template.save(own)
    write_report(summary, tmp_path / "报告.docx", own)
    with zipfile.ZipFile(tmp_path / "报告.docx") as archive:
        assert not any("某人".encode() in archive.read(name) for name in archive.namelist())
        assert b"attachedTemplate" not in archive.read("word/settings.xml")


def _word_97(path):
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


def _text(path):
    path.write_text("模板", encoding="utf-8")


def _cut(path):
    path.write_bytes(path.read_bytes()[:3000])


def _macros(path):
    _with(path, "word/vbaProject.bin", b"Attribute VB_Name")


def _workbook(path):
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    path.write_bytes(content.getvalue())


def _entities(path):
    _with(path, "word/extra.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")


def _picture_elsewhere(path):
    template = docx.Document(str(path))
    template.part.relate_to("http://example.invalid/a.png", IMAGE, is_external=True)
    template.save(path)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_word_97, "旧版的 .doc"),
        (_text, "不是 .docx"),
        (_cut, "损坏"),
        (_macros, "宏"),
        (_workbook, "不是 Word 文档"),
        (_entities, "模板.docx"),
        (_picture_elsewhere, "引用了外部文件"),
    ],
)
def test_a_template_that_cannot_be_used_is_said_in_one_sentence(
    summary, own, tmp_path, spoil, told
):
    spoil(own)
    with pytest.raises(UsageError, match=told) as error:
        write_report(summary, tmp_path / "报告.docx", own)
    assert str(own) in str(error.value)
    assert "移走" in str(error.value)
    assert not (tmp_path / "报告.docx").exists()


def test_a_template_in_the_schools_folder_is_not_read_as_a_record(tmp_path):
    write_sample(tmp_path)
    files = set(read_school(tmp_path).files["file"])
    write_template(tmp_path / REPORT_TEMPLATE)
    assert set(read_school(tmp_path).files["file"]) == files


def test_a_template_that_is_not_there_is_said(summary, tmp_path):
    with pytest.raises(UsageError, match=r"没有找到文件"):
        write_report(summary, tmp_path / "报告.docx", tmp_path / "无.docx")
    with pytest.raises(UsageError, match="无法读取"):
        write_report(summary, tmp_path / "报告.docx", tmp_path)
