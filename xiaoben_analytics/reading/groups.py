"""Which groups are meant, in rows about groups and in the audience of an activity."""

from __future__ import annotations

from collections.abc import Sequence

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import NOTICE, Problem
from xiaoben_analytics.reading.belonging import same_group
from xiaoben_analytics.reading.clean import Unclean
from xiaoben_analytics.reading.coded import Places
from xiaoben_analytics.reading.near import near
from xiaoben_analytics.reading.record import Record, Records
from xiaoben_analytics.tables import EVERYBODY

NAMEABLE = (col.GROUP, col.PREP_GROUP, col.CATEGORY)
ADVICE = "请改为花名册中的写法"


def resolve_groups(records: Records, roster: Records) -> tuple[Records, list[Problem]]:
    """Give each record the roster's spelling of its groups; records of no group are left out.

    A prep group that the roster does not have stays as written, and is listed.
    """
    spelled, problems, unknown = _spell(records, col.GROUP, roster)
    if any(column.name == col.PREP_GROUP for column in records.table.columns):
        spelled, found, _ = _spell(spelled, col.PREP_GROUP, roster)
        problems += found
    return spelled.without(unknown), problems


def compare_groups(roster: Records) -> tuple[Records, list[Problem]]:
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
    return roster, problems


def resolve_audience(plan: Records, roster: Records) -> tuple[Records, list[Problem]]:
    """Spell each audience as the roster does; a part that names nobody stays, and is listed."""
    words = dict.fromkeys(word for name in NAMEABLE for word in roster.column(name) if word)
    names = (EVERYBODY, *words)
    audiences = plan.column(col.AUDIENCE).map(lambda audience: audience or EVERYBODY)
    parts = dict.fromkeys(part for one in audiences.distinct for part in one.split("、"))
    found = {part: _find(part, names) for part in parts}
    problems = [
        record.problem(col.AUDIENCE, part, _nobody(part, names))
        for record, audience in zip(plan, audiences, strict=True)
        for part in audience.split("、")
        if found[part] is None
    ]
    spelled = audiences.map(lambda one: "、".join(found[p] or p for p in one.split("、")))
    return plan.with_values(audience=spelled), problems


def _spell(records: Records, name: str, roster: Records) -> tuple[Records, list[Problem], Places]:
    """Spell the groups of a column as the roster does; tell at which places it has no such group."""
    known = tuple(dict.fromkeys(group for group in roster.column(name) if group))
    written = records.column(name)
    found = {group: _find(group, known) for group in written.distinct if group}
    odd = written.places(lambda group: bool(group) and found[group] != group)
    problems = [
        _compare(records[at], name, found[written[at]], known) for at in odd.tolist() if known
    ]
    unknown = written.places(lambda group: bool(group) and found[group] is None)
    spelled = written.map(lambda group: found.get(group) or group)
    return records.with_values(**{name: spelled}), problems, unknown


def _compare(record: Record, name: str, found: str | None, groups: Sequence[str]) -> Problem:
    """State that a group is spelled otherwise, or that there is none."""
    written = record.get(name)
    if found:
        return record.problem(name, written, Unclean(f"按“{found}”使用"), NOTICE)
    heading = record.table.column(name).heading
    finding = Unclean(f"花名册中没有这个{heading}", "、".join(groups), _advice(written, groups))
    return record.problem(name, written, finding)


def _nobody(part: str, names: Sequence[str]) -> Unclean:
    expected = "全体教师，或教研组、备课组、教师类别"
    return Unclean("培训对象在花名册中没有对应的人", expected, _advice(part, names))


def _find(written: str, names: Sequence[str]) -> str | None:
    if written in names:
        return written
    return next((name for name in names if same_group(name, written)), None)


def _advice(written: str, names: Sequence[str]) -> str:
    like = near(written, names, most=1)
    return f"是否为“{like[0]}”？{ADVICE}" if like else ADVICE
