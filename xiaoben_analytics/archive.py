"""The personal training file (个人培训档案): what a teacher did, school year by school year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.calendar import school_year_of
from xiaoben_analytics.labels import days, hours, printable
from xiaoben_analytics.measures import MEASURES, RECORDS, Measure, measure_rows, teachers_rows
from xiaoben_analytics.policy import Policy
from xiaoben_analytics.records import build_records
from xiaoben_analytics.tables import TABLES, School

UNDATED = "日期不详"
UNKNOWN = "—"

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Listing:
    """A table of text under a title."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Year:
    """What a teacher did in a school year, one listing per kind of record that there is."""

    label: str
    listings: tuple[Listing, ...]


@dataclass(frozen=True)
class Archive:
    """One teacher's file: who it is (nothing private), amounts by year, and the records behind them.

    `overview` has one row per measure and one column per year, the years in order, `UNKNOWN` where
    there is no record of the kind; rows without a date stand under `UNDATED`, for nobody knows in which year they belong.
    """

    school: str
    teacher_id: str
    name: str
    facts: Mapping[str, str]
    overview: Listing
    years: tuple[Year, ...]


@dataclass(frozen=True)
class _Kind:
    """A kind of record: a measure taken from it, and the columns shown, with their headings."""

    title: str
    measure: str
    columns: Mapping[str, str]


_FACTS = (
    col.TEACHER_ID, col.NAME, col.GROUP, col.PREP_GROUP, col.SUBJECT, col.CATEGORY, col.DEGREE,
    col.JOIN_DATE,
)  # fmt: skip

_AMOUNTS = (
    col.TRAINING_HOURS, col.EXTERNAL_HOURS, col.OBSERVED_LESSONS, col.LESSON_REVIEWS,
    col.OPEN_LESSONS, col.COLLECTIVE_PREPARATIONS, col.REFLECTIONS, col.CASES, col.NOTE_CHARACTERS,
    col.TRIAL_LESSONS, col.SHORT_COURSES, col.STUDY_VISITS, col.BOOKS, col.REPORTS, col.AWARD_COUNT,
    col.SKILLS_SHOWN,
)  # fmt: skip

_KINDS = (
    _Kind(
        "校本培训", col.TRAINING_HOURS,
        {col.TITLE: "培训内容", col.STATUS: "考勤", col.EARNED: "学时"},
    ),
    _Kind(
        "外出学习", col.EXTERNAL_HOURS,
        {col.TRAINING: "培训名称", col.HOST_LEVEL: "主办级别", col.HOURS: "学时", col.RELAY_DATE: "二次培训"},
    ),
    _Kind("主讲、公开课和任务", col.UNDONE_TASKS, {col.KIND: "项目", col.CONTENT: "内容", col.DONE: "完成"}),
    _Kind(
        "教学实践", col.OBSERVED_LESSONS,
        {col.KIND: "项目", col.AMOUNT: "数量", col.SUBJECT: "学科", col.NOTE: "备注"},
    ),
    _Kind("学习笔记", col.NOTE_CHECKS, {col.GRADE: "等级"}),
    _Kind("读书活动", col.BOOKS, {col.BOOK: "书名", col.COMPLETION: "完成情况"}),
    _Kind("考核成绩", col.RESULT_POINTS, {col.ITEM: "考核项目", col.SCORE: "成绩", col.FULL: "满分"}),
    _Kind("技能展示", col.SHOWINGS, {col.SKILL: "技能", col.SCORE: "得分", col.PASSED: "合格"}),
    _Kind(
        "获奖", col.AWARD_COUNT,
        {
            col.AWARD: "奖项名称", col.AWARD_CATEGORY: "类别", col.LEVEL: "级别",
            col.PRIZE: "等次", col.CERTIFICATE: "证书编号",
        },
    ),
)  # fmt: skip


def make_archives(
    school: School, policy: Policy, teacher_ids: Iterable[str] | None = None
) -> Iterator[Archive]:
    """Make the files of some teachers, or of everybody on the roster, in roster order.

    What is not in a table is missing, never guessed: a row without a date belongs to no year, but
    the records of attendance, which are this school year's.
    """
    roster = school.tables["roster"]
    tables = {**school.tables, RECORDS: build_records(school.tables, policy)}
    known = {
        name: _years_on_record(tables, policy, MEASURES[name], school.school_year)
        for name in _AMOUNTS
    }
    wanted = set(roster[col.TEACHER_ID] if teacher_ids is None else teacher_ids)
    for person in roster[roster[col.TEACHER_ID].isin(wanted)].to_dict("records"):
        own = teachers_rows(tables, person[col.TEACHER_ID])
        taken = {
            name: _rows_by_year(own, policy, MEASURES[name], school.school_year)
            for name in dict.fromkeys((*_AMOUNTS, *(kind.measure for kind in _KINDS)))
        }
        told = {str(name): value for name, value in person.items()}
        yield _archive(school.name, told, taken, known)


def _years_on_record(
    tables: Mapping[str, pd.DataFrame], policy: Policy, measure: Measure, this_year: str
) -> frozenset[str]:
    """Name the years of which somebody has a record of this kind, whatever it is worth."""
    by_year = _rows_by_year(tables, policy, measure, this_year)
    rule = policy.rules[measure.needs] if measure.needs else None
    return frozenset(
        year
        for year, rows in by_year.items()
        if any(row[col.WORTH] or measure.why_not(row, rule) for row in rows)
    )


def _rows_by_year(
    tables: Mapping[str, pd.DataFrame], policy: Policy, measure: Measure, this_year: str
) -> dict[str, list[Row]]:
    """Take the rows of a measure apart by school year, in order of their days."""
    if tables[measure.rows.table].empty:
        return {}
    rows = measure_rows(tables, policy.rules, measure.name)
    rows = rows.sort_values([col.EARLIEST, col.LATEST], kind="stable")
    unknown = this_year if measure.rows.table == "attendance" else UNDATED
    years: dict[str, list[Row]] = {}
    for row in rows.to_dict("records"):
        earliest = row[col.EARLIEST]
        year = unknown if pd.isna(earliest) else school_year_of(earliest.date())
        years.setdefault(year or UNDATED, []).append({str(k): v for k, v in row.items()})
    return years


def _archive(
    school: str,
    person: Row,
    taken: Mapping[str, Mapping[str, list[Row]]],
    known: Mapping[str, frozenset[str]],
) -> Archive:
    kept = {kind.measure for kind in _KINDS}
    years = sorted({year for name, by_year in taken.items() if name in kept for year in by_year})
    told = {TABLES["roster"].column(name).heading: _shown(name, person[name]) for name in _FACTS}
    return Archive(
        school=printable(school),
        teacher_id=str(person[col.TEACHER_ID]),
        name=printable(str(person[col.NAME])),
        facts={heading: text for heading, text in told.items() if text},
        overview=_overview(taken, known, years),
        years=tuple(Year(_label(year), tuple(_listings(taken, year))) for year in reversed(years)),
    )


def _overview(
    taken: Mapping[str, Mapping[str, list[Row]]],
    known: Mapping[str, frozenset[str]],
    years: Sequence[str],
) -> Listing:
    """Add up the measures of each year; a measure that is nowhere above 0 is left out.

    A year of which nobody has a record of the kind is unknown, and so are the hours of a year
    of which this teacher has none: they are registered for everybody.
    """
    rows = []
    for measure in (MEASURES[name] for name in _AMOUNTS):
        by_year, told = taken[measure.name], known[measure.name]
        if measure.name == col.TRAINING_HOURS:
            told &= by_year.keys()
        sums = {year: sum(int(row[col.WORTH]) for row in by_year.get(year, ())) for year in years}
        if any(sums.values()):
            texts = (
                _amount(one, measure) if year in told else UNKNOWN for year, one in sums.items()
            )
            rows.append((_heading(measure), *texts))
    return Listing("历年概况", ("项目", *map(_label, years)), tuple(rows))


def _amount(amount: int, measure: Measure) -> str:
    return hours(amount) if measure.scale == 100 else str(amount)


def _heading(measure: Measure) -> str:
    """Name a measure with its unit; that the years are told apart is said by the table itself."""
    label = measure.label.removesuffix("（含历年）")
    return label if label.endswith(measure.unit) else f"{label}（{measure.unit}）"


def _listings(taken: Mapping[str, Mapping[str, list[Row]]], year: str) -> Iterator[Listing]:
    """List a year's records kind by kind; a column in which nothing stands is left out."""
    for kind in _KINDS:
        rows = taken[kind.measure].get(year, [])
        cells = [
            [_when(row), *(_shown(name, row.get(name)) for name in kind.columns)] for row in rows
        ]
        header = ["时间", *kind.columns.values()]
        kept = [place for place in range(len(header)) if any(line[place] for line in cells)]
        if rows:
            yield Listing(
                kind.title,
                tuple(header[place] for place in kept),
                tuple(tuple(line[place] for place in kept) for line in cells),
            )


def _label(year: str) -> str:
    return year if year == UNDATED else f"{year} 学年"


def _when(row: Row) -> str:
    earliest, latest = row[col.EARLIEST], row[col.LATEST]
    return "" if pd.isna(earliest) else days(earliest, latest)


_HUNDREDTHS = frozenset({col.EARNED, col.HOURS, col.AMOUNT, col.SCORE, col.FULL})


def _shown(name: str, value: Any) -> str:
    """Show a cell as readers write it: days, hundredths, yes and no; what is missing is blank."""
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, bool):
        return "是" if value else "否"
    return hours(int(value)) if name in _HUNDREDTHS else printable(str(value))
