"""Workbooks of Excel and WPS (xlsx, xlsm)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path, PurePosixPath

import python_calamine

from xiaoben_analytics.errors import RefusedError
from xiaoben_analytics.reading.book import FROM_1904, MACROS, BookSheet, Unread
from xiaoben_analytics.reading.lines import Cell
from xiaoben_analytics.reading.markup import attributes, local, pieces_of, read_markup
from xiaoben_analytics.reading.package import Package, open_package
from xiaoben_analytics.reading.sniff import PASSWORD, SAVE_AGAIN, UNUSUAL
from xiaoben_analytics.reading.strings import fail_if_overstated, fail_if_repeated
from xiaoben_analytics.reading.survey import Survey, fail_if_too_wide, survey_sheet
from xiaoben_analytics.reading.unread import find_hidden_rows, find_unread

MERGED_LIMIT = 100_000  # in a file; calamine takes 3 µs for each

AT_ONCE = 5_000_000  # cells

_BOOK = "xl/workbook.xml"
_NAME = re.compile(
    rb"(<(?:\w+:)?sheet(?=\s)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?\sname\s*=\s*)(?:\"([^\"]*)\"|'([^']*)')"
)

_FROM_1904 = re.compile(rb"\sdate1904\s*=\s*[\"'](?:1|true|on)[\"']")

Aside = tuple[Unread, frozenset[int]]


def read_xlsx(path: Path) -> Iterator[BookSheet]:
    """Read the worksheets in order; charts and macro sheets are left out, macros never run.

    Raises
    ------
    RefusedError
        If the workbook is unsafe, has a password or is too large.
    """
    package = _named_apart(open_package(path, survey_sheet))
    _fail_if_too_large(package)
    asides = dict(_asides(package))
    remarks = tuple(_remarks(package))
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(package.content)
    except python_calamine.PasswordError:
        raise RefusedError(path.name, *PASSWORD) from None
    del package
    with workbook:
        for sheet in workbook.sheets_metadata:
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet:
                aside = asides.get(sheet.name, ({}, frozenset()))
                yield _read_sheet(workbook, sheet, aside, remarks)
                remarks = ()


def _remarks(package: Package[Survey]) -> Iterator[str]:
    if "xl/vbaProject.bin" in package.names:
        yield MACROS
    if _FROM_1904.search(package.parts.read(_BOOK)):
        yield FROM_1904


def _named_apart(package: Package[Survey]) -> Package[Survey]:
    """Give sheets of one name a number: calamine reads the first of them for each."""
    names: dict[str, int] = {}

    def renamed(found: re.Match[bytes]) -> bytes:
        written = (found[2] or found[3] or b"").decode()
        name = apart = unescape(written)
        while apart in names:
            names[name] += 1
            apart = f"{name}（{names[name]}）"
        names[apart] = 1
        apart = written + apart.removeprefix(name)
        quote = b"'" if found[2] is None else b'"'
        return found[1] + quote + apart.encode() + quote

    book = package.parts.read(_BOOK)
    apart = _NAME.sub(renamed, book)
    return package if apart == book else package.with_part(_BOOK, apart)


def _fail_if_too_large(package: Package[Survey]) -> None:
    for part, found in package.found.items():
        if found.needs_walk:
            fail_if_too_wide(package.parts.read(part))
    if sum(found.merged for found in package.found.values()) > MERGED_LIMIT:
        raise RefusedError("", *UNUSUAL)
    if any(found.doubled for found in package.found.values()):
        raise RefusedError("", "工作表里有两行用了同一个行号", SAVE_AGAIN)
    parts = [part for _, part in _sheet_parts(package) if part in package.found]
    if len(set(parts)) < len(parts):  # each is opened as often as it is named
        raise RefusedError("", *UNUSUAL)
    fail_if_overstated(package)
    fail_if_repeated(package)


def _asides(package: Package[Survey]) -> Iterator[tuple[str, Aside]]:
    """Find, by sheet name, what calamine does not tell, in the sheets that have signs of it."""
    for name, part in _sheet_parts(package):
        found = package.found.get(part)
        if found and (found.unread or found.hidden):
            sheet = package.parts.read(part)
            unread = find_unread(sheet) if found.unread else {}
            yield name, (unread, find_hidden_rows(sheet) if found.hidden else frozenset())


def _sheet_parts(package: Package[Survey]) -> Iterator[tuple[str, str]]:
    targets = {}
    for relation in _elements(package, "xl/_rels/workbook.xml.rels", "Relationship"):
        targets[relation.get("Id", "")] = relation.get("Target", "")
    for sheet in _elements(package, _BOOK, "sheet"):
        target = targets.get(sheet.get("id", ""), "")
        inside = target[1:] if target.startswith("/") else str(PurePosixPath("xl") / target)
        yield sheet.get("name", ""), inside


def _elements(package: Package[Survey], part: str, name: str) -> Iterator[dict[str, str]]:
    with package.parts.open(part) as stream:
        for _, element in read_markup(pieces_of(stream), {name}):
            if local(element.tag) == name:
                yield attributes(element)


def _read_sheet(
    workbook: python_calamine.CalamineWorkbook,
    metadata: python_calamine.SheetMetadata,
    aside: Aside,
    remarks: tuple[str, ...],
) -> BookSheet:
    sheet = workbook.get_sheet_by_name(metadata.name)
    hidden = metadata.visible != python_calamine.SheetVisibleEnum.Visible
    merged = sheet.merged_cell_ranges or []
    unread, hidden_rows = aside
    return BookSheet(metadata.name, _rows(sheet), unread, merged, hidden, hidden_rows, remarks)


def _rows(sheet: python_calamine.CalamineSheet) -> list[list[Cell]]:
    """List all rows from the first; of a sheet that is mostly blank the blank rows are not kept."""
    if sheet.start is None:
        return []
    if sheet.total_height * sheet.total_width <= AT_ONCE:
        return sheet.to_python(skip_empty_area=False)  # type: ignore[return-value]
    blank: list[Cell] = [""] * sheet.start[1]
    return [[*blank, *row] if any(cell != "" for cell in row) else [] for row in sheet.iter_rows()]
