"""From a key press in the what-if panel to the painted chart, in a real browser."""

from __future__ import annotations

import re
import shutil
import socket
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from playwright.sync_api import Page, sync_playwright

from tests.schools import as_school, school_rows
from xiaoben_analytics.assessment import assess
from xiaoben_analytics.figures import plot_tier_cutoffs

ROOT = Path(__file__).resolve().parents[1]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
LOADED = 120_000
SCHOOLS = ((60, 6), (200, 8), (1000, 25))
"""Teachers and groups."""

CELL = """
import sys
sys.path.insert(0, {root!r})
from tests.schools import as_school, school_rows
import xiaoben_analytics as xb
school = as_school(school_rows(7, teachers={teachers}, groups={groups}, activities=10))
policy = xb.assess(school).what_if(ratios={ratios!r}).policy
xb.TierExplorer(xb.assess(school, policy))
"""

WATCH = """chart => {
  window.presses = []; window.painted = [];
  document.addEventListener("keydown", () => window.presses.push(performance.now()), true);
  chart.addEventListener("xiaoben-drawn", () => requestAnimationFrame(() =>
    setTimeout(() => window.painted.push(performance.now()))));
}"""


@dataclass(frozen=True)
class Latency:
    """Milliseconds from press to paint; `shown` of `pressed` presses were painted."""

    teachers: int
    median: float
    p95: float
    shown: int
    pressed: int


def panel_latency(teachers: int, *, groups: int, presses: int) -> Latency:
    """Press an arrow key on the first line's slider again and again; each time wait for the paint."""
    ratios = _ratios_on_an_edge(teachers, groups)
    code = CELL.format(root=str(ROOT), teachers=teachers, groups=groups, ratios=ratios)
    with _served(code) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=ARGUMENTS,
        )
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(LOADED)
        page.route(re.compile("^https?://(?!127\\.0\\.0\\.1)"), lambda route: route.abort())
        page.goto(address)
        taken = _press(page, presses)
        chromium.close()
    p95 = statistics.quantiles(taken, n=20)[-1]
    return Latency(teachers, statistics.median(taken), p95, len(taken), presses)


def _ratios_on_an_edge(teachers: int, groups: int) -> str:
    """Find ratios of which one per cent less moves somebody, so that every press has to be drawn."""
    result = assess(as_school(school_rows(7, teachers=teachers, groups=groups, activities=10)))
    drawn = {
        share: plot_tier_cutoffs(result.what_if(ratios=f"{share}/{70 - share}/30")).to_json()
        for share in range(20, 41)
    }
    edge = next(more for less, more in pairwise(drawn) if drawn[less] != drawn[more])
    return f"{edge}/{70 - edge}/30"


@contextmanager
def _served(code: str) -> Iterator[str]:
    with TemporaryDirectory() as folder:
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        path = Path(folder) / "panel.ipynb"
        nbformat.write(notebook, path)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "voila", str(path), "--no-browser", f"--port={port}"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
            try:
                next(line for line in server.stderr or () if "running at" in line)
                yield f"http://127.0.0.1:{port}/"
            finally:
                server.kill()


def _press(page: Page, presses: int) -> list[float]:
    page.locator(".xiaoben-chart .main-svg").first.wait_for()
    page.locator(".xiaoben-chart").evaluate(WATCH)
    handle = page.locator(".noUi-handle").first
    handle.focus()
    for place in range(1, presses + 1):
        page.keyboard.press("ArrowLeft" if place % 2 else "ArrowRight")
        page.wait_for_function("count => window.painted.length >= count", arg=place)
    pressed, painted = page.evaluate("[window.presses, window.painted]")
    return [after - before for before, after in zip(pressed, painted, strict=True)]
