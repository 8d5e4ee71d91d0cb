"""The text of a regulation's file, and what it says; a file without bounds is not parsed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from xiaoben_analytics.errors import PolicyError, UsageError

SIZE_LIMIT = 128 * 1024  # bytes; the longest that ships has 6 000
LINE_LIMIT = 2000  # characters; tomllib takes the square of the dots in a key
DEPTH_LIMIT = 12  # tables and lists in one another; a regulation has 8


def read_text(path: Path) -> str:
    """Read the text of a regulation's file.

    Raises
    ------
    UsageError
        If the file cannot be read.
    PolicyError
        If it is too large, or no UTF-8.
    """
    try:
        with path.open("rb") as file:
            content = file.read(SIZE_LIMIT + 1)
    except OSError:
        raise UsageError.not_readable(str(path)) from None
    if len(content) > SIZE_LIMIT:
        expected = f"不超过 {SIZE_LIMIT // 1024} KB 的 toml 文件"
        raise PolicyError.invalid(path.name, "文件过大", expected)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        expected = "以 UTF-8 编码保存的 toml 文件"
        raise PolicyError.invalid(path.name, "不是 UTF-8 文本", expected) from None


def parse(text: str, name: str) -> dict[str, Any]:
    """Say what the text of a file says, numbers with a point as `Decimal`.

    Raises
    ------
    PolicyError
        If a line is too long, the text is no TOML, or its tables are too deep.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LINE_LIMIT:
            expected = f"每行不超过 {LINE_LIMIT} 字"
            raise PolicyError.invalid(f"{name} 第 {number} 行", "这一行过长", expected)
    try:
        data = tomllib.loads(text, parse_float=Decimal)
        deep = _is_deep(data, DEPTH_LIMIT)
    except tomllib.TOMLDecodeError as error:
        place = str(error).rpartition("(at line ")[2].partition(",")[0]
        where = f"第 {place} 行" if place.isdigit() else "最后一行"
        raise PolicyError.invalid(
            f"{name} {where}", "文件格式不对，不合 TOML 的写法", "“名称 = 值”，文字加引号，括号成对"
        ) from None
    except RecursionError:
        deep = True
    if deep:
        raise PolicyError.invalid(name, "层数太多", f"至多 {DEPTH_LIMIT} 层的表和列")
    return data


def _is_deep(value: object, left: int) -> bool:
    """Tell whether tables and lists stand in one another more than some times."""
    if not isinstance(value, Mapping | list):
        return False
    inside = value.values() if isinstance(value, Mapping) else value
    return not left or any(_is_deep(one, left - 1) for one in inside)
