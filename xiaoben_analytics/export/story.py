"""The summary as slides: one sentence each, with the chart or table that it rests on, in few slides.

A chart belongs to the sentence right before it; a table to the first of the sentences right before
it, else to the section's first sentence that has nothing yet, else to the last one. A sentence that
is left alone has a slide of its own. A section without a sentence is left to the report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby, pairwise
from math import ceil

from xiaoben_analytics.export.fitting import LINE, TEXT, Lettering, Ruling, letter, rule
from xiaoben_analytics.summary import Chart, Finding, Section, Summary, Table
from xiaoben_analytics.summary.model import LEFT, RIGHT

MOST = 38
"""Slides of the sections; beyond this, more and more is left to the report."""

BARS = 45
"""Bars beside each other whose names can still be read."""

KEY_NUMBERS = "主要数据"

CAPTION = TEXT * LINE + 8
"""Points that the line above a chart or table takes."""

GAP = 10
"""Points between a title and what has no caption."""

INSET = 7.2
"""Points that a box keeps free above and below its text, together."""

_TITLES = (28, 26, 24, 22, 20, 18)
_LONG_TITLES = (18, 16, 14, 12, 10)
_SENTENCES = (36, 32, 28, 24, 22, 20, 18, 16, 14, 12, 10)
_PARTS = 3  # slides that a chart may take
_PAGES = 3  # slides that a table may take
_ALIKE = 3  # charts of one kind in a row, beyond which they may be listed
_REPORT = "《总结报告》"


@dataclass(frozen=True)
class Room:
    """Points that a template leaves for titles, for what is below, and for a sentence alone."""

    width: float
    title: float
    height: float
    sentence: tuple[float, float]


NOT_YET = Lettering((), TEXT)
"""A sentence that is not set before it is known how many slides share it."""


@dataclass(frozen=True)
class Page:
    """A slide: its sentence, what it rests on with a caption, and what is said below.

    `ruling` is a table's; `rows` is all that stands behind, for the speaker.
    """

    title: str
    content: Chart | Table | None = None
    caption: str = ""
    note: str = ""
    ruling: Ruling | None = None
    rows: tuple[str, ...] = ()
    part: str = ""
    lettering: Lettering = NOT_YET


@dataclass(frozen=True)
class Scene:
    """A section's slides; none where the section has no sentence."""

    heading: str
    pages: tuple[Page, ...]


def tell_story(summary: Summary, room: Room) -> tuple[Scene, ...]:
    """Lay the key numbers and every section out as slides, as richly as `MOST` slides allow.

    What gives way, in this order: attendance marks teacher by teacher; charts of one kind, one per
    group, whose sentences are listed instead; all but the first rows of tables.
    """
    numbered = _numbered(summary.sections)
    for thrift in range(4):
        told = [
            Scene(section.heading, tuple(_Telling(room, thrift).pages(cues)))
            for section, cues in zip(summary.sections, numbered, strict=True)
        ]
        if sum(len(scene.pages) for scene in told) <= MOST:
            break
    scenes = (Scene(KEY_NUMBERS, tuple(_key_numbers(summary, room))), *told)
    return tuple(replace(scene, pages=_lettered(scene.pages, room)) for scene in scenes)


def behind_chart(chart: Chart) -> tuple[str, ...]:
    """Write what stands behind a chart as lines, else its own numbers, one per category."""
    if chart.behind.rows:
        return tuple(
            "、".join(f"{name} {cell}" for name, cell in zip(chart.behind.header, row, strict=True))
            for row in chart.behind.rows
        )
    columns = zip(*(one.amounts for one in chart.series), strict=True)
    names = [one.name for one in chart.series]
    return tuple(
        f"{category}：" + "、".join(_amounts(names, amounts, chart.number_format))
        for category, amounts in zip(chart.categories, columns, strict=True)
    )


@dataclass(frozen=True)
class _Cue:
    """A sentence with what it rests on, which the report numbers."""

    finding: str
    block: Chart | Table | None = None
    number: int = 0

    @property
    def place(self) -> str:
        return f"{'图' if isinstance(self.block, Chart) else '表'} {self.number}"

    @property
    def caption(self) -> str:
        return f"{self.place}　{self.block.title}" if self.block else ""


def _numbered(sections: Iterable[Section]) -> list[list[_Cue]]:
    counters: Mapping[type, Iterator[int]] = {Chart: count(1), Table: count(1)}
    return [list(_pair(section, counters)) for section in sections]


def _pair(section: Section, counters: Mapping[type, Iterator[int]]) -> Iterator[_Cue]:
    """Give each chart and table its sentence, in the order of the sentences."""
    owned: defaultdict[int, list[tuple[Chart | Table, int]]] = defaultdict(list)
    homeless: list[tuple[int, tuple[Chart | Table, int]]] = []
    told = run = owner = 0
    for block in section.blocks:
        if isinstance(block, Finding):
            told, run = told + 1, run + 1
            continue
        numbered = block, next(counters[type(block)])
        if run:
            owner = told - 1 if isinstance(block, Chart) else told - run
        if run or isinstance(block, Chart) or block.shades:
            owned[owner].append(numbered)
        else:
            homeless.append((told, numbered))
        run = 0
    for before, numbered in homeless:
        alone = (place for place in range(before) if place not in owned)
        owned[next(alone, max(0, before - 1))].append(numbered)
    for place, finding in enumerate(section.findings):
        shown = owned.get(place)
        yield from (_Cue(finding, *one) for one in shown) if shown else [_Cue(finding)]


@dataclass(frozen=True)
class _Telling:
    """How a section is told in a room, and how thriftily."""

    room: Room
    thrift: int

    def pages(self, cues: Sequence[_Cue]) -> Iterator[Page]:
        for kind, run in groupby(cues, key=_kind):
            alike = list(run)
            if kind == "marks":
                yield from self._marks(alike)
            elif self.thrift > 1 and kind and len(alike) > _ALIKE:
                yield from self._listed(cues[0].finding, alike)
            else:
                for cue in alike:
                    yield from self._page(cue)

    def _page(self, cue: _Cue) -> Iterator[Page]:
        if isinstance(cue.block, Chart):
            yield from _charted(cue, cue.block)
        elif isinstance(cue.block, Table):
            yield from self._tabled(cue, cue.block)
        else:
            yield Page(cue.finding)

    def _marks(self, cues: Sequence[_Cue]) -> Iterator[Page]:
        """Show attendance marks where every group's fit on a slide; else none."""
        pages = [page for cue in cues for page in self._dense(cue)]
        if self.thrift == 0 and len(pages) == len(cues):
            yield from pages
            return
        first, last = cues[0].place, cues[-1].place
        span = first if first == last else f"{first} 至{last}"
        for finding in dict.fromkeys(cue.finding for cue in cues):
            yield Page(finding, note=f"逐人的考勤一览见{_REPORT}{span}。")

    def _dense(self, cue: _Cue) -> Iterator[Page]:
        if not isinstance(cue.block, Table):
            return
        table = cue.block
        ruling = rule(table.header, table.rows, self.room.width)
        left = self._left(cue.finding, table.note)
        if ruling and ruling.holds(left) == len(table.rows):
            yield Page(cue.finding, table, cue.caption, table.note, ruling, _behind_table(table))

    def _listed(self, title: str, cues: Sequence[_Cue]) -> Iterator[Page]:
        """List the sentences of many charts of one kind instead of drawing them."""
        rows = tuple((cue.place, cue.finding) for cue in cues)
        table = Table("各图的结论", ("图", "结论"), rows, (LEFT, LEFT))
        note = f"图较多，不逐一放映，见{_REPORT}{cues[0].place} 至{cues[-1].place}。"
        ruling = rule(table.header, table.rows, self.room.width)
        if ruling:
            for part, widths in _cut(table, ruling, self._left(title, note)):
                yield Page(title, part, table.title, note, widths, _behind_table(part))

    def _tabled(self, cue: _Cue, table: Table) -> Iterator[Page]:
        """Show a table on few slides; of a longer one the first rows, of one too wide nothing."""
        see = f"见{_REPORT}{cue.place}。"
        whole = f"以上为前 {len(table.rows)} 行，共 {len(table.rows)} 行，{see}"
        ruling = rule(table.header, table.rows, self.room.width)
        parts = list(_cut(table, ruling, self._left(cue.finding, ""))) if ruling else []
        if parts and len(parts) <= (_PAGES if self.thrift < 3 else 1):
            for part, widths in parts:
                yield Page(cue.finding, part, cue.caption, "", widths, _behind_table(part))
            return
        cut = list(_cut(table, ruling, self._left(cue.finding, whole))) if ruling else []
        rows = _behind_table(table)
        if cut:
            part, widths = cut[0]
            told = f"以上为前 {len(part.rows)} 行，共 {len(table.rows)} 行，{see}"
            yield Page(cue.finding, part, cue.caption, told, widths, rows)
        else:
            yield Page(cue.finding, None, "", f"“{table.title}”{see}", None, rows)

    def _left(self, title: str, note: str) -> float:
        """Return the points below the caption, above the note."""
        taken = CAPTION + note_height(note, self.room)
        return self.room.height - taken - overhang(_title(f"{title}（9／9）", self.room), self.room)


def note_height(note: str, room: Room) -> float:
    """Return the points that a note takes below what it is about."""
    return letter(note, room.width, 0, (TEXT,)).height + 8 if note else 0


def overhang(lettering: Lettering, room: Room) -> float:
    """Return the points by which a long title reaches into what is below it."""
    return max(0.0, lettering.height + INSET - room.title)


def _kind(cue: _Cue) -> str:
    if isinstance(cue.block, Chart):
        return cue.block.kind
    return "marks" if isinstance(cue.block, Table) and cue.block.shades else ""


def _charted(cue: _Cue, chart: Chart) -> Iterator[Page]:
    """Draw a chart, in parts where it has too many bars; beyond that its sentence stands alone."""
    bars = len(chart.categories)
    parts = -(-bars // BARS)
    if parts > _PARTS:
        note = f"人数较多，逐一列出的图见{_REPORT}{cue.place}。"
        yield Page(cue.finding, note=note, rows=behind_chart(chart))
        return
    places = [round(bars * n / parts) for n in range(parts + 1)] if parts else [0, 0]
    if parts > 1:  # one scale, so that the parts can be compared
        highest = max(amount or 0 for one in chart.series for amount in one.amounts)
        chart = replace(chart, top=chart.top or 10 * ceil(highest / 10), labelled=False)
    for start, stop in pairwise(places):
        part = _slice(chart, start, stop)
        yield Page(cue.finding, part, cue.caption, rows=behind_chart(part))


def _slice(chart: Chart, start: int, stop: int) -> Chart:
    """Take some categories of a chart, with their rows behind where each has one."""
    series = (replace(one, amounts=one.amounts[start:stop]) for one in chart.series)
    behind = chart.behind
    if len(behind.rows) == len(chart.categories):
        behind = replace(behind, rows=behind.rows[start:stop], people=behind.people[start:stop])
    return replace(
        chart,
        categories=chart.categories[start:stop],
        people=chart.people[start:stop],
        series=tuple(series),
        behind=behind,
    )


def _cut(table: Table, ruling: Ruling, height: float) -> Iterator[tuple[Table, Ruling]]:
    """Cut a table into what each slide holds; nothing if not even one row fits."""
    start = 0
    while start < len(table.rows):
        taken = ruling.holds(height, start)
        if not taken:
            return
        stop = start + taken
        heights = (ruling.heights[0], *ruling.heights[1 + start : 1 + stop])
        yield replace(table, rows=table.rows[start:stop]), replace(ruling, heights=heights)
        start = stop


def _key_numbers(summary: Summary, room: Room) -> Iterator[Page]:
    """Lay name and number side by side, three pairs in a row."""
    pairs = list(summary.numbers.items())
    pairs += [("", "")] * (-len(pairs) % 3)
    cells = [text for pair in pairs for text in pair]
    rows = tuple(tuple(cells[start : start + 6]) for start in range(0, len(cells), 6))
    table = Table(KEY_NUMBERS, ("项目", "数值") * 3, rows, (LEFT, RIGHT) * 3)
    ruling = rule(table.header, table.rows, room.width)
    for part, widths in _cut(table, ruling, room.height - GAP) if ruling else ():
        lines = tuple(f"{name}：{number}" for name, number in summary.numbers.items())
        yield Page(KEY_NUMBERS, part, "", "", widths, lines)


def _lettered(pages: Sequence[Page], room: Room) -> tuple[Page, ...]:
    """Set the sentences; slides that share one are numbered, so that no two have the same title."""
    titles = [page.title for page in pages]
    told = []
    for place, page in enumerate(pages):
        times = titles.count(page.title)
        nth = titles[: place + 1].count(page.title)
        part = f"（{nth}／{times}）" if times > 1 else ""
        text = page.title + part
        wide, high = room.sentence
        lettering = _title(text, room) if page.content else letter(text, wide, high, _SENTENCES)
        told.append(replace(page, part=part, lettering=lettering))
    return tuple(told)


def _title(text: str, room: Room) -> Lettering:
    normal = letter(text, room.width, room.title - INSET, _TITLES)
    if normal.height + INSET <= room.title:
        return normal
    return letter(text, room.width, room.title + room.height / 2, _LONG_TITLES)


def _behind_table(table: Table) -> tuple[str, ...]:
    note = (f"注：{table.note}",) if table.note else ()
    return (*("｜".join(row) for row in (table.header, *table.rows)), *note)


def _amounts(
    names: Sequence[str], amounts: Sequence[float | None], number_format: str
) -> Iterator[str]:
    for name, amount in zip(names, amounts, strict=True):
        if amount is not None:
            yield f"{name} {_shown(amount, number_format)}"


def _shown(amount: float, number_format: str) -> str:
    if "%" in number_format:
        return f"{amount:.1%}"
    return f"{amount:.0f}" if amount == int(amount) and number_format == "0" else f"{amount:.2f}"
