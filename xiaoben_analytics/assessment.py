"""Assess a school under a regulation: measures, points, ranks, tiers. A value, computed once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import Any, Unpack

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.checks import (
    check_calendar,
    check_group_ratios,
    check_groups,
    check_recorded,
    check_roster,
    check_rows,
    check_tables,
)
from xiaoben_analytics.errors import DataError, PolicyError, UsageError
from xiaoben_analytics.fairness import count_envy
from xiaoben_analytics.labels import HEADINGS, percent, reading_order
from xiaoben_analytics.measures import MEASURES, RECORDS, measure_teachers
from xiaoben_analytics.moves import list_moves, list_seat_changes
from xiaoben_analytics.participation import group_performance, month_participation
from xiaoben_analytics.policy import Policy, Settings, Tiers, amend, read_policy
from xiaoben_analytics.problems import PROBLEM, REPEATED, problems_frame
from xiaoben_analytics.records import build_records
from xiaoben_analytics.scenarios import ManualMove, Scenario, fail_if_repeated
from xiaoben_analytics.scoring import score_teachers
from xiaoben_analytics.standing import HIDDEN, assign_tiers, cutoff_table, pool_sizes, rank_teachers
from xiaoben_analytics.tables import ON_DUTY, TABLES, School

MAX_LOSS = Fraction(5, 100)
"""The share of a table's rows that may be set aside before a run is stopped."""


@dataclass(frozen=True, eq=False)
class Assessment:
    """A school, a regulation, and what follows from them.

    `teachers`, `measures`: one row per person on the roster; `records`: one row per assessed
    teacher x activity; `ranked`: one row per assessed teacher in their final order, points and ranks
    without tiers. Points and hours are hundredths. `manual` are moves by hand; `base` is the
    assessment that this one was derived from.
    """

    school: School
    policy: Policy
    teachers: pd.DataFrame
    records: pd.DataFrame
    measures: pd.DataFrame
    ranked: pd.DataFrame
    manual: tuple[ManualMove, ...] = ()
    base: Assessment | None = None

    @cached_property
    def standings(self) -> pd.DataFrame:
        """One row per assessed teacher, in order of group, rank and id, gated last."""
        tiers = self.ruled.copy()
        for move in self.manual:
            tiers[self.ranked[col.TEACHER_ID] == move.teacher_id] = move.to_tier
        levels = (*self.policy.tiers.levels, self.policy.tiers.failing)
        earned = {tier.name: tier for tier in levels}
        standings = self.ranked.drop(columns=list(HIDDEN))
        standings[col.TIER] = tiers
        for name in (col.APPRAISAL, col.REPORTED_HOURS):
            worth = {tier: getattr(one, name) for tier, one in earned.items()}
            standings[name] = tiers.map(worth).astype("int64")
        standings[col.RANK] = standings[col.RANK].astype("Int64").mask(standings[col.GATED])
        return standings

    @cached_property
    def ruled(self) -> pd.Series:
        """The tier of each row of the standings by the rules alone, before moves by hand."""
        return assign_tiers(self.ranked, self.policy.tiers)

    @cached_property
    def idle(self) -> tuple[ManualMove, ...]:
        """Moves by hand to the tier that the rules give anyway: they change nothing."""
        ruled = self.ruled.set_axis(self.ranked[col.TEACHER_ID])
        return tuple(move for move in self.manual if ruled[move.teacher_id] == move.to_tier)

    @cached_property
    def problems(self) -> pd.DataFrame:
        """One row per problem, those found on reading first, then those of `checks`."""
        return list_problems(self.school, self.policy)

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """How many teachers count in each pool."""
        return pool_sizes(self.ranked, self.policy.tiers)

    @cached_property
    def cutoffs(self) -> pd.DataFrame:
        """The lines between tiers (see `standing.cutoff_table`); moves by hand count, but draw no line."""
        by_rule = self.standings.assign(**{col.TIER: self.ruled})
        lines = cutoff_table(by_rule, self.policy.tiers)
        if not self.manual:
            return lines
        counts = self.standings.groupby([col.POOL, col.TIER]).size()
        places = pd.MultiIndex.from_frame(lines[[col.POOL, col.TIER]])
        return lines.assign(**{col.COUNT: counts.reindex(places, fill_value=0).to_numpy()})

    @cached_property
    def envy(self) -> pd.DataFrame:
        """Who has the higher total but the lower tier (see `fairness.count_envy`)."""
        return count_envy(self.standings, self.policy.tiers)

    @cached_property
    def groups(self) -> pd.DataFrame:
        """One row per group (see `participation.group_performance`)."""
        return group_performance(self.standings, self.records, self.policy.tiers.names)

    @cached_property
    def participation(self) -> pd.DataFrame:
        """One row per month and group (see `participation.month_participation`)."""
        return month_participation(self.records)

    @cached_property
    def moves(self) -> pd.DataFrame:
        """Who has another tier than in the assessment this one was derived from, and why."""
        return list_moves(self.base or self, self)

    @cached_property
    def seat_changes(self) -> pd.DataFrame:
        """Which pools gain or give seats against that assessment (see `moves.list_seat_changes`)."""
        return list_seat_changes(self.base or self, self)

    def with_scores(self, scores: pd.DataFrame) -> Assessment:
        """Rank and divide by other points (see `scoring.score_teachers`), one row per teacher."""
        scored = _assessed(self.school, self.teachers, self.measures, scores)
        return replace(self, ranked=_rank(scored, self.policy), base=self.base or self)

    def what_if(
        self, *, changes: Mapping[str, Any] | None = None, **settings: Unpack[Settings]
    ) -> Assessment:
        """Assess the same school under a changed regulation; what is not given stays as it is.

        Equal to `assess(school, the changed regulation)`, but only what the change touches is done
        again: lines are drawn anew, ranks only if who is compared changes, points only if their
        rules do, and rows are counted only if counting does.

        Parameters
        ----------
        changes
            Places of the regulation and what shall stand there (see `policy.amend`).
        settings
            The same for what is changed most, by short names (see `policy.Settings`).

        Raises
        ------
        UsageError
            If a place, a name or a group is unknown, or what shall stand there cannot.
        """
        given = {name: value for name, value in settings.items() if value is not None}
        policy = amend(self.policy, {**given, **(changes or {})})
        derived = replace(reassess(self, policy), manual=self.manual, base=self.base or self)
        _fail_if_pool_unknown(self.policy.tiers, derived)
        _fail_if_not_movable(derived)
        return derived


def assess(
    school: School, policy: Policy | str = "county-110", *, max_loss: Fraction = MAX_LOSS
) -> Assessment:
    """Apply a regulation to a school.

    Raises
    ------
    DataError
        If the roster, the plan or the attendance is missing, nobody is assessed, a sheet named for
        a table could not be read, or more than `max_loss` of a table's rows had to be set aside.
    """
    policy = read_policy(policy) if isinstance(policy, str) else policy
    _fail_if_not_scored(policy)
    fail_if_unusable(school, max_loss=max_loss)
    teachers = _teachers(school.tables["roster"])
    records = build_records(school.tables, policy)
    measures = measure_teachers({**school.tables, RECORDS: records}, policy.rules, wanted(policy))
    assessed = records[col.TEACHER_ID].isin(teachers.loc[teachers[col.ASSESSED], col.TEACHER_ID])
    records = records[assessed].reset_index(drop=True)
    scores = score_teachers(measures, teachers, policy)
    ranked = _rank(_assessed(school, teachers, measures, scores), policy)
    return Assessment(school, policy, teachers, records, measures, ranked)


def reassess(result: Assessment, policy: Policy) -> Assessment:
    """Apply another regulation to the same school; only what differs between the two is done again.

    Equal to `assess(result.school, policy)`, whatever share of rows was set aside.

    Raises
    ------
    PolicyError
        If it would have the files read otherwise.
    """
    old = result.policy
    if policy.recording != old.recording:
        raise PolicyError.read_already("recording")
    if _counting(policy) != _counting(old):
        return assess(result.school, policy, max_loss=Fraction(1))
    derived = replace(result, policy=policy)
    if _scoring(policy) != _scoring(old):
        return derived.with_scores(score_teachers(result.measures, result.teachers, policy))
    if _ranking(policy) != _ranking(old):
        return replace(derived, ranked=_rank(result.ranked, policy))
    return derived


def move_teachers(result: Assessment, moves: Iterable[ManualMove]) -> Assessment:
    """Put single teachers into another tier by hand; what the tier earns follows, the lines stay.

    Moves add to those made before, and stay when something else is changed afterwards.

    Raises
    ------
    UsageError
        If a teacher or a tier is unknown, a teacher is moved twice, or failed a gate and the move
        does not say `despite_gate`.
    """
    derived = replace(result, manual=(*result.manual, *moves), base=result.base or result)
    _fail_if_not_movable(derived)
    return derived


def try_scenario(result: Assessment, scenario: Scenario) -> Assessment:
    """Change what a scenario changes, then move whom it moves (see `what_if`, `move_teachers`)."""
    return move_teachers(result.what_if(changes=scenario.changes), scenario.moves)


def wanted(policy: Policy) -> tuple[str, ...]:
    """Name the measures that an assessment takes: of every table that points and gates rest on."""
    rooms = {RECORDS, *(MEASURES[name].rows.name for name in policy.scored_measures)}
    return tuple(
        name
        for name, measure in MEASURES.items()
        if measure.rows.name in rooms and measure.is_defined(policy.rules)
    )


def fail_if_unusable(school: School, *, max_loss: Fraction = MAX_LOSS) -> None:
    """Stop before any score where the files do not allow one (see `assess`).

    Raises
    ------
    DataError
        If a table is missing, a sheet named for one is unread, or too many of its rows are lost.
    """
    _fail_if_sheet_unread(school, max_loss)
    _fail_if_table_missing(school)
    _fail_if_too_much_lost(school, max_loss)


def list_problems(school: School, policy: Policy) -> pd.DataFrame:
    """List what was found while reading and what the regulation's checks find, one row each."""
    tables = school.tables
    found = [
        *check_tables(tables, school.files),
        *check_roster(tables["roster"]),
        *check_groups(tables["roster"]),
        *check_group_ratios(tables["group_review"], policy.tiers),
        *check_rows(tables, policy, school.school_year),
        *check_recorded(build_records(_on_duty(tables), policy)),
        *check_calendar(tables["external"]),
    ]
    return pd.concat([school.problems, problems_frame(found)], ignore_index=True)


def _on_duty(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables with only those on the roster who are assessed."""
    roster = tables["roster"]
    return {**tables, "roster": roster[_is_assessed(roster)]}


def _fail_if_not_scored(policy: Policy) -> None:
    if not policy.components:
        raise PolicyError.not_scored(policy.id)


def _fail_if_sheet_unread(school: School, max_loss: Fraction) -> None:
    """Stop where a whole sheet or file is unread that is named for a table; its rows are unknown."""
    address = [col.FILE, col.SHEET]
    unknown = school.files[school.files[col.TABLE] == ""]
    if unknown.empty or max_loss == 1:
        return
    whole = (school.problems[col.SEVERITY] == PROBLEM) & school.problems[col.ROW].isna()
    for sheet in unknown.merge(school.problems[whole], on=address).to_dict("records"):
        place = "·".join(str(sheet[name]) for name in address if sheet[name])
        for table in TABLES.values():
            if table.label in place:
                raise DataError.sheet_unread(place, table.label, str(sheet[col.PROBLEM]))


def _fail_if_table_missing(school: School) -> None:
    for name, table in TABLES.items():
        if table.needed and school.tables[name].empty:
            sheets = school.files[school.files[col.TABLE] == name]
            if len(sheets) and not sheets[[col.USED, col.SET_ASIDE]].to_numpy().any():
                raise DataError.table_blank(table.label, str(sheets[col.FILE].iloc[0]))
            raise DataError.table_missing(table.label, school.folder, table.key_headings)


def _fail_if_too_much_lost(school: School, max_loss: Fraction) -> None:
    address = [col.FILE, col.SHEET]
    lost_rows = []
    repeated = school.problems.loc[school.problems[col.SEVERITY] == REPEATED, address]
    for name, sheets in school.files.groupby(col.TABLE):
        again = len(repeated.merge(sheets[address]))
        lost = int(sheets[col.SET_ASIDE].sum()) - again
        rows = lost + int(sheets[col.USED].sum())
        if name in TABLES and lost > rows * max_loss:
            lost_rows.append((TABLES[str(name)].label, lost, rows))
    if lost_rows:
        most = ceil(max(Fraction(100 * lost, rows) for _, lost, rows in lost_rows))
        raise DataError.too_much_lost(lost_rows, percent(max_loss), f"{most}%")


def _teachers(roster: pd.DataFrame) -> pd.DataFrame:
    people = roster[[col.TEACHER_ID, col.NAME, col.GROUP, col.PREP_GROUP, col.CATEGORY, col.SCHOOL]]
    people = people.assign(**{col.ASSESSED: _is_assessed(roster)})
    if not people[col.ASSESSED].any():
        raise DataError.nobody_assessed()
    if people[col.TEACHER_ID].duplicated().any() or people[col.GROUP].isna().any():
        raise DataError.roster_unclear()
    return people


def _is_assessed(roster: pd.DataFrame) -> pd.Series:
    return roster[col.STATE].fillna(ON_DUTY) == ON_DUTY


def _assessed(
    school: School, teachers: pd.DataFrame, measures: pd.DataFrame, scores: pd.DataFrame
) -> pd.DataFrame:
    """Put people, points and remarks of the assessed side by side, rows in order of the id."""
    several = len(school.tables["roster"][col.SCHOOL].dropna().unique()) > 1
    people = teachers[[col.SCHOOL, col.GROUP, col.TEACHER_ID, col.NAME]]
    people = people.assign(**{col.SCHOOL: people[col.SCHOOL].fillna("") if several else ""})
    rows = pd.concat([people, scores.drop(columns=col.TEACHER_ID)], axis="columns")
    rows[col.REMARK] = _remarks(measures, scores)
    return rows[teachers[col.ASSESSED]].sort_values(col.TEACHER_ID, ignore_index=True)


def _rank(scored: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Rank, and put rows into their final order."""
    ranked = rank_teachers(scored, policy)
    order = ranked.assign(**{col.GROUP: ranked[col.GROUP].map(reading_order)})
    order = order.assign(**{col.TOTAL: -ranked[col.TOTAL]})
    order = order.sort_values([col.GROUP, col.GATED, col.RANK, col.TOTAL, col.TEACHER_ID])
    return ranked.loc[order.index].reset_index(drop=True)


def _remarks(measures: pd.DataFrame, scores: pd.DataFrame) -> list[str]:
    counted = {
        col.UNEXCUSED_ABSENCES: "无故缺席",
        col.LATE: "迟到",
        col.EARLY_LEAVE: "早退",
        col.UNRECORDED: "未登记",
    }
    rows = zip(measures.to_dict("records"), scores[col.GATES], strict=True)
    return [
        "；".join(
            [*([f"{gates}，考勤项作废"] if gates else [])]
            + [f"{label} {row[name]} 次" for name, label in counted.items() if row[name]]
        )
        for row, gates in rows
    ]


def _counting(policy: Policy) -> tuple[object, ...]:
    """Return what records and measures rest on."""
    return (policy.rules, wanted(policy))


def _scoring(policy: Policy) -> tuple[object, ...]:
    """Return what points and gates rest on, given the measures."""
    return (policy.components, policy.gates, policy.total, policy.reference, policy.tiers.gated)


def _ranking(policy: Policy) -> tuple[object, ...]:
    """Return what ranks rest on, given the points."""
    return (policy.tiers.scope, policy.tiers.min_group, policy.tiers.ties)


def _fail_if_pool_unknown(before: Tiers, derived: Assessment) -> None:
    """Refuse ratios or weights that were just given to somebody who is no pool here."""
    tiers = derived.policy.tiers
    given = {*tiers.group_ratios, *tiers.group_weights}
    for pool in sorted(given - {*before.group_ratios, *before.group_weights}, key=reading_order):
        pools = sorted(derived.sizes, key=reading_order)
        if pool in pools:
            continue
        within = derived.ranked.loc[derived.ranked[col.GROUP] == pool, col.POOL]
        if len(within):
            raise UsageError.pooled(pool, str(within.iloc[0]))
        raise UsageError.unknown(HEADINGS[col.POOL], pool, pools)


def _fail_if_not_movable(result: Assessment) -> None:
    """Refuse moves by hand that cannot be made (see `move_teachers`)."""
    if not result.manual:
        return
    people = result.ranked.set_index(col.TEACHER_ID)
    roster = set(result.teachers[col.TEACHER_ID])
    tiers = result.policy.tiers
    fail_if_repeated("调整等级的教师", (move.teacher_id for move in result.manual))
    for move in result.manual:
        if move.teacher_id not in people.index:
            raise UsageError.not_assessed(move.teacher_id, on_roster=move.teacher_id in roster)
        if move.to_tier not in tiers.names:
            raise UsageError.unknown("等级", move.to_tier, tiers.names)
        person = people.loc[move.teacher_id]
        if person[col.GATED] and move.to_tier != tiers.failing.name and not move.despite_gate:
            name = f"{person[col.NAME]}（{move.teacher_id}）"
            raise UsageError.gate_stands(name, str(person[col.GATES]), tiers.failing.name)
