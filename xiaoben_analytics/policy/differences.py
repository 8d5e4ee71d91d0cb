"""What differs between two regulations, place by place, as their files would say it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pydantic import BaseModel, ValidationError

from xiaoben_analytics.measures import MEASURES
from xiaoben_analytics.policy.amounts import percentage
from xiaoben_analytics.policy.changes import put
from xiaoben_analytics.policy.merging import are_named
from xiaoben_analytics.policy.model import SCORING, Policy
from xiaoben_analytics.policy.schema import MEANINGS, value_words

WORDS = ("source", "text", "decision", "criteria", "label", "as_written", "announced")
"""What is said to readers and gives nobody points."""


@dataclass(frozen=True)
class Change:
    """A place of a regulation, a key or the name of a table at a time, and what it said and says.

    None where there was nothing, or is nothing any more; `words` name the place to readers.
    """

    place: tuple[str, ...]
    words: tuple[str, ...]
    old: Any
    new: Any


def list_changes(before: Policy, after: Policy) -> tuple[Change, ...]:
    """List what says something else and may give other points, in the order of the regulation.

    The same in other words, such as 0.3 for 30 %, is no change.
    """
    old, new = before.written, after.written
    return tuple(
        change
        for name in SCORING
        for change in _differing(((name, _word(name)),), old.get(name), new.get(name))
        if change.place[-1] not in WORDS and not _says_the_same(before, change)
    )


def with_changes(policy: Policy, changes: Iterable[Change]) -> Policy:
    """Return the regulation as its file would be with some places changed.

    Raises
    ------
    pydantic.ValidationError
        If that would be no regulation.
    """
    written: Any = policy.written
    for change in changes:
        written = put(written, change.place, change.new)
    return Policy.from_written(written, policy.differences)


def score_alike(one: Policy, other: Policy) -> bool:
    """Tell whether two regulations say the same of all that points and tiers follow from."""
    return all(_bare(getattr(one, name)) == _bare(getattr(other, name)) for name in SCORING)


def state_change(change: Change) -> str:
    """Say what was changed, in the words of the keys."""
    old, new = (_shown(one, change.place[-1]) for one in (change.old, change.new))
    return f"{'·'.join(change.words)}：{old} → {new}"


def _differing(place: tuple[tuple[str, str], ...], old: Any, new: Any) -> Iterator[Change]:
    """Go down to the smallest places that differ; a list of tables with names is gone through by them."""
    if old == new:
        return
    before, after = _by_key(old), _by_key(new)
    if before is None or after is None:
        keys, words = zip(*place, strict=True)
        yield Change(keys, words, old, new)
        return
    for key in dict.fromkeys((*before, *after)):
        own = after.get(key, before.get(key))
        word = own.get("label", key) if are_named(new) else _word(key)
        yield from _differing((*place, (key, word)), before.get(key), after.get(key))


def _says_the_same(policy: Policy, change: Change) -> bool:
    try:
        return score_alike(policy, with_changes(policy, [change]))
    except ValidationError:
        return False


def _by_key(given: Any) -> Mapping[str, Any] | None:
    if isinstance(given, Mapping):
        return given
    return {one["name"]: one for one in given} if are_named(given) else None


def _bare(given: Any) -> Any:
    """Leave out the words."""
    if isinstance(given, BaseModel):
        return {name: _bare(value) for name, value in given if name not in WORDS}
    return [_bare(one) for one in given] if isinstance(given, tuple) else given


def _word(part: str) -> str:
    return re.split("[：，；]", MEANINGS[part])[0] if part in MEANINGS else part


def _shown(value: Any, key: str = "") -> str:
    """Show what is written under a key; settings and measures in readers' words."""
    match value:
        case None | bool():
            return {None: "没有写", True: "是", False: "否"}[value]
        case Fraction():
            return percentage(value)
        case Mapping():
            return "、".join(
                f"{_word(str(inner))} {_shown(one, str(inner))}"
                for inner, one in value.items()
                if inner not in WORDS
            )
        case list() | tuple():
            return "，".join(_shown(one, key) for one in value) or "空"
        case str():
            return MEASURES[value].label if value in MEASURES else value_words(key, value)
    return str(value)
