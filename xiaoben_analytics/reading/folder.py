"""The files of a school's folder: which are tables, and the cells of each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from xiaoben_analytics.errors import RefusedError, UsageError
from xiaoben_analytics.labels import printable
from xiaoben_analytics.problems import NOTICE, Problem
from xiaoben_analytics.reading.grid import Grid, read_grids
from xiaoben_analytics.reading.lines import Lines
from xiaoben_analytics.reading.results import (
    DRAFTS_FILE,
    REPORT_TEMPLATE,
    SLIDES_TEMPLATE,
    find_packs,
)
from xiaoben_analytics.reading.words import told_apart

AT_ONCE = 2  # files; what opens them works beside Python, but each may need much memory
_NAMED = 12  # files of a pack that are named
NO_TABLES = (".toml", ".jsonl")  # settings, ledger
NO_TABLE_NAMES = ("thumbs.db", "desktop.ini", DRAFTS_FILE, REPORT_TEMPLATE, SLIDES_TEMPLATE)
"""Files that are no records; Windows puts two of them into any folder."""


def open_folder(root: Path, progress: Callable[[str], None]) -> tuple[list[Grid], list[Problem]]:
    """Read the cells of every file, in the order of their names, and say which were not read.

    Raises
    ------
    UsageError
        If the folder itself cannot be opened.
    """
    files, closed = _walk(root)
    packs = find_packs(files)
    written = frozenset[Path]().union(*packs.values())
    paths = [path for path in _tables(files, root) if path not in written]
    grids: list[Grid] = []
    found = [_closed_problem(_shown(folder, root)) for folder in closed]
    found += [_pack_problem(_shown(run, root), of) for run, of in packs.items()]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        names = list(told_apart(_shown(path, root) for path in paths))
        for name, read in zip(names, threads.map(open_file, paths, names), strict=True):
            progress(name)
            grids += read[0]
            found += read[1]
    return grids, found


def holds_tables(root: Path) -> bool:
    """Tell whether a folder has any file that would be read, without opening one."""
    return bool(_tables(_walk(root)[0], root))


def open_file(path: Path, name: str) -> tuple[list[Grid], list[Problem]]:
    """Read the cells of a file; one that is refused stays in the list, without cells."""
    try:
        return read_grids(path, name) or [Grid(name, "", Lines())], []
    except RefusedError as error:
        problem = Problem(name, "", None, "", "", error.reason, "", error.advice)
        return [Grid(name, "", Lines(), refused=True)], [problem]


def _walk(root: Path) -> tuple[list[Path], list[Path]]:
    """List the files in a folder, however deep, and the folders that cannot be opened.

    Lock and hidden files and folders are passed over; a link to a folder is not followed.
    """
    folders, files, closed = [root], [], []
    for folder in folders:  # grows on the way
        try:
            inside = list(_entries(folder))
        except OSError:
            closed.append(folder)
        else:
            folders += [Path(entry) for entry in inside if entry.is_dir(follow_symlinks=False)]
            files += [Path(entry) for entry in inside if _is_file(entry)]
    if root in closed:
        raise UsageError.not_readable(str(root))
    return files, sorted(closed)


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        yield from (entry for entry in entries if not entry.name.startswith((".", "~$")))


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link that goes round
        return False


def _tables(files: Iterable[Path], root: Path) -> list[Path]:
    """Sort files by name; system files, settings, drafts and the ledger of decisions are no tables."""
    inside = {path.relative_to(root): path for path in files}
    return [
        inside[name]
        for name in sorted(inside, key=lambda name: (name.with_suffix("").as_posix(), name.suffix))
        if name.suffix not in NO_TABLES and name.name.lower() not in NO_TABLE_NAMES
    ]


def _shown(path: Path, root: Path) -> str:
    return printable(path.relative_to(root).as_posix())


def _closed_problem(folder: str) -> Problem:
    problem = "文件夹打不开，里面的文件没有读取"
    return Problem(folder, "", None, "", "", problem, "", "请检查读取权限，或把文件移到上一层")


def _pack_problem(run: str, files: frozenset[Path]) -> Problem:
    listed = sorted(files, key=lambda path: (len(path.parts), path.name))
    names = "、".join(path.name for path in listed[:_NAMED])
    more = f"等 {len(listed)} 个文件" if len(listed) > _NAMED else ""
    problem = f"这里是本程序生成的会议材料（{names}{more}），没有当作学校的文件读取"
    return Problem(run, "", None, "", "", problem, "", "无须处理，也可移出文件夹", NOTICE)
