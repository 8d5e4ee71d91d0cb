"""Zips of parts (xlsx, docx, ods): no library sees a part that has not passed here.

Every part is streamed once and stored anew, without compression: a reader opens what has been
checked and nothing else, whatever the directories and sizes of the file claim.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import IO, Generic, TypeVar, cast

from xiaoben_analytics.errors import RefusedError
from xiaoben_analytics.reading.sniff import (
    DOWNLOAD_AGAIN,
    ENTITIES,
    MARKUP_LIMIT,
    SAVE_AGAIN,
    TOO_LONG,
    UNPACKED_LIMIT,
    UNUSUAL,
    too_large,
)

PART_LIMIT = 10_000
CHUNK = 1 << 18
LONGEST = 1 << 20  # bytes without a mark; a cell of Excel holds 32 767 characters

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")
_BEGINNING = 4096
_WIDE = (b"\xff\xfe<", b"\xfe\xff\0<", b"<\0", b"\0<")  # UTF-16
_OTHER_ENCODING = re.compile(rb"(?i)<\?xml[^>]*?encoding\s*=\s*[\"'](?!utf-?8[\"'])")

Found = TypeVar("Found")


@dataclass(frozen=True)
class Package(Generic[Found]):
    """The checked parts of XML, what a survey found in each, and the names of all parts."""

    parts: zipfile.ZipFile
    found: Mapping[str, Found]
    names: frozenset[str]

    @property
    def content(self) -> IO[bytes]:
        """The checked parts as a file."""
        content = cast(IO[bytes], self.parts.fp)
        content.seek(0)
        return content

    def with_part(self, name: str, text: bytes) -> Package[Found]:
        """Return the package with another text in one of its parts."""
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as copy:
            for part in self.parts.namelist():
                copy.writestr(part, text if part == name else self.parts.read(part))
        return replace(self, parts=zipfile.ZipFile(content))


def open_package(path: Path, survey: Callable[[Iterator[bytes]], Found]) -> Package[Found]:
    """Check all parts; `survey` is given each part of XML as windows, each of whole marks.

    Raises
    ------
    RefusedError
        If a part is damaged, encrypted or unsafe, or all are too large together.
    """
    content, found, left = io.BytesIO(), {}, MARKUP_LIMIT
    with _refusing(path), zipfile.ZipFile(path) as archive, zipfile.ZipFile(content, "w") as copy:
        _fail_if_oversized(path.name, archive)
        for part in archive.infolist():
            with archive.open(part) as stream:
                head = stream.read(CHUNK)
                chunks = chain([head], iter(partial(stream.read, CHUNK), b""))
                if _is_markup(head):
                    left -= part.file_size
                    if left < 0:
                        raise too_large(path.name, "解压后的文字", MARKUP_LIMIT)
                    with copy.open(part.filename, "w") as stored:
                        windows = _checked(_windows(_kept(chunks, stored)))
                        found[part.filename] = survey(windows)
                        deque(windows, maxlen=0)
                deque(chunks, maxlen=0)  # to the end, where the checksum is compared
        names = frozenset(archive.namelist())
    return Package(zipfile.ZipFile(content), found, names)


def ignore(_: Iterable[bytes]) -> None:
    """Survey nothing."""


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    try:
        yield
    except NotImplementedError:
        raise RefusedError(path.name, "文件的压缩方式不常见，无法打开", SAVE_AGAIN) from None
    except RuntimeError:  # how zipfile says that a part is encrypted
        raise RefusedError(path.name, "压缩包有密码", "请取消密码后重新保存") from None
    except (EOFError, OSError, ValueError, zipfile.BadZipFile, zlib.error):
        raise RefusedError(path.name, "文件已损坏", DOWNLOAD_AGAIN) from None


def _fail_if_oversized(name: str, archive: zipfile.ZipFile) -> None:
    """Judge by what the directory says; no part is ever read beyond the size stated there."""
    parts = archive.infolist()
    if len(parts) > PART_LIMIT or len(parts) != len({part.filename for part in parts}):
        raise RefusedError(name, *UNUSUAL)
    if any(part.compress_type not in _METHODS for part in parts):
        raise NotImplementedError
    if sum(part.file_size for part in parts) > UNPACKED_LIMIT:
        raise too_large(name, "解压后", UNPACKED_LIMIT)


def _is_markup(head: bytes) -> bool:
    start = head[:_BEGINNING].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(_WIDE) or _OTHER_ENCODING.match(start):
        raise RefusedError("", *UNUSUAL)  # nothing that is searched for would be found
    return start.startswith(b"<")


def _kept(chunks: Iterable[bytes], stored: IO[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        stored.write(chunk)
        yield chunk


def _windows(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut before the last mark that opens, so that each stands in one window as a whole."""
    rest = b""
    for chunk in chunks:
        at = chunk.rfind(b"<")
        if at < 0:
            rest += chunk
        else:
            yield rest + chunk[:at]
            rest = chunk[at:]
        if len(rest) > LONGEST:
            raise RefusedError("", *TOO_LONG)
    yield rest


def _checked(windows: Iterable[bytes]) -> Iterator[bytes]:
    for window in windows:
        if b"!" in window and any(word in window for word in _FORBIDDEN):
            raise RefusedError("", *ENTITIES)
        yield window
