"""A regulation written out as TOML, line by line, each with the place that it says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from xiaoben_analytics.policy.places import File, said_lines

Line = tuple[tuple[str, ...], str]
"""What a line is about (components, bonus, points), and the line; a list may have several."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml_lines(written: Mapping[str, Any], *, without: Iterable[str] = ()) -> Iterator[Line]:
    """Write a regulation key by key: first its own values, then a heading for every table.

    Keys named in `without` are left out, wherever they stand.
    """
    yield from _table(written, (), (), frozenset(without))


def merged_text(written: Mapping[str, Any], files: Iterable[File]) -> str:
    """Write a regulation as all its files together say it, each value with the line that says it."""
    told = [(file, _values(file)) for file in files]
    lines = []
    for place, line in toml_lines(written):
        origin = next((where for where in _origins(place, written, told)), "")
        lines += ["", line] if line.startswith("[") else [f"{line}{origin}"]
    return "\n".join(lines) + "\n"


def toml_value(value: Any) -> str:
    """Write a value on one line; text is quoted as in JSON.

    >>> toml_value({"name": "优秀", "ratio": "30%", "earns": [True, 12]})
    '{ name = "优秀", ratio = "30%", earns = [true, 12] }'
    """
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(key)} = {toml_value(one)}" for key, one in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value)


def _table(
    table: Mapping[str, Any],
    heading: tuple[str, ...],
    place: tuple[str, ...],
    without: frozenset[str],
) -> Iterator[Line]:
    kept = {key: value for key, value in table.items() if key not in without}
    inside = {key for key, value in kept.items() if _is_headed(value, top=not heading)}
    for key in (key for key in kept if key not in inside):
        yield (*place, key), f"{_key(key)} = {_laid_out(kept[key])}"
    for key in (key for key in kept if key in inside):
        dotted = (*heading, key)
        name = ".".join(map(_key, dotted))
        if isinstance(kept[key], Mapping):
            yield (*place, key), f"[{name}]"
            yield from _table(kept[key], dotted, (*place, key), without)
            continue
        for one in kept[key]:
            own = (*place, key, str(one["name"]))
            yield own, f"[[{name}]]"
            yield from _table(one, dotted, own, without)


def _is_headed(value: Any, *, top: bool) -> bool:
    """Tell what has a heading: sections, rules by name, and tables that hold tables."""
    if isinstance(value, Mapping):
        return top or any(isinstance(one, Mapping) for one in value.values())
    return top and bool(value) and isinstance(value, list) and isinstance(value[0], Mapping)


def _laid_out(value: Any) -> str:
    """Write a list of tables with one on each line."""
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return "\n".join(["[", *(f"    {toml_value(one)}," for one in value), "]"])
    return toml_value(value)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def _values(file: File) -> Mapping[tuple[str, ...], int]:
    """Return the line on which a file says each place first."""
    said: dict[tuple[str, ...], int] = {}
    for place, number in said_lines(file):
        said.setdefault(tuple(map(str, place)), number)
    return said


def _origins(
    place: tuple[str, ...],
    written: Mapping[str, Any],
    told: Iterable[tuple[File, Mapping[tuple[str, ...], int]]],
) -> Iterator[str]:
    """Name the lines that say what is written at a place, own file first."""
    for file, said in told:
        if place in said and _at(file.data, place) == _at(written, place):
            yield f"  # {file.label} 第 {said[place]} 行"


def _at(data: Any, place: Iterable[str]) -> Any:
    """Return what stands at a place, where members of lists are called by their names."""
    for part in place:
        if isinstance(data, list):
            data = next((one for one in data if one.get("name") == part), None)
        else:
            data = data.get(part) if isinstance(data, Mapping) else None
    return data
