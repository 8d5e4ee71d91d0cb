"""Figures as pictures, drawn by a browser of this computer: no network, and never an endless wait."""

from __future__ import annotations

import asyncio
import logging
import os
import platform
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Literal

import plotly.graph_objects as go

from xiaoben_analytics.errors import OutputError, UsageError
from xiaoben_analytics.figures.template import HEIGHT
from xiaoben_analytics.labels import printable

Kind = Literal["png", "svg"]

STARTING, EACH, CLOSING = 60.0, 60.0, 5.0
"""Seconds that the browser may take to start, for one picture, and to leave."""

WIDTH = 1280
_SCALE = 2  # dots of a PNG for each of the figure's pixels
_ENGLISH = ("choreographer", "kaleido", "browser_proc")  # what they log, a sentence here says
_NOWHERE = "http://127.0.0.1:9"  # whatever the browser might ask of a network ends here
_OWN_NAME = re.compile(rb'"defs-([0-9a-f]{6})"')

Answers = SimpleQueue[bytes | Exception]


def draw_figures(
    figures: Mapping[str, go.Figure],
    kind: Kind,
    *,
    progress: Callable[[str], None] | None = None,
) -> dict[str, bytes]:
    """Draw figures as PNG or SVG; `progress` is told each one's name before it is drawn.

    Raises
    ------
    UsageError
        If there is no browser, no Chinese font or not the package that speaks with browsers.
    OutputError
        If the browser does not start, draw or answer in time; it is ended.
    """
    browser = find_browser()
    _fail_without_chinese()
    answers, started = Answers(), list[Any]()
    work = (list(figures.values()), kind, browser, answers, started)
    painter = Thread(target=_paint, args=work, daemon=True)
    painter.start()
    drawn = {}
    try:
        _answer(answers, STARTING, "浏览器没有启动", browser)
        for place, name in enumerate(figures, start=1):
            if progress:
                progress(f"{place}/{len(figures)} {name}")
            drawn[name] = _answer(answers, EACH, f"“{name}”没有画成", browser)
        painter.join(CLOSING)
    finally:
        _end(started)
    return drawn


def find_browser() -> str:
    """Find a Chrome, Edge or Chromium; `BROWSER_PATH` in the environment names another.

    Raises
    ------
    UsageError
        If there is none.
    """
    try:
        from choreographer.browsers.chromium import Chromium  # noqa: PLC0415  may be absent
    except ModuleNotFoundError as missing:
        raise UsageError.program_missing("kaleido", "kaleido") from missing
    found = Chromium.find_browser(skip_local=False)
    if not found or not Path(found).is_file():
        raise UsageError.no_browser(printable(str(found or "")))
    return str(found)


def _fail_without_chinese() -> None:
    """Where fonts can be listed, look for a Chinese one: without it texts become boxes."""
    lister = shutil.which("fc-list")
    if not lister or platform.system() != "Linux":
        return
    with suppress(OSError, subprocess.TimeoutExpired):
        command = [lister, ":lang=zh-cn", "family"]
        listed = subprocess.run(command, capture_output=True, timeout=20, check=False)  # noqa: S603
        if listed.returncode == 0 and not listed.stdout.strip():
            raise UsageError.no_chinese_font()


def _paint(*work: Any) -> None:
    """Draw in a thread of its own, so that a browser that is silent can be left behind."""
    answers: Answers = work[-2]
    try:
        asyncio.run(_draw(*work))
    except Exception as error:  # noqa: BLE001  whatever it is, the waiting thread says so
        answers.put(error)


async def _draw(
    figures: list[go.Figure], kind: Kind, browser: str, answers: Answers, started: list[Any]
) -> None:
    from kaleido import Kaleido  # noqa: PLC0415  may be absent

    for spoken in _ENGLISH:
        logging.getLogger(spoken).setLevel(logging.CRITICAL)
    # choreographer starts browsers without their sandbox, which containers do not allow
    speaking = Kaleido(n=1, timeout=None, mathjax=False, path=browser, proxy_server=_NOWHERE)
    started.append(speaking)
    await speaking.open()
    answers.put(b"")
    for figure in figures:
        size = {"width": figure.layout.width or WIDTH, "height": figure.layout.height or HEIGHT}
        picture = await speaking.calc_fig(
            figure, {"format": kind, "scale": _SCALE if kind == "png" else 1, **size}
        )
        answers.put(_named_alike(picture))
    await speaking.close()


def _named_alike(picture: bytes) -> bytes:
    """Give the parts of an SVG the same names every time."""
    own = _OWN_NAME.search(picture)
    return picture.replace(own[1], b"figure") if own else picture


def _answer(answers: Answers, seconds: float, failed: str, browser: str) -> bytes:
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise OutputError.not_drawn(failed, f"{seconds:g} 秒内没有回应", browser) from None
    if isinstance(answer, Exception):
        raise OutputError.not_drawn(failed, type(answer).__name__, browser) from answer
    return answer


def _end(started: list[Any]) -> None:
    """End the browser where it has not left by itself, with what it has started."""
    for speaking in started:
        process = getattr(speaking, "subprocess", None)
        if process is not None and process.poll() is None:
            with suppress(OSError):
                if hasattr(os, "killpg"):
                    os.killpg(process.pid, signal.SIGKILL)  # it leads a session of its own
                else:
                    process.kill()
