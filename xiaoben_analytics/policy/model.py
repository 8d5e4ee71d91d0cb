"""What a regulation may say. Amounts are integers in hundredths, ratios are exact fractions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal, Self, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from xiaoben_analytics import columns
from xiaoben_analytics.errors import PolicyError

Rounding = Literal["half_up", "floor", "largest_remainder", "sainte_lague"]
Ties = Literal["break", "up", "down"]
Scope = Literal["group", "school"]


def hundredths(amount: int | Decimal | str) -> int:
    """Turn a written amount into hundredths, exactly.

    >>> hundredths(3), hundredths(Decimal("0.25")), hundredths("2.5")
    (300, 25, 250)
    """
    try:
        scaled = Decimal(amount) * 100
    except (ArithmeticError, TypeError, ValueError):
        scaled = Decimal("nan")
    if not scaled.is_finite():
        msg = f"“{amount}”不是数字"
        raise ValueError(msg)
    if scaled < 0 or scaled != scaled.to_integral_value():
        msg = f"{amount} 是负数" if scaled < 0 else f"{amount} 多于两位小数"
        raise ValueError(msg)
    return int(scaled)


def ratio(given: int | Decimal | str | Fraction) -> Fraction:
    """Turn `"30%"`, `"3/10"` or `0.3` into an exact fraction.

    >>> ratio("30%") == ratio("3/10") == ratio(Decimal("0.3"))
    True
    """
    text = str(given).strip()
    try:
        return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)
    except (ArithmeticError, ValueError):
        msg = f"“{given}”不是比例"
        raise ValueError(msg) from None


def parse_ratios(given: str) -> tuple[Fraction, ...]:
    """Read ratios of tiers as people write them, best tier first; they add up to the whole.

    >>> parse_ratios("30/40/30") == parse_ratios("30%、40%、30%") == parse_ratios("0.3:0.4:0.3")
    True

    Raises
    ------
    PolicyError
        If a part is no number, is negative, or the sum is neither 1 nor 100 %.
    """
    parts = [part for part in re.split(r"[/／:：、,，\s]+", given.strip()) if part]
    try:
        shares = tuple(Fraction(part.rstrip("%％")) for part in parts)
    except (ValueError, ZeroDivisionError):
        raise PolicyError.invalid("等级比例", f"“{given}”", "形如 30/40/30 的数字") from None
    if any(share < 0 for share in shares) or sum(shares) not in (1, 100):
        raise PolicyError.invalid(
            "等级比例",
            f"“{given}”",
            "合计 100、不含负数的一组比例",
        )
    return tuple(share / sum(shares) for share in shares)


Hundredths = Annotated[int, BeforeValidator(hundredths)]
Ratio = Annotated[Fraction, BeforeValidator(ratio)]


class Model(BaseModel):
    """A frozen piece of a regulation; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Sourced(Model):
    """A rule that says where it comes from, what it means, and what had to be decided."""

    source: str = ""
    text: str = ""
    decision: str = ""


class Range(Model):
    """A discretionary amount: a person chooses within `low` and `high` (hundredths)."""

    low: Hundredths = Field(alias="from")
    high: Hundredths = Field(alias="to")

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if self.low > self.high:
            msg = "from 大于 to"
            raise ValueError(msg)
        return self

    def holds(self, amount: int) -> bool:
        return self.low <= amount <= self.high


class OnlineStatus(Model):
    """The status of somebody who stayed in an online meeting for at least a share of it."""

    at_least: Ratio
    status: str


class Recording(Sourced):
    """How marks and time in an online meeting become a status."""

    legend: Mapping[str, str]
    online: tuple[OnlineStatus, ...]

    @model_validator(mode="after")
    def _every_share_has_a_status(self) -> Self:
        if not any(line.at_least <= 0 for line in self.online):
            msg = "online 没有从 0% 起的一档"
            raise ValueError(msg)
        return self

    def online_status(self, share: Fraction) -> str:
        """Name the status of the first line whose share is reached."""
        return next(line.status for line in self.online if share >= line.at_least)


class Attendance(Sourced):
    """Which statuses earn hours, and which count as unexcused."""

    earning: tuple[str, ...]
    made_up_earns: bool
    unexcused: tuple[str, ...]


class Relay(Sourced):
    """Bonus credits for passing a training on within some working days of the return."""

    within_working_days: int
    credits: Range


class External(Sourced):
    deduction: Range


class Participation(Sourced):
    credits: Range


class Notes(Sourced):
    grades: Mapping[str, Hundredths]


class Reading(Sourced):
    missing: Hundredths
    poor: Range


class AwardKind(Model):
    """One kind of award: points of a first prize per level, less `step` for each lower prize."""

    category: str
    first: Mapping[str, Hundredths]
    step: Hundredths


class Awards(Sourced):
    steps: Mapping[str, int]
    contest: AwardKind
    competition: AwardKind


class Item(Model):
    """A part of a component; `points` is its maximum in hundredths.

    `proportional`: points x own measure / highest measure; `average`: first measure / second;
    `sum`: the measures added up; `highest`: the greatest of them; `full`: the points themselves.
    """

    rule: Literal["proportional", "average", "sum", "highest", "full"]
    points: Hundredths
    measures: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_its_measures(self) -> Self:
        wanted = {"proportional": 1, "average": 2, "full": 0}.get(self.rule)
        given = len(self.measures)
        if given != wanted if wanted is not None else not given:
            msg = f"规则 {self.rule} 的 measures 应有 {'至少 1' if wanted is None else wanted} 个"
            raise ValueError(msg)
        return self


class Component(Sourced):
    """A column of the score: its items added up, less deductions, between 0 and `points`."""

    name: str
    label: str
    points: Hundredths
    items: tuple[Item, ...]
    deductions: tuple[str, ...] = ()


class Gate(Sourced):
    """Who exceeds `above` (of measure `of`, if given) loses the voided components and fails."""

    name: str
    label: str
    measure: str
    above: Ratio
    of: str | None = None
    voids: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _can_be_exceeded(self) -> Self:
        if self.above < 0 or (self.of and self.above >= 1):
            msg = "above 应不小于 0；有 of 时应小于 100%，否则没有人会超过"
            raise ValueError(msg)
        return self


class Tier(Model):
    name: str
    appraisal: int
    reported_hours: int


class RatioTier(Tier):
    ratio: Ratio


class Tiers(Sourced):
    """How ranked teachers are divided; the settings are explained in docs/decisions."""

    levels: tuple[RatioTier, ...]
    failing: Tier
    rounding: Rounding = "half_up"
    ties: Ties = "break"
    scope: Scope = "group"
    min_group: int = Field(default=0, ge=0)
    count_gated: bool = True
    group_ratios: Mapping[str, tuple[Ratio, ...]] = Field(default_factory=dict)

    @property
    def ratios(self) -> tuple[Fraction, ...]:
        return tuple(level.ratio for level in self.levels)

    @property
    def names(self) -> tuple[str, ...]:
        """Every tier from best to worst, the failing one last."""
        return (*(level.name for level in self.levels), self.failing.name)

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
        """Return these tiers with other settings, checked; None and {} leave a setting alone."""
        given = {name: value for name, value in settings.items() if value}
        try:
            return Tiers.model_validate({**dict(self), **given})
        except ValidationError as error:
            first = error.errors()[0]
            place = str(first["loc"][0]) if first["loc"] else "group_ratios"
            raise PolicyError.invalid(place, str(given.get(place)), _allowed(place)) from None

    @model_validator(mode="after")
    def _ratios_add_up(self) -> Self:
        for place, ratios in {"levels": self.ratios, **self.group_ratios}.items():
            if sum(ratios) != 1 or min(ratios) < 0 or len(ratios) != len(self.levels):
                msg = f"{place} 的比例合计应为 100%、不含负数，且每个等级一个"
                raise ValueError(msg)
        return self


class Policy(Sourced):
    """One regulation, whole. `reference` says among whom a highest value is sought."""

    id: str
    title: str
    recording: Recording
    attendance: Attendance
    relay: Relay
    external: External
    participation: Participation
    notes: Notes
    reading: Reading
    awards: Awards
    components: tuple[Component, ...]
    gates: tuple[Gate, ...]
    tiers: Tiers
    reference: Literal["assessed", "roster"] = "assessed"

    @property
    def points(self) -> int:
        """The highest total, in hundredths."""
        return sum(component.points for component in self.components)

    @property
    def component_names(self) -> tuple[str, ...]:
        return tuple(component.name for component in self.components)

    def with_tiers(self, tiers: Tiers) -> Policy:
        return self.model_copy(update={"tiers": tiers})

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


def _allowed(setting: str) -> str:
    """Name what a setting of the tiers may be."""
    choices = {"rounding": Rounding, "ties": Ties, "scope": Scope}
    if setting in choices:
        return "、".join(get_args(choices[setting])) + " 之一"
    return "每个等级一个比例，合计 100%"
