"""Every part of an Office file as text: documents, properties, settings, and files inside."""

import re
from functools import lru_cache
from io import BytesIO
from zipfile import ZipFile, is_zipfile


def part_texts(path):
    """Read every part, those of embedded files too, by name; markup and runs taken apart as well."""
    return dict(_parts(path.read_bytes(), path.name))


def _parts(data, name):
    with ZipFile(BytesIO(data)) as archive:
        for part in archive.namelist():
            blob = archive.read(part)
            if part.endswith(".jpeg"):  # the blank document's own little picture
                continue
            if is_zipfile(BytesIO(blob)):
                yield from _parts(blob, f"{name}/{part}")
            else:
                text, told = _texts(blob)
                yield f"{name}/{part}", text
                yield f"{name}/{part}#", told


@lru_cache(maxsize=64)  # most parts of papers of one kind are the same
def _texts(blob):
    text = blob.decode("utf-8", "replace")
    lines = re.sub(r"</(w:p|a:p|si|c|row)>", "\n", text)
    return text, re.sub(r"<[^>]*>", "", lines)
