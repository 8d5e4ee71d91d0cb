"""Amounts as regulations write them: points, ratios, and thresholds with their unit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from xiaoben_analytics.errors import PolicyError, near
from xiaoben_analytics.labels import hours

PERCENT = "%"
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*(万?)\s*(%|[^\s\d]+)")


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
        number = hours(int(self.value * 100)) if (self.value * 100).denominator == 1 else self.value
        return f"{number}{self.unit}" if self.unit == PERCENT else f"{number} {self.unit}"


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
        msg = f"“{text}”没有写明单位，应写成“30 学时”“20%”这样的数字加单位"
        raise ValueError(msg)
    number, ten_thousand, unit = found.groups()
    return Amount(Fraction(number) * (10000 if ten_thousand else 1), unit)


def hundredths(given: int | Decimal | str) -> int:
    """Turn a written amount into hundredths, exactly.

    >>> hundredths(3), hundredths(Decimal("0.25")), hundredths("2.5")
    (300, 25, 250)
    """
    try:
        scaled = Decimal(given) * 100
    except (ArithmeticError, TypeError, ValueError):
        scaled = Decimal("nan")
    if not scaled.is_finite():
        msg = f"“{given}”不是数字"
        raise ValueError(msg)
    if scaled < 0 or scaled != scaled.to_integral_value():
        msg = f"{given} 是负数" if scaled < 0 else f"{given} 多于两位小数"
        raise ValueError(msg)
    return int(scaled)


def ratio(given: int | Decimal | str | Fraction) -> Fraction:
    """Turn `"30%"`, `"3/10"` or `0.3` into an exact fraction.

    >>> ratio("30%") == ratio("3/10") == ratio(Decimal("0.3"))
    True
    """
    text = str(given).strip()
    try:
        return Fraction(text[:-1]) / 100 if text.endswith(PERCENT) else Fraction(text)
    except (ArithmeticError, ValueError):
        msg = f"“{given}”不是比例"
        raise ValueError(msg) from None


def share_text(share: Fraction) -> str:
    """Write a share in percent where that is exact, else as a fraction.

    >>> share_text(Fraction(1, 4)), share_text(Fraction(1, 3))
    ('25%', '1/3')
    """
    whole = share * 100
    return f"{whole}%" if whole.denominator == 1 else str(share)


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


def single_ratio(given: str) -> Fraction | None:
    """Read a text that is one ratio and no more; None where it is anything else.

    >>> single_ratio("35%"), single_ratio("35"), single_ratio("35/40/25")
    (Fraction(7, 20), Fraction(7, 20), None)
    """
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([%％]?)", given.strip())
    if not found:
        return None
    share = Fraction(found[1])
    share = share / 100 if found[2] or share > 1 else share
    return share if share <= 1 else None


def fail_if_unit_differs(given: Amount, units: Iterable[str], what: str) -> None:
    """Refuse an amount in another unit than what it is compared with."""
    allowed = list(units)
    if given.unit not in allowed:
        msg = f"“{given}”的单位不对：{what}以{'或'.join(allowed)}计。{near(given.unit, allowed)}"
        raise ValueError(msg)


Hundredths = Annotated[
    int, BeforeValidator(hundredths), WithJsonSchema({"type": ["number", "string"]})
]
Ratio = Annotated[Fraction, BeforeValidator(ratio), WithJsonSchema({"type": ["string", "number"]})]
Threshold = Annotated[
    Amount,
    BeforeValidator(amount),
    WithJsonSchema({"type": "string", "pattern": f"^\\s*{_AMOUNT.pattern}\\s*$"}),
]
