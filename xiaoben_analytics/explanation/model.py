"""An explanation as a value: numbers as readers see them (exact `Decimal`s) and sentences."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Entry:
    """A row of the school's files: what it was, what it is worth, and why it is not counted.

    `measure` is the label of the measure (or the part of one) that the row belongs to, and `worth`
    an amount of it; `when` is a day, a month or a school year; `why_not` is "" for what counts.
    """

    measure: str
    when: str
    what: str
    worth: Decimal
    why_not: str
    file: str
    sheet: str
    row: int | None

    @property
    def counted(self) -> bool:
        return not self.why_not

    @property
    def place(self) -> str:
        """Where the row stands, in words."""
        return _place(self.file, self.sheet, self.row)


@dataclass(frozen=True)
class MeasureExplained:
    """A measure of one teacher: its amount, and every row that concerns it.

    What the counted entries are worth adds up to `amount`; where that takes arithmetic (hours to
    credits), `arithmetic` says it.
    """

    name: str
    label: str
    unit: str
    amount: Decimal
    arithmetic: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class ItemExplained:
    """One rule of a component: its arithmetic, the points it gives, the measures it rests on."""

    rule: str
    arithmetic: str
    points: Decimal
    measures: tuple[MeasureExplained, ...]


@dataclass(frozen=True)
class ComponentExplained:
    """A column of the score: items added up, deductions taken off; `most` it can be."""

    name: str
    label: str
    points: Decimal
    most: Decimal
    arithmetic: str
    text: str
    source: str
    items: tuple[ItemExplained, ...]
    deductions: tuple[MeasureExplained, ...]


@dataclass(frozen=True)
class GateExplained:
    """A threshold: whether it is failed, with the numbers compared."""

    name: str
    label: str
    failed: bool
    arithmetic: str
    source: str
    measures: tuple[MeasureExplained, ...]


@dataclass(frozen=True)
class Margin:
    """How far a total is from the line of a tier, in points; never negative."""

    tier: str
    line: Decimal
    distance: Decimal


@dataclass(frozen=True)
class Standing:
    """Where a teacher stands: rank in the pool (None where a gate is failed), tier, and why.

    `above` is the line of the next better tier; `below` that of the own tier, under which another
    begins.
    """

    pool: str
    rank: int | None
    tier: str
    sentence: str
    above: Margin | None
    below: Margin | None


@dataclass(frozen=True)
class Remark:
    """Something found in the files that concerns the teacher; the sentence says what became of it."""

    severity: str
    sentence: str
    file: str
    sheet: str
    row: int | None

    @property
    def place(self) -> str:
        """Where it was found, in words."""
        return _place(self.file, self.sheet, self.row)


@dataclass(frozen=True)
class Explanation:
    """Why a teacher has this total, rank and tier, down to the rows of the school's files."""

    teacher_id: str
    name: str
    group: str
    school_year: str
    policy: str
    total: Decimal
    arithmetic: str
    components: tuple[ComponentExplained, ...]
    gates: tuple[GateExplained, ...]
    standing: Standing
    remarks: tuple[Remark, ...]


def _place(file: str, sheet: str, row: int | None) -> str:
    named = "·".join(filter(None, (file, sheet)))
    return " ".join(filter(None, (named, f"第 {row} 行" if row is not None else "")))
