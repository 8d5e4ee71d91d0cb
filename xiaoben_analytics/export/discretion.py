"""Papers about one person: whoever else a text names is hidden in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.labels import printable
from xiaoben_analytics.summary import without_personal

SOMEBODY = "某教师"
SOME_ID = "＊＊＊"

_SEVERAL = re.compile(rf"{SOMEBODY}(?:、{SOMEBODY})+等?")
_CLEAR = 3  # signs of an id that is no other number

Hide = Callable[[str, str], str]
"""Takes a text and the id of the teacher it is for."""


def other_hider(teachers: pd.DataFrame) -> Hide:
    """Return what hides everybody's names and ids in a text but those of the teacher it is for.

    A name of one letter is hidden where it stands by itself; an id of one or two signs could be any
    number and stays, as do numbers of rows. Namesakes keep their common name. Numbers of identity
    cards and telephones are hidden, whoever's they are.
    """
    people = dict(zip(teachers[col.TEACHER_ID], teachers[col.NAME], strict=True))
    anybody = _pattern(people)
    names = set(people.values())
    found: dict[str, bool] = {}

    def hide(text: str, teacher: str) -> str:
        text = without_personal(printable(text))
        if text not in found:
            found[text] = anybody.search(text) is not None
        if not found[text]:
            return text
        own = {teacher, people[teacher]}
        hidden = anybody.sub(lambda one: _shown(one.group(), own, names), text)
        return _SEVERAL.sub(f"{SOMEBODY}等", hidden)

    return hide


def _shown(found: str, own: set[str], names: Iterable[str]) -> str:
    if found in own:
        return found
    return SOMEBODY if found in names else SOME_ID


def _pattern(people: Mapping[str, str]) -> re.Pattern[str]:
    """Find names and ids, the longest first, so that none hides a longer one."""
    long = [name for name in set(people.values()) if len(name) > 1]
    single = [name for name in set(people.values()) if len(name) == 1]
    ids = [one for one in people if len(one) >= _CLEAR and one not in people.values()]
    return re.compile(
        "|".join(
            (
                *map(re.escape, sorted(long, key=lambda one: (-len(one), one))),
                *(rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(single)),
                *(
                    rf"(?<![0-9A-Za-z])(?<!第)(?<!第 ){re.escape(one)}(?![0-9A-Za-z])"
                    for one in sorted(ids, key=lambda one: (-len(one), one))
                ),
            )
        )
    )
