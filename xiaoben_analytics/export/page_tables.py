"""Tables of the page: cells are text, and every row says in which views it is seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.export.scores import score_table
from xiaoben_analytics.labels import HEADINGS, month_name, printable, rate
from xiaoben_analytics.participation import count_participation
from xiaoben_analytics.summary import problems_table

WHOLE = "all"
"""The view of the whole school; a group's is its number in reading order."""

_GROUP, _TIER = HEADINGS[col.GROUP], HEADINGS[col.TIER]
_TEXT = {HEADINGS[col.TEACHER_ID], HEADINGS[col.VALUE]}
"""Headings of what is no number even where it looks like one."""
_NUMBER = re.compile(r"-?\d+(\.\d+)?%?")
_NOTHING = {"", "—", "自愿"}
MOST_PROBLEMS = 1000
_SHORT = 10
_MANY = 20
"""From so many columns on a table is a matrix: its headings are written downwards, and do not sort."""


@dataclass(frozen=True, eq=False)
class PageTable:
    """A captioned frame of text; `views` are the views in which each row is seen, none is all."""

    caption: str
    frame: pd.DataFrame
    views: Sequence[str]
    note: str = ""


def by_group(caption: str, frame: pd.DataFrame, views: Mapping[str, str]) -> PageTable:
    """Make a table whose rows are groups' or teachers': each seen with all, and with its group."""
    if _GROUP not in frame:
        return PageTable(caption, frame, [""] * len(frame))
    own = [views.get(group, "") for group in frame[_GROUP]]
    return PageTable(caption, frame, [f"{WHOLE} {view}" if view else "" for view in own])


def month_table(result: Assessment, views: Mapping[str, str]) -> PageTable:
    """Count who was due and who came by month, of all and of each group."""
    return _rates("各月出勤率", result, {col.MONTH: "月份"}, views)


def activity_table(result: Assessment, views: Mapping[str, str]) -> PageTable:
    """Count who was due and who came by activity, of all and of each group."""
    parts = {col.MONTH: "月份", col.ACTIVITY_ID: "编号", col.TITLE: HEADINGS[col.TITLE]}
    return _rates("各项活动出勤率", result, parts, views)


def standings_table(result: Assessment, views: Mapping[str, str]) -> PageTable:
    """List everybody in the order of the standings, as `xiaoben score` does."""
    table = score_table(result)
    if not table[HEADINGS[col.SCHOOL]].astype("str").str.strip().any():
        table = table.drop(columns=HEADINGS[col.SCHOOL])
    groups = table[_GROUP].tolist()
    texts = table.astype(object).where(table.notna(), "").map(str)
    return PageTable("成绩总表", texts, [f"{WHOLE} {views[group]}" for group in groups])


def problem_table(result: Assessment, _: Mapping[str, str]) -> PageTable:
    """List what was found wrong; problems belong to files, and are seen in every view."""
    listed = problems_table(result)
    note = "问题属于文件，不随教研组筛选。"
    if len(listed.rows) > MOST_PROBLEMS:
        more = len(listed.rows) - MOST_PROBLEMS
        note += f"只列前 {MOST_PROBLEMS} 条，其余 {more} 条见《成绩总表》的“问题清单”。"
    frame = pd.DataFrame(listed.rows[:MOST_PROBLEMS], columns=[*listed.header], dtype="str")
    return PageTable("待核对的问题", frame, [""] * len(frame), note)


def table_html(table: PageTable, tiers: Sequence[str] = ()) -> str:
    """Write a table out; `tiers`, from best to worst, are what its tiers are sorted by."""
    names = [*table.frame.columns]
    cells = table.frame.to_numpy().tolist()
    matrix = len(names) >= _MANY
    kinds = [
        "" if matrix else _kind(name, [row[at] for row in cells]) for at, name in enumerate(names)
    ]
    order = {printable(tier): at for at, tier in enumerate(tiers)}
    head = "".join(
        _heading(str(name), kind, sorts=not matrix) for name, kind in zip(names, kinds, strict=True)
    )
    rows = "".join(
        _row(at, row, (kinds, order), view)
        for at, (row, view) in enumerate(zip(cells, table.views, strict=True))
    )
    caption = escape(printable(table.caption))
    note = f'<p class="note">{escape(printable(table.note))}</p>' if table.note else ""
    return (
        f'{note}<div class="scroll" tabindex="0" role="region" aria-label="{caption}">'
        f"<table{' class=matrix' if matrix else ''}><caption>{caption}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _rates(
    caption: str, result: Assessment, parts: Mapping[str, str], views: Mapping[str, str]
) -> PageTable:
    records = result.records.dropna(subset=col.MONTH)
    whole = _counted(records, [*parts]).assign(**{col.GROUP: ""})
    groups = _counted(records, [*parts, col.GROUP])
    counted = pd.concat([whole, groups], ignore_index=True) if len(views) > 1 else whole
    shown = pd.DataFrame({name: counted[part].astype("str") for part, name in parts.items()})
    shown["月份"] = counted[col.MONTH].map(month_name)
    shown["应到（人次）"] = counted[col.OWED].astype("str")
    shown["实到（人次）"] = counted[col.ATTENDED].astype("str")
    shown["出勤率"] = [
        rate(attended, owed) if owed else "自愿"
        for attended, owed in zip(counted[col.ATTENDED], counted[col.OWED], strict=True)
    ]
    return PageTable(caption, shown, [views.get(group, WHOLE) for group in counted[col.GROUP]])


def _counted(records: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Count who was due and who came; where everybody came freely, nobody was due."""
    listed = records[by].drop_duplicates().sort_values(by)
    counted: pd.DataFrame = listed.merge(count_participation(records, by), "left", on=by)
    return counted.fillna({col.OWED: 0, col.ATTENDED: 0}).astype(
        {col.OWED: "int64", col.ATTENDED: "int64"}
    )


def _kind(name: str, cells: Iterable[object]) -> str:
    """Say how a column is read: text, text that stays on one line, numbers, or tiers."""
    if name == _TIER:
        return "tier"
    told = [str(cell) for cell in cells if str(cell) not in _NOTHING]
    if told and name not in _TEXT and all(map(_NUMBER.fullmatch, told)):
        return "number"
    return "short" if max(map(len, told), default=0) <= _SHORT else ""


def _heading(name: str, kind: str, *, sorts: bool) -> str:
    text = escape(printable(name))
    classed = f' class="{kind}"' if kind else ""
    if not sorts:
        return f'<th scope="col"{classed}><span>{text}</span></th>'
    return f'<th scope="col" aria-sort="none"{classed}><button type="button">{text}</button></th>'


def _row(
    at: int, row: Sequence[object], how: tuple[Sequence[str], Mapping[str, int]], view: str
) -> str:
    kinds, order = how
    cells = "".join(
        _cell(printable(str(cell)), kind, order) for cell, kind in zip(row, kinds, strict=True)
    )
    seen = f' data-views="{view}"' if view else ""
    hidden = " hidden" if view and WHOLE not in view.split() else ""
    return f'<tr data-row="{at}"{seen}{hidden}>{cells}</tr>'


def _cell(text: str, kind: str, order: Mapping[str, int]) -> str:
    if kind == "tier":
        return f'<td class="tier" data-key="{order.get(text, len(order))}">{escape(text)}</td>'
    return f'<td class="{kind}">{escape(text)}</td>' if kind else f"<td>{escape(text)}</td>"
