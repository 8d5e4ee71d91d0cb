"""Cells that python-calamine shows as blank although they are not: errors and unsaved formulas."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO
from xml.etree import ElementTree as ET

from xiaoben_analytics.reading.sniff import column_number

Unread = dict[tuple[int, int], tuple[str, str]]
"""Row and column, 1-based, to what the cell shows and why it has no value."""

_MAY_BE_UNREAD = re.compile(rb"t=[\"']e[\"']|<(?:\w+:)?f[ />]")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def unread_cells(path: Path) -> dict[str, Unread]:
    """Find, by sheet name, the cells of a workbook that show an error or a formula without value.

    The workbook has passed `sniff`, so its XML declares no entities.
    """
    with zipfile.ZipFile(path) as archive:
        found = {}
        for name, part in _sheet_parts(archive):
            if part in archive.namelist() and _MAY_BE_UNREAD.search(archive.read(part)):
                with archive.open(part) as stream:
                    found[name] = dict(_scan(stream))
    return found


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 sniffed
    targets = {part.get("Id"): part.get("Target", "") for part in relations}
    book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 sniffed
    for element in book.iter():
        if _local(element.tag) == "sheet":
            target = targets.get(element.get(_RELATION), "")
            inside = target[1:] if target.startswith("/") else str(PurePosixPath("xl") / target)
            yield element.get("name", ""), inside


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _scan(stream: IO[bytes]) -> Iterator[tuple[tuple[int, int], tuple[str, str]]]:
    row = column = 0
    for event, element in ET.iterparse(stream, events=("start", "end")):  # noqa: S314 sniffed
        tag = _local(element.tag)
        if event == "start" and tag == "row":
            row, column = int(element.get("r", row + 1)), 0
        elif event == "start" and tag == "c":
            reference = _REFERENCE.fullmatch(element.get("r", ""))
            column = column_number(reference[1]) if reference else column + 1
        elif event == "end" and tag == "c":
            if why := _why_unread(element):
                yield (row, column), why
            element.clear()
        elif event == "end" and tag == "row":
            element.clear()


def _why_unread(cell: ET.Element) -> tuple[str, str] | None:
    parts = {_local(part.tag): part.text or "" for part in cell}
    if cell.get("t") == "e":
        return parts.get("v", "#N/A"), "单元格是错误值"
    if "f" in parts and not parts.get("v") and cell.get("t") != "str":
        return f"={parts['f']}", "公式没有计算结果"
    return None
