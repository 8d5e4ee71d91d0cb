"""One writer at a time, also among processes: a lock that the system lets go when a program ends."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO

from filelock import lock_descriptor, unlock_descriptor

PATIENCE = 30.0  # seconds
_PAUSE = 0.005  # seconds


@contextmanager
def exclusive(file: FileIO, *, patience: float = PATIENCE) -> Iterator[None]:
    """Hold an open file alone, at its beginning; whoever else asks for it waits.

    Raises
    ------
    TimeoutError
        If somebody else holds it for longer than `patience` seconds.
    """
    deadline = time.monotonic() + patience
    while not lock_descriptor(file.fileno(), blocking=False):
        if time.monotonic() >= deadline:
            raise TimeoutError
        time.sleep(_PAUSE)
    try:
        file.seek(0)
        yield
    finally:
        unlock_descriptor(file.fileno())
