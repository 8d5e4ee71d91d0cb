"""汇报.pptx: few slides, each with its finding, for the projector, with charts that can be edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.parts.chart import ChartPart
from pptx.util import Emu, Pt

from xiaoben_analytics.export.deck import (
    CONTENT,
    SENTENCE,
    TITLE,
    add_footer,
    content_of,
    find_layout,
    open_deck,
    speak_chinese,
    title_of,
)
from xiaoben_analytics.export.fitting import LINE, PADDING, TEXT, Lettering, letter
from xiaoben_analytics.export.native import FIXED_TIME, LABELLED, Type, native_chart
from xiaoben_analytics.export.scenes import (
    BESIDE,
    CAPTION,
    GAP,
    INSET,
    Page,
    Room,
    Scene,
    lines_height,
    note_height,
    overhang,
)
from xiaoben_analytics.export.story import tell_story
from xiaoben_analytics.export.zipped import without_times
from xiaoben_analytics.figures.template import STATUS_COLORS
from xiaoben_analytics.labels import printable
from xiaoben_analytics.summary import Chart, Summary, Table
from xiaoben_analytics.summary.model import CENTER, LEFT, RIGHT

AGENDA = "议程"

_NAME = "校本培训汇报"

_IN_CHARTS = Type(14, 14, ("+mn-lt", "+mn-ea"), room=400, least=10)
_FIRST = 3  # the slide after the title and the agenda
_AGENDA_SIZES = (28, 26, 24, 22, 20, 18)
_LINE_SIZES = (26, 24, 22, 20, 18)
_LABEL = 42  # points that a bar needs for the number above it
_PANEL = TEXT  # points of a sentence above a small chart
_ALIGN = {LEFT: PP_ALIGN.LEFT, CENTER: PP_ALIGN.CENTER, RIGHT: PP_ALIGN.RIGHT}
_LONGEST_TITLE = 255  # that a file's properties hold


def write_slides(summary: Summary, path: Path, *, template: Path | None = None) -> None:
    """Write the slides on the project's master, or on that of a school's own .pptx.

    Raises
    ------
    UsageError
        If the template is no presentation, or lacks a layout.
    """
    deck = open_deck(template)
    room = _room(deck)
    story = tell_story(summary, room)
    school = summary.facts.get("学校", "")
    _add_cover(deck, summary)
    _add_agenda(deck, story, school)
    for scene in story:
        for page in scene.pages:
            slide = _add_page(deck, page, room, summary.tiers)
            footer = "　".join(dict.fromkeys(filter(None, (school, *scene.headings))))
            add_footer(slide, footer)
    _finish(deck, summary)
    content = BytesIO()
    deck.save(content)
    path.write_bytes(without_times(content.getvalue()))


def _room(deck: Any) -> Room:
    layout, alone = find_layout(deck, CONTENT), find_layout(deck, SENTENCE)
    title, content, sentence = title_of(layout), content_of(layout), title_of(alone)
    return Room(
        min(title.width.pt, content.width.pt) - 15,
        title.height.pt,
        content.height.pt,
        (sentence.width.pt - 15, sentence.height.pt - INSET),
    )


def _add_cover(deck: Any, summary: Summary) -> None:
    slide = deck.slides.add_slide(find_layout(deck, TITLE))
    slide.shapes.title.text_frame.text = _NAME
    lines = [summary.subtitle]
    if "数据截至" in summary.facts:
        lines.append(f"数据截至：{summary.facts['数据截至']}")
    content_of(slide).text_frame.text = "\n".join(lines)
    _note(slide, [f"{name}：{text}" for name, text in summary.facts.items()])


def _add_agenda(deck: Any, story: Sequence[Scene], school: str) -> None:
    """List the sections with the slides that they begin on."""
    slide = deck.slides.add_slide(find_layout(deck, CONTENT))
    slide.shapes.title.text_frame.text = AGENDA
    place, lines = _FIRST, []
    for scene in story:
        told = f"第 {place} 页" if scene.pages else "见《总结报告》"
        lines += [f"{heading}（{told}）" for heading in scene.headings]
        place += len(scene.pages)
    body = content_of(slide)
    fitting = (size for size in _AGENDA_SIZES if len(lines) * size * 1.5 <= body.height.pt)
    size = next(fitting, _AGENDA_SIZES[-1])
    body.text_frame.text = "\n".join(lines)
    _size(body.text_frame, size, line=1.5)
    for paragraph in body.text_frame.paragraphs:
        _drop_bullet(paragraph)
    add_footer(slide, school)
    _note(slide, lines)


def _drop_bullet(paragraph: Any) -> None:
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    properties.set("marL", "0")
    properties.set("indent", "0")
    properties.append(parse_xml(f"<a:buNone {nsdecls('a')}/>"))


def _add_page(deck: Any, page: Page, room: Room, tiers: Sequence[str]) -> Any:
    alone = page.is_said and not page.lines
    slide = deck.slides.add_slide(find_layout(deck, SENTENCE if alone else CONTENT))
    _set(slide.shapes.title.text_frame, page.lettering)
    if not alone:
        _fill(slide, page, room, tiers)
    else:
        body = content_of(slide)
        if page.note:
            body.text_frame.text = page.note
            _size(body.text_frame, TEXT + 2)
        else:
            body._element.getparent().remove(body._element)  # noqa: SLF001
    _note(slide, [page.title, *filter(None, (*page.lines, page.caption, *page.rows))])
    return slide


def _fill(slide: Any, page: Page, room: Room, tiers: Sequence[str]) -> None:
    """Put caption, chart or table, and note below each other in place of the content."""
    place = content_of(slide)
    left, top, width, bottom = (
        place.left, place.top, place.width, place.top + place.height,
    )  # fmt: skip
    top += _lengthen_title(slide, overhang(page.lettering, room))
    below = Pt(note_height(page.note, room))
    if page.lines:
        end = top + _say(place, page.lines, (left, top, width, bottom - top - below), room)
    else:
        key = place._element.nvSpPr.nvPr.find(qn("p:ph"))  # noqa: SLF001
        place._element.getparent().remove(place._element)  # noqa: SLF001
        box = left, top, width, bottom - top - below
        end = _show(slide, page, box, tiers, key)
    if page.note:
        _add_line(slide, page.note, (left, min(end, bottom - below), width, below))


def _lengthen_title(slide: Any, more: float) -> Any:
    if more:
        title = slide.shapes.title
        title.left, title.top, title.width, title.height = (
            title.left, title.top, title.width, title.height + Pt(more),
        )  # fmt: skip
    return Pt(more)


def _say(place: Any, lines: Sequence[str], box: tuple[int, ...], room: Room) -> Any:
    """Write sentences below each other in the largest type that holds them; return their height."""
    place.left, place.top, place.width, place.height = box
    fitting = (
        size
        for size in _LINE_SIZES
        if Pt(lines_height(lines, room.width, size)) <= box[3] - Pt(INSET)
    )
    size = next(fitting, TEXT)
    place.text_frame.text = "\n".join(lines)
    _size(place.text_frame, size)
    for paragraph in place.text_frame.paragraphs:
        _drop_bullet(paragraph)
        paragraph.space_before = Pt(GAP)
    return Pt(lines_height(lines, room.width, size) + INSET + GAP)


def _show(slide: Any, page: Page, box: tuple[int, ...], tiers: Sequence[str], key: Any) -> Any:
    """Draw what a slide holds in place of its content; return where it ends."""
    left, top, width, height = box
    if page.panels:
        _add_panels(slide, page, box, tiers, key)
        return top + height
    head = Pt(CAPTION if page.caption else GAP)
    if page.caption:
        _add_line(slide, page.caption, (left, top, width, head))
    inner = left, top + head, width, height - head
    if isinstance(page.content, Chart):
        frame = _add_chart(slide, page.content, tiers, inner)
    else:
        frame = _add_table(slide, page, inner)
    told = f"{page.caption}。{page.title}" if page.caption else page.title
    _describe(frame, page.caption or page.title, told, key)
    return top + head + Pt(sum(page.ruling.heights) + GAP) if page.ruling else top + height


def _add_panels(
    slide: Any, page: Page, box: tuple[int, ...], tiers: Sequence[str], key: Any
) -> None:
    """Draw charts beside each other, each below its sentence; the first takes the content's place."""
    left, top, width, height = box
    each = (width - Pt(BESIDE) * (len(page.panels) - 1)) // len(page.panels)
    texts = [letter(one.sentence, Emu(each).pt - 15, 0, (_PANEL,)) for one in page.panels]
    head = Pt(max(text.height for text in texts) + INSET)
    starts = [left + nth * (each + Pt(BESIDE)) for nth in range(len(page.panels))]
    for start, text in zip(starts, texts, strict=True):
        _add_line(slide, "\v".join(text.lines), (start, top, each, head))
    for start, panel in zip(starts, page.panels, strict=True):
        is_roomy = Emu(each).pt >= _LABEL * len(panel.chart.categories)
        chart = replace(panel.chart, labelled=panel.chart.labelled and is_roomy)
        inner = start, top + head, each, height - head
        frame = _add_chart(slide, chart, tiers, inner, beside=True)
        told = f"{panel.caption}。{panel.sentence}"
        _describe(frame, panel.caption, told, key if start == left else None)


def _describe(frame: Any, name: str, told: str, key: Any) -> None:
    """Say what a frame shows; it takes the place whose key it is given."""
    described = frame.nvGraphicFramePr
    described.cNvPr.set("name", name)
    described.cNvPr.set("descr", told)
    if key is not None:
        described.nvPr.append(key)


def _add_line(slide: Any, text: str, box: tuple[int, ...]) -> None:
    frame = slide.shapes.add_textbox(*box).text_frame
    frame.word_wrap = True
    frame.margin_top = frame.margin_bottom = Pt(2)
    frame.text = text
    _size(frame, TEXT)
    for run in frame.paragraphs[0].runs:
        run.font.color.theme_color = MSO_THEME_COLOR.TEXT_2


def _add_chart(
    slide: Any, chart: Chart, tiers: Sequence[str], box: tuple[int, ...], *, beside: bool = False
) -> Any:
    drawn = native_chart(chart, tiers, letters=_IN_CHARTS)
    package = slide.part.package
    name = package.next_partname(ChartPart.partname_template)
    part = ChartPart.load(name, CONTENT_TYPE.DML_CHART, package, drawn.drawing)
    for old in part._element.findall(qn("c:externalData")):  # noqa: SLF001
        part._element.remove(old)  # noqa: SLF001
    part.chart_workbook.update_from_xlsx_blob(drawn.workbook)
    if chart.kind == "tiers" and (beside or len(chart.categories) > LABELLED):
        _turn_names(part.chart.category_axis)
    key = slide.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    return slide.shapes._add_chart_graphicFrame(key, *box)  # noqa: SLF001


def _turn_names(axis: Any) -> None:
    """Set names upright, and every one of them; office programs would leave every other one out."""
    element = axis._element  # noqa: SLF001
    element.get_or_add_txPr().find(qn("a:bodyPr")).set("rot", "-5400000")
    every = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>')
    element.find(qn("c:noMultiLvlLbl")).addprevious(every)


def _add_table(slide: Any, page: Page, box: tuple[int, ...]) -> Any:
    table, ruling = page.content, page.ruling
    if not isinstance(table, Table) or ruling is None:
        raise TypeError(table)
    left, top, width, _ = box
    size = len(table.rows) + 1, len(table.header)
    frame = slide.shapes.add_table(*size, left, top, width, Pt(sum(ruling.heights)))
    grid = frame.table
    for column, wide in zip(grid.columns, ruling.widths, strict=True):
        column.width = Pt(wide)
    for row, high in zip(grid.rows, ruling.heights, strict=True):
        row.height = Pt(high)
    shades = (("",) * size[1], *table.shades) if table.shades else ()
    for place, (row, texts) in enumerate(zip(grid.rows, (table.header, *table.rows), strict=True)):
        for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            _write(cell, text, _ALIGN[table.align[column]], ruling.margin)
            if shades and shades[place][column]:
                cell.fill.solid()
                cell.fill.fore_color.rgb = RGBColor.from_string(  # type: ignore[no-untyped-call]
                    STATUS_COLORS[shades[place][column]].removeprefix("#")
                )
    grid.horz_banding = not table.shades
    return frame._element  # noqa: SLF001


def _write(cell: Any, text: str, align: Any, margin: float) -> None:
    cell.margin_left = cell.margin_right = Pt(margin)
    cell.margin_top = cell.margin_bottom = Pt(PADDING / 2)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.text_frame.text = text
    cell.text_frame.paragraphs[0].alignment = align
    _size(cell.text_frame, TEXT)


def _set(frame: Any, lettering: Lettering) -> None:
    """Write a text in its lines; a break is no new paragraph, so that the outline shows one title."""
    frame.text = "\v".join(lettering.lines)
    _size(frame, lettering.size)


def _size(frame: Any, size: float, line: float = LINE) -> None:
    """Set type and the distance of lines, which would else depend on the computer's fonts."""
    for paragraph in frame.paragraphs:
        paragraph.line_spacing, paragraph.space_before = Pt(size * line), Pt(0)
        for run in paragraph.runs:
            run.font.size = Pt(size)


def _note(slide: Any, lines: Sequence[str]) -> None:
    slide.notes_slide.notes_text_frame.text = "\n".join(lines)


def _finish(deck: Any, summary: Summary) -> None:
    for slide in deck.slides:
        speak_chinese(slide.shapes.title._element, "mj")  # noqa: SLF001
        for owner in slide, slide.notes_slide, slide.notes_slide.part.notes_master:
            speak_chinese(owner._element)  # noqa: SLF001
    properties = deck.core_properties
    properties.title = printable(f"{summary.subtitle}　{_NAME}")[:_LONGEST_TITLE]
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.language, properties.revision = "zh-CN", 1
    properties.created = properties.modified = FIXED_TIME
