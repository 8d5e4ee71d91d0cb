"""The summary as slides: few, each with one sentence and the chart or table that it rests on.

A chart or table belongs to the sentence right before it. Sentences that have nothing of their own
on the projector share a slide: the first that cites a number is its title, the others stand below.
Neighbouring sections that are nothing but such sentences share one too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby

from xiaoben_analytics.export.fitting import Lettering, letter, rule
from xiaoben_analytics.export.scenes import (
    CAPTION,
    GAP,
    INSET,
    REPORT,
    Page,
    Room,
    Scene,
    behind_table,
    cut_table,
    draw_beside,
    draw_chart,
    lines_height,
    note_height,
    overhang,
    place_of,
)
from xiaoben_analytics.summary import Chart, Finding, Section, Summary, Table
from xiaoben_analytics.summary.model import LEFT, RIGHT
from xiaoben_analytics.summary.words import DECIDED, EQUAL, FRAGILE, LINES, OPEN, topic

MOST = 17
"""Slides of the sections; beyond this, more and more is left to the report."""

KEY_NUMBERS = "主要数据"

_TITLES = (28, 26, 24, 22, 20, 18)
_LONG_TITLES = (18, 16, 14, 12, 10)
_SENTENCES = (36, 32, 28, 24, 22, 20, 18, 16, 14, 12, 10)
_PAGES = 2  # slides that a table may take
_ROWS = 2  # rows of a table that are worth a slide
_SMALL = ((8, 3), (16, 2))  # categories of ladders, and how many such stand beside each other
_FEW = 5  # sentences of several sections that may share a slide
_ALIKE = 3  # ladders in a row, beyond which they may be listed
_PERSONS, _AWARDS, _MORE, _LADDERS = range(1, 5)  # what gives way, in this order
_NAMING = (LINES, FRAGILE, EQUAL, DECIDED)
"""Sections where the meeting decides about persons; elsewhere nobody is named on the projector."""
_PART = re.compile("第[一二三四五六七八九]部分")


def tell_story(summary: Summary, room: Room) -> tuple[Scene, ...]:
    """Lay the key numbers and every section out as slides, as richly as `MOST` slides allow.

    Lists of what single teachers missed are never shown. What else gives way, in this order: lists
    of persons, and all but the first rows of tables; awards; tables and what else a sentence rests
    on beside its first chart, but not where the meeting decides; at last the ladders of the pools.
    """
    numbered = _numbered(summary.sections)
    for thrift in range(_LADDERS + 1):
        told = [_Telling(room, thrift, heading).scene(cues) for heading, cues in numbered]
        told = list(_joined(told, room))
        if sum(len(scene.pages) for scene in told) <= MOST:
            break
    scenes = (Scene((KEY_NUMBERS,), tuple(_key_numbers(summary, room))), *told)
    return tuple(replace(scene, pages=_lettered(scene.pages, room)) for scene in scenes)


@dataclass(frozen=True)
class _Cue:
    """A sentence with what it rests on, which the report numbers."""

    finding: Finding
    blocks: tuple[tuple[Chart | Table, int], ...] = ()


_Cues = Sequence[_Cue]


def _numbered(sections: Iterable[Section]) -> list[tuple[str, list[_Cue]]]:
    counters: Mapping[type, Iterator[int]] = {Chart: count(1), Table: count(1)}
    return [(section.heading, list(_pair(section, counters))) for section in sections]


def _pair(section: Section, counters: Mapping[type, Iterator[int]]) -> Iterator[_Cue]:
    """Give each chart and table to the sentence right before it, or to the first one."""
    cues: list[_Cue] = []
    early: list[tuple[Chart | Table, int]] = []
    for block in section.blocks:
        if isinstance(block, Finding):
            cues.append(_Cue(block, tuple(early)))
            early = []
            continue
        shown = block.printed if isinstance(block, Table) else block
        numbered = shown, next(counters[type(block)])
        if cues:
            cues[-1] = replace(cues[-1], blocks=(*cues[-1].blocks, numbered))
        else:
            early.append(numbered)
    yield from cues


@dataclass(frozen=True)
class _Telling:
    """How a section is told in a room, and how thriftily."""

    room: Room
    thrift: int
    heading: str

    def scene(self, cues: _Cues) -> Scene:
        """Show one after the other what sentences rest on; those alone where the first of them stood."""
        said: list[str] = []
        left: list[str] = []
        pages: list[Page] = []
        begun = 0
        for is_ladder, run in groupby(cues, key=_is_ladder):
            alike = list(run)
            if is_ladder and len(alike) > 1:
                pages += self._ladders(alike)
                continue
            for cue in alike:
                shown = list(self._shown(cue))
                pages += shown
                if not shown:
                    begun = begun if said else len(pages)
                    said += filter(None, [self._sentence(cue)])
                    left += [place_of(*one) for one in cue.blocks]
        return Scene(
            (self.heading,), (*pages[:begun], *_said(said, left, self.room), *pages[begun:])
        )

    @property
    def _is_naming(self) -> bool:
        return topic(self.heading) in _NAMING

    def _sentence(self, cue: _Cue) -> str:
        finding = cue.finding
        text = finding.text if finding.plain is None or self._is_naming else finding.plain
        return _PART.sub(rf"{REPORT}\g<0>", text)

    def _shown(self, cue: _Cue) -> Iterator[Page]:
        """Show what a sentence rests on; of several, when it must be short, the first."""
        title = self._sentence(cue)
        wanted = [one for one in cue.blocks if title and self._is_shown(one[0])]
        for block, number in wanted[: 1 if self.thrift >= _MORE else None]:
            place = place_of(block, number)
            if isinstance(block, Chart):
                yield from draw_chart(title, block, place)
            else:
                yield from self._tabled(title, block, place)

    def _is_shown(self, block: Chart | Table) -> bool:
        if "获奖" in block.title and self.thrift >= _AWARDS:
            return False
        if isinstance(block, Chart):
            return True
        if block.shades or any(block.named):
            return self._is_naming and self.thrift < _PERSONS and not block.shades
        is_put_off = self.thrift >= _MORE and topic(self.heading) not in (*_NAMING, OPEN)
        return len(block.rows) >= _ROWS and not is_put_off

    def _ladders(self, cues: _Cues) -> Iterator[Page]:
        """Draw small ladders beside each other; where there are too many, list their sentences."""
        if self.thrift >= _LADDERS and len(cues) > _ALIKE:
            yield from self._listed(cues)
            return
        shown = [(cue.finding.text, *cue.blocks[0]) for cue in cues]
        most = max(len(block.categories) for _, block, _ in shown if isinstance(block, Chart))
        beside = next((many for size, many in _SMALL if most <= size), 1)
        parts = -(-len(shown) // beside)
        for part in range(parts):
            own = shown[len(shown) * part // parts : len(shown) * (part + 1) // parts]
            yield from draw_beside(own)

    def _listed(self, cues: _Cues) -> Iterator[Page]:
        """List the sentences of many charts of one kind instead of drawing them."""
        places = [place_of(*cue.blocks[0]) for cue in cues]
        rows = tuple((place, cue.finding.text) for place, cue in zip(places, cues, strict=True))
        table = Table("各图的结论", ("图", "结论"), rows, (LEFT, LEFT))
        title = f"{len(cues)} 个排名范围的总分与等级"
        note = f"图较多，不逐一放映，见{REPORT}{places[0]} 至{places[-1]}。"
        ruling = rule(table.header, table.rows, self.room.width)
        if ruling:
            for part, widths in cut_table(table, ruling, self._left(title, note)):
                yield Page(title, part, table.title, note, widths, behind_table(part))

    def _tabled(self, title: str, table: Table, place: str) -> Iterator[Page]:
        """Show a table on few slides; of a longer one the first rows; one too wide is left out."""
        see, caption = f"见{REPORT}{place}。", f"{place}　{table.title}"
        ruling = rule(table.header, table.rows, self.room.width)
        parts = list(cut_table(table, ruling, self._left(title, ""))) if ruling else []
        if parts and len(parts) <= (_PAGES if self.thrift < _PERSONS else 1):
            for part, widths in parts:
                yield Page(title, part, caption, "", widths, behind_table(part))
            return
        whole = f"以上为前 {len(table.rows)} 行，共 {len(table.rows)} 行，{see}"
        cut = list(cut_table(table, ruling, self._left(title, whole))) if ruling else []
        rows = behind_table(table)
        if cut:
            part, widths = cut[0]
            told = f"以上为前 {len(part.rows)} 行，共 {len(table.rows)} 行，{see}"
            yield Page(title, part, caption, told, widths, rows)

    def _left(self, title: str, note: str) -> float:
        """Return the points below the caption, above the note."""
        taken = CAPTION + note_height(note, self.room)
        return self.room.height - taken - overhang(_title(f"{title}（9／9）", self.room), self.room)


def _is_ladder(cue: _Cue) -> bool:
    return [isinstance(block, Chart) and block.kind == "tiers" for block, _ in cue.blocks] == [True]


def _said(texts: Sequence[str], left: Sequence[str], room: Room) -> Iterator[Page]:
    """Put sentences below each other on as few slides as hold them, the telling one first.

    `left` names what they rest on and is not shown.
    """
    if not texts:
        return
    note = f"详见{REPORT}{_span(left)}。" if left else ""
    ahead = next((text for text in texts if Finding(text).numbers), texts[0])
    title, *lines = ahead, *(text for text in texts if text is not ahead)
    height = room.height - overhang(_title(title, room), room) - GAP - note_height(note, room)
    if lines and lines_height(lines[:1], room.width) > height:  # a title that fills its slide
        yield Page(title)
        yield from _said(lines, left, room)
        return
    held: list[str] = []
    for line in lines:
        if held and lines_height([*held, line], room.width) > height:
            yield Page(title, lines=tuple(held), note=note, left=tuple(left))
            held = []
        held.append(line)
    yield Page(title, lines=tuple(held), note=note, left=tuple(left))


def _joined(scenes: Iterable[Scene], room: Room) -> Iterator[Scene]:
    """Let neighbours that are nothing but a few sentences share a slide."""
    last: Scene | None = None
    for scene in scenes:
        shared = list(_shared(last, scene, room)) if last else []
        if last and len(shared) == 1:
            last = Scene((*last.headings, *scene.headings), tuple(shared))
            continue
        if last:
            yield last
        last = scene
    if last:
        yield last


def _shared(one: Scene, other: Scene, room: Room) -> Iterator[Page]:
    pages = (*one.pages, *other.pages)
    texts = [text for page in pages for text in (page.title, *page.lines)]
    single = len(one.pages) == len(other.pages) == 1 and all(page.is_said for page in pages)
    if single and len(texts) <= _FEW:
        yield from _said(texts, [place for page in pages for place in page.left], room)


def _span(places: Sequence[str]) -> str:
    """Write places, of more than three the first and the last.

    >>> _span(["表 1", "表 3"]), _span(["表 1", "表 3", "表 4", "表 9"])
    ('表 1、表 3', '表 1 至表 9')
    """
    return "、".join(places) if len(places) <= 3 else f"{places[0]} 至{places[-1]}"


def _key_numbers(summary: Summary, room: Room) -> Iterator[Page]:
    """Lay name and number side by side: the results in two columns, beside them the intake."""
    results, intake = list(summary.results.items()), list(summary.intake.items())
    half = -(-len(results) // 2)
    columns = [pairs for pairs in (results[:half], results[half:], intake) if pairs]
    height = max(map(len, columns), default=0)
    filled = [[*pairs, *[("", "")] * (height - len(pairs))] for pairs in columns]
    rows = tuple(tuple(text for pair in row for text in pair) for row in zip(*filled, strict=True))
    header, align = ("项目", "数值") * len(columns), (LEFT, RIGHT) * len(columns)
    table = Table(KEY_NUMBERS, header, rows, align)
    ruling = rule(table.header, table.rows, room.width)
    for part, widths in cut_table(table, ruling, room.height - GAP) if ruling else ():
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
        alone = page.is_said and not page.lines
        lettering = letter(text, wide, high, _SENTENCES) if alone else _title(text, room)
        told.append(replace(page, part=part, lettering=lettering))
    return tuple(told)


def _title(text: str, room: Room) -> Lettering:
    normal = letter(text, room.width, room.title - INSET, _TITLES)
    if normal.height + INSET <= room.title:
        return normal
    return letter(text, room.width, room.title + room.height / 2, _LONG_TITLES)
