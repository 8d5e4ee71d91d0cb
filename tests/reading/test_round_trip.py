"""Random rows of every canonical table, written as schools write them, read back equal.

Rows come from the declarations: a new column is covered by itself, a new kind of column asks for
its values in `KINDS`. Each value is drawn with what it means, so nothing here asks the reader.
"""

import csv
import datetime as dt
import io
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
import xlwt
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import PROBLEM
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.tables import EVERYBODY, TABLES, Column

YEAR = "2021-2022"
FIRST, LAST = dt.date(2021, 9, 1), dt.date(2022, 7, 10)
GROUPS = ("语文组", "数学组", "英语组", "综合组")
COUNTED = {0: "零", 200: "两", 300: "三", 1000: "十", 1200: "十二", 2400: "二十四"}
SERIALS = ("序号", "活动序号")  # such numbers only count; the plan gives ids of its own instead


@dataclass(frozen=True)
class Said:
    """A cell as somebody wrote it, and what it means."""

    cell: object
    means: object


BLANK = Said(None, None)
Row = dict[str, Said]


# ------------------------------------------------------------------ values of each kind

wide = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}
words = st.text("春江潮水连海平月共生滟随波千万里何处明ABcd", min_size=1, max_size=6)
marks = st.sampled_from(
    (
        "",
        "《{}》",
        "{}（一）",
        '"{}"',
        "'{}",
        "@{}",
        "-{}",
        "{}；{}",
        "“{}”",
        "{}，续",
        "{}\t二",
        "={}",
        "<b>{}</b>",
        "{}#1",
    )
)
days = st.dates(FIRST, LAST)


def spelled(value, *spellings):
    return st.sampled_from(spellings).map(lambda cell: Said(cell, value))


@st.composite
def texts(draw, _column):
    """Words with punctuation; space around and more space inside say nothing."""
    pattern, word = draw(marks) or "{}", draw(words)
    written = pattern.format(word, word)
    around = draw(st.sampled_from(("{}", " {} ", "{}\n", "\u3000{}", "{}\u200b")))
    return Said(around.format(written), " ".join(written.split()))


@st.composite
def names(draw, _column):
    word = draw(words)
    inner = draw(st.sampled_from(("", " ", "\u3000")))
    chinese = all(letter > "\x7f" for letter in word)
    return Said(inner.join(word) if chinese else word, word)


@st.composite
def ids(draw, _column):
    """Ids keep their zeros; what is wide is narrow."""
    digits = draw(st.text("0123456789", min_size=1, max_size=12))
    prefix = draw(st.sampled_from(("", "T", "J-")))
    plain = prefix + digits
    written = [plain, f" {plain} ", plain.translate(wide)]
    if not prefix and digits == str(int(digits)):
        written += [int(digits), float(digits)]
    return Said(draw(st.sampled_from(written)), plain)


@st.composite
def choices(draw, column):
    value = draw(st.sampled_from(sorted(column.choices)))
    return draw(spelled(value, value, f" {value}", *column.choices[value]))


def yes_no(_column):
    return spelled(True, "是", "√", "有", "yes", 1) | spelled(False, "否", "×", "无", "no", 0)


def terms(_column):
    return spelled(1, 1, "1", "第一学期", "上学期", "１") | spelled(2, 2, "2", "第二学期", "下学期")


@st.composite
def dates(draw, _column):
    day = draw(days)
    y, m, d = day.year, day.month, day.day
    written = (
        day, f"{y}-{m:02d}-{d:02d}", f"{y}/{m}/{d}", f"{y}.{m}.{d}", f"{y}年{m}月{d}日",
        f"{y}-{m}-{d}".translate(wide), f"{y}{m:02d}{d:02d}", f"{m}月{d}日", f"{y}-{m:02d}-{d:02d} 08:30",
    )  # fmt: skip
    return Said(draw(st.sampled_from(written)), pd.Timestamp(day))


@st.composite
def periods(draw, _column):
    """A day or a month; the school year tells the year of a bare month."""
    day = draw(days)
    month = draw(st.booleans())
    y, m, d = day.year, day.month, day.day
    if month:
        written = draw(st.sampled_from((f"{m}月", f"{y}年{m}月", f"{m} 月", f"{m}月上旬")))
        return Said(written, Period(written, f"{y}-{m:02d}", None))
    written = draw(
        st.sampled_from((day, f"{y}-{m:02d}-{d:02d}", f"{y}年{m}月{d}日", f"{m}月{d}日"))
    )
    return Said(written, Period(str(written), f"{y}-{m:02d}", pd.Timestamp(day)))


@dataclass(frozen=True)
class Period:
    text: str
    month: str
    date: pd.Timestamp | None


@st.composite
def amounts(draw, column):
    counted = {col.AMOUNT: "节", col.VOTES: "票"}
    unit = counted.get(column.name, "学时" if column.kind == "hours" else "分")
    hundredths = draw(st.integers(0, 24_000) | st.sampled_from((0, 50, 250, 24_000, *COUNTED)))
    number = hundredths / 100
    plain = f"{number:g}" if hundredths % 100 else str(hundredths // 100)
    written = [number, plain, plain.translate(wide), f"{plain}{unit}", f" {plain} {unit}"]
    if hundredths in COUNTED:
        written += [COUNTED[hundredths], f"{COUNTED[hundredths]}{unit}"]
    return Said(draw(st.sampled_from(written)), hundredths)


@st.composite
def audiences(draw, _column):
    parts = draw(st.lists(st.sampled_from(GROUPS), min_size=1, max_size=3, unique=True))
    joint = draw(st.sampled_from(("、", "，", ",", ";")))
    groups = Said(joint.join(parts), "、".join(parts))
    return draw(st.just(groups) | spelled(EVERYBODY, EVERYBODY, "全体", "全体教职工"))


def ratios(_column):
    return spelled("35%", "35%", "35％", 0.35, 35) | spelled("35/40/25", "35/40/25", "35/40/25 ")


@st.composite
def school_years(draw, _column):
    first = draw(st.integers(2000, 2098))
    year = f"{first}-{first + 1}"
    return draw(
        spelled(year, year, f"{first}—{first + 1}学年", f"{first}/{first + 1}", f"{first}学年")
    )


KINDS: Mapping[str, Callable[[Column], st.SearchStrategy[Said]]] = {
    "text": texts, "name": names, "id": ids, "choice": choices, "yes_no": yes_no, "term": terms,
    "date": dates, "period": periods, "hours": amounts, "amount": amounts, "audience": audiences,
    "ratios": ratios, "school_year": school_years,
}  # fmt: skip


# ------------------------------------------------------------------ rows that fit together


@st.composite
def rows_of(draw, table, size):
    """Rows of a table, each with every required value and any of the others."""
    columns = [c for c in table.columns if _is_needed(c) or draw(st.integers(0, 3))]
    columns = columns if len(columns) > 1 else table.columns  # one column alone is a list
    return [
        {
            c.name: draw(KINDS[c.kind](c)) if _is_needed(c) or draw(st.integers(0, 4)) else BLANK
            for c in columns
        }
        for _ in range(size)
    ]


def _is_needed(column):
    return column.required or column.key


def unlike(rows, name, plain):
    """Give every row another value of a column."""
    return [
        {**row, name: Said(value, value)}
        for row, value in zip(rows, map(plain, range(1, 99)), strict=False)
    ]


@st.composite
def rosters(draw):
    rows = draw(rows_of(TABLES["roster"], draw(st.integers(len(GROUPS), 6))))
    rows = unlike(rows, col.TEACHER_ID, "{:04d}".format)
    rows = unlike(rows, col.NAME, lambda number: "王李张刘陈杨"[number - 1] + "伟敏"[number % 2])
    return [{**row, col.GROUP: _one(GROUPS, at)} for at, row in enumerate(rows)]


def _one(values, at):
    return Said(values[at % len(values)], values[at % len(values)])


@st.composite
def plans(draw):
    rows = draw(rows_of(TABLES["plan"], draw(st.integers(1, 4))))
    ids_of = draw(st.sampled_from(("P{}", "{:02d}", "2021-{:02d}", "培-{}")))
    rows = unlike(rows, col.ACTIVITY_ID, ids_of.format)
    return unlike(rows, col.TITLE, "第{}讲".format)


@st.composite
def records(draw, table, roster, plan):
    """Rows that speak of the roster's people and groups, and of the plan's activities."""
    rows = draw(rows_of(table, draw(st.integers(1, 6))))
    names = {column.name for column in table.columns}
    if col.NAME in names:
        rows = [draw(about_somebody(row, roster)) for row in rows]
    if table.name == "attendance":
        pairs = [(person, one) for one in plan for person in roster]
        rows = [draw(about_activity(row, *pair)) for row, pair in zip(rows, pairs, strict=False)]
    if col.GROUP in names:
        groups = list(dict.fromkeys(person[col.GROUP].means for person in roster))
        rows = [{**row, col.GROUP: _one(groups, at)} for at, row in enumerate(rows)]
        rows = rows[: len(groups)]
    if table.name == "group_meetings":
        rows = [about_groups(row, at, roster) for at, row in enumerate(rows)]
    if table.name == "awards":
        rows = unlike(rows, col.CERTIFICATE, "证{}".format)
    if table.name == "votes":
        rows = unlike(rows, col.CANDIDATE, "第{}组".format)
    if table.name == "history":
        rows = unlike(rows, col.SCHOOL_YEAR, lambda number: f"{2000 + number}-{2001 + number}")
    return rows


@st.composite
def about_somebody(draw, row, roster, person=None):
    """Name one of the roster by id, by name or by both."""
    person = person or draw(st.sampled_from(roster))
    teacher_id, name = person[col.TEACHER_ID].means, person[col.NAME].means
    by_id = draw(spelled(teacher_id, teacher_id, teacher_id.translate(wide), f" {teacher_id}"))
    by_name = draw(spelled(name, name, " ".join(name)))
    left_out = draw(st.sampled_from((None, None, col.TEACHER_ID, col.NAME)))
    named = {col.TEACHER_ID: by_id, col.NAME: by_name}
    return {**row, **{n: s if n != left_out else Said(None, s.means) for n, s in named.items()}}


def about_groups(row, at, roster):
    """Name a group, or every other time a prep group alone, if the roster has any."""
    preparing = [
        one[col.PREP_GROUP].means for one in roster if one.get(col.PREP_GROUP, BLANK).means
    ]
    if not preparing:
        return {**row, col.PREP_GROUP: BLANK}
    group = BLANK if at % 2 else row[col.GROUP]
    return {**row, col.GROUP: group, col.PREP_GROUP: _one(preparing, at)}


@st.composite
def about_activity(draw, row, person, activity):
    row = draw(about_somebody(row, [], person))
    number, title = activity[col.ACTIVITY_ID].means, activity[col.TITLE].means
    if row.get(col.DATE, BLANK).cell is not None:  # the day of the activity, or one of its month
        period = activity[col.TIME].means
        day = period.date or pd.Timestamp(f"{period.month}-15")
        row = {**row, col.DATE: Said(day.date(), day)}
    return {**row, col.ACTIVITY_ID: draw(spelled(number, number, title))}


# ------------------------------------------------------------------ how rows are written


@dataclass(frozen=True)
class File:
    """One table as a file: its lines, and how many of them are no records."""

    table: object
    lines: list[list[object]]
    furniture: int
    kind: str
    rows: list[Row]


@st.composite
def files(draw, table, rows):
    """Columns in any order under any of their headings, titles above and a total below."""
    named = {name for row in rows for name in row}
    filled = {name for row in rows for name, said in row.items() if said.cell is not None}
    shown = draw(st.sampled_from((named, filled if len(filled) > 1 else named)))
    used = draw(st.permutations([c for c in table.columns if c.name in shown]))
    headings = [draw(st.sampled_from(_headings(column, used))) for column in used]
    look = draw(st.sampled_from(("{}", "{}*", "{}（必填）", " {}:", "{}\n", "wide")))
    heads = [" ".join(head) if look == "wide" else look.format(head) for head in headings]
    title = [f"{YEAR}学年{table.label}"] if table.name == "plan" else [f"某校{table.label}一览"]
    kind = draw(st.sampled_from(sorted(WRITERS)))
    above = [title] if table.name == "plan" or draw(st.booleans()) else []
    if WRITERS[kind][0] != ".csv":  # there most lines must show what separates cells
        above += draw(st.sampled_from(([], [["请于月底前上交"]])))
    total = ["合计", *[None] * (len(used) - 2), len(rows)] if len(used) > 2 else []
    below = [total] if total and draw(st.booleans()) else []
    lines = [[row.get(column.name, BLANK).cell for column in used] for row in rows]
    furniture = len(above) + 1 + len(below)
    return File(table, [*above, heads, *lines, *below], furniture, kind, rows)


def _headings(column, used):
    """Return the headings that no other column of the sheet answers to."""
    others = {text for other in used if other is not column for text in other.headings}
    return [
        text
        for text in column.headings
        if text == column.heading or (text not in others and text not in SERIALS)
    ]


def write_openpyxl(lines, path):
    book = openpyxl.Workbook()
    for number, line in enumerate(lines, start=1):
        for place, value in enumerate(line, start=1):
            cell = book.active.cell(number, place, value)
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(path)


def write_xlsxwriter(lines, path):
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "yyyy/m/d"})
        sheet = book.add_worksheet()
        for number, line in enumerate(lines):
            for place, value in enumerate(line):
                if isinstance(value, dt.date):
                    sheet.write_datetime(number, place, value, day)
                elif value is not None:
                    sheet.write(number, place, value)


def write_xlwt(lines, path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for number, line in enumerate(lines):
        for place, value in enumerate(line):
            look = "yyyy-mm-dd" if isinstance(value, dt.date) else "General"
            sheet.write(number, place, value, xlwt.easyxf(num_format_str=look))
    book.save(str(path))


def write_csv(lines, path, encoding):
    """Write text; a tab or a line break inside a cell would hide what separates the cells."""
    text = io.StringIO(newline="")
    flat = [[" ".join(c.split()) if isinstance(c, str) else c for c in line] for line in lines]
    csv.writer(text).writerows(flat)
    path.write_bytes(text.getvalue().encode(encoding))


WRITERS: Mapping[str, tuple[str, Callable]] = {
    "openpyxl": (".xlsx", write_openpyxl),
    "xlsxwriter": (".xlsx", write_xlsxwriter),
    "xlwt": (".xls", write_xlwt),
    "utf-8-sig": (".csv", lambda lines, path: write_csv(lines, path, "utf-8-sig")),
    "gb18030": (".csv", lambda lines, path: write_csv(lines, path, "gb18030")),
}


# ------------------------------------------------------------------ what must come back


def meant(table, rows):
    """Return a table's records as the rows mean them: values by column name."""
    return [
        {column.name: _meant(row.get(column.name, BLANK).means, column) for column in table.columns}
        | _derived(table, row)
        for row in rows
    ]


def _meant(value, column):
    if isinstance(value, Period):
        return value.text
    return column.default if value is None else value


def _derived(table, row):
    if table.name != "plan":
        return {}
    time = row[col.TIME].means
    stated, month = row.get(col.TERM, BLANK).means, int(time.month[5:])
    term = stated if stated and month == 8 else 2 if 2 <= month <= 7 else 1  # the month decides
    return {col.MONTH: time.month, col.DATE: time.date, col.TERM: term}


def came_back(table, frame):
    names = [column.name for column in table.columns] + list(table.derived)
    plain = frame[names].astype("object").where(frame[names].notna(), None)
    return plain.to_dict("records")


@st.composite
def schools(draw, table):
    roster, plan = draw(rosters()), draw(plans())
    rows = {"roster": roster, "plan": plan}
    if table.name not in rows:
        rows[table.name] = draw(records(table, roster, plan))
    return [draw(files(TABLES[name], given)) for name, given in rows.items()]


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
@settings(
    max_examples=15,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_what_is_written_is_read_back_equal(table, data):
    school = data.draw(schools(table))
    with tempfile.TemporaryDirectory() as folder:
        for file in school:
            suffix, write = WRITERS[file.kind]
            write(file.lines, Path(folder) / f"{file.table.label}{suffix}")
        read = read_school(folder)
    wrong = read.problems[read.problems["severity"] == PROBLEM]
    assert wrong[["file", "row", "column", "value", "problem"]].to_dict("records") == []
    for file in school:
        frame = read.tables[file.table.name]
        assert came_back(file.table, frame) == meant(file.table, file.rows)
        (counts,) = read.files[read.files["table"] == file.table.name].to_dict("records")
        found = [counts[name] for name in (col.ROWS_IN, col.USED, col.SET_ASIDE, col.FURNITURE)]
        assert found == [len(file.lines), len(file.rows), 0, file.furniture]


def test_every_kind_of_column_has_values():
    kinds = {column.kind for table in TABLES.values() for column in table.columns}
    assert set(KINDS) >= kinds
