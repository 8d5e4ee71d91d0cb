"""A school's own template is looked through before any library opens it."""

from __future__ import annotations

from pathlib import Path

from xiaoben_analytics.errors import RefusedError, UsageError
from xiaoben_analytics.reading.package import ignore, open_package

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ACTIVE = ("vbaproject", "vbadata", "/activex/", "oleobject")
_PROGRAMS = {".docx": "Word 或 WPS", ".pptx": "PowerPoint 或 WPS"}


def template_content(template: Path) -> bytes:
    """Read a template that is safe to open: every part whole, none too large, no macros.

    Raises
    ------
    UsageError
        If it is missing, of an old kind, protected by a password, damaged, or holds macros.
    """
    try:
        content = template.read_bytes()
    except OSError:
        if not template.exists():
            raise UsageError.file_missing(str(template)) from None
        raise UsageError.not_readable(str(template)) from None
    if content.startswith(_OLD):
        old = template.suffix.removesuffix("x")
        raise unusable(template, f"是旧版的 {old} 文件，或设有打开密码")
    if not content.startswith(b"PK"):
        raise unusable(template, f"不是 {template.suffix} 文件")
    try:
        package = open_package(template, ignore)
    except RefusedError as error:
        raise UsageError.template_unusable(str(template), error.reason, error.advice) from None
    names = [f"/{name.lower()}" for name in package.names]
    if any(sign in name for name in names for sign in _ACTIVE):
        raise unusable(template, "含有宏或控件")
    return content


def unusable(template: Path, found: str) -> UsageError:
    """Say what is wrong with a template, and how to save it as one."""
    ending = template.suffix if template.suffix in _PROGRAMS else ".docx"
    advice = f"请用 {_PROGRAMS[ending]} 打开它，“另存为”{ending} 后重试"
    return UsageError.template_unusable(str(template), found, advice)
