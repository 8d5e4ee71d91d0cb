"""A regulation, whole: what counts, what is required, how it is scored, how tiers are divided."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import floor
from typing import Annotated, Any, Literal, Self

from pydantic import Field, PrivateAttr, StringConstraints, field_validator, model_validator

from xiaoben_analytics import columns
from xiaoben_analytics.errors import near
from xiaoben_analytics.labels import HEADINGS
from xiaoben_analytics.measures import MEASURES
from xiaoben_analytics.policy.amounts import (
    MOST_POINTS,
    PERCENT,
    Hundredths,
    Threshold,
    Total,
    Weight,
    fail_if_unit_differs,
)
from xiaoben_analytics.policy.joining import Difference
from xiaoben_analytics.policy.merging import merge
from xiaoben_analytics.policy.requirements import (
    Clause,
    Cycle,
    Honour,
    Requirement,
    Slot,
    fail_if_not_a_measure,
    fail_if_units_differ,
)
from xiaoben_analytics.policy.sections import (
    Attendance,
    Awards,
    Credits,
    External,
    Model,
    Notes,
    Participation,
    Reading,
    Recording,
    Relay,
    Sourced,
    Staff,
)
from xiaoben_analytics.policy.tiers import Tiers
from xiaoben_analytics.policy.words import Named

Reference = Literal["assessed", "roster", "second", "group"]

_SHARING = ("proportional", "rate", "full")
"""Rules that give out points of their own; an only item's are its component's."""


class Item(Model):
    """A part of a component; `points` is its maximum in hundredths, if it has one of its own.

    `proportional`: points x own measure / highest measure; `rate`: points x first / second, both
    in one unit; `average`: first measure / second; `sum`: the measures added up; `highest`: the
    greatest of them; `full`: the points themselves. Of a measure in whatever unit one is a point.
    """

    rule: Literal["proportional", "rate", "average", "sum", "highest", "full"]
    points: Hundredths | None = None
    measures: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_what_its_rule_needs(self) -> Self:
        wanted = {"proportional": 1, "rate": 2, "average": 2, "full": 0}.get(self.rule)
        given = len(self.measures)
        if given != wanted if wanted is not None else not given:
            msg = f"规则 {self.rule} 的 measures 应有 {'至少 1' if wanted is None else wanted} 个"
            raise ValueError(msg)
        if self.points is None and self.rule in _SHARING:
            msg = f"规则 {self.rule} 应写明 points"
            raise ValueError(msg)
        for name in self.measures:
            fail_if_not_a_measure(name)
        if self.rule == "rate":
            fail_if_units_differ(*self.measures)
        return self


class Component(Sourced):
    """A column of the score: its items added up, less deductions, between 0 and `points`.

    What comes out is multiplied by `weight` and rounded half up to hundredths, once.
    """

    name: str
    label: str
    points: Hundredths
    items: tuple[Item, ...] = Field(min_length=1)
    deductions: tuple[str, ...] = ()
    weight: Weight = Fraction(1)

    @property
    def highest(self) -> int:
        """The most that this column can show, in hundredths: its points, weighted."""
        return floor(self.points * self.weight + Fraction(1, 2))

    @property
    def measures(self) -> tuple[str, ...]:
        return (*(name for item in self.items for name in item.measures), *self.deductions)

    @model_validator(mode="before")
    @classmethod
    def _an_only_item_shares_the_points(cls, written: Any) -> Any:
        items = written.get("items") if isinstance(written, Mapping) else None
        if not isinstance(items, list) or len(items) != 1 or "points" not in written:
            return written
        only = items[0]
        if not isinstance(only, Mapping) or only.get("rule") not in _SHARING:
            return written
        return {**written, "items": [{"points": written["points"], **only}]}

    @model_validator(mode="after")
    def _deductions_are_measures(self) -> Self:
        for name in self.deductions:
            fail_if_not_a_measure(name)
        return self


class Gate(Sourced):
    """Who exceeds `above`, or stays below `below`, fails and loses the voided components.

    The threshold is in the unit of `measure`, or, with `of`, a percentage of that measure.
    """

    name: str
    label: str
    measure: str
    above: Threshold | None = None
    below: Threshold | None = None
    of: str | None = None
    voids: tuple[str, ...] = ()

    @property
    def threshold(self) -> Threshold:
        limit = self.below if self.above is None else self.above
        assert limit is not None  # checked on reading
        return limit

    @property
    def limit(self) -> Fraction:
        """The threshold in hundredths of the measure's unit, or as a share of `of`."""
        return self.threshold.share if self.of else self.threshold.scaled(100)

    @model_validator(mode="after")
    def _can_be_failed(self) -> Self:
        for name in (self.measure, *([self.of] if self.of else [])):
            fail_if_not_a_measure(name)
        if (self.above is None) == (self.below is None):
            msg = "应写明 above（超过）或 below（不足），只写一个"
            raise ValueError(msg)
        measure = MEASURES[self.measure]
        unit = PERCENT if self.of else measure.unit
        fail_if_unit_differs(self.threshold, [unit], f"“{measure.label}”")
        if self.of:
            fail_if_units_differ(self.measure, self.of)
        if self.of and self.above is not None and self.above.share >= 1:
            msg = "有 of 时 above 应小于 100%，否则没有人会超过"
            raise ValueError(msg)
        return self


class Policy(Sourced):
    """One regulation.

    `reference` says what a proportion is taken of: the highest among the assessed, among the whole
    roster, or in the own group; or the second highest. `total` is the stated total, which caps;
    `clauses` are rules that nothing computes; `decided` the places that are read as they are read
    here by a decision of the school (see `checks.check_regulation`).
    """

    id: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    title: str
    recording: Recording
    attendance: Attendance
    relay: Relay | None = None
    external: External | None = None
    participation: Participation | None = None
    notes: Notes | None = None
    reading: Reading | None = None
    awards: Awards | None = None
    credits: Credits | None = None
    staff: Staff | None = None
    requirements: Named[Requirement] = ()
    cycle: Cycle | None = None
    slots: tuple[Slot, ...] = ()
    honours: Named[Honour] = ()
    components: Named[Component] = ()
    gates: Named[Gate] = ()
    tiers: Tiers = Tiers()
    total: Total | None = None
    reference: Reference = "assessed"

    clauses: Named[Clause] = ()
    decided: tuple[str, ...] = ()

    _written: Mapping[str, Any] = PrivateAttr(default_factory=dict)
    _differences: tuple[Difference, ...] = PrivateAttr(default=())

    @classmethod
    def from_written(
        cls, written: Mapping[str, Any], differences: tuple[Difference, ...] = ()
    ) -> Policy:
        """Build a regulation from what its file says, and remember that.

        `differences` are those of the regulations that it is joined from.

        Raises
        ------
        pydantic.ValidationError
            If the file does not say what a regulation must say.
        """
        policy = cls.model_validate(written)
        policy._written = written  # noqa: SLF001  its own
        policy._differences = differences  # noqa: SLF001  its own
        return policy

    def amended(self, changes: Mapping[str, Any]) -> Policy:
        """Return the regulation as its file would be with some lines changed (see `merge`)."""
        return Policy.from_written(merge(self._written, changes), self._differences)

    @property
    def written(self) -> Mapping[str, Any]:
        """What its files say, all that it rests on included."""
        return self._written

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What the regulations that it is joined from say differently."""
        return self._differences

    @property
    def rules(self) -> dict[str, Any]:
        """The sections that measures may need, by name; None where the regulation has none."""
        return {name: getattr(self, name) for name in SECTIONS}

    @property
    def points(self) -> int:
        """The highest total, in hundredths: all components', up to the stated total."""
        added = sum(component.highest for component in self.components)
        return added if self.total is None else min(added, self.total)

    @property
    def component_names(self) -> tuple[str, ...]:
        return tuple(component.name for component in self.components)

    @property
    def scored_measures(self) -> tuple[str, ...]:
        """The measures that points and gates rest on."""
        gates = (name for gate in self.gates for name in (gate.measure, gate.of) if name)
        parts = (name for component in self.components for name in component.measures)
        return tuple(dict.fromkeys((*parts, *gates)))

    @property
    def measures(self) -> tuple[str, ...]:
        """Every measure that the regulation rests on."""
        asked = (one.measure for one in self.requirements)
        meant = (name for one in self.honours for name in one.measures)
        return tuple(dict.fromkeys((*self.scored_measures, *asked, *meant)))

    def with_tiers(self, tiers: Tiers) -> Policy:
        """Return the regulation as its file would be with other tiers."""
        policy = self.model_copy(update={"tiers": tiers})
        policy._written = {**self._written, "tiers": tiers.model_dump(exclude_unset=True)}  # noqa: SLF001  its own
        return policy

    @field_validator("slots")
    @classmethod
    def _meetings_differ(cls, given: tuple[Slot, ...]) -> tuple[Slot, ...]:
        """Refuse one meeting twice; a group may meet at several times."""
        meetings = [(slot.name, slot.when) for slot in given]
        for name, when in meetings:
            if meetings.count((name, when)) > 1:
                msg = f"“{name}”{when}重复，同一个组的各次活动应不同"
                raise ValueError(msg)
        return given

    @model_validator(mode="after")
    def _columns_are_free(self) -> Self:
        """Refuse components that would be columns of the name or heading of another."""
        names = {name for name in vars(columns).values() if isinstance(name, str)}
        labels = [part.label for part in self.components]
        for part in self.components:
            if part.name in names:
                msg = f"components 的 name“{part.name}”与程序的列名相同"
                raise ValueError(msg)
            if part.label in _HEADINGS or labels.count(part.label) > 1:
                msg = f"components 的 label“{part.label}”重复，成绩表中另有这一列"
                raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _points_can_be_added(self) -> Self:
        """Refuse points that together, by components or by items, are more than a total may be."""
        parts = (
            (part.points, part.highest, sum(one.points or 0 for one in part.items))
            for part in self.components
        )
        if sum(map(max, parts)) >= MOST_POINTS * 100:
            msg = f"components 的 points 合计太大，应小于 {MOST_POINTS}"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _voids_are_components(self) -> Self:
        for gate in self.gates:
            for name in gate.voids:
                if name not in self.component_names:
                    msg = f"gates 的 voids“{name}”不是任何一项 components 的 name"
                    raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _honours_name_requirements(self) -> Self:
        known = [one.name for one in self.requirements]
        for name in (name for honour in self.honours for name in honour.requirements):
            if name not in known:
                msg = f"honours 的 requirements“{name}”不是任何一条要求的 name。{near(name, known)}"
                raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _cycle_is_stated(self) -> Self:
        for one in self.requirements:
            if one.per == "cycle" and self.cycle is None:
                msg = f"“{one.label}”按周期（cycle）要求，办法中没有 [cycle] 一节，应写明 years"
                raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _decided_places_exist(self) -> Self:
        for place in self.decided:
            fail_if_no_place(self, place)
        return self

    @model_validator(mode="after")
    def _measures_are_defined(self) -> Self:
        for name in self.measures:
            if not MEASURES[name].is_defined(self.rules):
                msg = f"指标“{name}”需要 [{MEASURES[name].needs}] 一节，办法中没有"
                raise ValueError(msg)
        return self


_HEADINGS = {
    HEADINGS[name]
    for name in (
        *(columns.SCHOOL, columns.GROUP, columns.TEACHER_ID, columns.NAME),
        *(columns.TOTAL, columns.RANK, columns.TIER, columns.POOL),
        *(columns.APPRAISAL, columns.REPORTED_HOURS, columns.REMARK),
    )
}
"""What other columns of a table of scores are called."""

SECTIONS = tuple(dict.fromkeys(measure.needs for measure in MEASURES.values() if measure.needs))
"""The sections that some measure needs."""

SCORING = (*SECTIONS, "components", "gates", "total", "reference", "tiers")
"""All that points and tiers follow from, in the order in which it is applied."""


def fail_if_no_place(policy: Policy, place: str) -> None:
    """Refuse a dotted place that leads nowhere, with the nearest name."""
    inside: Any = policy
    for part in place.split("."):
        known = _parts(inside)
        if part not in known:
            msg = f"decided 的“{place}”在办法中没有。{near(part, [*known])}"
            raise ValueError(msg)
        inside = known[part]


def _parts(given: Any) -> Mapping[str, Any]:
    """Return what may follow in a dotted place: fields, keys, or the members of a list by name."""
    if isinstance(given, tuple):
        return {one.name: one for one in given if hasattr(one, "name")}
    return dict(given) if isinstance(given, Model | Mapping) else {}
