"""Where in a regulation's file something is said, and what is wrong there, in Chinese."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from xiaoben_analytics.errors import near
from xiaoben_analytics.policy.model import Policy

Place = tuple[str | int, ...]

_TABLE = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?")
_KEY = re.compile(r"\s*([\w.\-\"']+)\s*=")
_FINDINGS = {
    "missing": "缺少这一项",
    "literal_error": "不是可用的写法",
    "int_type": "不是整数",
    "int_parsing": "不是整数",
    "int_from_float": "不是整数",
    "bool_type": "不是 true 或 false",
    "bool_parsing": "不是 true 或 false",
    "string_type": "不是文字，请加引号",
    "string_pattern_mismatch": "写法不对",
    "tuple_type": "不是一列值，应写在 [ ] 中",
    "mapping_type": "不是一组“名称 = 值”",
    "dict_type": "不是一组“名称 = 值”",
    "model_type": "不是一组“名称 = 值”",
    "greater_than_equal": "数字太小",
}
"""Chinese for what pydantic finds most."""


@dataclass(frozen=True)
class File:
    """The file of a regulation: its name, text and what it says, and the folder it stands in."""

    name: str
    text: str
    data: Mapping[str, Any]
    folder: Path | None = None


def say_where(error: ValidationError, files: Sequence[File], written: Mapping[str, Any]) -> str:
    """Say what is wrong with the first fault, in which file and line; `files` own file first."""
    faults = error.errors()
    first = faults[0]
    loc = _loc(first)
    place = _named(loc, written)
    file, line = max(((file, *_find(file, place)) for file in files), key=lambda found: found[1])[
        ::2
    ]
    shown = ".".join(str(part) for part in place)
    where = f"“{file.name}”第 {line} 行" if line else f"“{file.name}”"
    more = f"（另有 {len(faults) - 1} 处）" if len(faults) > 1 else ""
    return f"{where}{f'（{shown}）' if shown else ''}：{_fault(first, loc)}{more}"


def say_fault(error: ValidationError, written: Mapping[str, Any]) -> str:
    """Say what is wrong with the first fault, and at which place of what is written."""
    first = error.errors()[0]
    loc = _loc(first)
    place = loc[:-1] if first["type"] == "extra_forbidden" else loc
    shown = ".".join(str(part) for part in _named(place, written))
    return f"{f'“{shown}”' if shown else ''}{_fault(first, loc)}"


def _loc(fault: ErrorDetails) -> Place:
    return tuple(part for part in fault["loc"] if not str(part).startswith("function-"))


def _fault(fault: ErrorDetails, loc: Place) -> str:
    if fault["type"] == "extra_forbidden":
        known = list(_fields_at(loc[:-1]))
        offer = near(str(loc[-1]), known) or f"可用的有：{'、'.join(known)}。"
        return f"没有“{loc[-1]}”这个设置。{offer}"
    if fault["type"] == "literal_error":
        known = str(fault["ctx"]["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
        offer = near(str(fault["input"]), known)
        return f"“{fault['input']}”不是可用的写法。{offer}应为 {'、'.join(known)} 之一"
    return _FINDINGS.get(fault["type"]) or fault["msg"].removeprefix("Value error, ")


def _fields_at(loc: Place) -> Mapping[str, object]:
    """Return the fields that a regulation may have at a place."""
    model: type[BaseModel] | None = Policy
    for part in loc:
        field = model.model_fields.get(str(part)) if model else None
        if field is not None:
            model = next(_models_in(field.annotation), None)
    if model is None:
        return {}
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def _named(loc: Place, data: Any) -> Place:
    """Call the members of lists by their names instead of their numbers."""
    named: list[str | int] = []
    for part in loc:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            data = None
        called = data.get("name") if isinstance(part, int) and isinstance(data, Mapping) else None
        named.append(part if called is None else str(called))
    return tuple(named)


def _find(file: File, place: Place) -> tuple[int, int]:
    """Return how much of a place a file says, and the last line that says it."""
    best = (0, 0)
    for said, line in _lines(file):
        agreed = next(
            (n for n, (a, b) in enumerate(zip(said, place, strict=False)) if a != b),
            min(len(said), len(place)),
        )
        if agreed > best[0] and agreed == len(said):
            best = (agreed, line)
    return best


def _lines(file: File) -> Iterator[tuple[Place, int]]:
    """Yield every place that a file names, with its line."""
    counts: dict[Place, int] = {}
    table: Place = ()
    open_list: Place = ()
    for number, line in enumerate(file.text.splitlines(), start=1):
        if heading := _TABLE.match(line) if not open_list else None:
            table = _numbered(_split(heading[1]), file.data, counts, new=line.lstrip()[:2] == "[[")
            yield _named(table, file.data), number
        elif open_list:
            if line.lstrip().startswith("{"):
                counts[open_list] = counts.get(open_list, -1) + 1
                yield _named((*open_list, counts[open_list]), file.data), number
            if line.strip().startswith("]"):
                open_list = ()
        elif key := _KEY.match(line):
            yield _named((*table, *_split(key[1])), file.data), number
            if line.rstrip().endswith("["):
                open_list = (*table, *_split(key[1]))


def _split(dotted: str) -> Place:
    """Split a dotted key as TOML does."""
    data: Any = tomllib.loads(f"{dotted} = 0")
    parts: list[str | int] = []
    while isinstance(data, Mapping):
        parts.append(next(iter(data)))
        data = data[parts[-1]]
    return tuple(parts)


def _numbered(dotted: Place, data: Any, counts: dict[Place, int], *, new: bool) -> Place:
    """Say which member of each list a heading such as [[components.items]] means, by name."""
    place: list[str | int] = []
    for depth, part in enumerate(dotted, start=1):
        place.append(part)
        inner = data.get(part) if isinstance(data, Mapping) else None
        if isinstance(inner, list):
            here = tuple(place)
            if new and depth == len(dotted):
                counts[here] = counts.get(here, -1) + 1
            place.append(counts.get(here, 0))
            inner = inner[int(place[-1])]
        data = inner
    return tuple(place)
