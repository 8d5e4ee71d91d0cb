"""What is asked of reading: a school's folder, one file, a plan that was pasted as text."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from xiaoben_analytics.errors import RefusedError, UsageError
from xiaoben_analytics.labels import printable
from xiaoben_analytics.policy import Policy, read_policy
from xiaoben_analytics.reading.file import FileReading, refuse_file, show_sheets
from xiaoben_analytics.reading.folder import open_folder
from xiaoben_analytics.reading.grid import read_grids, text_grid
from xiaoben_analytics.reading.school import assemble, assemble_as
from xiaoben_analytics.reading.settings import Settings, list_unknown_files, read_settings
from xiaoben_analytics.tables import School, Table

DEFAULT_POLICY = "county-110"


def read_school(
    folder: str | Path,
    *,
    policy: Policy | None = None,
    progress: Callable[[str], None] | None = None,
) -> School:
    """Read every file of a school's folder, in the order of their names.

    `policy` says how marks and time in online meetings become a status; `progress` is told each
    file's name once it has been opened.

    Raises
    ------
    UsageError
        If there is no such folder, or it is a file, or its `reading.toml` or `people.toml` is wrong.
    """
    root = Path(folder)
    if _found(root.is_file):
        raise UsageError.is_file(str(folder))
    if not _found(root.is_dir):
        raise UsageError.folder_missing(str(folder))
    regulation = policy or read_policy(DEFAULT_POLICY)
    with _uncollected():
        return _read_folder(root, regulation, progress or (lambda _: None), str(folder))


def read_file(
    path: str | Path, *, table: Table | None = None, policy: Policy | None = None
) -> FileReading:
    """Read one file by itself: its tables, and what could not be read; of people nothing is known.

    A `table` that is given is read whatever the headings miss. Legends may be in a `reading.toml`
    beside the file.

    Raises
    ------
    UsageError
        If there is no such file.
    """
    place = Path(path)
    if _found(place.is_dir):
        raise UsageError.is_folder(str(path))
    if not _found(place.is_file):
        raise UsageError.file_missing(str(path))
    name = printable(place.name)
    settings = read_settings(place.parent)
    try:
        grids = read_grids(place, name)
    except RefusedError as error:
        return refuse_file(name, error)
    regulation = policy or read_policy(DEFAULT_POLICY)
    school, sheets = (
        assemble_as(table, grids, regulation, settings)
        if table
        else assemble(grids, regulation, settings)
    )
    return show_sheets(name, grids, sheets, school)


def read_plan_text(text: str, *, file: str = "") -> School:
    """Read a plan that was pasted as text with one cell a line; the other tables stay empty."""
    return assemble([text_grid(text, file)], read_policy(DEFAULT_POLICY), Settings())[0]


def _found(test: Callable[[], bool]) -> bool:
    """Ask about a path; one that is too long, or behind a closed folder, is not to be found."""
    try:
        return test()
    except OSError:
        return False


def _read_folder(
    root: Path, policy: Policy, progress: Callable[[str], None], folder: str
) -> School:
    settings = read_settings(root)
    grids, refused = open_folder(root, progress)
    found = [*refused, *list_unknown_files(settings, {grid.file for grid in grids})]
    school, _ = assemble(grids, policy, settings, found=found)
    return replace(school, folder=folder)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from going through thousands of new rows, none of which is one."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
