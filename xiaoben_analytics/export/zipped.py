"""Office files are zip archives: without the time of writing, equal input gives equal files."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def without_times(archive: bytes) -> bytes:
    """Pack an archive anew, its entries dated to the first day that zip files know."""
    content = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(content, "w") as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name), old.read(name), ZIP_DEFLATED)
    return content.getvalue()
