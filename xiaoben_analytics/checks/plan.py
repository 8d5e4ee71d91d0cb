"""Can the plan satisfy the regulation: what it offers to whom, and what it leaves open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, groupby

import pandas as pd

from xiaoben_analytics import calendar
from xiaoben_analytics import columns as col
from xiaoben_analytics.checks.balance import HOURS, Balance, PlanAnswer, answer_requirements
from xiaoben_analytics.errors import DataError
from xiaoben_analytics.measures import MEASURES
from xiaoben_analytics.policy import Policy, Requirement
from xiaoben_analytics.problems import PROBLEM
from xiaoben_analytics.records import pair_audiences
from xiaoben_analytics.tables import EVERYBODY, ON_DUTY, TABLES, School

TERMS = {1: "第一学期", 2: "第二学期"}
MONTHS = {1: (9, 10, 11, 12, 1), 2: (2, 3, 4, 5, 6, 7)}
_AUDIENCES = [col.GROUP, col.PREP_GROUP, col.CATEGORY]
_SEVERAL = re.compile(r"[、,，;；/\s]+")


@dataclass(frozen=True)
class PlanCheck:
    """What the plan offers against every requirement on it, and what it leaves open.

    `terms` and `years` hold hours, `stages` those of a year since joining, `cycle` what the
    regulation itself plans for each year, and `activities` those of some topic; `answers` say of
    each requirement whether the plan satisfies it. `overlaps`: date and titles; `leads_unknown`: title and
    lead, "" where none is named; `missing`: the activity (or row) and what it lacks.
    """

    terms: tuple[Balance, ...]
    years: tuple[Balance, ...]
    stages: tuple[Balance, ...]
    cycle: tuple[Balance, ...]
    activities: tuple[Balance, ...]
    answers: tuple[PlanAnswer, ...]
    empty_months: tuple[str, ...]
    overlaps: tuple[tuple[str, tuple[str, ...]], ...]
    leads_unknown: tuple[tuple[str, str], ...]
    missing: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def short(self) -> tuple[Balance, ...]:
        """What the plan cannot satisfy."""
        balances = (*self.terms, *self.years, *self.stages, *self.cycle, *self.activities)
        return tuple(one for one in balances if one.short)


def check_plan(school: School, policy: Policy) -> PlanCheck:
    """Compare the plan with the regulation; needs no other table, though a roster tells more.

    Raises
    ------
    DataError
        If no plan was read.
    """
    plan, roster = school.tables["plan"], school.tables["roster"]
    if plan.empty:
        table = TABLES["plan"]
        raise DataError.table_missing(table.label, school.folder, table.key_headings)
    on_duty = roster[roster[col.STATE].fillna(ON_DUTY) == ON_DUTY]
    categories = _categories(on_duty, plan)
    terms = tuple(_terms(categories, policy))
    years = tuple(_years(categories, policy, school.school_year))
    stages = tuple(_stages(on_duty, plan, policy, school.school_year))
    activities = tuple(_activities(plan, policy))
    balances = (*terms, *years, *stages, *activities)
    return PlanCheck(
        terms=terms,
        years=years,
        stages=stages,
        cycle=tuple(_cycle(policy)),
        activities=activities,
        answers=tuple(answer_requirements(policy, balances, school.school_year)),
        empty_months=tuple(_empty_months(plan, school.school_year)),
        overlaps=tuple(_overlaps(categories)),
        leads_unknown=tuple(_leads_unknown(plan, roster)),
        missing=(*_missing(plan), *_set_aside(school)),
    )


@dataclass(frozen=True)
class _Category:
    """Teachers who belong to the same audiences, and the activities offered to them."""

    audiences: tuple[str, ...]
    kind: str
    teachers: int | None
    activities: pd.DataFrame


def _categories(roster: pd.DataFrame, plan: pd.DataFrame) -> list[_Category]:
    """List who is offered the same; without a roster everybody, and each audience of the plan."""
    members = _named_audiences(plan) if roster.empty else _memberships(roster)
    members[col.TEACHER_ID] = [str(number) for number in range(len(members))]
    offered = pair_audiences(members, plan).merge(plan, on=col.ACTIVITY_ID)
    return [
        _Category(
            audiences=tuple(one[name] for name in _AUDIENCES if not pd.isna(one[name])),
            kind="" if pd.isna(one[col.CATEGORY]) else one[col.CATEGORY],
            teachers=one[col.TEACHERS],
            activities=offered[offered[col.TEACHER_ID] == one[col.TEACHER_ID]],
        )
        for one in members.to_dict("records")
    ]


def _named_audiences(plan: pd.DataFrame) -> pd.DataFrame:
    """List everybody, and whom else the plan names, as groups of an unknown number of teachers."""
    named = plan[col.AUDIENCE].str.split("、").explode().dropna().unique()
    names = [EVERYBODY, *(name for name in named if name != EVERYBODY)]
    return pd.DataFrame(
        {col.GROUP: names, col.PREP_GROUP: None, col.CATEGORY: None, col.TEACHERS: None}
    )


def _memberships(roster: pd.DataFrame) -> pd.DataFrame:
    """Count the teachers of every group, preparation group and category that go together."""
    counts = roster.groupby(_AUDIENCES, dropna=False, sort=False).size()
    return counts.rename(col.TEACHERS).reset_index()


def _terms(categories: Sequence[_Category], policy: Policy) -> Iterator[Balance]:
    """Compare each term; what is offered is told even where nothing is required."""
    for requirement in _asked(policy, "term") or [None]:
        for number, name in TERMS.items():
            yield from _period(categories, requirement, policy, name, term=number)


def _years(categories: Sequence[_Category], policy: Policy, school_year: str) -> Iterator[Balance]:
    for requirement in _asked(policy, "year"):
        yield from _period(categories, requirement, policy, f"{school_year}学年")


def _stages(
    roster: pd.DataFrame, plan: pd.DataFrame, policy: Policy, school_year: str
) -> Iterator[Balance]:
    """Compare one year's plan with what is asked in a year since joining, of whoever is in it."""
    for requirement in _asked(policy, "stage"):
        stage = requirement.who.stage if requirement else None
        meant = _in_stage(roster, stage, calendar.school_year(school_year)) if stage else roster
        if len(meant) or roster.empty:
            own = _categories(meant, plan)
            for one in _period(own, requirement, policy, "本学年"):
                yield replace(one, number=stage)


def _in_stage(roster: pd.DataFrame, stage: int, year: calendar.Period) -> pd.DataFrame:
    """Keep the teachers of whose year since joining the school year has a part; all, if unknown."""
    if roster[col.JOIN_DATE].isna().all():
        return roster
    known = roster[roster[col.JOIN_DATE].notna()]
    spans = [calendar.stage_of(day.date(), stage) for day in known[col.JOIN_DATE]]
    return known[[own.start <= year.end and year.start <= own.end for own in spans]]


def _asked(policy: Policy, per: str) -> list[Requirement | None]:
    """List what is required of each teacher that planned activities add to."""
    return [
        one
        for one in policy.requirements
        if one.per == per and one.of == "teacher" and one.measure in HOURS
    ]


def _period(
    categories: Sequence[_Category],
    requirement: Requirement | None,
    policy: Policy,
    name: str,
    *,
    term: int | None = None,
) -> Iterator[Balance]:
    """Compare what every category is offered in a period with a requirement, if it is for any."""
    measure = requirement.measured if requirement else MEASURES[col.ATTENDANCE_HOURS]
    required = requirement.at_least.value if requirement else Fraction(0)
    balances = []
    for category in categories:
        rows = category.activities
        rows = rows if term is None else rows[rows[col.TERM] == term]
        whole = measure.whole(int(rows[col.HOURS].sum()), policy.rules)
        offered = Fraction(whole, measure.scale)
        if requirement is None or _may_be_meant(category, requirement):
            own = Balance("、".join(category.audiences), offered, required, measure.unit)
            through = _through(category, rows)
            balances.append(replace(own, teachers=category.teachers, through=through))
    if balances:
        least = min(one.offered for one in balances)
        label = requirement.label if requirement else ""
        yield Balance(name, least, required, measure.unit, label, term, categories=tuple(balances))


def _through(category: _Category, activities: pd.DataFrame) -> tuple[str, ...]:
    """Name the audiences that offer a category what not everybody is offered."""
    named = activities[col.AUDIENCE].str.split("、")
    apart = {name for names in named if EVERYBODY not in names for name in names}
    return tuple(name for name in category.audiences if name in apart)


def _may_be_meant(category: _Category, requirement: Requirement) -> bool:
    """Tell whether a requirement may be for a category; ages and stages are not of the plan."""
    words = requirement.who.categories
    unknown = category.teachers is None
    return not words or unknown or any(word in category.kind for word in words)


def _cycle(policy: Policy) -> Iterator[Balance]:
    """Compare what the regulation plans for each year of its cycle with its own yearly minimum."""
    for requirement in policy.requirements:
        needed = requirement.at_least
        for number, planned in enumerate(requirement.planned, start=1):
            yield Balance(
                f"第 {number} 学年",
                planned.value,
                needed.value,
                needed.unit,
                requirement.label,
                number,
            )


def _activities(plan: pd.DataFrame, policy: Policy) -> Iterator[Balance]:
    """Count the activities of a topic that the school must hold."""
    for one in policy.requirements:
        if one.measure != col.PLANNED_ACTIVITIES or one.of != "school":
            continue
        about = plan[[col.TITLE, col.FORM, col.TOPIC]].fillna("").agg("".join, axis="columns")
        rows = plan[about.str.contains("|".join(map(re.escape, one.words)))]
        if one.audience:
            named = rows[col.AUDIENCE].fillna(EVERYBODY).str.split("、")
            rows = rows[[not set(one.audience).isdisjoint(names) for names in named]]
        for number, name in TERMS.items() if one.per == "term" else [(None, "本学年")]:
            count = len(rows) if number is None else int((rows[col.TERM] == number).sum())
            needed = one.at_least
            yield Balance(name, Fraction(count), needed.value, needed.unit, one.label, number)


def _empty_months(plan: pd.DataFrame, school_year: str) -> Iterator[str]:
    """Name the months from September to January, and from February to July, without an activity."""
    first, planned = int(school_year[:4]), set(plan[col.MONTH].dropna())
    for month in (*MONTHS[1], *MONTHS[2]):
        label = f"{first if month >= 9 else first + 1}-{month:02d}"
        if label not in planned:
            yield label


def _overlaps(categories: Sequence[_Category]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Name the activities of one day that somebody should be at both of."""
    found = set()
    for category in categories:
        for day, rows in category.activities.groupby(col.DATE):
            titles = zip(rows[col.ACTIVITY_ID], rows[col.TITLE], strict=True)
            found |= {(f"{day:%Y-%m-%d}", pair) for pair in combinations(sorted(titles), 2)}
    for day, pair in sorted(found):
        yield day, tuple(title for _, title in pair)


def _leads_unknown(plan: pd.DataFrame, roster: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Name the leads who are not on the roster, if there is one; "" where nobody is named."""
    known = set(roster[col.NAME])
    for title, lead in zip(plan[col.TITLE], plan[col.LEAD].fillna(""), strict=True):
        people = [name for name in _SEVERAL.split(lead) if name]
        if not people or (known and not {lead, *people} & known):
            yield title, lead


def _missing(plan: pd.DataFrame) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Say what an activity lacks: hours, a lead, or when it is (a month is enough)."""
    for one in plan.to_dict("records"):
        lacks = {
            "学时": pd.isna(one[col.HOURS]) or one[col.HOURS] == 0,
            "负责人": pd.isna(one[col.LEAD]),
            "时间": pd.isna(one[col.MONTH]) and pd.isna(one[col.DATE]),
        }
        if any(lacks.values()):
            yield (
                str(one[col.TITLE]),
                tuple(name for name, is_missing in lacks.items() if is_missing),
            )


def _set_aside(school: School) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Name the rows of the plan that could not be used, with the cells that are to blame."""
    sheets = school.files.loc[school.files[col.TABLE] == "plan", [col.FILE, col.SHEET]]
    rows = school.problems.dropna(subset=[col.ROW])
    rows = rows[(rows[col.SEVERITY] == PROBLEM) & (rows[col.COLUMN] != "")].merge(
        sheets, on=[col.FILE, col.SHEET]
    )
    address = zip(rows[col.FILE], rows[col.ROW], rows[col.COLUMN], strict=True)
    for (file, row), found in groupby(address, key=lambda one: one[:2]):
        yield f"{file} 第 {row} 行".strip(), tuple(column for *_, column in found)
