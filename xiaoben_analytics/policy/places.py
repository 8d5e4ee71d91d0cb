"""Where in a regulation's file something is said, and what is wrong there, in Chinese."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from xiaoben_analytics.errors import near
from xiaoben_analytics.policy.model import Policy
from xiaoben_analytics.policy.sections import InsideError

Place = tuple[str | int, ...]

COMMON = "_common"
"""What every regulation rests on, unless it extends another."""

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
    "greater_than_equal": "数字太小，应不小于 {ge}",
    "less_than_equal": "数字太大，应不大于 {le}",
    "too_short": "至少应有 {min_length} 项",
    "string_too_short": "不能为空",
}
"""Chinese for what pydantic finds most."""


_RATIOS = (
    "tiers 中没有“ratios”这个设置，比例写在每个等级里："
    '[[tiers.levels]] 下写 name 和 ratio，例如 name = "优秀"、ratio = "25%"'
)
"""Where a file says what a command calls ratios."""


@dataclass(frozen=True)
class File:
    """The file of a regulation: its name, text and what it says, and the folder it stands in."""

    name: str
    text: str
    data: Mapping[str, Any]
    folder: Path | None = None

    @property
    def label(self) -> str:
        """What readers call it."""
        return "通则" if self.name == COMMON else self.name


def say_where(error: ValidationError, files: Sequence[File], written: Mapping[str, Any]) -> str:
    """Say what is wrong with the first fault, in which file and line; `files` own file first."""
    faults = error.errors()
    first, loc = faults[0], _loc(faults[0])
    place = (*_named(loc, written), *_inside(first))
    file = max(files, key=lambda one: max(_depth(one.data, place), _find(one, place)[0]))
    line = _find(file, place)[1]
    shown = ".".join(str(part) for part in place)
    where = f"“{file.label}”第 {line} 行" if line else f"“{file.label}”"
    others = {_loc(fault) for fault in faults} - {loc}
    more = f"（另有 {len(others)} 处）" if others else ""
    fault = _misspelt(first, files[0], written) or _fault(first, loc)
    return f"{where}{f'（{shown}）' if shown else ''}：{fault}{more}"


def _loc(fault: ErrorDetails) -> Place:
    """Return where in a regulation a fault is, without how it was looked for there."""
    looked = ("function-", "literal[", "[key]")
    return tuple(part for part in fault["loc"] if not str(part).startswith(looked))


def _inside(fault: ErrorDetails) -> Place:
    """Return where below its place a fault is, if whoever found it said so."""
    found = fault.get("ctx", {}).get("error")
    return found.place if isinstance(found, InsideError) else ()


def _misspelt(fault: ErrorDetails, own: File, written: Mapping[str, Any]) -> str:
    """Say of a rule that lacks something that it may be one of the parent's with another spelling."""
    *outer, number, key = (None, None, *fault["loc"])
    if fault["type"] != "missing" or "extends" not in own.data or not isinstance(number, int):
        return ""
    rules = reduce(getitem, outer[2:], written)
    names = [str(one.get("name")) for one in rules]
    name = names.pop(number)
    offer = near(name, names)
    return f"底稿中没有名为“{name}”的，当作新的一条又缺少 {key}。{offer}" if offer else ""


def say_fault(error: ValidationError, written: Mapping[str, Any]) -> str:
    """Say what is wrong with the first fault, and at which place of what is written."""
    first = error.errors()[0]
    loc = _loc(first)
    place = loc[:-1] if first["type"] == "extra_forbidden" else loc
    shown = _in_words(place, written) or ".".join(
        str(part) for part in (*_named(place, written), *_inside(first))
    )
    return f"{f'“{shown}”' if shown else ''}{_fault(first, loc)}"


def _fault(fault: ErrorDetails, loc: Place) -> str:
    if fault["type"] == "extra_forbidden":
        known = list(_fields_at(loc[:-1]))
        if loc[-2:] == ("tiers", "ratios"):
            return _RATIOS
        offer = near(str(loc[-1]), known) or f"可用的有：{'、'.join(known)}。"
        return f"没有“{loc[-1]}”这个设置。{offer}"
    if fault["type"] == "literal_error":
        known = str(fault["ctx"]["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
        offer = near(str(fault["input"]), known)
        return f"“{fault['input']}”不是可用的写法。{offer}应为 {'、'.join(known)} 之一"
    found = _FINDINGS.get(fault["type"])
    return (
        found.format(**fault.get("ctx", {}))
        if found
        else fault["msg"].removeprefix("Value error, ")
    )


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


def _in_words(place: Place, written: Mapping[str, Any]) -> str:
    """Call what meetings change most by what readers know it as; "" for all else."""
    match place:
        case ("components", int(number), "weight"):
            part = written["components"][number]
            return f"{part.get('label', part['name'])}的权重"
        case ("gates", int(number), "above" | "below"):
            part = written["gates"][number]
            return str(part.get("label", part["name"]))
    return ""


def _named(loc: Place, data: Any) -> Place:
    """Call the members of lists by their names instead of their numbers."""
    named: list[str | int] = []
    for part in loc:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            data = None
        named.append(_called(data, part) if isinstance(part, int) else part)
    return tuple(named)


def _depth(data: Any, place: Place) -> int:
    """Count how many steps of a place lead somewhere in what a file says."""
    for depth, part in enumerate(place):
        if isinstance(data, list):
            data = {_called(one, number): one for number, one in enumerate(data)}
        if not isinstance(data, Mapping) or part not in data:
            return depth
        data = data[part]
    return len(place)


def _called(member: Any, number: int) -> str | int:
    """Call the member of a list by its name, or by its number."""
    name = member.get("name") if isinstance(member, Mapping) else None
    return number if name is None else str(name)


def _find(file: File, place: Place) -> tuple[int, int]:
    """Return how much of a place a file says, and the first line that says so much."""
    best = (0, 0)
    for said, line in (*said_lines(file), *_dropped(file)):
        agreed = next(
            (n for n, (a, b) in enumerate(zip(said, place, strict=False)) if a != b),
            min(len(said), len(place)),
        )
        if agreed > best[0] and agreed in (len(said), len(place)):
            best = (agreed, line)
    return best


def _dropped(file: File) -> Iterator[tuple[Place, int]]:
    """Yield every place that a file drops, with the line on which it does."""
    line = next((number for place, number in said_lines(file) if place == ("drop",)), 0)
    yield from ((tuple(str(one).split(".")), line) for one in file.data.get("drop", ()))


def said_lines(file: File) -> Iterator[tuple[Place, int]]:
    """Yield every place that a file names, with its line."""
    counts: dict[Place, int] = {}
    table: Place = ()
    open_list: Place = ()
    for number, line in _outside_texts(file.text):
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


def _outside_texts(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with their numbers, but those within a text of several lines."""
    within = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not within:
            yield number, line
        for quotes in ("'''", '"""'):
            if within in ("", quotes) and line.count(quotes) % 2:
                within = "" if within else quotes


def _split(dotted: str) -> Place:
    """Split a dotted key as TOML does; what is none says nothing."""
    try:
        data: Any = tomllib.loads(f"{dotted} = 0")
    except tomllib.TOMLDecodeError:
        return ()
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
