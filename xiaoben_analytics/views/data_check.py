"""Whether the files can be trusted: no row lost, what is to be mended, who and what is doubtful."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment, fail_if_unusable
from xiaoben_analytics.checks import check_rows, namesakes
from xiaoben_analytics.errors import DataError
from xiaoben_analytics.figures import plot_problems
from xiaoben_analytics.findings import finding_reconciliation
from xiaoben_analytics.problems import (
    CONTRADICTED,
    REPEATED,
    WHOLE_FOLDER,
    count_problems,
    problems_frame,
)
from xiaoben_analytics.summary import Table, file_table, problems_table
from xiaoben_analytics.tables import UNRECORDED
from xiaoben_analytics.views.readable import readable
from xiaoben_analytics.views.view import View

_ADDRESS = (col.FILE, col.SHEET, col.ROW)
_NAMED = 5  # teachers of an activity that are named


@dataclass(frozen=True)
class ProblemChoice:
    """Which problems are listed: of one severity, of one file (see `WHOLE_FOLDER`); "" is all."""

    severity: str = ""
    file: str = ""


def explore_reconciliation(result: Assessment) -> View:
    """Show what became of every file's rows, how marks were read, and whether too much was lost."""
    files = result.school.files
    whole = readable_table(file_table(result.school))
    legends = {"符号是怎样读的": pd.DataFrame({"图例": result.school.legends}, dtype="str")}
    return View(
        sentence=f"{finding_reconciliation(files)}{_obstacle(result)}",
        tables={
            f"各文件行数核对（{files[col.FILE].nunique()} 个文件）": whole,
            **(legends if result.school.legends else {}),
        },
    )


def explore_problems(result: Assessment, choice: ProblemChoice = ProblemChoice()) -> View:
    """Show how much is to be mended in which file, and list it, each with its address."""
    listed = readable_table(problems_table(result))
    kinds, files = listed["类别"], listed["文件"].replace("", WHOLE_FOLDER)
    meant = kinds.isin([choice.severity] if choice.severity else kinds)
    meant &= files.isin([choice.file] if choice.file else files)
    counts = count_problems(result.problems).rename_axis(columns=None)
    told = "、".join(filter(None, (choice.file, choice.severity)))
    return View(
        sentence=f"清单列出 {int(meant.sum())} 条（{told or '全部'}），共 {len(listed)} 条。",
        figure=plot_problems(result),
        tables={"需要核对的问题": listed[meant].reset_index(drop=True)},
        data={
            "各文件的问题": counts.astype("str").reset_index().rename(columns={col.FILE: "文件"})
        },
    )


def explore_homonyms(result: Assessment) -> View:
    """List teachers who share a name: rows that say only the name cannot be told apart."""
    people = result.teachers
    people = people.assign(**{col.NAMESAKE: namesakes(people)})
    alike = people[people[col.NAMESAKE].duplicated(keep=False)]
    alike = alike.sort_values([col.NAMESAKE, col.TEACHER_ID])
    names = alike[col.NAME].unique()
    if alike.empty:
        return View("没有同名的教师，只写姓名的表也不会混淆。")
    shown = "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")
    columns = (col.NAME, col.TEACHER_ID, col.GROUP, col.PREP_GROUP, col.ASSESSED)
    return View(
        f"{alike[col.NAMESAKE].nunique()} 个姓名有人同名（{shown}），共 {len(alike)} 人；只写姓名的表中，请同时写工号或教研组。",
        tables={"同名的教师": readable(alike, columns, headings={col.ASSESSED: "参评"})},
    )


def explore_duplicates(result: Assessment) -> View:
    """List rows that say again, or otherwise, what another row has said."""
    problems = result.problems
    again = problems[col.SEVERITY] == REPEATED
    otherwise = problems[col.PROBLEM].str.contains(CONTRADICTED, regex=False)
    if not (again | otherwise).any():
        return View("没有重复的记录，也没有前后不一致的记录。")
    columns = (col.SEVERITY, *_ADDRESS, col.PROBLEM, col.ADVICE)
    return View(
        f"重复 {again.sum()} 行，只计一次；前后不一致 {otherwise.sum()} 行，以后面的为准，请核对。",
        tables={"重复与不一致": readable(problems[again | otherwise], columns)},
    )


def explore_unrecorded(result: Assessment) -> View:
    """List the activities for which somebody who owed them has no record: no hours, no absence."""
    owed = result.records[result.records[col.OWED]]
    missing = owed[owed[col.STATUS] == UNRECORDED]
    if missing.empty:
        return View(f"应参加的 {len(owed)} 人次全部有登记。")
    keys = [col.MONTH, col.ACTIVITY_ID, col.TITLE]
    listed = missing.groupby(keys, sort=True, dropna=False)[col.NAME].agg(["size", _names])
    listed = listed.reset_index().set_axis([*keys, col.COUNT, col.NAME], axis="columns")
    headings = {col.ACTIVITY_ID: "活动编号", col.COUNT: "未登记（人）"}
    return View(
        f"应参加的 {len(owed)} 人次中有 {len(missing)} 人次没有登记，涉及 {len(listed)} 次活动、"
        f"{missing[col.TEACHER_ID].nunique()} 人；不计学时，也不算缺席，请先补登记。",
        tables={"未登记的应到": readable(listed, (*keys, col.COUNT, col.NAME), headings=headings)},
    )


def explore_anomalies(result: Assessment) -> View:
    """List records that cannot be right or do not count: amounts, levels, days."""
    school = result.school
    found = problems_frame(check_rows(school.tables, result.policy, school.school_year))
    if found.empty:
        return View("登记的数额、级别和日期都在条文范围之内。")
    columns = (*_ADDRESS, col.COLUMN, col.PROBLEM, col.EXPECTED, col.ADVICE)
    return View(
        f"{len(found)} 处登记的数额、级别或日期不在条文范围之内，请由负责人核定。",
        tables={"数额、级别、日期的异常": readable(found, columns)},
    )


def readable_table(table: Table) -> pd.DataFrame:
    """Turn a table of the report into a frame with the same headings and cells."""
    return pd.DataFrame(table.rows, columns=list(table.header), dtype="str")


def _obstacle(result: Assessment) -> str:
    """Say why these files would not be scored elsewhere, if they would not."""
    try:
        fail_if_unusable(result.school)
    except DataError as error:
        return str(error)
    return ""


def _names(people: pd.Series) -> str:
    return "、".join(people[:_NAMED]) + ("等" if len(people) > _NAMED else "")
