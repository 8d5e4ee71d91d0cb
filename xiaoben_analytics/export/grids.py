"""Read back the tables of a file, whatever program it is for, each cell with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zipfile import ZipFile

import openpyxl
from lxml import etree, html
from openpyxl.utils import get_column_letter

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_SAFE = {"resolve_entities": False, "no_network": True, "huge_tree": True}


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and where that is in readers' words."""

    text: str
    place: str


Grid = list[list[Cell]]
"""A table: rows of cells, which need not be equally many."""


def read_grids(path: Path) -> list[Grid]:
    """Read every table of a .docx, .pptx, .xlsx or .html file.

    Raises
    ------
    ValueError, OSError, KeyError, zipfile.BadZipFile, lxml.etree.LxmlError
        If the file is none of its kind any more.
    """
    return list(_READERS[path.suffix](path))


def read_texts(path: Path) -> list[str]:
    """Read every paragraph of a .docx, .pptx or .html file outside its tables, as one line of text each."""
    if path.suffix == ".html":
        return [
            " ".join(one.text_content().split()) for one in _page(path).iter("p", "h2", "h3", "li")
        ]
    texts = []
    for _, root in _parts(path):
        mark = _W if path.suffix == ".docx" else _A
        texts += [_text(one, f"{mark}t") for one in root.iter(f"{mark}p")]
    return [text for text in texts if text]


def _word(path: Path) -> Iterator[Grid]:
    """Read a Word document's tables; each is called by the caption above it, else by its number."""
    ((_, root),) = _parts(path)
    caption, number = "", 0
    body = root.find(f"{_W}body")
    for block in () if body is None else body:
        if block.tag == f"{_W}tbl":
            number += 1
            yield _grid(block, (f"{_W}tr", f"{_W}tc", f"{_W}t"), caption or f"第 {number} 张表")
            caption = ""
        elif block.tag == f"{_W}p":
            caption = _text(block, f"{_W}t")[:40]


def _slides(path: Path) -> Iterator[Grid]:
    for number, (_, root) in enumerate(_parts(path), start=1):
        for table in root.iter(f"{_A}tbl"):
            yield _grid(table, (f"{_A}tr", f"{_A}tc", f"{_A}t"), f"第 {number} 张幻灯片的表")


def _sheets(path: Path) -> Iterator[Grid]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            yield [
                [
                    Cell(
                        "" if value is None else str(value),
                        f"《{sheet.title}》{get_column_letter(column)}{row}",
                    )
                    for column, value in enumerate(values, start=1)
                ]
                for row, values in enumerate(sheet.iter_rows(values_only=True), start=1)
            ]
    finally:
        book.close()


def _tables(path: Path) -> Iterator[Grid]:
    root = _page(path)
    for table in root.iter("dl"):
        yield [
            [Cell(_words(one), f"页首第 {row} 项") for one in pair.iter("dt", "dd")]
            for row, pair in enumerate(table.iter("div"), start=1)
        ]
    for table in root.iter("table"):
        caption = table.find("caption")
        name = "表" if caption is None else f"表“{_words(caption)[:40]}”"
        yield [
            [Cell(_words(one), f"{name}第 {row} 行") for one in line.iter("th", "td")]
            for row, line in enumerate(table.iter("tr"), start=1)
        ]


_READERS: Mapping[str, Callable[[Path], Iterator[Grid]]] = MappingProxyType(
    {".docx": _word, ".pptx": _slides, ".xlsx": _sheets, ".html": _tables}
)


def _grid(table: Any, marks: tuple[str, str, str], name: str) -> Grid:
    row_mark, cell_mark, text_mark = marks
    return [
        [
            Cell(_text(cell, text_mark), f"{name}第 {row} 行第 {column} 列")
            for column, cell in enumerate(line.iter(cell_mark), start=1)
        ]
        for row, line in enumerate(table.iter(row_mark), start=1)
    ]


def _parts(path: Path) -> Iterator[tuple[str, Any]]:
    """Parse the parts that hold what is seen: the document, or the slides in their order."""
    parser = etree.XMLParser(**_SAFE)
    with ZipFile(path) as archive:
        if path.suffix == ".docx":
            names = ["word/document.xml"]
        else:
            slides = [name for name in archive.namelist() if _SLIDE.fullmatch(name)]
            names = sorted(slides, key=lambda name: int(_SLIDE.fullmatch(name)[1]))  # type: ignore[index]
        for name in names:
            yield name, etree.fromstring(archive.read(name), parser)


def _page(path: Path) -> Any:
    return html.document_fromstring(path.read_text(encoding="utf-8"))


def _text(block: Any, mark: str) -> str:
    return "".join(one.text or "" for one in block.iter(mark)).strip()


def _words(block: Any) -> str:
    return " ".join(block.text_content().split())
