"""个人单: one paper per assessed teacher, with every row and all arithmetic, and nobody else in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.explanation import (
    ComponentExplained,
    Explanation,
    GateExplained,
    explain_all,
)
from xiaoben_analytics.export.atomic import replacing
from xiaoben_analytics.export.dossier import Dossier, dossier_of
from xiaoben_analytics.export.evidence import (
    FROM_RECORDS,
    activities_section,
    records_section,
    set_aside_section,
)
from xiaoben_analytics.export.naming import file_names
from xiaoben_analytics.export.paper import BLANK, DATE, Paper, numbered, write_paper
from xiaoben_analytics.labels import HEADINGS, hours, points, printable
from xiaoben_analytics.ledger import Line, read_scenario
from xiaoben_analytics.requirements import show_amount
from xiaoben_analytics.summary import Finding, Section, Table, without_personal
from xiaoben_analytics.summary.model import CENTER, LEFT, RIGHT, text_rows, texts
from xiaoben_analytics.views import say_changes

TITLE = "校本培训考核个人单"
ENDING = ".docx"
RECIPIENT = "教研组长或教务处"


@dataclass(frozen=True)
class Appeal:
    """To whom a teacher turns, and until when; what the school has not settled is left blank."""

    recipient: str = RECIPIENT
    until: str = ""


def letters(
    result: Assessment, *, appeal: Appeal | None = None, line: Line | None = None
) -> Iterator[tuple[str, Callable[[Path], None]]]:
    """Give for every assessed teacher the file's name and what writes it, in order of the standings.

    Each is worked out when its turn comes, so that the work can be shown and stopped in between.
    `line` is the decision that `result` was made of, where there is one.
    """
    case = dossier_of(result, line)
    people = zip(result.standings[col.TEACHER_ID], result.standings[col.NAME], strict=True)
    names = file_names({str(one): f"{one}_{name}" for one, name in people}, ENDING)
    for told in explain_all(result, naming=False):
        yield names[told.teacher_id], partial(write_paper, _letter(case, told, appeal or Appeal()))


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
    explained: Explanation,
    result: Assessment,
    path: Path,
    *,
    appeal: Appeal | None = None,
    line: Line | None = None,
) -> None:
    """Write one teacher's letter, from what `explain_all` says without `naming` (see `letters`)."""
    write_paper(_letter(dossier_of(result, line), explained, appeal or Appeal()), path)


def _letter(case: Dossier, told: Explanation, appeal: Appeal) -> Paper:
    school = case.result.school
    return Paper(
        TITLE,
        printable(f"{school.name or BLANK}　{school.school_year} 学年".strip()),
        facts=texts(_facts(case, told)),
        sections=numbered(
            (
                _outcome(case, told),
                _arithmetic(told),
                activities_section(case, told),
                _hours(case, told),
                records_section(case, told),
                set_aside_section(case, told),
                _gates(case, told),
                _how_to_appeal(appeal),
            )
        ),
        closing=(f"本人签名：{BLANK}　　日期：{DATE}", f"教务处（盖章）　　日期：{DATE}"),
        dense=True,
    )


def _facts(case: Dossier, told: Explanation) -> dict[str, str]:
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


def _outcome(case: Dossier, told: Explanation) -> Section:
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
    said = (f"{_standing(case, told)}。", *_decided(case, told))
    return Section("考核结果", (table, *(Finding(printable(one)) for one in said)))


def _standing(case: Dossier, told: Explanation) -> str:
    """Say where somebody stands; of the sentence only a meeting's reasons came from cells."""
    sentence = told.standing.sentence
    own = (move for move in case.result.manual if move.teacher_id == told.teacher_id)
    for given in chain.from_iterable((move.reason, move.authoriser) for move in own):
        sentence = sentence.replace(given, case.told(given, told.teacher_id))
    return sentence


def _decided(case: Dossier, told: Explanation) -> Iterator[str]:
    """Say what the regulation alone would give, and on whose word it is otherwise."""
    result, base = case.result, case.result.base
    if base is None or base.policy.written == result.policy.written:
        return
    (ruled,) = case.own(base.standings, told.teacher_id)
    now, was = told.standing.tier, ruled[col.TIER]
    before = f"按考核办法总分 {points(ruled[col.TOTAL])} 分，等级为{was}"
    if case.line is None:
        yield f"{before}；按试算的设置（与办法不同，没有会议决定作依据）为{now}。"
        return
    content = case.line.content
    scenario = replace(read_scenario(case.line), moves=())
    by, why = (case.told(content[name], told.teacher_id) for name in ("decided_by", "reason"))
    yield without_personal(
        f"{before}；按第 {case.line.sequence} 号决定（{by}决定，理由："
        f"{why}），总分 {told.total} 分，等级{'为' if now != was else '同为'}{now}。"
        f"决定的改动：{'；'.join(say_changes(base.policy, scenario))}。"
    )


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


def _hours(case: Dossier, told: Explanation) -> Section:
    rows = case.own(case.answers, told.teacher_id)
    lent = tuple(_lent(case, told.teacher_id))
    if not rows:
        return Section("学时等要求", lent)
    names = (col.LABEL, col.PERIOD, col.VERDICT, col.REASON)
    table = Table(
        "",
        tuple(HEADINGS[name] for name in names),
        text_rows(
            (*(row[name] for name in names[:-1]), case.told(row[col.REASON], told.teacher_id))
            for row in rows
        ),
        (LEFT, LEFT, CENTER, LEFT),
    )
    return Section("学时等要求", (*lent, table))


def _lent(case: Dossier, teacher: str) -> Iterator[Finding]:
    """Say what a teacher has and could have where no hours are asked: that judges nobody."""
    had = "，".join(
        f"{row[col.PERIOD]}已有 {show_amount(row[col.AMOUNT], row[col.SCALE], row[col.UNIT])}"
        for row in case.own(case.lent, teacher)
        if not pd.isna(row[col.AMOUNT])
    )
    if had:
        offered = hours(int(case.offered.get(teacher, 0)))
        yield Finding(
            printable(f"{had}；活动计划全年共提供 {offered} 学时。考核办法没有写明应完成多少学时。")
        )


def _gates(case: Dossier, told: Explanation) -> Section:
    if not told.gates:
        return Section("一票否决的条款", ())
    rows = (
        (one.label, "触及" if one.failed else "没有触及", "；".join(_grounds(case, told, one)))
        for one in told.gates
    )
    table = Table("", ("条款", "结论", "核对"), text_rows(rows), (LEFT, CENTER, LEFT))
    return Section("一票否决的条款", (table,))


def _grounds(case: Dossier, told: Explanation, gate: GateExplained) -> Iterator[str]:
    yield gate.arithmetic
    if gate.failed:
        for entry in gate.measures[0].entries:
            if entry.counted and entry.measure not in FROM_RECORDS:
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
