"""Find and read regulations: those that ship with the package, and a school's own files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from xiaoben_analytics.errors import PolicyError, UsageError
from xiaoben_analytics.policy.model import Policy, merge
from xiaoben_analytics.policy.places import File, say_where

COMMON = "_common"
"""What every regulation rests on, unless it extends another."""

JOINED = "+"
"""Joins the names of regulations that apply at once."""


def list_policies() -> dict[str, Policy]:
    """Return the shipped regulations by id, in alphabetical order."""
    return {name: read_policy(name) for name in _shipped()}


def read_policy(name: str | Path) -> Policy:
    """Read a shipped regulation by its id, or any regulation by the path of its file.

    Names joined by + apply at once: the first says how rows are counted and scored, and what the
    others require is added.

    Raises
    ------
    UsageError
        If there is no such regulation.
    PolicyError
        If a file is not TOML or does not say what a regulation must say, or if two of several
        regulations score.
    """
    path = str(name)
    names = [path] if Path(path).is_file() else path.split(JOINED)
    first, *others = (_read(one.strip()) for one in names)
    for other in others:
        first = _joined(first, other)
    return first


def policy_text(name: str | Path) -> str:
    """Return the text of a regulation's own file, comments included."""
    return _file(name).text


def _read(name: str) -> Policy:
    files = list(_lineage(_file(name)))
    written: Mapping[str, Any] = {}
    for file in reversed(files):
        written = merge(_without(written, file), file.data)
    own = {key: value for key, value in written.items() if key not in ("extends", "drop")}
    try:
        return Policy.from_written(own)
    except ValidationError as error:
        raise PolicyError.unusable(say_where(error, files, own)) from None


def _lineage(file: File) -> Iterator[File]:
    """Yield a file and all that it rests on, itself first."""
    seen = {file.name}
    while True:
        yield file
        if file.name == COMMON:
            return
        parent = str(file.data.get("extends", COMMON))
        file = _file(parent, beside=file.folder)
        if file.name in seen:
            raise PolicyError.invalid(file.name, "extends 绕成了一圈", "另一个考核办法的名称")
        seen.add(file.name)


def _file(name: str | Path, *, beside: Path | None = None) -> File:
    if str(name) in (*_shipped(), COMMON):
        text = resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
        return File(str(name), text, _parsed(text, str(name)))
    path = Path(name) if beside is None else beside / name
    if path.suffix != ".toml" or not path.is_file():
        raise UsageError.unknown("考核办法", str(name), _shipped())
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise PolicyError.invalid(
            path.name, "不是 UTF-8 文本", "以 UTF-8 编码保存的 toml 文件"
        ) from None
    except OSError:
        raise UsageError.not_readable(str(path)) from None
    return File(path.name, text, _parsed(text, path.name), path.parent)


def _shipped() -> list[str]:
    files = (file.name for file in resources.files(__package__).iterdir())
    names = (name.removesuffix(".toml") for name in files if name.endswith(".toml"))
    return sorted(name for name in names if name != COMMON)


def _parsed(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        place = str(error).rpartition("(at line ")[2].partition(",")[0]
        where = f"第 {place} 行" if place.isdigit() else "最后一行"
        raise PolicyError.invalid(
            f"{name} {where}", "文件格式不对，不合 TOML 的写法", "“名称 = 值”，文字加引号，括号成对"
        ) from None


def _without(written: Mapping[str, Any], file: File) -> Mapping[str, Any]:
    """Take out what a file drops of those that it rests on: awards, gates.task, tiers.levels.良好."""
    for place in file.data.get("drop", ()):
        try:
            written = _drop(written, str(place).split("."))
        except (LookupError, TypeError):
            raise PolicyError.invalid(
                f"{file.name} drop", f"没有“{place}”可去掉", "如 gates.task 的名称"
            ) from None
    return written


def _drop(written: Any, place: Sequence[str]) -> Any:
    """Return a table without what a place leads to; of a list, each has its name.

    >>> _drop({"gates": [{"name": "task"}, {"name": "void"}]}, ["gates", "task"])
    {'gates': [{'name': 'void'}]}
    """
    if isinstance(written, list):
        known = {one["name"]: one for one in written}
        return list(_drop(known, place).values())
    head, *rest = place
    inside = written[head]
    kept = {key: value for key, value in written.items() if key != head or rest}
    return {**kept, head: _drop(inside, rest)} if rest else kept


def _joined(first: Policy, other: Policy) -> Policy:
    """Add to a regulation what another requires; only one of them may score."""
    if first.components and other.components:
        names = f"{first.id} 与 {other.id}"
        raise PolicyError.invalid(names, "两个办法都计分", "只有一个计分的办法")
    scoring, added = (first, other) if first.components or not other.components else (other, first)
    sections = {
        section: added.written[section]
        for section, rule in added.rules.items()
        if rule is not None and scoring.rules[section] is None
    }
    lists = {
        key: [*scoring.written.get(key, ()), *added.written.get(key, ())]
        for key in ("requirements", "slots", "honours")
    }
    if added.cycle and not scoring.cycle:
        sections["cycle"] = added.written["cycle"]
    called = {"id": f"{first.id}{JOINED}{other.id}", "title": f"{first.title}；{other.title}"}
    return Policy.from_written({**scoring.written, **sections, **lists, **called})
