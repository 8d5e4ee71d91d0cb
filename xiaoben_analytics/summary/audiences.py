"""Who reads what: for every reader of the pack, whose data they may see and which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.groups import SMALLEST
from xiaoben_analytics.summary.words import AGENDA, APPENDIX, GROUPS, HOURS, LINES, TAKING_PART


class Sight(StrEnum):
    """What a paper may tell of a teacher."""

    NAME = "姓名"
    ID = "工号"
    TIER = "等级"
    POINTS = "得分和名次"
    RECORDS = "逐条记录"


@dataclass(frozen=True)
class Audience:
    """A kind of reader: what they may see of their `own` teachers, and what of all others.

    `own` says who those are: everybody, the teachers of a group, or the reader alone; `topics` are
    the sections of the report that are theirs to read. Nobody ever sees an identity number, a
    telephone number or a birth date: no paper holds one.
    """

    name: str
    label: str
    own: str
    sees_own: frozenset[Sight]
    sees_others: frozenset[Sight] = frozenset()
    topics: tuple[str, ...] = ()


_ALL = frozenset(Sight)
_FOR_GROUPS = (TAKING_PART, HOURS, GROUPS, LINES, APPENDIX)

AUDIENCES: Mapping[str, Audience] = MappingProxyType(
    {
        one.name: one
        for one in (
            Audience("leadership", "领导班子", "全校教师", _ALL, topics=(*AGENDA, APPENDIX)),
            Audience("group", "教研组长", "本组教师", _ALL, topics=_FOR_GROUPS),
            Audience("teacher", "教师本人", "本人", _ALL),
            Audience("public", "公示", "全校教师", frozenset({Sight.NAME, Sight.TIER})),
        )
    }
)
"""Every reader, from the one who sees most; of others, groups as wholes are all that is told."""


def find_hidden(sizes: Mapping[str, int], own: str) -> frozenset[str]:
    """Name the groups of which the head of `own` is told nothing: those of fewer than `SMALLEST`.

    What is known of the school less all groups that are told is known of the hidden ones together:
    if these are fewer people than that, the next smallest is hidden, too.

    >>> sorted(find_hidden({"A": 9, "B": 2, "C": 5, "D": 7}, "A"))
    ['B', 'C']
    >>> sorted(find_hidden({"A": 9, "B": 2, "C": 2, "D": 7}, "B"))
    ['C', 'D']
    """
    others = sorted((size, name) for name, size in sizes.items() if name != own)
    hidden: dict[str, int] = {}
    for size, name in others:
        if size < SMALLEST or 0 < sum(hidden.values()) < SMALLEST:
            hidden[name] = size
    return frozenset(hidden)


def find_audiences(names: Iterable[str]) -> tuple[Audience, ...]:
    """Return the audiences named, in their order; all of them for no name.

    Raises
    ------
    UsageError
        If a name is unknown; both the name and what readers call it are known.

    >>> [one.label for one in find_audiences(["public", "领导班子"])]
    ['领导班子', '公示']
    """
    known = {**AUDIENCES, **{one.label: one for one in AUDIENCES.values()}}
    wanted = list(names)
    for name in wanted:
        if name not in known:
            raise UsageError.unknown(
                "读者", name, [f"{one.name}（{one.label}）" for one in AUDIENCES.values()]
            )
    chosen = {known[name].name for name in wanted} or set(AUDIENCES)
    return tuple(one for one in AUDIENCES.values() if one.name in chosen)
