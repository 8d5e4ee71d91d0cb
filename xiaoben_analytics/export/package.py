"""An office file as parts of XML that name each other."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Any
from zipfile import ZipFile

from lxml import etree

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
"""Where an element names a related part."""
_SAFE = {"resolve_entities": False, "no_network": True, "huge_tree": True}


def parse_part(archive: ZipFile, name: str) -> Any:
    """Parse a part; nothing outside the file is fetched."""
    return etree.fromstring(archive.read(name), etree.XMLParser(**_SAFE))


def related_parts(archive: ZipFile, name: str, kind: str = "") -> Mapping[str, str]:
    """Map the ids of a part's relations to the parts that they name, of one `kind` or of all."""
    folder, file = posixpath.split(name)
    listed = f"{folder}/_rels/{file}.rels".lstrip("/")
    if listed not in archive.NameToInfo:
        return {}
    return {
        one.get("Id"): posixpath.normpath(posixpath.join("/", folder, one.get("Target")))[1:]
        for one in parse_part(archive, listed)
        if one.get("TargetMode") != "External" and one.get("Type", "").endswith(kind)
    }
