"""What a file says laid over what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def merge(written: Any, changes: Any) -> Any:
    """Lay changes over what is written: tables key by key, lists of named tables by their names.

    Changes that name all of a list say its order, too.

    >>> merge({"a": {"b": 1, "c": 2}}, {"a": {"b": 3}})
    {'a': {'b': 3, 'c': 2}}
    >>> merge([{"name": "x", "points": 1}], [{"name": "x", "points": 2}, {"name": "y"}])
    [{'name': 'x', 'points': 2}, {'name': 'y'}]
    """
    if isinstance(written, Mapping) and isinstance(changes, Mapping):
        return {**written, **{k: merge(written.get(k), new) for k, new in changes.items()}}
    if are_named(written) and are_named(changes):
        known, new = ({one["name"]: one for one in given} for given in (written, changes))
        merged = merge(known, new)
        return [merged[name] for name in (new if known.keys() <= new.keys() else merged)]
    return changes


def are_named(given: Any) -> bool:
    """Tell whether this is a list of tables, each with a name of its own."""
    if not isinstance(given, list | tuple) or not all(isinstance(one, Mapping) for one in given):
        return False
    names = [one.get("name") for one in given]
    return all(isinstance(name, str) for name in names) and len(set(names)) == len(names)
