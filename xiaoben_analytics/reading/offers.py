"""A `people.toml` ready to be filled in: every name that nobody or several people answer to."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Sequence

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import PROBLEM
from xiaoben_analytics.reading.nicknames import likely_people
from xiaoben_analytics.reading.people import EXPECTED, People, Person
from xiaoben_analytics.reading.words import key
from xiaoben_analytics.tables import ROSTER, School

HEAD = """\
# 下面是文件里认不出、或有同名的姓名和昵称。请在右边的引号里填写花名册中的工号，
# 把本文件存为学校文件夹中的 people.toml，再运行一次。没有填写的各行不起作用。
# 写了姓名的一行用于所有只写这个姓名的记录。
[people]
"""
MASK = "*"


def offer_people(school: School, written: str = "") -> str:
    """Write the names to be settled as TOML, one line each, with the likely people beside it.

    What is `written` already stays as it is, and new names come below. "" if there is no new one.
    Numbers that were hidden for privacy cannot be settled by name, nor can a bare name that
    several teachers bear: where it stands is said in comments.
    """
    people, known = _people(school), {key(name) for name in _names(written)}
    lines = [
        line
        for name, places in _open_names(school)
        if key(name) not in known
        if (line := _line(name, places, people)) not in written
    ]
    if not lines:
        return ""
    before = f"{written.rstrip()}\n" if written.strip() else HEAD
    head = "" if _TABLE.search(before) else "[people]\n"
    return before + head + "".join(lines)


_TABLE = re.compile(r"^\s*\[\s*people\s*\]", re.MULTILINE)


def _names(written: str) -> Iterator[str]:
    yield from tomllib.loads(written).get("people", {})


def _people(school: School) -> People:
    roster = school.tables[ROSTER.name][[col.TEACHER_ID, col.NAME, col.GROUP]]
    return People.of_persons(Person(*map(str, one)) for one in roster.itertuples(index=False))


def _open_names(school: School) -> Iterator[tuple[str, pd.DataFrame]]:
    problems = school.problems
    wanted = problems[(problems[col.EXPECTED] == EXPECTED) & (problems[col.SEVERITY] == PROBLEM)]
    wanted = wanted[(wanted[col.COLUMN] != ROSTER.column(col.TEACHER_ID).heading)]
    for name, places in wanted.groupby(col.VALUE, sort=False):
        if name and MASK not in str(name) and not str(name).isdecimal():
            yield str(name), places


def _line(name: str, places: pd.DataFrame, people: People) -> str:
    first, bearers = places.iloc[0], people.named(name)
    if len(bearers) > 1:
        return _ambiguous(name, places, bearers)
    more = f"等 {len(places)} 处" if len(places) > 1 else ""
    found = bearers or likely_people(name, people)
    likely = f"，可能是 {'、'.join(map(str, found))}" if found else ""
    where = f"{first[col.FILE]} 第 {first[col.ROW]} 行{more}{likely}"
    return f'{json.dumps(name, ensure_ascii=False)} = ""  # {where}\n'


def _ambiguous(name: str, places: pd.DataFrame, bearers: Sequence[Person]) -> str:
    """Say where a name stands that one line cannot settle, for the rows may belong to different people."""
    shown = "、".join(map(str, bearers))
    told = [f"# 有 {len(bearers)} 位{name}：{shown}。请在下列各行补填工号或教研组：\n"]
    for (file, sheet), rows in places.groupby([col.FILE, col.SHEET], sort=False):
        numbers = "、".join(map(str, rows[col.ROW]))
        told.append(
            f"#   {'·'.join(str(part) for part in (file, sheet) if part)} 第 {numbers} 行\n"
        )
    return "".join(told)
