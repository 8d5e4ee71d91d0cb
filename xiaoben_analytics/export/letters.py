"""个人单: one paper per assessed teacher, with every row and all arithmetic, and nobody else in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path, PurePath
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.explanation import (
    ComponentExplained,
    Entry,
    Explanation,
    GateExplained,
    MeasureExplained,
    Remark,
    explain_all,
)
from xiaoben_analytics.export.atomic import replacing
from xiaoben_analytics.export.naming import file_names
from xiaoben_analytics.export.paper import BLANK, DATE, Paper, numbered, write_paper
from xiaoben_analytics.labels import HEADINGS, hours, month_name, printable
from xiaoben_analytics.measures import MEASURES, RECORDS
from xiaoben_analytics.requirements import about_hours, check_requirements, hour_policy
from xiaoben_analytics.summary import Finding, Hide, Section, Table, other_hider
from xiaoben_analytics.summary.model import CENTER, LEFT, RIGHT, text_rows, texts
from xiaoben_analytics.tables import ATTENDING, PROVENANCE, UNRECORDED

TITLE = "校本培训考核个人单"
ENDING = ".docx"
RECIPIENT = "教研组长或教务处"

_LONGEST = 200  # letters of a remark
_KINDS = {one.label: one.rows.label for one in MEASURES.values()}
"""What the rows of a measure are, by the measure's label."""
_FROM_RECORDS = {one.label for one in MEASURES.values() if one.rows.name == RECORDS}
"""Measures whose rows stand in the table of activities."""

Row = tuple[object, ...]


@dataclass(frozen=True)
class Appeal:
    """To whom a teacher turns, and until when; what the school has not settled is left blank."""

    recipient: str = RECIPIENT
    until: str = ""


def letters(
    result: Assessment, *, appeal: Appeal | None = None
) -> Iterator[tuple[str, Callable[[Path], None]]]:
    """Give for every assessed teacher the file's name and what writes it, in order of the standings.

    Each is worked out when its turn comes, so that the work can be shown and stopped in between.
    """
    case = _case(result, appeal)
    people = zip(result.standings[col.TEACHER_ID], result.standings[col.NAME], strict=True)
    names = file_names({str(one): f"{one}_{name}" for one, name in people}, ENDING)
    for told in explain_all(result, naming=False):
        yield names[told.teacher_id], partial(write_paper, _letter(case, told))


def write_letters(
    result: Assessment,
    folder: Path,
    *,
    progress: Callable[[str], None] | None = None,
    appeal: Appeal | None = None,
) -> tuple[Path, ...]:
    """Write every letter into a folder, each whole or not at all; `progress` is told each file.

    Raises
    ------
    OutputError
        If a file cannot be written; the old one stays whole.
    """
    written = []
    for name, write in letters(result, appeal=appeal):
        if progress:
            progress(name)
        with replacing(folder / name) as unfinished:
            write(unfinished)
        written.append(folder / name)
    return tuple(written)


def write_letter(
    explained: Explanation, result: Assessment, path: Path, *, appeal: Appeal | None = None
) -> None:
    """Write one teacher's letter, from what `explain_all` says without `naming` (see `letters`)."""
    write_paper(_letter(_case(result, appeal), explained), path)


@dataclass(frozen=True)
class _Case:
    """What all letters of an assessment share.

    `answers` say how far each teacher meets what is asked; where the regulation asks for no hours,
    they are those of the one named in `lent`.
    """

    result: Assessment
    answers: pd.DataFrame
    lent: str
    appeal: Appeal
    hide: Hide

    def told(self, text: object, teacher: str) -> str:
        """Take a text from a cell, and name nobody else in it."""
        return self.hide("" if text is None else str(text), (teacher,))

    def own(self, frame: pd.DataFrame, teacher: str) -> list[dict[Any, Any]]:
        rows: list[dict[Any, Any]] = frame[frame[col.TEACHER_ID] == teacher].to_dict("records")
        return rows


def _case(result: Assessment, appeal: Appeal | None) -> _Case:
    own, judging = result.policy, hour_policy(result.policy)
    answers, lent = check_requirements(result.school, own).teachers, ""
    if judging is not own:
        judged = about_hours(check_requirements(result.school, judging))
        answers, lent = pd.concat([judged, answers], ignore_index=True), judging.title
    return _Case(result, answers, lent, appeal or Appeal(), other_hider(result.teachers))


def _letter(case: _Case, told: Explanation) -> Paper:
    school = case.result.school
    return Paper(
        TITLE,
        printable(f"{school.name}　{school.school_year} 学年".strip()),
        facts=texts(_facts(case, told)),
        sections=numbered(
            (
                _outcome(case, told),
                _arithmetic(told),
                _activities(case, told),
                _hours(case, told),
                _records(case, told),
                _set_aside(case, told),
                _gates(case, told),
                _how_to_appeal(case.appeal),
            )
        ),
        closing=(f"本人签名：{BLANK}　　日期：{DATE}", f"教务处（盖章）　　日期：{DATE}"),
        dense=True,
    )


def _facts(case: _Case, told: Explanation) -> dict[str, str]:
    (row,) = case.own(case.result.standings, told.teacher_id)
    standing = told.standing
    counted = case.result.sizes[standing.pool]
    placed = f"第 {standing.rank} 名（{standing.pool}计 {counted} 人）"
    return {
        HEADINGS[col.NAME]: told.name,
        HEADINGS[col.TEACHER_ID]: told.teacher_id,
        HEADINGS[col.GROUP]: told.group,
        "考核办法": told.policy,
        HEADINGS[col.TOTAL]: f"{told.total} 分",
        HEADINGS[col.TIER]: standing.tier,
        HEADINGS[col.RANK]: "不参加排名" if standing.rank is None else placed,
        HEADINGS[col.APPRAISAL]: f"{row[col.APPRAISAL]} 分",
        HEADINGS[col.REPORTED_HOURS]: f"{row[col.REPORTED_HOURS]} 学时",
    }


def _outcome(case: _Case, told: Explanation) -> Section:
    parts = told.components
    rows = (
        ("满分", *(one.most for one in parts), ""),
        ("得分", *(one.points for one in parts), told.total),
    )
    table = Table(
        "",
        ("项目", *(printable(one.label) for one in parts), HEADINGS[col.TOTAL]),
        text_rows(rows),
        (CENTER, *[RIGHT] * (len(parts) + 1)),
    )
    return Section("考核结果", (table, Finding(printable(f"{_standing(case, told)}。"))))


def _standing(case: _Case, told: Explanation) -> str:
    """Say where somebody stands; of the sentence only a meeting's reasons came from cells."""
    sentence = told.standing.sentence
    own = (move for move in case.result.manual if move.teacher_id == told.teacher_id)
    for given in chain.from_iterable((move.reason, move.authoriser) for move in own):
        sentence = sentence.replace(given, case.told(given, told.teacher_id))
    return sentence


def _arithmetic(told: Explanation) -> Section:
    """Say of each component how its items give points, and what follows from them."""
    rows = [
        *((one.label, "；".join(_steps(one)), one.points) for one in told.components),
        (HEADINGS[col.TOTAL], told.arithmetic, told.total),
    ]
    table = Table("", ("项目", "怎样算出", "得分"), text_rows(rows), (LEFT, LEFT, RIGHT))
    return Section("各项得分的算法", (table,))


def _steps(component: ComponentExplained) -> Iterator[str]:
    yield from (item.arithmetic for item in component.items)
    for measure in component.deductions:
        if measure.amount:
            yield f"{measure.label} {measure.amount} {measure.unit}"
    alone = len(component.items) == 1 and component.arithmetic == f"{component.points} 分"
    if not alone:
        yield component.arithmetic


def _activities(case: _Case, told: Explanation) -> Section:
    """List every activity that was owed or recorded, with the hours that it earned."""
    records = sorted(case.own(case.result.records, told.teacher_id), key=_when)
    if not records:
        return Section("参加活动", (Finding("没有应参加的活动，也没有考勤记录。"),))
    owed = [row for row in records if row[col.OWED]]
    came = sum(row[col.STATUS] in ATTENDING for row in owed)
    earned = sum(int(row[col.EARNED]) for row in records)
    unrecorded = sum(row[col.STATUS] == UNRECORDED for row in records)
    missing = f"，其中 {unrecorded} 次没有考勤登记" if unrecorded else ""
    table = Table(
        "",
        ("时间", HEADINGS[col.TITLE], "考勤", HEADINGS[col.EARNED], "出处"),
        text_rows(_activity(case, row, told.teacher_id) for row in records),
        (LEFT, LEFT, CENTER, RIGHT, LEFT),
    )
    sentence = f"应参加 {len(owed)} 次，实到 {came} 次{missing}；合计得 {hours(earned)} 学时。"
    return Section("参加活动", (Finding(sentence), table))


def _when(row: Mapping[Any, Any]) -> tuple[str, str]:
    day = row[col.DATE]
    return str(row[col.MONTH]), "" if pd.isna(day) else f"{day:%Y-%m-%d}"


def _activity(case: _Case, row: Mapping[Any, Any], teacher: str) -> Row:
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
        _place(case, teacher, *source),
    )


def _hours(case: _Case, told: Explanation) -> Section:
    rows = case.own(case.answers, told.teacher_id)
    if not rows:
        return Section("学时等要求", ())
    names = (col.LABEL, col.PERIOD, col.VERDICT, col.REASON)
    table = Table(
        "",
        tuple(HEADINGS[name] for name in names),
        text_rows(
            (*(row[name] for name in names[:-1]), case.told(row[col.REASON], told.teacher_id))
            for row in rows
        ),
        (LEFT, LEFT, CENTER, LEFT),
        note=f"考核办法没有写明应完成多少学时，学时按《{case.lent}》对照，只供参考。"
        if case.lent
        else "",
    )
    return Section("学时等要求", (table,))


def _records(case: _Case, told: Explanation) -> Section:
    """List what counts beside the activities, each row once in a component."""
    rows: list[Row] = []
    for component in told.components:
        counted = {
            (entry.place, entry.when, entry.what): (entry, measure)
            for measure in reversed(_measures(component))
            for entry in reversed(measure.entries)
            if entry.counted and entry.measure not in _FROM_RECORDS
        }
        rows += [
            (
                component.label,
                entry.when,
                _what(case, told, component, entry),
                f"{'扣 ' * (measure in component.deductions)}{entry.worth.normalize():f} {measure.unit}",
                _source(case, entry, told.teacher_id),
            )
            for entry, measure in reversed(counted.values())
        ]
    return _listing("计入的其他记录", ("项目", "时间", "记录", "折合", "出处"), rows)


def _set_aside(case: _Case, told: Explanation) -> Section:
    """List what does not count and why, each row once, then what was found in the files."""
    rows: list[Row] = []
    for component in told.components:
        entries = [
            one
            for measure in _measures(component)
            for one in measure.entries
            if one.measure not in _FROM_RECORDS
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
                _source(case, entry, told.teacher_id),
            )
            for why in reasons.values()
            for entry in [next(iter(why.values()))]
        ]
    header = ("项目", "时间", "记录", "没有计入的原因", "出处")
    section = _listing("没有计入的其他记录", header, rows)
    return replace(section, blocks=(*section.blocks, *_remarks(case, told)))


def _remarks(case: _Case, told: Explanation) -> Iterator[Finding | Table]:
    if told.remarks:
        rows = (
            (
                one.severity,
                _short(case.told(one.sentence, told.teacher_id)),
                _source(case, one, told.teacher_id),
            )
            for one in told.remarks
        )
        yield Finding("核对文件时还发现以下与本人有关的情况，请看是否属实：")
        yield Table("", ("类别", "情况", "出处"), text_rows(rows), (CENTER, LEFT, LEFT))


def _short(sentence: str) -> str:
    """Cut a sentence that goes on for half a page, such as one about very many namesakes."""
    return sentence if len(sentence) <= _LONGEST else f"{sentence[:_LONGEST]}……"


def _gates(case: _Case, told: Explanation) -> Section:
    if not told.gates:
        return Section("一票否决的条款", ())
    rows = (
        (one.label, "触及" if one.failed else "没有触及", "；".join(_grounds(case, told, one)))
        for one in told.gates
    )
    table = Table("", ("条款", "结论", "核对"), text_rows(rows), (LEFT, CENTER, LEFT))
    return Section("一票否决的条款", (table,))


def _grounds(case: _Case, told: Explanation, gate: GateExplained) -> Iterator[str]:
    yield gate.arithmetic
    if gate.failed:
        for entry in gate.measures[0].entries:
            if entry.counted and entry.measure not in _FROM_RECORDS:
                yield " ".join(filter(None, (entry.when, case.told(entry.what, told.teacher_id))))


def _how_to_appeal(appeal: Appeal) -> Section:
    until = appeal.until or DATE
    return Section(
        "如有异议",
        (
            Finding(
                printable(
                    f"对以上记录或计算有异议的，请于{until}前向{appeal.recipient}提出，附证明"
                    "（如签到记录、请假单、证书复印件）。记录经核实更正以后重新计算，结果另行告知本人。"
                )
            ),
        ),
    )


def _listing(heading: str, header: tuple[str, ...], rows: Iterable[Row]) -> Section:
    listed = text_rows(rows)
    if not listed:
        return Section(heading, (Finding("没有。"),))
    return Section(heading, (Table("", header, listed, (LEFT,) * len(header)),))


def _measures(component: ComponentExplained) -> list[MeasureExplained]:
    return [*chain.from_iterable(item.measures for item in component.items), *component.deductions]


def _key(entry: Entry) -> tuple[str, str, str]:
    return entry.place, entry.when, entry.what


def _what(case: _Case, told: Explanation, component: ComponentExplained, entry: Entry) -> str:
    """Say what a row was, and of what kind where the component does not tell."""
    kind = _KINDS[entry.measure]
    what = case.told(entry.what, told.teacher_id)
    return what if kind == component.label else f"{kind}：{what}"


def _source(case: _Case, entry: Entry | Remark, teacher: str) -> str:
    return _place(case, teacher, entry.file, entry.sheet, entry.row)


def _place(case: _Case, teacher: str, file: str | None, sheet: str | None, row: int | None) -> str:
    """Say shortly where something stands; a file may be named for somebody."""
    stem = PurePath(file or "").stem
    named = dict.fromkeys(case.told(one, teacher) for one in (stem, sheet) if one)
    number = "" if row is None else f"第 {int(row)} 行"
    return " ".join(filter(None, ("·".join(named), number)))
