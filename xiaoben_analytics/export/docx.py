"""总结报告.docx: the summary in the layout of Chinese official documents (after GB/T 9704)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Cm, Length, Pt
from docx.text.paragraph import Paragraph

from xiaoben_analytics.export import word
from xiaoben_analytics.export.grid import (
    FILL,
    Look,
    add_grid,
    breaks_short,
    grid_widths,
    page_room,
    row_heights,
    split_columns,
    widths_within,
)
from xiaoben_analytics.export.native import LABELLED, native_chart
from xiaoben_analytics.export.official import (
    CHART_STYLE,
    LINE,
    NOTE_STYLE,
    count_pages_here,
    is_turned,
    page_height,
    save_document,
    start_section,
)
from xiaoben_analytics.export.pages import Piece, number_pages, text_height
from xiaoben_analytics.export.stationery import report_document
from xiaoben_analytics.figures.template import STATUS_COLORS
from xiaoben_analytics.summary import Chart, Finding, Summary, Table
from xiaoben_analytics.summary.model import Block

_TABLE, _DENSE, _NUMBER = 10.5, 9, 15
_MANY_ROWS, _MANY_COLUMNS = 15, 7
_SHORT = 12  # rows of a table that may follow on a page on its side
_HARDLY_MORE, _FEW_PAGES = 1.25, 2  # pages of a wide table that is set upright
_CHART_WIDTH, _CHART_HEIGHT = Cm(15.6), Cm(6.6)
_LOW_LADDER, _HIGH_LADDER = Cm(4.5), Cm(8.2)
"""With their findings, three of the lower fill a page, or two of the higher, for many teachers."""
_FACTS_PER_ROW, _NUMBERS_PER_ROW = 1, (6, 5, 7)
_ABOVE_TITLE = Pt(90)
_HEADING, _CAPTION = LINE + 10, 24  # heights with the space around them, in points

Counters = Mapping[str, Iterator[int]]


def write_report(summary: Summary, path: Path, template: Path | None = None) -> None:
    """Write the report: cover, contents, then the sections; page 1 holds the reconciliation.

    A school's own `template` gives letterhead, header, fonts and page; see `stationery`.

    Raises
    ------
    UsageError
        If the template cannot be used.
    """
    document = report_document(f"{summary.subtitle}　{summary.title}", template)
    _add_cover(document, summary)
    numbers = _add_contents(document, [section.heading for section in summary.sections])
    counters = {"图": count(1), "表": count(1)}
    pieces: list[Piece] = []
    for place, section in enumerate(summary.sections):
        own = section.blocks if _shows(section.blocks) else _blocks_from(summary, place)
        _turn(document, wide=_is_wide(document, own, 0), begins=place == 0)
        pieces.append(_add_heading(document, section.heading, place))
        pieces += _add_blocks(document, section.blocks, summary.tiers, counters)
    word.end_with_paragraph(document)
    upright, turned = _rooms(document)
    pages = number_pages(pieces, upright=upright, turned=turned)
    for shown, page in zip(numbers, pages, strict=True):
        shown.text = str(page)
    save_document(document, path)


def _add_cover(document: Document, summary: Summary) -> None:
    title = document.add_paragraph(summary.title, "Title")
    if len(document.paragraphs) == 1:
        title.paragraph_format.space_before = _ABOVE_TITLE
    document.add_paragraph(summary.subtitle, "Subtitle")
    _leave_room(document, 24)
    for paragraph in document.paragraphs[-3:-1]:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    facts = [fact for fact in summary.facts.items() if fact[1] not in summary.subtitle]
    rows = _in_rows(facts, _FACTS_PER_ROW)
    look = Look(_TABLE, "考核的范围和办法", fills=[(FILL, "")] * len(rows))
    add_grid(document, (), rows, ("center", "left"), size=look)
    _leave_room(document, 24)
    _add_numbers(document, "主要数据", summary.results, large=True)
    if summary.intake:
        _leave_room(document, 12)
        _add_numbers(document, "数据核对", summary.intake, large=False)


def _add_numbers(
    document: Document, title: str, numbers: Mapping[str, str], *, large: bool
) -> None:
    """Lay numbers out below their names, in rows that leave as few cells empty as can be."""
    width = min(_NUMBERS_PER_ROW, key=lambda many: (-len(numbers) % many, many))
    pairs = _in_rows(list(numbers.items()), width)
    split = [row[side::2] for row in pairs for side in (0, 1)]
    fills = [[color] * width for _ in pairs for color in (FILL, "")]
    look = Look(_TABLE if large else _DENSE, title, fills=fills)
    grid = add_grid(document, (), split, ("center",) * width, size=look)
    for row in grid.rows[1::2] if large else ():
        for cell in row.cells:
            font = cell.paragraphs[0].runs[0].font
            font.bold, font.size = True, Pt(_NUMBER)
            cell.paragraphs[0].paragraph_format.line_spacing = Pt(1.6 * _NUMBER)


def _in_rows(pairs: Sequence[tuple[str, str]], width: int) -> list[tuple[str, ...]]:
    """Lay name and text side by side, `width` pairs in a row, the last row filled up."""
    filled = [*pairs, *[("", "")] * (-len(pairs) % width)]
    return [
        tuple(text for pair in filled[start : start + width] for text in pair)
        for start in range(0, len(filled), width)
    ]


def _leave_room(document: Document, height: float) -> None:
    layout = document.add_paragraph().paragraph_format
    layout.line_spacing = Pt(height)
    layout.space_before = layout.space_after = Pt(0)


def _add_contents(document: Document, headings: Sequence[str]) -> list[Paragraph]:
    """List the sections on a page of their own; return what shows each one's page number."""
    title = document.add_paragraph("目　录", "TOC Heading")
    title.paragraph_format.page_break_before = True
    numbers = []
    for place, heading in enumerate(headings):
        line = document.add_paragraph(style="toc 1")
        end = Pt(page_room(document))
        line.paragraph_format.tab_stops.add_tab_stop(
            end, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
        )
        numbers.append(word.add_page_reference(line, heading, _bookmark(place)))
    return numbers


def _bookmark(place: int) -> str:
    return f"_Toc{place + 1:08d}"


def _turn(document: Document, *, wide: bool, begins: bool = False) -> None:
    """Go on upright or on a page on its side; the first section begins the count of pages."""
    if begins or _is_turned(document) != wide:
        start_section(document, wide=wide)
    if begins:
        count_pages_here(document)


def _is_wide(document: Document, blocks: Sequence[Block], place: int) -> bool:
    """Tell if a block stands on a page on its side: with the table or chart after it, or before.

    What is short and fits both ways goes on as the page before it, rather than leave that half empty.
    """
    order = (*blocks[place:], *reversed(blocks[:place]))
    shown = next((block for block in order if not isinstance(block, Finding)), None)
    if isinstance(shown, Table) and shown.wide:
        return bool(shown.shades) or not _fits_upright(document, shown)
    is_short = shown is None or (isinstance(shown, Table) and len(shown.rows) <= _SHORT)
    return is_short and _is_turned(document)


def _shows(blocks: Iterable[Block]) -> bool:
    return any(not isinstance(block, Finding) for block in blocks)


def _blocks_from(summary: Summary, place: int) -> tuple[Block, ...]:
    """Give the blocks of a section and of those after it, with whose page its sentences go."""
    return tuple(block for section in summary.sections[place:] for block in section.blocks)


def _fits_upright(document: Document, table: Table) -> bool:
    """Tell if a wide table breaks no word upright, and takes hardly more pages than on their side."""
    across, high = page_room(document, 0), page_height(document.sections[0])
    upright = widths_within(across, table.header, table.rows, _DENSE)
    if breaks_short(upright, table.header, table.rows, _DENSE):
        return False
    pages = []
    for room, height in (across, high), (high, across):
        widths = widths_within(room, table.header, table.rows, _DENSE)
        pages.append(sum(row_heights(widths, [table.header, *table.rows], _DENSE)) / height)
    return pages[0] <= min(_FEW_PAGES, _HARDLY_MORE * pages[1])


def _add_heading(document: Document, heading: str, place: int) -> Piece:
    paragraph = document.add_heading(heading, 1)
    paragraph.paragraph_format.keep_with_next = True
    word.add_bookmark(paragraph, _bookmark(place), place)
    return Piece(_HEADING, above=6, kept=True, turned=_is_turned(document), begins=True)


def _add_blocks(
    document: Document, blocks: Sequence[Block], tiers: Sequence[str], counters: Counters
) -> Iterator[Piece]:
    blocks = [block.printed if isinstance(block, Table) else block for block in blocks]
    for place, block in enumerate(blocks):
        if _shows(blocks):
            _turn(document, wide=_is_wide(document, blocks, place))
        if isinstance(block, Finding):
            after = blocks[place + 1 : place + 2]
            kept = bool(after) and not isinstance(after[0], Finding)
            yield _add_finding(document, block.text, kept=kept)
        elif isinstance(block, Chart):
            told = [one.text for one in blocks[:place][-1:] if isinstance(one, Finding)]
            words = "。".join([block.title, *told])
            yield _add_chart(document, block, tiers, next(counters["图"]), words)
        else:
            yield from _add_table(document, block, next(counters["表"]))


def _add_finding(document: Document, text: str, *, kept: bool) -> Piece:
    paragraph = document.add_paragraph(text)
    size = document.styles["Normal"].font.size
    letters = size.pt if size else _TABLE
    word.indent_two_characters(paragraph, letters)
    paragraph.paragraph_format.keep_with_next = kept
    paragraph.paragraph_format.keep_together = True
    height = text_height("　　" + text, letters, LINE, page_room(document))
    return Piece(height, kept=kept, turned=_is_turned(document))


def _add_chart(
    document: Document, chart: Chart, tiers: Sequence[str], number: int, words: str
) -> Piece:
    paragraph = document.add_paragraph(style=CHART_STYLE)
    paragraph.paragraph_format.keep_with_next = True
    size = _CHART_WIDTH, _height(chart)
    drawn = replace(native_chart(chart, tiers), words=words)
    word.add_chart(paragraph.add_run(), drawn, number=number, size=size)
    _add_caption(document, "图", number, chart.title)
    return Piece(size[1].pt + _CAPTION, turned=_is_turned(document))


def _height(chart: Chart) -> Length:
    if chart.kind != "tiers":
        return _CHART_HEIGHT
    return _LOW_LADDER if len(chart.categories) <= LABELLED else _HIGH_LADDER


def _add_table(document: Document, table: Table, number: int) -> Iterator[Piece]:
    """Add a table, or several that share its number where its columns are too many for the page."""
    dense = table.wide or len(table.rows) > _MANY_ROWS or len(table.header) > _MANY_COLUMNS
    size = _DENSE if dense else _TABLE
    parts = split_columns(table.header, table.rows, size=size, room=page_room(document))
    for part, columns in enumerate(parts):
        shown = _only(table, columns)
        if len(parts) > 1:
            ends = f"{shown.header[1]}—{shown.header[-1]}"
            shown = replace(shown, title=f"{table.title}（{ends}）")
        caption = _add_caption(document, "续表" if part else "表", number, shown.title)
        caption.paragraph_format.keep_with_next = True
        last = part == len(parts) - 1
        yield from _add_grid(document, replace(shown, note=table.note if last else ""), size)


def _only(table: Table, columns: Sequence[int]) -> Table:
    """Take some of a table's columns."""
    rows, shades = (
        tuple(tuple(row[place] for place in columns) for row in lines)
        for lines in ((table.header, *table.rows), table.shades)
    )
    align = tuple(table.align[place] for place in columns)
    return replace(table, header=rows[0], rows=rows[1:], align=align, shades=shades)


def _add_grid(document: Document, table: Table, size: float) -> Iterator[Piece]:
    fills = [[STATUS_COLORS[shade] if shade else "" for shade in row] for row in table.shades]
    look = Look(size, table.title, followed=bool(table.note), fills=fills)
    add_grid(document, table.header, table.rows, table.align, size=look)
    turned = _is_turned(document)
    widths = grid_widths(document, table.header, table.rows, size)
    top, *heights = row_heights(widths, [table.header, *table.rows], size)
    _, *keeps = look.keeps(len(heights) + 1)
    yield Piece(_CAPTION + top, above=4, kept=True, turned=turned)
    for height, kept in zip(heights, keeps, strict=True):
        yield Piece(height, repeated=top, kept=kept, turned=turned)
    if table.note:
        note = f"注：{table.note}"
        document.add_paragraph(note, NOTE_STYLE)
        room = page_room(document)
        yield Piece(text_height(note, _DENSE, 1.5 * _DENSE, room), turned=turned)


def _add_caption(document: Document, kind: str, number: int, title: str) -> Paragraph:
    """Give a figure or table its number; what goes on over several tables keeps it."""
    caption = document.add_paragraph(kind, "Caption")
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = "SEQ 表 \\c" if kind == "续表" else f"SEQ {kind} \\* ARABIC"
    word.add_field(caption, field, str(number))
    caption.add_run(f"　{title}")
    return caption


def _is_turned(document: Document) -> bool:
    return is_turned(document.sections[-1])


def _rooms(document: Document) -> tuple[float, float]:
    """Measure the height of pages upright and on their side, in points."""
    upright = page_height(document.sections[0])
    turned = (page_height(one) for one in document.sections if is_turned(one))
    return upright, next(turned, upright)
