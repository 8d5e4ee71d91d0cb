"""Which file holds what: the folder of the made-up school."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xiaoben_analytics import columns as col
from xiaoben_analytics.sample.matrix import matrix_sheet
from xiaoben_analytics.sample.meeting import SHARES, meeting_sheet
from xiaoben_analytics.sample.people import GROUPS
from xiaoben_analytics.sample.plan import ONLINE, SCHOOL_YEAR
from xiaoben_analytics.sample.word import make_plan_document
from xiaoben_analytics.sample.workbook import make_workbook, table_sheet, titled
from xiaoben_analytics.sample.year import Year
from xiaoben_analytics.tables import (
    ATTENDANCE,
    AWARDS,
    EXTERNAL,
    GROUP_MEETINGS,
    GROUP_REVIEW,
    HISTORY,
    NOTES,
    PARTICIPATION,
    PLAN,
    PRACTICE,
    READING,
    RESULTS,
    ROSTER,
    SKILLS,
    VOTES,
    Table,
)


def make_files(year: Year) -> dict[str, bytes]:
    """Make every file of the folder, by its name."""
    return {name: make(year) for name, make in FILES.items()}


def _roster(year: Year) -> bytes:
    sheet = table_sheet(ROSTER, year.tables[ROSTER.name], respelled={col.NAME: "姓 名"})
    return make_workbook(titled(sheet, f"{year.staff.school}{SCHOOL_YEAR}学年教师花名册"))


def _group_plan(year: Year) -> bytes:
    sheet = table_sheet(PLAN, year.tables[PLAN.name])
    return make_workbook(titled(sheet, f"{SCHOOL_YEAR}学年教研组活动计划"))


def _matrix(year: Year) -> bytes:
    return make_workbook(matrix_sheet(year))


def _meeting(year: Year) -> bytes:
    return make_workbook(meeting_sheet(year))


def _second_term(year: Year) -> bytes:
    """Keep the second term's whole-school activities; of the online one, only who was on leave."""
    rows = [
        row
        for row in year.attendance("2-")
        if row[col.ACTIVITY_ID] != year.online.activity_id or row[col.STATUS] not in SHARES
    ]
    return make_workbook(table_sheet(ATTENDANCE, rows))


def _group_attendance(year: Year) -> bytes:
    """Keep a sheet per group; the groups write down no hours."""
    sheets = (
        table_sheet(
            ATTENDANCE,
            [{**row, col.HOURS: None} for row in year.attendance(f"{group.code}-")],
            name=group.name,
        )
        for group in GROUPS
    )
    return make_workbook(*sheets)


def _external(year: Year) -> bytes:
    sheet = table_sheet(EXTERNAL, year.tables[EXTERNAL.name])
    title = f"{SCHOOL_YEAR}学年教师外出学习登记表"
    return make_workbook(titled(sheet, title, year.signature))


def _awards(year: Year) -> bytes:
    respelled = {col.CERTIFICATE: "证书\n编号"}
    sheet = table_sheet(AWARDS, year.tables[AWARDS.name], respelled=respelled)
    title = f"{year.staff.school}教师获奖情况统计"
    return make_workbook(titled(sheet, title, ("备注：以证书原件为准。",)))


def _plain(table: Table) -> Callable[[Year], bytes]:
    return lambda year: make_workbook(table_sheet(table, year.tables[table.name]))


FILES: Mapping[str, Callable[[Year], bytes]] = {
    "花名册.xlsx": _roster,
    "校本培训计划.docx": make_plan_document,
    "教研组活动计划.xlsx": _group_plan,
    "第一学期全员培训签到表.xlsx": _matrix,
    f"腾讯会议_{ONLINE}.xlsx": _meeting,
    "考勤_第二学期.xlsx": _second_term,
    "考勤_教研组活动.xlsx": _group_attendance,
    "外出学习.xlsx": _external,
    "活动参与.xlsx": _plain(PARTICIPATION),
    "学习笔记.xlsx": _plain(NOTES),
    "读书活动.xlsx": _plain(READING),
    "获奖.xlsx": _awards,
    "教学实践.xlsx": _plain(PRACTICE),
    "教研活动.xlsx": _plain(GROUP_MEETINGS),
    "教研组考核.xlsx": _plain(GROUP_REVIEW),
    "评优投票.xlsx": _plain(VOTES),
    "技能展示.xlsx": _plain(SKILLS),
    "考核成绩.xlsx": _plain(RESULTS),
    "历年学时.xlsx": _plain(HISTORY),
}
