"""How groups compare: one amount of every teacher, means per component, awards, meetings."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.fairness import standardise
from xiaoben_analytics.labels import reading_order
from xiaoben_analytics.participation import sum_up
from xiaoben_analytics.policy import Policy
from xiaoben_analytics.requirements import check_requirements
from xiaoben_analytics.tables import ATTENDING, School

UNNAMED = "未写明教研组"
SMALLEST = 3
"""Of fewer teachers than this nothing is told to others as a group: it would be told of persons."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """One amount of every teacher, and each group summed up.

    `of` is the column compared: the total, a component or the attendance rate; `against` is what it
    is held against: nothing, the mean of all (pooled) or that of the own group (within_group).
    `teachers`: teacher_id name group tier amount, one row each, groups in reading order; `groups`
    as `participation.sum_up` gives them. Amounts are hundredths: of a point, of a percent, of a
    standard deviation. `left_out` names the groups of those who failed a gate, where they do not
    count, once for each.
    """

    of: str
    against: str
    label: str
    teachers: pd.DataFrame
    groups: pd.DataFrame
    left_out: tuple[str, ...] = ()

    @property
    def unit(self) -> str:
        """What one of the amounts is."""
        if self.against:
            return "个标准差"
        return "个百分点" if self.of == col.RATE else "分"

    @property
    def sign(self) -> str:
        """What follows an amount that stands for itself."""
        return "%" if self.of == col.RATE and not self.against else ""

    def only(self, groups: tuple[str, ...]) -> Comparison:
        """Keep some groups; what they are held against stays."""
        teachers, summed = (
            frame[frame[col.GROUP].isin(groups)].reset_index(drop=True)
            for frame in (self.teachers, self.groups)
        )
        left_out = tuple(group for group in self.left_out if group in groups)
        return replace(self, teachers=teachers, groups=summed, left_out=left_out)


def compare_groups(
    standings: pd.DataFrame,
    records: pd.DataFrame,
    policy: Policy,
    *,
    of: str = col.TOTAL,
    against: str = "",
) -> Comparison:
    """Compare the teachers and groups by one amount.

    Who owed nothing has no rate. Standardised amounts leave out who failed a gate, as ranks do.
    A group's rate is that of all its members together.
    """
    labels = {col.TOTAL: "总分", col.RATE: "出勤率"}
    labels |= {part.name: part.label for part in policy.components}
    rows = standings.assign(**{col.RATE: _rates(standings, records)})
    rows = rows[rows[of].notna()]
    amounts, left_out = rows[of], tuple(rows.loc[rows[col.GATED], col.GROUP]) if against else ()
    if against:
        scores = standardise(rows, of)
        rows, amounts = scores, (scores[against] * 100).round()
    teachers = rows[[col.TEACHER_ID, col.NAME, col.GROUP, col.TIER]].assign(
        **{col.AMOUNT: amounts.astype("int64")}
    )
    groups = sum_up(teachers[col.AMOUNT], teachers[col.GROUP]).reset_index(names=col.GROUP)
    if of == col.RATE and not against:
        groups["mean"] = groups[col.GROUP].map(_group_rates(records))
    teachers = teachers.reset_index(drop=True)
    return Comparison(of, against, labels[of], teachers, groups, left_out)


def component_means(standings: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Average every component's points by group, exactly.

    Returns
    -------
    pd.DataFrame
        Fractions of hundredths; one row per group in reading order, one column per component,
        named by its label.
    """
    grouped = standings.groupby(col.GROUP)
    people = grouped.size()
    order = sorted(people.index, key=reading_order)
    return pd.DataFrame(
        {
            part.label: [
                Fraction(int(own[group]), int(people[group]))
                for own in [grouped[part.name].sum()]
                for group in order
            ]
            for part in policy.components
        },
        index=pd.Index(order, name=col.GROUP),
    )


def list_meetings(school: School, groups: list[str]) -> pd.DataFrame:
    """List the meetings of groups and of their preparation groups, each with its group.

    A preparation group that is written without a group is looked up in the roster; what belongs to
    no group in `groups` is listed under the name that is written, or `UNNAMED`.
    """
    meetings, roster = school.tables["group_meetings"], school.tables["roster"]
    pairs = roster[[col.PREP_GROUP, col.GROUP]].dropna().drop_duplicates()
    alone = pairs[~pairs[col.PREP_GROUP].duplicated(keep=False)].set_index(col.PREP_GROUP)
    written = meetings[col.GROUP].fillna(meetings[col.PREP_GROUP].map(alone[col.GROUP]))
    order = {group: place for place, group in enumerate(groups)}
    named = meetings.assign(**{col.GROUP: written.fillna(UNNAMED)})
    places = named[col.GROUP].map(order).fillna(len(order))
    return named.assign(place=places).sort_values(
        ["place", col.GROUP, col.DATE], kind="stable", ignore_index=True
    ).drop(columns="place")  # fmt: skip


def count_meetings(meetings: pd.DataFrame, groups: list[str], asked: pd.DataFrame) -> pd.DataFrame:
    """Count the meetings of each group, and hold them against what is asked.

    Parameters
    ----------
    meetings
        As `list_meetings` gives them.
    asked
        As `asked_meetings` gives it.

    Returns
    -------
    pd.DataFrame
        group; count (meetings recorded); planned, held (of those asked for) and missed, missing
        where nothing is asked or it cannot be told; beyond_asked (recorded beyond those held). First the
        groups given, then whatever other groups met.
    """
    counts = meetings.groupby(col.GROUP, sort=False).size()
    order = [*groups, *(group for group in counts.index if group not in groups)]
    summed = asked.groupby(col.GROUP)[[col.PLANNED, col.HELD, col.MISSED]].sum(min_count=1)
    rows = summed.reindex(pd.Index(order, name=col.GROUP)).astype("Int64")
    rows.insert(0, col.COUNT, counts.reindex(order, fill_value=0).to_numpy())
    rows[col.BEYOND] = (rows[col.COUNT] - rows[col.HELD].fillna(0)).clip(lower=0).astype("int64")
    return rows.reset_index()


def asked_meetings(school: School, policy: Policy) -> pd.DataFrame:
    """List what the regulation asks of groups' meetings: slots, and numbers of meetings.

    Returns
    -------
    pd.DataFrame
        group, label (what is asked, and when), verdict, planned, held, missed (all three missing
        where it cannot be told), reason; no row where nothing is asked.
    """
    names = {
        one.name: one.at_least
        for one in policy.requirements
        if one.of == "group" and one.measure == col.MEETINGS_HELD
    }
    if not names and not policy.slots:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in _ASKED.items()})
    found = check_requirements(school, policy)
    slots = found.slots.assign(
        **{col.LABEL: [_when(row) for row in found.slots.to_dict("records")]}
    )
    answers = found.groups[found.groups[col.REQUIREMENT].isin(names)]
    counted = answers.assign(
        **{
            col.LABEL: answers[col.LABEL] + "（" + answers[col.PERIOD] + "）",
            col.PLANNED: answers[col.NEEDED],
            col.HELD: answers[[col.AMOUNT, col.NEEDED]].min(axis="columns", skipna=False),
            col.MISSED: answers[col.SHORT],
        }
    )
    both = [frame[[*_ASKED]].astype(_ASKED) for frame in (slots, counted)]
    return pd.concat(both, ignore_index=True)


def _rates(standings: pd.DataFrame, records: pd.DataFrame) -> pd.Series:
    """Return each teacher's attendance rate in hundredths of a percent; missing who owed nothing."""
    return standings[col.TEACHER_ID].map(_shares(records, col.TEACHER_ID))


def _group_rates(records: pd.DataFrame) -> dict[str, int]:
    return _shares(records, col.GROUP)


def _shares(records: pd.DataFrame, by: str) -> dict[str, int]:
    owed = records[records[col.OWED]]
    came = owed[col.STATUS].isin(ATTENDING).groupby(owed[by])
    counts = pd.DataFrame({col.ATTENDED: came.sum(), col.OWED: came.size()})
    return {
        str(name): (20000 * attended + due) // (2 * due)
        for name, attended, due in counts.itertuples(name=None)
    }


def _when(slot: Mapping[Hashable, Any]) -> str:
    who = slot[col.PREP_GROUP]
    return f"{slot[col.SLOT]}" if pd.isna(who) or not who else f"{who}：{slot[col.SLOT]}"


_ASKED = {
    col.GROUP: "str",
    col.LABEL: "str",
    col.VERDICT: "str",
    col.PLANNED: "Int64",
    col.HELD: "Int64",
    col.MISSED: "Int64",
    col.REASON: "str",
}
