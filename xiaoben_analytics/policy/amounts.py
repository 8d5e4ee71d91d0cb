"""Amounts as regulations write them: points, ratios, thresholds with their unit, whole numbers.

Every number in a regulation is read by `number`, exactly and within what a school may have, so that
nothing is too long to compute with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from xiaoben_analytics.errors import PolicyError, UsageError, near

Share = int | float | Decimal | Fraction | str
"""What a ratio may be given as: a whole is 1, or 100 where several are given."""

PERCENT = "%"
DIGITS, DECIMALS = 9, 6
MOST_POINTS = 100_000
HEAVIEST = 100

_WRITTEN = re.compile(rf"\d{{1,{DIGITS}}}(?:\.\d{{1,{DECIMALS}}})?")
_ANY_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_AMOUNT = re.compile(r"(-?\d+(?:\.\d+)?)\s*(万?)\s*(%|[^\s\d]+)")
_SHOWN = 24  # characters of what is refused


@dataclass(frozen=True)
class Amount:
    """A number with its unit, such as 30 学时 or 20%."""

    value: Fraction
    unit: str

    @property
    def share(self) -> Fraction:
        """The share of a whole that a percentage is."""
        return self.value / 100

    def scaled(self, scale: int) -> Fraction:
        """Count the amount in parts of a unit, `scale` of which are one."""
        return self.value * scale

    def __str__(self) -> str:
        exact = Decimal(self.value.numerator) / self.value.denominator
        shown = f"{exact:f}"
        return f"{shown}{self.unit}" if self.unit == PERCENT else f"{shown} {self.unit}"


def amount(given: object) -> Amount:
    """Read a number with its unit.

    >>> str(amount("30 学时")), str(amount("2万字")), amount("20%").share
    ('30 学时', '20000 字', Fraction(1, 5))
    """
    if isinstance(given, Amount):
        return given
    text = str(given).strip()
    found = _AMOUNT.fullmatch(text)
    if not found:
        msg = f"“{_shown(text)}”没有写明单位，应写成“30 学时”“20%”这样的数字加单位"
        raise ValueError(msg)
    written, ten_thousand, unit = found.groups()
    value = number(written) * (10000 if ten_thousand else 1)
    if value >= 10**DIGITS:
        raise ValueError(_too_long(text))
    if unit == PERCENT and value > 100:
        msg = f"“{text}”不应超过 100%"
        raise ValueError(msg)
    return Amount(value, unit)


def number(given: object) -> Fraction:
    """Read a number exactly: not negative, of at most nine digits and six decimals.

    >>> number(30), number("2.5"), number(Decimal("1e1"))
    (Fraction(30, 1), Fraction(5, 2), Fraction(10, 1))
    """
    plain = isinstance(given, Decimal) and abs(given.adjusted()) <= DIGITS
    text = f"{given:f}" if plain else str(given).strip()
    if _WRITTEN.fullmatch(text):
        return Fraction(text)
    if not _ANY_NUMBER.fullmatch(text):
        msg = f"“{_shown(text)}”不是数字"
        raise ValueError(msg)
    raise ValueError(f"“{_shown(text)}”是负数" if text.startswith("-") else _too_long(text))


def hundredths(given: int | Decimal | str) -> int:
    """Turn a written amount into hundredths, exactly.

    >>> hundredths(3), hundredths(Decimal("0.25")), hundredths("2.5")
    (300, 25, 250)
    """
    scaled = number(given) * 100
    if scaled.denominator != 1:
        msg = f"“{given}”多于两位小数"
        raise ValueError(msg)
    if scaled >= MOST_POINTS * 100:
        msg = f"“{given}”太大，应小于 {MOST_POINTS}"
        raise ValueError(msg)
    return int(scaled)


def ratio(given: Share) -> Fraction:
    """Turn `"30%"`, `"3/10"` or `0.3` into an exact fraction; a float is its shortest decimal.

    >>> ratio("30%") == ratio("3/10") == ratio(Decimal("0.3")) == ratio(0.3)
    True
    """
    if isinstance(given, Fraction):
        if given < 0:
            msg = f"“{given}”是负数"
            raise ValueError(msg)
        return given
    text = str(given).strip()
    whole = 100 if text.endswith(PERCENT) else 1
    parts = text.removesuffix(PERCENT).split("/")
    if len(parts) <= 2 and all(_ANY_NUMBER.fullmatch(part) for part in parts):
        over, under = (number(part) for part in (*parts, "1")[:2])
        if under:
            return over / under / whole
    msg = f"“{_shown(text)}”不是比例"
    raise ValueError(msg)


def parse_ratio(given: Share, what: str = "比例") -> Fraction:
    """Read one share of the whole; `what` names it to whoever gave it.

    Raises
    ------
    UsageError
        If it is no ratio, is negative or more than the whole.
    """
    try:
        return _within_the_whole(ratio(given))
    except ValueError:
        expected = "0% 到 100% 之间的比例，例如 5%、0.05 或 1/20"
        raise UsageError.bad_value(what, _shown(str(given)), expected) from None


def parse_ratios(given: Share | Iterable[Share]) -> tuple[Fraction, ...]:
    """Read ratios of tiers, in one text or one by one, best tier first; they add up to the whole.

    >>> parse_ratios("30/40/30") == parse_ratios("30%、40%、30%") == parse_ratios("0.3:0.4:0.3")
    True
    >>> parse_ratios([30, 40, 30]) == parse_ratios(["30%", "2/5", 0.3])
    True

    Raises
    ------
    PolicyError
        If a part is no number, is negative, or the sum is neither 1 nor 100 %.
    """
    try:
        return ratios(given)
    except ValueError as fault:
        expected = "形如 30/40/30、合计 100、不含负数的一组比例"
        raise PolicyError.invalid("等级比例", str(fault), expected) from None


def ratios(given: Share | Iterable[Share], count: int | None = None) -> tuple[Fraction, ...]:
    """Turn ratios into shares of the whole, `count` of them, or say what is wrong with them."""
    shown = _shown(given if isinstance(given, str) else _listed(given))
    parts = _split(given) if isinstance(given, str) else [ratio(one) for one in _each(given)]
    if count is not None and len(parts) != count:
        msg = f"“{shown}”是 {len(parts)} 个比例"
        raise ValueError(msg)
    whole = sum(parts, Fraction(0))
    if whole not in (1, 100):
        reached = f"{whole}，应为 100" if whole > 1 else f"{percentage(whole)}，应为 100%"
        msg = f"“{shown}”合计为 {reached}"
        raise ValueError(msg)
    return tuple(share / whole for share in parts)


def single_ratio(given: Share | Iterable[Share]) -> Fraction | None:
    """Read what is one ratio and no more; None where it is anything else.

    >>> single_ratio("35%"), single_ratio("35"), single_ratio("35/40/25")
    (Fraction(7, 20), Fraction(7, 20), None)
    """
    text = str(given).strip()
    if isinstance(given, Fraction):
        return given if 0 <= given <= 1 else None
    found = re.fullmatch(rf"({_WRITTEN.pattern})\s*([%％]?)", text)
    if not found:
        return None
    share = number(found[1])
    share = share / 100 if found[2] or share > 1 else share
    return share if share <= 1 else None


def percentage(share: Fraction) -> str:
    """Write a share in percent where that is a whole number, else as a fraction.

    >>> percentage(Fraction(3, 10)), percentage(Fraction(1, 3))
    ('30%', '1/3')
    """
    whole = share * 100
    return f"{whole}{PERCENT}" if whole.denominator == 1 else str(share)


def fail_if_nothing(given: Amount, what: str) -> None:
    """Refuse an amount of nothing where something is needed."""
    if not given.value:
        msg = f"{what}应大于 0，不能是“{given}”"
        raise ValueError(msg)


def fail_if_unit_differs(given: Amount, units: Iterable[str], what: str) -> None:
    """Refuse an amount in another unit than what it is compared with."""
    allowed = list(units)
    if given.unit not in allowed:
        msg = f"“{given}”的单位不对：{what}以{'或'.join(allowed)}计。{near(given.unit, allowed)}"
        raise ValueError(msg)


def _split(given: str) -> list[Fraction]:
    """Take apart ratios that are written in one line."""
    parts = [part for part in re.split(r"[/／:：、,，\s]+", given.strip()) if part]
    try:
        return [number(part.rstrip("%％")) / (100 if part[-1] in "%％" else 1) for part in parts]
    except ValueError:
        msg = f"“{_shown(given)}”不是形如 30/40/30 的数字"
        raise ValueError(msg) from None


def _each(given: object) -> list[Share]:
    return list(given) if isinstance(given, Iterable) else [str(given)]


def _listed(given: object) -> str:
    return "、".join(map(str, _each(given)))


def _within_the_whole(share: Fraction) -> Fraction:
    if share > 1:
        msg = f"“{share}”不应超过 100%"
        raise ValueError(msg)
    return share


def _is_a_weight(weight: Fraction) -> Fraction:
    if weight > HEAVIEST or weight.denominator > 10**DECIMALS:
        msg = f"权重应不超过 {HEAVIEST}，至多 {DECIMALS} 位小数"
        raise ValueError(msg)
    return weight


def _above_nothing(total: int) -> int:
    if not total:
        msg = "总分应大于 0"
        raise ValueError(msg)
    return total


def _too_long(text: str) -> str:
    return f"“{_shown(text)}”位数太多，应为至多 {DIGITS} 位整数、{DECIMALS} 位小数"


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


Hundredths = Annotated[
    int, BeforeValidator(hundredths), WithJsonSchema({"type": ["number", "string"]})
]
Total = Annotated[Hundredths, AfterValidator(_above_nothing)]
Ratio = Annotated[
    Fraction,
    BeforeValidator(ratio),
    AfterValidator(_within_the_whole),
    WithJsonSchema({"type": ["string", "number"]}),
]
Weight = Annotated[
    Fraction,
    BeforeValidator(ratio),
    AfterValidator(_is_a_weight),
    WithJsonSchema({"type": ["string", "number"]}),
]
Ratios = Annotated[
    tuple[Ratio, ...],
    BeforeValidator(lambda given: ratios(given) if isinstance(given, str) else given),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "array", "items": {"type": ["string", "number"]}},
            ]
        }
    ),
]
Threshold = Annotated[
    Amount,
    BeforeValidator(amount),
    WithJsonSchema(
        {"type": "string", "pattern": rf"^\s*{_WRITTEN.pattern}\s*万?\s*(%|[^\s\d]+)\s*$"}
    ),
]
Count = Annotated[int, Field(strict=True, ge=0, le=9999)]
Days = Annotated[int, Field(strict=True, ge=0, le=366)]
Years = Annotated[int, Field(strict=True, ge=2, le=20)]
Stage = Annotated[int, Field(strict=True, ge=1, le=60)]
Month = Annotated[int, Field(strict=True, ge=1, le=12)]
Steps = Annotated[int, Field(strict=True, ge=0, le=99)]
