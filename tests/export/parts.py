"""Every part of a file as text: documents, properties, settings, and files inside of files."""

import re
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile

_LINES = re.compile(r"</(?:w:p|a:p|si|is|t|v|c|row|td|th|dd|dt|li|p)>")
_MARKUP = re.compile(r"<[^>]*>")


def part_texts(path: Path) -> dict[str, str]:
    """Read every part, those of embedded files too, by name; a name with # is the text without markup."""
    return dict(_parts(path.read_bytes(), path.name))


def parts_of(path: Path) -> dict[str, str]:
    """Read every part as it is."""
    return {name: text for name, text in part_texts(path).items() if not name.endswith("#")}


def words_of(path: Path) -> str:
    """Join all that a file says, markup left out."""
    return "\n".join(text for name, text in part_texts(path).items() if name.endswith("#"))


def _parts(data, name):
    if not is_zipfile(BytesIO(data)):
        text, told = _texts(data)
        yield name, text
        yield f"{name}#", told
        return
    with ZipFile(BytesIO(data)) as archive:
        for part in archive.namelist():
            if not part.endswith(".jpeg"):  # the blank document's own little picture
                yield from _parts(archive.read(part), f"{name}/{part}")


@lru_cache(maxsize=64)  # most parts of papers of one kind are the same
def _texts(data):
    text = data.decode("utf-8", "replace")
    return text, _MARKUP.sub("", _LINES.sub("\n", text))
