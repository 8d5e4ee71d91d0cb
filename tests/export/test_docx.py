"""The report, opened again: it says what the summary says, in the layout of official documents."""

import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from office import convert

from xiaoben_analytics.export.docx import write_report
from xiaoben_analytics.summary import Chart, Finding, Section

CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


@pytest.fixture(scope="module")
def report(pack):
    return docx.Document(str(pack / "总结报告.docx"))


def _chart_parts(report):
    parts = [part for part in report.part.package.iter_parts() if part.content_type == CHART]
    return sorted(parts, key=lambda part: int(part.partname.split("chart")[-1].split(".")[0]))


def test_headings_and_findings_are_the_summarys(report, summary):
    headings = [p.text for p in report.paragraphs if p.style.name == "Heading 1"]
    assert headings == [section.heading for section in summary.sections]
    texts = [p.text for p in report.paragraphs if p.style.name == "Normal"]
    findings = [text for section in summary.sections for text in section.findings]
    assert [text for text in texts if text in findings] == findings


def test_tables_hold_the_summarys_rows_under_repeated_headings(report, summary):
    expected = [table for section in summary.sections for table in section.tables]
    got = report.tables[2:]  # the first two are facts and key numbers
    assert len(got) == len(expected)
    for grid, table in zip(got, expected, strict=True):
        rows = [tuple(cell.text for cell in row.cells) for row in grid.rows]
        assert rows == [table.header, *table.rows]
        assert grid.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_key_numbers_stand_on_the_first_page(report, summary):
    cells = [cell.text for row in report.tables[1].rows for cell in row.cells]
    for start in range(0, len(cells), 12):
        for name, number in zip(
            cells[start : start + 6], cells[start + 6 : start + 12], strict=True
        ):
            assert summary.numbers.get(name, "") == number
    assert set(summary.numbers) <= set(cells)


def test_fonts_language_and_page_are_chinese_and_official(report):
    fonts = {
        name: report.styles[name].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))
        for name in ("Normal", "Title", "Heading 1")
    }
    assert fonts == {"Normal": "仿宋", "Title": "方正小标宋简体", "Heading 1": "黑体"}
    languages = {e.get(qn("w:eastAsia")) for e in report.styles.element.iter(qn("w:lang"))}
    assert languages == {"zh-CN"}
    first = report.sections[0]
    assert (round(first.page_width.cm, 1), round(first.page_height.cm, 1)) == (21.0, 29.7)
    assert "PAGE" in "".join(e.text for e in first.footer._element.iter(qn("w:instrText")))
    assert WD_ORIENT.LANDSCAPE in {section.orientation for section in report.sections}


def test_findings_are_indented_by_two_characters(report, summary):
    finding = next(p for p in report.paragraphs if p.text == summary.sections[0].findings[0])
    assert finding._p.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"


def test_every_chart_is_native_with_its_numbers_in_a_workbook(report, summary):
    parts = _chart_parts(report)
    assert len(parts) == len(summary.charts) == len(report.inline_shapes)
    for part, chart in zip(parts, summary.charts, strict=True):
        (relation,) = part.rels.values()
        sheet = openpyxl.load_workbook(BytesIO(relation.target_part.blob)).active
        columns = list(zip(*sheet.iter_rows(values_only=True), strict=True))
        assert columns[0][1:] == chart.categories
        assert [column[0] for column in columns[1:]] == [one.name for one in chart.series]
        for column, series in zip(columns[1:], chart.series, strict=True):
            assert column[1:] == pytest.approx(series.amounts)


def test_each_chart_follows_a_finding_and_each_figure_has_a_number(report, summary):
    captions = [p.text for p in report.paragraphs if p.style.name == "Caption"]
    figures = [text for text in captions if text.startswith("图")]
    assert figures == [f"图{n}　{chart.title}" for n, chart in enumerate(summary.charts, start=1)]
    for section in summary.sections:
        for before, block in zip(section.blocks, section.blocks[1:], strict=False):
            if isinstance(block, Chart):
                assert type(before).__name__ == "Finding"


def test_a_finding_stays_with_the_table_or_chart_after_it(report, summary):
    kept = {p.text: p.paragraph_format.keep_with_next for p in report.paragraphs}
    pairs = list(pairwise(summary.sections[3].blocks))
    assert {isinstance(after, Finding) for _, after in pairs} == {True, False}
    for block, after in pairs:
        if isinstance(block, Finding):
            assert kept[block.text] is not isinstance(after, Finding)


def test_many_teachers_make_a_ladder_higher(summary, tmp_path):
    few = next(chart for chart in summary.charts if chart.kind == "tiers")
    many = replace(
        few,
        categories=tuple(map(str, range(17))),
        series=tuple(replace(one, amounts=(1.0,) * 17) for one in few.series),
    )
    write_report(replace(summary, sections=(Section("四", (few, many)),)), tmp_path / "a.docx")
    low, high = docx.Document(str(tmp_path / "a.docx")).inline_shapes
    assert (round(low.height.cm, 1), round(high.height.cm, 1)) == (4.8, 8.2)


def test_harmful_names_are_text_and_nothing_else(harmful_pack):
    report = docx.Document(str(harmful_pack / "总结报告.docx"))
    text = "\n".join(cell.text for cell in report.tables[-1]._cells)
    assert "=1+1" in text
    assert "<script>alert(1)</script>" in text
    assert "王�伟" in text
    assert "李�芳" in text
    for part in _chart_parts(report):
        (relation,) = part.rels.values()
        sheet = openpyxl.load_workbook(BytesIO(relation.target_part.blob)).active
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


@pytest.mark.office
def test_pages_show_the_reconciliation_first_and_leave_no_name_out(pack, result, tmp_path):
    made = convert([pack / "总结报告.docx"], "pdf", tmp_path) / "总结报告.pdf"
    pages = subprocess.run(
        [shutil.which("pdftotext"), "-layout", str(made), "-"], check=True, capture_output=True
    ).stdout.decode()
    first, *_ = pages.split("\f")
    assert "一、数据核对" in first
    assert "各文件行数核对" in first
    assert "合计" in first
    assert "—1—" in first.replace(" ", "")
    for name in result.standings["name"]:
        assert name in pages.replace(" ", "")
