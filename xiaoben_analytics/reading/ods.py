"""Workbooks of LibreOffice and WPS in OpenDocument format.

They are not left to python-calamine, which writes out every repeated row and cell and tells of no
merged ranges, hidden rows or errors.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree as ET

from xiaoben_analytics.errors import RefusedError
from xiaoben_analytics.reading.book import ERROR, MACROS, NOT_COMPUTED, BookSheet
from xiaoben_analytics.reading.layout import Layout
from xiaoben_analytics.reading.markup import attributes, children, local, pieces_of, read_markup
from xiaoben_analytics.reading.package import ignore, open_package
from xiaoben_analytics.reading.sniff import PASSWORD, SAVE_AS_XLSX

_ERROR = re.compile(r"#(?:N/A|DIV/0!|[A-Z]+[!?])|(?:Err|错误):\d+")
_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d*)?S")
_SPACES = {"tab": "\t", "line-break": "\n"}


def read_ods(path: Path) -> Iterator[BookSheet]:
    """Read the sheets in order, row by row.

    Raises
    ------
    RefusedError
        If the file is unsafe, has a password, is no workbook or spans too many cells.
    """
    package = open_package(path, ignore)
    if "content.xml" not in package.found:  # its bytes are no XML
        raise RefusedError(path.name, *PASSWORD)
    macros = any(part.startswith(("Basic/", "Scripts/")) for part in package.names)
    with package.parts.open("content.xml") as stream:
        for number, sheet in enumerate(_sheets(stream)):
            yield replace(sheet, remarks=(MACROS,)) if macros and not number else sheet


def _sheets(stream: IO[bytes]) -> Iterator[BookSheet]:
    layout, row = Layout(), 0
    spreadsheet, hidden_styles = False, set()
    for _, element in read_markup(pieces_of(stream), {"style", "table-row"}):
        name, given = local(element.tag), attributes(element)
        spreadsheet = spreadsheet or name == "spreadsheet"
        if name == "style" and _is_hidden(element):
            hidden_styles.add(given.get("name"))
        elif name == "table" and spreadsheet:
            if row:
                yield _closed(layout)
            layout.open(given.get("name", ""), hidden=given.get("style-name") in hidden_styles)
            row = 1
        elif name == "table-row" and row:
            row += _lay_row(layout, row, element)
    if not row:
        raise RefusedError("", "这个 OpenDocument 文件里没有工作表", SAVE_AS_XLSX)
    yield _closed(layout)


def _closed(layout: Layout) -> BookSheet:
    """Return the sheet; where any formula has a value, one without shows an empty text."""
    sheet = layout.close()
    if layout.computed:
        return replace(
            sheet, unread={at: why for at, why in sheet.unread.items() if why[1] == ERROR}
        )
    return sheet


def _is_hidden(style: ET.Element) -> bool:
    properties = children(style, "table-properties")
    return any(attributes(one).get("display") == "false" for one in properties)


def _lay_row(layout: Layout, row: int, element: ET.Element) -> int:
    """Lay out the cells of a row as often as it is repeated; return how many rows it stands for."""
    given = attributes(element)
    repeated = int(given.get("number-rows-repeated", 1))
    layout.computed = layout.computed or any(map(_is_computed, element))
    cells = [cell for cell in _filled_cells(element) if cell[1] != ""]
    for at in range(row, row + repeated if cells else row):
        for column, value, span in cells:
            if isinstance(value, tuple):
                layout.put_unread(at, column, *value)
            else:
                layout.put(at, column, value)
            if span != (0, 0):
                layout.merge(at, column, *span)
        if given.get("visibility") in {"collapse", "filter"}:
            layout.hidden_rows.add(at)
    return repeated


def _is_computed(cell: ET.Element) -> bool:
    given = attributes(cell)
    return "formula" in given and "value-type" in given


def _filled_cells(row: ET.Element) -> Iterator[tuple[int, Any, tuple[int, int]]]:
    """Yield column, value and how many rows and columns more it spans; an unread one is a pair."""
    column = 1
    for cell in row:
        if local(cell.tag) not in {"table-cell", "covered-table-cell"}:
            continue
        given = attributes(cell)
        repeated = int(given.get("number-columns-repeated", 1))
        value = _value(cell, given) if local(cell.tag) == "table-cell" else ""
        down, across = (int(given.get(f"number-{way}-spanned", 1)) for way in ("rows", "columns"))
        for at in range(column, column + repeated if value != "" else column):
            yield at, value, (down - 1, across - 1)
        column += repeated


def _value(cell: ET.Element, given: dict[str, str]) -> Any:
    """Return the value, or for a cell without one a pair of what it shows and why."""
    text = "\n".join(_text(paragraph) for paragraph in children(cell, "p"))
    kind, formula = given.get("value-type"), given.get("formula")
    if kind == "error" or (formula and _ERROR.fullmatch(text)):
        return text or "#N/A", ERROR
    if kind is None:
        return (f"={formula.partition('=')[2]}", NOT_COMPUTED) if formula else text
    if kind == "boolean":
        return given["boolean-value"] == "true"
    if kind == "date":
        return _moment(given["date-value"])
    if kind == "time":
        return _time(given["time-value"]) or text
    return given.get("string-value", text) if kind == "string" else float(given["value"])


def _moment(text: str) -> Any:
    moment = dt.datetime.fromisoformat(text)
    return moment.date() if len(text) == len("2021-09-10") else moment


def _time(text: str) -> dt.time | dt.timedelta | None:
    """Return a time of day, or a duration if it is longer than a day."""
    found = _DURATION.fullmatch(text)
    if not found:
        return None
    hours, minutes, seconds = map(int, found.groups())
    duration = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return dt.time(hours, minutes, seconds) if hours < 24 else duration


def _text(element: ET.Element) -> str:
    """Return what a paragraph shows: runs and links, but neither notes nor drawings."""
    name = local(element.tag)
    if name == "s":
        return " " * min(int(attributes(element).get("c", 1)), 100)
    if name in {"annotation", "note", "frame", "custom-shape"}:
        return ""
    inside = (_text(child) + (child.tail or "") for child in element)
    return (element.text or "") + _SPACES.get(name, "") + "".join(inside)
