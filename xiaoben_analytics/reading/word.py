"""Tables of a Word document, each with the paragraphs that stand above it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from xiaoben_analytics.errors import RefusedError
from xiaoben_analytics.reading.package import ignore, open_package
from xiaoben_analytics.reading.sniff import (
    FILLED_LIMIT,
    SHEET_LIMIT,
    TOO_MANY,
    WORD_LIMIT,
    too_large,
)

WIDEST = 100  # columns; Word itself allows 63


@dataclass(frozen=True)
class WordTable:
    """Texts by row; the captions are all paragraphs so far, from the top of the document."""

    captions: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read_word(path: Path) -> Iterator[WordTable]:
    """Read the tables in order. A cell over several columns is shown once, one over rows in each.

    The XML is walked directly: python-docx would open every part, build every column a cell
    claims to span, and call itself for every row of a merged cell.

    Raises
    ------
    RefusedError
        If the file is unsafe.
    """
    captions: list[str] = []
    package = open_package(path, ignore)
    if package.parts.getinfo("word/document.xml").file_size > WORD_LIMIT:
        raise too_large(path.name, "Word 文档的内容", WORD_LIMIT)
    body = parse_xml(package.parts.read("word/document.xml")).find(qn("w:body"))
    if len(body.findall(qn("w:tbl"))) > SHEET_LIMIT:
        raise RefusedError("", *TOO_MANY)
    for block in body.iterchildren():
        if block.tag == qn("w:tbl"):
            yield WordTable(tuple(captions), tuple(_rows(block)))
        elif block.tag == qn("w:p") and (text := _text(block)):
            captions.append(text)


def _rows(table: Any) -> Iterator[tuple[str, ...]]:
    above: dict[int, str] = {}
    laid_out = 0
    for row in table.iterchildren(qn("w:tr")):
        cells: list[str] = []
        for cell in row.iterchildren(qn("w:tc")):
            at = len(cells)
            if not _continues(cell):
                above[at] = "\n".join(filter(None, map(_text, cell.iterchildren(qn("w:p")))))
            cells += [above.get(at, ""), *[""] * (_span(cell) - 1)]
        laid_out += len(cells)
        if laid_out > FILLED_LIMIT:
            raise RefusedError("", *TOO_MANY)
        yield tuple(cells)


def _continues(cell: Any) -> bool:
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val"), "continue") == "continue"


def _span(cell: Any) -> int:
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    return 1 if span is None else min(max(int(span.get(qn("w:val"), 1)), 1), WIDEST)


def _text(paragraph: Any) -> str:
    return "".join(part.text or "" for part in paragraph.iter(qn("w:t"))).strip()
