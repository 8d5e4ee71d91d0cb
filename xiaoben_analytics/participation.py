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
    groups = sum_up(standings[col.TOTAL], standings[col.GROUP]).join(came)
    for tier in tiers:
        groups[tier] = (standings[col.TIER] == tier).groupby(standings[col.GROUP]).sum()
    return groups.fillna(0).astype("int64").reset_index()


def sum_up(amounts: pd.Series, groups: pd.Series) -> pd.DataFrame:
    """Sum integers up by group: one row per group that has any, groups in reading order.

    Returns
    -------
    pd.DataFrame
        teachers (with an amount), mean, median, highest, lowest; mean and median rounded half up.
    """
    own = amounts.dropna().astype("int64")
    grouped = own.groupby(groups[own.index])
    count, doubled = grouped.count(), 2 * grouped.sum()
    summed = pd.DataFrame(
        {
            col.TEACHERS: count,
            "mean": (doubled + count) // (2 * count),
            "median": (2 * grouped.median() + 1).astype("int64") // 2,
            "highest": grouped.max(),
            "lowest": grouped.min(),
        }
    )
    return summed.loc[sorted(summed.index, key=reading_order)]
