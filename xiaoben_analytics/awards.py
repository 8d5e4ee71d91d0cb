"""Awards: what each is worth, which ones count, and which better one counts instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.measures import MEASURES, measure_rows
from xiaoben_analytics.policy import Policy
from xiaoben_analytics.scoring import voided
from xiaoben_analytics.tables import PROVENANCE

Row = Mapping[Any, Any]


def list_awards(
    standings: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    measures: pd.DataFrame,
    policy: Policy,
) -> pd.DataFrame:
    """List the awards of the assessed, and say which of them count.

    Where only the best of several counts, it does; of equals the first that the table lists.

    Parameters
    ----------
    measures
        Every teacher's, by which components are voided (see `scoring.voided`).

    Returns
    -------
    pd.DataFrame
        group teacher_id name award award_category level prize date worth (hundredths of a point)
        award_counts why_not ("" if it counts) file sheet row; one row per award, in order of the
        standings, then of the table.
    """
    listed = _listed(standings, tables["awards"])
    if len(listed):
        rules = tuple(_rules(policy))
        worths = {
            rule: measure_rows(tables, policy.rules, rule.measure)[col.WORTH].tolist()
            for rule in rules
        }
        rows = listed.to_dict("records")
        judged = [_judged(row, worths, policy) for row in rows]
        void = {rule: _void(rule, measures, policy) for rule in rules}
        settled = [_unless_void(one, void) for one in _only_best(judged)]
        listed[col.WORTH] = [one.worth for one in settled]
        listed[col.WHY_NOT] = [one.why_not for one in settled]
        listed[col.COUNTED] = listed[col.WHY_NOT] == ""
    return listed[[*_COLUMNS]]


@dataclass(frozen=True)
class _Rule:
    """A measure of awards that earns points in a component; of those that share a `place` one counts."""

    measure: str
    component: str
    place: tuple[object, ...]


@dataclass(frozen=True)
class _Judged:
    """What an award is worth under the rule that it falls under, and why it does not count."""

    teacher: str
    title: str
    rule: _Rule | None
    worth: int
    why_not: str = ""


def _rules(policy: Policy) -> Iterator[_Rule]:
    """Yield the rules by which awards earn points; measures of which the highest counts compete."""
    for part in policy.components:
        for number, item in enumerate(part.items):
            for name in item.measures:
                if MEASURES[name].rows.name == "awards":
                    alone = () if item.rule == "highest" else (name,)
                    yield _Rule(name, part.label, (part.name, number, *alone))


def _listed(standings: pd.DataFrame, awards: pd.DataFrame) -> pd.DataFrame:
    """Put the awards in order of the standings, each with its place in the table."""
    people = standings[[col.GROUP, col.TEACHER_ID, col.NAME]].reset_index(names=_PLACE)
    rows = awards.drop(columns=col.NAME).reset_index(drop=True).reset_index(names=_AT)
    listed = people.merge(rows, on=col.TEACHER_ID)
    listed = listed.sort_values([_PLACE, _AT], ignore_index=True)
    return listed.assign(award_counts=False, worth=0, why_not="")


def _void(rule: _Rule, measures: pd.DataFrame, policy: Policy) -> set[str]:
    """Return who gets nothing for the component of a rule."""
    part = next(one for one in policy.components if one.label == rule.component)
    return set(measures.loc[voided(measures, part, policy), col.TEACHER_ID])


def _judged(row: Row, worths: Mapping[_Rule, Sequence[int]], policy: Policy) -> _Judged:
    """Judge an award alone, under the rule that gives most for it."""
    worth = {
        rule: int(MEASURES[rule.measure].hundredths(amounts[row[_AT]]))
        for rule, amounts in worths.items()
    }
    rule = max(worth, key=lambda one: worth[one], default=None)
    one = _Judged(str(row[col.TEACHER_ID]), award_title(row), rule, worth[rule] if rule else 0)
    if one.worth > 0:
        return one
    return replace(one, worth=0, why_not=_worthless(row, tuple(worth), policy))


def _worthless(row: Row, rules: Sequence[_Rule], policy: Policy) -> str:
    """Say why the regulation gives nothing for an award, by the rule of its category if there is one."""
    if not rules or policy.awards is None:
        return "办法不给获奖计分"
    own = {
        policy.awards.contest.category: col.CONTEST_POINTS,
        policy.awards.competition.category: col.COMPETITION_POINTS,
    }.get(row[col.AWARD_CATEGORY])
    if own not in [rule.measure for rule in rules]:
        return "办法不给这一类获奖计分"
    return MEASURES[own].why_not(row, policy.awards) or "按办法不得分"


def _only_best(judged: Sequence[_Judged]) -> Iterator[_Judged]:
    """Let only the first of the best count, where measures take the highest."""
    best: dict[tuple[object, ...], _Judged] = {}
    for one in judged:
        if one.rule and one.worth:
            key = (one.teacher, *one.rule.place)
            best[key] = max(best.get(key, one), one, key=lambda given: given.worth)
    for one in judged:
        if one.rule is None or not one.worth or MEASURES[one.rule.measure].reduction != "max":
            yield one
            continue
        first = best[(one.teacher, *one.rule.place)]
        than = "得分相同" if first.worth == one.worth else "得分更高"
        yield one if one is first else replace(one, why_not=f"已计{than}的{first.title}")


def _unless_void(one: _Judged, void: Mapping[_Rule, set[str]]) -> _Judged:
    if one.rule is None or one.why_not or one.teacher not in void[one.rule]:
        return one
    return replace(one, why_not=f"“{one.rule.component}”一项作废")


def award_title(row: Row) -> str:
    """Name an award as people do: its name, its level, its prize; as much as is known.

    >>> award_title({"award": "课堂教学比赛", "level": "市", "prize": "一等奖"})
    '“课堂教学比赛”市一等奖'
    """
    name: str = "" if pd.isna(row[col.AWARD]) else f"“{row[col.AWARD]}”"
    rest = (str(row[part]) for part in (col.LEVEL, col.PRIZE) if not pd.isna(row[part]))
    return f"{name}{''.join(rest)}" or "未写名称的一项"


_PLACE, _AT = "place_in_standings", "place_in_table"
_COLUMNS = (
    *(col.GROUP, col.TEACHER_ID, col.NAME),
    *(col.AWARD, col.AWARD_CATEGORY, col.LEVEL, col.PRIZE, col.DATE),
    *(col.WORTH, col.COUNTED, col.WHY_NOT),
    *PROVENANCE,
)
