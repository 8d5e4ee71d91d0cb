"""What a meeting looks at before it settles the lines: ties, rounding, fragile lines, fairness."""

from __future__ import annotations

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.docket import Tie, list_ties
from xiaoben_analytics.fairness import MOST_SMALL_GROUPS, advise_merging, standardise
from xiaoben_analytics.findings import finding_envy, finding_roundings
from xiaoben_analytics.fragility import FragileLine, find_fragility
from xiaoben_analytics.labels import HEADINGS, points
from xiaoben_analytics.standing import READINGS, WORDINGS, choose_rounding
from xiaoben_analytics.views.readable import MISSING, readable
from xiaoben_analytics.views.settings import OPTIONS
from xiaoben_analytics.views.view import View

SMALL = 5
"""Groups of fewer teachers are small: the ways of putting them together are shown."""
MOST_WAYS = 20

_FAR = (
    *(col.POOL, col.NAME, col.TOTAL, col.RANK, col.TIER),
    *(col.POINTS_UP, col.RANKS_UP, col.POINTS_DOWN, col.RANKS_DOWN),
)
_ENVY = (col.GROUP, col.NAME, col.TOTAL, col.TIER, col.ENVIES, col.LOWEST_TOTAL)
_BOTH = (col.GROUP, col.NAME, col.TOTAL, col.TIER, col.WITHIN_GROUP, col.POOLED)


def explore_ties(result: Assessment) -> View:
    """Show the docket: every tie on a line, and what each way of settling it would do."""
    ties = list_ties(result.standings, result.policy)
    if not ties:
        return View("划线处没有同分的教师，不需要另作决定。")
    now = OPTIONS["ties"][result.policy.tiers.ties]
    people = sum(len(tie.teachers) for tie in ties)
    rows = [row for tie in ties for row in _options(tie, result.policy.tiers.ties)]
    headings = ["议项", "办法", "进入较高等级的", "名额"]
    return View(
        f"划线处有 {len(ties)} 处同分，涉及 {people} 人次，请逐项决定；现行办法是“{now}”。",
        tables={"线上同分议项": pd.DataFrame(rows, columns=headings, dtype="str")},
    )


def explore_rounding(result: Assessment) -> View:
    """Show the seats under every reading of the ratios, and which words ask for which."""
    tiers = result.policy.tiers
    chosen = choose_rounding(result.sizes, tiers)
    names = {name: HEADINGS[name] for name in READINGS}
    now = {tiers.rounding: f"{names[tiers.rounding]}（现行）"}
    words = [(name, WORDINGS[key]) for key, name in (names | now).items()]
    order = "-".join(tiers.names[:-1])
    return View(
        finding_roundings(chosen, tiers.rounding),
        tables={
            f"各种取整办法的名额（{order}）": readable(
                chosen, [col.POOL, col.COUNT, *READINGS, col.AGREE], headings=names | now
            ),
            "条文怎样写、就用哪一种": pd.DataFrame(words, columns=["取整办法", "条文的写法"]),
        },
    )


def explore_fragility(result: Assessment, *, wanted: bool = True) -> View:
    """Show for each line the smallest wrong record that would move somebody across it.

    Trying every record may take seconds: unless `wanted`, the view only says what it would show.
    """
    if not wanted:
        return View("按“查找”，逐条试改每一条记录，看哪条线最经不起一处笔误（约需几秒）。")
    found = find_fragility(result)
    lines = sorted(found.lines, key=_weight)
    moved = [one for one in lines if one.crossing]
    told = "没有一条线会因改动一条记录而有人越过。"
    if moved:
        first = f"最经不起笔误的是{moved[0].line.pool}{moved[0].line.tier}线"
        told = f"{len(lines)} 条线中有 {len(moved)} 条，只改一条记录就有人越过；{first}。"
    headings = [HEADINGS[col.POOL], "线", HEADINGS[col.CUTOFF], HEADINGS[col.GAP], "最小的一处改动"]
    rows = [_fragile(one) for one in lines]
    far = readable(found.margins, _FAR, in_points={col.TOTAL, col.POINTS_UP, col.POINTS_DOWN})
    return View(
        told,
        tables={
            "哪条线最不稳（最不稳的在前）": pd.DataFrame(rows, columns=headings, dtype="str"),
            "每位教师离线有多远": far,
        },
    )


def explore_fairness(result: Assessment) -> View:
    """Show who has the higher total but the lower tier, and what merging small groups would do."""
    sizes = result.standings[col.GROUP].value_counts()
    few = 1 < (sizes < SMALL).sum() <= MOST_SMALL_GROUPS
    tiers = result.policy.tiers
    ways = advise_merging(result.standings, tiers, fewer_than=SMALL) if few else pd.DataFrame()
    tables = {
        "分高等级低的教师": readable(result.envy, _ENVY, in_points={col.TOTAL, col.LOWEST_TOTAL}),
        f"不足 {SMALL} 人的组怎样合并，各等级有多少名额（前 {MOST_WAYS} 种）": readable(
            ways.head(MOST_WAYS), [str(name) for name in ways]
        ),
        "与平均分相差几个标准差（只供参考，不用于排名）": readable(
            standardise(result.standings), _BOTH, in_points={col.TOTAL}
        ),
    }
    return View(
        finding_envy(result.envy),
        tables={caption: rows for caption, rows in tables.items() if len(rows)},
    )


def _options(tie: Tie, now: str) -> list[tuple[str, ...]]:
    names = dict(zip(tie.teachers, tie.names, strict=True))
    rows: list[tuple[str, ...]] = []
    for option in tie.options:
        over = f"{'超出' if option.taken > 0 else '空出'} {abs(option.taken)} 个"
        rows.append(
            (
                f"{tie.number}. {tie.question}" if not rows else "",
                option.text + ("（现行）" if option.ties == now else ""),
                "、".join(names[one] for one in option.upper) or "无人",
                over if option.taken else "正好",
            )
        )
    return rows


def _weight(one: FragileLine) -> tuple[bool, int]:
    return (one.crossing is None, one.crossing.effect if one.crossing else 0)


def _fragile(one: FragileLine) -> tuple[str, ...]:
    line = one.line
    amounts = (MISSING if one is None else points(one) for one in (line.cutoff, line.gap_below))
    change = one.crossing.sentence if one.crossing else "改动任何一条记录都没有人越过"
    return (line.pool, f"{line.tier}线", *amounts, change)
