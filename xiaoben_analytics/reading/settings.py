"""A school's own `reading.toml`: what its marks mean."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from xiaoben_analytics.errors import PolicyError
from xiaoben_analytics.reading.marks import WORDS
from xiaoben_analytics.reading.words import key
from xiaoben_analytics.tables import STATUSES

SETTINGS_FILE = "reading.toml"


@dataclass(frozen=True)
class Settings:
    """Legends for every file, and for single files by their name."""

    legend: Mapping[str, str] = field(default_factory=dict)
    file_legends: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_settings(path: Path) -> Settings:
    """Read `[legend]` and `[files."name.xlsx".legend]`; without the file nothing is set.

    Raises
    ------
    PolicyError
        If the file is not TOML, or a legend is not a list of marks and known words.
    """
    if not path.is_file():
        return Settings()
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyError.invalid(SETTINGS_FILE, f"格式不对（{error}）", "UTF-8 的 TOML") from None
    try:
        files = {name: _legend(of["legend"]) for name, of in given.get("files", {}).items()}
        return Settings(_legend(given.get("legend", {})), files)
    except (KeyError, TypeError, AttributeError):
        expected = '[legend] 下 "√" = "出席" 这样的各行'
        raise PolicyError.invalid(SETTINGS_FILE, "图例写法不对", expected) from None


def _legend(given: Mapping[str, object]) -> dict[str, str]:
    for mark, word in given.items():
        if key(str(word)) not in WORDS:
            found = f"“{mark}”的含义“{word}”"
            raise PolicyError.invalid(SETTINGS_FILE, found, "、".join(STATUSES) + "之一")
    return {mark: str(word) for mark, word in given.items()}
