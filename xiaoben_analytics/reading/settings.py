"""What a school has settled for its files: `reading.toml` for marks, `people.toml` for names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.reading.marks import WORDS
from xiaoben_analytics.reading.words import key
from xiaoben_analytics.tables import STATUSES

SETTINGS_FILE = "reading.toml"
PEOPLE_FILE = "people.toml"


@dataclass(frozen=True)
class Settings:
    """Legends for every file, and for single files by their name; ids by the names they settle."""

    legend: Mapping[str, str] = field(default_factory=dict)
    file_legends: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)


def read_settings(folder: Path) -> Settings:
    """Read `[legend]`, `[files."name.xlsx".legend]` and `[people]`; without the files nothing is set.

    Raises
    ------
    UsageError
        If a file is not TOML, a legend is not a list of marks and known words, or a name not one
        of names and ids.
    """
    given, people = _read(folder / SETTINGS_FILE), _read(folder / PEOPLE_FILE)
    _fail_if_unknown(SETTINGS_FILE, given, ("legend", "files"))
    _fail_if_unknown(PEOPLE_FILE, people, ("people",))
    try:
        files = {name: _legend(of["legend"]) for name, of in given.get("files", {}).items()}
        return Settings(_legend(given.get("legend", {})), files, _people(people.get("people", {})))
    except (KeyError, TypeError, AttributeError):
        expected = '[legend] 下 "√" = "出席" 这样的各行'
        raise UsageError.settings_invalid(SETTINGS_FILE, "图例写法不对", expected) from None


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig")) if path.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError.settings_invalid(path.name, _place(error), "UTF-8 的 TOML") from None


def _place(error: Exception) -> str:
    """Say in Chinese where a file is no TOML."""
    found = re.search(r"at line (\d+), column (\d+)", str(error))
    return f"第 {found[1]} 行第 {found[2]} 个字附近写法不对" if found else "不是正确的 TOML"


def _fail_if_unknown(file: str, given: Mapping[str, object], known: tuple[str, ...]) -> None:
    for name in given:
        if name not in known:
            expected = "、".join(f"[{one}]" for one in known)
            raise UsageError.settings_invalid(file, f"没有“{name}”这个设置", expected)


def _people(given: object) -> dict[str, str]:
    """Read names and ids; a name whose id is still blank settles nothing."""
    if not isinstance(given, dict) or not all(isinstance(one, str) for one in given.values()):
        expected = '[people] 下 "姓名" = "工号" 这样的各行'
        raise UsageError.settings_invalid(PEOPLE_FILE, "姓名写法不对", expected)
    return {name: one.strip() for name, one in given.items() if one.strip()}


def _legend(given: Mapping[str, object]) -> dict[str, str]:
    for mark, word in given.items():
        if key(str(word)) not in WORDS:
            found = f"“{mark}”的含义“{word}”"
            raise UsageError.settings_invalid(SETTINGS_FILE, found, "、".join(STATUSES) + "之一")
    return {mark: str(word) for mark, word in given.items()}
