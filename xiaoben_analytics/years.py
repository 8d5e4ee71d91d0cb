"""Two regulations on the same data, rule by rule; two years side by side, teacher by teacher."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from pydantic import ValidationError

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment, assess
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.policy import (
    Change,
    Policy,
    list_changes,
    score_alike,
    state_change,
    with_changes,
)
from xiaoben_analytics.standing import AFTER, BEFORE, compare_standings
from xiaoben_analytics.tables import School

STAYED, JOINED, LEFT = "两年都参评", "今年新参评", "今年不参评"


@dataclass(frozen=True, eq=False)
class Clause:
    """What one change of the regulation does, after those before it.

    `changes` are several where one alone would be no regulation. `teachers` lists who stands
    otherwise (see `standing.compare_standings`); `alone` does the same for the change by itself,
    None where it cannot stand by itself.
    """

    text: str
    changes: tuple[Change, ...]
    teachers: pd.DataFrame
    alone: pd.DataFrame | None

    @property
    def points(self) -> dict[str, int]:
        """The change of each teacher's total, in hundredths, where there is any."""
        return _points(self.teachers)

    @property
    def depends_on_order(self) -> bool | None:
        """Tell whether the change by itself would give other points; None where that is not known."""
        return None if self.alone is None else _points(self.alone) != self.points

    @property
    def sentence(self) -> str:
        """Say what changed and whom it moves."""
        tiers = int((self.teachers[col.TIER + BEFORE] != self.teachers[col.TIER + AFTER]).sum())
        effect = f"{len(self.points)} 人得分改变，{tiers} 人等级改变"
        effect = effect if len(self.teachers) else "没有人的得分、名次、等级改变"
        return f"{self.text}：{effect}{_ORDER[self.depends_on_order]}"


_ORDER = {
    None: "（不能单独实行，影响与前面的改动合计）",
    True: "（影响与各条的先后有关）",
    False: "",
}


@dataclass(frozen=True, eq=False)
class PolicyComparison:
    """The same data under two regulations, and the difference clause by clause.

    The clauses' changes of points add up to the whole difference for every teacher, and their
    changes of tier lead from the tier before to the tier after.
    """

    before: Assessment
    after: Assessment
    clauses: tuple[Clause, ...]

    @cached_property
    def teachers(self) -> pd.DataFrame:
        """Who stands otherwise (see `standing.compare_standings`)."""
        return compare_standings(self.before.standings, self.after.standings)


@dataclass(frozen=True, eq=False)
class YearComparison:
    """Two years: both regulations on this year's data and on last year's; tiers over the years.

    `tiers` has one row per teacher of either year (see `tiers_over_years`).
    """

    this_year: PolicyComparison
    last_year: PolicyComparison
    tiers: pd.DataFrame


def compare_policies(school: School, before: Policy, after: Policy) -> PolicyComparison:
    """Put a school under two regulations, and attribute the difference to single rules.

    The changes are made one after the other, in the order in which the regulation is written (see
    docs/decisions/comparing.md).

    Raises
    ------
    DataError
        If the files do not allow an assessment (see `assess`).
    """
    first = here = assess(school, before)
    clauses = []
    for changes, policy in _steps(before, after):
        there = assess(school, policy)
        alone = _alone(first, changes)
        text = "；".join(state_change(one) for one in changes) or "其他（没有写进文件的设置）"
        clauses.append(
            Clause(text, changes, compare_standings(here.standings, there.standings), alone)
        )
        here = there
    return PolicyComparison(first, assess(school, after), tuple(clauses))


def compare_years(
    this_school: School, this_policy: Policy, last_school: School, last_policy: Policy
) -> YearComparison:
    """Apply this year's regulation to last year's data and the other way round.

    Raises
    ------
    DataError
        If the files of a year do not allow an assessment.
    UsageError
        If both years are the same.
    """
    if this_school.school_year == last_school.school_year:
        raise UsageError.same_year(this_school.school_year)
    this_year = compare_policies(this_school, last_policy, this_policy)
    last_year = compare_policies(last_school, last_policy, this_policy)
    return YearComparison(
        this_year, last_year, tiers_over_years([last_year.before, this_year.after])
    )


def tiers_over_years(results: Sequence[Assessment]) -> pd.DataFrame:
    """Show every teacher's tier in each year; who is who is told by the id alone.

    Returns
    -------
    pd.DataFrame
        teacher_id, name and group (of the latest year there is), one column per school year with
        the tier, missing where not assessed; status: 两年都参评, 今年新参评, 今年不参评 (of the last two
        years); remark where one id bears several names. In order of the id.
    """
    seen: dict[str, dict[str, Any]] = {}
    names: dict[str, list[str]] = {}
    years = [result.school.school_year for result in results]
    for year, result in zip(years, results, strict=True):
        for row in result.standings.to_dict("records"):
            told = seen.setdefault(str(row[col.TEACHER_ID]), dict.fromkeys(years))
            told |= {col.NAME: row[col.NAME], col.GROUP: row[col.GROUP], year: row[col.TIER]}
            names.setdefault(str(row[col.TEACHER_ID]), []).append(str(row[col.NAME]))
    rows = [
        {
            col.TEACHER_ID: one,
            **seen[one],
            col.STATUS: _status(seen[one], years),
            col.REMARK: _remark(names[one]),
        }
        for one in sorted(seen)
    ]
    shown = [col.TEACHER_ID, col.NAME, col.GROUP, *years, col.STATUS, col.REMARK]
    return pd.DataFrame(rows, columns=shown)


def _steps(before: Policy, after: Policy) -> Iterator[tuple[tuple[Change, ...], Policy]]:
    """Make the changes one by one; one that gives no regulation waits for the next ones.

    What is not written in a file, such as ratios tried out, is the last step.
    """
    waiting: tuple[Change, ...] = ()
    policy = before
    for change in list_changes(before, after):
        waiting = (*waiting, change)
        changed = _changed(policy, waiting)
        if changed is not None:
            yield waiting, changed
            policy, waiting = changed, ()
    if waiting or not score_alike(policy, after):
        yield waiting, after


def _changed(policy: Policy, changes: Sequence[Change]) -> Policy | None:
    """Return the regulation with some changes; None where that is none, or one that scores nothing."""
    try:
        changed = with_changes(policy, changes)
    except ValidationError:
        return None
    return changed if changed.components else None


def _alone(first: Assessment, changes: Sequence[Change]) -> pd.DataFrame | None:
    policy = _changed(first.policy, changes) if changes else None
    if policy is None:
        return None
    return compare_standings(first.standings, assess(first.school, policy).standings)


def _points(teachers: pd.DataFrame) -> dict[str, int]:
    changes = teachers[col.TOTAL + AFTER] - teachers[col.TOTAL + BEFORE]
    pairs = zip(teachers[col.TEACHER_ID], changes, strict=True)
    return {str(one): int(change) for one, change in pairs if change}


def _status(told: Mapping[str, Any], years: Sequence[str]) -> str:
    now, before = told[years[-1]] is not None, any(told[year] is not None for year in years[:-1])
    if not now:
        return LEFT
    return STAYED if before else JOINED


def _remark(names: Sequence[str]) -> str:
    different = list(dict.fromkeys(names))
    return (
        f"各年姓名不同（{'、'.join(different)}），按工号算同一人，请核对"
        if len(different) > 1
        else ""
    )
