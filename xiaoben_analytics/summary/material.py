"""What the sections are written from: an assessment, the ledger, and what several sections share."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.groups import SMALLEST
from xiaoben_analytics.labels import printable
from xiaoben_analytics.ledger import Ledger
from xiaoben_analytics.requirements import Requirements, check_requirements
from xiaoben_analytics.summary.model import Finding


@dataclass(frozen=True, eq=False)
class Material:
    """An assessment and the ledger of its school; what follows from them is worked out when asked for."""

    result: Assessment
    ledger: Ledger | None = None

    @cached_property
    def records(self) -> pd.DataFrame:
        """The records of those who are assessed."""
        records = self.result.records
        assessed = records[col.TEACHER_ID].isin(self.result.standings[col.TEACHER_ID])
        return records[assessed]

    @cached_property
    def names(self) -> re.Pattern[str]:
        """Find the name of anybody on the roster as it is shown."""
        named = {printable(name) for name in self.result.teachers[col.NAME].dropna()}
        longest = sorted(filter(str.strip, named), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest)) or "(?!)")

    @cached_property
    def small_groups(self) -> frozenset[str]:
        """The groups and pools of so few that to tell of them is to tell of persons."""
        standings = self.result.standings
        return frozenset(
            str(name)
            for column in (col.GROUP, col.POOL)
            for name, members in standings.groupby(column)
            if len(members) < SMALLEST
        )

    def compare(
        self, tell: Callable[[pd.DataFrame], str], frame: pd.DataFrame, column: str
    ) -> Finding:
        """Say what a frame tells of groups; `apart` without the small ones."""
        large = frame[~frame[column].isin(self.small_groups)]
        told = printable(tell(frame))
        if len(large) == len(frame):
            return Finding(told)
        left = f"不计少于 {SMALLEST} 人的教研组：{tell(large)}" if len(large) else ""
        return Finding(told, apart=printable(left))

    @cached_property
    def requirements(self) -> Requirements:
        return check_requirements(self.result.school, self.result.policy)

    @cached_property
    def called(self) -> Mapping[str, str]:
        """What each teacher is called by id: by name; of a name that several share, with the id."""
        people = self.result.teachers
        shared = people[col.NAME].duplicated(keep=False)
        rows = zip(people[col.TEACHER_ID], people[col.NAME], shared, strict=True)
        return {who: f"{name}（{who}）" if several else name for who, name, several in rows}
