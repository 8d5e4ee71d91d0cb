"""What a measure is: the amount that each row of a table is worth to its teacher."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from operator import add
from typing import Any, Literal

import narwhals as nw
import pandas as pd

from xiaoben_analytics.labels import hours

Frame = nw.DataFrame[Any]
Tables = Mapping[str, pd.DataFrame]
Rules = Any
"""A regulation's sections by name (`policy.Policy.rules`); a measure knows only its own."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Rows:
    """Where measures are taken: the rows of a table, made ready, one teacher_id each.

    `table` names what must hold something for there to be any row; `dated` the columns that say
    when (the first that is there counts), `telling` those that tell a reader what it was. `also`
    names the other tables of teachers' records that are read.
    """

    name: str
    label: str
    table: str
    prepare: Callable[[Tables, Rules], pd.DataFrame]
    dated: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def reads(self) -> tuple[str, ...]:
        """The tables of which a record may change a measure that is taken here."""
        return (self.table, *self.also)


@dataclass(frozen=True)
class Measure:
    """A named, integer-valued reduction of rows to one number per teacher.

    `amount` makes an integer or yes/no of each row, from the section `needs` of the regulation
    if one is named; `scale` says how many of it are one `unit` (100 for hundredths); `why_not`
    says of a row that is worth nothing why it is not; `per` says how many of the rows' amounts
    added up make one (rounded down); `parts` names the measures that it is the sum of, if any.
    """

    name: str
    label: str
    unit: str
    rows: Rows
    meaning: str
    amount: Callable[[Rules], nw.Expr]
    scale: int = 1
    reduction: Literal["sum", "max"] = "sum"
    needs: str | None = None
    why_not: Callable[[Row, Rules], str] = field(default=lambda _row, _rules: "")
    per: Callable[[Rules], Fraction] = field(default=lambda _rules: Fraction(1))
    parts: tuple[str, ...] = ()

    def expression(self, rules: Mapping[str, Rules]) -> nw.Expr:
        """Return what a row is worth, an integer that is never missing, under the measure's name."""
        section = rules[self.needs] if self.needs else None
        worth: nw.Expr = self.amount(section).cast(nw.Int64).fill_null(0).alias(self.name)
        return worth

    def whole(self, added: Any, rules: Mapping[str, Rules]) -> Any:
        """Turn what the rows add up to into the measure, element by element where it is an array."""
        share = self.per(rules[self.needs] if self.needs else None)
        return added * share.denominator // share.numerator

    def hundredths(self, amount: Any) -> Any:
        """Turn an amount, or an array of them, into hundredths of a unit."""
        return amount * (100 // self.scale)

    def is_defined(self, rules: Mapping[str, Rules]) -> bool:
        """Tell whether the regulation has the section that the measure needs."""
        return self.needs is None or rules.get(self.needs) is not None


def within(name: str, allowed: Any) -> nw.Expr:
    """Take an amount where a person set it within the allowed range, else 0.

    Where the regulation takes one end for everybody, it is that, whatever was set or not.
    """
    if allowed.taken != "given":
        return nw.lit({"low": allowed.low, "high": allowed.high}[allowed.taken])
    amount = nw.col(name)
    inside: nw.Expr = (amount >= allowed.low) & (amount <= allowed.high)
    return inside.cast(nw.Int64) * amount


def worth(name: str, values: Mapping[str, int]) -> nw.Expr:
    """Turn codes into integers; a code that is not listed is worth 0."""
    codes = nw.col(name)
    terms = [(codes == code).cast(nw.Int64) * value for code, value in values.items() if value]
    return reduce(add, terms, nw.lit(0))


def shown(amount: int, measure: Measure) -> str:
    """Show an amount of a measure without its unit."""
    return hours(amount) if measure.scale == 100 else str(amount)


def with_unit(amount: int, measure: Measure) -> str:
    """Show an amount of a measure with its unit."""
    return f"{shown(amount, measure)} {measure.unit}"
