"""Entry workbooks, one for each canonical table: a school that fills them in is read as it is.

A sheet begins with locked lines: a title, what to do, an example and the headings. What stands above
the headings of a table is never a record, so the example cannot be taken for one; and each of its
cells says that it is an example, so that no day in it speaks for a school year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range

from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.export.atomic import replacing
from xiaoben_analytics.export.book import Book, Cell
from xiaoben_analytics.export.guidance import FORMS, Guide
from xiaoben_analytics.export.native import FIXED_TIME
from xiaoben_analytics.export.widths import text_width
from xiaoben_analytics.reading.clean import most_of
from xiaoben_analytics.tables import TABLES, Column, Table

ENTRIES = 2000
"""So many rows check what is filled in; more may be filled in unchecked."""

TITLE, GUIDANCE, EXAMPLE, HEADING, FIRST = range(5)
NOTES = "说明"
FIRST_DAY, LAST_DAY = date(1930, 1, 1), date(2100, 12, 31)
"""Typed into a column of dates, 9.1 becomes a day of January 1900, which nobody means."""

YES_NO = ("是", "否")

_NOTE_WIDTH, _WIDE = 36, 40  # in Latin letters
_NOTES_HEADER = ("标题", "要不要填", "含义", "怎样填", "例子")
_RULES = (
    "灰色的例子和标题已锁定，改不了，也不用删；例子不会当作数据。要添自己的列，写在最右边即可。",
    "可以从别的表复制，请用“选择性粘贴—数值”，免得盖掉下拉列表和格式。",
    "用不到的表留空或删去即可；花名册、活动计划、考勤必须有。",
)
_LAST_ROW, _LAST_COLUMN = HEADING + ENTRIES, 16_383
_BASE = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_BOX = {**_BASE, "border": 1, "border_color": "#BFBFBF"}
_HEADING = {**_BOX, "font_name": "黑体", "align": "center", "text_wrap": True}
_ENTRY = {**_BOX, "locked": False}
_STYLES: Mapping[str, Mapping[str, object]] = {
    "title": {**_BASE, "font_name": "黑体", "font_size": 16},
    "free title": {**_BASE, "font_name": "黑体", "font_size": 16, "locked": False},
    "guidance": {**_BASE, "font_size": 10},
    "example": {
        **_BOX, "font_size": 10, "font_color": "#7F7F7F", "bg_color": "#F7F7F7", "align": "center",
        "text_wrap": True,
    },
    "needed": {**_HEADING, "bg_color": "#FFE699", "num_format": '@"*"'},
    "optional": {**_HEADING, "bg_color": "#E8EEF4"},
    "text": {**_ENTRY, "num_format": "@", "indent": 1},
    "word": {**_ENTRY, "num_format": "@", "align": "center"},
    "day": {**_ENTRY, "num_format": "yyyy-mm-dd", "align": "center"},
    "number": {**_ENTRY, "align": "center"},
    "beside": {"locked": False},
}  # fmt: skip
_ALLOWED = dict.fromkeys(
    ("sort", "autofilter", "insert_rows", "delete_rows", "format_cells", "format_columns",
     "format_rows"), True,
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """How the columns of a kind look, and how they are filled in."""

    look: str
    how: str


_KINDS: Mapping[str, Kind] = {
    "text": Kind("text", "文字"),
    "id": Kind("word", "文字，前面的 0 不会丢"),
    "name": Kind("word", "文字"),
    "choice": Kind("word", "从下拉列表中选：{}"),
    "yes_no": Kind("word", "从下拉列表中选：{}"),
    "term": Kind("word", "从下拉列表中选：{}"),
    "date": Kind("day", "写全年、月、日"),
    "period": Kind("word", "日期或月份，如 9月"),
    "audience": Kind("text", "文字"),
    "hours": Kind("number", "数字，{}，最多两位小数"),
    "amount": Kind("number", "数字，{}，最多两位小数"),
    "ratios": Kind("word", "比例，如 35% 或 35/40/25（合计 100）"),
    "school_year": Kind("word", "学年，如 2024-2025"),
}


@dataclass(frozen=True)
class Field:
    """One column of a form: as it is declared, what it means, and if one of `either` will do."""

    column: Column
    guide: Guide
    either: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        return _KINDS[self.column.kind]

    @property
    def is_needed(self) -> bool:
        return self.column.required or bool(self.either)

    @property
    def need(self) -> str:
        """Say whether the column must be filled in, and what a blank means."""
        default = self.column.default
        if self.column.required:
            return "必填"
        if self.either:
            return f"{'、'.join(self.either)}至少填一项"
        if default is None:
            return "可不填"
        return f"可不填，空白为“{default if isinstance(default, str) else YES_NO[not default]}”"

    @property
    def choices(self) -> tuple[str, ...]:
        """The only answers there are; none where anything may be written."""
        limited = {"yes_no": YES_NO, "term": ("1", "2")}
        return limited.get(self.column.kind, tuple(self.column.choices))

    @property
    def most(self) -> int:
        return most_of(self.column)

    @property
    def how(self) -> str:
        """Say what is to be written: of what kind, within which bounds, in which unit."""
        told = "、".join(self.choices) or f"0 到 {self.most}"
        unit = f"，单位：{self.guide.unit}" if self.guide.unit else ""
        return self.kind.how.format(told) + unit


def write_templates(folder: str | Path) -> tuple[Path, ...]:
    """Write an entry workbook for each canonical table, all or none; return their paths.

    The same version of the program writes the same bytes.

    Raises
    ------
    UsageError
        If one of the files is there already; nothing is overwritten.
    OutputError
        If a file cannot be written.
    """
    home = Path(folder)
    forms = {
        home / f"{number:02d}-{table.label}.xlsx": table
        for number, table in enumerate(TABLES.values(), start=1)
    }
    if taken := next((path for path in forms if path.exists()), None):
        raise UsageError.file_exists(str(taken))
    with ExitStack() as unfinished:
        for path, table in forms.items():
            unfinished.enter_context(replacing(path)).write_bytes(_make_form(table))
    return tuple(forms)


def _make_form(table: Table) -> bytes:
    content = BytesIO()
    fields = _fields(table)
    with Workbook(content, {"in_memory": True}) as file:
        file.set_properties({"title": f"{table.label}登记表", "created": FIXED_TIME})
        book = Book(file)
        _write_form(book, table, fields)
        _write_notes(book, table, fields)
    return content.getvalue()


def _fields(table: Table) -> list[Field]:
    guides, names = FORMS[table.name].guides, {column.name for column in table.either}
    either = tuple(column.heading for column in table.either)
    return [
        Field(column, guides[column.name], either if column.name in names else ())
        for column in table.columns
    ]


def _write_form(book: Book, table: Table, fields: Sequence[Field]) -> None:
    looks = {name: book.file.add_format(dict(style)) for name, style in _STYLES.items()}
    sheet = book.add_sheet(table.label, freeze=(FIRST, 0))
    sheet.set_column(0, _LAST_COLUMN, None, looks["beside"])
    for row, height, look in ((TITLE, 30, "title"), (GUIDANCE, 20, "guidance")):
        sheet.set_row(row, height, looks[look])
    sheet.set_default_row(20)
    for row in (EXAMPLE, HEADING):
        sheet.set_row(row, 32)
    has_months = any(field.column.kind == "period" for field in fields)
    title = f"＿＿＿＿-＿＿＿＿学年{table.label}" if has_months else table.label
    sheet.write_string(TITLE, 0, title, looks["free title" if has_months else "title"])
    sheet.write_string(GUIDANCE, 0, _guidance(table, has_months=has_months), looks["guidance"])
    for place, field in enumerate(fields):
        _write_column(sheet, place, field, looks)
    _finish(sheet, len(fields) - 1)


def _guidance(table: Table, *, has_months: bool) -> str:
    year = "上面的横线处请写学年，如 2025-2026；" if has_months else ""
    either = "、".join(column.heading for column in table.either)
    one = f"（{either}填一项即可）" if either else ""
    row = FORMS[table.name].row
    return f"{year}{row}，填在标题下方；带 * 的必填{one}，鼠标指到标题有填法，例子不计入数据。"


def _write_column(sheet: Any, place: int, field: Field, looks: Mapping[str, Any]) -> None:
    heading = field.column.heading
    sheet.set_column(place, place, _width(field), looks[field.kind.look])
    sheet.write_string(EXAMPLE, place, _example(field), looks["example"])
    look = looks["needed" if field.is_needed else "optional"]
    sheet.write_string(HEADING, place, heading, look)
    note = f"{heading}：{field.guide.meaning}。\n{field.need}。\n{field.how}。"
    lines = sum(ceil(text_width(line) / _NOTE_WIDTH) for line in note.split("\n"))
    size = {"width": 240, "height": 20 * lines + 10, "font_size": 10, "font_name": "宋体"}
    sheet.write_comment(HEADING, place, note, {**size, "author": ""})
    if check := _check(field):
        sheet.data_validation(FIRST, place, _LAST_ROW, place, check)


def _example(field: Field) -> str:
    return f"例：{field.guide.example}" if field.guide.example else ""


def _width(field: Field) -> float:
    """Leave room for the heading with its star and its filter, and for the example on two lines."""
    heading, example = text_width(field.column.heading), text_width(_example(field))
    least = 16 if field.kind.look == "text" else 10
    return max(heading + 6, (example if example <= 20 else example / 2) + 3, least)


def _check(field: Field) -> dict[str, object] | None:
    """Say what Excel lets be filled in, and what it says of anything else."""
    wrong = {"error_title": f"{field.column.heading}有误", "error_message": f"{field.how}。"}
    if field.choices:
        return {"validate": "list", "source": list(field.choices), **wrong}
    if field.guide.offers:
        return {"validate": "list", "source": list(field.guide.offers), "show_error": False}
    if field.kind.look == "day":
        return {"validate": "date", **_between(FIRST_DAY, LAST_DAY), **wrong}
    if field.kind.look == "number":
        return {"validate": "decimal", **_between(0, field.most), **wrong}
    return None


def _between(least: object, most: object) -> dict[str, object]:
    return {"criteria": "between", "minimum": least, "maximum": most}


def _finish(sheet: Any, last: int) -> None:
    """Lock the lines above the entries; rows may be sorted, filtered, added and taken away."""
    sheet.autofilter(HEADING, 0, _LAST_ROW, last)
    sheet.ignore_errors({"number_stored_as_text": xl_range(FIRST, 0, _LAST_ROW, last)})
    sheet.repeat_rows(HEADING)
    sheet.set_selection(FIRST, 0, FIRST, 0)
    sheet.protect("", _ALLOWED)


def _write_notes(book: Book, table: Table, fields: Sequence[Field]) -> None:
    """Explain the columns, one a line."""
    sheet = book.add_sheet(NOTES)
    sheet.hide_gridlines(2)
    book.write_row(sheet, 0, [Cell(f"《{table.label}》怎样填", "title")])
    for row, line in enumerate(_RULES, start=1):
        book.write_row(sheet, row, [Cell(line, "text")])
    rows = [[Cell(field.column.heading, "center"), *map(_note, _told(field))] for field in fields]
    sheet.set_row(0, 32)
    book.write_table(sheet, _NOTES_HEADER, rows, top=len(_RULES) + 2)


def _told(field: Field) -> tuple[str, ...]:
    return field.need, field.guide.meaning, field.how, _example(field)


def _note(text: str) -> Cell:
    return Cell(text, "wrap" if text_width(text) > _WIDE else "left")
