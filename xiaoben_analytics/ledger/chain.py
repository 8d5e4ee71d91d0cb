"""A line of the ledger, and the chain: what makes a line whole, and what is wrong with a chain.

A line is JSON in one form only (see `form`), so that any changed byte shows. Its hash covers
everything else in it, also the hash of the line before.
"""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from xiaoben_analytics.ledger.contents import (
    DECISION,
    LOCK,
    OPENED,
    POLICY,
    REOPEN,
    REPAIR,
    SCENARIO,
    SEALED,
    find_fault,
)
from xiaoben_analytics.ledger.form import dumped, fingerprint

START = "0" * 64
"""What the first line has for the hash of the line before."""

WHEN_LOCKED = (REOPEN, REPAIR)
"""The kinds that a locked ledger takes."""


@dataclass(frozen=True)
class Line:
    """One record: what happened, when, by which version of the program, after which line."""

    sequence: int
    kind: str
    time: str
    program: str
    content: Mapping[str, Any]
    previous: str
    hash: str = ""

    @property
    def is_whole(self) -> bool:
        return self.hash == self.sealed().hash

    def sealed(self) -> Line:
        """Return this line with the hash of what it says."""
        told = {name: value for name, value in vars(self).items() if name != "hash"}
        return replace(self, hash=sha256(dumped(told)).hexdigest())

    def as_bytes(self) -> bytes:
        """Write the line in its one form; its content is plain."""
        return dumped(vars(self))


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line; `line` is its 1-based place in the file."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"第 {self.line} 行{self.text}"


@dataclass(frozen=True)
class Chain:
    """The lines that can be read, what is wrong, and what stands unfinished after the last line."""

    lines: tuple[Line, ...] = ()
    faults: tuple[Fault, ...] = ()
    torn: bytes = b""
    rows: int = 0


@lru_cache(maxsize=1)  # what was opened is read again before a line is added, mostly unchanged
def read_chain(data: bytes) -> Chain:
    """Read the bytes of a ledger and check every line and how they hang together."""
    *texts, rest = data.split(b"\n")
    if _whole(rest):
        texts, rest = [*texts, rest], b""
    placed, faults = _read_lines(texts)
    faults += [*_unlinked(placed), *_out_of_turn(placed), *_untold(placed, faults)]
    if not faults:  # what lines say of each other is looked at where each is sound
        told = [(place, line) for place, line in placed if line]
        faults += [*_changed_ballots(told), *_unfounded(told)]
    lines = tuple(line for _, line in placed if line)
    return Chain(lines, tuple(sorted(faults, key=lambda one: one.line)), rest, len(texts))


def _whole(text: bytes) -> Line | None:
    line = _parse(text)
    return line if line and line.is_whole else None


def _parse(text: bytes) -> Line | None:
    """Read a line in its one form; anything else is none."""
    try:
        line = Line(**json.loads(text, parse_float=_refused, parse_constant=_refused))
        same = line.as_bytes() == text
    except (ValueError, TypeError, RecursionError):
        return None
    texts = (line.kind, line.time, line.program, line.previous, line.hash)
    typed = type(line.sequence) is int and all(isinstance(one, str) for one in texts)
    return line if same and typed and isinstance(line.content, dict) else None


def _refused(number: str) -> float:
    raise ValueError(number)


Placed = list[tuple[int, Line | None]]
"""Lines with their place in the file; None where one cannot be read."""
Told = Sequence[tuple[int, Line]]
"""Lines, with their place, that say what their kind says."""


def _read_lines(texts: Sequence[bytes]) -> tuple[Placed, list[Fault]]:
    """Read every line; a torn one that the next line accounts for is passed over."""
    placed: Placed = []
    faults = []
    lines = [_whole(text) for text in texts]
    rows = zip(texts, lines, [*lines, None][1:], strict=True)
    for place, (text, line, after) in enumerate(rows, start=1):
        if line is None and after and _repairs(after, place, text):
            continue
        if line is None:
            faults.append(Fault(place, _damage(text)))
        placed.append((place, line or _parse(text)))
    return placed, faults


def _repairs(line: Line, place: int, text: bytes) -> bool:
    told = {"line": place, "sha256": sha256(text).hexdigest()}
    return line.kind == REPAIR and told.items() <= line.content.items()


def _damage(text: bytes) -> str:
    if text.endswith(b"\r"):
        return "的行尾多了一个回车：文件可能被别的软件另存过"
    if text.startswith(BOM_UTF8):
        return "的开头多了一个看不见的标记（BOM）：文件可能被记事本另存过"
    if not text:
        return "是空行：有人添过空行，或这一行被清空"
    return "被改动：内容与它的指纹不符" if _parse(text) else "被改动：不是账本的写法"


def _unlinked(placed: Placed) -> Iterator[Fault]:
    """Find where a line does not follow the one before it; next to a lost line nothing is known."""
    before: Line | None = Line(0, "", "", "", {}, "", START)
    for place, line in placed:
        if line and before and line.sequence != before.sequence + 1:
            found = f"是第 {line.sequence} 号记录，应为第 {before.sequence + 1} 号"
            yield Fault(place, f"{found}：有记录被删去、插入或调换")
        elif line and before and line.previous != before.hash:
            yield Fault(place, f"接不上前一行：第 {before.sequence} 号记录被改写，或整行被替换")
        before = line


def _out_of_turn(placed: Placed) -> Iterator[Fault]:
    """Find lines that a locked ledger would not have taken."""
    locked = False
    for place, line in placed:
        kind = line.kind if line else ""
        if locked and line and kind not in WHEN_LOCKED:
            yield Fault(place, "写在锁定之后、解除之前，不是本程序所写")
        locked = kind == LOCK or (locked and kind != REOPEN)


def _untold(placed: Placed, faults: Sequence[Fault]) -> Iterator[Fault]:
    """Find lines with their right hash that do not say what their kind says."""
    damaged = {fault.line for fault in faults}
    for place, line in placed:
        fault = _mistold(line) if line and place not in damaged else ""
        if fault:
            yield Fault(place, fault)


def _mistold(line: Line) -> str:
    try:
        datetime.fromisoformat(line.time)
    except ValueError:
        return f"的时间“{line.time}”不对"
    return find_fault(line.kind, line.content)


def _changed_ballots(told: Told) -> Iterator[Fault]:
    """Find opened ballots that are not those that were sealed."""
    sealed: set[str] = set()
    for place, line in told:
        if line.kind == SEALED:
            sealed.update(one["sha256"] for one in line.content["ballots"])
        elif line.kind == OPENED:
            for sheet in line.content["ballots"]:
                if fingerprint(sheet) not in sealed:
                    yield Fault(place, f"中{sheet['member']}的票与封存时的指纹不符")


def _unfounded(told: Told) -> Iterator[Fault]:
    """Find what was decided under a regulation whose text is not there before it."""
    known: set[str] = set()
    for place, line in told:
        if line.kind == POLICY:
            known.add(line.content["hash"])
        elif line.kind in (SCENARIO, DECISION) and line.content["policy"]["hash"] not in known:
            yield Fault(place, "所用办法的全文不在它之前：那一行被删去或改动")
