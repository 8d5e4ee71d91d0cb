"""What a meeting wants to try, as values: moves of single teachers by hand, and named scenarios."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from xiaoben_analytics.errors import UsageError


@dataclass(frozen=True)
class ManualMove:
    """One teacher put into a tier by hand: for what reason, and who stands for it.

    `despite_gate` says that the meeting knows of a failed gate; without it such a teacher stays in
    the failing tier.
    """

    teacher_id: str
    to_tier: str
    reason: str
    authoriser: str
    despite_gate: bool = False

    def __post_init__(self) -> None:
        for name, what in _SAID.items():
            if not str(getattr(self, name)).strip():
                raise UsageError.unsaid(self.teacher_id, what)


@dataclass(frozen=True)
class Scenario:
    """A division to be compared: its name, changes of the regulation, moves by hand.

    Kept as JSON can say it: `changes` are places of the regulation and what shall stand there (see `policy.amend`), such as
    `{"ratios": "25/45/30", "weights": {"考勤": "1.2"}}`.
    """

    name: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    moves: tuple[ManualMove, ...] = ()

    def __post_init__(self) -> None:
        if not str(self.name).strip():
            raise UsageError.bad_value("方案的名称", str(self.name), "一个不空的名称")
        object.__setattr__(self, "changes", _plain(self.changes))
        object.__setattr__(self, "moves", tuple(self.moves))

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Build a scenario from what `to_dict` gave, such as a line of JSON.

        Raises
        ------
        UsageError
            If something is missing, unknown, or unsaid.
        """
        try:
            moves = [ManualMove(**move) for move in given.get("moves", ())]
            return cls(**{**given, "moves": tuple(moves)})
        except TypeError:
            raise UsageError.bad_value("方案", str(given)[:_SHOWN], _EXPECTED) from None

    def to_dict(self) -> dict[str, Any]:
        """Lay the scenario out in what JSON can say."""
        moves = [asdict(move) for move in self.moves]
        return {"name": self.name, "changes": self.changes, "moves": moves}


PRESENT = "现在"
"""The name under which the division as it is stands beside the scenarios; no scenario's own."""


def fail_if_reserved(name: str) -> None:
    """Refuse the name that stands for the division as it is.

    Raises
    ------
    UsageError
        If it is that name.
    """
    if name.strip() == PRESENT:
        raise UsageError.reserved("方案", PRESENT, "没有改动时的等级")


def fail_if_repeated(what: str, names: Iterable[str]) -> None:
    """Refuse names of which one comes twice.

    Raises
    ------
    UsageError
        Naming the first that does.
    """
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise UsageError.repeated(what, name)
        seen.add(name)


_SAID = {"teacher_id": "工号", "to_tier": "等级", "reason": "理由", "authoriser": "批准人"}
"""What a move has to say, in readers' words."""
_EXPECTED = f"name、changes、moves 三项，moves 中每人写明 {'、'.join(_SAID)}"
_SHOWN = 80  # characters of what was given instead


def _plain(value: Any) -> Any:
    """Turn what JSON cannot say, such as a fraction, into the text that means it."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)
