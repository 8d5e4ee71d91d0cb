"""What the report says about who came late or stayed away, and what is still to be made up."""

from __future__ import annotations

from collections.abc import Iterator

from xiaoben_analytics import columns as col
from xiaoben_analytics.findings import finding_incidents, finding_make_ups
from xiaoben_analytics.labels import hours, month_name, printable
from xiaoben_analytics.participation import count_incidents, open_make_ups, unrecorded
from xiaoben_analytics.summary.material import Material
from xiaoben_analytics.summary.model import CENTER, LEFT, RIGHT, Block, Finding, Table, text_rows

_COUNTS = (col.LATE, col.EARLY_LEAVE, col.UNEXCUSED_ABSENCES, col.MADE_UP, col.AMOUNT)
_WHO = (col.GROUP, col.TEACHER_ID, col.NAME)


def missed_blocks(material: Material) -> Iterator[Block]:
    """Count incidents by teacher, and list what is open to be made up; neither where nothing was due."""
    records = material.records
    if not records[col.OWED].any():
        return
    incidents = count_incidents(records)
    yield Finding(printable(finding_incidents(incidents)), single=True)
    if len(incidents):
        rows = incidents.to_dict("records")
        yield Table(
            "迟到、早退和无故缺席",
            ("教研组", "工号", "姓名", "迟到", "早退", "无故缺席", "其中已补课", "合计"),
            text_rows([row[name] for name in (*_WHO, *_COUNTS)] for row in rows),
            (LEFT, LEFT, LEFT, *[RIGHT] * len(_COUNTS)),
            note="只计应参加的活动；合计为迟到、早退和无故缺席之和。",
            people=tuple(incidents[col.TEACHER_ID]),
        )
    yield from _make_ups(material)


def _make_ups(material: Material) -> Iterator[Block]:
    still_open = open_make_ups(material.records)
    silent = unrecorded(material.records[material.records[col.OWED]])
    yield Finding(printable(finding_make_ups(still_open, silent)), single=True)
    if len(still_open):
        yield Table(
            "待补课",
            ("教研组", "工号", "姓名", "培训内容", "月份", "考勤", "学时"),
            text_rows(
                (
                    *(row[name] for name in (*_WHO, col.TITLE)),
                    month_name(row[col.MONTH]),
                    row[col.STATUS],
                    hours(row[col.HOURS]),
                )
                for row in still_open.to_dict("records")
            ),
            (LEFT, LEFT, LEFT, LEFT, LEFT, CENTER, RIGHT),
            people=tuple(still_open[col.TEACHER_ID]),
            free=(3,),
        )
