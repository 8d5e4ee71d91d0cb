"""Codes in place of names, for the projector: the same assessment, nobody in it told by name."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.checks import namesakes

Codes = Mapping[str, str]
"""The code of every teacher by id."""

_GROUPS = {col.GROUP, col.POOL}
"""Columns that stay: what is chosen, and what a regulation says of groups, calls them so."""
_WORDS = {col.LEVEL, col.HOST_LEVEL, col.GRADE, col.SEX}
"""Columns where a single letter is a word, such as 省, and nobody's name."""
_CLEAR = 3  # signs of an id that is no other number
_QUOTED = re.compile("“[^”]*”")
_TWICE = re.compile(r"(?<![0-9A-Za-z])(A\d+)([（ ])(A\d+)(?![0-9A-Za-z])([，）]?)")
"""A code after a code, as in “A07（A07，语文组）”."""


def draw_codes(result: Assessment, key: str) -> dict[str, str]:
    """Deal a code such as "A07" to everybody on the roster, in an order that only `key` knows.

    The same key gives the same codes; without it nothing about a code tells whose it is.
    """

    def drawn(teacher: str) -> bytes:
        return hmac.digest(key.encode(), teacher.encode(), "sha256")

    teachers = sorted(result.teachers[col.TEACHER_ID], key=drawn)
    width = len(str(len(teachers)))
    return {teacher: f"A{place:0{width}d}" for place, teacher in enumerate(teachers, start=1)}


def hide_names(result: Assessment, codes: Codes) -> Assessment:
    """Put codes in place of ids and names, wherever they stand: also in titles, remarks and files.

    The name of a group stays as it is everywhere, also that of a group named for somebody.
    A problem no longer quotes the cell that it is about, since that may name anybody.
    Points, ranks and tiers stay; people of equal rank may be listed in another order.
    """
    hide = _hider(result.teachers, codes)
    school = result.school
    tables = {name: hide(table) for name, table in school.tables.items()}
    tables["roster"] = _keep_namesakes(tables["roster"], school.tables["roster"])
    hidden = replace(
        school, tables=tables, files=hide(school.files), problems=_unquoted(hide(school.problems))
    )
    return replace(
        result,
        school=hidden,
        teachers=_keep_namesakes(hide(result.teachers), result.teachers),
        records=hide(result.records),
        measures=hide(result.measures),
        ranked=hide(result.ranked),
        manual=tuple(move.renamed(codes) for move in result.manual),
        base=None if result.base is None else hide_names(result.base, codes),
    )


def hide_in(frame: pd.DataFrame, result: Assessment, codes: Codes) -> pd.DataFrame:
    """Put codes in place of ids and names in whatever else tells of those teachers."""
    return _hider(result.teachers, codes)(frame)


def hide_words(text: str, result: Assessment, codes: Codes) -> str:
    """Put codes in place of ids and names in a sentence."""
    return str(hide_in(pd.DataFrame({"text": [text]}), result, codes)["text"].iloc[0])


def _keep_namesakes(hidden: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Give each name a number, so that it can still be told who shares one."""
    return hidden.assign(**{col.NAMESAKE: namesakes(people).factorize()[0]})


def _hider(teachers: pd.DataFrame, codes: Codes) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Build what puts codes into a frame; each different cell is looked at once."""
    names = dict(zip(teachers[col.NAME], teachers[col.TEACHER_ID].map(codes), strict=True))
    known = {col.TEACHER_ID: codes, col.CANDIDATE_ID: codes, col.NAME: names}
    hide_text = _text_hider(names, codes, teachers[col.GROUP].dropna().unique())
    once = _once(teachers, names, codes)

    def hide(frame: pd.DataFrame) -> pd.DataFrame:
        texts = frame.select_dtypes(include=["object", "string", "category"]).columns
        hidden = frame.assign(**{str(name): _hidden(frame[name]) for name in texts})
        if {col.TEACHER_ID, col.NAME} <= set(frame.columns):  # two people may share a name
            own = frame[col.TEACHER_ID].map(codes).astype(hidden[col.NAME].dtype)
            hidden[col.NAME] = own.fillna(hidden[col.NAME])
        return hidden

    def _hidden(cells: pd.Series) -> pd.Series:
        if cells.name in _GROUPS:
            return cells
        told = known.get(str(cells.name), {})
        words = cells.name in _WORDS
        hidden = {
            cell: in_place(cell, told)
            for cell in cells.dropna().unique()
            if not (words and len(str(cell)) == 1)
        }
        return cells.map(lambda cell: hidden.get(cell, cell)).astype(cells.dtype)

    def in_place(cell: object, told: Codes) -> object:
        if not isinstance(cell, str):
            return cell
        return _TWICE.sub(once, told.get(cell) or hide_text(cell))

    return hide


def _once(teachers: pd.DataFrame, names: Codes, codes: Codes) -> Callable[[re.Match[str]], str]:
    """Build what says who was told by name and id by one code; namesakes by the code of the id."""
    people = zip(teachers[col.TEACHER_ID], teachers[col.NAME], strict=True)
    shared = {codes[one]: names[name] for one, name in people}

    def once(found: re.Match[str]) -> str:
        first, between, second, tail = found.groups()
        ends = {" ": tail, "（": {"，": "（", "）": ""}.get(tail)}
        if ends[between] is None or shared.get(first, first) != shared.get(second, second):
            return found.group()
        return f"{second}{ends[between]}"

    return once


def _text_hider(names: Codes, codes: Codes, groups: Iterable[str]) -> Callable[[str], str]:
    """Build what puts codes into a text.

    A name of one letter, or an id of one or two signs, could be anything: the one is hidden only
    where it stands by itself, the other only in brackets after somebody who is hidden.
    """
    told = {**names, **codes, **{group: group for group in groups if group not in names}}
    texts = _longest_first(one for one in told if len(one) > 1 and one not in codes)
    letters = _longest_first(name for name in names if len(name) == 1)
    ids = _longest_first(one for one in codes if len(one) >= _CLEAR)
    patterns = [*texts, *map(_by_itself, letters), *map(_alone, ids)]
    anybody = re.compile("|".join(patterns) or "(?!)")
    shown = "|".join(_longest_first(set(codes.values()))) or "(?!)"
    unclear = "|".join(_longest_first(one for one in codes if len(one) < _CLEAR)) or "(?!)"
    behind = re.compile(rf"({shown})(\s*[（(]\s*)({unclear})(?=\s*[）)，,、])")

    def hide(text: str) -> str:
        text = anybody.sub(lambda found: told[found.group()], text)
        return behind.sub(lambda found: found[1] + found[2] + codes[found[3]], text)

    return hide


def _longest_first(texts: Iterable[str]) -> list[str]:
    """Write texts as patterns, such that none hides a longer one."""
    return [re.escape(text) for text in sorted(texts, key=len, reverse=True)]


def _by_itself(pattern: str) -> str:
    """Let a name of one letter be found only between signs that are no letters."""
    return rf"(?<!\w){pattern}(?!\w)"


def _alone(pattern: str) -> str:
    """Let an id be found only where it is no part of a longer number or word."""
    return rf"(?<![0-9A-Za-z]){pattern}(?![0-9A-Za-z])"


def _unquoted(problems: pd.DataFrame) -> pd.DataFrame:
    """Leave out what cells hold."""
    told = {
        name: problems[name].str.replace(_QUOTED, "“…”", regex=True)
        for name in (col.PROBLEM, col.EXPECTED, col.ADVICE)
    }
    return problems.assign(
        **told, **{col.VALUE: problems[col.VALUE].mask(problems[col.VALUE].notna(), "…")}
    )
