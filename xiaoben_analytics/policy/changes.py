"""Changes of a regulation, as a meeting names them: a dotted place and what shall stand there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypedDict

from pydantic import ValidationError

from xiaoben_analytics.errors import PolicyError, UsageError
from xiaoben_analytics.policy.merging import are_named, merge
from xiaoben_analytics.policy.model import Gate, Policy
from xiaoben_analytics.policy.places import say_fault
from xiaoben_analytics.policy.tiers import Tiers

Path = tuple[str, ...]


class Settings(TypedDict, total=False):
    """What is changed most, by its short name; None leaves it as it is.

    `weights` (of components) and `gates` (thresholds) go by name or label, `group_ratios` and
    `group_weights` by group. Ratios are a text, or a list with one for each tier. A single ratio is
    the best tier's; the others share the rest as they do.
    """

    ratios: str | Sequence[str] | None
    group_ratios: Mapping[str, str | Sequence[str]] | None
    rounding: str | None
    ties: str | None
    scope: str | None
    min_group: int | None
    gated: str | None
    count_gated: bool | None
    conserve: bool | None
    apportionment: str | None
    group_weights: Mapping[str, str] | None
    weights: Mapping[str, str] | None
    gates: Mapping[str, str] | None
    reference: str | None


def amend(policy: Policy, changes: Mapping[str, Any]) -> Policy:
    """Return the regulation as its file would be with some places changed.

    A place is dotted as in the file (`notes.grades.优秀`), members of lists go by name or label
    (`gates.absence.above`); short are `ratios`, `weights.考勤`, `gates.absence` and every setting of
    the tiers (`rounding`). A table as value changes the places inside it; None takes a place away.

    Raises
    ------
    PolicyError
        If there is no such place, or what shall stand there cannot.
    UsageError
        If a list has no member of that name.
    """
    written: Any = policy.written
    for place, value in changes.items():
        for path, new in _lines(tuple(place.split(".")), value):
            _fail_if_of_several(path, new)
            for where, amount in _spelled_out(policy, path, new):
                _fail_if_idle(written, where, amount)
                written = put(written, where, amount)
    try:
        return Policy.from_written(written, policy.differences)
    except ValidationError as error:
        raise PolicyError.not_changeable(say_fault(error, written)) from None


def put(written: Any, path: Path, value: Any) -> Any:
    """Return what is written with another value at a place, None for nothing.

    Members of lists go by name or label; one that is not there yet is put last, as a whole.

    Raises
    ------
    PolicyError
        If the place lies inside a single value.
    UsageError
        If it lies inside a member that is not there.
    """
    if not path:
        return merge(written, value)
    head, rest = path[0], path[1:]
    if are_named(written):
        return _with_member(written, head, rest, value)
    if written is not None and not isinstance(written, Mapping):
        raise PolicyError.not_changeable(f"“{head}”的上一级不是一组“名称 = 值”，里面没有可改的")
    others = {key: old for key, old in (written or {}).items() if key != head}
    if not rest and value is None:
        return others
    return {**others, head: put((written or {}).get(head), rest, value)}


def written_value(text: str) -> Any:
    """Read a value as the file of a regulation writes it; what TOML does not know is text.

    >>> written_value("true"), written_value("3"), written_value("15%"), written_value('"3"')
    (True, 3, '15%', '3')
    """
    try:
        return tomllib.loads(f"value = {text}", parse_float=Decimal)["value"]
    except tomllib.TOMLDecodeError:
        return text


def _fail_if_of_several(path: Path, value: Any) -> None:
    """Refuse a single value for what is said of one component, gate or group at a time."""
    place = path[1:] if path[0] == "tiers" else path
    example = _ONE_BY_ONE.get(place[0]) if len(place) == 1 else None
    if example and value is not None and not isinstance(value, list | tuple):
        raise PolicyError.one_by_one(".".join(path), example)


def _lines(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    """Yield each place that a table changes, and what shall stand there."""
    if not isinstance(value, Mapping):
        yield path, value
        return
    for key, inner in value.items():
        yield from _lines((*path, key), inner)


def _spelled_out(policy: Policy, path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    """Yield the places of the file that a short name means."""
    tiers = policy.tiers
    match path:
        case ("ratios",) | ("tiers", "ratios"):
            levels = tiers.with_ratios(tiers.read_ratios(value)).levels
            yield ("tiers", "levels"), [{"name": one.name, "ratio": one.ratio} for one in levels]
        case ("group_ratios", group) | ("tiers", "group_ratios", group):
            shares = None if value is None else tiers.read_ratios(value)
            yield ("tiers", "group_ratios", group), shares
        case ("weights", name):
            yield ("components", name, "weight"), value
        case ("gates", name) if value is not None:
            gate = _gate(policy, name)
            side = "below" if gate.above is None else "above"
            yield from _spelled_out(policy, ("gates", gate.name, side), value)
        case ("gates", name, "above" | "below") if value is not None:
            gate = _gate(policy, name)
            yield path, value
            yield ("gates", name, "label"), _relabelled(gate, str(value))
        case (setting, *_) if setting in _OF_TIERS:
            yield ("tiers", *path), value
        case (section, *_) if section not in Policy.model_fields:
            raise UsageError.unknown("设置", section, [*Settings.__annotations__, *_SECTIONS])
        case _:
            yield path, value


def _fail_if_idle(written: Any, path: Path, value: Any) -> None:
    """Refuse an empty list where there are rules: merged with them it would change nothing."""
    for part in path:
        written = written.get(part) if isinstance(written, Mapping) else None
    if value == [] and written and are_named(written):
        raise PolicyError.changes_nothing(".".join(path))


def _gate(policy: Policy, name: str) -> Gate:
    gates = {word: gate for gate in policy.gates for word in (gate.name, gate.label)}
    if name not in gates:
        raise UsageError.unknown("一票否决的条款", name, gates)
    return gates[name]


def _relabelled(gate: Gate, threshold: str) -> str:
    """Let a label that names the threshold, such as 超过 20%, name the new one."""
    old = rf"(?<![\d.]){re.escape(str(gate.threshold))}"
    return re.sub(old, lambda _: threshold.strip(), gate.label)


def _with_member(written: Sequence[Any], name: str, rest: Path, value: Any) -> list[Any]:
    """Change or add the member of that name or label; without a place inside it, None takes it away."""
    meant = [one for one in written if name in (one["name"], one.get("label"))]
    if not meant and not rest and isinstance(value, Mapping):
        return [*written, value]
    if not meant:
        known = [word for one in written for word in (one.get("label"), one["name"]) if word]
        raise UsageError.unknown("规则", name, known)
    changed = [] if not rest and value is None else [put(meant[0], rest, value)]
    return [new for one in written for new in (changed if one is meant[0] else [one])]


_OF_TIERS = frozenset(Tiers.model_fields) - frozenset(Policy.model_fields)
"""What is said only of the tiers: these need no `tiers.` before them."""

_ONE_BY_ONE = {
    "weights": "weights.考勤=1.2",
    "gates": "gates.absence=15%",
    "group_ratios": "group_ratios.语文组=40/40/20",
    "group_weights": "group_weights.语文组=1.2",
}
"""What is said of one component, gate or group at a time, and how."""

_SECTIONS = tuple(name for name in Policy.model_fields if name not in Settings.__annotations__)
