"""What the program itself has written into a school's folder: results are not read as records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from xiaoben_analytics import columns as col
from xiaoben_analytics.labels import HEADINGS
from xiaoben_analytics.reading.clean import show
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.words import heading_key

RUN_FILE = "run.json"
HEADING_LINES = 20

_SIGNS = frozenset(heading_key(HEADINGS[name]) for name in (col.TOTAL, col.RANK, col.TIER))


def is_result(grid: Grid) -> bool:
    """Tell a table of scores, which has totals, ranks and tiers, from what scores are made of."""
    lines = grid.top[:HEADING_LINES]
    return any(
        {heading_key(show(cell)) for cell in line.filled} >= _SIGNS
        for line in lines
        if len(line.filled) >= len(_SIGNS)
    )


def find_packs(root: Path) -> dict[Path, frozenset[Path]]:
    """Find every pack in a folder: its run file, and the files that were written with it."""
    found = {run: tuple(_written_with(run)) for run in root.rglob(RUN_FILE) if run.is_file()}
    return {run: frozenset((run, *others)) for run, others in found.items() if others}


def _written_with(run: Path) -> Iterator[Path]:
    try:
        told = json.loads(run.read_text(encoding="utf-8"))
        names = list(told["outputs"]) if "xiaoben-analytics" in told["program"] else []
    except (OSError, ValueError, KeyError, TypeError):
        names = []
    yield from (run.parent / str(name) for name in names)
