"""Participation seen from above: who was due, who came, what is left open; each group's performance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.labels import HEADINGS, month_name, month_of_year, reading_order
from xiaoben_analytics.tables import ABSENT, ATTENDING, EARLY_LEAVE, LATE, UNRECORDED

NO_CATEGORY = "未注明类别"
"""The category of those for whom the roster names none."""
PARTS: Mapping[str, str] = MappingProxyType(
    {
        "month": col.MONTH,
        "activity": col.ACTIVITY_ID,
        "group": col.GROUP,
        "category": col.CATEGORY,
    }
)
"""By what rates are told apart, and the column that says it."""
FAILED = "已超过"
HEADROOM = (FAILED, "已到限度", "还差 1 次", "还差 2 次", "还差 3 次及以上")
"""How far somebody's absences are from the limit of a gate, from the worst."""


@dataclass(frozen=True)
class Portion:
    """The part of the records that is looked at; whatever is empty does not limit it.

    `term` is 1 or 2, `category` a category of teachers, `activity` the id of an activity.
    """

    group: str = ""
    term: int | None = None
    category: str = ""
    activity: str = ""

    @property
    def of_every_group(self) -> Portion:
        """The same, not limited to a group."""
        return replace(self, group="")


EVERYTHING = Portion()


def take_portion(
    records: pd.DataFrame, teachers: pd.DataFrame, portion: Portion
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of records and the assessed teachers of a portion, in the order they come.

    Both have a column `category`, with `NO_CATEGORY` where the roster names none.

    Raises
    ------
    UsageError
        If the school has no such group, term, category or activity.
    """
    people = teachers[teachers[col.ASSESSED]]
    people = people.assign(**{col.CATEGORY: people[col.CATEGORY].fillna(NO_CATEGORY)})
    rows = records.assign(
        **{
            col.CATEGORY: records[col.TEACHER_ID].map(
                people.set_index(col.TEACHER_ID)[col.CATEGORY]
            )
        }
    )
    limits = _limits(portion)
    for name, value in limits.items():
        _fail_if_unknown(name, value, people[name] if name in people else rows[name])
    for name, value in limits.items():
        rows = rows[(rows[name] == value).fillna(value=False)]
        people = people[people[name] == value] if name in people else people
    return rows.reset_index(drop=True), people.reset_index(drop=True)


def count_participation(records: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Count who was due and who came, for each combination of some columns.

    Returns
    -------
    pd.DataFrame
        the columns `by`, owed, attended; only owed activities count, on both sides. Rows are in
        order, months by the calendar and the rest in reading order.
    """
    owed = records[records[col.OWED]]
    came = owed.assign(**{col.ATTENDED: owed[col.STATUS].isin(ATTENDING)})
    counted = came.groupby(list(by), as_index=False, dropna=False).agg(
        **{col.OWED: (col.OWED, "sum"), col.ATTENDED: (col.ATTENDED, "sum")}
    )
    return counted.sort_values(list(by), key=_in_order, kind="stable", ignore_index=True)


def count_parts(records: pd.DataFrame, part: str) -> pd.DataFrame:
    """Count who was due and who came by one of `PARTS`; activities in the order of the year.

    Returns
    -------
    pd.DataFrame
        part (what stands in the column of that part), label (the same for readers), owed, attended.
    """
    by = _TOLD_BY.get(part, (PARTS[part],))
    told = records.dropna(subset=PARTS[part])
    counted = count_participation(told, by)
    own = _own_groups(told)
    labels = [_NAMED.get(part, _last)(tuple(row), own) for row in counted[list(by)].to_numpy()]
    counted[col.LABEL] = pd.Series(labels, counted.index, dtype="str")
    counted = counted.rename(columns={PARTS[part]: col.PART})
    return counted[[col.PART, col.LABEL, col.OWED, col.ATTENDED]]


def month_participation(records: pd.DataFrame) -> pd.DataFrame:
    """Count who was due and who came: one row per month and group, months in order.

    Returns
    -------
    pd.DataFrame
        month group owed attended; only owed activities count, on both sides.
    """
    return count_participation(records.dropna(subset=col.MONTH), [col.MONTH, col.GROUP])


def count_incidents(records: pd.DataFrame) -> pd.DataFrame:
    """Count who came late, left early, or stayed away without leave from what was owed.

    Returns
    -------
    pd.DataFrame
        teacher_id name group late early_leave unexcused_absences made_up (of the absences), amount
        (all of them); one row per teacher who has any, most first, then in the order of the ids.
    """
    owed = records[records[col.OWED]]
    absent = owed[col.STATUS] == ABSENT
    told = owed[[col.TEACHER_ID, col.NAME, col.GROUP]].assign(
        **{
            col.LATE: owed[col.STATUS] == LATE,
            col.EARLY_LEAVE: owed[col.STATUS] == EARLY_LEAVE,
            col.UNEXCUSED_ABSENCES: absent,
            col.MADE_UP: absent & owed[col.MADE_UP],
        }
    )
    counted = told.groupby([col.TEACHER_ID, col.NAME, col.GROUP], as_index=False).sum()
    kinds = [col.LATE, col.EARLY_LEAVE, col.UNEXCUSED_ABSENCES]
    counted[col.AMOUNT] = counted[kinds].sum(axis="columns")
    counted = counted[counted[col.AMOUNT] > 0]
    return counted.sort_values(col.AMOUNT, ascending=False, kind="stable", ignore_index=True)


def open_make_ups(records: pd.DataFrame) -> pd.DataFrame:
    """Keep the records of somebody who was owed, away, and has not made up for it; none unrecorded.

    Leave that earns its hours anyway leaves nothing open.
    """
    away = ~records[col.STATUS].isin([*ATTENDING, UNRECORDED])
    still = records[col.OWED] & away & ~records[col.MADE_UP] & (records[col.EARNED] == 0)
    return records[still].reset_index(drop=True)


def unrecorded(records: pd.DataFrame) -> pd.DataFrame:
    """Keep the records that nobody recorded."""
    return records[records[col.STATUS] == UNRECORDED].reset_index(drop=True)


def count_headroom(absences: pd.DataFrame) -> pd.DataFrame:
    """Count how many teachers of each group are how far from the limit on absences.

    Parameters
    ----------
    absences
        See `requirements.absences`, of one gate.

    Returns
    -------
    pd.DataFrame
        group, a column for each of `HEADROOM`; one row per group, in reading order.
    """
    left = absences[col.LIMIT] - absences[col.UNEXCUSED_ABSENCES]
    levels = left.clip(-1, len(HEADROOM) - 2).map(lambda amount: HEADROOM[amount + 1])
    counted = pd.crosstab(absences[col.GROUP], levels).reindex(columns=list(HEADROOM), fill_value=0)
    order = sorted(counted.index, key=reading_order)
    return counted.loc[order].rename_axis(columns=None).reset_index()


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


def _limits(portion: Portion) -> dict[str, object]:
    limits = {
        col.GROUP: portion.group,
        col.CATEGORY: portion.category,
        col.TERM: portion.term,
        col.ACTIVITY_ID: portion.activity,
    }
    return {name: value for name, value in limits.items() if value not in ("", None)}


def _fail_if_unknown(name: str, value: object, found: pd.Series) -> None:
    known = sorted({str(one) for one in found.dropna()}, key=reading_order)
    if str(value) not in known:
        raise UsageError.unknown(HEADINGS[name], str(value), known)


def _in_order(cells: pd.Series) -> pd.Series:
    return cells.map(reading_order, na_action="ignore")


def _own_groups(records: pd.DataFrame) -> dict[str, str]:
    """Name the group of each activity that a single one of several groups has to itself."""
    if records[col.GROUP].nunique() < 2:
        return {}
    groups = (
        records[records[col.OWED]].groupby(col.ACTIVITY_ID)[col.GROUP].agg(["first", "nunique"])
    )
    alone = groups.loc[groups["nunique"] == 1, "first"]
    return {str(activity): str(group) for activity, group in alone.items()}


def _last(row: tuple[str, ...], _own: Mapping[str, str]) -> str:
    return row[-1]


def _month(row: tuple[str, ...], _own: Mapping[str, str]) -> str:
    return month_name(row[0])


def _activity(row: tuple[str, ...], own: Mapping[str, str]) -> str:
    month, activity, title = row
    whose = f"（{own[activity]}）" if activity in own else ""
    when = "" if pd.isna(month) else f"{month_of_year(month)} "
    return f"{when}{title}{whose}"


_TOLD_BY: Mapping[str, tuple[str, ...]] = {"activity": (col.MONTH, col.ACTIVITY_ID, col.TITLE)}
_NAMED: Mapping[str, Callable[[tuple[str, ...], Mapping[str, str]], str]] = {
    "month": _month,
    "activity": _activity,
}
