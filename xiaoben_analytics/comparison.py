"""Scenarios side by side: how many are in each tier, lines, who moves, envy and the tightest line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment, try_scenario
from xiaoben_analytics.errors import UsageError, XiaobenError
from xiaoben_analytics.fairness import count_envy
from xiaoben_analytics.labels import HEADINGS, people_and_seats
from xiaoben_analytics.moves import list_moves
from xiaoben_analytics.scenarios import PRESENT, Scenario, fail_if_repeated, fail_if_reserved


@dataclass(frozen=True, eq=False)
class Trial:
    """Scenarios tried on one school: those that apply, and why the others do not, by name."""

    divisions: Mapping[str, Assessment]
    obstacles: Mapping[str, str]


def try_scenarios(result: Assessment, scenarios: Iterable[Scenario]) -> Trial:
    """Try scenarios, each from the same division, which stands first in the trial.

    Raises
    ------
    UsageError
        If two scenarios have one name, or one that of the division as it is.
    """
    listed = list(scenarios)
    for scenario in listed:
        fail_if_reserved(scenario.name)
    fail_if_repeated("方案", (scenario.name for scenario in listed))
    tried, obstacles = {PRESENT: result}, {}
    for scenario in listed:
        try:
            tried[scenario.name] = try_scenario(result, scenario)
        except XiaobenError as obstacle:
            obstacles[scenario.name] = str(obstacle)
    return Trial(tried, obstacles)


def compare_scenarios(result: Assessment, scenarios: Iterable[Scenario]) -> pd.DataFrame:
    """Try scenarios, each from the same division, and lay their outcomes beside it.

    Returns
    -------
    pd.DataFrame
        One row per scenario, the division as it is first (see `compare_divisions`).

    Raises
    ------
    UsageError
        If two scenarios have one name, or one of them cannot be applied.
    """
    trial = try_scenarios(result, scenarios)
    for name, obstacle in trial.obstacles.items():
        raise UsageError.not_applicable(name, obstacle)
    return compare_divisions(trial.divisions)


def compare_divisions(divisions: Mapping[str, Assessment]) -> pd.DataFrame:
    """Lay divisions of one school side by side, the first of them being what the others change.

    Returns
    -------
    pd.DataFrame
        One row per division: scenario, its name; how many of the school are in each tier, after
        ties and moves by hand, under the tier's name, and beside it the tier's seats by the rule
        (see `seats_of`), none for the failing tier; movers (how many have another tier than in the
        first) and who_moves; envies (pairs across groups, see `fairness.count_envy`); tightest (the
        smallest gap below a line, hundredths) and line (whose it is); then the cutoff of each line
        (hundredths), in columns named by pool and tier. What a division does not have is missing.
    """
    first = next(iter(divisions.values()))
    rows = [{col.SCENARIO: name, **_outcome(first, one)} for name, one in divisions.items()]
    lines = [_cutoffs(one) for one in divisions.values()]
    places = dict.fromkeys(place for drawn in lines for place in drawn)
    cutoffs = pd.DataFrame(lines, columns=list(places), dtype="Int64")
    outcomes = pd.DataFrame(rows)
    whole = [name for name in outcomes if pd.api.types.is_numeric_dtype(outcomes[name])]
    types = dict.fromkeys([*whole, col.TIGHTEST], "Int64")
    return pd.concat([outcomes.astype(types), cutoffs], axis="columns")


def seats_of(tier: str) -> str:
    """Name the column of a tier's seats by the rule.

    >>> seats_of("优秀")
    '优秀名额'
    """
    return f"{tier}{HEADINGS[col.SEATS]}"


def show_people(compared: pd.DataFrame) -> pd.DataFrame:
    """Say how many are in each tier, with the seats where they differ, in one text for readers."""
    shown = compared.astype("object")
    tiers = [str(name) for name in compared if seats_of(str(name)) in compared]
    for tier in tiers:
        both = zip(compared[tier], compared[seats_of(tier)], strict=True)
        shown[tier] = ["" if pd.isna(one) else people_and_seats(one, held) for one, held in both]
    return shown.drop(columns=[seats_of(tier) for tier in tiers])


def _outcome(before: Assessment, after: Assessment) -> Mapping[str, object]:
    moves = list_moves(before, after)
    gaps = after.cutoffs.dropna(subset=[col.GAP]).to_dict("records")
    tightest = min(gaps, key=lambda line: line[col.GAP], default=None)
    return {
        **_people(after),
        col.MOVERS: len(moves),
        col.WHO_MOVES: "、".join(
            f"{move[col.NAME]} {move[col.TEACHER_ID]}（{move[col.FROM_TIER]}→{move[col.TO_TIER]}）"
            for move in moves.to_dict("records")
        ),
        col.ENVIES: int(count_envy(after.standings, after.policy.tiers)[col.ENVIES].sum()),
        col.TIGHTEST: tightest and int(tightest[col.GAP]),
        col.LINE: f"{tightest[col.POOL]}{tightest[col.TIER]}" if tightest else "",
    }


def _people(division: Assessment) -> Mapping[str, int]:
    """Count who is in each tier, and the seats of all but the failing one."""
    *ranked, failing = division.policy.tiers.names
    people = division.standings[col.TIER].value_counts()
    seats = division.cutoffs.groupby(col.TIER)[col.SEATS].sum()
    told: dict[str, int] = {}
    for tier in ranked:
        told |= {tier: int(people.get(tier, 0)), seats_of(tier): int(seats[tier])}
    return {**told, failing: int(people.get(failing, 0))}


def _cutoffs(result: Assessment) -> dict[str, int]:
    drawn = result.cutoffs.dropna(subset=[col.CUTOFF]).to_dict("records")
    return {f"{line[col.POOL]}{line[col.TIER]}": int(line[col.CUTOFF]) for line in drawn}
