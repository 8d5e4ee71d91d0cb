"""Scenarios side by side: seats, lines, who moves, envy and the tightest line of each in one table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment, try_scenario
from xiaoben_analytics.moves import list_moves
from xiaoben_analytics.scenarios import Scenario, fail_if_repeated

PRESENT = "现在"
"""The name under which the division as it is stands beside the scenarios."""


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
    listed = list(scenarios)
    fail_if_repeated("方案", [PRESENT, *(scenario.name for scenario in listed)])
    tried = {scenario.name: try_scenario(result, scenario) for scenario in listed}
    return compare_divisions({PRESENT: result, **tried})


def compare_divisions(divisions: Mapping[str, Assessment]) -> pd.DataFrame:
    """Lay divisions of one school side by side, the first of them being what the others change.

    Returns
    -------
    pd.DataFrame
        One row per division: scenario, its name; the school's seats of each tier, under the tier's
        name; movers (how many have another tier than in the first) and who_moves; envies (pairs
        across pools, see `fairness.count_envy`); tightest (the smallest gap below a line,
        hundredths) and line (whose it is); then the cutoff of each line (hundredths), in columns
        named by pool and tier. What a division does not have is missing.
    """
    first = next(iter(divisions.values()))
    rows = [{col.SCENARIO: name, **_outcome(first, one)} for name, one in divisions.items()]
    lines = [_cutoffs(one) for one in divisions.values()]
    places = dict.fromkeys(place for drawn in lines for place in drawn)
    cutoffs = pd.DataFrame(lines, columns=list(places), dtype="Int64")
    return pd.concat([pd.DataFrame(rows).astype({col.TIGHTEST: "Int64"}), cutoffs], axis="columns")


def _outcome(before: Assessment, after: Assessment) -> Mapping[str, object]:
    moves = list_moves(before, after)
    seats = after.cutoffs.groupby(col.TIER, sort=False)[col.SEATS].sum()
    gaps = after.cutoffs.dropna(subset=[col.GAP]).to_dict("records")
    tightest = min(gaps, key=lambda line: line[col.GAP], default=None)
    return {
        **{name: int(seats[name]) for name in after.policy.tiers.names[:-1]},
        col.MOVERS: len(moves),
        col.WHO_MOVES: "、".join(
            f"{move[col.NAME]}（{move[col.FROM_TIER]}→{move[col.TO_TIER]}）"
            for move in moves.to_dict("records")
        ),
        col.ENVIES: int(after.envy[col.ENVIES].sum()),
        col.TIGHTEST: tightest and int(tightest[col.GAP]),
        col.LINE: f"{tightest[col.POOL]}{tightest[col.TIER]}" if tightest else "",
    }


def _cutoffs(result: Assessment) -> dict[str, int]:
    drawn = result.cutoffs.dropna(subset=[col.CUTOFF]).to_dict("records")
    return {f"{line[col.POOL]}{line[col.TIER]}": int(line[col.CUTOFF]) for line in drawn}
