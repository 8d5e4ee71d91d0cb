"""The ledger's file: opened whole, and only ever added to, one writer at a time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from io import FileIO
from pathlib import Path
from typing import Any

from xiaoben_analytics.errors import LedgerError, OutputError, UsageError
from xiaoben_analytics.ledger.chain import START, WHEN_LOCKED, Chain, Fault, Line, read_chain
from xiaoben_analytics.ledger.contents import LOCK, REOPEN, REPAIR, find_fault
from xiaoben_analytics.ledger.exclusive import exclusive
from xiaoben_analytics.ledger.form import plain
from xiaoben_analytics.reading.privacy import mask

SUFFIX = ".jsonl"
LEDGER_FILE = f"决议{SUFFIX}"
SHORTEST_HEAD = 16  # letters of a hash that somebody may type

Entry = tuple[str, Mapping[str, Any]]
"""The kind and the content of a line to be written."""


def now() -> datetime:
    """Tell the time, or where SOURCE_DATE_EPOCH is set, that one."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return (
        datetime.fromtimestamp(int(fixed), UTC) if fixed.isdigit() else datetime.now().astimezone()
    )


@dataclass(frozen=True)
class Ledger:
    """A ledger as it was when it was opened; what is wrong with it is in `faults`."""

    path: Path
    chain: Chain = field(default_factory=Chain)
    clock: Callable[[], datetime] = field(default=now, compare=False)

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.chain.lines

    @property
    def head(self) -> str:
        """The hash of the last line: printed in the minutes, it shows later if lines were cut off."""
        return self.lines[-1].hash if self.lines else START

    @property
    def lock(self) -> Line | None:
        """The line that locks the ledger, unless a later one reopened it."""
        turns = [line for line in self.lines if line.kind in (LOCK, REOPEN)]
        return turns[-1] if turns and turns[-1].kind == LOCK else None

    @property
    def faults(self) -> tuple[Fault, ...]:
        torn = Fault(self.chain.rows + 1, "只写了一半，可能是写入时断电")
        return (*self.chain.faults, torn) if self.chain.torn else self.chain.faults


def open_ledger(path: str | Path, *, clock: Callable[[], datetime] = now) -> Ledger:
    """Open a ledger, or the one in a school's folder; one that is not there yet has no lines.

    Raises
    ------
    UsageError
        If the file cannot be read.
    """
    place = Path(path)
    place = place / LEDGER_FILE if place.is_dir() else place
    if not place.exists():
        if place.suffix != SUFFIX:
            raise UsageError.folder_missing(str(path))
        return Ledger(place, clock=clock)
    try:
        with FileIO(place, "r") as file, exclusive(file):
            return Ledger(place, read_chain(file.readall()), clock)
    except TimeoutError:
        raise LedgerError.busy(str(place)) from None
    except OSError:
        raise UsageError.not_readable(str(place)) from None


def verify(ledger: Ledger, *, head: str = "") -> tuple[Fault, ...]:
    """List what is wrong with a ledger; `head` is a hash that some minutes show.

    A chain cannot show that its last lines are missing, nor that it was written anew as a whole;
    a hash noted elsewhere can.

    Raises
    ------
    UsageError
        If `head` is too short to mean one line.
    """
    wanted = head.strip().lower()
    if wanted and len(wanted) < SHORTEST_HEAD:
        raise UsageError.bad_value("--head", head, f"纪要上的指纹，至少前 {SHORTEST_HEAD} 位")
    if any(line.hash.startswith(wanted) for line in ledger.lines) or not wanted:
        return ledger.faults
    cut = "之后缺少记录：纪要上的指纹不在账本中，末尾的记录被删去，或整本被改写"
    return (*ledger.faults, Fault(ledger.chain.rows, cut))


def append(ledger: Ledger, entries: Callable[[Ledger], Iterable[Entry]]) -> Ledger:
    """Add lines: what `entries` makes of the ledger as it is by now, in one piece or not at all.

    Raises
    ------
    LedgerError
        If the ledger is unsound, is locked, or lost lines since it was opened.
    OutputError
        If it cannot be written; nothing of the lines is left in it then.
    """
    with _held(ledger) as (file, data):
        present = replace(ledger, chain=read_chain(data))
        fail_if_unsound(present)
        if present.lines[: len(ledger.lines)] != ledger.lines:
            raise LedgerError.cut(str(ledger.path))
        return _added(present, entries(present), file, data)


def repair(ledger: Ledger, *, by: str, reason: str) -> Ledger:
    """Account for a half-written last line by a further one; the half stays where it is.

    Raises
    ------
    UsageError
        If the last line is whole, or nobody or no reason is named.
    LedgerError
        If another line is damaged, or the last one after it was written.
    """
    told = stated(by=(by, "补记的人"), reason=(reason, "原因"))
    with _held(ledger) as (file, data):
        present = replace(ledger, chain=read_chain(data))
        torn = present.chain.torn
        if present.chain.faults:
            raise LedgerError.not_mendable(str(ledger.path), map(str, present.chain.faults))
        if not torn:
            raise UsageError.already("的最后一行是完整的，不需要补记")
        found = {"line": present.chain.rows + 1, "bytes": len(torn)}
        half = {**found, "sha256": sha256(torn).hexdigest()}
        return _added(present, [(REPAIR, {**half, **told})], file, data)


def program_version() -> str:
    """Tell the program's version; unknown where it runs from its source folder."""
    try:
        return version("xiaoben-analytics")
    except PackageNotFoundError:
        return ""


def fail_if_unsound(ledger: Ledger) -> None:
    """Refuse to rely on a ledger with faults.

    Raises
    ------
    LedgerError
        Which names every fault.
    """
    if ledger.chain.faults:
        raise LedgerError.unsound(str(ledger.path), map(str, ledger.chain.faults))
    if ledger.chain.torn:
        raise LedgerError.torn(str(ledger.path), ledger.chain.rows + 1)


def stated(**given: tuple[str, str]) -> dict[str, str]:
    """Take texts that must not be blank, each with what it is; personal numbers in them are hidden.

    Raises
    ------
    UsageError
        If one is blank.
    """
    for text, what in given.values():
        if not text.strip():
            raise UsageError.blank(what)
    return {name: mask(text.strip()) for name, (text, _) in given.items()}


@contextmanager
def _held(ledger: Ledger) -> Iterator[tuple[FileIO, bytes]]:
    """Hold the file alone, with what is in it; say in a sentence why it cannot be written."""
    try:
        with FileIO(ledger.path, "a+") as file, exclusive(file):
            yield file, file.readall()
    except TimeoutError:
        raise LedgerError.busy(str(ledger.path)) from None
    except OSError as error:
        detail = error.strerror or str(error)
        raise OutputError.not_writable(str(ledger.path), detail) from error


def _added(present: Ledger, entries: Iterable[Entry], file: FileIO, data: bytes) -> Ledger:
    lines = tuple(_chained(present, entries))
    gap = b"" if data.endswith(b"\n") or not data else b"\n"
    text = gap + b"".join(line.as_bytes() + b"\n" for line in lines)
    _write(file, text, len(data))
    return replace(present, chain=Chain((*present.lines, *lines), rows=(data + text).count(b"\n")))


def _chained(present: Ledger, entries: Iterable[Entry]) -> Iterator[Line]:
    """Give each line its number, and tie it to the one before."""
    head, last = present.head, present.lines[-1].sequence if present.lines else 0
    for sequence, (kind, content) in enumerate(entries, start=last + 1):
        if present.lock and kind not in WHEN_LOCKED:
            lock = present.lock
            raise LedgerError.locked(lock.sequence, str(lock.content["by"]))
        time = present.clock().isoformat(timespec="seconds")
        told = plain(content)
        assert not find_fault(kind, told)
        line = Line(sequence, kind, time, program_version(), told, head).sealed()
        head = line.hash
        yield line


def _write(file: FileIO, text: bytes, size: int) -> None:
    """Write to the end and down to the disk; what could not be written whole is taken back."""
    try:
        rest = memoryview(text)
        while rest:
            rest = rest[file.write(rest) or 0 :]
        os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            file.truncate(size)
        raise
