"""Time several works fairly: in turn, many rounds, the median of each."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

SHORT = 0.1


@dataclass(frozen=True)
class Row:
    """A line of the report: seconds of our work and of the rival's, and the ratio aimed at."""

    work: str
    seconds: float
    rival: str
    rival_seconds: float
    target: float | None = None

    @property
    def ratio(self) -> float:
        return self.seconds / self.rival_seconds


def median_seconds(works: Mapping[str, Callable[[], object]], *, rounds: int) -> dict[str, float]:
    """Return the median seconds of each work.

    Every round does each work once, so a slow moment of the machine meets them all alike; the
    order turns round from one round to the next. A work of under `SHORT` seconds is repeated
    within its turn. A first round, not counted, warms caches up.
    """
    repeats = {name: max(1, int(SHORT / _seconds(work, 1))) for name, work in works.items()}
    taken: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(rounds):
        names = list(works) if turn % 2 else list(works)[::-1]
        for name in names:
            taken[name].append(_seconds(works[name], repeats[name]))
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def _seconds(work: Callable[[], object], repeats: int) -> float:
    gc.collect()
    started = time.perf_counter()
    for _ in range(repeats):
        work()
    return (time.perf_counter() - started) / repeats
