"""Read and assess a school, and say meanwhile how far it is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from fractions import Fraction
from html import escape
from pathlib import Path

from xiaoben_analytics.assessment import MAX_LOSS, Assessment, assess
from xiaoben_analytics.errors import DataError
from xiaoben_analytics.policy import Policy, read_policy
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.terminal import working


def open_school(
    folder: str | Path,
    policy: str | Policy = "county-110",
    *,
    max_loss: Fraction | int = MAX_LOSS,
) -> Assessment:
    """Read a school and assess it: `assess(read_school(folder), policy)`, with a line that tells how far.

    The line is on the page of a notebook, else on the terminal, and goes when the work is done.

    Raises
    ------
    UsageError
        If there is no such folder or regulation.
    DataError
        If the folder holds no table, or its tables cannot be assessed (see `assess`).
    """
    regulation = read_policy(policy) if isinstance(policy, str) else policy
    with _telling("正在读取") as step:
        school = read_school(folder, policy=regulation, progress=step)
        if school.files.empty:
            raise DataError.folder_empty(str(folder))
    with _telling("正在计分、排名、划等级"):
        return assess(school, regulation, max_loss=Fraction(max_loss))


def _telling(what: str) -> AbstractContextManager[Callable[[str], None]]:
    return _on_page(what) if _in_notebook() else working(what)


def _in_notebook() -> bool:
    """Tell whether a kernel runs this, whose outputs become part of a page."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return hasattr(shell, "kernel")


@contextmanager
def _on_page(what: str) -> Iterator[Callable[[str], None]]:
    """Show the same as `working`, in the output of a cell, which is empty again in the end."""
    from IPython.display import HTML, clear_output, display  # noqa: PLC0415  only in a notebook

    names: list[str] = []

    def told() -> HTML:
        counted = f"：{names[-1]}（第 {len(names)} 个文件）" if names else "……"
        line = f"<progress></progress> {escape(what + counted)}"
        return HTML(f'<div class="xiaoben-progress" role="status">{line}</div>')

    shown = display(told(), display_id=True)

    def step(name: str) -> None:
        names.append(name)
        shown.update(told())

    try:
        yield step
    finally:
        clear_output()
