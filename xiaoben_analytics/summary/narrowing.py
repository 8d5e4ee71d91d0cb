"""The report for the head of a group: single teachers only of that group, others as whole groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from xiaoben_analytics.groups import SMALLEST
from xiaoben_analytics.labels import printable
from xiaoben_analytics.summary.audiences import AUDIENCES
from xiaoben_analytics.summary.model import Block, Chart, Finding, Section, Summary, Table, texts
from xiaoben_analytics.summary.naming import Hide
from xiaoben_analytics.summary.words import APPENDIX, OWN_GROUP, heading, topic

T = TypeVar("T")

TOO_FEW = f"—（少于 {SMALLEST} 人）"
_NONE = "—"


@dataclass(frozen=True)
class Circle:
    """What the head of a group reads: `own` ids, groups that are `hidden`, and what hides others.

    `blocks` and `numbers` tell how the own group did.
    """

    group: str
    own: frozenset[str]
    hide: Hide
    hidden: frozenset[str] = frozenset()
    numbers: tuple[tuple[str, str], ...] = ()
    blocks: tuple[Block, ...] = ()


def narrow(summary: Summary, circle: Circle) -> Summary:
    """Leave out of a report what tells of single teachers of other groups, and the leadership's part.

    How the own group did comes first. A row stays unless it is about somebody else; in texts that
    came from cells others are hidden. Sentences that name or count single teachers of the whole
    school go, as does a chart of everybody together, since its points are people. Of other groups
    that are too small, rows and columns say that instead of a number.
    """
    topics = AUDIENCES["group"].topics
    kept = [section for section in summary.sections if topic(section.heading) in topics]
    narrowed = [
        (OWN_GROUP, circle.blocks),
        *((topic(one.heading), tuple(_own_blocks(one.blocks, circle))) for one in kept),
    ]
    agenda = [name for name, blocks in narrowed if blocks and name != APPENDIX]
    return replace(
        summary,
        title=f"{summary.title}（教研组版）",
        subtitle=printable(f"{summary.subtitle}　{circle.group}"),
        numbers=texts(dict(circle.numbers)) if circle.numbers else summary.numbers,
        sections=tuple(
            Section(name if name == APPENDIX else heading(name, agenda), blocks)
            for name, blocks in narrowed
            if blocks
        ),
    )


def _own_blocks(blocks: Iterable[Block], circle: Circle) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Finding):
            yield from _own_sentence(block, circle)
        elif isinstance(block, Table):
            table = _own_rows(block, circle)
            if table.rows:
                yield table
        elif chart := _own_chart(block, circle):
            yield chart


def _own_sentence(told: Finding, circle: Circle) -> Iterator[Finding]:
    text = told.text if told.apart is None else told.apart
    if text and not told.single and (not told.members or circle.own & set(told.members)):
        yield Finding(text)


def _own_rows(table: Table, circle: Circle) -> Table:
    kept = [place for place, named in enumerate(table.named) if named <= circle.own]

    def of(cells: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(cells[place] for place in kept) if cells else ()

    few = replace(
        table,
        rows=of(table.rows),
        shades=of(table.shades),
        people=of(table.people),
        others=of(table.others),
        groups=of(table.groups),
    )
    return replace(few, rows=tuple(_row(few, place, circle) for place in range(len(few.rows))))


def _row(table: Table, place: int, circle: Circle) -> tuple[str, ...]:
    """Hide others in cells that are free texts, and numbers of groups that are too small."""
    row = [
        circle.hide(cell, circle.own) if column in table.free else cell
        for column, cell in enumerate(table.rows[place])
    ]
    if table.groups and table.groups[place] in circle.hidden:
        return (row[0], TOO_FEW, *[_NONE] * (len(row) - 2))
    if table.across:
        return tuple(
            TOO_FEW if group in circle.hidden else cell
            for cell, group in zip(row, table.across, strict=True)
        )
    return tuple(row)


def _own_chart(chart: Chart, circle: Circle) -> Chart | None:
    """Leave a chart's own people in it; None where nobody is left, or they cannot be told apart."""
    if not chart.people:
        named = frozenset().union(*chart.behind.named)
        return _large_groups(chart, circle) if named <= circle.own else None
    kept = [place for place, one in enumerate(chart.people) if one in circle.own]
    return _only(chart, kept, circle) if kept else None


def _large_groups(chart: Chart, circle: Circle) -> Chart | None:
    if not circle.hidden & set(chart.groups):
        return chart
    kept = [place for place, one in enumerate(chart.groups) if one not in circle.hidden]
    return _only(chart, kept, circle) if kept else None


def _only(chart: Chart, kept: list[int], circle: Circle) -> Chart:
    """Keep some of a chart's categories."""
    series = (
        replace(one, amounts=tuple(one.amounts[place] for place in kept)) for one in chart.series
    )
    return replace(
        chart,
        categories=tuple(chart.categories[place] for place in kept),
        people=tuple(chart.people[place] for place in kept) if chart.people else (),
        groups=tuple(chart.groups[place] for place in kept) if chart.groups else (),
        series=tuple(one for one in series if any(amount is not None for amount in one.amounts)),
        behind=_own_rows(chart.behind, circle),
    )
