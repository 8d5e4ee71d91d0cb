"""The files of a school's folder: which are tables, and the cells of each."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from xiaoben_analytics.errors import RefusedError
from xiaoben_analytics.labels import printable
from xiaoben_analytics.problems import NOTICE, Problem
from xiaoben_analytics.reading.grid import Grid, read_grids
from xiaoben_analytics.reading.lines import Lines
from xiaoben_analytics.reading.results import find_packs

AT_ONCE = 2  # files; what opens them works beside Python, but each may need much memory
SYSTEM_FILES = ("thumbs.db", "desktop.ini")  # Windows puts them into any folder


def open_folder(root: Path, progress: Callable[[str], None]) -> tuple[list[Grid], list[Problem]]:
    """Read the cells of every file, in the order of their names, and say which were not read."""
    packs = find_packs(root)
    paths = _files(root, frozenset().union(*packs.values()))
    grids: list[Grid] = []
    found = [_pack_problem(_shown(run, root), files) for run, files in packs.items()]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for path, read in zip(paths, threads.map(partial(_open, root), paths), strict=True):
            progress(_shown(path, root))
            grids += read[0]
            found += read[1]
    return grids, found


def open_file(path: Path, name: str) -> tuple[list[Grid], list[Problem]]:
    """Read the cells of a file; one that is refused stays in the list, without cells."""
    try:
        return read_grids(path, name) or [Grid(name, "", Lines())], []
    except RefusedError as error:
        problem = Problem(name, "", None, "", "", error.reason, "", error.advice)
        return [Grid(name, "", Lines(), refused=True)], [problem]


def _open(root: Path, path: Path) -> tuple[list[Grid], list[Problem]]:
    return open_file(path, _shown(path, root))


def _files(root: Path, written: frozenset[Path]) -> list[Path]:
    """List a folder's files; lock, hidden and system files, settings and packs are no tables."""
    inside = {path.relative_to(root): path for path in root.rglob("*") if path.is_file()}
    return [
        inside[name]
        for name in sorted(inside, key=lambda name: (name.with_suffix("").as_posix(), name.suffix))
        if name.suffix != ".toml"
        and name.name.lower() not in SYSTEM_FILES
        and inside[name] not in written
        and not any(part.startswith((".", "~$")) for part in name.parts)
    ]


def _shown(path: Path, root: Path) -> str:
    return printable(path.relative_to(root).as_posix())


def _pack_problem(run: str, files: frozenset[Path]) -> Problem:
    names = "、".join(sorted(path.name for path in files))
    problem = f"这里是本程序生成的会议材料（{names}），没有当作学校的文件读取"
    return Problem(run, "", None, "", "", problem, "", "无须处理，也可移出文件夹", NOTICE)
