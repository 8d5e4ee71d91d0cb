"""What a school has settled for its files: `reading.toml` for marks, `people.toml` for names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.problems import Problem
from xiaoben_analytics.reading.marks import MEANINGS
from xiaoben_analytics.reading.near import near
from xiaoben_analytics.reading.words import key
from xiaoben_analytics.tables import STATUSES, UNRECORDED

SETTINGS_FILE = "reading.toml"
PEOPLE_FILE = "people.toml"
SETTINGS_FILES = (SETTINGS_FILE, PEOPLE_FILE)

SIZE_LIMIT = 128 * 1024  # bytes; a name and an id have thirty
LINE_LIMIT = 500  # characters; tomllib takes the square of the dots in a key


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
        If a file cannot be read, is not TOML or far too long, a legend is not a list of marks and
        known words, or a name not one of names and ids.
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


def list_unknown_files(settings: Settings, files: Iterable[str]) -> Iterator[Problem]:
    """List the files whose legend is settled, but which are not in the folder."""
    names = [PurePath(file).name for file in files]
    for name in settings.file_legends:
        if name not in names:
            like = near(name, names, most=1)
            advice = f"是否为“{like[0]}”？请改正文件名" if like else "请改正文件名（要带扩展名）"
            found = "文件夹中没有这个文件，为它写的图例没有用上"
            yield Problem(SETTINGS_FILE, "", None, "", name, found, "文件夹中的一个文件", advice)


def _read(path: Path) -> dict[str, Any]:
    try:
        content = path.read_bytes() if path.is_file() else b""
    except OSError:
        raise UsageError.not_readable(str(path)) from None
    if len(content) > SIZE_LIMIT:
        expected = f"不超过 {SIZE_LIMIT // 1024} KB 的 TOML"
        raise UsageError.settings_invalid(path.name, "文件过大", expected)
    try:
        text = content.decode("utf-8-sig")
        _fail_if_long(path.name, text)
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError for numbers of too many digits too
        raise UsageError.settings_invalid(path.name, _place(error), "UTF-8 的 TOML") from None


def _fail_if_long(file: str, text: str) -> None:
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LINE_LIMIT:
            expected = f"每行不超过 {LINE_LIMIT} 字"
            raise UsageError.settings_invalid(file, f"第 {number} 行过长", expected)


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


def _legend(given: Mapping[str, Any]) -> dict[str, str]:
    for mark, word in given.items():
        if key(word) not in MEANINGS:
            found = f"“{mark}”的含义“{word}”"
            expected = f"{'、'.join(STATUSES)}或{UNRECORDED}"
            raise UsageError.settings_invalid(SETTINGS_FILE, found, expected)
    return dict(given)
