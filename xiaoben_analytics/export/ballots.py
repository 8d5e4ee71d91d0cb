"""Ballots to fill in: one workbook per member, its rows as the vote has them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from xlsxwriter import Workbook

from xiaoben_analytics import columns as col
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.export.atomic import replacing
from xiaoben_analytics.export.book import Book, Cell
from xiaoben_analytics.export.native import FIXED_TIME
from xiaoben_analytics.labels import HEADINGS
from xiaoben_analytics.ledger import COMMON, HEADER, TICKET, Form

_RULES = (
    "在黄色的格中填写建议：比例合计 100%，或名额合计等于该组人数；一个范围只填一种，没有意见的留空。",
    "“各组相同”是对全校各组的建议，只填比例；教研组各行可另写该组的建议。",
    "填好后交回这个文件。开票之前谁也看不到别人的建议；封存之后再改无效。票号请勿改动或告诉他人。",
)
_TOP = len(_RULES) + 4


def write_ballots(forms: Iterable[Form], folder: Path) -> tuple[Path, ...]:
    """Write every form into a folder, each named for its member.

    Raises
    ------
    UsageError
        If such a file is there already.
    OutputError
        If a file cannot be written.
    """
    paths = {folder / f"表决票_{_named(form.member)}.xlsx": form for form in forms}
    for path, form in paths.items():
        with replacing(path) as unfinished:
            _write(form, unfinished)
    return tuple(paths)


def fail_if_ballots(folder: Path) -> None:
    """Keep ballots that may be filled in from being written over.

    Raises
    ------
    UsageError
        If there are any in the folder.
    """
    for path in sorted(folder.glob("表决票_*.xlsx")):
        raise UsageError.file_exists(str(path))


def _named(member: str) -> str:
    return "".join("_" if letter in '<>:"/\\|?*' else letter for letter in member)


def _write(form: Form, path: Path) -> None:
    with Workbook(path) as file:
        file.set_properties({"created": FIXED_TIME})
        book = Book(file)
        sheet = book.add_sheet("表决票", freeze=(_TOP + 1, 0))
        book.write_row(sheet, 0, [Cell(f"{form.topic}　表决票", "title")])
        for row, rule in enumerate(_RULES, start=1):
            book.write_row(sheet, row, [Cell(rule, "text")])
        owner = {HEADINGS[col.MEMBER]: form.member, TICKET: form.ticket}
        for row, pair in enumerate(owner.items(), start=len(_RULES) + 1):
            book.write_row(sheet, row, [Cell(text, "text") for text in pair])
        rows = [_row(*row) for row in form.rows]
        book.write_table(sheet, [HEADINGS[name] for name in HEADER], rows, top=_TOP)
        sheet.set_column(len(HEADER) - 1, len(HEADER) - 1, 40)
        sheet.print_area(0, 0, _TOP + len(rows), len(HEADER) - 1)


def _row(scope: str, tier: str, ratio: str, seats: int) -> list[Cell]:
    shown = [Cell(scope), Cell(tier, "center"), Cell(ratio, "right"), Cell(seats, "count")]
    entry = Cell(None, "quiet") if scope == COMMON else Cell(None, "edit_count")
    return [*shown, Cell(None, "edit_percent"), entry, Cell(None, "wrap")]
