"""The meeting's report as a value; `model` says what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.labels import printable
from xiaoben_analytics.ledger import Ledger, find_authority
from xiaoben_analytics.summary.absences import missed_blocks
from xiaoben_analytics.summary.attendance import participation_blocks
from xiaoben_analytics.summary.audiences import AUDIENCES, Audience, Sight, find_audiences
from xiaoben_analytics.summary.awards import award_blocks
from xiaoben_analytics.summary.decisions import decision_blocks
from xiaoben_analytics.summary.fragile import fragile_blocks
from xiaoben_analytics.summary.groups import group_blocks
from xiaoben_analytics.summary.hours import hours_blocks
from xiaoben_analytics.summary.intake import (
    file_table,
    problems_table,
    reconciliation_blocks,
    reconciliation_table,
)
from xiaoben_analytics.summary.lines import line_blocks, standings_blocks
from xiaoben_analytics.summary.material import Material
from xiaoben_analytics.summary.model import (
    Block,
    Chart,
    Finding,
    Section,
    Series,
    Summary,
    Table,
    Texts,
)
from xiaoben_analytics.summary.naming import SOME_ID, SOMEBODY, Hide, other_hider, without_names
from xiaoben_analytics.summary.narrowing import Circle, narrow
from xiaoben_analytics.summary.numbers import key_numbers, marks, state_facts
from xiaoben_analytics.summary.own_group import make_circle
from xiaoben_analytics.summary.privacy import without_personal
from xiaoben_analytics.summary.questions import question_blocks
from xiaoben_analytics.summary.ties import tie_blocks
from xiaoben_analytics.summary.words import (
    APPENDIX,
    DECIDED,
    EQUAL,
    FRAGILE,
    GROUPS,
    HOURS,
    INTAKE,
    LINES,
    OPEN,
    ROUNDING,
    SCOPE,
    TAKING_PART,
    TIES,
    heading,
)

__all__ = [
    "AUDIENCES",
    "ROUNDING",
    "SCOPE",
    "SOMEBODY",
    "SOME_ID",
    "TIES",
    "Audience",
    "Chart",
    "Circle",
    "Finding",
    "Hide",
    "Section",
    "Series",
    "Sight",
    "Summary",
    "Table",
    "Texts",
    "file_table",
    "find_audiences",
    "key_numbers",
    "make_circle",
    "marks",
    "narrow",
    "other_hider",
    "problems_table",
    "reconciliation_table",
    "state_facts",
    "summarize",
    "without_personal",
]

Write = Callable[[Material], Iterable[Block]]

_SECTIONS: Mapping[str, tuple[Write, ...]] = MappingProxyType(
    {
        heading(INTAKE): (reconciliation_blocks,),
        heading(TAKING_PART): (participation_blocks, missed_blocks),
        heading(HOURS): (hours_blocks,),
        heading(GROUPS): (group_blocks, award_blocks),
        heading(LINES): (line_blocks,),
        heading(FRAGILE): (fragile_blocks,),
        heading(EQUAL): (tie_blocks,),
        heading(DECIDED): (decision_blocks,),
        heading(OPEN): (question_blocks,),
        APPENDIX: (standings_blocks,),
    }
)


def summarize(
    result: Assessment,
    *,
    ledger: Ledger | None = None,
    progress: Callable[[str], None] | None = None,
) -> Summary:
    """Put an assessment into words, tables and charts, in the order of the meeting.

    Parameters
    ----------
    ledger
        What the meeting has decided so far; a ledger with faults is not relied on.
    progress
        Told each section's heading before it is worked out: in large schools it takes long to
        find what moves somebody across a line.
    """
    material = Material(result, ledger)
    return Summary(
        title="校本培训总结报告",
        subtitle=printable(f"{result.school.name}　{result.school.school_year} 学年".strip()),
        facts=state_facts(result, find_authority(result, ledger)),
        numbers=key_numbers(result),
        tiers=result.policy.tiers.names,
        sections=tuple(
            _section(title, writers, material, progress or _unheard)
            for title, writers in _SECTIONS.items()
        ),
    )


def _section(
    title: str,
    writers: Iterable[Write],
    material: Material,
    progress: Callable[[str], None],
) -> Section:
    progress(title)
    blocks = (block for write in writers for block in write(material))
    return Section(title, tuple(_with_plain(block, material) for block in blocks))


def _with_plain(block: Block, material: Material) -> Block:
    """Say beside a sentence about single teachers what it says without their names."""
    if isinstance(block, Finding) and block.single:
        return replace(block, plain=without_names(block.text, material.names))
    return block


def _unheard(_heading: str) -> None:
    """Tell nobody."""
