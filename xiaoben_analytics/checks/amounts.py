"""Amounts that a person sets: within the regulation's range, or not counted and listed."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.calendar import working_days_later
from xiaoben_analytics.labels import hours
from xiaoben_analytics.policy import Policy, Range
from xiaoben_analytics.problems import NOTICE, Problem
from xiaoben_analytics.tables import TABLES


def check_amounts(tables: Mapping[str, pd.DataFrame], policy: Policy) -> Iterator[Problem]:
    """List every discretionary amount that is missing, out of its range, or without a reason.

    Where the regulation takes one end of the range for everybody, no amount is due.
    """
    external, participation, reading = (
        tables[name] for name in ("external", "participation", "reading")
    )
    relayed = external[external[col.RELAY_DATE].notna() | external[col.CREDITS].notna()]
    fined = external[external[col.DEDUCTION].fillna(0) != 0]
    credited = participation[participation[col.DONE].fillna(value=True)]
    poor = reading[reading[col.COMPLETION] == "质量不高"]
    if policy.relay:
        yield from _outside(relayed, "external", col.CREDITS, policy.relay.credits)
    if policy.external:
        yield from _outside(fined, "external", col.DEDUCTION, policy.external.deduction)
    if policy.participation:
        yield from _outside(credited, "participation", col.CREDITS, policy.participation.credits)
    if policy.reading:
        yield from _outside(poor, "reading", col.DEDUCTION, policy.reading.poor)
    yield from _unreasoned(external, "external", _chosen_outside(policy))
    yield from _unreasoned(
        poor, "reading", {col.DEDUCTION: policy.reading.poor} if policy.reading else {}
    )


def check_awards(awards: pd.DataFrame, policy: Policy) -> Iterator[Problem]:
    """Name the awards whose level the regulation does not list: they earn nothing."""
    if policy.awards is None:
        return
    listed = {
        kind.category: kind.first for kind in (policy.awards.contest, policy.awards.competition)
    }
    for award in awards.to_dict("records"):
        levels = listed.get(award[col.AWARD_CATEGORY], {})
        if award[col.LEVEL] not in levels:
            yield Problem(
                *_address(award),
                column="级别",
                value=str(award[col.LEVEL]),
                problem=f"{award[col.NAME]}的{award[col.LEVEL]}级{award[col.AWARD_CATEGORY]}奖不在条文所列级别内，不计分",
                expected="、".join(levels),
                advice="如应计分，请在考核办法中补充该级别",
                severity=NOTICE,
            )


def check_relays(external: pd.DataFrame, policy: Policy) -> Iterator[Problem]:
    """Name the relay trainings that were not given in time: their credits do not count."""
    if policy.relay is None:
        return
    days = policy.relay.within_working_days
    for study in external.dropna(subset=[col.RELAY_DATE]).to_dict("records"):
        relay, returned = study[col.RELAY_DATE], study[col.RETURN_DATE]
        if pd.isna(returned):
            found, expected = "没有返校日期，无法判断是否按时，奖励学分未计入", "填写返校日期"
        else:
            last = working_days_later(returned.date(), days)
            if returned.date() <= relay.date() <= last:
                continue
            found, expected = (
                "不在返校后规定的工作日内，奖励学分未计入",
                f"{returned:%Y-%m-%d} 至 {last}",
            )
        yield Problem(
            *_address(study),
            column="二次培训日期",
            value=f"{relay:%Y-%m-%d}",
            problem=f"{study[col.NAME]}的二次培训{found}",
            expected=expected,
            advice="如日期有误，请改正",
            severity=NOTICE,
        )


def _outside(rows: pd.DataFrame, table: str, name: str, allowed: Range) -> Iterator[Problem]:
    if allowed.taken != "given":
        return
    heading = TABLES[table].column(name).heading
    limits = f"{hours(allowed.low)}—{hours(allowed.high)}"
    for row in rows[~rows[name].fillna(0).between(allowed.low, allowed.high)].to_dict("records"):
        missing = pd.isna(row[name])
        given = "" if missing else hours(row[name])
        found = "没有填写" if missing else f"为 {given}，超出条文范围"
        yield Problem(
            *_address(row),
            column=heading,
            value=given,
            problem=f"{row[col.NAME]}的{heading}{found}，未计入",
            expected=limits,
            advice=f"请由负责人核定后填写 {limits} 之间的数",
        )


def _chosen_outside(policy: Policy) -> Mapping[str, Range]:
    """Name the amounts that are chosen for a study outside school, with their ranges."""
    relay = {col.CREDITS: policy.relay.credits} if policy.relay else {}
    return relay | ({col.DEDUCTION: policy.external.deduction} if policy.external else {})


def _unreasoned(rows: pd.DataFrame, table: str, ranges: Mapping[str, Range]) -> Iterator[Problem]:
    """List the rows that hold an amount within a range and do not say why it is that much."""
    blank = rows[col.NOTE].fillna("").str.strip() == ""
    heading = TABLES[table].column(col.NOTE).heading
    for row in rows[blank].to_dict("records"):
        told = "、".join(
            f"{TABLES[table].column(name).heading} {hours(row[name])}"
            for name, allowed in ranges.items()
            if allowed.is_chosen and not pd.isna(row[name]) and allowed.holds(row[name])
        )
        if told:
            yield Problem(
                *_address(row),
                column=heading,
                value="",
                problem=f"{row[col.NAME]}的{told} 没有写明理由，已按登记的计入",
                expected="酌定的理由",
                advice=f"请由负责人在“{heading}”中写明理由",
            )


def _address(row: Mapping[Hashable, object]) -> tuple[str, str, int | None]:
    number = row[col.ROW]
    return str(row[col.FILE]), str(row[col.SHEET]), number if isinstance(number, int) else None
