"""How firmly each line stands: gaps, margins, and the smallest mistake that moves somebody across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.fragility.margins import Line, Move, list_lines, list_margins
from xiaoben_analytics.fragility.slips import Slip, list_slips
from xiaoben_analytics.fragility.trial import Bench, Outcome, measure_slips
from xiaoben_analytics.tables import Correction, state_correction

__all__ = ["Crossing", "FragileLine", "Fragility", "Line", "Move", "find_fragility"]


@dataclass(frozen=True)
class Crossing:
    """The smallest correction of one record that moves somebody across a line.

    `teacher_id` is whose record it is, `effect` is the greatest change of anybody's total, in hundredths; `across` are those who cross
    the line, `others` who else comes into another tier.
    """

    correction: Correction
    teacher_id: str
    text: str
    effect: int
    across: tuple[Move, ...]
    others: tuple[Move, ...]

    @property
    def sentence(self) -> str:
        """Say what would have to be wrong, and what would follow from it."""
        follows = "，".join(move.sentence for move in self.across)
        more = f"；同时{'，'.join(move.sentence for move in self.others)}" if self.others else ""
        return f"{self.text}：{follows}{more}"


@dataclass(frozen=True)
class FragileLine:
    """A line, and what it takes to move somebody across it; None if no single record does."""

    line: Line
    crossing: Crossing | None

    @property
    def sentence(self) -> str:
        told = "改动任何一条记录都没有人越过这条线"
        return f"{self.line.sentence}；{self.crossing.sentence if self.crossing else told}"


@dataclass(frozen=True, eq=False)
class Fragility:
    """Every line, in order of pools and tiers; and how far every teacher is from the lines.

    `margins` has one row per assessed teacher (see `margins.list_margins`).
    """

    lines: tuple[FragileLine, ...]
    margins: pd.DataFrame


def find_fragility(result: Assessment) -> Fragility:
    """Try every correction of a single record, and keep for each line the smallest that matters.

    The smallest is the one that changes anybody's total least, then the one that moves the fewest,
    then the one that is the fewest steps from what is written (see `slips`), then by the teacher's
    id, then by the order of tables and files. What is tried follows from the tables and the regulation;
    what it comes to equals an assessment from scratch.
    """
    bench = Bench(result)
    slips, measures = _effective(result)
    teachers = np.array([slip.teacher for slip in slips], np.int64)
    best: dict[Place, tuple[tuple[int, int, int], Outcome]] = {}
    for outcome in bench.try_measures(teachers, measures):
        moved = int((outcome.levels != bench.levels).sum())
        weight = (_effect(bench, outcome), moved, outcome.slip)
        for place in _crossed(bench, outcome):
            if place not in best or weight < best[place][0]:
                best[place] = (weight, outcome)
    names = result.policy.tiers.names
    lines = []
    for line in list_lines(result):
        place = (bench.pools[1].index(line.pool), names.index(line.tier))
        found = best[place][1] if place in best else None
        crossing = _crossing(bench, slips[found.slip], found, place) if found else None
        lines.append(FragileLine(line, crossing))
    return Fragility(tuple(lines), list_margins(result))


Place = tuple[int, int]
"""A line: the number of its pool, and of the tier above it."""


def _effective(result: Assessment) -> tuple[list[Slip], pd.DataFrame]:
    """Measure all slips, the fewest steps first; of those of the same measures keep the first."""
    counted = result.teachers[col.ASSESSED].to_numpy(bool) | (result.policy.reference == "roster")
    by_table = list_slips(result.school, result.policy, np.flatnonzero(counted).tolist())
    slips = [slip for given in by_table.values() for slip in given]
    scored = list(result.policy.scored_measures)
    before = result.measures[scored]
    tried = [measure_slips(result, name, given) for name, given in by_table.items()]
    ids = result.teachers[col.TEACHER_ID].rank().to_numpy()
    nearest = np.lexsort(([ids[slip.teacher] for slip in slips], [slip.steps for slip in slips]))
    after = pd.concat([before.head(0), *tried], ignore_index=True).take(nearest)
    slips = [slips[at] for at in nearest]
    measures = pd.concat([before, after], ignore_index=True)
    who = [*range(len(before)), *(slip.teacher for slip in slips)]
    again = measures.assign(**{col.TEACHER_ID: who}).duplicated().to_numpy()
    fresh = np.flatnonzero(~again[len(before) :])
    return [slips[at] for at in fresh], measures.take(fresh + len(before)).reset_index(drop=True)


def _effect(bench: Bench, outcome: Outcome) -> int:
    return int(np.abs(outcome.totals - bench.totals).max())


def _crossed(bench: Bench, outcome: Outcome) -> dict[Place, list[int]]:
    """Find the lines that somebody crosses, and who, by their place among the assessed."""
    lines = len(bench.result.policy.tiers.levels) - 1
    crossed: dict[Place, list[int]] = {}
    for at in np.flatnonzero(outcome.levels != bench.levels).tolist():
        upper, lower = sorted((int(bench.levels[at]), int(outcome.levels[at])))
        for level in range(upper, min(lower, lines)):
            crossed.setdefault((int(bench.pools[0][at]), level), []).append(at)
    return crossed


def _crossing(bench: Bench, slip: Slip, outcome: Outcome, place: Place) -> Crossing:
    moved = np.flatnonzero(outcome.levels != bench.levels).tolist()
    across = _crossed(bench, outcome)[place]
    return Crossing(
        correction=slip.correction,
        teacher_id=str(bench.result.teachers[col.TEACHER_ID].iloc[slip.teacher]),
        text=state_correction(bench.result.school, slip.correction),
        effect=_effect(bench, outcome),
        across=_moves(bench, outcome, across),
        others=_moves(bench, outcome, [at for at in moved if at not in across]),
    )


def _moves(bench: Bench, outcome: Outcome, places: Sequence[int]) -> tuple[Move, ...]:
    names, people = bench.result.policy.tiers.names, bench.result.standings
    return tuple(
        Move(
            teacher_id=str(people[col.TEACHER_ID].iloc[at]),
            name=str(people[col.NAME].iloc[at]),
            from_tier=names[bench.levels[at]],
            to_tier=names[outcome.levels[at]],
            from_total=int(bench.totals[at]),
            to_total=int(outcome.totals[at]),
        )
        for at in places
    )
