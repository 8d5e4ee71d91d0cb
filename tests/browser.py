"""JupyterLab in a browser: a server with copies of the notebooks, and how a notebook is run there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright
from playwright.sync_api import TimeoutError as TookTooLong

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "notebooks"
LOADED = 300_000
"""Milliseconds that a kernel, and a page with plotly, may take on a busy machine."""
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def serve_lab(home: Path) -> Iterator[str]:
    """Serve copies of the notebooks and of the sample in JupyterLab, under a folder; give its address."""
    shutil.copytree(FOLDER, home / "notebooks")
    sample = home / "data" / "sample"
    shutil.copytree(ROOT / "data" / "sample", sample)
    own = {
        f"JUPYTER{name}": str(home / name.lower())
        for name in ("_CONFIG_DIR", "_RUNTIME_DIR", "LAB_SETTINGS_DIR", "LAB_WORKSPACES_DIR")
    }
    server = subprocess.Popen(
        [
            sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root",
            "--ip=127.0.0.1", "--port=0", "--IdentityProvider.token=sesame",
            f"--ServerApp.root_dir={home}", "--LabApp.news_url=None",
        ],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **own, "PYTHONPATH": str(ROOT), "XIAOBEN_FOLDER": str(sample)},
    )  # fmt: skip
    with server:
        lines = iter(server.stderr.readline, "")
        found = (re.search(r"http://127\.0\.0\.1:\d+/", line) for line in lines)
        try:
            yield next(address for address in found if address).group()
        finally:
            server.terminate()
            server.stderr.read()


@contextmanager
def open_browser() -> Iterator[Page]:
    """Give a page of a new browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-quic",
                "--no-first-run",
            ],
        )
        page = browser.new_page(viewport={"width": 1280, "height": 1300})
        page.set_default_timeout(LOADED)
        expect.set_options(timeout=LOADED)
        yield page
        browser.close()


def open_notebook(page: Page, lab: str, name: str) -> None:
    """Open a notebook and run all its cells, none of which may fail."""
    page.goto(f"{lab}doc/tree/notebooks/{name}.ipynb?token=sesame")
    kernel_is_idle(page)
    run_all(page)
    failed = page.locator('[data-mime-type="application/vnd.jupyter.error"]')
    done = page.locator(".jp-CodeCell .jp-InputPrompt").last.filter(has_text=re.compile(r"\d"))
    done.or_(failed).first.wait_for()
    assert failed.all_inner_texts() == []
    kernel_is_idle(page)


def run_all(page):
    """Choose “Run All Cells” until a cell has begun: JupyterLab drops it while it is still busy."""
    begun = page.locator(".jp-CodeCell .jp-InputPrompt").filter(has_text=re.compile(r"[\d*]"))
    for patience in (5_000, 10_000, 20_000, LOADED):
        page.locator(".jp-Notebook .jp-Cell").first.click()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        with suppress(TookTooLong):
            begun.first.wait_for(timeout=patience)
            return


def kernel_is_idle(page):
    page.get_by_text("Python 3 (ipykernel) | Idle", exact=True).wait_for()
