"""Every text that a file holds, whatever archive it is packed in."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile

TAG = re.compile(r"<[^>]+>")


def parts_of(name, content):
    """Yield every part of a file as its place and what it says, archives within archives unpacked."""
    if not is_zipfile(BytesIO(content)):
        yield name, content.decode()
        return
    with ZipFile(BytesIO(content)) as archive:
        for part in archive.namelist():
            inside = archive.read(part)
            if part.endswith((".xml", ".rels")):
                yield f"{name}/{part}", inside.decode()
            elif part.endswith((".xlsx", ".docx", ".pptx")):
                yield from parts_of(f"{name}/{part}", inside)


def words_of(path: Path) -> str:
    """Join all that a file says, markup left out, runs of one text put together."""
    return "\n".join(
        TAG.sub("", re.sub(r"</(?:w:p|a:p|si|t|v|is|td|th|dd|dt|li|p)>", "\n", text))
        for _, text in parts_of(path.name, path.read_bytes())
    )
