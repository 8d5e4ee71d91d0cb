"""What python-calamine does not tell of a sheet: errors, formulas never computed, hidden rows."""

from __future__ import annotations

import re
from html import unescape

from xiaoben_analytics.reading.book import ERROR, NOT_COMPUTED, Unread
from xiaoben_analytics.reading.survey import bodies, walk

_ERROR_TYPE = re.compile(rb"\bt\s*=\s*[\"']e[\"']")
_STRING_TYPE = re.compile(rb"\bt\s*=\s*[\"']str[\"']")
_HIDDEN = re.compile(rb"\bhidden\s*=\s*[\"'](?:1|true)[\"']|\bht\s*=\s*[\"']0(?:\.0*)?[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f(?=[\s/>])[^<>]*>([^<]*)")
_VALUE = re.compile(rb"<(?:\w+:)?v(?=[\s/>])[^<>]*>([^<]*)")


def find_unread(sheet: bytes) -> Unread:
    """Find the cells that show an error or hold a formula without value."""
    found = {}
    for cell, body in bodies(sheet):
        if why := _why_unread(cell.attributes, body):
            found[cell.row, cell.column] = why
    return found


def find_hidden_rows(sheet: bytes) -> frozenset[int]:
    """Find the rows that are hidden, by a filter or otherwise, or have no height."""
    return frozenset(
        mark.row for mark in walk(sheet) if not mark.column and _HIDDEN.search(mark.attributes)
    )


def _why_unread(attributes: bytes, body: bytes) -> tuple[str, str] | None:
    value = _VALUE.search(body)
    if _ERROR_TYPE.search(attributes):
        return _text(value) or "#N/A", ERROR
    formula = _FORMULA.search(body)
    if formula and not _text(value) and not _STRING_TYPE.search(attributes):
        return f"={_text(formula)}", NOT_COMPUTED
    return None


def _text(found: re.Match[bytes] | None) -> str:
    return unescape(found[1].decode()) if found else ""
