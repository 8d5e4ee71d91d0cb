"""What a slide can hold: sentences, a chart or several small ones, as much of a table as fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from math import ceil

from xiaoben_analytics.export.fitting import LINE, TEXT, Lettering, Ruling, letter
from xiaoben_analytics.summary import Chart, Table

BARS = 45
"""Bars beside each other whose names can still be read."""

CAPTION = TEXT * LINE + 8
"""Points that the line above a chart or table takes."""

GAP = 10
"""Points between a title and what has no caption, and between sentences below each other."""

INSET = 7.2
"""Points that a box keeps free above and below its text, together."""

BESIDE = 15
"""Points between charts beside each other."""

REPORT = "《总结报告》"

_PARTS = 3  # slides that a chart may take


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
class Panel:
    """A small chart beside others, and the sentence above it."""

    chart: Chart
    sentence: str
    caption: str


@dataclass(frozen=True)
class Page:
    """A slide: its sentence, what it rests on with a caption, and what is said below.

    Without content, `lines` are further sentences, and `left` names what is left to the report. `panels` are charts beside each other, in place
    of content. `ruling` is a table's; `rows` is all that stands behind, for the speaker.
    """

    title: str
    content: Chart | Table | None = None
    caption: str = ""
    note: str = ""
    ruling: Ruling | None = None
    rows: tuple[str, ...] = ()
    part: str = ""
    lettering: Lettering = NOT_YET
    lines: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    panels: tuple[Panel, ...] = ()

    @property
    def is_said(self) -> bool:
        """Whether the slide holds nothing but sentences."""
        return self.content is None and not self.panels


@dataclass(frozen=True)
class Scene:
    """Slides of a section, and of those that share them; none where there is no sentence."""

    headings: tuple[str, ...]
    pages: tuple[Page, ...]


def note_height(note: str, room: Room) -> float:
    """Return the points that a note takes below what it is about."""
    return letter(note, room.width, 0, (TEXT,)).height + 8 if note else 0


def overhang(lettering: Lettering, room: Room) -> float:
    """Return the points by which a long title reaches into what is below it."""
    return max(0.0, lettering.height + INSET - room.title)


def lines_height(lines: Sequence[str], width: float, size: float = TEXT) -> float:
    """Return the points that sentences take below each other."""
    return sum(letter(line, width, 0, (size,)).height + GAP for line in lines)


def place_of(block: Chart | Table, number: int) -> str:
    return f"{'图' if isinstance(block, Chart) else '表'} {number}"


def draw_beside(shown: Sequence[tuple[str, Chart | Table, int]]) -> Iterator[Page]:
    """Put charts beside each other; a single one is a slide like any other."""
    charts = [(said, chart, n) for said, chart, n in shown if isinstance(chart, Chart)]
    if len(charts) == 1:
        said, chart, number = charts[0]
        yield from draw_chart(said, chart, place_of(chart, number))
        return
    panels = [Panel(one, said, f"{place_of(one, n)}　{one.title}") for said, one, n in charts]
    yield Page(
        name_together([one.title for _, one, _ in charts]),
        rows=tuple(
            line
            for panel in panels
            for line in (panel.caption, panel.sentence, *behind_chart(panel.chart))
        ),
        panels=tuple(panels),
    )


def draw_chart(title: str, chart: Chart, place: str) -> Iterator[Page]:
    """Draw a chart, in parts where it has too many bars; beyond that its sentence stands alone."""
    bars = len(chart.categories)
    parts = -(-bars // BARS)
    if parts > _PARTS:
        note = f"人数较多，逐一列出的图见{REPORT}{place}。"
        yield Page(title, note=note, rows=behind_chart(chart))
        return
    places = [round(bars * n / parts) for n in range(parts + 1)] if parts else [0, 0]
    if parts > 1:  # one scale, so that the parts can be compared
        highest = max(amount or 0 for one in chart.series for amount in one.amounts)
        chart = replace(chart, top=chart.top or 10 * ceil(highest / 10), labelled=False)
    for start, stop in pairwise(places):
        part = _slice(chart, start, stop)
        yield Page(title, part, f"{place}　{chart.title}", rows=behind_chart(part))


def cut_table(table: Table, ruling: Ruling, height: float) -> Iterator[tuple[Table, Ruling]]:
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


def behind_table(table: Table) -> tuple[str, ...]:
    note = (f"注：{table.note}",) if table.note else ()
    return (*("｜".join(row) for row in (table.header, *table.rows)), *note)


def name_together(titles: Sequence[str]) -> str:
    """Name several titles at once: what they share is written once.

    >>> name_together(["数学组总分与等级", "英语组总分与等级"])
    '数学、英语组总分与等级'
    """
    shared = common_end(titles)
    if len(titles) == 1 or not shared:
        return "、".join(titles)
    return "、".join(title.removesuffix(shared) for title in titles) + shared


def common_end(titles: Sequence[str]) -> str:
    """Return what all titles end with."""
    backwards = zip(*(reversed(title) for title in titles), strict=False)
    shared = takewhile(lambda letters: len(set(letters)) == 1, backwards)
    return "".join(letters[0] for letters in shared)[::-1]


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
