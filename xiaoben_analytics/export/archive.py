"""个人培训档案: one Word document per teacher, in the layout of official documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from xiaoben_analytics.archive import Archive, Listing
from xiaoben_analytics.export.atomic import replacing
from xiaoben_analytics.export.grid import add_grid
from xiaoben_analytics.export.naming import file_names
from xiaoben_analytics.export.official import official_document, save_document
from xiaoben_analytics.export.paper import add_facts
from xiaoben_analytics.summary.model import shorten

TITLE = "个人培训档案"

_SIZE = 10.5


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
    listed = list(archives)
    wanted = {one.teacher_id: f"{one.teacher_id}_{one.name}" for one in listed}
    names = file_names(wanted, ".docx")
    for archive in listed:
        name = names[archive.teacher_id]
        if progress:
            progress(name)
        with replacing(folder / name) as unfinished:
            write_archive(archive, unfinished)
    return tuple(folder / name for name in names.values())


def write_archive(archive: Archive, path: Path) -> None:
    """Lay one teacher's file out as a document."""
    document = official_document(f"{archive.name}{TITLE}")
    for text, style in (TITLE, "Title"), (archive.school, "Subtitle"):
        if text:
            document.add_paragraph(text, style).alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_facts(document, archive.facts)
    document.add_heading(archive.overview.title, 1)
    _add_rows(document, archive.overview, numbers=True)
    for year in archive.years:
        document.add_heading(year.label, 1)
        for listing in year.listings:
            document.add_heading(listing.title, 2)
            _add_rows(document, listing)
    save_document(document, path)


def _add_rows(document: Document, listing: Listing, *, numbers: bool = False) -> None:
    if not listing.rows:
        document.add_paragraph("没有记录。")
        return
    align = ["left", *["right" if numbers else "left"] * (len(listing.header) - 1)]
    rows = [[shorten(cell) for cell in row] for row in listing.rows]
    add_grid(document, listing.header, rows, align, size=_SIZE)
