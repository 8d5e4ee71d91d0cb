"""Read back what a file shows, whatever program it is for, each piece with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zipfile import ZipFile

from lxml import html

from xiaoben_analytics.export.charted import charts_of, sheet_charts
from xiaoben_analytics.export.package import RELATION, parse_part, related_parts
from xiaoben_analytics.export.places import Block, Cell, Grid, one_line
from xiaoben_analytics.export.sheets import read_sheets

BODY, NOTES, MARKUP = "正文", "备注", "网页的脚本和标记"
"""Parts of documents and slides, of slides alone, of pages."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_DOCUMENT, _DECK = "word/document.xml", "ppt/presentation.xml"
_LINES = {"p", "h1", "h2", "h3", "h4", "li", "figcaption", "summary", "label", "button", "option"}
_CODE = {"script", "style"}
_OFF = {"0", "false", "off", "none"}


def read_blocks(path: Path) -> list[Block]:
    """Read all that a .docx, .pptx, .xlsx or .html file shows, in its order.

    Raises
    ------
    ValueError, OSError, LookupError, TypeError, zipfile.BadZipFile, lxml.etree.LxmlError
        If the file is none of its kind any more.
    """
    if path.suffix == ".html":
        return list(_page(html.document_fromstring(path.read_text(encoding="utf-8"))))
    with ZipFile(path) as archive:
        return list(_READERS[path.suffix](archive))


def _word(archive: ZipFile) -> Iterator[Block]:
    """Read a document; each table is called by the paragraph above it, else by its number."""
    root = parse_part(archive, _DOCUMENT)
    body = root.find(f"{_W}body")
    caption, tables, lines = "", count(1), count(1)
    for block in () if body is None else body:
        if block.tag == f"{_W}tbl":
            name = caption or f"第 {next(tables)} 张表"
            yield Block(BODY, _grid(block, _W, name), table=True)
            caption = ""
            continue
        texts = [text for one in block.iter(f"{_W}p") if (text := _text(one, _W))]
        caption = texts[-1][:40] if texts else caption
        yield Block(BODY, [[Cell(text, f"正文第 {next(lines)} 段")] for text in texts])
    yield from charts_of(archive, [(_DOCUMENT, root)])


def _slides(archive: ZipFile) -> Iterator[Block]:
    parts, shown = related_parts(archive, _DECK), []
    for number, one in enumerate(parse_part(archive, _DECK).iter(f"{_P}sldId"), start=1):
        part = parts[one.get(f"{RELATION}id")]
        root = parse_part(archive, part)
        name = f"第 {number} 张幻灯片" + ("（隐藏）" if root.get("show") in _OFF else "")
        yield from _slide(root, name)
        shown.append((part, root))
        for notes in related_parts(archive, part, "/notesSlide").values():
            told = parse_part(archive, notes).iter(f"{_A}p")
            yield Block(NOTES, _lines((_text(line, _A) for line in told), f"{name}的备注"))
    yield from charts_of(archive, shown)


def _slide(root: Any, name: str) -> Iterator[Block]:
    """Read a slide: its paragraphs first, then its tables."""
    tables = list(root.iter(f"{_A}tbl"))
    inside = {line for table in tables for line in table.iter(f"{_A}p")}
    texts = (_text(line, _A) for line in root.iter(f"{_A}p") if line not in inside)
    yield Block(BODY, [[Cell(name, name)], *_lines(texts, name)])
    for table in tables:
        yield Block(BODY, _grid(table, _A, f"{name}的表"), table=True)


def _book(archive: ZipFile) -> Iterator[Block]:
    yield from read_sheets(archive)
    yield from sheet_charts(archive)


_READERS: Mapping[str, Callable[[ZipFile], Iterator[Block]]] = MappingProxyType(
    {".docx": _word, ".pptx": _slides, ".xlsx": _book}
)


def _page(root: Any) -> Iterator[Block]:
    """Read a page: tables and lists of numbers, every other text, its scripts, and how it is marked up."""
    yield from _piece(root, count(1))
    code = list(root.iter(*_CODE))
    rows = [[Cell(one.text or "", f"第 {at} 段脚本或样式")] for at, one in enumerate(code, start=1)]
    marks = sha256()
    for one in root.iter():
        if isinstance(one.tag, str):
            marks.update(repr((one.tag, sorted(one.attrib.items()))).encode())
    yield Block(MARKUP, [*rows, [Cell(marks.hexdigest(), "网页的结构（标记和属性）")]])


def _piece(element: Any, numbers: Iterator[int]) -> Iterator[Block]:
    if element.tag in _CODE or not isinstance(element.tag, str):
        return
    if element.tag == "table":
        caption = element.find("caption")
        name = "表" if caption is None else f"表“{_words(caption)[:40]}”"
        if caption is not None:
            yield Block(BODY, [[Cell(_words(caption), name)]])
        lines = enumerate(element.iter("tr"), start=1)
        rows = [
            [Cell(_words(one), f"{name}第 {at} 行") for one in row.iter("th", "td")]
            for at, row in lines
        ]
        yield Block(BODY, rows, table=True)
    elif element.tag == "dl":
        pairs = enumerate(element.iter("div"), start=1)
        rows = [
            [Cell(_words(one), f"页首第 {at} 项") for one in pair.iter("dt", "dd")]
            for at, pair in pairs
        ]
        yield Block(BODY, rows, table=True)
    elif element.tag in _LINES:
        yield from _line(_words(element), numbers)
    else:
        yield from _line(element.text, numbers)
        for child in element:
            yield from _piece(child, numbers)
            yield from _line(child.tail, numbers)


def _line(text: str | None, numbers: Iterator[int]) -> Iterator[Block]:
    if told := one_line(text or ""):
        yield Block(BODY, [[Cell(told, f"正文第 {next(numbers)} 段")]])


def _lines(texts: Iterable[str], name: str) -> Grid:
    there = [text for text in texts if text]
    return [[Cell(text, f"{name}第 {at} 段")] for at, text in enumerate(there, start=1)]


def _grid(table: Any, mark: str, name: str) -> Grid:
    return [
        [
            Cell(_text(cell, mark), f"{name}第 {row} 行第 {column} 列")
            for column, cell in enumerate(line.iter(f"{mark}tc"), start=1)
        ]
        for row, line in enumerate(table.iter(f"{mark}tr"), start=1)
    ]


def _text(block: Any, mark: str) -> str:
    """Join the runs that are shown: neither hidden ones nor the numbers of pages and slides."""
    return one_line("".join(one.text or "" for one in block.iter(f"{mark}t") if _is_shown(one)))


def _is_shown(run_text: Any) -> bool:
    run = run_text.getparent()
    if run.tag == f"{_A}fld":
        return False
    hidden = run.find(f"{_W}rPr/{_W}vanish")
    return hidden is None or hidden.get(f"{_W}val") in _OFF


def _words(block: Any) -> str:
    """Join the texts of an element, without those of scripts."""
    return one_line(block.text_content())
