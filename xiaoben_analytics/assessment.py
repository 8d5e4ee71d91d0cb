"""Assess a school under a regulation: measures, points, ranks, tiers. A value, computed once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import ceil

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.checks import (
    check_amounts,
    check_awards,
    check_calendar,
    check_dates,
    check_group_ratios,
    check_recorded,
    check_relays,
    check_roster,
    check_tables,
)
from xiaoben_analytics.errors import DataError, PolicyError
from xiaoben_analytics.labels import percent, reading_order
from xiaoben_analytics.measures import MEASURES, RECORDS, measure_teachers
from xiaoben_analytics.participation import group_performance, month_participation
from xiaoben_analytics.policy import Policy, Tiers, parse_ratios, read_policy
from xiaoben_analytics.problems import PROBLEM, REPEATED, problems_frame
from xiaoben_analytics.records import build_records
from xiaoben_analytics.scoring import score_teachers
from xiaoben_analytics.standing import LAST, assign_tiers, cutoff_table, rank_teachers
from xiaoben_analytics.tables import ON_DUTY, TABLES, School

MAX_LOSS = Fraction(5, 100)
"""The share of a table's rows that may be set aside before a run is stopped."""


@dataclass(frozen=True, eq=False)
class Assessment:
    """A school, a regulation, and what follows from them.

    `teachers`, `measures`: one row per person on the roster; `records`: one row per assessed
    teacher x activity; `standings`: one row per assessed teacher, in order of group, rank and id, gated
    last. Points and hours are hundredths.
    """

    school: School
    policy: Policy
    teachers: pd.DataFrame
    records: pd.DataFrame
    measures: pd.DataFrame
    standings: pd.DataFrame
    base: Assessment | None = None

    @cached_property
    def problems(self) -> pd.DataFrame:
        """One row per problem, those found on reading first, then those of `checks`."""
        return self.base.problems if self.base else list_problems(self.school, self.policy)

    @cached_property
    def cutoffs(self) -> pd.DataFrame:
        """The lines between tiers (see `standing.cutoff_table`)."""
        return cutoff_table(self.standings, self.policy.tiers)

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
        return _moves(self.base or self, self)

    def with_scores(self, scores: pd.DataFrame) -> Assessment:
        """Rank and divide by other points (see `scoring.score_teachers`), one row per teacher."""
        scored = _assessed(self.school, self.teachers, self.measures, scores)
        return replace(self, standings=_stand(scored, self.policy), base=self.base or self)

    def what_if(
        self,
        *,
        ratios: str | None = None,
        rounding: str | None = None,
        ties: str | None = None,
        group_ratios: Mapping[str, str] | None = None,
    ) -> Assessment:
        """Divide the same points differently; what is not given stays as it is.

        Raises
        ------
        PolicyError
            If ratios do not add up, or a setting is unknown.
        """
        tiers = self.policy.tiers
        if ratios is not None:
            tiers = tiers.with_ratios(parse_ratios(ratios))
        tiers = tiers.with_settings(
            rounding=rounding,
            ties=ties,
            group_ratios={group: parse_ratios(own) for group, own in (group_ratios or {}).items()},
        )
        return replace(
            self,
            policy=self.policy.with_tiers(tiers),
            standings=_stand(self.standings, self.policy.with_tiers(tiers)),
            base=self.base or self,
        )


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
    scores = score_teachers(measures, teachers, policy)
    standings = _stand(_assessed(school, teachers, measures, scores), policy)
    assessed = records[col.TEACHER_ID].isin(standings[col.TEACHER_ID])
    records = records[assessed].reset_index(drop=True)
    return Assessment(school, policy, teachers, records, measures, standings)


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
        *check_group_ratios(tables["group_review"], policy.tiers),
        *check_amounts(tables, policy),
        *check_awards(tables["awards"], policy),
        *check_relays(tables["external"], policy),
        *check_recorded(build_records(_on_duty(tables), policy)),
        *check_calendar(tables["external"]),
        *check_dates(tables, school.school_year),
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


def _stand(scored: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Rank, divide into tiers, and add what each tier earns."""
    ranked = rank_teachers(scored, policy)
    ranked[col.TIER] = assign_tiers(ranked, policy.tiers)
    earned = {tier.name: tier for tier in (*policy.tiers.levels, policy.tiers.failing)}
    ranked[col.APPRAISAL] = [earned[name].appraisal for name in ranked[col.TIER]]
    ranked[col.REPORTED_HOURS] = [earned[name].reported_hours for name in ranked[col.TIER]]
    order = ranked.assign(**{col.GROUP: ranked[col.GROUP].map(reading_order)})
    order = order.assign(**{col.TOTAL: -ranked[col.TOTAL]})
    order = order.sort_values([col.GROUP, col.GATED, col.RANK, col.TOTAL, col.TEACHER_ID])
    standings = ranked.loc[order.index].reset_index(drop=True).drop(columns=LAST)
    standings[col.RANK] = standings[col.RANK].astype("Int64").mask(standings[col.GATED])
    return standings


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


def _moves(before: Assessment, after: Assessment) -> pd.DataFrame:
    old = before.standings.set_index(col.TEACHER_ID)[col.TIER]
    names = [col.TEACHER_ID, col.NAME, col.GROUP, col.POOL, col.TOTAL, col.RANK]
    moves = after.standings[names].assign(
        **{
            col.FROM_TIER: after.standings[col.TEACHER_ID].map(old),
            col.TO_TIER: after.standings[col.TIER],
        }
    )
    moves = moves[moves[col.FROM_TIER] != moves[col.TO_TIER]].reset_index(drop=True)
    seats = [run.cutoffs.set_index([col.POOL, col.TIER])[col.SEATS] for run in (before, after)]
    moves[col.WHY] = [_why(move, before.policy.tiers, seats) for move in moves.to_dict("records")]
    return moves.drop(columns=col.POOL)


def _why(move: Mapping[Hashable, object], tiers: Tiers, seats: list[pd.Series]) -> str:
    """Say how the seats down to the better of the two tiers changed; else it was the tie rule."""
    better = min(tiers.names.index(str(move[name])) for name in (col.FROM_TIER, col.TO_TIER))
    upper = tiers.names[: better + 1]
    old, new = (
        int(sum(counts.get((move[col.POOL], tier), 0) for tier in upper)) for counts in seats
    )
    line = f"{upper[-1]}及以上" if better else upper[0]
    place = f"本人第 {move[col.RANK]} 名"
    if old == new:
        return f"{line}名额仍为 {new} 个，{place}，同分处理方式改变"
    return f"{line}名额由 {old} 个变为 {new} 个，{place}"
