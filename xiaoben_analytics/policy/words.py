"""Words and names in a regulation: those that the tables know, and names that differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from xiaoben_analytics import columns as col
from xiaoben_analytics.errors import near
from xiaoben_analytics.tables import AWARDS, NOTES, STATUSES, VOTES

T = TypeVar("T")


def one_of(words: Iterable[str], what: str) -> AfterValidator:
    """Make a check that a text is one of some words, those that the tables know."""
    known = list(words)

    def check(given: str) -> str:
        if given not in known:
            offer = near(given, known)
            msg = f"“{given}”不是{what}。{offer}应为{'、'.join(known)}之一"
            raise ValueError(msg)
        return given

    return AfterValidator(check)


def names_differ(given: Any) -> Any:
    """Refuse two things of one name: of which of them it is said would be open."""
    listed = given if isinstance(given, list | tuple) else ()
    names = [
        one.get("name") if isinstance(one, Mapping) else getattr(one, "name", None)
        for one in listed
    ]
    for name, times in Counter(name for name in names if isinstance(name, str)).items():
        if times > 1:
            msg = f"name“{name}”重复，每一项的 name 应不同"
            raise ValueError(msg)
    return given


Named = Annotated[tuple[T, ...], BeforeValidator(names_differ)]
"""A list of which each member has a name of its own."""

Status = Annotated[str, one_of(STATUSES, "考勤状态")]
Grade = Annotated[str, one_of(NOTES.column(col.GRADE).choices, "笔记等级")]
Category = Annotated[str, one_of(AWARDS.column(col.AWARD_CATEGORY).choices, "获奖类别")]
Level = Annotated[str, one_of(AWARDS.column(col.LEVEL).choices, "获奖级别")]
Prize = Annotated[str, one_of(AWARDS.column(col.PRIZE).choices, "奖次")]
Election = Annotated[str, one_of(VOTES.column(col.ELECTION).choices, "评选项目")]
Word = Annotated[str, Field(min_length=1)]
