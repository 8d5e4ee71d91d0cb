"""Workbooks in the XML of Excel 2003 (SpreadsheetML), which many programs write and name .xls."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from xiaoben_analytics.errors import RefusedError
from xiaoben_analytics.reading.book import ERROR, NOT_COMPUTED, BookSheet
from xiaoben_analytics.reading.encoding import decode
from xiaoben_analytics.reading.layout import Layout
from xiaoben_analytics.reading.markup import PIECE, attributes, children, local, read_markup
from xiaoben_analytics.reading.sniff import ENTITIES

_FIRST_DAY = dt.date(1899, 12, 31)  # of Excel; a time of day is a moment on it or the day before


def read_xml_2003(path: Path) -> Iterator[BookSheet]:
    """Read the worksheets in order, row by row.

    Raises
    ------
    RefusedError
        If the file is unsafe or its cells span too much.
    """
    text = decode(path.name, path.read_bytes())
    if any(word in text for word in ("<!DOCTYPE", "<!ENTITY")):
        raise RefusedError(path.name, *ENTITIES)
    pieces = (text[at : at + PIECE] for at in range(0, len(text), PIECE))
    layout, row = Layout(), 0
    for _, element in read_markup(pieces, {"Row", "Visible"}):
        name, given = local(element.tag), attributes(element)
        if name == "Worksheet":
            if row:
                yield layout.close()
            layout.open(given.get("Name", ""))
            row = 1
        elif name == "Row" and row:
            row = int(given.get("Index", row))
            _lay_row(layout, row, element)
            row += 1
        elif name == "Visible":
            layout.hidden = "Hidden" in (element.text or "")
    yield layout.close()


def _lay_row(layout: Layout, row: int, element: ET.Element) -> None:
    given = attributes(element)
    if given.get("Hidden") == "1" or given.get("Height") == "0":
        layout.hidden_rows.add(row)
    column = 1
    for cell in children(element, "Cell"):
        about = attributes(cell)
        column = int(about.get("Index", column))
        down, across = int(about.get("MergeDown", 0)), int(about.get("MergeAcross", 0))
        value = _value(cell, about)
        if isinstance(value, tuple):
            layout.put_unread(row, column, *value)
        elif value != "":
            layout.put(row, column, value)
        if down or across:
            layout.merge(row, column, down, across)
        column += across + 1


def _value(cell: ET.Element, about: dict[str, str]) -> Any:
    """Return the value, or for a cell without one a pair of what it shows and why."""
    data = children(cell, "Data")
    text = "".join(data[0].itertext()) if data else ""
    kind = attributes(data[0]).get("Type") if data else None
    if kind == "Error":
        return text or "#N/A", ERROR
    if "Formula" in about and not text and kind != "String":
        return about["Formula"], NOT_COMPUTED
    if kind == "Number":
        return float(text)
    if kind == "Boolean":
        return text.strip() in {"1", "true"}
    return _moment(text) if kind == "DateTime" else text


def _moment(text: str) -> Any:
    moment = dt.datetime.fromisoformat(text)
    if moment.date() <= _FIRST_DAY:
        return moment.time()
    return moment.date() if moment.time() == dt.time() else moment
