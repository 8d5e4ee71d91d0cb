"""The page docs/benchmarks.md: the rows, and the machine and versions they were measured with."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from datetime import datetime
from importlib.metadata import version

import psutil

from benchmarks.panel import Latency
from benchmarks.side_by_side import Row

PACKAGES = ("xiaoben-analytics", "pandas", "numpy", "narwhals", "pydantic", "duckdb")
HEAD = """\
# Benchmarks

Written by `python run.py bench`. Machines differ and are shared, so what counts is the ratio:
both sides are measured in one run, in turn, and the median of {rounds} rounds is taken.
"""


LATENCY = """
## The what-if panel in a browser

From the press of an arrow key on a ratio's slider to the painted chart, in Voilà and Chromium; every press moves somebody.
Milliseconds, so the machine counts; aimed at for 200 teachers: median 100, 95 % within 200, every press shown.

| teachers | median ms | 95 % within ms | presses shown |
|---:|---:|---:|---:|"""


def report(rows: Iterable[Row], latencies: Iterable[Latency], *, rounds: int) -> str:
    """Write the whole page as Markdown."""
    lines = [
        HEAD.format(rounds=rounds),
        f"{_today()} · {_machine()} · {_versions()}",
        "",
        "| work | ms | compared with | ms | ratio | target | |",
        "|---|---:|---|---:|---:|---:|---|",
        *map(_line, rows),
        LATENCY,
        *map(_latency, latencies),
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


def _latency(one: Latency) -> str:
    cells = [one.teachers, f"{one.median:.0f}", f"{one.p95:.0f}", f"{one.shown} of {one.pressed}"]
    return f"| {' | '.join(map(str, cells))} |"


def _today() -> str:
    return f"{datetime.now().astimezone():%Y-%m-%d}"


def _machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}"


def _versions() -> str:
    packages = [f"{name} {version(name)}" for name in PACKAGES]
    return ", ".join([f"Python {platform.python_version()}", *packages])
