"""The page docs/benchmarks.md: the rows, and the machine and versions they were measured with."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from datetime import datetime
from importlib.metadata import version

import psutil

from benchmarks.side_by_side import Row

PACKAGES = ("xiaoben-analytics", "pandas", "numpy", "narwhals", "pydantic", "duckdb")
HEAD = """\
# Benchmarks

Written by `python run.py bench`. Machines differ and are shared, so what counts is the ratio:
both sides are measured in one run, in turn, and the median of {rounds} rounds is taken.
"""


def report(rows: Iterable[Row], *, rounds: int) -> str:
    """Write the whole page as Markdown."""
    lines = [
        HEAD.format(rounds=rounds),
        f"{_today()} · {_machine()} · {_versions()}",
        "",
        "| work | ms | compared with | ms | ratio | target | |",
        "|---|---:|---|---:|---:|---:|---|",
        *map(_line, rows),
        "",
    ]
    return "\n".join(lines)


def _line(row: Row) -> str:
    cells = [
        row.work,
        f"{1000 * row.seconds:.1f}",
        row.rival,
        f"{1000 * row.rival_seconds:.1f}",
        f"{row.ratio:.3f}",
        "" if row.target is None else f"≤ {row.target:g}",
        "" if row.target is None else ("met" if row.ratio <= row.target else "**missed**"),
    ]
    return f"| {' | '.join(cells)} |"


def _today() -> str:
    return f"{datetime.now().astimezone():%Y-%m-%d}"


def _machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}"


def _versions() -> str:
    packages = [f"{name} {version(name)}" for name in PACKAGES]
    return ", ".join([f"Python {platform.python_version()}", *packages])
