"""The made-up school year as one value: people, plan, and every table as people kept it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from xiaoben_analytics import columns as col
from xiaoben_analytics.sample.attendance import Row, make_attendance
from xiaoben_analytics.sample.groupwork import make_group_meetings, make_group_review, make_votes
from xiaoben_analytics.sample.growth import make_history, make_results, make_skills
from xiaoben_analytics.sample.mess import make_mess
from xiaoben_analytics.sample.people import Staff, make_staff
from xiaoben_analytics.sample.plan import ONLINE, TERM_NAMES, Activity, make_plan
from xiaoben_analytics.sample.portfolio import (
    make_awards,
    make_external,
    make_notes,
    make_participation,
    make_reading,
)
from xiaoben_analytics.sample.practice import make_practice
from xiaoben_analytics.tables import (
    ATTENDANCE,
    AWARDS,
    EVERYBODY,
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
)


@dataclass(frozen=True)
class Year:
    """A school year; `tables` holds rows by table name, keyed by column, mess included.

    The plan among the tables is that of the groups; the whole school's is kept in Word.
    """

    seed: int
    staff: Staff
    plan: tuple[Activity, ...]
    tables: Mapping[str, list[Row]]

    @property
    def whole_school(self) -> tuple[Activity, ...]:
        return tuple(activity for activity in self.plan if activity.audience == EVERYBODY)

    @property
    def online(self) -> Activity:
        return next(activity for activity in self.plan if activity.title == ONLINE)

    @property
    def signature(self) -> tuple[str, ...]:
        """The line at the foot of a list: who drew it up and who looked at it."""
        return (f"制表人：{self.staff.leads[3]}", "", "", f"审核人：{self.staff.leads[0]}")

    def attendance(self, prefix: str) -> list[Row]:
        """List the attendance rows whose 活动编号 begins so."""
        return [
            row
            for row in self.tables[ATTENDANCE.name]
            if str(row[col.ACTIVITY_ID]).startswith(prefix)
        ]


def make_year(seed: int, teachers: int) -> Year:
    """Make up a school and its year, then let people keep the books."""
    staff = make_staff(seed, teachers)
    plan = make_plan(staff)
    truth = {
        ROSTER.name: [asdict(teacher) for teacher in staff.teachers],
        PLAN.name: [_plan_row(activity) for activity in plan if activity.audience != EVERYBODY],
        ATTENDANCE.name: make_attendance(seed, staff, plan),
        EXTERNAL.name: make_external(seed, staff),
        PARTICIPATION.name: make_participation(seed, staff),
        NOTES.name: make_notes(seed, staff),
        READING.name: make_reading(seed, staff),
        AWARDS.name: make_awards(seed, staff),
        PRACTICE.name: make_practice(seed, staff),
        GROUP_MEETINGS.name: make_group_meetings(seed),
        GROUP_REVIEW.name: make_group_review(seed),
        VOTES.name: make_votes(seed, staff),
        SKILLS.name: make_skills(seed, staff),
        RESULTS.name: make_results(seed, staff),
        HISTORY.name: make_history(seed, staff),
    }
    return Year(seed, staff, plan, make_mess(truth, seed, staff))


def _plan_row(activity: Activity) -> Row:
    return {
        col.ACTIVITY_ID: activity.activity_id,
        col.TERM: TERM_NAMES[activity.term],
        col.TITLE: activity.title,
        col.TIME: activity.time,
        col.AUDIENCE: activity.audience,
        col.DEPARTMENT: activity.department,
        col.LEAD: activity.lead,
        col.HOURS: activity.hours,
        col.FORM: activity.form,
        col.REQUIRED: "是" if activity.required else "否",
    }
