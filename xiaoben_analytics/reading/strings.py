"""Texts that a workbook stores once and shows in many cells; opened, each cell has its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xiaoben_analytics.errors import RefusedError
from xiaoben_analytics.reading.package import Package
from xiaoben_analytics.reading.sniff import UNUSUAL, too_large
from xiaoben_analytics.reading.survey import Survey, bodies

TEXT_LIMIT = 128 * 1024 * 1024  # bytes in all cells together

_SHARED = re.compile(rb"\bt\s*=\s*[\"']s[\"']")
_TEXT = re.compile(rb"<(?:\w+:)?si(?=[\s/>])")
_INDEX = re.compile(rb">\s*(\d+)\s*<")
_CLAIMED = re.compile(rb"uniqueCount\s*=\s*[\"']\+?0*(\d+)")
_SHORTEST = len("<si/>")


def fail_if_overstated(package: Package[Survey]) -> None:
    """Refuse a store that claims more texts than it has room for.

    python-calamine sets memory aside for as many as are claimed, and ends the program where there
    is not as much.
    """
    for part in _stores(package):
        room = len(part) // _SHORTEST
        if any(
            len(count) > len(str(room)) or int(count) > room for count in _CLAIMED.findall(part)
        ):
            raise RefusedError("", *UNUSUAL)


def fail_if_repeated(package: Package[Survey]) -> None:
    """Refuse a workbook whose cells together show more text than memory is meant for."""
    lengths = [len(text) for part in _stores(package) for text in _TEXT.split(part)[1:]]
    cells = sum(found.cells for found in package.found.values())
    if max(lengths, default=0) * cells <= TEXT_LIMIT:
        return
    shown = 0
    for part, found in package.found.items():
        for cell, body in bodies(package.parts.read(part)) if found.cells else ():
            if _SHARED.search(cell.attributes):
                shown += sum(
                    lengths[int(at)] for at in _INDEX.findall(body) if int(at) < len(lengths)
                )
            if shown > TEXT_LIMIT:
                raise too_large("", "所有单元格的文字合计", TEXT_LIMIT)


def _stores(package: Package[Survey]) -> Iterator[bytes]:
    for part in package.found:
        if part.lower().endswith("sharedstrings.xml"):
            yield package.parts.read(part)
