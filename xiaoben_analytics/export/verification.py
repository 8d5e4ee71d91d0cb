"""Is a pack still what was written? Its files are read again, and every number compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from lxml.etree import LxmlError
from openpyxl.utils.exceptions import InvalidFileException

from xiaoben_analytics.export.grids import Cell, Grid, read_grids, read_texts
from xiaoben_analytics.export.handouts import PAGE, REPORT, SLIDES, WORKBOOK
from xiaoben_analytics.export.run import hash_of, read_run

NUMBERED = (REPORT, SLIDES, WORKBOOK, PAGE)
"""Files that show the key numbers."""
LISTED = (REPORT, WORKBOOK, PAGE)
"""Files that list everybody's results."""

_BROKEN = (OSError, ValueError, LookupError, BadZipFile, LxmlError, InvalidFileException)
_NOWHERE = Cell("", "")
_ALIKE = 0.6


@dataclass(frozen=True)
class Check:
    """A number or sentence read again: where it stands, what it is about, what it says and should."""

    file: str
    place: str
    what: str
    found: str
    expected: str

    @property
    def equal(self) -> bool:
        """Whether it says what it should; a number may have lost the noughts at its end.

        >>> Check("", "", "", "85.5", "85.50").equal, Check("", "", "", "", "0").equal
        (True, False)
        """
        if self.found == self.expected:
            return True
        try:
            return Decimal(self.found) == Decimal(self.expected)
        except InvalidOperation:
            return False


@dataclass(frozen=True)
class Verification:
    """What comparing a pack came to.

    `files` it holds, `compared` numbers and sentences were read again; `changed` files have other
    bytes than when they were written, be it only that an office program saved them anew.
    """

    files: int
    compared: int
    changed: tuple[str, ...]
    faults: tuple[Check, ...]


def verify_pack(folder: str | Path) -> Verification:
    """Read a pack again, and compare what its files say with what run.json recorded.

    Raises
    ------
    UsageError
        If the folder holds no run.json, or that is no record of a pack.
    """
    place = Path(folder)
    run = read_run(place)
    checks = [check for name in run["outputs"] for check in _check_file(place / name, name, run)]
    there = {name: hash_of(place / name) for name in run["outputs"]}
    return Verification(
        files=len(there),
        compared=len(checks),
        changed=tuple(
            name
            for name, digest in there.items()
            if digest not in (None, run["outputs"][name]["sha256"])
        ),
        faults=tuple(check for check in checks if not check.equal),
    )


def _check_file(path: Path, name: str, run: Mapping[str, Any]) -> Iterator[Check]:
    if not path.is_file():
        yield Check(name, "", "文件", "没有", "在这个文件夹里")
        return
    if name not in NUMBERED:
        return
    try:
        grids = read_grids(path)
        texts = [] if name == WORKBOOK else read_texts(path)
    except _BROKEN as error:
        yield Check(name, "", "文件", f"打不开（{type(error).__name__}）", "完好的文件")
        return
    told = [*_numbers(grids, run["key_numbers"])]
    if name in LISTED:
        told += _results(grids, run.get("results", []))
    if name == REPORT:
        told += _findings(texts, run.get("findings", []))
    for cell, what, expected in told:
        yield Check(name, cell.place, what, cell.text, expected)


_Told = tuple[Cell, str, str]
"""A cell, what it is about, and what it should say."""


def _numbers(grids: Sequence[Grid], expected: Mapping[str, str]) -> Iterator[_Told]:
    """Find each key number beside or below its name; the first table that has one counts."""
    found: dict[str, Cell] = {}
    for grid in grids:
        for above, below in zip(grid, [*grid[1:], []], strict=True):
            for place, cell in enumerate(above):
                if cell.text in expected and cell.text not in found:
                    found[cell.text] = _beside(above, below, place, expected)
    for name, number in expected.items():
        yield found.get(name, _NOWHERE), name, number


def _beside(
    row: Sequence[Cell], below: Sequence[Cell], place: int, names: Mapping[str, str]
) -> Cell:
    """Return the cell on the right, unless that is another name or blank: then the one below."""
    right = row[place + 1] if place + 1 < len(row) else _NOWHERE
    if right.text and right.text not in names:
        return right
    return below[place] if place < len(below) else _NOWHERE


def _results(grids: Sequence[Grid], expected: Sequence[Sequence[str]]) -> Iterator[_Told]:
    """Find everybody's row under headings that name all that is compared."""
    if not expected:
        return
    header, *people = expected
    rows = dict(_rows_by_id(grids, header))
    for person in people:
        own = rows.get(person[0], {})
        for name, text in zip(header[1:], person[1:], strict=True):
            yield own.get(name, _NOWHERE), f"工号 {person[0]} 的{name}", text


def _rows_by_id(
    grids: Sequence[Grid], header: Sequence[str]
) -> Iterator[tuple[str, dict[str, Cell]]]:
    for grid in grids:
        for top, heading in enumerate(grid):
            names = [cell.text.replace("\n", "") for cell in heading]
            if set(header) <= set(names):
                columns = {name: names.index(name) for name in header}
                for row in grid[top + 1 :]:
                    if len(row) > columns[header[0]]:
                        yield (
                            row[columns[header[0]]].text,
                            {name: row[at] for name, at in columns.items() if at < len(row)},
                        )
                break


def _findings(texts: Sequence[str], expected: Sequence[str]) -> Iterator[_Told]:
    """Find every sentence; where one is missing, show what comes nearest."""
    there = set(texts)
    for sentence in expected:
        if sentence in there:
            yield Cell(sentence, "正文"), "结论", sentence
        else:
            near = get_close_matches(sentence, texts, 1, _ALIKE)
            yield Cell(near[0] if near else "", "正文" if near else ""), "结论", sentence
