"""What the report says about the files: that no row was lost, and what needs a person."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.findings import finding_problems, finding_reconciliation
from xiaoben_analytics.labels import HEADINGS, printable
from xiaoben_analytics.problems import PROBLEM, group_problems, state_problems
from xiaoben_analytics.summary.material import Material
from xiaoben_analytics.summary.model import (
    CENTER,
    LEFT,
    RIGHT,
    Block,
    Finding,
    Table,
    text_rows,
)
from xiaoben_analytics.summary.privacy import without_personal
from xiaoben_analytics.summary.words import OPEN, part
from xiaoben_analytics.tables import ROSTER, TABLES, School

MAX_LISTED = 100
"""Problems listed in the report; the workbook lists them all."""

_LABELS = {name: table.label for name, table in TABLES.items()}
_COUNTS = [col.ROWS_IN, col.USED, col.SET_ASIDE, col.FURNITURE]
_BIRTH_DATE = ROSTER.column(col.BIRTH_DATE).headings
_HIDDEN = "（已隐去）"
_OPERATING = re.compile(r"\.toml|xiaoben |命令|--|[a-z]+_[a-z]+")


def reconciliation_blocks(material: Material) -> Iterator[Block]:
    """Show what became of each sheet's rows, and count what was found wrong."""
    result = material.result
    yield Finding(finding_reconciliation(result.school.files))
    yield Finding(f"{finding_problems(result.problems)}清单见{part(OPEN)}。")
    yield file_table(result.school)


def reconciliation_table(result: Assessment) -> Table:
    """List each sheet's rows: used, set aside, or titles and totals; then all sheets together."""
    files = result.school.files
    names = [col.FILE, col.SHEET, col.TABLE, *_COUNTS]
    sheets = files[names].fillna("").replace({col.TABLE: _LABELS})
    total = ("合计", "", "", *(int(files[name].sum()) for name in _COUNTS))
    return Table(
        "各文件行数核对",
        tuple(HEADINGS[name] for name in names),
        text_rows([*sheets.itertuples(index=False), total]),
        (LEFT, LEFT, LEFT, RIGHT, RIGHT, RIGHT, RIGHT),
    )


def file_table(school: School) -> Table:
    """Add each file's sheets up, so that the whole intake is seen at a glance."""
    files = school.files.replace({col.TABLE: _LABELS})
    rows = [
        (
            name,
            "、".join(dict.fromkeys(filter(None, sheets[col.TABLE].dropna()))),
            *(int(sheets[count].sum()) for count in _COUNTS),
        )
        for name, sheets in files.groupby(col.FILE, sort=False)
    ]
    total = ("合计", "", *(int(files[name].sum()) for name in _COUNTS))
    return Table(
        "各文件行数核对",
        tuple(HEADINGS[name] for name in (col.FILE, col.TABLE, *_COUNTS)),
        text_rows([*rows, total]),
        (LEFT, LEFT, RIGHT, RIGHT, RIGHT, RIGHT),
        note=printable("；".join(school.legends)),
    )


def problem_blocks(result: Assessment) -> Iterator[Block]:
    """List what needs a person, first what must be mended."""
    found, lines = len(result.problems), _listing(group_problems(result.problems))
    if not found:
        yield Finding("没有发现需要核对的问题。")
        return
    told = f"待核对的问题和提示共 {found} 条，请逐条核对。"
    if len(lines.rows) < found:
        told += f"其中相同的合为一行，列为 {len(lines.rows)} 行。"
    if len(lines.rows) > MAX_LISTED:
        more = len(lines.rows) - MAX_LISTED
        told += f"以下为前 {MAX_LISTED} 行，其余 {more} 行见《成绩总表》的“问题清单”。"
    yield Finding(told)
    told_rows = ((*row[:-1], _for_meeting(row[-1])) for row in lines.rows[:MAX_LISTED])
    yield replace(lines, rows=tuple(told_rows))


def problems_table(result: Assessment) -> Table:
    """List every problem, then every notice, without personal numbers."""
    return _listing(result.problems)


def _listing(problems: pd.DataFrame) -> Table:
    address = (col.FILE, col.SHEET, col.ROW, col.COLUMN)
    names = (col.SEVERITY, *address, col.VALUE, col.PROBLEM, col.ADVICE)
    problems = problems.assign(**{col.PROBLEM: state_problems(problems)}).astype(object)
    problems = problems.where(problems.notna(), "")
    order = (problems[col.SEVERITY] != PROBLEM).argsort(kind="stable")
    rows = [_public(problem) for problem in problems.iloc[order].to_dict("records")]
    return Table(
        "待核对的问题",
        tuple(HEADINGS[name] for name in names),
        tuple(tuple(row[name] for name in names) for row in rows),
        (CENTER, LEFT, LEFT, RIGHT, LEFT, LEFT, LEFT, LEFT),
        wide=True,
        free=tuple(range(len(names))),
    )


def _for_meeting(advice: str) -> str:
    """Leave out of advice what only whoever runs the program can do; the workbook keeps it.

    >>> _for_meeting("请改正、把此人补入花名册，或在 people.toml 中写明（people 命令会列好）")
    '请改正、把此人补入花名册'
    """
    parts = [
        "，".join(clause for clause in part.split("，") if not _OPERATING.search(clause))
        for part in advice.split("；")
    ]
    left = "；".join(filter(None, parts))
    return left if left or not advice else "请操作程序的人按《成绩总表》中的说明办理"


def _public(problem: Mapping[Hashable, object]) -> dict[Hashable, str]:
    """Write a problem as text that holds no birth date and no personal number."""
    shown = {name: without_personal(cell) for name, cell in problem.items()}
    if shown[col.COLUMN] in _BIRTH_DATE and shown[col.VALUE]:
        shown[col.PROBLEM] = shown[col.PROBLEM].replace(shown[col.VALUE], _HIDDEN)
        shown[col.VALUE] = _HIDDEN
    return shown
