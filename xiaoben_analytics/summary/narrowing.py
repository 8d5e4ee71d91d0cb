"""The report for the head of a group: single teachers only of that group, others as whole groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from xiaoben_analytics.labels import printable
from xiaoben_analytics.summary.audiences import AUDIENCES
from xiaoben_analytics.summary.model import Block, Chart, Finding, Section, Summary, Table
from xiaoben_analytics.summary.words import APPENDIX, heading, topic

T = TypeVar("T")


def narrow(summary: Summary, own: frozenset[str], group: str) -> Summary:
    """Leave out of a report whatever tells of teachers other than `own`, and the leadership's part.

    A sentence stays if it names nobody else, a row if it is about nobody else; a chart of everybody
    together goes, since its points are people.
    """
    topics = AUDIENCES["group"].topics
    kept = [section for section in summary.sections if topic(section.heading) in topics]
    narrowed = [(topic(one.heading), tuple(_own_blocks(one.blocks, own))) for one in kept]
    agenda = [name for name, blocks in narrowed if blocks and name != APPENDIX]
    return replace(
        summary,
        title=f"{summary.title}（教研组版）",
        subtitle=printable(f"{summary.subtitle}　{group}"),
        sections=tuple(
            Section(name if name == APPENDIX else heading(name, agenda), blocks)
            for name, blocks in narrowed
            if blocks
        ),
    )


def _own_blocks(blocks: Iterable[Block], own: frozenset[str]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Finding):
            if own.issuperset(block.people):
                yield block
        elif isinstance(block, Table):
            table = _own_rows(block, own)
            if table.rows:
                yield table
        elif chart := _own_chart(block, own):
            yield chart


def _own_rows(table: Table, own: frozenset[str]) -> Table:
    kept = [place for place, named in enumerate(table.named) if named <= own]

    def of(cells: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(cells[place] for place in kept) if cells else ()

    return replace(
        table,
        rows=of(table.rows),
        shades=of(table.shades),
        people=of(table.people),
        others=of(table.others),
    )


def _own_chart(chart: Chart, own: frozenset[str]) -> Chart | None:
    """Leave a chart's own people in it; None where nobody is left, or they cannot be told apart."""
    if not chart.people:
        named = frozenset().union(*chart.behind.named)
        return chart if named <= own else None
    kept = [place for place, one in enumerate(chart.people) if one in own]
    series = tuple(
        replace(one, amounts=tuple(one.amounts[place] for place in kept)) for one in chart.series
    )
    return (
        replace(
            chart,
            categories=tuple(chart.categories[place] for place in kept),
            people=tuple(chart.people[place] for place in kept),
            series=tuple(
                one for one in series if any(amount is not None for amount in one.amounts)
            ),
            behind=_own_rows(chart.behind, own),
        )
        if kept
        else None
    )
