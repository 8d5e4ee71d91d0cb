"""A column for each status, of which one is ticked in every line."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping

from xiaoben_analytics.reading.clean import show
from xiaoben_analytics.reading.exports.sign_in import yes_or_no
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.lines import Cell, Line
from xiaoben_analytics.reading.marks import BLANK, WORDS, mark_key
from xiaoben_analytics.reading.words import heading_key, key
from xiaoben_analytics.tables import PRESENT


def find_states(line: Line, signed: Collection[str]) -> dict[int, str]:
    """Find the columns that are headed by a status each; one alone is a column of statuses.

    Beside a column of signatures, whose headings are `signed`, one is enough.
    """
    words = {at: heading_key(show(cell)) for at, cell in enumerate(line.cells)}
    found = {
        at: word
        for at, word in words.items()
        if (word in WORDS or word == "请假") and word not in signed
    }
    kinds = {WORDS.get(word) for word in found.values()}
    beside = any(word in signed for word in words.values()) and PRESENT not in kinds
    return found if len(kinds) + beside > 1 else {}


def are_ticks(grid: Grid, heading: Line, states: Mapping[int, str]) -> bool:
    """Tell columns that are ticked, one in a line, from those that count how often."""
    begin = bisect_right(grid.lines.numbers, heading.number)
    below = [show(cell) for at in states for cell in grid.lines.columns[at][begin:] if cell != ""]
    ticks = sum(text in ("0", "1") or not text.isdecimal() for text in below)
    return bool(below) and 2 * ticks >= len(below)


def read_ticks(line: Line, states: Mapping[int, str], *, signed: bool) -> Cell:
    """Say which of the columns of a status is ticked in a line: all of them if several are.

    A word for a status goes before the heading it stands under; what is neither a tick nor a
    refusal is said as well, for nobody knows what it means. Beside a signature a refusal is none.
    """
    said: list[str] = []
    refused: list[str] = []
    for at, state in states.items():
        text = show(line.cells[at]) if at < len(line.cells) else BLANK
        if key(text) in WORDS and len(text) > 1:
            said.append(text)
        elif text.isdecimal() and text not in ("0", "1"):
            said.append(f"{state} {text}")
        elif yes_or_no(text) is False or mark_key(text) == "×":
            refused.append(f"{state} {text}")
        elif text not in _NOTHING:
            said.append(state)
    return "、".join(said or refused * (not signed)) or None


_NOTHING = ("", "-", "--", "—", "——")
