"""What the report says about where lines fall, and about everybody's standing."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.findings import finding_cutoffs, finding_tiers
from xiaoben_analytics.labels import HEADINGS, points, printable
from xiaoben_analytics.summary.material import Material
from xiaoben_analytics.summary.model import (
    CENTER,
    LEFT,
    RIGHT,
    Block,
    Chart,
    Finding,
    Series,
    Table,
    text_rows,
)


def line_blocks(material: Material) -> Iterator[Block]:
    """Show where the lines fall, and everybody in order."""
    result = material.result
    lines = result.cutoffs
    rows = [
        (
            *(line[name] for name in (col.POOL, col.TIER, col.RATIO, col.SEATS, col.COUNT)),
            *(_points(line[name]) for name in (col.CUTOFF, col.GAP)),
        )
        for line in lines[(lines[col.RATIO] != "") | (lines[col.COUNT] > 0)].to_dict("records")
    ]
    names = (col.POOL, col.TIER, col.RATIO, col.SEATS, col.COUNT, col.CUTOFF, col.GAP)
    yield Finding(printable(finding_tiers(lines)))
    yield material.compare(finding_cutoffs, lines, col.POOL)
    yield Table(
        "名额与划线",
        tuple(HEADINGS[name] for name in names),
        text_rows(rows),
        (LEFT, CENTER, *[RIGHT] * 5),
        note="划线为该等级内的最低总分；线下差距为它与线下最高总分之差。",
        groups=tuple(str(row[0]) for row in rows),
    )
    for pool in lines[col.POOL].unique():
        yield from _ladder(result, pool)


def standings_blocks(material: Material) -> Iterator[Block]:
    """List every assessed teacher with points, rank and tier."""
    result = material.result
    parts = result.policy.components
    who = (col.GROUP, col.TEACHER_ID, col.NAME)
    tail = (col.TIER, col.APPRAISAL, col.REPORTED_HOURS, col.REMARK)
    rows = [
        (
            *(row[name] for name in who),
            *(points(row[name]) for name in (*result.policy.component_names, col.TOTAL)),
            "" if row[col.GATED] else row[col.RANK],
            *(row[name] for name in tail),
        )
        for row in result.standings.to_dict("records")
    ]
    labels = (printable(part.label) for part in parts)
    headings = [HEADINGS[name] for name in (*who, col.TOTAL, col.RANK, *tail)]
    yield Table(
        "成绩总表",
        (*headings[: len(who)], *labels, *headings[len(who) :]),
        text_rows(rows),
        (LEFT, LEFT, LEFT, *[RIGHT] * (len(parts) + 2), CENTER, RIGHT, RIGHT, LEFT),
        wide=True,
        people=tuple(result.standings[col.TEACHER_ID]),
        free=(len(who) + len(parts) + 5,),
    )


def _points(hundredths: object) -> str:
    return points(hundredths) if isinstance(hundredths, int) else "—"


def _members(standings: pd.DataFrame, pool: str) -> pd.DataFrame:
    """List a pool in the order of the standings; of several groups, in order of rank."""
    return standings[standings[col.POOL] == pool].sort_values(col.RANK, kind="stable")


def _ladder(result: Assessment, pool: str) -> Iterator[Block]:
    """Stand a pool's teachers in order, gated ones last, and say where the lines lie."""
    members = _members(result.standings, pool)
    series = tuple(
        Series(tier, _inside(members, tier))
        for tier in result.policy.tiers.names
        if (members[col.TIER] == tier).any()
    )
    lines = result.cutoffs[result.cutoffs[col.POOL] == pool]
    tiers = [
        f"{line[col.TIER]} {line[col.COUNT]} 人{_from(line[col.CUTOFF])}"
        for line in lines[lines[col.COUNT] > 0].to_dict("records")
    ]
    names = text_rows([members[col.NAME]])[0]
    title = printable(f"{pool}总分与等级")
    people = tuple(members[col.TEACHER_ID])
    rows = [
        (
            "" if row[col.GATED] else row[col.RANK],
            row[col.NAME],
            points(row[col.TOTAL]),
            row[col.TIER],
        )
        for row in members.to_dict("records")
    ]
    header, align = ("名次", "姓名", "总分", "等级"), (RIGHT, LEFT, RIGHT, CENTER)
    behind = Table(title, header, text_rows(rows), align, people=people)
    yield Finding(printable(f"{pool} {len(members)} 人：{'、'.join(tiers)}。"), members=people)
    yield Chart(
        "tiers", title, names, series, "总分", "0.00", labelled=True, behind=behind, people=people
    )


def _from(cutoff: object) -> str:
    return f"（{points(cutoff)} 分起）" if isinstance(cutoff, int) else ""


def _inside(members: pd.DataFrame, tier: str) -> tuple[float | None, ...]:
    rows = zip(members[col.TOTAL], members[col.TIER], strict=True)
    return tuple(total / 100 if own == tier else None for total, own in rows)
