"""Every part of an Office file as text: documents, properties, settings, and files inside."""

import re
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
                text = blob.decode("utf-8", "replace")
                yield f"{name}/{part}", text
                lines = re.sub(r"</(w:p|a:p|si|c|row)>", "\n", text)
                yield f"{name}/{part}#", re.sub(r"<[^>]*>", "", lines)
