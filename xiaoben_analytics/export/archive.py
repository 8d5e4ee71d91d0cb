"""个人培训档案: one Word document per teacher, in the layout of official documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from xiaoben_analytics.archive import Archive, Listing
from xiaoben_analytics.export import word
from xiaoben_analytics.export.atomic import replacing
from xiaoben_analytics.export.grid import FILL, add_grid
from xiaoben_analytics.export.official import official_document, save_document

TITLE = "个人培训档案"

_SIZE = 10.5
_PAIRS = 2  # facts in a row
_LONGEST = 60  # characters of a file's name
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')


def write_archives(
    archives: Iterable[Archive], folder: Path, *, progress: Callable[[str], None] | None = None
) -> tuple[Path, ...]:
    """Write one document per teacher into a folder; each is written whole or not at all.

    `progress` is told each file. Files that are there already under the same name are replaced.

    Raises
    ------
    OutputError
        If a file cannot be written; the old one stays whole.
    """
    written: dict[str, Path] = {}
    for archive in archives:
        name = _file_name(archive, taken=written)
        if progress:
            progress(name)
        with replacing(folder / name) as unfinished:
            write_archive(archive, unfinished)
        written[name.casefold()] = folder / name
    return tuple(written.values())


def write_archive(archive: Archive, path: Path) -> None:
    """Lay one teacher's file out as a document."""
    document = official_document(f"{archive.name}{TITLE}")
    for text, style in (TITLE, "Title"), (archive.school, "Subtitle"):
        if text:
            document.add_paragraph(text, style).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _add_facts(document, archive)
    document.add_heading(archive.overview.title, 1)
    _add_rows(document, archive.overview, numbers=True)
    for year in archive.years:
        document.add_heading(year.label, 1)
        for listing in year.listings:
            document.add_heading(listing.title, 2)
            _add_rows(document, listing)
    save_document(document, path)


def _file_name(archive: Archive, *, taken: Iterable[str]) -> str:
    """Name a file so that every system allows it, and no two alike, whatever the ids are."""
    plain = _UNSAFE.sub("_", f"{archive.teacher_id}_{archive.name}")[:_LONGEST].strip(". ")
    names = [f"{plain}.docx", *(f"{plain}_{number}.docx" for number in range(2, 10_000))]
    return next(name for name in names if name.casefold() not in taken)


def _add_facts(document: Document, archive: Archive) -> None:
    cells = [text for fact in archive.facts.items() for text in fact]
    cells += [""] * (-len(cells) % (2 * _PAIRS))
    rows = [cells[start : start + 2 * _PAIRS] for start in range(0, len(cells), 2 * _PAIRS)]
    grid = add_grid(document, (), rows, ("center", "left") * _PAIRS, size=_SIZE)
    for column in range(0, 2 * _PAIRS, 2):
        for cell in grid.columns[column].cells:
            word.shade(cell, FILL)


def _add_rows(document: Document, listing: Listing, *, numbers: bool = False) -> None:
    if not listing.rows:
        document.add_paragraph("没有记录。")
        return
    align = ["left", *["right" if numbers else "left"] * (len(listing.header) - 1)]
    add_grid(document, listing.header, listing.rows, align, size=_SIZE)
