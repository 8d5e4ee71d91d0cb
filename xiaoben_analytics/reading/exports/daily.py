"""What exports say of people day by day becomes attendance at the activities of those days."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import NOTICE, Problem
from xiaoben_analytics.reading.activities import Activities, Activity
from xiaoben_analytics.reading.clean import Unclean, show
from xiaoben_analytics.reading.context import Context
from xiaoben_analytics.reading.days import read_date
from xiaoben_analytics.reading.exports.cards import NOBODY_KNOWS, Result, day_result
from xiaoben_analytics.reading.exports.columns import Columns, Person, cell_at, find_days
from xiaoben_analytics.reading.lines import Cell
from xiaoben_analytics.reading.record import problem_at
from xiaoben_analytics.reading.sheet import RawRow, Sheet
from xiaoben_analytics.reading.words import key
from xiaoben_analytics.tables import ATTENDANCE

RESULTS_LEGEND = (
    "逐日打卡结果：当天只有一项计划活动的，记为该活动的考勤；正常、外勤、补卡=出席，"
    "迟到、早退、请假各按其名，旷工=缺席；一天有几个结果的取较重的一个，"
    "缺卡只在当天没有别的打卡时=缺席；休息、未排班和空白不记"
)
LOG_LEGEND = "打卡流水：活动当天有打卡=出席；没有打卡的不记，不算缺席"
UNSAID = ("", "--", "0", "0.0", "0:00", "00:00", "00:00:00", "false", "否")


@dataclass(frozen=True)
class Slot:
    """A day in a row: the day itself or the column of its date, and the columns that say how."""

    day: dt.date | int | None
    results: tuple[int, ...]
    signs: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """How a sheet says who was there when: one slot per row, or one for each column of a day.

    `signs` of a slot are columns that say a word by not being blank or zero.
    """

    columns: Columns
    person: Person
    slots: tuple[Slot, ...]
    legend: str = RESULTS_LEGEND


@dataclass(frozen=True)
class Entry:
    """What one row says of one person on one day, in its own words."""

    row: int
    person: Mapping[str, Cell]
    day: Cell
    words: tuple[str, ...]


@dataclass(frozen=True)
class Day:
    """Everything that a sheet says of one person on one day."""

    date: dt.date
    person: Mapping[str, Cell]
    entries: list[Entry] = field(default_factory=list)

    @property
    def rows(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(entry.row for entry in self.entries))

    @cached_property
    def result(self) -> Result | None:
        return day_result(word for entry in self.entries for word in entry.words)


Finder = Callable[[dt.date], Activity | None]
"""Finds a day's activity, or None on an ordinary day; raises `Unclean` if that is not clear."""


def read_days(layout: Layout, context: Context, find: Finder | None = None) -> Sheet:
    """Read a sheet as one attendance record for each person and activity.

    Days without an activity give none, and a notice says how many; a day with several is listed
    once; a word for none of our statuses is listed with the number of its days. Without any plan
    the records keep their day.
    """
    sheet = _begin_sheet(layout)
    entries = _entries(layout, context)
    days, undated = _gather(sheet, entries, context.activities.school_year)
    found = _find_activities(days, find or _dated(context.activities), context.activities)
    unclear = [day for day in days if isinstance(found[day.date], Unclean)]
    ordinary = [day for day in days if found[day.date] is None]
    rows, odd, quiet = _judge(days, found)
    problems = (
        *undated,
        *_unclear_problems(sheet, unclear, found),
        *_odd_problems(sheet, odd),
        *_notices(sheet, ordinary, quiet, context.activities),
    )
    aside = {row for day in (*unclear, *odd) for row in day.rows}
    aside |= {problem.row for problem in undated if problem.row}
    came = {number for row in rows for number in (row.row, *row.along)}
    return replace(sheet, rows=rows, silent=sheet.data - aside - came, problems=problems)


def read_month(
    columns: Columns, person: Person, context: Context, *, advice: str, legend: str = RESULTS_LEGEND
) -> Sheet:
    """Read a sheet of months, a row per person and a column per day; totals alone say nothing."""
    try:
        days = find_days(columns, context.activities.school_year)
    except Unclean as finding:
        return refuse(columns, finding)
    if not days:
        found = "只有各人的合计，没有逐日的结果，没有用作考勤"
        return leave_out(columns, Unclean(found, "", advice))
    slots = tuple(Slot(day, (at,)) for at, day in days.items())
    return read_days(Layout(columns, person, slots, legend), context)


def leave_out(columns: Columns, finding: Unclean) -> Sheet:
    """Recognise a sheet that adds nothing, such as totals: it holds no data, and a notice says why."""
    sheet = replace(_sheet(columns, {}), data=frozenset())
    notice = problem_at(sheet, None, "", value="", finding=finding, severity=NOTICE)
    return replace(sheet, problems=(notice,))


def refuse(columns: Columns, finding: Unclean) -> Sheet:
    """Recognise a sheet that cannot be read: none of its rows is used, and one problem says why."""
    sheet = _sheet(columns, {})
    return replace(sheet, problems=(problem_at(sheet, None, "", value="", finding=finding),))


def _begin_sheet(layout: Layout) -> Sheet:
    first = layout.slots[0]
    date = None if isinstance(first.day, dt.date) else first.day
    result = next(iter(first.results), None)
    places = {**layout.person.columns, col.DATE: date, col.STATUS: result}
    return replace(
        _sheet(layout.columns, layout.columns.written(places)),
        legend=f"{layout.columns.grid.file} {layout.columns.grid.sheet}".strip()
        + f"：{layout.legend}",
    )


def _sheet(columns: Columns, headings: Mapping[str, str]) -> Sheet:
    data = frozenset(line.number for line in columns.rows)
    return Sheet(columns.grid, ATTENDANCE.name, (), data, headings)


def _entries(layout: Layout, context: Context) -> Iterator[Entry]:
    for line in layout.columns.rows:
        person = layout.person.of(line, context.people)
        for slot in layout.slots:
            day = slot.day if isinstance(slot.day, dt.date) else cell_at(line, slot.day)
            words = [show(cell_at(line, at)) for at in slot.results]
            shown = {word: show(cell_at(line, at)) for at, word in slot.signs.items()}
            said = [word for word, text in shown.items() if key(text) not in UNSAID]
            yield Entry(line.number, person, day, (*words, *said))


def _gather(
    sheet: Sheet, entries: Iterable[Entry], school_year: str
) -> tuple[list[Day], list[Problem]]:
    """Bring together what is said of one person on one day; rows without a day are listed."""
    days: dict[tuple[object, ...], Day] = {}
    problems: list[Problem] = []
    for entry in entries:
        date = read_date(entry.day, school_year)
        if date is None:
            finding = Unclean(
                "日期无法识别", "形如 2021-09-10 的日期", "请重新导出，或写全年、月、日"
            )
            shown = show(entry.day)
            problems.append(problem_at(sheet, entry.row, col.DATE, value=shown, finding=finding))
            continue
        who = tuple(key(show(cell)) for cell in entry.person.values())
        days.setdefault((date, *who), Day(date, entry.person)).entries.append(entry)
    return list(days.values()), problems


def _dated(activities: Activities) -> Finder:
    """Find an activity planned for the very day.

    One that is planned for a month only might be on any day of work in it, so none is taken.
    """
    planned: defaultdict[dt.date | None, list[Activity]] = defaultdict(list)
    for activity in activities.planned:
        planned[activity.date].append(activity)

    def find(day: dt.date) -> Activity | None:
        found = planned.get(day, [])
        if len(found) > 1:
            names = "、".join(map(str, found))
            raise Unclean(
                f"{day} 计划了 {len(found)} 项活动（{names}），打卡分不清参加的是哪一项",
                "当天只有一项计划活动",
                "请另放这几项活动各自的签到表",
            )
        return found[0] if found else None

    return find


def _find_activities(
    days: Iterable[Day], find: Finder, activities: Activities
) -> dict[dt.date, Activity | Unclean | dt.date | None]:
    """Find each day's activity once; without any plan the day itself stands for it."""
    found: dict[dt.date, Activity | Unclean | dt.date | None] = {}
    for date in dict.fromkeys(day.date for day in days):
        try:
            found[date] = find(date) if activities else date
        except Unclean as finding:
            found[date] = finding
    return found


def _judge(
    days: Iterable[Day], found: Mapping[dt.date, Activity | Unclean | dt.date | None]
) -> tuple[tuple[RawRow, ...], list[Day], list[Day]]:
    """Split the days of activities into records, those in words of nobody's, and silent ones."""
    rows: list[RawRow] = []
    odd: list[Day] = []
    quiet: list[Day] = []
    for day in days:
        activity, result = found[day.date], day.result
        if activity is None or isinstance(activity, Unclean):
            continue
        if result is None:
            quiet.append(day)
        elif result.status == NOBODY_KNOWS:
            odd.append(day)
        else:
            rows.append(_record(day, activity, result.status))
    return tuple(rows), odd, quiet


def _record(day: Day, activity: Activity | dt.date, status: str) -> RawRow:
    planned = {col.ACTIVITY_ID: activity.activity_id} if isinstance(activity, Activity) else {}
    cells = {**day.person, **planned, col.DATE: day.date, col.STATUS: status}
    return RawRow(day.rows[0], cells, day.rows[1:])


def _unclear_problems(
    sheet: Sheet, days: Iterable[Day], activities: Mapping[dt.date, object]
) -> Iterator[Problem]:
    """List each day whose activity is not clear once, where it is first met."""
    first: dict[dt.date, Day] = {}
    for day in days:
        first.setdefault(day.date, day)
    for date, day in first.items():
        finding = activities[date]
        if isinstance(finding, Unclean):
            shown = date.isoformat()
            yield problem_at(sheet, day.rows[0], col.DATE, value=shown, finding=finding)


def _odd_problems(sheet: Sheet, odd: Iterable[Day]) -> Iterator[Problem]:
    """List each word for none of our statuses once, with the number of its days."""
    found: defaultdict[str, list[Day]] = defaultdict(list)
    for day in odd:
        found[day.result.word if day.result else ""].append(day)
    for word, days in found.items():
        finding = Unclean(
            f"打卡结果没有对应的考勤，共 {len(days)} 人次，都没有使用",
            "、".join(ATTENDANCE.column(col.STATUS).choices),
            "请另在考勤表中写明这些教师当天的考勤",
        )
        yield problem_at(sheet, days[0].rows[0], col.STATUS, value=word, finding=finding)


def _notices(
    sheet: Sheet, ordinary: list[Day], quiet: list[Day], activities: Activities
) -> Iterator[Problem]:
    """Say how many days gave no record, and why that is right."""
    if ordinary:
        dates = {day.date for day in ordinary}
        cards = sum(day.result is not None for day in ordinary)
        found = f"有 {len(dates)} 天没有计划活动，这些日子的 {cards} 人次打卡不记考勤"
        months = {f"{date:%Y-%m}" for date in dates}
        named = [str(one) for one in activities.planned if not one.date and one.month in months]
        advice = f"{'、'.join(named)} 只写了月份；" if named else ""
        finding = Unclean(found, "", f"{advice}如其中有培训，请在活动计划中写明日期")
        yield problem_at(sheet, None, col.DATE, value="", finding=finding, severity=NOTICE)
    if quiet:
        found = f"有 {len(quiet)} 人次在活动当天休息、未排班或没有打卡结果，没有记考勤"
        finding = Unclean(found, "", "如应参加，请另在考勤表中写明")
        yield problem_at(sheet, None, col.STATUS, value="", finding=finding, severity=NOTICE)
