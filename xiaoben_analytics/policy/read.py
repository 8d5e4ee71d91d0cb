"""Find and read regulations: those that ship with the package, and a school's own files."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from importlib import resources
from pathlib import Path

from pydantic import ValidationError

from xiaoben_analytics.errors import PolicyError, UsageError
from xiaoben_analytics.policy.model import Policy

_FINDINGS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这个设置",
    "literal_error": "不是可用的写法",
    "int_type": "不是整数",
    "int_parsing": "不是整数",
    "int_from_float": "不是整数",
    "bool_type": "不是 true 或 false",
    "bool_parsing": "不是 true 或 false",
    "string_type": "不是文字，请加引号",
    "tuple_type": "不是一列值",
    "mapping_type": "不是一组“名称 = 值”",
    "dict_type": "不是一组“名称 = 值”",
    "model_type": "不是一组“名称 = 值”",
    "greater_than_equal": "数字太小",
}
"""Chinese for what pydantic finds most."""


def list_policies() -> dict[str, Policy]:
    """Return the shipped regulations by id, in alphabetical order."""
    return {name: read_policy(name) for name in _shipped()}


def read_policy(name: str | Path) -> Policy:
    """Read a shipped regulation by its id, or any regulation by the path of its file.

    Raises
    ------
    UsageError
        If there is no such regulation.
    PolicyError
        If the file is not TOML, or does not say what a regulation must say.
    """
    return _parse(policy_text(name), str(name))


def policy_text(name: str | Path) -> str:
    """Return the text of a regulation, comments included."""
    if str(name) in _shipped():
        return resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    path = Path(name)
    if path.suffix != ".toml" or not path.is_file():
        raise UsageError.unknown("考核办法", str(name), _shipped())
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise PolicyError.invalid(
            path.name, "不是 UTF-8 文本", "以 UTF-8 编码保存的 toml 文件"
        ) from None


def _shipped() -> list[str]:
    files = resources.files(__package__).iterdir()
    return sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml"))


def _parse(text: str, name: str) -> Policy:
    try:
        return Policy.model_validate(tomllib.loads(text, parse_float=Decimal))
    except tomllib.TOMLDecodeError as error:
        raise PolicyError.invalid(name, f"文件格式不对（{error}）", "正确的 TOML") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        message = _FINDINGS.get(first["type"]) or first["msg"].removeprefix("Value error, ")
        raise PolicyError.invalid(
            f"{name} {place}".strip(), message, "考核办法允许的内容"
        ) from None
