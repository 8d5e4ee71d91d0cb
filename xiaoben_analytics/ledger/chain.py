"""A line of the ledger, and the chain: what makes a line whole, and what is wrong with a chain.

A line is JSON in one form only (keys sorted, no blanks, UTF-8, no floats; equal to RFC 8785 for
what is written here), so that any changed byte shows. Its hash covers everything else in it, also
the hash of the line before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd

START = "0" * 64
"""What the first line has for the hash of the line before."""

POLICY = "policy"
SCENARIO = "scenario"
DECISION = "decision"
LOCK = "lock"
REOPEN = "reopen"
REPAIR = "repair"
ISSUED = "ballots_issued"
SEALED = "ballots_sealed"
OPENED = "ballots_opened"

KINDS = {
    POLICY: "办法全文",
    SCENARIO: "方案",
    DECISION: "决定",
    LOCK: "锁定",
    REOPEN: "解除锁定",
    REPAIR: "补记",
    ISSUED: "发票",
    SEALED: "封存",
    OPENED: "开票",
}

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
        return replace(self, hash=sha256(_dumped(told)).hexdigest())

    def as_bytes(self) -> bytes:
        """Write the line in its one form; its content is plain."""
        return _dumped(vars(self))


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


def read_chain(data: bytes) -> Chain:
    """Read the bytes of a ledger and check every line and how they hang together."""
    *texts, rest = data.split(b"\n")
    if _whole(rest):
        texts, rest = [*texts, rest], b""
    placed, faults = _read_lines(texts)
    faults += [*_unlinked(placed), *_out_of_turn(placed), *_changed_ballots(placed)]
    lines = tuple(line for _, line in placed if line)
    return Chain(lines, tuple(sorted(faults, key=lambda one: one.line)), rest, len(texts))


def canonical(value: object) -> bytes:
    """Write a value as JSON in its one form; exact amounts as text."""
    return _dumped(plain(value))


def fingerprint(value: object) -> str:
    """Return the SHA-256 of a value's one form."""
    return sha256(canonical(value)).hexdigest()


def digest(frame: pd.DataFrame) -> str:
    """Return the SHA-256 of a table: its columns and rows in order, whatever the machine."""
    rows = frame.astype("object").where(frame.notna(), None).to_numpy().tolist()
    return fingerprint({"columns": list(frame), "rows": rows})


def plain(value: object) -> Any:
    """Turn a value into what JSON has, without floats: 3/10 and 0.3 become text.

    >>> from fractions import Fraction
    >>> plain({"ratio": Fraction(3, 10), "sizes": (1, 2)})
    {'ratio': '3/10', 'sizes': [1, 2]}
    """
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return str(value)


def _dumped(value: object) -> bytes:
    told = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return told.encode()


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


def _changed_ballots(placed: Placed) -> Iterator[Fault]:
    """Find opened ballots that are not those that were sealed."""
    for place, line in placed:
        if line and line.kind == OPENED:
            known = set(_sealed_before(one for at, one in placed if at < place))
            for sheet in line.content.get("ballots", ()):
                if fingerprint(sheet) not in known:
                    yield Fault(place, f"中{sheet.get('member')}的票与封存时的指纹不符")


def _sealed_before(lines: Iterable[Line | None]) -> Iterator[str]:
    for line in lines:
        if line and line.kind == SEALED:
            yield from (one["sha256"] for one in line.content["ballots"])
