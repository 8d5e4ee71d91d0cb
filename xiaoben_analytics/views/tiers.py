"""Where the lines fall under a scenario, and who moves."""

from __future__ import annotations

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment, try_scenario
from xiaoben_analytics.figures import plot_tier_cutoffs
from xiaoben_analytics.findings import finding_moves
from xiaoben_analytics.scenarios import Scenario
from xiaoben_analytics.views.readable import readable
from xiaoben_analytics.views.view import View

_LINES = (col.POOL, col.TIER, col.RATIO, col.SEATS, col.COUNT, col.CUTOFF, col.GAP)
_MOVES = (
    *(col.GROUP, col.TEACHER_ID, col.NAME, col.TOTAL, col.RANK),
    *(col.FROM_TIER, col.TO_TIER, col.WHY),
)


def explore_tiers(result: Assessment, scenario: Scenario) -> View:
    """Show the division that a scenario gives: its lines, and who moves for what reason."""
    divided = try_scenario(result, scenario)
    moves, lines = divided.moves, divided.cutoffs
    return View(
        sentence=finding_moves(moves, divided.policy.tiers.names),
        figure=plot_tier_cutoffs(divided),
        tables={}
        if moves.empty
        else {"等级改变的教师": readable(moves, _MOVES, in_points={col.TOTAL})},
        data={"划线": readable(lines, _LINES, in_points={col.CUTOFF, col.GAP})},
    )
