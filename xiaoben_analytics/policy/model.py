"""A regulation, whole: what counts, what is required, how it is scored, how tiers are divided."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import floor
from typing import Any, Literal, Self

from pydantic import Field, PrivateAttr, field_validator, model_validator

from xiaoben_analytics import columns
from xiaoben_analytics.errors import PolicyError
from xiaoben_analytics.measures import MEASURES
from xiaoben_analytics.policy.amounts import (
    PERCENT,
    Hundredths,
    Ratio,
    Threshold,
    fail_if_unit_differs,
    parse_ratios,
    single_ratio,
)
from xiaoben_analytics.policy.requirements import (
    Cycle,
    Honour,
    Requirement,
    Slot,
    fail_if_not_a_measure,
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

Rounding = Literal["half_up", "floor", "largest_remainder", "sainte_lague"]
Ties = Literal["break", "up", "down"]
Scope = Literal["group", "school"]
Reference = Literal["assessed", "roster", "second", "group"]
Apportionment = Literal["largest_remainder", "sainte_lague"]


_SHARING = ("proportional", "rate", "full")
"""Rules that give out points of their own; an only item's are its component's."""


class Item(Model):
    """A part of a component; `points` is its maximum in hundredths, if it has one of its own.

    `proportional`: points x own measure / highest measure; `rate`: points x first / second;
    `average`: first measure / second; `sum`: the measures added up; `highest`: the greatest of
    them; `full`: the points themselves.
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
        return self


class Component(Sourced):
    """A column of the score: its items added up, less deductions, between 0 and `points`.

    What comes out is multiplied by `weight` and rounded half up to hundredths, once.
    """

    name: str
    label: str
    points: Hundredths
    items: tuple[Item, ...]
    deductions: tuple[str, ...] = ()
    weight: Ratio = Fraction(1)

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

    @field_validator("weight")
    @classmethod
    def _is_not_negative(cls, given: Fraction) -> Fraction:
        if given < 0:
            msg = "权重不能是负数"
            raise ValueError(msg)
        return given

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
        """The threshold in parts of the measure, or as a share of `of`."""
        scale = MEASURES[self.measure].scale
        return self.threshold.share if self.of else self.threshold.scaled(scale)

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
        if self.of and self.above is not None and self.above.share >= 1:
            msg = "有 of 时 above 应小于 100%，否则没有人会超过"
            raise ValueError(msg)
        return self


class Tier(Model):
    """A tier, and what it earns: points in the year's appraisal, hours reported."""

    name: str
    appraisal: int = 0
    reported_hours: int = 0


class RatioTier(Tier):
    """A tier reached by rank."""

    ratio: Ratio


class Tiers(Sourced):
    """How ranked teachers are divided; the settings are explained in docs/decisions.

    `announced` lists the tiers that the regulation names, where it names more than it divides.
    Who fails a gate gets the `failing` tier, or with `gated` = ranked only loses the voided points.
    """

    levels: tuple[RatioTier, ...] = (RatioTier(name="合格", ratio=Fraction(1)),)
    failing: Tier = Tier(name="不合格")
    announced: tuple[str, ...] = ()
    rounding: Rounding = "half_up"
    ties: Ties = "break"
    scope: Scope = "group"
    min_group: int = Field(default=0, ge=0)
    gated: Literal["failing", "ranked"] = "failing"
    count_gated: bool = True
    group_ratios: Mapping[str, tuple[Ratio, ...]] = Field(default_factory=dict)
    conserve: bool = False
    apportionment: Apportionment = "largest_remainder"
    group_weights: Mapping[str, Ratio] = Field(default_factory=dict)

    @property
    def ratios(self) -> tuple[Fraction, ...]:
        return tuple(level.ratio for level in self.levels)

    @property
    def names(self) -> tuple[str, ...]:
        """Every tier from best to worst, the failing one last."""
        return (*(level.name for level in self.levels), self.failing.name)

    def read_ratios(self, given: str) -> tuple[Fraction, ...]:
        """Read ratios, one for each level; a single one is the best level's, the others share the rest.

        Raises
        ------
        PolicyError
            If a part is no ratio, or together they are not the whole.
        """
        share, others = single_ratio(given), self.ratios[1:]
        if share is None or not others:
            return parse_ratios(given)
        whole = sum(others)
        parts = (part / whole if whole else Fraction(1, len(others)) for part in others)
        return (share, *((1 - share) * part for part in parts))

    def with_ratios(self, ratios: tuple[Fraction, ...]) -> Tiers:
        """Return these tiers with other ratios, one for each level, adding up to 1."""
        if len(ratios) != len(self.levels):
            names = "、".join(level.name for level in self.levels)
            raise PolicyError.invalid("等级比例", f"{len(ratios)} 个比例", f"{names} 各一个比例")
        levels = zip(self.levels, ratios, strict=True)
        return self.model_copy(
            update={"levels": tuple(tier.model_copy(update={"ratio": new}) for tier, new in levels)}
        )

    def with_settings(self, **settings: object) -> Tiers:
        """Return these tiers with other settings; None and {} leave a setting alone.

        For values that are known to be right; `amend` says in words what is wrong with others.
        """
        given = {name: value for name, value in settings.items() if value}
        return Tiers.model_validate({**self.stated, **given})

    @property
    def stated(self) -> dict[str, Any]:
        """What was set, defaults aside."""
        return {name: value for name, value in self if self.states(name)}

    @model_validator(mode="after")
    def _ratios_add_up(self) -> Self:
        for place, ratios in {"levels": self.ratios, **self.group_ratios}.items():
            if sum(ratios) != 1 or min(ratios) < 0 or len(ratios) != len(self.levels):
                msg = f"{place} 的比例合计应为 100%、不含负数，且每个等级一个"
                raise ValueError(msg)
        return self


class Policy(Sourced):
    """One regulation. `reference` says what a proportion is taken of; `total` the stated total, which caps.

    The highest among the assessed, among the whole roster, or in the own group; or the second highest.
    """

    id: str
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
    requirements: tuple[Requirement, ...] = ()
    cycle: Cycle | None = None
    slots: tuple[Slot, ...] = ()
    honours: tuple[Honour, ...] = ()
    components: tuple[Component, ...] = ()
    gates: tuple[Gate, ...] = ()
    tiers: Tiers = Tiers()
    total: Hundredths | None = None
    reference: Reference = "assessed"

    _written: Mapping[str, Any] = PrivateAttr(default_factory=dict)

    @classmethod
    def from_written(cls, written: Mapping[str, Any]) -> Policy:
        """Build a regulation from what its file says, and remember that.

        Raises
        ------
        pydantic.ValidationError
            If the file does not say what a regulation must say.
        """
        policy = cls.model_validate(written)
        policy._written = written  # noqa: SLF001  its own
        return policy

    def amended(self, changes: Mapping[str, Any]) -> Policy:
        """Return the regulation as its file would be with some lines changed (see `merge`)."""
        return Policy.from_written(merge(self._written, changes))

    @property
    def written(self) -> Mapping[str, Any]:
        """What its file says, with all that it extends."""
        return self._written

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

    def with_tiers(self, tiers: Tiers) -> Policy:
        """Return the regulation as its file would be with other tiers."""
        policy = self.model_copy(update={"tiers": tiers})
        policy._written = {**self._written, "tiers": tiers.model_dump(exclude_unset=True)}  # noqa: SLF001  its own
        return policy

    @model_validator(mode="after")
    def _names_are_free(self) -> Self:
        taken = {name for name in vars(columns).values() if isinstance(name, str)}
        for name in self.component_names:
            if self.component_names.count(name) > 1 or name in taken:
                msg = f"components 的 name“{name}”重复，或与程序的列名相同"
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
    def _measures_are_defined(self) -> Self:
        asked = (*self.scored_measures, *(one.measure for one in self.requirements))
        for name in asked:
            if not MEASURES[name].is_defined(self.rules):
                msg = f"指标“{name}”需要 [{MEASURES[name].needs}] 一节，办法中没有"
                raise ValueError(msg)
        return self


SECTIONS = tuple(dict.fromkeys(measure.needs for measure in MEASURES.values() if measure.needs))
"""The sections that some measure needs."""

SCORING = (*SECTIONS, "components", "gates", "total", "reference", "tiers")
"""All that points and tiers follow from, in the order in which it is applied."""


def merge(written: Any, changes: Any) -> Any:
    """Lay changes over what is written: tables key by key, lists of named tables by their names.

    >>> merge({"a": {"b": 1, "c": 2}}, {"a": {"b": 3}})
    {'a': {'b': 3, 'c': 2}}
    >>> merge([{"name": "x", "points": 1}], [{"name": "x", "points": 2}, {"name": "y"}])
    [{'name': 'x', 'points': 2}, {'name': 'y'}]
    """
    if isinstance(written, Mapping) and isinstance(changes, Mapping):
        return {**written, **{k: merge(written.get(k), new) for k, new in changes.items()}}
    if are_named(written) and are_named(changes):
        known = {one["name"]: one for one in written}
        return list(merge(known, {one["name"]: one for one in changes}).values())
    return changes


def are_named(given: Any) -> bool:
    """Tell whether this is a list of tables, each with a name of its own."""
    if not isinstance(given, list | tuple) or not all(isinstance(one, Mapping) for one in given):
        return False
    names = [one.get("name") for one in given]
    return None not in names and len(set(names)) == len(names)
