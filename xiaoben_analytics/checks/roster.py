"""What the roster leaves open: who is not assessed, who shares a name, whose ratios differ."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.labels import HEADINGS, percent
from xiaoben_analytics.policy import Tiers, parse_ratios, ratio
from xiaoben_analytics.problems import NOTICE, PROBLEM, Problem
from xiaoben_analytics.tables import ON_DUTY

_NAMED = 5
_JOINS = re.compile(r"[、，,;；/／+＋&和与\s]+")


def check_roster(roster: pd.DataFrame) -> Iterator[Problem]:
    """Name those who are not assessed, by state, and those who share a name with somebody."""
    states = roster[col.STATE].fillna(ON_DUTY)
    severity = NOTICE if (states == ON_DUTY).any() else PROBLEM
    for state, people in roster[states != ON_DUTY].groupby(col.STATE, sort=False):
        found = f"{len(people)} 位教师的状态是“{state}”，不参评（{_names(people)}）"
        advice = f"如应参评，请把状态改为“{ON_DUTY}”或留空"
        yield _found(people, "状态", str(state), found, advice=advice, severity=severity)
    for _, people in roster.groupby(namesakes(roster), sort=False):
        if len(people) > 1:
            name, told = (
                people[col.NAME].iloc[0],
                people[col.NAME] + "（" + people[col.GROUP] + "）",
            )
            found = f"有 {len(people)} 位教师同名：{'、'.join(told)}"
            advice = "只写姓名的表中，请同时写工号或教研组"
            yield _found(people, "姓名", str(name), found, advice=advice, severity=NOTICE)


def check_groups(roster: pd.DataFrame) -> Iterator[Problem]:
    """Name the groups whose names join those of others: who is in two is ranked in neither."""
    known = set(roster[col.GROUP].dropna())
    for group, people in roster.groupby(col.GROUP, sort=False):
        joined = [one.strip() for one in _JOINS.split(str(group)) if one.strip()]
        if len(joined) > 1 and len(known.intersection(joined)) > 1:
            found = (
                f"“{group}”把 {len(joined)} 个教研组写在一格里，"
                f"被当作另一个教研组，有 {len(people)} 位教师（{_names(people)}）"
            )
            advice = "每位教师只填一个教研组，按它排名；如确有这个组，不必改"
            yield _found(
                people, HEADINGS[col.GROUP], str(group), found, advice=advice, severity=NOTICE
            )


def namesakes(people: pd.DataFrame) -> pd.Series:
    """Return what is equal for those who share a name, also where names are hidden."""
    return people[col.NAMESAKE if col.NAMESAKE in people else col.NAME]


def check_group_ratios(reviews: pd.DataFrame, tiers: Tiers) -> Iterator[Problem]:
    """Name the groups whose own ratios, as given in their review, are not those of the regulation."""
    given = reviews.dropna(subset=[col.GROUP_RATIO])
    for _, review in given.groupby(col.GROUP, sort=False):
        row = review.iloc[0]
        used = tiers.group_ratios.get(row[col.GROUP], tiers.ratios)
        text = row[col.GROUP_RATIO]
        asked = parse_ratios(text) if "/" in text else (ratio(text),)
        if asked != used[: len(asked)]:
            shares = "/".join(percent(share) for share in used)
            found = (
                f"{row[col.GROUP]}的优秀比例 {row[col.GROUP_RATIO]} 没有采用，划等级用的是 {shares}"
            )
            advice = "如会议决定采用，请写入考核办法的 group_ratios；试算可用 xiaoben tiers 的 --review-ratios"
            yield _found(
                review, "优秀比例", row[col.GROUP_RATIO], found, advice=advice, severity=NOTICE
            )


def _names(people: pd.DataFrame) -> str:
    return "、".join(people[col.NAME][:_NAMED]) + ("等" if len(people) > _NAMED else "")


def _found(  # noqa: PLR0913 an address and what is there
    rows: pd.DataFrame, column: str, value: str, found: str, *, advice: str, severity: str
) -> Problem:
    first: Mapping[Hashable, object] = rows.to_dict("records")[0]
    file, sheet, row = (first[name] for name in (col.FILE, col.SHEET, col.ROW))
    number = row if isinstance(row, int) else None
    return Problem(str(file), str(sheet), number, column, value, found, "", advice, severity)
