"""The slides, opened again: one finding each, with the summary's own numbers, on a proper master."""

import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pptx
import pytest
from lxml import etree
from made import HARMFUL, make_result
from office import convert
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.util import Inches

from xiaoben_analytics import assess, read_school
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.export.scenes import BARS
from xiaoben_analytics.export.slides import AGENDA, write_slides
from xiaoben_analytics.export.story import KEY_NUMBERS, MOST
from xiaoben_analytics.summary import Chart, Finding, Section, Series, Table, summarize
from xiaoben_analytics.summary.model import LEFT, RIGHT

CONTENT_END = 6.93 * 72  # points; what stands lower is the footer
PART = re.compile(r"（\d+／\d+）$")


def write(summary, folder, **how):
    path = folder / "汇报.pptx"
    write_slides(summary, path, **how)
    return pptx.Presentation(str(path))


def title(slide):
    return PART.sub("", slide.shapes.title.text_frame.text.replace("\v", ""))


def frames(deck, kind):
    return [shape for slide in deck.slides for shape in slide.shapes if getattr(shape, kind, False)]


def rows(frame):
    return [tuple(cell.text for cell in row.cells) for row in frame.table.rows]


@pytest.fixture(scope="module")
def deck(summary, tmp_path_factory):
    return write(summary, tmp_path_factory.mktemp("slides"))


@pytest.fixture(scope="module")
def crowd():
    """A school of 25 groups, whose charts do not all fit."""
    return summarize(make_result(3, teachers=300, groups=25, activities=60))


@pytest.fixture(scope="module")
def few():
    """A school of 9 teachers."""
    return summarize(make_result(teachers=9, groups=2, activities=6))


@pytest.fixture(scope="module")
def sample(request):
    return summarize(assess(read_school(request.config.rootpath / "data" / "sample")))


def said(slide):
    """Give the sentences of a slide: its title and what stands below it, but no caption or note."""
    body = [s for s in slide.placeholders if s.placeholder_format.idx == 1 and s.has_text_frame]
    return [title(slide), *(p.text for one in body for p in one.text_frame.paragraphs)]


def only(summary, *blocks):
    return replace(summary, sections=(Section("一、试", blocks),))


# ------------------------------------------------------------------ what is told


def test_slides_are_wide_and_begin_with_title_agenda_and_key_numbers(deck, summary):
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.001)
    first, second, third, *_ = deck.slides
    assert title(first) == "校本培训汇报"
    assert first.placeholders[1].text_frame.paragraphs[0].text == summary.subtitle
    assert (title(second), title(third)) == (AGENDA, KEY_NUMBERS)


def test_every_sentence_is_told_once_and_every_title_is_one_of_them_or_names_ladders(deck, summary):
    findings = [one for part in summary.sections for one in part.blocks if isinstance(one, Finding)]
    told = [text for slide in list(deck.slides)[3:] for text in dict.fromkeys(said(slide))]
    sentences = {one.text for one in findings} | {one.plain for one in findings} - {None}
    sentences = {text.replace("第九部分", "《总结报告》第九部分") for text in sentences}
    assert {text for text in told if text.endswith("。")} <= sentences
    beside = [text for text in told if not text.endswith("。")]
    assert beside
    assert all(text.endswith("组总分与等级") for text in beside)
    full = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert len(set(full)) == len(full)


@pytest.mark.parametrize(("school", "most"), [("sample", 20), ("few", 20), ("crowd", 24)])
def test_slides_are_few_and_hardly_any_holds_a_single_sentence(school, most, request, tmp_path):
    deck = write(request.getfixturevalue(school), tmp_path)
    assert len(deck.slides) <= most
    alone = [slide for slide in list(deck.slides)[3:] if len(slide.shapes) == 3]
    assert len(alone) <= 1


def test_the_projector_shows_ladders_and_counts_but_names_nobody_who_missed_something(
    sample, tmp_path
):
    deck = write(sample, tmp_path)
    texts = " ".join(text for slide in deck.slides for text in said(slide))
    assert "28 人共 59 次：迟到 20 次，早退 12 次，无故缺席 27 次。" in texts
    for name in ("董磊", "许凤仪", "许敏"):
        assert name not in texts
    shown = [shape.name for slide in deck.slides for shape in slide.shapes]
    assert sum(name.endswith("组总分与等级") for name in shown) == 6
    cells = {cell for frame in frames(deck, "has_table") for row in rows(frame) for cell in row}
    assert not {"工号", "董磊"} & cells


def test_sections_of_nothing_but_a_few_sentences_share_a_slide(summary, tmp_path):
    sections = (
        Section("七、同分案", (Finding("没有总分相同的教师。"),)),
        Section("八、会议决定", (Finding("第 1 号决定有 3 人变动。"), Finding("决议没有锁定。"))),
    )
    deck = write(replace(summary, sections=sections), tmp_path)
    assert len(deck.slides) == 4
    assert said(deck.slides[3]) == [
        "第 1 号决定有 3 人变动。", "没有总分相同的教师。", "决议没有锁定。",
    ]  # fmt: skip
    agenda = said(deck.slides[1])[1:]
    assert agenda[1:] == ["七、同分案（第 4 页）", "八、会议决定（第 4 页）"]


def test_another_part_is_a_part_of_the_report(summary, tmp_path):
    deck = write(only(summary, Finding("有 2 条。清单见第九部分。")), tmp_path)
    assert title(deck.slides[3]) == "有 2 条。清单见《总结报告》第九部分。"


def test_key_numbers_stand_beside_their_names(deck, summary):
    found = {}
    for row in rows(next(shape for shape in deck.slides[2].shapes if shape.has_table))[1:]:
        found.update(dict(zip(row[::2], row[1::2], strict=True)))
    found.pop("", None)
    assert found == dict(summary.numbers)


def test_the_agenda_names_every_section_and_where_it_begins(deck, summary):
    lines = [p.text for p in deck.slides[1].placeholders[1].text_frame.paragraphs]
    assert [line.split("（")[0] for line in lines] == [
        KEY_NUMBERS, *(section.heading for section in summary.sections)
    ]  # fmt: skip
    footers = [
        next((s.text_frame.text for s in slide.placeholders if "Footer" in s.name), "")
        for slide in deck.slides
    ]
    for line in lines[:-1]:
        heading, number = re.match(r"(.*)（第 (\d+) 页）", line).groups()
        assert heading in footers[int(number) - 1].split("　")
        assert heading not in footers[int(number) - 2].split("　")
    assert lines[-1] == "附：成绩总表（见《总结报告》）"


def test_a_chart_or_table_belongs_to_the_sentence_right_before_it(summary, tmp_path):
    chart = Chart("columns", "图", ("甲",), (Series("数", (1.0,)),), "数", "0")
    one, two, row = (
        Table(name, ("列",), (("格",),) * many, (LEFT,))
        for name, many in (("表一", 2), ("表二", 2), ("一行", 1))
    )
    texts = [Finding(f"{n}句 {n} 个。") for n in "1234"]
    blocks = (texts[0], texts[1], chart, one, texts[2], row, texts[3], two)
    deck = write(only(summary, *blocks), tmp_path)
    told = [(said(slide), [s.name for s in slide.shapes][2:-2]) for slide in list(deck.slides)[3:]]
    assert told == [
        (["1句 1 个。", "3句 3 个。"], ["TextBox 3"]),
        (["2句 2 个。"], ["图 1　图"]),
        (["2句 2 个。"], ["表 1　表一"]),
        (["4句 4 个。"], ["表 3　表二"]),
    ]
    assert "详见《总结报告》表 2。" in _texts(deck)


# ------------------------------------------------------------------ numbers


def test_charts_hold_the_summarys_numbers_and_can_be_edited(deck, summary):
    drawn = [frame.chart for frame in frames(deck, "has_chart")]
    charts = [chart for chart in summary.charts if "获奖" not in chart.title]
    assert len(drawn) == len(charts)
    for chart, expected in zip(drawn, charts, strict=True):
        assert tuple(chart.plots[0].categories) == expected.categories
        assert [one.name for one in chart.plots[0].series] == [one.name for one in expected.series]
        for got, series in zip(chart.plots[0].series, expected.series, strict=True):
            assert tuple(got.values) == pytest.approx(series.amounts)
        sheet = openpyxl.load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
        names = [cell.value for cell in sheet["A"]][1:]
        assert tuple(names) == expected.categories


def test_tables_are_the_summarys_or_say_where_the_rest_is(deck, summary):
    tables = [table for section in summary.sections for table in section.tables]
    numbers = {f"表 {n}　{table.title}": table for n, table in enumerate(tables, start=1)}
    shown = {}
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_table and shape.name in numbers:
                shown.setdefault(shape.name, []).extend(rows(shape)[1:])
    assert shown
    for name, got in shown.items():
        assert got == list(numbers[name].rows[: len(got)])
        if len(got) < len(numbers[name].rows):
            said = f"共 {len(numbers[name].rows)} 行，见《总结报告》{name.split('　')[0]}。"
            assert any(said in text for text in _texts(deck))


def test_notes_hold_the_rows_behind(deck, summary):
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    (lines,) = [one for one in summary.sections if one.heading.endswith("等级划线")]
    for chart in lines.charts[0], summary.sections[1].charts[0]:
        told = next(note for note in notes if f"{chart.title}\n" in note)
        assert len(chart.behind.rows) >= len(chart.categories)
        for row in chart.behind.rows:
            pairs = zip(chart.behind.header, row, strict=True)
            assert "、".join(f"{name} {cell}" for name, cell in pairs) in told
    assert "\n".join(f"{n}：{v}" for n, v in summary.facts.items()) == notes[0]


def _texts(deck):
    return [
        shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame
    ]  # fmt: skip


# ------------------------------------------------------------------ few slides


def test_many_groups_are_listed_and_the_slides_say_so(crowd, tmp_path):
    deck = write(crowd, tmp_path)
    assert len(deck.slides) <= MOST + 7
    (lines,) = [one for one in crowd.sections if one.heading.endswith("等级划线")]
    ladders = [text for text in lines.findings if re.match(r"第\d+组 \d+ 人", text)]
    assert len(ladders) == 25
    listed = [
        row[1] for frame in frames(deck, "has_table") for row in rows(frame) if row[0][:1] == "图"
    ]
    assert [text for text in listed if text in ladders] == ladders
    assert (
        sum("图较多，不逐一放映，见《总结报告》图 7 至图 31。" in text for text in _texts(deck)) > 1
    )


def test_a_pool_of_many_teachers_is_drawn_in_parts_of_one_scale(summary, tmp_path):
    names = tuple(f"教师{n}" for n in range(2 * BARS + 1))
    ladder = Chart(
        "tiers", "全校", names, (Series(summary.tiers[0], tuple(map(float, range(91)))),), "分", "0"
    )
    deck = write(only(summary, Finding("全校如此。"), ladder), tmp_path)
    drawn = [frame.chart for frame in frames(deck, "has_chart")]
    assert sum((tuple(chart.plots[0].categories) for chart in drawn), ()) == names
    assert {len(chart.plots[0].categories) <= BARS for chart in drawn} == {True}
    assert {chart.value_axis.maximum_scale for chart in drawn} == {90}
    assert [slide.shapes.title.text_frame.text for slide in list(deck.slides)[3:]] == [
        f"全校如此。（{n}／3）" for n in (1, 2, 3)
    ]


def test_a_pool_of_a_whole_school_is_told_by_its_lines(summary, tmp_path):
    size = 3 * BARS + 1
    ladder = Chart("tiers", "全校", ("甲",) * size, (Series("优秀", (1.0,) * size),), "分", "0")
    deck = write(only(summary, Finding("全校如此。"), ladder), tmp_path)
    assert frames(deck, "has_chart") == []
    assert "人数较多，逐一列出的图见《总结报告》图 1。" in _texts(deck)


def test_a_table_too_wide_for_a_slide_is_left_to_the_report(summary, tmp_path):
    wide = Table("宽表", ("很长的列名",) * 20, (("12345.67",) * 20,) * 2, (RIGHT,) * 20)
    deck = write(only(summary, Finding("很宽。"), wide), tmp_path)
    assert "详见《总结报告》表 1。" in _texts(deck)


# ------------------------------------------------------------------ looks


def test_titles_are_whole_however_long(summary, tmp_path):
    long = "；".join(
        f"第{n}组很长很长的名称与它的得分、等级和别的什么相差 {n}.25 分" for n in range(60)
    )
    table = Table("表", ("列",), (("格",),) * 2, (LEFT,))
    deck = write(only(summary, Finding(f"{long}。"), table, Finding(f"甲{long}")), tmp_path)
    told = list(deck.slides)[3:]
    assert [title(slide) for slide in told] == [f"{long}。", f"甲{long}"]
    sizes = [slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size.pt for slide in told]
    assert max(sizes) < 20
    short = write(only(summary, Finding("短句。")), tmp_path)
    assert short.slides[3].shapes.title.text_frame.paragraphs[0].runs[0].font.size.pt == 36


def test_a_title_of_many_clauses_takes_room_from_what_is_below(summary, tmp_path):
    told = "；".join(f"第{n}组与第{n + 1}组的平均分相差 {n}.25 分" for n in range(9))
    chart = Chart("columns", "图", ("甲",), (Series("数", (1.0,)),), "数", "0")
    deck = write(only(summary, Finding(told), chart), tmp_path)
    heading, caption, frame, *_ = deck.slides[3].shapes
    assert heading.text_frame.text.count("\v") == 8
    assert heading.top + heading.height <= caption.top
    assert caption.top + caption.height <= frame.top
    assert frame.height > Inches(2)
    assert frame.top + frame.height <= Inches(6.91)


def test_no_letter_of_a_title_is_lost(summary, tmp_path):
    told = f"a；；b，、{'W' * 90}；。；" * 3
    deck = write(only(summary, Finding(told)), tmp_path)
    assert title(deck.slides[3]) == told


def test_type_is_large_enough_for_the_last_row(deck):
    for slide in deck.slides:
        sizes = {int(r.get("sz")) for r in slide._element.iter(qn("a:rPr")) if r.get("sz")}
        assert not sizes or min(sizes) >= 1800
    for frame in frames(deck, "has_chart"):
        sizes = {int(r.get("sz")) for r in frame.chart._chartSpace.iter() if r.get("sz")}
        assert min(sizes) >= 1400


def test_every_run_is_chinese_in_the_themes_fonts(deck, tmp_path, summary):
    write_slides(summary, tmp_path / "a.pptx")
    with ZipFile(tmp_path / "a.pptx") as parts:
        for name in parts.namelist():
            if not re.match(r"ppt/(slides|notesSlides|charts)/\w+\.xml", name):
                continue
            root = etree.fromstring(parts.read(name))
            for run in (*root.iter(qn("a:r")), *root.iter(qn("a:fld"))):
                properties = run.find(qn("a:rPr"))
                assert properties.get("lang") == "zh-CN"
                assert properties.find(qn("a:ea")).get("typeface") in ("+mn-ea", "+mj-ea")
        theme = etree.fromstring(parts.read("ppt/theme/theme1.xml"))
    assert {e.get("typeface") for e in theme.iter(qn("a:ea"))} - {""} == {"黑体"}
    assert next(theme.iter(qn("a:accent1")))[0].get("val") == "0072B2"


def test_charts_and_tables_take_the_content_placeholder_and_say_what_they_show(deck):
    for slide in deck.slides:
        framed = [shape for shape in slide.shapes if shape.has_chart or shape.has_table]
        assert [shape.is_placeholder for shape in framed] == [n == 0 for n in range(len(framed))]
    for frame in (*frames(deck, "has_chart"), *frames(deck, "has_table")):
        properties = frame._element.nvGraphicFramePr.cNvPr
        assert properties.get("descr")
        assert properties.get("name") in properties.get("descr")


def test_every_slide_has_its_number_and_the_school_and_reads_from_top_to_bottom(deck):
    for place, slide in enumerate(list(deck.slides)[1:], start=2):
        *shown, footer, number = slide.shapes
        assert footer.text_frame.text.startswith("甲校")
        assert number.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER
        assert next(number._element.iter(qn("a:fld"))).find(qn("a:t")).text == str(place)
        assert shown[0] == slide.shapes.title
        tops = [shape.top for shape in shown]
        assert tops == sorted(tops)
        assert len({shape.shape_id for shape in slide.shapes}) == len(slide.shapes)


def test_equal_input_gives_equal_bytes(summary, tmp_path):
    for name in "ab":
        write_slides(summary, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


# ------------------------------------------------------------------ a school's own template


def test_a_school_may_bring_its_own_master(summary, tmp_path):
    own = pptx.Presentation()
    own.slide_master.name = "校徽"
    own.slides.add_slide(own.slide_layouts[0]).shapes.title.text = "旧的一页"
    own.save(str(tmp_path / "模板.pptx"))
    deck = write(summary, tmp_path, template=tmp_path / "模板.pptx")
    assert deck.slide_width == Inches(10)
    assert not any("旧的一页" in text for text in _texts(deck))
    assert b"\xe6\x97\xa7\xe7\x9a\x84" not in (tmp_path / "汇报.pptx").read_bytes()
    for frame in (*frames(deck, "has_chart"), *frames(deck, "has_table")):
        assert frame.left + frame.width <= deck.slide_width
        assert frame.top + frame.height <= deck.slide_height


def test_what_is_no_template_is_refused_with_a_sentence(summary, tmp_path):
    (tmp_path / "模板.pptx").write_bytes(b"PK no presentation")
    with pytest.raises(UsageError, match="不能使用："):
        write(summary, tmp_path, template=tmp_path / "模板.pptx")
    poor = pptx.Presentation()
    for layout in list(poor.slide_layouts)[1:]:
        poor.slide_layouts.remove(layout)
    poor.save(str(tmp_path / "模板.pptx"))
    with pytest.raises(UsageError, match="没有“标题和内容”版式"):
        write(summary, tmp_path, template=tmp_path / "模板.pptx")


# ------------------------------------------------------------------ harm


def test_harmful_names_are_text_and_nothing_else(harmful, tmp_path):
    deck = write(summarize(harmful), tmp_path)
    names = {
        name for frame in frames(deck, "has_chart") for name in frame.chart.plots[0].categories
    }
    assert "<script>alert(1)</script>" in names
    assert "王�伟" in names
    for frame in frames(deck, "has_chart"):
        sheet = openpyxl.load_workbook(
            BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob)
        ).active
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    with ZipFile(tmp_path / "汇报.pptx") as parts:
        for name in parts.namelist():
            content = parts.read(name)
            assert b"1979-05-17" not in content
            if name.endswith((".xml", ".rels")):
                etree.fromstring(content)
    assert HARMFUL[0] in names


# ------------------------------------------------------------------ on paper


def letters(text):
    return Counter(re.sub(r"\s", "", text))


def pages_of(path, folder):
    """Read every page's words with their boxes, and its size, from what LibreOffice prints."""
    made = convert([path], "pdf", folder) / f"{path.stem}.pdf"
    command = [shutil.which("pdftotext"), "-bbox", str(made), "-"]
    boxes = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout
    for page in etree.fromstring(boxes, etree.XMLParser(recover=True)).findall(".//{*}page"):
        size = tuple(float(page.get(side)) for side in ("width", "height"))
        yield (
            size,
            [
                (word.text, *(float(word.get(side)) for side in ("xMin", "yMin", "xMax", "yMax")))
                for word in page.findall("{*}word")
            ],
        )


@pytest.mark.office
@pytest.mark.parametrize("school", ["summary", "few", "sample", "crowd"])
def test_every_title_and_table_text_lies_whole_inside_its_page(school, request, tmp_path):
    deck = write(request.getfixturevalue(school), tmp_path)
    pages = list(pages_of(tmp_path / "汇报.pptx", tmp_path))
    assert len(pages) == len(deck.slides)
    for ((wide, high), words), slide in zip(pages, deck.slides, strict=True):
        for word, left, top, right, bottom in words:
            assert 0 <= left <= right <= wide, word
            assert 0 <= top <= bottom <= high, word
        tables = [shape.table for shape in slide.shapes if shape.has_table]
        cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert letters("".join(cells + texts)) - letters("".join(word for word, *_ in words)) == {}
        *_, footer, number = texts
        around = footer + number if slide is not deck.slides[0] else ""
        below = "".join(word for word, _, top, _, _ in words if top > CONTENT_END)
        assert letters(below) == letters(around)


@pytest.mark.office
def test_no_line_of_a_title_is_broken_once_more(summary, tmp_path):
    deck = write(summary, tmp_path)
    for (_, words), slide in zip(
        pages_of(tmp_path / "汇报.pptx", tmp_path), deck.slides, strict=True
    ):
        lines = [letters(line) for line in slide.shapes.title.text_frame.text.split("\v")]
        heights = {}
        for word, _, top, _, _ in words:
            heights.setdefault(round(top), []).append(word)
        printed = [letters("".join(row)) for row in heights.values()]
        assert all(any(line <= row for row in printed) for line in lines)
