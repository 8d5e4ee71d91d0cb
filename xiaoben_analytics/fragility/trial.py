"""What a school would come to with one record put right, for thousands of such corrections at once.

Every slip is tried as a teacher of its own: the same person once more, with one record put right.
Only that person's measures can change, and through them the highest amounts; everybody else's
points follow from these, so they are worked out once for each different set of highest amounts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.fragility.slips import Slip
from xiaoben_analytics.measures import MEASURES, RECORDS, measure_teachers
from xiaoben_analytics.records import build_records
from xiaoben_analytics.scoring import (
    Flags,
    Integers,
    find_companies,
    find_setters,
    find_yardsticks,
    proportional_items,
    score_teachers,
    yardstick,
)
from xiaoben_analytics.standing import pack_keys, pool_seats, rank_in_pools
from xiaoben_analytics.tables import TABLES

AT_ONCE = 2000
"""Slips that are worked out together: bounds memory."""

Held = dict[tuple[str, int], Integers]


def measure_slips(result: Assessment, table: str, slips: Sequence[Slip]) -> pd.DataFrame:
    """Measure everybody who slipped in a table, once for each slip, with that record put right.

    Returns
    -------
    pd.DataFrame
        One row per slip and one column per scored measure; those that the table cannot change are
        the teacher's own.
    """
    scored = result.policy.scored_measures
    names = [name for name in scored if table in MEASURES[name].rows.reads]
    measures = result.measures[list(scored)].take([slip.teacher for slip in slips])
    found = [
        measure_teachers(_put_right(result, table, part, names), result.policy.rules, names)
        for part in (slips[at : at + AT_ONCE] for at in range(0, len(slips), AT_ONCE))
    ]
    fresh = pd.concat(found, ignore_index=True) if found else measures
    return measures.reset_index(drop=True).assign(**{name: fresh[name] for name in names})


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one slip comes to: totals and tiers (0 is the best) of the assessed, as in the standings."""

    slip: int
    totals: Integers
    levels: Integers


@dataclass(frozen=True, eq=False)
class Bench:
    """An assessment laid out in arrays, to be tried again with other measures of single teachers.

    The assessed are in order of the standings; teachers are places on the roster.
    """

    result: Assessment

    def try_measures(self, teachers: Integers, measures: pd.DataFrame) -> Iterator[Outcome]:
        """Work the school out once for each row, the measures of the teacher at that place.

        Only what moves somebody into another tier is yielded.
        """
        for start in range(0, len(teachers), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            own = measures.iloc[part].reset_index(drop=True)
            points, gated = self._scored(teachers[part], own)
            levels = self._divided(points, gated)
            for at in np.flatnonzero((levels != self.levels).any(axis=1)).tolist():
                yield Outcome(start + at, points[at, :, 0], levels[at])

    @cached_property
    def levels(self) -> Integers:
        names = {name: at for at, name in enumerate(self.result.policy.tiers.names)}
        return np.array([names[tier] for tier in self.result.standings[col.TIER]], np.int64)

    @cached_property
    def totals(self) -> Integers:
        return self.result.standings[col.TOTAL].to_numpy(np.int64)

    @cached_property
    def pools(self) -> tuple[Integers, list[str]]:
        """Number the pool of each assessed teacher, and name the pools."""
        codes, names = pd.factorize(self.result.standings[col.POOL])
        return np.asarray(codes, np.int64), [str(name) for name in names]

    @cached_property
    def _columns(self) -> list[str]:
        return [col.TOTAL, *self.result.policy.component_names]

    @cached_property
    def _places(self) -> Integers:
        """Where each teacher of the roster is among the assessed, -1 if nowhere."""
        assessed = pd.Index(self.result.standings[col.TEACHER_ID])
        found = assessed.get_indexer(pd.Index(self.result.teachers[col.TEACHER_ID]))
        return np.asarray(found, np.int64)

    @cached_property
    def _companies(self) -> Integers:
        return find_companies(self.result.teachers, self.result.policy)

    @cached_property
    def _yardsticks(self) -> Held:
        result = self.result
        return dict(find_yardsticks(result.measures, result.teachers, result.policy))

    def _scored(self, teachers: Integers, measures: pd.DataFrame) -> tuple[Integers, Flags]:
        """Score everybody once for each row: the total, then the components; and who is gated."""
        policy = self.result.policy
        people = self.result.teachers.take(teachers).reset_index(drop=True)
        held = self._held(teachers, measures, people)
        named = measures.assign(**{col.TEACHER_ID: people[col.TEACHER_ID]})
        own = score_teachers(named, people, policy, yardsticks=held)
        points = self._others(teachers, held)
        gated = np.tile(self.result.standings[col.GATED].to_numpy(bool), (len(teachers), 1))
        places = self._places[teachers]
        assessed = np.flatnonzero(places >= 0)
        points[assessed, places[assessed]] = own[self._columns].to_numpy(np.int64)[assessed]
        gated[assessed, places[assessed]] = own[col.GATED].to_numpy(bool)[assessed]
        return points, gated

    def _held(self, teachers: Integers, measures: pd.DataFrame, people: pd.DataFrame) -> Held:
        """Find what amounts are held against in each teacher's company, once for each row."""
        policy, companies = self.result.policy, self._companies[teachers].tolist()
        held, people_at = {}, teachers.tolist()
        for component, number, item in proportional_items(policy):
            amounts = measures[item.measures[0]].to_numpy(np.int64)
            sets = find_setters(measures, people, component, policy)
            first = self._leaders(component.name, number)
            held[component.name, number] = np.array(
                [
                    yardstick(np.array([own, *_but(first.get(company, ()), who)]), policy)
                    for own, company, who in zip(
                        np.where(sets, amounts, 0).tolist(), companies, people_at, strict=True
                    )
                ],
                np.int64,
            )
        return held

    def _leaders(self, name: str, number: int) -> dict[int, list[tuple[int, int]]]:
        """List the three highest amounts in each company, with whose they are: enough without one."""
        result = self.result
        component = next(one for one in result.policy.components if one.name == name)
        amounts = result.measures[component.items[number].measures[0]].to_numpy(np.int64)
        sets = find_setters(result.measures, result.teachers, component, result.policy)
        leaders: dict[int, list[tuple[int, int]]] = {}
        for at in np.argsort(-amounts, kind="stable").tolist():
            if sets[at]:
                own = leaders.setdefault(int(self._companies[at]), [])
                if len(own) < 3:
                    own.append((int(amounts[at]), at))
        return leaders

    def _others(self, teachers: Integers, held: Held) -> Integers:
        """Score all as they are, against what amounts are held against in each row."""
        result, known = self.result, {}
        schools = []
        for company, amounts in zip(
            self._companies[teachers].tolist(), _side_by_side(held, len(teachers)), strict=True
        ):
            if (company, amounts) not in known:
                own = self._companies == company
                changed = {
                    key: np.where(own, amount, self._yardsticks[key])
                    for key, amount in zip(held, amounts, strict=True)
                }
                scores = score_teachers(
                    result.measures, result.teachers, result.policy, yardsticks=changed
                )
                known[company, amounts] = scores[self._columns].to_numpy(np.int64)[self._rows]
            schools.append(known[company, amounts])
        return np.stack(schools)

    @cached_property
    def _rows(self) -> Integers:
        """Where each of the assessed is on the roster."""
        ids = pd.Index(self.result.teachers[col.TEACHER_ID])
        found = ids.get_indexer(pd.Index(self.result.standings[col.TEACHER_ID]))
        return np.asarray(found, np.int64)

    def _divided(self, points: Integers, gated: Flags) -> Integers:
        """Rank every school by itself and find each tier, as `assign_tiers` does for one."""
        tiers, (codes, names) = self.result.policy.tiers, self.pools
        keys = points if tiers.ties == "break" else points[..., :1]
        school = np.arange(len(points))[:, None]
        packed = pack_keys([keys[..., at].ravel() for at in range(keys.shape[-1])])
        best, last = rank_in_pools((school * len(names) + codes).ravel(), packed, gated.ravel())
        place = (last if tiers.ties == "down" else best).reshape(gated.shape) - 1
        lines = self._lines(gated)[school, codes]
        levels = (place[..., None] >= lines).sum(axis=-1)
        return self._moved_by_hand(np.where(gated, len(tiers.levels), levels), gated)

    def _moved_by_hand(self, levels: Integers, gated: Flags) -> Integers:
        """Keep those moved by hand where they were put, as long as their gates allow the move."""
        tiers = self.result.policy.tiers
        ids = self.result.standings[col.TEACHER_ID].tolist()
        for move in self.result.manual:
            at = ids.index(move.teacher_id)
            stays = ~gated[:, at] | move.despite_gate | (move.to_tier == tiers.failing.name)
            levels[stays, at] = tiers.names.index(move.to_tier)
        return np.asarray(levels, np.int64)

    def _lines(self, gated: Flags) -> Integers:
        """Count the seats above each line of each pool, school by school."""
        tiers, known = self.result.policy.tiers, {}
        for row in gated:
            key = b"" if tiers.count_gated else row.tobytes()
            if key not in known:
                flags = pd.Series(row, dtype=bool)
                quotas = pool_seats(self.result.standings.assign(**{col.GATED: flags}), tiers)
                lines = [list(accumulate(quotas[name]))[:-1] for name in self.pools[1]]
                known[key] = np.array(lines, np.int64).reshape(len(lines), -1)
        keys = (b"" if tiers.count_gated else row.tobytes() for row in gated)
        return np.stack([known[key] for key in keys])


def _put_right(
    result: Assessment, table: str, slips: Sequence[Slip], names: Iterable[str]
) -> dict[str, pd.DataFrame]:
    """Make the tables of a school in which everybody is one who slipped, with that record put right."""
    tables = dict(result.school.tables)
    roster = tables["roster"]
    ids = roster[col.TEACHER_ID].take([slip.teacher for slip in slips]).tolist()
    labels = np.array([str(number) for number in range(len(slips))], object)
    people = roster.take([slip.teacher for slip in slips]).reset_index(drop=True)
    tables["roster"] = people.assign(
        **{col.TEACHER_ID: pd.Series(labels, dtype=roster[col.TEACHER_ID].dtype)}
    )
    read = {name for measure in names for name in MEASURES[measure].rows.reads}
    for name in sorted(read - {"roster"}):
        own = slips if name == table else ()
        tables[name] = _repeated(name, tables[name], ids, labels, own)
    if "attendance" in read:
        tables[RECORDS] = build_records(tables, result.policy)
    return tables


def _repeated(
    name: str, rows: pd.DataFrame, ids: Sequence[str], labels: np.ndarray, slips: Sequence[Slip]
) -> pd.DataFrame:
    """Give each label the rows of its teacher, with what a slip puts right."""
    of_teacher = rows.groupby(col.TEACHER_ID).indices
    nothing = np.array([], np.int64)
    parts = [of_teacher.get(one, nothing) for one in ids]
    starts = np.concatenate([[0], np.cumsum([len(part) for part in parts])])
    frame = rows.take(np.concatenate([nothing, *parts])).reset_index(drop=True)
    owner = np.repeat(labels, np.diff(starts))
    changes: dict[str, dict[int, object]] = {col.TEACHER_ID: dict(enumerate(owner))}
    withdrawn, added = [], []
    for at, slip in enumerate(slips):
        one = slip.correction
        if one.at is None:
            added.append({**one.says, col.TEACHER_ID: labels[at]})
            continue
        place = int(starts[at] + np.searchsorted(parts[at], one.at))
        withdrawn += [place] if one.withdrawn else []
        for column, value in one.says.items():
            changes.setdefault(column, {})[place] = value
    for column, values in changes.items():
        frame[column] = _set(frame[column], values)
    frame = frame.drop(index=withdrawn)
    if added:
        columns = dict.fromkeys(column for says in added for column in says)
        more = TABLES[name].frame({one: [says.get(one) for says in added] for one in columns})
        frame = pd.concat([frame, more], ignore_index=True)
    return frame


def _set(column: pd.Series, values: dict[int, object]) -> pd.Series:
    cells = column.astype("object").to_numpy(copy=True)
    for place, value in values.items():
        cells[place] = value
    return pd.Series(cells, column.index, column.dtype)


def _but(leaders: Iterable[tuple[int, int]], who: int) -> list[int]:
    return [amount for amount, leader in leaders if leader != who]


def _side_by_side(held: Held, rows: int) -> list[tuple[int, ...]]:
    """Lay the amounts of each row side by side."""
    if not held:
        return [()] * rows
    return list(zip(*(amounts.tolist() for amounts in held.values()), strict=True))
