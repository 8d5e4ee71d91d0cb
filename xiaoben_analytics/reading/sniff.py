"""What a file really is, judged by its bytes, and whether it is safe to open.

No library sees a file before it has passed here: every part of a zip is streamed once, so that
damage, lying sizes, bombs, entities and endless sheets are found with little memory.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from xiaoben_analytics.errors import RefusedError

UNPACKED_LIMIT = 256 * 1024 * 1024
CELL_LIMIT = 50_000_000
PART_LIMIT = 10_000
XLS_LIMIT = 32 * 1024 * 1024  # read in Python, a few MB a second
PAGE_LIMIT = 4 * 1024 * 1024  # read in Python, 1 MB a second

SAVE_AS_XLSX = "请用 Excel 或 WPS 打开，另存为 xlsx 后再放入"
DOWNLOAD_AGAIN = "请重新下载或请对方重新发送"
SAVE_AGAIN = "请用 Excel 或 WPS 打开检查，重新保存后再放入"
PASSWORD = ("文件有打开密码", "请在 Excel 中取消打开密码后重新保存")
MHTML = ("这是网页归档（MHTML）文件", SAVE_AS_XLSX)

_CHUNK = 1 << 20
_OVERLAP = 512
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FORBIDDEN = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
_MARKUP = (b"<", b"\xff\xfe<\0", b"\xfe\xff\0<")
_FILLED_CELL = re.compile(rb"<(?:\w+:)?c [^>]*?\br=[\"']([A-Z]{1,3})(\d{1,9})[\"'](?:[^>]*[^>/])?>")
_UNNAMED_CELL = re.compile(
    rb"<(?:\w+:)?row [^>]*?\br=[\"'](\d{1,9})[\"'][^>]*>\s*<(?:\w+:)?c(?![^>]*\br=)[^>]*>"
)
_NOT_TABLES = (
    (b"%PDF", "这是 PDF 文件，不是表格", "请向制表人要原来的 Excel 文件"),
    (b"\x89PNG", "这是图片，不是表格", "请向制表人要原来的 Excel 文件"),
    (b"\xff\xd8\xff", "这是图片，不是表格", "请向制表人要原来的 Excel 文件"),
    (b"Rar!", "这是压缩包", "请先解压，再把里面的表格放入"),
    (b"7z\xbc\xaf", "这是压缩包", "请先解压，再把里面的表格放入"),
    (b"MIME-Version", *MHTML),
)


def sniff(path: Path) -> str:
    """Name what a file is: `xlsx`, `xls`, `docx`, `page` (a web page with tables) or `text`.

    Raises
    ------
    RefusedError
        If the file is empty, damaged, locked by a password, unsafe, or of an unsupported type.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(_CHUNK)
    except OSError as error:
        raise RefusedError(
            path.name, f"文件打不开（{error.strerror}）", "请关闭占用它的程序，检查读取权限"
        ) from None
    if path.stat().st_size > UNPACKED_LIMIT:
        raise _too_large(path.name, "文件", UNPACKED_LIMIT)
    if not head:
        raise RefusedError(path.name, "文件是空的（0 字节）", DOWNLOAD_AGAIN)
    if head.startswith(_OLE):
        return _check_old_office(path)
    if head.startswith(b"PK"):
        return _check_zip(path)
    return _check_text(path, head)


def too_wide(name: str, rows: int, width: int) -> RefusedError:
    """Refuse a sheet of more cells than memory is meant for."""
    reason = f"工作表过大（{rows} 行 × {width} 列）"
    return RefusedError(name, reason, "请删去多余的行和列")


def _check_old_office(path: Path) -> str:
    content = path.read_bytes()
    streams = {
        name
        for name in ("EncryptedPackage", "WordDocument", "Workbook", "Book")
        if name.encode("utf-16-le") in content
    }
    if "EncryptedPackage" in streams:
        raise RefusedError(path.name, *PASSWORD)
    if "WordDocument" in streams or not streams:
        raise RefusedError(path.name, "这是旧版 Office 文件，不是表格", SAVE_AS_XLSX)
    if len(content) > XLS_LIMIT:
        raise _too_large(path.name, "旧版 xls 工作簿", XLS_LIMIT)
    return "xls"


def _check_text(path: Path, head: bytes) -> str:
    name = path.name
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, reason, advice in _NOT_TABLES:
        if start.startswith(magic):
            raise RefusedError(name, reason, advice)
    if b"multipart/related" in start[:_OVERLAP]:
        raise RefusedError(name, *MHTML)
    if start.startswith(_MARKUP):
        return _check_page(path)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    if b"\0" in head:
        raise RefusedError(name, "不支持这种文件", "请放入 xlsx、xls、docx、csv 或 txt 文件")
    if not start:
        raise RefusedError(name, "文件没有数据", "请检查是否放错了文件")
    return "text"


def _check_page(path: Path) -> str:
    if path.stat().st_size > PAGE_LIMIT:
        raise _too_large(path.name, "网页文件", PAGE_LIMIT)
    if b"<tr" not in path.read_bytes().replace(b"\0", b"").lower():
        raise RefusedError(path.name, "这是网页或 XML 文件，里面没有能读的表格", SAVE_AS_XLSX)
    return "page"


def _check_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            _fail_if_oversized(path.name, archive)
            return _check_parts(path.name, archive)
    except zipfile.BadZipFile:
        raise _broken(path) from None
    except NotImplementedError:
        raise RefusedError(path.name, "文件的压缩方式不常见，无法打开", SAVE_AGAIN) from None
    except RuntimeError:  # how zipfile says that a part is encrypted
        raise RefusedError(path.name, "压缩包有密码", "请取消密码后重新保存") from None
    except (EOFError, OSError, ValueError, zlib.error):
        raise RefusedError(path.name, "文件已损坏", DOWNLOAD_AGAIN) from None


def _broken(path: Path) -> RefusedError:
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 70_000))
        complete = b"PK\x05\x06" in stream.read()
    if complete:
        return RefusedError(path.name, "文件已损坏", DOWNLOAD_AGAIN)
    return RefusedError(path.name, "文件不完整，可能没有下载完", DOWNLOAD_AGAIN)


def _fail_if_oversized(name: str, archive: zipfile.ZipFile) -> None:
    parts = archive.namelist()
    if len(parts) > PART_LIMIT or len(parts) != len(set(parts)):
        raise RefusedError(name, "文件内部结构异常", SAVE_AGAIN)
    if sum(part.file_size for part in archive.infolist()) > UNPACKED_LIMIT:
        raise _too_large(name, "解压后", UNPACKED_LIMIT)


def _too_large(name: str, what: str, limit: int) -> RefusedError:
    return RefusedError(name, f"{what}超过 {limit // (1024 * 1024)} MB", "请拆成几个较小的文件")


def _check_parts(name: str, archive: zipfile.ZipFile) -> str:
    unpacked = 0
    for part in archive.infolist():
        extent = (0, 0)
        with archive.open(part) as stream:
            for window, fresh in _windows(stream):
                unpacked += fresh
                if unpacked > UNPACKED_LIMIT:
                    raise _too_large(name, "解压后", UNPACKED_LIMIT)
                extent = _check_window(name, part.filename, window, extent)
    return _kind(name, set(archive.namelist()))


def _windows(stream: IO[bytes]) -> Iterator[tuple[bytes, int]]:
    tail = b""
    while chunk := stream.read(_CHUNK):
        yield tail + chunk, len(chunk)
        tail = chunk[-_OVERLAP:]


def _check_window(name: str, part: str, window: bytes, extent: tuple[int, int]) -> tuple[int, int]:
    if "/media/" in part:
        return extent
    if any(word in window for word in _FORBIDDEN):
        raise RefusedError(name, "文件里有外部实体声明，可能不安全", SAVE_AGAIN)
    rows, width = extent
    cells = set(_FILLED_CELL.findall(window))
    numbers = [int(row) for _, row in cells] + [int(row) for row in _UNNAMED_CELL.findall(window)]
    rows = max([rows, *numbers])
    width = max([width, *(column_number(letters.decode()) for letters in {c for c, _ in cells})])
    if rows * max(width, 1) > CELL_LIMIT:
        raise too_wide(name, rows, width)
    return rows, width


def column_number(letters: str) -> int:
    """Count columns as a sheet does.

    >>> column_number("A"), column_number("AA"), column_number("XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _kind(name: str, parts: set[str]) -> str:
    if "xl/workbook.xml" in parts:
        return "xlsx"
    if "word/document.xml" in parts:
        return "docx"
    if "xl/workbook.bin" in parts or "content.xml" in parts:
        raise RefusedError(name, "暂不支持这种工作簿格式", SAVE_AS_XLSX)
    if "ppt/presentation.xml" in parts:
        raise RefusedError(name, "这是幻灯片，不是表格", "请放入 xlsx、docx、csv 或 txt 文件")
    raise RefusedError(name, "这是压缩包，不是表格", "请先解压，再把里面的表格放入")
