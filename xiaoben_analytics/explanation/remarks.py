"""What was found in the files that concerns one teacher, set aside rows among it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.explanation.model import Remark
from xiaoben_analytics.problems import state_problems
from xiaoben_analytics.tables import PROVENANCE, ROSTER

_BIRTH_DATE = ROSTER.column(col.BIRTH_DATE).headings
_HIDDEN = "已隐去"
_TEXTS = (col.VALUE, col.PROBLEM, col.EXPECTED, col.ADVICE)

Address = tuple[str, str, int | None]


@dataclass(frozen=True)
class Found:
    """A problem as a remark, and the ids of those whom it names."""

    remark: Remark
    named: frozenset[str]


def read_problems(problems: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> tuple[Found, ...]:
    """Find whom each problem names; one that names nobody concerns whoever's row it stands in.

    Who has the same name is told apart by the id that stands behind a name, where one does.
    """
    roster = tables["roster"]
    people = dict(zip(roster[col.TEACHER_ID], roster[col.NAME], strict=True))
    names = re.compile(
        "|".join(re.escape(one) for one in sorted(set(people.values()), key=len, reverse=True))
    )
    stated = problems.assign(**{col.PROBLEM: state_problems(problems)})
    texts = problems[list(_TEXTS)].fillna("").agg("\n".join, axis="columns")
    owners = _owners(tables)
    found = []
    for one, text in zip(stated.to_dict("records"), texts, strict=True):
        row = None if pd.isna(one[col.ROW]) else int(one[col.ROW])
        file, sheet = (
            "" if pd.isna(one[name]) else str(one[name]) for name in (col.FILE, col.SHEET)
        )
        remark = Remark(str(one[col.SEVERITY]), _sentence(one), file, sheet, row)
        named = frozenset(_named(text, str(one[col.VALUE]), people, names))
        found.append(Found(remark, named or owners.get((file, sheet, row), frozenset())))
    return tuple(found)


def find_remarks(found: Iterable[Found], teacher_id: str) -> Iterator[Remark]:
    """List the problems that name a teacher, or name nobody and stand in one of the own rows."""
    return (one.remark for one in found if teacher_id in one.named)


def _named(
    text: str, value: str, people: Mapping[str, str], names: re.Pattern[str]
) -> Iterator[str]:
    """Find people by id, by name and id, or, where no id of theirs follows, by name alone."""
    yield from {value.strip()} & people.keys()
    yield from set(re.findall(r"工号\s*(\w+)", text)) & people.keys()
    for name in names.finditer(text):
        namesakes = {one for one, given in people.items() if given == name.group()}
        behind = re.match(r"[（(\s]+(\w+)", text[name.end() :])
        yield from {behind.group(1) if behind else ""} & namesakes or namesakes


def _owners(tables: Mapping[str, pd.DataFrame]) -> dict[Address, frozenset[str]]:
    """Tell whose each row is; a row may be several teachers'."""
    owners: dict[Address, frozenset[str]] = {}
    for table in tables.values():
        if col.TEACHER_ID in table:
            rows = table[[*PROVENANCE, col.TEACHER_ID]].dropna()
            for file, sheet, row, teacher in rows.to_numpy():
                place = str(file), str(sheet), int(row)
                owners[place] = owners.get(place, frozenset()) | {str(teacher)}
    return owners


def _sentence(problem: Mapping[Any, Any]) -> str:
    column = f"“{problem[col.COLUMN]}”" if problem[col.COLUMN] else ""
    given, told = str(problem[col.VALUE] or ""), str(problem[col.PROBLEM])
    if given and problem[col.COLUMN] in _BIRTH_DATE:
        given, told = _HIDDEN, told.replace(given, _HIDDEN)
    value = f"（{given}）" if given else ""
    return f"{column}{value}{'：' if column or value else ''}{told}"
