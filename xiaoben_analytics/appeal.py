"""What follows from putting records right: the appellants' new scores, and everybody who moves along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment, assess, list_problems, move_teachers
from xiaoben_analytics.denominators import watch_denominators
from xiaoben_analytics.labels import points
from xiaoben_analytics.measures import with_unit
from xiaoben_analytics.problems import list_new
from xiaoben_analytics.standing import AFTER, BEFORE, compare_standings
from xiaoben_analytics.tables import Correction, correct, state_correction


@dataclass(frozen=True, eq=False)
class Appeal:
    """A school before and after some records were put right.

    `texts` say each correction with its address.
    """

    before: Assessment
    after: Assessment
    corrections: tuple[Correction, ...]
    texts: tuple[str, ...]

    @cached_property
    def appellants(self) -> tuple[str, ...]:
        """The ids of those whose records are put right, in order of the corrections."""
        ids = (_teacher(self.before, one) for one in self.corrections)
        return tuple(dict.fromkeys(one for one in ids if one))

    @cached_property
    def exempt(self) -> tuple[str, ...]:
        """The names of those appellants who are not assessed: nothing changes for them."""
        people = self.before.teachers
        mine = people[col.TEACHER_ID].isin(self.appellants) & ~people[col.ASSESSED]
        return tuple(people.loc[mine, col.NAME])

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What the checks find in the corrected records and did not find before (see `list_problems`).

        A correction of which something is found may not count.
        """
        return list_new(self.before.problems, list_problems(self.after.school, self.after.policy))

    @cached_property
    def teachers(self) -> pd.DataFrame:
        """The assessed appellants, whether or not anything changes for them, and all who stand otherwise.

        Returns
        -------
        pd.DataFrame
            teacher_id name group, then total, rank and tier twice, `_from` before and `_to` after;
            components: those that change, said; why; appellants first, then as in the standings.
        """
        rows = compare_standings(self.before.standings, self.after.standings, also=self.appellants)
        parts = [_parts(self.before, self.after, str(one)) for one in rows[col.TEACHER_ID]]
        rows[col.COMPONENTS] = ["，".join(own) for own in parts]
        rows[col.WHY] = [self._why(row) for row in rows.to_dict("records")]
        mine = rows[col.TEACHER_ID].isin(self.appellants)
        return pd.concat([rows[mine], rows[~mine]], ignore_index=True)

    def _why(self, row: Mapping[Any, Any]) -> str:
        """Say what changed the components, else how the place came to change."""
        if row[col.TEACHER_ID] in self.appellants:
            return "更正本人的记录" if row[col.COMPONENTS] else "更正本人的记录，得分不变"
        if row[col.COMPONENTS]:
            return self._common
        if row[col.TIER + BEFORE] != row[col.TIER + AFTER]:
            return "总分不变，他人的名次或名额变化，等级随之改变"
        return "总分不变，他人超过或落后，名次随之改变"

    @cached_property
    def _common(self) -> str:
        """Say which of the amounts that everybody's points are taken of became another."""
        held = [
            {(one.component, one.among): one for one in watch_denominators(run)}
            for run in (self.before, self.after)
        ]
        told = [
            f"“{one.label}”{one.among}折算的标准由 {with_unit(old.held, one.measure)}变为 {with_unit(one.held, one.measure)}"
            for key, one in held[1].items()
            if (old := held[0].get(key)) is not None and old.held != one.held
        ]
        return "，".join(told) or "全组的加分或折算标准改变"


def hear_appeal(before: Assessment, corrections: Sequence[Correction]) -> Appeal:
    """Put records right and assess the school anew; what was good enough to assess stays so.

    Who was moved by hand is moved again.

    Raises
    ------
    DataError
        If the school so put right does not allow an assessment.
    UsageError
        If somebody who was moved by hand fails a gate now.
    """
    after = assess(correct(before.school, corrections), before.policy, max_loss=Fraction(1))
    after = move_teachers(after, before.manual)
    texts = tuple(state_correction(before.school, one) for one in corrections)
    return Appeal(before, after, tuple(corrections), texts)


def _teacher(result: Assessment, correction: Correction) -> str | None:
    """Name the teacher whose record it is; None of a record that is a group's."""
    rows = result.school.tables[correction.table]
    if col.TEACHER_ID not in rows:
        return None
    if correction.at is None:
        return str(correction.says[col.TEACHER_ID])
    return str(rows[col.TEACHER_ID].iloc[correction.at])


def _parts(before: Assessment, after: Assessment, who: str) -> list[str]:
    """State the components of which a teacher has other points."""
    old, new = (run.standings[run.standings[col.TEACHER_ID] == who] for run in (before, after))
    return [
        f"{part.label} {points(was)} → {points(now)}"
        for part in before.policy.components
        if len(old) and (was := int(old[part.name].iloc[0])) != (now := int(new[part.name].iloc[0]))
    ]
