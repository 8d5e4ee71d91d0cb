"""Results on a terminal: tables, lists and progress. Results to stdout, the rest to stderr.

Text from cells is shown as it is: no markup is interpreted, control characters are made visible.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pandas as pd
from rich.cells import cell_len
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Column, Table
from typer.core import TyperCommand, TyperGroup

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.comparison import compare_divisions, show_people
from xiaoben_analytics.labels import HEADINGS, points, printable, shell_word
from xiaoben_analytics.problems import (
    PROBLEM,
    Problem,
    group_problems,
    problems_frame,
    state_problems,
)
from xiaoben_analytics.reading import FileReading
from xiaoben_analytics.standing import WORDINGS, choose_rounding, dead_zones
from xiaoben_analytics.tables import TABLES, School

_FIRST = 20  # records of a sheet that are shown
_MOST = 500  # things found of one severity that are shown
_LONGEST = 60  # characters of a cell
_WIDE = 160  # characters of a line that goes into a file or another program

screen = Console(
    soft_wrap=True,
    markup=False,
    highlight=False,
    emoji=False,
    width=None if sys.stdout.isatty() else _WIDE,
)
status = Console(stderr=True, soft_wrap=True, markup=False, highlight=False, emoji=False)

_HELP = {
    "Usage:": "用法：",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 …",
    "Arguments:": "参数：",
    "Options:": "选项：",
    "Commands:": "命令：",
    "Show this message and exit.": "显示本说明",
    "[required]": "（必填）",
    "[default: ": "[默认：",
    "<path>": "<路径>",
    "<str>": "<值> ",
    "<list[str]>": "<值>       ",
    "<int>": "<数> ",
}
"""What the parser says in English; what stands in a column is as wide in Chinese."""

_NARROWEST = 12  # a column of a turned table, its rule and blanks included
_RULED = 4  # what the first column takes beside its text
_FACTS = "项目"
_EXPLAINS = "说明"
_BEFORE, _AFTER = "改前", "改后"
_IN_POINTS = (col.CUTOFF, col.GAP)
_COUNTS = (col.ROWS_IN, col.USED, col.SET_ASIDE, col.FURNITURE)


class Command(TyperCommand):
    """A command whose help is in Chinese."""

    def get_help(self, ctx: Any) -> str:
        return _in_chinese(super().get_help(ctx))


class Group(TyperGroup):
    """A group of commands whose help is in Chinese."""

    def get_help(self, ctx: Any) -> str:
        return _in_chinese(super().get_help(ctx))


def print_json(value: object) -> None:
    """Write a value as JSON; exact amounts as numbers, what is missing as null."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=_plain) + "\n")


def report_school(school: School, problems: pd.DataFrame) -> dict[str, object]:
    """Lay a check out for machines: files, problems, notices, legends."""
    counts = [col.ROWS_IN, col.USED, col.SET_ASIDE, col.FURNITURE]
    files = school.files[[col.FILE, col.SHEET, col.TABLE, *counts]]
    shown = [col.FILE, col.SHEET, col.ROW, col.COLUMN, col.VALUE, col.PROBLEM, col.ADVICE]
    stated = problems.assign(**{col.PROBLEM: state_problems(problems)})[shown]
    urgent = problems[col.SEVERITY] == PROBLEM
    return {
        "files": rows_of(files.assign(**{col.TABLE: files[col.TABLE].replace("", None)})),
        "problems": rows_of(stated[urgent]),
        "notices": rows_of(stated[~urgent]),
        "legends": list(school.legends),
    }


def report_file(found: FileReading) -> dict[str, object]:
    """Lay out what was read from a file for machines."""
    refused = found.refused and {"reason": found.refused.reason, "advice": found.refused.advice}
    return {
        "file": found.file,
        "refused": refused,
        "sheets": [
            {
                "sheet": sheet.sheet,
                "table": sheet.table and sheet.table.name,
                "header_row": sheet.header_row,
                "rows_in": sheet.rows_in,
                "used": sheet.used,
                "set_aside": sheet.set_aside,
                "furniture": sheet.furniture,
                "columns": sheet.columns,
                "rows": sheet.rows,
                "problems": [_stated(problem) for problem in sheet.problems],
                "notices": [_stated(notice) for notice in sheet.notices],
                "legend": sheet.legend,
            }
            for sheet in found.sheets
        ],
    }


def rows_of(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Lay out a frame for machines, a row each; what is missing is None, days are text."""
    kept = frame.astype("object").where(frame.notna(), None)
    return [
        {str(name): _told(value) for name, value in row.items()} for row in kept.to_dict("records")
    ]


def print_table(
    headings: Sequence[str], rows: Iterable[Sequence[Any]], *, labelled: bool = False
) -> None:
    """Show rows under headings; what is missing is blank. `labelled` keeps the first column whole."""
    table = Table(*(Column(heading, overflow="fold") for heading in headings))
    table.columns[0].no_wrap = labelled
    for row in rows:
        table.add_row(*map(_cell, row))
    screen.print(table)


def _cell(value: Any) -> str:
    """Show a value; a day without a time of day."""
    if pd.isna(value):
        return ""
    return printable(str(value.date() if isinstance(value, pd.Timestamp) else value))


def print_frame(frame: pd.DataFrame) -> None:
    """Show a frame whose columns already bear the readers' headings."""
    print_table([str(name) for name in frame], frame.astype("object").to_numpy().tolist())


def print_aside(frame: pd.DataFrame) -> None:
    """Show few rows of many facts turned: a column per row, named by the frame's first column.

    The first row stands in every table; there are as many tables as the screen's width asks for.
    """
    first, *others = frame.astype("object").to_numpy().tolist()
    labels = [str(name) for name in frame]
    room = screen.width - max(map(cell_len, labels)) - _RULED
    abreast = max(room // _NARROWEST - 1, 1)
    for start in range(0, len(others) or 1, abreast):
        shown = [first, *others[start : start + abreast]]
        headings, *rows = zip(labels, *shown, strict=True)
        print_table([_FACTS, *map(str, headings[1:])], rows, labelled=True)


def print_files(school: School) -> None:
    """Show the reconciliation, one line per sheet, and the legends that were used."""
    files = school.files.assign(**{col.TABLE: _kinds(school.files)})
    screen.print(f"{school.name or '本校'} {school.school_year} 学年")
    screen.print("数据核对：总行数 = 使用 + 搁置 + 标题与合计等")
    print_frame(files[[col.FILE, col.SHEET, col.TABLE, *_COUNTS]].rename(columns=HEADINGS))
    for legend in school.legends:
        screen.print(printable(legend))


def print_reading(found: FileReading) -> None:
    """Show a file sheet by sheet: what it is, its first records, and what was not understood."""
    if found.refused:
        screen.print(printable(str(found.refused)))
    for sheet in found.sheets:
        explains = 0 < sheet.rows_in == sheet.furniture
        label = sheet.table.label if sheet.table else _EXPLAINS if explains else "未识别"
        heading = f"标题在第 {sheet.header_row} 行" if sheet.header_row else "没有标题行"
        screen.print(
            printable(f"\n{found.file} {sheet.sheet}".rstrip() + f"：《{label}》，{heading}")
        )
        counts = (sheet.rows_in, sheet.used, sheet.set_aside, sheet.furniture)
        screen.print("共 {} 行 = 使用 {} + 搁置 {} + 标题与合计等 {}".format(*counts))
        if sheet.legend:
            screen.print(printable(sheet.legend))
        _print_records(sheet.rows)
        print_problems(problems_frame((*sheet.problems, *sheet.notices)))


def _print_records(rows: Sequence[Mapping[str, Any]]) -> None:
    short = [{name: _short(value) for name, value in row.items()} for row in rows[:_FIRST]]
    shown = pd.DataFrame(short, dtype="object").rename(columns={"row": "行"})
    if len(shown):
        print_frame(shown)
    if len(rows) > len(shown):
        screen.print(f"……以上为前 {_FIRST} 条，共 {len(rows)} 条；全部内容请加 --json 查看")


def _short(value: Any) -> Any:
    if isinstance(value, bool):
        return "是" if value else "否"
    long = isinstance(value, str) and len(value) > _LONGEST
    return f"{value[:_LONGEST]}…" if long else value


def print_problems(problems: pd.DataFrame) -> None:
    """List what was found, a sentence each, problems before the rest; equal ones stand together."""
    grouped = group_problems(problems)
    stated = grouped.assign(**{col.PROBLEM: state_problems(grouped)})
    counts = problems[col.SEVERITY].value_counts(sort=False)
    for severity in sorted(counts.index, key=lambda name: name != PROBLEM):
        own = stated[stated[col.SEVERITY] == severity]
        same = len(own) < counts[severity]
        told = f"处，相同的合为 {len(own)} 条" if same else "条"
        screen.print(f"\n{severity} {counts[severity]} {told}")
        for number, one in enumerate(own[:_MOST].to_dict("records"), start=1):
            screen.print(printable(f"{number:>3}. {_sentence(one)}"))
        if len(own) > _MOST:
            screen.print(
                f"……以上为前 {_MOST} 条，另有 {len(own) - _MOST} 条；全部内容请加 --json 查看"
            )


def print_outcome(problems: pd.DataFrame, school: School, *, listed: bool = False) -> None:
    """Say what was not read, how many problems there are, and where to see them if not `listed`."""
    whole = problems[(problems[col.SEVERITY] == PROBLEM) & problems[col.ROW].isna()]
    unread = school.files[school.files[col.TABLE] == ""].merge(whole, on=[col.FILE, col.SHEET])
    for one in unread.itertuples():
        place = "·".join(filter(None, (str(one.file), str(one.sheet))))
        status.print(printable(f"没有使用“{place}”：{one.problem}。"))
    count = int((problems[col.SEVERITY] == PROBLEM).sum())
    others = f"{len(problems) - count} 条提示"
    if count:
        where = "" if listed else f"；用 xiaoben check {shell_word(school.folder)} 查看"
        status.print(printable(f"有 {count} 处问题需要核对，另有 {others}{where}。"))
    else:
        status.print(f"没有发现问题（{others}）。")


def report_division(result: Assessment) -> dict[str, object]:
    """Lay a division out for machines, beside the one that it was derived from."""
    before, tiers = result.base or result, result.policy.tiers
    return {
        "cutoffs": rows_of(result.cutoffs),
        "cutoffs_before": rows_of(before.cutoffs),
        "comparison": rows_of(compare_divisions({_BEFORE: before, _AFTER: result})),
        "seat_changes": rows_of(result.seat_changes),
        "moves": rows_of(result.moves),
        "roundings": rows_of(choose_rounding(result.sizes, tiers)),
        "wordings": dict(WORDINGS),
        "dead_zones": rows_of(dead_zones(result.sizes, tiers)),
    }


def print_tiers(result: Assessment, *, compared: bool = False) -> None:
    """Show seats and cutoffs of every group, and who moves against the regulation's own settings.

    With `compared`, what was stands beside what is, for every line and for the school.
    """
    if compared:
        _print_compared(result)
    else:
        print_frame(_lines(result).rename(columns=HEADINGS))
    screen.print(f"与条文原定的比例和规则相比，{len(result.moves)} 人等级有变动")
    if len(result.moves):
        shown = [col.GROUP, col.NAME, col.TEACHER_ID, col.FROM_TIER, col.TO_TIER, col.WHY]
        print_frame(result.moves[shown].rename(columns=HEADINGS))


def print_chooser(result: Assessment) -> None:
    """Show the seats under every reading of the rounding, and how far the ratios can move."""
    table = choose_rounding(result.sizes, result.policy.tiers)
    table[col.AGREE] = table[col.AGREE].map({True: "是", False: "否"})
    screen.print("\n取整的各种读法（各等级名额，由高到低）")
    print_frame(table.rename(columns=HEADINGS))
    for reading, wording in WORDINGS.items():
        screen.print(f"  {HEADINGS[reading]}：{wording}")
    screen.print("\n比例在哪一段名额不变（一档增减，下一档相应减增）")
    print_frame(dead_zones(result.sizes, result.policy.tiers).rename(columns=HEADINGS))


def _print_compared(result: Assessment) -> None:
    before = result.base or result
    keys = [col.POOL, col.TIER]
    old, new = (_lines(one).set_index(keys) for one in (before, result))
    places = new.index.append(old.index.difference(new.index, sort=False))
    shown = [
        frame.reindex(places)[[col.RATIO, col.SEATS, col.COUNT, col.CUTOFF]]
        .rename(columns=HEADINGS)
        .add_prefix(prefix)
        for prefix, frame in (("原", old), ("新", new))
    ]
    lines = pd.concat(shown, axis="columns").reset_index().rename(columns=HEADINGS)
    print_frame(lines.astype("object"))
    both = show_people(compare_divisions({_BEFORE: before, _AFTER: result}))
    both[col.TIGHTEST] = both[col.TIGHTEST].map(points, na_action="ignore")
    summed = [*result.policy.tiers.names[:-1], col.ENVIES, col.TIGHTEST, col.LINE]
    print_frame(both[[col.SCENARIO, *summed]].rename(columns=HEADINGS))
    if len(result.seat_changes):
        print_frame(result.seat_changes.rename(columns=HEADINGS))


def _lines(result: Assessment) -> pd.DataFrame:
    """Return the lines between tiers, points with two decimals."""
    shown = {name: result.cutoffs[name].map(points, na_action="ignore") for name in _IN_POINTS}
    return result.cutoffs.assign(**shown)


@contextmanager
def working(what: str) -> Iterator[Callable[[str], None]]:
    """Show what is being done, and for how long; yields a function that names the present step."""
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=status, transient=True) as progress:
        task = progress.add_task(what)

        def step(name: str) -> None:
            description = f"{what}：{printable(name)}"
            progress.update(task, description=description)
            if not status.is_terminal:
                status.print(description)

        yield step


def _stated(problem: Problem) -> dict[str, object]:
    shown = (col.ROW, col.COLUMN, col.VALUE, col.PROBLEM, col.EXPECTED, col.ADVICE)
    return {name: getattr(problem, name) for name in shown}


def _kinds(files: pd.DataFrame) -> pd.Series:
    """Name what each sheet was read as; one that is all furniture explains the tables beside it."""
    labels = {name: table.label for name, table in TABLES.items()}
    explains = (files[col.ROWS_IN] > 0) & (files[col.ROWS_IN] == files[col.FURNITURE])
    other = explains.map({True: _EXPLAINS, False: "未识别"})
    return files[col.TABLE].map(labels).fillna(other)


def _told(value: object) -> object:
    return str(value.date()) if isinstance(value, pd.Timestamp) else value


def _in_chinese(text: str) -> str:
    for english, chinese in _HELP.items():
        text = text.replace(english, chinese)
    return text


def _sentence(problem: Mapping[Hashable, object]) -> str:
    """Say where a problem is, what it is and what to do."""
    place = "·".join(str(problem[name]) for name in (col.FILE, col.SHEET) if problem[name])
    row = f"第 {str(problem[col.ROW]).removesuffix(' 行')} 行" if problem[col.ROW] else ""
    column = f"“{problem[col.COLUMN]}”" if problem[col.COLUMN] else ""
    value = f"（{problem[col.VALUE]}）" if problem[col.VALUE] else ""
    where = " ".join(part for part in (place, row, column + value) if part)
    advice = f"{problem[col.ADVICE]}。" if problem[col.ADVICE] else ""
    return (
        f"{where}：{problem[col.PROBLEM]}。{advice}"
        if where
        else f"{problem[col.PROBLEM]}。{advice}"
    )


def _plain(value: Any) -> float | int:
    return float(value) if isinstance(value, Decimal) else int(value)
