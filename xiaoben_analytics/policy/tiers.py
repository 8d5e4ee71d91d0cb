"""How ranked teachers are divided into tiers, and what a tier earns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from xiaoben_analytics.errors import PolicyError
from xiaoben_analytics.labels import percent
from xiaoben_analytics.policy.amounts import (
    Count,
    Ratio,
    Ratios,
    Share,
    Weight,
    percentage,
    ratios,
    single_ratio,
)
from xiaoben_analytics.policy.sections import InsideError, Model, Sourced
from xiaoben_analytics.policy.words import Named, names_differ

Rounding = Literal["half_up", "floor", "largest_remainder", "sainte_lague"]
Ties = Literal["break", "up", "down"]
Scope = Literal["group", "school"]
Apportionment = Literal["largest_remainder", "sainte_lague"]


class Tier(Model):
    """A tier, and what it earns: points in the year's appraisal, hours reported."""

    name: str
    appraisal: Count = 0
    reported_hours: Count = 0


class RatioTier(Tier):
    """A tier reached by rank."""

    ratio: Ratio


class Tiers(Sourced):
    """How ranked teachers are divided; the settings are explained in docs/decisions.

    `announced` lists the tiers that the regulation names, where it names more than it divides.
    Who fails a gate gets the `failing` tier, or with `gated` = ranked only loses the voided points.
    """

    levels: Named[RatioTier] = (RatioTier(name="合格", ratio=Fraction(1)),)
    failing: Tier = Tier(name="不合格")
    announced: tuple[str, ...] = ()
    rounding: Rounding = "half_up"
    ties: Ties = "break"
    scope: Scope = "group"
    min_group: Count = 0
    gated: Literal["failing", "ranked"] = "failing"
    count_gated: bool = True
    group_ratios: Mapping[str, Ratios] = Field(default_factory=dict)
    conserve: bool = False
    apportionment: Apportionment = "largest_remainder"
    group_weights: Mapping[str, Weight] = Field(default_factory=dict)

    @property
    def ratios(self) -> tuple[Fraction, ...]:
        return tuple(level.ratio for level in self.levels)

    @property
    def names(self) -> tuple[str, ...]:
        """Every tier from best to worst, the failing one last."""
        return (*(level.name for level in self.levels), self.failing.name)

    def read_ratios(self, given: Share | Iterable[Share]) -> tuple[Fraction, ...]:
        """Read ratios, one for each level; a single one is the best level's, the others share the rest.

        Raises
        ------
        PolicyError
            If a part is no ratio, or together they are not the whole.
        """
        share, others = single_ratio(given), self.ratios[1:]
        if share is None or not others:
            return self._one_for_each(given)
        whole = sum(others)
        parts = (part / whole if whole else Fraction(1, len(others)) for part in others)
        return (share, *((1 - share) * part for part in parts))

    def _one_for_each(self, given: Share | Iterable[Share]) -> tuple[Fraction, ...]:
        try:
            return ratios(given, len(self.levels))
        except ValueError as fault:
            names = "、".join(level.name for level in self.levels)
            example = "/".join(percent(share).rstrip("%") for share in self.ratios)
            expected = f"{names} 各一个比例，合计 100，形如 {example}"
            raise PolicyError.invalid("等级比例", str(fault), expected) from None

    def with_ratios(self, shares: tuple[Fraction, ...]) -> Tiers:
        """Return these tiers with other ratios, one for each level, adding up to 1."""
        if len(shares) != len(self.levels):
            names = "、".join(level.name for level in self.levels)
            raise PolicyError.invalid("等级比例", f"{len(shares)} 个比例", f"{names} 各一个比例")
        levels = zip(self.levels, shares, strict=True)
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
        names_differ((*self.levels, self.failing))
        listed: dict[tuple[str, ...], tuple[Fraction, ...]] = {("levels",): self.ratios}
        listed |= {("group_ratios", name): one for name, one in self.group_ratios.items()}
        for place, shares in listed.items():
            if len(shares) != len(self.levels):
                msg = f"{place[-1]} 的比例应为每个等级一个"
                raise InsideError(msg, *place)
            if sum(shares) != 1:
                reached = percentage(sum(shares, Fraction(0)))
                msg = f"{place[-1]} 的比例合计应为 100%，现为 {reached}"
                raise InsideError(msg, *place)
        return self
