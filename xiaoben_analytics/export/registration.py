"""学时登记.xlsx: the hours of everybody who passed, as the county's registration takes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from xlsxwriter import Workbook

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.export.book import Book, Cell
from xiaoben_analytics.export.native import FIXED_TIME
from xiaoben_analytics.export.zipped import without_times
from xiaoben_analytics.labels import HEADINGS, reading_order
from xiaoben_analytics.summary import without_personal

HOURS_SHEET, ACTIVITY_SHEET, TOTAL_SHEET = "学时登记", "活动学时", "合计"
PROJECT = "校本研修"
IN_SCHOOL, OUTSIDE = "校本培训", "外出学习"
ID_CARD = "身份证号"

_MOST = 1000  # hours that a cell of the list takes
_EMPTY = "本列请在上报系统中填写。本程序不保存、也不写出身份证号。"
_WHO = (HEADINGS[col.SCHOOL], HEADINGS[col.SCHOOL_YEAR], HEADINGS[col.TEACHER_ID], "姓名")
_NAMED = len(_WHO)
_TIERS = HEADINGS[col.TIER]

Rows = list[list[Cell]]


def write_registration(result: Assessment, path: Path, *, id_card: bool = False) -> None:
    """Write who is reported with how many hours, hours by activity, and what they add up to.

    The lists can be uploaded as they are: headings in row 1, one row per teacher (per teacher and
    activity), ids as text, no merged cells, no formulas, fixed words to choose from. Who is reported
    with no hours, as whoever is in the failing tier, is not in the first list, but in the totals.
    With `id_card` the first list has a column for it that stays empty.
    """
    with Workbook(path) as file:
        file.set_properties({"title": HOURS_SHEET, "created": FIXED_TIME})
        book = Book(file)
        _add_hours(book, result, id_card=id_card)
        _add_activities(book, result)
        _add_totals(book, result)
    path.write_bytes(without_times(path.read_bytes()))


def _add_hours(book: Book, result: Assessment, *, id_card: bool) -> None:
    more = (ID_CARD,) if id_card else ()
    header = (
        *_WHO,
        *more,
        HEADINGS[col.GROUP],
        "培训项目",
        "培训类别",
        HEADINGS[col.REPORTED_HOURS],
        _TIERS,
    )
    rows = [
        [
            *_who(result, row),
            *(Cell(None) for _ in more),
            _text(row[col.GROUP]),
            Cell(PROJECT),
            Cell(IN_SCHOOL),
            Cell(int(row[col.REPORTED_HOURS]), "count"),
            _text(row[col.TIER], "center"),
        ]
        for row in _reported(result)
    ]
    sheet = book.add_sheet(HOURS_SHEET, freeze=(1, 0))
    book.write_table(sheet, header, rows)
    last = max(len(rows), 1)
    _offer(sheet, header.index("培训类别"), last, (IN_SCHOOL, OUTSIDE))
    _offer(sheet, header.index(_TIERS), last, result.policy.tiers.names)
    _limit(sheet, header.index(HEADINGS[col.REPORTED_HOURS]), last)
    if id_card:
        note = {"validate": "any", "input_title": ID_CARD, "input_message": _EMPTY}
        sheet.data_validation(1, _NAMED, last, _NAMED, note)


def _add_activities(book: Book, result: Assessment) -> None:
    """List the hours that each teacher earned at each activity and each study outside."""
    header = (
        *_WHO,
        HEADINGS[col.TERM],
        HEADINGS[col.TITLE],
        "时间",
        "培训类别",
        HEADINGS[col.EARNED],
    )
    rows = [*_in_school(result), *_outside(result)]
    sheet = book.add_sheet(ACTIVITY_SHEET, freeze=(1, 0))
    book.write_table(sheet, header, rows)
    last = max(len(rows), 1)
    _offer(sheet, header.index("培训类别"), last, (IN_SCHOOL, OUTSIDE))
    _limit(sheet, header.index(HEADINGS[col.EARNED]), last)


def _in_school(result: Assessment) -> Iterator[list[Cell]]:
    people = {row[col.TEACHER_ID]: row for row in _people(result)}
    for row in result.records[result.records[col.EARNED] > 0].to_dict("records"):
        day = row[col.DATE]
        when = row[col.MONTH] if pd.isna(day) else f"{day:%Y-%m-%d}"
        term = "" if pd.isna(row[col.TERM]) else str(int(row[col.TERM]))
        yield [
            *_who(result, people[row[col.TEACHER_ID]]),
            Cell(term, "center"),
            _text(row[col.TITLE]),
            Cell(when),
            Cell(IN_SCHOOL),
            Cell(row[col.EARNED] / 100, "points"),
        ]


def _outside(result: Assessment) -> Iterator[list[Cell]]:
    people = {row[col.TEACHER_ID]: row for row in _people(result)}
    studies = result.school.tables["external"]
    studies = studies[studies[col.TEACHER_ID].isin(people) & (studies[col.HOURS] > 0)]
    order = [col.TEACHER_ID, col.RETURN_DATE, col.TRAINING]
    for row in studies.sort_values(order, kind="stable").to_dict("records"):
        day = row[col.RETURN_DATE]
        yield [
            *_who(result, people[row[col.TEACHER_ID]]),
            Cell("", "center"),
            _text("" if pd.isna(row[col.TRAINING]) else row[col.TRAINING]),
            Cell("" if pd.isna(day) else f"{day:%Y-%m-%d}"),
            Cell(OUTSIDE),
            Cell(int(row[col.HOURS]) / 100, "points"),
        ]


def _add_totals(book: Book, result: Assessment) -> None:
    """Add up by tier, as 成绩总表 has it; then the hours earned, by where."""
    standings = result.standings
    rows: Rows = []
    for tier in result.policy.tiers.names:
        own = standings.loc[standings[col.TIER] == tier, col.REPORTED_HOURS]
        rows.append(_counted(tier, len(own), int((own > 0).sum()), int(own.sum())))
    hours = standings[col.REPORTED_HOURS]
    rows.append(_counted("合计", len(hours), int((hours > 0).sum()), int(hours.sum())))
    sheet = book.add_sheet(TOTAL_SHEET, freeze=(1, 0))
    book.write_table(sheet, (_TIERS, "参评人数", "登记人数", "上报学时合计"), rows)
    top = len(rows) + 2
    for place, (label, amount) in enumerate(_earned(result).items(), start=top):
        book.write_row(sheet, place, [Cell(label), Cell(amount / 100, "points")])
    said = (
        f"登记人数、上报学时合计与《成绩总表》的“{HEADINGS[col.REPORTED_HOURS]}”一列相同；"
        f"上报学时为 0 的不列入“{HOURS_SHEET}”。"
    )
    book.write_row(sheet, top + 3, [Cell(said, "text")])
    sheet.print_area(0, 0, top + 3, 8)


def _earned(result: Assessment) -> dict[str, int]:
    """Add the hours of the second list up, in hundredths."""
    studies = result.school.tables["external"]
    assessed = studies[col.TEACHER_ID].isin(result.standings[col.TEACHER_ID])
    outside = studies.loc[assessed & (studies[col.HOURS] > 0), col.HOURS]
    return {
        f"{ACTIVITY_SHEET}：{IN_SCHOOL}": int(result.records[col.EARNED].sum()),
        f"{ACTIVITY_SHEET}：{OUTSIDE}": int(outside.sum()),
    }


def _counted(tier: str, people: int, listed: int, hours: int) -> list[Cell]:
    return [_text(tier), *(Cell(number, "count") for number in (people, listed, hours))]


def _people(result: Assessment) -> list[Mapping[Any, Any]]:
    """List the assessed by group and id: an upload form shows no ranks."""
    rows = result.standings.to_dict("records")
    return sorted(rows, key=lambda row: (reading_order(row[col.GROUP]), row[col.TEACHER_ID]))


def _reported(result: Assessment) -> Iterator[Mapping[Any, Any]]:
    return (row for row in _people(result) if row[col.REPORTED_HOURS] > 0)


def _who(result: Assessment, row: Mapping[Any, Any]) -> list[Cell]:
    school = row[col.SCHOOL] or result.school.name
    given = (school, result.school.school_year, row[col.TEACHER_ID], row[col.NAME])
    return [_text(one) for one in given]


def _text(value: object, style: str = "left") -> Cell:
    return Cell(without_personal(value), style)


def _offer(sheet: Any, column: int, last: int, words: Sequence[str]) -> None:
    """Let a column take only these words; Excel keeps a list of at most 255 letters in a cell."""
    if len(",".join(words)) <= 255 and not any("," in word for word in words):
        sheet.data_validation(1, column, last, column, {"validate": "list", "source": [*words]})


def _limit(sheet: Any, column: int, last: int) -> None:
    amount = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": _MOST}
    message = {"error_title": "学时不对", "error_message": f"应填 0 到 {_MOST} 的数"}
    sheet.data_validation(1, column, last, column, amount | message)
