"""What the program itself has written into a school's folder: results are not read as records."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from xiaoben_analytics import columns as col
from xiaoben_analytics.labels import HEADINGS
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.lines import Cell
from xiaoben_analytics.reading.words import heading_key

RUN_FILE = "run.json"
DRAFTS_FILE = "方案草案.json"
"""Scenarios that are kept but not decided (see `drafts`)."""

REPORT_TEMPLATE, SLIDES_TEMPLATE = "模板.docx", "模板.pptx"
"""A school's own paper for the report and master for the slides, which are no records either."""

_SIGNS = tuple(
    frozenset(heading_key(HEADINGS[name]) for name in names)
    for names in (
        (col.TOTAL, col.RANK, col.TIER),
        (col.PERIOD, col.VERDICT, col.REASON),
        (col.SLOT, col.VERDICT, col.REASON),
        (col.GATE, col.ABSENCES_LEFT, col.REASON),
        (col.INCIDENT, col.FILE, col.SHEET),
        (col.INCIDENT, col.TITLE, col.SOURCE),
        (col.HONOUR, col.CHOSEN, col.REASON),
        (col.SCOPE, col.PROPOSED_RATIO, col.PROPOSED_SEATS),
        (col.REPORTED_HOURS, col.TIER),
        (col.EARNED, col.TITLE),
    )
)
"""The headings by which tables of scores are known, of who meets requirements, ballots, hours registered."""

_FIRST = frozenset(sign[0] for signs in _SIGNS for sign in signs)


def is_result(grid: Grid) -> bool:
    """Tell a table of results, such as totals, ranks and tiers, from what results are made of."""
    shown = [{_sign(cell) for cell in line.cells} for line in grid.top]
    return any(line >= signs for line in shown for signs in _SIGNS)


def find_packs(files: Iterable[Path]) -> dict[Path, frozenset[Path]]:
    """Find every pack among files: its run file, and the files that were written with it."""
    found = {run: tuple(_written_with(run)) for run in files if run.name == RUN_FILE}
    return {run: frozenset((run, *others)) for run, others in found.items() if others}


def _sign(cell: Cell) -> str:
    """Return the key of a heading; most cells of a sheet cannot be one of those looked for."""
    return heading_key(cell) if isinstance(cell, str) and cell.strip()[:1] in _FIRST else ""


def _written_with(run: Path) -> Iterator[Path]:
    try:
        told = json.loads(run.read_text(encoding="utf-8"))
        names = list(told["outputs"]) if "xiaoben-analytics" in told["program"] else []
    except (OSError, ValueError, KeyError, TypeError):
        names = []
    yield from (run.parent / str(name) for name in names)
