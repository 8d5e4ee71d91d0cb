"""Where the lines fall under a scenario: seats, cutoffs, who moves, and whom that leaves worse off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment, try_scenario
from xiaoben_analytics.comparison import compare_divisions, try_scenarios
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.figures import plot_tier_cutoffs
from xiaoben_analytics.findings import (
    finding_alone,
    finding_envy,
    finding_moves,
    finding_scenarios,
    finding_seats,
    finding_whole,
)
from xiaoben_analytics.labels import HEADINGS, points
from xiaoben_analytics.scenarios import Scenario
from xiaoben_analytics.standing import dead_zones, divide_pools, pool_ratios, same_seats, seats
from xiaoben_analytics.views.readable import MISSING, readable
from xiaoben_analytics.views.settings import say_changes
from xiaoben_analytics.views.view import View

WORST = 5
"""How many of those who envy most are listed."""

_LINES = (col.POOL, col.TIER, col.RATIO, col.SEATS, col.COUNT, col.CUTOFF, col.GAP)
_PEOPLE = (col.POOL, col.RANK, col.TEACHER_ID, col.NAME, col.TOTAL, col.TIER)
_MOVES = (
    *(col.GROUP, col.TEACHER_ID, col.NAME, col.TOTAL, col.RANK),
    *(col.FROM_TIER, col.TO_TIER, col.WHY),
)
_ENVY = (
    *(col.GROUP, col.TEACHER_ID, col.NAME, col.TOTAL, col.TIER),
    *(col.ENVIES, col.LOWEST_TOTAL),
)
_ZONES = (
    *(col.TIER, col.RATIO, col.LOWEST_RATIO, col.HIGHEST_RATIO),
    *(col.LOWER_RATIO, col.LOWER_CHANGES, col.HIGHER_RATIO, col.HIGHER_CHANGES),
)
_COUNTED = "计入人数"
_SHARED, _NO_PERCENT = "随全校总数分得", "没有整百分数给出这些席"


def explore_tiers(result: Assessment, scenario: Scenario) -> View:
    """Show the division that a scenario gives: its lines, who moves why, whose seats, who envies.

    Raises
    ------
    XiaobenError
        If something that the scenario changes cannot stand so.
    """
    divided = try_scenario(result, scenario)
    tiers = divided.policy.tiers
    told = (
        finding_moves(divided.moves, tiers.names),
        finding_seats(divided.seat_changes, tiers.names[:-2]),
        _conserved(divided),
        _pooled(divided),
        finding_envy(divided.envy, int(result.envy[col.ENVIES].sum())),
    )
    tables = {
        "等级改变的教师": readable(divided.moves, _MOVES, in_points={col.TOTAL}),
        "各组名额和划线": list_seats(divided),
        "共同比例在多大范围内名额不变": readable(dead_zones(divided.sizes, tiers), _ZONES),
        "“分高等级低”最多的教师": readable(
            divided.envy.head(WORST), _ENVY, in_points={col.TOTAL, col.LOWEST_TOTAL}
        ),
    }
    return View(
        sentence="".join(told),
        figure=plot_tier_cutoffs(divided),
        tables={caption: rows for caption, rows in tables.items() if len(rows)},
        data={
            "划线": readable(divided.cutoffs, _LINES, in_points={col.CUTOFF, col.GAP}),
            "各教师的总分": readable(divided.standings, _PEOPLE, in_points={col.TOTAL}),
        },
    )


def list_seats(divided: Assessment) -> pd.DataFrame:
    """Say what the ratios mean in whole seats, and how far they could move without changing one.

    Returns
    -------
    pd.DataFrame
        One row per pool, for readers: who counts; each tier's seats, with those of the assessment that
        this one was derived from if they differ; each line with the gap below it; the percents
        between which a ratio gives the same seats, where they follow from the own ratios alone.
    """
    tiers, base = divided.policy.tiers, divided.base or divided
    old = divide_pools(base.sizes, base.policy.tiers)
    new = divide_pools(divided.sizes, tiers)
    columns = (divided.cutoffs[name] for name in (col.POOL, col.TIER, col.CUTOFF, col.GAP))
    by_line = {(pool, tier): _line(*amounts) for pool, tier, *amounts in zip(*columns, strict=True)}
    rows = []
    for pool in dict.fromkeys(divided.cutoffs[col.POOL]):
        size, shares = divided.sizes[pool], pool_ratios(pool, tiers)
        shared = tiers.conserve and pool not in tiers.group_ratios
        spans = same_seats(size, shares, rounding=tiers.rounding)
        rows.append(
            (
                *(pool, size),
                *_seats(old.get(pool, ()), new[pool]),
                *(by_line[pool, tier] for tier in tiers.names[:-2]),
                *([_SHARED] * len(spans) if shared else map(_span, new[pool], spans)),
            )
        )
    dividing = tiers.names[:-2]
    headings = [f"{tier}线（差）" for tier in dividing] + [f"{tier}比例的范围" for tier in dividing]
    return pd.DataFrame(
        rows, columns=[HEADINGS[col.POOL], _COUNTED, *tiers.names[:-1], *headings], dtype="str"
    )


def explore_scenarios(result: Assessment, scenarios: Sequence[Scenario]) -> View:
    """Show scenarios side by side: one column each, the division as it is first.

    Those that cannot be applied to these files are named, with the reason.

    Raises
    ------
    UsageError
        If two scenarios have one name.
    """
    if not scenarios:
        return View("还没有保留的方案：调好比例后写上名称，按“保留”。")
    trial = try_scenarios(result, scenarios)
    refused = [UsageError.not_applicable(*obstacle) for obstacle in trial.obstacles.items()]
    also = "".join(map(str, refused))
    applied = [one for one in scenarios if one.name in trial.divisions]
    if not applied:
        return View(also)
    compared = compare_divisions(trial.divisions)
    aside = _aside(result, compared, applied)
    return View(f"{finding_scenarios(compared)}{also}", tables={"方案比较": aside})


def _aside(result: Assessment, compared: pd.DataFrame, applied: Sequence[Scenario]) -> pd.DataFrame:
    """Lay divisions side by side, one column each, for readers."""
    last = result.policy.tiers.names[-2]  # divides nobody
    compared = compared[[name for name in compared if name == last or not str(name).endswith(last)]]
    names = [str(name) for name in compared]
    lines = {name: f"{name}线" for name in names[names.index(col.LINE) + 1 :]}
    told = readable(
        compared, names[1:], in_points={col.TIGHTEST, *lines}, headings=_COMPARED | lines
    )
    told.insert(0, "改了什么", ["", *(_changed(result, one) for one in applied)])
    aside: pd.DataFrame = told.T.reset_index()
    aside.columns = pd.Index(["项目", *compared[col.SCENARIO]])
    return aside


_COMPARED = {col.ENVIES: "分高等级低（对）", col.LINE: "最小差距在", col.TIGHTEST: "最小差距"}


def _changed(result: Assessment, scenario: Scenario) -> str:
    return "；".join(say_changes(result.policy, scenario)) or "与现行办法相同"


def _conserved(divided: Assessment) -> str:
    """Say how many of the best tier the school has where its total is fixed; "" where it is not."""
    tiers, base = divided.policy.tiers, divided.base or divided
    if not tiers.conserve or len(tiers.levels) == 1:
        return ""
    people, own = sum(divided.sizes.values()), base.policy.tiers
    fixed = seats(people, tiers.ratios, rounding=tiers.rounding)[0]
    held, had = (
        sum(one[0] for one in divide_pools(sizes, by).values())
        for sizes, by in ((divided.sizes, tiers), (base.sizes, own))
    )
    return finding_whole(tiers.names[0], (fixed, people, tiers.ratios[0]), held, had)


def _pooled(divided: Assessment) -> str:
    """Say that no groups are put together although the regulation asks for it; "" if some are."""
    tiers = divided.policy.tiers
    if not tiers.min_group or tiers.scope == "school":
        return ""
    sizes = divided.ranked[col.GROUP].value_counts()
    return finding_alone(sizes.index[sizes < tiers.min_group].tolist(), tiers.min_group)


def _seats(old: Iterable[int], new: Sequence[int]) -> list[str]:
    was = list(old) or list(new)
    return [
        str(now) if now == before else f"{before} → {now}"
        for before, now in zip(was, new, strict=True)
    ]


def _line(cutoff: Any, gap: Any) -> str:
    shown, below = (MISSING if pd.isna(one) else points(one) for one in (cutoff, gap))
    return MISSING if shown == MISSING else f"{shown}（{below}）"


def _span(seats: int, span: tuple[int, int] | None) -> str:
    return _NO_PERCENT if span is None else f"{span[0]}%–{span[1]}% 同为 {seats} 席"
