"""The sections of a regulation that say how rows are counted; each is optional but the first two."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from xiaoben_analytics import columns as col
from xiaoben_analytics.labels import hours
from xiaoben_analytics.policy.amounts import (
    Days,
    Hundredths,
    Ratio,
    Steps,
    Threshold,
    fail_if_nothing,
    fail_if_unit_differs,
)
from xiaoben_analytics.policy.words import Category, Grade, Level, Prize, Status, Word
from xiaoben_analytics.tables import NOTES


class Model(BaseModel):
    """A frozen piece of a regulation; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    def states(self, name: str) -> bool:
        """Tell whether the regulation itself says this, or leaves it to the default."""
        return name in self.model_fields_set


class InsideError(ValueError):
    """A fault at a `place` below the piece that finds it, such as a key of a table."""

    def __init__(self, fault: str, *place: str) -> None:
        super().__init__(fault)
        self.place = place


class Sourced(Model):
    """A rule that says where it comes from, what it means, and what had to be decided."""

    source: str = ""
    text: str = ""
    decision: str = ""


class Range(Model):
    """A discretionary amount: a person chooses within `low` and `high` (hundredths).

    `taken` is `given` for what the person chose; `low` or `high` take that end for everybody.
    """

    low: Hundredths = Field(alias="from")
    high: Hundredths = Field(alias="to")
    criteria: str = ""
    taken: Literal["given", "low", "high"] = "given"

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if self.low > self.high:
            msg = "from 大于 to"
            raise ValueError(msg)
        return self

    @property
    def is_chosen(self) -> bool:
        """Whether a person chooses, and so must say why."""
        return self.taken == "given" and self.low < self.high

    def holds(self, amount: int) -> bool:
        return self.low <= amount <= self.high

    def __str__(self) -> str:
        return f"{hours(self.low)}—{hours(self.high)}"


class OnlineStatus(Model):
    """The status of somebody who stayed in an online meeting for at least a share of it."""

    at_least: Ratio
    status: Status


class Recording(Sourced):
    """How marks and time in an online meeting become a status."""

    legend: Mapping[str, Status]
    online: tuple[OnlineStatus, ...]

    @field_validator("online")
    @classmethod
    def _every_share_has_a_status(cls, given: tuple[OnlineStatus, ...]) -> tuple[OnlineStatus, ...]:
        """Put the lines in order, the highest share first."""
        shares = {line.at_least for line in given}
        if len(shares) < len(given):
            msg = "online 中同一个比例重复，每个比例只写一档"
            raise ValueError(msg)
        if 0 not in shares:
            msg = "online 没有从 0% 起的一档"
            raise ValueError(msg)
        return tuple(sorted(given, key=lambda line: line.at_least, reverse=True))

    def online_status(self, share: Fraction) -> str:
        """Name the status of the highest share that is reached."""
        return next(line.status for line in self.online if share >= line.at_least)


class Attendance(Sourced):
    """Which statuses earn hours, which count as unexcused, what is an incident of discipline."""

    earning: tuple[Status, ...]
    made_up_earns: bool
    unexcused: tuple[Status, ...]
    incidents: tuple[Status, ...] = ()
    inattentive: tuple[Word, ...] = ()


class Relay(Sourced):
    """Bonus credits for passing a training on within some working days of the return."""

    within_working_days: Days
    credits: Range


class External(Sourced):
    """Deductions for incidents while studying outside school."""

    deduction: Range


class Participation(Sourced):
    """Credits for a keynote, an open lesson or a task."""

    credits: Range


class Notes(Sourced):
    """Points of each grade of notes; `as_written` where the regulation itself gives others."""

    grades: Mapping[Grade, Hundredths]
    as_written: Mapping[Grade, Hundredths] = Field(default_factory=dict)

    @field_validator("grades")
    @classmethod
    def _grades_are_complete(cls, given: Mapping[str, int]) -> Mapping[str, int]:
        """Refuse a grade that is worth nothing by omission: nobody decided to take points away."""
        for grade in NOTES.column(col.GRADE).choices:
            if grade not in given:
                msg = f"没有“{grade}”，每个等级都应有一个分值"
                raise ValueError(msg)
        return given


class Reading(Sourced):
    """Deductions for pieces not handed in, or of poor quality."""

    missing: Hundredths
    poor: Range


class AwardKind(Model):
    """One kind of award: points of a first prize per level, less `step` for each lower prize."""

    category: Category
    first: Mapping[Level, Hundredths]
    step: Hundredths


class Awards(Sourced):
    """What contests and competitions are worth; `steps` below the first prize."""

    steps: Mapping[Prize, Steps]
    contest: AwardKind
    competition: AwardKind


class Credits(Sourced):
    """How many hours make one credit."""

    hours_each: Threshold

    @field_validator("hours_each")
    @classmethod
    def _are_hours(cls, given: Threshold) -> Threshold:
        fail_if_unit_differs(given, ["学时"], "学分")
        fail_if_nothing(given, "每 1 学分的学时")
        return given


class Staff(Sourced):
    """The words of the roster by which a teacher is known as excellent, backbone, qualified."""

    excellent: tuple[str, ...]
    backbone: tuple[str, ...]
    qualified: tuple[str, ...]
    degrees: tuple[str, ...]
