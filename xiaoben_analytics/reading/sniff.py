"""What a file really is, judged by its bytes and never by its name."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from xiaoben_analytics.errors import RefusedError

UNPACKED_LIMIT = 256 * 1024 * 1024
CELL_LIMIT = 25_000_000  # of a sheet's rectangle, 31 bytes each in calamine
FILLED_LIMIT = 1_000_000  # of a file; 8 µs and 500 bytes each until laid out, at worst
SHEET_LIMIT = 1_000  # of a file, or tables; each is looked at by every reader
WIDEST = 16_384  # columns, as in Excel
MARKUP_LIMIT = 64 * 1024 * 1024  # of XML; readers hold up to seven times as much
WORD_LIMIT = 16 * 1024 * 1024  # of XML; lxml holds up to 25 times as much
XLS_LIMIT = 16 * 1024 * 1024  # read in Python, 4 MB a second, in up to 45 times as much memory
TEXT_LIMIT = 32 * 1024 * 1024  # decoded twice over while the encoding is sought
PAGE_LIMIT = 4 * 1024 * 1024  # read in Python, 1 MB a second

SAVE_AS_XLSX = "请用 Excel 或 WPS 打开，另存为 xlsx 后再放入"
DOWNLOAD_AGAIN = "请重新下载或请对方重新发送"
SAVE_AGAIN = "请用 Excel 或 WPS 打开检查，重新保存后再放入"
PASSWORD = ("文件有打开密码", "请在 Excel 中取消打开密码后重新保存")
MHTML = ("这是网页归档（MHTML）文件", SAVE_AS_XLSX)
UNUSUAL = ("文件内部结构异常", SAVE_AGAIN)
ENTITIES = ("文件里有外部实体声明，可能不安全", SAVE_AGAIN)
TOO_MANY = ("表格内容过多", "请拆成几个较小的文件")
TOO_LONG = ("有单元格的文字过长", "请检查是否放错了文件；Excel 的单元格至多 32767 字")

_HEAD = 1 << 20
_BEGINNING = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_MARKUP = (b"<", b"\xff\xfe<\0", b"\xfe\xff\0<")
_OF_PAGES = re.compile(
    rb"(?i)<(?:!doctype|\?xml|\w+:\w|(?:html|head|title|meta|body|frameset|table|tr|svg|workbook)[\s/>])"
)
_XML_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"
_NOT_TABLES = (
    (b"%PDF", "这是 PDF 文件，不是表格", "请向制表人要原来的 Excel 文件"),
    (b"\x89PNG", "这是图片，不是表格", "请向制表人要原来的 Excel 文件"),
    (b"\xff\xd8\xff", "这是图片，不是表格", "请向制表人要原来的 Excel 文件"),
    (b"Rar!", "这是压缩包", "请先解压，再把里面的表格放入"),
    (b"7z\xbc\xaf", "这是压缩包", "请先解压，再把里面的表格放入"),
    (b"MIME-Version", *MHTML),
)
_PARTS = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx", "content.xml": "ods"}


def sniff(path: Path) -> str:
    """Name what a file is: a kind of workbook, `docx`, `page` (a web page with tables) or `text`.

    Raises
    ------
    RefusedError
        If the file is empty, damaged, locked by a password, unsafe, or of an unsupported type.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise RefusedError(
            path.name, f"文件打不开（{error.strerror}）", "请关闭占用它的程序，检查读取权限"
        ) from None
    if path.stat().st_size > UNPACKED_LIMIT:
        raise too_large(path.name, "文件", UNPACKED_LIMIT)
    if not head:
        raise RefusedError(path.name, "文件是空的（0 字节）", DOWNLOAD_AGAIN)
    if head.startswith(_OLE):
        return _check_old_office(path)
    if head.startswith(_ZIP):
        return _check_zip(path)
    return _check_text(path, head)


def too_wide(name: str, rows: int, width: int) -> RefusedError:
    """Refuse a sheet of more cells than memory is meant for."""
    reason = f"工作表过大（{rows} 行 × {width} 列）"
    return RefusedError(name, reason, "请删去多余的行和列")


def too_large(name: str, what: str, limit: int) -> RefusedError:
    """Refuse more bytes than memory or time is meant for."""
    return RefusedError(name, f"{what}超过 {limit // (1024 * 1024)} MB", "请拆成几个较小的文件")


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
        raise too_large(path.name, "旧版 xls 工作簿", XLS_LIMIT)
    return "xls"


def _check_text(path: Path, head: bytes) -> str:
    name = path.name
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, reason, advice in _NOT_TABLES:
        if start.startswith(magic):
            raise RefusedError(name, reason, advice)
    if b"multipart/related" in start[:_BEGINNING]:
        raise RefusedError(name, *MHTML)
    if start.startswith(_MARKUP) and _OF_PAGES.search(start.replace(b"\0", b"")):
        return _check_markup(path, start)
    if path.stat().st_size > TEXT_LIMIT:
        raise too_large(name, "文字文件", TEXT_LIMIT)
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RefusedError(name, "不支持这种文件", "请放入 xlsx、xls、docx、csv 或 txt 文件")
    if not start:
        raise RefusedError(name, "文件没有数据", "请检查是否放错了文件")
    return "text"


def _check_markup(path: Path, start: bytes) -> str:
    size = path.stat().st_size
    if _XML_2003 in start[:_BEGINNING].replace(b"\0", b""):
        if size > MARKUP_LIMIT:
            raise too_large(path.name, "XML 工作簿", MARKUP_LIMIT)
        return "xml_2003"
    if size > PAGE_LIMIT:
        raise too_large(path.name, "网页文件", PAGE_LIMIT)
    if b"<tr" not in path.read_bytes().replace(b"\0", b"").lower():
        raise RefusedError(path.name, "这是网页或 XML 文件，里面没有能读的表格", SAVE_AS_XLSX)
    return "page"


def _check_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            return _kind_of_zip(path.name, set(archive.namelist()))
    except (NotImplementedError, OSError, ValueError, zipfile.BadZipFile):
        raise _broken(path) from None


def _kind_of_zip(name: str, parts: set[str]) -> str:
    for part, kind in _PARTS.items():
        if part in parts:
            return kind
    if "encrypted-package" in parts:
        raise RefusedError(name, *PASSWORD)
    if "xl/workbook.bin" in parts:
        raise RefusedError(name, "这是二进制工作簿（xlsb），不能安全打开", SAVE_AS_XLSX)
    if "ppt/presentation.xml" in parts:
        raise RefusedError(name, "这是幻灯片，不是表格", "请放入 xlsx、docx、csv 或 txt 文件")
    raise RefusedError(name, "这是压缩包，不是表格", "请先解压，再把里面的表格放入")


def _broken(path: Path) -> RefusedError:
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 70_000))
        complete = b"PK\x05\x06" in stream.read()
    if complete:
        return RefusedError(path.name, "文件已损坏", DOWNLOAD_AGAIN)
    return RefusedError(path.name, "文件不完整，可能没有下载完", DOWNLOAD_AGAIN)
