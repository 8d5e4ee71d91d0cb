"""核对.json: what stood in each place of a pack when it was written, as short digests in order."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path

from xiaoben_analytics.export.charted import BEHIND
from xiaoben_analytics.export.places import Block, Cell, Grid

RECORD = "核对.json"
CHANGED, ADDED, GONE = "与写出时不同", "写出时没有这一处", "写出时有的一处不见了"
FIXED, MADE_FORMULA = "写出时是公式，现在是写死的内容", "写出时不是公式，现在是公式"
TYPED, RECALCULATED = "可以改的一格改了", "公式重算了"

_DIGITS = 6  # of base 64 each: 36 bits
_CELL, _ROW = "|", "\n"
_FORMULA, _FREE = "=", "!"


@dataclass(frozen=True)
class Difference:
    """A place that says something else than when it was written: what kind of, and what it `was`.

    What it was is known only of cells that a reader may type over.
    """

    cell: Cell
    kind: str
    was: str = ""


def tell_places(blocks: Iterable[Block]) -> dict[str, str]:
    """Tell what a file shows: for each part its rows in order, of each cell a digest."""
    return {part: _told(rows) for part, rows in _parts(blocks).items()}


def write_record(record: Mapping[str, Mapping[str, str]], path: Path) -> None:
    """Write down what every file of a pack shows."""
    text = json.dumps(record, ensure_ascii=False, indent=0)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def read_record(folder: Path) -> Mapping[str, Mapping[str, str]]:
    """Read the record of a pack; empty where there is none, or none that can be read."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return {
            str(name): {str(part): str(rows) for part, rows in parts.items()}
            for name, parts in record.items()
        }
    except (OSError, ValueError, AttributeError):
        return {}


def find_differences(record: Mapping[str, str], blocks: Iterable[Block]) -> Iterator[Difference]:
    """Align what a file says with what was recorded of it, row by row, and name what differs."""
    now = _parts(blocks)
    for part in dict.fromkeys((*record, *now)):
        if part == BEHIND and part not in now:
            continue  # a program left out what nobody sees
        rows = now.get(part, [])
        if part not in record:
            yield from (Difference(cell, ADDED) for row in rows for cell in row if cell.text)
        elif record[part] != _told(rows):
            yield from _align(part, record[part].split(_ROW), rows)


def _parts(blocks: Iterable[Block]) -> dict[str, Grid]:
    parts: dict[str, Grid] = {}
    for block in blocks:
        parts.setdefault(block.part, []).extend(block.rows)
    return parts


def _told(rows: Grid) -> str:
    return _ROW.join(map(_line, rows))


def _line(row: Sequence[Cell]) -> str:
    return _CELL.join(map(_token, row))


def _token(cell: Cell) -> str:
    """Tell of a cell whether it is a formula, and its text: as it is if it may be typed over."""
    told = _FREE + cell.text.replace(_CELL, "｜") if cell.free else _digest(cell.text)
    return _FORMULA + told if cell.formula else told


@lru_cache(maxsize=1 << 16)
def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest())[:_DIGITS].decode() if text else ""


def _align(part: str, old: Sequence[str], rows: Grid) -> Iterator[Difference]:
    new = [_line(row) for row in rows]
    for what, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if what == "equal":
            continue
        for was, row in zip_longest(old[a:b], rows[c:d]):
            if row is None:
                yield Difference(Cell("", _after(part, rows[:d])), GONE)
            elif was is None:
                yield from (Difference(cell, ADDED) for cell in row if cell.text)
            else:
                yield from _compare(part, was, row)


def _after(part: str, rows: Grid) -> str:
    """Say where something is missing: after the last place that is there."""
    last = next((row[-1].place for row in reversed(rows) if row), "")
    return f"{last}之后" if last else part


def _compare(part: str, was: str, row: Sequence[Cell]) -> Iterator[Difference]:
    """Compare a row's cells one by one."""
    for token, cell in zip_longest(was.split(_CELL) if was else [], row):
        if cell is None:
            if token:
                yield Difference(Cell("", _after(part, [list(row)])), GONE)
        elif token is None:
            if cell.text:
                yield Difference(cell, ADDED)
        elif kind := _kind(token, cell):
            yield Difference(cell, kind, token.lstrip(_FORMULA).removeprefix(_FREE))


def _kind(token: str, cell: Cell) -> str | None:
    """Say how a cell differs from its token, None where it does not."""
    formula, told = token.startswith(_FORMULA), token.removeprefix(_FORMULA)
    free = told.startswith(_FREE)
    same = told == (_FREE + cell.text.replace(_CELL, "｜") if free else _digest(cell.text))
    if formula and cell.formula:
        return None if same else RECALCULATED
    if free:
        return None if same and not formula else TYPED
    if formula:
        return FIXED
    if cell.formula:
        return MADE_FORMULA
    return None if same else CHANGED
