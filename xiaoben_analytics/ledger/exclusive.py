"""One writer at a time, also among processes: a lock that the system lets go when a program ends."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO

PATIENCE = 30.0  # seconds
_PAUSE = 0.005  # seconds

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # Windows bars others from locked bytes; there are none so far behind the end

    def _take(file: FileIO) -> None:
        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _release(file: FileIO) -> None:
        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(file: FileIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _release(file: FileIO) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


@contextmanager
def exclusive(file: FileIO, *, patience: float = PATIENCE) -> Iterator[None]:
    """Hold an open file alone, at its beginning; whoever else asks for it waits.

    Raises
    ------
    TimeoutError
        If somebody else holds it for longer than `patience` seconds.
    """
    deadline = time.monotonic() + patience
    while not _taken(file):
        if time.monotonic() >= deadline:
            raise TimeoutError
        time.sleep(_PAUSE)
    try:
        file.seek(0)
        yield
    finally:
        _release(file)


def _taken(file: FileIO) -> bool:
    try:
        _take(file)
    except (BlockingIOError, PermissionError):  # what Linux and Windows say of a held file
        return False
    return True
