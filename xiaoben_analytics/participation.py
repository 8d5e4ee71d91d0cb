"""Participation seen from above: rates by month and group, and each group's performance."""

from __future__ import annotations

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.labels import reading_order
from xiaoben_analytics.tables import EARLY_LEAVE, LATE, PRESENT

ATTENDING = (PRESENT, LATE, EARLY_LEAVE)
"""Statuses of somebody who was there (实到)."""


def month_participation(records: pd.DataFrame) -> pd.DataFrame:
    """Count who was due and who came: one row per month and group, months in order.

    Returns
    -------
    pd.DataFrame
        month group owed attended; only owed activities count, on both sides.
    """
    owed = records[records[col.OWED]]
    came = owed.assign(**{col.ATTENDED: owed[col.STATUS].isin(ATTENDING)})
    counted = came.groupby([col.MONTH, col.GROUP], as_index=False).agg(
        **{col.OWED: (col.OWED, "sum"), col.ATTENDED: (col.ATTENDED, "sum")}
    )
    order = counted[col.GROUP].map(reading_order)
    return counted.iloc[order.argsort(kind="stable")].sort_values(
        col.MONTH, kind="stable", ignore_index=True
    )


def group_performance(
    standings: pd.DataFrame, records: pd.DataFrame, tiers: tuple[str, ...]
) -> pd.DataFrame:
    """Sum each group up: one row per group, groups in reading order.

    Returns
    -------
    pd.DataFrame
        group; teachers (assessed); mean, median, highest, lowest of the totals (hundredths, mean
        and median rounded half up); owed and attended of the assessed teachers; one count
        per tier.
    """
    came = month_participation(records).groupby(col.GROUP)[[col.OWED, col.ATTENDED]].sum()
    totals = standings.groupby(col.GROUP)[col.TOTAL]
    count, doubled = totals.count(), 2 * totals.sum()
    groups = pd.DataFrame(
        {
            col.TEACHERS: count,
            "mean": (doubled + count) // (2 * count),
            "median": (2 * totals.median() + 1).astype("int64") // 2,
            "highest": totals.max(),
            "lowest": totals.min(),
        }
    ).join(came)
    for tier in tiers:
        groups[tier] = (standings[col.TIER] == tier).groupby(standings[col.GROUP]).sum()
    groups = groups.fillna(0).astype("int64")
    return groups.loc[sorted(groups.index, key=reading_order)].reset_index()
