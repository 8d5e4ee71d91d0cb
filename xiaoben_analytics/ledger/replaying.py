"""A decision made again from the files: the same tables, or what is different and for whom."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import ValidationError

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment, assess, try_scenario
from xiaoben_analytics.errors import DataError, LedgerError, UsageError
from xiaoben_analytics.ledger.chain import Line
from xiaoben_analytics.ledger.contents import DECISION, POLICY, SCENARIO
from xiaoben_analytics.ledger.decisions import STANDING, digests, hash_files
from xiaoben_analytics.ledger.file import Ledger, fail_if_unsound, program_version
from xiaoben_analytics.ledger.form import fingerprint
from xiaoben_analytics.policy import JOINED, Difference, Policy, list_policies, read_policy
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.scenarios import PRESENT, Scenario
from xiaoben_analytics.tables import School

Rows = Sequence[Mapping[Hashable, Any]]

CHANGED = [col.TEACHER_ID, col.NAME, col.FROM_TOTAL, col.TO_TOTAL, col.FROM_TIER, col.TO_TIER]
"""What is said of a teacher who comes out differently; totals in hundredths."""


@dataclass(frozen=True, eq=False)
class Replay:
    """A line made again: `result` are its tables now, under the regulation as it was then.

    `causes` are sentences: which files, or what else, differ from then. `teachers` has one row
    per teacher with another total or tier than then; `amended` likewise, for the regulation as
    it is today against `result`, and is None where its text is the same or not at hand.
    """

    line: Line
    result: Assessment
    equal: bool
    causes: tuple[str, ...]
    teachers: pd.DataFrame
    amended: pd.DataFrame | None = None

    @property
    def sentence(self) -> str:
        if self.equal:
            return "重算的名次表和划线与当时完全相同"
        if len(self.teachers):
            return f"{len(self.teachers)} 人的总分或等级与当时不同"
        return "每个人的总分和等级与当时相同，名次表或划线的其他内容不同"


def replay(
    ledger: Ledger,
    school_folder: str | Path,
    sequence: int | None = None,
    *,
    policy: Policy | None = None,
) -> Replay:
    """Make a recorded decision or scenario again, by default the last decision.

    `policy` is the regulation as it is today; if not given, the shipped one of the same id.

    Raises
    ------
    LedgerError
        If the ledger is unsound, or the files no longer give a result.
    UsageError
        If there is no such line.
    """
    fail_if_unsound(ledger)
    line = _line(ledger, sequence)
    regulation, scenario = _regulation(ledger, line.content["policy"]["hash"]), read_scenario(line)
    school = read_school(school_folder, policy=regulation)
    causes = tuple(_causes(line, school))
    try:
        result = _played(school, regulation, scenario)
    except (DataError, UsageError) as obstacle:
        raise LedgerError.not_replayed(causes, str(obstacle)) from None
    equal = digests(result) == line.content["digests"]
    teachers = _differing(line.content["standings"], _rows(result))
    again = Replay(line, result, equal, causes, teachers)
    today = policy or _shipped(regulation.id)
    if not today or fingerprint(today.written) == line.content["policy"]["hash"]:
        return again
    return _compared(again, today, scenario)


def read_scenario(line: Line) -> Scenario:
    """Return the scenario that a line recorded."""
    return Scenario.from_dict(line.content["scenario"])


def kept_scenarios(ledger: Ledger) -> tuple[Scenario, ...]:
    """Return the scenarios that were looked at or decided, in order; one recorded again stands once.

    Names are made different by the number of the line where several scenarios have one, or where
    one has a name that no scenario can have (any more).

    Raises
    ------
    LedgerError
        If the ledger is unsound.
    """
    fail_if_unsound(ledger)
    kept = {
        fingerprint(line.content["scenario"]): (line.sequence, read_scenario(line))
        for line in ledger.lines
        if line.kind in (SCENARIO, DECISION)
    }
    names = Counter([PRESENT, *(scenario.name for _, scenario in kept.values())])
    return tuple(
        replace(scenario, name=f"{scenario.name}（第 {sequence} 号）")
        if names[scenario.name] > 1 or _NUMBERED.search(scenario.name)
        else scenario
        for sequence, scenario in kept.values()
    )


_NUMBERED = re.compile(r"（第 \d+ 号）$")
"""A name that could be mistaken for one with a number put to it."""


def _line(ledger: Ledger, sequence: int | None) -> Line:
    known = [line for line in ledger.lines if line.kind in (SCENARIO, DECISION)]
    meant = [
        line
        for line in known
        if (line.kind == DECISION if sequence is None else line.sequence == sequence)
    ]
    if not meant:
        raise UsageError.no_line(sequence, [line.sequence for line in known])
    return meant[-1]


def _regulation(ledger: Ledger, key: str) -> Policy:
    """Read a regulation as it was then, and wherein those differed that it was joined from."""
    texts = {line.content["hash"]: line.content for line in ledger.lines if line.kind == POLICY}
    told = texts[key]
    differences = tuple(Difference(**one) for one in told.get("differences", ()))
    try:
        return Policy.from_written(told["written"], differences)
    except ValidationError:
        raise LedgerError.regulation_unread(str(told["id"])) from None


def _shipped(name: str) -> Policy | None:
    """Return a regulation as it ships today, also where several of them were joined."""
    known = all(one in list_policies() for one in name.split(JOINED))
    return read_policy(name) if known else None


def _played(school: School, policy: Policy, scenario: Scenario) -> Assessment:
    """Assess however many rows are set aside: whether too many were was answered then."""
    return try_scenario(assess(school, policy, max_loss=Fraction(1)), scenario)


def _compared(again: Replay, today: Policy, scenario: Scenario) -> Replay:
    """Add whom the regulation as it is today would change; it may not take the scenario."""
    try:
        other = _played(again.result.school, today, scenario)
    except (DataError, UsageError) as obstacle:
        cause = f"现在的办法不能套用这个方案：{str(obstacle).rstrip('。')}"
        return replace(again, causes=(*again.causes, cause))
    return replace(again, amended=_differing(_rows(again.result), _rows(other)))


def _causes(line: Line, school: School) -> Iterator[str]:
    """Say what is not as it was then: files, the school year read from them, the program."""
    then, present = line.content["files"], hash_files(school)
    for name in sorted({*then, *present}):
        if name not in present:
            yield f"文件“{name}”现在没有了"
        elif name not in then:
            yield f"文件“{name}”是后来放入的"
        elif then[name] != present[name]:
            yield f"文件“{name}”的内容改动过"
    if line.content["school_year"] != school.school_year:
        yield f"学年由 {line.content['school_year']} 变为 {school.school_year}"
    if line.program != program_version():
        yield f"程序由 {line.program or '源代码'} 版变为 {program_version() or '源代码'} 版"


def _differing(then: Rows, now: Rows) -> pd.DataFrame:
    """List who has another total or tier; who is missing on one side has nothing there."""
    before, after = ({str(row[col.TEACHER_ID]): row for row in rows} for rows in (then, now))
    rows = []
    for teacher in sorted({*before, *after}):
        old, new = before.get(teacher, {}), after.get(teacher, {})
        values = [one.get(name) for name in (col.TOTAL, col.TIER) for one in (old, new)]
        if values[0] != values[1] or values[2] != values[3]:
            rows.append((teacher, (new or old)[col.NAME], *values))
    return pd.DataFrame(rows, columns=CHANGED, dtype="object")


def _rows(result: Assessment) -> Rows:
    return result.standings[list(STANDING)].to_dict("records")
