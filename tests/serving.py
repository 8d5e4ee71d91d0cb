"""Start `xiaoben lab` and `xiaoben meeting` as a user does, and look at them in Chromium."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "sample"
PATIENCE = 90_000
"""Milliseconds that a kernel, and a page with plotly, may take on a busy machine."""

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
)


@dataclass
class Server:
    """A server that runs: its process, its address with the token, and what it said by then."""

    process: subprocess.Popen[str]
    address: str
    said: list[str]
    rest: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}/"

    @property
    def returncode(self) -> int | None:
        return self.process.returncode


@contextmanager
def served(
    command: str, *arguments: object, cwd: Path, env: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Start a command, give what it serves, and end it by Ctrl-C."""
    own = {
        f"JUPYTER{name}": str(cwd / f".{name.lower()}")
        for name in ("_CONFIG_DIR", "_RUNTIME_DIR", "LAB_SETTINGS_DIR", "LAB_WORKSPACES_DIR")
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "xiaoben_analytics", command, *map(str, arguments), "--no-browser"],
        cwd=cwd,
        env={"PYTHONPATH": str(ROOT), **(env or os.environ), **own, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        server = _announced(process)
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=120)
    server.rest, server.errors = rest, errors.splitlines()


@contextmanager
def browser_page(*, width: int = 1280, height: int = 720) -> Iterator[Page]:
    """Give a page of a fresh Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=list(_QUIET))
        page = browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(PATIENCE)
        yield page
        browser.close()


def calls_out(page: Page, base: str) -> list[str]:
    """Collect the addresses that a page asks for anywhere but on its own server."""
    found: list[str] = []
    page.on(
        "request",
        lambda one: None if one.url.startswith((base, "data:", "blob:")) else found.append(one.url),
    )
    return found


def console_errors(page: Page) -> list[str]:
    """Collect what a page complains of."""
    found: list[str] = []
    page.on("console", lambda said: found.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def _announced(process: subprocess.Popen[str]) -> Server:
    said: list[str] = []
    for line in process.stdout or ():
        said.append(line.rstrip("\n"))
        if address := re.search(r"http://127\.0\.0\.1:\S+token=\S+", line):
            return Server(process, address.group(), said)
    message = f"no address: {said} {process.stderr and process.stderr.read()}"
    raise AssertionError(message)
