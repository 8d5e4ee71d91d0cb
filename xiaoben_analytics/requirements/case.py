"""One case to judge: what is required, in which period, and the evidence for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from xiaoben_analytics.calendar import Period
from xiaoben_analytics.measures import Measure
from xiaoben_analytics.policy import Requirement
from xiaoben_analytics.requirements.model import show_amount
from xiaoben_analytics.requirements.people import Person
from xiaoben_analytics.requirements.pieces import Piece


@dataclass(frozen=True)
class Case:
    """Pieces of evidence in a period; `person` is the teacher of whom it is asked, if it is one."""

    requirement: Requirement
    period: Period
    pieces: Sequence[Piece]
    person: Person | None = None

    @property
    def teacher(self) -> str:
        return self.person.teacher_id if self.person else ""

    @property
    def measure(self) -> Measure:
        return self.requirement.measured

    @property
    def needed(self) -> int:
        """What is required at least, in the measure's parts."""
        return ceil(self.requirement.at_least.scaled(self.measure.scale))

    def show(self, amount: int) -> str:
        return show_amount(amount, self.measure.scale, self.measure.unit)
