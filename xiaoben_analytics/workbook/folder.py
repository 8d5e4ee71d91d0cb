"""Where the notebooks lie, and what each of them is about."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xiaoben_analytics.errors import OutputError, UsageError
from xiaoben_analytics.export.atomic import replacing

WORKING = "校本培训工作簿"
"""The working folder of an installed program, in the folder where the command is called."""

_HERE = Path(__file__).parent
_IN_WHEEL, _IN_CHECKOUT = _HERE / "notebooks", _HERE.parents[1] / "notebooks"


@dataclass(frozen=True)
class Copying:
    """What became of each notebook by putting it into a working folder, by their names.

    `other` are those of the kept ones that are not what the program ships.
    """

    folder: Path
    copied: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    other: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """An item of the agenda: a notebook's file, its title and its question."""

    file: str
    title: str
    question: str


def working_folder(given: Path | None) -> Copying:
    """Put the notebooks into the working folder, never over a file that is there.

    Without a folder given, a checkout's own notebooks are worked on where they are.

    Raises
    ------
    UsageError
        If the name is that of a file.
    OutputError
        If the folder cannot be written.
    """
    if given is None and not _IN_WHEEL.is_dir():
        return Copying(_IN_CHECKOUT)
    return copy_notebooks(given or Path(WORKING))


def copy_notebooks(folder: Path) -> Copying:
    """Copy every notebook that is not in the folder yet."""
    if folder.exists() and not folder.is_dir():
        raise UsageError.is_file(str(folder))
    copied, kept, other = [], [], []
    for source in shipped_notebooks():
        target, content = folder / source.name, source.read_bytes()
        if not target.exists():
            with replacing(target) as unfinished:
                unfinished.write_bytes(content)
            copied.append(source.name)
            continue
        kept.append(source.name)
        if _content(target) != content:
            other.append(source.name)
    return Copying(folder.resolve(), tuple(copied), tuple(kept), tuple(other))


def shipped_notebooks() -> list[Path]:
    """List the program's own notebooks, in the order of the meeting."""
    home = _IN_WHEEL if _IN_WHEEL.is_dir() else _IN_CHECKOUT
    return sorted(home.glob("[0-9]*.ipynb"))


def read_agenda(folder: Path) -> tuple[Item, ...]:
    """List the notebooks of a folder as items of an agenda, in the order of their names."""
    return tuple(_item(path) for path in sorted(folder.glob("[!.]*.ipynb")))


def _content(target: Path) -> bytes:
    try:
        return target.read_bytes()
    except OSError as error:
        raise OutputError.not_writable(str(target), error.strerror or str(error)) from error


def _item(path: Path) -> Item:
    """Take title and question from a first line such as “# 一、参与情况：谁参加了校本培训？”."""
    heading = next(_headings(path), path.stem)
    title, _, question = heading.lstrip("# ").partition("：")
    return Item(path.name, title, question)


def _headings(path: Path) -> Iterator[str]:
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError):  # no notebook: it is opened under its name
        return
    for cell in cells:
        lines = "".join(cell.get("source", "")).splitlines()
        yield from (line for line in lines if line.startswith("# ") and cell["cell_type"] != "code")
