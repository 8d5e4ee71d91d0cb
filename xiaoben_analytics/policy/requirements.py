"""What a regulation requires of each teacher, each group, or the school."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, field_validator, model_validator

from xiaoben_analytics import columns as col
from xiaoben_analytics.errors import near
from xiaoben_analytics.measures import MEASURES, Measure
from xiaoben_analytics.policy.amounts import (
    PERCENT,
    Amount,
    Month,
    Stage,
    Threshold,
    Years,
    fail_if_nothing,
    fail_if_unit_differs,
)
from xiaoben_analytics.policy.sections import Model, Sourced
from xiaoben_analytics.policy.words import Election

Per = Literal["term", "year", "stage", "cycle"]
WEEKDAYS: tuple[str, ...] = ("周一", "周二", "周三", "周四", "周五")
_CENTURIES = range(1950, 2100)


def _weekday(given: object) -> object:
    """Read 星期三 and 礼拜三 as 周三."""
    name = re.sub("^(星期|礼拜)", "周", str(given))
    return name if name in WEEKDAYS else given


Weekday = Annotated[
    Literal["周一", "周二", "周三", "周四", "周五"],
    BeforeValidator(_weekday),
    WithJsonSchema({"enum": [*WEEKDAYS, *(day.replace("周", "星期") for day in WEEKDAYS)]}),
]


class Who(Model):
    """Whom a requirement is for; all that is given must hold, nothing given is everybody.

    `categories` are words in the roster's 教师类别 or 称号; `under` an age on the first day of the
    period; `stage` which year since joining it is (1 is the first).
    """

    categories: tuple[str, ...] = ()
    under: Threshold | None = None
    stage: Stage | None = None

    @field_validator("under")
    @classmethod
    def _is_an_age(cls, given: Amount | None) -> Amount | None:
        if given is not None:
            fail_if_unit_differs(given, ["岁"], "年龄")
        return given


class Requirement(Sourced):
    """At least some amount of a measure in every period.

    `of` says of whom it is asked: `teacher`, `group` (its members together, meetings included) or
    `school`. In percent it is the share of those meant who have the measure. With `each`, the
    amount must be reached in every week (or every two) of the period. `words` restrict it to rows
    whose title, form, topic or skill holds one of them, `audience` planned activities to those
    meant for one of these; `out_of` everybody makes the percentage a
    share of all on the roster instead of those meant. `planned` lists what the regulation itself
    plans for each year of the cycle.
    """

    name: str
    label: str
    measure: str
    at_least: Threshold
    per: Per = "year"
    each: Literal["week", "two_weeks"] | None = None
    of: Literal["teacher", "group", "school"] = "teacher"
    who: Who = Who()
    words: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    out_of: Literal["those_meant", "everybody"] = "those_meant"
    planned: tuple[Threshold, ...] = ()

    @property
    def measured(self) -> Measure:
        return MEASURES[self.measure]

    @field_validator("measure")
    @classmethod
    def _is_a_measure(cls, given: str) -> str:
        fail_if_not_a_measure(given)
        return given

    @model_validator(mode="after")
    def _units_agree(self) -> Self:
        unit = PERCENT if self.at_least.unit == PERCENT else self.measured.unit
        for given in (self.at_least, *self.planned):
            fail_if_unit_differs(given, [unit], f"“{self.measured.label}”")
        if unit == PERCENT and self.of == "teacher":
            msg = "百分比只能对全校或教研组（of）要求"
            raise ValueError(msg)
        if self.audience and self.measure != col.PLANNED_ACTIVITIES:
            msg = f'audience 只用于计划的活动（measure = "{col.PLANNED_ACTIVITIES}"）'
            raise ValueError(msg)
        return self


class Cycle(Sourced):
    """How many school years belong together, and which is the first; unstated, the cycle is open."""

    years: Years
    first: str | None = Field(default=None, pattern=r"^\d{4}-\d{4}$")

    @field_validator("first")
    @classmethod
    def _is_a_school_year(cls, given: str | None) -> str | None:
        first, last = map(int, (given or "2000-2001").split("-"))
        if last != first + 1 or first not in _CENTURIES:
            msg = f"“{given}”不是学年，应为 2021-2022 这样相连的两年"
            raise ValueError(msg)
        return given


class Slot(Sourced):
    """When a group meets: on a weekday, once every week or two, or so many times a month.

    `name` is the group, or 备课组 for every preparation group.
    """

    name: str
    weekday: Weekday | None = None
    every: Literal["week", "two_weeks", "month"] = "week"
    at_least: Threshold = Amount(Fraction(1), "次")
    months: tuple[Month, ...] = Field(default=(9, 10, 11, 12, 3, 4, 5, 6), min_length=1)

    @property
    def times(self) -> int:
        return int(self.at_least.value)

    @property
    def months_in_order(self) -> list[int]:
        """The months as a school year goes."""
        return sorted(set(self.months), key=lambda month: (month - 9) % 12)

    @property
    def when(self) -> str:
        """Say when: 每周周三（3—6 月）."""
        if self.every == "month":
            weekday = f"，{self.weekday}" if self.weekday else ""
            often = f"每月 {self.times} 次{weekday}"
        else:
            often = {"week": "每周", "two_weeks": "每两周"}[self.every] + (self.weekday or "一次")
        return f"{often}（{'、'.join(_runs(self.months_in_order))}）"

    @model_validator(mode="after")
    def _is_a_number_of_times(self) -> Self:
        fail_if_unit_differs(self.at_least, ["次"], "活动的次数")
        if self.at_least.value != max(self.times, 1) or (self.times > 1 and self.every != "month"):
            msg = '次数（at_least）是整数；多于 1 次的，every 应为 "month"'
            raise ValueError(msg)
        return self


class Honour(Sourced):
    """Who is distinguished: the winners of an election, or those who meet every requirement.

    `election` is a value of 评选项目. Else it is for those meant by `who` who meet every
    requirement (or those of `requirements`, by name): the best by the mean of the first of `measures` over the second, or, without
    measures, all of them (a certificate). `winners` is a number (个) or a share, rounded down.
    """

    name: str
    winners: Threshold | None = None
    election: Election | Literal[""] = ""
    measures: tuple[str, ...] = ()
    who: Who = Who()
    requirements: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _is_settled_somehow(self) -> Self:
        if self.winners is not None:
            fail_if_unit_differs(self.winners, [PERCENT, "个"], "名额")
            fail_if_nothing(self.winners, "名额")
            if self.winners.unit != PERCENT and self.winners.value.denominator != 1:
                msg = f"名额应为整数，不能是“{self.winners}”"
                raise ValueError(msg)
        chosen = bool(self.election or self.measures)
        if len(self.measures) not in (0, 2) or (self.election and self.measures):
            msg = "应写明 election（投票项目），或两个 measures（合计与次数），或都不写（证书）"
            raise ValueError(msg)
        if chosen != (self.winners is not None):
            msg = "评选应写明 winners（名额）；证书没有名额"
            raise ValueError(msg)
        for name in self.measures:
            fail_if_not_a_measure(name)
        return self


class Clause(Sourced):
    """A rule that nothing computes, and what to do `by_hand` about it (and why)."""

    name: str
    by_hand: str


def _runs(months: Sequence[int]) -> Iterator[str]:
    """Name months that follow each other together: 9—12 月."""
    starts = [month for month in months if (month - 2) % 12 + 1 not in months]
    for start in starts or months[:1]:
        run = [start]
        while run[-1] % 12 + 1 in months and run[-1] % 12 + 1 != start:
            run.append(run[-1] % 12 + 1)
        yield f"{start}—{run[-1]} 月" if len(run) > 1 else f"{start} 月"


def fail_if_not_a_measure(name: str) -> None:
    """Refuse a measure that nobody declared, with the nearest name."""
    if name not in MEASURES:
        msg = f"没有指标“{name}”。{near(name, list(MEASURES))}"
        raise ValueError(msg)


def fail_if_units_differ(first: str, second: str) -> None:
    """Refuse to divide a measure by one in another unit."""
    one, other = MEASURES[first], MEASURES[second]
    if one.unit != other.unit:
        msg = (
            f"“{one.label}”以{one.unit}计，“{other.label}”以{other.unit}计："
            "两个指标单位不同，不能相除"
        )
        raise ValueError(msg)
