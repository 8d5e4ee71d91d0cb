"""What stands in a file, place by place, whatever program the file is for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """What is shown in one place, and where that is in readers' words.

    `formula` where a sheet works it out; `free` where the sheet's protection lets a reader type.
    """

    text: str
    place: str
    formula: bool = False
    free: bool = False


Grid = list[list[Cell]]
"""Rows of cells, which need not be equally many."""


@dataclass(frozen=True, slots=True)
class Block:
    """A table, or a run of paragraphs with one cell each, in a `part` of a file.

    Parts are compared by name: all that is read in order is one part, as a document is or a sheet.
    """

    part: str
    rows: Grid
    table: bool = False


def one_line(text: str) -> str:
    """Write a text without the breaks and double spaces that programs set as they like."""
    return " ".join(text.split())
