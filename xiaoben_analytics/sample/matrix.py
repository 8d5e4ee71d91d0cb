"""The sign-in sheet of the first term: one mark per teacher and whole-school activity."""

from __future__ import annotations

from xlsxwriter.utility import xl_range

from xiaoben_analytics import columns as col
from xiaoben_analytics.sample.people import Teacher
from xiaoben_analytics.sample.workbook import Formula, Sheet
from xiaoben_analytics.sample.year import Year
from xiaoben_analytics.tables import (
    ABSENT,
    EARLY_LEAVE,
    LATE,
    OFFICIAL_LEAVE,
    PERSONAL_LEAVE,
    PRESENT,
    SICK_LEAVE,
)

TERM = 1
MARKS = {
    PRESENT: "√",
    ABSENT: "×",
    LATE: "○",
    EARLY_LEAVE: "△",
    SICK_LEAVE: "病",
    PERSONAL_LEAVE: "事",
    OFFICIAL_LEAVE: "公",
}
CAME = {"√", "○", "△"}
LEGEND = "√出席  ×缺席  ○迟到  △早退  病=病假  事=事假  公=公假"
NOTE = "备注：空白为当日不在岗；请假须交假条，补课后另行登记。"
COUNT, SUM = '=SUM(COUNTIF({},{{"√","○","△"}}))', "=SUM({})"
PEOPLE, FIRST_ROW = ("序号", "姓 名", "教研组"), 3  # below title, legend and heading


def matrix_sheet(year: Year) -> Sheet:
    """Lay out the marks between title, legend, totals and notes; a blank is somebody not on duty."""
    activities = [one for one in year.whole_school if one.term == TERM]
    marks = _marks(year)
    rows = [
        _row(i, teacher, [marks.get((teacher.teacher_id, one.activity_id)) for one in activities])
        for i, teacher in enumerate(year.staff.teachers)
    ]
    return Sheet(
        name="签到表",
        headings=(*PEOPLE, *(_wrapped(one.title) for one in activities), "出勤次数"),
        rows=[*rows, _totals(rows, len(activities))],
        above=((f"{year.staff.school}第一学期全员培训签到表",), (LEGEND,)),
        below=((), (NOTE,), year.signature),
        merged=PEOPLE.index("教研组"),
    )


def _marks(year: Year) -> dict[tuple[object, object], object]:
    """Find the mark by 工号 and 活动编号; a status that has none stands as written."""
    return {
        (row[col.TEACHER_ID], row[col.ACTIVITY_ID]): MARKS.get(str(row[col.STATUS]), row[col.STATUS])
        for row in year.attendance(f"{TERM}-")
    }  # fmt: skip


def _row(i: int, teacher: Teacher, marks: list[object]) -> tuple[object, ...]:
    name = "\u3000".join(teacher.name) if len(teacher.name) == 2 else teacher.name
    row, first = FIRST_ROW + i, len(PEOPLE)
    cells = xl_range(row, first, row, first + len(marks) - 1)
    count = Formula(COUNT.format(cells), sum(mark in CAME for mark in marks))
    return (i + 1, name, teacher.group, *marks, count)


def _wrapped(title: str) -> str:
    return title.replace("、", "、\n").replace("背景下", "背景下\n")


def _totals(rows: list[tuple[object, ...]], activities: int) -> tuple[object, ...]:
    """Count who came, activity by activity and altogether."""
    first, end = len(PEOPLE), FIRST_ROW + len(rows)
    totals = [
        Formula(
            COUNT.format(xl_range(FIRST_ROW, place, end - 1, place)),
            sum(row[place] in CAME for row in rows),
        )
        for place in range(first, first + activities)
    ]
    everybody = SUM.format(xl_range(end, first, end, first + activities - 1))
    return ("合计", None, None, *totals, Formula(everybody, sum(one.value for one in totals)))
