"""Which groups are meant, in rows about groups and in the audience of an activity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import NOTICE, Problem
from xiaoben_analytics.reading.clean import Unclean
from xiaoben_analytics.reading.people import same_group
from xiaoben_analytics.reading.record import Record
from xiaoben_analytics.tables import EVERYBODY

NAMEABLE = (col.GROUP, col.PREP_GROUP, col.CATEGORY)
ADVICE = "请改为花名册中的写法"


def resolve_groups(
    records: Iterable[Record], groups: Sequence[str]
) -> tuple[list[Record], list[Problem]]:
    """Give each record the roster's spelling of its group; records of no group are left out."""
    kept: list[Record] = []
    problems: list[Problem] = []
    for record in records:
        written = record.get(col.GROUP)
        found = _find(written, groups)
        if found is None:
            finding = Unclean("花名册中没有这个教研组", "、".join(groups), _advice(written, groups))
            problems.append(record.problem(col.GROUP, written, finding))
            continue
        if found != written:
            remark = Unclean(f"按“{found}”使用")
            problems.append(record.problem(col.GROUP, written, remark, NOTICE))
        kept.append(record.with_values(group=found))
    return kept, problems


def compare_groups(roster: Sequence[Record]) -> tuple[list[Record], list[Problem]]:
    """List groups of the roster whose names differ in spelling only: each is ranked by itself."""
    first: dict[str, Record] = {}
    for record in roster:
        first.setdefault(record.get(col.GROUP), record)
    problems = []
    for at, (group, record) in enumerate(first.items()):
        like = next((known for known in list(first)[:at] if same_group(known, group)), None)
        if like:
            problem = f"“{group}”与“{like}”像是同一个教研组，现在分开排名"
            finding = Unclean(problem, "一个教研组一种写法", "如是同一个组，请统一写法")
            problems.append(record.problem(col.GROUP, group, finding))
    return list(roster), problems


def resolve_audience(
    plan: Iterable[Record], roster: Sequence[Record]
) -> tuple[list[Record], list[Problem]]:
    """Spell each audience as the roster does; a part that names nobody stays, and is listed."""
    words = dict.fromkeys(str(row.get(n)) for n in NAMEABLE for row in roster if row.get(n))
    names = (EVERYBODY, *words)
    resolved: list[Record] = []
    problems: list[Problem] = []
    for record in plan:
        parts = (record.get(col.AUDIENCE) or EVERYBODY).split("、")
        found = {part: _find(part, names) for part in parts}
        for part in (part for part in parts if found[part] is None):
            finding = Unclean(
                "培训对象在花名册中没有对应的人",
                "全体教师，或教研组、备课组、教师类别",
                _advice(part, names),
            )
            problems.append(record.problem(col.AUDIENCE, part, finding))
        resolved.append(record.with_values(audience="、".join(found[p] or p for p in parts)))
    return resolved, problems


def _find(written: str, names: Sequence[str]) -> str | None:
    if written in names:
        return written
    return next((name for name in names if same_group(name, written)), None)


def _advice(written: str, names: Sequence[str]) -> str:
    near = get_close_matches(written, names, n=1, cutoff=0.5)
    return f"是否为“{near[0]}”？{ADVICE}" if near else ADVICE
