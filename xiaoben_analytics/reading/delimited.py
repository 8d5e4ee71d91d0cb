"""Text with a row a line and cells between delimiters: csv, tsv and what Excel saves as such."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain

from xiaoben_analytics.errors import RefusedError
from xiaoben_analytics.reading.chinese import to_simplified
from xiaoben_analytics.reading.encoding import heading_words
from xiaoben_analytics.reading.sniff import FILLED_LIMIT, SAVE_AGAIN, TOO_MANY, WIDEST

DELIMITERS = "\t,;"
BEGINNING = 1 << 20  # characters in which the delimiter is looked for

_QUOTED = re.compile(r'"[^"]*"')
_END = "\0end"
_SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?\r?\n", re.IGNORECASE)
_FORMULA_GUARD = re.compile(r'="(.*)"')
_GUARDS = ("\t", '="', "'")
_QUOTE_GUARD = re.compile(r"'(?=[\d=+@-])")


def read_delimited(name: str, text: str) -> list[tuple[int, list[str]]] | None:
    """Read rows with the number of their first line, or return None if nothing separates cells.

    A first line `sep=;` is obeyed; what keeps Excel from changing a text (`="00123"`, `'00123`,
    a tab at its end) is taken off.

    Raises
    ------
    RefusedError
        If quotes or line breaks do not match, so that a cell holds other rows, or there are too
        many cells.
    """
    given = _SEPARATOR_LINE.match(text)
    delimiter = given[1] if given else _delimiter(text)
    breaks = text.count("\n") + text.count("\r")
    if breaks + (text.count(delimiter) if delimiter else 0) > FILLED_LIMIT:
        raise RefusedError(name, *TOO_MANY)
    if delimiter is None:
        return None
    body, number = (text[given.end() :], 2) if given else (text, 1)
    guarded = any(mark in body for mark in _GUARDS)
    rows = []
    lines = chain(io.StringIO(body, newline=""), (_END,))
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        at = number
        for cells in reader:
            if len(cells) > WIDEST:
                raise RefusedError(name, *TOO_MANY)
            rows.append((at, [*map(_unguarded, cells)] if guarded else cells))
            at = number + reader.line_num
    except csv.Error:
        raise RefusedError(name, "csv 文件的引号或换行有误", SAVE_AGAIN) from None
    if swallowed := _swallowed(rows, delimiter) if '"' in body else 0:
        reason = f"第 {swallowed} 行起的引号没有配对，后面的行并进了一格"
        raise RefusedError(name, reason, f"请补上或删去这个引号，或{SAVE_AGAIN.removeprefix('请')}")
    return rows[:-1]


def _swallowed(rows: Sequence[tuple[int, Sequence[str]]], delimiter: str) -> int:
    """Return the number of the first row with a cell that holds whole rows, or 0.

    The last row of all is `_END`, unless a quote before it was never closed.
    """
    widths = Counter(len(cells) for _, cells in rows)
    usual = max(2, widths.most_common(1)[0][0])
    for number, cells in rows:
        after = (line for cell in cells if "\n" in cell for line in cell.splitlines()[1:])
        if any(line.count(delimiter) >= usual - 1 for line in after):
            return number
    return 0 if rows[-1][1] == [_END] else rows[-1][0]


def _delimiter(text: str) -> str | None:
    """Find what separates cells: it stands in most lines of all, or between the words of a heading.

    What stands between quotes separates nothing, nor does a tab at either end of a line.
    """
    plain = _QUOTED.sub("", text[:BEGINNING])
    lines = [line.strip("\t") for line in plain.splitlines() if line.strip()][:200]
    counts = {one: sum(one in line for line in lines) for one in DELIMITERS}
    likely = max(DELIMITERS, key=lambda one: counts[one])
    if 2 * counts[likely] > len(lines):
        return likely
    return next((one for one in DELIMITERS if any(_is_heading(line, one) for line in lines)), None)


def _is_heading(line: str, delimiter: str) -> bool:
    words = [to_simplified(word.strip()) for word in line.split(delimiter)]
    return sum(word in heading_words() for word in words) >= 2


def _unguarded(cell: str) -> str:
    text = cell.rstrip("\t")
    formula = _FORMULA_GUARD.fullmatch(text)
    return formula[1] if formula else text.removeprefix("'" if _QUOTE_GUARD.match(text) else "")
