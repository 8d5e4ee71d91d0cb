"""The report, opened again: it says what the summary says, in the layout of official documents."""

from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt

from xiaoben_analytics.export.docx import write_report
from xiaoben_analytics.summary import Chart, Finding, Section, Table
from xiaoben_analytics.summary.model import Align

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
    got = report.tables[3:]  # the first are facts, key numbers and those of the intake
    assert len(got) == len(expected)
    for grid, table in zip(got, expected, strict=True):
        rows = [tuple(cell.text for cell in row.cells) for row in grid.rows]
        assert rows == [table.header, *table.rows]
        assert grid.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_key_numbers_stand_on_the_first_page(report, summary):
    """First the results, large; then what was read. No row holds more than one empty cell."""
    found = []
    for table in report.tables[1:3]:
        texts = [[cell.text for cell in row.cells] for row in table.rows]
        assert max(row.count("") for row in texts) <= 1
        pairs = zip(texts[::2], texts[1::2], strict=True)
        found.append({n: v for names, values in pairs for n, v in zip(names, values, strict=True)})
        found[-1].pop("", None)
    assert {**found[0], **found[1]} == dict(summary.numbers)
    assert list(found[1]) == [
        "读入（行）", "使用（行）", "搁置（行）", "问题（条）", "提示（条）", "重复（条）",
    ]  # fmt: skip


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
    assert (round(first.top_margin.cm, 1), round(first.left_margin.cm, 1)) == (3.7, 2.8)
    assert report.styles["Normal"].font.size == Pt(16)
    assert report.core_properties.language == "zh-CN"
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
    assert (round(low.height.cm, 1), round(high.height.cm, 1)) == (4.5, 8.2)


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


def test_cover_and_contents_have_no_page_number_and_the_body_begins_at_1(report):
    cover, body, *others = report.sections
    for footer in cover.footer, cover.even_page_footer:
        assert not footer.is_linked_to_previous
        assert _text_of(footer) == ""
    assert "PAGE" in _text_of(body.footer)
    assert _text_of(body.even_page_footer) == "—  PAGE 1 —"
    assert report.settings.odd_and_even_pages_header_footer
    counts = [one._sectPr.find(qn("w:pgNumType")) for one in (cover, body, *others)]
    assert [count is not None for count in counts] == [False, True, *[False] * len(others)]
    assert counts[1].get(qn("w:start")) == "1"


def _text_of(footer):
    return _letters(footer._element)


def _letters(element):
    parts = element.iter(qn("w:t"), qn("w:instrText"))
    return "".join(part.text for part in parts)


def test_the_contents_lead_to_every_section(report, summary):
    marks = {mark.get(qn("w:name")): mark for mark in report.element.iter(qn("w:bookmarkStart"))}
    lines = [p for p in report.paragraphs if p.style.name == "toc 1"]
    assert len(lines) == len(summary.sections)
    for line, section in zip(lines, summary.sections, strict=True):
        (link,) = line._p.findall(qn("w:hyperlink"))
        bookmark = link.get(qn("w:anchor"))
        assert _letters(marks[bookmark].getparent()) == section.heading
        told, number = (
            "".join(one.text for one in link.iter(qn(tag))) for tag in ("w:instrText", "w:t")
        )
        assert told.split() == ["PAGEREF", bookmark, "\\h"]
        assert number.startswith(section.heading)
        assert int(number.removeprefix(section.heading)) >= 1


def test_opening_the_report_asks_nothing(report):
    settings = report.settings.element
    assert settings.find(qn("w:updateFields")) is None
    assert not [f for f in report.element.iter(qn("w:fldChar")) if f.get(qn("w:dirty"))]


def test_rows_are_not_split_and_a_heading_is_never_left_alone(report, summary):
    for grid in report.tables:
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in grid.rows)
    for paragraph in report.paragraphs:
        if paragraph.style.name == "Heading 1":
            assert paragraph.paragraph_format.keep_with_next


def test_charts_and_tables_speak_to_those_who_do_not_see_them(report, summary):
    pictures = [one.get("descr") for one in report.element.iter(qn("wp:docPr"))]
    expected = [
        f"{block.title}。{before.text}"
        for section in summary.sections
        for before, block in pairwise(section.blocks)
        if isinstance(block, Chart)
    ]
    assert pictures == expected
    titles = [one.get(qn("w:val")) for one in report.element.iter(qn("w:tblCaption"))]
    tables = [table.title for section in summary.sections for table in section.tables]
    assert titles == ["考核的范围和办法", "主要数据", "数据核对", *tables]
    assert all(grid._tbl.tblPr.find(qn("w:tblLook")) is not None for grid in report.tables)


def test_a_table_of_many_columns_goes_on_in_another_with_the_names_again(summary, tmp_path):
    days = tuple(map(str, range(1, 61)))
    rows = tuple((f"教师{n}", *["√"] * 59, str(n)) for n in range(40))
    align = (Align.LEFT, *[Align.CENTER] * 60)
    wide = Table("考勤一览", ("姓名", *days), rows, align, note="图例", wide=True)
    write_report(replace(summary, sections=(Section("二", (wide,)),)), tmp_path / "a.docx")
    report = docx.Document(str(tmp_path / "a.docx"))
    first, second = report.tables[3:]
    got = [[tuple(cell.text for cell in row.cells) for row in one.rows] for one in (first, second)]
    assert got[0] == [row[:31] for row in (wide.header, *rows)]
    assert got[1] == [(row[0], *row[31:]) for row in (wide.header, *rows)]
    captions = [p.text for p in report.paragraphs if p.style.name == "Caption"]
    assert captions == ["表1　考勤一览（1—30）", "续表1　考勤一览（31—60）"]


def test_pages_are_turned_without_an_empty_line_between(summary, tmp_path):
    upright = Table("甲", ("列",), (("一",),), (Align.LEFT,))
    turned = replace(upright, wide=True, shades=(("",),))
    sections = (
        Section("一", (turned, upright)),
        Section("二", (Finding("话。"),)),
        Section("三", (Finding("话。"), turned, Finding("后话。"))),
    )
    write_report(replace(summary, sections=sections), tmp_path / "a.docx")
    report = docx.Document(str(tmp_path / "a.docx"))
    turns = [section.orientation for section in report.sections]
    across, up = WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT
    assert turns == [up, across]  # what is short follows on the turned page
    for paragraph in report.paragraphs:
        if not paragraph.text and not paragraph._p.findall(f".//{qn('w:drawing')}"):
            assert paragraph.paragraph_format.line_spacing <= Pt(24)


def test_equal_summaries_give_equal_bytes(summary, tmp_path):
    for name in "a.docx", "b.docx":
        write_report(summary, tmp_path / name)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
