"""A `people.toml` ready to be filled in: every name that nobody or several people answer to."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import PROBLEM
from xiaoben_analytics.reading.people import EXPECTED, People, Person
from xiaoben_analytics.tables import ROSTER, School

HEAD = """\
# 下面是文件里认不出、或有同名的姓名和昵称。请在右边的引号里填写花名册中的工号，
# 把本文件存为学校文件夹中的 people.toml，再运行一次。没有填写的各行不起作用。
# 同名的人可以加上教研组分开写，例如 "语文组 王伟" = "0001"。
[people]
"""
MASK = "*"


def offer_people(school: School) -> str:
    """Write the names to be settled as TOML, one line each, with the likely people beside it.

    "" if every name is known. Numbers that were hidden for privacy cannot be settled by name.
    """
    people = _people(school)
    lines = [_line(name, places, people) for name, places in _open_names(school)]
    return HEAD + "".join(lines) if lines else ""


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
    first = places.iloc[0]
    more = f"等 {len(places)} 处" if len(places) > 1 else ""
    found = people.named(name) or people.near(name)
    likely = f"，可能是 {'、'.join(map(str, found))}" if found else ""
    where = f"{first[col.FILE]} 第 {first[col.ROW]} 行{more}{likely}"
    return f'{json.dumps(name, ensure_ascii=False)} = ""  # {where}\n'
