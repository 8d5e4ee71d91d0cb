"""The rows of a letter: every one that counts with what it gives, the others with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.explanation import (
    ComponentExplained,
    Entry,
    Explanation,
    MeasureExplained,
)
from xiaoben_analytics.export.dossier import Dossier, Row
from xiaoben_analytics.labels import HEADINGS, hours, month_name
from xiaoben_analytics.measures import MEASURES, RECORDS
from xiaoben_analytics.measures.work import IN_TIME
from xiaoben_analytics.summary import Finding, Section, Table
from xiaoben_analytics.summary.model import CENTER, LEFT, RIGHT, text_rows
from xiaoben_analytics.tables import ATTENDING, PROVENANCE, UNRECORDED

_LONGEST = 200  # letters of a remark
_KINDS = {one.label: one.rows.label for one in MEASURES.values()}
"""What the rows of a measure are, by the measure's label."""
_UNITS = {one.label: one.unit for one in MEASURES.values()}
FROM_RECORDS = {one.label for one in MEASURES.values() if one.rows.name == RECORDS}
"""Measures whose rows stand in the table of activities."""


def activities_section(case: Dossier, told: Explanation) -> Section:
    """List every activity that was owed or recorded, with the hours that it earned."""
    records = sorted(case.own(case.result.records, told.teacher_id), key=_when)
    if not records:
        return Section("参加活动", (Finding("没有应参加的活动，也没有考勤记录。"),))
    owed = [row for row in records if row[col.OWED]]
    came = sum(row[col.STATUS] in ATTENDING for row in owed)
    earned = sum(int(row[col.EARNED]) for row in records)
    unrecorded = sum(row[col.STATUS] == UNRECORDED for row in records)
    parts = {"请假、缺席": len(owed) - came - unrecorded, "没有考勤登记": unrecorded}
    apart = "".join(f"，{name} {times} 次" for name, times in parts.items() if times)
    table = Table(
        "",
        ("时间", HEADINGS[col.TITLE], "考勤", HEADINGS[col.EARNED], "出处"),
        text_rows(_activity(case, row, told.teacher_id) for row in records),
        (LEFT, LEFT, CENTER, RIGHT, LEFT),
    )
    sentence = f"应参加 {len(owed)} 次：实到 {came} 次{apart}；合计得 {hours(earned)} 学时。"
    return Section("参加活动", (Finding(sentence), table))


def _when(row: Mapping[Any, Any]) -> tuple[str, str]:
    day = row[col.DATE]
    return str(row[col.MONTH]), "" if pd.isna(day) else f"{day:%Y-%m-%d}"


def _activity(case: Dossier, row: Mapping[Any, Any], teacher: str) -> Row:
    month, day = _when(row)
    missed = row[col.STATUS] not in (*ATTENDING, UNRECORDED)
    notes = [
        *([] if row[col.OWED] else ["自愿"]),
        *(["已补课"] if row[col.MADE_UP] else ["未补课"] if missed else []),
    ]
    status = f"{row[col.STATUS]}（{'，'.join(notes)}）" if notes else row[col.STATUS]
    source = [None if pd.isna(row[name]) else row[name] for name in PROVENANCE]
    return (
        day or month_name(month),
        case.told(row[col.TITLE], teacher),
        status,
        hours(row[col.EARNED]),
        case.place(teacher, *source),
    )


def records_section(case: Dossier, told: Explanation) -> Section:
    """List what counts beside the activities, each row once in a component with all that it gives."""
    rows: list[Row] = []
    for component in told.components:
        counted: dict[tuple[str, str, str], list[tuple[Entry, str]]] = {}
        for measure in _measures(component):
            sign = "扣 " * (measure in component.deductions)
            for entry in measure.entries:
                if entry.counted and entry.measure not in FROM_RECORDS:
                    counted.setdefault(_key(entry), []).append((entry, sign))
        rows += [
            (
                component.label,
                entry.when,
                _what(case, told, component, entry),
                _given(given),
                case.source(entry, told.teacher_id),
            )
            for given in counted.values()
            for entry in [given[0][0]]
        ]
    return _listing("计入的其他记录", ("项目", "时间", "记录", "折合", "出处"), rows)


def _given(given: Sequence[tuple[Entry, str]]) -> str:
    """Say what a row gives to each measure that it counts in, naming them where they are several."""
    amounts = {
        entry.measure: f"{sign}{entry.worth.normalize():f} {_UNITS[entry.measure]}"
        for entry, sign in given
    }
    if len(amounts) == 1:
        return next(iter(amounts.values()))
    return "；".join(f"{name} {amount}" for name, amount in amounts.items())


def set_aside_section(case: Dossier, told: Explanation) -> Section:
    """List what does not count and why, each row once, then what was found in the files.

    What neither gives nor takes, such as homework in time, is not among them.
    """
    rows: list[Row] = []
    for component in told.components:
        entries = [
            one
            for measure in _measures(component)
            for one in measure.entries
            if one.measure not in FROM_RECORDS and one.why_not != IN_TIME
        ]
        used = {_key(one) for one in entries if one.counted}
        reasons: dict[tuple[str, str, str], dict[str, Entry]] = {}
        for entry in entries:
            if not entry.counted and _key(entry) not in used:
                reasons.setdefault(_key(entry), {})[entry.why_not] = entry
        rows += [
            (
                component.label,
                entry.when,
                _what(case, told, component, entry),
                "；".join(why),
                case.source(entry, told.teacher_id),
            )
            for why in reasons.values()
            for entry in [next(iter(why.values()))]
        ]
    section = _listing(
        "没有计入的其他记录", ("项目", "时间", "记录", "没有计入的原因", "出处"), rows
    )
    return replace(section, blocks=(*section.blocks, *_remarks(case, told)))


def _remarks(case: Dossier, told: Explanation) -> Iterator[Finding | Table]:
    if told.remarks:
        rows = (
            (
                one.severity,
                _short(case.told(one.sentence, told.teacher_id)),
                case.source(one, told.teacher_id),
            )
            for one in told.remarks
        )
        yield Finding("核对文件时还发现以下与本人有关的情况，请看是否属实：")
        yield Table("", ("类别", "情况", "出处"), text_rows(rows), (CENTER, LEFT, LEFT))


def _short(sentence: str) -> str:
    """Cut a sentence that goes on for half a page, such as one about very many namesakes."""
    return sentence if len(sentence) <= _LONGEST else f"{sentence[:_LONGEST]}……"


def _listing(heading: str, header: tuple[str, ...], rows: Iterable[Row]) -> Section:
    listed = text_rows(rows)
    if not listed:
        return Section(heading, (Finding("没有。"),))
    return Section(heading, (Table("", header, listed, (LEFT,) * len(header)),))


def _measures(component: ComponentExplained) -> list[MeasureExplained]:
    return [*chain.from_iterable(item.measures for item in component.items), *component.deductions]


def _key(entry: Entry) -> tuple[str, str, str]:
    return entry.place, entry.when, entry.what


def _what(case: Dossier, told: Explanation, component: ComponentExplained, entry: Entry) -> str:
    """Say what a row was, and of what kind where the component does not tell."""
    kind = _KINDS[entry.measure]
    what = case.told(entry.what, told.teacher_id)
    return what if kind == component.label else f"{kind}：{what}"
