"""Is a pack still what was written? Its files are read again, and every place compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from lxml.etree import LxmlError

from xiaoben_analytics.export.charted import BEHIND, CHARTS
from xiaoben_analytics.export.grids import read_blocks
from xiaoben_analytics.export.handouts import PAGE, REPORT, SLIDES, WORKBOOK
from xiaoben_analytics.export.places import Block, Cell, Grid, one_line
from xiaoben_analytics.export.record import (
    CHANGED,
    RECALCULATED,
    RECORD,
    TYPED,
    Difference,
    find_differences,
    read_record,
)
from xiaoben_analytics.export.run import RUN, hash_of, read_run, seal_of

NUMBERED = (REPORT, SLIDES, WORKBOOK, PAGE)
"""Files that show the key numbers."""
LISTED = (REPORT, WORKBOOK, PAGE)
"""Files that list everybody's results."""

_BROKEN = (OSError, ValueError, LookupError, TypeError, BadZipFile, LxmlError)
_TOLD_BY = 4  # names of key numbers by which a table of them is known
_NOWHERE = Cell("", "")
_ALIKE = 0.6
_NUMBER = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(%?)")
_UNSEEN = ("~$", ".")  # files that programs keep beside those that are open


@dataclass(frozen=True)
class Check:
    """A place read again: where it stands, what it is about, what it says and should.

    `expected` is None where only that it differs is known: `what` says how then.
    """

    file: str
    place: str
    what: str
    found: str
    expected: str | None

    @property
    def equal(self) -> bool:
        """Whether it says what it should; a number may have lost the noughts at its end.

        >>> Check("", "", "", "85.5", "85.50").equal, Check("", "", "", "855e-1", "85.5").equal
        (True, False)
        """
        if self.expected is None or self.found == self.expected:
            return self.expected is not None
        pair = [_NUMBER.fullmatch(text) for text in (self.found, self.expected)]
        numbers = [(Decimal(one[1]), one[2]) for one in pair if one]
        return len(numbers) == len(pair) and numbers[0] == numbers[1]

    @property
    def sentence(self) -> str:
        where = f"{self.file}　{self.place}".strip("　")
        if self.expected is not None:
            return f"{where}：{self.what}应为“{self.expected}”，现为“{self.found or '（空）'}”。"
        if self.what == CHANGED and not self.found:
            return f"{where}：{self.what}，现为“（空）”。"
        return f"{where}：{self.what}" + (f"，现为“{self.found}”。" if self.found else "。")


@dataclass(frozen=True)
class Verification:
    """What comparing a pack came to.

    `files` it holds, `compared` places were read again; `changed` files have other bytes than when
    they were written, be it only that an office program saved them anew; `settings` says which of
    the workbook's settings were changed, `strange` names files that the pack did not write; `seal`
    is that of run.json.
    """

    files: int
    compared: int
    changed: tuple[str, ...]
    faults: tuple[Check, ...]
    settings: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()
    seal: str = ""


@dataclass(frozen=True)
class _Reading:
    """What one file said: how many places were compared, what is wrong, which settings were changed."""

    compared: int
    faults: Sequence[Check]
    settings: str = ""


def verify_pack(folder: str | Path) -> Verification:
    """Read a pack again, and compare every place with what was recorded when it was written.

    Raises
    ------
    UsageError
        If the folder holds no run.json, or that is no record of a pack.
    """
    place = Path(folder)
    run, record = read_run(place), read_record(place)
    hashes = {name: hash_of(place / name) for name in run["outputs"]}
    readings = [_read_file(place / name, name, run, record) for name in hashes]
    changed = [
        name
        for name, digest in hashes.items()
        if digest not in (None, run["outputs"][name]["sha256"])
    ]
    return Verification(
        files=len(hashes),
        compared=sum(one.compared for one in readings),
        changed=tuple(changed),
        faults=(
            *_doubts(run, changed),
            *(fault for one in readings for fault in one.faults),
        ),
        settings=tuple(one.settings for one in readings if one.settings),
        strange=tuple(_strange(place, run["outputs"])),
        seal=seal_of(run),
    )


def check_numbers(name: str, blocks: Sequence[Block], run: Mapping[str, Any]) -> list[Check]:
    """Compare key numbers, everybody's results and findings with what one file says of them."""
    if name not in NUMBERED or "results" not in run:
        return []
    grids = [block.rows for block in blocks if block.table and block.part not in (CHARTS, BEHIND)]
    told = [*_numbers(grids, run.get("key_numbers", {}))]
    if name in LISTED:
        told += _results(grids, run["results"])
    if name == REPORT:
        lines = [row[0] for block in blocks if not block.table for row in block.rows if row]
        told += _findings(lines, run.get("findings", []))
    return [
        Check(name, cell.place, what, cell.text, expected)
        for cell, what, expected in told
        if cell.text or not cell.formula
    ]


def _doubts(run: Mapping[str, Any], changed: Iterable[str]) -> Iterator[Check]:
    """Say where what is compared with cannot be relied on itself."""
    if run.get("seal") != seal_of(run):
        yield Check(RUN, "", "写出后被改动过，与它的核对码不符，其中所记的不能再作依据", "", None)
    if RECORD in changed:
        yield Check(RECORD, "", "写出后被改动过，其中所记的不能再作依据", "", None)
    if RECORD not in run["outputs"]:
        yield Check(RUN, "", f"没有记下 {RECORD}，只能核对主要数据、结论和每人成绩", "", None)


def _strange(folder: Path, outputs: Iterable[str]) -> Iterator[str]:
    """Name what the pack did not write, in its folder and in those inside that are its own."""
    names = {RUN, *outputs}
    own = {str(Path(name).parent) for name in names} - {"."}
    for place in (folder, *(folder / name for name in sorted(own))):
        for one in sorted(place.iterdir()) if place.is_dir() else ():
            name = one.relative_to(folder).as_posix()
            if name not in names and name not in own and not one.name.startswith(_UNSEEN):
                yield f"{name}/" if one.is_dir() else name


def _read_file(
    path: Path, name: str, run: Mapping[str, Any], record: Mapping[str, Mapping[str, str]]
) -> _Reading:
    if not path.is_file():
        return _Reading(0, [Check(name, "", "文件", "没有", "在这个文件夹里")])
    if name == RECORD:
        return _Reading(0, [])
    try:
        blocks = read_blocks(path)
    except _BROKEN as error:
        found = f"打不开（{type(error).__name__}）"
        return _Reading(0, [Check(name, "", "文件", found, "完好的文件")])
    checks = check_numbers(name, blocks, run)
    differences = list(find_differences(record[name], blocks)) if name in record else []
    typed = [one for one in differences if one.kind == TYPED]
    if typed:
        live = {
            cell.place for block in blocks for row in block.rows for cell in row if cell.formula
        }
        checks = [one for one in checks if one.place not in live]
        differences = [one for one in differences if not _follows(one)]
    faults = [one for one in checks if not one.equal]
    if RECORD in run["outputs"] and name not in record:
        faults.append(Check(name, "", f"{RECORD} 里没有这个文件，无法逐处核对", "", None))
    named = {one.place for one in faults}
    faults += (one for one in _faults(name, differences) if one.place not in named)
    compared = sum(len(row) for block in blocks for row in block.rows)
    return _Reading(compared, faults, _settings(name, typed, blocks))


def _follows(one: Difference) -> bool:
    """Whether a place is worked out from settings: a formula, or a chart of formulas."""
    return one.kind in (TYPED, RECALCULATED) or one.cell.place.startswith(CHARTS)


def _faults(name: str, differences: Iterable[Difference]) -> Iterator[Check]:
    blank = 0
    for one in differences:
        if one.kind == RECALCULATED and not one.cell.text:
            blank += 1
        else:
            what = CHANGED if one.kind == RECALCULATED else one.kind
            yield Check(name, one.cell.place, what, one.cell.text, None)
    if blank:
        told = f"{blank} 个公式没有存下结果，无法核对；请用 Excel 或 WPS 打开并保存一次"
        yield Check(name, "", told, "", None)


def _settings(name: str, typed: Sequence[Difference], blocks: Sequence[Block]) -> str:
    """Say in one line which settings were changed, from what to what."""
    if not typed:
        return ""
    names = dict(_setting_names(blocks))
    told = (
        f"{names.get(one.cell.place, one.cell.place)} {one.was or '（空）'} → {one.cell.text or '（空）'}"
        for one in typed
    )
    return f"{name}　参数 已改：{'、'.join(told)}；成绩、划线等公式 随之重算。"


def _setting_names(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    """Call a cell that may be typed over by its section and row, with its place."""
    for block in blocks:
        section = ""
        for row in block.rows:
            there = [cell.text for cell in row if cell.text]
            if len(there) == 1:
                section = there[0].split("（")[0]
            for cell in row:
                if cell.free:
                    yield cell.place, f"{section}·{row[0].text}（{cell.place}）"


_Told = tuple[Cell, str, str]
"""A cell, what it is about, and what it should say."""


def _numbers(grids: Sequence[Grid], expected: Mapping[str, str]) -> Iterator[_Told]:
    """Find each key number beside or below its name, in every table that has several of the names."""
    missing = dict(expected)
    for grid in grids:
        there = {cell.text for row in grid for cell in row} & expected.keys()
        if not _tells(there, expected):
            continue
        for above, below in zip(grid, [*grid[1:], []], strict=True):
            for at, cell in enumerate(above):
                if cell.text in expected:
                    missing.pop(cell.text, None)
                    yield _beside(above, below, at, expected), cell.text, expected[cell.text]
    for name, number in missing.items():
        yield _NOWHERE, name, number


def _tells(there: set[str], expected: Mapping[str, str]) -> bool:
    return len(there) >= min(_TOLD_BY, len(expected))


def _beside(
    row: Sequence[Cell], below: Sequence[Cell], place: int, names: Mapping[str, str]
) -> Cell:
    """Return the cell on the right, unless that is another name or blank: then the one below."""
    right = row[place + 1] if place + 1 < len(row) else _NOWHERE
    if right.formula or (right.text and right.text not in names):
        return right
    return below[place] if place < len(below) else _NOWHERE


def _results(grids: Sequence[Grid], expected: Sequence[Sequence[str]]) -> Iterator[_Told]:
    """Find every row of everybody under headings that name all that is compared."""
    if not expected:
        return
    header, *people = expected
    rows: dict[str, list[dict[str, Cell]]] = {}
    for who, row in _rows_by_id(grids, header):
        rows.setdefault(who, []).append(row)
    for person in people:
        for own in rows.get(person[0], [{}]):
            for name, text in zip(header[1:], person[1:], strict=True):
                yield own.get(name, _NOWHERE), f"工号 {person[0]} 的{name}", text


def _rows_by_id(
    grids: Sequence[Grid], header: Sequence[str]
) -> Iterator[tuple[str, dict[str, Cell]]]:
    for grid in grids:
        columns: dict[str, int] = {}
        for row in grid:
            names = [cell.text.replace(" ", "") for cell in row]
            if set(header) <= set(names):
                columns = {name: names.index(name) for name in header}
            elif columns and len(row) > columns[header[0]]:
                there = {name: row[at] for name, at in columns.items() if at < len(row)}
                yield row[columns[header[0]]].text, there


def _findings(lines: Sequence[Cell], expected: Sequence[str]) -> Iterator[_Told]:
    """Find every sentence; where one is missing, show what comes nearest."""
    there = {cell.text: cell for cell in lines}
    for sentence in map(one_line, expected):
        near = [sentence] if sentence in there else get_close_matches(sentence, there, 1, _ALIKE)
        yield there[near[0]] if near else _NOWHERE, "结论", sentence
