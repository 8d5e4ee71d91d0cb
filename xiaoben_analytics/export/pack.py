"""The meeting's pack: every file, or none."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.errors import OutputError, UsageError
from xiaoben_analytics.export.grids import read_blocks
from xiaoben_analytics.export.handouts import Handout, Material, list_handouts
from xiaoben_analytics.export.record import RECORD, tell_places, write_record
from xiaoben_analytics.export.run import RUN, hash_of, read_run, say_numbers, write_run
from xiaoben_analytics.export.verification import check_numbers
from xiaoben_analytics.ledger import LEDGER_FILE, Ledger, open_ledger
from xiaoben_analytics.summary import find_audiences, key_numbers
from xiaoben_analytics.tables import School

_UNFINISHED, _AT_WORK = ".未完成-", ".lock"


@dataclass(frozen=True)
class Pack:
    """What was written: the files, and the key numbers that all of them show.

    `removed` are files of the pack that was there before and which this one does not hold, `kept`
    those of them that somebody has changed since: they stay. `seal` is that of run.json.
    """

    files: tuple[Path, ...]
    key_numbers: Mapping[str, str]
    removed: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()
    seal: str = ""


def write_pack(
    result: Assessment,
    folder: str | Path,
    *,
    audiences: Iterable[str] = (),
    masked: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Pack:
    """Write what the meeting hands out into a folder.

    Everything is written beside the folder's old files first, and read back; only when all of it is
    whole and says what was computed does it take their place, run.json last. What an older pack left there and this one does not hold,
    such as the letter of somebody who has gone, is taken away, unless somebody has changed it.

    Parameters
    ----------
    audiences
        For whom (see `summary.AUDIENCES`); for everybody if none is named.
    masked
        Whether names on the public notice are masked.
    progress
        Told each file before it is written. What it raises stops the work: nothing is changed.

    Raises
    ------
    OutputError
        If a file cannot be written or replaced, or does not say what was computed; the old files
        stay whole.
    LedgerError
        If the ledger of the school's folder cannot be relied on.
    """
    target, told = Path(folder), progress or _say_nothing
    material = Material(result, _ledger_of(result.school), masked=masked, progress=told)
    with _whole_or_nothing(target) as unfinished:
        made = []
        for handout in list_handouts(material, find_audiences(audiences)):
            told(handout.name)
            place = unfinished / handout.name
            place.parent.mkdir(exist_ok=True)
            handout.write(place)
            made.append(handout)
        told(RECORD)
        told(RUN)
        seal = _record(material, made, unfinished)
        names = (*(handout.name for handout in made), RECORD, RUN)
        gone, kept = _left_over(target, names)
        _replace_all(unfinished, target, names, gone)
    return Pack(
        tuple(target / name for name in names),
        key_numbers(result),
        tuple(target / name for name in gone),
        tuple(target / name for name in kept),
        seal,
    )


def _record(material: Material, made: Sequence[Handout], folder: Path) -> str:
    """Read back every file just written, and write down what it shows; return the seal of that."""
    told = say_numbers(material, made)
    record = {}
    for one in made:
        blocks = read_blocks(folder / one.name)
        for fault in check_numbers(one.name, blocks, told):
            if not fault.equal:
                raise OutputError.not_as_computed(fault.sentence)
        record[one.name] = tell_places(blocks)
    write_record(record, folder / RECORD)
    return write_run(material, made, folder / RECORD, told)


def _say_nothing(_step: str) -> None:
    """Where nobody wants to be told."""


def _ledger_of(school: School) -> Ledger:
    """Open the ledger of a school's folder; a school that came from no folder has none."""
    folder = Path(school.folder)
    if school.folder and folder.is_dir():
        return open_ledger(folder)
    return Ledger(folder / LEDGER_FILE)


@contextmanager
def _whole_or_nothing(target: Path) -> Iterator[Path]:
    """Give an empty folder inside the target, gone afterwards; name the file that went wrong."""
    new, unfinished = False, target
    try:
        new = not target.exists()
        target.mkdir(parents=True, exist_ok=True)
        _clear_away(target)
        with tempfile.TemporaryDirectory(dir=target, prefix=_UNFINISHED) as folder:
            unfinished = Path(folder)
            with FileLock(unfinished / _AT_WORK):
                yield unfinished
            new = False
    except OSError as error:
        wrong = Path(error.filename2 or error.filename or target)
        if wrong.is_relative_to(unfinished):
            wrong = target / wrong.relative_to(unfinished)
        raise OutputError.not_writable(str(wrong), error.strerror or str(error)) from error
    finally:
        if new:
            with suppress(OSError):
                target.rmdir()


def _clear_away(target: Path) -> None:
    """Remove what a run that was killed has left; one that is at work holds its lock."""
    for left in target.glob(f"{_UNFINISHED}*"):
        with suppress(OSError, Timeout), FileLock(left / _AT_WORK, blocking=False):
            shutil.rmtree(left, ignore_errors=True)


def _left_over(target: Path, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """List what the older pack holds and the new one does not: as it was written, and changed since."""
    gone: list[str] = []
    kept: list[str] = []
    try:
        older = read_run(target)["outputs"]
    except UsageError:
        return gone, kept
    for name, made in older.items():
        digest = hash_of(target / name)
        if name not in names and digest is not None:
            (gone if digest == made["sha256"] else kept).append(name)
    return gone, kept


def _replace_all(made: Path, target: Path, names: Sequence[str], gone: Sequence[str]) -> None:
    """Put the new files in place of the old, each in one step; if one fails, put the old back."""
    old = made / "old"
    for name in (*names, *gone):
        if (target / name).exists():
            (old / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(target / name, old / name)
    changed: list[str] = []
    new = [folder for folder in _folders(target, names) if not folder.exists()]
    try:
        for folder in new:
            folder.mkdir()
        for name in (*names, *gone):
            changed.append(name)
            _exchange(made / name, target / name)
    except BaseException:
        for name in changed:
            _exchange(old / name, target / name)
        _remove_empty(new)
        raise
    _remove_empty(_folders(target, gone))


def _folders(target: Path, names: Iterable[str]) -> list[Path]:
    return sorted({(target / name).parent for name in names} - {target})


def _exchange(file: Path, place: Path) -> None:
    """Put a file into a place, or, where there is no such file, leave nothing there."""
    if file.exists():
        file.replace(place)
    else:
        place.unlink(missing_ok=True)


def _remove_empty(folders: Iterable[Path]) -> None:
    for folder in folders:
        with suppress(OSError):  # still holds something
            folder.rmdir()
