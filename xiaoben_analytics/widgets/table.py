"""Frames as HTML tables: text stays text, numbers stand below each other, a total stays in sight."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

import pandas as pd

from xiaoben_analytics.participation import FAILED
from xiaoben_analytics.views.readable import MISSING

_NUMBER = re.compile(r"[+-]?(?:0|[1-9]\d*)(?:\.(\d+))?%?")
_WORDS = ("", MISSING, FAILED)
"""What may stand among numbers."""
_TOTAL = "合计"


def markup_table(rows: pd.DataFrame, caption: str = "") -> str:
    """Write a frame, its columns already named for readers, as an HTML table.

    A caption that does not count the rows itself, in brackets at its end, is given their number; a
    row of totals at the end is none of them.
    """
    columns = [_level([str(cell) for cell in rows.iloc[:, at]]) for at in range(rows.shape[1])]
    marks = [' class="number"' if _are_numbers(cells) else "" for cells in columns]
    lines = [_line(cells, marks) for cells in zip(*columns, strict=True)]
    body, foot = lines, ""
    if len(rows) > 1 and columns[0][-1] == _TOTAL:
        body, foot = lines[:-1], f"<tfoot>{lines[-1]}</tfoot>"
    told = caption if caption.endswith("）") else f"{caption}（{len(body)} 行）"
    titled = f"<caption>{escape(told)}</caption>" if caption else ""
    head = "".join(
        f'<th scope="col"{mark}>{escape(str(name))}</th>'
        for name, mark in zip(rows.columns, marks, strict=True)
    )
    return (
        f'<div class="xiaoben-table" tabindex="0"><table>{titled}'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody>{foot}</table></div>"
    )


def _line(cells: Iterable[str], marks: Sequence[str]) -> str:
    told = (f"<td{mark}>{escape(cell)}</td>" for cell, mark in zip(cells, marks, strict=True))
    return f"<tr>{''.join(told)}</tr>"


def _are_numbers(cells: Sequence[str]) -> bool:
    told = [cell for cell in cells if cell not in _WORDS]
    return bool(told) and all(map(_NUMBER.fullmatch, told))


def _level(cells: Sequence[str]) -> Sequence[str]:
    """Write fractions with as many decimals as one of them has; whole numbers and text stay."""
    if not _are_numbers(cells):
        return cells
    told = [_NUMBER.fullmatch(cell) for cell in cells]
    most = max((len(found[1] or "") for found in told if found), default=0)
    return [
        _with_decimals(cell, most) if found and found[1] else cell
        for cell, found in zip(cells, told, strict=True)
    ]


def _with_decimals(cell: str, most: int) -> str:
    number = cell.removesuffix("%")
    whole, _, decimals = number.partition(".")
    return f"{whole}.{decimals.ljust(most, '0')}{cell[len(number) :]}"
