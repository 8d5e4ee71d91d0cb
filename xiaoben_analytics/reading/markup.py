"""XML in passing: an element is seen, and forgotten; nothing is fetched or expanded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import IO, cast
from xml.etree import ElementTree as ET

from xiaoben_analytics.errors import RefusedError
from xiaoben_analytics.reading.sniff import TOO_LONG, TOO_MANY, UNUSUAL

PIECE = 1 << 15  # bytes or characters; elements of one piece are all there at once
LONGEST = 1 << 20  # without a mark; a cell of Excel holds 32 767
DEEPEST = 100  # elements inside each other; ODF and Excel use some twenty
MANY = 200_000  # elements inside one that is whole; a row of Excel has 16 384 cells
ELEMENT_LIMIT = 1_500_000  # of a file; 5 µs each until laid out

Event = tuple[str, ET.Element]


def read_markup(pieces: Iterable[bytes | str], whole: Collection[str]) -> Iterator[Event]:
    """Yield `start` with each element that opens, but `end` with each that is named in `whole`.

    Of the former only the attributes are known, of the latter all that stands inside. Document
    types have been refused before.

    Raises
    ------
    RefusedError
        If elements nest too deeply or hold too much.
    """
    opened: list[ET.Element] = []
    kept, inside, seen = None, 0, 0
    for event, element in _events(pieces):
        if event == "start":
            opened.append(element)
            inside += 1
            seen += 1
            _fail_if_overgrown(len(opened), inside, seen)
            if kept is None and local(element.tag) in whole:
                kept = element
            elif kept is None:
                yield event, element
        else:
            opened.pop()
            if element is kept:
                yield event, element
                kept = None
        if kept is None:
            inside = 0
            if event == "end" and opened:
                opened[-1].remove(element)


def local(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition("}")[2]


def attributes(element: ET.Element) -> dict[str, str]:
    """Return attributes by name without namespace; of two with one name the later."""
    return {local(name): value for name, value in element.attrib.items()}


def children(element: ET.Element, name: str) -> list[ET.Element]:
    """List the elements of a name that stand directly inside another."""
    return [child for child in element if local(child.tag) == name]


def pieces_of(source: IO[bytes]) -> Iterator[bytes]:
    """Read a stream piece by piece."""
    while piece := source.read(PIECE):
        yield piece


def _fail_if_overgrown(depth: int, inside: int, seen: int) -> None:
    if seen > ELEMENT_LIMIT:
        raise RefusedError("", *TOO_MANY)
    if depth > DEEPEST or inside > MANY:
        raise RefusedError("", *UNUSUAL)


def _events(pieces: Iterable[bytes | str]) -> Iterator[Event]:
    parser: ET.XMLPullParser[ET.Element] = ET.XMLPullParser(("start", "end"))
    unmarked = 0
    for piece in pieces:
        marked = b"<" in piece if isinstance(piece, bytes) else "<" in piece
        unmarked = 0 if marked else unmarked + len(piece)
        if unmarked > LONGEST:
            raise RefusedError("", *TOO_LONG)
        parser.feed(piece)
        yield from cast(Iterator[Event], parser.read_events())
    parser.close()
    yield from cast(Iterator[Event], parser.read_events())
