"""Whole files or none: write beside the target, then take its place in one step."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xiaoben_analytics import columns as col
from xiaoben_analytics.errors import OutputError, UsageError
from xiaoben_analytics.tables import School


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path to write to; on success it takes the place of `path`, else nothing is left.

    Raises
    ------
    OutputError
        If the folder or the target cannot be written (read-only, open in Excel, disk full).
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".未完成-") as folder:
            unfinished = Path(folder) / path.name
            yield unfinished
            unfinished.replace(path)
    except OSError as error:
        raise OutputError.not_writable(str(path), error.strerror or str(error)) from error


def fail_if_input(school: School, output: Path) -> None:
    """Keep the school's own files from being overwritten by results."""
    tables = school.files.loc[school.files[col.TABLE] != "", col.FILE]
    if output.resolve() in {(Path(school.folder) / name).resolve() for name in tables}:
        raise UsageError.would_overwrite(str(output))
