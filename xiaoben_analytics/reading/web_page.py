"""Tables of a web page; many programs name such a page .xls."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from xiaoben_analytics.errors import RefusedError
from xiaoben_analytics.reading.sniff import TOO_MANY, too_wide

WIDEST = 100  # columns that one cell may claim to span
CELL_LIMIT = 1_000_000  # of a page; a cell over rows is one in each
TABLE_LIMIT = 2_000  # of a page; each is searched for headings
CAPTION_LIMIT = 200  # texts above a table that may be about it

_SPACE = re.compile(r"[ \t\r\n\xa0]+")
_NO_TEXT = re.compile(r"(?is)<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|<[!?][^<>]*>")
_TAG_SIGN = re.compile(r"</?[a-zA-Z]|<|>|=\s*[\"']|[\"']")
_UNSEEN = ("head", "title")


@dataclass(frozen=True)
class PageTable:
    """Texts by row; the captions are the last texts outside of tables above it."""

    captions: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read_page(text: str) -> Sequence[PageTable]:
    """Read the tables of a page, in order, without fetching anything. All stays text.

    Raises
    ------
    RefusedError
        If the page has more tables than a file is meant for, or its cells span too much.
    """
    page = _Page()
    page.feed(_without_stray_marks(_NO_TEXT.sub("", text)))
    page.close()
    tables, left = [], CELL_LIMIT
    for table in page.tables:
        rows = tuple(_laid_out(table.cells, left))
        left -= sum(map(len, rows))
        if rows:
            tables.append(PageTable(table.captions, rows))
    return tables


def _without_stray_marks(text: str) -> str:
    """Write `<` as text where it opens no tag: html.parser would search on for its end each time.

    Between the quotes of an attribute it is neither; what a tag never closes is dropped.
    """
    pieces, done, start, quote = [], 0, -1, ""
    for sign in _TAG_SIGN.finditer(text):
        mark = sign[0]
        if quote:
            quote = "" if mark[-1] == quote else quote
        elif mark[0] == "<":
            for stray in (start, sign.start() if mark == "<" else -1):
                if stray >= 0:
                    pieces += [text[done:stray], "&lt;"]
                    done = stray + 1
            start = -1 if mark == "<" else sign.start()
        elif start >= 0 and mark == ">":
            start = -1
        elif start >= 0 and mark[0] == "=":
            quote = mark[-1]
    pieces.append(text[done : start if start >= 0 else len(text)])
    return "".join(pieces)


@dataclass
class _Cell:
    """A cell as written, and how many rows and columns it claims to span."""

    down: int
    across: int
    parts: list[str] = field(default_factory=list)


@dataclass
class _Table:
    captions: tuple[str, ...]
    cells: list[list[_Cell]] = field(default_factory=list)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[_Table] = []
        self.open: list[_Table] = []
        self.outer: list[_Cell | None] = []
        self.cell: _Cell | None = None
        self.captions: deque[str] = deque(maxlen=CAPTION_LIMIT)
        self.unseen = ""
        self.titled = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            if len(self.tables) == TABLE_LIMIT:
                raise RefusedError("", *TOO_MANY)
            self.open.append(_Table(tuple(self.captions)))
            self.tables.append(self.open[-1])
            self.outer.append(self.cell)
            self.cell = None
        elif tag in _UNSEEN:
            self.unseen = self.unseen or tag
        elif tag == "caption" and self.open:
            self.titled = True
        elif tag == "br" and self.cell:
            self.cell.parts.append("\n")
        elif self.open and tag == "tr":
            self.cell = None
            self.open[-1].cells.append([])
        elif self.open and self.open[-1].cells and tag in {"td", "th"}:
            spans = dict(attrs)
            across = min(_span(spans.get("colspan")), WIDEST)
            self.cell = _Cell(_span(spans.get("rowspan")), across)
            self.open[-1].cells[-1].append(self.cell)

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self.open:
            self.open.pop()
            self.cell = self.outer.pop()
        elif tag in {"td", "th", "tr"}:
            self.cell = None
        if tag == self.unseen:
            self.unseen = ""
        self.titled = self.titled and tag != "caption"

    def handle_data(self, data: str) -> None:
        if self.unseen:
            return
        if self.cell:
            self.cell.parts.append(_SPACE.sub(" ", data))
        elif text := _tidy(data):
            if self.titled and self.open:
                self.open[-1].captions = (*self.open[-1].captions, text)[-CAPTION_LIMIT:]
            elif not self.open:
                self.captions.append(text)


def _span(written: str | None) -> int:
    found = re.match(r"\s*0*([1-9]\d{0,4})", written or "")
    return int(found[1]) if found else 1


def _laid_out(cells: Sequence[Sequence[_Cell]], limit: int) -> Iterator[tuple[str, ...]]:
    """Lay out the texts: a cell over several columns is shown once, one over rows in each."""
    above: dict[int, tuple[int, str]] = {}
    for opened in cells:
        width = len(above) + sum(cell.across for cell in opened)
        if width > limit:
            raise too_wide("", len(cells), width)
        row: list[str] = []
        for cell in opened:
            _reach_down(row, above)
            texts = [_tidy("".join(cell.parts)), *[""] * (cell.across - 1)]
            above |= {len(row) + at: (cell.down - 1, text) for at, text in enumerate(texts)}
            row += texts
        _reach_down(row, above)
        above = {at: (down, text) for at, (down, text) in above.items() if down}
        limit -= len(row)
        yield tuple(row)


def _reach_down(row: list[str], above: dict[int, tuple[int, str]]) -> None:
    """Fill the places that cells of earlier rows still reach into."""
    while above.get(len(row), (0, ""))[0]:
        down, text = above[len(row)]
        above[len(row)] = (down - 1, text)
        row.append(text)


def _tidy(text: str) -> str:
    lines = (_SPACE.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
